"""A brief → a timeline: shots, music and titles, solved together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.autoedit.accents import cuts_in, cuts_on_beats
from nemovideo_mcp.autoedit.brief import RATIOS, Brief, MusicBrief
from nemovideo_mcp.autoedit.cutting import clips_of, film_ms, lay_out, reanchored
from nemovideo_mcp.autoedit.moments import Window, choose_moments, crossed
from nemovideo_mcp.autoedit.pacing import Phrasing, phrasing_of
from nemovideo_mcp.autoedit.scoring import Score, composed, energy_of, song, steps_of
from nemovideo_mcp.autoedit.takes import takes_for, takes_of
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import AudioClip, TextClip, Timeline, Track, TrackKind, VideoClip

__all__ = ["LONGEST_UNASKED_MS", "Film", "canvas_of", "retitled", "shoot", "with_music"]

LONGEST_UNASKED_MS = 60_000
_SPARE_BEATS = 8
_SHORTEST_SHOT_FRAMES = 10
_SLIVER_MS = 120


@dataclass(frozen=True, kw_only=True)
class Film:
    """A timeline and what is to be said about how it came to be: keys of the replies' notes, with their fields."""

    timeline: Timeline
    notes: tuple[tuple[str, Mapping[str, object]], ...] = field(default=())


def canvas_of(item: MediaItem) -> tuple[int, int]:
    """The canvas that suits the shape of a first clip."""
    width, height = max(item.info.width, 1), max(item.info.height, 1)
    ratio = width / height
    return RATIOS["9:16" if ratio < 0.9 else "1:1" if ratio < 1.12 else "16:9"]


def shoot(brief: Brief, *, old: Timeline, media: Mapping[str, MediaItem], same_cuts: bool) -> Film:
    """The pictures and the music anew. `same_cuts`: keep the shots at their places in the music if it allows that."""
    items = [media[s] for s in brief.sources if s in media]
    notes: list[tuple[str, Mapping[str, object]]] = []
    length = _length(brief, items, notes)
    energy = energy_of(items)
    clips: tuple[VideoClip, ...] | None = None
    if brief.cut and brief.music:
        score = _score_for_cutting(brief, items, media, length, energy, old if same_cuts else None)
        clips = _cut_clips(brief, items, media, score, old, same_cuts=same_cuts, notes=notes)
    else:
        score = None
        clips = _whole_clips(items, length, old.frame_rate, notes)
    clips = tuple(replace(c, volume=brief.own_sound, fit=brief.fit) for c in clips)
    timeline = old.with_track(
        Track(track_id="video", kind=TrackKind.VIDEO, name="Video", clips=_numbered(clips, old.video_clips))
    )
    if score is None and brief.music:
        return with_music(brief, timeline=timeline, media=media, notes=notes)
    return Film(timeline=_music_track(timeline, score), notes=tuple(notes))


def with_music(
    brief: Brief,
    *,
    timeline: Timeline,
    media: Mapping[str, MediaItem],
    notes: Sequence[tuple[str, Mapping[str, object]]] = (),
) -> Film:
    """`timeline` with the brief's music under its pictures, which stay as they are."""
    if brief.music is None:
        return Film(timeline=_music_track(timeline, None), notes=tuple(notes))
    duration = timeline.duration_ms
    said = list(notes)
    cuts = cuts_in(timeline, media) if brief.follows_cuts and not brief.cut else ()
    if brief.music.media_id is not None:
        item = media.get(brief.music.media_id)
        if item is None:
            return Film(timeline=timeline, notes=tuple(said))
        score = song(item, asked_ms=duration, most_ms=duration, volume=brief.music_volume, cuts_ms=cuts)
        if score.looped:
            said.append(("song_looped", {"name": item.name}))
    else:
        items = [media[c.media_id] for c in timeline.video_clips if c.media_id in media]
        score = composed(
            brief.music,
            duration_ms=duration,
            energy=energy_of(items),
            volume=brief.music_volume,
            bpm=None,
            cuts_ms=cuts,
        )
    if cuts and score.on_beat:
        said.append(("cuts_met", {"on": cuts_on_beats(cuts, score.grid), "count": len(cuts)}))
    return Film(timeline=_music_track(timeline, score), notes=tuple(said))


