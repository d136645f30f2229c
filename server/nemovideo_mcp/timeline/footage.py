"""What of a film's footage is worth showing: its faults within a stretch, and the stretches that have none."""

from __future__ import annotations

from nemovideo_mcp.timeline.media import Analysis, FootageFault

__all__ = ["clean_stretches", "faults_in"]

# A fault that a stretch touches by less than this is not seen in it: times are rounded.
_ROUNDING_MS = 3


def faults_in(analysis: Analysis | None, start_ms: float, end_ms: float) -> tuple[FootageFault, ...]:
    """The faults that are seen in a stretch of a film, in order; none where they have not been looked for."""
    if analysis is None or not analysis.faults:
        return ()
    return tuple(
        fault
        for fault in analysis.faults
        if fault.start_ms < end_ms - _ROUNDING_MS and fault.end_ms > start_ms + _ROUNDING_MS
    )


def clean_stretches(
    analysis: Analysis | None, start_ms: int, end_ms: int, *, guard_ms: int = 0
) -> tuple[tuple[int, int], ...]:
    """What is left of a stretch without its faults and `guard_ms` on either side of each, (start, end) in order."""
    left: list[tuple[int, int]] = []
    at = start_ms
    for fault in sorted(faults_in(analysis, start_ms, end_ms), key=lambda f: f.start_ms):
        if fault.start_ms - guard_ms > at:
            left.append((at, fault.start_ms - guard_ms))
        at = max(at, fault.end_ms + guard_ms)
    if at < end_ms:
        left.append((at, end_ms))
    return tuple(left)
