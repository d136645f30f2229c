"""Every pattern of the package takes time that grows as the text does, whatever the text repeats."""

from __future__ import annotations

import re

import pytest

from support.once import made_once
from support.patterns import Found, patterns_of_package, record_patterns
from support.pumping import exponential, longest_time, slowest

# Texts are cut before these patterns see them: a clause of a message, a sentence of a reply.
_CUT = {
    "nemovideo_mcp.conversation.clauses": 400,
    "nemovideo_mcp.conversation.gui_patterns": 600,
    "nemovideo_mcp.conversation.wishes": 400,
}
_MOST_S = 0.1
_PARTS = 2
"""For two workers."""
_ESCAPED = ("nemovideo_mcp.conversation.named_files:", "nemovideo_mcp.language.rules.captions:")
"""Patterns that are made of nothing but the user's own words, escaped."""
# Readers of settings ask their patterns at one place after the other, never for what comes later.
_AT_ONE_PLACE = ("nemovideo_mcp.install.",)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s*;",
        r"(?:a|b)+c",
        r"(?:a+)+b",
        r"“[^”]*”",
        r"\bcut\b[^.]*\bkeep",
        r"[\w.]+\.mp4",
        r"a\d*\d*b",
        r"(?:or |you can (?:also )?|also )*tell",
        "x.*y.*z",
    ],
)
def test_a_pattern_that_takes_more_than_linear_time_is_found(pattern: str) -> None:
    assert slowest(re.compile(pattern)) is not None


@pytest.mark.parametrize(
    "pattern",
    [r"(?:(?<!\s)\s++)?;", r"(?<![ab])(?:a|b)++c", r'"[^"]{0,20}"', r"(?<![\w.])[\w.]+\.mp4", r"\d{1,3}x"],
)
def test_a_linear_pattern_is_not_complained_of(pattern: str) -> None:
    assert slowest(re.compile(pattern)) is None


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_pattern_of_the_package_is_linear(part: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    found, hidden = patterns_of_package(made_once(tmp_path_factory, "patterns", record_patterns))
    assert [place for place in hidden if not place.startswith(_ESCAPED)] == []
    assert len(found) > 400
    slow: list[str] = []
    for one in found[part::_PARTS]:
        slow += _complaint(one)
    assert slow == []


def _complaint(one: Found) -> list[str]:
    place = f"{one.module}:{one.line} {one.pattern.pattern[:60]!r}"
    if one.module in _CUT:
        if found := exponential(one.pattern, methods=one.methods):
            return [f"{place}: {found.method} on {found.text} does not end"]
        text, seconds = longest_time(one.pattern, length=_CUT[one.module])
        return [f"{place}: {seconds:.2f} s on {text}"] if seconds > _MOST_S else []
    methods = ("match",) if one.module.startswith(_AT_ONE_PLACE) else one.methods
    found = slowest(one.pattern, methods=methods)
    return [f"{place}: {found.method} on {found.text}, ×{found.ratio:.0f}"] if found else []
