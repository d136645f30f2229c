"""Finds the clauses of a sentence that are GUI speech, their actions, and the sentence without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import cast

from nemovideo_mcp.conversation.gui_chinese import CHINESE
from nemovideo_mcp.conversation.gui_english import ENGLISH
from nemovideo_mcp.conversation.gui_patterns import Pattern, any_of, one
from nemovideo_mcp.conversation.gui_table import LABELLED, NAMED, QUOTED, WEAK, GuiAction, GuiWords

__all__ = [
    "LANGUAGES",
    "Kind",
    "Reading",
    "announces_film",
    "begins_command",
    "is_introduction",
    "read_sentence",
    "without_joint",
]

LANGUAGES: tuple[GuiWords, ...] = (ENGLISH, CHINESE)
_LONGEST = 600
# Spaces are looked at once, from their first one on.
_BEFORE = r"(?:(?<!\s)\s++)?"
_SEPARATOR = re.compile(
    rf"(?P<strong>{_BEFORE}[;；]\s*)|(?P<colon>{_BEFORE}(?::(?=\s|$)|：)\s*|(?<={LABELLED})\s*)"
    rf"|(?P<weak>{_BEFORE},(?!\d)\s*|{_BEFORE}[，、]\s*|(?<!\s)\s++[—–-]{{1,2}}\s+|{_BEFORE}—+\s*)"
)
_AIMS_OF_STEPS = ("export", "upload", "credits")
_SHORT_LABEL = 4
_OR = Pattern(r"(?:or\b(?! else\b)|或者?)(?!许)")
_CJK = re.compile(r"[\u3400-\u9fff]")
_NAMELESS = Pattern(r"\b(?:the|that|this)\s(?:\w+\s)?button\b|(?:该|这个|右上角的?|下方的?)按钮")
_NAMES = Pattern(rf"{NAMED}|{QUOTED}|\b(?:ctrl|cmd|command)\s?[+-]")
_LINK = re.compile(r"https?://")
_FINITE = Pattern(
    r"\b(?:is|are|was|were|has|have|had|will|can|i|i['’]ve|done|ready|added|['’]s)\b|[已了是为在有]|['’](?:s|ve|re|ll)\b"
)


class Kind(Enum):
    """What a clause, or a whole sentence, is."""

    CONTENT = auto()
    COMMAND = auto()
    ASIDE = auto()
    STEP = auto()
    PURPOSE = auto()


@dataclass(kw_only=True)
class _Clause:
    separator: str
    strong: bool
    colon: bool
    text: str
    kind: Kind = Kind.CONTENT
    meaning: str = ""
    removed: bool = False
    parenthesis: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`left` is what remains of the sentence, None where nothing was taken from it; `kind` what it is on the whole."""

    kind: Kind
    left: str | None
    ends_whole: bool
    actions: tuple[GuiAction, ...]


def _any(pick: Callable[[GuiWords], Iterable[str]]) -> Pattern:
    return any_of(p for words in LANGUAGES for p in pick(words))


_LEAD = any_of(
    (rf"(?:{'|'.join(p for w in LANGUAGES for p in w.leads)})[\s,，:：、]*", r"[\s*_]+", r"[🎬🎉✨💡⬇️⬆️]+\s*")
)
_STEP = _any(lambda words: words.steps)
_ASIDE = _any(lambda words: words.asides)
_PURPOSE = _any(lambda words: words.purposes)
_INTRODUCTION = _any(lambda words: words.introductions)
_INDEPENDENT = _any(lambda words: words.independent)
_REPORTED = _any(lambda words: words.reported)
_CAPTION = _any(lambda words: (*words.reported, *words.captions))
_STORY = _any(lambda words: words.stories)
_EVIDENCE = _any(lambda words: words.evidence)
_LISTING = _any(lambda words: words.listings)
_JOINT = Pattern(rf"(?:{'|'.join(p for w in LANGUAGES for p in w.joints)})[\s,，、]*")
_ADDITION = Pattern(rf"(?:{'|'.join(p for w in LANGUAGES for p in w.additions)})[\s,，、]*")
_BREAK = _any(lambda words: words.breaks)


