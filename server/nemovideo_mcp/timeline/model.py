"""The timeline: frozen values with integer milliseconds, named as OpenTimelineIO names things.

Every `extra` holds the wire's unknown keys as they came, so that a draft that somebody else wrote survives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, get_args

from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.choices import CaptionStyle
from nemovideo_mcp.timeline.grid import Anchor, BeatGrid
from nemovideo_mcp.timeline.look import PLAIN, Look, LookRange
from nemovideo_mcp.timeline.song import SongBeats
from nemovideo_mcp.timeline.speed import SpeedCurve, SpeedRamp, curve_of, longest_ms

__all__ = [
    "CAPTION_STYLES",
    "AudioClip",
    "CaptionClip",
    "CaptionWord",
    "Fade",
    "Fit",
    "Gap",
    "Marker",
    "MusicSpec",
    "OverlayClip",
    "Section",
    "SpeedRamp",
    "TextClip",
    "Timeline",
    "Track",
    "TrackKind",
    "Transition",
    "VideoClip",
    "VolumeRange",
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
class Fade:
    """The film's picture comes from, or goes to, a plain colour (`#rrggbb`) within `duration_ms`."""

    duration_ms: int
    color: str = "#000000"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stretch of a track on which nothing stands."""

    start_ms: int
    duration_ms: int


@dataclass(frozen=True, kw_only=True)
class Transition:
    """How a clip follows the one before it where that is not a hard cut; centred on the cut."""

    kind: str
    duration_ms: int


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A named moment of the timeline."""

    name: str
    time_ms: int
    extra: Extra = field(default_factory=dict[str, Any])


