"""The film's clips one after the other: lengths and orders that changed are laid out anew, and all else moves along.

Clips whose cuts stand on beats are laid beat by beat, so that rounding to frames never adds up and a cut that stood on
a beat stands on one again; all others keep their length. What lies over the film follows as `edit.following` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nemovideo_mcp.edit.beats import Beats, beats_of
from nemovideo_mcp.edit.following import Moves, source_ms
from nemovideo_mcp.edit.workspace import Workspace, refuse
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.model import Anchor, AudioClip, Fade, Timeline, VideoClip

__all__ = [
    "SHORTEST_FRAMES",
    "Slot",
    "check_count",
    "lay",
    "resized",
    "room_ms",
    "shortest_ms",
    "slots_of",
]

SHORTEST_FRAMES = 3
# A film of ten minutes with a cut on every beat has about 1,200.
MOST_CLIPS = 2000
# Music that ends this much before the film has not just been rounded.
_MUSIC_GAP_MS = 100
# Speeds are binary fractions, so that what is to be a whole number is off by less than this.
_EXACT_MS = Fraction(1, 1000)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A clip in the order of the film: its length, also in beats where it has one in whole beats; the gap before it.

    `named` marks a clip that the operation was about: the cuts at both of its ends are reported.
    """

    clip: VideoClip
    length_ms: Fraction
    beats: int | None = None
    gap_ms: int = 0
    named: bool = False


def slots_of(work: Workspace) -> list[Slot]:
    """The clips of the film as they stand."""
    beats = beats_of(work.timeline)
    slots: list[Slot] = []
    end_ms = 0
    last: int | None = None
    for clip in work.clips:
        count = None
        if beats.cut:
            first = last if slots and clip.start_ms == end_ms else beats.index_at(clip.start_ms)
            last = beats.index_at(clip.end_ms)
            count = last - first if first is not None and last is not None and last > first else None
        slots.append(
            Slot(
                clip=clip,
                length_ms=Fraction(clip.duration_ms),
                beats=count,
                gap_ms=max(0, clip.start_ms - end_ms),
            )
        )
        end_ms = clip.end_ms
    return slots


def resized(work: Workspace, slot: Slot, wanted_ms: Fraction, *, snap: str, is_last: bool) -> Slot:
    """`slot` at another length, in whole beats where the film is cut to the beat and `snap` allows it.

    The last clip ends with the film, so its length is taken as it was asked for. The in-point moves back where the
    footage behind it is too short. Raises `EditRefused` where there is not enough footage at all.
    """
    beats = beats_of(work.timeline)
    clip, count, length = slot.clip, None, max(wanted_ms, shortest_ms(work.timeline))
    first = beats.index_at(clip.start_ms) if beats.cut else None
    room = room_ms(work, clip)
    if room is not None and length > room + Fraction(1000) / work.timeline.frame_rate:
        most = float(room) / 1000
        raise refuse(
            f"“{clip.name}” has {most:.2f} s of footage at this speed, so it cannot last {float(length) / 1000:.2f} s.",
            f"“{clip.name}”在此速度下只有 {most:.2f} 秒素材，无法持续 {float(length) / 1000:.2f} 秒。",
            nearest={"op": "set_clip_length", "clips": [clip.clip_id], "length": round(most - 0.01, 2)},
        )
    if first is not None and snap != "none" and not is_last:
        step = beats.per_bar if snap == "bar" else 1
        count = max(1, round(length / beats.period_ms / step)) * step
        while count > step and room is not None and count * beats.period_ms > room + _EXACT_MS:
            count -= step
        snapped = beats.time_ms(first + count) - beats.time_ms(first)
        if room is not None and snapped > room + _EXACT_MS:
            count = None
        else:
            length = snapped
    changed = replace(clip, pinned=True)
    if room is not None and not clip.freeze:
        footage = source_ms(work.context.by_id.get(clip.media_id)) or 0
        start = min(clip.source_start_ms, max(0, int(footage - clip.footage_ms(length) + _EXACT_MS)))
        changed = replace(changed, source_start_ms=start)
    return replace(slot, clip=changed, length_ms=length, beats=count, named=True)


def room_ms(work: Workspace, clip: VideoClip) -> Fraction | None:
    """How long the clip could be with all of its footage; None where there is no limit."""
    footage = None if clip.freeze else source_ms(work.context.by_id.get(clip.media_id))
    return None if footage is None else clip.length_for(footage)


def shortest_ms(timeline: Timeline) -> Fraction:
    """The least length of a clip, in ms."""
    return Fraction(SHORTEST_FRAMES * 1000) / timeline.frame_rate


