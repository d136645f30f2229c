"""How a text is set and moves, from words: judged by the timeline that must hold; traps change no text."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.timeline.model import TextClip
from support.films import SteadyPlanner, film, media_of
from support.words import meant

USUAL = {"font": "neutral", "effect": "soft", "effect_color": None, "entrance": "fade", "exit": "fade"}


def texts_after(*sentences: str, project: str = "titled") -> tuple[TextClip, ...]:
    """The texts of the film once the sentences, said one after the other, were carried out one by one."""
    timeline = film(project)
    context = EditContext(media=media_of(project), planner=SteadyPlanner())
    for n in range(1, len(sentences) + 1):
        found = meant(project, *sentences[:n])
        assert not found.refusals, found.refusals
        assert not found.unknown, found.unknown
        assert found.operations
        timeline = apply(timeline, found.operations, context).timeline
    return timeline.text_clips


def dressed(text: TextClip) -> dict[str, Any]:
    return {key: value for key, usual in USUAL.items() if (value := getattr(text, key)) != usual}


TITLE: list[tuple[str, dict[str, Any]]] = [
    ("make the title handwritten", {"font": "handwritten"}),
    ("title in a serif font", {"font": "serif"}),
    ("set the title in a condensed font", {"font": "condensed"}),
    ("change the title to serif", {"font": "serif"}),
    ("make the title pop in on the beat", {"entrance": "pop"}),
    ("the title should appear letter by letter", {"entrance": "typewriter"}),
    ("let the title type itself out", {"entrance": "typewriter"}),
    ("show the title word by word", {"entrance": "word_by_word"}),
    ("let the title rise from below", {"entrance": "rise"}),
    ("the title rises up", {"entrance": "rise"}),
    ("the title pops in and rises on the way out", {"entrance": "pop", "exit": "rise"}),
    ("make the title pop in and out", {"entrance": "pop", "exit": "pop"}),
    ("give the title an outline", {"effect": "outline"}),
    ("add a red outline to the title", {"effect": "outline", "effect_color": "#ff0000"}),
    ("title with a drop shadow", {"effect": "shadow"}),
    ("add a shadow to the title", {"effect": "shadow"}),
    ("put a box behind the title", {"effect": "box"}),
    ("put a yellow box behind the title", {"effect": "box", "effect_color": "#ffd400"}),
    ("remove the title animation", {"entrance": "none", "exit": "none"}),
    ("remove the animation from the title", {"entrance": "none", "exit": "none"}),
    ("remove the shadow from the title", {"effect": "plain"}),
    ("标题用手写体", {"font": "handwritten"}),
    ("标题改成宋体", {"font": "serif"}),
    ("标题字体换成衬线", {"font": "serif"}),
    ("标题描边", {"effect": "outline"}),
    ("标题加黑色描边", {"effect": "outline", "effect_color": "#000000"}),
    ("给标题加阴影", {"effect": "shadow"}),
    ("标题加个黄色底框", {"effect": "box", "effect_color": "#ffd400"}),
    ("标题弹入", {"entrance": "pop"}),
    ("标题在节拍上弹入", {"entrance": "pop"}),
    ("标题逐字出现", {"entrance": "typewriter"}),
    ("标题打字机效果", {"entrance": "typewriter"}),
    ("标题从下往上升起", {"entrance": "rise"}),
    ("标题弹入，退场用打字机", {"entrance": "pop", "exit": "typewriter"}),
    ("去掉标题动画", {"entrance": "none", "exit": "none"}),
]


@pytest.mark.parametrize(("sentence", "wanted"), TITLE)
def test_the_title_is_dressed_and_nothing_else_of_the_texts_changes(
    sentence: str, wanted: dict[str, Any]
) -> None:
    before = film("titled").text_clips
    title, end = texts_after(sentence)
    assert dressed(title) == wanted
    assert end == before[1]
    assert (title.text, title.start_ms, title.duration_ms, title.place, title.size) == (
        "Sunday Ride",
        0,
        3000,
        "center",
        1.0,
    )


NEW: list[tuple[str, str, dict[str, Any]]] = [
    (
        "add a handwritten title 'Sunday Ride' that types itself",
        "Sunday Ride",
        {"font": "handwritten", "entrance": "typewriter"},
    ),
    ('add a title "Hi" with a black outline', "Hi", {"effect": "outline", "effect_color": "#000000"}),
    ('add a lower third "Maria" in a serif font', "Maria", {"font": "serif"}),
    (
        'put the title "Go" at the top in a handwritten font, popping in',
        "Go",
        {"font": "handwritten", "entrance": "pop"},
    ),
    ('add a title "Hi" at the start and make it pop in', "Hi", {"entrance": "pop"}),
    ("加一个手写体标题“周日骑行”，打字机效果", "周日骑行", {"font": "handwritten", "entrance": "typewriter"}),
    ("结尾加“再见”，手写体，弹入", "再见", {"font": "handwritten", "entrance": "pop"}),
]


@pytest.mark.parametrize(("sentence", "words", "wanted"), NEW)
def test_a_new_text_is_dressed_as_it_is_told(sentence: str, words: str, wanted: dict[str, Any]) -> None:
    (text,) = texts_after(sentence, project="cut")
    assert text.text == words
    assert dressed(text) == wanted


def test_the_colours_of_the_letters_and_of_the_box_are_told_apart() -> None:
    (text,) = texts_after('add the title "Hi" in yellow with a blue box', project="cut")
    assert (text.color, text.effect, text.effect_color) == ("#ffd400", "box", "#0000ff")


def test_white_letters_on_a_light_box_become_black() -> None:
    title, _ = texts_after("put a yellow box behind the title")
    assert title.color == "#000000"
    title, _ = texts_after("put a blue box behind the title")
    assert title.color == "#ffffff"


@pytest.mark.parametrize(
    "sentence", ["use a serif font", "change the font to serif", "字体换成衬线", "把字体改成衬线体"]
)
def test_a_font_without_a_text_is_that_of_all_texts(sentence: str) -> None:
    assert [dressed(text) for text in texts_after(sentence)] == [{"font": "serif"}] * 2


@pytest.mark.parametrize(
    ("sentences", "wanted"),
    [
        (("make the title yellow", "and give it an outline"), {"effect": "outline"}),
        (("make the title pop in", "no animation please"), {"entrance": "none", "exit": "none"}),
        (("标题放大", "加描边"), {"effect": "outline"}),
        (("put a box behind the title", "remove the box"), {}),
        (("给标题加描边", "标题弹入", "去掉标题描边"), {"entrance": "pop"}),
    ],
)
def test_a_talk_goes_on_about_the_text(sentences: tuple[str, ...], wanted: dict[str, Any]) -> None:
    assert dressed(texts_after(*sentences)[0]) == wanted


def test_a_first_message_dresses_its_title() -> None:
    for sentence in (
        'combine everything, 15 seconds, condensed title "RACE" in a box, popping in',
        "剪成15秒，窄体标题“RACE”，加底框，弹入",
    ):
        added = [o for o in meant("fresh", sentence).operations if o.name == "add_text"]
        assert [o.model_dump(include={"text", "font", "effect", "entrance"}) for o in added] == [
            {"text": "RACE", "font": "condensed", "effect": "box", "entrance": "pop"}
        ]


TRAPS = [
    "handwritten letter clip first",
    "the clip with the box goes first",
    "put the box clip at the end",
    "the typewriter clip goes first",
    "the shadow clip goes last",
    "delete the shadow clip",
    "cut the outline of the mountain clip",
    "put the serif clip first",
    "mute the typing clip",
    "speed up the bouncing clip",
    "draw a box around the parrot",
    "pop music",
    "make the drums pop",
    "add a bouncy song",
    "rise the volume",
    "把手写的那段放到最前面",
    "把有框的那段放前面",
    "盒子那段放最前面",
    "影子那段删掉",
    "弹跳那段放慢",
    "流行音乐",
    "鼓点要弹一点",
]
REFUSED = [
    "make the title bold",
    "make the title glow",
    "标题加粗",
    "标题霓虹效果",
    "标题飞入",
    "give the text an outline",
    "文字弹入",
    "put a box behind the subtitle",
    "加一个手写体标题，打字机效果",
    "add a handwritten title",
    "remove the animation",
    "去掉动画",
]


@pytest.mark.parametrize("sentence", TRAPS)
def test_a_trap_changes_no_text(sentence: str) -> None:
    assert not [o for o in meant("titled", sentence).operations if o.name.endswith("_text")]


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_done_or_is_not_clear_is_refused(sentence: str) -> None:
    found = meant("titled", sentence)
    assert not found.operations
    assert found.refusals


def test_words_that_only_begin_like_a_font_are_the_words_of_a_title() -> None:
    assert texts_after("change the title to Serif Love")[0].text == "Serif Love"
    assert texts_after("标题改成阴影里的人")[0].text == "阴影里的人"
    assert texts_after("标题改成“宋体”")[0].text == "宋体"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("give the text an outline", {"effect": "outline"}),
        ("文字弹入", {"entrance": "pop"}),
        ("remove the animation", {"entrance": "none", "exit": "none"}),
        ("put a box behind the subtitle", {"effect": "box"}),
    ],
)
def test_the_only_text_is_the_one_that_is_meant(sentence: str, wanted: dict[str, Any]) -> None:
    context = EditContext(media=media_of("titled"), planner=SteadyPlanner())
    alone = apply(
        film("titled"), parse_operations([{"op": "remove_text", "texts": "t2"},
        {"op": "change_text", "texts": "t1", "kind": "subtitle"}]), context
    ).timeline  # fmt: skip
    found = understand(sentence, Scene(timeline=alone, media=media_of("titled"), focus=Focus()))
    assert not found.unknown
    assert not found.refusals
    (text,) = apply(alone, found.operations, context).timeline.text_clips
    assert dressed(text) == wanted
