"""Masks quotations and files in a message and splits it into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nemovideo_mcp.conversation.lexicon import CONTENT, FILE, FOLDER, LANGUAGES
from nemovideo_mcp.conversation.mentions import Mention, Span, find_mentions
from nemovideo_mcp.language.normalize import Folded, Mender, fold, plain_marks
from nemovideo_mcp.language.spelling import is_real

__all__ = ["Clause", "Masked", "any_of", "mask", "part"]

_QUOTED = re.compile(
    r"“[^”\n]{0,400}”|「[^」\n]{0,400}」|『[^』\n]{0,400}』|《[^》\n]{0,400}》|【[^】\n]{0,400}】|«[^»\n]{0,400}»|"
    r"\"[^\"\n]{0,400}\"|`[^`\n]{0,400}`|(?<![\w'’])['‘][^'‘’\n]{1,400}(?:(?<=\w)['’](?=\w)[^'‘’\n]{1,400}){0,4}['’](?!\w)|‘[^’\n]{0,400}’"
)
_ENDLESS = re.compile(r"\)([*+])(?![+])")
_MOST_WORDS = {"*": "{0,11}", "+": "{1,11}"}
_PLACEHOLDERS = re.compile(f"[{CONTENT}-{FOLDER}]")
# A clause of more than this is not one that a person asks something with; it is read in pieces.
_LONGEST_CLAUSE = 400
# Of a text of very many clauses, the first and the last are read: there people say what a pasted text is for.
_MOST_CLAUSES = 240


def any_of(patterns: tuple[str, ...], *, flags: int = 0) -> re.Pattern[str]:
    """One expression for a list of patterns; it never matches if there are none."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)"
    # Words that may be read in two ways, repeated without end, take exponential time where they fail.
    bounded = _ENDLESS.sub(lambda found: ")" + _MOST_WORDS[found[1]], joined)
    return re.compile(bounded, flags)


@cache
def _mender() -> Mender:
    return Mender(
        keywords=[word for language in LANGUAGES for word in language.keywords],
        is_real=is_real,
        homophones={sound: meant for language in LANGUAGES for sound, meant in language.homophones.items()},
    )


_CONTENTS = any_of(tuple(pattern for language in LANGUAGES for pattern in language.contents))
_BREAKS = any_of(
    (
        r"(?<!\d)[.:](?!\d|\s?[\ue001\ue002])|(?<=\d)[.:](?=\s[^\ue001\ue002]|$)|[!?;,\n\"|]+|(?<=\d),(?=\s)|\s[—-]+\s|—+|\.\.+|[。！？；，、～~](?!/)|：(?!\s?[\ue001\ue002])|[()（）\[\]{}]",
        *(pattern for language in LANGUAGES for pattern in language.breaks),
    )
)


_JOINTS = any_of(tuple(pattern for language in LANGUAGES for pattern in language.joints))
_FILES = re.compile(rf"^[{FILE}{FOLDER}\s]+$")
_MARKS = frozenset(".!?,;:。！？，；：～~\n")
_LONGEST_JOINT = 12