def lay(
    work: Workspace, slots: Sequence[Slot], *, change: Callable[[Slot, bool], Slot] | None = None
) -> None:
    """Put the clips of `slots` one after the other; texts, music and anchors follow. Raises `EditRefused`.

    Args:
        work: the edit under way.
        slots: all clips of the film in their new order.
        change: what becomes of a slot once it is known where it starts; it is also told whether it is the last one.
    """
    if not slots:
        raise refuse(
            "nothing would be left on the timeline.",
            "这样时间线上就没有片段了。",
        )
    check_count(work, len(slots))
    before = work.timeline
    beats = beats_of(before)
    rate = before.frame_rate
    placed: list[VideoClip] = []
    at_ms, beat = 0, beats.index_at(0) if beats.cut else None
    touched_next = False
    for number, given in enumerate(slots, 1):
        slot = given
        if slot.gap_ms:
            at_ms = ms_at(frame_at(at_ms + slot.gap_ms, frame_rate=rate), frame_rate=rate)
            beat = beats.index_at(at_ms) if beats.cut else None
        if change is not None:
            placed_slot = replace(slot, clip=replace(slot.clip, start_ms=at_ms))
            changed = change(placed_slot, number == len(slots))
            slot = slot if changed is placed_slot else changed
        end_ms, end_beat = _end(slot, at_ms, beat, beats)
        clip = _placed(slot, at_ms, end_ms - at_ms, beats.anchor(beat) if beat is not None else None)
        if at_ms > 0 and (slot.named or touched_next):
            work.touched.add(clip.clip_id)
        touched_next = slot.named
        placed.append(clip)
        at_ms, beat = end_ms, end_beat
    work.set_clips(placed)
    _follow(work, before)


def check_count(work: Workspace, count: int) -> None:
    """Raise `EditRefused` where the film may not have `count` clips."""
    # A film that has more already, as an automatic edit may make one, can still be made shorter.
    if count > max(MOST_CLIPS, len(work.clips)):
        raise refuse(
            f"the film would have {count:,} clips; {MOST_CLIPS:,} are the most.",
            f"影片将有 {count:,} 个片段，最多 {MOST_CLIPS:,} 个。",
        )


def _placed(slot: Slot, start_ms: int, duration_ms: int, anchor: Anchor | None) -> VideoClip:
    """The clip of `slot` in its place; one that stays where it was keeps its anchor."""
    clip = slot.clip
    if start_ms == clip.start_ms and not slot.named:
        return clip if duration_ms == clip.duration_ms else replace(clip, duration_ms=duration_ms)
    return replace(clip, start_ms=start_ms, duration_ms=duration_ms, anchor=anchor)


def _end(slot: Slot, start_ms: int, beat: int | None, beats: Beats) -> tuple[int, int | None]:
    """When the slot ends, and on which beat."""
    rate = beats.frame_rate
    if slot.beats is not None and beat is not None:
        end_beat = beat + slot.beats
        return beats.on_frame(beats.time_ms(end_beat)), end_beat
    least = frame_at(start_ms, frame_rate=rate) + 1
    end_ms = ms_at(max(least, frame_at(start_ms + slot.length_ms, frame_rate=rate)), frame_rate=rate)
    return end_ms, beats.index_at(end_ms) if beats.cut else None


def _follow(work: Workspace, before: Timeline) -> None:
    """Texts, overlays, captions, fades and music after the clips have moved."""
    after = work.timeline
    if after.duration_ms == before.duration_ms and _starts(after) == _starts(before):
        return
    moves, media = Moves(before, after), work.context.by_id
    work.change_texts({text.clip_id: moves.text(text) for text in before.text_clips})
    work.change_overlays(
        {o.clip_id: moves.overlay(o, media.get(o.media_id or "")) for o in before.overlay_clips}
    )
    captions = {caption.clip_id: moves.caption(caption) for caption in before.captions}
    work.change_captions(captions)
    work.captions_gone += sum(caption is None for caption in captions.values())
    if after.duration_ms == before.duration_ms:
        return
    work.timeline = replace(
        work.timeline,
        fade_in=_fitting(work.timeline.fade_in, after.duration_ms),
        fade_out=_fitting(work.timeline.fade_out, after.duration_ms),
    )
    if work.timeline.music is not None and not _ended_early(before, after.duration_ms):
        work.timeline = work.numbered(work.context.planner.fit_music(work.timeline, work.context))
        work.timeline = _with_ranges_inside(work.timeline)


def _ended_early(before: Timeline, now_ms: int) -> bool:
    """Whether the music ended before the film did, and still does; then somebody wants it so."""
    end_ms = max((c.end_ms for c in before.audio_clips if c.role == "bgm"), default=0)
    return end_ms + _MUSIC_GAP_MS < before.duration_ms and end_ms <= now_ms


def _fitting(fade: Fade | None, duration_ms: int) -> Fade | None:
    if fade is None or fade.duration_ms <= duration_ms:
        return fade
    return replace(fade, duration_ms=max(1, duration_ms // 2))


def _starts(timeline: Timeline) -> list[tuple[str, int]]:
    return [(c.clip_id, c.start_ms) for c in timeline.video_clips]


def _with_ranges_inside(timeline: Timeline) -> Timeline:
    end = timeline.duration_ms
    tracks = [
        replace(
            track,
            clips=tuple(
                replace(
                    c,
                    volume_ranges=tuple(
                        replace(r, end_ms=min(r.end_ms, end)) for r in c.volume_ranges if r.start_ms < end
                    ),
                )
                if isinstance(c, AudioClip) and c.volume_ranges
                else c
                for c in track.clips
            ),
        )
        for track in timeline.tracks
    ]
    return replace(timeline, tracks=tuple(tracks))
