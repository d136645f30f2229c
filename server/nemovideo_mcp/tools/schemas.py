"""What the tools' schemas say, in as few tokens as they can: an agent pays for them with every request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

__all__ = ["slim"]


def slim(schema: Mapping[str, Any]) -> dict[str, Any]:
    """`schema` without titles, nulls and empty defaults: a property that need not be given need not say so twice."""
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "title" or (key == "default" and value in (None, "", False)):
            continue
        if key == "properties":
            properties = cast("Mapping[str, Mapping[str, Any]]", value)
            kept[key] = {name: _property(found) for name, found in properties.items()}
        else:
            kept[key] = value
    return kept


def _property(schema: Mapping[str, Any]) -> dict[str, Any]:
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        return slim({**options[0], **{key: value for key, value in schema.items() if key != "anyOf"}})
    return slim({**schema, "anyOf": options} if options else schema)
