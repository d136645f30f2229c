"""The editor that an export is for, in words: "export it as a Premiere project", "导出为达芬奇工程"."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["editor_in"]

# What is said, and the format that it means; CapCut has none, and is refused by its name.
_SAID: Sequence[tuple[str, str]] = (
    (r"\botioz\b", "otioz"),
    (r"\b(?:otio|open ?timeline ?io|kdenlive)\b", "otio"),
    (
        r"\b(?:final cut(?: pro)?|fcpx(?:ml)?|da ?vinci(?: resolve)?|(?:to|for|in|into|as) resolve)\b|达芬奇",
        "fcpxml",
    ),
    (r"\b(?:premiere(?: pro)?|fcp ?7|xmeml|after effects)\b|pr ?工程", "xml"),
    (r"\b(?:edl|edit decision list|avid|media composer)\b", "edl"),
    (r"\b(?:cap ?cut|jian ?ying)\b|剪映", "capcut"),
)
_EDITORS = tuple((re.compile(said, re.IGNORECASE), kind) for said, kind in _SAID)


def editor_in(text: str) -> str:
    """The format of the editor that a wish for an export names; empty where it names none."""
    return next((kind for said, kind in _EDITORS if said.search(text)), "")
