"""Puts one table into TOML text, and takes it out again.

tomlkit edits the table's own lines, and the whole text only where the table has none: its way back to text moves
tables that are not in order. Whatever is made is read again by `tomllib`, and must say what it should.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from nemovideo_mcp.install.jsontext import Malformed, is_table

__all__ = ["TomlEditor"]

_HEADER = re.compile(r"[ \t]*\[{1,2}[^\[\]\n]+\]{1,2}[ \t]*(?:#.*)?$")
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)
_BY_HAND = {
    "en": "its tables are written in a way that cannot be changed safely; do it by hand",
    "zh": "其中的表格写法无法安全修改；请手动编辑",
}


class TomlEditor:
    """Edits TOML as `JsonEditor` does JSON. All raise `Malformed`."""

    def read(self, text: str, path: tuple[str, ...]) -> object | None:
        """The value under `path`; None if there is none."""
        found: object = _values(text)
        for key in path:
            found = found.get(key) if is_table(found) else None
        return found

    def blocked(self, text: str, path: tuple[str, ...]) -> str | None:
        """What stands in the way of `path`: the first of its keys that is no table."""
        for n in range(1, len(path)):
            found = self.read(text, path[:n])
            if found is None:
                return None
            if not is_table(found):
                return ".".join(path[:n])
        return None

    def put(
        self, text: str, path: tuple[str, ...], value: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, object]]:
        """The text with `value` under `path`, and what `take` needs. A table that is there keeps its other keys."""
        there = self.read(text, path)
        wanted = _merged(there, value)
        if wanted == there:
            return text, {"removed": "", "added": "", "previous": there}

        def update(document: tomlkit.TOMLDocument) -> None:
            parent = _table_at(document, path[:-1])
            if there is None:
                parent[path[-1]] = _one_line(value)
            else:
                _update(parent[path[-1]], value)

        ways = (
            (lambda: _appended(text, path, value),)
            if there is None
            else (lambda: _in_section(text, path, update),)
        )
        changed = _first_that_says(_with(text, path, wanted), (*ways, lambda: _in_whole(text, update)))
        removed, added = _difference(text, changed)
        return changed, {"removed": removed, "added": added, "previous": there}

    def take(self, text: str, path: tuple[str, ...], undo: Mapping[str, Any]) -> str:
        """The text as it would be without what `put` did; what others have added since stays."""
        added, removed, previous = str(undo["added"]), str(undo["removed"]), undo["previous"]

        def reset(document: tomlkit.TOMLDocument) -> None:
            parent = _table_at(document, path[:-1])
            if previous is None:
                del parent[path[-1]]
            else:
                parent[path[-1]] = previous

        ways: list[Callable[[], str | None]] = [lambda: _in_whole(text, reset)]
        if previous is None:
            ways.insert(0, lambda: _without_section(text, path))
        if added and text.count(added) == 1:
            ways.insert(0, lambda: text.replace(added, removed))
        return _first_that_says(_with(text, path, previous), ways)


def _values(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _PLACE.match(str(error))
        said = found[1] if found else "it is nested too deeply"
        line = int(found[2]) if found and found[2] else text.count("\n") + 1
        column = int(found[3]) if found and found[3] else 1
        raise Malformed({"en": said[:1].lower() + said[1:], "zh": said}, line=line, column=column) from None


def _with(text: str, path: tuple[str, ...], value: object | None) -> dict[str, Any]:
    """All that `text` says, with `value` under `path`; tables that are empty then are as good as none."""
    values = _values(text)
    table = values
    for key in path[:-1]:
        table = table.setdefault(key, {})
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value
    return values


def _first_that_says(wanted: Mapping[str, Any], ways: Any) -> str:
    for way in ways:
        try:
            changed: str | None = way()
            if changed is not None and _filled(_values(changed)) == _filled(wanted):
                return changed
        except (TOMLKitError, Malformed, KeyError, TypeError, AttributeError):
            continue
    raise Malformed(_BY_HAND, line=1, column=1)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value != {}}


def _merged(there: object | None, value: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(there) if is_table(there) else {}
    for key, wanted in value.items():
        merged[key] = _merged(merged.get(key), wanted) if is_table(wanted) else wanted
    return merged


def _appended(text: str, path: tuple[str, ...], value: Mapping[str, Any]) -> str:
    """The table as a block of its own at the end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    body = tomlkit.document()
    for key, item in value.items():
        body[key] = _one_line(item) if is_table(item) else item
    block = f"[{'.'.join(path)}]\n{tomlkit.dumps(body)}".replace("\n", newline)
    gap = newline if text.strip() else ""
    end = "" if not text or text.endswith("\n") else newline
    return f"{text}{end}{gap}{block}"


def _in_section(
    text: str, path: tuple[str, ...], change: Callable[[tomlkit.TOMLDocument], None]
) -> str | None:
    """The text with the table's own lines changed; None if it has none."""
    lines = text.splitlines(keepends=True)
    for start, end in _sections(lines, path):
        document = tomlkit.parse("".join(lines[start:end]))
        change(document)
        return "".join([*lines[:start], tomlkit.dumps(document), *lines[end:]])
    return None


def _without_section(text: str, path: tuple[str, ...]) -> str | None:
    """The text without the lines of the table and of those in it; None if it has none."""
    lines = text.splitlines(keepends=True)
    sections = list(_sections(lines, path))
    for start, end in reversed(sections):
        # What stands right above the next header belongs to that.
        while end < len(lines) and end - 1 > start and _says_nothing(lines[end - 1]):
            end -= 1
        del lines[start:end]
    return "".join(lines) if sections else None


def _sections(lines: list[str], path: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The lines from each header of the table, or of one in it, up to the next header that is of another."""
    keys = r"\s*\.\s*".join(rf"[\"']?{re.escape(key)}[\"']?" for key in path)
    own = re.compile(rf"[ \t]*\[\s*{keys}\s*[.\]]")
    start: int | None = None
    for n, line in enumerate(lines):
        if not _HEADER.match(line.rstrip("\r\n")):
            continue
        mine = bool(own.match(line))
        if start is not None and not mine:
            yield start, n
            start = None
        elif start is None and mine:
            start = n
    if start is not None:
        yield start, len(lines)


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _in_whole(text: str, change: Callable[[tomlkit.TOMLDocument], None]) -> str:
    document = tomlkit.parse(text)
    change(document)
    return tomlkit.dumps(document)


def _update(table: Any, value: Mapping[str, Any]) -> None:
    for key, wanted in value.items():
        there: object = table.get(key)
        if is_table(wanted) and is_table(there):
            _update(there, wanted)
        elif there != wanted:
            table[key] = _one_line(wanted) if is_table(wanted) else wanted


def _one_line(value: Mapping[str, Any]) -> Any:
    table: Any = tomlkit.inline_table()
    table.update({key: _one_line(item) if is_table(item) else item for key, item in value.items()})
    return table


def _table_at(document: tomlkit.TOMLDocument, path: tuple[str, ...]) -> Any:
    found: Any = document
    for key in path:
        found = found[key]
    return found


def _difference(before: str, after: str) -> tuple[str, str]:
    """The lines that `after` has in the place of those of `before`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return "".join(old[start : len(old) - end]), "".join(new[start : len(new) - end])
