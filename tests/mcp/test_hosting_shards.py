"""Several hosted servers that share their users, behind a proxy that sends each request to the next one."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import anyio
import httpx
import pytest
from mcp.shared.exceptions import MCPError

from mcp import Client
from nemovideo_mcp.hosting.homes import MARK_HEADER, Homes, moved_folder
from nemovideo_mcp.hosting.limits import Limits
from nemovideo_mcp.hosting.shards import Shard, ShardMap
from nemovideo_mcp.hosting.tokens import new_token
from support.backend import FILM, FakeBackend
from support.hosting import LISTED, Host, Setting, call, hosting, mcp_client, older_session, refused
from support.hosting_users import key_of, named
from support.round_robin import Proxy, round_robin

pytestmark = pytest.mark.anyio

# Their homes are a and b, where there are these two.
ALICE, CAROL = "alice", "carol"


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemovideo_mcp.client.backend.CLOUD_POLL_SECONDS", 0.02)


@dataclass(kw_only=True)
class Farm:
    """Servers by name, and the proxy before them."""

    proxy: Proxy
    map: ShardMap
    tokens: Mapping[str, str]
    hosts: dict[str, Host] = field(default_factory=dict[str, Host])
    backends: dict[str, FakeBackend] = field(default_factory=dict[str, FakeBackend])
    stacks: dict[str, AsyncExitStack] = field(default_factory=dict[str, AsyncExitStack])
    folder: Path
    limits: Limits
    tokens_file: Path

    def home(self, name: str) -> Path:
        return self.folder / name

    def holds(self, name: str, user: str) -> bool:
        """Whether that server has something of the user."""
        return (self.home(name) / "data" / "users" / key_of(user)).exists()

    def http(self, user: str | None = None, at: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.tokens[user]}"} if user else {}
        url = self.hosts[at].url if at else self.proxy.url
        return httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, verify=False, timeout=30)

    @asynccontextmanager
    async def mcp(self, user: str, mode: str = "auto", at: str | None = None) -> AsyncGenerator[Client]:
        url = self.hosts[at].url if at else self.proxy.url
        async with mcp_client(f"{url}/mcp", self.tokens[user], mode) as client:
            yield client

    async def begin(self, user: str, project: str) -> None:
        """A project of that user, with a file."""
        async with self.http(user) as http:
            assert (await http.post("/files/city.mp4", content=b"x" * 1000)).status_code == 201
        async with self.mcp(user) as client:
            await call(client, "upload_media", files="city.mp4", project=project)

    async def start(self, name: str, shards: ShardMap | None = None) -> None:
        shard = (shards or self.map).named(name)
        assert shard
        self.backends.setdefault(name, FakeBackend())
        setting = Setting(
            home=self.home(name),
            backend=self.backends[name],
            limits=self.limits,
            port=int(shard.url.rpartition(":")[2]),
            shards=shards or self.map,
            shard=name,
            public_url=self.proxy.url,
            tokens=self.tokens,
            tokens_file=self.tokens_file,
        )
        stack = AsyncExitStack()
        self.hosts[name] = await stack.enter_async_context(hosting(setting))
        self.stacks[name] = stack

    async def stop(self, name: str) -> None:
        await self.stacks.pop(name).aclose()


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]


@asynccontextmanager
async def farm_of(folder: Path, names: str = "ab", limits: Limits | None = None) -> AsyncGenerator[Farm]:
    """Servers of these names; `c`, where it is among them, came with the second map and does not run yet."""
    folder.mkdir(exist_ok=True)
    tokens_file = folder / "tokens.txt"
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    shards = tuple(
        Shard(name=name, url=f"http://127.0.0.1:{port}", periods=((2 if name == "c" else 1, None),))
        for name, port in ports.items()
    )
    first = [name for name in names if name != "c"]
    everybody = [ALICE, CAROL]
    if "c" in names:
        everybody.append(named(ShardMap(shards=shards, number=2, key=b""), "b", "c"))
    async with round_robin([ports[name] for name in first]) as proxy:
        farm = Farm(
            proxy=proxy,
            map=ShardMap(shards=shards, number=1, key=b"k" * 32),
            tokens={user: new_token(tokens_file, user) for user in everybody},
            folder=folder,
            limits=limits or Limits(),
            tokens_file=tokens_file,
        )
        try:
            for name in first:
                await farm.start(name)
            yield farm
        finally:
            for name in list(farm.stacks):
                await farm.stop(name)


@pytest.fixture
async def farm(tmp_path: Path) -> AsyncGenerator[Farm]:
    async with farm_of(tmp_path / "farm") as made:
        yield made


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_each_user_finds_the_same_projects_whichever_server_is_asked(farm: Farm, mode: str) -> None:
    for user in (ALICE, CAROL):
        await farm.begin(user, f"{user}-trip")
        async with farm.mcp(user, mode) as client:
            await call(client, "send_edit", message="cut it to the beat")
        for at in ("a", "b", None):
            async with farm.mcp(user, mode, at) as client:
                said = str(await client.call_tool("list_projects", {}))
                assert f"{user}-trip" in said
                assert ("alice-trip" in said, "carol-trip" in said) == (user == ALICE, user == CAROL)
    assert (farm.holds("a", ALICE), farm.holds("b", ALICE)) == (True, False)
    assert (farm.holds("a", CAROL), farm.holds("b", CAROL)) == (False, True)
    # Both servers had requests of both users.
    assert len(set(farm.proxy.sent_to)) == 2


async def test_a_film_is_fetched_and_a_file_sent_by_a_link_whichever_server_is_asked(farm: Farm) -> None:
    async with farm.mcp(CAROL) as client:
        asked = await refused(client, "upload_media", files=["my clip.mp4"])
        command = re.search(r"curl -T 'my clip.mp4' (\S+)", asked["next_step"])
        assert command
        assert command[1].startswith(farm.proxy.url)
        clip = bytes(range(256)) * 8192
        for at in ("a", "b"):
            async with farm.http(at=at) as http:
                sent = await http.put(httpx.URL(command[1]).raw_path.decode(), content=clip)
            assert sent.status_code == 201, sent.text
        kept = farm.home("b") / "data" / "users" / key_of(CAROL) / "files" / "my clip.mp4"
        assert kept.read_bytes() == clip
        await call(client, "upload_media", files=["my clip.mp4"])
        await call(client, "send_edit", message="cut it to the beat")
        result = await client.call_tool("export_video", {})
    path = httpx.URL(str(result.content[1].uri)).raw_path.decode()
    for at in ("a", "b"):
        async with farm.http(at=at) as http:
            whole = await http.get(path)
            part = await http.get(path, headers={"Range": "bytes=8-15"})
        assert (whole.status_code, whole.content) == (200, FILM)
        assert (part.status_code, part.content) == (206, FILM[8:16])
        assert len(whole.headers.get_list("date")) == 1


async def test_news_of_a_call_come_as_they_happen_through_another_server(farm: Farm) -> None:
    """An answer that is gathered first would bring the first news only with the last."""
    async with farm.http(CAROL) as http:
        await http.post("/files/city.mp4", content=b"x" * 1000)
    farm.backends["b"].statuses = [{"status": "processing", "progress": 40}]
    async with farm.mcp(CAROL, at="a") as client:
        await call(client, "upload_media", files="city.mp4")
        await call(client, "send_edit", message="cut it to the beat")
        heard = anyio.Event()

        async def show(done: float, total: float | None, words: str | None) -> None:
            heard.set()
            farm.backends["b"].statuses = [{"status": "completed", "output": {"url": "/film.mp4"}}]

        with anyio.fail_after(20):
            result = await client.call_tool("export_video", {}, progress_callback=show)
    assert heard.is_set()
    assert result.structured_content["path"].endswith(".mp4")


async def test_an_upload_is_passed_on_before_it_is_whole_and_ends_where_its_sender_goes_away(
    farm: Farm,
) -> None:
    files = farm.home("b") / "data" / "users" / key_of(CAROL) / "files"
    held = anyio.Event()

    async def pieces() -> AsyncGenerator[bytes]:
        for _ in range(32):
            yield b"x" * 65536
        with anyio.fail_after(20):
            while not [part for part in files.glob(".*.part") if part.stat().st_size >= 1_000_000]:
                await anyio.sleep(0.01)
        held.set()
        await anyio.sleep_forever()

    async with farm.http(CAROL, at="a") as http, anyio.create_task_group() as group:

        async def send() -> None:
            await http.post("/files/city.mp4", content=pieces())

        group.start_soon(send)
        await held.wait()
        group.cancel_scope.cancel()
    with anyio.fail_after(20):
        while list(files.iterdir()):
            await anyio.sleep(0.01)


async def test_a_server_that_is_gone_is_missed_by_its_own_users_only_and_they_are_told(farm: Farm) -> None:
    for user in (ALICE, CAROL):
        await farm.begin(user, f"{user}-trip")
    await farm.stop("b")
    async with farm.mcp(ALICE) as client:
        for _ in range(4):
            assert "alice-trip" in str(await client.call_tool("list_projects", {}))
    for mode in ("auto", "legacy"):
        with pytest.raises((MCPError, ExceptionGroup)) as told:
            async with farm.mcp(CAROL, mode) as client:
                await client.call_tool("list_projects", {})
        said = str(told.value if isinstance(told.value, MCPError) else told.value.exceptions)
        assert "'b'" in said
        assert "Nothing of them is lost" in said
        assert "请几分钟后重试" in said
    async with farm.http(CAROL) as http:
        listed = await http.get("/files", headers={"Accept-Language": "zh-CN"})
    assert listed.status_code == 503
    assert listed.headers["retry-after"]
    assert "没有应答" in listed.json()["message"]
    assert not farm.holds("a", CAROL)
    # It is back, and with it all that was there.
    await farm.start("b")
    async with farm.mcp(CAROL) as client:
        assert "carol-trip" in str(await client.call_tool("list_projects", {}))


async def test_a_users_limits_hold_across_all_servers(tmp_path: Path) -> None:
    async with farm_of(tmp_path / "farm", limits=Limits(calls_per_minute=2)) as farm:
        answers: list[int] = []
        for n in range(24):
            async with farm.http(CAROL, at="ab"[n % 2]) as http:
                answers.append((await http.get("/files")).status_code)
        # Ten times the calls, and the clock stands still.
        assert answers == [200] * 20 + [429] * 4
        async with farm.http(ALICE) as http:
            assert (await http.get("/files")).status_code == 200


async def test_what_was_sent_on_goes_no_further(farm: Farm) -> None:
    """Two servers that take each other for the user's would send a request round and round."""
    a, b = (farm.hosts[name].hosted for name in "ab")
    for hosted, other in ((a, "b"), (b, "a")):
        homes = hosted_homes(hosted)
        shard = farm.map.named(other)
        assert shard
        homes._known[key_of(CAROL)] = (homes.clock(), shard)
    async with farm.http(CAROL, at="b") as http:
        answer = await http.get("/files")
    assert answer.status_code == 503
    assert "do not agree" in answer.json()["message"]
    # What was wrong is forgotten.
    async with farm.http(CAROL, at="b") as http:
        assert (await http.get("/files")).status_code == 200


