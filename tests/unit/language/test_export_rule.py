"""What the studio makes of a wish for an export that reaches it as a message: no edit, and nothing unknown."""

from __future__ import annotations

import pytest

from nemovideo_mcp.timeline.platforms import PRESETS
from unit.language.scenes import heard


@pytest.mark.parametrize(
    "words",
    [
        "export a quick draft",
        "导出高清",
        "export for TikTok in HEVC",
        "give me an AV1 file",
        "用HEVC导出",
        "save it in H.265",
    ],
)
def test_an_export_with_options_is_a_wish_for_the_file_and_no_edit(words: str) -> None:
    meant = heard(words)
    assert meant.wants_export
    assert (meant.operations, meant.unknown, meant.refusals) == ((), (), ())


@pytest.mark.parametrize("words", ["make it for tiktok and export", "改成抖音版然后导出"])
def test_a_reshape_beside_an_export_is_still_made(words: str) -> None:
    meant = heard(words)
    assert meant.wants_export
    assert [operation.name for operation in meant.operations] == ["set_canvas"]


def test_footage_of_high_quality_is_no_wish_for_the_file() -> None:
    assert not heard("high quality footage first").wants_export


@pytest.mark.parametrize("platform", PRESETS)
def test_what_a_refused_export_offers_to_say_is_understood(platform: str) -> None:
    ratio = PRESETS[platform].ratio
    for words in (f"make it {ratio}", f"把画面改为 {ratio}"):
        (operation,) = heard(words).operations
        assert operation.model_dump(exclude_defaults=True) == {"ratio": ratio}
    for words in ("set the frame rate to 30 fps", "把帧率改为 30"):
        (operation,) = heard(words).operations
        assert operation.model_dump(exclude_defaults=True) == {"frame_rate": 30.0}
