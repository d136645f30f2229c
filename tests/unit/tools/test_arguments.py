"""What agents pass instead of what they should."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.tools.arguments import tidied

SCHEMA: dict[str, Any] = {
    "properties": {
        "files": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "message": {"type": "string"},
        "cut": {"type": "integer"},
        "at_s": {"type": "number"},
        "history": {"type": "boolean"},
        "picture": {"type": "string", "enum": ["none", "board", "frames"]},
        "project": {"type": "string"},
    },
    "required": ["message"],
}

ANYTHING = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -3,
        2.5,
        float("nan"),
        float("inf"),
        "",
        " ",
        "3",
        "[",
        "[1]",
        "none",
        [],
        ["a", 1],
        {},
    ]
) | st.text(max_size=6)


@pytest.mark.parametrize(
    ("given_arguments", "expected"),
    [
        ({"message": "cut it"}, {"message": "cut it"}),
        ({"prompt": "cut it"}, {"message": "cut it"}),
        ({"mesage": "cut it"}, {"message": "cut it"}),
        ({"message": ["cut it", "then export"]}, {"message": "cut it\nthen export"}),
        ({"message": 30}, {"message": "30"}),
        ({"message": "x", "path": "a.mp4"}, {"message": "x", "files": "a.mp4"}),
        ({"message": "x", "files": '["a.mp4", "b.mp4"]'}, {"message": "x", "files": ["a.mp4", "b.mp4"]}),
        ({"message": "x", "files": "[mix] a.mp4"}, {"message": "x", "files": "[mix] a.mp4"}),
        ({"message": "x", "cut": "3"}, {"message": "x", "cut": 3}),
        ({"message": "x", "cut": "#3"}, {"message": "x", "cut": 3}),
        ({"message": "x", "cut": 3.0}, {"message": "x", "cut": 3}),
        ({"message": "x", "at_s": "12.5s"}, {"message": "x", "at_s": 12.5}),
        ({"message": "x", "history": "yes"}, {"message": "x", "history": True}),
        ({"message": "x", "picture": "Board"}, {"message": "x", "picture": "board"}),
        ({"message": "x", "picture": True}, {"message": "x", "picture": "board"}),
        ({"message": "x", "picture": False}, {"message": "x", "picture": "none"}),
        ({"message": "x", "project": None}, {"message": "x"}),
        ({"message": "x", "session_id": "s1"}, {"message": "x", "project": "s1"}),
    ],
)
def test_what_is_meant_is_taken(given_arguments: dict[str, Any], expected: dict[str, Any]) -> None:
    found = tidied(given_arguments, SCHEMA)
    assert found.arguments == expected
    assert (found.unknown, found.missing, found.unfit) == ((), (), ())


OPERATIONS: dict[str, Any] = {
    "properties": {
        "operations": {
            "type": "array",
            "items": {"anyOf": [{"properties": {"op": {"const": "remove_music"}}}]},
        },
        "expect_version": {"type": "integer"},
        "dry_run": {"type": "boolean"},
    },
    "required": ["operations"],
}


@pytest.mark.parametrize("name", ["operations", "edits", "ops", "operation"])
@pytest.mark.parametrize(
    "given_operations", [[{"op": "x", "length": 2}], {"op": "x"}, '[{"op": "x"}]', "all", 7]
)
def test_operations_reach_their_tool_as_they_are(name: str, given_operations: Any) -> None:
    found = tidied({name: given_operations, "version": "3", "preview": "yes"}, OPERATIONS)
    assert found.arguments == {"operations": given_operations, "expect_version": 3, "dry_run": True}


def test_what_is_not_known_is_named_and_left_out() -> None:
    found = tidied({"message": "x", "colour": "red", "prompt": "y"}, SCHEMA)
    assert found.arguments == {"message": "x"}
    assert found.unknown == ("colour", "prompt")


@pytest.mark.parametrize("missing", [{}, {"message": None}, {"colour": "red"}])
def test_what_is_missing_is_named(missing: dict[str, Any]) -> None:
    assert tidied(missing, SCHEMA).missing == ("message",)


@pytest.mark.parametrize(
    "unfit",
    [
        {"cut": "third"},
        {"cut": 2.5},
        {"cut": "inf"},
        {"picture": "film"},
        {"history": "maybe"},
        {"project": {}},
    ],
)
def test_what_does_not_fit_is_named_with_what_would(unfit: dict[str, Any]) -> None:
    found = tidied({"message": "x", **unfit}, SCHEMA)
    assert [problem.partition(":")[0] for problem in found.unfit] == list(unfit)


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "path", "text", "x"]), ANYTHING, max_size=6))
def test_whatever_is_passed_the_outcome_fits_the_schema_or_is_refused(arguments: dict[str, Any]) -> None:
    found = tidied(arguments, SCHEMA)
    kinds = {"message": str, "cut": int, "at_s": float, "history": bool, "picture": str, "project": str}
    for name, value in found.arguments.items():
        assert isinstance(value, kinds.get(name, str | list))
