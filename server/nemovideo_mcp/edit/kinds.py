"""What a field of an operation takes, in a few words: for the reference, and for who has given something else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast

from nemovideo_mcp.edit.wording import Words

__all__ = ["choices_of", "described", "kind_of", "nearest_in"]

# Bounds that only keep numbers sane are not worth the reader's time.
_ENDLESS = 1000
_NUMBERS = {"integer": Words("whole number", "整数"), "number": Words("number", "数字")}


def kind_of(field: Mapping[str, Any], defs: Mapping[str, Any]) -> Words:
    """The values that a field takes.

    Args:
        field: its JSON schema.
        defs: the definitions that the schema refers to.
    """
    if "$ref" in field:
        return kind_of(_target(field, defs), defs)
    if "anyOf" in field:
        options = [kind_of(option, defs) for option in field["anyOf"] if option.get("type") != "null"]
        said = list(dict.fromkeys(options))
        return Words(", ".join(w.en for w in said), "、".join(w.zh for w in said))
    if values := _values(field):
        listed = ", ".join(json.dumps(value) for value in values)
        return Words(listed, listed)
    match field.get("type"):
        case "array":
            items = kind_of(field.get("items", {}), defs)
            return Words(f"a list of: {items.en}", f"列表：{items.zh}")
        case "object":
            shape = "{" + ", ".join(field.get("properties", {})) + "}"
            return Words(shape, shape)
        case "number" | "integer":
            return _number(field)
        case "boolean":
            return Words("true or false", "true 或 false")
        case _:
            return Words("text", "文字")


def choices_of(field: Mapping[str, Any], defs: Mapping[str, Any]) -> tuple[str, ...]:
    """The words that a field takes, and the names of the fields of objects that it takes."""
    if "$ref" in field:
        return choices_of(_target(field, defs), defs)
    found = [name for option in field.get("anyOf", ()) for name in choices_of(option, defs)]
    found += [value for value in _values(field) if isinstance(value, str)]
    return (*found, *field.get("properties", {}))


def described(field: Mapping[str, Any]) -> str:
    """What the field says of itself, or else what its value says; empty where neither says anything."""
    inner = (described(option) for option in field.get("anyOf", ()))
    return str(field.get("description") or next((said for said in inner if said), ""))


def nearest_in(wanted: str, known: Sequence[str] | Mapping[str, object]) -> Words:
    """What of `known` may have been meant, as the end of a sentence; nothing where none is near."""
    found = get_close_matches(wanted, list(known), n=1, cutoff=0.55)
    return Words(f"; did you mean “{found[0]}”?", f"；是否指“{found[0]}”？") if found else Words("", "")


def _target(field: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    return defs[str(field["$ref"]).rpartition("/")[2]]


def _values(field: Mapping[str, Any]) -> list[Any]:
    return (
        cast("list[Any]", field["enum"]) if "enum" in field else [field["const"]] if "const" in field else []
    )


def _number(field: Mapping[str, Any]) -> Words:
    kind = _NUMBERS[str(field["type"])]
    high = field.get("maximum", _ENDLESS)
    if "minimum" in field and high < _ENDLESS:
        bounds = Words(f" from {field['minimum']:g} to {high:g}", f"（{field['minimum']:g} 到 {high:g}）")
    elif high < _ENDLESS:
        low = field.get("exclusiveMinimum", 0)
        bounds = Words(f" above {low:g}, at most {high:g}", f"（大于 {low:g}，最多 {high:g}）")
    elif "exclusiveMinimum" in field:
        bounds = Words(" above 0", "（大于 0）")
    else:
        bounds = Words(" from 0 on", "（从 0 开始）") if field.get("minimum") == 0 else Words("", "")
    return Words(kind.en + bounds.en, kind.zh + bounds.zh)
