"""Where a film goes, and which language is spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemovideo_mcp.client.outputs import free_output
from nemovideo_mcp.conversation.delivery import draft_mark, file_stem, film_path
from nemovideo_mcp.errors import OutputNotWritable
from nemovideo_mcp.language.detect import language_of


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("out.mp4", "out.mp4"),
        ("out.M4V", "out.M4V"),
        ("out", "out.mp4"),
        ("trip v1.2", "trip v1.2.mp4"),
        ("new/out", "new/out.mp4"),
        ("films", "films/trip-2.mp4"),
    ],
)
def test_a_film_goes_where_it_is_wanted(tmp_path: Path, given: str, path: str) -> None:
    (tmp_path / "films").mkdir()
    (tmp_path / "films/trip.mp4").touch()
    assert film_path(tmp_path / given, stem="trip") == tmp_path / path


@pytest.mark.parametrize("given", ["out.mov", "out.gif", "out.mp3"])
def test_a_film_is_not_written_as_something_else(tmp_path: Path, given: str) -> None:
    with pytest.raises(OutputNotWritable, match=r"\.mp4"):
        film_path(tmp_path / given, stem="trip")


def test_a_free_name_is_counted_up(tmp_path: Path) -> None:
    for name in ("trip.mp4", "trip-2.mp4"):
        (tmp_path / name).touch()
    assert free_output(tmp_path, "trip") == tmp_path / "trip-3.mp4"


@pytest.mark.parametrize(
    ("name", "stem"),
    [("a/b\\c:d", "a b c d"), (" .. ", "nemovideo"), ("海边 1", "海边 1"), ("x" * 200, "x" * 80)],
)
def test_any_project_can_name_a_file(name: str, stem: str) -> None:
    assert file_stem(name) == stem


def test_equal_drafts_have_equal_marks() -> None:
    assert draft_mark({"d": 1, "t": [{"tt": 0}]}) == draft_mark({"t": [{"tt": 0}], "d": 1, "savedAt": 7})
    assert draft_mark({"d": 1}) != draft_mark({"d": 2})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cut it to the beat", "en"),
        ("卡点剪辑", "zh"),
        ("加标题 'Paradise Found'", "zh"),
        ("add a title '天堂'", "en"),
        ("add a title 「天堂」", "en"),
        ("BGM 音量 20%", "zh"),
        ("👍", "zh"),
    ],
)
def test_the_language_is_that_of_the_words_around_quotations(text: str, language: str) -> None:
    assert language_of(text, otherwise="zh") == language
