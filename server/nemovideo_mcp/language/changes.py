"""Instructions → a changed brief, one small function per kind, in the order in which an editor would work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.autoedit.brief import Brief, MusicBrief
from nemovideo_mcp.autoedit.scoring import SLOWEST_BPM, fastest_bpm, mood_for
from nemovideo_mcp.language.instructions import (
    AddMusic,
    ClipVolume,
    Combine,
    CutToBeat,
    DropClip,
    Instruction,
    MusicVolume,
    NoCut,
    NoMusic,
    RemoveMusic,
    SetFit,
    Stretch,
    Trim,
)
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Fit, Timeline

__all__ = ["STRUCTURAL", "Sketch", "sketch_of"]

_LONGEST_MS = 4 * 60 * 60_000
_SHORTEST_MS = 200
_LOUDEST = 2.0
_QUARTERS = {0.75: "quarter_shorter", 1.25: "quarter_longer"}
_TEMPO_STEP = {"faster": 1.15, "slower": 0.87}
_MOOD_INSTEAD: Mapping[str, tuple[str, ...]] = {
    "electronic": ("upbeat",),
    "acoustic": ("lofi",),
    "happy": ("upbeat",),
    "dark": ("cinematic",),
    "romantic": ("ambient",),
    "funk": ("upbeat",),
}
STRUCTURAL: tuple[type, ...] = (Combine, Trim, Stretch, DropClip, AddMusic, CutToBeat)


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """The brief so far, and what has been found out on the way. `fresh`: the clips are being put together now."""

    brief: Brief
    timeline: Timeline
    media: tuple[MediaItem, ...]
    seed: int = 0
    without_music: bool = False
    notes: tuple[tuple[str, Mapping[str, object]], ...] = field(default=())

    @property
    def pictures(self) -> tuple[MediaItem, ...]:
        return tuple(m for m in self.media if m.info.kind != "audio")

    @property
    def songs(self) -> tuple[MediaItem, ...]:
        return tuple(m for m in self.media if m.info.kind == "audio")

    def note(self, key: str, **fields: object) -> Sketch:
        return replace(self, notes=(*self.notes, (key, fields)))

    def changed(self, **fields: Any) -> Sketch:
        return replace(self, brief=replace(self.brief, **fields))


def sketch_of(instructions: Sequence[Instruction], start: Sketch) -> Sketch:
    """The sketch after all `instructions`, taken in a sensible order whatever the order said."""
    sketch = replace(start, without_music=any(isinstance(i, NoMusic | RemoveMusic) for i in instructions))
    if not sketch.brief.sources and sketch.pictures:
        sketch = sketch.changed(sources=tuple(m.media_id for m in sketch.pictures))
    for kind, change in _ORDER:
        for instruction in instructions:
            if isinstance(instruction, kind):
                sketch = change(sketch, instruction)
    return sketch


def _combine(sketch: Sketch, wish: Combine) -> Sketch:
    dropped = sketch.brief.dropped if wish.order or wish.reverse else ()
    ids = [m.media_id for m in sketch.pictures if m.media_id not in dropped]
    if not wish.order and not wish.reverse and set(ids) == set(sketch.brief.sources):
        return sketch
    if wish.reverse:
        ids.reverse()
    first: list[str] = []
    for which in wish.order:
        found = _picture(sketch, which)
        if found is None:
            sketch = sketch.note("clip_number", which=which, count=len(sketch.pictures))
        elif found not in first:
            first.append(found)
    dropped = tuple(d for d in dropped if d not in first)
    return sketch.changed(sources=(*first, *(i for i in ids if i not in first)), dropped=dropped)


def _drop(sketch: Sketch, wish: DropClip) -> Sketch:
    """Numbers count the film's clips as they stand when the message comes."""
    sources = sketch.brief.sources
    named = {m.media_id: m.name for m in sketch.pictures if m.media_id in sources}
    gone: list[str] = []
    for which in wish.which:
        if isinstance(which, int):
            found = (
                sources[which - 1 if which > 0 else which]
                if -len(sources) <= which - (which > 0) < len(sources) and which
                else None
            )
        else:
            found = next((i for i, name in named.items() if name.casefold() == which.casefold()), None)
        if found is None:
            sketch = sketch.note("clip_number", which=which, count=len(sources))
        elif found not in gone:
            gone.append(found)
    left = tuple(s for s in sources if s not in gone)
    if not left:
        return sketch.note("last_clip") if gone else sketch
    if not gone:
        return sketch
    sketch = sketch.changed(sources=left, dropped=(*sketch.brief.dropped, *gone))
    return sketch.note("dropped", names=[named.get(g, g) for g in gone])


def _stretch(sketch: Sketch, wish: Stretch) -> Sketch:
    now_ms = sketch.timeline.duration_ms
    if not now_ms:
        return sketch.note("length_wanted")
    length = min(max(round(now_ms * wish.factor) + wish.by_ms, _SHORTEST_MS), _LONGEST_MS)
    if not wish.by_ms and wish.factor in _QUARTERS:
        sketch = sketch.note(_QUARTERS[wish.factor])
    return sketch.changed(length_ms=length, at_most=False)


def _picture(sketch: Sketch, which: int | str) -> str | None:
    pictures = sketch.pictures
    if isinstance(which, int):
        index = which - 1 if which > 0 else which
        return pictures[index].media_id if -len(pictures) <= index < len(pictures) and which else None
    return next((m.media_id for m in pictures if m.name.casefold() == which.casefold()), None)


