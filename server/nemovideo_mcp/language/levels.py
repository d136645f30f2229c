"""How loud something is to be: the words of a clause as fields of an operation on a sound."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.tokens import Token

__all__ = ["LOUDER", "QUIETER", "take_level"]

LOUDER, QUIETER = 1.4, 0.7
_VERBS = (
    "mute", "silence", "unmute", "sound_up", "sound_down", "sound_set", "volume", "sound_full", "loudness", "sound_way",
)  # fmt: skip
_LESS = frozenset(("off", "less", "lower", "quieter", "softer", "down", "weaker"))
_MORE = frozenset(("more", "louder", "higher", "up", "stronger", "extra"))
_REACHED = frozenset(
    ("to", "at", "到", "成", "make", "makes", "set", "give", "put", "is", "be", "should be", "=")
)
_BY_LESS = frozenset(
    (
        "小", "降", "减", "少", "低", "轻", "弱", "压", "收", "再小", "再降", "再低", "再压", "再减", "降低",
        "调低", "减小", "减少", "减弱", "调小", "压低", "压小", "关小", "缩小", "拉低", "下调", "往下调",
        "往下压", "往下降", "变小", "小声", "更小", "更小声",
        "再少", "再弱", "再轻", "再收",
        "砍", "削", "扣", "减掉", "降掉", "调少", "低了", "小了",
    )
)  # fmt: skip
"""Chinese words that count from how it is now where an amount follows: "降低 20%", "小一半"."""
_BY_MORE = frozenset(
    (
        "上调", "再加", "再大", "再提", "再高", "加", "加大", "加强", "升", "升高", "变大", "响", "增加", "增大",
        "增强", "多", "大", "大声", "强", "往上提", "往上调", "拉高", "推高", "提", "提升", "提高", "放大",
        "更大", "更大声", "涨", "添", "调大", "调高", "高",
    )
)  # fmt: skip
"""The same for more: "提高 20%"."""
_BY = _BY_LESS | _BY_MORE
_HALVED = frozenset(("减半", "砍半", "对折", "腰斩", "对半", "打对折", "对半砍", "砍一半"))
_BACK = frozenset(("pull", "pulls", "pulled", "dial", "knock", "ease", "scale", "cut", "take", "hold"))
_REFUSING = frozenset(("no", "不要", "don't want", "dont want", "stop", "without", "no more"))
_DROPS = frozenset(("drop", "cut", "slash", "take", "knock", "bring"))
_GIVES = frozenset(("turn", "switch", "put", "give", "bring", "turned", "switched"))
_LEVELS = frozenset(("volume", "level", "loudness", "sound level", "gain", "vol", "volume level"))
_TAKES_OUT = frozenset(("take", "drop", "pull", "cut", "get", "have", "leave"))
_STATED = frozenset(
    ("is", "are", "was", "'s", "it's", "that's", "sounds", "seems", "feels", "gets", "looks", "isn't")
)
_LOUD = frozenset(("loud", "noisy", "strong", "high", "powerful", "大", "高"))
_QUIET = frozenset(("quiet", "soft", "low", "faint", "weak", "小"))


def take_level(clause: Clause, *, sounding: bool) -> dict[str, Any] | None:
    """Takes how loud something is to be, as fields of an operation; None where nothing says so.

    `sounding`: a sound is what is spoken of, so that "half" and "no" are about it.
    """
    up, down = _ways(clause)
    if up is not down and clause.has("unmute"):
        # "quieter, not muted"; "unmuted and quieter" is two wishes.
        if not any(t.text.startswith("not ") for t in clause.tokens):
            return None
        clause.take("unmute")
    if (level := _measured(clause, up=up, down=down, sounding=sounding)) is not None:
        return level
    if clause.count("percent", "factor", "decibels"):
        return None
    if sounding and any(
        t.has("silence") and t.text.startswith(("to ", "down to", "all the way")) for t in clause.tokens
    ):
        clause.take("sound_up", "sound_down", *_VERBS)
        return {"mute": True}
    if clause.has("half") and (sounding or up or down):
        return _half(clause)
    denied = up is not down and clause.has("unmute")
    if not denied and (level := _heard(clause, sounding=sounding)) is not None:
        return level
    if up is down and clause.has("double") and sounding:
        clause.take("double", *_VERBS)
        return {"volume_by": 2.0}
    if up is not down:
        double = clause.take("double")
        clause.take(
            "sound_up", "sound_down", "loudness", "volume", "too", "more", "less", "sound_set", "sound_way"
        )
        return {"volume_by": (2.0 if double else LOUDER) if up else QUIETER}
    return _silenced(clause, sounding=sounding)


def _ways(clause: Clause) -> tuple[bool, bool]:
    """Whether it is to be louder, and whether quieter."""
    up, down = clause.has("sound_up"), clause.has("sound_down")
    texts = {t.text for t in clause.tokens}
    if not up and "back" in texts and texts & _BACK:
        # "pull the music back"
        clause.take("back")
        down = True
    if up and down and texts & {"up", "down"} != {"up", "down"}:
        # "crank it down": the small word tells.
        up, down = "up" in texts, "down" in texts
    dropped = bool(texts & _DROPS) and (texts & _LEVELS or (clause.count("percent") and "by" in texts))
    if dropped and not (up or down):
        # "drop the volume of the music", "cut the music by 20%"
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _DROPS)
        down = True
    if (clause.has("too") or texts & _STATED) and (texts & _LOUD) != (texts & _QUIET):
        # What is too loud, or is said to be loud, is to be softer.
        clause.take("loudness", "too")
        up, down = bool(texts & _QUIET), bool(texts & _LOUD)
        if "not" in texts or "isn't" in texts:
            clause.take("not")
            up, down = down, up
    return up, down


def _measured(clause: Clause, *, up: bool, down: bool, sounding: bool) -> dict[str, Any] | None:
    """A level in per cent, as a factor, in decibels, or as a bare number behind the word for it."""
    at = next((n for n, t in enumerate(clause.tokens) if t.kind in ("percent", "factor", "decibels")), None)
    number: float = next((t.value for t in clause.tokens if t.kind == "number" and t.text.isascii()), -1.0)
    plain = 2 < number <= 100 or 0 <= number <= 1
    said = clause.has("volume", "sound_set") or any(
        t.kind == "number" and "." in t.text for t in clause.tokens
    )
    if at is None and not (plain and sounding and said):
        return None
    if at is not None and any(t.has("silence", "sound_off") for t in clause.tokens):
        return None
    if at is None and _is_moment(clause):
        return None
    if at is None:
        # "volume 70", "音量 0.5"
        clause.one("number")
        clause.take(*_VERBS)
        return {"volume": round(number / (100 if number > 1 else 1), 3)}
    token = clause.tokens[at]
    if token.kind == "factor" and (token.text.endswith("速") or clause.tokens[at - 1].text == "开"):
        # "开两倍速": how fast, not how loud
        return None
    clause.one("percent", "factor", "decibels")
    after = _behind(clause, at)
    compared = after in _LESS | _MORE or _is_compared(clause, at)
    up, down = (up, down) if up is not down else (after in _MORE, after in _LESS)
    if at and (before := clause.tokens[at - 1].text) in _BY:
        up, down = before in _BY_MORE, before in _BY_LESS
        clause.used.add(at - 1)
    clause.take(*_VERBS, "less", "more")
    if token.kind == "decibels":
        return _by_decibels(
            token, up=up, down=down, reached=not compared and clause.tokens[at - 1].text in _REACHED
        )
    amount: float = token.value
    if any(t.text in ("as loud", "as quiet") for t in clause.tokens):
        return {"volume_by": round(amount, 3)} if 0 < amount <= 10 else None
    if token.kind == "factor" and token.text.endswith("倍") and 0 < amount <= 10:
        # "声音两倍": of what it is now; "大一倍" adds as much again.
        return {"volume_by": round(amount + (amount == 1 and up), 3)}
    if compared and up is not down:
        if token.kind == "factor" and up:
            # "three times louder"
            return {"volume_by": round(amount, 3)} if 0 < amount <= 10 else None
        factor = 1 + amount if up else 1 - amount
        return {"volume_by": round(factor, 3)} if factor > 0 else {"volume": 0.0}
    return {"volume": round(min(amount, 2.0), 3)}


def _is_moment(clause: Clause) -> bool:
    """Whether a bare number is a time: "music off at 9", "mute the surf at 10"."""
    tokens = clause.tokens
    at = any(t.kind == "number" and n and tokens[n - 1].text == "at" for n, t in enumerate(tokens))
    return at and clause.has("mute", "silence", "unmute", "sound_up", "sound_down", "dir_in", "dir_out")


def _by_decibels(token: Token, *, up: bool, down: bool, reached: bool) -> dict[str, Any] | None:
    signed = token.text.startswith(("+", "-", "−", "minus", "plus"))
    value = -abs(token.value) if down and not up else token.value
    factor = round(10 ** (value / 20), 3)
    if reached and up is down:
        return {"volume": min(factor, 2.0)}
    if (up is down and not signed) or not 0 < factor <= 10:
        return None
    return {"volume_by": factor}


def _behind(clause: Clause, at: int) -> str:
    """The word behind token `at` that means something."""
    behind = (
        t.text for t in clause.tokens[at + 1 :] if not (t.has("filler") and t.text not in _LESS | _MORE)
    )
    return next(behind, " ").split(" ")[0]


def _is_compared(clause: Clause, at: int) -> bool:
    """Whether the words before token `at` count from how it is now: "by 20 %", "up 3 dB", "lower the music 10 %"."""
    if at and clause.tokens[at - 1].text in _BY:
        return True
    behind = clause.tokens[at]
    for token in reversed(clause.tokens[:at]):
        if any(mark in clause.message[token.end : behind.start] for mark in ",;:.!?"):
            # "quieter, 20 %"
            return False
        behind = token
        if token.text == "by" or token.text in _LESS | _MORE:
            return True
        if token.text.split()[-1] in _REACHED or token.has("sep") or not token.text.isascii():
            return False
        if token.has("sound_up", "sound_down") and not token.has("loudness"):
            return True
    return False


def _half(clause: Clause) -> dict[str, Any]:
    at = next(n for n, t in enumerate(clause.tokens) if t.has("half"))
    halved = clause.tokens[at].text in _HALVED or (at > 0 and clause.tokens[at - 1].text in _BY)
    compared = halved or any(
        t.text in ("as loud", "louder", "quieter", "softer", "in half", "by half")
        or t.text.startswith("halv")
        for t in clause.tokens
    )
    clause.take("half", *_VERBS)
    return {"volume_by": 0.5} if compared else {"volume": 0.5}


def _heard(clause: Clause, *, sounding: bool) -> dict[str, Any] | None:
    """A sound that is to be heard, or heard in full."""
    if any(t.text == "still" for t in clause.tokens):
        # "I can still hear it"
        return None
    heard = any(t.has("sound_heard") for t in clause.tokens)
    if heard and clause.has("not") and not any(t.text in _REFUSING for t in clause.tokens):
        clause.take("unmute", "sound_heard", "not", "volume", "more")
        return {"mute": True}
    if heard and clause.has("more"):
        clause.take("unmute", "sound_heard", "more", "volume")
        return {"volume_by": LOUDER}
    texts = {t.text for t in clause.tokens}
    turned_on = sounding and bool(texts & _GIVES and texts & {"on", "back"}) and not clause.count("duration")
    if turned_on and not clause.has("unmute", "sound_down", "mute", "not", "sound_full"):
        # "switch the audio on", "give the sound back to the surf"
        clause.used.update(
            n for n, t in enumerate(clause.tokens) if t.text in _GIVES or t.text in ("on", "back")
        )
        clause.take("volume", "sound_up")
        return {"mute": False}
    if clause.has("unmute"):
        if clause.has("not"):
            return None
        clause.take("unmute", "sound_heard", "sound_full", "volume", "back", "sound_up")
        return {"volume": 1.0} if clause.has("sound_full") else {"mute": False}
    if (
        clause.has("sound_full")
        and (sounding or clause.has("volume"))
        and not any(t.text == "by" for t in clause.tokens)
    ):
        clause.take("sound_full", *_VERBS, "back")
        return {"volume": 1.0}
    return None


def _silenced(clause: Clause, *, sounding: bool) -> dict[str, Any] | None:
    texts = {t.text for t in clause.tokens}
    if sounding and "out" in texts and texts & _TAKES_OUT:
        # "Take the music out from 4 to 8 seconds"
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in _TAKES_OUT or t.text == "out")
        clause.take("volume")
        return {"mute": True}
    if not clause.has("mute", "silence") or not (sounding or clause.has("silence")):
        return None
    mutes = [n for n, t in enumerate(clause.tokens) if t.has("mute", "silence")]
    if all(clause.tokens[n].text == "no" for n in mutes) and not any(
        _names_sound(clause, n + 1) for n in mutes
    ):
        # "no, from the verse": a correction
        return None
    if clause.has("not") and not any(t.text in _REFUSING for t in clause.tokens):
        return None
    clause.take("mute", "silence", "sound_off", "not", "volume", "off", "sound_set")
    return {"mute": True}


def _names_sound(clause: Clause, n: int) -> bool:
    """Whether the next word that means something names a sound."""
    words = (
        t for t in clause.tokens[n:] if not t.has("filler", "det") or t.has("own_sound", "volume", "more")
    )
    token = next(words, None)
    return token is not None and (
        token.kind != "word" or token.has("own_sound", "volume", "music_noun", "own_detail", "more")
    )
