"""Lengths and numbers as people say them, in milliseconds and floats."""

from __future__ import annotations

import re

from nemovideo_mcp.language.lexicon_en import NUMBERS
from nemovideo_mcp.language.lexicon_zh import DIGITS

__all__ = ["duration_ms", "number"]

_CLOCK = re.compile(r"(\d{1,3})[:：](\d{2})")
_MINUTES = re.compile(
    r"([\d.]+|[a-z]+(?:[- ](?:two|five|eight))?|[零一二两三四五六七八九十半]+) ?-?(?:个?(半)?分|minutes?|mins?|m(?![a-z]))"
)
_SECONDS = re.compile(
    r"([\d.]+|[a-z]+(?:[- ](?:two|five|eight))?|[零一二两三四五六七八九十]+)[ -]*(?:秒|seconds?|secs?|s\b)"
)


def number(words: str | None) -> float | None:
    """The value of a number in digits, English or Chinese words; None for what is not one."""
    if not words:
        return None
    words = words.strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", words, re.ASCII):
        return float(words)
    if words in NUMBERS:
        return float(NUMBERS[words])
    if ordinal := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", words):
        return float(ordinal.group(1))
    parts = re.split(r"[- ]", words)
    if len(parts) == 2 and all(p in NUMBERS for p in parts):
        return float(NUMBERS[parts[0]] + NUMBERS[parts[1]])
    return _chinese(words)


def duration_ms(words: str) -> int | None:
    """The length that `words` name, in ms: "0:45", "1m30s", "half a minute", "一分半", "四十五秒"."""
    if clock := _CLOCK.search(words):
        return (int(clock.group(1)) * 60 + int(clock.group(2))) * 1000
    if re.search(r"half|半", words) and not re.search(r"and a half|[分个]半", words):
        return 30_000 if re.search(r"min|分", words) else 500
    minutes = _MINUTES.search(words)
    seconds = _SECONDS.search(words, minutes.end() if minutes else 0)
    total = 0.0
    found = False
    if minutes and (value := number(minutes.group(1))) is not None:
        total, found = value * 60_000, True
    elif re.search(r"\band a half minutes?", words) and (value := number(words.split()[0])) is not None:
        return round((value + 0.5) * 60_000)
    if found and re.search(r"and a half|分钟?半|个半", words):
        total += 30_000
    if seconds and (value := number(seconds.group(1))) is not None:
        total, found = total + value * 1000, True
    return round(total) if found else None


def _chinese(words: str) -> float | None:
    if not words or any(c not in DIGITS and c not in "十百" for c in words):
        return None
    if "十" not in words:
        return (
            float("".join(str(DIGITS[c]) for c in words if c in DIGITS) or 0) if "百" not in words else 100.0
        )
    tens, _, ones = words.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return float((DIGITS.get(tens, 1) if tens else 1) * 10 + (DIGITS.get(ones, 0) if ones else 0))
