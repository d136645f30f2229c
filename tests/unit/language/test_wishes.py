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
    "wishes_more_en": 0.9,
    "wishes_more_zh": 0.93,
    "wishes_practice_en": 0.97,
    "wishes_practice_zh": 0.97,
    "wishes_fresh_en": 0.82,
    "wishes_fresh_zh": 0.84,
    "wishes_final_en": 0.73,
    "wishes_final_zh": 0.8,
    "wishes_transitions_en": 0.99,
    "wishes_transitions_zh": 0.99,
    "wishes_openings_en": 0.92,
    "wishes_openings_zh": 0.92,
    "wishes_unheard_en": 0.94,
    "wishes_unheard_zh": 0.96,
    "wishes_looks_en": 0.97,
    "wishes_looks_zh": 0.97,
    "wishes_heldout_en": 0.71,
    "wishes_heldout_zh": 0.83,
    "wishes_later_en": 0.78,
    "wishes_later_zh": 0.88,
    "wishes_aside_en": 0.67,
    "wishes_aside_zh": 0.71,
    "wishes_last_en": 0.58,
    "wishes_last_zh": 0.65,
    "wishes_closing_en": 0.67,
    "wishes_closing_zh": 0.67,
    "wishes_verdict_en": 0.74,
    "wishes_verdict_zh": 0.82,
    "wishes_overlays_en": 1.0,
    "wishes_overlays_zh": 1.0,
}
"""The share of conversations that is right: what was reached, a little below.

`openings` and `unheard` are first messages of a project. `wishes_*`, `more`, `practice`, `fresh`, `final`, `openings`,
`looks` and `overlays` were worked by. Of the others those that failed were looked at, or some of them. By sentence the
aim is 0.85 right and at most 0.02 wrong for words that nobody has worked by; `benchmarks/wishes.py` counts both.
"""
PUT_ASIDE = ("heldout", "later", "aside", "last", "closing", "verdict")
MOST_WRONG = {
    "wishes_en": 0.02,
    "wishes_zh": 0.02,
    "wishes_transitions_en": 0.0,
    "wishes_transitions_zh": 0.0,
    "wishes_practice_en": 0.01,
    "wishes_practice_zh": 0.01,
    "wishes_heldout_en": 0.02,
    "wishes_heldout_zh": 0.04,
    "wishes_verdict_en": 0.01,
}
USUALLY_WRONG = 0.05


@pytest.mark.parametrize("name", LEAST_RIGHT)
def test_sentences_are_done_or_refused_and_seldom_become_something_else(name: str) -> None:
    found = [judge(wish) for wish in read_wishes(DATA / f"{name}.jsonl")]
    counts = Counter(j.verdict for j in found)
    # Nobody who writes rules is to see the sentences that are put aside.
    hidden = name.split("_")[1] in PUT_ASIDE
    report = "\n".join(
        f"{j.wish.wish_id} {j.verdict} (turn {j.turn}) {'' if hidden else j.why}"
        for j in found
        if j.verdict != "right"
    )
    assert counts["right"] / len(found) >= LEAST_RIGHT[name], report
    assert counts["wrong"] / len(found) <= MOST_WRONG.get(name, USUALLY_WRONG), report