@dataclass(frozen=True, kw_only=True)
class VolumeRange:
    """`volume` holds for the music from `start_ms` to `end_ms` of the timeline, in place of its own."""

    start_ms: int
    end_ms: int
    volume: float


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
    `edition` is that of the composer: a piece is played as it was when it was composed.
    """

    mood: str
    bpm_milli: int
    seed: int
    duration_ms: int
    sections: tuple[Section, ...]
    beats_per_bar: int = 4
    edition: int = 1

    @property
    def bars(self) -> int:
        return sum(section.bars for section in self.sections)


@dataclass(frozen=True, kw_only=True)
class VideoClip:
    """A shot: `duration_ms` of the timeline, from `source_start_ms` of a film or photo on at `speed`.

    A `reversed` clip shows the same stretch of its source backwards; a `freeze` shows the one picture at
    `source_start_ms`, without sound. `ramp` makes the speed change while the clip is seen. Where the source has fewer
    frames than the film, `smooth` pictures are blended of two (`blend`) or follow what moves (`interpolate`); None
    shows each for longer. The pitch of its sound stays whatever the speed is, unless `keep_pitch` is off. `volume` is
    the linear gain of the clip's own sound, which fades in and out by `fade_in_ms` and `fade_out_ms`.

    `fit` None is chosen by the shapes. `zoom` 1 is as `fit` says, more is larger, about `position`: the point of the
    picture, as fractions from its left and top edge, that is brought as near to the frame's middle as the picture
    allows. `follow` says whether a crop goes with the subject of the picture, which is so only where `position` is the
    middle; `crop_bars` whether black bars that are baked into the source are cropped away. None of both is as the
    film's `auto_framing` says.

    `rotation` is clockwise, in degrees: 0, 90, 180 or 270; `flip` is `horizontal` (mirrored left to right),
    `vertical` or `both`. `motion` is a slow move: `push-in`, `pull-out`, `pan-left`, `pan-right`, `none`; None is the
    medium's own (a photo moves, a film does not). `look` is how the picture is graded.

    `anchor` is the musical place that the clip's first frame stands on. `pinned` says that somebody edited the clip by
    name: auto-edit works around it. `why` are the reasons why auto-edit has chosen it, as `messages.story` names them.
    """

    clip_id: str
    name: str
    media_id: str
    start_ms: int
    duration_ms: int
    source_start_ms: int = 0
    speed: float = 1.0
    ramp: SpeedRamp | None = None
    smooth: str | None = None
    keep_pitch: bool = True
    reversed: bool = False
    freeze: bool = False
    volume: float = 1.0
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    fit: Fit | None = None
    zoom: float = 1.0
    position: tuple[float, float] = (0.5, 0.5)
    follow: bool | None = None
    crop_bars: bool | None = None
    rotation: int = 0
    flip: str | None = None
    motion: str | None = None
    look: Look = PLAIN
    anchor: Anchor | None = None
    transition_in: Transition | None = None
    pinned: bool = False
    why: tuple[str, ...] = ()
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms

    @cached_property
    def curve(self) -> SpeedCurve:
        """How fast the clip runs through its source, over its time in the film."""
        return curve_of(self.speed, self.ramp, self.duration_ms)

    @cached_property
    def source_end_ms(self) -> int:
        """Where the stretch of the source ends that the clip shows."""
        if self.ramp is None and self.speed == 1.0 and not self.freeze:
            return self.source_start_ms + self.duration_ms
        return self.source_start_ms + round(self.footage_ms())

    def footage_ms(self, length_ms: Fraction | int | None = None) -> Fraction:
        """How much of its source the clip shows, or would show if it lasted `length_ms`; a frozen one shows none."""
        length = self.duration_ms if length_ms is None else length_ms
        return Fraction(0) if self.freeze else curve_of(self.speed, self.ramp, length).passed_ms(length)

    def length_for(self, footage_ms: Fraction | int) -> Fraction:
        """How long the clip, which is not frozen, lasts with so much of its source."""
        return longest_ms(self.speed, self.ramp, footage_ms)

    def source_at(self, offset_ms: Fraction | int) -> Fraction:
        """The moment of its source that the clip shows `offset_ms` after its start, which may lie outside it."""
        if self.freeze:
            return Fraction(self.source_start_ms)
        passed = self.curve.passed_ms(offset_ms)
        return self.source_start_ms + (self.footage_ms() - passed if self.reversed else passed)

    def offset_of(self, source_ms: Fraction | int) -> Fraction:
        """When the clip, which is not frozen, shows that moment of its source, in ms from its start on."""
        passed = source_ms - self.source_start_ms
        return self.curve.time_ms(self.footage_ms() - passed if self.reversed else Fraction(passed))


@dataclass(frozen=True, kw_only=True)
class AudioClip:
    """Music or voice: an uploaded file (`media_id`) or a composed piece (`music`), with its beat grid if it has one.

    The grid's times are of the timeline, not of the source. `role` is `bgm`, `voice` or whatever the wire says.
    `volume_ranges` don't overlap and are in order of time. `under_speech` is the linear gain that comes on top while
    somebody is heard speaking in the film's clips, wherever these stand; 1 where speech changes nothing.
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
    volume_ranges: tuple[VolumeRange, ...] = ()
    under_speech: float = 1.0
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, kw_only=True)
class TextClip:
    """Words on the picture.

    `style` is the kind: `title`, `lower_third`, `end_card`, `subtitle`, or a name of the wire that is shown as a title.
    `place` is one of `top-left` to `bottom-right` and `center`, None where the kind chooses; `position` is the text's
    middle as fractions of the frame and goes before `place`. `size` is a factor on the kind's size, `color` is
    `#rrggbb`.

    `font` is a role: `neutral`, `condensed`, `serif` or `handwritten`. `effect` is what stands behind the letters: a
    `soft` shade, an `outline`, a `shadow`, a `box`, or nothing (`plain`); `effect_color` None is the one that the
    letters stand out from. `entrance` and `exit` are `fade`, `none`, `rise`, `typewriter`, `word_by_word` or `pop`.
    """

    clip_id: str
    text: str
    start_ms: int
    duration_ms: int
    style: str = "title"
    place: str | None = None
    position: tuple[float, float] | None = None
    size: float = 1.0
    color: str = "#ffffff"
    font: str = "neutral"
    effect: str = "soft"
    effect_color: str | None = None
    entrance: str = "fade"
    exit: str = "fade"
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, kw_only=True)
class OverlayClip:
    """A picture or film over the film (a logo, picture in picture), or a region of the film that is made unreadable.

    A region has an `effect`, `blur` or `pixelate`, and no `media_id`; of all others `effect` is None. `width` is a
    fraction of the frame's width, `height`, which only a region has, one of its height; a picture keeps its shape and
    never reaches over the frame. It stands at `place`, one of `top-left` to `bottom-right` and `center`, or with its
    middle at `position`, as fractions of the frame, which goes before `place`. A region with `follow` begins there in
    every shot and then goes with what it hides.

    `opacity` is 0 to 1, `rounded` the corners' radius as a share of the overlay's shorter side, up to 0.5 (a circle
    where it is square), `border` the width of a line inside its edge as a share of the frame's shorter side, in
    `border_color` (`#rrggbb`). A film plays from `source_start_ms` on at its own speed, with its sound at the linear
    gain `volume`, by default silent.
    """

    clip_id: str
    name: str
    start_ms: int
    duration_ms: int
    media_id: str | None = None
    source_start_ms: int = 0
    volume: float = 0.0
    effect: str | None = None
    follow: bool = False
    place: str = "bottom-right"
    position: tuple[float, float] | None = None
    width: float = 0.15
    height: float = 0.15
    opacity: float = 1.0
    rounded: float = 0.0
    border: float = 0.0
    border_color: str = "#ffffff"
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


