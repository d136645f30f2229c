"""How a pattern changes from bar to bar: a stroke more, a stroke less, a softer one; the strong beats stay."""

from __future__ import annotations

import numpy as np

__all__ = ["varied_drum", "varied_notes"]

_KEPT = frozenset(("crash", "boom", "clap", "snap", "reverse", "riser"))
_BUSY = frozenset(("hat", "shaker", "tick", "tambourine", "ride", "open_hat"))


def varied_drum(drum: str, pattern: str, drawn: np.random.Generator, *, energy: float) -> str:
    """A drum's pattern as it is played in one bar: its strokes on the beat stay as they are written."""
    if drum in _KEPT or not pattern.strip("."):
        return pattern
    steps = list(pattern)
    free = [n for n in range(len(steps)) if n % 4]
    if drum in _BUSY:
        for n in free:
            chance = float(drawn.random())
            if steps[n] != "." and chance < 0.16:
                steps[n] = {"X": "o", "x": "g", "o": "." if n % 2 else "g"}.get(steps[n], ".")
            elif steps[n] == "." and chance < (0.10 if n % 2 == 0 else 0.05) + 0.05 * energy:
                steps[n] = "g" if n % 2 else "o"
        if drum == "hat" and energy > 0.6 and drawn.random() < 0.2:
            steps[int(drawn.choice([6, 10, 14]))] = "r"
        return "".join(steps)
    moves = int(drawn.integers(0, 3 if energy > 0.45 else 2))
    for _ in range(moves):
        n = int(drawn.choice(free))
        if steps[n] == ".":
            steps[n] = "g" if drum in ("snare", "rim") else "o" if n % 2 == 0 else "g"
        elif n % 2 or steps[n] in "go":
            steps[n] = "."
    return "".join(steps)


def varied_notes(pattern: str, drawn: np.random.Generator, *, marks: str, fresh: str) -> str:
    """A part's pattern as it is played in one bar: some strokes off the beat are held over, some are added.

    `marks` are the strokes that may go, `fresh` those that may come in where nothing sounds or something is held.
    """
    if not pattern:
        return pattern
    steps = list(pattern)
    dense = sum(c in marks for c in steps)
    for _ in range(1 + (dense > 5)):
        n = int(drawn.choice([2, 3, 5, 6, 7, 10, 11, 13, 14, 15]))
        n = min(n, len(steps) - 1)
        if steps[n] in marks and dense > 3:
            before = steps[n - 1]
            steps[n] = "-" if before == "-" or before in marks else "."
        elif steps[n] in "-." and n % 2 == 0:
            steps[n] = str(drawn.choice(list(fresh)))
    return "".join(steps)
