"""Which media a wish for a whole film names, in which order, and which it leaves out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from nemovideo_mcp.language.clauses import REMOVING, Clause
from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.normalize import fold
from nemovideo_mcp.language.sequence import FIRST, LAST, UNTOLD, stretches
from nemovideo_mcp.language.tokens import Token

__all__ = [
    "CLOSING",
    "OPENING",
    "Chosen",
    "choose_sources",
    "is_denial",
    "keeps_order",
    "media_of",
    "names_missing",
]

OPENING = re.compile(
    r"\b(?:first|opens?|opening|opener|starts?|begins?|leads?|in front|up front|at the front)\b"
    r"|先|打头|开头|开场|最前|首先|最先|第一|头一|开始"
)
CLOSING = re.compile(
    r"\b(?:last|ends?|closes?|closing|finally|final|finish(?:es)?|at the end)\b|最后|收尾|结尾|压轴|末尾|殿后|垫底|最尾"
)
"""Words for where in the film a thing is shown."""

_AN_ORDER = re.compile(r"\border\b|chronolog|sequen|as uploaded|顺序|次序|依次|先后")
"""Of the words for a sequence, those that name an order."""

_ARTICLES = r"(?:the|any|that|my|those|this|all|of|one|a|to|use|include|show|about|with) "
_DENIED_BEFORE = re.compile(
    rf"(?:\b(?:no|not|without|skip|omit|drop|ditch|minus|except|exclude|excluding|forget|ignore|lose|cut out|leave out"
    rf"|leaving out|(?<!nothing )but|nobody needs|no need for|(?:do not|don'?t|dont) (?:want|need|use|include|show)"
    rf"|instead of|rather than)(?: for)? (?:{_ARTICLES}){{0,8}}$)"
    r"|(?:不要|不用|别用|别放|别要|不放|不需要|不想要|去掉|删掉|删除|除了|除去|除"
    r"|别加|不加|不含|skip|唔要|抽走)(?:那|这|任何|个|段|条|张|隻|那段|那个|那条){0,8}$"
)
_DENIED_BEHIND = re.compile(
    r"^ ?(?:clip|one|video|part|photo|footage)? ?(?:can go|can stay out|is out|out|not needed|isn'?t needed|excluded"
    r"|can be (?:skipped|left out))\b"
    r"|^(?:的|那|段|个|条|张|支|嗰|隻|这|视频|镜头|片段|照片|素材|就|先|也|都|可以|咗|佢| ){0,8}"
    r"(?:不要|不用|不必|不需要|免了|算了|唔要|删|去掉|剔除|拿掉|"
    r"用不上|用不着|除外|舍弃|跳过|不放|别用|别放|别要|扔掉|skip|略过|不考虑)"
)
_LEAVE = re.compile(r"\b(?:leav(?:e|ing)|tak(?:e|ing)|keep(?:ing)?|cut|lose|drop)\b[^.;!?,]{0,40}$")
_OUT = re.compile(
    r"^(?: ?(?:clip|one|video|part|photo|footage|completely|entirely|totally)){0,8} (?:out|off|aside|away)\b"
)
_NTH = (
    re.compile(r"\bfirst\b|第一"),
    re.compile(r"\bsecond\b|第二"),
    re.compile(r"\bthird\b|第三"),
    re.compile(r"\bfourth\b|第四"),
)
_REST = re.compile(
    r"\b(?:the )?(?:rest|others?|remaining|everything else|anything else)\b|其余|其他|其它|别的|剩下|另外"
)
_GONE = re.compile(
    r"\b(?:can go|out|not|no|skip|leave|drop|forget|without|ignore|don'?t)\b"
    r"|不要|不用|用不上|用不着|舍弃|免了|算了|别|不放|删|去掉|唔要"
)
_QUANTIFIED = re.compile(r"\b(?:all|every\w*|both|three|four|five|\d+)\b|[所全都每三四五六几两]|其他")
_VIDEOS = re.compile(r"\b(?:videos?|vids?)\b|视频|影片|录像")
_VIDEOS_TOO = re.compile(
    r"(?:视频|影片|录像)(?:和|跟|、|加|全|(?:都|也)(?!不|别|唔)|照片)|\bvideos? (?:and|&|plus) "
)
_PHOTOS = re.compile(r"\b(?:photos?|pictures?|pics?|images?|stills?)\b|照片|图片|相片")
_THEN = re.compile(
    r"\b(?:then|next|followed by|after (?:that|it)|afterwards|before)\b|[-=]>|→|再|然后|接着|跟着|之后|随后|后面是"
)
_LINKS = frozenset(("and", "or", "&", "nor", "和", "跟", "与", "、", "以及", "还有", "及"))


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """`sources` are media ids in the order of the film, None where no words choose; `excluded` are left out."""

    sources: tuple[str, ...] | None
    excluded: frozenset[str]
    every: bool = False
    """Whether the words only mean all that there is."""
    ordered: bool = False
    """Whether the words say what comes after what: "first the parrot, then the bikes"."""


@dataclass
class _Mention:
    """One name of the message: its media, the words before and behind it up to the next name, and its token."""

    token: int
    media: tuple[str, ...]
    every: bool
    before: str
    behind: str
    denied: bool = False
    place: int = UNTOLD


def media_of(token: Token, clause: Clause) -> tuple[str, ...]:
    """The media that a name means, or a number where there is no film yet: "the second one"."""
    places: list[int]
    if token.kind == "clips" and token.value.numbers and not clause.scene.clips:
        films = [m.media_id for m in clause.scene.films]
        places = [n - 1 if n > 0 else len(films) + n for n in token.value.numbers]
        return tuple(films[n] for n in places if 0 <= n < len(films))
    return tuple(token.value.media) if token.kind in ("clips", "name") else ()


def choose_sources(clause: Clause) -> Chosen:
    """Takes the names of media, and says which of them the film is made of.

    A name beside "no", "skip" or "不要" is left out. Names stand in the order of the message but for what is said to
    come first, last or at a number. Where only what comes first or last is named, the other media come between.
    """
    films = [m.media_id for m in clause.scene.films]
    mentions = [m for stretch in stretches(clause) for m in _mentions(clause, stretch)]
    mentions = [m for m in mentions if m.denied or not _is_bracketed(clause, m.token)]
    for one, other in itertools.pairwise(mentions):
        between = (
            clause.message[clause.tokens[one.token].end : clause.tokens[other.token].start].strip().lower()
        )
        if one.denied and between.removesuffix(" the") in _LINKS:
            other.denied = True
    songs = {m.media_id for m in clause.scene.songs}
    clause.used.update(m.token for m in mentions if m.denied or not songs.issuperset(m.media))
    excluded = frozenset(i for m in mentions if m.denied for i in m.media)
    wanted = [m for m in mentions if not m.denied]
    photos = {m.media_id for m in clause.scene.films if m.info.kind == "image"}
    named: dict[str, int] = {}
    pool: list[str] = []
    for m in sorted(wanted, key=lambda m: m.place):
        for i in (i for i in m.media if i in films and i not in excluded):
            if m.every:
                pool.append(i)
            elif i not in named or m.place > UNTOLD:
                named.pop(i, None)
                named[i] = m.place
    if pool and _VIDEOS.search(clause.plain) and not _PHOTOS.search(clause.plain):
        pool = [i for i in pool if i not in photos]
    if (
        named
        and not photos.issuperset(named)
        and not any(_QUANTIFIED.search(clause.tokens[m.token].text) for m in wanted if m.every)
    ):
        # "Two clips, parrot and bikes": the noun, and not all of them
        pool = []
    if named and not pool and photos.issuperset(named) and _VIDEOS_TOO.search(fold(clause.plain).text):
        pool = [i for i in films if i not in photos and i not in excluded]
    rest = _rest_wanted(clause)
    if not named:
        every = pool or ([i for i in films if i not in excluded] if excluded else [])
        return Chosen(sources=tuple(dict.fromkeys(every)) or None, excluded=excluded, every=not excluded)
    placed = sum(place != UNTOLD for place in named.values())
    ordered = placed > 1 or any(place >= LAST for place in named.values()) or _has_sequence(clause, wanted)
    only = clause.has("only", "keep_only") or rest is False
    edges = not only and all(place in (FIRST, LAST) for place in named.values()) and len(named) < len(films)
    others = [
        i for i in (pool if pool else films if edges or rest else []) if i not in named and i not in excluded
    ]
    front = [i for i, place in named.items() if place < LAST]
    shown = [m for m in wanted if not songs.issuperset(m.media)]
    begun = shown[0].every or _begins_with_videos(clause, shown[0].token)
    if pool and begun and not any(place < UNTOLD for place in named.values()):
        # "All the videos and the photo"
        sources = [*others, *front]
    else:
        sources = [*front, *others]
    sources += [i for i, place in named.items() if place >= LAST]
    return Chosen(sources=tuple(dict.fromkeys(sources)), excluded=excluded, ordered=ordered)


def _has_sequence(clause: Clause, mentions: Sequence[_Mention]) -> bool:
    """Whether a word between two names says that the one follows the other."""
    tokens = [clause.tokens[m.token] for m in mentions]
    # The names of an enumeration are one token.
    stretches_between = [
        (one.start, one.end) if one is other else (one.end, other.start)
        for one, other in itertools.pairwise(tokens)
    ]
    return any(_THEN.search(fold(clause.message[start:end]).text.lower()) for start, end in stretches_between)


def _begins_with_videos(clause: Clause, photo: int) -> bool:
    """Whether "视频和" stands before a photo, and not behind it."""
    return _VIDEOS_TOO.search(fold(clause.message[: clause.tokens[photo].start]).text + "照片") is not None


def _mentions(clause: Clause, stretch: Sequence[int]) -> list[_Mention]:
    found: list[_Mention] = []
    named = [n for n in stretch if n not in clause.used and _media(clause, n)]
    numbered = {n for n in named if getattr(clause.tokens[n].value, "numbers", ())}
    if numbered and len(named) > len(numbered):
        # "第一段放冲浪": a place, and not the first of the media
        named = [n for n in named if n not in numbered]
    for k, n in enumerate(named):
        token = clause.tokens[n]
        start = clause.tokens[named[k - 1]].end if k else clause.tokens[stretch[0]].start
        end = clause.tokens[named[k + 1]].start if k + 1 < len(named) else clause.tokens[stretch[-1]].end
        before = fold(clause.message[start : token.start]).text.lower()
        behind = fold(clause.message[token.end : end]).text.lower()
        parts = _parts(clause, n)
        for number, (media, every) in enumerate(parts):
            last = number == len(parts) - 1
            mention = _Mention(
                token=n,
                media=media,
                every=every,
                before=before if number == 0 else "",
                behind=behind if last else "",
            )
            mention.denied = _is_denied(mention, alone=len(named) == 1 or k + 1 == len(named))
            if mention.denied:
                clause.used.update(
                    m for m in stretch if is_denial(clause.tokens[m]) or clause.tokens[m].text in REMOVING
                )
            mention.place = _place(mention, english=token.text.isascii())
            found.append(mention)
    return found


def _media(clause: Clause, n: int) -> tuple[str, ...]:
    """The media that a word means; a song may be called like a mood ("不要calm")."""
    token = clause.tokens[n]
    if media := media_of(token, clause):
        return media
    denied = n > 0 and is_denial(clause.tokens[n - 1])
    return tuple(
        m.media_id for m in clause.scene.songs if denied and PurePath(m.name).stem.lower() == token.text
    )


def _is_bracketed(clause: Clause, n: int) -> bool:
    before = clause.message[: clause.tokens[n].start]
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))


def _parts(clause: Clause, n: int) -> list[tuple[tuple[str, ...], bool]]:
    """The media of each name of an enumeration, and whether it means all of them."""
    token = clause.tokens[n]
    parts = [part for part in token.value.parts if part.media] if token.kind == "clips" else []
    if not parts:
        return [(_media(clause, n), bool(getattr(token.value, "all", False)))]
    return [(tuple(part.media), part.all) for part in parts]


def _is_denied(mention: _Mention, *, alone: bool) -> bool:
    if mention.every:
        return False
    if _DENIED_BEFORE.search(mention.before) or (
        _LEAVE.search(mention.before) and _OUT.search(mention.behind)
    ):
        return True
    return alone and _DENIED_BEHIND.search(mention.behind) is not None


def _place(mention: _Mention, *, english: bool) -> int:
    """Where the words beside a name put it; those behind it count too, as in "surf first" and "冲浪打头"."""
    for words in (mention.behind, mention.before):
        for number, pattern in enumerate(_NTH):
            if number and pattern.search(words):
                return number
        if CLOSING.search(words):
            return LAST
        if OPENING.search(words):
            return FIRST
        if english and words.strip() and words is mention.behind:
            continue
    return UNTOLD


def _rest_wanted(clause: Clause) -> bool | None:
    """Whether the media that are not named are wanted too; None where nothing is said of them."""
    for stretch in stretches(clause):
        words = fold(
            clause.message[clause.tokens[stretch[0]].start : clause.tokens[stretch[-1]].end]
        ).text.lower()
        if _REST.search(words):
            return not _GONE.search(words)
    return None


_ONE_MEDIUM = words_of("clip shot video scene footage photo picture image song track recording vid tune")


def names_missing(clause: Clause) -> bool:
    """Whether a medium is named that there isn't: "with the dolphin clip"."""
    tokens = clause.tokens
    for n, token in enumerate(tokens[:-1]):
        if n < 1 or token.kind != "word" or token.concepts or tokens[n + 1].text not in _ONE_MEDIUM:
            continue
        pointed = tokens[n - 1].has("det") and tokens[n - 1].text in (
            "the",
            "that",
            "this",
            "of the",
            "for the",
        )
        made = n > 1 and tokens[n - 2].text.split()[0] in ("make", "create", "edit", "do", "finish", "build")
        about = n > 1 and tokens[n - 2].text in ("for", "of", "about")
        if pointed and not (made or about):
            return True
    return False


def keeps_order(clause: Clause) -> bool:
    """Whether the clips are wanted one behind the other in their order, and not mixed as an editor would."""
    return any(token.has("in_sequence") and _AN_ORDER.search(token.text) for token in clause.tokens)


def is_denial(token: Token) -> bool:
    """Whether a word says that what is named beside it is not wanted."""
    denies = token.has("not", "exclude", "except", "unwanted") or token.text in _WITHOUT
    return token.kind == "word" and denies and not token.has("combine")


_WITHOUT = frozenset(
    ("skip", "omit", "ditch", "drop", "minus", "without", "no", "not", "forget", "instead of", "rather than")
)
