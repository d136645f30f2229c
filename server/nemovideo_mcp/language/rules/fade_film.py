"""The film's picture comes from, or goes to, a colour."""

from __future__ import annotations

import re
from typing import Any, Literal

from nemovideo_mcp.edit.operations.film import FadeFilm
from nemovideo_mcp.edit.operations.music import SetMusicMix
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, makes_film
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.sequence import stretches
from nemovideo_mcp.language.tokens import Token
from nemovideo_mcp.language.vocabulary.fade_film import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound",)

_COLORS = (
    r"(?:an? |the |pure |plain |solid |full |total |complete ){0,8}(?:black|white|blackness|darkness|dark)\b"
    r"(?! (?:clip|shot|title|text|bars?|and white))"
)
_FROM_COLOR = re.compile(rf"\b(?:open|start|begin)\w* (?:up )?(?:on|in|with|from|out of) {_COLORS}")
_TO_COLOR = re.compile(rf"\b(?:end|clos|finish)\w* (?:up |out )?(?:on|in|with|to) {_COLORS}")
_FROM_FADE = re.compile(r"\b(?:start|begin|open)\w* (?:with|on) (?:an? |the )?(?:\w+ )?(?:fade|dissolve)")
_TO_FADE = re.compile(r"\b(?:end|clos|finish)\w* (?:with|on|in) (?:an? |the )?(?:\w+ )?(?:fade|dissolve)")
"""How a film starts from, or ends in, a colour where no fade is spoken of: "open on black"."""


