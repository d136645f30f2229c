"""A hosted server with 20 users for five minutes, six of them hostile, beside a minute without these.

    python benchmarks/soak.py [--seconds 300] [--quiet 60] [--home FOLDER]

The good users look at their timeline every two seconds and edit it every ten; one of them exports a film of three
seconds again and again. The hostile ones send floods of digits in three scripts, links to a server that drips a byte a
second, pictures of 178 megapixels, films of ten minutes to export, operations that multiply clips, and connections that
never finish their headers. Printed are the percentiles of `get_timeline` in both phases and their ratio, the time of
the small exports, memory and open files of server and studio with all their workers, and the bytes on disk. The exit
code is 1 where p95 is more than twice what it is without the hostile users, a call of a good user failed, or the most
memory or open files of the second half's last third are more than a fifth above those of its first.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import anyio
import httpx

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from mcp import Client  # noqa: E402
from nemovideo_mcp.hosting.tokens import new_token  # noqa: E402
from support.hosting import mcp_client  # noqa: E402
from support.media import make_video  # noqa: E402
from support.peers import OK, Peer, serving  # noqa: E402

GOOD, HOSTILE = 14, 6
LOOK_SECONDS, EDIT_SECONDS, PROBE_SECONDS = 2.0, 10.0, 5.0
CALLS_PER_MINUTE = 600
STUDIO = "from nemovideo_mcp.studio.serve import run; run(auto=True, allow_private_urls=True)"


# --- the programs --------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def program(*words: str, home: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environ = {**os.environ, "NEMO_HOME": str(home), "HOME": str(home.parent)}
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *words], env=environ, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def until(what: Callable[[], Awaitable[bool]], seconds: float) -> None:
    with anyio.fail_after(seconds):
        while not await what():
            await anyio.sleep(0.1)


async def drip(peer: Peer) -> None:
    """Answer with a header, and then with a byte a second."""
    await peer.hear()
    await peer.send(OK + b"Content-Type: video/mp4\r\nContent-Length: 100000\r\n\r\n")
    await peer.drip()


def giant_picture(number: int) -> bytes:
    """A PNG of 178 megapixels in about 500 kB, another one for each number."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    width, height = 13_340, 13_340
    row = b"\0" + bytes([number % 256]) * (3 * width)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


# --- what is measured ----------------------------------------------------------------------------------------------


