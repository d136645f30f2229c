"""What is set about an overlay, as a person would say it."""

from __future__ import annotations

from typing import Literal

from nemovideo_mcp.edit.operations.base import factor_words
from nemovideo_mcp.edit.values import Position
from nemovideo_mcp.edit.wording import Words, joined
from nemovideo_mcp.messages.clips import choice_word

__all__ = ["EFFECTS", "Effect", "look_said", "place_words"]

Effect = Literal["blur", "pixelate"]

EFFECTS = {"blur": Words("blurred", "模糊"), "pixelate": Words("pixelated", "马赛克")}


def place_words(
    place: str | None,
    position: Position | None,
    *,
    width: float | None = None,
    height: float | None = None,
    size_by: float | None = None,
) -> Words:
    """Where it stands and how large it is, as far as that is given."""
    parts: list[Words] = []
    if position is not None:
        point = f"{position.x * 100:g}% × {position.y * 100:g}%"
        parts.append(Words(f", its middle at {point} of the frame", f"，中心在画面的 {point} 处"))
    elif place is not None:
        parts.append(Words(f", {place}", f"，位置{choice_word('place', place, 'zh')}"))
    if width is not None:
        share = f"{width * 100:g}%"
        parts.append(Words(f", {share} of the frame's width", f"，宽度为画面的 {share}"))
    if height is not None:
        share = f"{height * 100:g}%"
        parts.append(Words(f", {share} of its height", f"，高度为画面的 {share}"))
    if size_by is not None:
        by = factor_words(size_by)
        parts.append(Words(f", size {by.en}", f"，大小为{by.zh}"))
    return joined(*parts)


def look_said(
    *,
    opacity: float | None,
    rounded: float | None,
    border: float | None,
    border_color: str | None,
    volume: float | None,
) -> Words:
    """How it looks and sounds, as far as that is given."""
    shares = (
        (opacity, ", {} opaque", "，不透明度 {}"),
        (rounded, ", corners rounded by {}", "，圆角 {}"),
        (border, ", with a border of {}", "，边框 {}"),
        (volume, ", its sound at {}", "，声音 {}"),
    )
    parts = [
        Words(en.format(f"{value * 100:g}%"), zh.format(f"{value * 100:g}%"))
        for value, en, zh in shares
        if value is not None
    ]
    if border_color is not None:
        parts.append(Words(f", border colour {border_color}", f"，边框颜色 {border_color}"))
    return joined(*parts)