def hosted_homes(hosted: object) -> Homes:
    return hosted._around.sharing.homes  # type: ignore[attr-defined]


async def test_nobody_from_outside_can_say_that_a_request_was_sent_on(farm: Farm) -> None:
    homes = hosted_homes(farm.hosts["b"].hosted)
    a = farm.map.named("a")
    assert a
    real = homes.mark_for(a, "GET", "/files")
    name, number, moment, mac = real.split(":")
    stranger = replace(farm.map, key=b"?" * 32)
    forged = Homes(own=homes.own, shards=stranger, data=homes.data, ask=homes.ask)

    def at(offset_s: float) -> str:
        """A mark that is right but for its moment."""
        other = Homes(
            own=homes.own,
            shards=homes.shards,
            data=homes.data,
            ask=homes.ask,
            epoch=lambda: homes.epoch() + offset_s,
        )
        return other.mark_for(a, "GET", "/files")

    bad = [
        forged.mark_for(a, "GET", "/files"),
        f"a:{number}:{moment}:{mac}",
        f"{name}:{number}:{int(moment) - 61}:{mac}",
        at(-70),
        at(70),
        homes.mark_for(a, "GET", "/files?x"),
        homes.mark_for(homes.own, "GET", "/files"),
        "b:1:1:",
        "",
    ]
    mine = hosted_homes(farm.hosts["a"].hosted)
    assert mine.mark_in(real, "GET", "/files") is not None
    assert [mine.mark_in(mark, "GET", "/files") for mark in bad] == [None] * len(bad)
    path = f"/shards/users/{key_of(CAROL)}"
    async with farm.http(at="a") as http:
        for mark in (*bad, real):
            assert (await http.get(path, headers={MARK_HEADER: mark})).status_code == 404
        assert (await http.get(path)).status_code == 404
        good = await http.get(path, headers={MARK_HEADER: homes.mark_for(a, "GET", path)})
        assert good.json() == {"presence": "none", "map": 1}
    # And who has the proof still needs the token.
    async with farm.http(at="a") as http:
        assert (await http.get("/files", headers={MARK_HEADER: real})).status_code == 401


