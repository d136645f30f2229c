"""What agents pass to tools, made to fit: other names for an argument, a string for a list, a number in words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

__all__ = ["Tidied", "tidied"]

# What an argument is called elsewhere. An alias that the tool knows by itself is never taken for another.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "files": ("file", "path", "paths", "file_path", "file_paths", "media", "url", "urls", "clips", "inputs"),
    "message": ("text", "prompt", "instruction", "instructions", "edit", "query", "request", "wish"),
    "project": ("project_id", "project_name", "session", "session_id"),
    "name": ("project", "project_name", "project_id", "title"),
    "output": ("path", "output_path", "output_file", "file", "filename", "destination", "target"),
    "quality": ("codec", "preset", "format", "platform", "for", "options"),
    "job_id": ("job", "id", "render_id", "export_id", "task_id"),
    "picture": ("image", "view", "visual"),
    "operations": ("ops", "operation", "edits", "edit", "changes", "actions", "commands", "steps"),
    "expect_version": ("version", "expected_version", "base_version", "if_version", "revision"),
    "idempotency_key": ("request_id", "client_request_id", "key", "dedupe_key"),
    "dry_run": ("dryrun", "preview", "validate_only", "simulate"),
    "media": ("ref", "media_id", "file", "source", "clip", "song", "name", "id"),
    "at_s": ("at", "time", "seconds", "time_s"),
    "from_s": ("from", "start", "start_s", "begin_s"),
    "to_s": ("to", "end", "end_s", "until", "until_s"),
    "version": ("number", "version_id", "to"),
    "new": ("create", "start"),
    "song": ("music", "track", "which", "song_id", "answer"),
    "confirm": ("confirmed", "agreed", "yes", "force", "sure"),
}
_NEAR = 0.8
_TRUTH = {
    "true": True,
    "yes": True,
    "1": True,
    "on": True,
    "false": False,
    "no": False,
    "0": False,
    "off": False,
}


@dataclass(frozen=True, kw_only=True)
class Tidied:
    """Arguments that fit the schema, the names of those that no argument was found for, and what cannot be mended."""

    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


def tidied(given: Mapping[str, Any], schema: Mapping[str, Any]) -> Tidied:
    """`given` as the tool with the input `schema` takes it. Nulls count as left out."""
    properties: Mapping[str, Any] = schema.get("properties", {})
    taken: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in given.items():
        if value is None:
            continue
        target = name if name in properties else _meant(name, properties, given)
        if target is None or target in taken:
            unknown.append(name)
        else:
            taken[target] = value
    fitted: dict[str, Any] = {}
    unfit: list[str] = []
    for name, value in taken.items():
        try:
            fitted[name] = _fitted(value, properties[name])
        except (ValueError, TypeError, OverflowError):
            unfit.append(f"{name}: {_wanted(properties[name])}")
    missing = tuple(name for name in schema.get("required", ()) if name not in taken)
    return Tidied(arguments=fitted, unknown=tuple(unknown), missing=missing, unfit=tuple(unfit))


def _meant(name: str, properties: Mapping[str, Any], given: Mapping[str, Any]) -> str | None:
    """The argument that `name` stands for: an alias or a misspelling, of one that was not given itself."""
    free = [p for p in properties if given.get(p) is None]
    key = name.strip().lower().replace("-", "_")
    if key in free:
        return key
    alias = next((p for p in free if key in _ALIASES.get(p, ())), None)
    return alias or next(iter(difflib.get_close_matches(key, free, n=1, cutoff=_NEAR)), None)


def _fitted(value: Any, schema: Mapping[str, Any]) -> Any:
    if "anyOf" in schema.get("items", {}):
        # A list of objects that its tool reads by itself, and answers in words.
        return value
    kinds = [s.get("type") for s in schema.get("anyOf", ())] or [schema.get("type")]
    if "array" in kinds:
        return _listed(value)
    convert = _CONVERSIONS.get(str(kinds[0]))
    fitted = convert(value) if convert else value
    choices = schema.get("enum")
    if choices is None:
        return fitted
    if isinstance(value, bool):
        # "picture": true is a wish for the first that there is.
        return choices[1] if value and len(choices) > 1 else choices[0]
    found = next((c for c in choices if str(c).lower() == str(fitted).strip().lower()), None)
    if found is None:
        raise ValueError(fitted)
    return found


def _listed(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            found: object = json.loads(value)
        except ValueError:
            return value
        if isinstance(found, list):
            return [str(item) for item in cast("list[object]", found)]
    if isinstance(value, list):
        return [str(item) for item in cast("list[object]", value)]
    return str(value)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(item) for item in cast("list[object]", value))
    if not isinstance(value, str | int | float):
        raise ValueError("neither words nor a number")
    return str(value)


def _number(value: Any) -> float:
    words = str(value).strip().lower()
    return float(words[:-1] if words.endswith("s") else words)


def _whole(value: Any) -> int:
    words = value.strip().lstrip("#v") if isinstance(value, str) else value
    number = float(words)
    if number != int(number):
        raise ValueError(value)
    return int(number)


def _truth(value: Any) -> bool:
    found = _TRUTH.get(str(value).strip().lower())
    if found is None:
        raise ValueError(value)
    return found


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "string": _text,
    "number": _number,
    "integer": _whole,
    "boolean": _truth,
}


def _wanted(schema: Mapping[str, Any]) -> str:
    choices = schema.get("enum")
    return " | ".join(map(str, choices)) if choices else str(schema.get("type", "?"))
