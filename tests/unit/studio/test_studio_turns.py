"""A turn goes on whoever listens, tells how far it is, and says in words what can be mended."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.language.direct import Outcome, Situation, direct
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from support.studio import (
    Caller,
    events_in,
    in_process,
    make_studio,
    on_a_port,
    quick_analysis,
    quick_engine,
    text_in,
)

pytestmark = pytest.mark.anyio

MESSAGE = "combine the clips and add upbeat music"


class Gate:
    """A director who waits until he is let go."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()
        self.most_at_once = self._now = 0

    def __call__(self, message: str, situation: Situation) -> Outcome:
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        self.reached.set()
        assert self.open.wait(20)
        self._now -= 1
        return direct(message, situation)


async def test_while_there_is_nothing_to_say_there_are_heartbeats(tmp_path: Path, clip: Path) -> None:
    gate = Gate()
    studio = make_studio(tmp_path, engine=quick_engine(direct=gate), heartbeat_s=0.02)
    async with in_process(studio) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        asyncio.get_running_loop().call_later(0.3, gate.open.set)
        reply = await http.post("/run_sse", json=caller.words(MESSAGE), headers=caller.headers)

    assert reply.content.count(b": heartbeat\n\n") >= 3
    assert text_in(events_in(reply.content))


async def test_a_listener_who_goes_away_does_not_stop_the_edit(tmp_path: Path, clip: Path) -> None:
    gate = Gate()
    with on_a_port(make_studio(tmp_path, engine=quick_engine(direct=gate))) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
            caller = Caller(http=http)
            await caller.begin()
            await caller.upload(clip)
            async with http.stream(
                "POST", "/run_sse", json=caller.words(MESSAGE), headers=caller.headers
            ) as reply:
                assert reply.status_code == 200
                await asyncio.to_thread(gate.reached.wait, 20)
            gate.open.set()
            async with asyncio.timeout(20):
                while not (await caller.state())["state"]["draft"]["t"]:
                    await asyncio.sleep(0.02)


async def test_one_project_has_one_turn_at_a_time_and_another_need_not_wait(
    tmp_path: Path, clip: Path
) -> None:
    gate = Gate()
    async with in_process(make_studio(tmp_path, engine=quick_engine(direct=gate))) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        first = asyncio.create_task(caller.say(MESSAGE))
        await asyncio.to_thread(gate.reached.wait, 20)
        second = asyncio.create_task(caller.say("make it vertical"))
        await asyncio.sleep(0)
        gate.open.set()
        await asyncio.gather(first, second)
        state = (await caller.state())["state"]

    assert gate.most_at_once == 1
    assert state["version"] == 2
    assert state["canvas_config"]["width"] < state["canvas_config"]["height"]


async def test_an_undo_waits_for_the_turn_that_goes_on(tmp_path: Path, clip: Path) -> None:
    gate = Gate()
    async with in_process(make_studio(tmp_path, engine=quick_engine(direct=gate))) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        turn = asyncio.create_task(caller.say(MESSAGE))
        await asyncio.to_thread(gate.reached.wait, 20)
        undo = asyncio.create_task(
            caller.post(f"/studio/sessions/{caller.session_id}/restore", {"undo": True})
        )
        gate.open.set()
        await turn
        reply = (await undo).json()

    # It had nothing to undo before that turn.
    assert (reply["data"]["number"], reply["data"]["of"]) == (2, 0)
    assert reply["data"]["state"]["draft"]["t"] == []


def unreadable(path: Path, info: MediaInfo, watch: Watch) -> Analysis:
    raise MediaUnreadable(name="city.mp4", reason={"en": "it is torn", "zh": "已损坏"})


def crash(message: str, situation: Situation) -> Outcome:
    raise RuntimeError("a bug")


async def test_what_the_user_can_mend_is_said_in_words(tmp_path: Path, clip: Path) -> None:
    async with in_process(make_studio(tmp_path, engine=quick_engine(analyse=unreadable))) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        events = await caller.say("combine the clips and cut to the beat of upbeat music")

    assert "city.mp4 cannot be read: it is torn" in text_in(events)
    assert all("error" not in event for event in events)


async def test_a_failure_of_the_studio_is_the_last_event(
    tmp_path: Path, clip: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with in_process(make_studio(tmp_path, engine=quick_engine(direct=crash))) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        events = await caller.say(MESSAGE)
        state = (await caller.state())["state"]

    assert events[-1]["errorCode"] == "500"
    assert events[-1]["error"] == events[-1]["errorMessage"]
    assert events[-1]["error_details"]["next_step"]
    assert "a bug" not in str(events)
    assert state["version"] == 0
    assert "a bug" in caplog.text


async def test_what_was_measured_once_is_not_measured_again(tmp_path: Path, clip: Path) -> None:
    calls: list[Path] = []

    def counted(path: Path, info: MediaInfo, watch: Watch) -> Analysis:
        calls.append(path)
        return quick_analysis(path, info, watch)

    engine = quick_engine(analyse=counted)
    for _ in range(2):
        async with in_process(make_studio(tmp_path, engine=engine)) as http:
            for _ in range(2):
                caller = Caller(http=http)
                await caller.begin()
                await caller.upload(clip)
                await caller.say(MESSAGE)
                analyses: list[dict[str, Any]] = (await caller.state())["state"]["video_analyses"]
                assert [a["motion"] for a in analyses] == [0.5]

    assert len(calls) == 1


async def test_an_edit_that_was_acknowledged_is_there_after_the_studio_has_gone(
    tmp_path: Path, clip: Path
) -> None:
    async with in_process(make_studio(tmp_path)) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        await caller.say(MESSAGE)
        before = (await caller.state())["state"]
    async with in_process(make_studio(tmp_path)) as http:
        caller.http = http
        after = (await caller.state())["state"]

    assert after["draft"] == before["draft"]
    assert after["draft"]["t"]
