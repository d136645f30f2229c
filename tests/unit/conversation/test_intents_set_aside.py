"""Sentences that another hand wrote and kept from who made the rules; the README states their score."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemovideo_mcp.conversation.intents import route

DATA = Path(__file__).parents[2] / "data"


def rows_of(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def kinds(text: str) -> str:
    return ",".join(action.kind for action in route(text).actions)


@pytest.mark.parametrize(
    ("name", "sentences", "most_wrong"), [("intents_heldout.tsv", 180, 9), ("intents_sealed.tsv", 640, 50)]
)
def test_sentences_that_were_set_aside_are_read_right_mostly(
    name: str, sentences: int, most_wrong: int
) -> None:
    rows = rows_of(name)
    assert len(rows) == sentences
    wrong = [row[1] for row in rows if kinds(row[1]) != row[0]]
    assert len(wrong) <= most_wrong, wrong


def test_none_of_the_sealed_sentences_exports_what_was_not_asked_for() -> None:
    unasked = [
        row[1]
        for row in rows_of("intents_sealed.tsv")
        if "export" not in row[0] and "export" in kinds(row[1])
    ]
    assert unasked == []


def test_what_a_film_should_say_is_no_wish() -> None:
    assert kinds("the video should say download now") == "message"
