"""The strict schema keeps to the part of JSON Schema that servers of language models take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.strict_schema import strict_schema

# The limits that OpenAI gives for a strict schema.
MOST_PROPERTIES, MOST_ENUM_VALUES, MOST_NAMES = 5000, 1000, 120_000
TAKEN = {"$ref", "$defs", "additionalProperties", "anyOf", "enum", "items", "properties", "required", "type"}


def schemas(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema, and all that are in it."""
    yield schema
    named = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    for inner in (*named, *schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])):
        yield from schemas(inner)


def test_every_object_is_closed_and_requires_all_that_it_has() -> None:
    objects = [one for one in schemas(strict_schema()) if one.get("type") == "object"]

    assert len(objects) > len(OPERATIONS)
    assert all(one["additionalProperties"] is False for one in objects)
    assert all(one["required"] == list(one["properties"]) for one in objects)


def test_it_uses_nothing_that_servers_do_not_take() -> None:
    assert {key for one in schemas(strict_schema()) for key in one} <= TAKEN


def test_every_reference_leads_somewhere() -> None:
    schema = strict_schema()

    assert {one["$ref"].removeprefix("#/$defs/") for one in schemas(schema) if "$ref" in one} <= set(
        schema["$defs"]
    )


def test_it_is_within_the_limits_of_a_strict_schema() -> None:
    found = list(schemas(strict_schema()))
    names = [str(name) for one in found for name in (*one.get("properties", ()), *one.get("enum", ()))]

    assert sum(len(one.get("properties", ())) for one in found) < MOST_PROPERTIES
    assert sum(len(one.get("enum", ())) for one in found) < MOST_ENUM_VALUES
    assert sum(map(len, names)) < MOST_NAMES


def test_fields_that_need_not_be_given_may_be_null_and_others_may_not() -> None:
    fields = strict_schema()["$defs"]["SetSpeed"]["properties"]

    assert {"type": "null"} in fields["factor"]["anyOf"]
    assert {"type": "null"} not in fields["clips"]["anyOf"]
    assert fields["op"] == {"type": "string", "enum": ["set_speed"]}


def test_operations_can_be_left_out() -> None:
    whole, less = strict_schema(), strict_schema(("open_edit",))

    assert len(less["anyOf"]) == len(whole["anyOf"]) - 1
    assert "OpenEdit" not in less["$defs"]
