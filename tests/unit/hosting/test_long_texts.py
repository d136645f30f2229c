"""Very long messages of a server's users are read in a process beside it, which may die."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from nemovideo_mcp.conversation.intents import route
from nemovideo_mcp.hosting.long_texts import LongTexts


@pytest.fixture
def texts() -> Iterator[LongTexts]:
    made = LongTexts()
    yield made
    made.close()


def reader_of(text: str) -> str:
    return f"{os.getpid()} {text}"


def niceness(text: str) -> int:
    return os.getpriority(os.PRIO_PROCESS, 0) if text else 0


def test_a_text_is_read_in_another_process_that_is_kept_and_gives_way(texts: LongTexts) -> None:
    first, second = texts(reader_of, "a"), texts(reader_of, "b")
    assert first.split()[0] == second.split()[0] != str(os.getpid())
    assert texts(niceness, "c") == os.getpriority(os.PRIO_PROCESS, 0) + 5


def test_a_message_means_there_what_it_means_here(texts: LongTexts) -> None:
    message = 300 * "add a title, " + "and export it to ~/x.mp4"
    assert texts(route, message) == route(message)


def test_where_its_process_is_killed_the_next_text_gets_a_new_one(texts: LongTexts) -> None:
    first = int(texts(reader_of, "a").split()[0])
    os.kill(first, signal.SIGKILL)
    assert int(texts(reader_of, "b").split()[0]) not in (first, os.getpid())
