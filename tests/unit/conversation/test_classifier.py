"""The classifier's weights: they fit the program, they are small, and no NumPy is needed to read them."""

from __future__ import annotations

import math
import subprocess
import sys

from nemovideo_mcp.conversation.classifier import LABELS, WEIGHTS, likelihoods
from nemovideo_mcp.conversation.features import BUCKETS, Context, concepts_of, features_of
from nemovideo_mcp.conversation.lexicon import CONCEPTS


def test_the_labels_of_a_part_are_likelihoods() -> None:
    parts = [Context(text="add a title", joint="^", mark=","), Context(text="export", joint=",", mark="$")]
    likely = likelihoods(parts, 1)
    assert tuple(likely) == LABELS
    assert math.isclose(sum(likely.values()), 1)
    assert max(likely, key=lambda label: likely[label]) == "export"


def test_features_are_numbers_of_buckets_and_know_their_surroundings() -> None:
    part = Context(text="export", joint="^", mark="$")
    alone = features_of([part], 0)
    assert alone == sorted(set(alone))
    assert all(0 <= feature < BUCKETS for feature in alone)
    assert features_of([part, part], 0) != alone


def test_concepts_are_those_of_all_languages() -> None:
    english, chinese = concepts_of("how many credits"), concepts_of("多少积分")
    assert english == chinese == ("HOWMANY", "CREDIT")
    assert concepts_of("exportando") == ("EXPORT",)


def test_an_entry_stands_for_one_concept() -> None:
    entries = [entry.strip() for words in CONCEPTS.values() for entry in words.split(",")]
    assert len(entries) == len(set(entries))
    assert all(entries)


def test_the_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < 300_000


def test_reading_a_message_needs_no_numpy() -> None:
    module = "nemovideo_mcp.conversation.intents"
    code = f"import sys; from {module} import route; route('hi'); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
