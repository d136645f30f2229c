"""The editor that an export is for, in words: "export it as a Premiere project", "导出为达芬奇工程"."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["editor_in"]

# What is said in Latin letters and in Chinese, and the format that it means; CapCut has none, and is refused by its
# name.
_SAID: Sequence[tuple[str, str, str]] = (
    ("otioz", "", "otioz"),
    ("otio|open ?timeline ?io|kdenlive", "", "otio"),
    (
        "final cut(?: pro)?|fcpx(?:ml)?|da ?vinci(?: resolve)?|(?:to|for|in|into|as) resolve",
        "达芬奇",
        "fcpxml",
    ),
    ("premiere(?: pro)?|fcp ?7|xmeml|after effects", "pr ?工程", "xml"),
    ("edl|edit decision list|avid|media composer", "", "edl"),
    ("cap ?cut|jian ?ying", "剪映", "capcut"),
)


def _pattern(latin: str, chinese: str) -> re.Pattern[str]:
    # Chinese characters stand beside a Latin word without a space: `\b` finds no bound there.
    word = rf"(?<![a-z0-9_])(?:{latin})(?![a-z0-9_])"
    return re.compile(f"{word}|{chinese}" if chinese else word, re.IGNORECASE)


_EDITORS = tuple((_pattern(latin, chinese), kind) for latin, chinese, kind in _SAID)


def editor_in(text: str) -> str:
    """The format of the editor that a wish for an export names; empty where it names none."""
    return next((kind for said, kind in _EDITORS if said.search(text)), "")
