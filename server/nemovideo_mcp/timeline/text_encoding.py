"""The encoding of a text file that does not say it: by its marks, by what it can be, and by what people write."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Decoded", "decoded"]

# The most frequent characters of modern Chinese, simplified and traditional.
_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日"
    "军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相"
    "见被利什二等产新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真"
    "论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直"
    "德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记"
    "谢请吗吧呢啊您好早晚今明欢迎朋友视频大家音乐"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日"
    "軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相"
    "見被利什二等產新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真"
    "論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直"
    "謝請嗎吧呢啊您好早晚今明歡迎朋友視頻影片大家音樂"
)
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў")


def _han(common: frozenset[str]) -> Callable[[str], bool]:
    return lambda c: c in common


def _kana(c: str) -> bool:
    return "ぁ" <= c <= "ヿ"


def _hangul(c: str) -> bool:
    # The syllables that are written; that code page has 8,800 more.
    return "가" <= c <= "힣" and len(c.encode("euc_kr", errors="ignore")) == 2


def _cyrillic(c: str) -> bool:
    return c.casefold() in _CYRILLIC


class _Guess(NamedTuple):
    """An encoding, what its language is written in, and which share of what is not ASCII that must be at least.

    `own`: which share of all letters must not be ASCII; a Western accent stands among plain letters.
    """

    encoding: str
    is_usual: Callable[[str], bool]
    least: float
    own: float = 0.0


_GUESSES = (
    _Guess("gb18030", _han(_SIMPLIFIED), 0.3),
    _Guess("big5hkscs", _han(_TRADITIONAL), 0.3),
    _Guess("cp932", _kana, 0.3),
    _Guess("euc_jp", _kana, 0.3),
    _Guess("cp949", _hangul, 0.6),
)
# Every byte is a letter of this one, so that it is asked where no other fits.
_RUSSIAN = _Guess("cp1251", _cyrillic, 0.8, own=0.5)
_LEAST_LETTERS = 3
_WESTERN = "cp1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Times, numbers and arrows are ASCII in any file of captions: in UTF-16 every other byte of them is zero.
_ZEROS = 0.2


class Decoded(NamedTuple):
    """A text, the encoding that it was read in, and whether every byte of it could be read."""

    text: str
    encoding: str
    whole: bool


def decoded(data: bytes) -> Decoded:
    """`data` as text. Never raises: bytes that mean nothing become U+FFFD, and `whole` is False.

    UTF-8, UTF-16 and UTF-32 are told by their marks or their pattern; else the encoding wins in which most characters
    are those that its language is written with; where none is, it is Western European (Windows-1252).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read(data, encoding)
    if encoding := _wide(data):
        return _read(data, encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", whole=True)
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4 and error.end == len(data):
            # Cut off inside the last character.
            return _read(data, "utf-8")
    found = [(share, guess) for guess in _GUESSES if (share := _share(data, guess)) >= guess.least]
    if found:
        return _read(data, max(found, key=lambda one: one[0])[1].encoding)
    if _share(data, _RUSSIAN) >= _RUSSIAN.least and sum(byte > 127 for byte in data) >= _LEAST_LETTERS:
        return _read(data, _RUSSIAN.encoding)
    return _read(data, _WESTERN)


def _read(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    # What was written as U+FFFD is as good as lost, too.
    return Decoded(text, encoding.removesuffix("-sig"), whole="\ufffd" not in text)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark."""
    even, odd = data[0::2][:4096], data[1::2][:4096]
    if not odd or len(data) % 2:
        return None
    zeros = even.count(0) / len(even), odd.count(0) / len(odd)
    if max(zeros) < _ZEROS or min(zeros) > max(zeros) / 4:
        return None
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _share(data: bytes, guess: _Guess) -> float:
    """Which share of the letters that are not ASCII is usual in the language of `guess`; 0 where it cannot be that."""
    try:
        text = data.decode(guess.encoding)
    except UnicodeDecodeError:
        return 0.0
    foreign = [c for c in text if ord(c) > 127]
    letters = [c for c in foreign if unicodedata.category(c)[0] == "L"]
    all_letters = len(letters) + sum(c.isascii() and c.isalpha() for c in text)
    if not letters or len(letters) < len(foreign) / 3 or len(letters) < all_letters * guess.own:
        return 0.0
    return sum(map(guess.is_usual, letters)) / len(letters)
