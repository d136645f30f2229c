"""What the client costs: memory for large files, events decoded each second, time for each call beside bare httpx.

python benchmarks/client.py            # 500 MB each way, over loopback, against a server in another process
python benchmarks/client.py --megabytes 50
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import anyio
import httpx

from nemovideo_mcp.client import NemoClient, RenderStatus
from nemovideo_mcp.protocol.event_decoder import EventDecoder
from nemovideo_mcp.protocol.events import HEARTBEAT, encode_event, parse_event, text_event
from nemovideo_mcp.protocol.text_assembler import TextAssembler

TOKEN = {"token": "nmv_usr_bench", "user_id": "anon_1", "expires_at": "2099-01-01T00:00:00Z"}


async def backend(scope, receive, send) -> None:
    """Swallows uploads, gives films of any size, and answers every other call with a balance."""
    if scope["type"] != "http":
        return
    path, size = scope["path"], 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    if path.startswith("/film/"):
        length = int(path.rpartition("/")[2])
        headers = [(b"content-length", str(length).encode()), (b"content-type", b"video/mp4")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        block = bytes(256 * 1024)
        for start in range(0, length, len(block)):
            body = block[: min(len(block), length - start)]
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body"})
        return
    data = (
        TOKEN
        if "anonymous" in path
        else {"files": [{"filename": "a", "size": size}], "available": 1, "total": size}
    )
    body = json.dumps({"code": 0, "data": data}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def serve(port: int) -> None:
    import uvicorn

    uvicorn.run(backend, port=port, log_level="critical", lifespan="off", ws="none")


class Peak:
    """The most memory that this process held while the body ran, in MB, sampled every 5 ms; and what it held before."""

    def __enter__(self) -> Peak:
        self.before = self.highest = _resident_mb()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.005):
            self.highest = max(self.highest, _resident_mb())


def _resident_mb() -> float:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


async def transfers(nemo: NemoClient, url: str, folder: Path, megabytes: int) -> None:
    clip = folder / "clip.mp4"
    with clip.open("wb") as file:
        os.truncate(file.fileno(), megabytes * 1024 * 1024)
    await nemo.credits()
    for words, work in (
        ("uploaded", lambda: nemo.upload("s", [clip])),
        (
            "downloaded",
            lambda: nemo.download(
                RenderStatus(render_id="r", status="completed", url=f"{url}/film/{clip.stat().st_size}"),
                folder / "film.mp4",
            ),
        ),
    ):
        begun = time.perf_counter()
        with Peak() as peak:
            await work()
        seconds = time.perf_counter() - begun
        print(
            f"{megabytes} MB {words}: peak {peak.highest:.0f} MB "
            f"(+{peak.highest - peak.before:.1f} MB), {megabytes / seconds:.0f} MB/s"
        )
    assert (folder / "film.mp4").stat().st_size == clip.stat().st_size


async def calls(nemo: NemoClient, url: str, *, n: int = 400, rounds: int = 5) -> None:
    async def ours() -> None:
        await nemo.credits()

    async with httpx.AsyncClient(base_url=url, headers={"Authorization": "Bearer x"}) as http:

        async def bare() -> None:
            (await http.get("/api/credits/balance/simple")).json()

        best: dict[str, float] = {}
        for _ in range(rounds):
            for name, call in (("bare httpx", bare), ("NemoClient", ours)):
                begun = time.process_time()
                for _ in range(n):
                    await call()
                best[name] = min(best.get(name, 9.0), (time.process_time() - begun) / n)
    print(
        " · ".join(f"{name} {1e3 * seconds:.2f} ms of CPU a call" for name, seconds in best.items()),
        end=" · ",
    )
    print(f"overhead {1e6 * (best['NemoClient'] - best['bare httpx']):.0f} µs")


def events(*, n: int = 50_000) -> None:
    piece = encode_event(
        text_event("a piece of the answer, 卡点 ", partial=True, meta={"id": "e" * 32, "timestamp": 1.5})
    )
    whole = encode_event(
        text_event("a piece of the answer, 卡点 " * 98, meta={"id": "e" * 32, "timestamp": 1.5})
    )
    stream = (piece * 98 + HEARTBEAT + whole) * (n // 100)
    for size in (64, 1400, 65536):
        decoder, assembler = EventDecoder(), TextAssembler()
        begun = time.process_time()
        count = 0
        for start in range(0, len(stream), size):
            for event in decoder.feed(stream[start : start + size]):
                count += 1
                for meaning in parse_event(event) if isinstance(event, dict) else (event,):
                    assembler.feed(meaning)
        seconds = time.process_time() - begun
        print(
            f"{count / seconds:,.0f} events/s ({len(stream) / seconds / 1e6:.1f} MB/s) in chunks of {size} bytes"
        )


async def main(megabytes: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(port)])
    try:
        async with httpx.AsyncClient() as http:
            for _ in range(200):
                try:
                    await http.get(url)
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.05)
        with tempfile.TemporaryDirectory() as folder:
            environ = {"NEMO_HOME": folder, "NEMO_BACKEND": url}
            async with NemoClient.from_env(environ=environ) as nemo:
                await calls(nemo, url)
                await transfers(nemo, url, Path(folder), megabytes)
    finally:
        server.terminate()
        server.wait()
    events()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--serve", type=int)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
    else:
        anyio.run(main, options.megabytes)
