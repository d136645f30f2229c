"""What people say, and what is understood of it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.language.durations import duration_ms
from nemovideo_mcp.language.grammar import understand
from nemovideo_mcp.language.instructions import AddTitle

_DATA = Path(__file__).parents[2] / "data"
_IGNORED = ("keep", "export")


def _corpus(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (_DATA / name).read_text(encoding="utf-8").splitlines()]


def _understood(text: str) -> list[str]:
    found = understand(text)
    briefs = [i.brief() for i in found.instructions if i.brief() not in _IGNORED]
    return sorted(briefs + [f"unknown {words}" for words in found.unknown])


@pytest.mark.parametrize("sentence", _corpus("instructions.jsonl"), ids=lambda s: str(s["text"])[:60])
def test_a_sentence_of_the_corpus_is_understood(sentence: dict[str, object]) -> None:
    assert _understood(str(sentence["text"])) == sorted(sentence["expect"])  # type: ignore[type-var]


def test_sentences_that_were_set_aside_are_understood() -> None:
    sentences = _corpus("instructions_heldout.jsonl")
    missed = [s["text"] for s in sentences if _understood(str(s["text"])) != sorted(s["expect"])]  # type: ignore[type-var]
    assert len(missed) <= len(sentences) * 0.03, missed


@pytest.mark.parametrize("sentence", _corpus("instructions.jsonl")[::7], ids=lambda s: str(s["text"])[:60])
def test_capitals_and_spaces_change_nothing_but_quotes(sentence: dict[str, object]) -> None:
    text = str(sentence["text"])
    said = ("title", "unknown", "music song=")
    if not any(str(e).startswith(said) or ".m" in str(e) for e in sentence["expect"]):  # type: ignore[attr-defined]
        assert _understood(f"  {text.upper()}  ") == _understood(text)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("30 seconds", 30_000),
        ("0:45", 45_000),
        ("1:05", 65_000),
        ("half a minute", 30_000),
        ("a minute and a half", 90_000),
        ("1m30s", 90_000),
        ("1 min 30 sec", 90_000),
        ("thirty seconds", 30_000),
        ("2.5 s", 2_500),
        ("半分钟", 30_000),
        ("一分半", 90_000),
        ("两分钟", 120_000),
        ("四十五秒", 45_000),
        ("1分30秒", 90_000),
        ("十秒", 10_000),
        ("二十秒钟", 20_000),
    ],
)
def test_a_length_in_words_is_the_length_in_milliseconds(words: str, length: int) -> None:
    assert duration_ms(words) == length


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "''", "‘’", "「」", "『』", "《》", "«»", "``"])
@pytest.mark.parametrize(
    "text", ["Remove music, 30 seconds", "去掉音乐，卡点", "Don't stop", "  two  spaces ", "É ß 𝄞 ﬁ"]
)
def test_what_stands_in_quotes_is_a_title_byte_for_byte(opening: str, closing: str, text: str) -> None:
    text = text.strip() if opening == "'" else text  # a straight apostrophe before a space opens nothing
    found = understand(f"add a title {opening}{text}{closing} and make it vertical")
    titles = [i.text for i in found.instructions if isinstance(i, AddTitle)]
    assert (titles, found.unknown) == ([text], ())
    assert sorted(type(i).__name__ for i in found.instructions) == ["AddTitle", "Aspect"]


@given(st.text(min_size=1, max_size=30).filter(lambda t: t.strip() and not set(t) & set("”“\n\r")))
def test_any_title_survives(text: str) -> None:
    wanted = text if not text.lower().endswith((".mp3", ".wav", ".m4a", ".aac", ".flac", ".ogg")) else None
    found = understand(f"add a title “{text}”")
    if wanted is not None:
        assert [i.text for i in found.instructions if isinstance(i, AddTitle)] == [wanted]


_WORDS = st.sampled_from(
    [
        "add",
        "music",
        "cut",
        "to",
        "the",
        "beat",
        "“a”",
        "'b'",
        "title",
        ":",
        "30",
        "seconds",
        "卡点",
        "音乐",
        "去掉",
        "标题",
        "don't",
        "不要",
        "without",
        "vertical",
        "竖屏",
        "and",
        "然后",
        ",",
        "，",
        "1:30",
        "at",
        "the",
        "end",
        "片尾",
        "volume",
        "20%",
        "louder",
        "song.mp3",
        "half",
        "半",
        "一分",
        "every",
        "two",
        "bars",
        "first",
        "clip",
        "3",
        "\ue000",
        "\ue010",
        "\x00",
        "(",
        "'",
        '"',
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)))
def test_no_message_raises(message: str) -> None:
    found = understand(message)
    assert found.language in ("en", "zh")
    assert bool(found.instructions or found.unknown) == bool(message.strip())


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_the_same_message_is_understood_in_the_same_way(message: str) -> None:
    assert understand(message) == understand(message)


@pytest.mark.parametrize(
    "message",
    [
        "add " * 5000,
        "“" * 5000,
        "title " * 2000,
        "cut to the " * 2000,
        "音乐" * 5000,
        "a" * 20_000,
        "1:" * 5000,
    ],
)
def test_a_long_message_takes_no_long_time(message: str) -> None:
    started = time.process_time()
    understand(message)
    assert time.process_time() - started < 50e-3 * len(message) / 1000 + 0.5


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("combine these clips", "en"),
        ("把这些片段拼起来", "zh"),
        ("把这些 clips combine 一下，加 lofi 音乐", "zh"),
        ("add a title “东京之夜之夜之夜”", "en"),
        ("加标题“A long English title”", "zh"),
        ("20s", "en"),
    ],
)
def test_the_language_is_that_of_the_message_outside_its_quotes(message: str, language: str) -> None:
    assert understand(message).language == language


def test_where_a_message_shows_no_language_the_projects_own_is_taken() -> None:
    assert understand("9:16", language="zh-CN").language == "zh"
    assert understand("make it vertical", language="zh-CN").language == "en"


@pytest.mark.parametrize(
    ("message", "wish"),
    [
        ("leave the first clip in", "drop"),
        ("remove clip 2's sound", "clip-volume"),
        ("mute the second clip", "clip-volume"),
        ("不要第一个视频的声音", "clip-volume"),
        ("remove the first photo's title", "drop"),
        ("delete the last video frame", "drop"),
        ("remove the first 3 seconds", "trim"),
        ("把第二段的前三秒剪掉", "trim"),
        ("标题太长了", "stretch"),
        ("the intro is too long", "stretch"),
        ("the music should be longer", "stretch"),
        ("blur out the license plate", "fit"),
        ("put 3, 2, 1 on the screen", "combine"),
        ("the title is too long", "title"),
        ("download a song from spotify", "music"),
    ],
)
def test_what_only_sounds_like_a_wish_is_not_done(message: str, wish: str) -> None:
    assert not any(i.brief().startswith(wish) for i in understand(message).instructions)
