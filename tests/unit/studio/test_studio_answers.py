"""Calls under a key: answered once more, joined while they go on, refused where the key stands for something else."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.studio import Settings, Studio
from nemovideo_mcp.studio.workers import Workers
from support.studio import Caller, events_in, in_process, make_studio, quick_engine, text_in

pytestmark = pytest.mark.anyio

TITLE = [{"op": "add_text", "text": "Harbour", "start": 0, "length": 1}]
REMOVE = [{"op": "remove_clips", "clips": 1}]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@asynccontextmanager
async def caller_in(data: Path) -> AsyncGenerator[Caller]:
    async with in_process(make_studio(data)) as http:
        caller = Caller(http=http)
        await caller.sign_in()
        yield caller


async def with_clips(caller: Caller, *clips: Path) -> None:
    await caller.begin()
    await caller.upload(*clips)
    await caller.say("join the clips, no music")


async def edit(
    caller: Caller, operations: Any = TITLE, *, key: str | None = '"k1"', **more: Any
) -> httpx.Response:
    path = f"/studio/sessions/{caller.session_id}/edits"
    headers = {} if key is None else {"Idempotency-Key": key}
    return await caller.post(path, {"operations": operations, **more}, headers=headers)


async def say(caller: Caller, message: str, *, key: str) -> httpx.Response:
    return await caller.post("/run_sse", caller.words(message), headers={"Idempotency-Key": key}, timeout=60)


async def version(caller: Caller) -> int:
    return (await caller.state())["state"]["version"]


def answer_in(events: list[dict[str, Any]]) -> Mapping[str, Any]:
    """The answer of the edit, as the events have it."""
    found = [
        part["functionResponse"]["response"]["answer"]
        for event in events
        for part in event.get("content", {}).get("parts", [])
        if "answer" in part.get("functionResponse", {}).get("response", {})
    ]
    return found[-1]


async def test_an_edit_that_is_asked_for_again_is_answered_and_not_made_twice(data: Path, clip: Path) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        first = await edit(caller)
        again = await edit(caller)
        unquoted = await edit(caller, key="k1")
        assert first.json() == again.json() == unquoted.json()
        assert first.json()["data"]["version"] == await version(caller) == 2


async def test_two_edits_alike_are_both_made_where_their_keys_differ_or_there_is_none(
    data: Path, clip: Path
) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        for key in ('"k1"', '"k2"', None, None):
            assert (await edit(caller, key=key)).status_code == 200
        assert await version(caller) == 5


async def test_a_key_that_stands_for_another_edit_is_refused(data: Path, clip: Path) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        await edit(caller)
        for reply in (
            await edit(caller, REMOVE),
            await edit(caller, author="somebody else"),
            await say(caller, "shorter", key='"k1"'),
        ):
            assert reply.status_code == 422
            assert reply.json()["data"]["error"] == "KeyReused"
            assert "k1" in reply.json()["message"]
        first = caller.session_id
        await with_clips(caller, clip)
        assert (await edit(caller)).status_code == 422, "the same edit of another project"
        caller.session_id = first
        assert await version(caller) == 2


@pytest.mark.parametrize("key", ['""', "", '"a"b"', "k" * 129, '"é"', '"a\\b"'])
async def test_a_key_that_is_none_is_refused(data: Path, clip: Path, key: str) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        reply = await caller.http.post(
            f"/studio/sessions/{caller.session_id}/edits",
            json={"operations": TITLE},
            headers=[*caller.headers.items(), ("Idempotency-Key", key.encode())],
        )
        assert reply.status_code == 400
        assert "Idempotency-Key" in reply.json()["message"]


async def test_keys_are_each_users_own(data: Path, clip: Path) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        await edit(caller)
        other = Caller(http=caller.http, client_id="another")
        await other.sign_in()
        await with_clips(other, clip)
        assert (await edit(other, REMOVE)).status_code == 200


async def test_a_message_that_is_sent_again_is_answered_by_the_same_words_and_answer(
    data: Path, clip: Path
) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        first = events_in((await say(caller, 'add a title "Harbour"', key='"m1"')).content)
        again = events_in((await say(caller, 'add a title "Harbour"', key='"m1"')).content)
        assert await version(caller) == 2
        assert text_in(again) == text_in(first)
        assert answer_in(again) == answer_in(first)
        other = events_in((await say(caller, 'add a title "Harbour"', key='"m2"')).content)
        assert answer_in(other)["version"] == 3


async def test_who_asks_while_the_first_call_goes_on_waits_for_its_answer(data: Path, clip: Path) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        edits = await asyncio.gather(*(edit(caller) for _ in range(4)))
        said = await asyncio.gather(*(say(caller, "add upbeat music", key='"m1"') for _ in range(3)))
        assert len({reply.text for reply in edits}) == 1
        assert len({text_in(events_in(reply.content)) for reply in said}) == 1
        assert await version(caller) == 3


async def test_an_undo_that_is_asked_for_again_goes_back_one_step_only(data: Path, clip: Path) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        await edit(caller, key=None)
        await edit(caller, key=None)
        path = f"/studio/sessions/{caller.session_id}/restore"
        replies = [
            (await caller.post(path, {"undo": True}, headers={"Idempotency-Key": '"u"'})).json()["data"]
            for _ in range(2)
        ]
        assert replies[0] == replies[1]
        assert (replies[0]["number"], replies[0]["of"]) == (4, 2)
        assert await version(caller) == 4


async def test_what_was_refused_or_only_tried_is_answered_again_and_changes_nothing(
    data: Path, clip: Path
) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        refusals = [(await edit(caller, [{"op": "remove_clips", "clips": 7}])).json() for _ in range(2)]
        assert refusals[0] == refusals[1]
        assert refusals[0]["data"]["done"] == []
        tried = await edit(caller, key='"k2"', dry_run=True)
        made = await edit(caller, key='"k2"')
        assert tried.status_code == made.status_code == 200, "a trial keeps no answer"
        assert await version(caller) == 2


async def test_answers_outlive_the_studio(data: Path, clip: Path) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        session = caller.session_id
        first = (await edit(caller)).json()
        said = text_in(events_in((await say(caller, "add upbeat music", key='"m1"')).content))
    async with caller_in(data) as caller:
        caller.session_id = session
        assert (await edit(caller)).json() == first
        assert text_in(events_in((await say(caller, "add upbeat music", key='"m1"')).content)) == said
        assert await version(caller) == 3


def as_kept_before(db: sqlite3.Connection, number: int) -> None:
    """The answer to the key `k2` once more, under a newer one."""
    db.execute(
        "INSERT INTO answers SELECT user_id, ?, session_id, fingerprint, answer, created + ? FROM answers"
        " WHERE key = 'k2'",
        (f"k{number}", number - 2),
    )


async def test_answers_are_kept_for_a_day_and_five_hundred_of_a_user(data: Path, clip: Path) -> None:
    now = [1_000_000.0]
    studio = Studio(
        Settings(data=data, open_to_all=True),
        engine=quick_engine(),
        workers=Workers(make_pool=lambda _: pytest.fail("nothing is rendered here")),
        clock=lambda: now[0],
    )
    refused = [{"op": "remove_clips", "clips": 7}]
    app = create_app(studio)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as http,
    ):
        caller = Caller(http=http)
        await caller.begin()
        for number in range(502):
            now[0] += 1
            if 2 < number < 499:
                # As the requests would leave them.
                await studio.answers._db.run(partial(as_kept_before, number=number))
                continue
            assert (await edit(caller, refused, key=f'"k{number}"')).status_code == 200
        assert (await edit(caller, TITLE, key='"k2"')).status_code == 422
        assert (await edit(caller, TITLE, key='"k1"')).status_code == 200, "it was forgotten for newer ones"
        now[0] += 24 * 3600
        await caller.sign_in()
        assert (await edit(caller, TITLE, key='"k501"')).status_code == 200, "it was forgotten after a day"


async def test_every_reply_says_that_answers_are_kept(data: Path) -> None:
    async with in_process(make_studio(data)) as http:
        for path in ("/healthz", "/nowhere"):
            assert (await http.get(path)).headers["X-Nemo-Keeps-Answers"] == "86400"


async def test_answers_go_with_their_project(data: Path, clip: Path) -> None:
    async with caller_in(data) as caller:
        await with_clips(caller, clip)
        await edit(caller)
        gone = await caller.http.delete(f"/studio/sessions/{caller.session_id}", headers=caller.headers)
        assert gone.status_code == 200
        await with_clips(caller, clip)
        assert (await edit(caller)).json()["data"]["version"] == 2, "its key is free again"
