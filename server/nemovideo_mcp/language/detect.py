"""Which of our two languages a person writes in."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["language_of", "language_of_environment"]

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」|《[^》]*》|'[^']*'")


def language_of(text: str, *, otherwise: str = "en") -> str:
    """`zh` if `text` has Chinese characters outside its quotations, `en` if it has Latin letters, else `otherwise`."""
    words = _QUOTED.sub(" ", text)
    if _CHINESE.search(words):
        return "zh"
    return "en" if re.search(r"[A-Za-z]", words) else otherwise


def language_of_environment(environ: Mapping[str, str]) -> str:
    """`zh` where the locale is Chinese, else `en`."""
    locale = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "")
    return "zh" if locale.lower().startswith("zh") else "en"
