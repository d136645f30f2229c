"""The fields of a language's table of GUI speech; the tables hold data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["LABELLED", "NAMED", "QUOTED", "WEAK", "GuiAction", "GuiWords", "Meanings"]

GuiAction = Literal["export", "state", "credits", "upload", "message", "summary"]
# A menu on the way to something else; it is `state` only where nothing else is meant.
WEAK = "weak"

# Spans that are taken as one are a single character of these ranges in the patterns' eyes.
QUOTED = r"[\U000F0000-\U000F7FFF]"
LABELLED = r"[\U000F8000-\U000FFFFF]"
NAMED = r"[\U00100000-\U0010FFFF]"

Meanings = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class GuiWords:
    """The patterns of a language, without regard to capitals. All of them must be linear in the length of a clause.

    `leads` are taken off the front of a clause before anything else is tried on it ("please", "you can", 请).
    `commands` begin a clause that is GUI speech; each has a kind, and the first entry of `meanings[kind]` that is
    found in what the command is about names the action; `aims` are looked for in the rest of the clause before
    the last, general meaning. `statements` make a clause GUI speech wherever they stand; `asides` too, without an
    action. `steps` are GUI speech only beside other GUI speech ("choose 1080p"). `purposes` begin a clause that
    goes with its neighbour ("to do so", "once you're happy"). `introductions` are lines and labels that only
    announce steps. `independent` begins a clause that is content although it follows GUI speech in one sentence.
    `contents` make a clause content although it begins as a command does ("open doors are …"). `reported` ends a
    clause after which words are quoted without marks, `captions` one before a colon. `stories` begin a clause that
    tells of somebody in the film, `listings` is found in the head of a list of what the film shows; what follows
    either is GUI speech only with `evidence`, something that only an editor has. `breaks` are further places where
    a clause may end. `joints` are left hanging at the front when what was before them has gone;
    `additions` too, but they stay where something was said before that.
    """

    leads: tuple[str, ...]
    commands: tuple[tuple[str, str], ...]
    contents: tuple[str, ...]
    object_ends: str
    meanings: Mapping[str, Meanings]
    aims: Meanings
    statements: tuple[tuple[str, str], ...]
    asides: tuple[str, ...]
    steps: tuple[str, ...]
    purposes: tuple[str, ...]
    introductions: tuple[str, ...]
    independent: tuple[str, ...]
    reported: tuple[str, ...]
    captions: tuple[str, ...]
    stories: tuple[str, ...]
    evidence: tuple[str, ...]
    listings: tuple[str, ...]
    breaks: tuple[str, ...]
    joints: tuple[str, ...]
    additions: tuple[str, ...]
