"""Whether a picture is a card: rows of letters, or a mark, on a plain ground. What shows anything else is none."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray

__all__ = ["Card", "card_of"]

_WIDTH = 480
# Of a plain ground this share of the picture is within so much of 255 of one brightness; for letters, and for a mark,
# whose ground has to be plainer: asphalt is no card.
_GROUND, _GROUND_REACH = 0.6, 6
_PLAINER_GROUND, _PLAINER_REACH = 0.75, 2
# What differs from the ground by this much is drawn on it, and covers this much of the picture.
_DRAWN, _COVERED = 48, (0.002, 0.3)
# A row of letters goes from ground to letter and back this often; so many rows of the picture are needed.
_STROKES, _ROWS = 6, 0.03


class Card(Enum):
    """What is drawn on a plain ground: letters, something else, or there is no plain ground."""

    NONE = 0
    MARK = 1
    TEXT = 2


def card_of(luma: NDArray[np.uint8]) -> Card:
    """Look for rows with the density of edges that letters have, on a ground of one brightness."""
    step = max(1, round(luma.shape[1] / _WIDTH))
    small = luma[::step, ::step]
    counts = np.bincount(small.ravel(), minlength=256)
    ground = int(counts.argmax())
    if _share(counts, ground, _GROUND_REACH) < _GROUND:
        return Card.NONE
    drawn = np.abs(small.astype(np.int16) - ground) > _DRAWN
    covered = float(drawn.mean())
    if not _COVERED[0] <= covered <= _COVERED[1]:
        return Card.NONE
    strokes = (drawn[:, 1:] != drawn[:, :-1]).sum(axis=1)
    if float((strokes >= _STROKES).mean()) >= _ROWS:
        return Card.TEXT
    return Card.MARK if _share(counts, ground, _PLAINER_REACH) >= _PLAINER_GROUND else Card.NONE


def _share(counts: NDArray[np.intp], ground: int, reach: int) -> float:
    return float(counts[max(0, ground - reach) : ground + reach + 1].sum() / counts.sum())
