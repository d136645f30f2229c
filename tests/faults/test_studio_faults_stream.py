"""What the sandbox does to event streams, in literal bytes."""

from __future__ import annotations

import asyncio
import itertools
import json

import pytest

from nemovideo_mcp.studio.sandbox.table import FAULTS
from support.sandbox import BEAT, CALL, DRAFT, PIECE, RESULT, STREAM, WHOLE, sandbox

pytestmark = pytest.mark.anyio


async def test_without_a_fault_every_byte_passes() -> None:
    async with sandbox() as studio:
        reply = await studio.run()

    assert reply.chunks == STREAM
    assert reply.whole
    assert "x-studio-fault" not in reply.headers


THOUGHT = b'data: {"content":{"parts":[{"text":"The user must not read this thought.","thought":true}],"role":"model"},"author":"nemo_agent"}\n\n'  # noqa: E501
GUI_CLICK = WHOLE.replace(b"done.", b"done. Click the [Generate] button to continue.")
ISSUE = b'data: {"content":{"parts":[{"text":"I encountered a temporary issue. Please try again."}],"role":"model"},"author":"nemo_agent","actions":{"stateDelta":{}}}\n\n'  # noqa: E501


@pytest.mark.parametrize(
    ("fault", "chunks"),
    [
        ("silent-edit", (CALL, BEAT, RESULT)),
        ("silent-edit:tools=no", (BEAT,)),
        ("gui-speak=click", (CALL, BEAT, RESULT, GUI_CLICK)),
        (
            "plain-events",
            (
                b'data: {"type":"tool_call","name":"edit","args":{"files":1}}\n\n',
                b'data: {"type":"heartbeat"}\n\n',
                b'data: {"type":"tool_result","name":"edit","result":{"percent":100}}\n\n',
                b'data: {"type":"text","content":"Cut \xe2\x9c\x93 "}\n\n',
            ),
        ),
        (
            "plain-events:pieces=no",
            (
                b'data: {"type":"tool_call","name":"edit","args":{"files":1}}\n\n',
                b'data: {"type":"heartbeat"}\n\n',
                b'data: {"type":"tool_result","name":"edit","result":{"percent":100}}\n\n',
                b'data: {"type":"text","content":"Cut \xe2\x9c\x93 done."}\n\n',
            ),
        ),
        ("thoughts", (THOUGHT, CALL, BEAT, THOUGHT, RESULT, THOUGHT, PIECE, THOUGHT, WHOLE)),
        ("temporary-issue", (*STREAM, ISSUE)),
        ("temporary-issue=alone", (CALL, BEAT, RESULT, ISSUE)),
        (
            "stream-error=2001",
            (CALL, BEAT, RESULT, b'data: {"error":"the agent failed","error_details":{"code":"2001"}}\n\n'),
        ),
        (
            "stream-error:form=code",
            (
                *(CALL, BEAT, RESULT),
                b'data: {"author":"nemo_agent","errorCode":"500","errorMessage":"the agent failed"}\n\n',
            ),
        ),
        (
            "slow-heartbeats=40",
            (
                b": heartbeat\n\n",
                b"data:\n\n",
                b'data: {"type":"heartbeat"}\n\n',
                b"event: heartbeat\ndata: {}\n\n",
                *STREAM,
            ),
        ),
        ("slow-heartbeats=2:every=1:form=data", (b"data:\n\n", b"data:\n\n", *STREAM)),
        ("truncated-json", (CALL, BEAT, RESULT, PIECE, WHOLE[: len(WHOLE) // 2] + b"\n\n")),
        ("truncated-json=first", (CALL[: len(CALL) // 2] + b"\n\n", BEAT, RESULT, PIECE, WHOLE)),
        (
            "huge-lines=100000",
            (
                *(CALL, BEAT, RESULT, PIECE),
                b'data: {"padding":"' + b"x" * 100_000 + b'",' + WHOLE.removeprefix(b"data: {"),
            ),
        ),
        ("line-ends", tuple(event.replace(b"\n", b"\r\n") for event in STREAM)),
        ("line-ends=cr", tuple(event.replace(b"\n", b"\r") for event in STREAM)),
        (
            "line-ends=mixed",
            (
                CALL.replace(b"\n", b"\r\n"),
                BEAT,
                RESULT.replace(b"\n", b"\r"),
                PIECE.replace(b"\n", b"\r\n"),
                WHOLE,
            ),
        ),
        ("bom", (b"\xef\xbb\xbf", *STREAM)),
    ],
)
async def test_a_stream_comes_as_the_fault_has_it(fault: str, chunks: tuple[bytes, ...]) -> None:
    async with sandbox(fault) as studio:
        reply = await studio.run()

        assert reply.chunks == chunks
        assert reply.whole
        assert (reply.status, reply.headers["x-studio-fault"]) == (
            200,
            fault.partition("=")[0].partition(":")[0],
        )
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert studio.script.edits == ["s1"]


async def test_unknown_events_and_fields_come_in_between() -> None:
    async with sandbox("unknown-events") as studio:
        body = (await studio.run()).body

    for unknown in (
        b'data: {"type":"telemetry","spans":[1,2,3]}\n\n',
        b'event: usage\nid: 7\nretry: 3000\ndata: {"tokens":12}\n\n',
        b'data: {"actions":{"stateDelta":{"step":1}},"author":"nemo_agent"}\n\n',
        b"data: [1,2,3]\n\n",
        b"data: done\n\n",
        b"nonsense without a colon\n\n",
    ):
        assert body.count(unknown) == 2
    assert b'data: {"traceId":"t-1","content":{"parts":[{"text":"Cut \xe2\x9c\x93 done."}]' in body
    assert body.count(b'"nobody":{"knows":["this"]}') == 4


async def test_gui_speak_speaks_the_language_of_the_reply_and_of_every_kind() -> None:
    async with sandbox("gui-speak") as studio:
        body = (await studio.run()).body

    for words in (
        b"Click the [Generate]",
        b"Open the Timeline",
        b"Drag the",
        b"preview in timeline",
        b"Export button",
    ):
        assert words in body
    assert b"account page" in body
    assert b'"partial"' not in body


@pytest.mark.parametrize("size", [1, 7])
async def test_characters_are_split(size: int) -> None:
    whole = b"".join(STREAM)
    async with sandbox(f"split-utf8={size}") as studio:
        reply = await studio.run()

    assert reply.body == whole
    assert max(map(len, reply.chunks)) == size
    if size == 1:
        assert reply.chunks[whole.index(b"\xe2") : whole.index(b"\xe2") + 3] == (b"\xe2", b"\x9c", b"\x93")


async def test_heartbeats_take_the_time_that_was_asked_for() -> None:
    async with sandbox("slow-heartbeats=25") as studio:
        reply = await studio.run()

        assert studio.clock.naps == [10, 10, 5]
    assert reply.chunks[3:] == STREAM


async def test_a_listener_who_goes_away_ends_the_heartbeats() -> None:
    async with sandbox("slow-heartbeats=1000000:every=1") as studio:
        gone = asyncio.Event()

        async def awake() -> None:
            if len(studio.clock.naps) == 5:
                asking.cancel()
                gone.set()
            await asyncio.sleep(0.001)

        studio.clock.awake = awake
        asking = asyncio.create_task(studio.run())
        await gone.wait()
        with pytest.raises(asyncio.CancelledError):
            await asking
        # The server waits for the request to end before it closes.
    assert len(studio.clock.naps) < 1000


# --- a line that breaks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 120, 200, 300])
async def test_the_line_breaks_after_so_many_bytes_and_the_edit_is_made(size: int) -> None:
    async with sandbox(f"drop={size}") as studio:
        reply = await studio.run()
        again = await studio.run()

        assert reply.body == b"".join(STREAM)[:size]
        assert (reply.status, reply.whole) == (200, False)
        assert again.chunks == STREAM
        assert studio.script.edits == ["s1", "s1"]


async def test_a_line_that_outlives_the_stream_breaks_before_its_end() -> None:
    async with sandbox("drop=100000") as studio:
        reply = await studio.run()

    assert reply.chunks == STREAM
    assert not reply.whole


async def test_the_line_breaks_and_the_edit_is_lost() -> None:
    async with sandbox("drop=200:edit=lost") as studio:
        reply = await studio.run()

        assert len(reply.body) == 200
        assert reply.body.startswith(b'data: {"content":{"parts":[{"functionCall":{"id":"call_1"')
        assert reply.body.endswith(b"\n\n: heartbeat\n\n: heartbeat\n")
        assert not reply.whole
        assert studio.script.edits == []


async def test_the_line_breaks_and_the_edit_is_made_late() -> None:
    async with sandbox("drop=50:edit=late:seconds=45") as studio:
        reached, go_on = asyncio.Event(), asyncio.Event()

        async def awake() -> None:
            reached.set()
            await go_on.wait()

        studio.clock.awake = awake
        reply = await studio.run()
        await reached.wait()
        before = list(studio.script.edits)
        go_on.set()
        async with asyncio.timeout(10):
            while not studio.script.edits:
                await asyncio.sleep(0.005)

        assert (len(reply.body), reply.whole) == (50, False)
        assert before == []
        assert studio.script.edits == ["s1"]
        assert studio.clock.naps == [45]


# --- two stages --------------------------------------------------------------------------------------------------

RAW = b'data: {"content":{"parts":[{"text":"The raw video has been generated."}],"role":"model"},"author":"nemo_agent","actions":{"stateDelta":{}}}\n\n'  # noqa: E501
PICTURES = {**DRAFT, "t": DRAFT["t"][:1]}
STATE = "/api/state/nemo_agent/me/s1/latest"


async def test_a_raw_film_is_told_first_and_the_state_agrees() -> None:
    async with sandbox("two-stage=5") as studio:
        states: list[bytes] = []

        async def awake() -> None:
            states.append((await studio.get(STATE)).body)
            states.append((await studio.get(STATE.replace("s1", "s2"))).body)

        studio.clock.awake = awake
        reply = await studio.run()
        after = json.loads((await studio.get(STATE)).body)

        assert reply.chunks[:5] == (CALL, BEAT, RESULT, RAW, BEAT)
        assert (
            b'"functionCall":{"id":"call_add_background_music","name":"add_background_music"'
            in reply.chunks[5]
        )
        assert reply.chunks[-2:] == (PIECE, WHOLE)
        raw, elsewhere = (json.loads(state)["data"]["state"] for state in states)
        assert raw == {"draft": PICTURES, "generated_media": []}
        assert elsewhere["draft"] == DRAFT
        assert after["data"]["state"]["draft"] == DRAFT


async def test_the_second_stage_may_come_behind_a_closed_stream() -> None:
    async with sandbox("two-stage=20:stream=closed") as studio:
        reply = await studio.run()
        raw = json.loads((await studio.get(STATE)).body)
        studio.clock.now = 20.0
        whole = json.loads((await studio.get(STATE)).body)

    assert reply.chunks == (CALL, BEAT, RESULT, RAW)
    assert reply.whole
    assert raw["data"]["state"]["draft"] == PICTURES
    assert whole["data"]["state"]["draft"] == DRAFT


# --- several at once ---------------------------------------------------------------------------------------------


async def test_several_faults_strike_one_stream() -> None:
    async with sandbox("line-ends,gui-speak=open,plain-events:pieces=no,bom,drop=400") as studio:
        reply = await studio.run()

    assert reply.body == (
        b"\xef\xbb\xbf"
        b'data: {"type":"tool_call","name":"edit","args":{"files":1}}\r\n\r\n'
        b'data: {"type":"heartbeat"}\r\n\r\n'
        b'data: {"type":"tool_result","name":"edit","result":{"percent":100}}\r\n\r\n'
        b'data: {"type":"text","content":"Cut \xe2\x9c\x93 done. Open the Timeline panel to see the tracks."}\r\n\r\n'
    )
    assert not reply.whole
    assert reply.headers["x-studio-fault"] == "gui-speak,plain-events,line-ends,bom,drop"


async def test_any_two_faults_of_the_stream_go_together() -> None:
    names = [name for name, kind in FAULTS.items() if kind.calls == ("run",) and not kind.refuses]
    quick = {"huge-lines": "huge-lines=100", "slow-heartbeats": "slow-heartbeats=20"}
    async with sandbox() as studio:
        for one, other in itertools.combinations(names, 2):
            reply = await studio.run(fault=f"{quick.get(one, one)},{quick.get(other, other)}")

            assert reply.status == 200
            assert {one, other} == set(reply.headers["x-studio-fault"].split(","))
            assert reply.whole is ("drop" not in (one, other)), (one, other)


async def test_a_reply_that_is_no_stream_passes_unchanged() -> None:
    async with sandbox("silent-edit,drop=1:times=always,lost-session:status=200") as studio:
        reply = await studio.run()

        body = b'{"code":1002,"message":"session not found","data":null}'
        assert (reply.status, reply.body, reply.whole) == (200, body, True)
        assert studio.script.edits == []
