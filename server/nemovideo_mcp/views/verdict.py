"""Finds the problems of a measured film: pure decisions on the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nemovideo_mcp.views.beat_check import BeatCheck
from nemovideo_mcp.views.fingerprint import SoundLag
from nemovideo_mcp.views.receipt import CutReport, Expected, Problem, Receipt
from nemovideo_mcp.views.sync import common_shift_ms, compare

__all__ = ["Evidence", "problems"]

# A second of black, of silence or of a picture that stands is no cut's doing.
_LEAST_MS = 1000.0
# A tempo is another's multiple up to this; between these two the tracker is sure of a beat, and not of its level.
_SAME = 0.04
_OPEN = (0.3, 0.7)
_OTHER_LEVELS = (1 / 2, 2, 2 / 3, 3 / 2, 4 / 3, 3 / 4)
_LOUDNESS_TOLERANCE = 1.0
_HIGHEST_PEAK_DBTP = -0.95
# Sound that was found to the millisecond is said to be late from here on: priming that was forgotten is 21 ms.
_SHIFT_MS = 15.0
# So much more at one place of the film than at another is no error of measuring.
_DRIFT_MS = 15.0
# A film that shows so few of its plan's cuts, and so many others, is another film.
_OTHER_SHARE, _FEWEST_OTHER = 0.5, 2


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What was met while measuring, beside the receipt's figures.

    `first_picture_ms` is when the first frame is shown: the edit's cuts are looked for that much later. `lags` are the
    places where the known sound was heard. `loose_end_ms` is how far apart the ends of sound and pictures may be.
    `plan_damaged`: the file has a plan that cannot be read. `beats` is what became of the edit's beats by ear.
    """

    broken_packets: int = 0
    first_picture_ms: float = 0.0
    lags: tuple[SoundLag, ...] = ()
    loose_end_ms: float = 0.0
    plan_damaged: bool = False
    beats: BeatCheck = field(default_factory=BeatCheck)
    cancels_in_mono: bool = False


def problems(receipt: Receipt, expected: Expected | None, evidence: Evidence) -> Iterator[Problem]:
    """All that is wrong, the worst first."""
    if receipt.video_codec is None:
        yield Problem("no_picture")
    if evidence.broken_packets:
        yield Problem("damaged", {"count": evidence.broken_packets})
    if evidence.plan_damaged:
        yield Problem("plan_damaged")
    yield from _sync_problems(receipt, expected, evidence)
    yield from _sound_problems(receipt, expected, evidence)
    if expected is not None:
        yield from _form_problems(receipt, expected)
        for start_ms, end_ms in expected.lost_ms:
            yield Problem("region_lost", {"start_at_ms": start_ms, "end_at_ms": end_ms})
        yield from _unplanned("black", receipt.black_ms, expected.dark_ms)
        yield from _unplanned("frozen", receipt.frozen_ms, expected.still_ms)
        if receipt.loudness_lufs is not None:
            yield from _unplanned("quiet", receipt.silent_ms, expected.quiet_ms)


def _unplanned(
    code: str, found_ms: Sequence[tuple[float, float]], planned_ms: Sequence[tuple[int, int]]
) -> Iterator[Problem]:
    """What the plan does not explain of the stretches that were found."""
    for stretch in found_ms:
        for start_ms, end_ms in _without(stretch, planned_ms):
            if end_ms - start_ms >= _LEAST_MS:
                yield Problem(code, {"start_at_ms": start_ms, "end_at_ms": end_ms})


def _without(
    stretch: tuple[float, float], meant_ms: Sequence[tuple[int, int]]
) -> Iterator[tuple[float, float]]:
    """What of a stretch lies outside of those that were meant, which are in order."""
    start_ms, end_ms = stretch
    for first_ms, last_ms in meant_ms:
        if last_ms > start_ms and first_ms < end_ms:
            yield start_ms, min(end_ms, float(first_ms))
            start_ms = max(start_ms, float(last_ms))
    yield start_ms, end_ms