@dataclass(frozen=True, kw_only=True)
class Masked:
    """`folded` is what the patterns see; `spans` are the files behind its placeholders, by their place in `text`."""

    text: str
    folded: Folded
    spans: dict[int, Span]

    def original(self, start: int, end: int) -> str:
        """The user's words from `start` to `end` of the folded text."""
        origins = self.folded.origins
        return self.text[origins[start] : origins[end] if end < len(origins) else len(self.text)].strip()

    def mentions(self, start: int, end: int) -> list[tuple[int, Mention | None]]:
        """The files between two places of the folded text, with their places."""
        return [
            (n, self.spans[self.folded.origins[n]].media)
            for n in range(start, end)
            if self.folded.text[n] == FILE and self.folded.origins[n] in self.spans
        ]

    def named(self, at: int) -> str | None:
        """The path that the placeholder at `at` stands for."""
        span = self.spans.get(self.folded.origins[at])
        return span.text if span else None


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A part of the folded text that holds one wish at most.

    Args:
        start, end: where it stands in the folded text.
        text: the folded text from `start` to `end`.
        joint: what stands between it and the clause before, "^" if nothing was said before.
        mark: the punctuation mark behind it, "" if there is none, "$" at the end of the message.
        is_joined: whether only a word like "and" parts it from the clause before.
    """

    start: int
    end: int
    text: str
    joint: str
    mark: str
    is_joined: bool


def mask(text: str) -> Masked:
    """`text` folded, with quotations, titles, files and addresses each as one character."""
    spans = find_mentions(text)
    at = {span.start: span for span in spans}
    taken = [(span.start, span.end, FILE if span.media else FOLDER) for span in spans]
    bare = text.strip()
    quotes = [] if _QUOTED.fullmatch(bare) else _quotations(text, spans)
    clean = Folded(text=_PLACEHOLDERS.sub(" ", text), origins=tuple(range(len(text) + 1)))
    masked = clean.replaced(sorted(taken + quotes))
    folded = fold(masked.text)
    folded = Folded(text=folded.text, origins=tuple(masked.origins[n] for n in folded.origins))
    folded = _mender().mend(plain_marks(folded))
    contents: list[tuple[int, int, str]] = []
    for match in _CONTENTS.finditer(folded.text):
        group = match.lastindex or 0
        if group and match.end(group) > match.start(group) and FILE not in match[group]:
            contents.append((match.start(group), match.end(group), CONTENT))
    return Masked(text=text, folded=folded.replaced(contents) if contents else folded, spans=at)


def _quotations(text: str, spans: tuple[Span, ...]) -> list[tuple[int, int, str]]:
    quotes: list[tuple[int, int, str]] = []
    ahead = iter(spans)
    span = next(ahead, None)
    for match in _QUOTED.finditer(text):
        while span is not None and span.end <= match.start():
            span = next(ahead, None)
        if span is None or span.start >= match.end():
            quotes.append((match.start(), match.end(), CONTENT))
    return quotes


def part(masked: Masked) -> list[Clause]:
    """The clauses of a message in order, none of them blank. Linear in the length of the message."""
    text = masked.folded.text
    bounds: list[tuple[int, int]] = []
    start = 0
    for match in _BREAKS.finditer(text):
        bounds.append((start, match.start()))
        start = match.end()
    bounds.append((start, len(text)))
    pieces: list[tuple[int, int]] = []
    for start, end in bounds:
        if not text[start:end].strip():
            continue
        pieces.extend(
            (piece, min(end, piece + _LONGEST_CLAUSE)) for piece in range(start, end, _LONGEST_CLAUSE)
        )
    if len(pieces) > _MOST_CLAUSES:
        half = _MOST_CLAUSES // 2
        files = [piece for piece in pieces[half:-half] if FILE in text[slice(*piece)]][:_MOST_CLAUSES]
        pieces = pieces[:half] + files + pieces[-half:]
    clauses: list[Clause] = []
    for piece in pieces:
        for n, (start, end) in enumerate(_unjoined(text, *piece)):
            before = text[clauses[-1].end : start] if clauses else "^"
            behind = text[end : end + 1]
            mark = (behind if behind in _MARKS else "") if behind else "$"
            clauses.append(
                Clause(
                    start=start,
                    end=end,
                    text=text[start:end],
                    joint=" ".join(before.split())[-_LONGEST_JOINT:],
                    mark=mark,
                    is_joined=n > 0,
                )
            )
    return clauses


def _unjoined(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sides of "and" stand in a clause; two files that "and" joins stay together."""
    for joint in _JOINTS.finditer(text, start, end):
        left, right = text[start : joint.start()], text[joint.end() : end]
        if left.strip() and re.match(r"[^\w\s]*\w", _FILES.sub("", right)):
            yield start, joint.start()
            start = joint.end()
    yield start, end
