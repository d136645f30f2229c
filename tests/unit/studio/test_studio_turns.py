"""A turn goes on whoever listens, tells how far it is, and says in words what can be mended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.language.readings import Refusal, Step, Understanding, Undo
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from support.recordings import SoundOf, beeps, make_recording
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
    """Understands when it is let go."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()
        self.most_at_once = self._now = 0

    def __call__(self, message: str, scene: Scene) -> Understanding:
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        self.reached.set()
        assert self.open.wait(20)
        self._now -= 1
        return understand(message, scene)


async def test_while_there_is_nothing_to_say_there_are_heartbeats(tmp_path: Path, clip: Path) -> None:
    gate = Gate()
    studio = make_studio(tmp_path, engine=quick_engine(understand=gate), heartbeat_s=0.02)
    async with in_process(studio) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        asyncio.get_running_loop().call_later(0.3, gate.open.set)
        reply = await http.post("/run_sse", json=caller.words(MESSAGE), headers=caller.headers)

    assert reply.content.count(b": heartbeat\n\n") >= 3
    assert text_in(events_in(reply.content))


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("thanks, looks great", "You are welcome."),
        ("谢谢，真不错", "不客气。"),
        ("which song is this?", "Nothing was changed."),
        ("is it good?", "Nothing was changed."),
        ("这是哪首歌？", "没有改动。"),
    ],
)
async def test_only_who_thanks_or_praises_is_told_to_be_welcome(
    message: str, answer: str, tmp_path: Path, clip: Path
) -> None:
    async with in_process(make_studio(tmp_path, engine=quick_engine())) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        reply = await http.post("/run_sse", json=caller.words(message), headers=caller.headers)

    assert text_in(events_in(reply.content)).startswith(answer)


async def test_a_listener_who_goes_away_does_not_stop_the_edit(tmp_path: Path, clip: Path) -> None:
    gate = Gate()
    with on_a_port(make_studio(tmp_path, engine=quick_engine(understand=gate))) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as http:
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
    async with in_process(make_studio(tmp_path, engine=quick_engine(understand=gate))) as http:
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
    async with in_process(make_studio(tmp_path, engine=quick_engine(understand=gate))) as http:
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


def crash(message: str, scene: Scene) -> Understanding:
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
    async with in_process(make_studio(tmp_path, engine=quick_engine(understand=crash))) as http:
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


# --- wishes ------------------------------------------------------------------------------------------------------


def means(*wishes: list[dict[str, Any]], step: Step | None = None, **more: Any) -> Understanding:
    """What somebody understands a message to mean."""
    parsed = tuple(parse_operations(wish) for wish in wishes)
    return Understanding(
        operations=tuple(operation for wish in parsed for operation in wish), wishes=parsed, step=step, **more
    )


MEANINGS: dict[str, Understanding] = {
    "two clips": means([{"op": "add_clips", "media": ["m1", "m1"]}]),
    "mirror the first and the ninth": means(
        [{"op": "set_framing", "clips": 1, "flip": "horizontal"}],
        [{"op": "set_framing", "clips": 9, "flip": "horizontal"}],
    ),
    "one wish of two parts": means(
        [{"op": "reverse_clip", "clips": 1}, {"op": "reverse_clip", "clips": 9}],
        [{"op": "set_clip_sound", "clips": 2, "volume": 0.5}],
    ),
    "a title and nonsense": means(
        [{"op": "add_text", "text": "Harbour"}],
        unknown=("frobnicate it",),
        refusals=(
            Refusal(
                words="make it pop",
                because=Words("the look cannot be changed yet", "目前还不能调整画面风格"),
                nearest=parse_operations({"op": "set_framing", "clips": 1, "zoom": 1.2})[0],
            ),
        ),
    ),
    "hello": means(talk=True),
    "undo": means(step=Undo()),
    "undo and add a title": means([{"op": "add_text", "text": "Harbour"}], step=Undo()),
}


@pytest.fixture
async def scripted(tmp_path: Path, clip: Path) -> AsyncIterator[Caller]:
    """Somebody whose messages mean what `MEANINGS` says, with a film of two clips."""

    def by_the_table(message: str, scene: Scene) -> Understanding:
        return replace(MEANINGS[message], focus=scene.focus)

    async with in_process(make_studio(tmp_path, engine=quick_engine(understand=by_the_table))) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        await caller.say("two clips")
        yield caller


