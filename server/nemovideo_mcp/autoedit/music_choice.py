"""Which music a film gets: what a request means beside the music that is there, at which tempo, and how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.autoedit.arc import ARC
from nemovideo_mcp.autoedit.brief import Brief, MusicBrief
from nemovideo_mcp.autoedit.film import whole_beats_ms
from nemovideo_mcp.autoedit.layout import film_ms
from nemovideo_mcp.autoedit.notes import note
from nemovideo_mcp.autoedit.scoring import (
    SLOWEST_BPM,
    Score,
    composed,
    fastest_bpm,
    look_of,
    mood_for,
    song,
    steps_of,
)
from nemovideo_mcp.edit.context import EditContext, MusicRequest
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["LONGEST_UNASKED_MS", "held_tempo", "score_for_cutting", "wanted_music", "whole_ms"]

LONGEST_UNASKED_MS = 60_000
_SPARE_BEATS = 8


def wanted_music(
    now: MusicBrief | None,
    timeline: Timeline,
    request: MusicRequest,
    context: EditContext,
    notes: list[Words],
) -> MusicBrief:
    """The music that `request` means where `now` is there; `notes` takes what is to be said. Raises `EditRefused`."""
    songs = [m for m in context.media if m.info.kind == "audio"]
    if request.media_id is not None:
        return MusicBrief(media_id=request.media_id)
    plain = request.is_plain
    if plain and request.another and now is not None and now.media_id is not None:
        others = [s for s in songs if s.media_id != now.media_id]
        place = next((n for n, s in enumerate(songs) if s.media_id == now.media_id), -1)
        following = [s for s in songs[place + 1 :] if s in others] or others
        if following:
            return MusicBrief(media_id=following[0].media_id)
    elif (
        plain and not request.another and (request.drop_at_ms is not None or request.form) and now is not None
    ):
        return now
    elif plain and not request.another and songs and (now is None or now.media_id is None):
        notes.append(note("uploaded_song"))
        return MusicBrief(media_id=songs[-1].media_id)
    elif plain and not request.another and now is not None and now.media_id is not None:
        return now
    if request.tempo_factor and now is not None and now.media_id is not None:
        raise refuse("the tempo of an uploaded song cannot be changed yet.", "目前还不能改变上传歌曲的速度。")
    shown = {c.media_id for c in timeline.video_clips}
    pictures = [m for m in context.media if m.media_id in shown] or list(context.media)
    mood = (
        request.mood
        or (mood_for(pictures) if request.match else None)
        or (now.mood if now else None)
        or "upbeat"
    )
    look = look_of(pictures) if request.match and not request.mood else None
    if look is not None:
        notes.append(
            note(f"matched_{look}", mood=Words(MOODS[mood].labels["en"].lower(), MOODS[mood].labels["zh"]))
        )
    seed = now.seed if now and now.media_id is None else context.seed
    if request.seed is not None:
        seed = request.seed
    elif request.another and now is not None and now.mood == mood:
        seed += 1
    bpm = request.bpm or (now.bpm if now and not request.mood else None)
    spec = timeline.music.music if timeline.music else None
    if request.tempo_factor and spec is not None:
        bpm = round(min(max(spec.bpm_milli / 1000 * request.tempo_factor, SLOWEST_BPM), fastest_bpm))
    return MusicBrief(mood=mood, seed=seed, bpm=bpm)


def held_tempo(music: MusicBrief, old: Timeline) -> float | None:
    """The tempo of the music before, if the new mood can be played at it: then every cut keeps its place."""
    grid = old.music.grid if old.music else None
    if music.bpm or grid is None or len(grid.times_ms) < 2 or not old.is_beat_cut:
        return None
    slow, fast = MOODS[music.mood or "upbeat"].bpm_range
    bpm = round(60_000 / steps_of(grid), 3)
    steady = _is_steady(grid.times_ms)
    return bpm if steady and slow <= bpm <= fast else None


def _is_steady(times_ms: Sequence[Fraction]) -> bool:
    """Whether all beats are equally long, to ten milliseconds over the whole grid."""
    period = (times_ms[-1] - times_ms[0]) / (len(times_ms) - 1)
    return all(abs(times_ms[0] + n * period - t) <= 10 for n, t in enumerate(times_ms))


def score_for_cutting(
    brief: Brief,
    items: Sequence[MediaItem],
    media: Mapping[str, MediaItem],
    length: int | None,
    old: Timeline,
) -> Score:
    """Music to cut `items` to: of the length that is wanted, or else of whole bars that the footage fills.

    A composed piece has the arc of a film, whatever the order of the sources' motion: the pictures are chosen by it.
    """
    music = brief.music or MusicBrief()
    item = media.get(music.media_id) if music.media_id is not None else None
    usual_ms = (
        steps_of(item.grid) if item and item.grid else 60_000 / MOODS[music.mood or "upbeat"].default_bpm
    )
    # Many clips need more than a minute, or half of them would be cut between beats.
    most = min(whole_ms(items), max(LONGEST_UNASKED_MS, round((len(items) + _SPARE_BEATS) * usual_ms)))
    if item is not None:
        if length is None and item.grid and len(item.grid.times_ms) > 1:
            most = whole_beats_ms(items, steps_of(item.grid), most)
        start = old.music.source_start_ms if old.music and old.music.media_id == item.media_id else None
        return song(item, asked_ms=length, most_ms=most, volume=brief.music_volume, source_start_ms=start)
    held = held_tempo(music, old)
    duration = length or most
    score = composed(music, duration_ms=duration, energy=ARC, volume=brief.music_volume, bpm=held)
    if length is not None:
        return score
    beat = steps_of(score.grid)
    bars = floor((whole_beats_ms(items, beat, most) + 1) / (beat * score.grid.beats_per_bar))
    whole = round(bars * beat * score.grid.beats_per_bar)
    if bars >= 1 and whole < duration:
        return composed(music, duration_ms=whole, energy=ARC, volume=brief.music_volume, bpm=held)
    return score


def whole_ms(items: Sequence[MediaItem]) -> int:
    """How long all the sources are together."""
    return sum(film_ms(item) for item in items)
