"""The rules: each module of this package reads the words of one operation or family, and is found by itself.

A module may have `WORDS` (concept → English and Chinese phrases; large tables stand in `vocabulary`) and `RULES`. With
`KNOWS` (names of other modules) its rules are also asked in their own words: those of the module, of the modules that
it knows, and the common ones, so that a longer phrase of another rule hides none of them. `OWN_WORDS` are heard there
only: words that files are called by as well ("logo").
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from nemovideo_mcp.language.common_words import COMMON
from nemovideo_mcp.language.lexicon import Lexicon
from nemovideo_mcp.language.readings import Rule

__all__ = ["LEXICON", "OWN", "RULES"]

_modules = [import_module(f"{__name__}.{name}") for name in sorted(m.name for m in iter_modules(__path__))]
_rules: list[Rule] = [rule for module in _modules for rule in getattr(module, "RULES", ())]


def _lexicons() -> tuple[Lexicon, tuple[tuple[Rule, Lexicon], ...]]:
    """All words in one lexicon, and each rule that is also asked in its own words with these.

    The lexicons of single modules are not kept: the joined ones have all of their phrases.
    """
    common = Lexicon(COMMON)
    by_name = {module.__name__.rpartition(".")[2]: module for module in _modules}
    words = {name: Lexicon(getattr(module, "WORDS", {})) for name, module in by_name.items()}
    own_words = {name: Lexicon(getattr(module, "OWN_WORDS", {})) for name, module in by_name.items()}
    families = {
        name: frozenset((name, *module.KNOWS)) for name, module in by_name.items() if hasattr(module, "KNOWS")
    }
    # Modules that know each other have the same words: one lexicon, so that a message is read in it once.
    shared = {
        family: Lexicon.joined([common, *(of[name] for name in sorted(family) for of in (words, own_words))])
        for family in families.values()
    }
    own = [(rule, shared[family]) for name, family in families.items() for rule in by_name[name].RULES]
    whole = Lexicon.joined([common, *words.values()])
    return whole, tuple(sorted(own, key=lambda pair: pair[0].rank))


LEXICON, OWN = _lexicons()
"""`OWN`: the rules that are also asked in their own words, each with its words, in the order of their ranks."""
RULES: tuple[Rule, ...] = tuple(sorted(_rules, key=lambda rule: rule.rank))
"""All rules, the most specific object first."""
