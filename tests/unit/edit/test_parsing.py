"""JSON that is no operation is answered in a sentence that names the place and the nearest that there is."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.parsing import MOST_OPERATIONS, operations_in, parse_operations
from nemovideo_mcp.errors import EditRefused


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"op": "set_clip_lenght", "clips": 1, "length": 2}, "did you mean “set_clip_length”"),
        ({"op": "set_clip_length", "clip": 1, "length": 2}, "did you mean “clips”"),
        ({"op": "set_clip_length", "clips": 1}, "“length” is missing"),
        ({"op": "set_clip_length", "clips": 1, "length": float("nan")}, "must be a finite number"),
        ({"op": "set_clip_length", "clips": 1, "length": float("inf")}, "must be a finite number"),
        ({"op": "set_framing", "clips": 1, "rotate": 45}, "“rotate” does not fit"),
        ({"op": "add_text", "text": "x", "color": "reddish"}, "“color” does not fit"),
        ({"op": "add_text", "text": "x" * 1_000_000}, "“text” is too long"),
        ({"op": "set_framing", "clips": 1, "fit": "containn"}, "did you mean “contain”"),
        ({"op": "split_clip", "at": {"bars": 3}}, "{bar, beat}"),
        (
            {"op": "set_clip_length", "clips": 1, "length": "2s"},
            'does not fit ("2s"); it takes number above 0',
        ),
        ({"op": "add_text", "text": "x", "start": "soon"}, "seconds, 'end-3'"),
        ({"op": 7}, "there is no operation “7”"),
        ({}, "`op`, the operation's name, is missing"),
        ({"op": "reverse_clip", "clips": True}, "“clips” does not fit (true)"),
        ({"op": "reverse_clip", "clips": [2, False]}, "“clips” does not fit"),
        ("undo", "an operation is a JSON object"),
        (None, "an operation is a JSON object"),
    ],
)
def test_what_does_not_fit_is_said(given: Any, words: str) -> None:
    with pytest.raises(EditRefused) as refused:
        parse_operations([{"op": "remove_music"}, given])
    said = refused.value.what("en")
    assert words in said
    assert said.startswith("operation 2")
    assert len(said) < 700
    assert "pydantic" not in said
    assert "Input should" not in said
    assert refused.value.place == 2


def test_too_many_operations_and_none_are_refused() -> None:
    with pytest.raises(EditRefused, match="at most"):
        parse_operations([{"op": "remove_music"}] * 10_000)
    with pytest.raises(EditRefused, match="empty"):
        parse_operations([])
    assert len(parse_operations([{"op": "remove_music"}] * MOST_OPERATIONS)) == MOST_OPERATIONS


def test_one_value_stands_for_a_list_of_one() -> None:
    one, several = parse_operations(
        [{"op": "reverse_clip", "clips": "c1"}, {"op": "reverse_clip", "clips": ["c1"]}]
    )
    assert one == several


LIST = [{"op": "remove_music"}, {"op": "reverse_clip", "clips": 1}]


@pytest.mark.parametrize(
    "given",
    [
        LIST,
        tuple(LIST),
        {"operations": LIST},
        '[{"op": "remove_music"}, {"op": "reverse_clip", "clips": 1}]',
        '{"operations": [{"op": "remove_music"}, {"op": "reverse_clip", "clips": 1}]}',
        ['{"op": "remove_music"}', {"op": "reverse_clip", "clips": 1}],
    ],
)
def test_operations_are_found_however_they_are_wrapped(given: Any) -> None:
    assert operations_in(given) == LIST


@pytest.mark.parametrize("given", [{"op": "remove_music"}, '{"op": "remove_music"}'])
def test_one_operation_is_a_list_of_one(given: Any) -> None:
    assert operations_in(given) == LIST[:1]


@pytest.mark.parametrize(
    ("given", "place"), [("[{", None), ("make it shorter", None), (["{"], 1), ("[" * 100_000, None)]
)
def test_what_is_no_json_is_said(given: Any, place: int | None) -> None:
    with pytest.raises(EditRefused, match="no JSON") as refused:
        operations_in(given)
    assert refused.value.place == place
    assert len(refused.value.what("en")) < 300