def family(root: int) -> list[int]:
    """The process and all that it has started."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found, new = [root], [root]
    while new:
        new = [child for one in new for child in parents.get(one, ())]
        found += new
    return found


def memory_mb(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6


def open_files(pids: list[int]) -> int:
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return total


def disk_mb(folder: Path) -> float:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.lstat().st_size
    return total / 1e6


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


@dataclass(kw_only=True)
class Phase:
    """What was seen in one phase."""

    name: str
    looks_ms: list[float] = field(default_factory=list[float])
    edits_ms: list[float] = field(default_factory=list[float])
    exports_s: list[float] = field(default_factory=list[float])
    failures: Counter[str] = field(default_factory=Counter[str])
    hostile: Counter[str] = field(default_factory=Counter[str])
    probes: list[tuple[float, int, float]] = field(default_factory=list[tuple[float, int, float]])
    loads: list[float] = field(default_factory=list[float])

    def print(self) -> None:
        if self.loads:
            print(f"{self.name:<9} load of the machine: {min(self.loads):.1f} to {max(self.loads):.1f}")
        for name, values in (("get_timeline", self.looks_ms), ("edit_timeline", self.edits_ms)):
            if values:
                p50, p95, worst = (percentile(values, s) for s in (0.5, 0.95, 1.0))
                print(
                    f"{self.name:<9} {name}: {len(values)} calls, p50 {p50:.0f}, p95 {p95:.0f}, worst {worst:.0f} ms"
                )
        if self.exports_s:
            times = ", ".join(f"{s:.0f}" for s in self.exports_s)
            print(f"{self.name:<9} exports of 3 s: {times} s")
        if self.probes:
            mb, files, disk = zip(*self.probes, strict=True)
            print(
                f"{self.name:<9} memory {mb[0]:.0f} to {mb[-1]:.0f} MB (most {max(mb):.0f}), open files {files[0]} to "
                f"{files[-1]} (most {max(files)}), disk {disk[0]:.0f} to {disk[-1]:.0f} MB"
            )
        for words, count in self.failures.most_common(8):
            print(f"{self.name:<9} FAILED {count} × {words}")
        for words, count in self.hostile.most_common(12):
            print(f"{self.name:<9} hostile {count} × {words}")


# --- the users -----------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Scene:
    """The server, its users' tokens, and the phase that goes on."""

    url: str
    tokens: Mapping[str, str]
    drips_url: str
    small: bytes
    long: bytes
    giants: tuple[bytes, ...]
    phase: Phase
    moment: Callable[[], float] = time.perf_counter

    async def send(self, user: str, name: str, content: bytes) -> str:
        headers = {"Authorization": f"Bearer {self.tokens[user]}"}
        async with httpx.AsyncClient(
            base_url=self.url, headers=headers, trust_env=False, timeout=120
        ) as http:
            reply = await http.post(f"/files/{name}", content=content)
            reply.raise_for_status()
            return str(reply.json()["name"])

    async def call(self, client: Client, tool: str, **arguments: Any) -> tuple[bool, Mapping[str, Any]]:
        result = await client.call_tool(tool, arguments)
        return bool(result.is_error), result.structured_content or {}

    async def good(self, user: str, *, exports: bool) -> None:
        """Look, edit, and where wanted export, for ever; what fails is counted."""
        async with mcp_client(f"{self.url}/mcp", self.tokens[user]) as client:
            await self._ok(
                client, "upload_media", files=[await self.send(user, "clip.mp4", self.small)], project="trip"
            )
            await self._ok(
                client, "edit_timeline", operations=[{"op": "add_clips", "media": "clip", "length": 3}]
            )
            async with anyio.create_task_group() as group:
                group.start_soon(self._look, client)
                group.start_soon(self._edit, client)
                if exports:
                    group.start_soon(self._export, client)

    async def _look(self, client: Client) -> None:
        while True:
            began = self.moment()
            await self._ok(client, "get_timeline")
            self.phase.looks_ms.append(1000 * (self.moment() - began))
            await anyio.sleep(LOOK_SECONDS)

    async def _edit(self, client: Client) -> None:
        count = 0
        while True:
            count += 1
            began = self.moment()
            operations = [{"op": "set_clip_sound", "clips": "all", "volume": 0.2 + 0.6 * (count % 2)}]
            await self._ok(client, "edit_timeline", operations=operations)
            self.phase.edits_ms.append(1000 * (self.moment() - began))
            await anyio.sleep(EDIT_SECONDS)

    async def _export(self, client: Client) -> None:
        while True:
            began = self.moment()
            answer = await self._ok(client, "export_video", output=f"film-{began:.0f}.mp4")
            while answer.get("status") in ("rendering", "working"):
                answer = await self._ok(client, "wait_for_export", job_id=answer["job_id"])
            self.phase.exports_s.append(self.moment() - began)
            await anyio.sleep(EDIT_SECONDS)

    async def _ok(self, client: Client, tool: str, **arguments: Any) -> Mapping[str, Any]:
        failed, answer = await self.call(client, tool, **arguments)
        if failed:
            self.phase.failures[f"{tool}: {answer.get('message', answer)}"[:160]] += 1
        return answer

    async def hostile(self, user: str, what: Callable[[Scene, Client, str], Awaitable[None]]) -> None:
        while True:
            with contextlib.suppress(Exception):
                async with mcp_client(f"{self.url}/mcp", self.tokens[user]) as client:
                    await what(self, client, user)
            await anyio.sleep(1)

    def count(self, name: str, failed: bool, answer: Mapping[str, Any]) -> None:
        said = str(answer.get("message", ""))[:90] if failed else "done"
        self.phase.hostile[f"{name}: {said}"] += 1


async def digits(scene: Scene, client: Client, user: str) -> None:
    for script in ("7", "７", "七", "9 ", "and 2 "):
        for length in (2_000, 6_000, 20_000):
            message = (script * length)[:length]
            scene.count("digits", *await scene.call(client, "send_edit", message=message, project=f"d{user}"))


