"""Whether operations show all that was said, and whether those of one message agree with one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.tokens import Token

__all__ = ["contradict", "is_reflected"]

_AMOUNTS = frozenset(
    ("duration", "clock", "at", "percent", "factor", "decibels", "degrees", "bpm", "beats", "bars")
)
# Words that set something apart from what is meant, or say what is not meant.
_APART = (
    "not",
    "except",
    "exclude",
    "not_that",
    "keep_only",
    "only",
    "other",
    "too",
    "correction",
    "delete_rest",
)


def is_reflected(clause: Clause, operations: Sequence[Operation]) -> bool:
    """Whether nothing that was said is lost in `operations`.

    A rule accounts for words by their concepts, and so may take one that it does not use: the second length of "12
    seconds with a title of 3 seconds". Words that are set apart ("all but the parrot", "not 15") are not looked for.
    """
    if not operations or clause.has(*_APART):
        return True
    leaves = [leaf for operation in operations for leaf in _leaves(operation.model_dump(exclude_unset=True))]
    return _shows_amounts(clause.tokens, leaves) and _shows_colors(clause.tokens, leaves)


def _leaves(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        for one in cast("dict[str, object]", value).values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in cast("Sequence[object]", value):
            yield from _leaves(one)
    elif value is not None:
        yield value


def _shows_amounts(tokens: Sequence[Token], leaves: Sequence[Any]) -> bool:
    said: set[object] = set()
    for token in tokens:
        if token.kind == "range":
            said.update(token.value)
        elif token.kind in _AMOUNTS:
            said.add(token.value)
    shown = sum(isinstance(leaf, int | float) and not isinstance(leaf, bool) for leaf in leaves)
    shown += sum(isinstance(leaf, str) and leaf.startswith("end-") for leaf in leaves)
    return len(said) <= shown


def _shows_colors(tokens: Sequence[Token], leaves: Sequence[Any]) -> bool:
    exact = {token.value for token in tokens if token.kind == "color"}
    named = {color for token in tokens if (color := token.detail("color")) not in (None, "black")}
    shown = {leaf for leaf in leaves if isinstance(leaf, str) and leaf.startswith("#")}
    return max(len(exact), len(named)) <= len(shown)


_SETTING = frozenset(
    (
        "set_canvas",
        "set_clip_length",
        "set_clip_sound",
        "set_framing",
        "set_music_mix",
        "set_speed",
        "change_text",
        "fade_film",
    )
)
_TARGETS = ("clips", "texts", "at", "range")


def contradict(operations: Sequence[Operation]) -> bool:
    """Whether two operations of one message set the same of the same thing to different values.

    "The first two clips 1 second and 3 seconds" means something else than what its parts mean one after the other.
    """
    known: dict[tuple[str, str, str], object] = {}
    for operation in operations:
        if operation.name not in _SETTING:
            continue
        values = operation.model_dump(exclude_unset=True, exclude={"op"})
        named: object = values.get("clips") or values.get("texts") or ("",)
        targets = cast("Sequence[object]", named) if isinstance(named, tuple) else (named,)
        where = repr([values.get(key) for key in ("at", "range")])
        for target in targets:
            for field, value in values.items():
                if field in _TARGETS or field.endswith("_by"):
                    continue
                if known.setdefault((operation.name + where, str(target), field), value) != value:
                    return True
    return False
