"""The options of an export in words: what names one, and what only sounds like it."""

from __future__ import annotations

import time

import pytest

from nemovideo_mcp.conversation.intents import route
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions

WISHES = [
    ("export a quick draft", {"quality": "draft"}),
    ("export a draft first", {"quality": "draft"}),
    ("render a preview", {"quality": "draft"}),
    ("export in low quality", {"quality": "draft"}),
    ("导出一个草稿", {"quality": "draft"}),
    ("先导出个草稿看看", {"quality": "draft"}),
    ("快速导出一个草稿", {"quality": "draft"}),
    ("export in high quality", {"quality": "high"}),
    ("download the best quality", {"quality": "high"}),
    ("export it, high quality", {"quality": "high"}),
    ("give me the film in high quality", {"quality": "high"}),
    ("导出高清", {"quality": "high"}),
    ("导出最高画质", {"quality": "high"}),
    ("export in standard quality", {}),
    ("导出标准质量", {}),
    ("give me an AV1 file", {"codec": "av1"}),
    ("can you export an hevc version?", {"codec": "hevc"}),
    ("send me the video in hevc", {"codec": "hevc"}),
    ("save it in H.265", {"codec": "hevc"}),
    ("export please, in AV1", {"codec": "av1"}),
    ("用HEVC导出", {"codec": "hevc"}),
    ("导出成AV1格式", {"codec": "av1"}),
    ("export for TikTok in HEVC", {"platform": "tiktok", "codec": "hevc"}),
    ("导出TikTok版本，用HEVC", {"platform": "tiktok", "codec": "hevc"}),
    ("export it for instagram reels in high quality", {"platform": "reels", "quality": "high"}),
    ("export for youtube shorts", {"platform": "shorts"}),
    ("export for youtube", {"platform": "youtube"}),
    ("导出给油管用的高清版本", {"platform": "youtube", "quality": "high"}),
    ("export for X", {"platform": "x"}),
    ("export for x in 4k", {"platform": "x"}),
    ("export with hardware encoding", {"hardware": True}),
    ("用显卡导出", {"hardware": True}),
]


@pytest.mark.parametrize(("words", "options"), WISHES, ids=[words for words, _ in WISHES])
def test_a_wish_for_an_export_names_its_options(words: str, options: dict[str, object]) -> None:
    routing = route(words)
    assert [action.kind for action in routing.actions] == ["export"]
    assert routing.actions[0].options == ExportOptions.from_json(options)


MIXED = [
    ("make it 20 seconds long and export a draft", "make it 20 seconds long", {"quality": "draft"}),
    ("render it in high quality and make it 20 seconds", "make it 20 seconds", {"quality": "high"}),
    ("剪短一点再导出高清", "剪短一点", {"quality": "high"}),
    ("use the high quality clips first and export", "use the high quality clips first", {}),
    ("make it for tiktok and export", "make it for tiktok", {}),
]


@pytest.mark.parametrize(("words", "edit", "options"), MIXED, ids=[words for words, *_ in MIXED])
def test_an_edit_beside_it_is_made_and_knows_nothing_of_the_options(
    words: str, edit: str, options: dict[str, object]
) -> None:
    message, export = route(words).actions
    assert (message.kind, message.text) == ("message", edit)
    assert export.kind == "export"
    assert export.options == ExportOptions.from_json(options)


def test_a_name_for_the_file_is_kept_beside_the_options() -> None:
    for words in ("export it in high quality as trip.mp4", "export to trip.mp4 in high quality"):
        (export,) = route(words).actions
        assert (export.path, export.options) == ("trip.mp4", ExportOptions(quality="high"))


@pytest.mark.parametrize(
    "words",
    [
        "high quality footage first",
        "export only the high quality clips",
        "don't export a draft yet",
        "draft a title for the film",
        "start with a rough draft",
        "make me a quick draft of the trip",
        "i want a high quality video",
        "cut the AV1 clip",
        'add a title "export in hevc"',
        "the export is low quality, why?",
        "为什么导出的质量这么差",
    ],
)
def test_what_only_sounds_like_an_option_exports_nothing(words: str) -> None:
    assert "export" not in [action.kind for action in route(words).actions]


@pytest.mark.parametrize(
    "words",
    [
        "export",
        "导出",
        "export the draft",
        "export it",
        "export in hevc and in av1",
        "导出抖音版",
        "export for facebook",
    ],
)
def test_an_export_without_options_is_the_one_that_it_always_was(words: str) -> None:
    (export,) = route(words).actions
    assert export.kind == "export"
    assert export.options == STANDARD


def test_words_without_end_are_read_in_linear_time() -> None:
    def took(times: int) -> float:
        began = time.process_time()
        route("export a quick rough small draft in high quality for the " * times)
        return time.process_time() - began

    took(1)
    assert took(300) < 8 * took(75) + 0.05