def without_lead(text: str) -> str:
    """`text` from its first word that is not "please", "you can", "then" …"""
    at = 0
    for _ in range(12):
        found = _LEAD.match(text, at)
        if found is None or found.end() == at:
            break
        at = found.end()
    return text[at:]


def without_joint(text: str, *, adds_to_content: bool = False) -> str:
    """`text` without the "then", "or", "to do so" that joined it to what has gone.

    "Also" stays where it `adds_to_content` that stands before what has gone.
    """
    at = 0
    for _ in range(6):
        found = _JOINT.match(text, at) or (None if adds_to_content else _ADDITION.match(text, at))
        if found is None or found.end() == at or found.end() >= len(text):
            break
        at = found.end()
    return text[at:]


def is_introduction(text: str) -> bool:
    """True if `text` only announces what follows: "Next steps", "Here's how to export"."""
    bare = text.strip(" \t*#_:：")
    return bool(_INTRODUCTION.match(bare)) and len(bare) < 80


def announces_film(text: str) -> bool:
    """True if `text` is the head of a list of what the film shows: "New order of the shots:"."""
    bare = text.strip(" \t*#_")
    return len(bare) < 120 and bool(_LISTING.match(bare.rstrip(":：")))


def _command(text: str) -> tuple[GuiWords, str, int] | None:
    """The table, kind and end of the command that `text` begins with."""
    bare = without_lead(text)[:_LONGEST]
    for words in LANGUAGES:
        for kind, pattern in words.commands:
            if found := one(pattern).match(bare):
                if any(one(told).search(bare) for told in words.contents):
                    break
                return words, kind, found.start()
        for kind, pattern in words.statements:
            if one(pattern).search(bare) or one(pattern).search(text[:_LONGEST]):
                return words, kind, 0
    return None


def begins_command(text: str) -> bool:
    """True if `text` is GUI speech from its first word on."""
    return _command(text) is not None


def _meaning(text: str, words: GuiWords, kind: str) -> str:
    """What the clause, its spans restored, stands for; WEAK where something else in the sentence may decide."""
    bare = without_lead(text)[:_LONGEST]
    end = one(words.object_ends).search(bare, 2)
    whole = kind in ("view", "go", "drag", "press", "shown", "check") or ">" in bare or "→" in bare
    about = bare if whole or end is None else bare[: end.start()]
    meanings = words.meanings[kind]
    # "press Ctrl+Q to export" is about the export; "click the gear to change the preview" is not about a preview.
    order = (*words.aims, *meanings) if kind == "press" else meanings[:-1]
    for pattern, action in order:
        if one(pattern).search(bare if kind == "press" else about):
            return action
    if kind == "click":
        for pattern, action in words.aims:
            if one(pattern).search(bare):
                return action
    return meanings[-1][1]


def _split(sentence: str) -> list[_Clause]:
    clauses: list[_Clause] = []
    at = 0
    separator, strong, colon = "", False, False
    for found in _SEPARATOR.finditer(sentence):
        if found.start() > at or found["colon"] is not None:
            _add(clauses, sentence[at : found.start()], separator, strong, colon)
            separator, strong, colon = "", False, False
        at = found.end()
        separator += found.group()
        strong |= found["strong"] is not None
        colon |= found["colon"] is not None
    _add(clauses, sentence[at:], separator, strong, colon)
    return [c for c in clauses if c.text or c.separator]


def _add(clauses: list[_Clause], text: str, separator: str, strong: bool, colon: bool) -> None:
    """`text` as a clause, or as several where a conjunction or a parenthesis parts it."""
    at = 0
    marks = sorted(
        {(found.start(), found.end()) for found in _BREAK.finditer(text) if found.start() > 0}
        | {
            (found.start(), found.start())
            for found in re.finditer(rf"{_BEFORE}[(（]", text)
            if found.start() > 0
        }
        | {(found.end(), found.end()) for found in re.finditer(r"[)）]", text) if found.end() < len(text)}
    )
    for start, end in marks:
        if start < at:
            continue
        clauses.append(_Clause(separator=separator, strong=strong, colon=colon, text=text[at:start]))
        separator, strong, colon, at = text[start:end], False, False, end
    clauses.append(_Clause(separator=separator, strong=strong, colon=colon, text=text[at:]))


