"""Words around a wish that are none of it: who wishes it, that it is asked, what is denied in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.pieces import begins
from nemovideo_mcp.language.tokens import Token

__all__ = ["announces", "without_asides", "without_purpose"]

_ASKED = ("能", "可以", "可不可以", "可否")
_AMOUNTS = ("number", "duration", "percent", "factor")
_SAYING = words_of(
    """
    says said thinks thought reckons reckoned believes believed suggested suggests asked insists
    insisted mentioned recommends recommended wants wanted wishes prefers preferred requested requests demands
    demanded told want think say prefer
    """
)
_WHOSE = frozenset(["my", "our", "the", "his", "her", "their", "one", "a", "some"])
_PERSONS = words_of(
    """
    he she they everyone everybody someone somebody people folks mom mum dad grandma grandpa
    """
)
_SAID = frozenset(["that", "me", "us", "to", "for", "asking", "saying"])


def without_asides(tokens: Sequence[Token]) -> list[Token]:
    """The words of a clause without those around its wish."""
    plain = _added(
        _left_out(
            _without_denied(
                _without_untouched(_without_attributes(_without_thanks(_without_hesitation(list(tokens)))))
            )
        )
    )
    return _without_count(_without_person(_without_asking(_without_former(plain))))


_HESITATIONS = words_of("um umm uh uhm uhh er erm so ok okay just yeah and hmm well hey maybe like")


def _without_hesitation(tokens: list[Token]) -> list[Token]:
    """The words without the "like" of "so like turn it down"."""
    return [
        token
        for n, token in enumerate(tokens)
        if token.text != "like"
        or token.kind != "word"
        or n + 1 == len(tokens)
        or not (n == 0 or tokens[n - 1].text.split()[-1] in _HESITATIONS)
        or not (begins(tokens[n + 1]) or tokens[n + 1].text.split()[0] in _HESITATIONS)
    ]


def _without_thanks(tokens: list[Token]) -> list[Token]:
    """The words without thanks at their end: "剪成12秒谢谢啦"."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].kind == "word" and tokens[end - 1].text.startswith(_THANKS):
        end -= 1
    return tokens[:end]


_THANKS = (
    "谢谢",
    "多谢",
    "谢啦",
    "谢了",
    "感谢",
    "辛苦",
    "麻烦你了",
    "麻烦您了",
    "拜托",
    "thank",
    "thx",
    "tysm",
    "cheers",
)


_ANNOUNCED = re.compile(
    r"(?:(?:and|oh|ok|okay|so|just|well|now|hey|yes|then|also|btw|actually|there's|i have|i've got|i got)[ ,]+){0,8}"
    r"(?:a|an|one|two|three|four|few|a few|couple of|a couple of|some|another|my|the|my one|just|just one|only)?[ ]?"
    r"(?:(?:more|last|final|small|little|quick|tiny|other|first|next|minor|easy|simple|further|new|silly)[ ]?){0,8}"
    r"(?:things?|questions?|requests?|favou?rs?|changes?|notes?|tweaks?|wish|wishes|idea|ideas|fix|fixes|one|points?|bits?)"
    r"(?: (?:please|though|i noticed|i'd like|to change|to fix|to do|for now|for you|left|here)){0,8}"
    r"|finally|lastly|最后|首先|"
    r"(?:哦|对了|还有|最后|再|另外|就|我|有|然后|嗯){0,8}(?:一|两|几|三|这)?(?:个|点|件|处|条)?(?:小|最后的?|新的?|其他的?|别的){0,8}"
    r"(?:要求|问题|请求|事情?|需求|想法|建议|修改|改动|意见|地方(?:要改)?)[儿啊哈吧]?",
    re.IGNORECASE,
)


def announces(words: str) -> bool:
    """Whether words only say that a wish comes: "one last thing"."""
    return bool(_ANNOUNCED.fullmatch(words.strip(" :：.!。！~")))


_PURPOSES = words_of(
    """
    feed insta ig instagram fb facebook tiktok youtube yt whatsapp twitter snapchat linkedin website blog channel story
    stories reel reels shorts post posts page grid profile status portfolio showreel wedding birthday anniversary party
    funeral graduation christmas easter halloween holiday holidays school class homework project work office meeting
    presentation client clients customer boss teacher mum mom mother dad father sister brother grandma grandpa nan
    granny gran parents kids kid children family friend friends girlfriend boyfriend wife husband son daughter uncle
    aunt cousin cousins neighbours team company colleagues audience viewers followers fans fun laughs start sake
    competition contest festival exhibition screening ad advert campaign trailer tv telly phone phones mobile bestie
    gran's nan's club church scouts coach trip memory memories album archive exam assignment course youth group
    """
)
_LEADING = ("for", "it's", "its", "this", "as", "because", "since", "that's", "so")


