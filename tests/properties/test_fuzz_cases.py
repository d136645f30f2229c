"""Inputs that once were faults, and some random ones: each ends, with a result or with an error in words.

`python benchmarks/fuzz.py` looks for more.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from support.fuzzing import CASES, run_case

_KEPT = sorted((Path(__file__).parents[1] / "data" / "fuzz").glob("*.bin"))
_ROUNDS = {"media": 12, "messages": 20}


@pytest.mark.parametrize("path", _KEPT, ids=lambda path: path.stem)
def test_an_input_that_was_a_fault_is_none_any_more(path: Path) -> None:
    run_case(path.stem.partition("-")[0], path.read_bytes())


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", sorted(CASES))
def test_random_inputs_are_done_or_refused_in_words(kind: str) -> None:
    rng = random.Random(kind)

    for _ in range(_ROUNDS.get(kind, 100)):
        run_case(kind, CASES[kind].make(rng))
