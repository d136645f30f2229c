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
    if not operations:
        return True
    if _takes_a_part(clause.tokens, operations) or _moves_an_edge(clause.tokens, operations):
        return False
    about_music = clause.focus.music and any(
        t.kind == "clips" and t.value.pronoun == "it" for t in clause.tokens
    )
    if (
        about_music
        and clause.names_clips
        and any(o.name in ("move_clips", "remove_clips") for o in operations)
    ):
        # "Mute the song and bring it back at the surf"
        return False
    if _keeps_an_edge(clause.tokens, operations) or _says_both_ends(clause.tokens, operations):
        return False
    if any(t.text == "both" for t in clause.tokens) and len({_looks(o) for o in operations}) > 1:
        # "“A” on the bikes and “B” on the surf, both in yellow"
        return False
    if clause.has(*_APART):
        return not any(t.text == "which" and clause.has("except") for t in clause.tokens)
    if not _shows_sizes(clause.tokens, operations):
        return False
    if any(operation.name == "set_transition" for operation in operations):
        # "Between 2 and 3" are clips, and the white of a dip is its kind.
        plain = [token for token in clause.tokens if token.kind not in ("range", "color")]
        return _shows_amounts([t for t in plain if t.detail("color") is None], _leaves_of(operations))
    leaves = _leaves_of(operations)
    return _shows_amounts(clause.tokens, leaves) and _shows_colors(clause.tokens, leaves)


def _leaves_of(operations: Sequence[Operation]) -> list[object]:
    return [leaf for operation in operations for leaf in _leaves(operation.model_dump(exclude_unset=True))]


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
    shown += sum(isinstance(leaf, str) and leaf.startswith(("end-", "intro ")) for leaf in leaves)
    return len(said) <= shown


def _shows_colors(tokens: Sequence[Token], leaves: Sequence[Any]) -> bool:
    exact = {token.value for token in tokens if token.kind == "color"}
    named = {color for token in tokens if (color := token.detail("color")) not in (None, "black")}
    shown = {leaf for leaf in leaves if isinstance(leaf, str) and leaf.startswith("#")}
    return max(len(exact), len(named)) <= len(shown)


_BITS = frozenset(
    (
        "a bit",
        "a little",
        "a little bit",
        "a bit of",
        "bit of",
        "some",
        "some of",
        "slightly",
        "a tad",
        "a touch",
        "part of",
    )
)


def _takes_a_part(tokens: Sequence[Token], operations: Sequence[Operation]) -> bool:
    """Whether something is taken away whole of which only a part was named: "cut surf a little"."""
    if not any(o.name in ("remove_clips", "remove_music", "remove_text") for o in operations):
        return False
    verb = next((n for n, t in enumerate(tokens) if t.kind == "word" and t.has("remove")), 0)
    rest = any(
        t.has("other") and _behind(tokens, n + 1, "of") for n, t in enumerate(tokens) if t.kind == "clips"
    )
    return rest or any(t.text in _BITS for t in tokens[verb + 1 :])


def _moves_an_edge(tokens: Sequence[Token], operations: Sequence[Operation]) -> bool:
    """Whether clips are moved, or taken away, of which only the start or the end was named: "the parrot's start"."""
    if not any(o.name in ("move_clips", "remove_clips") for o in operations):
        return False
    for n, token in enumerate(tokens):
        if token.kind != "word" or not token.has("start", "end") or not token.text.isascii():
            continue
        before = tokens[n - 1] if n else None
        owned = before is not None and before.kind == "clips" and before.text.endswith("'s")
        if owned or _behind(tokens, n + 1, "of"):
            return True
    return False


def _keeps_an_edge(tokens: Sequence[Token], operations: Sequence[Operation]) -> bool:
    """Whether a clip is cut to a part that is only named: "… and the last second of surf" behind what is cut off."""
    if not any(o.name == "set_clip_length" for o in operations):
        return False
    for n, token in enumerate(tokens):
        before = tokens[n - 1] if n else None
        edge = before is not None and (before.has("last", "first") or before.kind == "ordinal")
        if token.kind == "duration" and edge and _behind(tokens, n + 1, "of"):
            return not any(
                t.kind == "word" and t.has("keep", "only", "keep_only", "lasts") and not t.has("last")
                for t in tokens
            )
    return False


def _looks(operation: Operation) -> frozenset[str]:
    """The fields of a new text that say how it looks."""
    told = operation.model_fields_set & {"color", "size", "place"}
    return frozenset(told if operation.name == "add_text" else ())


def _says_both_ends(tokens: Sequence[Token], operations: Sequence[Operation]) -> bool:
    """Whether one text is to be at two places: "a title at the beginning and the end"."""
    if (
        len(operations) != 1
        or operations[0].name != "add_text"
        or getattr(operations[0], "end", None) is not None
    ):
        return False
    words = [t for t in tokens if t.kind == "word" and t.text.isascii()]
    led = any(t.text in ("from", "until", "till", "to") for t in words)
    return not led and any(t.has("start") for t in words) and any(t.has("end") for t in words)


def _behind(tokens: Sequence[Token], n: int, word: str) -> bool:
    """Whether `word` and a clip that is named stand at `n`."""
    clip = tokens[n + 1] if len(tokens) > n + 1 else None
    return clip is not None and tokens[n].text == word and clip.kind == "clips" and not clip.value.pronoun


_SIZED = ("text_bigger", "text_smaller")


def _shows_sizes(tokens: Sequence[Token], operations: Sequence[Operation]) -> bool:
    """Whether texts that are to be bigger or smaller are, where nothing else is changed."""
    if not any(t.kind == "word" and t.has(*_SIZED) for t in tokens):
        return True
    changes = [o for o in operations if o.name in ("add_text", "change_text")]
    sized = any({"size", "size_by"} & o.model_fields_set for o in changes)
    return len(changes) < len(operations) or sized


_SETTING = frozenset(
    (
        "set_canvas",
        "set_clip_length",
        "set_clip_sound",
        "set_framing",
        "set_look",
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
