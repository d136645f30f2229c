"""Operations over HTTP: applied all or none, refused in words, kept as versions that can be undone."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from support.studio import Caller, in_process, make_studio, on_a_port, quick_engine

pytestmark = pytest.mark.anyio

TWO_CLIPS: list[dict[str, Any]] = [{"op": "add_clips", "media": ["m1", "m2"]}]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(params=["in process", "on a port"])
async def backend(request: pytest.FixtureRequest, data: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Our own studio, both ways: these calls are not the protocol's."""
    studio = make_studio(data)
    if request.param == "in process":
        async with in_process(studio) as http:
            yield http
    else:
        with on_a_port(studio) as url:
            async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as http:
                yield http


@pytest.fixture
async def film(caller: Caller, clip: Path, other_clip: Path) -> Caller:
    """A project with a film of two clips."""
    await caller.upload(clip, other_clip)
    await edit(caller, TWO_CLIPS)
    return caller


async def post(caller: Caller, body: object, **headers: str) -> httpx.Response:
    content = json.dumps(body).encode()
    return await caller.http.post(
        f"/studio/sessions/{caller.session_id}/edits",
        content=content,
        headers={**caller.headers, "Content-Type": "application/json", **headers},
    )


async def edit(caller: Caller, operations: object, **more: Any) -> dict[str, Any]:
    reply = await post(caller, {"operations": operations, **more})
    assert reply.status_code == 200, reply.text
    assert reply.json()["code"] == 0
    return reply.json()["data"]


async def timeline(caller: Caller, query: str = "") -> dict[str, Any]:
    reply = await caller.get(f"/studio/sessions/{caller.session_id}/timeline{query}")
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


def kept_versions(data: Path) -> list[tuple[int, list[dict[str, Any]], str, str]]:
    with sqlite3.connect(data / "studio.db") as db:
        rows = db.execute("SELECT number, operations, author, message FROM versions ORDER BY number")
        return [(number, json.loads(ops), author, message) for number, ops, author, message in rows]


async def test_operations_make_a_version_that_keeps_them_with_their_author(film: Caller, data: Path) -> None:
    answer = await edit(film, [{"op": "reverse_clip", "clips": 2}], author="claude")

    assert [done["op"] for done in answer["done"]] == ["reverse_clip"]
    assert answer["done"][0]["ids"] == ["c2"]
    assert answer["not_done"] == []
    assert (answer["version"], answer["exportable"], answer["blockers"]) == (2, True, [])
    assert answer["changes"][0]["after"] == {"reversed": True}
    assert (await timeline(film))["clips"][1]["reversed"] is True
    number, operations, author, message = kept_versions(data)[-1]
    assert (number, author) == (2, "claude")
    assert operations == [{"op": "reverse_clip", "clips": [2], "author": "claude"}]
    assert "clip 2" in message


async def test_a_batch_is_all_or_nothing_and_names_the_place_that_failed(film: Caller) -> None:
    before = await timeline(film)

    answer = await edit(
        film, [{"op": "reverse_clip", "clips": 1}, {"op": "reverse_clip", "clips": "papagei"}]
    )

    assert answer["done"] == []
    assert [(one["place"], one["op"]) for one in answer["not_done"]] == [(2, "reverse_clip")]
    assert "papagei" in answer["not_done"][0]["why"]
    assert "export" not in answer["message"].lower()
    assert await timeline(film) == before


async def test_one_batch_is_one_undo_step(film: Caller) -> None:
    before = await timeline(film)
    await edit(
        film, [{"op": "reverse_clip", "clips": 1}, {"op": "set_clip_sound", "clips": 2, "volume": 0.2}]
    )

    await film.post(f"/studio/sessions/{film.session_id}/restore", {"undo": True})

    assert (await timeline(film))["clips"] == before["clips"]


async def test_a_dry_run_answers_as_the_edit_would_and_changes_nothing(film: Caller, data: Path) -> None:
    before, versions = await timeline(film), kept_versions(data)
    operations = [{"op": "set_clip_length", "clips": 1, "length": 0.5}]

    dry = await edit(film, operations, dry_run=True)

    assert dry["dry_run"] is True
    assert dry["version"] == before["version"]
    assert await timeline(film) == before
    assert kept_versions(data) == versions
    made = await edit(film, operations)
    assert {**dry, "version": 0} == {**made, "version": 0, "dry_run": True}


async def test_an_edit_against_an_old_version_is_a_conflict_that_tells_what_changed(film: Caller) -> None:
    seen = (await timeline(film))["version"]
    await edit(film, [{"op": "set_canvas", "ratio": "9:16"}], expect_version=seen)

    reply = await post(film, {"operations": [{"op": "reverse_clip", "clips": 1}], "expect_version": seen})

    assert reply.status_code == 409
    assert (reply.json()["code"], reply.json()["data"]["version"]) == (409, seen + 1)
    assert reply.json()["data"]["changes"] == ["canvas 16:9 → 9:16"]
    assert "expect_version" in reply.json()["data"]["next_step"]
    assert "reversed" not in (await timeline(film))["clips"][0]


async def test_talk_between_two_edits_is_no_conflict(film: Caller) -> None:
    seen = (await timeline(film))["version"]
    await film.say("what is the weather like")

    answer = await edit(film, [{"op": "reverse_clip", "clips": 1}], expect_version=seen)

    assert answer["done"]


