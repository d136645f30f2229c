"""The studio as a process, with the real engine: found, single, killed, parked, idle."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest

from nemovideo_mcp.client.local import LocalStudio, spawn_studio
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.protocol.discovery import StudioRecord, read_record, record_path, write_record
from nemovideo_mcp.studio.serve import run
from nemovideo_mcp.views.receipt import Receipt
from support.media import count_frames
from support.studio import Caller

pytestmark = pytest.mark.anyio

SECONDS = 60.0


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.from_env({"NEMO_HOME": str(tmp_path)})


@contextmanager
def studio(paths: Paths, arguments: str = "auto=True") -> Generator[subprocess.Popen[bytes]]:
    """A studio in a process of its own, listening."""
    code = f"from nemovideo_mcp.studio.serve import run; raise SystemExit(run({arguments}))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "NEMO_HOME": str(paths.data.parent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + SECONDS
        while (record := read_record(paths)) is None or record.pid != process.pid:
            assert process.poll() is None, process.communicate()[1].decode()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Paths]:
    """The folders of a studio that runs, for tests that leave it as it is."""
    paths = Paths.from_env({"NEMO_HOME": str(tmp_path_factory.mktemp("running"))})
    with studio(paths):
        yield paths


def record_of(paths: Paths) -> StudioRecord:
    found = read_record(paths)
    assert found is not None
    return found


def client(record: StudioRecord) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=record.url,
        trust_env=False,
        verify=False,
        timeout=SECONDS,
        headers={"X-Studio-Secret": record.secret},
    )


async def ended(process: subprocess.Popen[bytes]) -> int:
    return await asyncio.to_thread(process.wait, SECONDS)


async def begin_an_export(caller: Caller, *clips: Path) -> None:
    """Have a small film with music rendered, and come back when part of it is."""
    await caller.begin()
    assert (await caller.upload(*clips)).status_code == 200
    await caller.say("combine these clips, add upbeat music and cut to the beat")
    draft = (await caller.state())["state"]["draft"]
    draft["m"] |= {"width": 320, "height": 180}
    await caller.submit("render_1", draft)
    async with asyncio.timeout(SECONDS):
        while (await caller.status("render_1"))["progress"] < 5:
            await asyncio.sleep(0.02)


async def test_it_is_found_by_its_record_and_ends_when_asked(paths: Paths) -> None:
    with studio(paths) as process:
        record = record_of(paths)
        async with client(record) as http:
            health = (await http.get("/healthz")).json()
            with pytest.raises(InvalidRequest, match=f"process {process.pid}"):
                run(paths=paths)
            assert (await http.post("/studio/shutdown")).status_code == 200
        status = await ended(process)

    assert health["pid"] == process.pid
    assert record_path(paths).exists() is False
    assert status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="other kinds of permissions")
async def test_the_record_is_for_its_user_only(running: Paths) -> None:
    assert record_path(running).stat().st_mode & 0o777 == 0o600


async def test_a_record_that_was_altered_is_written_anew(running: Paths) -> None:
    right = record_of(running)
    write_record(running, replace(right, url="http://127.0.0.1:9", secret="somebody else's"))
    assert await LocalStudio(paths=running, version=right.version).find_or_start() == right


async def test_it_ends_when_there_is_nothing_to_do(paths: Paths) -> None:
    with studio(paths, "auto=True, idle_s=0.2") as process:
        assert await ended(process) == 0
    assert not record_path(paths).exists()


async def test_an_export_outlives_a_kill(paths: Paths, clip: Path, other_clip: Path) -> None:
    caller = Caller(http=httpx.AsyncClient(verify=False))
    with studio(paths) as process:
        async with client(record_of(paths)) as http:
            caller.http = http
            await begin_an_export(caller, clip, other_clip)
            before = await caller.state()
            workers = children_of(process.pid)
            assert (await caller.status("render_1"))["status"] == "processing"
            process.kill()
    with studio(paths) as process:
        async with client(record_of(paths)) as http:
            caller.http = http
            after = await caller.state()
            status = await caller.finished("render_1", seconds=SECONDS)
            film = paths.data / "out.mp4"
            film.write_bytes((await http.get(status["outputUrl"])).content)
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == 0

    assert after["state"]["draft"] == before["state"]["draft"]
    assert status["status"] == "completed"
    receipt = Receipt.from_json(status["receipt"])
    # In two seconds of some pieces no beat can be told for certain.
    assert [problem for problem in receipt.problems if problem.code != "no_beat"] == []
    assert (receipt.width, receipt.height, receipt.audio_codec) == (320, 180, "aac")
    assert count_frames(film) == round(receipt.duration_ms * 30 / 1000)
    assert not [pid for pid in workers if is_alive(pid)]


async def test_an_export_is_parked_by_a_signal_and_taken_up_by_the_next(
    paths: Paths, clip: Path, other_clip: Path
) -> None:
    caller = Caller(http=httpx.AsyncClient(verify=False))
    with studio(paths) as process:
        async with client(record_of(paths)) as http:
            caller.http = http
            await begin_an_export(caller, clip, other_clip)
            process.send_signal(signal.SIGTERM)
        status = await ended(process)
    with studio(paths):
        async with client(record_of(paths)) as http:
            caller.http = http
            done = await caller.finished("render_1", seconds=SECONDS)

    assert status == 0
    assert done["status"] == "completed"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "::", "example.com"])
async def test_it_does_not_listen_to_other_machines(paths: Paths, host: str) -> None:
    with pytest.raises(InvalidRequest, match="this machine only"):
        run(host=host, paths=paths)


async def test_a_port_that_is_taken_is_said(running: Paths, paths: Paths) -> None:
    port = int(record_of(running).url.rsplit(":", 1)[1])
    with pytest.raises(InvalidRequest, match="--port"):
        run(port=port, paths=paths)


def children_of(pid: int) -> list[int]:
    """The ids of the processes that `pid` has started, where that can be asked."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in listed.split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] not in "ZX"
    except OSError:
        return False


async def test_a_studio_that_a_program_starts_hears_of_the_model_of_its_environment(paths: Paths) -> None:
    environ = {"NEMO_HOME": str(paths.data.parent), "NEMO_MODEL_URL": "http://127.0.0.1:1/v1"}
    program = LocalStudio(paths=paths, spawn=partial(spawn_studio, environ=environ))
    assert await program.asks_model() is None
    try:
        await program.find_or_start()
        assert await program.asks_model() is True
    finally:
        await program.shut_down()
