"""What a stretch of footage is worth to be shown: its faults, its measured curves, its words, its subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.timeline.action import motion_peaks
from nemovideo_mcp.timeline.media import Analysis, FootageFault, FootageFaultKind, Subject, SubjectKind

__all__ = [
    "Footage",
    "Window",
    "crossed",
    "fault_weight",
    "mean_motion",
    "mean_quality",
    "signature_bits",
]

Array = NDArray[np.float64]

_WEIGHTS = {"motion": 0.5, "sharpness": 0.3, "exposure": 0.2}
# A frame at either side of a cut may be seen of the neighbouring take, by rounding and at the rate of the film.
_GUARD_MS = 60
_ROUNDING_MS = 3
_CROSSING = 9.0
# A window that touches a fault loses this by its kind, and as much again if it is all fault.
_FAULT = 8.0
_FAULT_WEIGHTS: dict[FootageFaultKind, float] = {
    "black": 1.2,
    "fade": 0.8,
    "burnt": 1.0,
    "blurred": 1.0,
    "frozen": 0.6,
    "empty": 0.6,
    "shaky": 0.6,
    "flash": 0.8,
    "credits": 0.9,
}
# Titles of other films are nothing to show: pictures with a large line of words lose so much.
_TITLED = 4.0
# Of a long film not all is looked at: what nobody has seen may be anything.
_UNSEEN = 1.0
_PEAK_BONUS = 0.25
# Where a take begins or ends, the hand is at the button.
_EDGE_MS = 300
_EDGE = 0.1
# Motion at the very start and end of a window is action that has begun before it, or goes on behind it.
_CUT_ACTION = 0.15
_SUBJECTS: dict[SubjectKind, float] = {"face": 0.15, "motion": 0.05, "detail": 0.02, "none": 0.0}
# What reaches the edge of the picture is half shown.
_EDGE_OF_PICTURE = 0.01
# A word is not cut: a start or end this far inside of speech loses so much.
_SPEECH_MS, _MID_WORD = 120, 0.6
_STEPS = 240
_FINEST_MS = 10
_FITTING, _OPENING = 6.0, 4.0
# Over how much of a first or last shot its edge is looked at, and what motion at the film's end costs.
_EDGE_PICTURES_MS, _AT_REST = 600, 0.15


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of `duration_ms` of source to find; `accents_ms` are the strong beats inside it, strongest first.

    `energy` is how lively its pictures are to be among those of the film, 0 to 1; None is as lively as can be. `edge`
    says that it opens the film, with a picture that is good from its first frame on, or closes it, coming to rest.
    """

    duration_ms: int
    accents_ms: tuple[float, ...] = ()
    energy: float | None = None
    edge: Literal["opens", "closes"] | None = None


def crossed(start_ms: int, end_ms: float, analysis: Analysis | None) -> int:
    """How many of the film's own cuts the stretch runs over, be it by a frame."""
    inside = (start_ms + _ROUNDING_MS, end_ms - _ROUNDING_MS)
    return sum(inside[0] < b < inside[1] for b in analysis.shot_starts_ms) if analysis else 0


def fault_weight(faults: Iterable[FootageFault]) -> float:
    """How bad the worst of the faults is, 0 where there is none."""
    return max((_FAULT_WEIGHTS[fault.kind] for fault in faults), default=0.0)


def mean_motion(analysis: Analysis | None, start: float, end: float) -> float | None:
    """The mean motion between two fractions of a film; None where it was not measured."""
    if analysis is None or not analysis.motion:
        return None
    count = len(analysis.motion)
    first = min(int(start * count), count - 1)
    part = analysis.motion[first : max(int(end * count), first + 1)]
    return sum(part) / len(part)


def mean_quality(analysis: Analysis | None) -> float:
    """How good a film's pictures are on average, 0 to 1, by the weights that moments are chosen with; 1 if unknown."""
    if analysis is None:
        return 1.0
    curves = {name: getattr(analysis, name) for name in _WEIGHTS}
    return sum(
        weight * sum(curves[name]) / len(curves[name]) for name, weight in _WEIGHTS.items() if curves[name]
    )


