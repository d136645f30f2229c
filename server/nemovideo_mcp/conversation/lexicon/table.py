"""The fields of a language's table. Adding a language means adding a table, concepts and labelled sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["CONTENT", "FILE", "FOLDER", "NAME", "IntentWords", "Kind"]

Kind = Literal["export", "credits", "state", "upload", "message"]

# What the patterns see in place of a quotation, of a media file and of any other address or folder. The classifier
# sees NAME in place of a media file that is a bare name: it may be a clip that is on the timeline already.
CONTENT = "\ue000"
FILE = "\ue001"
FOLDER = "\ue002"
NAME = "\ue003"


@dataclass(frozen=True, kw_only=True)
class IntentWords:
    """Patterns over folded text: lower case, simplified characters, ASCII punctuation marks of quotations removed.

    `contents` introduce words that are shown or said, not meant (group 1 is that content).
    `breaks` part a message into clauses; `joints` part a clause where both sides may be wishes.
    `delays` stand before a joint of time ("later I will", 等我) that makes what follows no wish of now.
    `after` begins a clause that comes first although it is said later; `firsts` begin one too, `first_tails` end one.
    `courtesies` are whole clauses that ask for nothing.
    `recalls` take back the wishes said before.
    `possessed` marks a clause with a file that is on the timeline already and not to be uploaded.
    `targets` stand before a name that an export is to have.
    `after_names` are words that end a file's name with spaces; `before_names` are written together with one.
    `keywords` and `homophones` are for the mending of typing errors.
    """

    language: str
    contents: tuple[str, ...]
    breaks: tuple[str, ...]
    delays: tuple[str, ...]
    joints: tuple[str, ...]
    after: tuple[str, ...]
    firsts: tuple[str, ...]
    first_tails: tuple[str, ...]
    courtesies: tuple[str, ...]
    recalls: tuple[str, ...]
    possessed: tuple[str, ...]
    targets: tuple[str, ...]
    after_names: tuple[str, ...]
    before_names: tuple[str, ...]
    keywords: tuple[str, ...]
    homophones: Mapping[str, str]
