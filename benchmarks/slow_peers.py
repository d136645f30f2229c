"""How well others are served while links drip into the studio, and while slow connections lie on the hosted server.

    python -m benchmarks.slow_peers drips --links 20
    python -m benchmarks.slow_peers connections --count 1200

Both start real processes on loopback with folders of their own. Times are in seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from PIL import Image

from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import read_record

_ATTRIBUTION = {"X-Skill-Source": "benchmark", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}
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
    reached = 0

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal reached
        reached += 1
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not writer.is_closing():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.5)

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    paths = Paths.from_env({"NEMO_HOME": str(home)})
    async with _process("-c", _STUDIO, home=home), asyncio.timeout(300):
        while (record := read_record(paths)) is None:
            await asyncio.sleep(0.02)
        async with httpx.AsyncClient(base_url=record.url, trust_env=False, timeout=_PATIENCE_S) as http:
            hostile, other = await _user(http, "hostile"), await _user(http, "other")
            sent = [
                asyncio.create_task(_send_link(http, hostile, f"http://127.0.0.1:{port}/{n}.mp4"))
                for n in range(count)
            ]
            await asyncio.sleep(2.0 if count else 0)
            upload_s = await _timed(_upload(http, other))
            edit_s = await _timed(_edit(http, other))
            print(f"{count:3} links ({reached} connected): upload {upload_s}, edit {edit_s}")
            for task in sent:
                task.cancel()
            await asyncio.gather(*sent, return_exceptions=True)
    server.close()


async def _user(http: httpx.AsyncClient, name: str) -> tuple[str, dict[str, str]]:
    reply = await http.post("/api/auth/anonymous-token", headers={"X-Client-Id": name})
    headers = {"Authorization": f"Bearer {reply.json()['data']['token']}", **_ATTRIBUTION}
    made = await http.post(
        "/api/tasks/me/with-session/nemo_agent", json={"task_name": name, "language": "en"}, headers=headers
    )
    return made.json()["data"]["session_id"], headers


async def _send_link(http: httpx.AsyncClient, user: tuple[str, dict[str, str]], url: str) -> None:
    session, headers = user
    body = {"urls": [url], "source_type": "url"}
    await http.post(f"/api/upload-video/nemo_agent/me/{session}", json=body, headers=headers, timeout=300)


async def _upload(http: httpx.AsyncClient, user: tuple[str, dict[str, str]]) -> None:
    session, headers = user
    picture = io.BytesIO()
    Image.effect_noise((640, 360), 50).save(picture, "PNG")
    files = [("files", ("a.png", picture.getvalue()))]
    (
        await http.post(f"/api/upload-video/nemo_agent/me/{session}", files=files, headers=headers)
    ).raise_for_status()


async def _edit(http: httpx.AsyncClient, user: tuple[str, dict[str, str]]) -> None:
    session, headers = user
    body = {"session_id": session, "new_message": {"parts": [{"text": "make a 3 second video, no music"}]}}
    (await http.post("/run_sse", json=body, headers=headers)).raise_for_status()


async def _timed(work: object) -> str:
    began = time.monotonic()
    try:
        await work  # type: ignore[misc]
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