class Footage:
    """The measured curves of a film on a grid of `step_ms`, made once for all windows that are looked for in it."""

    def __init__(
        self,
        length_ms: int,
        analysis: Analysis | None,
        *,
        keeps_sound: bool = False,
        among: Sequence[float] = (),
    ) -> None:
        hop = analysis.hop_ms if analysis else 100
        self.length_ms, self.analysis = length_ms, analysis
        self.step_ms = max(_FINEST_MS, min(hop, length_ms // _STEPS))
        self.count = length_ms // self.step_ms + 1
        self.speech_ms = (analysis.speech_ms or ()) if analysis and keeps_sound else ()
        self._hop, self._among = hop, among
        self._values: dict[tuple[Window, int], Array] = {}

    @cached_property
    def _centres(self) -> Array:
        return (np.arange(self.count, dtype=np.float64) + 0.5) * self.step_ms

    @cached_property
    def quality(self) -> Array:
        """The sums of quality up to each step."""
        analysis, hop, centres = self.analysis, self._hop, self._centres
        quality = np.zeros(self.count)
        for name, weight in _WEIGHTS.items():
            quality += weight * _curve(getattr(analysis, name) if analysis else (), hop, centres)
        quality += _subject_worth(analysis, centres) - _UNSEEN * _unseen(analysis, hop, centres)
        quality -= _TITLED * _titled(analysis, centres)
        return np.concatenate([[0.0], np.cumsum(quality)])

    @cached_property
    def motion(self) -> Array:
        return _curve(self.analysis.motion if self.analysis else (), self._hop, self._centres)

    @cached_property
    def motion_sum(self) -> Array:
        """The sums of motion up to each step."""
        return np.concatenate([[0.0], np.cumsum(self.motion)])

    @cached_property
    def liveliness(self) -> Array:
        """The sums, up to each step, of how lively each moment is among all of the footage."""
        shown = self.motion * (self.analysis.liveliest if self.analysis else 1.0)
        ordered = np.asarray(self._among, np.float64) if self._among else np.sort(shown)
        places = np.searchsorted(ordered, shown, "left") + np.searchsorted(ordered, shown, "right")
        return np.concatenate([[0.0], np.cumsum(places / (2 * len(ordered)))])

    @cached_property
    def bits(self) -> NDArray[np.uint8] | None:
        """The bits of the signature at each moment."""
        analysis = self.analysis
        if analysis is None or not analysis.signatures:
            return None
        at = np.clip((self._centres / analysis.hop_ms).astype(int), 0, len(analysis.signatures) - 1)
        return signature_bits(analysis.signatures)[at]

    @cached_property
    def peaks_ms(self) -> list[float]:
        return [peak.time_ms for peak in motion_peaks(self.analysis)]

    @cached_property
    def accent(self) -> Array:
        """How strong a peak of motion there is at each step."""
        accent = np.zeros(self.count)
        for peak in motion_peaks(self.analysis):
            place = int(peak.time_ms // self.step_ms)
            near = slice(max(0, place - 1), place + 2)
            accent[near] = np.maximum(accent[near], peak.strength)
        return accent

    @cached_property
    def cuts(self) -> Array:
        starts = self.analysis.shot_starts_ms if self.analysis else ()
        return np.asarray(sorted(s for s in starts if s > 0), np.float64)

    def _mean(self, sums: Array, at: NDArray[np.intp], steps: int) -> Array:
        return (sums[at + steps] - sums[at]) / steps

    def _wanted(self, window: Window, at: NDArray[np.intp], steps: int) -> Array:
        """What is added to the mean quality for pictures as lively as the music, and for a good first or last one."""
        added = np.zeros(len(at))
        if window.energy is not None:
            fit = 1 - np.abs(self._mean(self.liveliness, at, steps) - window.energy)
            added = _FITTING * fit - _WEIGHTS["motion"] * self._mean(self.motion_sum, at, steps)
        part = min(steps, max(1, _EDGE_PICTURES_MS // self.step_ms))
        if window.edge == "opens":
            still = self._mean(self.quality, at, part) - _WEIGHTS["motion"] * self._mean(
                self.motion, at, part
            )
            added = added + _OPENING * still
        elif window.edge == "closes":
            added = added - _AT_REST * self._mean(self.motion_sum, at + steps - part, part)
        return added

    def value(self, window: Window, steps: int, *, ideal: float, spread: float) -> Array:
        """What each start time is worth; less by `spread` for each length of the film that it is from `ideal`."""
        key = (window, steps)
        if key not in self._values:
            self._values[key] = self._value(window, steps)
        start_ms = np.arange(self.count - steps) * self.step_ms
        return self._values[key] - spread * np.abs(start_ms - ideal) / (self.count * self.step_ms)

    def _value(self, window: Window, steps: int) -> Array:
        at = np.arange(self.count - steps)
        value = self._mean(self.quality, at, steps) + self._wanted(window, at, steps)
        start_ms = at * self.step_ms
        end_ms = start_ms + window.duration_ms
        value = value - self.flaws(start_ms.astype(float), window.duration_ms)
        value = value - _CUT_ACTION * (self.motion[at] + self.motion[at + max(0, steps - 1)]) / 2
        for begins, ends in self.speech_ms:
            for bound in (start_ms, end_ms):
                value = value - _MID_WORD * ((bound > begins + _SPEECH_MS) & (bound < ends - _SPEECH_MS))
        bonus = np.zeros(len(at))
        for n, offset_ms in enumerate(window.accents_ms[:3]):
            place = np.minimum(at + round(offset_ms / self.step_ms), self.count - 1)
            bonus = np.maximum(bonus, self.accent[place] * (1 - 0.2 * n))
        value = value + _PEAK_BONUS * bonus
        bounds = np.concatenate([[0.0], self.cuts, [float(self.count * self.step_ms)]])
        since_ms = start_ms - bounds[np.searchsorted(bounds, start_ms, "right") - 1]
        until_ms = bounds[np.minimum(np.searchsorted(bounds, end_ms), len(bounds) - 1)] - end_ms
        edge = (since_ms < _EDGE_MS) | (until_ms < _EDGE_MS)
        return value - _EDGE * edge

    def flaws(self, start_ms: Array, duration_ms: int) -> Array:
        """What windows that start there lose by the film's own cuts, and by faults that they show."""
        end_ms = start_ms + duration_ms
        lost = np.zeros(len(start_ms))
        if len(self.cuts):
            inside = np.searchsorted(self.cuts, end_ms + _GUARD_MS, "left") - (
                np.searchsorted(self.cuts, start_ms - _GUARD_MS, "right")
            )
            lost += _CROSSING * (inside > 0)
        for fault in (self.analysis.faults or ()) if self.analysis else ():
            over = np.minimum(end_ms, fault.end_ms + _GUARD_MS) - np.maximum(
                start_ms, fault.start_ms - _GUARD_MS
            )
            share = np.clip(over / max(duration_ms, 1), 0.0, 1.0)
            lost += _FAULT * _FAULT_WEIGHTS[fault.kind] * (share + (share > 0))
        return lost


def _curve(values: Sequence[float] | NDArray[np.bool_], hop_ms: int, centres: Array) -> Array:
    """What was measured per hop, at other moments; 0 where nothing was."""
    if not len(values):
        return np.zeros(len(centres))
    measured = np.asarray(values, np.float64)
    if not np.isfinite(measured).all():
        measured = np.nan_to_num(measured, nan=0.0, posinf=1.0, neginf=0.0)
    measured = np.minimum(np.maximum(measured, 0.0), 1.0)
    return np.interp(centres, (np.arange(len(values)) + 0.5) * hop_ms, measured)


def _unseen(analysis: Analysis | None, hop_ms: int, centres: Array) -> Array:
    """1 where a film was not looked at: there, and where it is black, all values are 0."""
    if analysis is None or not analysis.exposure:
        return np.zeros(len(centres))
    measured = (analysis.motion, analysis.sharpness, analysis.exposure)
    hops = min(len(values) for values in measured)
    nothing = ~np.any([values[:hops] for values in measured], axis=0)
    return _curve(nothing, hop_ms, centres) if nothing.any() else np.zeros(len(centres))


def _titled(analysis: Analysis | None, centres: Array) -> Array:
    """1 where a large line of words stands in the picture."""
    titled = np.zeros(len(centres))
    for line in (line for lines in analysis.words for line in lines) if analysis else ():
        if line.is_large:
            end_ms = centres[-1] if line.end_ms is None else line.end_ms
            titled[(centres >= line.start_ms) & (centres <= end_ms)] = 1.0
    return titled


def signature_bits(signatures: Sequence[int]) -> NDArray[np.uint8]:
    """The bits of pictures' signatures, (n, 64): the share of those that differ is their `picture_distance`."""
    return np.unpackbits(np.array(signatures, ">u8").view(np.uint8).reshape(-1, 8), axis=1)


def _subject_worth(analysis: Analysis | None, centres: Array) -> Array:
    """What there is to look at, moment by moment; half of it where that is cut off by the picture's edge."""
    worth = np.zeros(len(centres))
    starts = analysis.shot_starts_ms if analysis else ()
    if analysis is None or len(analysis.subjects) != len(starts):
        return worth
    shot = np.searchsorted(np.asarray(starts, np.float64), centres, "right") - 1
    for n, (start_ms, subject) in enumerate(zip(starts, analysis.subjects, strict=True)):
        here = shot == n
        worth[here] = _SUBJECTS[subject.kind] * _whole(subject, centres[here] - start_ms)
    return worth


def _whole(subject: Subject, times_ms: Array) -> Array:
    """1 where the subject is all in the picture, 0.5 where it is cut off."""
    if not subject.areas:
        return np.ones(len(times_ms))
    areas = np.array(subject.areas, np.float64)
    nearest = np.minimum(areas[:, :2], 1 - areas[:, 2:]).min(axis=1)
    at = np.clip((times_ms / subject.hop_ms).astype(int), 0, len(areas) - 1)
    return np.where(nearest[at] > _EDGE_OF_PICTURE, 1.0, 0.5)
