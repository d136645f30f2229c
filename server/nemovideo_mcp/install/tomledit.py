"""Puts one table into TOML text, and takes it out again: by the lines it added, else by tomlkit's own editing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, cast

import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import InlineTable

from nemovideo_mcp.install.jsontext import Malformed

__all__ = ["TomlEditor"]


class TomlEditor:
    """Edits TOML as `JsonEditor` does JSON. All raise `Malformed`."""

    def read(self, text: str, path: tuple[str, ...]) -> object | None:
        """The value under `path`; None if there is none."""
        found: object = _parsed(text).unwrap()
        for key in path:
            found = cast("Mapping[str, object]", found).get(key) if isinstance(found, Mapping) else None
        return found

    def blocked(self, text: str, path: tuple[str, ...]) -> str | None:
        """What stands in the way of `path`: the first of its keys that is no table."""
        for n in range(1, len(path)):
            found = self.read(text, path[:n])
            if found is None:
                return None
            if not isinstance(found, Mapping):
                return ".".join(path[:n])
        return None

    def put(
        self, text: str, path: tuple[str, ...], value: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, object]]:
        """The text with `value` under `path`, and what `take` needs. A table that is there keeps its other keys."""
        there = self.read(text, path)
        changed = _merged(text, path, value) if there is not None else _appended(text, path, value)
        removed, added = _difference(text, changed)
        return changed, {"removed": removed, "added": added, "previous": there}

    def take(self, text: str, path: tuple[str, ...], undo: Mapping[str, Any]) -> str:
        """The text as it would be without what `put` did; what others have added since stays."""
        added, removed = str(undo["added"]), str(undo["removed"])
        if added and text.count(added) == 1:
            changed = text.replace(added, removed)
            if self.read(changed, path) == undo["previous"]:
                return changed
        document = _parsed(text)
        parent = _table_at(document, path[:-1])
        if undo["previous"] is None:
            parent.pop(path[-1], None)
        else:
            parent[path[-1]] = undo["previous"]
        return tomlkit.dumps(document)


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        said = str(error).partition(" at line ")[0]
        reason = {"en": said[:1].lower() + said[1:], "zh": said}
        raise Malformed(reason, line=error.line, column=error.col + 1) from None
    except TOMLKitError as error:
        raise Malformed({"en": str(error), "zh": str(error)}, line=1, column=1) from None


def _appended(text: str, path: tuple[str, ...], value: Mapping[str, Any]) -> str:
    """The table as a block of its own at the end, where that may be; else within the table around it."""
    newline = "\r\n" if "\r\n" in text else "\n"
    block = f"[{'.'.join(path)}]\n{tomlkit.dumps(_plain_table(value))}".replace("\n", newline)
    gap = newline if text.strip() else ""
    end = "" if not text or text.endswith("\n") else newline
    changed = f"{text}{end}{gap}{block}"
    try:
        tomllib.loads(changed.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        document = _parsed(text)
        inline = tomlkit.inline_table()
        inline.update(value)
        _table_at(document, path[:-1])[path[-1]] = inline
        return tomlkit.dumps(document)
    return changed


def _merged(text: str, path: tuple[str, ...], value: Mapping[str, Any]) -> str:
    document = _parsed(text)
    _update(_table_at(document, path), value)
    return tomlkit.dumps(document)


def _update(table: dict[str, Any], value: Mapping[str, Any]) -> None:
    for key, wanted in value.items():
        there: object = table.get(key)
        if isinstance(wanted, Mapping) and isinstance(there, dict):
            _update(cast("dict[str, Any]", there), cast("Mapping[str, Any]", wanted))
        elif there != wanted:
            table[key] = wanted


def _plain_table(value: Mapping[str, Any]) -> tomlkit.TOMLDocument:
    """Keys on lines of their own; tables within stand on one line, so that the block is one."""
    document = tomlkit.document()
    for key, item in value.items():
        if isinstance(item, Mapping):
            inline: InlineTable = tomlkit.inline_table()
            inline.update(cast("Mapping[str, Any]", item))
            document[key] = inline
        else:
            document[key] = item
    return document


def _table_at(document: tomlkit.TOMLDocument, path: tuple[str, ...]) -> dict[str, Any]:
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
