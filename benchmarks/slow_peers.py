"""How well others are served while links drip into the studio, and while slow connections lie on the hosted server.

    python benchmarks/slow_peers.py drips --links 20
    python benchmarks/slow_peers.py connections --count 1200

Both start real processes on loopback with folders of their own. Times are in seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from PIL import Image

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from nemovideo_mcp.config import Paths  # noqa: E402
from nemovideo_mcp.protocol.discovery import read_record  # noqa: E402
from support.peers import OK, Peer, serving  # noqa: E402
from support.studio import Caller  # noqa: E402

_PATIENCE_S = 20.0
_STUDIO = "from nemovideo_mcp.studio.serve import run; raise SystemExit(run(allow_private_urls=True))"


async def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    drips = commands.add_parser("drips")
    drips.add_argument("--links", type=int, nargs="+", default=[0, 1, 2, 3, 4, 5, 6, 20])
    connections = commands.add_parser("connections")
    connections.add_argument("--count", type=int, default=1200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        if options.command == "drips":
            for count in options.links:
                await _drips(Path(home) / str(count), count)
        else:
            await _connections(Path(home), options.count)


# --- links that drip -----------------------------------------------------------------------------------------------


async def _drips(home: Path, count: int) -> None:
    paths = Paths.from_env({"NEMO_HOME": str(home)})
    async with serving(_drip) as web, _process("-c", _STUDIO, home=home), asyncio.timeout(300):
        while (record := read_record(paths)) is None:
            await asyncio.sleep(0.02)
        async with httpx.AsyncClient(base_url=record.url, trust_env=False, timeout=_PATIENCE_S) as http:
            hostile, other = Caller(http=http, client_id="hostile"), Caller(http=http, client_id="other")
            await hostile.begin()
            await other.begin()
            upload = f"/api/upload-video/nemo_agent/me/{hostile.session_id}"
            sent = [
                asyncio.create_task(hostile.post(upload, {"urls": [f"{web.url}/{n}.mp4"]}, timeout=300))
                for n in range(count)
            ]
            await asyncio.sleep(2.0 if count else 0)
            picture = io.BytesIO()
            Image.effect_noise((640, 360), 50).save(picture, "PNG")
            upload_s = await _timed(other.upload(("a.png", picture.getvalue())))
            edit_s = await _timed(other.say("make a 3 second video, no music"))
            print(f"{count:3} links ({web.seen} connected): upload {upload_s}, edit {edit_s}")
            for task in sent:
                task.cancel()
            await asyncio.gather(*sent, return_exceptions=True)


async def _drip(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: 1000000\r\n\r\n")
    await peer.drip(every_s=0.5)


async def _timed(work: Awaitable[object]) -> str:
    began = time.monotonic()
    try:
        await work
    except httpx.TimeoutException:
        return f"none in {_PATIENCE_S:.0f} s"
    return f"{time.monotonic() - began:.2f} s"


# --- connections that send their headers slowly --------------------------------------------------------------------


async def _connections(home: Path, count: int) -> None:
    environ = {"NEMO_BACKEND": "http://127.0.0.1:9"}
    async with _process(
        "-m", "nemovideo_mcp", "serve", "--http", "127.0.0.1:0", home=home, **environ
    ) as process:
        assert process.stdout
        line = (await process.stdout.readline()).decode()
        port = int(line.strip().rsplit(":", 1)[1].partition("/")[0])
        print("alone:", await _latencies(port))
        slow = [asyncio.create_task(_slow(port)) for _ in range(count)]
        for after_s in (3, 15):
            await asyncio.sleep(after_s)
            there = sum(not task.done() for task in slow)
            print(f"{count} slow connections, {there} of them still there:", await _latencies(port))
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)


async def _slow(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    reading = asyncio.create_task(reader.read())
    try:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        while not reading.done():
            writer.write(b"X-A: b\r\n")
            await asyncio.wait({reading}, timeout=1.0)
    finally:
        reading.cancel()
        writer.transport.abort()


async def _latencies(port: int) -> str:
    """What 50 requests, each by a connection of its own, took."""
    took: list[float] = []
    failed = 0
    for _ in range(50):
        began = time.monotonic()
        try:
            async with asyncio.timeout(2), httpx.AsyncClient(trust_env=False) as http:
                (await http.get(f"http://127.0.0.1:{port}/healthz")).raise_for_status()
            took.append(time.monotonic() - began)
        except (httpx.HTTPError, TimeoutError):
            failed += 1
        if failed == 5:
            return "5 requests failed; given up"
    return f"median {statistics.median(took) * 1000:.1f} ms, worst {max(took) * 1000:.1f} ms, {failed} failed"


def _usual_descriptors() -> None:
    """As many open files as a login has on most systems."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))


@asynccontextmanager
async def _process(*arguments: str, home: Path, **environ: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    home.mkdir(exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**os.environ, **environ, "NEMO_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        preexec_fn=_usual_descriptors,
    )
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
