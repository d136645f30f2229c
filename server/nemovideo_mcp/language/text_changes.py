"""Changes of a text against how it is now: a step up or down, one word for another, all in capitals."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from nemovideo_mcp.edit.values import Position
from nemovideo_mcp.timeline.model import TextClip

__all__ = ["meant_text", "moved_a_step", "with_other_word"]

_ROWS = ("top", "center", "bottom")
_ALIKE = 0.7
_STEP = 0.15


def moved_a_step(text: TextClip, *, up: bool) -> dict[str, Any] | None:
    """The place of `text` one row higher or lower, as fields of an operation; None at the edge of the picture."""
    if text.position is not None:
        x, y = text.position
        moved = round(min(max(y - _STEP if up else y + _STEP, 0.05), 0.95), 3)
        return {"position": Position(x=x, y=moved)} if moved != y else None
    place = text.place or ("center" if text.style in ("title", "end_card") else "bottom")
    row, _, side = place.partition("-")
    if row in ("left", "right"):
        row, side = "center", row
    at = _ROWS.index(row) + (-1 if up else 1)
    if not 0 <= at < len(_ROWS):
        return None
    if _ROWS[at] == "center":
        return {"place": side or "center"}
    return {"place": f"{_ROWS[at]}-{side}" if side else _ROWS[at]}


def with_other_word(text: str, old: str, new: str) -> str | None:
    """`text` with `new` in place of `old`, which is a part of it but not the whole; None where it is none."""
    at = text.casefold().find(old.casefold().strip())
    if not old.strip() or at < 0 or old.casefold().strip() == text.casefold().strip():
        return None
    return text[:at] + new + text[at + len(old.strip()) :]


def meant_text(texts: Sequence[TextClip], words: str) -> TextClip | None:
    """The one text that `words` are another spelling of."""
    alike = [
        text
        for text in texts
        if SequenceMatcher(None, text.text.casefold(), words.casefold()).ratio() >= _ALIKE
    ]
    return alike[0] if len(alike) == 1 else None