def retitled(timeline: Timeline, *, old_duration_ms: int) -> Timeline:
    """The titles of `timeline` where its length has changed: those of the end stay at the end, none runs over it."""
    duration = timeline.duration_ms
    tracks: list[Track] = []
    for track in timeline.tracks:
        clips = [
            _moved_title(c, old_duration_ms, duration) if isinstance(c, TextClip) else c for c in track.clips
        ]
        tracks.append(replace(track, clips=tuple(c for c in clips if c.duration_ms > 0)))
    return replace(timeline, tracks=tuple(t for t in tracks if t.clips or t.kind != TrackKind.TEXT))


def _moved_title(clip: TextClip, before: int, after: int) -> TextClip:
    if clip.start_ms > 0 and clip.end_ms == before:
        shown = min(clip.duration_ms, after)
        return replace(clip, start_ms=after - shown, duration_ms=shown)
    start = min(clip.start_ms, max(0, after - min(clip.duration_ms, after)))
    return replace(clip, start_ms=start, duration_ms=min(clip.duration_ms, after - start))


def _length(
    brief: Brief, items: Sequence[MediaItem], notes: list[tuple[str, Mapping[str, object]]]
) -> int | None:
    """The length to be made, None where nobody asked: not more than there is, unless photos can fill it."""
    if brief.length_ms is None:
        return None
    available = sum(film_ms(i) for i in items)
    if brief.length_ms <= available:
        return brief.length_ms
    if brief.at_most:
        return None
    if any(i.info.kind == "image" for i in items):
        return brief.length_ms
    notes.append(("too_short", {"asked_ms": brief.length_ms, "available_ms": available}))
    return available


def _score_for_cutting(
    brief: Brief,
    items: Sequence[MediaItem],
    media: Mapping[str, MediaItem],
    length: int | None,
    energy: Sequence[float] | None,
    old: Timeline | None,
) -> Score:
    music = brief.music or MusicBrief()
    available = sum(film_ms(i) for i in items)
    item = media.get(music.media_id) if music.media_id is not None else None
    usual_ms = (
        steps_of(item.grid) if item and item.grid else 60_000 / MOODS[music.mood or "upbeat"].default_bpm
    )
    # Many clips need more than a minute, or half of them would be cut between beats.
    most = min(available, max(LONGEST_UNASKED_MS, round((len(items) + _SPARE_BEATS) * usual_ms)))
    if item is not None:
        if length is None and item.grid and len(item.grid.times_ms) > 1:
            most = _whole_beats(items, steps_of(item.grid), most)
        return song(item, asked_ms=length, most_ms=most, volume=brief.music_volume)
    held = _held_tempo(music, old)
    if old is not None and held and length is None:
        length = old.duration_ms
    duration = length or most
    score = composed(music, duration_ms=duration, energy=energy, volume=brief.music_volume, bpm=held)
    if length is None:
        beat = steps_of(score.grid)
        fitting = _whole_beats(items, beat, most)
        bars = int(fitting / (beat * score.grid.beats_per_bar) + 1e-6)
        whole = round(bars * beat * score.grid.beats_per_bar)
        if bars >= 1 and whole < duration:
            score = composed(music, duration_ms=whole, energy=energy, volume=brief.music_volume, bpm=held)
    return score


def _held_tempo(music: MusicBrief, old: Timeline | None) -> float | None:
    """The tempo of the music before, if the new mood can be played at it: then every cut keeps its place."""
    spec = old.music.music if old and old.music else None
    if spec is None or music.mood is None or music.mood not in MOODS or music.bpm:
        return None
    slow, fast = MOODS[music.mood].bpm_range
    return spec.bpm_milli / 1000 if slow <= spec.bpm_milli / 1000 <= fast else None


def _whole_beats(items: Sequence[MediaItem], beat_ms: float, most_ms: int) -> int:
    """How much of the films can be shown in whole beats, between their own cuts, without slowing them."""
    takes = [take.item for item in items for take in takes_of(item, beat_ms)]
    return min(most_ms, round(sum(max(1, int(film_ms(take) / beat_ms)) * beat_ms for take in takes)))


