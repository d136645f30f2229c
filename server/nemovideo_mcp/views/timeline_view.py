"""The timeline as people and agents read it: clips, texts, music and media with short ids, times in seconds.

Only what differs from its default is told. A draft that somebody else wrote is read by `views.foreign_view` into the
same shape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nemovideo_mcp.edit.beats import Beats, beats_of
from nemovideo_mcp.edit.sections import drop_ms, sections_of
from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.look import PLAIN, Look, LookRange
from nemovideo_mcp.timeline.media import MediaItem, short_ids
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    Clip,
    Fade,
    OverlayClip,
    TextClip,
    Timeline,
    VideoClip,
)
from nemovideo_mcp.timeline.transitions import crossings_of

__all__ = [
    "beat_effect_view",
    "caption_view",
    "clip_view",
    "in_seconds",
    "look_view",
    "media_uses",
    "media_view",
    "number",
    "overlay_view",
    "sound_view",
    "text_view",
    "timeline_view",
    "without_defaults",
]

_MOST_CAPTIONS = 400


def timeline_view(
    timeline: Timeline,
    media: Sequence[MediaItem],
    *,
    project: str,
    version: int,
    from_s: float | None = None,
    to_s: float | None = None,
) -> dict[str, Any]:
    """The timeline as JSON.

    Args:
        timeline: one of our own.
        media: the project's media in the order of their arrival.
        project: the project's name.
        version: the number of the version that `timeline` is.
        from_s: leave out clips, texts and captions that end before this second of the film.
        to_s: leave out those that start behind it.

    Returns:
        The object of docs/edits.md. Times are seconds of the film, but for `in_s`, `out_s` and a medium's own; where
        a range was asked for, `range` tells how many of all clips it shows. Of very many captions the first are
        given, and `more_captions` tells how many follow, and from which second of the film on.
    """
    ids = short_ids(media)
    beats = beats_of(timeline)
    start_ms = round((from_s or 0.0) * 1000)
    end_ms = round(to_s * 1000) if to_s is not None else None

    def shown(clip: Clip | LookRange) -> bool:
        return clip.end_ms > start_ms and (end_ms is None or clip.start_ms < end_ms)

    names = {item.media_id: item.name for item in media}
    seen = {crossing.after.clip_id: crossing.duration_ms for crossing in crossings_of(timeline)}
    clips = [
        clip_view(_as_seen(c, seen), ids=ids, names=names, beats=beats)
        for c in timeline.video_clips
        if shown(c)
    ]
    texts = sorted((c for c in timeline.text_clips if shown(c)), key=lambda c: (c.start_ms, c.clip_id))
    captions = [c for c in timeline.captions if shown(c)]
    sounds = [
        sound_view(c, ids) for c in timeline.audio_clips if not _is_music(c, timeline.music) and shown(c)
    ]
    ranged = {"from_s": from_s or 0.0, "to_s": to_s, "clips": len(clips), "of": len(timeline.video_clips)}
    counts = media_uses(timeline)
    used = [(item, counts[item.media_id]) for item in media]
    return {
        "project": project,
        "version": version,
        "duration_s": in_seconds(timeline.duration_ms),
        "width": timeline.width,
        "height": timeline.height,
        "frame_rate": number(float(timeline.frame_rate)),
        **without_defaults({"auto_framing": timeline.auto_framing}),
        **without_defaults({"range": None if from_s is None and to_s is None else ranged}),
        "clips": clips,
        "texts": [text_view(c) for c in texts],
        **without_defaults(
            {
                "captions": [caption_view(c) for c in captions[:_MOST_CAPTIONS]],
                "more_captions": _more(captions),
                "overlays": [overlay_view(c, ids) for c in timeline.overlay_clips if shown(c)],
                "music": _music_view(timeline, media, ids),
                "sounds": sounds,
                "fade_in": _fade_view(timeline.fade_in),
                "fade_out": _fade_view(timeline.fade_out),
                "looks": [_look_range_view(r, names) for r in timeline.look_ranges if shown(r)],
                "beat_effects": [beat_effect_view(effect) for effect in timeline.beat_effects],
            }
        ),
        "media": [media_view(item, uses=uses, ids=ids) for item, uses in used],
    }


def _as_seen(clip: VideoClip, seen_ms: Mapping[str, int]) -> VideoClip:
    """The clip with its transition as long as it is seen: its clips may be too short for all of it."""
    if clip.transition_in is None or clip.clip_id not in seen_ms:
        return clip
    return replace(clip, transition_in=replace(clip.transition_in, duration_ms=seen_ms[clip.clip_id]))


def clip_view(
    clip: VideoClip, *, ids: Mapping[str, str], names: Mapping[str, str], beats: Beats | None = None
) -> dict[str, Any]:
    """One clip; with `beats`, where its first frame stands in the music. `ids` and `names` are by media id."""
    return {
        "id": clip.clip_id,
        "name": clip.name,
        "media": ids.get(clip.media_id, clip.media_id),
        "start_s": in_seconds(clip.start_ms),
        "end_s": in_seconds(clip.end_ms),
        "in_s": in_seconds(clip.source_start_ms),
        "out_s": in_seconds(clip.source_end_ms),
        **({} if clip.keep_pitch else {"keep_pitch": False}),
        **without_defaults(
            {
                "speed": _unless(clip.speed, 1.0),
                "ramp": _ramp_view(clip),
                "smooth": clip.smooth,
                "reversed": clip.reversed,
                "freeze": clip.freeze,
                "volume": _unless(clip.volume, 1.0),
                "fade_in_s": _unless(in_seconds(clip.fade_in_ms), 0),
                "fade_out_s": _unless(in_seconds(clip.fade_out_ms), 0),
                "fit": clip.fit.value if clip.fit else None,
                "zoom": _unless(clip.zoom, 1.0),
                "position": _point(None if clip.position == (0.5, 0.5) else clip.position),
                "rotate": clip.rotation or None,
                "flip": clip.flip,
                "motion": clip.motion,
                "look": look_view(clip.look, names),
                "pinned": clip.pinned,
                "why": list(clip.why) or None,
                "cut": _cut(clip, beats),
                "transition_in": {
                    "kind": clip.transition_in.kind,
                    "length_s": in_seconds(clip.transition_in.duration_ms),
                }
                if clip.transition_in
                else None,
            }
        ),
        # None is as the film has it, and False is not that.
        **{key: value for key in ("follow", "crop_bars") if (value := getattr(clip, key)) is not None},
    }


def _ramp_view(clip: VideoClip) -> dict[str, Any] | None:
    """The kind of a ramp, and when in the film it has its peak, if it has one inside the clip."""
    if clip.ramp is None:
        return None
    peak = clip.ramp.peak_ms
    inside = clip.ramp.kind in ("bullet", "to_drop") and 0 <= peak < clip.duration_ms
    return {
        "kind": clip.ramp.kind,
        **({"peak_s": in_seconds(clip.start_ms + peak)} if inside else {}),
    }


def look_view(look: Look, names: Mapping[str, str]) -> dict[str, Any] | None:
    """What was set of a look, its table by name; None where nothing was."""
    found = {key: value for key, value in vars(look).items() if value != getattr(PLAIN, key)}
    if look.lut:
        found["lut"] = names.get(look.lut, look.lut)
    return {key: number(value) if isinstance(value, float) else value for key, value in found.items()} or None


def _look_range_view(ranged: LookRange, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "start_s": in_seconds(ranged.start_ms),
        "end_s": in_seconds(ranged.end_ms),
        "look": look_view(ranged.look, names),
    }


def text_view(clip: TextClip) -> dict[str, Any]:
    """One text."""
    return {
        "id": clip.clip_id,
        "text": clip.text,
        "kind": clip.style,
        "start_s": in_seconds(clip.start_ms),
        "end_s": in_seconds(clip.end_ms),
        **without_defaults(
            {
                "place": None if clip.position else clip.place,
                "position": _point(clip.position),
                "size": _unless(clip.size, 1.0),
                "color": _unless(clip.color, "#ffffff"),
                "font": _unless(clip.font, "neutral"),
                "effect": _unless(clip.effect, "soft"),
                "effect_color": clip.effect_color,
                "entrance": _unless(clip.entrance, "fade"),
                "exit": _unless(clip.exit, "fade"),
            }
        ),
    }


def overlay_view(clip: OverlayClip, ids: Mapping[str, str]) -> dict[str, Any]:
    """One picture or film over the film, or a region that is hidden."""
    is_region = clip.effect is not None
    return {
        "id": clip.clip_id,
        **without_defaults(
            {
                "name": None if is_region else clip.name,
                "media": ids.get(clip.media_id, clip.media_id) if clip.media_id else None,
                "effect": clip.effect,
                "follow": clip.follow or None,
            }
        ),
        "start_s": in_seconds(clip.start_ms),
        "end_s": in_seconds(clip.end_ms),
        **without_defaults(
            {
                "in_s": _unless(in_seconds(clip.source_start_ms), 0),
                "place": None if clip.position else clip.place,
                "position": _point(clip.position),
                "width": number(clip.width),
                "height": number(clip.height) if is_region else None,
                "opacity": _unless(clip.opacity, 1.0),
                "rounded": _unless(clip.rounded, 0.0),
                "border": _unless(clip.border, 0.0),
                "border_color": clip.border_color if clip.border else None,
                "volume": _unless(clip.volume, 0.0),
            }
        ),
    }


def caption_view(clip: CaptionClip) -> dict[str, Any]:
    """One caption."""
    return {
        "id": clip.clip_id,
        "text": clip.text,
        "start_s": in_seconds(clip.start_ms),
        "end_s": in_seconds(clip.end_ms),
        **without_defaults({"style": _unless(clip.style, "plain"), "word_times": bool(clip.words)}),
    }


def _more(captions: Sequence[CaptionClip]) -> dict[str, Any] | None:
    rest = captions[_MOST_CAPTIONS:]
    return {"count": len(rest), "from_s": in_seconds(rest[0].start_ms)} if rest else None


def media_view(item: MediaItem, *, uses: int, ids: Mapping[str, str]) -> dict[str, Any]:
    """One medium of the project and how often the film uses it; a photo has no duration."""
    return {
        "id": ids.get(item.media_id, item.media_id),
        "name": item.name,
        "kind": item.info.kind,
        **without_defaults({"duration_s": _unless(in_seconds(item.info.duration_ms), 0)}),
        "uses": uses,
    }


def in_seconds(time_ms: float) -> float | int:
    """Milliseconds as seconds with three decimals; a whole number where it is one."""
    return number(time_ms / 1000)


def number(value: float) -> float | int:
    """`value` with three decimals; a whole number where it is one."""
    rounded = round(value, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def without_defaults(fields: Mapping[str, Any]) -> dict[str, Any]:
    """`fields` without those that are None, False or empty."""
    return {
        key: value
        for key, value in fields.items()
        if value is not None and value is not False and value != []
    }


def _unless(value: Any, default: object) -> Any:
    if value == default:
        return None
    return number(value) if isinstance(value, float) else value


def _point(point: tuple[float, float] | None) -> dict[str, Any] | None:
    return {"x": number(point[0]), "y": number(point[1])} if point else None


def _fade_view(fade: Fade | None) -> dict[str, Any] | None:
    return {"length_s": in_seconds(fade.duration_ms), "color": fade.color} if fade else None


def beat_effect_view(effect: BeatEffect) -> dict[str, Any]:
    """One beat effect: what it does, on which beats, how strongly."""
    on: object = "downbeats" if effect.every is None else "beats" if effect.every == 1 else effect.every
    if effect.on_drop:
        on = "drop"
    elif effect.places:
        on = [{"bar": place.bar, "beat": place.beat} for place in effect.places]
    return {"kind": effect.kind, "on": on, "strength": number(effect.strength)}


def _cut(clip: VideoClip, beats: Beats | None) -> dict[str, Any] | None:
    """The musical place of a cut. The film's start is none, unless it was anchored."""
    if beats is None or not beats.known or (clip.start_ms == 0 and clip.anchor is None):
        return None
    anchor = beats.anchor(beats.nearest(clip.start_ms))
    return {"bar": anchor.bar, "beat": anchor.beat, "off_beat_ms": beats.off_beat_ms(clip.start_ms)}


