"""Peers that are slow, idle or many: real sockets on loopback, against the hosted server and the studio."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import httpx
import pytest

from nemovideo_mcp.hosting.limits import Limits
from nemovideo_mcp.hosting.tokens import TokenFile
from nemovideo_mcp.hosting.users import user_of
from nemovideo_mcp.serving.connections import ConnectionLimits
from support.hosting import Host, Setting, hosting
from support.studio import make_studio, on_a_port

pytestmark = pytest.mark.anyio

SECONDS = 40
HALF = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Wait: "
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
SHORT = ConnectionLimits(header_s=0.5, idle_s=0.5, body_s=0.5, linger_s=0.5, unread_s=0.5)


@asynccontextmanager
async def hosted_at(tmp_path: Path, limits: ConnectionLimits) -> AsyncGenerator[str]:
    async with hosting(Setting(home=tmp_path / "home", connections=limits)) as host:
        yield host.url


@asynccontextmanager
async def studio_at(tmp_path: Path, limits: ConnectionLimits) -> AsyncGenerator[str]:
    with contextlib.ExitStack() as stack:
        yield await asyncio.to_thread(stack.enter_context, on_a_port(make_studio(tmp_path / "data"), limits))


Serving = Callable[[Path, ConnectionLimits], contextlib.AbstractAsyncContextManager[str]]


@pytest.fixture(params=[hosted_at, studio_at], ids=["hosted", "studio"])
def serving(request: pytest.FixtureRequest) -> Serving:
    return request.param


class Peers:
    """Connections to a server, all of which are closed in the end."""

    def __init__(self, url: str) -> None:
        self._port = int(url.rpartition(":")[2])
        self._writers: list[asyncio.StreamWriter] = []

    async def connect(self, sent: bytes = b"", *, address: str = "127.0.0.1") -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(address, 0))
        writer.write(sent)
        self._writers.append(writer)
        return reader

    async def drip(self, reader: asyncio.StreamReader) -> bytes:
        """Send a byte now and then on the newest connection until it ends; what came of it."""
        ended = asyncio.ensure_future(until_end(reader))
        with anyio.fail_after(SECONDS):
            while not ended.done():
                self._writers[-1].write(b"x")
                await asyncio.wait({ended}, timeout=0.05)
        return await ended

    def close(self) -> None:
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def peers_of(url: str) -> AsyncGenerator[Peers]:
    peers = Peers(url)
    try:
        yield peers
    finally:
        peers.close()


async def until_end(reader: asyncio.StreamReader) -> bytes:
    """All that comes, until the server has ended the connection in whatever way."""
    got = bytearray()
    with contextlib.suppress(ConnectionError), anyio.fail_after(SECONDS):
        while piece := await reader.read(65536):
            got += piece
    return bytes(got)


async def answered(url: str) -> int:
    async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False, timeout=SECONDS) as http:
        return (await http.get("/healthz")).status_code


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    with anyio.fail_after(SECONDS):
        while not await what():
            await anyio.sleep(0.02)


async def test_a_header_that_drips_is_ended_and_others_are_answered_meanwhile(
    tmp_path: Path, serving: Serving
) -> None:
    async with serving(tmp_path, SHORT) as url, peers_of(url) as peers:
        dripping = asyncio.ensure_future(peers.drip(await peers.connect(HALF)))
        assert await answered(url) == 200
        assert await dripping == b""


async def test_a_connection_without_a_word_is_ended(tmp_path: Path, serving: Serving) -> None:
    async with serving(tmp_path, SHORT) as url, peers_of(url) as peers:
        assert await until_end(await peers.connect()) == b""


async def test_a_second_header_that_drips_is_ended_as_the_first_would_be(
    tmp_path: Path, serving: Serving
) -> None:
    async with serving(tmp_path, SHORT) as url, peers_of(url) as peers:
        answer = await peers.drip(await peers.connect(WHOLE))
        assert answer.startswith(b"HTTP/1.1 200")


async def test_a_connection_that_is_used_again_in_time_goes_on(tmp_path: Path, serving: Serving) -> None:
    async with serving(tmp_path, ConnectionLimits()) as url, peers_of(url) as peers:
        reader = await peers.connect(2 * WHOLE)
        got = bytearray()
        with anyio.fail_after(SECONDS):
            while got.count(b"HTTP/1.1 200") < 2:
                got += await reader.read(65536)


async def test_a_header_without_end_is_refused(tmp_path: Path, serving: Serving) -> None:
    async with serving(tmp_path, ConnectionLimits()) as url, peers_of(url) as peers:
        answer = await until_end(await peers.connect(HALF + b"x" * 100_000))
        # What it had not read yet may have cost the answer.
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


async def test_five_hundred_idle_connections_of_one_address_do_not_stop_another(
    tmp_path: Path, serving: Serving
) -> None:
    limits = ConnectionLimits(total=100, per_address=20, loopback_is_shared=False)
    async with serving(tmp_path, limits) as url, peers_of(url) as peers:
        mine = await peers.connect(b"", address="127.0.0.3")
        theirs = [await peers.connect(HALF, address="127.0.0.2") for _ in range(500)]
        ended = [asyncio.ensure_future(until_end(reader)) for reader in theirs]
        assert await answered(url) == 200

        async def has_its_share_only() -> bool:
            return sum(not task.done() for task in ended) == limits.per_address

        await until(has_its_share_only)
        assert not mine.at_eof()


async def test_five_hundred_idle_connections_of_this_machine_do_not_stop_it(
    tmp_path: Path, serving: Serving
) -> None:
    """As behind a proxy, where all have one address."""
    limits = ConnectionLimits(total=100)
    async with serving(tmp_path, limits) as url, peers_of(url) as peers:
        for _ in range(500):
            await peers.connect(HALF)
        for _ in range(5):
            assert await answered(url) == 200


# --- what only the hosted server has ---------------------------------------------------------------------------------


def request_of(url: str, line: str, *headers: str) -> bytes:
    return "\r\n".join(
        (f"{line} HTTP/1.1", f"Host: {url.removeprefix('http://')}", *headers, "", "")
    ).encode()


def upload(host: Host, token: str) -> bytes:
    """The beginning of a request that sends a file."""
    headers = (f"Authorization: Bearer {token}", "Content-Length: 1000000")
    return request_of(host.url, "POST /files/slow.mp4", *headers) + b"x" * 10


async def film_of(host: Host, setting: Setting) -> str:
    """The path by which a large film of alice's is fetched."""
    await host.send("alice", "film.mp4", b"x" * 16_000_000)
    found = await TokenFile(setting.tokens_file).verify_token(host.tokens["alice"])
    assert found
    assert host.hosted.users
    return host.hosted.users.member(user_of(found)).space.link_of(Path("film.mp4")).removeprefix(host.url)


