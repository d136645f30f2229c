"""Links that a studio fetches for its users: nobody stops the others, and everybody gets their turn."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import uuid
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from nemovideo_mcp.errors import InvalidRequest, LimitReached
from nemovideo_mcp.studio.exchange import Pace
from nemovideo_mcp.studio.fetches import Fetches
from nemovideo_mcp.studio.studio import Studio
from support.peers import OK, Peer, Server, serving
from support.studio import Caller, in_process, make_studio, on_a_port

pytestmark = pytest.mark.anyio

SECONDS = 20.0


async def drip(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: 1000000\r\n\r\n")
    await peer.drip(every_s=0.05)


async def one_file(peer: Peer) -> None:
    await peer.send_file(b"x" * 10)


@pytest.fixture
async def dripping() -> AsyncGenerator[Server]:
    async with serving(drip) as server:
        yield server


@contextlib.asynccontextmanager
async def users_of(studio: Studio, count: int) -> AsyncGenerator[list[Caller]]:
    async with in_process(studio) as http:
        yield [await user_of(http) for _ in range(count)]


async def user_of(http: httpx.AsyncClient) -> Caller:
    caller = Caller(http=http, client_id=str(uuid.uuid4()))
    await caller.begin()
    return caller


async def send_links(caller: Caller, *urls: str) -> httpx.Response:
    path = f"/api/upload-video/nemo_agent/me/{caller.session_id}"
    return await caller.post(path, {"urls": list(urls), "source_type": "url"}, timeout=SECONDS)


def fetches(tmp_path: Path, **more: object) -> Fetches:
    return Fetches(folder=tmp_path, limit_bytes=10**6, allow_private=True, **more)  # type: ignore[arg-type]


async def take(found: Fetches, url: str, user: str = "a") -> int:
    return (await found.take(user, url, until=found.deadline())).size_bytes


# --- the others ----------------------------------------------------------------------------------------------------


async def test_twenty_links_that_drip_stop_neither_an_upload_nor_an_edit(
    dripping: Server, clip: Path, tmp_path: Path
) -> None:
    studio = make_studio(tmp_path / "data", allow_private_urls=True)
    async with users_of(studio, 12) as (*hostile, other), asyncio.TaskGroup() as group:
        sending = [
            group.create_task(send_links(user, f"{dripping.url}/{n}.mp4"))
            for n, user in enumerate([*hostile, *hostile[:9]])
        ]
        async with asyncio.timeout(SECONDS):
            await dripping.until(lambda server: server.open == 20)
            # As many threads as the event loop has are free.
            await asyncio.gather(*(asyncio.to_thread(lambda: None) for _ in range(64)))
            assert (await other.upload(clip)).status_code == 200
            await other.say("make a video of it, 2 seconds, no music")
            assert (await other.state())["state"]["draft"]["t"]
        assert not any(task.done() for task in sending)
        studio.fetches.close()
    assert {task.result().status_code for task in sending} == {400}


async def test_links_of_others_are_fetched_while_one_user_has_many_that_drip(tmp_path: Path) -> None:
    found = fetches(tmp_path)
    async with serving(drip) as dripping, serving(one_file) as good, asyncio.TaskGroup() as group:
        many = [group.create_task(take(found, f"{dripping.url}/{n}.mp4", "hostile")) for n in range(20)]
        async with asyncio.timeout(SECONDS):
            await dripping.until(lambda server: server.open == 2)
            assert [await take(found, f"{good.url}/a.mp4", f"user {n}") for n in range(10)] == [10] * 10
        assert dripping.seen == 2
        for task in many:
            task.cancel()


async def test_a_user_who_waits_for_too_many_links_is_told(tmp_path: Path, dripping: Server) -> None:
    found = fetches(tmp_path)
    async with asyncio.TaskGroup() as group:
        many = [group.create_task(take(found, f"{dripping.url}/{n}.mp4")) for n in range(22)]
        async with asyncio.timeout(SECONDS):
            await dripping.until(lambda server: server.open == 2)
            with pytest.raises(LimitReached, match="22 links at a time"):
                await take(found, f"{dripping.url}/more.mp4")
        for task in many:
            task.cancel()


# --- the ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wait", ["for its turn", "for bytes"])
async def test_the_deadline_of_a_request_holds_for_all_its_links(
    tmp_path: Path, dripping: Server, wait: str
) -> None:
    found = fetches(tmp_path)
    busy = 2 if wait == "for its turn" else 0
    async with asyncio.TaskGroup() as group:
        before = [group.create_task(take(found, f"{dripping.url}/{n}.mp4")) for n in range(busy)]
        await dripping.until(lambda server: server.open == busy)
        until = asyncio.get_running_loop().time() + 0.2
        with pytest.raises(InvalidRequest, match="turn did not come" if busy else "took more than"):
            await found.take("a", f"{dripping.url}/a.mp4", until=until)
        for task in before:
            task.cancel()
    assert list(tmp_path.iterdir()) == []


async def test_a_link_that_drips_ends_by_itself_and_leaves_no_file(tmp_path: Path, dripping: Server) -> None:
    pace = Pace(window_s=0.2)
    studio = make_studio(tmp_path / "data", allow_private_urls=True, fetch_pace=pace)
    async with users_of(studio, 1) as (user,):
        reply = await send_links(user, f"{dripping.url}/film.mp4?key=secret")
        assert reply.status_code == 400
        assert "too slowly" in reply.json()["message"]
        assert "secret" not in reply.text
        chinese = await user.post(
            f"/api/upload-video/nemo_agent/me/{user.session_id}",
            {"urls": [f"{dripping.url}/film.mp4"], "source_type": "url"},
            headers={"Accept-Language": "zh-CN"},
        )
        assert "下载太慢" in chinese.json()["message"]
        assert "请" in chinese.json()["data"]["next_step"]
        assert list(studio.files.incoming.iterdir()) == []


async def test_a_caller_who_goes_away_ends_the_fetch(tmp_path: Path, dripping: Server) -> None:
    studio = make_studio(tmp_path / "data", allow_private_urls=True)
    with on_a_port(studio) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as http:
            user = await user_of(http)
            sending = asyncio.ensure_future(
                send_links(user, f"{dripping.url}/a.mp4", f"{dripping.url}/b.mp4")
            )
            async with asyncio.timeout(SECONDS):
                await dripping.until(lambda server: server.open == 1)
                sending.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await sending
                await dripping.until(lambda server: server.open == 0)
                while studio.requests or list(studio.files.incoming.iterdir()):
                    await asyncio.sleep(0.01)
        assert dripping.seen == 1


async def test_an_end_of_the_studio_ends_fetches_with_words(tmp_path: Path, dripping: Server) -> None:
    studio = make_studio(tmp_path / "data", allow_private_urls=True)
    async with users_of(studio, 1) as (user,), asyncio.TaskGroup() as group:
        sending = group.create_task(send_links(user, f"{dripping.url}/a.mp4"))
        async with asyncio.timeout(SECONDS):
            await dripping.until(lambda server: server.open == 1)
            studio.fetches.close()
            await dripping.until(lambda server: server.open == 0)
            assert "the studio is ending" in (await sending).json()["message"]
            assert (
                "the studio is ending" in (await send_links(user, f"{dripping.url}/a.mp4")).json()["message"]
            )


async def test_good_links_are_kept_in_their_order_and_bad_ones_named(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    films = {"/city.mp4": clip.read_bytes(), "/sea.mp4": other_clip.read_bytes()}

    async def site(peer: Peer) -> None:
        await peer.hear()
        body = films.get(peer.path)
        if body is None:
            await peer.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        else:
            await peer.send(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    studio = make_studio(tmp_path / "data", allow_private_urls=True)
    async with serving(site) as server, users_of(studio, 1) as (user,):
        reply = await send_links(
            user, *(f"{server.url}/{name}" for name in ("city.mp4", "no.mp4", "sea.mp4"))
        )
        assert reply.status_code == 400
        assert [f["filename"] for f in reply.json()["data"]["files"]] == ["city.mp4", "sea.mp4"]
        assert [f["filename"] for f in reply.json()["data"]["failed"]] == [f"{server.url}/no.mp4"]
        assert "HTTP 404" in reply.json()["message"]


# --- names that are looked up for long -----------------------------------------------------------------------------


async def test_a_name_that_cannot_be_looked_up_holds_a_slot_of_its_user_only(tmp_path: Path) -> None:
    released = threading.Event()
    asked: list[str] = []

    def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        if host.startswith("slow"):
            released.wait(SECONDS)
        return ["127.0.0.1"]

    found = fetches(tmp_path, pace=Pace(answer_s=0.2), blocking_lookup=lookup)
    async with serving(one_file) as server:
        until = asyncio.get_running_loop().time() + 1.0
        results = await asyncio.gather(
            *(found.take("a", f"http://slow{n}.example:{server.port}/", until=until) for n in range(6)),
            return_exceptions=True,
        )
        # Two threads of the user are stuck, and there is no third.
        assert len(asked) == 2
        said = [str(result) for result in results]
        assert sum("not found in time" in text for text in said) == 2
        assert sum("turn did not come" in text for text in said) == 4
        assert await take(found, f"http://quick.example:{server.port}/a.mp4", "b") == 10
        released.set()
        assert await take(found, f"http://quick.example:{server.port}/a.mp4", "a") == 10


@pytest.mark.parametrize("answer", [[], OSError("no such host"), UnicodeError("label too long")])
async def test_a_name_that_is_not_known_is_said(tmp_path: Path, answer: list[str] | Exception) -> None:
    def lookup(_host: str, _port: int) -> list[str]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(InvalidRequest, match=r"nowhere\.example is not known"):
        await take(fetches(tmp_path, blocking_lookup=lookup), "http://nowhere.example/a.mp4")


async def test_a_disk_that_refuses_is_said_and_the_connection_is_closed(tmp_path: Path) -> None:
    async def large(peer: Peer) -> None:
        await peer.send_file(b"x" * 10**6)

    async with serving(large) as server:
        with pytest.raises(OSError, match="cannot be written"):
            await take(
                Fetches(folder=tmp_path / "none", limit_bytes=10**7, allow_private=True),
                f"{server.url}/a.mp4",
            )
        async with asyncio.timeout(SECONDS):
            await server.until(lambda server: server.open == 0)
