"""The schemas of operations are valid, and take what the parser takes."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.reference import reference_page
from nemovideo_mcp.edit.schema import compact_schema, list_schema
from nemovideo_mcp.errors import EditRefused

GOOD: list[dict[str, Any]] = [
    {"op": "set_clip_length", "clips": "c2", "length": 2},
    {"op": "set_clip_length", "clips": [1, "bikes", {"at_s": 2}], "length": {"beats": 4}, "snap": "none"},
    {"op": "add_clips", "media": ["m1"], "at": {"after": "c1"}, "as": "intro"},
    {"op": "split_clip", "at": {"section": "chorus"}},
    {"op": "add_text", "text": "Hi", "start": "end-3", "position": {"x": 0.5, "y": 0.5}},
    {"op": "set_music", "start": {"bar": 9, "beat": 1}},
    {"op": "set_music_mix", "volume": 0.2, "range": {"start": 4, "end": {"cut": 2}}},
    {"op": "auto_edit", "ranges": [{"media": "m1", "in_s": 1, "out_s": 2}]},
    {"op": "remove_music"},
]
BAD: list[dict[str, Any]] = [
    {"op": "set_clip_lenght", "clips": "c2", "length": 2},
    {"op": "set_clip_length", "clip": "c2", "length": 2},
    {"op": "remove_music", "now": True},
    {"op": "add_text"},
    {"clips": "c2"},
]


def fits(operation: dict[str, Any], schema: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(operation)


@pytest.mark.parametrize("operation", GOOD)
def test_what_the_parser_takes_both_schemas_take(operation: dict[str, Any]) -> None:
    assert parse_operations([operation])
    assert fits(operation, compact_schema())
    assert jsonschema.Draft202012Validator(list_schema()).is_valid([operation])


@pytest.mark.parametrize("operation", BAD)
def test_what_the_parser_refuses_both_schemas_refuse(operation: dict[str, Any]) -> None:
    with pytest.raises(EditRefused):
        parse_operations([operation])
    assert not fits(operation, compact_schema())
    assert not jsonschema.Draft202012Validator(list_schema()).is_valid([operation])


def test_the_reference_names_each_operation_with_all_its_fields() -> None:
    page = reference_page()
    for name, kind in OPERATIONS.items():
        section = page.split(f"### `{name}`\n")[1].split("\n#")[0]
        for key, field in kind.model_fields.items():
            assert key == "op" or f"| `{field.alias or key}` |" in section, f"{name}.{key}"