def _sync_problems(receipt: Receipt, expected: Expected | None, evidence: Evidence) -> Iterator[Problem]:
    cuts = receipt.edit_cuts
    least_ms, shift_ms = _SHIFT_MS, receipt.sound_shift_ms
    if shift_ms is None:  # known sound wasn't found: the cuts themselves may say it
        least_ms, shift_ms = receipt.tolerance_ms, common_shift_ms(cuts, receipt.beats_ms)
    drifts = [lag.lag_ms - evidence.first_picture_ms for lag in evidence.lags]
    is_drifting = bool(drifts) and max(drifts) - min(drifts) > _DRIFT_MS
    is_late = shift_ms is not None and abs(shift_ms) > least_ms
    if is_drifting:
        yield Problem("sound_drifts", {"first_by_ms": drifts[0], "last_by_ms": drifts[-1]})
    elif is_late and shift_ms is not None:
        code = "sound_late" if shift_ms > 0 else "sound_early"
        yield Problem(code, {"shift_ms": round(abs(shift_ms))})
    if expected is None:
        return
    if expected.sound is not None and not drifts and receipt.loudness_lufs is not None:
        yield Problem("sound_changed")
    if _shows_other_cuts(receipt):
        yield Problem(
            "other_cuts",
            {
                "unseen": len(receipt.unseen_cuts_ms),
                "planned": len(expected.cuts_ms),
                "other": receipt.cuts_inside_clips,
            },
        )
    if expected.beat_cut and not is_drifting and not (is_late and abs(shift_ms or 0) > receipt.tolerance_ms):
        yield from _off_beat(cuts, receipt, expected)
        yield from _beat_doubts(receipt, expected, evidence.beats)
    yield from _moved(cuts, receipt, [cut + evidence.first_picture_ms for cut in expected.cuts_ms])
    yield from _transition_problems(receipt)


def _transition_problems(receipt: Receipt) -> Iterator[Problem]:
    """Transitions that are not where, or not as long as, the edit has them."""
    for transition in receipt.transitions:
        place = {"place_at_ms": transition.planned_ms}
        if transition.is_hard_cut:
            yield Problem("transition_hard", place)
        elif transition.is_moved:
            yield Problem("transition_moved", {**place, "middle_at_ms": transition.middle_ms})
        elif transition.is_other_length:
            lengths = {
                "measured_s": _seconds(transition.length_ms),
                "asked_s": _seconds(transition.planned_length_ms),
            }
            yield Problem("transition_length", {**place, **lengths})


def _seconds(length_ms: float | None) -> str:
    return f"{(length_ms or 0) / 1000:.2f}"


def _beat_doubts(receipt: Receipt, expected: Expected, check: BeatCheck) -> Iterator[Problem]:
    """Where the beats of the edit are not those that are heard in the finished sound."""
    shift_ms = check.shift_ms or 0.0
    planned = receipt.tempo_bpm
    match check.doubt:
        case "level":
            yield Problem("beat_level", {"planned": planned, "heard": receipt.heard_tempo_bpm})
        case "half":
            yield Problem("beat_half")
        case "shift":
            code = "beat_late" if shift_ms > 0 else "beat_early"
            yield Problem(code, {"shift_ms": round(abs(shift_ms))})
        case "drift":
            yield Problem("beat_drifts", {"first_by_ms": check.first_ms, "last_by_ms": check.last_ms})
        case None if expected.heard_beats and _is_open(receipt):
            others = " / ".join(f"{bpm:.1f}" for bpm in receipt.heard_alternatives_bpm)
            yield Problem("beat_open", {"planned": planned, "others": others})
        case None:
            pass


def _is_open(receipt: Receipt) -> bool:
    """Whether the likeliest other beat is nearly as likely as the edit's: half, double, or of another division."""
    planned = receipt.tempo_bpm
    if planned is None or not receipt.heard_alternatives_bpm or not receipt.heard_confidence:
        return False
    likeliest = receipt.heard_alternatives_bpm[0]
    another = any(abs(likeliest / planned / r - 1) < _SAME for r in _OTHER_LEVELS)
    return another and _OPEN[0] <= receipt.heard_confidence < _OPEN[1]