async def links(scene: Scene, client: Client, user: str) -> None:
    async def one(number: int) -> None:
        url = f"{scene.drips_url}/{number}.mp4"
        scene.count("drip link", *await scene.call(client, "upload_media", files=[url], project="drip"))

    async with anyio.create_task_group() as group:
        for number in range(8):
            group.start_soon(one, number)


async def pictures(scene: Scene, client: Client, user: str) -> None:
    for number, content in enumerate(scene.giants):
        name = await scene.send(user, f"giant{number}.png", content)
        scene.count("giant picture", *await scene.call(client, "upload_media", files=[name], project="giant"))


async def long_exports(scene: Scene, client: Client, user: str) -> None:
    name = await scene.send(user, "long.mp4", scene.long)
    await scene.call(client, "upload_media", files=[name], project="long")
    many = [{"op": "add_clips", "media": "long", "length": 60}] * 10
    await scene.call(client, "edit_timeline", operations=many, project="long")
    for number in range(50):
        titled = [{"op": "add_text", "text": f"take {number}"}]
        await scene.call(client, "edit_timeline", operations=titled, project="long")
        scene.count("long export", *await scene.call(client, "export_video", project="long"))


async def floods(scene: Scene, client: Client, user: str) -> None:
    name = await scene.send(user, "clip.mp4", scene.small)
    await scene.call(client, "upload_media", files=[name], project="flood")
    await scene.call(
        client, "edit_timeline", operations=[{"op": "add_clips", "media": "clip"}], project="flood"
    )
    doubled: list[dict[str, Any]] = [{"op": "duplicate_clips", "clips": "all", "times": 50}] * 3
    texts: list[dict[str, Any]] = [{"op": "add_text", "text": "x" * 400}] * 200
    nested: Any = 1
    for _ in range(300):
        nested = [nested]
    for operations in (
        doubled,
        texts,
        [nested],
        "[" * 50_000,
        [{"op": "split_clip", "clip": 1, "parts": 50}] * 200,
    ):
        answer = await scene.call(client, "edit_timeline", operations=operations, project="flood")
        scene.count("flood", *answer)


