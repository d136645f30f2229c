"""The sandbox before the real studio: what it says is spoilt, what it does is not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest

from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import StudioRecord, read_record
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.sandbox.faults import parse_faults
from nemovideo_mcp.studio.sandbox.layer import Sandbox
from support.sandbox import Clock, served
from support.studio import Caller, make_studio, text_in

pytestmark = pytest.mark.anyio

EMPTY = {"d": 0, "m": {}, "t": []}


@asynccontextmanager
async def studio(folder: Path, faults: str) -> AsyncGenerator[Caller]:
    """A caller of a studio behind faults, with an empty project."""
    app, clock = create_app(make_studio(folder)), Clock()
    sandbox = Sandbox(app, parse_faults(faults), sleep=clock.sleep, clock=lambda: clock.now)
    async with (
        app.router.lifespan_context(app),
        served(sandbox) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as http,
    ):
        caller = Caller(http=http)
        await caller.begin()
        yield caller


async def test_an_edit_that_says_nothing_is_made(tmp_path: Path, clip: Path) -> None:
    async with studio(tmp_path, "silent-edit") as caller:
        await caller.upload(clip)
        events = await caller.say("add upbeat music")

        assert events
        assert not text_in(events)
        assert {track["tt"] for track in (await caller.state())["state"]["draft"]["t"]} == {0, 1}


async def test_an_edit_whose_line_breaks_is_made(tmp_path: Path, clip: Path) -> None:
    async with studio(tmp_path, "drop=100") as caller:
        await caller.upload(clip)
        with pytest.raises(httpx.RemoteProtocolError):
            await caller.say("combine the clips")
        await caller.say("add upbeat music")  # waits for the first one

        state = (await caller.state())["state"]
        assert state["version"] == 2
        assert {track["tt"] for track in state["draft"]["t"]} == {0, 1}


async def test_an_edit_that_is_lost_with_its_line_is_not_made(tmp_path: Path, clip: Path) -> None:
    async with studio(tmp_path, "drop=100:edit=lost") as caller:
        await caller.upload(clip)
        with pytest.raises(httpx.RemoteProtocolError):
            await caller.say("combine the clips")

        assert (await caller.state())["state"]["draft"] == EMPTY


async def test_an_edit_without_an_answer_is_made_once(tmp_path: Path, clip: Path) -> None:
    async with studio(tmp_path, "no-answer:on=run:done=yes") as caller:
        await caller.upload(clip)
        with pytest.raises(httpx.RemoteProtocolError):
            await caller.say("combine the clips")

        assert (await caller.state())["state"]["version"] == 1


async def test_an_upload_that_is_broken_off_leaves_nothing(tmp_path: Path, clip: Path) -> None:
    async with studio(tmp_path, "upload-cut=2000") as caller:
        with pytest.raises(httpx.TransportError):
            await caller.upload(clip)

        assert (await caller.state())["state"]["video_infos"] == []
        assert (await caller.upload(clip)).status_code == 200


async def test_an_export_that_is_said_to_have_failed_is_good_under_a_new_id(
    tmp_path: Path, clip: Path
) -> None:
    async with studio(tmp_path, "render-failed,render-slow=1,download-cut=1000") as caller:
        await caller.upload(clip)
        await caller.say("combine the clips")
        await caller.submit("render_1")
        first = await caller.finished("render_1")
        await caller.submit("render_2")
        second = await caller.finished("render_2")
        with pytest.raises(httpx.RemoteProtocolError):
            await caller.http.get(second["outputUrl"])
        film = await caller.http.get(second["outputUrl"])

    assert (first["status"], second["status"]) == ("failed", "completed")
    assert len(film.content) == second["output"]["size"]


async def test_a_raw_film_has_no_music_yet(tmp_path: Path, clip: Path) -> None:
    async with studio(tmp_path, "two-stage=60:stream=closed") as caller:
        await caller.upload(clip)
        events = await caller.say("combine the clips and add upbeat music")

        assert text_in(events) == "The raw video has been generated."
        assert {track["tt"] for track in (await caller.state())["state"]["draft"]["t"]} == {0}


# --- the program -------------------------------------------------------------------------------------------------


@contextmanager
def program(home: Path, *words: str) -> Generator[StudioRecord]:
    """A studio in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "nemovideo_mcp", "studio", *words],
        env={**os.environ, "NEMO_HOME": str(home), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 60
        paths = Paths.from_env({"NEMO_HOME": str(home)})
        while (record := read_record(paths)) is None or record.pid != process.pid:
            assert process.poll() is None, process.communicate()[1].decode()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield record
    finally:
        process.terminate()
        told = process.communicate(timeout=30)[1].decode()
    assert "Traceback" not in told
    assert "ERROR" not in told


def test_a_studio_by_hand_behaves_as_it_is_told(tmp_path: Path) -> None:
    headers = {"X-Client-Id": "c1"}
    with (
        program(tmp_path, "--fault", "rate-limited=1", "--fault", "no-answer:on=token:after=1") as record,
        httpx.Client(base_url=record.url, trust_env=False, verify=False, headers=headers) as http,
    ):
        limited = http.post("/api/auth/anonymous-token")
        good = http.post("/api/auth/anonymous-token")
        with pytest.raises(httpx.RemoteProtocolError):
            http.post("/api/auth/anonymous-token")
        asked = http.post("/api/auth/anonymous-token", headers={"X-Studio-Fault": "client-id-missing"})

    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")
    assert good.status_code == 200
    assert (asked.status_code, asked.json()["code"]) == (400, 400)


def test_the_studio_of_a_user_takes_no_notice_of_the_header(tmp_path: Path) -> None:
    with (
        program(tmp_path, "--auto") as record,
        httpx.Client(base_url=record.url, trust_env=False, verify=False) as http,
    ):
        headers = {"X-Client-Id": "c1", "X-Studio-Secret": record.secret, "X-Studio-Fault": "no-answer, dorp"}
        reply = http.post("/api/auth/anonymous-token", headers=headers)

    assert reply.status_code == 200
    assert "x-studio-fault" not in reply.headers