def without_purpose(tokens: Sequence[Token]) -> list[Token] | None:
    """The words without what the film is for, at their start or end: "for the insta feed".

    None where nothing of the kind is said.
    """
    ends = [n for n, t in enumerate(tokens) if t.kind == "word" and t.text.split()[-1] in _PURPOSES]
    for start, token in enumerate(tokens):
        if token.kind != "word" or "for" not in token.text.split():
            continue
        behind = [n for n in ends if n > start or tokens[n] is token]
        if not behind:
            return None
        stop = behind[-1] + 1
        said = tokens[start:stop]
        if any(t.kind not in ("word", "ordinal", "number") or t.has(*_MEANT) for t in said):
            return None
        lead = start
        while lead and tokens[lead - 1].text.split()[0] in _LEADING and start:
            lead -= 1
        if lead == 0 or stop == len(tokens):
            return [*tokens[:lead], *tokens[stop:]]
        return None
    return None


_MEANT = (
    "remove",
    "mute",
    "music_noun",
    "text_noun",
    "own_sound",
    "start",
    "end",
    "ratio",
    "clip_noun",
    "not",
)


_THOUGHTS = ("opinion", "opinion_good", "remark", "music_tired")
_AROUND_THOUGHTS = (*_THOUGHTS, "opinion_how", "longer", "shorter", "too")


def _without_attributes(tokens: list[Token]) -> list[Token]:
    """The words without what is thought of a clip before its name: "把又长又无聊的第二段剪短"."""
    for n in range(len(tokens) - 1, 1, -1):
        if tokens[n].kind != "clips" or tokens[n].value.pronoun or tokens[n - 1].text != "的":
            continue
        start = n - 1
        while start and tokens[start - 1].kind == "word" and tokens[start - 1].has(*_AROUND_THOUGHTS):
            start -= 1
        if not any(t.has(*_THOUGHTS) for t in tokens[start : n - 1]):
            continue
        pointed = (
            start
            and tokens[start - 1].kind == "clips"
            and tokens[start - 1].value.pronoun in ("it", "it_clip")
        )
        return [*tokens[: start - 1 if pointed else start], *tokens[n:]]
    return tokens


_COUNTS = (
    "first",
    "firstly",
    "second",
    "secondly",
    "third",
    "thirdly",
    "lastly",
    "next",
    "last",
    "first up",
    "first off",
)


def _without_count(tokens: list[Token]) -> list[Token]:
    """The words without the "first" of "first get rid of the parrot", which counts wishes."""
    counted = len(tokens) > 2 and tokens[0].text in _COUNTS and begins(tokens[1])
    return tokens[1:] if counted else tokens


def _without_asking(tokens: list[Token]) -> list[Token]:
    """The words without the 吗 of "鹦鹉可以去掉吗": a question that asks for something to be done."""
    last = tokens[-1]
    if len(tokens) > 2 and last.has("proposed") and last.kind == "word" and tokens[-2].text != "会":
        return tokens[:-1]
    asked = len(tokens) > 2 and last.text == "吗" and last.kind == "word"
    return tokens[:-1] if asked and any(t.text.startswith(_ASKED) for t in tokens) else tokens


_INTO = (
    "改",
    "改成",
    "改为",
    "改到",
    "换成",
    "换",
    "变",
    "变成",
    "调到",
    "调成",
    "变到",
    "加到",
    "减到",
    "升到",
    "降到",
    "压到",
)


_TOUCHING = frozenset(("touching", "changing", "affecting", "altering", "messing", "moving"))


def _without_untouched(tokens: list[Token]) -> list[Token]:
    """The words without "without touching the rest", which is so anyway; "… clip 1" is an exception."""
    for n in range(1, len(tokens) - 1):
        if tokens[n].text == "without" and tokens[n + 1].text in _TOUCHING:
            rest = tokens[n + 2 :]
            plain = all((t.kind == "clips" and t.value.pronoun) or t.has("filler", "det") for t in rest)
            if plain:
                return tokens[:n]
            is_clip = len(rest) == 1 and rest[0].kind == "clips"
            return [*tokens[:n], _except(tokens[n]), *rest] if is_clip else tokens
    return tokens


