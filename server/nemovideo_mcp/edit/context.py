"""What an edit may ask for beside the timeline: the project's media, and who solves shots and music together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Protocol

from nemovideo_mcp.edit.budget import Budget
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.timeline.song import SongBeats

__all__ = ["AutoEditRequest", "EditContext", "MusicRequest", "Needs", "Planned", "Planner"]


@dataclass(frozen=True, kw_only=True)
class AutoEditRequest:
    """What the film is to be. None leaves a matter as it is; `sources` are media ids, and may repeat.

    `ranges_ms` limits a source to a stretch of itself.
    """

    sources: tuple[str, ...] | None = None
    order: str | None = None
    length_ms: int | None = None
    at_most: bool = False
    cut_to_beat: bool | None = None
    pace: str | None = None
    every_beats: int | None = None
    ranges_ms: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    follows_cuts: bool = False
    action_on_beat: bool | None = None


@dataclass(frozen=True, kw_only=True)
class MusicRequest:
    """The music that is wanted: a song (`media_id`), or a composed piece; None keeps what is.

    `another`: a different piece or song than now. `match`: the mood that goes with the pictures. `source_start_ms` is
    where in the song it starts. `drop_at_ms` is the moment of the film that the drop is to fall on. `tempo_factor`
    makes the composed piece faster or slower than it is. `form` is the shape that it is to have (see
    `audio.compose.shape`).
    """

    media_id: str | None = None
    mood: str | None = None
    bpm: float | None = None
    seed: int | None = None
    another: bool = False
    match: bool = False
    tempo_factor: float | None = None
    source_start_ms: int | None = None
    drop_at_ms: int | None = None
    form: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said of which piece or song it is to be, but perhaps that it is to be another one."""
        chosen = self.media_id or self.mood or self.bpm or self.tempo_factor or self.match
        return not chosen and self.seed is None


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A timeline that was solved, and what is to be said of it."""

    timeline: Timeline
    notes: tuple[Words, ...] = ()


class Planner(Protocol):
    """Solves shots and music together. Each method raises `EditRefused` where it cannot, and changes nothing else."""

    def auto_edit(self, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Planned:
        """The film anew from its sources. Pinned clips stay as they are."""
        ...

    def set_music(self, timeline: Timeline, request: MusicRequest, context: EditContext) -> Planned:
        """Other music; in a film that is cut to the beat, every cut keeps its place in the music where it can."""
        ...

    def fit_music(self, timeline: Timeline, context: EditContext) -> Timeline:
        """The same music under a film whose length has changed; nothing else is touched."""
        ...

    def moods(self) -> Mapping[str, Mapping[str, str]]:
        """The moods that can be composed, each with its name in English and Chinese."""
        ...


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What must be measured before an edit: media ids of films and photos, of songs, of files of captions, of edits and
    of files of beats of other programs.

    `speech` are those of which it is to be known when somebody speaks, `words` those of which what is said.
    """

    analyse: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    beat_files: tuple[str, ...] = ()
    speech: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __or__(self, other: Needs) -> Needs:
        both = {f.name: (*getattr(self, f.name), *getattr(other, f.name)) for f in fields(self)}
        return Needs(**{name: tuple(dict.fromkeys(ids)) for name, ids in both.items()})


def _draws_all(text: str, font: str) -> str:
    del text, font
    return ""


@dataclass(frozen=True, kw_only=True)
class EditContext:
    """A project around its timeline: media in the order of their arrival, its seed, the planner.

    `measured` are the media as they were measured, where songs among `media` have the beats that were given for them;
    None where none has. `last_ids` holds the highest number that was ever given to an id of each letter, so that none
    is used twice; `budget` bounds the time that a batch of operations takes. `undrawable` gives the characters of a
    text, in a font's role, that no font has.
    """

    media: tuple[MediaItem, ...] = ()
    planner: Planner
    seed: int = 0
    last_ids: Mapping[str, int] = field(default_factory=dict[str, int])
    budget: Budget = field(default_factory=Budget)
    undrawable: Callable[[str, str], str] = _draws_all
    measured: tuple[MediaItem, ...] | None = None

    def with_beats(self, given: Sequence[SongBeats]) -> EditContext:
        """The same project, its songs with the beats that were given for them, and no others."""
        measured = self.media if self.measured is None else self.measured
        if not given:
            return self if self.measured is None else replace(self, media=measured, measured=None)
        return replace(self, media=tuple(item.with_beats(given) for item in measured), measured=measured)

    @property
    def as_measured(self) -> Mapping[str, MediaItem]:
        """The media by id, songs with the beats that were heard in them."""
        return {item.media_id: item for item in (self.media if self.measured is None else self.measured)}

    @property
    def by_id(self) -> Mapping[str, MediaItem]:
        return {item.media_id: item for item in self.media}
