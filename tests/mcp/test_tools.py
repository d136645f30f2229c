"""The tools through a real MCP client, in both eras, over a backend that is a script."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import anyio
import httpx
import pytest

from mcp import Client
from nemovideo_mcp import errors
from nemovideo_mcp.tools.server import build_server
from support.backend import DRAFT, FILM, FakeBackend
from support.calling import call, refused, told

pytestmark = pytest.mark.anyio

Connect = Callable[..., AbstractAsyncContextManager[Client]]
READERS = ("get_timeline", "get_media", "check_credits", "list_projects")


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture(autouse=True)
def _fast_and_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("nemovideo_mcp.client.backend.CLOUD_POLL_SECONDS", 0.02)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "city one.mp4"
    path.write_bytes(b"x" * 1000)
    return path


@pytest.fixture(params=["auto", "legacy"])
def connect(request: pytest.FixtureRequest, backend: FakeBackend, tmp_path: Path) -> Connect:
    def open_one(answer_seconds: float = 60.0) -> Client:
        server = build_server(
            open_client=lambda: backend.client(tmp_path),
            environ={"NEMO_HOME": str(tmp_path)},
            answer_seconds=answer_seconds,
            allow=[str(tmp_path)],
        )
        return Client(server, mode=request.param)

    return open_one


async def test_the_whole_job_is_done_by_five_tools(connect: Connect, clip: Path, tmp_path: Path) -> None:
    async with connect() as client:
        uploaded = await call(client, "upload_media", files=str(clip))
        assert uploaded["files"] == ["city one.mp4"]
        assert "send_edit" in uploaded["next_step"]
        edited = await call(client, "send_edit", message="cut it to the beat")
        assert edited["message"].startswith("> Cut to the beat.")
        assert edited["timeline"].startswith("Timeline (2 tracks): 1. Video: city (0-4s)")
        seen = await call(client, "get_timeline")
        assert seen["tracks"] == ["Video: city (0-4s)", "BGM: Lo-fi (0-4s, 35%)"]
        assert seen["duration_s"] == 4.0
        assert (await call(client, "check_credits"))["available"] == 90
        result = await client.call_tool("export_video", {"output": str(tmp_path / "films")})
        film = told(result)
    assert film["status"] == "done"
    assert Path(film["path"]) == tmp_path / "films.mp4"
    assert Path(film["path"]).read_bytes() == FILM
    assert film["size_bytes"] == len(FILM)
    link = result.content[1]
    assert (link.type, link.uri, link.size) == ("resource_link", Path(film["path"]).as_uri(), len(FILM))  # pyright: ignore


async def test_every_tool_says_what_it_is_and_what_it_may_do(connect: Connect) -> None:
    async with connect() as client:
        tools = (await client.list_tools()).tools
    assert {"upload_media", "send_edit", "get_timeline", "check_credits", "export_video"} <= {
        tool.name for tool in tools
    }
    for tool in tools:
        assert "Example: " + tool.name in (tool.description or "")
        assert tool.annotations is not None
        hints = tool.annotations.model_dump(exclude={"title"})
        assert None not in hints.values()
        assert hints["destructive_hint"] == (tool.name in ("cancel_export", "delete_project"))
        assert hints["read_only_hint"] == (tool.name in READERS)
        assert tool.output_schema is not None
        # Clients in TypeScript hold errors to the schema as well.
        assert set(tool.output_schema["required"]) == {"message", "next_step"}


async def test_no_request_is_made_before_a_tool_is_called(connect: Connect, backend: FakeBackend) -> None:
    async with connect() as client:
        await client.list_tools()
    assert backend.requests == []


@pytest.mark.parametrize("form", ["{}", "file://{}", "'{}'", '["{}"]', ["{}"]])
async def test_files_are_taken_in_any_form(connect: Connect, clip: Path, form: str | list[str]) -> None:
    plain = clip.with_name("clip.mp4")
    clip.rename(plain)
    files = [form[0].format(plain)] if isinstance(form, list) else form.format(plain)
    async with connect() as client:
        assert (await call(client, "upload_media", files=files))["files"] == ["clip.mp4"]


async def test_links_are_left_to_the_backend(connect: Connect, backend: FakeBackend) -> None:
    async with connect() as client:
        await call(client, "upload_media", files=["https://example.com/a.mp4"])
    assert json.loads(backend.bodies[-1]) == {"urls": ["https://example.com/a.mp4"], "source_type": "url"}


async def test_failures_say_what_happened_and_what_to_do(
    connect: Connect, clip: Path, backend: FakeBackend
) -> None:
    async with connect() as client:
        missing = await refused(client, "upload_media", files=[str(clip.with_name("city two.mp4"))])
        assert missing["error"] == "FileMissing"
        assert "city one.mp4" in missing["next_step"]
        assert (await refused(client, "upload_media", files=[]))["error"] == "InvalidRequest"
        assert (await refused(client, "get_timeline"))["error"] == "NothingToEdit"
        assert (await refused(client, "send_edit", message="  "))["error"] == "InvalidRequest"
        await call(client, "upload_media", files=str(clip), project="trip")
        unknown = await refused(client, "get_timeline", project="trap")
        assert "trip" in unknown["next_step"]
        assert (await refused(client, "export_video", project="trip"))["error"] == "InvalidRequest"
        backend.refusals = [
            ("/api/credits", errors.ServerFailed("it fell")),
            ("/run_sse", errors.NoCredits()),
        ]
        assert "it fell" in (await refused(client, "check_credits"))["message"]
        assert "bind=anon_7" in (await refused(client, "send_edit", message="more"))["next_step"]


async def test_a_restarted_server_goes_on_with_the_current_project(connect: Connect, clip: Path) -> None:
    async with connect() as client:
        await call(client, "upload_media", files=str(clip), project="trip")
        await call(client, "send_edit", message="cut it")
    async with connect() as client:
        assert (await call(client, "get_timeline"))["project"] == "trip"


async def test_a_project_that_is_gone_gives_way_to_a_new_one(
    connect: Connect, clip: Path, backend: FakeBackend
) -> None:
    async with connect() as client:
        await call(client, "upload_media", files=str(clip))
        backend.refusals = [("/api/state", errors.SessionNotFound("s1"))]
        assert (await refused(client, "get_timeline"))["error"] == "SessionNotFound"
        await call(client, "upload_media", files=str(clip))
        assert len(backend.drafts) == 2


async def test_the_users_language_is_spoken(connect: Connect, clip: Path, backend: FakeBackend) -> None:
    async with connect() as client:
        await call(client, "upload_media", files=str(clip))
        edited = await call(client, "send_edit", message="卡点剪辑")
        assert edited["timeline"].startswith("时间线（2 条轨道）")
        assert (await call(client, "get_timeline"))["message"].startswith("时间线")


async def test_an_export_that_takes_long_is_answered_with_a_handle_and_found_again(
    connect: Connect, clip: Path, backend: FakeBackend, tmp_path: Path
) -> None:
    backend.statuses = [{"status": "processing", "stage": "Rendering", "progress": 40}]
    async with connect(answer_seconds=0.5) as client:
        await call(client, "upload_media", files=str(clip))
        await call(client, "send_edit", message="cut it")
        first = await call(client, "export_video")
        assert first["status"] == "rendering"
        assert "Rendering 40%" in first["message"]
        assert first["job_id"] in first["next_step"]
        again = await call(client, "export_video")
        assert again["job_id"] == first["job_id"]
    # The server of another day.
    async with connect(answer_seconds=60.0) as client:
        backend.statuses = [{"status": "completed", "output": {"url": "/film.mp4"}}]
        film = await call(client, "wait_for_export", job_id=first["job_id"])
        assert film["status"] == "done"
        assert len(backend.renders) == 1
        assert Path(film["path"]).parent == Path.cwd()
        # Whoever asks once more gets the same film.
        assert (await call(client, "wait_for_export", job_id=first["job_id"]))["path"] == film["path"]
        assert (await refused(client, "wait_for_export", job_id="render_0"))["error"] == "InvalidRequest"


async def test_a_changed_timeline_is_a_new_export(connect: Connect, clip: Path, backend: FakeBackend) -> None:
    backend.statuses = [{"status": "processing"}]
    async with connect(answer_seconds=0.5) as client:
        await call(client, "upload_media", files=str(clip))
        await call(client, "send_edit", message="cut it")
        await call(client, "export_video")
        backend.draft_after = {**DRAFT, "d": 5000}
        await call(client, "send_edit", message="longer")
        await call(client, "export_video")
    assert len(backend.renders) == 2
    assert backend.renders[0]["id"] != backend.renders[1]["id"]


async def test_a_file_that_is_there_is_left_alone(connect: Connect, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_bytes(b"mine")
    async with connect() as client:
        await call(client, "upload_media", files=str(clip))
        await call(client, "send_edit", message="cut it")
        film = await call(client, "export_video", output=str(tmp_path / "out.mp4"))
    assert Path(film["path"]) == tmp_path / "out-2.mp4"
    assert (tmp_path / "out.mp4").read_bytes() == b"mine"


async def test_a_failed_export_says_why_and_the_next_one_is_new(
    connect: Connect, clip: Path, backend: FakeBackend
) -> None:
    backend.statuses = [{"status": "failed", "error": "out of memory"}]
    async with connect() as client:
        await call(client, "upload_media", files=str(clip))
        await call(client, "send_edit", message="cut it")
        assert "out of memory" in (await refused(client, "export_video"))["message"]
        backend.statuses = [{"status": "completed", "output": {"url": "/film.mp4"}}]
        assert (await call(client, "export_video"))["status"] == "done"
    # Each failed one is tried once more, under an id of its own.
    assert len({render["id"] for render in backend.renders}) == 3


async def test_an_edit_that_takes_long_is_asked_after_and_never_sent_twice(
    connect: Connect, clip: Path, backend: FakeBackend
) -> None:
    go_on = anyio.Event()
    pieces = backend.turn

    async def slow(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/run_sse":
            return await answer(request)
        response = await answer(request)

        class Slow(httpx.AsyncByteStream):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                for piece in pieces[:3]:
                    yield piece
                await go_on.wait()
                for piece in pieces[3:]:
                    yield piece

        return httpx.Response(200, headers=response.headers, stream=Slow())

    answer, backend.answer = backend.answer, slow  # pyright: ignore
    async with connect(answer_seconds=0.5) as client:
        await call(client, "upload_media", files=str(clip))
        first = await call(client, "send_edit", message="cut it")
        assert first["status"] == "working"
        assert "Cutting to the beat 40%" in first["message"]
        assert (await call(client, "send_edit", message="cut it"))["status"] == "working"
        assert "Still working" in (await call(client, "get_timeline"))["message"]
        go_on.set()
        await anyio.wait_all_tasks_blocked()
        done = await call(client, "get_timeline")
        assert "Cut to the beat." in done["message"]
        assert "Cut to the beat." not in (await call(client, "get_timeline"))["message"]
    assert backend.edits == ["cut it"]


async def test_a_backend_that_is_silent_does_not_hold_the_answer_up(
    connect: Connect, clip: Path, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nemovideo_mcp.tools.app.GRACE_SECONDS", 0.1)

    async def silent(_: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    backend.answer = silent  # pyright: ignore
    async with connect(answer_seconds=0.2) as client:
        for name, arguments in (
            ("upload_media", {"files": str(clip)}),
            ("send_edit", {"message": "cut it"}),
            ("check_credits", {}),
        ):
            assert (await refused(client, name, **arguments))["error"] == "Silent"


async def test_progress_is_told_and_only_rises(connect: Connect, clip: Path, backend: FakeBackend) -> None:
    seen: list[tuple[float, str | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, message))

    backend.statuses = [
        *(
            {"status": "processing", "stage": "Rendering", "progress": n}
            for n in (10, 50, 30, 90)
            for _ in range(20)
        ),
        {"status": "completed", "output": {"url": "/film.mp4"}},
    ]
    async with connect() as client:
        await call(client, "upload_media", files=str(clip))
        await call(client, "send_edit", message="cut it")
        await client.call_tool("export_video", {}, progress_callback=note)
    values = [value for value, _ in seen]
    assert len(values) >= 2
    assert values == sorted(set(values))
    assert any(message and message.startswith("Rendering") for _, message in seen)


def test_listing_the_tools_loads_nothing_heavy() -> None:
    program = (
        "import sys; from nemovideo_mcp.tools.server import build_server; build_server();"
        "print([m for m in ('av', 'numpy', 'httpx', 'PIL', 'nemovideo_mcp.client') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_an_edit_that_is_sent_again_under_its_key_is_answered_and_made_once(
    connect: Connect, clip: Path, backend: FakeBackend
) -> None:
    async with connect(answer_seconds=20.0) as client:
        await call(client, "upload_media", files=str(clip))
        first = await call(client, "send_edit", message="cut it", idempotency_key="one")
        again = await call(client, "send_edit", message="cut it", request_id="one")
        reused = await refused(client, "send_edit", message="make it shorter", idempotency_key="one")
        await call(client, "send_edit", message="cut it", idempotency_key="two")
        await call(client, "send_edit", message="cut it")
    assert again["message"] == first["message"]
    assert reused["error"] == "KeyReused"
    assert backend.edits == ["cut it"] * 3
