"""What the tools' schemas say, in as few tokens as they can: an agent pays for them with every request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

__all__ = ["slim"]


def slim(schema: Mapping[str, Any], *, described: bool = True) -> dict[str, Any]:
    """`schema` without titles, nulls and empty defaults: a property that need not be given need not say so twice.

    Without `described`, the properties say nothing of themselves beside their names and what they choose from.
    """
    unsaid = {"title", "additionalProperties"} if schema.get("additionalProperties") is True else {"title"}
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key in unsaid or (key == "default" and value in (None, "", False)):
            continue
        if key == "properties":
            properties = cast("Mapping[str, Mapping[str, Any]]", value)
            kept[key] = {name: _property(found, described=described) for name, found in properties.items()}
        elif described or key not in ("description", "items"):
            kept[key] = value
    return kept


def _property(schema: Mapping[str, Any], *, described: bool) -> dict[str, Any]:
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if not described:
        chosen = next((part["enum"] for part in (schema, *options) if "enum" in part), None)
        return {"enum": chosen} if chosen else {}
    if len(options) == 1:
        one = {**options[0], **{key: value for key, value in schema.items() if key != "anyOf"}}
        return slim(one, described=described)
    return slim({**schema, "anyOf": options} if options else schema, described=described)
