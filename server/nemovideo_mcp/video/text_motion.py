"""How a text comes in and goes out: what of it is seen in which frame, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["POP_ATTACK_MS", "Motion", "Pose", "motion_of"]

POP_ATTACK_MS = 120
"""From the first frame of a pop to its peak."""

_FADE_MS, _RISE_MS, _SETTLE_MS, _SHRINK_MS = 250, 450, 200, 220
_LETTER_MS, _WORD_MS = 80, 260
# Of the text's frames, so many at most for coming in, and for going out.
_IN_SHARE, _OUT_SHARE = Fraction(1, 2), Fraction(1, 3)
_FROM, _PEAK = 0.4, 1.18
_RISE = 0.7


@dataclass(frozen=True, kw_only=True)
class Pose:
    """A text in one frame: opacity, size as a factor, how much lower it stands (in font sizes), pieces that are shown.

    `shown` None is all of it.
    """

    opacity: float = 1.0
    scale: float = 1.0
    below: float = 0.0
    shown: int | None = None


@dataclass(frozen=True, kw_only=True)
class Motion:
    """A text's way over its `frames` frames. `peak` is the frame on which a pop is largest.

    `steps_in` and `steps_out` are how many pieces are shown after each step of typing. Fades are of whole frames, and
    left to who composes them: `fade_in` and `fade_out`, 0 where there is none.
    """

    entrance: str
    exit: str
    frames: int
    in_frames: int
    out_frames: int
    peak: int
    settle: int
    steps_in: tuple[int, ...]
    steps_out: tuple[int, ...]

    @property
    def fade_in(self) -> int:
        return self.in_frames if self.entrance == "fade" else 0

    @property
    def fade_out(self) -> int:
        return self.out_frames if self.exit == "fade" else 0

    def pose(self, frame: int) -> Pose:
        """The text in its frame of that number, from 0."""
        left = self.frames - frame
        if left <= self.out_frames and self.exit not in ("fade", "none"):
            return _leaving(self.exit, left / (self.out_frames + 1), self.steps_out)
        if self.entrance == "pop":
            return _popped(frame, self.peak, self.settle)
        if frame < self.in_frames and self.entrance not in ("fade", "none"):
            return _coming(
                self.entrance, (frame + 1) / (self.in_frames + 1), frame / self.in_frames, self.steps_in
            )
        return Pose()


def motion_of(
    *,
    ways: tuple[str, str],
    pieces: Sequence[str],
    frames: int,
    frame_rate: Fraction,
    peak: int | None = None,
) -> Motion:
    """The way of a text of `pieces` over `frames` frames, by its entrance and its exit.

    `peak` is the frame of a beat that a pop lands on. Coming in takes at most half of the frames, going out a third.
    """
    entrance, leaving = ways
    letters = _letter_steps(pieces)
    words = _word_steps(pieces)
    steps = {"typewriter": letters, "word_by_word": words}
    typed = {"typewriter": _LETTER_MS, "word_by_word": _WORD_MS}
    fixed = {"fade": _FADE_MS, "rise": _RISE_MS, "pop": _SHRINK_MS, "none": 0}

    def length(kind: str, share: Fraction) -> int:
        if kind == "none" or kind not in {**typed, **fixed}:
            return 0
        ms = typed[kind] * len(steps[kind]) if kind in typed else fixed[kind]
        most = Fraction(1, 3) if kind == "fade" else share
        return max(1, min(round(ms * frame_rate / 1000), int(frames * most)))

    return Motion(
        entrance=entrance,
        exit=leaving,
        frames=frames,
        in_frames=length(entrance, _IN_SHARE),
        out_frames=length(leaving, _OUT_SHARE),
        peak=round(POP_ATTACK_MS * frame_rate / 1000) if peak is None else peak,
        settle=max(1, round(_SETTLE_MS * frame_rate / 1000)),
        steps_in=steps.get(entrance, ()),
        steps_out=steps.get(leaving, ()),
    )


def _coming(kind: str, through: float, done: float, steps: Sequence[int]) -> Pose:
    if kind == "rise":
        return Pose(opacity=min(1.0, through * 1.5), below=_RISE * (1 - through) ** 3)
    return Pose(shown=steps[min(len(steps) - 1, int(done * len(steps)))] if steps else None)


def _leaving(kind: str, left: float, steps: Sequence[int]) -> Pose:
    """`left` is how much of the way out is still to go, from nearly 1 to above 0."""
    if kind == "rise":
        return Pose(opacity=min(1.0, left * 1.5), below=-_RISE * (1 - left) ** 3)
    if kind == "pop":
        return Pose(opacity=min(1.0, left * 3), scale=_FROM + (1 - _FROM) * left**0.5)
    shown = int(left * len(steps))
    return Pose(shown=steps[shown - 1] if shown else 0)


def _popped(frame: int, peak: int, settle: int) -> Pose:
    """It grows until `peak`, larger than it is to be, and settles behind it."""
    if frame < peak:
        through = (frame + 1) / (peak + 1)
        return Pose(opacity=min(1.0, through * 2), scale=_FROM + (_PEAK - _FROM) * through)
    if frame - peak < settle:
        return Pose(scale=1 + (_PEAK - 1) * (1 - (frame - peak) / settle) ** 2)
    return Pose()


def _letter_steps(pieces: Sequence[str]) -> tuple[int, ...]:
    """How many pieces are there after each letter; a blank comes with the letter before it."""
    return tuple(n for n, piece in enumerate(pieces, 1) if not piece.isspace()) or (len(pieces),)


def _word_steps(pieces: Sequence[str]) -> tuple[int, ...]:
    """How many pieces are there after each word; Chinese and Japanese come by two characters."""
    ends: list[int] = []
    run = 0
    for n, piece in enumerate(pieces, 1):
        following = pieces[n] if n < len(pieces) else " "
        run = 0 if piece.isspace() else run + 1
        is_wide, next_wide = _stands_alone(piece), _stands_alone(following)
        if run and (following.isspace() or is_wide is not next_wide or (is_wide and run >= 2)):
            ends.append(n)
            run = 0
    return tuple(ends) or (len(pieces),)


def _stands_alone(piece: str) -> bool:
    return "\u3040" <= piece[0] <= "\u9fff"