CAPTION_STYLES: tuple[str, ...] = get_args(CaptionStyle)
"""How captions look: outlined, on a box, or outlined with the word that is spoken in another colour."""


@dataclass(frozen=True, kw_only=True)
class CaptionWord:
    """A word of a caption and when it is spoken, in ms from the caption's start."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, kw_only=True)
class CaptionClip:
    """What is said in the film, as a line of its subtitles; `style` is one of `CAPTION_STYLES`.

    `words` are all words of `text` in order where it is known when each is spoken, none where it is not. Captions may
    overlap and may lie behind the film's end; where its clips are moved, they stay with the footage they begin over.
    """

    clip_id: str
    text: str
    start_ms: int
    duration_ms: int
    style: str = "plain"
    words: tuple[CaptionWord, ...] = ()
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms


Clip = VideoClip | AudioClip | TextClip | OverlayClip | CaptionClip


@dataclass(frozen=True, kw_only=True)
class Track:
    """Clips of one kind in order of time."""

    track_id: str
    kind: int
    name: str = ""
    clips: tuple[Clip, ...] = ()
    extra: Extra = field(default_factory=dict[str, Any])

    @property
    def is_overlay(self) -> bool:
        """Whether what stands on the track is laid over the film's pictures."""
        return any(isinstance(c, OverlayClip) for c in self.clips)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What lies before and between the clips."""
        bounds = [(0, 0), *((c.start_ms, c.end_ms) for c in self.clips)]
        return tuple(
            Gap(start_ms=end, duration_ms=start - end)
            for (_, end), (start, _) in pairwise(bounds)
            if start > end
        )


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """An edit: tracks and the canvas that they are rendered on. `frame_rate` is exact: 29.97 is 30000/1001.

    `look_ranges` are in order and don't overlap; they keep their time of the film whatever happens to its clips. With
    `auto_framing`, pictures that are wider than the canvas fill it, crops follow the subject, and black bars that are
    baked into a source are cropped away, unless a clip says otherwise. With `careful_framing`, words in the picture are
    not cut through, heads in photos not cut off, and photos that name no move begin and end theirs gently. Films from
    before these were there have them not, and look as they did. `song_beats` are the beats of songs of the project, one
    for a song, that hold in the place of those that were heard in them.
    """

    title: str = ""
    width: int = 1920
    height: int = 1080
    frame_rate: Fraction = Fraction(30)
    auto_framing: bool = False
    careful_framing: bool = False
    tracks: tuple[Track, ...] = ()
    fade_in: Fade | None = None
    fade_out: Fade | None = None
    beat_effects: tuple[BeatEffect, ...] = ()
    look_ranges: tuple[LookRange, ...] = ()
    markers: tuple[Marker, ...] = ()
    song_beats: tuple[SongBeats, ...] = ()
    extra: Extra = field(default_factory=dict[str, Any])

    @cached_property
    def duration_ms(self) -> int:
        """The end of the last picture, or of the last clip of any kind where there is no picture."""
        video = [c.end_ms for c in self.video_clips]
        return max(video or [c.end_ms for t in self.tracks for c in t.clips], default=0)

    @cached_property
    def video_clips(self) -> tuple[VideoClip, ...]:
        return tuple(c for t in self.tracks for c in t.clips if isinstance(c, VideoClip))

    @cached_property
    def audio_clips(self) -> tuple[AudioClip, ...]:
        return tuple(c for t in self.tracks for c in t.clips if isinstance(c, AudioClip))

    @property
    def media_ids(self) -> frozenset[str]:
        """The media that the film shows, plays or grades with."""
        luts = {one.look.lut for one in (*self.video_clips, *self.look_ranges)}
        return frozenset(i for i in {*luts, *(clip.media_id for clip in self.media_clips)} if i)

    @cached_property
    def text_clips(self) -> tuple[TextClip, ...]:
        return tuple(c for t in self.tracks for c in t.clips if isinstance(c, TextClip))

    @cached_property
    def overlay_clips(self) -> tuple[OverlayClip, ...]:
        """The overlays in the order in which they are laid over the film, the topmost last."""
        return tuple(c for t in self.tracks for c in t.clips if isinstance(c, OverlayClip))

    @property
    def media_clips(self) -> tuple[VideoClip | AudioClip | OverlayClip, ...]:
        """Everything that shows or plays a file, and composed music."""
        overlays = (c for c in self.overlay_clips if c.media_id)
        return (*self.video_clips, *self.audio_clips, *overlays)

    @property
    def main_track(self) -> Track | None:
        """The track of the film's shots: the first of pictures that is none of overlays."""
        return next((t for t in self.tracks if t.kind == TrackKind.VIDEO and not t.is_overlay), None)

    @cached_property
    def captions(self) -> tuple[CaptionClip, ...]:
        """The captions in order of time."""
        found = (c for t in self.tracks for c in t.clips if isinstance(c, CaptionClip))
        return tuple(sorted(found, key=lambda c: (c.start_ms, c.end_ms)))

    @property
    def music(self) -> AudioClip | None:
        """The background music: the first audio clip of role `bgm`."""
        return next((c for c in self.audio_clips if c.role == "bgm"), None)

    @property
    def music_beats(self) -> SongBeats | None:
        """What was given of the background music in the place of what was heard in it."""
        music = self.music
        found = (one for one in self.song_beats if music is not None and one.media_id == music.media_id)
        return next(found, None)

    @property
    def is_beat_cut(self) -> bool:
        """Whether the film is cut to the beat of its music."""
        return any(c.anchor is not None for c in self.video_clips)

    @property
    def cuts_ms(self) -> tuple[int, ...]:
        """Where one shot gives way to the next, in order; the start of the first shot is not a cut."""
        return tuple(sorted({c.start_ms for c in self.video_clips if c.start_ms > 0}))

    def with_shots(self, clips: Iterable[VideoClip]) -> Timeline:
        """The timeline with `clips` in the place of the film's shots; their track is made where there is none."""
        track = self.main_track or Track(track_id="video", kind=TrackKind.VIDEO, name="Video")
        return self.with_track(replace(track, clips=tuple(clips)))

    def with_track(self, track: Track) -> Timeline:
        """The timeline with `track` in the place of the one with its id, or behind the others."""
        if any(t.track_id == track.track_id for t in self.tracks):
            return replace(
                self, tracks=tuple(track if t.track_id == track.track_id else t for t in self.tracks)
            )
        return replace(self, tracks=(*self.tracks, track))
