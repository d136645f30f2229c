"""Projects, versions, pictures, resources, prompts and completions, on a real studio."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from mcp.client.extension import ClientExtension, advertise
from mcp.server.apps import APP_MIME_TYPE
from mcp.server.apps import EXTENSION_ID as APPS
from mcp.shared.exceptions import MCPError
from mcp.types import ImageContent, PromptReference, ResourceTemplateReference, TextContent
from PIL import Image

from mcp import Client
from nemovideo_mcp.audio.compose.composer import MOODS as COMPOSED
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.skills import find_skills
from nemovideo_mcp.tools.looking import BOARD_META, DRAFT_META
from nemovideo_mcp.tools.prompts import MOODS
from nemovideo_mcp.tools.server import build_server
from support.calling import call, refused, told

pytestmark = pytest.mark.anyio

Connect = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture(params=["auto", "legacy"])
def connect(
    request: pytest.FixtureRequest, studio_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Connect:
    monkeypatch.chdir(tmp_path)
    environ = {"NEMO_HOME": str(tmp_path / "nemo")}

    @asynccontextmanager
    async def client(extensions: Sequence[ClientExtension] = ()) -> AsyncGenerator[Client]:
        server = build_server(
            open_client=lambda: NemoClient.from_env(backend=studio_url, environ=environ), environ=environ
        )
        async with Client(server, mode=request.param, extensions=extensions) as client:
            yield client

    return client


@pytest.fixture
def here(tmp_path: Path, clip: Path) -> Path:
    (tmp_path / "city.mp4").write_bytes(clip.read_bytes())
    return tmp_path


async def with_a_timeline(client: Client, project: str = "trip") -> None:
    await call(client, "upload_media", files="city.mp4", project=project)
    await call(client, "send_edit", message="join the clips, no music", project=project)


async def test_projects_are_listed_opened_and_started(connect: Connect, here: Path) -> None:
    async with connect() as client:
        nothing = await call(client, "list_projects")
        assert "upload_media" in nothing["next_step"]
        await with_a_timeline(client, "Lisbon")
        started = await call(client, "open_project", name="Lisbon", new=True)
        assert started["project"] == "Lisbon-2"
        listed = await call(client, "list_projects")
        assert listed["projects"] == ["Lisbon", "Lisbon-2"]
        assert listed["current"] == "Lisbon-2"
        opened = await call(client, "open_project", project="lisbon")
        assert opened["project"] == "Lisbon"
        assert "city" in opened["timeline"]
        assert (await call(client, "get_timeline"))["project"] == "Lisbon"
        unknown = await refused(client, "open_project", name="Porto")
        assert "“Lisbon”" in unknown["next_step"]
        assert "new=true" in unknown["next_step"]


async def test_a_project_is_deleted_once_the_user_has_agreed(connect: Connect, here: Path) -> None:
    async with connect() as client:
        await with_a_timeline(client, "Lisbon")
        await with_a_timeline(client, "Porto")
        would = await call(client, "delete_project", project="lisbon")
        assert would["message"].startswith("Deleting “Lisbon” takes away the timeline")
        assert "city.mp4 stays: another project has it too." in would["message"]
        assert "confirm=true" in would["next_step"]
        assert (await call(client, "list_projects"))["projects"] == ["Lisbon", "Porto"]

        gone = await call(client, "delete_project", project="Lisbon", confirm=True)
        assert gone["message"].startswith("“Lisbon” is deleted: ")
        listed = await call(client, "list_projects")
        assert (listed["projects"], listed["current"]) == (["Porto"], "Porto")
        assert (await refused(client, "delete_project", project="Lisbon"))["error"] == "InvalidRequest"
        last = await call(client, "delete_project", project="Porto", confirm=True)
        assert "the studio's copy of city.mp4" in last["message"]
        assert (await call(client, "list_projects"))["message"] == "There are no projects yet."
    assert (here / "city.mp4").is_file()


async def test_words_delete_no_project_and_say_what_does(connect: Connect, here: Path) -> None:
    async with connect() as client:
        await with_a_timeline(client)
        for words in ("delete this project", "把整个项目删掉"):
            answer = await call(client, "send_edit", message=words)
            assert answer["status"] == "refused"
            assert "delete_project" in answer["message"]
            assert "nemovideo delete" in answer["message"]
        assert (await call(client, "list_projects"))["projects"] == ["trip"]
        assert len((await call(client, "get_timeline"))["tracks"]) == 1


async def test_an_edit_is_undone_redone_and_any_version_restored(connect: Connect, here: Path) -> None:
    async with connect() as client:
        await with_a_timeline(client)
        before = (await call(client, "get_timeline"))["tracks"]
        await call(client, "send_edit", message="add a title 'Lisbon'")
        after = (await call(client, "get_timeline"))["tracks"]
        assert len(after) == len(before) + 1
        assert (await call(client, "restore_version"))["tracks"] == before
        assert (await call(client, "restore_version", redo=True))["tracks"] == after
        seen = await call(client, "get_timeline", history=True)
        assert [line.partition(":")[0].partition(" ")[0] for line in seen["versions"]] == ["1", "2", "3", "4"]
        assert "(now)" in seen["versions"][-1]
        assert (await call(client, "restore_version", version="v1"))["tracks"] == before
        assert (await refused(client, "restore_version", version=99))["error"] == "InvalidRequest"


async def test_undo_in_words_is_an_edit_like_any_other(connect: Connect, here: Path) -> None:
    async with connect() as client:
        await with_a_timeline(client)
        await call(client, "send_edit", message="add a title 'Lisbon'")
        undone = await call(client, "send_edit", message="撤销")
        assert "Lisbon" not in undone["timeline"]
        assert len((await call(client, "get_timeline"))["tracks"]) == 1


@pytest.mark.parametrize(
    "wish", [{"picture": "board"}, {"picture": True}, {"at_s": 1}, {"picture": "frames"}]
)
async def test_the_timeline_is_shown_when_asked(
    connect: Connect, here: Path, wish: dict[str, object]
) -> None:
    async with connect() as client:
        await with_a_timeline(client)
        if wish == {"picture": "frames"}:
            # Two clips, so that there is a cut.
            (here / "town.mp4").write_bytes((here / "city.mp4").read_bytes())
            await call(client, "upload_media", files="town.mp4")
            await call(client, "edit_timeline", operations={"op": "add_clips", "media": "town.mp4"})
        result = await client.call_tool("get_timeline", wish)
    told(result)
    [picture] = [block for block in result.content if isinstance(block, ImageContent)]
    png = base64.b64decode(picture.data)
    assert len(picture.data) <= 1_000_000
    with Image.open(BytesIO(png)) as image:
        assert image.width >= 600
        assert image.height >= 100


async def test_the_page_of_a_host_that_shows_it_gets_a_board_and_frames_to_play(
    connect: Connect, here: Path
) -> None:
    async with connect([advertise(APPS, {"mimeTypes": [APP_MIME_TYPE]})]) as client:
        await with_a_timeline(client)
        seen = await client.call_tool("get_timeline", {})
        draft = await client.call_tool("get_timeline", {"picture": "draft", "at_s": 0.5})
    assert (seen.meta or {})[BOARD_META]["plays"] is True
    frames = (draft.meta or {})[DRAFT_META]
    assert (frames["start_ms"], frames["frame_ms"]) == (0, 125)
    with Image.open(BytesIO(base64.b64decode(frames["pictures"][0].partition(",")[2]))) as image:
        assert max(image.size) == 320
    # What a model reads of it is two short sentences.
    assert sum(len(block.text) for block in draft.content if isinstance(block, TextContent)) < 400


async def test_a_host_without_the_page_is_told_what_to_ask_for_in_place_of_a_draft(
    connect: Connect, here: Path
) -> None:
    async with connect() as client:
        await with_a_timeline(client)
        answer = await call(client, "get_timeline", picture="draft")
    assert "does not show" in answer["message"]
    assert "frames" in answer["next_step"]


async def test_nothing_is_drawn_unasked_or_where_nothing_is(connect: Connect, here: Path) -> None:
    async with connect() as client:
        await call(client, "upload_media", files="city.mp4")
        for wish in ({"picture": "board"}, {}):
            result = await client.call_tool("get_timeline", wish)
            assert {block.type for block in result.content} == {"text"}


async def test_resources_show_projects_timelines_boards_and_skills(connect: Connect, here: Path) -> None:
    async with connect() as client:
        assert "no projects" in (await text_of(client, "nemo://projects"))
        await with_a_timeline(client, "Lisbon trip")
        assert "“Lisbon trip” (now)" in await text_of(client, "nemo://projects")
        assert "city" in await text_of(client, "nemo://projects/Lisbon%20trip/timeline")
        board = (await client.read_resource("nemo://projects/lisbon%20trip/board.png")).contents[0]
        assert base64.b64decode(board.blob).startswith(b"\x89PNG")  # pyright: ignore
        listed = [resource.uri for resource in (await client.list_resources()).resources]
        assert "nemo://projects" in listed
        for skill in find_skills():
            assert f"nemo://skills/{skill.name}" in listed
            assert f"name: {skill.name}" in await text_of(client, f"nemo://skills/{skill.name}")
            for page in (skill.folder / "references").glob("*.md"):
                assert await text_of(client, f"nemo://skills/{skill.name}/{page.name}") == page.read_text(
                    encoding="utf-8"
                )


@pytest.mark.parametrize(
    "uri",
    [
        "nemo://projects/nope/timeline",
        "nemo://projects/nope/board.png",
        "nemo://skills/nope",
        "nemo://skills/vidmuse-ai/..%2F..%2F..%2Fpyproject.toml",
        "nemo://skills/../SKILL.md",
    ],
)
async def test_a_resource_that_is_not_there_is_said_to_be_none(connect: Connect, uri: str) -> None:
    async with connect() as client:
        with pytest.raises(MCPError) as refusal:
            await client.read_resource(uri)
    assert refusal.value.error.code == -32602


async def test_prompts_name_their_skill_and_the_tools_in_order(connect: Connect) -> None:
    async with connect() as client:
        prompts = (await client.list_prompts()).prompts
        assert [p.name for p in prompts] == ["quick_edit", "batch_style", "iterative", "music_generation"]
        names = {skill.name for skill in find_skills()}
        tools = {tool.name for tool in (await client.list_tools()).tools}
        for prompt in prompts:
            plain = (await client.get_prompt(prompt.name, {})).messages[0].content
            assert isinstance(plain, TextContent)
            named = plain.text.partition("nemo://skills/")[2].partition(" ")[0]
            assert named in names
            assert {"upload_media", "send_edit", "export_video"} <= {t for t in tools if t in plain.text}
            wished = await client.get_prompt(
                prompt.name, {"files": "a.mp4", "wish": "slow cuts", "mood": "rock", "skill": "music-to-a"}
            )
            words = wished.messages[0].content.text  # pyright: ignore
            assert "a.mp4" in words
            assert "slow cuts, rock music" in words
            assert "nemo://skills/music-to-a" in words


async def test_arguments_are_completed(connect: Connect, here: Path) -> None:
    async with connect() as client:
        await with_a_timeline(client, "Lisbon")

        async def completed(
            ref: PromptReference | ResourceTemplateReference, name: str, begun: str
        ) -> list[str]:
            return (await client.complete(ref, {"name": name, "value": begun})).completion.values

        prompt = PromptReference(type="ref/prompt", name="quick_edit")
        template = ResourceTemplateReference(type="ref/resource", uri="nemo://projects/{project}/timeline")
        assert await completed(prompt, "mood", "CI") == ["cinematic"]
        assert await completed(prompt, "skill", "vid") == [
            s.name for s in find_skills() if s.name.startswith("vid")
        ]
        assert await completed(template, "project", "lis") == ["Lisbon"]
        assert await completed(prompt, "wish", "") == []
        assert await completed(PromptReference(type="ref/prompt", name="other"), "mood", "") == []


def test_the_moods_that_are_offered_are_those_that_can_be_composed() -> None:
    assert {mood.replace("-", "") for mood in MOODS} == set(COMPOSED)


async def text_of(client: Client, uri: str) -> str:
    return (await client.read_resource(uri)).contents[0].text  # pyright: ignore
