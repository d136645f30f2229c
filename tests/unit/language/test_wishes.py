"""Conversations judged by the timeline that must hold after each sentence, a third of them refusals and traps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.wishes import Judged, judge, read_wishes

DATA = Path(__file__).parents[2] / "data"
LEAST_RIGHT, MOST_WRONG = 0.85, 0.02


def judged(name: str) -> list[Judged]:
    return [judge(wish) for wish in read_wishes(DATA / f"{name}.jsonl")]


@pytest.mark.parametrize(
    "name",
    [
        "wishes_en",
        "wishes_zh",
        "wishes_heldout_en",
        "wishes_heldout_zh",
        "wishes_later_en",
        "wishes_later_zh",
    ],
)
def test_sentences_are_done_or_refused_and_hardly_ever_become_something_else(name: str) -> None:
    found = judged(name)
    counts = Counter(j.verdict for j in found)
    report = "\n".join(
        f"{j.wish.wish_id} {j.verdict} (turn {j.turn}) {j.why}" for j in found if j.verdict != "right"
    )
    print(f"{name}: {dict(counts)}\n{report}")
    assert counts["right"] / len(found) >= LEAST_RIGHT, report
    assert counts["wrong"] / len(found) <= MOST_WRONG, report