async def test_of_two_agents_that_have_seen_the_same_only_one_edits(film: Caller) -> None:
    seen = (await timeline(film))["version"]
    bodies = [
        {"operations": [{"op": "set_clip_sound", "clips": n, "volume": 0.3}], "expect_version": seen}
        for n in (1, 2)
    ]

    replies = await asyncio.gather(*(post(film, body) for body in bodies))

    assert sorted(reply.status_code for reply in replies) == [200, 409]


async def test_ids_are_never_given_twice_even_behind_an_undo(film: Caller) -> None:
    first = await edit(film, [{"op": "add_text", "text": "Hello"}])
    await film.post(f"/studio/sessions/{film.session_id}/restore", {"undo": True})

    second = await edit(film, [{"op": "add_text", "text": "Hello"}])

    assert first["done"][0]["ids"] != second["done"][0]["ids"]


async def test_what_is_that_way_already_is_said_and_makes_no_version(film: Caller) -> None:
    await edit(film, [{"op": "set_clip_sound", "clips": 1, "volume": 0.5}])

    answer = await edit(film, [{"op": "set_clip_sound", "clips": 1, "volume": 0.5}])

    assert answer["message"] == "It is that way already."
    assert answer["version"] == 2
    assert answer["changes"] == []


async def test_the_answer_is_in_the_language_that_the_caller_reads(film: Caller) -> None:
    body = {"operations": [{"op": "reverse_clip", "clips": 9}]}

    reply = await post(film, body, **{"Accept-Language": "zh-CN"})

    assert "没有第 9 个片段" in reply.json()["data"]["message"]


NONSENSE: dict[str, object] = {
    "ten thousand operations": [{"op": "remove_music"}] * 10_000,
    "a megabyte of a name": [{"op": "reverse_clip", "clips": "x" * 1_000_000}],
    "a megabyte of an operation": [{"op": "y" * 1_000_000}],
    "not a number": [{"op": "set_speed", "clips": 1, "factor": float("nan")}],
    "infinity": [{"op": "set_clip_length", "clips": 1, "length": float("inf")}],
    "a length of nothing": [{"op": "set_clip_length", "clips": 1, "length": 0}],
    "behind the end": [{"op": "split_clip", "at": 4000}],
    "an unknown field": [{"op": "reverse_clip", "clip": 1}],
    "no list": "reverse it",
    "an empty list": [],
    "nothing": None,
}


@pytest.mark.parametrize("operations", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_is_refused_in_a_short_sentence_and_changes_nothing(
    operations: object, film: Caller
) -> None:
    before = await timeline(film)

    answer = await edit(film, operations)

    assert answer["done"] == []
    assert 0 < len(answer["message"]) < 3000
    assert await timeline(film) == before


@pytest.mark.parametrize(
    "field",
    [{"expect_version": "3"}, {"dry_run": 1}, {"author": ""}, {"author": 7}, {"expect_version": True}],
)
async def test_a_field_of_another_kind_is_an_error_that_names_it(field: dict[str, Any], film: Caller) -> None:
    reply = await post(film, {"operations": [{"op": "remove_music"}], **field})

    assert reply.status_code == 400
    assert next(iter(field)) in reply.json()["message"]


async def test_an_operation_whose_file_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, clip: Path
) -> None:
    def unreadable(path: Path, info: MediaInfo, watch: Watch) -> Analysis:
        raise MediaUnreadable(name=path.name, reason={"en": "it has gone", "zh": "文件已不存在"})

    async with in_process(make_studio(tmp_path, engine=quick_engine(analyse=unreadable))) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)

        answer = await edit(caller, [{"op": "set_canvas", "ratio": "1:1"}, {"op": "auto_edit"}])

        assert answer["done"] == []
        assert [(one["place"], one["op"]) for one in answer["not_done"]] == [(2, "auto_edit")]
        assert "it has gone" in answer["message"]


async def test_a_range_shows_the_clips_that_are_seen_in_it(film: Caller) -> None:
    whole = await timeline(film)

    part = await timeline(film, f"?from_s={whole['clips'][1]['start_s']}")

    assert [c["id"] for c in part["clips"]] == ["c2"]
    assert part["range"]["of"] == 2
    bad = await film.get(f"/studio/sessions/{film.session_id}/timeline?from_s=nan")
    assert bad.status_code == 400


async def test_media_tell_what_they_hold(film: Caller) -> None:
    reply = await film.get(f"/studio/sessions/{film.session_id}/media")

    first, second = reply.json()["data"]["media"]
    assert (first["id"], first["kind"], first["uses"]) == ("m1", "video", 1)
    assert first["width"] == 320
    one = (await film.get(f"/studio/sessions/{film.session_id}/media/{second['name']}")).json()["data"]
    assert one == second
    missing = await film.get(f"/studio/sessions/{film.session_id}/media/m9")
    assert missing.status_code == 400
    assert "m9" in missing.json()["message"]


async def test_another_user_reaches_none_of_it(film: Caller) -> None:
    stranger = Caller(http=film.http, client_id="0d0c7a7e-1111-4222-8333-944455556666")
    await stranger.sign_in()
    stranger.session_id = film.session_id

    assert (await stranger.get(f"/studio/sessions/{film.session_id}/timeline")).status_code == 404
    assert (await post(stranger, {"operations": []})).status_code == 404


async def test_characters_that_no_font_has_are_named_in_the_answer(film: Caller) -> None:
    drawn = await edit(film, [{"op": "add_text", "text": "Ride 骑行 라이딩 🚴"}])
    assert "font" not in drawn["message"]
    missing = await edit(film, [{"op": "add_text", "text": "Ride مرحبا", "font": "serif"}])
    assert missing["done"]
    assert "No font here has these characters" in missing["message"]
    assert "م" in missing["message"]
