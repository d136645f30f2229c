"""How much one user may take of a hosted server; time is moved by hand."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import pytest

from nemovideo_mcp.hosting.limits import Limits, OpenSessions
from nemovideo_mcp.serving.bucket import Bucket
from support.backend import FakeBackend
from support.hosting import Clock, Setting, call, hosting, opening, refused

pytestmark = pytest.mark.anyio


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


def setting(tmp_path: Path, backend: FakeBackend | None = None, **limits: int) -> Setting:
    return Setting(
        home=tmp_path / "home",
        backend=backend or FakeBackend(),
        limits=Limits(**limits),
        answer_seconds=0.3,
    )


def test_a_bucket_gives_a_minutes_worth_at_once_and_then_one_at_a_time() -> None:
    clock = Clock()
    bucket = Bucket(3, clock)
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, pytest.approx(20)]
    clock.now += 19
    assert bucket.take() == pytest.approx(1)
    clock.now += 1
    assert bucket.take() == 0
    clock.now += 3600
    assert [bucket.take() == 0 for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_calls_beyond_the_limit_are_answered_with_how_long_to_wait(tmp_path: Path, mode: str) -> None:
    async with (
        hosting(setting(tmp_path, calls_per_minute=2)) as host,
        host.mcp("alice", mode) as alice,
        host.mcp("bob", mode) as bob,
    ):
        await call(alice, "check_credits")
        await call(alice, "check_credits")
        answer = await refused(alice, "check_credits")
        assert answer["error"] == "LimitReached"
        assert answer["message"] == "That is more than 2 calls a minute."
        assert answer["next_step"] == "Wait 30 s, then try again."
        # What lists and reads costs nothing, and another user has their own.
        await alice.list_tools()
        await call(bob, "check_credits")
        host.clock.now += 30
        await call(alice, "check_credits")


async def test_requests_far_beyond_the_calls_are_429(tmp_path: Path) -> None:
    async with (
        hosting(setting(tmp_path, calls_per_minute=1)) as host,
        host.http("alice") as alice,
        host.http("bob") as bob,
    ):
        assert [(await alice.get("/files")).status_code for _ in range(10)] == [200] * 10
        refusal = await alice.get("/files", headers={"Accept-Language": "zh-CN"})
        assert refusal.status_code == 429
        assert refusal.headers["retry-after"] == "6"
        assert refusal.json()["next_step"] == "请等待 6 秒后再试。"
        assert (await bob.get("/files")).status_code == 200


async def test_exports_beyond_the_limit_wait_for_those_before(tmp_path: Path, backend: FakeBackend) -> None:
    backend.statuses = [{"status": "processing", "progress": 40}]
    async with hosting(setting(tmp_path, backend, exports=1)) as host:
        for user in ("alice", "bob"):
            await host.send(user, "city.mp4")
        async with host.mcp("alice") as alice, host.mcp("bob") as bob:
            for project in ("one", "two"):
                await call(alice, "upload_media", files="city.mp4", project=project)
                await call(alice, "send_edit", message="cut it", project=project)
            first = await call(alice, "export_video", project="one")
            answer = await refused(alice, "export_video", project="two")
            assert answer["error"] == "LimitReached"
            assert "1 exports at a time" in answer["message"]
            assert len(backend.renders) == 1
            # The one that runs can be asked after, and another user's is not counted.
            assert (await call(alice, "export_video", project="one"))["job_id"] == first["job_id"]
            await call(bob, "upload_media", files="city.mp4")
            await call(bob, "send_edit", message="cut it")
            await call(bob, "export_video")


async def test_exports_that_are_asked_for_at_once_are_counted_one_by_one(
    tmp_path: Path, backend: FakeBackend
) -> None:
    backend.statuses = [{"status": "processing", "progress": 40}]
    names = ("one", "two", "three")
    async with hosting(setting(tmp_path, backend, exports=1)) as host:
        await host.send("alice", "city.mp4")
        async with host.mcp("alice") as alice:
            for project in names:
                await call(alice, "upload_media", files="city.mp4", project=project)
                await call(alice, "send_edit", message="cut it", project=project)
            errors: list[str | None] = []

            async def export(project: str) -> None:
                result = await alice.call_tool("export_video", {"project": project})
                errors.append((result.structured_content or {}).get("error"))

            async with anyio.create_task_group() as group:
                for project in names:
                    group.start_soon(export, project)
    assert sorted(str(error) for error in errors) == ["LimitReached", "LimitReached", "None"]


class Sent(NamedTuple):
    name: str
    content: Any
    status: int
    error: str


async def _pieces(*sizes: int) -> AsyncIterator[bytes]:
    for size in sizes:
        yield b"x" * size


@pytest.mark.parametrize(
    "sent",
    [
        Sent("a.mp4", b"x" * 1_100_000, 413, "FileTooLarge"),
        Sent("a.mp4", _pieces(600_000, 600_000), 413, "FileTooLarge"),
        Sent("a.exe", b"x", 415, "UnsupportedFile"),
        Sent("a", b"x", 415, "UnsupportedFile"),
        Sent("a.mp4", b"", 415, "UnsupportedFile"),
        Sent(".a.mp4", b"x", 400, "InvalidRequest"),
        Sent("..%5Ca.mp4", b"x", 400, "InvalidRequest"),
        Sent("a%00.mp4", b"x", 400, "InvalidRequest"),
    ],
    ids=lambda sent: f"{sent.error} {sent.name}",
)
async def test_a_file_that_cannot_be_taken_is_refused_and_nothing_of_it_stays(
    tmp_path: Path, sent: Sent
) -> None:
    async with hosting(setting(tmp_path, upload_bytes=1024 * 1024)) as host, host.http("alice") as http:
        reply = await http.post(f"/files/{sent.name}", content=sent.content)
        assert (reply.status_code, reply.json()["error"]) == (sent.status, sent.error)
        assert reply.json()["next_step"]
    assert list((tmp_path / "home" / "data" / "users").rglob("files/*")) == []


@pytest.mark.parametrize("announced", [True, False])
async def test_a_full_space_says_what_to_delete(tmp_path: Path, announced: bool) -> None:
    async with hosting(setting(tmp_path, quota_bytes=3_000_000)) as host, host.http("alice") as http:
        await host.send("alice", "big.mp4", b"x" * 2_000_000)
        await host.send("alice", "small.mp4")
        more = b"x" * 1_500_000 if announced else _pieces(1_000_000, 500_000)
        reply = await http.post("/files/more.mp4", content=more)
        assert reply.status_code == 507
        assert reply.json()["message"] == "Your space on this server is full: 2 of 3 MB."
        assert "big.mp4 (2 MB), small.mp4" in reply.json()["next_step"]
        await host.send("bob", "more.mp4", b"x" * 1_500_000)
        assert (await http.delete("/files/big.mp4")).status_code == 204
        await host.send("alice", "more.mp4", b"x" * 1_500_000)


async def test_a_film_needs_room_too(tmp_path: Path, backend: FakeBackend) -> None:
    async with hosting(setting(tmp_path, backend, quota_bytes=1000)) as host:
        await host.send("alice", "city.mp4", b"x" * 1000)
        async with host.mcp("alice") as alice:
            await call(alice, "upload_media", files="city.mp4")
            await call(alice, "send_edit", message="cut it")
            assert (await refused(alice, "export_video"))["error"] == "QuotaFull"
    assert backend.renders == []


async def test_the_disk_is_never_filled_by_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1024**3 + 500))
    async with hosting(setting(tmp_path)) as host, host.http("alice") as http:
        assert (await http.post("/files/a.mp4", content=b"x" * 400)).status_code == 201
        reply = await http.post("/files/b.mp4", content=b"x" * 600)
    assert (reply.status_code, reply.json()["error"]) == (507, "NotEnoughSpace")
    assert str(tmp_path) not in reply.text


async def test_two_files_of_one_name_are_two_files(tmp_path: Path) -> None:
    async with hosting(setting(tmp_path)) as host:
        names = [await host.send("alice", "my clip.mp4") for _ in range(3)]
    assert names == ["my clip.mp4", "my clip-2.mp4", "my clip-3.mp4"]


async def test_one_user_opens_so_many_sessions_and_no_more(tmp_path: Path) -> None:
    async with hosting(setting(tmp_path, sessions=2)) as host:
        async with (
            host.mcp("alice", "legacy") as one,
            host.mcp("alice", "legacy"),
            host.http("alice") as http,
        ):
            refused = await http.post("/mcp", **opening())
            assert refused.status_code == 429
            assert refused.json()["message"] == "That is more than 2 open sessions."
            assert "idle for half an hour" in refused.json()["next_step"]
            # Those that are open go on; another user and the newer era have none of these.
            await call(one, "check_credits")
            async with host.mcp("bob", "legacy") as bob, host.mcp("alice", "auto") as newer:
                await call(bob, "check_credits")
                await call(newer, "check_credits")
        # Whoever closes a session may open another.
        async with host.mcp("alice", "legacy"), host.mcp("alice", "legacy"):
            pass


def test_sessions_that_were_idle_for_long_are_forgotten() -> None:
    clock = Clock()
    sessions = OpenSessions(2, clock)
    sessions.use("a")
    clock.now += 1000
    sessions.use("b")
    assert sessions.is_full
    clock.now += 1000
    sessions.used("never opened")
    assert len(sessions) == 1
    sessions.used("b")
    clock.now += 1000
    assert len(sessions) == 1
    sessions.end("b")
    assert len(sessions) == 0
