"""Versions of a project: what there has been, and going back and forward without losing any."""

from __future__ import annotations

import asyncio
import itertools
import json
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.client import InvalidRequest, NemoClient, SessionNotFound
from nemovideo_mcp.edit.history import Place, redo_target, undo_target
from nemovideo_mcp.language.readings import Redo, Restore, Undo
from nemovideo_mcp.studio.database import SCHEMA_VERSION, Database
from nemovideo_mcp.studio.steps import move_for
from nemovideo_mcp.studio.store import EMPTY_DRAFT, Store
from support.studio import Caller, in_process, make_studio, on_a_port, text_in

pytestmark = pytest.mark.anyio

COMBINE = "combine these clips"
MUSIC = "add upbeat music"


@pytest.fixture(params=["in process", "on a port"])
async def backend(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Our own studio, both ways: these calls are not the protocol's."""
    if request.param == "in process":
        async with in_process(make_studio(tmp_path / "data")) as http:
            yield http
    else:
        async with httpx.AsyncClient(
            base_url=request.getfixturevalue("studio_url"), trust_env=False, verify=False
        ) as http:
            yield http


async def versions(caller: Caller, **headers: str) -> list[dict[str, Any]]:
    reply = await caller.get(f"/studio/sessions/{caller.session_id}/versions", headers=headers)
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]["versions"]


