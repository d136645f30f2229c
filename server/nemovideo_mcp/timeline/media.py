"""What is known of a film, photo or song: plain values that the renderer measures and the director decides by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nemovideo_mcp.timeline.beat_file import BeatFile
from nemovideo_mcp.timeline.captions import CaptionFile
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.song import SongBeats, SongStructure

__all__ = [
    "Analysis",
    "Area",
    "FootageFault",
    "FootageFaultKind",
    "MediaInfo",
    "MediaItem",
    "SoundTrack",
    "Subject",
    "SubjectKind",
    "TrackUse",
    "WordsLine",
    "is_large_line",
    "picture_distance",
    "short_ids",
]


TrackUse = Literal["used", "silent", "quiet", "broken", "commentary", "language", "alternative"]
"""Why a sound track is heard or not: `language` and `alternative` are the same sound once more."""


@dataclass(frozen=True, kw_only=True)
class SoundTrack:
    """A sound track of a file: its place among all streams, and whether it is heard.

    One that is `silent` and used all the same is there because the others are silent too.
    """

    stream: int
    use: TrackUse
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class MediaInfo:
    """What a file holds. `width` and `height` are as displayed: rotated, with square pixels. 0 where there is none.

    `kind` is `video`, `image`, `audio`, `lut` (a table of colours, which a clip's look names), `edit` (one of another
    program), `beats` (of a song, from another program) or `captions`, whose `duration_ms` is the end of the last one.
    A photo's `duration_ms` is 0; a film's reaches to the end of its pictures or its sound, whichever ends later.
    `frame_rate` is the average one. `sound_tracks` are all of them in the order of the file, none where they have not
    been looked at. `ground` is the brightness, 0 to 255, of what a transparent film is laid on.
    """

    kind: str
    duration_ms: int
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0
    has_audio: bool = False
    sound_tracks: tuple[SoundTrack, ...] = ()
    ground: int = 0

    @property
    def has_pictures(self) -> bool:
        """Whether it can stand on the timeline as a clip."""
        return self.kind in ("video", "image")

    @property
    def heard_streams(self) -> tuple[int, ...]:
        """The streams whose sound is heard, all together; none where that is not known."""
        return tuple(track.stream for track in self.sound_tracks if track.use == "used")


Area = tuple[float, float, float, float]
"""Left, top, right and bottom, as shares of a picture as it is shown."""

SubjectKind = Literal["face", "motion", "detail", "none"]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What one looks at in a shot: one area per `hop_ms` from the shot's start on, a single one where it stands.

    `kind` says what it was found by; there are no areas where nothing was found. In a photo, `top` is how far down what
    stands out begins, as a share of its height: heads are there.
    """

    kind: SubjectKind = "none"
    hop_ms: int = 250
    areas: tuple[Area, ...] = ()
    top: float | None = None


@dataclass(frozen=True, kw_only=True)
class WordsLine:
    """A line of words that stands in a picture at `area`, from when to when of the file; of a photo for ever (None)."""

    area: Area
    start_ms: int = 0
    end_ms: int | None = None

    @property
    def is_large(self) -> bool:
        """Whether it is there to be read, as a title, and no small mark."""
        return is_large_line(self.area)

    def stands_in(self, start_ms: float, end_ms: float) -> bool:
        """Whether it is seen between two moments."""
        return self.start_ms <= end_ms and (self.end_ms is None or self.end_ms >= start_ms)


# Of the picture's width and height.
_LARGE_WIDTH, _LARGE_HEIGHT = 0.18, 0.05


def is_large_line(area: Area) -> bool:
    """Whether a line of words that takes this place in a picture is to be read; a logo or a watermark is smaller."""
    left, top, right, bottom = area
    return right - left >= _LARGE_WIDTH or bottom - top >= _LARGE_HEIGHT


FootageFaultKind = Literal[
    "black", "fade", "burnt", "blurred", "frozen", "empty", "shaky", "flash", "credits"
]


@dataclass(frozen=True, kw_only=True)
class FootageFault:
    """A stretch of a film, in ms, that nobody would choose to show."""

    kind: FootageFaultKind
    start_ms: int
    end_ms: int


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One value per `hop_ms` of a film for `motion`, `sharpness` and `exposure`, each 0 to 1, higher is better.

    `shot_starts_ms` are the starts of the shots inside the film, the first one is 0. `loudness_lufs` is that of its
    own sound, None if it has none or is silent. `speech_ms` are the stretches, (start, end), in which somebody speaks;
    None where that has not been looked for. `hits_ms` are the moments at which something strikes in its own sound (a
    splash, a clap, a door), None where nobody has listened for them.

    `liveliest` is how lively a motion of 1 is, by the measure of all films: 1 for the least that is called lively.

    `subjects` has one for each shot. `words` are the lines of words that stand in each shot, none where no shot has
    any. `pictures` are what of each shot is picture and no black bar that is baked into it, none where no shot has
    bars.

    `faults` are what is not to be shown, None where it has not been looked for. `signatures` has 64 bits for each hop,
    which `picture_distance` compares, and `pans` the camera's movement across and down, in widths of the picture a
    second; both are empty where they have not been measured.
    """

    hop_ms: int
    motion: tuple[float, ...] = ()
    sharpness: tuple[float, ...] = ()
    exposure: tuple[float, ...] = ()
    shot_starts_ms: tuple[int, ...] = (0,)
    loudness_lufs: float | None = None
    speech_ms: tuple[tuple[int, int], ...] | None = None
    subjects: tuple[Subject, ...] = ()
    words: tuple[tuple[WordsLine, ...], ...] = ()
    pictures: tuple[Area, ...] = ()
    faults: tuple[FootageFault, ...] | None = None
    signatures: tuple[int, ...] = ()
    pans: tuple[tuple[float, float], ...] = ()
    hits_ms: tuple[int, ...] | None = None
    liveliest: float = 1.0


@dataclass(frozen=True, kw_only=True)
class MediaItem:
    """A file of a project. `grid` and `structure` are those of a song, on the song's own time.

    `captions` is what a file of captions holds; of a film or song, what is said in it, once that was recognised, with
    the words' times. `edit` is what an edit of another program holds, `beats` what a file of beats does.
    """

    media_id: str
    name: str
    info: MediaInfo
    analysis: Analysis | None = None
    grid: BeatGrid | None = None
    structure: SongStructure | None = None
    captions: CaptionFile | None = None
    edit: ForeignEdit | None = None
    beats: BeatFile | None = None

    def with_beats(self, given: Sequence[SongBeats]) -> MediaItem:
        """The song with the beats and sections that were given for it; anything else as it is.

        What was heard and not given stays: the drop and sections then stand on the nearest of the given beats.
        """
        beats = next((one for one in given if one.media_id == self.media_id), None)
        if beats is None:
            return self
        grid, heard = beats.grid or self.grid, self.structure
        if heard is None and not beats.sections and beats.drop_ms is None:
            return replace(self, grid=grid)
        return replace(self, grid=grid, structure=beats.over(heard or SongStructure()))


def picture_distance(one: int, other: int) -> float:
    """How much two pictures' signatures differ: 0 for the same picture, about 0.5 for two that have nothing in common.

    It is the Hamming distance of their bits (Zauner, Implementation and Benchmarking of Perceptual Image Hash
    Functions, 2010).
    """
    return (one ^ other).bit_count() / 64


def short_ids(media: Iterable[MediaItem]) -> Mapping[str, str]:
    """The ids that people and agents use, by media id: `m1` for the first that arrived."""
    return {item.media_id: f"m{number}" for number, item in enumerate(media, 1)}