# --- sound -------------------------------------------------------------------------------------------------------


def _is_music(clip: AudioClip, music: AudioClip | None) -> bool:
    return music is not None and clip.role == music.role


def _music_view(
    timeline: Timeline, media: Sequence[MediaItem], ids: Mapping[str, str]
) -> dict[str, Any] | None:
    """The music as one: a song that is looped stands on the timeline in several pieces."""
    first = timeline.music
    if first is None:
        return None
    pieces = sorted((c for c in timeline.audio_clips if _is_music(c, first)), key=lambda c: c.start_ms)
    last = max(pieces, key=lambda c: c.end_ms)
    by_id = {item.media_id: item for item in media}
    sections = [{"kind": kind, "start_s": in_seconds(start)} for kind, start in sections_of(timeline, by_id)]
    drop = drop_ms(timeline, by_id)
    return {
        **sound_view(first, ids),
        "end_s": in_seconds(last.end_ms),
        **without_defaults(
            {
                "pieces": _unless(len(pieces), 1),
                "fade_out_s": _unless(in_seconds(last.fade_out_ms), 0),
                "volume_ranges": [
                    {
                        "start_s": in_seconds(r.start_ms),
                        "end_s": in_seconds(r.end_ms),
                        "volume": number(r.volume),
                    }
                    for piece in pieces
                    for r in piece.volume_ranges
                ],
                "under_speech": _unless(number(first.under_speech), 1),
                "bpm": _bpm(first),
                "mood": first.music.mood if first.music else None,
                "sections": sections,
                "drop_s": None if drop is None else in_seconds(drop),
            }
        ),
    }


