"""The timeline: frozen values with integer milliseconds, named as OpenTimelineIO names things.

Every `extra` holds the wire's unknown keys as they came, so that a draft that somebody else wrote survives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from typing import Any

from nemovideo_mcp.timeline.grid import Anchor, BeatGrid

__all__ = [
    "AudioClip",
    "Fit",
    "MusicSpec",
    "Section",
    "TextClip",
    "Timeline",
    "Track",
    "TrackKind",
    "VideoClip",
]

Extra = Mapping[str, Any]


class TrackKind(IntEnum):
    """The wire's track types."""

    VIDEO = 0
    AUDIO = 1
    TEXT = 7


class Fit(Enum):
    """How a picture of another shape fills the frame."""

    COVER = "cover"
    CONTAIN = "contain"
    BLUR = "blur"


@dataclass(frozen=True, kw_only=True)
class Section:
    """A stretch of a composed piece: `bars` bars of one kind (intro, verse, chorus, break, outro), energy 0 to 1."""

    kind: str
    bars: int
    energy: float


@dataclass(frozen=True, kw_only=True)
class MusicSpec:
    """All that decides a composed piece; the same spec gives the same sound.

    `bpm_milli` is the tempo in thousandths of a beat a minute, so that it is exact on the wire. `duration_ms` is
    the length of the piece with its ending; its bars fill it: the last section's last bar may ring past its beats.
    """

    mood: str
    bpm_milli: int
    seed: int
    duration_ms: int
    sections: tuple[Section, ...]
    beats_per_bar: int = 4

    @property
    def bars(self) -> int:
        return sum(section.bars for section in self.sections)


@dataclass(frozen=True, kw_only=True)
class VideoClip:
    """A shot: `duration_ms` of the timeline, from `source_start_ms` of a film or photo on at `speed`.

    `zoom` ≥ 1 enlarges the picture about its centre (a punch-in). `anchor` is the musical place that its first
    frame stands on. `volume` is the linear gain of the clip's own sound.
    """

    clip_id: str
    name: str
    media_id: str
    start_ms: int
    duration_ms: int
    source_start_ms: int = 0
    speed: float = 1.0
    volume: float = 1.0
    fit: Fit | None = None
    zoom: float = 1.0
    anchor: Anchor | None = None
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, kw_only=True)
class AudioClip:
    """Music or voice: an uploaded file (`media_id`) or a composed piece (`music`), with its beat grid if it has one.

    The grid's times are of the timeline, not of the source. `role` is `bgm`, `voice` or whatever the wire says.
    """

    clip_id: str
    name: str
    start_ms: int
    duration_ms: int
    role: str = "bgm"
    volume: float = 1.0
    media_id: str | None = None
    source_start_ms: int = 0
    music: MusicSpec | None = None
    grid: BeatGrid | None = None
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, kw_only=True)
class TextClip:
    """A title or subtitle on screen; `style` names a look of the title painter."""

    clip_id: str
    text: str
    start_ms: int
    duration_ms: int
    style: str = "title"
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


Clip = VideoClip | AudioClip | TextClip


@dataclass(frozen=True, kw_only=True)
class Track:
    """Clips of one kind in order of time. Gaps are what lies between the clips."""

    track_id: str
    kind: int
    name: str = ""
    clips: tuple[Clip, ...] = ()
    extra: Extra = field(default_factory=dict[str, Any])


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """An edit: tracks and the canvas that they are rendered on."""

    title: str = ""
    width: int = 1920
    height: int = 1080
    frame_rate: int = 30
    tracks: tuple[Track, ...] = ()
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def duration_ms(self) -> int:
        """The end of the last picture, or of the last clip of any kind where there is no picture."""
        video = [c.end_ms for c in self.video_clips]
        return max(video or [c.end_ms for t in self.tracks for c in t.clips], default=0)

    @property
    def video_clips(self) -> tuple[VideoClip, ...]:
        return tuple(c for t in self.tracks for c in t.clips if isinstance(c, VideoClip))

    @property
    def audio_clips(self) -> tuple[AudioClip, ...]:
        return tuple(c for t in self.tracks for c in t.clips if isinstance(c, AudioClip))

    @property
    def text_clips(self) -> tuple[TextClip, ...]:
        return tuple(c for t in self.tracks for c in t.clips if isinstance(c, TextClip))

    @property
    def music(self) -> AudioClip | None:
        """The background music: the first audio clip of role `bgm`."""
        return next((c for c in self.audio_clips if c.role == "bgm"), None)

    @property
    def cuts_ms(self) -> tuple[int, ...]:
        """Where one shot gives way to the next, in order; the start of the first shot is not a cut."""
        return tuple(sorted({c.start_ms for c in self.video_clips if c.start_ms > 0}))

    def with_track(self, track: Track) -> Timeline:
        """The timeline with `track` in the place of the one with its id, or behind the others."""
        if any(t.track_id == track.track_id for t in self.tracks):
            return replace(
                self, tracks=tuple(track if t.track_id == track.track_id else t for t in self.tracks)
            )
        return replace(self, tracks=(*self.tracks, track))