async def half_requests(scene: Scene, client: Client, user: str) -> None:
    host, port = scene.url.removeprefix("http://").split(":")
    lines: list[anyio.abc.SocketStream] = []
    for _ in range(200):
        with contextlib.suppress(OSError):
            line = await anyio.connect_tcp(host, int(port))
            lines.append(line)
            await line.send(b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Wait: ")
    scene.phase.hostile[f"half a request: {len(lines)} lines opened"] += 1
    await anyio.sleep(20)
    for line in lines:
        await line.aclose()


ATTACKS = (digits, links, pictures, long_exports, floods, half_requests)


@contextlib.contextmanager
def attacking(scene: Scene) -> Iterator[Callable[[], Counter[str]]]:
    """The hostile users, until they are counted: what they did and what they were told.

    They have a process of their own, which gives way to all others: they would be on other machines, and what they
    compute would be measured as time that good users wait.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_attack, args=(replace(scene, phase=Phase(name="attack")), theirs))
    process.start()

    def counted() -> Counter[str]:
        ours.send("stop")
        found: Counter[str] = ours.recv()
        return found

    try:
        yield counted
    finally:
        process.kill()
        process.join()


def _attack(scene: Scene, line: Connection) -> None:
    os.nice(19)

    async def all_of_them() -> None:
        async with anyio.create_task_group() as group:
            for number, what in enumerate(ATTACKS):
                group.start_soon(scene.hostile, f"bad{number}", what)
            await anyio.to_thread.run_sync(line.recv)
            line.send(scene.phase.hostile)
            group.cancel_scope.cancel()

    anyio.run(all_of_them)


async def probe(scene: Scene, roots: list[int], home: Path) -> None:
    def look() -> tuple[float, int, float]:
        pids = [pid for root in roots for pid in family(root)]
        return memory_mb(pids), open_files(pids), disk_mb(home)

    while True:
        # In a thread: what the system says of a process that decodes can take a second, in which this one would not
        # see the answers to its good users come.
        scene.phase.probes.append(await anyio.to_thread.run_sync(look))
        scene.phase.loads.append(os.getloadavg()[0])
        await anyio.sleep(PROBE_SECONDS)


async def run(options: argparse.Namespace, folder: Path) -> int:
    home = folder / "nemovideo"
    small = make_video(
        folder / "small.mp4", width=320, height=180, duration_ms=4000, audio="tone"
    ).read_bytes()
    long = make_video(
        folder / "long.mp4", width=64, height=36, frame_rate=10, duration_ms=60_000
    ).read_bytes()
    # Beforehand: to pack them takes this process seconds, in which it would not see the answers come.
    giants = tuple(giant_picture(number) for number in range(4))
    users = [*(f"good{n}" for n in range(GOOD)), *(f"bad{n}" for n in range(HOSTILE))]
    tokens = {user: new_token(folder / "tokens.txt", user) for user in users}
    port = free_port()
    serve = (
        "-m",
        "nemovideo_mcp",
        "serve",
        "--http",
        f"127.0.0.1:{port}",
        "--tokens",
        str(folder / "tokens.txt"),
    )
    limits = ("--calls-per-minute", str(CALLS_PER_MINUTE))
    with (
        program("-c", STUDIO, home=home, log=folder / "studio.log") as studio,
        program(*serve, *limits, home=home, log=folder / "serve.log") as server,
    ):
        url = f"http://127.0.0.1:{port}"

        async def answers() -> bool:
            assert server.poll() is None, (folder / "serve.log").read_text()
            with contextlib.suppress(httpx.TransportError):
                async with httpx.AsyncClient(trust_env=False) as http:
                    return (await http.get(f"{url}/healthz")).status_code == 200
            return False

        await until(answers, 60)
        quiet, loud = Phase(name="quiet"), Phase(name="hostile")
        async with serving(drip) as drips, anyio.create_task_group() as group:
            scene = Scene(
                url=url,
                tokens=tokens,
                drips_url=drips.url,
                small=small,
                long=long,
                giants=giants,
                phase=Phase(name="start"),
            )
            for number in range(GOOD):
                group.start_soon(lambda n=number: scene.good(f"good{n}", exports=n == 0))
            group.start_soon(probe, scene, [studio.pid, server.pid], home)
            await anyio.sleep(options.warm)
            scene.phase = quiet
            await anyio.sleep(options.quiet)
            scene.phase = loud
            with attacking(scene) as counted:
                await anyio.sleep(options.seconds)
                loud.hostile = await anyio.to_thread.run_sync(counted)
            group.cancel_scope.cancel()
        lives = studio.poll() is None and server.poll() is None
    return told(
        quiet, loud, lives=lives, logs=[folder / "studio.log", folder / "serve.log", home / "studio.log"]
    )


def _traces(log: Path) -> int:
    """Failures in a log, without those of requests that were cut off at the end."""
    pieces = log.read_text(errors="replace").split("Traceback")[1:]
    return sum("timeout graceful shutdown exceeded" not in piece for piece in pieces)


def told(quiet: Phase, loud: Phase, *, lives: bool, logs: list[Path]) -> int:
    quiet.print()
    loud.print()
    ratio = percentile(loud.looks_ms, 0.95) / percentile(quiet.looks_ms, 0.95)
    half = loud.probes[len(loud.probes) // 2 :]
    third = max(1, len(half) // 3)
    # The most of each: an attack holds its lines for twenty seconds, and a renderer its pictures for a film.
    grown = [max(p[k] for p in half[-third:]) / max(p[k] for p in half[:third]) for k in (0, 1)]
    traces = sum(_traces(path) for path in logs if path.exists())
    print(f"p95 of get_timeline with hostile users / without: {ratio:.2f}; tracebacks in the logs: {traces}")
    print(
        f"second half, most of the last third / of the first: memory {grown[0]:.2f}, open files {grown[1]:.2f}; "
        f"both live: {lives}"
    )
    good = (
        ratio <= 2 and not loud.failures and not quiet.failures and max(grown) <= 1.2 and lives and not traces
    )
    return 0 if good else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=300.0, help="with the hostile users")
    parser.add_argument("--quiet", type=float, default=60.0, help="seconds without them")
    parser.add_argument("--warm", type=float, default=15.0, help="seconds before anything is measured")
    parser.add_argument("--home", type=Path, help="an empty folder that is kept, for its logs")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        return anyio.run(run, options, folder)


if __name__ == "__main__":
    sys.exit(main())
