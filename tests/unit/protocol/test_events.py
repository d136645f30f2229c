"""The event stream, cut anywhere."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp import errors
from nemovideo_mcp.protocol.event_decoder import EventDecoder
from nemovideo_mcp.protocol.events import (
    HEARTBEAT,
    Failure,
    Heartbeat,
    Text,
    ToolProgress,
    Unknown,
    encode_event,
    error_event,
    parse_event,
    text_event,
    tool_call_event,
    tool_response_event,
)
from nemovideo_mcp.protocol.text_assembler import TextAssembler

STREAM = b"".join(
    [
        b"\xef\xbb\xbf",
        encode_event(text_event("Cut to the beat 🎵 卡点", partial=True)),
        HEARTBEAT,
        b'data: {"type":"heartbeat"}\r\n\r\n',
        b"data:\r\r",
        b'event: heartbeat\ndata: {}\n\nid: 7\nretry: 10\ndata: {"a":\ndata: 1}\n\n',
        b"data: {broken\n\n",
        encode_event(tool_response_event("cut", {"stage": "剪辑", "percent": 40}, "c1")),
        encode_event(text_event("line\u2028end\x85")),
        b'data: {"last":true}',
    ]
)


def decode(chunks: list[bytes]) -> list[Any]:
    decoder = EventDecoder()
    return [event for chunk in chunks for event in decoder.feed(chunk)] + decoder.close()


def test_the_stream_is_read_as_it_was_written() -> None:
    found = decode([STREAM])
    assert [type(e).__name__ for e in found] == [
        "dict", "Heartbeat", "dict", "Heartbeat", "Heartbeat", "dict", "Unknown", "dict", "dict", "dict",
    ]  # fmt: skip
    assert found[0]["content"]["parts"] == [{"text": "Cut to the beat 🎵 卡点"}]
    assert found[5] == {"a": 1}
    assert found[8]["content"]["parts"][0]["text"] == "line\u2028end\x85"


@given(st.lists(st.integers(0, len(STREAM)), max_size=40))
def test_any_chunking_gives_the_same_events(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    assert decode([STREAM[a:b] for a, b in pairwise(edges)]) == decode([STREAM])


def test_single_bytes_give_the_same_events() -> None:
    assert decode([STREAM[n : n + 1] for n in range(len(STREAM))]) == decode([STREAM])


@given(st.text(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_text_survives_whatever_the_line_ends_are(text: str, end: str) -> None:
    wire = encode_event(text_event(text)).replace(b"\n", end.encode())
    [event] = decode([wire])
    assert event == text_event(text)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(noise: bytes) -> None:
    for event in decode([noise, b"\n\n", noise]):
        if isinstance(event, dict):
            parse_event(event)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "content", "parts", "text", "functionCall", "functionResponse", "error", "x"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.text(max_size=3) | st.sampled_from(["type", "content", "error", "errorCode"]), json_values
    )
)
def test_no_event_makes_the_parser_raise(event: dict[str, Any]) -> None:
    assert parse_event(event)


def test_an_event_that_is_too_large_is_passed_over_and_the_next_one_read() -> None:
    decoder = EventDecoder(max_event_bytes=100)
    found = decoder.feed(b"data: " + b"x" * 1000)
    found += decoder.feed(b"y" * 1000 + b'\n\ndata: {"a":1}\n\n')
    assert found == [Unknown(reason="an event that is too large"), {"a": 1}]


def test_objects_on_lines_without_blank_lines_are_read_each() -> None:
    assert decode([b'data: {"a":1}\ndata: {"b":2}\n\n']) == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    ("event", "meaning"),
    [
        (text_event("hi"), Text(text="hi")),
        (text_event("hi", partial=True), Text(text="hi", partial=True)),
        ({"type": "text", "content": "hi"}, Text(text="hi", plain=True)),
        (tool_call_event("cut", {}, "1"), ToolProgress(name="cut", call_id="1", started=True)),
        (
            tool_response_event("cut", {"stage": "Cutting", "percent": 40, "done": 2, "total": 5}, "1"),
            ToolProgress(name="cut", call_id="1", stage="Cutting", percent=40, done=2, total=5),
        ),
        ({"type": "tool_call", "name": "cut", "args": {}}, ToolProgress(name="cut", started=True)),
        (
            {"type": "tool_result", "name": "cut", "result": {"percent": 3}},
            ToolProgress(name="cut", percent=3),
        ),
        ({"type": "heartbeat"}, Heartbeat()),
        ({"content": {"parts": [{"text": "hmm", "thought": True}]}}, Unknown(reason="thought")),
        ({"type": "surprise"}, Unknown(reason="surprise")),
        ({}, Unknown(reason="no parts")),
        ({"content": "hi"}, Unknown(reason="no parts")),
        (
            {"content": {"parts": [{"function_call": {"name": "cut", "id": "1"}}]}},
            ToolProgress(name="cut", call_id="1", started=True),
        ),
    ],
)
def test_each_form_of_an_event_has_its_meaning(event: dict[str, Any], meaning: object) -> None:
    assert parse_event(event) == (meaning,)


def test_a_failure_comes_through_as_the_same_error() -> None:
    [meaning] = parse_event(error_event(errors.MediaUnreadable(name="a.mp4", reason="it is cut off")))
    assert isinstance(meaning, Failure)
    assert isinstance(meaning.error, errors.MediaUnreadable)
    assert "a.mp4" in meaning.error.what()


def test_the_last_word_of_a_failed_agent_server_is_a_failure() -> None:
    [meaning] = parse_event({"error": "the agent fell", "error_details": {"type": "ValueError"}})
    assert isinstance(meaning, Failure)
    assert "the agent fell" in meaning.error.what()


def test_an_error_code_beside_words_gives_both() -> None:
    event = {**text_event("Almost"), "errorCode": "2001", "errorMessage": "no credits"}
    words, failure = parse_event(event)
    assert words == Text(text="Almost")
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, errors.NoCredits)


CALL = tool_call_event("x", {}, "1")


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([text_event("Do", partial=True), text_event("ne.", partial=True), text_event("Done.")], "Done."),
        ([text_event("Do", partial=True), text_event("ne.", partial=True)], "Done."),
        (
            [text_event("Looking", partial=True), CALL, text_event("Looking"), text_event("Done.")],
            "Looking\nDone.",
        ),
        ([text_event("A", partial=True), CALL, text_event("B", partial=True), text_event("B")], "A\nB"),
        ([text_event("A", partial=True), CALL, text_event("B", partial=True), text_event("AB")], "AB"),
        ([text_event("One."), CALL, text_event("Two.")], "One.\nTwo."),
        ([text_event("Hel", partial=True), text_event("lo")], "Hello"),
        (
            [{"type": "text", "content": "I've "}, {"type": "text", "content": "added music."}],
            "I've added music.",
        ),
        ([{"type": "text", "content": "One."}, {"type": "text", "content": "Two."}], "One.\nTwo."),
        ([text_event("Done."), text_event("I encountered a temporary issue, sorry.")], "Done."),
        (
            [text_event("I encountered a temporary issue.")],
            "I encountered a temporary issue.",
        ),
        ([text_event("  \n")], ""),
        ([], ""),
        ([text_event("half \ud83c pair")], "half ? pair"),
    ],
)
def test_the_words_of_a_turn_are_counted_once(events: list[dict[str, Any]], text: str) -> None:
    assembler = TextAssembler()
    for event in events:
        for meaning in parse_event(event):
            assembler.feed(meaning)
    assert assembler.text == text
