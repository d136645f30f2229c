"""What the page asks for through a chat program, and what the agent hears of it: once, at its next call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from mcp import Client
from support.calling import Place, call, refused, with_a_timeline

pytestmark = pytest.mark.anyio


async def cut_film(client: Client) -> int:
    """A film of two shots in the project `trip`; its version."""
    await call(client, "upload_media", files="city.mp4", project="trip")
    shots = [{"op": "add_clips", "media": "m1", "in_s": 0.5, "length": 1} for _ in range(2)]
    return (await call(client, "edit_timeline", operations=shots, project="trip"))["version"]


def moved(at: float) -> list[dict[str, Any]]:
    return [{"op": "move_cut", "cut": 1, "at": at, "snap": "none"}]


async def test_no_model_is_told_of_what_the_page_alone_sends(place: Place) -> None:
    async with place.client() as client:
        tools = (await client.list_tools()).tools
    assert not any("page" in tool.input_schema["properties"] for tool in tools)


async def test_the_agent_hears_of_a_person_s_changes_once_at_its_next_call(place: Place) -> None:
    async with place.client() as agent:
        version = await cut_film(agent)
        made = await call(agent, "edit_timeline", operations=moved(1.2), page=version, idempotency_key="p1")
        again = await call(agent, "edit_timeline", operations=moved(1.2), page=version, idempotency_key="p1")
        assert made["version"] == again["version"] == version + 1
        # What the page reads takes nothing away from the agent.
        await call(agent, "get_timeline", page=version + 1)
        undone = await call(agent, "restore_version", page=version + 1)
        assert undone["version"] == version + 2
        heard = await call(agent, "get_timeline")
        told = heard["message"].split("\n")
        assert told[0].endswith(f"changed the film on the timeline page, version {version + 2}:")
        assert told[1].startswith("- The cut between “city.mp4” (c1) and “city.mp4” (c2) is at 1.2 s.")
        assert told[2].startswith("- “Move cut 1 to 1.2 s without moving anything else.” undone")
        assert "Since your last call" not in (await call(agent, "get_timeline"))["message"]


async def test_every_tool_about_the_film_tells_it_and_a_conflict_too(place: Place) -> None:
    async with place.client() as agent:
        version = await cut_film(agent)
        for at, tool, arguments in (
            (1.1, "send_edit", {"message": "make clip 1 black and white"}),
            (1.2, "edit_timeline", {"operations": [{"op": "reverse_clip", "clips": 1}]}),
            (1.4, "restore_version", {}),
        ):
            page = await call(agent, "edit_timeline", operations=moved(at), page=version)
            said = await call(agent, tool, **arguments)
            assert said["message"].startswith("Since your last call the user changed the film"), tool
            version = (await call(agent, "get_timeline"))["version"]
            assert version > page["version"]
        await call(agent, "edit_timeline", operations=moved(1.3), page=version)
        late = await refused(
            agent, "edit_timeline", operations=[{"op": "reverse_clip", "clips": 1}], expect_version=version
        )
        assert late["error"] == "EditConflict"
        assert late["message"].startswith("Since your last call the user changed the film")


async def test_a_server_that_starts_anew_tells_what_came_behind_the_agent_s_last_edit(place: Place) -> None:
    async with place.client() as agent:
        version = await cut_film(agent)
        await call(agent, "edit_timeline", operations=moved(1.2), page=version)
    async with place.client() as agent:
        assert "is at 1.2 s" in (await call(agent, "get_timeline", project="trip"))["message"]
        assert "Since your last call" not in (await call(agent, "get_timeline"))["message"]


async def test_a_page_that_is_behind_is_refused_with_what_has_changed(place: Place) -> None:
    async with place.client() as agent:
        version = await cut_film(agent)
        await call(agent, "edit_timeline", operations=[{"op": "reverse_clip", "clips": 1}])
        for tool, arguments in (("edit_timeline", {"operations": moved(1.2)}), ("restore_version", {})):
            late = await refused(agent, tool, page=version, **arguments)
            assert (late["error"], late["version"]) == ("EditConflict", version + 1)
            assert late["changes"][0]["text"]
        assert (await call(agent, "get_timeline"))["version"] == version + 1


async def test_a_refusal_of_the_page_s_wish_says_what_works(place: Place) -> None:
    async with place.client() as agent:
        version = await cut_film(agent)
        late = await refused(agent, "edit_timeline", operations=moved(1.95), page=version)
        assert (late["status"], late["error"]) == ("refused", "EditRefused")
        assert "It can be at" in late["message"]


async def test_what_is_done_on_the_studio_s_page_is_heard_too(place: Place, clip: Path) -> None:
    async with place.client() as agent:
        version = await cut_film(agent)
        async with httpx.AsyncClient(base_url=place.url, trust_env=False) as http:
            await enter(http, place, "trip")
            made = await http.post("edits", json={"operations": moved(1.4), "expect_version": version})
            assert made.json()["data"]["version"] == version + 1
        assert "is at 1.4 s" in (await call(agent, "send_edit", message="mute clip 1"))["message"]


async def enter(http: httpx.AsyncClient, place: Place, name: str) -> None:
    """Go to the page of the project as a browser does that was given the link."""
    from nemovideo_mcp.client import NemoClient
    from nemovideo_mcp.client.projects import ProjectBook
    from nemovideo_mcp.config import Paths

    environ = {"NEMO_HOME": str(place.home / "nemo")}
    async with NemoClient.from_env(backend=place.url, environ=environ) as nemo:
        book = ProjectBook(Paths.from_env(environ), backend=nemo.backend.key)
        project = next(one for one in book.all() if one.name == name)
        address, _, code = (await nemo.open_page(project.session_id)).partition("#")
    http.base_url = httpx.URL(address)
    assert (await http.post("enter", json={"code": code})).status_code == 200


async def test_a_film_without_changes_on_the_page_says_nothing_of_it(place: Place) -> None:
    await with_a_timeline(place)
    async with place.client() as agent:
        assert "Since your last call" not in (await call(agent, "get_timeline", project="trip"))["message"]
