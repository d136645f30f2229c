"""Transitions of an edit, and what was measured of them in its film: values and their words only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from nemovideo_mcp.messages.catalogue import is_chinese

__all__ = ["PlannedTransition", "TransitionReport", "transition_words"]

# Motion in the pictures blurs the measure: a place or a length that is off by less is none.
_LEAST_FRAMES, _SHARE = 2.0, 0.2


@dataclass(frozen=True, kw_only=True)
class PlannedTransition:
    """A transition of `kind` from `start_ms` to `end_ms`, about the cut at `cut_ms`."""

    kind: str
    cut_ms: int
    start_ms: int
    end_ms: int

    @property
    def middle_ms(self) -> float:
        return (self.start_ms + self.end_ms) / 2

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, kw_only=True)
class TransitionReport:
    """A transition as it was found in the pictures, and the beat nearest to its middle.

    `middle_ms` and `length_ms` are None where the pictures show no change. `offset_ms` is above 0 where the middle
    comes after the beat; `frame_ms` is how long a frame of the film is.
    """

    kind: str
    planned_ms: float
    planned_length_ms: float
    frame_ms: float
    middle_ms: float | None = None
    length_ms: float | None = None
    beat_ms: float | None = None
    offset_ms: float | None = None
    on_beat: bool = False

    @property
    def certainty_ms(self) -> float:
        """How far a measured place or length may be from the true one."""
        return max(_LEAST_FRAMES * self.frame_ms, _SHARE * self.planned_length_ms)

    @property
    def is_hard_cut(self) -> bool:
        """Whether the pictures change at once where a transition was meant."""
        return self.length_ms is not None and self.length_ms < min(
            1.5 * self.frame_ms, self.planned_length_ms / 2
        )

    @property
    def is_moved(self) -> bool:
        return self.middle_ms is not None and abs(self.middle_ms - self.planned_ms) > self.certainty_ms

    @property
    def is_other_length(self) -> bool:
        # A length is read from both ends.
        return (
            self.length_ms is not None
            and abs(self.length_ms - self.planned_length_ms) > 2 * self.certainty_ms
            and not self.is_hard_cut
        )


def transition_words(transitions: Sequence[TransitionReport], *, beats_count: bool, language: str) -> str:
    """What was found of the transitions, in half a line; empty where there are none."""
    chinese = is_chinese(language)
    if not transitions:
        return ""
    count = len(transitions)
    said = [f"{count} 个转场" if chinese else f"{count} transition" + ("s" if count > 1 else "")]
    seen = [t for t in transitions if t.length_ms is not None]
    if seen:
        length = median(t.length_ms or 0.0 for t in seen) / 1000
        said.append(f"时长 {length:.2f} 秒" if chinese else f"{length:.2f} s long")
    offsets = [abs(t.offset_ms) for t in seen if t.offset_ms is not None]
    if offsets and beats_count:
        said.append(
            f"中点偏离节拍 {median(offsets):.0f} 毫秒"
            if chinese
            else f"middle {median(offsets):.0f} ms off the beat"
        )
    if len(seen) < count:
        unseen = count - len(seen)
        said.append(f"{unseen} 个看不出" if chinese else f"{unseen} cannot be seen")
    return ("，" if chinese else ", ").join(said)
