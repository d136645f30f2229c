"""Finding and starting the one studio, with a studio and a process that are scripts."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from filelock import FileLock

from nemovideo_mcp import errors
from nemovideo_mcp.client.local import LocalStudio
from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import StudioRecord, lock_path, proof_of, read_record, write_record

pytestmark = pytest.mark.anyio


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(data=tmp_path / "data", config=tmp_path / "config")


class Host:
    """The studios of this machine: those in `alive` answer."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.alive: dict[str, StudioRecord] = {}
        self.busy = False
        self.silent = False
        self.slow_answers = 0
        self.asked = 0
        self.proves = True
        self.spawned = 0
        self.stays_dead = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        url = f"http://{request.url.netloc.decode()}"
        self.asked += 1
        self.slow_answers -= 1
        if self.silent or self.slow_answers >= 0:
            raise httpx.ReadTimeout("no answer")
        if url not in self.alive:
            raise httpx.ConnectError("refused")
        if request.url.path == "/studio/shutdown":
            if request.headers["X-Studio-Secret"] != self.alive[url].secret:
                return httpx.Response(401)
            del self.alive[url]
            return httpx.Response(200, json={})
        record = self.alive[url]
        health = {"version": record.version, "busy": self.busy, "pid": record.pid}
        if self.proves:
            nonce, port = request.url.params["nonce"], request.url.port or 0
            health["proof"] = proof_of(record.secret, port=port, nonce=nonce)
        return httpx.Response(200, json=health)

    def add(self, *, version: str) -> StudioRecord:
        number = 1000 + self.spawned + len(self.alive)
        record = StudioRecord(
            url=f"http://127.0.0.1:{number}", secret=f"secret {number}", pid=number, version=version
        )
        self.alive[record.url] = record
        write_record(self.paths, record)
        return record

    def spawn(self, paths: Paths) -> subprocess.Popen[bytes]:
        self.spawned += 1
        if not self.stays_dead:
            self.add(version="2")
        return subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])

    def studio(self, **more: Any) -> LocalStudio:
        return LocalStudio(
            paths=self.paths,
            version="2",
            spawn=self.spawn,
            transport=httpx.MockTransport(self.answer),
            **more,
        )


@pytest.fixture
def host(paths: Paths) -> Host:
    return Host(paths)


async def test_a_studio_that_runs_is_found_and_none_is_started(host: Host) -> None:
    record = host.add(version="2")
    assert await host.studio().find_or_start() == record
    assert host.spawned == 0


async def test_a_studio_is_started_where_none_runs(host: Host) -> None:
    record = await host.studio().find_or_start()
    assert record == read_record(host.paths)
    assert host.spawned == 1


async def test_a_record_that_is_left_over_is_replaced(host: Host) -> None:
    old = host.add(version="2")
    host.alive.clear()
    record = await host.studio().find_or_start()
    assert record != old
    assert host.spawned == 1


async def test_an_idle_studio_of_another_version_gives_way(host: Host) -> None:
    old = host.add(version="1")
    record = await host.studio().find_or_start()
    assert record.version == "2"
    assert old.url not in host.alive


async def test_a_busy_studio_of_another_version_is_used(host: Host) -> None:
    old = host.add(version="1")
    host.busy = True
    assert await host.studio().find_or_start() == old
    assert host.spawned == 0


async def test_many_who_need_it_at_once_start_one(host: Host) -> None:
    found: list[StudioRecord] = []

    async def look() -> None:
        found.append(await host.studio().find_or_start())

    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(look)
    assert host.spawned == 1
    assert len(set(found)) == 1


async def test_a_studio_that_ends_at_once_is_told_with_its_last_words(host: Host) -> None:
    host.stays_dead = True
    host.paths.data.mkdir()
    (host.paths.data / "studio.log").write_text("the port is taken")
    with pytest.raises(errors.StudioUnavailable, match="the port is taken"):
        await host.studio().find_or_start()


async def test_a_studio_that_listens_and_is_silent_is_told(host: Host) -> None:
    host.add(version="2")
    host.silent = True
    with FileLock(lock_path(host.paths)), pytest.raises(errors.StudioUnavailable, match="does not answer"):
        await host.studio().find_or_start()


async def test_a_busy_studio_that_is_late_with_its_answer_is_waited_for(host: Host) -> None:
    record = host.add(version="2")
    host.slow_answers = 1
    with FileLock(lock_path(host.paths)):
        assert await host.studio().find_or_start() == record
    assert host.spawned == 0


async def test_users_of_one_server_share_a_proof_for_a_second(host: Host) -> None:
    record, now_s = host.add(version="2"), 100.0
    studio = host.studio(clock=lambda: now_s)
    assert [await studio.is_there(record) for _ in range(20)] == [True] * 20
    assert host.asked == 1
    now_s += 1.1
    host.alive.clear()
    assert not await studio.is_there(record)
    assert not await studio.is_there(record)
    assert host.asked == 3


async def test_a_studio_that_cannot_prove_itself_is_told_no_secret(host: Host) -> None:
    host.add(version="1")
    host.proves = False
    with pytest.raises(errors.StudioUnavailable, match="earlier version"):
        await host.studio().find_or_start()
    assert not await host.studio().shut_down()
    assert (host.spawned, len(host.alive)) == (0, 1)


async def test_a_record_that_was_altered_is_waited_for_where_the_studio_lives(host: Host) -> None:
    right = host.add(version="2")
    write_record(host.paths, replace(right, url="http://127.0.0.1:9"))

    async def mend() -> None:
        await anyio.sleep(0.05)
        write_record(host.paths, right)

    with FileLock(lock_path(host.paths)):
        async with anyio.create_task_group() as group:
            group.start_soon(mend)
            assert await host.studio().find_or_start() == right
    assert host.spawned == 0


async def test_stopping_asks_the_one_that_runs(host: Host) -> None:
    assert await host.studio().shut_down() is False
    host.add(version="1")
    assert await host.studio().shut_down() is True
    assert host.alive == {}
