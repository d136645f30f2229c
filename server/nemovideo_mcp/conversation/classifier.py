"""A linear classifier of the parts of a message; its weights are made by `benchmarks/train_intents.py`.

The weights are bytes, one for each feature and label, in a file of under 300 kB that plain Python reads: the server of
the tools never imports NumPy.
"""

from __future__ import annotations

import math
import struct
import zlib
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from nemovideo_mcp.conversation.features import BUCKETS, Context, features_of

__all__ = ["LABELS", "SCALE", "WEIGHTS", "WISHES", "Label", "likelihoods", "packed", "whole_likelihoods"]

Label = Literal["message", "export", "credits", "state", "upload", "none", "both", "altered"]
# `none` asks for nothing; `both` hands over media and says what to do with them; `altered` wants the film as a file,
# but otherwise than it is.
LABELS: tuple[Label, ...] = (
    "message",
    "export",
    "credits",
    "state",
    "upload",
    "none",
    "both",
    "altered",
)
# What a whole message may ask for, in order; a message that asks for anything else is read by its clauses only.
WISHES: tuple[tuple[str, ...], ...] = (
    ("message",),
    ("export",),
    ("credits",),
    ("state",),
    ("upload",),
    ("message", "export"),
    ("upload", "message"),
    ("message", "state"),
    ("state", "message"),
    ("upload", "message", "export"),
    ("export", "message"),
    ("export", "credits"),
    ("credits", "export"),
    ("state", "export"),
    ("message", "credits"),
    ("credits", "message"),
    ("upload", "export"),
    ("upload", "state"),
    ("message", "upload"),
    ("export", "state"),
    ("state", "credits"),
    ("credits", "state"),
)
_WIDTH = len(LABELS) + len(WISHES)
WEIGHTS = Path(__file__).with_name("intent_weights.bin")
# A part of n features has SCALE / √n of each, so that long parts are not surer than short ones.
SCALE = 4.0
_HEAD = struct.Struct(f"<4sIff{_WIDTH}f")
_MAGIC = b"NVI2"
# So many steps from nothing to the greatest weight, of parts and of whole messages: fewer make a smaller file.
_MOST_STEPS = (63, 31)


def packed(weights: Sequence[Sequence[float]], offsets: Sequence[float]) -> bytes:
    """The file for `weights` and `offsets`: a row for each of the `BUCKETS` features: `LABELS`, then `WISHES`."""
    width = len(LABELS)
    tables = [[row[:width] for row in weights], [row[width:] for row in weights]]
    steps = [
        max(abs(weight) for row in table for weight in row) / most or 1.0
        for table, most in zip(tables, _MOST_STEPS, strict=True)
    ]
    rounded = array("b")
    for table, step in zip(tables, steps, strict=True):
        rounded.extend(round(weight / step) for row in table for weight in row)
    return _HEAD.pack(_MAGIC, BUCKETS, *steps, *offsets) + zlib.compress(rounded.tobytes(), 9)


@cache
def _weights() -> tuple[array[int], tuple[float, float], tuple[float, ...]]:
    raw = WEIGHTS.read_bytes()
    magic, buckets, step, whole_step, *offsets = _HEAD.unpack_from(raw)
    rounded = array("b", zlib.decompress(raw[_HEAD.size :]))
    if magic != _MAGIC or buckets != BUCKETS or len(rounded) != BUCKETS * _WIDTH:
        raise ValueError(
            f"{WEIGHTS.name} does not fit this program; make it with benchmarks/train_intents.py"
        )
    return rounded, (step, whole_step), tuple(offsets)


def likelihoods(parts: Sequence[Context], n: int) -> Mapping[Label, float]:
    """How likely each label is for part `n` of a message; they add up to 1."""
    _, (step, _), offsets = _weights()
    odds = _odds(features_of(parts, n), start=0, step=step, offsets=offsets[: len(LABELS)])
    return dict(zip(LABELS, odds, strict=True))


def whole_likelihoods(message: Context) -> Mapping[tuple[str, ...], float]:
    """How likely a message as a whole asks for each of `WISHES`; they add up to 1."""
    _, (_, step), offsets = _weights()
    start = BUCKETS * len(LABELS)
    odds = _odds(features_of([message], 0), start=start, step=step, offsets=offsets[len(LABELS) :])
    return dict(zip(WISHES, odds, strict=True))


def _odds(features: Sequence[int], *, start: int, step: float, offsets: Sequence[float]) -> list[float]:
    rounded = _weights()[0]
    width = len(offsets)
    sums = [0] * width
    for feature in features:
        at = start + feature * width
        for n, weight in enumerate(rounded[at : at + width]):
            sums[n] += weight
    factor = step * SCALE / math.sqrt(len(features) or 1)
    scores = [offset + factor * weight for offset, weight in zip(offsets, sums, strict=True)]
    most = max(scores)
    odds = [math.exp(score - most) for score in scores]
    total = sum(odds)
    return [odd / total for odd in odds]
