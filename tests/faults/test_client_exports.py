"""Exports that fail, break off, or outlive the process that asked for them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import anyio
import httpx
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.cli import main
from nemovideo_mcp.client.projects import PendingExport, Project, ProjectBook
from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.delivery import draft_mark, export_to, may_go_on, render
from nemovideo_mcp.views.receipt import Receipt
from support.backend import DRAFT, FILM, URL, FakeBackend
from support.virtual_time import VIRTUAL

pytestmark = pytest.mark.anyio
DONE = {"status": "completed", "output": {"url": "/film.mp4"}}


@pytest.fixture
def anyio_backend() -> object:
    return VIRTUAL


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.mark.rule("client.render.submit", "client.render.ready")
async def test_an_export_is_asked_for_as_the_protocol_has_it(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path) as nemo:
        await nemo.render_submit("s1", DRAFT)
    [asked] = backend.renders
    assert asked.pop("id").startswith("render_")
    assert asked == {"sessionId": "s1", "draft": DRAFT, "output": {"format": "mp4", "quality": "high"}}


@pytest.mark.rule("client.render.interval")
async def test_the_cloud_is_asked_every_thirty_seconds(backend: FakeBackend, tmp_path: Path) -> None:
    backend.statuses = [{"status": "pending"}, {"status": "processing"}, DONE]
    async with backend.client(tmp_path) as nemo:
        await nemo.render_wait("r1")
    assert backend.pauses == [30.0, 30.0]


async def test_an_export_that_never_ends_is_given_up(backend: FakeBackend, tmp_path: Path) -> None:
    backend.statuses = [{"status": "processing"}]
    backend.pause = anyio.sleep  # type: ignore[method-assign]
    with anyio.fail_after(4 * 3600):
        async with backend.client(tmp_path) as nemo:
            with pytest.raises(errors.ExportTimeout) as caught:
                await nemo.render_wait("r1")
    assert anyio.current_time() == 2 * 3600
    assert may_go_on(caught.value)
    assert "taken up" in caught.value.next_step()


@pytest.mark.rule("client.render.new-id")
async def test_a_failed_export_is_tried_once_more_under_a_new_id(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.statuses = [{"status": "failed", "error": "a worker died"}, DONE]
    asked: list[str] = []
    async with backend.client(tmp_path) as nemo:
        status = await render(nemo, "s1", DRAFT, on_submit=asked.append)
        assert status.status == "completed"
        assert [r["id"] for r in backend.renders] == asked
        assert len(set(asked)) == 2
        backend.statuses = [{"status": "failed", "error": "a worker died"}]
        with pytest.raises(errors.RenderFailed, match="a worker died"):
            await render(nemo, "s1", DRAFT)
    assert len({r["id"] for r in backend.renders}) == 4


@pytest.mark.parametrize(
    "told",
    [
        {"status": "cancelled"},
        {"status": "failed", "error": {"code": 402, "message": "plan"}},
        {"status": "failed", "error": {"code": 2001, "message": "credits"}},
    ],
)
async def test_what_another_try_cannot_mend_is_not_tried_again(
    backend: FakeBackend, tmp_path: Path, told: dict[str, object]
) -> None:
    backend.statuses = [told]
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.NemoError):
            await render(nemo, "s1", DRAFT)
    assert len(backend.renders) == 1


@pytest.mark.rule("client.render.same-id")
@pytest.mark.parametrize("known", [True, False])
async def test_a_wish_whose_line_broke_is_asked_after_and_only_sent_again_if_nobody_knows_it(
    backend: FakeBackend, tmp_path: Path, known: bool
) -> None:
    backend.refusals = [("/proxy/lambda", httpx.ReadError("broke"))]
    if not known:
        backend.refusals.append(
            ("/proxy/lambda/", httpx.Response(400, json={"code": 400, "message": "unknown id"}))
        )
    async with backend.client(tmp_path) as nemo:
        status = await render(nemo, "s1", DRAFT)
    assert status.finished
    assert len(backend.renders) == (0 if known else 1)
    asked = [r.url.path.rpartition("/")[2] for r in backend.requests if "/lambda/" in r.url.path]
    assert len(set(asked)) == 1


async def test_an_export_that_a_killed_process_began_is_taken_up(
    backend: FakeBackend, tmp_path: Path
) -> None:
    async with backend.client(tmp_path) as nemo:
        await export_to(nemo, "s1", DRAFT, tmp_path / "out.mp4", render_id="render_7")
    assert backend.renders == []
    assert any(r.url.path.endswith("/lambda/render_7") for r in backend.requests)
    assert (tmp_path / "out.mp4").read_bytes() == FILM


async def test_one_that_was_killed_before_it_was_submitted_is_submitted_now(
    backend: FakeBackend, tmp_path: Path
) -> None:
    unknown = httpx.Response(404, json={"code": 1002, "message": "no such export"})
    backend.refusals = 5 * [("/lambda/render_7", unknown)]
    async with backend.client(tmp_path) as nemo:
        await export_to(nemo, "s1", DRAFT, tmp_path / "out.mp4", render_id="render_7")
    assert [r["id"] for r in backend.renders] == ["render_7"]


async def test_the_id_is_on_the_disk_before_it_is_on_the_line(backend: FakeBackend, tmp_path: Path) -> None:
    paths = Paths.from_env({"NEMO_HOME": str(tmp_path)})
    book = ProjectBook(paths, backend=URL)
    project = book.add(Project(name="trip", session_id="s1", backend=URL))
    seen: list[str] = []

    def note(render_id: str) -> None:
        book.note_export(
            project, PendingExport(render_id=render_id, output="out.mp4", draft_mark=draft_mark(DRAFT))
        )
        assert backend.renders == []
        found = ProjectBook(paths, backend=URL).find("trip")
        assert found is not None
        assert found.export is not None
        seen.append(found.export.render_id)

    async with backend.client(tmp_path) as nemo:
        await render(nemo, "s1", DRAFT, on_submit=note)
    assert seen == [backend.renders[0]["id"]]


def test_the_command_of_another_day_takes_up_what_a_killed_one_began(
    backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.statuses = [{**DONE, "receipt": Receipt(duration_ms=4000.0).as_json()}]
    maker = SimpleNamespace(from_env=lambda **_: backend.client(tmp_path))
    monkeypatch.setattr("nemovideo_mcp.cli.make.NemoClient", maker)
    monkeypatch.setenv("NEMO_HOME", str(tmp_path))
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"x")
    words = ["make", "--project", "trip", "-o"]
    assert main([*words, str(tmp_path / "1.mp4"), str(clip)]) == 0
    book = ProjectBook(Paths.from_env({"NEMO_HOME": str(tmp_path)}), backend=URL)
    project = book.find("trip")
    assert project is not None
    assert project.export is None
    begun = PendingExport(render_id="render_7", output="1.mp4", draft_mark=draft_mark(DRAFT))
    book.note_export(project, begun)

    assert main([*words, str(tmp_path / "2.mp4")]) == 0

    assert len(backend.renders) == 1
    assert backend.requests[-2].url.path.endswith("/lambda/render_7")
    assert (tmp_path / "2.mp4").read_bytes() == FILM
    after = book.find("trip")
    assert after is not None
    assert after.exports == ()
    assert [(film.job_id, Path(film.path).name) for film in after.films][1:] == [("render_7", "2.mp4")]


def test_a_film_that_a_killed_process_put_in_its_place_is_not_made_twice(
    backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.statuses = [{**DONE, "receipt": Receipt(duration_ms=4000.0).as_json()}]
    maker = SimpleNamespace(from_env=lambda **_: backend.client(tmp_path))
    monkeypatch.setattr("nemovideo_mcp.cli.make.NemoClient", maker)
    monkeypatch.setattr("nemovideo_mcp.cli.make.choose_backend", lambda *_: SimpleNamespace(key=URL))
    monkeypatch.setenv("NEMO_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"x")
    assert main(["make", "--project", "trip", "-o", "1.mp4", str(clip)]) == 0
    assert main(["make", "--project", "trip"]) == 0
    [unnamed] = tmp_path.glob("nemovideo-*.mp4")
    # As the book stands when the process is killed between the moving of the film and its last word.
    book = ProjectBook(Paths.from_env({"NEMO_HOME": str(tmp_path)}), backend=URL)
    project = book.find("trip")
    assert project is not None
    for film in project.films:
        book.end_export(project, film.job_id)
        begun = PendingExport(
            render_id=film.job_id, output=film.path, draft_mark=film.draft_mark, delivery=film.delivery
        )
        book.note_export(project, begun)
    renders = len(backend.renders)

    assert main(["make", "--project", "trip", "-o", "1.mp4"]) == 0
    assert main(["make", "--project", "trip"]) == 0

    assert len(backend.renders) == renders
    assert sorted(tmp_path.glob("*.mp4")) == [tmp_path / "1.mp4", clip, unnamed]
    (tmp_path / "1.mp4").write_bytes(b"mine")
    assert main(["make", "--project", "trip", "-o", "1.mp4"]) == 1
    assert (tmp_path / "1.mp4").read_bytes() == b"mine"


@pytest.mark.rule("client.render.cancel")
async def test_who_is_interrupted_takes_the_export_down(backend: FakeBackend, tmp_path: Path) -> None:
    backend.statuses = [{"status": "processing"}]
    async with backend.client(tmp_path) as nemo:
        with anyio.move_on_after(5) as scope:
            await export_to(nemo, "s1", DRAFT, tmp_path / "out.mp4")
    assert scope.cancelled_caught
    assert backend.cancelled == [backend.renders[0]["id"]]
    [body] = [
        b for r, b in zip(backend.requests, backend.bodies, strict=True) if r.url.path.endswith("/cancel")
    ]
    assert body == b""
    assert not list(tmp_path.glob("*.mp4"))


async def test_ids_are_never_used_twice(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path) as nemo:
        assert len({nemo.new_render_id() for _ in range(100)}) == 100
