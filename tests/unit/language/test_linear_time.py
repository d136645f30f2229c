"""A message is read in time that grows as its length does, whatever it repeats."""

from __future__ import annotations

from time import process_time

import pytest

from nemovideo_mcp.language.whole_message import LONGEST, MOST_SEGMENTS
from unit.language.scenes import heard

PUMPS = [
    "clip 2, ",
    "and ",
    "a ",
    "1 ",
    "第",
    "第一段和",
    "to the beat ",
    "don't ",
    '"',
    "“",
    "'a",
    "bikes and ",
    "0:05 to ",
    "一二三",
    "the the the last ",
    "keep the ",
    "不要",
    "x",
    "秒",
    ".,;",
    "title: ",
    "make it shorter. ",
    "把第二段静音音乐小一点",
    "mute the parrot lower the music ",
    "鹦鹉，冲浪，",
    "每段开头",
    "7",
    "７",
    "七",
    "- a\n",
    "1. a\n",
    "@a ",
    "1,000",
    "é",
    " - ",
    "(",
]


def _seconds(words: str) -> float:
    best = 9.0
    for _ in range(2):
        start = process_time()
        heard(words)
        best = min(best, process_time() - start)
    return best


@pytest.mark.parametrize("pump", PUMPS)
def test_pumped_messages_take_linear_time(pump: str) -> None:
    heard(pump)
    short, long = pump * (600 // len(pump)), pump * (2400 // len(pump))
    assert _seconds(long) < 12 * _seconds(short) + 0.05


@pytest.mark.parametrize("pump", ["7", "７", "七", "- a\n", "1. a\n", "中", "(", "a "])
def test_the_longest_message_that_is_read_takes_no_second(pump: str) -> None:
    heard("mute clip 1")
    # On a quiet core 0.1 to 0.3 s.
    assert _seconds(pump * (LONGEST // len(pump))) < 1.5


@pytest.mark.parametrize("words", ["mute clip 1, ", "第一段静音，"])
def test_a_message_of_too_many_clauses_is_refused_in_words_and_not_read_in_part(words: str) -> None:
    assert heard(words * (MOST_SEGMENTS - 1)).operations
    meant = heard(words * (MOST_SEGMENTS + 1))
    assert meant.operations == ()
    assert "in parts" in meant.refusals[0].because.en
    assert "分几次" in meant.refusals[0].because.zh


def test_a_clause_of_too_many_words_is_not_understood_and_the_rest_is_not_done() -> None:
    meant = heard("clip 1 " + "a b " * 200 + "faster. mute clip 2")
    assert meant.operations == ()
    assert meant.refusals


def test_a_message_that_is_too_long_is_refused_in_words() -> None:
    meant = heard("clip 2 shorter " * LONGEST)
    assert meant.operations == ()
    assert "parts" in meant.refusals[0].because.en
