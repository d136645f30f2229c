"""An edit that came from another program: clips on tracks, by the names of their files, in exact seconds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nemovideo_mcp.timeline.model import AudioClip, OverlayClip, TextClip, Timeline, VideoClip

__all__ = ["ForeignClip", "ForeignEdit", "ForeignMark", "ForeignTitle"]


@dataclass(frozen=True, kw_only=True)
class ForeignClip:
    """A stretch of a file on a track. `source_s` is the earliest moment of the file that is shown.

    `media` is the file's name without its folder. `speed` is above zero; a `reversed` clip runs backwards, a `freeze`
    shows the one picture at `source_s`. `dissolve_s` is the length of a dissolve about its start, 0 for a cut, with
    `transition` as the program calls it. `gain_db` None is as it was recorded. `fps` is the speed of a clip of a
    decision list in frames a second, None where it runs as it was shot. `own` is the clip as NemoVideo itself has it,
    in a file that it wrote.
    """

    name: str
    media: str
    start_s: Fraction
    length_s: Fraction
    source_s: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    reversed: bool = False
    freeze: bool = False
    dissolve_s: Fraction = Fraction(0)
    transition: str = ""
    gain_db: float | None = None
    muted: bool = False
    fps: Fraction | None = None
    own: VideoClip | OverlayClip | AudioClip | None = None

    @property
    def end_s(self) -> Fraction:
        return self.start_s + self.length_s


@dataclass(frozen=True, kw_only=True)
class ForeignTitle:
    """Words on the picture."""

    text: str
    start_s: Fraction
    length_s: Fraction
    own: TextClip | None = None


@dataclass(frozen=True, kw_only=True)
class ForeignMark:
    """A named moment of the film."""

    name: str
    time_s: Fraction


@dataclass(frozen=True, kw_only=True)
class ForeignEdit:
    """A whole edit. `frame_rate` is None where the file does not say it, `width` and `height` are 0 then.

    In a decision list (`is_list`), dissolves begin at their clip's start; one that `is_counted` counts whole frames, at
    least as many a second as `frame_rate` says. `video` and `audio` are tracks, the lowest first. `unread` names what
    the file has and this does not hold. `own` is the film as NemoVideo itself had it, without its tracks.
    """

    title: str = ""
    width: int = 0
    height: int = 0
    frame_rate: Fraction | None = None
    is_list: bool = False
    is_counted: bool = False
    video: tuple[tuple[ForeignClip, ...], ...] = ()
    audio: tuple[tuple[ForeignClip, ...], ...] = ()
    titles: tuple[ForeignTitle, ...] = ()
    marks: tuple[ForeignMark, ...] = ()
    unread: tuple[str, ...] = ()
    own: Timeline | None = None

    @property
    def media(self) -> tuple[str, ...]:
        """The names of all files that it uses, each once."""
        clips = (clip for track in (*self.video, *self.audio) for clip in track)
        return tuple(dict.fromkeys(clip.media for clip in clips if clip.media))

    @property
    def duration_s(self) -> Fraction:
        ends = [clip.end_s for track in (*self.video, *self.audio) for clip in track]
        return max(ends, default=Fraction(0))
