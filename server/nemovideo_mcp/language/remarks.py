"""Words that no rule understands: whether they ask for something, or only remark on a clip."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.complaints import complains
from nemovideo_mcp.language.tokens import Token

__all__ = ["OTHER_OBJECTS", "bids", "changes_clips", "is_idle", "is_remark", "is_wish", "named_clips"]

_ACTIONS = ("remove", "insert", "swap", "replace", "reverse", "duplicate", "music_remove", "mute")


_PURPOSE = re.compile(
    r"^(?:因为|毕竟|主要)?(?:这|它|这个|我|我们)?(?:是|要|准备|打算|想)?[^,，。把]{0,8}[看用放发播拍录投交听玩传](?:的|用的|用)(?:视频|片子)?$"
)
"""What a film is for: "手机上看的", "明天婚礼上放的"."""


def is_wish(clause: Clause) -> bool:
    """Whether words that were not understood say something of a clip, a text or a number, and are no remark."""
    if clause.has("condition") or any(
        t.detail(kind) for t in clause.tokens for kind in ("fit", "ratio", "motion")
    ):
        return True
    if _PURPOSE.search(clause.plain) and not clause.count(
        "clips", "texts", "duration", "percent", "number", "quote"
    ):
        return False
    fresh = not clause.scene.clips
    named = clause.count("clips") > 0 and clause.has("remove", "unwanted")
    every = all(t.value.all for t in clause.tokens if t.kind == "clips")
    about_film = clause.count("duration", "clock", "name") > 0 or not every or clause.has(*_OF_A_FILM)
    if named or (fresh and (about_film or any(t.text in ("顺序", "次序") for t in clause.tokens))):
        return True
    if clause.has("talk", "not", "only") or complains(clause):
        return False
    return (
        clause.has(*_ACTIONS)
        or any(map(_does, clause.tokens))
        or any(
            token.kind not in ("word", "mark", "name")
            and not (token.kind == "clips" and (token.value.pronoun or token.value.all))
            and not (fresh and token.kind == "number")
            for token in clause.tokens
        )
    )


_DOES = ("insert", "move", "longer", "shorter", "sound_up", "sound_down", "zoom_in", "zoom_out")
_SETS = ("ratio:", "fit:", "mood:", "platform:", "motion:")


def _does(token: Token) -> bool:
    """Whether a word that is more than a filler is one of doing something."""
    if token.kind != "word" or token.has("filler"):
        return False
    return token.has(*_DOES, "fade", "fade_in", "fade_out", "rotate") or any(
        c.startswith(_SETS) for c in token.concepts
    )


_OF_A_FILM = ("music_noun", "text_noun", "beat_word", "on_beat", "combine")
OTHER_OBJECTS = (
    "text_noun",
    "text_word",
    "music_noun",
    "film_noun",
    "own_sound",
    "sound_noun",
    "color:black",
    "beat_word",
    "other",
    "them",
)
_CHANGES = ("faster", "slower", "longer", "shorter", "reverse", "zoom_in", "zoom_out", "half_speed")
_SILENCES = ("静音", "消音", "闭音", "静掉", "静音掉")


def changes_clips(tokens: Sequence[Token]) -> bool:
    """Whether Chinese words without an object change a clip as a whole: its length, speed or sound.

    What they are about is left out in Chinese where a remark has just named it ("第一段很抖，慢一点"). What is taken
    away may be a thing in the picture, and must be named.
    """
    timed = sum(t.kind == "duration" for t in tokens) == 1
    if timed and not any(t.has(*OTHER_OBJECTS) for t in tokens):
        return not any(t.text.isascii() and t.kind == "word" for t in tokens)
    if any(t.text.isascii() and t.kind == "word" for t in tokens) or any(
        t.has("remove", "unwanted", *OTHER_OBJECTS) and not t.has("mute", "own_sound") for t in tokens
    ):
        return False
    silenced = any(t.has("own_sound", "sound_noun") for t in tokens) and any(t.has("mute") for t in tokens)
    return timed or silenced or any(t.has(*_CHANGES) or t.text in _SILENCES for t in tokens)


_BIDS = re.compile(
    r"^(?:(?:please|can you|could you|and|then|just|also|so|ok|but|now|maybe) ){0,8}"
    r"(?:make|turn|give|apply|add|put|set|tint|paint|colou?r)\b|^(?:请|麻烦|帮我|再|然后|并|先|就){0,8}(?:把|给|让|将)"
)


def bids(clause: Clause) -> bool:
    """Whether words begin as a wish does, whatever it is that is wished: "make the parrot dreamy"."""
    return bool(_BIDS.search(clause.plain))


_THOUGHT = ("talk", "opinion", "opinion_good", "remark", "reason")


_TAGS = frozenset(
    ("right", "correct", "对吧", "是吧", "对吗", "是吗", "对不对", "是不是", "没错吧", "对么", "isn't it")
)


def is_idle(segment: Sequence[Token]) -> bool:
    """Whether words between marks are no part of the wish beside them: "that's all", "the rest is fine", "不着急"."""
    thought = denied = False
    if segment[-1].text in _TAGS:
        # "Everything else stays as it is, right?" is asked.
        return False
    for token in segment:
        if token.kind == "clips" and (token.value.all or token.value.pronoun):
            continue
        if token.kind != "word":
            return False
        denied |= token.has("not")
        thought |= token.has(*_THOUGHT) and not token.has("not", "still_more", "back", "undo")
        thought |= not token.concepts
        if token.concepts and not token.has("filler", "det", "not", "opinion_how", "opinion_who", *_THOUGHT):
            return False
    return thought and not (denied and len(segment) == 1)


def is_remark(clause: Clause) -> bool:
    """Whether words that were not understood name clips, and neither a number nor something to do."""
    if bids(clause):
        return False
    plain = all(token.kind in ("word", "mark", "clips") for token in clause.tokens)
    moved = clause.has("move") and clause.has("start", "end", "before", "after", "at_most")
    others = (*_ACTIONS, "not", "only", "except", "half")
    return plain and bool(named_clips(clause)) and not clause.has(*others) and not moved


def named_clips(clause: Clause) -> tuple[str, ...]:
    refs = [t.value for t in clause.tokens if t.kind == "clips" and not t.value.pronoun]
    return tuple(i for ref in refs for i in ref.ids)
