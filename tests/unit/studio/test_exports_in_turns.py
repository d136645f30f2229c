"""Exports of several users in a real studio over HTTP: a short one is not held by a long one, whoever asked for it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from nemovideo_mcp.export.export import export
from nemovideo_mcp.protocol.draft import draft_of
from nemovideo_mcp.timeline.model import Timeline, Track, VideoClip
from support.studio import Caller, QuickExport, in_process, make_studio, on_a_port, quick_engine

pytestmark = pytest.mark.anyio


async def newcomer(http: httpx.AsyncClient, clip: Path) -> Caller:
    """Another user, with a project that has the clip."""
    caller = Caller(http=http, client_id=str(uuid.uuid4()))
    await caller.begin()
    await caller.upload(clip)
    return caller


async def film_of(caller: Caller, *, seconds: int) -> dict[str, object]:
    """A small draft of so many seconds, no stretch of which looks like another."""
    (source,) = (await caller.state())["state"]["video_infos"]
    clips = tuple(
        VideoClip(
            clip_id=f"c{n}",
            media_id=source["media_id"],
            name="city.mp4",
            start_ms=1000 * n,
            duration_ms=1000,
            source_start_ms=7 * n,
            volume=0.0,
        )
        for n in range(seconds)
    )
    timeline = Timeline(width=160, height=90, tracks=(Track(track_id="v", kind=0, clips=clips),))
    return dict(draft_of(timeline))


@asynccontextmanager
async def rendering(data: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """A studio on a port that really renders, in one worker."""
    studio = make_studio(data, engine=quick_engine(export=export), renderers=1)
    with on_a_port(studio) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False, timeout=60) as http:
            yield http


@pytest.mark.parametrize("by", ["another user", "the same user"])
async def test_a_short_export_is_ready_while_a_long_one_goes_on(tmp_path: Path, clip: Path, by: str) -> None:
    async with rendering(tmp_path) as http:
        first = await newcomer(http, clip)
        second = first if by == "the same user" else await newcomer(http, clip)
        await first.submit("long", await film_of(first, seconds=20))
        async with asyncio.timeout(120):
            while (await first.status("long"))["progress"] < 2:
                await asyncio.sleep(0.05)
        await second.submit("short", await film_of(second, seconds=2))
        short = await second.finished("short", seconds=120)
        meanwhile = await first.status("long")
        long = await first.finished("long", seconds=240)

    assert short["status"] == long["status"] == "completed"
    assert short["output"]["duration"] == pytest.approx(2.0, abs=0.1)
    assert long["output"]["duration"] == pytest.approx(20.0, abs=0.1)
    assert meanwhile["status"] == "processing"
    assert meanwhile["progress"] < 90


async def test_one_user_has_a_limit_of_exports_and_others_have_their_own(tmp_path: Path, clip: Path) -> None:
    quick = QuickExport()
    quick.gate.clear()
    studio = make_studio(tmp_path, engine=quick_engine(quick), exports_per_user=3)
    async with in_process(studio) as http:
        greedy, other = await newcomer(http, clip), await newcomer(http, clip)
        draft, others_draft = await film_of(greedy, seconds=1), await film_of(other, seconds=1)
        taken = [await greedy.submit(f"render_{n}", draft) for n in range(3)]
        refused = await greedy.submit("render_3", draft)
        known = await greedy.submit("render_2", draft)
        single = await other.submit("render_3", others_draft)
        last = await greedy.status("render_2")
        chinese = await greedy.get("/api/render/proxy/lambda/render_2", headers={"Accept-Language": "zh"})
        quick.gate.set()
        await greedy.finished("render_2")
        again = await greedy.submit("render_4", draft)
        done = await greedy.finished("render_4")

    assert [reply.status_code for reply in (*taken, known, single, again)] == [200] * 6
    assert refused.status_code == 429
    assert refused.json()["data"]["error"] == "LimitReached"
    assert "3 exports" in refused.json()["message"]
    assert refused.json()["data"]["next_step"].startswith("Wait until one is done, or cancel one")
    assert last["stage"].startswith("Waiting: ")
    assert last["ahead"] >= 2
    assert chinese.json()["data"]["stage"].startswith("排队中")
    assert done["status"] == "completed"