def _read(clause: Clause) -> Reading | None:
    if makes_film(clause) or _length_stands_apart(clause):
        return None
    last = clause.focus.operation
    again = isinstance(last, FadeFilm) and not clause.uncertain
    if (
        clause.count("quote")
        or (clause.names_clips and not (again and all(map(_is_end, clause.tokens))))
        or clause.names_texts
        or clause.has("music_noun", "own_sound", "text_noun", "between", "sound_noun")
    ):
        return None
    if clause.vague and any(
        t.kind == "clips" and t.value.pronoun in ("it", "it_clip") for t in clause.tokens
    ):
        # "It comes in hard, fade it in": the music may be meant
        return None
    if clause.vague and clause.focus.clips and not clause.has("film_noun", "color:black", "color:white"):
        # behind words on a clip that were not understood: its sound may be meant
        return None
    inward, outward = clause.has("film_fade_in"), clause.has("film_fade_out")
    plain = clause.has("film_fade")
    words = clause.plain
    opens, closes = bool(_FROM_COLOR.search(words)), bool(_TO_COLOR.search(words))
    inward, outward = inward or opens, outward or closes
    if plain and not (inward or outward):
        # "begin with a fade"
        inward, outward = bool(_FROM_FADE.search(words)), bool(_TO_FADE.search(words))
    if inward is not outward and _turns_round(clause, inward=inward):
        inward = outward = True
    if not (inward or outward or plain):
        return _again(clause, last) if isinstance(last, FadeFilm) and not clause.uncertain else None
    if again and isinstance(last, FadeFilm) and not clause.count("duration") and clause.has("film_fade_off"):
        if (one := _end_of(clause, last)) is None:
            return None
        clause.refs()
        clause.take(
            "start",
            "end",
            "film_fade",
            "film_fade_in",
            "film_fade_out",
            "film_fade_off",
            "film_fade_do",
            "again",
            "more",
            "it",
            "back",
        )
        return Reading(operations=(FadeFilm(at=one, length_s=0.0),))
    if (both := _two_colors(clause)) is not None:
        return both
    if "黑白" in clause.plain:
        return None
    if clause.segments > 1 and inward and outward and clause.has("color:white") and clause.has("color:black"):
        return None
    if clause.segments > 1 and len({c for t in clause.tokens if (c := t.detail("color"))}) > 1:
        # Each end has its colour, and is read by itself.
        return None
    of_picture = clause.has("color:black", "color:white", "film_noun", "picture") or "picture" in clause.plain
    music = clause.focus.music and not of_picture
    music = music and not any(t.text in ("片头", "片尾") for t in clause.tokens)
    if music:
        return None
    if (longer := _longer(clause, inward=inward, outward=outward)) is not None:
        return longer
    if (
        clause.has("longer", "shorter")
        and not clause.count("duration", "number")
        and not clause.plain.isascii()
    ):
        return _longer_of_music(clause, inward=inward, outward=outward)
    if clause.segments > 1 and _led_by_length(clause):
        return None
    lengths = clause.values("duration")
    gone = clause.has("film_fade_off") and not lengths
    if (len(lengths) == 1 or gone) and _is_of_music(clause, inward=inward, outward=outward, gone=gone):
        lengths = lengths or [0.0]
        clause.take("film_fade_off")
        clause.take(
            "film_fade_in", "film_fade_out", "longer", "shorter", "too", "enough", "film_fade_do", "only"
        )
        key = "fade_in_s" if inward else "fade_out_s"
        return Reading(operations=(SetMusicMix.model_validate({key: lengths[0] / 1000}),))
    off = clause.has("film_fade_off") and not lengths
    if off and clause.segments > 1 and inward and outward and clause.has("only"):
        # "不用淡入，只要淡出": one goes, the other is wished
        return None
    color = clause.detail("color") or clause.one("color")
    start, end = clause.has("start"), clause.has("end", "last")
    both_ends = any(t.has("film_fade_ends") and not t.text.startswith("open") for t in clause.tokens)
    if both_ends and (inward or outward):
        inward = outward = True
    if plain and not (inward or outward):
        says_from = any(t.text == "from" for t in clause.tokens)
        says_to = any(t.text in ("to", "into") for t in clause.tokens)
        dirs = not (start or end or says_from or says_to)
        inward = start or (says_from and not says_to) or both_ends or (dirs and clause.has("dir_in"))
        outward = end or (says_to and not says_from) or both_ends or (dirs and clause.has("dir_out"))
        if not (inward or outward) and again and isinstance(last, FadeFilm):
            inward, outward = last.at in ("in", "both"), last.at in ("out", "both")
        timeline = clause.scene.timeline
        if off and not (inward or outward):
            # "no fades"
            inward, outward = timeline.fade_in is not None, timeline.fade_out is not None
            inward, outward = (inward, outward) if inward or outward else (True, True)
        if not (inward or outward):
            return None
    if (start and not inward and outward) or (end and not outward and inward):
        # "fade out at the start" contradicts itself
        return None
    clause.take(
        "film_fade",
        "film_fade_in",
        "film_fade_out",
        "film_fade_ends",
        "film_fade_do",
        "start",
        "end",
        "last",
        "film_noun",
        "picture",
        "it",
        "both",
        "all",
        "each",
        "color:black",
        "color:white",
        "only",
        "back",
        "dir_in",
        "dir_out",
        "fade_in",
        "fade_out",
        "fade",
        "fade_over",
        "same_as",
    )
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)
    over = any(
        t.kind == "number" and n and clause.tokens[n - 1].text == "over" for n, t in enumerate(clause.tokens)
    )
    both_ways = (inward and outward) or over
    if not lengths and both_ways and (bare := [t for t in clause.tokens if t.kind == "number"]):
        # "fade in 0.5, out 2"
        if len(bare) > 2 or any(t.value > 10 for t in bare):
            return None
        lengths = [t.value * 1000 for t in clause.tokens if t.kind == "number"]
        clause.values("number")
    if lengths:
        clause.take("longer", "shorter", "more")
    if off:
        clause.take("film_fade_off")
        lengths = [0.0]
    if len(lengths) > 2 or (len(lengths) == 2 and not (inward and outward)):
        return None
    # "改成渐白": another colour of the fade that is there
    usual = last.length_s if again and isinstance(last, FadeFilm) and color and last.length_s else 1.0
    seconds = [length / 1000 for length in lengths] or [usual]
    if any(length > 30 for length in seconds):
        say = Words("Fade out to black over 2 seconds", "片尾 2 秒黑场淡出")
        return refusal(clause, "a fade lasts 30 seconds at most.", "淡入淡出最长 30 秒。", say=say)
    extra: dict[str, Any] = {"color": color} if color else {}
    if inward and outward and len(seconds) == 2 and seconds[0] != seconds[1]:
        return Reading(
            operations=(
                FadeFilm(at="in", length_s=seconds[0], **extra),
                FadeFilm(at="out", length_s=seconds[1], **extra),
            )
        )
    at: Literal["in", "out", "both"] = "both" if inward and outward else "in" if inward else "out"
    return Reading(operations=(FadeFilm(at=at, length_s=seconds[0], **extra),))


_LONG_MS = 5_000


