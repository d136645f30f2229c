"""Conversations judged by the timeline that must hold after each sentence, a third of them refusals and traps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.wishes import judge, read_wishes

DATA = Path(__file__).parents[2] / "data"

LEAST_RIGHT = {
    "wishes_en": 0.95,
    "wishes_zh": 0.95,
    "wishes_more_en": 0.62,
    "wishes_more_zh": 0.62,
    "wishes_practice_z3": 0.95,
    "wishes_heldout_en": 0.43,
    "wishes_heldout_zh": 0.5,
    "wishes_later_en": 0.42,
    "wishes_later_zh": 0.35,
}
"""What was reached, a little below: `wishes_*` were worked by, `more` in part, `heldout` and `later` not at all.

The aim for sentences that nobody has worked by is 0.85.
"""
MOST_WRONG = {"wishes_en": 0.02, "wishes_zh": 0.02, "wishes_heldout_en": 0.02, "wishes_heldout_zh": 0.04}
USUALLY_WRONG = 0.08


@pytest.mark.parametrize("name", LEAST_RIGHT)
def test_sentences_are_done_or_refused_and_seldom_become_something_else(name: str) -> None:
    found = [judge(wish) for wish in read_wishes(DATA / f"{name}.jsonl")]
    counts = Counter(j.verdict for j in found)
    report = "\n".join(
        f"{j.wish.wish_id} {j.verdict} (turn {j.turn}) {j.why}" for j in found if j.verdict != "right"
    )
    assert counts["right"] / len(found) >= LEAST_RIGHT[name], report
    assert counts["wrong"] / len(found) <= MOST_WRONG.get(name, USUALLY_WRONG), report
