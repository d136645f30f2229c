"""Reads the wish of one clause with the tables of all languages, because people mix them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from nemovideo_mcp.conversation.clauses import any_of
from nemovideo_mcp.conversation.lexicon import FILE, FOLDER, LANGUAGES, Kind, Rule

__all__ = ["Reading", "Wish", "read"]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`optional` wishes vanish beside others; `weak` ones are mere words in an edit if they follow one."""

    kind: Kind
    reason: str
    optional: bool = False
    weak: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The wishes of a clause in order, and where in it the name stands that an export is to have."""

    wishes: tuple[Wish, ...]
    target: int | None = None
    goes_first: bool = False
    possessed: bool = False
    recalls: bool = False


def _field(name: str) -> tuple[str, ...]:
    return tuple(pattern for language in LANGUAGES for pattern in getattr(language, name))


def _rules(name: str) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """The rules of a field, those of the same language, kind and reason in one expression."""
    grouped: dict[tuple[str, Kind, str], list[str]] = {}
    for language in LANGUAGES:
        for rule in getattr(language, name):
            grouped.setdefault((language.language, rule.kind, rule.reason), []).append(rule.pattern)
    return tuple(
        (Rule(kind=kind, reason=reason, pattern=""), any_of(tuple(patterns)))
        for (_, kind, reason), patterns in grouped.items()
    )


_SPACE = re.compile(r"[\s,.!?;:\"'。，、！？；：~～*_#>+=&-]*")
_EDGES = " ,.!?;:\"'。，、！？；：~～*_#>+=&-—"
_LEADS = any_of(_field("leads"))
_TAILS = any_of(tuple(rf"(?:{pattern})$" for pattern in _field("tails")))
_BEFORE = any_of(_field("before"))
_AFTER = any_of(_field("after"))
_FIRSTS = any_of(_field("firsts"))
_FIRST_TAILS = any_of(tuple(rf"(?:{pattern})$" for pattern in _field("first_tails")))
_TRAPS = any_of(_field("traps"))
_NEGATIONS = any_of(_field("negations"))
_PLEAS = any_of(_field("pleas"))
_OPENINGS = any_of(_field("openings"))
_REMARKS = any_of(_field("remarks"))
_EDITS = any_of(_field("edits"))
_RECALLS = any_of(_field("recalls"))
_INTRODUCTIONS = any_of(_field("introductions"))
_POSSESSED = any_of(_field("possessed"))
_TARGETS = re.compile(rf"(?:{any_of(_field('targets')).pattern})\s*([{FILE}{FOLDER}])")
_EXPORTING = any_of(_field("exporting"))
_JOINTS = any_of(_field("joints"))
_WISHED = _rules("rules")
_NOUNS = _rules("nouns")
# So many places inside a clause are tried; a clause of more is not one that a person says.
_MOST_OPENINGS = 8
_TAIL_WINDOW = 40
_LONGEST_WISH = 160

_EDIT = Wish(kind="message", reason="an edit or a question for the backend")
_REMARK = Wish(kind="message", reason="small talk", optional=True)
_POSTPONED = Wish(kind="message", reason="what is not wanted now", optional=True)


@lru_cache(maxsize=1024)
def read(clause: str, *, first: bool) -> Reading:
    """What `clause` wishes; `first` if nothing was said before it."""
    recalls = bool(_RECALLS.search(clause))
    has_files = FILE in clause or FOLDER in clause
    reading = _with_files(clause) if has_files else Reading(wishes=_wishes(clause))
    start = _SPACE.match(clause)
    lead = _FIRSTS.match(clause, start.end() if start else 0) if not first else None
    goes_first = bool(lead or (not first and (_FIRST_TAILS.search(clause) or _AFTER.match(clause.strip()))))
    if recalls and all(wish.kind == "export" for wish in reading.wishes):
        reading = Reading(wishes=(_POSTPONED,))
    return replace(reading, goes_first=goes_first, recalls=recalls)


def _with_files(clause: str) -> Reading:
    """A clause with files: where an export goes, what is handed over, and what is to be done with it."""
    if target := _TARGETS.search(clause):
        at = target.start(target.lastindex or 0)
        rest = clause[: target.start()] + clause[at + 1 :]
        before = tuple(wish for wish in _wishes(rest) if not wish.optional) if FILE in rest else _wishes(rest)
        if any(wish.kind == "export" for wish in before):
            return Reading(wishes=before, target=at)
        said = clause[target.start() : at]
        if any(wish.kind == "export" for wish in _wishes(said)) or _EXPORTING.search(clause[:at]):
            edits = tuple(wish for wish in before if wish.kind != "message" or _EDITS.search(rest))
            return Reading(
                wishes=(*edits, Wish(kind="export", reason="names where the film goes")), target=at
            )
    if FILE not in clause:
        return Reading(wishes=_wishes(clause.replace(FOLDER, " ")))
    if _POSSESSED.search(clause):
        return Reading(wishes=(_EDIT,), possessed=True)
    for joint in _JOINTS.finditer(clause):
        left, right = clause[: joint.start()], clause[joint.end() :]
        if FILE not in right and FOLDER not in right and (wish := _asked(_core(right))):
            reading = _with_files(left)
            return replace(
                reading, wishes=_joined(reading.wishes, wish) if FILE not in left else (*reading.wishes, wish)
            )
    core = _core(clause.replace(FILE, f" {FILE} "))
    if _INTRODUCTIONS.fullmatch(re.sub(rf"[{FILE}\s]+", f" {FILE} ", core).strip()):
        return Reading(wishes=())
    rest = clause.replace(FILE, " ")
    wishes = tuple(wish for wish in _wishes(rest) if not wish.optional and wish.kind != "upload")
    if any(wish.kind == "export" for wish in wishes) and not _EDITS.search(rest):
        at = clause.find(FILE)
        return Reading(wishes=wishes, target=at)
    if not wishes and _EDITS.search(rest):
        return Reading(wishes=(_EDIT,))
    return Reading(wishes=wishes if _core(rest) else ())


def _core(clause: str) -> str:
    """`clause` without what politeness, hesitation and questions put around the wish."""
    at = 0
    space = _SPACE.match(clause, at)
    at = space.end() if space else at
    while (lead := _LEADS.match(clause, at)) and lead.end() > at:
        at = lead.end()
        space = _SPACE.match(clause, at)
        at = space.end() if space else at
    core = clause[at:].rstrip(_EDGES)
    while (tail := _TAILS.search(core, max(0, len(core) - _TAIL_WINDOW))) and tail.end() > tail.start():
        core = core[: tail.start()].rstrip(_EDGES)
    return core


def _wishes(clause: str) -> tuple[Wish, ...]:
    """The wishes of a clause without files."""
    if not re.search(r"\w|\ue000", clause):
        return ()
    plain = _PLEAS.sub(" ", clause)
    if ahead := _BEFORE.match(plain, len(plain) - len(plain.lstrip(_EDGES))):
        plain = plain[ahead.end() :]
        if not plain.strip(_EDGES):
            return (_POSTPONED,)
    if _NEGATIONS.search(plain):
        return (_POSTPONED,)
    for joint in reversed(list(_JOINTS.finditer(plain))[:_MOST_OPENINGS]):
        left, right = plain[: joint.start()], plain[joint.end() :]
        if left.strip() and (wish := _asked(_core(right))):
            return _joined(_wishes(left), wish)
    if _TRAPS.search(plain):
        return (_EDIT,)
    core = _core(plain)
    if found := _asked_somehow(plain, core):
        return (found,)
    if not core:
        return (_REMARK,)
    tried = 0
    for opening in _OPENINGS.finditer(plain):
        if opening.start() == 0:
            continue
        wish = _asked(_core(plain[opening.start() :]), nouns=False)
        if wish:
            return _joined(_wishes(plain[: opening.start()]), wish)
        tried += 1
        if tried == _MOST_OPENINGS:
            break
    if not _EDITS.search(plain) and (_REMARKS.search(plain) or _INTRODUCTIONS.fullmatch(core)):
        return (_REMARK,)
    return (_EDIT,)


def _asked_somehow(plain: str, core: str) -> Wish | None:
    """What is asked by a clause without its trimmings, or with those that belong to the wish after all."""
    if found := _asked(core):
        return found
    if not core:
        return _asked(plain.strip(_EDGES))
    bare = plain.strip(_EDGES)
    start = bare.find(core)
    return _asked(bare[start:], nouns=False) or (_asked(bare, nouns=False) if start > 0 else None)


def _joined(left: tuple[Wish, ...], wish: Wish) -> tuple[Wish, ...]:
    if wish.weak and (not left or left[-1].kind == "message"):
        return (_EDIT,)
    return (*left, wish)


def _asked(core: str, *, nouns: bool = True) -> Wish | None:
    if not core or len(core) > _LONGEST_WISH or _TRAPS.search(core) or _NEGATIONS.search(core):
        return None
    for rule, pattern in _WISHED:
        if pattern.match(core):
            return Wish(kind=rule.kind, reason=rule.reason)
    for rule, pattern in _NOUNS if nouns else ():
        if pattern.fullmatch(core):
            return Wish(kind=rule.kind, reason=rule.reason, weak=True)
    return None
