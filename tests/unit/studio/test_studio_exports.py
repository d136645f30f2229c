"""Exports as jobs: in order, stopped when told to, taken up again, and honest about how they ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from nemovideo_mcp.errors import DiskFull, RenderFailed, WorkerDied
from nemovideo_mcp.timeline.export_options import ExportOptions
from support.studio import Caller, QuickExport, in_process, make_studio, quick_engine

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def editing(
    data: Path, clip: Path, export: QuickExport, *, known: Caller | None = None
) -> AsyncGenerator[Caller]:
    """A studio with a project that can be exported; `known` comes back to the one that it left."""
    async with in_process(make_studio(data, engine=quick_engine(export))) as http:
        caller = known or Caller(http=http)
        caller.http = http
        if known is None:
            await caller.begin()
            await caller.upload(clip)
            await caller.say("combine the clips")
        yield caller


async def begun(export: QuickExport) -> None:
    assert await asyncio.to_thread(export.begun.wait, 20)


async def test_progress_and_stage_are_told(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    export.gate.clear()
    async with editing(tmp_path, clip, export) as caller:
        await caller.submit("render_1")
        await begun(export)
        status = await caller.status("render_1")
        chinese = await caller.get("/api/render/proxy/lambda/render_1", headers={"Accept-Language": "zh"})
        export.gate.set()
        done = await caller.finished("render_1")

    assert (status["status"], status["progress"], status["stage"]) == ("processing", 50, "Rendering")
    assert chinese.json()["data"]["stage"] == "正在渲染画面"
    assert "outputUrl" not in status
    assert (done["status"], done["progress"]) == ("completed", 100)
    assert done["receipt"]["line"]


async def test_exports_go_on_one_after_the_other(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    export.gate.clear()
    async with editing(tmp_path, clip, export) as caller:
        for name in ("render_1", "render_2"):
            await caller.submit(name)
        await begun(export)
        second = await caller.status("render_2")
        export.gate.set()
        await caller.finished("render_2")

    assert (second["status"], second["stage"]) == ("pending", "Waiting: 1 film before yours")
    assert second["ahead"] == 1
    assert len(export.calls) == 2


async def test_one_that_goes_on_is_stopped(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    export.gate.clear()
    async with editing(tmp_path, clip, export) as caller:
        await caller.submit("render_1")
        await begun(export)
        reply = (await caller.post("/api/render/proxy/lambda/render_1/cancel")).json()["data"]
        film = await caller.get("/api/render/proxy/render_1/download")

    assert (reply["status"], reply["cancelled"], reply["stage"]) == ("failed", True, "Cancelled")
    assert reply["error"]["error"] == "RenderCancelled"
    assert reply["error"]["next_step"]
    assert film.status_code == 400


async def test_one_that_waits_is_stopped_and_never_begun(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    export.gate.clear()
    async with editing(tmp_path, clip, export) as caller:
        await caller.submit("render_1")
        await begun(export)
        await caller.submit("render_2")
        reply = (await caller.post("/api/render/proxy/lambda/render_2/cancel")).json()["data"]
        export.gate.set()
        first = await caller.finished("render_1")
        second = await caller.status("render_2")

    assert reply["cancelled"] is True
    assert first["status"] == "completed"
    assert second["status"] == "failed"
    assert len(export.calls) == 1


async def test_what_an_ending_studio_parks_the_next_one_finishes(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    export.gate.clear()
    async with editing(tmp_path, clip, export) as caller:
        await caller.submit("render_1")
        await caller.submit("render_2")
        await begun(export)
    assert len(export.calls) == 1

    export.gate.set()
    async with editing(tmp_path, clip, export, known=caller):
        states = [(await caller.finished(name))["status"] for name in ("render_1", "render_2")]

    assert states == ["completed", "completed"]
    assert len(export.calls) == 3


async def test_a_dead_worker_is_replaced_and_the_export_goes_on(tmp_path: Path, clip: Path) -> None:
    export = QuickExport(failures=[WorkerDied()])
    async with editing(tmp_path, clip, export) as caller:
        await caller.submit("render_1")
        status = await caller.finished("render_1")

    assert status["status"] == "completed"
    assert len(export.calls) == 2


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        (RenderFailed("the encoder gave up."), "RenderFailed"),
        (DiskFull(path="/films"), "DiskFull"),
        (RuntimeError("a bug"), "RenderFailed"),
    ],
)
async def test_why_an_export_failed_is_said_with_what_to_do_next(
    tmp_path: Path, clip: Path, failure: Exception, name: str
) -> None:
    async with editing(tmp_path, clip, QuickExport(failures=[failure])) as caller:
        await caller.submit("render_1")
        status = await caller.finished("render_1")
        again = await caller.submit("render_2")
        done = await caller.finished("render_2")

    assert status["status"] == "failed"
    assert status["cancelled"] is False
    assert status["error"]["error"] == name
    assert status["error"]["message"]
    assert status["error"]["next_step"]
    assert again.status_code == 200
    assert done["status"] == "completed"


@pytest.mark.parametrize("damage", ["altered", "emptied", "deleted"])
async def test_a_source_that_was_changed_in_the_studios_folder_is_named_and_mended_by_uploading_it_again(
    tmp_path: Path, clip: Path, damage: str
) -> None:
    async with editing(tmp_path / "data", clip, QuickExport()) as caller:
        (stored,) = [path for path in (tmp_path / "data" / "media").rglob("*") if path.is_file()]
        content = stored.read_bytes()
        if damage == "deleted":
            stored.unlink()
        else:
            middle = len(content) // 2
            stored.write_bytes(
                b"" if damage == "emptied" else content[:middle] + b"~~~~" + content[middle + 4 :]
            )
        await caller.submit("render_1")
        refused = await caller.finished("render_1")
        await caller.upload(clip)
        await caller.submit("render_2")
        done = await caller.finished("render_2")

    assert refused["status"] == "failed"
    assert clip.name in str(refused["error"])
    assert done["status"] == "completed"
    assert stored.read_bytes() == content


async def test_options_are_kept_with_the_export_and_told(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    wanted = {"quality": "draft", "codec": "hevc"}
    async with editing(tmp_path, clip, export) as caller:
        output = {"format": "mp4", "quality": "high", "options": {**wanted, "platform": None, "later": 1}}
        reply = (await caller.submit("render_1", output=output)).json()["data"]
        done = await caller.finished("render_1")
        await caller.submit("render_2")
        plain = await caller.finished("render_2")

    assert reply["options"] == done["options"] == wanted
    assert "options" not in plain  # the cloud's word "high" is no wish
    assert export.options == [ExportOptions(quality="draft", codec="hevc"), ExportOptions()]


async def test_an_export_that_is_taken_up_again_has_its_options(tmp_path: Path, clip: Path) -> None:
    export = QuickExport()
    export.gate.clear()
    async with editing(tmp_path, clip, export) as caller:
        await caller.submit("render_1", output={"options": {"codec": "av1"}})
        await begun(export)
    export.gate.set()
    async with editing(tmp_path, clip, export, known=caller):
        await caller.finished("render_1")
    assert export.options == [ExportOptions(codec="av1")] * 2


@pytest.mark.parametrize(
    ("options", "said", "hint"),
    [
        ({"quality": "ultra"}, "'ultra'", "draft, standard, high"),
        ({"codec": "prores"}, "'prores'", "h264, hevc, av1"),
        ({"platform": "facebook"}, "'facebook'", "tiktok, reels, shorts, youtube, x"),
        ({"platform": "tiktok"}, "TikTok takes 1080×1920", "make it 9:16"),
    ],
)
async def test_options_that_cannot_be_are_refused_before_anything_is_rendered(
    tmp_path: Path, clip: Path, options: dict[str, str], said: str, hint: str
) -> None:
    export = QuickExport()
    async with editing(tmp_path, clip, export) as caller:
        await caller.say("make it 16:9")
        before = (await caller.state())["state"]["draft"]
        reply = (await caller.submit("render_1", output={"options": options})).json()
        after = (await caller.state())["state"]["draft"]
        unknown = (await caller.get("/api/render/proxy/lambda/render_1")).json()

    assert said in reply["message"]
    assert hint in reply["data"]["next_step"]
    assert before == after
    assert "no export" in unknown["message"]
    assert export.calls == []