def _except(token: Token) -> Token:
    """The token as "except"."""
    return replace(token, kind="word", text="except", concepts=frozenset(("except",)))


def _without_denied(tokens: list[Token]) -> list[Token]:
    """The words without "rather than 15", or the 15 of "15秒改成20秒", where another amount is wished."""
    for n in range(len(tokens) - 2):
        amounts = tokens[n].kind in _AMOUNTS and tokens[n].kind == tokens[n + 2].kind
        if amounts and tokens[n + 1].text in _INTO and not (n and tokens[n - 1].text == "从"):
            return [*tokens[:n], *tokens[n + 1 :]]
    for n, token in enumerate(tokens[:-1]):
        denied = token.has("not_that") and tokens[n + 1].kind in _AMOUNTS
        if denied and any(t.kind in _AMOUNTS for t in (*tokens[:n], *tokens[n + 2 :])):
            return [*tokens[:n], *tokens[n + 2 :]]
    return tokens


_ACTING = (
    "mute",
    "slower",
    "faster",
    "louder",
    "sound_up",
    "sound_down",
    "reverse",
    "longer",
    "shorter",
    "remove",
)


def _left_out(tokens: list[Token]) -> list[Token]:
    """The words with "not the parrot", behind others, as an exception, and without "not muted" behind "quieter"."""
    for n, token in enumerate(tokens[:-1]):
        if not n or token.kind != "word" or token.text not in ("not", "but not"):
            continue
        thing = tokens[n + 1]
        before = tokens[:n]
        if (
            thing.kind == "clips"
            and thing.value.ids
            and any(t.kind == "clips" or t.has("all") for t in before)
        ):
            tokens = [*before, _except(token), *tokens[n + 1 :]]
        elif (
            thing.kind in ("texts", "quote")
            and any(t.kind == thing.kind for t in before)
            and n + 2 == len(tokens)
        ) or (
            n + 2 == len(tokens)
            and thing.kind == "word"
            and thing.has(*_ACTING)
            and any(t.kind == "word" and t.has(*_ACTING) for t in before)
        ):
            return before
    return tokens


def _added(tokens: list[Token]) -> list[Token]:
    """The words with "+2 seconds" and "plus 2 seconds" behind a clip as "longer"."""
    for n in range(1, len(tokens) - 1):
        sign = tokens[n].text in ("+", "plus") and tokens[n + 1].kind in ("duration", "beats", "bars")
        if sign and tokens[n - 1].kind == "clips":
            longer = replace(tokens[n], kind="word", text="longer", concepts=frozenset(("longer", "by_word")))
            return [*tokens[:n], tokens[n + 1], longer, *tokens[n + 2 :]]
    return tokens


def _without_former(tokens: list[Token]) -> list[Token]:
    """The words without the "from upbeat" of "from upbeat to calm"."""
    for n in range(len(tokens) - 3):
        moods = [t.detail("mood") or t.detail("feeling") for t in (tokens[n + 1], tokens[n + 3])]
        if tokens[n].text == "from" and tokens[n + 2].text in ("to", "into") and all(moods):
            return [*tokens[:n], *tokens[n + 2 :]]
    return tokens


def _without_person(tokens: list[Token]) -> list[Token]:
    """The words without "my mum says that", whoever it is that says so."""
    at = 0
    while at < min(4, len(tokens)) and tokens[at].text in (
        "and",
        "but",
        "so",
        "well",
        "oh",
        "also",
        "apparently",
        "now",
    ):
        at += 1
    if at == len(tokens) or tokens[at].text.split()[0] not in _WHOSE | _PERSONS:
        return tokens
    person = tokens[at].text in _PERSONS or tokens[at].has("opinion_who")
    for n in range(at, min(at + 6, len(tokens) - 1)):
        token = tokens[n]
        if token.kind != "word":
            return tokens
        if token.text in _SAYING and (n > at + 1 or person):
            end = n + 1
            while end < len(tokens) - 1 and tokens[end].kind == "word" and tokens[end].text in _SAID:
                end += 1
            return [*tokens[:at], *tokens[end:]]
        known = token.concepts - {"filler", "det", "opinion_who", "talk", "sep"}
        if known:
            return tokens
    return tokens
