"""Reads JSON, JSON with comments, and JSON5 into values that know where they stand in the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

__all__ = [
    "JSON",
    "JSON5",
    "JSONC",
    "Dialect",
    "Document",
    "Malformed",
    "Member",
    "Node",
    "is_blank",
    "is_table",
    "parse",
]

# Python's own limit of recursion is not far above; no client's settings come near.
_MAX_DEPTH = 150
_MAX_DIGITS = 300


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What a client's own reader takes beside JSON; `loose` stands for JSON5's keys, strings, numbers and spaces."""

    comments: bool
    trailing_commas: bool
    loose: bool


JSON = Dialect(comments=False, trailing_commas=False, loose=False)
JSONC = Dialect(comments=True, trailing_commas=True, loose=False)
JSON5 = Dialect(comments=True, trailing_commas=True, loose=True)


class Malformed(ValueError):
    """The text is not what the client could read; `line` and `column` count from 1, `reason` is in both languages."""

    def __init__(self, reason: Mapping[str, str], *, line: int, column: int) -> None:
        super().__init__(f"{reason['en']} (line {line}, column {column})")
        self.reason = dict(reason)
        self.line = line
        self.column = column


@dataclass(frozen=True, kw_only=True)
class Member:
    """A key and its value; `comma` is where the comma behind it stands, if there is one."""

    key: str
    start: int
    value: Node
    comma: int | None


