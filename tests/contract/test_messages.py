"""protocol.md, The event stream of `/run_sse`: the studio emits the form of the Agent Development Kit."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from support.studio import Caller, text_in

pytestmark = pytest.mark.anyio

MESSAGE = "combine these clips, add upbeat background music and cut to the beat"


def parts_of(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for event in events for part in event.get("content", {}).get("parts", [])]


async def test_an_edit_changes_the_draft_and_answers_in_words(
    caller: Caller, clip: Path, other_clip: Path
) -> None:
    await caller.upload(clip, other_clip)

    events = await caller.say(MESSAGE)

    assert text_in(events)
    state = (await caller.state())["state"]
    draft = state["draft"]
    kinds = [track["tt"] for track in draft["t"]]
    assert kinds.count(0) == 1
    assert kinds.count(1) == 1
    assert draft["d"] > 0
    assert draft["m"]["width"] == 320 or draft["m"]["width"] >= 1080
    assert state["canvas_config"]["fps"] == 30
    (music,) = state["generated_media"]
    assert music["mood"] == "upbeat"


async def test_each_event_is_one_json_object_on_one_data_line(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)
    reply = await caller.http.post("/run_sse", json=caller.words("combine the clips"), headers=caller.headers)

    for block in reply.text.strip("\n").split("\n\n"):
        assert "\n" not in block
        assert block.startswith(("data: {", ":"))


async def test_partial_texts_are_repeated_whole_by_the_last_one(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)

    events = await caller.say(MESSAGE)

    texts = [e for e in events if any("text" in p for p in e["content"]["parts"])]
    assert [e.get("partial", False) for e in texts] == [True] * (len(texts) - 1) + [False]
    assert len(texts) >= 2
    pieces = "".join(p["text"] for e in texts[:-1] for p in e["content"]["parts"])
    assert pieces == text_in(events)


async def test_tools_are_called_and_answer_with_progress(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)

    parts = parts_of(await caller.say(MESSAGE))

    calls = [p["functionCall"] for p in parts if "functionCall" in p]
    replies = [p["functionResponse"] for p in parts if "functionResponse" in p]
    assert calls
    assert {c["id"] for c in calls} == {r["id"] for r in replies}
    for call in calls:
        percents = [r["response"]["percent"] for r in replies if r["id"] == call["id"]]
        assert percents == sorted(percents)
        assert percents[-1] == 100
        assert all(r["response"]["stage"] for r in replies)


async def test_events_carry_the_ids_of_an_agent_server(caller: Caller) -> None:
    events = await caller.say("combine the clips")

    assert len({event["id"] for event in events}) == len(events)
    assert len({event["invocationId"] for event in events}) == 1
    assert all(isinstance(event["timestamp"], float) for event in events)
    assert all(event["author"] == "nemo_agent" for event in events)


async def test_what_cannot_be_done_yet_is_said_in_words(caller: Caller) -> None:
    events = await caller.say("combine the clips and add music")

    assert "upload" in text_in(events).lower()
    assert (await caller.state())["state"]["draft"] == {"d": 0, "m": {}, "t": []}


async def test_a_project_in_chinese_is_answered_in_chinese(caller: Caller, clip: Path) -> None:
    await caller.begin(language="zh-CN")
    await caller.upload(clip)

    events = await caller.say("把素材合并起来，加上轻快的背景音乐")

    assert any("\u4e00" <= c <= "\u9fff" for c in text_in(events))
    stages = [p["functionResponse"]["response"]["stage"] for p in parts_of(events) if "functionResponse" in p]
    assert all(not stage.isascii() for stage in stages)


async def test_two_messages_at_once_are_carried_out_one_after_the_other(
    caller: Caller, clip: Path, other_clip: Path
) -> None:
    await caller.upload(clip, other_clip)
    await caller.say("combine the clips")

    await asyncio.gather(caller.say("add upbeat music"), caller.say('add a title "Hello"'))

    kinds = {track["tt"] for track in (await caller.state())["state"]["draft"]["t"] if track["sg"]}
    assert kinds == {0, 1, 7}


@pytest.mark.parametrize(
    "new_message", [None, {}, {"parts": []}, {"parts": [{"text": "  "}]}, {"parts": "x"}, "words", []]
)
async def test_a_message_without_words_is_refused(caller: Caller, new_message: object) -> None:
    body = {**caller.words("x"), "new_message": new_message}

    reply = await caller.post("/run_sse", body)

    assert reply.status_code == 400


async def test_a_body_that_is_no_json_object_is_refused(caller: Caller) -> None:
    for content in (b"[1]", b"{", b'"x"', b"\xff"):
        reply = await caller.http.post("/run_sse", content=content, headers=caller.headers)
        assert reply.status_code == 400
        assert reply.json()["data"]["next_step"]
