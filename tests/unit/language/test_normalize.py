"""Messages are matched in one form, and every character knows where it came from."""

from __future__ import annotations

import pytest

from nemovideo_mcp.language.normalize import fold


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("請把第二個鏡頭縮短", "请把第二个镜头缩短"),
        ("纔罵畢貢獻廚櫥", "才骂毕贡献厨橱"),
        ("將鸚鵡嗰段剪短啲", "将鹦鹉那段剪短一点"),
        ("唔該幫佢閂咗聲", "麻烦帮它关掉声"),
        ("ＣＬＩＰ　２　靜音", "clip 2 静音"),
    ],
)
def test_traditional_and_cantonese_characters_are_read_as_simplified_ones(written: str, matched: str) -> None:
    assert fold(written).text == matched


def test_a_character_of_the_folded_text_leads_back_to_the_one_that_was_typed() -> None:
    typed = "把🎬鸚鵡放到最前面"
    folded = fold(typed)

    start = folded.text.index("鹦鹉")

    assert typed[folded.origins[start] : folded.origins[start + 2]] == "鸚鵡"