async def until_under_way(host: Host, count: int) -> None:
    async def there() -> bool:
        return host.hosted.traffic.under_way == count

    await until(there)


async def test_a_file_that_drips_is_ended_and_nothing_of_it_stays(tmp_path: Path) -> None:
    setting = Setting(home=tmp_path / "home", connections=SHORT)
    async with hosting(setting) as host, peers_of(host.url) as peers:
        assert await peers.drip(await peers.connect(upload(host, host.tokens["alice"]))) == b""
        await until_under_way(host, 0)
    folders = list((tmp_path / "home" / "data" / "users").rglob("files"))
    assert [list(folder.iterdir()) for folder in folders] == [[]]


async def test_a_file_that_comes_behind_its_refusal_is_not_read_for_ever(tmp_path: Path) -> None:
    setting = Setting(home=tmp_path / "home", connections=SHORT)
    async with hosting(setting) as host, peers_of(host.url) as peers:
        answer = await peers.drip(await peers.connect(upload(host, "nobody")))
        assert answer.startswith(b"HTTP/1.1 401")


async def test_who_leaves_in_the_middle_of_a_call_is_no_failure_of_the_server(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hosting(Setting(home=tmp_path / "home")) as host, peers_of(host.url) as peers:
        headers = (
            f"Authorization: Bearer {host.tokens['alice']}",
            "Accept: application/json, text/event-stream",
            "Content-Type: application/json",
            "MCP-Protocol-Version: 2026-07-28",
            "Content-Length: 900",
        )
        await peers.connect(request_of(host.url, "POST /mcp", *headers) + b"{")
        await until_under_way(host, 1)
        peers.close()
        await until_under_way(host, 0)
        assert await answered(host.url) == 200
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_film_that_nobody_reads_is_given_up(tmp_path: Path) -> None:
    setting = Setting(home=tmp_path / "home", connections=SHORT)
    async with hosting(setting) as host, peers_of(host.url) as peers:
        await peers.connect(request_of(host.url, f"GET {await film_of(host, setting)}"))
        await until_under_way(host, 1)
        await until_under_way(host, 0)


async def test_connections_beyond_the_limit_are_refused_at_once_while_all_are_at_work(tmp_path: Path) -> None:
    setting = Setting(home=tmp_path / "home", connections=ConnectionLimits(total=4))
    async with hosting(setting) as host, peers_of(host.url) as peers:
        for _ in range(4):
            await peers.connect(upload(host, host.tokens["alice"]))
        await until_under_way(host, 4)
        answer = await until_end(await peers.connect(WHOLE))
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 1" in answer
    assert "服务器连接过多".encode() in answer


async def test_one_users_requests_at_a_time_are_limited_and_anothers_are_not(tmp_path: Path) -> None:
    setting = Setting(home=tmp_path / "home", limits=Limits(requests_at_once=3))
    async with (
        hosting(setting) as host,
        peers_of(host.url) as peers,
        host.http("alice") as alice,
        host.http("bob") as bob,
    ):
        for _ in range(3):
            await peers.connect(upload(host, host.tokens["alice"]))
        await until_under_way(host, 3)
        refused = await alice.get("/files")
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "1"
        assert refused.json()["message"] == "That is more than 3 requests at a time."
        assert refused.json()["next_step"] == "Wait until one is answered, then try again."
        assert (await bob.get("/files")).status_code == 200
        peers.close()
        await until_under_way(host, 0)
        assert (await alice.get("/files")).status_code == 200


async def test_who_fetches_by_a_link_takes_nothing_from_its_user(tmp_path: Path) -> None:
    setting = Setting(home=tmp_path / "home", limits=Limits(requests_at_once=1))
    async with hosting(setting) as host, peers_of(host.url) as peers, host.http("alice") as alice:
        film = await film_of(host, setting)
        await peers.connect(request_of(host.url, f"GET {film}"))
        await until_under_way(host, 1)
        assert (await alice.get("/files")).status_code == 200
        async with host.http() as another:
            assert (await another.get(film)).status_code == 429
