"""Captions in words, judged by the timeline that must hold: half Chinese, a third of it refusals and traps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.timeline.model import Timeline
from support.films import PROJECTS, film
from support.wishes import Conversation

S1, S2, S3 = ("Hello there", 1000, 2500), ("How are you?", 3000, 5000), ("你好", 14_000, 16_000)
ALL = [S1, S2, S3]


def later(ms: int) -> list[tuple[str, int, int]]:
    return [(text, start + ms, end + ms) for text, start, end in ALL]


# The film, what is said, and the captions that it has then.
DONE: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("file", "add the subtitles from talk.srt", ALL),
    ("file", "add talk.srt", ALL),
    ("file", "please burn in talk.srt", ALL),
    ("file", "use talk.srt as captions with word highlight", ALL),
    ("file", "put the captions from talk.srt on the film on a box", ALL),
    ("file", "subtitle the video with talk.srt", ALL),
    ("file", "add the captions from talk.srt, 2 seconds later", later(2000)),
    ("file", "add the captions from talk.srt word by word", ALL),
    ("file", "add the subtitles", ALL),
    ("file", "加上 talk.srt 字幕", ALL),
    ("file", "把 talk.srt 加到视频里", ALL),
    ("file", "字幕用 talk.srt", ALL),
    ("file", "用 talk.srt 做字幕，逐字高亮", ALL),
    ("file", "加字幕", ALL),
    ("captioned", "caption 3 should say 'Hello'", [S1, S2, ("Hello", 14_000, 16_000)]),
    ("captioned", "change the second caption to “Who are you?”", [S1, ("Who are you?", 3000, 5000), S3]),
    ("captioned", "change the caption “Hello there” to “Hi there”", [("Hi there", 1000, 2500), S2, S3]),
    ("captioned", "replace “you” with “we” in the captions", [S1, ("How are we?", 3000, 5000), S3]),
    ("captioned", "s2: “Fine”", [S1, ("Fine", 3000, 5000), S3]),
    ("captioned", "把第二条字幕改成“你好吗”", [S1, ("你好吗", 3000, 5000), S3]),
    ("captioned", "最后一条字幕改成“再见”", [S1, S2, ("再见", 14_000, 16_000)]),
    ("captioned", "把字幕里的“Hello”改成“Hi”", [("Hi there", 1000, 2500), S2, S3]),
    ("captioned", "remove the captions", []),
    ("captioned", "turn the subtitles off please", []),
    ("captioned", "I don't want captions", []),
    ("captioned", "delete caption 2", [S1, S3]),
    ("captioned", "delete caption 1 and caption 3", [S2]),
    ("captioned", "remove the last caption", [S1, S2]),
    ("captioned", "去掉字幕", []),
    ("captioned", "把字幕都删了吧", []),
    ("captioned", "第二条字幕不要了", [S1, S3]),
    ("captioned", "删掉第1、3条字幕", [S2]),
    ("captioned", "delay the subtitles by half a second", later(500)),
    ("captioned", "move the captions 0.5 seconds earlier", later(-500)),
    ("captioned", "the subtitles are half a second late", later(-500)),
    ("captioned", "delay the captions by 300 ms", later(300)),
    ("captioned", "字幕晚半秒", later(500)),
    ("captioned", "字幕慢了半秒", later(-500)),
    ("captioned", "把字幕整体提前0.4秒", later(-400)),
    ("captioned", "字幕延迟300毫秒", later(300)),
    ("captioned", "delay caption 3 by 1 second", [S1, S2, ("你好", 15_000, 17_000)]),
    ("captioned", "show caption 2 from 3 to 4 seconds", [S1, ("How are you?", 3000, 4000), S3]),
    ("captioned", "第二条字幕从3秒到4秒", [S1, ("How are you?", 3000, 4000), S3]),
    ("captioned", "第一条字幕提前0.2秒", [("Hello there", 800, 2300), S2, S3]),
    (
        "plain",
        "add captions: “Hello” from 1 to 3 seconds, “Bye” from 4 to 6 seconds",
        [("Hello", 1000, 3000), ("Bye", 4000, 6000)],
    ),
]
STYLED: list[tuple[str, str]] = [
    ("put the captions with word highlight", "word_by_word"),
    ("make the captions karaoke style", "word_by_word"),
    ("the captions should be on a box", "box"),
    ("take the box off the captions", "plain"),
    ("字幕逐字高亮", "word_by_word"),
    ("给字幕加个黑色底框", "box"),
    ("字幕要普通样式", "plain"),
]
# Nothing at all may change.
REFUSED: list[tuple[str, str]] = [
    ("plain", "add captions"),
    ("plain", "加字幕"),
    ("plain", "add bilingual subtitles"),
    ("plain", "翻译字幕"),
    ("plain", "show the lyrics"),
    ("plain", "add the captions from talk.srt"),
    ("file", "add the captions from foo.srt"),
    ("captioned", "caption 9 should say “Hello”"),
    ("captioned", "delete the subtitle"),
    ("captioned", "make the captions yellow"),
    ("captioned", "move the captions up"),
    ("captioned", "translate the captions"),
    ("captioned", "move the captions 5 seconds earlier"),
    ("captioned", "export the captions as srt"),
    ("plain", "把歌词做成字幕"),
    ("file", "加上 foo.srt 字幕"),
    ("captioned", "字幕大一点"),
    ("captioned", "字幕换成红色"),
    ("captioned", "第九条字幕改成“你好”"),
    ("captioned", "导出字幕文件"),
]
# Words for a text, which captions are none of: the captions stay, and this text is there.
TEXTS: list[tuple[str, str, str]] = [
    ("captioned", "add the subtitle “Hello”", "Hello"),
    ("captioned", "add the subtitle “Hello” from 2 to 4 seconds", "Hello"),
    ("captioned", "caption clip 2 “Beach”", "Beach"),
    ("captioned", "change the title to “Monday”", "Monday"),
    ("captioned", "加字幕“你好吗”", "你好吗"),
    ("captioned", "片尾字幕写“谢谢观看”", "谢谢观看"),
    ("captioned", "加个字幕条“小明”", "小明"),
    ("titled", "第二个字幕改成“再会”", "再会"),
]


def start(setup: str) -> Conversation:
    if setup == "file":
        tracks = tuple(t for t in PROJECTS["captioned"][1] if t.track_id != "captions")
        return Conversation(media=PROJECTS["captioned"][0], timeline=Timeline(title="film", tracks=tracks))
    return Conversation(media=PROJECTS[setup][0], timeline=film(setup))


def captions(timeline: Timeline) -> list[tuple[str, int, int]]:
    return [(c.text, c.start_ms, c.end_ms) for c in timeline.captions]


def without_captions(timeline: Timeline) -> Timeline:
    return replace(timeline, tracks=tuple(t for t in timeline.tracks if t.track_id != "captions"))


@pytest.mark.parametrize(("setup", "words", "seen"), DONE)
def test_a_sentence_about_captions_does_that_and_nothing_else(
    setup: str, words: str, seen: list[tuple[str, int, int]]
) -> None:
    project = start(setup)
    before = project.timeline
    done, refused = project.say(words)
    assert (done, refused) == (True, ())
    assert captions(project.timeline) == seen
    assert without_captions(project.timeline) == without_captions(before)


@pytest.mark.parametrize(("words", "style"), STYLED)
def test_a_sentence_about_their_look_sets_the_style_of_all(words: str, style: str) -> None:
    project = start("captioned")
    before = project.timeline
    assert project.say(words) == (True, ())
    assert {c.style for c in project.timeline.captions} == {style}
    assert captions(project.timeline) == ALL
    assert without_captions(project.timeline) == without_captions(before)


@pytest.mark.parametrize(("setup", "words"), REFUSED)
def test_what_cannot_be_done_changes_nothing_and_is_said(setup: str, words: str) -> None:
    project = start(setup)
    before = project.timeline
    done, refused = project.say(words)
    assert not done
    assert refused
    assert project.timeline == before


@pytest.mark.parametrize(("setup", "words", "text"), TEXTS)
def test_words_for_a_text_leave_the_captions_alone(setup: str, words: str, text: str) -> None:
    project = start(setup)
    before = project.timeline
    assert project.say(words) == (True, ())
    assert project.timeline.captions == before.captions
    assert text in [t.text for t in project.timeline.text_clips]


def test_the_same_file_once_more_changes_nothing() -> None:
    project = start("captioned")
    before = project.timeline
    project.say("add the captions from talk.srt")
    assert project.timeline == before


def test_an_undo_brings_captions_back() -> None:
    project = start("captioned")
    before = project.timeline
    project.say("remove the captions")
    project.say("undo")
    assert project.timeline == before


def test_captions_and_another_wish_are_both_done() -> None:
    project = start("file")
    assert project.say("make it vertical and add the subtitles from talk.srt") == (True, ())
    assert captions(project.timeline) == ALL
    assert (project.timeline.width, project.timeline.height) == (1080, 1920)


@pytest.mark.parametrize(
    "words",
    [
        "add the subtitles from talk.srt",
        "combine the clips and add talk.srt",
        "make a 10 second film and add the captions from talk.srt",
        "加上 talk.srt 字幕",
        "把这些片段剪到一起，配乐卡点，加上 talk.srt 字幕",
    ],
)
def test_a_first_message_makes_the_film_with_its_captions_and_no_clip_of_the_file(words: str) -> None:
    project = Conversation(media=PROJECTS["captioned"][0], timeline=Timeline(title="film"))
    assert project.say(words) == (True, ())
    assert captions(project.timeline) == ALL
    assert project.timeline.video_clips
    assert "media-talk" not in {clip.media_id for clip in project.timeline.video_clips}
