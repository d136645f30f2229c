"""Puts one member into JSON text, and takes it out again, without touching any other byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nemovideo_mcp.install.jsontext import Dialect, Document, Member, Node, is_blank, is_table, parse

__all__ = ["JsonEditor"]

_SPACES = " \t\r\n\ufeff\v\f\u00a0\u2028\u2029"
_INDENT = "  "


@dataclass(frozen=True, kw_only=True)
class _Undo:
    """What `put` did: `previous` is the text of a value that was changed. Else it made members from the `depth`th key
    of the path on (-1: the whole text), in an object without members that held `gap`; None for one that had some.
    """

    previous: str | None = None
    depth: int = 0
    gap: str | None = None


@dataclass(frozen=True, kw_only=True)
class JsonEditor:
    """Edits text of one dialect. A path is a chain of keys; all raise `Malformed`."""

    dialect: Dialect

    def read(self, text: str, path: tuple[str, ...]) -> object | None:
        """The value under `path`; None if there is none. An empty text is an empty object."""
        if is_blank(text, dialect=self.dialect):
            return None
        node = parse(text, dialect=self.dialect).at(path)
        return node.value if node else None

    def blocked(self, text: str, path: tuple[str, ...]) -> str | None:
        """What stands in the way of `path`: the first of its keys whose value is no object; "" for the whole text."""
        if is_blank(text, dialect=self.dialect):
            return None
        document = parse(text, dialect=self.dialect)
        for n in range(len(path)):
            node = document.at(path[:n])
            if node is None:
                return None
            if node.members is None:
                return ".".join(path[:n])
        return None

    def put(
        self, text: str, path: tuple[str, ...], value: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, object]]:
        """The text with `value` under `path`, and what `take` needs. An entry that is there keeps its other members."""
        if is_blank(text, dialect=self.dialect):
            return self._whole(text, path, value), asdict(_Undo(depth=-1, gap=text))
        document = parse(text, dialect=self.dialect)
        if (there := document.at(path)) is not None:
            undo = asdict(_Undo(previous=text[there.start : there.end]))
            return self._merged(text, path, value), undo
        depth = next(n for n in range(len(path)) if document.at(path[: n + 1]) is None)
        container = _object_at(document, path[:depth])
        gap = None if container.members else text[container.start + 1 : container.end - 1]
        changed = self._inserted(text, container, document, path[depth], _nested(path[depth + 1 :], value))
        parse(changed, dialect=self.dialect)
        return changed, asdict(_Undo(depth=depth, gap=gap))

    def take(self, text: str, path: tuple[str, ...], undo: Mapping[str, Any]) -> str:
        """The text as it would be without what `put` did; what others have added since stays."""
        done = _Undo(**undo)
        document = parse(text, dialect=self.dialect)
        if (there := document.at(path)) is None:
            return text
        if done.previous is not None:
            return text[: there.start] + done.previous + text[there.end :]
        first = max(done.depth, 0)
        last = len(path) - 1
        while last > first and _holds_only(text, _object_at(document, path[:last])):
            last -= 1
        changed = _removed(text, document, _object_at(document, path[:last]), path[last])
        after = parse(changed, dialect=self.dialect)
        if done.gap is None or last != first:
            return changed
        container = _object_at(after, path[:first])
        if container.members:
            return changed
        inside = changed[container.start + 1 : container.end - 1]
        if done.depth < 0:
            around = changed[: container.start] + changed[container.end :]
            blank = not inside.strip(_SPACES) and around.strip(_SPACES) == done.gap.strip(_SPACES)
            return done.gap if blank else changed
        if inside.strip(_SPACES) != done.gap.strip(_SPACES):
            return changed
        return changed[: container.start + 1] + done.gap + changed[container.end - 1 :]

    def _merged(self, text: str, path: tuple[str, ...], value: Mapping[str, Any]) -> str:
        """Only the members of the entry that differ are written."""
        for key, wanted in value.items():
            document = parse(text, dialect=self.dialect)
            entry = document.at(path)
            if entry is None or entry.members is None:
                return self._replaced(text, document, path, value)
            if (member := entry.member(key)) is None:
                text = self._inserted(text, entry, document, key, wanted)
            elif is_table(wanted) and member.value.members is not None:
                text = self._merged(text, (*path, key), wanted)
            elif member.value.value != wanted:
                text = self._replaced(text, document, (*path, key), wanted)
        return text

    def _replaced(self, text: str, document: Document, path: tuple[str, ...], value: object) -> str:
        node = document.at(path)
        assert node is not None
        written = _written(value, text, _indent_at(text, node.start), document, inline=_is_inline(text))
        return text[: node.start] + written + text[node.end :]

    def _whole(self, text: str, path: tuple[str, ...], value: Mapping[str, Any]) -> str:
        newline = _newline(text)
        before = text.rstrip(_SPACES)
        written = json.dumps(_nested(path, value), indent=_INDENT, ensure_ascii=False)
        written = written.replace("\n", newline)
        return f"{before}{newline if before else ''}{written}{newline}"

    def _inserted(self, text: str, container: Node, document: Document, key: str, value: object) -> str:
        if not container.members:
            return _filled(text, container, document, key, value)
        last: Member = container.members[-1]
        end = container.end - 1
        while text[end - 1] in _SPACES and end > last.value.end:
            end -= 1
        newline = _newline(text)
        own_line = _begins_line(text, last.start)
        commented = "/" in text[last.value.end : end]
        indent = _indent_at(text, last.start)
        inline = not own_line
        spaced = " " if ": " in text or ", " in text else ""
        lead = newline + indent if own_line or commented else spaced
        member = f"{json.dumps(key, ensure_ascii=False)}{_colon(text, inline=inline)}"
        member += _written(value, text, indent, document, inline=inline)
        trailing = last.comma is not None
        middle = text[last.value.end : end]
        return (
            text[: last.value.end]
            + ("" if trailing else ",")
            + middle
            + lead
            + member
            + ("," if trailing else "")
            + text[end:]
        )


def _filled(text: str, container: Node, document: Document, key: str, value: object) -> str:
    """The text with a first member in an object that has none."""
    gap = text[container.start + 1 : container.end - 1]
    inline = _is_inline(text) and container is not document.root
    base = _indent_at(text, container.start)
    newline = _newline(text)
    unit = _unit(text, document)
    name = f"{json.dumps(key, ensure_ascii=False)}{_colon(text, inline=inline)}"
    if inline:
        inside = f"{gap.rstrip(_SPACES)}{name}{_written(value, text, base, document, inline=True)}"
    else:
        written = _written(value, text, base + unit, document, inline=False)
        inside = f"{gap.rstrip(_SPACES)}{newline}{base}{unit}{name}{written}{newline}{base}"
    return text[: container.start + 1] + inside + text[container.end - 1 :]


def _removed(text: str, document: Document, container: Node, key: str) -> str:
    members = container.members or ()
    at = max(n for n, member in enumerate(members) if member.key == key)
    member = members[at]
    lead = member.start
    while text[lead - 1] in _SPACES:
        lead -= 1
    if member.comma is None:
        rest = text[member.value.end :]
        if at and (comma := members[at - 1].comma) is not None:
            return text[:comma] + text[comma + 1 : lead] + rest
        return text[:lead] + rest
    rest = text[member.comma + 1 :]
    if at == 0 and len(members) > 1 and not _begins_line(text, member.start):
        return text[: member.start] + rest.lstrip(" \t")
    if lead in document.line_comment_ends and not rest.lstrip(" \t").startswith(("\n", "\r")):
        # What comes next must not become a part of the comment.
        lead = member.start
    return text[:lead] + rest


def _holds_only(text: str, node: Node) -> bool:
    """True for an object of one member and nothing else, not even a comment."""
    members = node.members or ()
    if len(members) != 1:
        return False
    [only] = members
    around = text[node.start + 1 : only.start] + text[only.value.end : node.end - 1]
    return not around.strip(f"{_SPACES},")


def _object_at(document: Document, path: tuple[str, ...]) -> Node:
    node = document.at(path)
    assert node is not None
    assert node.members is not None
    return node


def _nested(path: tuple[str, ...], value: Mapping[str, Any]) -> Mapping[str, Any]:
    for key in reversed(path):
        value = {key: value}
    return value


def _written(value: object, text: str, indent: str, document: Document, *, inline: bool) -> str:
    """`value` in the manner of the text around it; `indent` is that of its key's line."""
    if inline:
        spaced = ": " in text or ", " in text or not document.root.members
        return json.dumps(value, ensure_ascii=False, separators=(", ", ": ") if spaced else (",", ":"))
    lines = json.dumps(value, ensure_ascii=False, indent=_unit(text, document)).split("\n")
    return (_newline(text) + indent).join(lines)


def _colon(text: str, *, inline: bool) -> str:
    return ":" if inline and ": " not in text and '":' in text else ": "


def _is_inline(text: str) -> bool:
    return "\n" not in text.strip(_SPACES) and "\r" not in text.strip(_SPACES)


def _newline(text: str) -> str:
    at = text.find("\n")
    return "\r\n" if at > 0 and text[at - 1] == "\r" else "\n"


def _unit(text: str, document: Document) -> str:
    """One step of indentation, as the outermost members have it."""
    first = (document.root.members or (None,))[0]
    if first is None or not _begins_line(text, first.start):
        return _INDENT
    outer, inner = _indent_at(text, document.root.start), _indent_at(text, first.start)
    return inner[len(outer) :] if inner.startswith(outer) and len(inner) > len(outer) else _INDENT


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _indent_at(text: str, at: int) -> str:
    """The spaces that the line begins with."""
    start = _line_start(text, at)
    line = text[start:at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _begins_line(text: str, at: int) -> bool:
    start = _line_start(text, at)
    return start > 0 and not text[start:at].strip(" \t")
