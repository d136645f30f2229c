"""What moves in a picture when the camera's own movement is taken away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Movement", "movement"]

Plane = NDArray[np.float32]

# The camera's step is searched so many double cells around (an eighth of the width), then refined.
_REACH = 6
_ROUNDS = 2
# A difference of so much of 255 is something that moves by itself, and has little say in where the camera went.
_OUTLIER = 4.0


@dataclass(frozen=True)
class Movement:
    """From one picture to the next: `action` is the mean change of brightness (0 to 255) that the camera's movement
    does not explain; `across` and `down` are the camera's step in shares of the picture's width, `zoom` its growth.
    """

    action: float
    across: float
    down: float
    zoom: float


def movement(before: Plane, after: Plane) -> Movement:
    """What moves from `before` to `after`, two small pictures of the same shape.

    The camera: the best whole step of all pictures, then shift, zoom and turn by least squares on the gradient
    (Lucas and Kanade), reweighted so that what moves by itself has little say. A change of light all over is none.
    """
    width = before.shape[1]
    before, after = _soft(before), _soft(after)
    step = _best_step(before, after)
    rows = slice(max(0, step[0]), before.shape[0] + min(0, step[0]))
    columns = slice(max(0, step[1]), before.shape[1] + min(0, step[1]))
    b = after[rows, columns]
    a = before[rows.start - step[0] : rows.stop - step[0], columns.start - step[1] : columns.stop - step[1]]
    change = b - a
    change = change - np.median(change)
    down, across = np.gradient((a + b) * np.float32(0.5))
    y = np.linspace(-0.5, 0.5, a.shape[0], dtype=np.float32)[:, None] * np.float32(a.shape[0] / width)
    x = np.linspace(-0.5, 0.5, a.shape[1], dtype=np.float32)[None, :]
    bases = np.stack(
        [across, down, (x * across + y * down) * width, (x * down - y * across) * width]
    ).reshape(4, -1)
    target = change.reshape(-1)
    fit, rest = np.zeros(4, np.float32), target
    for _ in range(_ROUNDS):
        weight = 1 / (1 + np.square(rest / np.float32(_OUTLIER)))
        weighted = bases * weight
        normal = weighted @ bases.T + np.eye(4, dtype=np.float32)
        fit = np.linalg.solve(normal, weighted @ target).astype(np.float32)
        rest = target - fit @ bases
    rest = np.minimum(np.abs(rest), np.abs(target))  # what the fit makes worse, it does not explain
    return Movement(
        action=float(rest.mean()),
        across=float(step[1] - fit[0]) / width,
        down=float(step[0] - fit[1]) / width,
        zoom=float(-fit[2]),
    )


def _soft(picture: Plane) -> Plane:
    """The picture without its finest detail, whose gradient says nothing of a step by less than a cell."""
    if min(picture.shape) < 3:
        return picture
    rows = picture[:-2] + 2 * picture[1:-1] + picture[2:]
    return ((rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) * np.float32(1 / 16)).astype(np.float32)


def _best_step(before: Plane, after: Plane) -> tuple[int, int]:
    """The whole step (down, across) in cells that brings `before` nearest to `after`; none where none is better.

    It is searched on every second cell, so it is even.
    """
    before, after = before[::2, ::2], after[::2, ::2]
    rows, columns = before.shape
    reach = min(_REACH, rows // 4, columns // 4)
    if reach < 1:
        return (0, 0)
    inner = after[reach : rows - reach, reach : columns - reach]
    places = np.lib.stride_tricks.sliding_window_view(before, inner.shape)
    difference = np.abs(places - inner).reshape(*places.shape[:2], -1).mean(axis=2)
    y, x = np.unravel_index(int(difference.argmin()), difference.shape)
    if difference[y, x] >= 0.9 * difference[reach, reach]:
        return (0, 0)
    return (2 * (reach - int(y)), 2 * (reach - int(x)))