async def film(caller: Caller) -> dict[str, Any]:
    return (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]


def answer_in(events: list[dict[str, Any]]) -> dict[str, Any]:
    """The edit's answer, which the last response of the tool's call carries."""
    responses = [
        part["functionResponse"]
        for event in events
        for part in event.get("content", {}).get("parts", [])
        if "functionResponse" in part
    ]
    assert responses[-1]["name"] == "edit_timeline"
    return responses[-1]["response"]["answer"]


async def test_each_wish_is_done_or_refused_by_itself(scripted: Caller) -> None:
    events = await scripted.say("mirror the first and the ninth")

    answer = answer_in(events)
    assert (
        [one["op"] for one in answer["done"]] == [one["op"] for one in answer["not_done"]] == ["set_framing"]
    )
    assert "there is no clip 9" in answer["message"].lower()
    assert answer["message"] == text_in(events)
    assert answer["version"] == (await film(scripted))["version"] == 2
    assert [clip.get("flip") for clip in (await film(scripted))["clips"]] == ["horizontal", None]


async def test_a_wish_of_several_operations_is_done_whole_or_not_at_all(scripted: Caller) -> None:
    answer = answer_in(await scripted.say("one wish of two parts"))

    assert [one["op"] for one in answer["done"]] == ["set_clip_sound"]
    first, second = (await film(scripted))["clips"]
    assert ("reversed" in first, second["volume"]) == (False, 0.5)


async def test_what_was_refused_or_not_understood_is_told_beside_what_was_done(scripted: Caller) -> None:
    answer = answer_in(await scripted.say("a title and nonsense"))

    assert [one["op"] for one in answer["done"]] == ["add_text"]
    assert [one["words"] for one in answer["not_done"]] == ["make it pop", "frobnicate it"]
    assert answer["not_done"][0]["nearest"] == {"op": "set_framing", "clips": [1], "zoom": 1.2}
    assert "frobnicate it" in answer["message"]
    assert "export" not in answer["message"].lower()


async def test_an_undo_after_a_turn_that_changed_nothing_says_which_edit_it_took_back(
    scripted: Caller,
) -> None:
    await scripted.say("one wish of two parts")
    await scripted.say("hello")

    told = text_in(await scripted.say("undo"))

    assert told.startswith("The last message had changed nothing")
    assert "“one wish of two parts” undone, version 1 is back" in told
    assert "volume" not in (await film(scripted))["clips"][1]
    assert "had changed nothing" not in text_in(await scripted.say("undo"))


async def test_a_message_is_one_step_of_undo_with_all_its_wishes(scripted: Caller) -> None:
    before = (await film(scripted))["clips"]
    await scripted.say("mirror the first and the ninth")

    await scripted.say("undo")

    assert (await film(scripted))["clips"] == before


async def test_the_rest_of_a_message_is_done_on_the_version_that_its_undo_leads_to(scripted: Caller) -> None:
    await scripted.say("one wish of two parts")

    answer = answer_in(await scripted.say("undo and add a title"))

    now = await film(scripted)
    assert (now["texts"][0]["text"], "volume" in now["clips"][1]) == ("Harbour", False)
    assert "“one wish of two parts” undone" in answer["message"]


async def test_a_greeting_is_answered_and_changes_nothing(scripted: Caller) -> None:
    before = await film(scripted)

    told = text_in(await scripted.say("hello"))

    assert told
    assert "understand" not in told
    assert (await film(scripted))["clips"] == before["clips"]


@pytest.mark.parametrize(
    ("language", "wish", "said"),
    [
        ("en", MESSAGE, "“obs.mkv” has two sound tracks; the second is heard; the first is silent."),
        ("zh", "把片段拼起来", "“obs.mkv”有 2 条音轨：播放第 2 条，第 1 条是静音。"),
    ],
)
async def test_the_first_reply_says_which_sound_of_a_recording_is_heard(
    tmp_path: Path, language: str, wish: str, said: str
) -> None:
    path = make_recording(tmp_path / "obs.mkv", tracks=(SoundOf(samples=beeps(gain=0.0)), SoundOf()))
    async with in_process(make_studio(tmp_path / "data")) as http:
        caller = Caller(http=http)
        await caller.begin(language=language)
        await caller.upload(path)
        assert said in text_in(await caller.say(wish))
        again = text_in(await caller.say({"en": "make it vertical", "zh": "改成竖屏"}[language]))

    assert again
    assert "obs.mkv" not in again
