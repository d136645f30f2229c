"""Unquoted words of texts are found whole, and nothing else is taken for them."""

from __future__ import annotations

import pytest

from nemovideo_mcp.language.literals import bare_texts


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("add a title My Trip at the start", "My Trip"),
        ("Title: Make it 10 seconds, in red", "Make it 10 seconds"),
        ("Add a title saying mute the music, and make it vertical", "mute the music"),
        ("add a third text, subscribe, bottom center from 5 to 8", "subscribe"),
        ("end card: Thanks for watching, 2 sec", "Thanks for watching"),
        ("put a lower third Ana Costa over the first clip", "Ana Costa"),
        ("add text: 50% off, from 0 to 2s", "50% off"),
        ("change The End to Bye for now", "Bye for now"),
        ("标题写夏天,放在左上角", "夏天"),
        ("片尾卡:感谢观看,2秒", "感谢观看"),
    ],
)
def test_the_words_end_where_something_else_begins(said: str, words: str) -> None:
    ((start, end),) = bare_texts(said.lower(), said, texts=("the end",))
    assert said[start:end].strip() == words


@pytest.mark.parametrize(
    "said",
    [
        "make the title bigger",
        "change the title to red",
        "title at 3 seconds",
        "the text is too small",
        "move the title to the top left",
        "标题改成红色",
        "字大一点",
        "自动加字幕",
        "标题做个打字机效果",
    ],
)
def test_looks_times_and_places_are_no_words_of_a_text(said: str) -> None:
    assert bare_texts(said.lower(), said) == ()
