"""A message as tokens: quotations, names of the project, numbers with units, words with their concepts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from nemovideo_mcp.file_types import ENDINGS
from nemovideo_mcp.language.lexicon import Lexicon
from nemovideo_mcp.language.literals import bare_texts
from nemovideo_mcp.language.names import Named, Names, names_of_scene
from nemovideo_mcp.language.normalize import Folded, Mender, fold, plain_marks
from nemovideo_mcp.language.numbers import Quantity, quantity_at
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.spelling import MISSPELT, is_real

__all__ = ["Prepared", "Token", "prepare", "tokenize"]

_ENDINGS = "|".join(ENDINGS)
_ASCII_FILE = re.compile(rf"[a-z0-9_\-]{{1,80}}\.(?:{_ENDINGS})(?![a-z0-9_.])")
_OTHER_FILE = re.compile(rf"[\w\-]{{1,80}}\.(?:{_ENDINGS})(?![a-z0-9_.])")
_ENDING = re.compile(rf"\.(?:{_ENDINGS})(?![a-z0-9_.])")
_MARKS = {'"': '"', "“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "«": "»", "‘": "’"}
_CLAUSE_MARKS = frozenset(",.;!?:，。；！？：、\n—…()（）~")
_LENGTHS = frozenset(("duration", "beats", "bars"))
_LOOSELY = frozenset(("like", "say"))
_MOST_TEXTS = 200
_UNITS = ("seconds", "minutes", "percent")
_EDGES = frozenset(("first", "last", "final", "opening", "closing", "next", "extra", "more", "full"))


@dataclass(frozen=True, kw_only=True)
class Token:
    """One unit of a message; `start` and `end` are offsets in the user's own text.

    Kinds: `word`, `quote` (value: its text, byte for byte), `name` (value: `Named`), `file` (a file name that the
    project doesn't have), the kinds of `Quantity`, `mark` (punctuation), `clips` and `texts` (value: a reference).
    """

    text: str
    start: int
    end: int
    kind: str = "word"
    concepts: frozenset[str] = frozenset()
    value: Any = None

    def has(self, *concepts: str) -> bool:
        return not self.concepts.isdisjoint(concepts)

    def detail(self, family: str) -> str | None:
        """`lofi` for the family `mood` of a token with the concept `mood:lofi`."""
        return _detail(self.concepts, family)


@lru_cache(maxsize=16_384)
def _detail(concepts: frozenset[str], family: str) -> str | None:
    """Most tokens share a few hundred sets of concepts, and rules ask each of them for a few dozen families."""
    prefix = family + ":"
    first = min((c for c in concepts if c.startswith(prefix)), default=None)
    return None if first is None else first.removeprefix(prefix)


@lru_cache(maxsize=64)
def _name_mender(words: tuple[str, ...], known: frozenset[str]) -> Mender:
    return Mender(keywords=words, is_real=lambda word: word in known or is_real(word), homophones={})


@lru_cache(maxsize=4)
def _word_mender(words: frozenset[str]) -> Mender:
    return Mender(
        keywords=[word for word in words if len(word) >= 4] + [*_UNITS],
        is_real=lambda word: word in words or is_real(word),
        homophones={rf"(?<![a-z]){typed}(?![a-z])": meant for typed, meant in MISSPELT.items()},
    )


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A message made ready to be read: folded, typing errors mended, quotations and names of the project known."""

    message: str
    folded: Folded
    quotes: dict[int, tuple[int, str]]
    names: Names
    _places: dict[int, _Place] = field(default_factory=dict[int, "_Place"], repr=False, compare=False)
    """What stands at a place of `folded` in the words of every lexicon."""

    def tokens(self, lexicon: Lexicon) -> tuple[Token, ...]:
        """The tokens with the concepts of `lexicon`; each has its place in the original."""
        return tuple(_scan(self, lexicon))

    def at(self, place: int) -> _Place:
        """The name of the project and the amount that begin at a place of `folded`."""
        if (known := self._places.get(place)) is None:
            text = self.folded.text
            inside_word = place > 0 and _is_letter(text[place]) and _is_letter(text[place - 1])
            amount = None if inside_word else quantity_at(text, place)
            known = self._places[place] = self.names.at(text, place), amount
        return known


_Place = tuple[tuple[int, Named] | None, Quantity | None]


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def prepare(message: str, scene: Scene, lexicon: Lexicon) -> Prepared:
    """`message` ready to be read; `lexicon` has all words that typing errors are mended to."""
    hidden, quotes = _without_quotes(message)
    folded = plain_marks(fold(hidden))
    names = names_of_scene(scene, common=lexicon.phrases, moods=lexicon.moods)
    folded = _without_texts(folded, hidden, quotes, scene)
    named = names.words
    folded = _name_mender(named, lexicon.english_words).mend(folded)
    folded = _word_mender(lexicon.english_words).mend(folded, spared=named)
    return Prepared(message=message, folded=folded, quotes=quotes, names=names)


def tokenize(message: str, scene: Scene, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens of `message`; each has its place in the original."""
    return prepare(message, scene, lexicon).tokens(lexicon)


def _without_quotes(message: str) -> tuple[str, dict[int, tuple[int, str]]]:
    """The message with quotations blanked out, and for the start of each its end and text."""
    out = list(message)
    quotes: dict[int, tuple[int, str]] = {}
    closing: dict[str, int] = {}
    at = 0
    while at < len(message):
        char = message[at]
        close = _MARKS.get(char)
        if char == "'" and _opens_single(message, at):
            close = "'"
        if close is None or closing.get(close, at) < 0:
            at += 1
            continue
        end = message.find(close, at + 1)
        while close == "'" and end > 0 and message[end + 1 : end + 2].isalnum():
            end = message.find(close, end + 1)
        if end < 0 and char == "“":
            end = message.find('"', at + 1)
        if end < 0 or end - at > 600:
            closing[close] = -1
            at += 1
            continue
        quotes[at] = (end + 1, message[at + 1 : end])
        out[at : end + 1] = ["\ue000"] * (end + 1 - at)
        at = end + 1
    return "".join(out), quotes


def _without_texts(folded: Folded, hidden: str, quotes: dict[int, tuple[int, str]], scene: Scene) -> Folded:
    """The message with unquoted words of texts blanked out as well; they join `quotes`."""
    said = "".join(hidden[origin] for origin in folded.origins[:-1])
    texts = [text.text.lower() for text in scene.texts]
    spans = bare_texts(
        folded.text,
        said,
        texts=texts,
        names=[
            form for item in scene.media for form in (item.name.lower(), PurePath(item.name).stem.lower())
        ],
    )
    text = list(folded.text)
    for start, end in (*spans, *_standing(said, spans, scene)):
        first, last = folded.origins[start], folded.origins[end - 1] + 1
        quotes[first] = (last, hidden[first:last].strip())
        text[start:end] = "\ue000" * (end - start)
    return Folded(text="".join(text), origins=folded.origins)


def _standing(said: str, spans: Sequence[tuple[int, int]], scene: Scene) -> list[tuple[int, int]]:
    """Where the words of a text that the film has stand as they are shown, capitals and all."""
    taken = bytearray(len(said) + 1)
    for start, end in spans:
        taken[start:end] = b"\1" * (end - start)
    media = {PurePath(item.name).stem.lower() for item in scene.media}
    found: list[tuple[int, int]] = []
    for words in sorted({t.text.strip() for t in scene.texts}, key=len, reverse=True)[:_MOST_TEXTS]:
        if len(words) < 2 or words.lower() in media or (words.isascii() and words == words.lower()):
            continue
        start = said.find(words)
        while start >= 0:
            end = start + len(words)
            edges = said[start - 1 : start] + said[end : end + 1]
            if not any(taken[start:end]) and not (
                words.isascii() and any(c.isascii() and c.isalnum() for c in edges)
            ):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end))
            start = said.find(words, end)
    return found


def _opens_single(message: str, at: int) -> bool:
    before = message[at - 1] if at else " "
    after = message[at + 1 : at + 2]
    return not before.isalnum() and (after.isalnum() or after in ("@", "#"))


def _scan(prepared: Prepared, lexicon: Lexicon) -> list[Token]:
    message, quotes = prepared.message, prepared.quotes
    text, origins = prepared.folded.text, prepared.folded.origins
    tokens: list[Token] = []

    def add(start: int, end: int, **fields: Any) -> None:
        token = Token(text=text[start:end], start=origins[start], end=origins[end - 1] + 1, **fields)
        tokens.append(token)

    at = 0
    while at < len(text):
        char = text[at]
        if char == "\ue000":
            start = origins[at]
            if start in quotes:
                end, content = quotes[start]
                tokens.append(
                    Token(text=message[start:end], start=start, end=end, kind="quote", value=content)
                )
            at += 1
            continue
        if char == " ":
            at += 1
            continue
        at = _one(prepared, at, lexicon, tokens, add)
    return tokens


_COUNTED = ("镜头", "片段", "画面")


_GLUED = re.compile(r"(?<![a-z0-9])(?:clip|shot|scene|video|segment|take|photo)s?(?=\d{1,3}(?![a-z0-9.]))")
_ORDINAL_END = re.compile(r"(?<=.)第[一二三四五六七八九十\d]+个?$")
_EDGE_END = re.compile(r"(?<=.)(?:最后|最前|开头|结尾|头一|尾一)$|(?<=头|尾)一$|(?<=[减剪缩砍掐裁])半$")
_COUNTED_ON = re.compile(r"(?:[一两二三四五六七八九十]|\d+)?(?:段|个|条|张|秒|镜头|片段|拍|帧)|那|的那")
_GOES_ON = ("段", "个", "条", "张", "镜头", "片段", "视频", "素材", "前", "后", "之", "的", "幕", "支", "只")


def _before_ordinal(text: str, start: int, end: int) -> int:
    """Where the ordinal or the edge begins that a phrase ends with, if it counts what follows; 0 where it doesn't."""
    found = _ORDINAL_END.search(text[start:end])
    if found and text.startswith(_GOES_ON, end):
        return start + found.start()
    found = _EDGE_END.search(text[start:end])
    return start + found.start() if found and _COUNTED_ON.match(text, end) else 0


def _counts(text: str) -> bool:
    return text.endswith(("个", "条", "段", "几"))


def _before_amount(text: str, at: int, lexicon: Lexicon) -> tuple[int, frozenset[str]] | None:
    """The longest phrase at `at`; one that reaches into a length ("by half" of "by half a second") is read shorter."""
    word = lexicon.at(text, at)
    if word is None or not text[at].isascii():
        return word
    last = text.rfind(" ", at, word[0]) + 1
    if last <= at:
        return word
    amount = quantity_at(text, last)
    if amount is None or amount.end <= word[0] or amount.kind not in _LENGTHS:
        return word
    return lexicon.at(text, at, last + 1) or word


def _says_about(text: str, at: int, end: int) -> bool:
    """Whether "like" stands before an amount: "like 3 seconds"."""
    follows = end + 1 < len(text) and text[at:end] in ("like", "say") and text[end] == " "
    return follows and quantity_at(text, end + 1) is not None


_RIGHT_AT = re.compile(r"right(?= (?:to|at|after|before|on|behind|in front)\b)")


_DIGIT_BEFORE = re.compile(r"\d {1,40}$")
_DIGIT_BEHIND = re.compile(r" {1,40}\d")


def _is_dash(text: str, at: int) -> bool:
    """Whether a hyphen between spaces parts words: "clip 2 - mute", but not "2 - 5"."""
    if text[at] != "-" or text[at - 1 : at] != " " or text[at + 1 : at + 2] != " ":
        return False
    return not (_DIGIT_BEFORE.search(text, max(0, at - 41), at) and _DIGIT_BEHIND.match(text, at + 1))


def _is_ornament(text: str, at: int, tokens: Sequence[Token]) -> bool:
    """Whether a mark means nothing: of "~15 s", "ca. 15 s", "slideshow-y"."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "~":
        return behind.isdigit() and not before.strip()
    if text[at] == ".":
        return bool(tokens) and tokens[-1].text in ("ca", "approx", "min", "max")
    return text[at] == "-" and before.isalpha() and before.isascii() and behind.isalpha() and behind.isascii()


def _one(prepared: Prepared, at: int, lexicon: Lexicon, tokens: list[Token], add: Any) -> int:
    """Adds the longest token at `at`; returns where it ends."""
    text = prepared.folded.text
    if _is_ornament(text, at, tokens):
        add(at, at + 1, kind="mark", concepts=frozenset({"filler"}))
        return at + 1
    named, amount = prepared.at(at)
    word = _before_amount(text, at, lexicon)
    if (glued := _GLUED.match(text, at)) and not named and not word:
        # "clip1和clip3"
        word = lexicon.at(text[: glued.end()], at)
    if word and word[0] > at + 2 and text.startswith(_COUNTED, at) and tokens and _counts(tokens[-1].text):
        # "最后一个镜头太长了": the noun that is counted, not the phrase "镜头太长".
        word = lexicon.at(text[: at + 2], at) or word
    if word and (cut := _before_ordinal(text, at, word[0])):
        # "放到第一段后面": the first clip, not the first place
        word = lexicon.at(text[:cut], at) or word
    if word and text[word[0] - 1] == "剪" and text.startswith("辑", word[0]):
        word = (word[0] + 1, word[1])
    if amount and amount.kind == "ordinal" and tokens and tokens[-1].text in ("a", "one", "each", "per"):
        amount = None
    if (
        amount
        and amount.kind == "ordinal"
        and tokens
        and text[at : amount.end] == "second"
        and tokens[-1].text in _EDGES
    ):
        # "the first second of clip 1"
        amount = Quantity(amount.end, "duration", 1000.0)
    file = _ASCII_FILE.match(text, at)
    if not text[at].isascii() and not (named or word or amount):
        file = _OTHER_FILE.match(text, at)
        if file and any(
            (known := prepared.names.at(text, n)) and known[0] == file.end()
            for n in range(at + 1, file.end())
        ):
            # "一定要song.mp3": a file of the project, behind words
            file = None
    elif word and not text[at].isascii() and (ending := _ENDING.match(text, word[0])):
        # "滑板.mp4": a file may be called like anything.
        file = ending
    if file and not (named and named[0] >= file.end()):
        add(at, file.end(), kind="file", value=text[at : file.end()])
        return file.end()
    name_end, word_end, amount_end = (
        (named[0] if named else 0),
        (word[0] if word else 0),
        (amount.end if amount else 0),
    )
    if named and name_end >= max(word_end, amount_end):
        value: Named = named[1]
        concepts = word[1] if word and word_end == name_end and not value.exact else frozenset[str]()
        add(at, name_end, kind="name", value=value, concepts=concepts)
        return name_end
    if (
        amount
        and amount_end >= word_end
        and tokens
        and tokens[-1].text in _LOOSELY
        and amount.kind != "ordinal"
    ):
        # "like 3 seconds"
        tokens[-1] = replace(tokens[-1], concepts=tokens[-1].concepts | {"filler"})
    if amount and amount_end >= word_end:
        concepts = word[1] if word and word_end == amount_end else frozenset[str]()
        add(at, amount_end, kind=amount.kind, value=amount.value, concepts=concepts)
        return amount_end
    if word and text[at:word_end] == "right" and _RIGHT_AT.match(text, at):
        # "right to the front", "right after itself"
        add(at, word_end, concepts=frozenset({"filler"}))
        return word_end
    if word and not _is_dash(text, at):
        concepts = frozenset({"filler"}) if _says_about(text, at, word_end) else word[1]
        add(at, word_end, concepts=concepts)
        return word_end
    if text[at] in _CLAUSE_MARKS or _is_dash(text, at):
        add(at, at + 1, kind="mark", concepts=frozenset({"sep"}))
        return at + 1
    if text[at].isascii() and (text[at].isalnum() or text[at] == "_"):
        end = at + 1
        while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in "_'"):
            end += 1
        add(at, end)
        return end
    joins = (
        bool(tokens)
        and tokens[-1].kind == "word"
        and not tokens[-1].concepts
        and not tokens[-1].text.isascii()
    )
    add(at, at + 1, concepts=frozenset[str]() if text[at].isalnum() else frozenset({"filler"}))
    last = tokens[-1]
    if joins and not last.text.isascii() and tokens[-2].end == last.start:
        tokens[-2:] = [replace(tokens[-2], text=tokens[-2].text + last.text, end=last.end)]
    return at + 1
