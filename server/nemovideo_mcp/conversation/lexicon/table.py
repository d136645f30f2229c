"""The fields of a language's table of wishes. Adding a language means adding a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["CONTENT", "FILE", "FOLDER", "IntentWords", "Kind", "Rule"]

Kind = Literal["export", "credits", "state", "upload", "message"]

# What the patterns see in place of a quotation, of a media file and of any other address or folder.
CONTENT = "\ue000"
FILE = "\ue001"
FOLDER = "\ue002"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`pattern` means `kind`, because of `reason` (a few words that a builder can read)."""

    kind: Kind
    reason: str
    pattern: str


@dataclass(frozen=True, kw_only=True)
class IntentWords:
    """Patterns over folded text: lower case, simplified characters, ASCII punctuation marks of quotations removed.

    `contents` introduce words that are shown or said, not meant (group 1 is that content).
    `breaks` part a message into clauses; `joints` part a clause where both sides may be wishes.
    `leads` and `tails` are stripped off both ends of a clause, again and again.
    `before` begins a clause about what is still to come before an export; it is no wish.
    `after` begins a clause that comes first although it is said later; `firsts` begin one too, `first_tails` end one.
    `traps` make a clause a message although it holds a keyword.
    `negations` make a wish no wish; `pleas` are negations in form only ("don't forget to").
    `rules` are tried at the start of what `leads` left. `openings` are where a wish may start inside a clause.
    `nouns` are whole clauses of one word, which count only alone or beside other wishes.
    `remarks` are whole clauses that ask for nothing, and vanish beside a wish, unless they hold `edits`.
    `recalls` take back the wishes said before.
    `introductions` are all that is said about a file that is merely handed over.
    `possessed` marks a clause with a file that is on the timeline already and not to be uploaded.
    `targets` stand before a name that an export is to have.
    `exporting` are the words by which a clause with such a name is an export.
    `after_names` are words that end a file's name with spaces; `before_names` are written together with one.
    `keywords` and `homophones` are for the mending of typing errors.
    """

    language: str
    contents: tuple[str, ...]
    breaks: tuple[str, ...]
    joints: tuple[str, ...]
    leads: tuple[str, ...]
    tails: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    firsts: tuple[str, ...]
    first_tails: tuple[str, ...]
    traps: tuple[str, ...]
    negations: tuple[str, ...]
    pleas: tuple[str, ...]
    rules: tuple[Rule, ...]
    openings: tuple[str, ...]
    nouns: tuple[Rule, ...]
    remarks: tuple[str, ...]
    edits: tuple[str, ...]
    recalls: tuple[str, ...]
    introductions: tuple[str, ...]
    possessed: tuple[str, ...]
    targets: tuple[str, ...]
    exporting: tuple[str, ...]
    after_names: tuple[str, ...]
    before_names: tuple[str, ...]
    keywords: tuple[str, ...]
    homophones: Mapping[str, str]
