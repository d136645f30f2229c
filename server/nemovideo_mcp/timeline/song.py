"""What is known of a song beside its beats: its sections and its drop, and what was given in their place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nemovideo_mcp.timeline.grid import BeatGrid

__all__ = ["SongBeats", "SongSection", "SongStructure"]


@dataclass(frozen=True, kw_only=True)
class SongSection:
    """A stretch of a song from `start_ms` (of the song) to the next one: intro, verse, chorus, break or outro."""

    kind: str
    start_ms: int


@dataclass(frozen=True, kw_only=True)
class SongStructure:
    """The sections of a song in order, the first one at 0; none where it has no beat. Heard ones differ in kind from
    their neighbours, given ones may not.

    `drop_ms` is the downbeat onto which its energy rises the most, None where it rises nowhere by much. `heard_from_ms`
    is where it begins to sound, None where it is silent from start to end.
    """

    sections: tuple[SongSection, ...] = ()
    drop_ms: int | None = None
    heard_from_ms: int | None = 0

    @property
    def is_silent(self) -> bool:
        return self.heard_from_ms is None


@dataclass(frozen=True, kw_only=True)
class SongBeats:
    """The beats of a song as somebody else has them, in the place of those that were heard in it.

    `source` is the name of the file that they came from. `grid`, `sections` and `drop_ms` are on the song's own time;
    None, or none, where the file does not tell. `heard_off_ms` is the median distance of its beats from the nearest
    ones that were heard, None where none were heard or given.
    """

    media_id: str
    source: str
    grid: BeatGrid | None = None
    sections: tuple[SongSection, ...] = ()
    drop_ms: int | None = None
    heard_off_ms: int | None = None

    def over(self, heard: SongStructure) -> SongStructure:
        """The structure of the song: what was given, and what was heard where nothing was."""
        drop_ms = heard.drop_ms if self.drop_ms is None else self.drop_ms
        sections = self.sections or heard.sections
        if self.grid is None or not self.grid.times_ms:
            return replace(heard, sections=sections, drop_ms=drop_ms)
        if self.drop_ms is None and drop_ms is not None:
            drop_ms = self._on_beat(drop_ms)
        if not self.sections:
            sections = tuple(
                replace(one, start_ms=self._on_beat(one.start_ms) if one.start_ms else 0) for one in sections
            )
        return replace(heard, sections=sections, drop_ms=drop_ms)

    def _on_beat(self, time_ms: int) -> int:
        """The nearest of the given beats; the moment itself where it is further than a beat from all of them."""
        if self.grid is None or self.grid.bpm is None:
            return time_ms
        beat = self.grid.times_ms[self.grid.nearest(time_ms)]
        return round(beat) if abs(beat - time_ms) <= 60_000 / self.grid.bpm else time_ms