def read_sentence(
    sentence: str,
    *,
    restore: Callable[[str], str],
    beside_gui: bool,
    may_stop: bool = True,
    said_before: str = "",
    of_film: bool = False,
) -> Reading:
    """What `sentence` (masked, without its last punctuation) says of a GUI; `beside_gui`: the one before did.

    `may_stop` is false for a line of a list, which needs no full stop; `said_before` is the sentence before;
    `of_film` is true in a list of what the film shows.
    """
    clauses = _split(sentence)
    _classify(clauses, restore, said_before, of_film=of_film)
    has_command = any(c.kind is Kind.COMMAND for c in clauses)
    if not has_command:
        kinds = {c.kind for c in clauses if c.text.strip()}
        if Kind.ASIDE in kinds and kinds <= {Kind.ASIDE, Kind.STEP, Kind.PURPOSE}:
            return Reading(kind=Kind.ASIDE, left="", ends_whole=False, actions=())
        if clauses and clauses[0].kind is Kind.STEP and Kind.ASIDE not in kinds:
            whole = all(c.kind in (Kind.STEP, Kind.PURPOSE) or not _independent(c.text) for c in clauses)
            if whole:
                return Reading(kind=Kind.STEP, left="" if beside_gui else None, ends_whole=False, actions=())
        return Reading(kind=Kind.CONTENT, left=None, ends_whole=True, actions=())
    _remove(clauses)
    return Reading(
        kind=Kind.COMMAND,
        left=_rebuilt(clauses, may_stop=may_stop),
        ends_whole=not clauses[-1].removed,
        actions=_actions(clauses),
    )


def _classify(
    clauses: Sequence[_Clause], restore: Callable[[str], str], said_before: str, *, of_film: bool
) -> None:
    quoting = False
    telling = of_film
    for n, clause in enumerate(clauses):
        before = clauses[n - 1] if n else None
        text = clause.text.strip()
        if before is not None and not clause.strong and _is_quoted_behind(before.text, colon=clause.colon):
            quoting = True
        if quoting or not text:
            continue
        clause.parenthesis = text[0] in "(（"
        inner = text.strip("()（） ")
        found = None if _LINK.search(restore(_with_address(clauses, n))) else _command(inner)
        joined = clause.separator.isspace() and re.match(r"and\b", text, re.IGNORECASE)
        if found and joined and before is not None and before.kind is Kind.CONTENT:
            found = None if not re.match(r"and (?:you|please|just|then)\b", text, re.IGNORECASE) else found
        if found and telling and not (_NAMES if of_film else _EVIDENCE).search(inner):
            found = None
        telling = of_film or bool(_STORY.match(inner)) or (telling and not found)
        if found:
            words, kind, _ = found
            clause.kind = Kind.COMMAND
            clause.meaning = _meaning(restore(_from_here(clauses, n, inner)), words, kind)
            if clause.meaning == words.meanings[kind][-1][1] and (clause.colon or _NAMELESS.search(inner)):
                # "Export: click the button there", "Ready to export? Hit the button."
                clause.meaning = _aim(restore(before.text) if before else said_before) or clause.meaning
            continue
        bare = without_lead(inner)
        if not bare:
            clause.kind = Kind.PURPOSE
            continue
        for kind, pattern, tried in (
            (Kind.ASIDE, _ASIDE, inner),
            (Kind.STEP, _STEP, bare),
            (Kind.PURPOSE, _PURPOSE, inner),
            (Kind.PURPOSE, _PURPOSE, bare),
        ):
            if pattern.match(tried[:_LONGEST]):
                clause.kind = kind
                clause.meaning = _aim(restore(inner)) if kind is Kind.STEP else ""
                break


def _is_quoted_behind(text: str, *, colon: bool) -> bool:
    """True if what follows `text` is what somebody or a title says: "Text on screen: Tap to continue"."""
    if colon and len(text.split()) <= _SHORT_LABEL:
        return any(_CAPTION.search(" ".join(text.split()[:n])) for n in range(1, _SHORT_LABEL + 1))
    return bool(_REPORTED.search(text[-40:]))


def _with_address(clauses: Sequence[_Clause], n: int) -> str:
    """The clause, and what stands behind its colon: a link can be followed without a GUI."""
    behind = clauses[n + 1 : n + 2]
    return clauses[n].text + (" " + behind[0].text.strip()[:1] if behind and behind[0].colon else "")


