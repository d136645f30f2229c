"""MCP Inspector's command line, over standard input and output and over HTTP; each call is a client of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from nemovideo_mcp.skills import find_skills
from nemovideo_mcp.tools.server import build_server
from support.media import make_video
from support.programs import PROGRAMS, SERVE, Done, run

pytestmark = pytest.mark.client("inspector")

Ask = Callable[..., Done]
IS_ERROR = 5


@pytest.fixture(params=["stdio", "http"])
def ask(request: pytest.FixtureRequest, home: Path) -> Ask:
    """Calls a method of the server, over one transport after the other."""
    if request.param == "http":
        to = [request.getfixturevalue("url"), "--transport", "http"]
    else:
        # The program gives its server only what it is told to.
        to = [*SERVE, "-e", f"NEMO_HOME={home / 'nemovideo'}"]

    def call(method: str, *more: str) -> Done:
        return run(
            PROGRAMS["inspector"], "--cli", *to, "--method", method, *more, "--format", "json", home=home
        )

    return call


def result_of(done: Done, *, code: int = 0) -> dict[str, Any]:
    assert done.code == code, done.said
    return json.loads(done.out)["result"]


def test_it_lists_the_tools_and_has_nothing_to_say_against_their_schemas(ask: Ask) -> None:
    seen = result_of(ask("tools/list", "--strict"))
    assert [tool["name"] for tool in seen["tools"]] == [
        tool.name for tool in anyio.run(build_server().list_tools)
    ]


def test_it_makes_a_film(ask: Ask, home: Path, tmp_path: Path) -> None:
    clips = [make_video(home / "trip" / f"{name}.mp4", duration_ms=2500) for name in ("sea", "city")]
    project = f"project={tmp_path.name}"

    def call(tool: str, *arguments: str) -> dict[str, Any]:
        pairs = [word for pair in (*arguments, project) for word in ("--tool-arg", pair)]
        return result_of(ask("tools/call", "--tool-name", tool, *pairs))["structuredContent"]

    call("upload_media", f"files={json.dumps([str(clip) for clip in clips])}")
    edited = call("send_edit", "message=combine these clips, add upbeat music and cut to the beat, 4 seconds")
    assert "Timeline (" in edited["timeline"]
    film = call("export_video", f"output={home / tmp_path.name}.mp4")
    while film["status"] == "rendering":
        film = call("export_video", f"job_id={film['job_id']}")
    assert Path(film["path"]).stat().st_size == film["size_bytes"]
    assert "on the beat" in film["receipt"]


def test_a_refusal_is_an_error_with_words(ask: Ask, home: Path) -> None:
    done = ask("tools/call", "--tool-name", "upload_media", "--tool-arg", f"files={home / 'gone.mp4'}")
    refused = result_of(done, code=IS_ERROR)
    assert refused["isError"] is True
    assert "gone.mp4" in refused["structuredContent"]["message"]


def test_it_reads_the_resources(ask: Ask) -> None:
    listed = [resource["uri"] for resource in result_of(ask("resources/list"))["resources"]]
    assert "nemo://projects" in listed
    templates = result_of(ask("resources/templates/list"))["resourceTemplates"]
    found = {template["uriTemplate"] for template in templates}
    assert {"nemo://projects/{project}/timeline", "nemo://projects/{project}/board.png"} <= found
    (projects,) = result_of(ask("resources/read", "--uri", "nemo://projects"))["contents"]
    assert projects["text"]
    skill = find_skills()[0]
    (page,) = result_of(ask("resources/read", "--uri", f"nemo://skills/{skill.name}"))["contents"]
    assert skill.name in page["text"]


def test_it_gets_the_prompts(ask: Ask) -> None:
    listed = {prompt["name"] for prompt in result_of(ask("prompts/list"))["prompts"]}
    assert listed == {"quick_edit", "batch_style", "iterative", "music_generation"}
    messages = result_of(ask("prompts/get", "--prompt-name", "quick_edit"))["messages"]
    assert "upload_media" in messages[0]["content"]["text"]


def test_it_finds_the_skills_and_the_folders_of_one(ask: Ask) -> None:
    era = ("--protocol-era", "modern")
    skills = result_of(ask("skills/list", *era))["skills"]
    assert [skill["frontmatter"]["name"] for skill in skills] == [skill.name for skill in find_skills()]
    uri = skills[0]["uri"]
    assert result_of(ask("skills/get", "--uri", uri, *era))["skill"] == skills[0]
    inside = result_of(
        ask("resources/directory/read", "--uri", f"{uri.removesuffix('/SKILL.md')}/references", *era)
    )
    folder = f"{uri.removesuffix('/SKILL.md')}/references/"
    listed = {file["uri"] for file in skills[0]["resources"] if file["uri"].startswith(folder)}
    assert {child["uri"] for child in inside["resources"]} == listed
    verified = ask("skills/list", "--verify", "--require-digests", *era)
    assert verified.code == 0, verified.said
