"""Numbers with units, in digits and words, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.language.numbers import quantity_at, value_of


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("2 seconds", "duration", 2000),
        ("two seconds", "duration", 2000),
        ("half a second", "duration", 500),
        ("a second", "duration", 1000),
        ("1.5s", "duration", 1500),
        ("1m20s", "duration", 80_000),
        ("a minute and a half", "duration", 90_000),
        ("两秒", "duration", 2000),
        ("半秒", "duration", 500),
        ("1秒半", "duration", 1500),
        ("一分半", "duration", 90_000),
        ("0:05", "clock", 5000),
        ("50%", "percent", 0.5),
        ("七成", "percent", 0.7),
        ("百分之三十", "percent", 0.3),
        ("2x", "factor", 2),
        ("0.5倍速", "factor", 0.5),
        ("90 degrees", "degrees", 90),
        ("120 bpm", "bpm", 120),
        ("two bars", "bars", 2),
        ("八拍", "beats", 8),
        ("第三", "ordinal", 3),
        ("倒数第二", "ordinal", -2),
        ("second to last", "ordinal", -2),
        ("9:16", "ratio", "9:16"),
        ("4 by 5", "ratio", "4:5"),
        ("1080x1920", "size", (1080, 1920)),
        ("#ffd400", "color", "#ffd400"),
        ("第8秒", "at", 8000),
        ("bar 9 beat 2", "at", (9, 2)),
    ],
)
def test_a_quantity_is_read_with_its_unit(words: str, kind: str, value: Any) -> None:
    found = quantity_at(words, 0)
    assert found is not None
    assert (found.kind, found.end) == (kind, len(words))
    same = abs(found.value - value) < 1e-6 if isinstance(value, int | float) else found.value == value
    assert same


@pytest.mark.parametrize(
    ("words", "value"),
    [("twenty-five", 25), ("十二", 12), ("二十", 20), ("一百", 100), ("两点五", 2.5), ("x", None)],
)
def test_number_words_have_values(words: str, value: float | None) -> None:
    assert value_of(words) == value