def _trim(sketch: Sketch, wish: Trim) -> Sketch:
    length = min(max(wish.duration_ms, _SHORTEST_MS), _LONGEST_MS)
    if wish.at_most and 0 < sketch.timeline.duration_ms <= length:
        return sketch
    return sketch.changed(length_ms=length, at_most=wish.at_most)


def _music(sketch: Sketch, wish: AddMusic) -> Sketch:
    now = sketch.brief.music
    plain = not (wish.mood or wish.bpm or wish.new or wish.match or wish.tempo)
    if wish.song or wish.song_name:
        return _use_song(sketch, wish.song_name)
    if plain and now is not None:
        return sketch
    if plain and sketch.songs:
        return _use_song(sketch, None).note("uploaded_song")
    if wish.tempo and now is not None and now.media_id is not None:
        return sketch.note("song_tempo")
    mood = _known_mood(wish.mood)
    if mood is None and wish.match:
        items = [m for m in sketch.pictures if m.media_id in sketch.brief.sources]
        mood = mood_for(items)
    mood = mood or (now.mood if now and now.mood else None) or "upbeat"
    return sketch.changed(
        music=MusicBrief(mood=mood, seed=_seed(sketch, mood, wish), bpm=_bpm(sketch, wish, now))
    )


def _use_song(sketch: Sketch, name: str | None) -> Sketch:
    songs = sketch.songs
    if name is not None:
        wanted = PurePath(name).name.casefold()
        songs = tuple(s for s in songs if wanted in (s.name.casefold(), PurePath(s.name).stem.casefold()))
        if not songs:
            return sketch.note("song_unknown", name=name)
    if not songs:
        return sketch.note("song_missing")
    return sketch.changed(music=MusicBrief(media_id=songs[-1].media_id))


def _known_mood(mood: str | None) -> str | None:
    if mood is None or mood in MOODS:
        return mood
    return next((m for m in _MOOD_INSTEAD.get(mood, ()) if m in MOODS), None)


def _seed(sketch: Sketch, mood: str, wish: AddMusic) -> int:
    """The same piece for the same wish, another one where another was asked for."""
    now = sketch.brief.music
    if now is None or now.media_id is not None:
        return sketch.seed
    return now.seed + 1 if wish.new and now.mood == mood else now.seed


def _bpm(sketch: Sketch, wish: AddMusic, now: MusicBrief | None) -> float | None:
    spec = sketch.timeline.music.music if sketch.timeline.music else None
    if wish.bpm:
        return min(max(wish.bpm, SLOWEST_BPM), fastest_bpm)
    if wish.tempo and spec:
        return round(min(max(spec.bpm_milli / 1000 * _TEMPO_STEP[wish.tempo], SLOWEST_BPM), fastest_bpm))
    return now.bpm if now and not wish.mood else None


def _no_music(sketch: Sketch, wish: object) -> Sketch:
    return sketch.changed(music=None, cut=False) if sketch.brief.music else sketch


def _cut(sketch: Sketch, wish: CutToBeat) -> Sketch:
    if sketch.brief.music is None:
        if sketch.without_music:
            return sketch.note("cut_needs_music")
        sketch = _music(sketch, AddMusic()).note("music_for_cut")
    every = wish.beats if wish.beats or wish.pace else sketch.brief.every
    return sketch.changed(cut=True, pace=wish.pace or sketch.brief.pace, every=every)


def _no_cut(sketch: Sketch, wish: NoCut) -> Sketch:
    return sketch.changed(cut=False)


def _fit(sketch: Sketch, wish: SetFit) -> Sketch:
    return sketch.changed(fit=Fit(wish.fit))


def _music_volume(sketch: Sketch, wish: MusicVolume) -> Sketch:
    if sketch.brief.music is None and not wish.named:
        return _clip_volume(sketch, ClipVolume(gain=wish.gain, factor=wish.factor))
    if sketch.brief.music is None:
        return sketch if wish.gain == 0 else sketch.note("music_missing")
    gain = wish.gain if wish.gain is not None else sketch.brief.music_volume * wish.factor
    sketch = sketch.changed(music_volume=round(min(max(gain, 0.0), _LOUDEST), 3))
    if gain > 0 and not _heard(sketch):
        sketch = sketch.note("only_sound")
    return sketch


def _clip_volume(sketch: Sketch, wish: ClipVolume) -> Sketch:
    if not any(m.info.has_audio for m in sketch.pictures if m.media_id in sketch.brief.sources):
        return sketch.note("no_own_sound")
    if wish.keep:
        return sketch.changed(clip_volume=None)
    gain = wish.gain if wish.gain is not None else sketch.brief.own_sound * wish.factor
    return sketch.changed(clip_volume=round(min(max(gain, 0.0), _LOUDEST), 3))


def _heard(sketch: Sketch) -> bool:
    """Is anything but the music to be heard?"""
    others = any(c.role != "bgm" and c.volume > 0 for c in sketch.timeline.audio_clips)
    own = any(m.info.has_audio for m in sketch.pictures if m.media_id in sketch.brief.sources)
    return others or (own and sketch.brief.own_sound > 0)


_ORDER: tuple[tuple[type, Callable[[Sketch, Any], Sketch]], ...] = (
    (SetFit, _fit),
    (Combine, _combine),
    (DropClip, _drop),
    (Trim, _trim),
    (Stretch, _stretch),
    (RemoveMusic, _no_music),
    (NoMusic, _no_music),
    (AddMusic, _music),
    (NoCut, _no_cut),
    (CutToBeat, _cut),
    (ClipVolume, _clip_volume),
    (MusicVolume, _music_volume),
)
