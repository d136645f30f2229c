"""Texts on which a pattern may take long, made from the pattern itself, and how long it takes on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from math import inf
from re import _compiler as sre_compiler  # type: ignore[attr-defined]
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from time import perf_counter, process_time
from typing import Any

__all__ = ["ALPHABET", "Slow", "exponential", "longest_time", "pumps_of", "slowest"]

ALPHABET = (
    "a1 \n\t.,;:!?'\"“”‘’()[]{}<>（）「」《》，。、；：？！…—-–_/\\|*#@&%$=+~`^"
    "０９Ａ　零一两二十百第段秒点个的了把和不要视频音乐éあア한"
)
"""A character of every class that messages and patterns have."""

_LONG = 40
"""A repetition that may be longer than this counts as unbounded."""
_MOST_BODIES = 16
_FEW = (13, 16, 19, 22, 25)
_HOPELESS_S = 0.05
_FEW_S = 0.05
"""What a pattern needs for 25 repetitions: microseconds, unless each more doubles the time."""


@dataclass(frozen=True, kw_only=True)
class Slow:
    """A text on which a pattern takes time that grows faster than its length."""

    method: str
    text: str
    seconds: float
    ratio: float


def pumps_of(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What to begin with, and what to repeat behind that.

    For every repetition of the pattern: the shortest text that leads to it, and each of the characters that it takes;
    and the two of them together again and again, so that a search begins anew at many places.
    """
    tree = sre_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    seen: set[tuple[str, str]] = set()
    chars = _told_apart(tree)
    for lead, body in _repeats(tree, ""):
        for pump in _bodies(body, chars):
            for pair in ((lead, pump), ("", lead + pump), ("", f"{lead} "), ("", f"{lead}{pump} ")):
                if pair[1].strip("\0") and pair not in seen:
                    seen.add(pair)
                    yield pair
    for pump in _bodies(tree, chars):
        for pair in (("", pump), ("", f"{pump} ")):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _repeats(tree: Any, lead: str) -> Iterator[tuple[str, Any]]:
    """Each repetition in `tree` that may be long, with a text that leads to it."""
    for op, value in tree:
        match op:
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                _, most, body = value
                yield from _repeats(body, lead)
                if most == sre.MAXREPEAT or most > _LONG:
                    yield lead, body
            case sre.SUBPATTERN:
                yield from _repeats(value[3], lead)
            case sre.BRANCH:
                for branch in value[1]:
                    yield from _repeats(branch, lead)
            case sre.ASSERT | sre.ASSERT_NOT:
                yield from _repeats(value[1], lead)
            case sre.ATOMIC_GROUP:
                yield from _repeats(value, lead)
            case sre.GROUPREF_EXISTS:
                for branch in value[1:]:
                    yield from _repeats(branch or (), lead)
            case _:
                pass
        lead += _example([(op, value)])


def _example(tree: Any) -> str:
    """A short text that `tree` matches, as far as looking ahead and behind lets it."""
    text = ""
    for op, value in tree:
        match op:
            case sre.LITERAL:
                text += chr(value)
            case sre.NOT_LITERAL | sre.IN | sre.ANY:
                text += next(iter(_taken((op, value))), "")
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                text += _example(value[2]) * value[0]
            case sre.SUBPATTERN:
                text += _example(value[3])
            case sre.BRANCH:
                text += min((_example(branch) for branch in value[1]), key=len)
            case sre.ATOMIC_GROUP:
                text += _example(value)
            case _:
                pass
    return text


def _told_apart(tree: Any) -> str:
    """The characters of the alphabet, only one of those that the pattern takes in the same places."""
    classes = [_compiled(item) for item in _classes(tree)]
    kinds: dict[tuple[bool, ...], str] = {}
    for char in ALPHABET:
        kinds.setdefault((char.isalnum(), *(one.fullmatch(char) is not None for one in classes)), char)
    return "".join(kinds.values())


def _classes(tree: Any) -> Iterator[Any]:
    for item in tree:
        op, value = item
        if op in (sre.IN, sre.ANY, sre.NOT_LITERAL, sre.LITERAL):
            yield item
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _classes(value[1])
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _classes(branch)
        elif (inner := _inner(item)) is not None:
            yield from _classes(inner)


def _bodies(tree: Any, chars: str) -> list[str]:
    """Texts that `tree` matches once, with each of `chars` where it has a choice."""
    items = list(tree)
    if len(items) == 1 and items[0][0] is sre.SUBPATTERN:
        return _bodies(items[0][1][3], chars)
    if len(items) == 1 and items[0][0] in _SETS:
        return [char for char in chars if _compiled(items[0]).fullmatch(char)] or _taken(items[0])[:1]
    if len(items) == 1 and items[0][0] is sre.BRANCH:
        return [body for branch in items[0][1][1] for body in _bodies(branch, chars)[:2]][:_MOST_BODIES]
    found: list[str] = []
    for place, item in enumerate(items):
        inner = [item] if item[0] in _SETS or item[0] is sre.BRANCH else _inner(item)
        if inner is not None:
            before, behind = _example(items[:place]), _example(items[place + 1 :])
            found += [before + one + behind for one in _bodies(inner, chars)]
    return [body for body in dict.fromkeys([_example(items), *found]) if body][:_MOST_BODIES]


def _inner(item: Any) -> Any:
    """What an item is about, where it is about one thing."""
    op, value = item
    match op:
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            return value[2]
        case sre.SUBPATTERN:
            return value[3]
        case sre.ATOMIC_GROUP:
            return value
        case _:
            return None


