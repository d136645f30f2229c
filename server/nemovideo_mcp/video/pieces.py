"""Stretches of one source as they are seen, transitions between two, and what names them by their content."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from nemovideo_mcp.timeline.speed import SpeedCurve
from nemovideo_mcp.video.follow import CropPath
from nemovideo_mcp.video.geometry import Framing
from nemovideo_mcp.video.grading import Grade
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.spans import FrameSpan

__all__ = ["Course", "Mix", "Piece"]


@dataclass(frozen=True, kw_only=True)
class Course:
    """Which moment of its source each frame of a clip of `frames` shows where its speed changes."""

    curve: SpeedCurve
    start_ms: Fraction
    frame_ms: Fraction
    frames: int
    backwards: bool = False

    def moment_ms(self, frame: int) -> Fraction:
        """The moment for a frame of the clip, which may lie before its first or behind its last one."""
        if not self.backwards:
            return self.start_ms + self.curve.passed_ms(frame * self.frame_ms)
        whole = self.curve.passed_ms(self.frames * self.frame_ms)
        return self.start_ms + whole - self.curve.passed_ms((frame + 1) * self.frame_ms)


@dataclass(frozen=True, kw_only=True)
class Piece(FrameSpan):
    """`frames` output frames, from `first_frame` of the chunk on, of one source; without a source they are black.

    Frame n of the piece shows the source at `source_start_ms + n · step_ms`: a step below zero runs backwards, a step
    of zero stands still. With a `course` that says which moments are shown, and `step_ms` is the least step. `smooth`
    is how pictures are made that the source does not have: `blend` or `interpolate`. `motion` is the slow move of the
    camera, None is the medium's own. `clip_frame` and `clip_frames` say which part of its clip the piece is: a slow
    move goes on over the cuts between chunks. `grade` is the look of the clip, None where it has none.

    `path` is the way of a crop that moves, shot by shot of the source; none where the framing holds for all of it.

    A piece with a `mix` is a part of a transition and has no source: `clip_frame` and `clip_frames` count in the
    transition. In its inner pieces nothing is shown from before or behind `bounds_ms`: the picture there is held.
    """

    name: str = ""
    source: SourceFile | None = None
    source_start_ms: Fraction = Fraction(0)
    step_ms: Fraction = Fraction(0)
    course: Course | None = None
    smooth: str | None = None
    framing: Framing = field(default_factory=Framing)
    path: tuple[CropPath, ...] = ()
    motion: str | None = None
    grade: Grade | None = None
    clip_frame: int = 0
    clip_frames: int = 0
    mix: Mix | None = None
    bounds_ms: tuple[Fraction, Fraction] | None = None

    def moment_ms(self, number: int) -> Fraction:
        """The moment of the source that frame `number` of the piece shows."""
        moment = self._passing_ms(number)
        return moment if self.bounds_ms is None else min(max(moment, self.bounds_ms[0]), self.bounds_ms[1])

    def _passing_ms(self, number: int) -> Fraction:
        if self.course is not None:
            return self.course.moment_ms(self.clip_frame + number)
        return self.source_start_ms + number * self.step_ms

    @property
    def _way(self) -> list[object]:
        first, last = sorted(float(self.moment_ms(n)) for n in (0, max(0, self.frames - 1)))
        return [path.within(first, last) for path in self.path]

    def moved(self, frames: int) -> Piece:
        """The same piece so many frames later."""
        mix = self.mix and replace(
            self.mix, before=self.mix.before.moved(frames), after=self.mix.after.moved(frames)
        )
        return replace(self, first_frame=self.first_frame + frames, mix=mix)

    def part(self, first_frame: int, end_frame: int) -> Piece:
        """What of the piece is from `first_frame` on and before `end_frame`, both within it."""
        offset, mix = first_frame - self.first_frame, self.mix
        if mix is not None:
            before, after = (inner.part(first_frame, end_frame) for inner in (mix.before, mix.after))
            mix = replace(mix, before=before, after=after)
        return replace(
            self,
            first_frame=first_frame,
            frames=end_frame - first_frame,
            source_start_ms=self._passing_ms(offset),
            clip_frame=self.clip_frame + offset,
            mix=mix,
        )

    def content(self, origin: int) -> list[object]:
        """What decides the look of the piece, with frames counted from `origin`; values of JSON."""
        place: list[object] = [self.first_frame - origin, self.frames]
        if self.mix is not None:
            inner = [piece.content(self.first_frame) for piece in (self.mix.before, self.mix.after)]
            return [*place, "transition", self.mix.kind, self.clip_frame, self.clip_frames, *inner]
        if self.source is None:
            return place
        moves = self.motion not in (None, "none") or (
            self.motion is None and self.source.info.kind == "image"
        )
        whole = (self.clip_frame, self.clip_frames) if moves else (0, 0)
        extras = {
            **self.framing.extras,
            **({"path": self._way} if self.path else {}),
            **({"motion": self.motion} if self.motion else {}),
            **({"look": self.grade.content} if self.grade else {}),
            **({"course": self._course_content} if self.course is not None else {}),
            **({"smooth": [self.smooth, *self._shots]} if self.smooth else {}),
            **({"bounds": [str(bound) for bound in self.bounds_ms]} if self.bounds_ms is not None else {}),
        }
        return [
            *place,
            self.source.content_hash,
            self.source.info.kind,
            str(self.source_start_ms),
            str(self.step_ms),
            self.framing.fit.value,
            self.framing.zoom,
            *whole,
            *([extras] if extras else []),
        ]

    @property
    def _course_content(self) -> list[object]:
        """What decides the moments that are shown; the first of them is among the content anyway."""
        if self.course is None:
            return []
        knots = [[str(time), str(speed)] for time, speed in self.course.curve.knots]
        return [self.clip_frame, self.course.frames if self.course.backwards else 0, *knots]

    @property
    def _shots(self) -> list[int]:
        """The cuts of the source among what the piece shows: no picture is made of both sides of one."""
        if self.source is None or not self.frames:
            return []
        ends = sorted((self.moment_ms(0), self.moment_ms(self.frames - 1)))
        spare_ms = 4000 / (self.source.info.frame_rate or 25)
        return [s for s in self.source.shot_starts_ms if ends[0] - spare_ms <= s <= ends[1] + spare_ms]


@dataclass(frozen=True, kw_only=True)
class Mix:
    """What a transition of `kind` is made of: two pieces of the same frames, going on and starting early."""

    kind: str
    before: Piece
    after: Piece
