"""The rules: each module of this package reads the words of one operation or family, and is found by itself.

A module may have `WORDS` (concept → English and Chinese phrases) and `RULES`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from nemovideo_mcp.language.lexicon import BASE, Lexicon, Vocabulary
from nemovideo_mcp.language.readings import Rule

__all__ = ["LEXICON", "RULES"]

_modules = [import_module(f"{__name__}.{name}") for name in sorted(m.name for m in iter_modules(__path__))]
_vocabularies: list[Vocabulary] = [BASE, *(getattr(module, "WORDS", {}) for module in _modules)]
_rules: list[Rule] = [rule for module in _modules for rule in getattr(module, "RULES", ())]

LEXICON = Lexicon(_vocabularies)
RULES: tuple[Rule, ...] = tuple(sorted(_rules, key=lambda rule: rule.rank))
"""All rules, the most specific object first."""
