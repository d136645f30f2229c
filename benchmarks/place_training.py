"""Fit the second view of the places of beats in bars of three and of four, a part of `fit_metre.py`.

A small network for each beat's surroundings, by L-BFGS with a quadratic penalty. Needs SciPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from nemovideo_mcp.audio.downbeats import SECOND_METRES
from nemovideo_mcp.audio.weights import Layers

PLACE_HINGES, PLACE_PENALTY, RARE_METRE = 12, 2e-3, 2.5


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The surroundings of a song's beats, and their true places among those of `SECOND_METRES`."""

    rows: np.ndarray
    truths: np.ndarray
    share: float


def placed(rows: np.ndarray, places: np.ndarray, metre: int, share: float) -> Placed | None:
    """What is around the true beats of a song, beside their places from 1; None in other metres and of few beats."""
    if metre not in SECOND_METRES or len(rows) <= 4 * metre:
        return None
    truths = np.zeros((len(rows), sum(SECOND_METRES)))
    first = 0 if metre == SECOND_METRES[0] else SECOND_METRES[0]
    truths[np.arange(len(rows)), first + np.clip(places - 1, 0, metre - 1)] = 1
    return Placed(rows=rows, truths=truths, share=share * (RARE_METRE if metre == SECOND_METRES[0] else 1.0))


def fit_places(songs: Sequence[Placed]) -> Layers:
    x = np.concatenate([s.rows for s in songs])
    truth = np.concatenate([s.truths for s in songs]).astype(np.float32)
    share = np.concatenate([np.full(len(s.rows), s.share / len(s.rows)) for s in songs])
    share = (share / share.sum()).astype(np.float32)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    z = ((x - mean) / scale).astype(np.float32)
    size, classes = z.shape[1], truth.shape[1]
    shapes = [(size, PLACE_HINGES), (PLACE_HINGES,), (PLACE_HINGES, classes), (size, classes), (classes,)]
    sizes = [int(np.prod(shape)) for shape in shapes]
    cuts = np.cumsum(sizes)[:-1]
    rng = np.random.default_rng(0)
    start = np.concatenate(
        [
            rng.normal(0, 0.5 / np.sqrt(size), sizes[0]),
            np.zeros(sizes[1]),
            rng.normal(0, 0.3, sizes[2]),
            np.zeros(sizes[3] + sizes[4]),
        ]
    )
    shrunk = np.concatenate(
        [np.full(n, float(len(shape) > 1)) for n, shape in zip(sizes, shapes, strict=True)]
    )

    def parts(theta: np.ndarray) -> list[np.ndarray]:
        return [part.reshape(shape) for part, shape in zip(np.split(theta, cuts), shapes, strict=True)]

    def cost(theta: np.ndarray) -> tuple[float, np.ndarray]:
        w, b, v, line, c = parts(theta.astype(np.float32))
        hidden = np.maximum(z @ w + b, 0)
        scores = hidden @ v + z @ line + c
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        value = -(share * np.log(np.maximum((p * truth).sum(axis=1), 1e-9))).sum()
        slope = (p - truth) * share[:, None]
        back = (hidden > 0) * (slope @ v.T)
        gradient = [z.T @ back, back.sum(axis=0), hidden.T @ slope, z.T @ slope, slope.sum(axis=0)]
        flat = np.concatenate([g.ravel() for g in gradient]).astype(float)
        return (
            float(value) + PLACE_PENALTY * (shrunk * theta**2).sum(),
            flat + 2 * PLACE_PENALTY * shrunk * theta,
        )

    best = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 110})
    w, b, v, line, c = parts(best.x)
    w, line = w / scale[:, None], line / scale[:, None]
    return Layers(*(a.astype(np.float32) for a in (w, b - mean @ w, v, line, c - mean @ line)))
