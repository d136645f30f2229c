"""The operations as one compact JSON schema: an agent pays for it with every request, so it says nothing twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from nemovideo_mcp.edit import values
from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.operations.base import Spot
from nemovideo_mcp.edit.operations.text import TextMove
from nemovideo_mcp.edit.parsing import operation_schema

__all__ = ["compact_schema", "list_schema"]

_SHARED: Mapping[str, Any] = {
    "Time": values.Time,
    "Length": values.Length,
    "Clip": values.ClipRef,
    "Clips": values.ClipRefs,
    "Spot": Spot,
    "Position": values.Position,
    "Place": values.Place,
    "Snap": values.Snap,
    "Refs": int | str | list[int | str],
    "Move": TextMove,
}
"""Values that many fields take, by the name under which the schema says once what they are."""

# Bounds are checked all the same, and said in words where they are overstepped; docs/edits.md has them.
_UNSAID = frozenset(
    {
        *("title", "default", "minLength", "maxLength", "minItems", "maxItems", "pattern", "multipleOf"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    }
)
_AND = ": "
# Fields that are a number and no more are named by their operations only.
_PLAIN = ({"type": "number"}, {"type": "integer"})
# Fields of which the second says the same as the first.
_ALIKE = {"border_color": "color", "effect_color": "color", "rotate_by": "rotate"}
# Operations whose names do not say what they do.
_TOLD = frozenset({"auto_edit", "freeze_frame", "reset_clip", "slip_clip"})

Schema = dict[str, Any]


@cache
def compact_schema() -> Schema:
    """The schema of one operation: what each field takes, and for each operation which fields it has and needs.

    A field that the operation does not have is refused by it, as `parse_operations` refuses it. A field of several
    operations is described once: values that one of them alone refuses are left to the parser. It also leaves out what
    costs more than it tells: titles, nulls, bounds, defaults, fields that are plain numbers, and what the names of
    operations say.
    """
    slim = {name: _slim(_inlined(TypeAdapter(kind).json_schema())) for name, kind in _SHARED.items()}
    names = {_key(schema): name for name, schema in slim.items()}
    said = frozenset(str(schema["description"]) for schema in slim.values() if "description" in schema)
    given = {name: _slim(_inlined(schema)) for name, schema in operation_schema().items()}
    uses: dict[str, list[Schema]] = {}
    for schema in given.values():
        for field, kind in _referring(schema["properties"], names, said).items():
            if field != "op":
                uses.setdefault(field, []).append(kind)
    wide = {name: _options(schema) for name, schema in slim.items()}
    merged = {field: _narrowed(_merged(kinds), wide) for field, kinds in uses.items()}
    for field, other in _ALIKE.items():
        if merged[field].get("description") == merged[other].get("description"):
            del merged[field]["description"]
    properties = {field: schema for field, schema in merged.items() if schema not in _PLAIN}
    defs = {name: {k: _referring(v, names, said) for k, v in schema.items()} for name, schema in slim.items()}
    used = set(_references([properties, defs]))
    return {
        "type": "object",
        "required": ["op"],
        "anyOf": [_operation(name, schema) for name, schema in given.items()],
        "properties": {"op": {}, **properties},
        "$defs": {name: schema for name, schema in defs.items() if name in used},
    }


def list_schema() -> Schema:
    """A list of operations as a JSON schema that leaves nothing out: bounds, defaults and nulls too."""
    schemas = [_inlined(schema) for schema in operation_schema().values()]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Edits",
        "type": "array",
        "items": {
            "anyOf": [{**schema, "required": ["op", *schema.get("required", ())]} for schema in schemas]
        },
    }


def _operation(name: str, schema: Mapping[str, Any]) -> Schema:
    """Which fields the operation has and needs."""
    # What comes behind the first clause is in the reference.
    first = re.split(r"[.;] ", " ".join((OPERATIONS[name].__doc__ or "").split()))[0]
    return {
        **({"description": first.rstrip(".")} if name in _TOLD else {}),
        "properties": {"op": {"const": name}},
        "propertyNames": {"enum": list(schema["properties"])},
        **({"required": schema["required"]} if schema.get("required") else {}),
    }


def _merged(uses: list[Schema]) -> Schema:
    """What a field takes in any of the operations that have it, with what most of them say of it."""
    kinds = [json.loads(key) for key in dict.fromkeys(_key(use) for use in uses)]
    said = Counter(use.get("description") for use in uses).most_common(1)[0][0]
    return {
        **(kinds[0] if len(kinds) == 1 else {"anyOf": _flat(kinds)}),
        **({"description": said} if said else {}),
    }


def _options(schema: Schema) -> list[Schema]:
    """The alternatives of a shared value."""
    return cast("list[Schema]", schema.get("anyOf", [schema]))


def _narrowed(field: Schema, wide: Mapping[str, list[Schema]]) -> Schema:
    """`field` without alternatives that another of its alternatives takes as well."""
    options = cast("list[Schema]", field.get("anyOf", []))

    def is_taken(option: Schema) -> bool:
        others = [other for other in options if other is not option]
        if option == {"type": "integer"} and {"type": "number"} in others:
            return True
        inside = [wide[str(other["$ref"]).rpartition("/")[2]] for other in others if "$ref" in other]
        plain = {"type": "string"} if isinstance(option.get("const"), str) else option
        return any(plain in kinds for kinds in inside)

    kept = [option for option in options if not is_taken(option)]
    if len(kept) == len(options):
        return field
    rest = {key: value for key, value in field.items() if key != "anyOf"}
    return {**(kept[0] if len(kept) == 1 else {"anyOf": kept}), **rest}


def _inlined(schema: Mapping[str, Any]) -> Any:
    """`schema` with its own definitions put where they are referred to."""
    local: Mapping[str, Any] = schema.get("$defs", {})

    def put(part: Any) -> Any:
        if isinstance(part, list):
            return [put(item) for item in cast("list[Any]", part)]
        if not isinstance(part, dict):
            return part
        given = cast("Schema", part)
        if reference := str(given.get("$ref", "")).rpartition("/")[2]:
            given = {
                **local[reference],
                **{k: v for k, v in given.items() if k in ("description", "default")},
            }
        return {key: put(value) for key, value in given.items() if key != "$defs"}

    return put(dict(schema))


def _slim(schema: Any) -> Any:
    """`schema` without what costs more than it tells."""
    if isinstance(schema, list):
        return [_slim(item) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    kept: Schema = {}
    for key, value in cast("Schema", schema).items():
        if key == "properties":
            kept[key] = {name: _slim(field) for name, field in cast("Schema", value).items()}
        elif key == "anyOf":
            options = [_slim(option) for option in cast("list[Any]", value) if option != {"type": "null"}]
            flat = options if len(options) == 1 else _flat(options)
            kept |= flat[0] if len(flat) == 1 else {"anyOf": flat}
        elif key == "description" and key in kept:
            kept[key] = f"{value}{_AND}{kept[key]}"
        elif key == "items":
            # What one of a list is, the field says.
            kept[key] = {k: v for k, v in _slim(value).items() if k != "description"}
        elif key not in _UNSAID:
            kept[key] = _slim(value)
    if "const" in kept or "enum" in kept:
        kept.pop("type", None)
    if kept.get("type") == "object":
        # What a value is, the fields that take it say; that it is strict too, the operation says.
        kept.pop("description", None)
        kept.pop("additionalProperties", None)
    return kept


def _flat(options: list[Schema]) -> list[Schema]:
    """Alternatives of alternatives as alternatives; what fields an object has, the description of the whole says."""
    parts = [part for option in options for part in cast("list[Schema]", option.get("anyOf", [option]))]
    flat: list[Schema] = []
    for part in parts:
        bare = _bare(part)
        if "const" in bare and flat and set(flat[-1]) == {"enum"}:
            # One word more beside those of a choice.
            flat[-1] = {"enum": [*flat[-1]["enum"], bare["const"]]}
        elif bare not in flat:
            flat.append(bare)
    return flat


def _bare(part: Schema) -> Schema:
    if part.get("type") in ("object", "string"):
        return {"type": part["type"]}
    if part.get("type") == "array" and part["items"].get("type") == "object":
        return {"items": {"type": "object"}, "type": "array"}
    return part


def _referring(schema: Any, names: Mapping[str, str], said: frozenset[str]) -> Any:
    """`schema` with a reference wherever a shared value stands; what the field itself says stays beside it."""
    if isinstance(schema, list):
        return [_referring(item, names, said) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    given = cast("Schema", schema)
    if (name := names.get(_key(given))) is not None:
        own = str(given.get("description", ""))
        own = next((own.removesuffix(words).removesuffix(_AND) for words in said if own.endswith(words)), own)
        return {"$ref": f"#/$defs/{name}", **({"description": own} if own else {})}
    return {key: _referring(value, names, said) for key, value in given.items()}


def _key(schema: Mapping[str, Any]) -> str:
    """What a value is, whatever a field says of it beside."""
    return json.dumps({k: v for k, v in schema.items() if k != "description"}, sort_keys=True)


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for item in cast("list[Any]", schema):
            yield from _references(item)
    elif isinstance(schema, dict):
        for key, value in cast("Schema", schema).items():
            if key == "$ref":
                yield str(value).rpartition("/")[2]
            else:
                yield from _references(value)