async def step(caller: Caller, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    reply = await caller.post(f"/studio/sessions/{caller.session_id}/restore", body, headers=headers)
    return reply.json()


async def draft(caller: Caller) -> dict[str, Any]:
    return (await caller.state())["state"]["draft"]


# --- the calls ---------------------------------------------------------------------------------------------------


async def test_each_turn_is_listed_with_what_it_changed(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)
    await caller.say(COMBINE)
    await caller.say("what is the weather like")
    await caller.say("make it vertical")

    first, second, third = await versions(caller)

    assert [v["number"] for v in (first, second, third)] == [1, 2, 3]
    assert [v["message"] for v in (first, third)] == [COMBINE, "make it vertical"]
    assert first["changes"][0].startswith("✅ Video created: 0:02")
    assert (second["changed"], second["changes"], second["same_as"]) == (False, [], 1)
    assert third["changes"] == ["canvas 16:9 → 9:16"]
    assert [v["is_current"] for v in (first, second, third)] == [False, False, True]
    assert third["created"].endswith("Z")


async def test_changes_are_told_in_the_language_that_the_caller_reads(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)
    await caller.say(COMBINE)
    await caller.say("make it vertical")

    assert (await versions(caller, **{"Accept-Language": "zh-CN"}))[-1]["changes"] == ["画面 16:9 → 9:16"]


async def test_undoing_again_goes_on_backwards_and_redoing_comes_forward(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)
    drafts = [await draft(caller)]
    for message in (COMBINE, MUSIC, "make it vertical"):
        await caller.say(message)
        drafts.append(await draft(caller))

    for expected in (2, 1, 0):
        reply = await step(caller, {"undo": True})
        assert reply["data"]["of"] == expected
        assert await draft(caller) == drafts[expected] == reply["data"]["state"]["draft"]
    assert (await step(caller, {"undo": True}))["message"].endswith("There is nothing to undo.")
    for expected in (1, 2, 3):
        reply = await step(caller, {"redo": True})
        assert await draft(caller) == drafts[expected]
        assert reply["data"]["changes"]
    assert "nothing to redo" in (await step(caller, {"redo": True}))["message"]
    assert (await caller.state())["state"]["version"] == 9


async def test_an_old_version_comes_back_as_a_new_one_that_can_be_undone(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)
    await caller.say(COMBINE)
    first = await draft(caller)
    await caller.say(MUSIC)
    second = await draft(caller)

    reply = await step(caller, {"version": 1})

    assert (reply["data"]["number"], reply["data"]["of"]) == (3, 1)
    assert reply["data"]["message"].startswith("Version 1 is back. 1 shot, ")
    assert await draft(caller) == first
    await step(caller, {"undo": True})
    assert await draft(caller) == second


async def test_what_leads_nowhere_is_refused_in_words(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)
    assert "nothing to undo" in (await step(caller, {"undo": True}))["message"]
    await caller.say(COMBINE)

    for body, words in (
        ({"version": 9}, "There is no version 9; the last one is 1."),
        ({"version": 1}, "Version 1 is what is there now"),
        ({"redo": True}, "nothing to redo"),
        ({}, "does not say which version"),
        ({"version": "1"}, "does not say which version"),
        ({"undo": False}, "does not say which version"),
    ):
        reply = await step(caller, body)
        assert reply["code"] == 400
        assert words in reply["message"]
        assert reply["data"]["next_step"]
    chinese = await step(caller, {"redo": True}, **{"Accept-Language": "zh"})
    assert "没有可以重做的" in chinese["message"]
    assert (await caller.state())["state"]["version"] == 1


async def test_versions_are_their_owners(caller: Caller, clip: Path) -> None:
    stranger = Caller(http=caller.http, client_id="somebody else")
    await stranger.begin()
    stranger.session_id = caller.session_id

    for reply in (
        await stranger.get(f"/studio/sessions/{caller.session_id}/versions"),
        await stranger.post(f"/studio/sessions/{caller.session_id}/restore", {"undo": True}),
    ):
        assert reply.json()["code"] == 1002
    caller.token = "nmv_usr_nobody"
    assert (await step(caller, {"undo": True}))["code"] == 1001


async def test_no_more_than_a_hundred_versions_are_listed(tmp_path: Path) -> None:
    studio = make_studio(tmp_path)
    async with in_process(studio) as http:
        caller = Caller(http=http)
        await caller.begin()
        for n in range(105):
            await studio.store.add_version(
                caller.session_id, draft=EMPTY_DRAFT, message=f"{n}" * 500, reply="r", changed=False
            )
        listed = await versions(caller)

    assert [v["number"] for v in listed] == list(range(6, 106))
    assert all(len(v["message"]) <= 400 for v in listed)


# --- in words ----------------------------------------------------------------------------------------------------


async def test_undo_in_words_takes_the_last_edit_back(caller: Caller, clip: Path) -> None:
    await caller.upload(clip)
    await caller.say(COMBINE)
    before = await draft(caller)
    await caller.say("make it vertical")
    await caller.say("what is the weather like")

    told = text_in(await caller.say("undo that"))

    assert "“make it vertical” undone, version 1 is back." in told
    assert told.endswith("1 shot, 2 s, 1920×1080, 30 fps.")
    assert "Say “redo”" in told
    assert await draft(caller) == before
    redone = text_in(await caller.say("redo"))
    assert "version 2 is there again" in redone
    assert (await draft(caller))["m"]["width"] == 1080


async def test_the_rest_of_the_message_is_done_on_the_version_that_is_back(
    caller: Caller, clip: Path
) -> None:
    await caller.upload(clip)
    await caller.say(COMBINE)
    await caller.say("make it vertical")

    told = text_in(await caller.say("undo that and add a title 'Harbour'"))

    now = await draft(caller)
    assert now["m"]["width"] == 1920
    assert [s["m"]["text"] for t in now["t"] if t["tt"] == 7 for s in t["sg"]] == ["Harbour"]
    assert "“make it vertical” undone" in told
    assert "Text “Harbour”" in told
    # one turn is undone by one undo
    await caller.say("undo")
    assert not [t for t in (await draft(caller))["t"] if t["tt"] == 7]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("go back to version 1", "Version 1 is back"),
        ("回到版本1", "已恢复版本 1"),
        ("回到上一步", "回到版本 2"),
        ("undo twice", "Several edits undone, version 1 is back"),
        ("undo everything", "Undone, the project is empty again"),
        ("撤销", "已撤销“make it square”"),
    ],
)
async def test_people_say_it_in_many_ways(tmp_path: Path, clip: Path, words: str, told: str) -> None:
    async with in_process(make_studio(tmp_path)) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        for message in (COMBINE, "make it vertical", "make it square"):
            await caller.say(message)
        assert told in text_in(await caller.say(words))


async def test_words_that_lead_nowhere_change_nothing_but_the_rest_is_done(
    caller: Caller, clip: Path
) -> None:
    await caller.upload(clip)
    assert text_in(await caller.say("undo")) == "There is nothing to undo."
    await caller.say(COMBINE)
    assert "There is no version 7" in text_in(await caller.say("go back to version 7"))

    told = text_in(await caller.say("redo, and make it vertical"))

    assert "nothing to redo" in told
    assert (await draft(caller))["m"]["width"] == 1080


# --- the client --------------------------------------------------------------------------------------------------