def _taken(item: Any) -> list[str]:
    """The characters of the alphabet that a class takes; where it takes none of them, one of its own."""
    pattern = _compiled(item)
    taken = [char for char in ALPHABET if pattern.fullmatch(char)]
    if not taken and item[0] is sre.IN:
        for op, value in item[1]:
            if op in (sre.LITERAL, sre.RANGE):
                return [chr(value if op is sre.LITERAL else value[0])]
    return taken


_SETS = (sre.IN, sre.ANY, sre.NOT_LITERAL)


@lru_cache(maxsize=10_000)
def _compiled_text(key: str, item: _Item) -> re.Pattern[str]:
    state = sre_parser.State()
    state.str = ""
    return sre_compiler.compile(sre_parser.SubPattern(state, [item.value]), re.DOTALL)


def _compiled(item: Any) -> re.Pattern[str]:
    return _compiled_text(repr(item), _Item(item))


@dataclass(frozen=True)
class _Item:
    value: Any = field(compare=False)


def exponential(
    pattern: re.Pattern[str], *, methods: Sequence[str] = ("finditer", "fullmatch")
) -> Slow | None:
    """The first text that `pattern` does not get to the end of; None where there is none.

    All the texts that `pumps_of` makes are tried, with up to 25 repetitions: a pattern that goes two ways at each of
    them needs eight times as long for three more, any other microseconds.

    Args:
        pattern: what is tried.
        methods: how it is asked.
    """
    for lead, pump in pumps_of(pattern):
        # What a pattern takes at once is no trouble: the end is what it does not take.
        for method, times in product(methods, _FEW):
            seconds = _seconds(pattern, method, f"{lead}{pump * times}\0", process_time)
            if seconds > _FEW_S:
                return Slow(method=method, text=f"{lead!r} + {pump!r}×{times}", seconds=seconds, ratio=inf)
    return None


def slowest(
    pattern: re.Pattern[str],
    *,
    methods: Sequence[str] = ("finditer", "fullmatch"),
    length: int = 600,
    most: int = 48,
    quick_s: float = 0.000_15,
    most_ratio: float = 7.0,
    clock: Callable[[], float] = process_time,
) -> Slow | None:
    """The first text on which `pattern` takes time that grows faster than the text; None where there is none.

    Args:
        pattern: what is tried.
        methods: how it is asked.
        length: of the first texts, in characters. Those that take longer than `quick_s` are measured at four and at
            sixteen times the length.
        most: how many long texts are tried; of more, so many that lie evenly among them.
        quick_s: what is quicker is not tried further.
        most_ratio: what four times the length may cost: a linear pattern needs four times the time, a quadratic one
            sixteen times.
        clock: in seconds.
    """
    if found := exponential(pattern, methods=methods):
        return found
    for lead, pump in _some(pumps_of(pattern), most):
        text = _pumped(lead, pump, length)
        for method in methods:
            if _seconds(pattern, method, text, perf_counter) < quick_s:
                continue
            if (seconds := _seconds(pattern, method, text, clock)) > _HOPELESS_S:
                # Microseconds for each character, and perhaps a power of the length that never ends.
                return Slow(method=method, text=f"{lead!r} + {pump!r}×n", seconds=seconds, ratio=inf)
            short, long = (_pumped(lead, pump, times * length) for times in (4, 16))
            short_s = min(_seconds(pattern, method, short, clock) for _ in range(3))
            if short_s < 4 * quick_s:
                continue
            seconds = min(seconds, *(_seconds(pattern, method, text, clock) for _ in range(2)))
            if short_s > _HOPELESS_S and (ratio := short_s / seconds) > most_ratio:
                # A cubic pattern would need minutes for the long text.
                return Slow(method=method, text=f"{lead!r} + {pump!r}×n", seconds=short_s, ratio=ratio)
            seconds = _seconds(pattern, method, long, clock)
            if seconds > most_ratio * short_s:
                # Once more: a busy machine makes single measurements long.
                short_s = min(short_s, *(_seconds(pattern, method, short, clock) for _ in range(3)))
                seconds = min(seconds, *(_seconds(pattern, method, long, clock) for _ in range(8)))
            if (ratio := seconds / short_s) > most_ratio:
                return Slow(method=method, text=f"{lead!r} + {pump!r}×n", seconds=seconds, ratio=ratio)
    return None


def longest_time(pattern: re.Pattern[str], *, length: int, most: int = 6) -> tuple[str, float]:
    """The text of `length` characters on which a scan takes longest, of `most` texts, and how many seconds."""
    worst = ("", 0.0)
    for lead, pump in _some(pumps_of(pattern), most):
        text = _pumped(lead, pump, length)
        if _seconds(pattern, "finditer", text, perf_counter) > worst[1]:
            seconds = min(_seconds(pattern, "finditer", text, process_time) for _ in range(2))
            worst = max(worst, (f"{lead!r} + {pump!r}×n", seconds), key=lambda one: one[1])
    return worst


def _some(pumps: Iterator[tuple[str, str]], most: int) -> Sequence[tuple[str, str]]:
    every = list(pumps)
    return every[:: 1 + len(every) // most]


def _pumped(lead: str, pump: str, length: int) -> str:
    return f"{lead}{pump * (length // len(pump))}\0"


def _seconds(pattern: re.Pattern[str], method: str, text: str, clock: Callable[[], float]) -> float:
    run = getattr(pattern, method)
    start = clock()
    if method == "finditer":
        for _ in run(text):
            pass
    else:
        run(text)
    return clock() - start