def _length_stands_apart(clause: Clause) -> bool:
    """Whether a length is told apart from the fade of a film that is not there yet: "12秒，最后黑场"."""
    if clause.scene.clips or clause.segments == 1:
        return False
    fades = ("film_fade", "film_fade_in", "film_fade_out")
    told = [[clause.tokens[n] for n in stretch] for stretch in stretches(clause)]
    timed = next((n for n, tokens in enumerate(told) if any(t.kind == "duration" for t in tokens)), None)
    faded = next((n for n, tokens in enumerate(told) if any(t.has(*fades) for t in tokens)), None)
    if timed is None or faded is None or timed == faded:
        return False
    return timed < faded or any(t.kind == "duration" and t.value >= _LONG_MS for t in clause.tokens)


def _is_of_music(clause: Clause, *, inward: bool, outward: bool, gone: bool) -> bool:
    """Whether "淡出太长了，1秒就够" is said of the fade that the music has, and the film has not."""
    music, timeline = clause.scene.timeline.music, clause.scene.timeline
    if music is None or inward is outward or not (gone or clause.has("longer", "shorter")):
        return False
    if clause.has("film_noun", "picture", "color:black", "color:white"):
        return False
    film, sound = (timeline.fade_in, music.fade_in_ms) if inward else (timeline.fade_out, music.fade_out_ms)
    return film is None and sound > 0


def _led_by_length(clause: Clause) -> bool:
    """ "15 seconds, then fade to black": the length that stands apart before the fade is another's."""
    at = [n for n, t in enumerate(clause.tokens) if t.kind == "duration"]
    fade = next(n for n, t in enumerate(clause.tokens) if t.has("film_fade", "film_fade_in", "film_fade_out"))
    between = clause.message[clause.tokens[at[0]].end : clause.tokens[fade].start].strip() if at else ""
    return bool(at) and at[0] < fade and between.startswith((",", ";", ".", "，", "。", "and", "then"))


def _two_colors(clause: Clause) -> Reading | None:
    """ "Fade from white in and to black out, 2 s each": a colour for each way."""
    tokens = clause.tokens
    ways: dict[Literal["in", "out"], str] = {}
    for n, token in enumerate(tokens):
        name = token.detail("color")
        before = tokens[n - 1 - (tokens[n - 1].has("det") and n > 1)].text if n else ""
        if name is None:
            continue
        if before.endswith("from") or before == "out of":
            ways["in"] = name
        elif before.endswith(("to", "into")):
            ways["out"] = name
    lengths = [t.value / 1000 for t in tokens if t.kind == "duration"]
    if len(ways) != 2 or len(set(ways.values())) != 2 or len(lengths) > 2 or clause.has("film_fade_off"):
        return None
    seconds = {"in": lengths[0], "out": lengths[-1]} if lengths else {"in": 1.0, "out": 1.0}
    clause.values("duration")
    clause.take(
        "film_fade", "film_fade_in", "film_fade_out", "film_fade_do", "film_fade_ends", "film_noun", "picture"
    )
    clause.take(
        "start",
        "end",
        "last",
        "dir_in",
        "dir_out",
        "fade",
        "fade_in",
        "fade_out",
        "fade_over",
        "each",
        "both",
    )
    clause.used.update(n for n, t in enumerate(tokens) if t.detail("color"))
    return Reading(operations=tuple(FadeFilm(at=at, length_s=seconds[at], color=ways[at]) for at in ways))


def _longer(clause: Clause, *, inward: bool, outward: bool) -> Reading | None:
    """ "Make the fade out longer": half as long again as it is, or half as long."""
    more, less = clause.has("longer"), clause.has("shorter")
    timeline = clause.scene.timeline
    there = [
        fade for fade, meant in ((timeline.fade_in, inward), (timeline.fade_out, outward)) if meant and fade
    ]
    if more is less or len(there) != 1 or inward is outward or clause.count("duration", "number", "percent"):
        return None
    clause.take(
        "film_fade",
        "film_fade_in",
        "film_fade_out",
        "film_fade_do",
        "longer",
        "shorter",
        "more",
        "start",
        "end",
        "it",
    )
    clause.take("color:black", "color:white", "film_noun", "dir_in", "dir_out", "fade", "fade_in", "fade_out")
    length = round(there[0].duration_ms / 1000 * (1.5 if more else 0.5), 2)
    return Reading(
        operations=(FadeFilm(at="in" if inward else "out", length_s=length, color=there[0].color),)
    )


