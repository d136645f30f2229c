"""What is said of characters that no font has: they stay in the words and are left out of the picture."""

from __future__ import annotations

from collections.abc import Iterable

from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.wording import Words

__all__ = ["notes_on_undrawn"]

_MOST_SHOWN = 12


def notes_on_undrawn(context: EditContext, texts: Iterable[tuple[str, str]]) -> tuple[Words, ...]:
    """One note with the characters of `texts`, each with its font's role, that are not drawn; none where all are."""
    # Every font has all of ASCII.
    asked = dict.fromkeys((text, font) for text, font in texts if not text.isascii())
    missing = "".join(dict.fromkeys("".join(context.undrawable(text, font) for text, font in asked)))
    if not missing:
        return ()
    shown = " ".join(missing[:_MOST_SHOWN])
    return (
        Words(
            f"no font here has these characters, so they are left out of the picture: {shown}",
            f"现有字体没有这些字符，画面上不会显示：{shown}",
        ),
    )
