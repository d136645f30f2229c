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

__all__ = ["LABELS", "SCALE", "WEIGHTS", "Label", "likelihoods", "packed"]

Label = Literal["message", "export", "credits", "state", "upload", "none", "both"]
# `none` asks for nothing; `both` hands over media and says what to do with them.
LABELS: tuple[Label, ...] = ("message", "export", "credits", "state", "upload", "none", "both")
WEIGHTS = Path(__file__).with_name("intent_weights.bin")
# A part of n features has SCALE / √n of each, so that long parts are not surer than short ones.
SCALE = 4.0
_HEAD = struct.Struct(f"<4sIf{len(LABELS)}f")
_MAGIC = b"NVI1"


def packed(weights: Sequence[Sequence[float]], offsets: Sequence[float]) -> bytes:
    """The file for `weights` (a row of `LABELS` for each of the `BUCKETS` features) and the labels' `offsets`."""
    step = max(abs(weight) for row in weights for weight in row) / 127 or 1.0
    steps = array("b", (round(weight / step) for row in weights for weight in row))
    return _HEAD.pack(_MAGIC, BUCKETS, step, *offsets) + zlib.compress(steps.tobytes(), 9)


@cache
def _weights() -> tuple[array[int], float, tuple[float, ...]]:
    raw = WEIGHTS.read_bytes()
    magic, buckets, step, *offsets = _HEAD.unpack_from(raw)
    steps = array("b", zlib.decompress(raw[_HEAD.size :]))
    if magic != _MAGIC or buckets != BUCKETS or len(steps) != BUCKETS * len(LABELS):
        raise ValueError(
            f"{WEIGHTS.name} does not fit this program; make it with benchmarks/train_intents.py"
        )
    return steps, step, tuple(offsets)


def likelihoods(parts: Sequence[Context], n: int) -> Mapping[Label, float]:
    """How likely each label is for part `n` of a message; they add up to 1."""
    steps, step, offsets = _weights()
    features = features_of(parts, n)
    width = len(LABELS)
    sums = [0] * width
    for feature in features:
        for label, weight in enumerate(steps[feature * width : (feature + 1) * width]):
            sums[label] += weight
    factor = step * SCALE / math.sqrt(len(features) or 1)
    scores = [offset + factor * total for offset, total in zip(offsets, sums, strict=True)]
    most = max(scores)
    odds = [math.exp(score - most) for score in scores]
    return {label: odd / sum(odds) for label, odd in zip(LABELS, odds, strict=True)}