@dataclass(frozen=True, kw_only=True)
class Node:
    """A value and the text that it takes up; `members` is None for what is not an object."""

    start: int
    end: int
    value: Any
    members: tuple[Member, ...] | None = None

    def member(self, key: str) -> Member | None:
        """The one that counts: of several with the same key, the last."""
        return next((m for m in reversed(self.members or ()) if m.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Document:
    """The whole text; `line_comment_ends` tells where only a new line keeps what follows out of a comment."""

    root: Node
    line_comment_ends: frozenset[int]

    def at(self, path: tuple[str, ...]) -> Node | None:
        """The value under `path`, which is a chain of keys."""
        node: Node | None = self.root
        for key in path:
            found = node.member(key) if node is not None else None
            node = found.value if found else None
        return node


_SPACES = re.compile(r"[ \t\r\n]*")
_LOOSE_SPACES = re.compile(r"[\s\ufeff]*")
_LINE_COMMENT = re.compile(r"//[^\r\n]*")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_LOOSE_STRING = re.compile(
    r"\"(?:[^\"\\\r\n]|\\(?:\r\n|[^1-9]))*\"|'(?:[^'\\\r\n]|\\(?:\r\n|[^1-9]))*'", re.DOTALL
)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LOOSE_NUMBER = re.compile(
    r"[+-]?(?:Infinity|NaN|0[xX][0-9a-fA-F]+|(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
)
_NAME = re.compile(r"(?:[^\W\d]|[$_]|\\u[0-9a-fA-F]{4})(?:\w|[$\u200c\u200d]|\\u[0-9a-fA-F]{4})*")
_WORD = re.compile(r"true|false|null")
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_ESCAPED: Mapping[str, str] = {
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "0": "\0",
    **dict.fromkeys(("\r\n", "\n", "\r", "\u2028", "\u2029"), ""),
}
_BOUNDARY = re.compile(r"[\w$]")

_REASONS: Mapping[str, Mapping[str, str]] = {
    "end": {"en": "the file ends too early", "zh": "文件不完整"},
    "value": {"en": "a value is expected here", "zh": "此处应为一个值"},
    "key": {"en": "a key is expected here", "zh": "此处应为键名"},
    "colon": {"en": "a colon is expected here", "zh": "此处应为冒号"},
    "comma": {"en": "a comma or a closing bracket is expected here", "zh": "此处应为逗号或右括号"},
    "trailing": {"en": "there is a comma too many before this", "zh": "此前多了一个逗号"},
    "comment": {"en": "this program's settings may not hold comments", "zh": "该程序的配置不允许注释"},
    "open_comment": {"en": "a comment is not closed", "zh": "注释没有结束"},
    "string": {"en": "this string is not closed, or holds what a string may not", "zh": "字符串未结束或含有非法字符"},
    "rest": {"en": "there is something behind the end", "zh": "结尾之后还有内容"},
    "deep": {"en": "it is nested too deeply", "zh": "嵌套过深"},
}  # fmt: skip


def parse(text: str, *, dialect: Dialect) -> Document:
    """The document of `text`, without a byte order mark. Raises `Malformed`."""
    reader = _Reader(text, dialect)
    at = reader.skip(0)
    root = reader.value(at, depth=0)
    if (rest := reader.skip(root.end)) < len(text):
        raise reader.malformed("rest", rest)
    return Document(root=root, line_comment_ends=frozenset(reader.line_comment_ends))


def is_table(value: object) -> TypeGuard[Mapping[str, Any]]:
    """True for what has members by name."""
    return isinstance(value, Mapping)


def is_blank(text: str, *, dialect: Dialect) -> bool:
    """True for a text of nothing but spaces and comments. Raises `Malformed`."""
    return _Reader(text, dialect).skip(0) == len(text)


class _Reader:
    def __init__(self, text: str, dialect: Dialect) -> None:
        self._text = text
        self._dialect = dialect
        self._spaces = _LOOSE_SPACES if dialect.loose else _SPACES
        self.line_comment_ends: set[int] = set()

    def malformed(self, reason: str, at: int) -> Malformed:
        before = self._text[:at].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        return Malformed(_REASONS["end" if at >= len(self._text) else reason], line=line, column=column)

    def skip(self, at: int) -> int:
        """Where the next token begins."""
        while True:
            at = self._match(self._spaces, at)
            if self._text[at : at + 2] not in ("//", "/*"):
                return at
            if not self._dialect.comments:
                raise self.malformed("comment", at)
            if self._text[at + 1] == "/":
                at = self._match(_LINE_COMMENT, at)
                self.line_comment_ends.add(at)
            elif found := _BLOCK_COMMENT.match(self._text, at):
                at = found.end()
            else:
                raise self.malformed("open_comment", at)

    def value(self, at: int, *, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise self.malformed("deep", at)
        match self._text[at : at + 1]:
            case "{":
                return self._object(at, depth)
            case "[":
                return self._array(at, depth)
            case '"' | "'":
                return self._string(at)
            case _:
                return self._scalar(at)

    def _object(self, start: int, depth: int) -> Node:
        members: list[Member] = []
        for at in self._items(start, "}"):
            key, end = self._key(at)
            colon = self.skip(end)
            if self._text[colon : colon + 1] != ":":
                raise self.malformed("colon", colon)
            value = self.value(self.skip(colon + 1), depth=depth + 1)
            self._end_of_item, comma = value.end, self._comma_behind(value.end)
            members.append(Member(key=key, start=at, value=value, comma=comma))
        plain = {member.key: member.value.value for member in members}
        return Node(start=start, end=self._end, value=plain, members=tuple(members))

    def _array(self, start: int, depth: int) -> Node:
        values: list[Any] = []
        for at in self._items(start, "]"):
            node = self.value(at, depth=depth + 1)
            self._end_of_item = node.end
            values.append(node.value)
        return Node(start=start, end=self._end, value=values)

    def _items(self, start: int, closing: str) -> Iterator[int]:
        """Where each item begins; whoever reads it leaves its end in `_end_of_item`. Behind the last, `_end` is set."""
        at = self.skip(start + 1)
        first = True
        while self._text[at : at + 1] != closing or not (first or self._dialect.trailing_commas):
            if self._text[at : at + 1] == closing:
                raise self.malformed("trailing", at)
            first = False
            yield at
            at = self.skip(self._end_of_item)
            if self._text[at : at + 1] == closing:
                break
            if self._text[at : at + 1] != ",":
                raise self.malformed("comma", at)
            at = self.skip(at + 1)
        self._end = at + 1

    def _comma_behind(self, end: int) -> int | None:
        at = self.skip(end)
        return at if self._text[at : at + 1] == "," else None

    def _key(self, at: int) -> tuple[str, int]:
        if self._text[at : at + 1] == '"' or (self._dialect.loose and self._text[at : at + 1] == "'"):
            node = self._string(at)
            return node.value, node.end
        if self._dialect.loose and (found := _NAME.match(self._text, at)):
            return _unescaped(found[0]), found.end()
        raise self.malformed("key", at)

    def _string(self, at: int) -> Node:
        pattern = _LOOSE_STRING if self._dialect.loose else _STRING
        found = pattern.match(self._text, at)
        if found is None:
            raise self.malformed("string", at)
        plain = _unescaped(found[0][1:-1]) if self._dialect.loose else json.loads(found[0])
        return Node(start=at, end=found.end(), value=plain)

    def _scalar(self, at: int) -> Node:
        word = _WORD.match(self._text, at)
        found = word or (_LOOSE_NUMBER if self._dialect.loose else _NUMBER).match(self._text, at)
        if found is None or _BOUNDARY.match(self._text, found.end()):
            raise self.malformed("value", at)
        return Node(start=at, end=found.end(), value=_WORDS[found[0]] if word else _number(found[0]))

    def _match(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found else at


def _number(written: str) -> int | float | str:
    """The number; one that is too long to be reckoned with stays as it is written."""
    sign, digits = (-1, written[1:]) if written[0] == "-" else (1, written.lstrip("+"))
    if len(digits) > _MAX_DIGITS:
        return written
    if digits[:2].lower() == "0x":
        return sign * int(digits, 16)
    return sign * (int(digits) if digits.isdecimal() else float(digits))


def _unescaped(inside: str) -> str:
    def plain(found: re.Match[str]) -> str:
        if code := found[1] or found[2]:
            return chr(int(code, 16))
        return _ESCAPED.get(found[3], found[3])

    return _ESCAPE.sub(plain, inside)