def _aim(text: str) -> str:
    """`export`, `upload` or `credits` if that is what a step or a label is about."""
    for words in LANGUAGES:
        for pattern, action in words.aims:
            if action in _AIMS_OF_STEPS and one(pattern).search(text[:_LONGEST]):
                return action
    return ""


def _from_here(clauses: Sequence[_Clause], n: int, text: str) -> str:
    """The clause with a parenthesis and what goes on behind it: "Press Q (or W) to export" is one command."""
    if n + 2 < len(clauses) and clauses[n + 1].text.strip()[:1] in ("(", "（"):
        return f"{text} {clauses[n + 2].text.strip()}"
    return text


def _independent(text: str) -> bool:
    return bool(
        _INDEPENDENT.match(text.strip()[:_LONGEST])
        or _INDEPENDENT.match(without_joint(text.strip())[:_LONGEST])
    )


def _remove(clauses: Sequence[_Clause]) -> None:
    gone = False
    for n, clause in enumerate(clauses):
        gone = gone and not clause.strong
        match clause.kind:
            case Kind.COMMAND | Kind.ASIDE:
                clause.removed = gone = True
                if clause.parenthesis and n and clauses[n - 1].removed:
                    clause.meaning = ""
            case Kind.PURPOSE:
                clause.removed = _neighbour_goes(clauses, n, gone)
            case Kind.STEP:
                clause.removed = gone = gone or _next_is_command(clauses, n)
            case _:
                clause.removed = gone = gone and not _independent(clause.text)
    # What stands before a colon and announces nothing that is left goes too.
    for n, clause in enumerate(clauses[:-1]):
        behind = clauses[n + 1]
        if behind.colon and behind.removed and not clause.removed and _announces(clause.text):
            rest = clauses[n + 1 :]
            until = next((k for k, c in enumerate(rest) if k and c.strong), len(rest))
            clause.removed = all(c.removed for c in rest[:until])


def _announces(text: str) -> bool:
    if re.fullmatch(rf"\W*{LABELLED}\W*", text):
        return True
    return is_introduction(text) or (len(text.split()) <= 3 and not _FINITE.search(text))


def _neighbour_goes(clauses: Sequence[_Clause], n: int, gone: bool) -> bool:
    for clause in clauses[n + 1 :]:
        if clause.strong:
            break
        if clause.kind is not Kind.PURPOSE and clause.text.strip():
            if clause.kind is Kind.COMMAND:
                return True
            if clause.kind is Kind.STEP:
                return gone or _next_is_command(clauses, clauses.index(clause))
            return gone and not _independent(clause.text)
    return gone


def _next_is_command(clauses: Sequence[_Clause], n: int) -> bool:
    following = next((c for c in clauses[n + 1 :] if c.kind is not Kind.STEP), None)
    return following is not None and following.kind is Kind.COMMAND and not following.strong


def _rebuilt(clauses: Sequence[_Clause], *, may_stop: bool) -> str:
    left = ""
    for n, clause in enumerate(clauses):
        if clause.removed:
            continue
        text = clause.text.strip()
        if left and clauses[n - 1].removed and _OR.match(text):
            # What it was the other choice to has gone: it stands by itself.
            stop = "。" if _CJK.search(left[-8:]) else ". "
            other = without_joint(text)
            left = left.rstrip(" ,，") + stop + other[:1].upper() + other[1:]
            continue
        left += (clause.separator if left else "") + clause.text
    left = left.strip().strip(",，;；、—–").strip()
    first = next((n for n, c in enumerate(clauses) if not c.removed and c.text.strip()), None)
    if first and any(c.removed for c in clauses[:first]):
        left = without_joint(left)
    return left if re.search(rf"\w|{NAMED}|{QUOTED}|{LABELLED}", left) or not may_stop else left.strip(" *_")


def _actions(clauses: Sequence[_Clause]) -> tuple[GuiAction, ...]:
    found = [c.meaning for c in clauses if c.meaning and c.removed and c.kind in (Kind.COMMAND, Kind.STEP)]
    firm = [meaning for meaning in found if meaning != WEAK]
    return cast("tuple[GuiAction, ...]", tuple(dict.fromkeys(firm or (["state"] if found else []))))