def sound_view(clip: AudioClip, ids: Mapping[str, str]) -> dict[str, Any]:
    """One piece of music, voice or sound."""
    return {
        "id": clip.clip_id,
        "name": clip.name,
        **without_defaults(
            {
                "media": ids.get(clip.media_id, clip.media_id) if clip.media_id else None,
                "role": _unless(clip.role, "bgm"),
            }
        ),
        "start_s": in_seconds(clip.start_ms),
        "end_s": in_seconds(clip.end_ms),
        **without_defaults(
            {
                "in_s": _unless(in_seconds(clip.source_start_ms), 0),
                "volume": _unless(clip.volume, 1.0),
                "fade_in_s": _unless(in_seconds(clip.fade_in_ms), 0),
                "fade_out_s": _unless(in_seconds(clip.fade_out_ms), 0),
            }
        ),
    }


def _bpm(clip: AudioClip) -> float | int | None:
    """Beats a minute: as it was composed, or the mean of the measured beats."""
    if clip.music:
        return number(clip.music.bpm_milli / 1000)
    bpm = clip.grid.bpm if clip.grid else None
    return None if bpm is None else number(bpm)


def media_uses(timeline: Timeline) -> Counter[str]:
    """How many clips show, play or are graded with each medium, by its id."""
    uses = Counter(c.media_id or "" for c in timeline.media_clips)
    uses.update(one.look.lut for one in (*timeline.video_clips, *timeline.look_ranges) if one.look.lut)
    return uses
