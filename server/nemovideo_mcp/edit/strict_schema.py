"""The operations as a strict JSON schema: the form in which servers of language models take a schema for an answer.

Of JSON Schema such servers take a part only [OpenAI, Structured Outputs, "Supported schemas"]: every object is closed
and requires all its properties, so a field that need not be given may be null; there are no bounds, no defaults and no
alternatives at the top. What is left out here, `parse_operations` checks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Union, cast

from pydantic import TypeAdapter

from nemovideo_mcp.edit.operations import OPERATIONS

__all__ = ["strict_schema", "without_nulls"]

Schema = dict[str, Any]

_NULL: Schema = {"type": "null"}
_KEPT = ("$ref", "anyOf", "enum", "items", "type")


def strict_schema(left_out: Collection[str] = ()) -> Schema:
    """The schema of one operation, with its definitions in `$defs`.

    Args:
        left_out: the names of operations that are not to be answered with.
    """
    kinds = [kind for name, kind in OPERATIONS.items() if name not in left_out]
    # Pydantic makes one definition of what several operations have in common.
    union: Any = Union[tuple(kinds)]  # noqa: UP007 - of a list
    whole: Schema = TypeAdapter(union).json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions = cast("Mapping[str, Any]", whole["$defs"])
    return {
        "anyOf": [_strict(option) for option in whole["anyOf"]],
        "$defs": {name: _strict(schema) for name, schema in definitions.items()},
    }


def without_nulls(operation: Mapping[str, Any]) -> dict[str, Any]:
    """An operation as such a schema has it, as the operations themselves have it: null is a field that is not given."""
    return cast("dict[str, Any]", _without_nulls(operation))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {key: _without_nulls(inner) for key, inner in fields.items() if inner is not None}
    return [_without_nulls(inner) for inner in cast("list[Any]", value)] if isinstance(value, list) else value


def _strict(schema: Mapping[str, Any]) -> Schema:
    if "const" in schema:
        return {"type": "string", "enum": [schema["const"]]}
    if schema.get("type") == "object":
        required = cast("list[str]", schema.get("required", []))
        fields = cast("Mapping[str, Schema]", schema["properties"])
        properties = {
            name: _strict(field) if name in required or name == "op" else _or_null(_strict(field))
            for name, field in fields.items()
        }
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    strict = {key: schema[key] for key in _KEPT if key in schema}
    if "anyOf" in strict:
        options = [_strict(option) for option in cast("list[Schema]", strict["anyOf"])]
        flat = [part for option in options for part in cast("list[Schema]", option.get("anyOf", [option]))]
        strict["anyOf"] = [option for n, option in enumerate(flat) if option not in flat[:n]]
    if "items" in strict:
        strict["items"] = _strict(cast("Schema", strict["items"]))
    return strict


def _or_null(schema: Schema) -> Schema:
    options = cast("list[Schema]", schema.get("anyOf", [schema]))
    return schema if _NULL in options else {"anyOf": [*options, _NULL]}
