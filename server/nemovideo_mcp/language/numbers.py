"""Numbers with their units as people write and say them, in English and Chinese, read at one place of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

__all__ = ["COUNT", "ORDINALS", "Quantity", "quantity_at", "value_of"]


class Quantity(NamedTuple):
    """A number that was read: where it ends, what it counts, and how much.

    Kinds and values: `number`; `duration` and `clock` (ms); `beats`, `bars`; `percent` (fraction of 1); `factor`;
    `decibels` (signed where a sign was written); `degrees`; `bpm`; `ordinal` (negative from the end); `ratio` and `color` (text); `size` (width, height); `at` (ms, or bar and beat);
    `range` (two times in ms).
    """

    end: int
    kind: str
    value: Any


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS: Mapping[str, float] = {
    **{word: float(n) for n, word in enumerate(_ONES)},
    **{word: float(n) for n, word in zip(range(20, 100, 10), _TENS, strict=True)},
    "hundred": 100.0,
}
ORDINALS: Mapping[str, int] = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}

_EN = rf"(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ONES[1:10])})\b|(?:{'|'.join([*_ONES, *_TENS, 'hundred'])})\b"
_ZH_WHOLE = r"[零〇一二两三四五六七八九十百]{1,5}"
_ZH = rf"(?:{_ZH_WHOLE}(?:点[零一二三四五六七八九]{{1,2}})?|[俩仨])"
COUNT = rf"(?:\d{{1,2}}|{_EN}|{_ZH_WHOLE})"
"""A small whole number in digits, English or Chinese, for the patterns of rules; `value_of` reads it."""
_NTH = r"(?:\d{1,4}|[零〇一二三四五六七八九十百]{1,5})"
_N = rf"(?:\d{{1,6}}(?:[.]\d{{1,3}})?|{_EN}|{_ZH})"
_END = r"(?![a-z0-9_])"
"""Behind a word in letters: Chinese may follow at once."""
_SEC = r"(?:(?:seconds?|secs?|s)(?![a-z0-9_])|秒钟?)"
_UNIT = r"(?:s|secs?|seconds?|beats?|bars?|x|times)\b"
_DIFFERS = r" (?:longer|shorter|later|earlier|sooner|off|from|more|less|too (?:long|short))\b|(?<=by a beat)|(?<=for a beat)"
_MIN = r"(?:minutes?\b|mins?\b|分钟?|m\b)"
_RATIOS = ("16:9", "9:16", "1:1", "4:5", "5:4", "4:3", "3:4", "21:9", "3:2", "2:3")
_SMALL = r"(?:\d{1,3}(?:[.]\d{1,3})?)"


def value_of(words: str) -> float | None:
    """The value of a number in digits, English or Chinese words; None for what is not one."""
    words = words.strip()
    if words[:1].isdigit() and words.isascii():
        return float(words)
    if words in _WORDS:
        return _WORDS[words]
    tens, sign, ones = words.replace("-", " ").partition(" ")
    if sign and tens in _WORDS and ones in _WORDS:
        return _WORDS[tens] + _WORDS[ones]
    return _chinese(words)


def _chinese(words: str) -> float | None:
    whole, _, part = words.partition("点")
    total, pending = 0, 0
    for char in whole:
        if char in _DIGITS:
            pending = pending * 10 + _DIGITS[char]
        elif char == "十":
            total, pending = total + (pending or 1) * 10, 0
        elif char == "百":
            total, pending = total + (pending or 1) * 100, 0
        else:
            return None
    if len(whole) > 2 and whole[-2] == "百" and whole[-1] in _DIGITS:
        # "一百二"
        pending *= 10
    value = float(total + pending)
    return value + int("".join(str(_DIGITS[c]) for c in part)) / 10 ** len(part) if part else value


def _n(text: str | None) -> float:
    return (value_of(text) if text else None) or 0.0


def _time(text: str) -> float:
    """Milliseconds of a bare number or a clock."""
    minutes, colon, seconds = text.partition(":")
    return (_n(minutes) * 60 + float(seconds)) * 1000 if colon else _n(text) * 1000


def _length(match: re.Match[str]) -> float:
    minutes, half, seconds = _n(match["m"]), 30.0 if match["h"] else 0.0, _n(match["s"])
    return (minutes * 60 + half + seconds) * 1000


def _bar(match: re.Match[str]) -> tuple[int, int]:
    return (int(_n(match["bar"])), int(_n(match["beat"])) or 1)


def _fps(match: re.Match[str]) -> float:
    groups = match.groupdict()
    return float(groups.get("n") or groups.get("k") or 0)


_SHARES = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}


def _fraction(match: re.Match[str]) -> float:
    """ "A third", "three quarters"."""
    return (value_of(match["n"]) or 1.0) / _SHARES[match["d"]]


_PARTS = {"quarter": 0.25, "third": 1 / 3, "three quarter": 0.75, "two third": 2 / 3}
Reader = Callable[[re.Match[str]], Any]
_TABLE: tuple[tuple[str, str, Reader], ...] = (
    ("color", r"#[0-9a-f]{6}(?![0-9a-f])", lambda m: m[0]),
    ("size", r"(?P<w>\d{3,4}) ?(?:[x×*]|by) ?(?P<h>\d{3,4})(?!\d)", lambda m: (int(m["w"]), int(m["h"]))),
    ("ratio", rf"(?:{'|'.join(_RATIOS)})(?!\d)", lambda m: m[0]),
    (
        "ratio",
        rf"(?:{'|'.join(r.replace(':', ' ?(?:x|by|比|/|×|to) ?') for r in _RATIOS)})(?![\d.])(?! ?{_UNIT})",
        lambda m: ":".join(re.findall(r"\d+", m[0])),
    ),
    ("range", rf"seconds? (?P<a>{_SMALL}) ?(?:to|-|and|until) ?(?P<b>{_SMALL})\b", lambda m: (_time(m["a"]), _time(m["b"]))),
    (
        "range",
        rf"第 ?(?P<a>{_N}) ?秒?(?:到|至|-|~)第? ?(?P<b>{_N}) ?秒",
        lambda m: (_n(m["a"]) * 1000, _n(m["b"]) * 1000),
    ),
    (
        "range",
        rf"(?P<a>{_SMALL}) ?(?:s|秒)? ?[-~] ?(?P<b>{_SMALL}) ?{_SEC}",
        lambda m: (_time(m["a"]), _time(m["b"])),
    ),
    ("at", rf"第 ?(?P<n>{_N}) ?秒(?:处|钟|的时候|那里|开始)?", lambda m: _n(m["n"]) * 1000),
    ("at", rf"second (?P<n>\d{{1,4}}(?:[.]\d{{1,3}})?)(?![\d%])(?! ?{_UNIT})", lambda m: _n(m["n"]) * 1000),
    ("at", rf"(?:bar|measure) (?P<bar>{_N})(?:,? ?beat (?P<beat>{_N}))?\b", _bar),
    ("at", r"(?<=\b(?:at|on) the )(?P<bar>\d{1,3})(?:st|nd|rd|th) bar\b(?P<beat>)", _bar),
    ("at", rf"第 ?(?P<bar>{_N}) ?个?小节(?:第 ?(?P<beat>{_N}) ?拍)?", _bar),
    ("clock", r"(?P<m>\d{1,2}):(?P<s>\d{2}(?:[.]\d{1,3})?)(?!\d)", lambda m: _time(m[0])),
    ("ordinal", rf"(?:倒着数|倒过来数|从后往前数|从后数|从后面数|倒数|倒)(?:的)?第 ?(?P<n>{_NTH})", lambda m: -int(_n(m["n"]))),
    ("ordinal", r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})号(?=个?(?:镜头|片段|素材|视频|段))", lambda m: int(_n(m["n"]))),
    ("ordinal", r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})号(?![字线楼门店])", lambda m: int(_n(m["n"]))),
    ("ordinal", r"(?P<n>\d{1,3})(?=(?:[、,和跟与]\d{1,3}){1,8}(?:号?(?:个?(?:镜头|片段|素材)|段)|号))", lambda m: int(m["n"])),
    ("ordinal", rf"第 ?(?P<n>{_NTH})", lambda m: int(_n(m["n"]))),
    ("ordinal", r"(?P<n>\d{1,3})(?:st|nd|rd|th)\b", lambda m: int(_n(m["n"]))),
    ("ordinal", r"(?:second|2nd)[ -](?:to[ -])?last\b|last but one\b|next to last\b|penultimate\b", lambda _: -2),
    ("ordinal", r"third[ -](?:to[ -])?last\b", lambda _: -3),
    ("percent", rf"(?P<n>{_N}) ?(?:%|percent\b|per cent\b|pct\b)", lambda m: _n(m["n"]) / 100),
    ("percent", rf"百分之(?P<n>{_N})", lambda m: _n(m["n"]) / 100),
    ("percent", r"(?P<of>[二三四五六七八九十\d])分之(?P<n>[一二三四五六七八九\d])", lambda m: _n(m["n"]) / max(_n(m["of"]), 1)),
    ("percent", r"(?P<n>a|one|two|three|four|1|2|3) ?(?P<d>third|quarter|fourth|fifth|tenth)s?\b(?= of | as |,? the (?:volume|size|level)| (?:volume|louder|quieter|softer|smaller|bigger|larger|closer|power))", _fraction),
    ("percent", r"(?<=\b(?:to|by|at) )(?:about |around |roughly |like )?(?P<n>a|one|two|three|four|1|2|3) ?(?P<d>third|quarter|fourth|fifth|tenth)s?\b(?! (?:clip|shot|of a|title|text|time))", _fraction),
    ("percent", r"(?:1/(?P<d>[2-9]|10)|(?P<n>[23])/(?P<e>[345]))(?! ?(?:s\b|sec))(?![\d/])", lambda m: int(m["n"] or 1) / int(m["d"] or m["e"])),
    ("decibels", rf"(?P<sign>[-+−]|minus |plus )? ?(?P<n>{_N}) ?(?:dbs?{_END}|decibels?{_END}|个?分贝)", lambda m: _n(m["n"]) * (-1 if (m["sign"] or "").strip() in ("-", "−", "minus") else 1)),
    ("percent", r"(?P<n>[一二两三四五六七八九\d])成(?P<h>半)?", lambda m: _n(m["n"]) / 10 + (0.05 if m["h"] else 0)),
    ("factor", rf"(?P<n>{_N}) ?(?:x{_END}|×|times{_END}|倍速?)|thrice\b", lambda m: _n(m["n"]) or 3.0),
    ("factor", r"(?P<k>a quarter|one quarter|quarter|a third|one third|three quarters?|three-quarters?|two thirds)(?: of)?(?: its| the)?(?: normal| original| usual)?(?= speed\b)", lambda m: _PARTS[m["k"].removeprefix("one ").removeprefix("a ").replace("-", " ").removesuffix("s")]),
    ("factor", r"(?:triple|treble|three times)(?= (?:the |its )?(?:normal |original )?speed\b)|(?P<k>quadruple|four times)(?= (?:the |its )?(?:normal |original )?speed\b)", lambda m: 4.0 if m["k"] else 3.0),
    ("factor", rf"(?P<n>{_N}) and a half times\b|(?P<k>{_N}) ?倍半", lambda m: _n(m["n"] or m["k"]) + 0.5),
    ("factor", rf"[x×] ?(?P<n>{_SMALL})\b", lambda m: _n(m["n"])),
    ("degrees", rf"(?P<n>{_N}) ?(?:degrees?{_END}|deg{_END}|°|度)", lambda m: _n(m["n"])),
    ("degrees", r"(?:a )?(?:quarter[- ]turn|right angle)\b", lambda _: 90.0),
    ("degrees", r"a quarter(?= to the (?:right|left)\b)", lambda _: 90.0),
    ("degrees", r"(?:a )?half[- ](?:a )?turn\b", lambda _: 180.0),
    ("bpm", rf"(?P<n>{_N}) ?bpm{_END}|bpm ?(?:of |= ?|: ?)?(?P<k>\d{{2,3}})", lambda m: _n(m["n"] or m["k"])),
    ("fps", rf"(?P<n>{_SMALL}) ?(?:fps{_END}|frames?(?:/| per | a )s(?:ec(?:ond)?)?{_END}|帧(?:每秒|/秒|/s{_END}|一秒))", _fps),
    ("fps", rf"每秒钟? ?(?P<n>{_SMALL}) ?帧|(?:fps|frame ?rate) ?(?:of|to|at|is|be|=|:)? ?(?P<k>{_SMALL})(?![\d%])", _fps),
    ("fps", rf"帧率(?:改为|改成|改到|设为|设成|调成|调到|调为|换成|用|到|为|是)? ?(?P<n>{_SMALL}) ?帧?", _fps),
    ("bars", rf"(?P<n>{_N}|a)[ -]?个?(?:bars?{_END}(?! ?\d)|measures?{_END}(?! ?\d)|小节)", lambda m: _n(m["n"]) or 1.0),
    ("beats", rf"(?P<n>{_N}|半)[ -]?个?(?:(?:more |extra |additional )?beats?{_END}|拍子?)", lambda m: _n(m["n"]) or 0.5),
    ("beats", rf"(?P<h>half )?an? (?:extra )?beat\b(?={_DIFFERS})|another beat\b", lambda m: 0.5 if m["h"] else 1.0),
    ("bars", rf"(?P<n>{_N}) (?:more|extra|additional) bars?\b|(?:another|an extra) bar\b", lambda m: _n(m["n"]) or 1.0),
    ("bars", r"half (?:a )?bar\b|半个?小节", lambda _: 0.5),
    ("duration", r"(?P<m>\d{1,3})m ?(?P<s>\d{1,2})s\b", lambda m: (_n(m["m"]) * 60 + _n(m["s"])) * 1000),
    ("duration", rf"half a {_SEC}|half[ -]{_SEC}|a half {_SEC}|半秒钟?|半 ?s\b", lambda _: 500.0),
    ("duration", r"half a min(?:ute)?\b|half[ -]minute\b|半分钟?", lambda _: 30_000.0),
    ("duration", r"(?:a|one) (?:second|sec) and a half|(?:1|一) ?秒半", lambda _: 1500.0),
    ("duration", r"a quarter (?:of a )?second\b", lambda _: 250.0),
    ("duration", r"a (?:minute|min) and a half\b", lambda _: 90_000.0),
    ("duration", r"十(?:几|来|多)秒钟?", lambda _: 15_000.0),
    ("duration", r"(?P<n>[二三四五六七八九]十|\d0)(?:来|多|几)秒钟?", lambda m: _n(m["n"]) * 1000),
    ("duration", r"a couple (?:of )?(?:seconds|secs)\b|几秒", lambda _: 2000.0),
    ("duration", rf"(?P<n>{_N}) ?秒半|(?P<k>{_N}) and a half {_SEC}", lambda m: (_n(m["n"] or m["k"]) + 0.5) * 1000),
    (
        "duration",
        rf"(?P<m>{_N}|a)[ -]?(?:个)?{_MIN}(?P<h>半|,? and a half)?(?: ?(?:and )?(?P<s>{_N})[ -]?{_SEC})?",
        lambda m: max(_length(m), 60_000.0 if m["m"] == "a" else 0.0),
    ),
    ("duration", rf"(?P<n>{_N}|a couple(?: of)?|one|an?) (?:more|extra|additional|further) {_SEC}", lambda m: (_n(m["n"]) or (2 if "couple" in m["n"] else 1)) * 1000),
    ("duration", rf"(?P<n>{_N})(?= long(?: please| then| in total)?\s*(?:$|[,.;!?]))", lambda m: _n(m["n"]) * 1000),
    ("duration", rf"(?P<n>{_N})[ -]?{_SEC}", lambda m: _n(m["n"]) * 1000),
    (
        "duration",
        r"(?:an?|another|one full|full) (?:sec|second)\b(?! (?:title|text|clip|copy|shot|time|song|card|line))",
        lambda _: 1000.0,
    ),
    ("number", _N, lambda m: _n(m[0])),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern), read) for kind, pattern, read in _TABLE)
_WORD = re.compile(r"[a-z]{3,8}\b")
_STARTS = frozenset(
    "0123456789#x×+-−第倒从百半几每帧零〇一二两俩仨三四五六七八九十"
) | {word[0] for word in (*_WORDS, *ORDINALS, "half", "bar", "bpm", "measure", "last", "penultimate", "next", "quarter", "another", "couple", "full", "a", "fps", "three", "two", "triple", "treble", "quadruple")}  # fmt: skip


@lru_cache(maxsize=8192)
def quantity_at(text: str, position: int) -> Quantity | None:
    """The longest quantity that starts at `position` of normalised `text`, the more telling kind on a tie."""
    if text[position] not in _STARTS:
        return None
    best: Quantity | None = None
    for kind, pattern, read in _PATTERNS:
        match = pattern.match(text, position)
        if match and (best is None or match.end() > best.end):
            best = Quantity(match.end(), kind, read(match))
    word = _WORD.match(text, position)
    if word and word[0] in ORDINALS and (best is None or word.end() > best.end):
        best = Quantity(word.end(), "ordinal", ORDINALS[word[0]])
    return best
