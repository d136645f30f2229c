"""The one look-up in the tables of words for people.

Every other module of this folder is a table: a key → the words in English and Chinese, with `{fields}` to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

__all__ = ["Catalogue", "Language", "Words", "is_chinese", "language_tag", "say", "words_of"]

Language = Literal["en", "zh"]


class Words(NamedTuple):
    """The same statement in English and Chinese."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The statement in `language`, a tag as `en` or `zh-CN`; English where it is neither."""
        return self.zh if is_chinese(language) else self.en

    def pair(self) -> dict[str, str]:
        """Both languages, as the fields of errors take them."""
        return {"en": self.en, "zh": self.zh}


Catalogue = Mapping[str, tuple[str, str]]

_CHINESE_PREFIX: Final = "zh"


def is_chinese(language: str) -> bool:
    """Whether `language`, a tag as `zh`, `zh-CN` or `en-US`, is Chinese."""
    return language.lower().startswith(_CHINESE_PREFIX)


def language_tag(language: str) -> Language:
    """`zh` for any Chinese tag, else `en`: the two languages that the catalogues have."""
    return "zh" if is_chinese(language) else "en"


def words_of(catalogue: Catalogue, key: str, /, **fields: object) -> Words:
    """As `say`, in both languages; of a field that is `Words` itself, each has its own."""

    def filled(said: str, language: Language) -> str:
        own = {k: v.in_language(language) if isinstance(v, Words) else v for k, v in fields.items()}
        return said.format(**own)

    en, zh = catalogue[key]
    return Words(filled(en, "en"), filled(zh, "zh"))


def say(catalogue: Catalogue, key: str, language: str, /, **fields: object) -> str:
    """Look up a sentence and fill in its fields.

    Args:
        catalogue: A table of this folder, for example `messages.tools.TOOLS`.
        key: The sentence's key in that table.
        language: A language tag; English where it is not Chinese.
        **fields: Values for the sentence's `{fields}`.

    Raises:
        KeyError: The table has no such key, or the sentence has a field that was not given.
    """
    return Words(*catalogue[key]).in_language(language).format(**fields)