def _cut_clips(
    brief: Brief,
    items: Sequence[MediaItem],
    media: Mapping[str, MediaItem],
    score: Score,
    old: Timeline,
    *,
    same_cuts: bool,
    notes: list[tuple[str, Mapping[str, object]]],
) -> tuple[VideoClip, ...]:
    grid = score.grid
    beats = max(1, sum(t < score.duration_ms - _SLIVER_MS for t in grid.times_ms))
    spec = score.clips[0].music
    phrasing = phrasing_of(
        beats=beats, beats_per_bar=grid.beats_per_bar, pace=brief.pace, every=brief.every, music=spec
    )
    if score.looped:
        notes.append(("song_looped", {"name": score.clips[0].name}))
    if not score.on_beat:
        notes.append(("no_beat", {"name": score.clips[0].name}))
    kept = None
    if same_cuts and score.on_beat:
        kept = reanchored(
            old.video_clips,
            dict(media),
            grid=grid,
            phrasing=phrasing,
            end_ms=score.duration_ms,
            frame_rate=old.frame_rate,
        )
    clips = kept or _solved(brief, items, score, phrasing, grid, old.frame_rate, notes)
    if same_cuts:
        notes.append(("cuts_kept" if kept else "cuts_anew", {}))
    own = sum(
        crossed(c.source_start_ms, c.source_start_ms + c.duration_ms * c.speed, media[c.media_id].analysis)
        for c in clips
    )
    if own:
        notes.append(("own_cuts", {"count": own}))
    return clips


def _solved(
    brief: Brief,
    items: Sequence[MediaItem],
    score: Score,
    phrasing: Phrasing,
    grid: BeatGrid,
    frame_rate: Fraction,
    notes: list[tuple[str, Mapping[str, object]]],
) -> tuple[VideoClip, ...]:
    beat_ms = score.duration_ms / phrasing.beats
    takes = takes_for(
        items,
        beats=phrasing.beats,
        beat_ms=beat_ms,
        beats_per_shot=round(sum(phrasing.lengths) / len(phrasing.lengths)),
    )
    media = [take.item for take in takes]
    layout = lay_out(
        media,
        phrasing=phrasing,
        beat_ms=beat_ms,
        patient_photos=brief.pace != "fast" and brief.every is None,
    )
    shown = {media[shot.source].media_id for shot in layout.shots}
    left_out = [item.name for item in items if item.media_id not in shown]
    if left_out:
        notes.append(("left_out", {"count": len(left_out), "names": left_out}))
    clips = clips_of(
        layout, media, grid=grid, anchored=score.on_beat, end_ms=score.duration_ms, frame_rate=frame_rate
    )
    return tuple(
        replace(clip, source_start_ms=clip.source_start_ms + takes[shot.source].offset_ms)
        for clip, shot in zip(clips, layout.shots, strict=True)
    )