def _off_beat(cuts: Sequence[CutReport], receipt: Receipt, expected: Expected) -> Iterator[Problem]:
    off = [cut.time_ms for cut in cuts if not cut.on_beat and not _planned_on_half(cut, receipt, expected)]
    off += [t.middle_ms for t in receipt.transitions if t.middle_ms is not None and not t.on_beat]
    if (cuts or receipt.transitions) and not receipt.beats_ms:
        yield Problem("no_beat")
    elif off:
        yield Problem("cuts_off_beat", {"count": len(off), "times_ms": sorted(off)})


def _planned_on_half(cut: CutReport, receipt: Receipt, expected: Expected) -> bool:
    """Whether the cut stands on a half beat, and the edit has it there."""
    if not (cut.on_half_beat and cut.planned and expected.beats_ms):
        return False
    place_ms = min(expected.cuts_ms, key=lambda place: abs(place - cut.time_ms), default=0)
    [planned] = compare([(place_ms, True)], expected.beats_ms, tolerance_ms=receipt.tolerance_ms)
    return planned.on_half_beat


def _shows_other_cuts(receipt: Receipt) -> bool:
    unseen, other = len(receipt.unseen_cuts_ms), receipt.cuts_inside_clips
    wanted = _OTHER_SHARE * (unseen + len(receipt.edit_cuts))
    return min(unseen, other) >= max(_FEWEST_OTHER, wanted)


def _moved(cuts: Sequence[CutReport], receipt: Receipt, places_ms: Sequence[float]) -> Iterator[Problem]:
    """The edit's cuts that were seen, but more than a frame from where the edit has them."""
    moved = [
        cut.time_ms
        for cut in cuts
        if min((abs(cut.time_ms - place) for place in places_ms), default=0.0) > receipt.tolerance_ms + 1
    ]
    if moved:
        yield Problem("cuts_moved", {"count": len(moved), "times_ms": moved})


def _sound_problems(receipt: Receipt, expected: Expected | None, evidence: Evidence) -> Iterator[Problem]:
    if receipt.audio_codec is None:
        if expected is not None and expected.has_audio:
            yield Problem("no_sound")
        return
    if receipt.loudness_lufs is None:
        if expected is None or expected.has_audio:
            yield Problem("silent")
    elif expected is not None and expected.loudness_lufs is not None:
        if abs(receipt.loudness_lufs - expected.loudness_lufs) > _LOUDNESS_TOLERANCE:
            yield Problem("loudness", {"measured": receipt.loudness_lufs, "asked": expected.loudness_lufs})
        if (receipt.true_peak_dbtp or -120.0) > _HIGHEST_PEAK_DBTP:
            yield Problem("peak", {"measured": receipt.true_peak_dbtp})
    for start_ms, end_ms in receipt.clipped_ms:
        yield Problem("clipped", {"start_at_ms": start_ms, "end_at_ms": end_ms})
    if evidence.cancels_in_mono and receipt.loudness_lufs is not None:
        yield Problem("mono_cancels")
    if receipt.video_codec is not None and receipt.audio_duration_ms is not None:
        gap_ms = receipt.duration_ms - receipt.audio_duration_ms
        if abs(gap_ms) > evidence.loose_end_ms:
            yield Problem(
                "sound_ends_early" if gap_ms > 0 else "sound_ends_late", {"gap_ms": round(abs(gap_ms))}
            )


def _form_problems(receipt: Receipt, expected: Expected) -> Iterator[Problem]:
    if abs(receipt.duration_ms - expected.duration_ms) > receipt.tolerance_ms:
        yield Problem(
            "duration", {"measured_at_ms": receipt.duration_ms, "asked_at_ms": float(expected.duration_ms)}
        )
    if receipt.video_codec is None:
        return
    if (receipt.width, receipt.height) != (expected.width, expected.height):
        yield Problem(
            "size",
            {
                "width": receipt.width,
                "height": receipt.height,
                "asked_width": expected.width,
                "asked_height": expected.height,
            },
        )
    if abs(receipt.frame_rate / expected.frame_rate - 1) > 0.005:
        yield Problem("frame_rate", {"measured": receipt.frame_rate, "asked": float(expected.frame_rate)})
