"""What comes near to a vague wish for the whole film, as "make it shorter" or "more energy": offered, never done.

How much shorter, and what is to make it livelier, nobody has said: the offer names it, and a "yes" carries it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.film import AutoEdit, FadeFilm, SetFilmLength
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.scene import Scene

__all__ = ["offer_for", "other_length"]

_SHORTER, _LONGER = 0.75, 1.25
_LONGEST = 60
"""Characters of a wish that is read here: longer ones say more than this."""

_BESIDE = words_of(
    """
    a an the this that it it's its is are was be feels feel feeling looks look way far so too much more a bit little
    slightly somewhat make made get keep give have want need would like please pls can could you i i'd i'll let's let
    should must we me film video edit cut clip movie thing whole overall all really very just still kind of not up down
    and some than now
    """
)
"""Words that may stand beside: with any other one, something else is meant as well."""
_BESIDE_ZH = frozenset(
    "吧呗哈啊呢嘛儿需要这个整全片视频影片段它太了有点更再一些的感觉做得剪让把请帮我想要能不可以吗都过于稍微显"
)

_Build = Callable[[Scene], Operation | None]

_OFFERS: tuple[tuple[re.Pattern[str], _Build], ...] = (
    (
        re.compile(
            r"\b(?:end|ends|ending|finish|stops?)\b.{0,20}\b(?:abrupt|abruptly|sudden|suddenly)\b"
            r"|\b(?:abrupt|sudden) (?:end|ending|stop)\b|(?:结尾|结束|最后).{0,6}(?:突然|仓促|生硬)"
        ),
        lambda _: FadeFilm(at="out"),
    ),
    (
        re.compile(
            r"\b(?:start|starts|beginning|begins|opening)\b.{0,20}\b(?:abrupt|abruptly|sudden|suddenly)\b"
            r"|\b(?:abrupt|sudden) (?:start|beginning|opening)\b|(?:开头|开场|一开始).{0,6}(?:突然|仓促|生硬)"
        ),
        lambda _: FadeFilm(at="in"),
    ),
    (
        re.compile(r"\b(?:shorter|shorten|too long|tighter|tighten)\b|短一?[点些]|缩短|剪短|太长"),
        lambda scene: other_length(scene, shorter=True),
    ),
    (
        re.compile(r"\b(?:longer|lengthen|too short)\b|长一?[点些]|加长|太短"),
        lambda scene: other_length(scene, shorter=False),
    ),
    (
        re.compile(
            r"\b(?:energy|energetic|punchy|punchier|lively|livelier|dynamic|exciting|hype|snappy|snappier)\b"
            r"|活力|带劲|动感|有劲|[更太]?燃|更嗨|刺激"
        ),
        lambda scene: _with_pace(scene, "fast", "upbeat"),
    ),
    (
        re.compile(r"\b(?:calm|calmer|relaxed|relaxing|hectic|frantic|too busy)\b|舒缓|平静|放松|太乱|太赶"),
        lambda scene: _with_pace(scene, "slow", "lofi"),
    ),
)
"""The first row that fits is taken: what says where goes before what says how long."""


def offer_for(words: str, scene: Scene) -> Operation | None:
    """The operation that comes near to `words` about the whole film; None where none does, or there is no film."""
    if not scene.clips or len(words) > _LONGEST:
        return None
    said = words.lower().replace("’", "'")
    return next((build(scene) for pattern, build in _OFFERS if _is_all(said, pattern)), None)


def _is_all(said: str, pattern: re.Pattern[str]) -> bool:
    """Whether `pattern` is found, and nothing beside it that says more."""
    rest, count = pattern.subn(" ", said, count=1)
    words = _WORD.findall(rest)
    return bool(count) and all(
        word in _BESIDE or (not word.isascii() and set(word) <= _BESIDE_ZH) for word in words
    )


_WORD = re.compile(r"[a-z']+|[^\W_]+")


def other_length(scene: Scene, *, shorter: bool) -> SetFilmLength | None:
    """A length of whole seconds that the film could have, a quarter less or more; None where there is no film."""
    times = _SHORTER if shorter else _LONGER
    length = float(max(1, round(scene.timeline.duration_ms * times / 1000)))
    return SetFilmLength(length=length) if scene.clips else None


def _with_pace(scene: Scene, pace: Literal["fast", "slow"], mood: str) -> Operation:
    """Cuts at another pace where there is music to cut to; else music of that mood, which is what is missing."""
    if scene.timeline.music is None:
        return SetMusic(mood=mood)
    return AutoEdit(length=scene.timeline.duration_ms / 1000, pace=pace)