def _whole_clips(
    items: Sequence[MediaItem],
    length: int | None,
    frame_rate: Fraction,
    notes: list[tuple[str, Mapping[str, object]]],
) -> tuple[VideoClip, ...]:
    """All clips one after the other, whole, or each cut down in proportion to its best moment."""
    chosen = list(items)
    if length is not None:
        room = max(1, frame_at(length, frame_rate=frame_rate) // _SHORTEST_SHOT_FRAMES)
        if len(chosen) > room:
            chosen = [items[n * len(items) // room] for n in range(room)]
            names = [i.name for i in items if i not in chosen]
            notes.append(("left_out", {"count": len(names), "names": names}))
    total = sum(film_ms(i) for i in chosen)
    shares = _shares_ms(chosen, length if length is not None else total, frame_rate)
    clips: list[VideoClip] = []
    passed = Fraction(0)
    for item, share in zip(chosen, shares, strict=True):
        start = ms_at(frame_at(passed, frame_rate=frame_rate), frame_rate=frame_rate)
        passed += share
        end = ms_at(frame_at(passed, frame_rate=frame_rate), frame_rate=frame_rate)
        duration = max(end - start, 0)
        moment = 0
        if item.info.kind != "image" and duration < film_ms(item):
            (moment,) = choose_moments(
                [Window(duration_ms=duration)], length_ms=film_ms(item), analysis=item.analysis
            )
        if duration:
            clips.append(
                VideoClip(
                    clip_id="",
                    name=item.name,
                    media_id=item.media_id,
                    start_ms=start,
                    duration_ms=duration,
                    source_start_ms=moment if duration < film_ms(item) - 40 else 0,
                )
            )
    return tuple(clips)


def _shares_ms(items: Sequence[MediaItem], length: int, frame_rate: Fraction) -> list[Fraction]:
    """`length` in proportion to the clips' lengths; films never longer than they are, photos take up the rest."""
    total = sum(film_ms(i) for i in items)
    if length > total:
        photos = [i for i in items if i.info.kind == "image"]
        more = Fraction(length - total, len(photos)) if photos else Fraction(0)
        return [Fraction(film_ms(i)) + (more if i.info.kind == "image" else 0) for i in items]
    least = min(Fraction(1000 * _SHORTEST_SHOT_FRAMES, frame_rate), Fraction(length, len(items)))
    raw = [max(Fraction(length * film_ms(i), total), min(least, Fraction(film_ms(i)))) for i in items]
    spare = sum(raw) - length
    if spare > 0:
        # what the shortest got more than their share, the longer ones give
        over = [max(Fraction(0), r - least) for r in raw]
        whole = sum(over)
        raw = [r - (spare * o / whole if whole else 0) for r, o in zip(raw, over, strict=True)]
    return [Fraction(r) for r in raw]


def _numbered(clips: Sequence[VideoClip], before: Sequence[VideoClip]) -> tuple[VideoClip, ...]:
    """Ids for `clips`: a shot of the same moment keeps its own, the others get numbers never used."""
    known: dict[tuple[str, int], list[str]] = {}
    for clip in before:
        known.setdefault((clip.media_id, clip.source_start_ms), []).append(clip.clip_id)
    used = {
        int(c.clip_id[1:])
        for c in before
        if c.clip_id[:1] == "v" and c.clip_id[1:].isascii() and c.clip_id[1:].isdigit()
    }
    number = max(used, default=0)
    numbered: list[VideoClip] = []
    for clip in clips:
        same = known.get((clip.media_id, clip.source_start_ms))
        if same:
            numbered.append(replace(clip, clip_id=same.pop(0)))
        else:
            number += 1
            numbered.append(replace(clip, clip_id=f"v{number}"))
    return tuple(numbered)


def _music_track(timeline: Timeline, score: Score | None) -> Timeline:
    """`timeline` with the score as its background music; other sounds stay."""
    rest = tuple(c for c in timeline.audio_clips if c.role != "bgm")
    kept = next((t for t in timeline.tracks if t.track_id == "music"), None)
    tracks = [
        t if t.kind != TrackKind.AUDIO else replace(t, clips=tuple(c for c in t.clips if c in rest))
        for t in timeline.tracks
    ]
    cleaned = replace(timeline, tracks=tuple(t for t in tracks if t.clips or t.kind != TrackKind.AUDIO))
    if score is None:
        return cleaned
    used = timeline.audio_clips
    clips = _numbered_music(score.clips, used)
    others = tuple(c for c in kept.clips if c in rest) if kept else ()
    track = Track(track_id="music", kind=TrackKind.AUDIO, name="Music", clips=(*clips, *others))
    # pictures, music, titles: the order that people read
    before = [t for t in cleaned.tracks if t.kind == TrackKind.VIDEO]
    after = [t for t in cleaned.tracks if t.kind != TrackKind.VIDEO and t.track_id != "music"]
    return replace(cleaned, tracks=(*before, track, *after))


def _numbered_music(clips: Sequence[AudioClip], before: Sequence[AudioClip]) -> tuple[AudioClip, ...]:
    same = [c for c in before if c.role == "bgm" and _identity(c) == _identity(clips[0])]
    digits = [
        int(c.clip_id[1:])
        for c in before
        if c.clip_id[:1] == "m" and c.clip_id[1:].isascii() and c.clip_id[1:].isdigit()
    ]
    number = max(digits, default=0)
    ids = [c.clip_id for c in same]
    while len(ids) < len(clips):
        number += 1
        ids.append(f"m{number}")
    return tuple(replace(c, clip_id=i) for c, i in zip(clips, ids, strict=False))


def _identity(clip: AudioClip) -> tuple[object, ...]:
    return (clip.media_id, clip.music and clip.music.mood, clip.music and clip.music.seed)