async def test_a_new_server_takes_new_users_and_leaves_the_others_where_their_projects_are(
    tmp_path: Path,
) -> None:
    async with farm_of(tmp_path / "farm", "abc") as farm:
        later = next(user for user in farm.tokens if user not in (ALICE, CAROL))
        # Its home is b now, and c with the next map.
        await farm.begin(later, "old-trip")
        assert farm.holds("b", later)
        new = replace(farm.map, number=2)
        await farm.stop("b")
        await farm.start("b", new)
        await farm.start("c", new)
        # One has the old map still: it knows no c, and where the user is it asks.
        for at in "abc":
            async with farm.mcp(later, at=at) as client:
                assert "old-trip" in str(await client.call_tool("list_projects", {}))
        assert not farm.holds("c", later)

        # The data is on its way: nobody shows an empty list in the meantime.
        users = farm.home("b") / "data" / "users"
        moved_folder(users.parent).mkdir()
        await farm.stop("a")
        await farm.start("a", new)
        for name in ("b", "c"):
            await farm.stop(name)
        (users / key_of(later)).replace(moved_folder(users.parent) / key_of(later))
        for name in ("b", "c"):
            await farm.start(name, new)
        for at in "abc":
            async with farm.http(later, at=at) as http:
                answer = await http.get("/files")
                assert answer.status_code == 503
                assert "on their way" in answer.json()["message"]
        assert not farm.holds("c", later)

        # It has arrived.
        await farm.stop("c")
        arrived = farm.home("c") / "data" / "users" / key_of(later)
        arrived.parent.mkdir(parents=True, exist_ok=True)
        (moved_folder(users.parent) / key_of(later)).replace(arrived)
        await farm.start("c", new)
        for at in "abc":
            async with farm.mcp(later, at=at) as client:
                assert "old-trip" in str(await client.call_tool("list_projects", {}))


