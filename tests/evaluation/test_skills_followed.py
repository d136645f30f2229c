"""Ten requests of its kind for each skill, by an agent that follows the skill's page through a real client.

The agent's choice of tools comes from the page; that the choice is right, from what the user's turn is. The defaults
are looked up in the draft of every request, and measured on the film of the first.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import anyio
import pytest

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.projects import ProjectBook
from nemovideo_mcp.config import Paths
from nemovideo_mcp.skills import skills_folder
from support.agent import Agent, hosted
from support.evaluation import FULL, check_film
from support.measure import measure
from support.page_agent import Page, read_page

pytestmark = pytest.mark.anyio

REQUESTS = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "skill_requests.toml").read_text(encoding="utf-8")
)
FRAMES = {"16:9": [1920, 1080], "9:16": [1080, 1920], "1:1": [1080, 1080]}
FILM_MS = {"a.mp4": 4000, "b.mp4": 4000, "tall.mp4": 3000, "cut.mp4": 6000}
OWN_CUTS_S = {"cut.mp4": (1.5, 3.7)}
# What people ask beside their wishes, each with the tool that answers it.
ASIDES = (
    ("how does it look now?", "get_timeline"),
    ("what is my balance?", "check_credits"),
    ("状态", "get_timeline"),
    ("还剩多少积分", "check_credits"),
)
EXPORTS = ("export it", "导出", "download it", "send me the video", "Export a 1080p MP4")
SECONDS = 240


@pytest.mark.parametrize("skill", list(REQUESTS))
async def test_an_agent_that_follows_the_page_makes_what_was_wanted(
    skill: str, footage: Path, studio_home: Path, results: list[tuple[str, int, int, float, str]]
) -> None:
    if not FULL:
        pytest.skip("the skills are evaluated with NEMO_EVALUATE=1")
    page = read_page(skills_folder() / skill / "SKILL.md")
    export = EXPORTS[list(REQUESTS).index(skill) % len(EXPORTS)]
    begun, wrong, calls = time.perf_counter(), list[str](), 0
    with anyio.fail_after(SECONDS):
        async with hosted(studio_home, "--skill", skill, cwd=footage / "work") as agent:
            for number, (request, aside) in enumerate(zip(REQUESTS[skill], cycle(ASIDES), strict=False), 1):
                project = f"{skill} {number}"
                asked = [*request["say"], aside[0], *([export] if number == 1 else [])]
                tools = [
                    "upload_media",
                    *(["send_edit"] * len(request["say"])),
                    aside[1],
                    *(["export_video"] if number == 1 else []),
                ]
                agent.calls.clear()
                film = await _served(agent, page, request["files"], asked, folder=footage, project=project)
                calls += len(agent.calls)
                if (called := _order(agent)) != tools:
                    wrong.append(f"{number}: called {called}, not {tools}")
                draft = await _draft(studio_home, project)
                wrong += [f"{number}: {fault}" for fault in _faults(draft, request)]
                if film is not None:
                    check_film(measure(film), _film_checks(request))
    results.append((skill, len(REQUESTS[skill]), calls, time.perf_counter() - begun, f"{len(wrong)} wrong"))
    assert wrong == []


async def _served(
    agent: Agent, page: Page, files: Sequence[str], turns: Sequence[str], *, folder: Path, project: str
) -> Path | None:
    """Put a user's turns to the tools that the page names for them; the film, if one was exported."""
    film = None
    await agent.does(page.tool_for_files(), files=[str(folder / name) for name in files], project=project)
    for turn in turns:
        tool = page.tool_for(turn)
        arguments: dict[str, Any] = {"message": turn} if tool == "send_edit" else {}
        if tool != "check_credits":
            arguments["project"] = project
        answer = await agent.does(tool, **arguments)
        film = Path(answer["path"]) if answer.get("path") else film
    return film


def _order(agent: Agent) -> list[str]:
    """The tools that were chosen; asking again after work that goes on is no choice."""
    return [call.tool for call in agent.calls if call.tool != "wait_for_export"]


async def _draft(home: Path, project: str) -> Mapping[str, Any]:
    environ = {"NEMO_HOME": str(home)}
    async with NemoClient.from_env(backend="local", environ=environ) as nemo:
        found = ProjectBook(Paths.from_env(environ), backend=nemo.backend.key).find(project)
        assert found is not None
        return (await nemo.state(found.session_id)).draft


def _faults(draft: Mapping[str, Any], request: Mapping[str, Any]) -> list[str]:
    """What the draft is that it should not be."""
    wanted, found = request["film"], list[str]()
    frame = [draft["m"]["width"], draft["m"]["height"]]
    if frame != FRAMES[wanted["frame"]]:
        found.append(f"frame {frame}, not {wanted['frame']}")
    tracks = {track["tt"]: track["sg"] for track in draft["t"]}
    music = [clip["m"]["name"] for clip in tracks.get(1, ()) if clip["m"].get("role") == "bgm"]
    if not _is_music(music, wanted["music"], request["files"]):
        found.append(f"music {music}, not {wanted['music']}")
    shots = tracks[0]
    if wanted["cuts"] == "kept":
        length = sum(FILM_MS[name] for name in request["files"] if name in FILM_MS)
        if len(shots) != len([name for name in request["files"] if name in FILM_MS]):
            found.append(f"{len(shots)} shots where the cuts were to be kept")
    else:
        length = 1000 * wanted.get("length_s", draft["d"] / 1000)
        if not all("anchor" in shot["m"] for shot in shots[1:]):
            found.append("cuts that hang on no beat")
        if len(shots) < 2:
            found.append("no cut at all")
    if abs(draft["d"] - length) > 500:
        found.append(f"{draft['d']} ms, not {length}")
    return found


def _is_music(heard: Sequence[str], wanted: str, files: Sequence[str]) -> bool:
    moods = {name: mood.labels["en"] for name, mood in MOODS.items()}
    if wanted == "none":
        return not heard
    if wanted == "song":
        return any(name.rpartition(".")[0] in heard[0] for name in files if name.endswith(".wav"))
    return len(heard) == 1 and (
        heard[0] in moods.values() if wanted == "composed" else heard[0] == moods[wanted]
    )


def _film_checks(request: Mapping[str, Any]) -> dict[str, Any]:
    wanted = request["film"]
    checks: dict[str, Any] = {"size": FRAMES[wanted["frame"]], "sound": wanted["music"] != "none"}
    if wanted["cuts"] == "kept":
        own = [second for name in request["files"] for second in OWN_CUTS_S.get(name, ())]
        checks |= {"cuts_at": own}
    else:
        checks |= {"cuts": [1, 40]}
    return checks
