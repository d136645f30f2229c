"""Two hosts on one machine, each with its own server: they share the studio and the projects, and do no harm."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import anyio
import pytest

from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import read_record
from support.agent import Agent, Call, hosted
from support.calling import Place
from support.media import count_frames, make_video

pytestmark = pytest.mark.anyio

SECONDS = 120


async def together(agents: list[Agent], *calls: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What the agents are told when each makes its call at the same moment."""
    answers: dict[int, dict[str, Any]] = {}

    async def work(number: int, tool: str, arguments: dict[str, Any]) -> None:
        answers[number] = await agents[number].does(tool, **arguments)

    async with anyio.create_task_group() as group:
        for number, (tool, arguments) in enumerate(calls):
            group.start_soon(work, number, tool, arguments)
    return [answers[number] for number in range(len(calls))]


def studios_of(home: Path) -> int:
    """How many processes are the studio of `home`."""
    wanted = f"NEMO_HOME={home}".encode()
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            found += b"studio" in words and wanted in (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
    return found


async def test_two_that_begin_cold_at_once_share_one_studio_and_their_projects(
    home: Path, tmp_path: Path
) -> None:
    clips = [str(make_video(tmp_path / f"{n}.mp4", duration_ms=2500)) for n in ("a", "b")]
    with anyio.fail_after(SECONDS):
        async with AsyncExitStack() as stack:
            agents = [
                await stack.enter_async_context(hosted(home, cwd=tmp_path / name)) for name in ("one", "two")
            ]
            # Nothing runs yet: both have to start the studio, ask for a token, and make a project.
            uploaded = await together(
                agents,
                ("upload_media", {"files": clips, "project": "beach"}),
                ("upload_media", {"files": clips[:1], "project": "trip"}),
            )
            record = read_record(Paths.from_env({"NEMO_HOME": str(home)}))
            if Path("/proc").is_dir():
                assert studios_of(home) == 1
            assert [answer["project"] for answer in uploaded] == ["beach", "trip"]
            # Two wishes for one project at the same moment: both are carried out.
            await agents[0].does("send_edit", project="trip", message="combine these clips, 2 seconds")
            edited = await together(
                agents,
                ("send_edit", {"message": "add a title 'Lisbon' at the start", "project": "trip"}),
                ("send_edit", {"message": "加点低保真音乐", "project": "trip"}),
            )
            assert all(answer["status"] == "done" for answer in edited)
            seen = await together(agents, *[("get_timeline", {"project": "trip"})] * 2)
            assert seen[0]["tracks"] == seen[1]["tracks"]
            assert [t for t in seen[0]["tracks"] if "Lisbon" in t]
            assert len(seen[0]["tracks"]) == 3
            # The same film asked for twice at once, into the same folder: nobody's file is lost or torn.
            films = await together(
                agents,
                ("export_video", {"project": "trip", "output": str(tmp_path / "films" / "trip.mp4")}),
                ("export_video", {"project": "trip", "output": str(tmp_path / "films" / "trip.mp4")}),
            )
            assert record == read_record(Paths.from_env({"NEMO_HOME": str(home)}))
    files = {Path(film["path"]) for film in films}
    assert files == set((tmp_path / "films").iterdir())
    for film in films:
        path = Path(film["path"])
        assert path.stat().st_size == film["size_bytes"]
        assert count_frames(path) == pytest.approx(film["duration_s"] * 30, abs=2)
        assert os.access(path, os.R_OK)


async def test_two_that_begin_cold_without_a_name_both_get_a_project(home: Path, tmp_path: Path) -> None:
    clips = [str(make_video(tmp_path / f"{n}.mp4", duration_ms=1000)) for n in ("a", "b")]
    with anyio.fail_after(SECONDS):
        async with AsyncExitStack() as stack:
            agents = [
                await stack.enter_async_context(hosted(home, cwd=tmp_path / name)) for name in ("one", "two")
            ]
            uploaded = await together(
                agents, ("upload_media", {"files": clips[0]}), ("upload_media", {"files": clips[1]})
            )
            for answer in uploaded:
                seen = await agents[0].does("send_edit", message="combine", project=answer["project"])
                assert seen["timeline"].startswith("Timeline (")


async def test_of_two_edits_of_one_version_at_once_one_is_done_and_the_other_hears_what_changed(
    place: Place, tmp_path: Path
) -> None:
    clips = [str(make_video(tmp_path / f"{n}.mp4", duration_ms=2500, audio="tone")) for n in ("a", "b")]
    wishes: list[dict[str, Any]] = [
        {"op": "set_clip_sound", "clips": [1], "volume": 0.3},
        {"op": "set_clip_sound", "clips": [2], "volume": 0.6},
    ]
    with anyio.fail_after(SECONDS):
        async with AsyncExitStack() as stack:
            agents: list[Agent] = []
            for _ in range(2):
                client = await stack.enter_async_context(place.client())
                tools = tuple(tool.name for tool in (await client.list_tools()).tools)
                agents.append(Agent(client=client, tools=tools, pid=os.getpid()))
            await agents[0].does("upload_media", files=clips, project="trip")
            placed = {"op": "add_clips", "media": ["a.mp4", "b.mp4"]}
            made = await agents[0].does("edit_timeline", project="trip", operations=[placed])
            calls: list[Call | None] = [None, None]

            async def wish(number: int) -> None:
                calls[number] = await agents[number].call(
                    "edit_timeline",
                    project="trip",
                    operations=[wishes[number]],
                    expect_version=made["version"],
                )

            async with anyio.create_task_group() as group:
                group.start_soon(wish, 0)
                group.start_soon(wish, 1)
            late = next(n for n, call in enumerate(calls) if call is not None and call.is_error)
            told = [call.answer for call in calls if call is not None]
            assert told[1 - late]["version"] == told[late]["version"] == made["version"] + 1
            assert told[late]["error"] == "EditConflict"
            assert f"100% → {(30, 60)[1 - late]}%" in told[late]["message"]
            # The one who came late sends the wish again on top of the other's.
            again = await agents[late].does(
                "edit_timeline",
                project="trip",
                operations=[wishes[late]],
                expect_version=told[late]["version"],
            )
            assert again["version"] == made["version"] + 2
            seen = (await agents[0].does("get_timeline", project="trip"))["timeline"]["clips"]
    assert [clip["volume"] for clip in seen] == pytest.approx([0.3, 0.6])
