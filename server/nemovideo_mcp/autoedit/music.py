"""The music under a film: put on the timeline, fitted to another length, begun elsewhere, its drop placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from nemovideo_mcp.audio.compose.composer import grid_of, plan_music
from nemovideo_mcp.audio.compose.shape import FORMS, longest_intro, shaped
from nemovideo_mcp.autoedit.scoring import FADE_MS, Score, song
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import (
    AudioClip,
    MusicSpec,
    Section,
    Timeline,
    Track,
    TrackKind,
    VolumeRange,
)

__all__ = [
    "fitted",
    "in_form",
    "music_clips",
    "playing",
    "start_for_drop",
    "with_drop_at",
    "with_score",
]

# A moment of the film is rounded to a frame.
_FRAME_MS = 34
_DROP_ENERGY, _BUILD_ENERGY = 0.9, 0.45


def music_clips(timeline: Timeline) -> tuple[AudioClip, ...]:
    """The clips of the background music: several where a song is looped."""
    return tuple(sorted((c for c in timeline.audio_clips if c.role == "bgm"), key=lambda c: c.start_ms))


def with_score(timeline: Timeline, score: Score | None) -> Timeline:
    """`timeline` with `score` as its background music; other sounds stay, and so does what was set on the music."""
    before = music_clips(timeline)
    tracks = [
        t if t.kind != TrackKind.AUDIO else replace(t, clips=tuple(c for c in t.clips if c not in before))
        for t in timeline.tracks
    ]
    if score is None:
        return replace(timeline, tracks=tuple(t for t in tracks if t.clips or t.kind != TrackKind.AUDIO))
    clips = _inherited(score.clips, before)
    home = next((n for n, t in enumerate(tracks) if t.track_id == "music"), None)
    if home is None:
        at = sum(t.kind == TrackKind.VIDEO for t in tracks)
        tracks.insert(at, Track(track_id="music", kind=TrackKind.AUDIO, name="Music", clips=clips))
    else:
        tracks[home] = replace(tracks[home], clips=(*clips, *tracks[home].clips))
    return replace(timeline, tracks=tuple(t for t in tracks if t.clips or t.kind != TrackKind.AUDIO))


def _inherited(clips: Sequence[AudioClip], before: Sequence[AudioClip]) -> tuple[AudioClip, ...]:
    """`clips` with what was set on the music before: fades, ranges, its level under speech; of the same music also ids
    and unknown keys."""
    if not clips or not before:
        return tuple(clips)
    same = [c for c in before if _identity(c) == _identity(clips[0])]
    made: list[AudioClip] = []
    for n, clip in enumerate(clips):
        old = same[n] if n < len(same) else None
        kept = replace(clip, under_speech=before[0].under_speech)
        made.append(replace(kept, clip_id=old.clip_id, extra=old.extra) if old else kept)
    made[0] = replace(made[0], fade_in_ms=min(before[0].fade_in_ms, made[0].duration_ms))
    if before[-1].fade_out_ms not in (0, FADE_MS):
        made[-1] = replace(made[-1], fade_out_ms=min(before[-1].fade_out_ms, made[-1].duration_ms))
    ranges = {r for c in before for r in c.volume_ranges}
    return tuple(replace(c, volume_ranges=_inside(c, ranges)) for c in made) if ranges else tuple(made)


def _inside(clip: AudioClip, ranges: Iterable[VolumeRange]) -> tuple[VolumeRange, ...]:
    """The ranges cut to the time of the clip."""
    cut = (
        replace(r, start_ms=max(r.start_ms, clip.start_ms), end_ms=min(r.end_ms, clip.end_ms)) for r in ranges
    )
    return tuple(sorted((r for r in cut if r.start_ms < r.end_ms), key=lambda r: r.start_ms))


def _identity(clip: AudioClip) -> tuple[object, ...]:
    return (clip.media_id, clip.music and clip.music.mood, clip.music and clip.music.seed)


def fitted(timeline: Timeline, item: MediaItem | None) -> Timeline:
    """The same music under a film whose length has changed.

    Tempo and phase stay, so that cuts on beats stay on beats; volume, fades and ranges stay. A composed piece ends
    with the film.

    Args:
        timeline: the film with its new length, the music as it was.
        item: the song, where the music is one of the project.
    """
    clips = music_clips(timeline)
    first, last = clips[0], clips[-1]
    end_ms = timeline.duration_ms
    if first.music is not None and first.start_ms >= end_ms:
        first = replace(first, start_ms=0)  # it began late for its drop, which the film no longer has
    duration = max(1, end_ms - first.start_ms)
    if first.music is not None:
        spec = refitted(first.music, duration)
        grid = grid_of(spec).shifted(first.start_ms)
        made = (replace(first, duration_ms=duration, music=spec, grid=grid),)
    elif item is not None:
        score = song(
            item,
            asked_ms=duration,
            most_ms=duration,
            volume=first.volume,
            source_start_ms=first.source_start_ms,
        )
        made = tuple(
            replace(
                clips[min(n, len(clips) - 1)],
                clip_id=clips[n].clip_id if n < len(clips) else "",
                start_ms=first.start_ms + c.start_ms,
                duration_ms=c.duration_ms,
                source_start_ms=c.source_start_ms,
                grid=c.grid.shifted(first.start_ms) if c.grid else None,
                fade_in_ms=first.fade_in_ms if n == 0 else 0,
                fade_out_ms=min(last.fade_out_ms or c.fade_out_ms, c.duration_ms)
                if n == len(score.clips) - 1
                else 0,
            )
            for n, c in enumerate(score.clips)
        )
    else:
        made = tuple(
            replace(c, duration_ms=min(c.duration_ms, end_ms - c.start_ms))
            for c in clips
            if c.start_ms < end_ms
        )
    return _replaced(timeline, clips, made)


def _replaced(timeline: Timeline, clips: Sequence[AudioClip], made: Sequence[AudioClip]) -> Timeline:
    tracks: list[Track] = []
    placed = False
    for track in timeline.tracks:
        if not any(c in clips for c in track.clips):
            tracks.append(track)
            continue
        others = tuple(c for c in track.clips if c not in clips)
        tracks.append(replace(track, clips=(*(() if placed else made), *others)))
        placed = True
    return replace(timeline, tracks=tuple(tracks))


def refitted(music: MusicSpec, duration_ms: int) -> MusicSpec:
    """The same piece for another duration: the sections before the last one give or take the bars."""
    bpm = music.bpm_milli / 1000
    bars = plan_music(mood=music.mood, duration_ms=duration_ms, seed=music.seed, bpm=bpm).bars
    sections = [*music.sections]
    spare = sum(s.bars for s in sections) - bars
    while spare > 0 and len(sections) > 1:
        place = len(sections) - 2 if len(sections) > 2 else 0
        section = sections[place]
        taken = min(spare, section.bars)
        spare -= taken
        if section.bars > taken:
            sections[place] = replace(section, bars=section.bars - taken)
        else:
            del sections[place]
    if spare > 0:
        sections = [replace(sections[0], bars=max(1, sections[0].bars - spare))]
    elif spare < 0:
        place = max(0, len(sections) - 2)
        sections[place] = replace(sections[place], bars=sections[place].bars - spare)
    return replace(music, duration_ms=duration_ms, sections=tuple(sections))


def start_for_drop(item: MediaItem, drop_at_ms: int) -> int:
    """Where the song starts, so that its drop falls on a moment of the film. Raises `EditRefused`."""
    drop = item.structure.drop_ms if item.structure else None
    if drop is None:
        raise refuse(
            f"no drop was found in “{item.name}”.",
            f"在“{item.name}”里没有找到高潮点。",
            hint=Words("Say where in the song it is to start instead.", "请改为说明从歌曲的哪里开始。"),
        )
    if drop < drop_at_ms - _FRAME_MS:
        raise refuse(
            f"the drop of “{item.name}” comes {seconds(drop)} s after its start, too early for {seconds(drop_at_ms)} s "
            "of the film.",
            f"“{item.name}”的高潮点在开头 {seconds(drop)} 秒处，赶不上影片的 {seconds(drop_at_ms)} 秒。",
            nearest={"op": "set_music", "song": item.name, "drop_at": drop / 1000},
        )
    return max(0, drop - drop_at_ms)


def with_drop_at(music: MusicSpec, drop_at_ms: int) -> tuple[int, MusicSpec]:
    """The piece with its loudest section from a moment on, to half a beat.

    Returns:
        How many ms later the piece has to start for that, less than a bar and whole beats; the piece, which is
        shorter by that time.
    """
    beat_ms = Fraction(60_000_000, music.bpm_milli)
    per_bar = music.beats_per_bar
    before, late = divmod(round(drop_at_ms / beat_ms), per_bar)
    late_ms = round(late * beat_ms)
    if before == 0 or music.duration_ms - late_ms < before * per_bar * beat_ms:
        return 0, music
    shorter = refitted(music, music.duration_ms - late_ms)
    before = min(before, shorter.bars - 1)
    if before < 1:
        return 0, music
    last = 1 if shorter.bars - before > 1 else 0
    ending = shorter.sections[-1]
    sections = [
        Section(kind="intro" if before <= 4 else "verse", bars=before, energy=_BUILD_ENERGY),
        Section(kind="chorus", bars=shorter.bars - before - last, energy=_DROP_ENERGY),
    ]
    if last:
        sections.append(ending if ending.bars == 1 else Section(kind="outro", bars=1, energy=0.4))
    return late_ms, replace(shorter, sections=tuple(sections))


def playing(timeline: Timeline) -> Score | None:
    """The composed piece that plays, as it is; None where a song plays, or nothing."""
    clips = music_clips(timeline)
    if len(clips) != 1 or (spec := clips[0].music) is None:
        return None
    grid = clips[0].grid or grid_of(spec).shifted(clips[0].start_ms)
    return Score(clips=clips, grid=grid, on_beat=True, duration_ms=clips[0].end_ms)


def in_form(score: Score, form: str) -> Score:
    """The same piece in another form; its beats stay where they are. Raises `EditRefused`."""
    clip = score.clips[0]
    if clip.music is None:
        return score
    made = shaped(clip.music, form)
    if made is not None:
        return replace(score, clips=(replace(clip, music=made), *score.clips[1:]))
    most = longest_intro(clip.music)
    if form.startswith("intro ") and most:
        raise refuse(
            f"the music has {clip.music.bars} bars, so its intro can have {most} at most.",
            f"音乐一共 {clip.music.bars} 小节，前奏最多 {most} 小节。",
            nearest={"op": "set_music", "form": f"intro {most}"},
        )
    if form in FORMS or form.startswith("intro "):
        raise refuse(
            f"the music has {clip.music.bars} bars, too few for that form.",
            f"音乐只有 {clip.music.bars} 小节，做不出这种结构。",
        )
    raise refuse(
        f"music has no form “{form}”.",
        f"音乐没有“{form}”这种结构。",
        hint=Words(f"Forms: {', '.join(FORMS)}, intro 8.", f"可选：{'、'.join(FORMS)}、intro 8。"),
    )