def _longer_of_music(clause: Clause, *, inward: bool, outward: bool) -> Reading | None:
    """ "渐出长一点", where only the music has a fade."""
    if not _is_of_music(clause, inward=inward, outward=outward, gone=False):
        return None
    music = clause.scene.timeline.music
    now = (music.fade_in_ms if inward else music.fade_out_ms) / 1000 if music is not None else 0.0
    clause.take(
        "film_fade_in", "film_fade_out", "longer", "shorter", "too", "more", "film_fade_do", "start", "end"
    )
    key = "fade_in_s" if inward else "fade_out_s"
    length = round(now * (1.5 if clause.has("longer") else 0.5), 2)
    return Reading(operations=(SetMusicMix.model_validate({key: length}),))


def _turns_round(clause: Clause, *, inward: bool) -> bool:
    """ "Fade in from black and out to black", "fade in 0.5, out 2": the other way is named by its direction alone."""
    tokens = clause.tokens
    first = next((n for n, t in enumerate(tokens) if t.has("film_fade_in", "film_fade_out", "film_fade")), 0)
    colored = clause.has("color:black", "color:white")
    word, to = ("out", "to") if inward else ("in", "from")
    for n in range(first + 1, len(tokens)):
        behind = tokens[n + 1] if n + 1 < len(tokens) else None
        if tokens[n].text == f"{word} {to}" and colored:
            return True
        if tokens[n].text != word or behind is None or not (inward or tokens[n - 1].has("sep")):
            continue
        if (behind.text == to and colored) or behind.kind in ("duration", "number") or behind.text == "over":
            return True
    return False


def _end_of(clause: Clause, last: FadeFilm) -> Literal["in", "out", "both"] | None:
    """The end of the film whose fade is spoken of; None where one is to stay or both are named."""
    start = clause.has("start") or any(
        t.kind == "clips" and t.text.startswith(_STARTS) for t in clause.tokens
    )
    end = clause.has("end") or any(t.kind == "clips" and t.text.startswith(_ENDS) for t in clause.tokens)
    if clause.has("keep") or (start and end):
        return None
    return "in" if start else "out" if end else last.at


def _is_end(token: Token) -> bool:
    """ "片头那个" behind a fade: the end of the film, and not the clip there."""
    return token.kind != "clips" or bool(token.value.pronoun) or token.text.startswith(_STARTS + _ENDS)


_LOSING = frozenset(("lose", "drop", "kill", "ditch", "scrap", "skip"))
_STARTS = ("片头", "开头", "开场", "前面", "the first", "first")
_ENDS = ("片尾", "结尾", "最后", "后面", "the last", "last")


def _step(clause: Clause, at: int) -> int | None:
    """The sign of "2 seconds longer" at the duration `at`; None where it is no step."""
    behind = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    if behind is None or not behind.text.isascii() or not behind.has("longer", "shorter"):
        return None
    return 1 if behind.has("longer") else -1


def _again(clause: Clause, last: FadeFilm) -> Reading | None:
    """ "Make that 2 seconds" behind a fade."""
    bare = all(t.has("film_fade_off", "filler") for t in clause.tokens)
    if (clause.removes or bare) and clause.take("film_fade_off"):
        if (one := _end_of(clause, last)) is None:
            return None
        clause.refs()
        clause.take("film_fade_do", "it", "back", "start", "end", "one")
        return Reading(operations=(FadeFilm(at=one, length_s=0.0),))
    lengths = clause.values("duration")
    relative = next((_step(clause, n) for n, t in enumerate(clause.tokens) if t.kind == "duration"), None)
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)
    clause.take("film_fade_do", "longer", "shorter", "it", "only", "enough", "lasts")
    instead = next(
        (n for n, t in enumerate(clause.tokens) if t.text in ("instead of", "rather than", "not")), None
    )
    if instead is not None and clause.tokens[-1].detail("color"):
        # "To white instead of black"
        clause.used.update(range(instead, len(clause.tokens)))
    color = clause.detail("color")
    if (len(lengths) != 1 and color is None) or len(lengths) > 1:
        return None
    changes: dict[str, Any] = {"length_s": lengths[0] / 1000} if lengths else {}
    if lengths and relative is not None:
        length = round(last.length_s + relative * lengths[0] / 1000, 3)
        if length <= 0:
            return None
        changes = {"length_s": length}
    if (one := _end_of(clause, last)) is None:
        return None
    clause.take("start", "end", "last", "film_noun")
    changes |= {"color": FadeFilm(color=color).color} if color else {}
    return Reading(operations=(last.model_copy(update=changes | {"at": one}),))


RULES = (Rule(name="fade_film", read=_read, rank=41),)