async def test_the_client_lists_and_restores(tmp_path: Path, clip: Path) -> None:
    environ = {"NEMO_HOME": str(tmp_path / "home")}
    with on_a_port(make_studio(tmp_path / "data")) as url:
        async with NemoClient.from_env(backend=url, environ=environ) as nemo:
            session = await nemo.create_session()
            with pytest.raises(InvalidRequest, match="nothing to undo"):
                await nemo.restore(session.session_id)
            await nemo.upload(session.session_id, [clip])
            await nemo.send_message(session.session_id, COMBINE)
            await nemo.send_message(session.session_id, "make it vertical")

            undone = await nemo.restore(session.session_id)
            assert (undone.number, undone.of_version) == (3, 1)
            assert undone.draft["m"]["width"] == 1920
            assert undone.changes == ("canvas 9:16 → 16:9",)
            assert undone.message.startswith("“make it vertical” undone")
            assert (await nemo.restore(session.session_id, redo=True)).of_version == 2
            assert (await nemo.restore(session.session_id, version=1)).of_version == 1

            listed = await nemo.versions(session.session_id)
            assert [v.number for v in listed] == [1, 2, 3, 4, 5]
            assert [v.same_as for v in listed] == [None, None, 1, 2, None]
            assert [v.message for v in listed[2:]] == ["undo", "redo", "go back to version 1"]
            assert listed[-1].is_current
            with pytest.raises(SessionNotFound):
                await nemo.versions("nobody's")


async def test_the_cloud_keeps_no_versions_and_is_not_asked(tmp_path: Path) -> None:
    environ = {"NEMO_HOME": str(tmp_path)}
    transport = httpx.MockTransport(lambda _: httpx.Response(404))
    address = "https://cloud.example"
    async with NemoClient.from_env(backend=address, environ=environ, transport=transport) as nemo:
        for call in (nemo.versions, nemo.restore):
            with pytest.raises(InvalidRequest, match=r"keeps no versions.*send_edit") as caught:
                await call("s")
            assert "云端" in caught.value.what("zh")


# --- the history -------------------------------------------------------------------------------------------------

_WISHES = st.lists(
    st.one_of(
        st.just("edit"),
        st.just("talk"),
        st.integers(1, 3).map(lambda n: Undo(steps=n)),
        st.integers(1, 3).map(lambda n: Redo(steps=n)),
        st.integers(0, 12).map(lambda n: Restore(version=n)),
    ),
    max_size=14,
)


async def _live(wishes: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "studio.db")
        await database.open()
        store = Store(database, clock=lambda: 0.0)
        session = (await store.new_project("u", name="n", language="en")).session_id
        kept: list[dict[str, Any]] = []

        async def take(wish: Any) -> bool:
            """Carry it out as a turn does; False where it leads nowhere."""
            latest = await store.latest(session)
            if isinstance(wish, str):
                changed = wish == "edit"
                new = {"d": len(kept) + 1} if changed else latest.draft
                await store.add_version(session, draft=new, message=wish, reply="", changed=changed)
            else:
                move = await move_for(wish, session_id=session, store=store, latest=latest)
                if move.number is None:
                    assert move.draft == latest.draft
                    return False
                # Several steps at once may lead to what looks the same; one that changes nothing would be none.
                if isinstance(wish, Restore) or wish == Undo():
                    assert move.draft != latest.draft
                await store.add_version(
                    session,
                    draft=move.draft,
                    message="",
                    reply="",
                    changed=True,
                    step=move.kind,
                    at=move.stands_on,
                )
            kept.append((await store.latest(session)).draft)
            return True

        for wish in wishes:
            before = await store.latest(session)
            if await take(wish) and isinstance(wish, Undo):
                # an undo is taken back by a redo, however many steps it went
                ahead = await move_for(
                    Redo(), session_id=session, store=store, latest=await store.latest(session)
                )
                assert ahead.draft == before.draft
        # Nothing that was ever there has gone or changed, and each can be had again.
        for number, expected in enumerate(list(kept), 1):
            found = await store.version(session, number)
            assert found is not None
            assert found.draft == expected
        # Undo ends at the empty beginning, by way of states that don't come twice; redo comes all the way back.
        start = await store.latest(session)
        seen = [start.draft]
        while await take(Undo()):
            seen.append((await store.latest(session)).draft)
            assert len(seen) <= len(kept) + 1
        assert seen[-1] == EMPTY_DRAFT
        assert all(a != b for a, b in itertools.pairwise(seen))
        shown = [(await store.latest(session)).shows]
        for expected in reversed(seen[:-1]):
            assert await take(Redo())
            assert (await store.latest(session)).draft == expected
            shown.append((await store.latest(session)).shows)
        assert shown == sorted(set(shown))
        await database.close()


