"""The plan of an edit as text that a finished film carries with it: what its receipt is held against later.

No names, paths or titles are in it: times, sizes, the beats of the music, and its fingerprint.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import isfinite
from typing import Any, cast

from nemovideo_mcp.timeline.transitions import TRANSITION_KINDS
from nemovideo_mcp.views.fingerprint import AudioFingerprint, FingerprintWindow
from nemovideo_mcp.views.receipt import Expected
from nemovideo_mcp.views.transition_report import PlannedTransition

__all__ = ["read_plan", "write_plan"]

_MARK, _VERSION = "nemovideo-plan:", "1"
# Ticks of a tenth of a millisecond; beats that are this regular are said with two numbers.
_TICKS = 10
_REGULAR_MS = 0.05
# Whoever made the file may have written anything into it.
_MOST_TEXT, _MOST_TIMES, _MOST_WINDOWS, _LONGEST_WINDOW = 1_000_000, 100_000, 200, 4096
_LONGEST_MS = 7 * 24 * 3_600_000
_LARGEST = 100_000


def write_plan(expected: Expected) -> str:
    """One line of text, a few kilobytes for hundreds of cuts; `read_plan` gives the plan back (beats to 0.05 ms)."""
    sound = expected.sound
    plan = {
        "cuts": _steps(expected.cuts_ms),
        "duration": expected.duration_ms,
        "size": [expected.width, expected.height],
        "fps": expected.frame_rate,
        "audio": expected.has_audio,
        "beat_cut": expected.beat_cut,
        "bpm": expected.tempo_bpm,
        "lufs": expected.loudness_lufs,
        "beats": _beats(expected.beats_ms),
        "dark": _edges(expected.dark_ms),
        "still": _edges(expected.still_ms),
        "quiet": _edges(expected.quiet_ms),
        "heard": expected.heard_beats,
        **({"lost": _edges(expected.lost_ms)} if expected.lost_ms else {}),
        **({"crossings": crossings} if (crossings := _crossings(expected.transitions)) else {}),
        **({"jumps": _steps(expected.jump_cuts_ms)} if expected.jump_cuts_ms is not None else {}),
        "print": sound
        and {
            "music": sound.of_music,
            "at": _steps([window.start for window in sound.windows]),
            "signs": [b64encode(window.signs).decode("ascii") for window in sound.windows],
        },
    }
    return f"{_MARK}{_VERSION} {json.dumps(plan, separators=(',', ':'))}"


def read_plan(text: str) -> Expected | None:
    """The plan that `write_plan` wrote, None where the text is none; raises `ValueError` where it is damaged."""
    head, _, body = text.strip().partition(" ")
    if not head.startswith(_MARK):
        return None
    if head != _MARK + _VERSION or len(body) > _MOST_TEXT:
        raise ValueError("a plan of another version")
    try:
        return _expected(json.loads(body))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("a damaged plan") from error


def _expected(plan: Mapping[str, Any]) -> Expected:
    width, height = (_within(side, 1, _LARGEST) for side in plan["size"])
    return Expected(
        cuts_ms=tuple(round(cut) for cut in _times(plan["cuts"])),
        duration_ms=round(_within(plan["duration"], 0, _LONGEST_MS)),
        width=round(width),
        height=round(height),
        frame_rate=_within(plan["fps"], 1, 1000),
        has_audio=plan["audio"] is True,
        beat_cut=plan["beat_cut"] is True,
        tempo_bpm=_maybe(plan.get("bpm"), 1, 1000),
        loudness_lufs=_maybe(plan.get("lufs"), -100, 20),
        beats_ms=_read_beats(plan.get("beats")),
        sound=_fingerprint(plan.get("print")),
        dark_ms=_stretches(plan.get("dark") or ()),
        still_ms=_stretches(plan.get("still") or ()),
        quiet_ms=_stretches(plan.get("quiet") or ()),
        heard_beats=plan.get("heard") is True,
        transitions=tuple(_read_crossings(plan.get("crossings") or ())),
        lost_ms=_stretches(plan.get("lost") or ()),
        jump_cuts_ms=tuple(round(cut) for cut in _times(plan["jumps"])) if "jumps" in plan else None,
    )


def _crossings(transitions: Sequence[PlannedTransition]) -> list[list[object]]:
    return [[t.kind, t.cut_ms, t.start_ms, t.end_ms] for t in transitions]


def _read_crossings(crossings: Any) -> Iterator[PlannedTransition]:
    if len(crossings) > _MOST_TIMES:
        raise ValueError("too many transitions")
    reached = 0
    for kind, *places in crossings:
        cut, start, end = (round(_within(place, 0, _LONGEST_MS)) for place in places)
        if kind not in TRANSITION_KINDS or not reached <= start < end or not start <= cut <= end:
            raise ValueError("a damaged transition")
        reached = end
        yield PlannedTransition(kind=kind, cut_ms=cut, start_ms=start, end_ms=end)


def _edges(stretches: Sequence[tuple[int, int]]) -> list[int]:
    return _steps([edge for stretch in stretches for edge in stretch])


def _stretches(steps: Any) -> tuple[tuple[int, int], ...]:
    edges = [round(edge) for edge in _times(steps)]
    if len(edges) % 2:
        raise ValueError("a stretch without an end")
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def _fingerprint(plan: Mapping[str, Any] | None) -> AudioFingerprint | None:
    if plan is None:
        return None
    starts, signs = _times(plan["at"]), [b64decode(text, validate=True) for text in plan["signs"]]
    if not 0 < len(signs) <= _MOST_WINDOWS or any(not 0 < len(s) <= _LONGEST_WINDOW for s in signs):
        raise ValueError("a damaged fingerprint")
    windows = tuple(FingerprintWindow(round(at), s) for at, s in zip(starts, signs, strict=True))
    return AudioFingerprint(of_music=plan["music"] is True, windows=windows)


def _beats(beats_ms: Sequence[float]) -> object:
    if len(beats_ms) > 2:
        first, every = beats_ms[0], (beats_ms[-1] - beats_ms[0]) / (len(beats_ms) - 1)
        if all(abs(first + n * every - beat) < _REGULAR_MS for n, beat in enumerate(beats_ms)):
            return {"first": round(first, 4), "every": round(every, 6), "count": len(beats_ms)}
    return _steps([round(beat * _TICKS) for beat in beats_ms])


def _read_beats(plan: Any) -> tuple[float, ...]:
    if isinstance(plan, Mapping):
        regular = cast("Mapping[str, Any]", plan)
        first = _within(regular["first"], -_LONGEST_MS, _LONGEST_MS)
        every = _within(regular["every"], 1, _LONGEST_MS)
        count = round(_within(regular["count"], 0, _MOST_TIMES))
        return tuple(round(first + n * every, 4) for n in range(count))
    return tuple(tick / _TICKS for tick in _times(plan or ()))


def _steps(values: Sequence[int]) -> list[int]:
    """The first value, and how far each of the others is from the one before: fewer digits."""
    return [*values[:1], *(b - a for a, b in pairwise(values))]


def _times(steps: Any) -> list[float]:
    """Rising times from their steps."""
    values: list[float] = [_within(step, -_LONGEST_MS, _LONGEST_MS) for step in steps]
    if len(values) > _MOST_TIMES or any(step <= 0 for step in values[1:]):
        raise ValueError("times that don't rise")
    return list(accumulate(values))


def _maybe(value: Any, least: float, most: float) -> float | None:
    return None if value is None else _within(value, least, most)


def _within(value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError("not a number")
    if not least <= value <= most:
        raise ValueError("out of range")
    return value