async def test_somebody_new_is_not_served_while_their_projects_may_be_on_a_server_that_is_silent(
    tmp_path: Path,
) -> None:
    async with farm_of(tmp_path / "farm", "abc") as farm:
        later = next(user for user in farm.tokens if user not in (ALICE, CAROL))
        new = replace(farm.map, number=2)
        await farm.start("c", new)
        await farm.stop("b")
        async with farm.http(later, at="c") as http:
            answer = await http.get("/files")
        assert answer.status_code == 503
        assert "may be" in answer.json()["message"]
        assert not farm.holds("c", later)
        # It answers, with the earlier map: it might take the user for its own any moment.
        await farm.start("b")
        async with farm.http(later, at="c") as http:
            assert "do not agree" in (await http.get("/files")).json()["message"]
        await farm.stop("b")
        await farm.start("b", new)
        async with farm.http(later, at="b") as http:
            assert (await http.get("/files")).status_code == 200
        assert (farm.holds("b", later), farm.holds("c", later)) == (False, True)


async def test_a_session_of_the_older_era_goes_on_whichever_server_is_asked(farm: Farm) -> None:
    async with farm.http(CAROL) as http:
        session = await older_session(http)
        for _ in range(4):
            answer = await http.post("/mcp", json=LISTED, headers=session)
            assert answer.status_code == 200
            assert "send_edit" in json.dumps(answer.text)
    async with farm.http(ALICE) as http:
        assert (await http.post("/mcp", json=LISTED, headers=session)).status_code == 404
