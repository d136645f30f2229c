"""Which beats begin a bar, and how many beats a bar has.

A network says of each beat how likely each place in a bar of two, three, four, five or seven is; a second, smaller one,
which sees less of the song and that more closely, is asked where in bars of three and four it is. The bars are the best
path through these places (after the bar pointer models of Krebs, Böck & Widmer, 2013, with beats for frames).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.metre_network import FIRST_PLACES, METRES

__all__ = ["SECOND_METRES", "Bars", "find_bars", "with_second_view"]

Array = NDArray[np.float32]
Array64 = NDArray[np.float64]

_METRE_ODDS = {2: -0.1, 3: -0.05, 5: -0.15, 7: -0.2}
"""How much better, per beat, a rarer metre must explain the beats."""
_ODD_BAR_COST = 30.0
SECOND_METRES = (3, 4)
"""The metres of the second view's classes, which are the places of the first, then those of the second."""
_LEAST_SCORE = -6.0
# Where the second view says nothing, it counts as if its places were somewhat better than guessed.
_BETTER_THAN_GUESSED = 0.6


@dataclass(frozen=True, kw_only=True)
class Bars:
    """`downbeats` are indices of beats, `beats_per_bar` one of `METRES`."""

    downbeats: tuple[int, ...]
    beats_per_bar: int


def with_second_view(places: Array64, second: Array) -> Array64:
    """The places by both views: log-probabilities of `METRES`, with the second view's within each metre added."""
    both = places.copy()
    known = dict(
        zip(SECOND_METRES, np.split(second.astype(np.float64), SECOND_METRES[:1], axis=1), strict=True)
    )
    for metre, first in zip(METRES, FIRST_PLACES, strict=True):
        if metre in known:
            scores = known[metre] - known[metre].max(axis=1, keepdims=True)
            scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
            both[:, first : first + metre] += np.maximum(scores, _LEAST_SCORE)
        else:
            both[:, first : first + metre] -= _BETTER_THAN_GUESSED * np.log(metre)
    return both


def find_bars(scores: Array64) -> Bars:
    """The metre and the downbeats that agree best with a `TemporalNetwork`'s places.

    A bar may be cut short at a price.
    """
    if not len(scores):
        return Bars(downbeats=(), beats_per_bar=4)
    found: dict[int, tuple[float, NDArray[np.intp]]] = {}
    for metre, first in zip(METRES, FIRST_PLACES, strict=True):
        found[metre] = _places(scores[:, first : first + metre])
    metre = max(found, key=lambda metre: found[metre][0] + _METRE_ODDS.get(metre, 0.0))
    _, places = found[metre]
    return Bars(downbeats=tuple(int(index) for index in np.flatnonzero(places == 0)), beats_per_bar=metre)


def _places(scores: Array64) -> tuple[float, NDArray[np.intp]]:
    """The mean score of the best way through the places of a bar, and each beat's place (Viterbi)."""
    count, metre = len(scores), int(scores.shape[1])
    total = scores.copy()
    came_from = np.zeros(scores.shape, np.intp)
    before: NDArray[np.intp] = np.roll(np.arange(int(metre), dtype=np.intp), 1)
    for step in range(1, count):
        regular = total[step - 1, before]
        best = int(np.argmax(total[step - 1]))
        jump = float(total[step - 1, best]) - _ODD_BAR_COST
        came_from[step] = np.where(regular >= jump, before, best)
        total[step] += np.maximum(regular, jump)
    place = int(np.argmax(total[-1]))
    places = np.full(count, place)
    for step in range(count - 1, 0, -1):
        places[step - 1] = place = int(came_from[step, place])
    return float(total[-1, places[-1]]) / count, places
