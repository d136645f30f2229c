"""The film as other editors know one: shots, pictures over them, sounds, titles and markers, in whole frames.

Every writer of a format starts from this, so that all formats have the same cuts. Times of the film are frames of its
own rate; moments of a source are exact seconds of that source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.model import AudioClip, CaptionClip, OverlayClip, TextClip, Timeline, VideoClip
from nemovideo_mcp.timeline.transitions import Crossing
from nemovideo_mcp.video.titles import TextBox

__all__ = [
    "Footage",
    "Located",
    "Mark",
    "Picture",
    "Sequence",
    "Shot",
    "Sound",
    "Title",
    "rows",
    "stacked",
]


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where a file is for the other editor: its name, and a URL or a relative path, percent-encoded."""

    name: str
    location: str


@dataclass(frozen=True, kw_only=True)
class Footage:
    """A file that the film is made of. `duration_s` is 0 for a photo; `frame_rate` is exact where it is a usual one."""

    media_id: str
    name: str
    location: str
    info: MediaInfo
    frame_rate: Fraction

    @property
    def is_photo(self) -> bool:
        return self.info.kind == "image"

    @property
    def duration_s(self) -> Fraction:
        return Fraction(self.info.duration_ms, 1000)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """How a picture stands in the frame: enlarged from its own pixels, then turned and moved.

    `scale` 1 shows each pixel of the (turned) picture as one of the film. `shift` is how far its middle stands right
    of and below the frame's, in pixels of the film.
    """

    scale: float
    shift: tuple[float, float]
    rotation: int = 0
    flip: str | None = None
    opacity: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A film or photo on the timeline. `source_s` is the earliest moment of the source that is shown.

    `gain_db` is None where its sound is not heard. `crossing` is how it follows the shot before.
    """

    clip: VideoClip | OverlayClip
    footage: Footage
    first_frame: int
    frames: int
    source_s: Fraction
    source_end_s: Fraction
    picture: Picture
    gain_db: float | None = None
    crossing: Crossing | None = None

    @property
    def end_frame(self) -> int:
        return self.first_frame + self.frames

    @property
    def speed(self) -> Fraction:
        """The mean speed, exact where the clip has no ramp; 0 for a frozen picture or a photo."""
        if isinstance(self.clip, OverlayClip):
            return Fraction(1)
        if self.clip.freeze or self.footage.is_photo:
            return Fraction(0)
        if self.clip.curve.is_constant:
            return self.clip.curve.slowest
        return self.clip.footage_ms() / self.clip.duration_ms

    @property
    def is_reversed(self) -> bool:
        return isinstance(self.clip, VideoClip) and self.clip.reversed

    @property
    def is_frozen(self) -> bool:
        return isinstance(self.clip, VideoClip) and self.clip.freeze


@dataclass(frozen=True, kw_only=True)
class Sound:
    """Music or a voice. `ranges` are where another gain holds: first frame of the film, end, gain in dB."""

    clip: AudioClip
    footage: Footage
    first_frame: int
    frames: int
    source_s: Fraction
    gain_db: float | None
    ranges: tuple[tuple[int, int, float | None], ...] = ()

    @property
    def end_frame(self) -> int:
        return self.first_frame + self.frames


@dataclass(frozen=True, kw_only=True)
class Title:
    """Words on the picture, with the box of pixels that they fill in the export; None where nothing can be painted."""

    clip: TextClip
    first_frame: int
    frames: int
    box: TextBox | None

    @property
    def end_frame(self) -> int:
        return self.first_frame + self.frames


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A named moment; `kind` is `beat`, `bar`, `cut` or `marker`."""

    name: str
    frame: int
    kind: str

    @property
    def color(self) -> str:
        """In what color editors show it, as decision lists and OpenTimelineIO call colors."""
        return _COLORS[self.kind]


_COLORS = {"beat": "GREEN", "bar": "BLUE", "cut": "RED", "marker": "YELLOW"}


@dataclass(frozen=True, kw_only=True)
class Sequence:
    """A whole film: `shots` of the main track in order, and in `over` the layers above it, the topmost last."""

    title: str
    width: int
    height: int
    frame_rate: Fraction
    frames: int
    shots: tuple[Shot, ...]
    over: tuple[tuple[Shot, ...], ...] = ()
    sounds: tuple[Sound, ...] = ()
    titles: tuple[Title, ...] = ()
    captions: tuple[CaptionClip, ...] = ()
    marks: tuple[Mark, ...] = ()
    timeline: Timeline

    def seconds(self, frames: int) -> Fraction:
        """So many frames in seconds."""
        return frames / self.frame_rate

    @property
    def footage(self) -> tuple[Footage, ...]:
        """Every file that is used, once, in the order of its first use."""
        used = [*self.shots, *(shot for layer in self.over for shot in layer), *self.sounds]
        return tuple({item.footage.media_id: item.footage for item in used}.values())


Item = TypeVar("Item", Shot, Sound, Title)


def stacked(items: Iterable[Item]) -> list[tuple[int, Item]]:
    """Each item, in order of time, with the lowest lane from 0 on in which nothing else is at its time."""
    ends: list[int] = []
    placed: list[tuple[int, Item]] = []
    for item in sorted(items, key=lambda item: item.first_frame):
        lane = next((n for n, end in enumerate(ends) if end <= item.first_frame), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = item.end_frame
        placed.append((lane, item))
    return placed


def rows(items: Iterable[Item]) -> list[list[Item]]:
    """The items on as few tracks as they need, so that none covers another of its track."""
    found: dict[int, list[Item]] = {}
    for lane, item in stacked(items):
        found.setdefault(lane, []).append(item)
    return [found[lane] for lane in sorted(found)]
