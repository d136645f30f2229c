"""Whatever a server answers is operations that were checked, or a reason in words: nothing else comes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.studio.chat_completions import ModelTrouble
from nemovideo_mcp.studio.model_answer import operations_of
from nemovideo_mcp.studio.model_request import LEFT_OUT, Asked, forms_of, question_of
from support.films import film, media_of
from support.language_model import completion

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["all", "c1", "m1", "end-3", "9" * 400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = sorted({name for kind in OPERATIONS.values() for name in kind.model_fields})
_OPERATIONS = st.fixed_dictionaries(
    {"op": st.sampled_from([*OPERATIONS, "export", 7])},
).flatmap(
    lambda base: st.dictionaries(st.sampled_from(_FIELDS), _VALUES, max_size=4).map(
        lambda more: {**more, **base}
    )
)
_ANSWERS = _VALUES | st.fixed_dictionaries(
    {}, optional={"operations": _VALUES | st.lists(_OPERATIONS, max_size=4), "cannot": _VALUES, "x": _VALUES}
)


def _outcome(body: bytes) -> str:
    """What comes of an answer: how many operations, or why there are none."""
    try:
        operations = operations_of(body)
    except ModelTrouble as trouble:
        return trouble.reason if all(trouble.words) else ""
    except EditRefused as error:
        return "refused" if error.what("en") and error.what("zh") else ""
    return "left out" if any(one.name in LEFT_OUT for one in operations) else str(len(operations))


@settings(max_examples=60)
@given(_ANSWERS)
def test_no_content_of_an_answer_is_more_than_operations_or_a_reason(answer: object) -> None:
    assert _outcome(completion(answer).encode()) not in ("", "left out")
    assert _outcome(json.dumps(answer).encode()) not in ("", "left out")


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: completion(text).encode()))
def test_no_bytes_of_an_answer_are_more_than_operations_or_a_reason(body: bytes) -> None:
    assert _outcome(body) not in ("", "left out")


def test_a_field_that_is_null_is_one_that_is_not_given() -> None:
    operation = {"op": "set_speed", "clips": ["c1"], "factor": 0.5, "ramp": None, "snap": None}
    lines = {"op": "add_captions", "lines": [{"text": "a", "start": 0, "end": 1}], "media": None}

    found = operations_of(completion({"operations": [operation, lines], "cannot": None}).encode())

    assert to_json(found[0]) == {"op": "set_speed", "clips": ["c1"], "factor": 0.5}
    assert found[1].name == "add_captions"


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"message": {"content": None, "refusal": "I will not"}}, "0"),
        ({"message": {"content": '{"operations": null}'}}, "0"),
        ({"message": {"content": "```\n{}\n```"}}, "shape"),
        ({"message": {"content": "```json\n{}"}}, "no_json"),
        ({"message": ["content"]}, "no_completion"),
        ("message", "no_completion"),
    ],
)
def test_odd_forms_of_a_completion_are_told_apart(choice: object, reason: str) -> None:
    assert _outcome(json.dumps({"choices": [choice]}).encode()) == reason


# --- the question ------------------------------------------------------------------------------------------------


def _asked(**more: Any) -> Asked:
    return Asked(
        message="give it oomph", words=("oomph",), timeline=film("cut"), media=media_of("cut"), **more
    )


def test_a_film_of_very_many_things_is_shortened_and_says_so() -> None:
    whole = film("cut")
    many = whole.video_clips * 900
    long = json.loads(question_of(_asked(refused=()))).get("timeline")
    asked = Asked(
        message="x",
        words=("x",),
        timeline=_with_clips(many),
        media=media_of("cut"),
    )

    question = question_of(asked)
    view = json.loads(question)["timeline"]

    assert len(question.encode()) < 60_000
    assert view["clips_left_out"] + len(view["clips"]) == len(many)
    assert "clips_left_out" not in long


def _with_clips(clips: tuple[Any, ...]) -> Any:
    whole = film("cut")
    (track,) = [track for track in whole.tracks if whole.video_clips[0] in track.clips]
    tracks = tuple(replace(track, clips=clips) if one is track else one for one in whole.tracks)
    return replace(whole, tracks=tracks)


def test_every_form_of_a_question_is_small_enough_for_a_small_model_and_names_every_operation() -> None:
    question = question_of(_asked())
    for form in forms_of(question, model="m"):
        text = json.dumps(form, ensure_ascii=False)
        instructions = form["messages"][0]["content"]
        assert len(text.encode()) < 80_000
        assert len(instructions) < 18_000
        assert all(f'"{name}"' in instructions for name in OPERATIONS if name not in LEFT_OUT)


def test_the_schema_of_an_answer_takes_what_the_parser_takes() -> None:
    schema = forms_of(question_of(_asked()), model="m")[0]["response_format"]["json_schema"]["schema"]

    assert schema["required"] == ["operations", "cannot"]
    assert isinstance(schema["$defs"], Mapping)
    options = schema["properties"]["operations"]["items"]["anyOf"]
    named = [schema["$defs"][one["$ref"].rpartition("/")[2]]["properties"]["op"]["enum"] for one in options]
    assert sorted(name for (name,) in named) == sorted(set(OPERATIONS) - LEFT_OUT)