@given(wishes=_WISHES)
@settings(max_examples=60)
def test_no_sequence_loses_a_version_or_makes_undo_turn_in_a_circle(wishes: list[Any]) -> None:
    asyncio.run(_live(wishes))


def test_an_edit_ends_what_could_be_redone() -> None:
    history = [Place(1, "edit", 1, 0), Place(2, "edit", 2, 1), Place(3, "undo", 1, 0), Place(4, "edit", 4, 1)]
    assert redo_target(history[:3]) == 2
    assert redo_target(history) is None
    assert undo_target(history) == 1


# --- a database of before ----------------------------------------------------------------------------------------

_VERSION_1 = """
CREATE TABLE users (client_id TEXT PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, created REAL NOT NULL);
CREATE TABLE tokens (token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE projects (
    session_id TEXT PRIMARY KEY, task_id TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL,
    language TEXT NOT NULL, created REAL NOT NULL
);
CREATE TABLE files (
    content_hash TEXT PRIMARY KEY, extension TEXT NOT NULL, size_bytes INTEGER NOT NULL, info TEXT NOT NULL
);
CREATE TABLE measurements (
    content_hash TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (content_hash, kind)
);
CREATE TABLE media (
    number INTEGER PRIMARY KEY AUTOINCREMENT, media_id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES projects, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES files, UNIQUE (session_id, content_hash, name)
);
CREATE TABLE versions (
    session_id TEXT NOT NULL REFERENCES projects, number INTEGER NOT NULL, draft TEXT NOT NULL,
    message TEXT NOT NULL, reply TEXT NOT NULL, changed INTEGER NOT NULL, created REAL NOT NULL,
    PRIMARY KEY (session_id, number)
);
CREATE TABLE renders (
    key TEXT PRIMARY KEY, render_id TEXT NOT NULL, user_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES projects, draft TEXT NOT NULL, status TEXT NOT NULL,
    output TEXT NOT NULL DEFAULT '{}', receipt TEXT NOT NULL DEFAULT '{}', error TEXT NOT NULL DEFAULT '{}',
    cancelled INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL, completed REAL, UNIQUE (user_id, render_id)
);
CREATE INDEX renders_by_status ON renders (status, created);
PRAGMA user_version=1;
"""


async def test_a_database_of_the_version_before_keeps_all_and_can_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    with sqlite3.connect(path) as db:
        db.executescript(_VERSION_1)
        db.execute("INSERT INTO projects VALUES ('s', 't', 'u', 'My film', 'zh-CN', 5.0)")
        db.execute("INSERT INTO projects VALUES ('other', 't2', 'u', 'n', 'en', 5.0)")
        for number, (length, changed) in enumerate([(0, 0), (1, 1), (1, 0), (2, 1), (3, 1), (3, 0)], 1):
            kept = json.dumps({"d": length} if length else dict(EMPTY_DRAFT))
            db.execute(
                "INSERT INTO versions VALUES ('s', ?, ?, ?, '好', ?, 7.0)",
                (number, kept, f"m{number}", changed),
            )
        db.execute("INSERT INTO versions VALUES ('other', 1, '{}', 'm', 'r', 1, 7.0)")
        before = db.execute("SELECT * FROM versions ORDER BY session_id, number").fetchall()
    db.close()

    for _ in range(2):
        database = Database(path)
        await database.open()
        store = Store(database, clock=lambda: 0.0)
        project = await store.project("s", user_id="u")
        assert project is not None
        assert (project.name, project.skill) == ("My film", "")
        places = await store.history("s")
        assert [(p.step, p.shows, p.under) for p in places] == [
            ("talk", 0, 0),
            ("edit", 2, 0),
            ("talk", 2, 0),
            ("edit", 4, 2),
            ("edit", 5, 4),
            ("talk", 5, 4),
        ]
        assert undo_target(places) == 4
        assert undo_target(places, steps=2) == 2
        assert (await store.latest("s")).draft == {"d": 3}
        await database.close()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        columns = "session_id, number, draft, message, reply, changed, created"
        assert db.execute(f"SELECT {columns} FROM versions ORDER BY session_id, number").fetchall() == before
    db.close()
