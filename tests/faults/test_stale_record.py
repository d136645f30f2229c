"""A record that points to somebody else's port: nothing of the user's is told there, and a studio is started."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import anyio
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.local import LocalStudio
from nemovideo_mcp.client.processes import end_studio, is_studio_command
from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import StudioRecord, read_record, write_record
from support.studio import make_studio, on_a_port

pytestmark = pytest.mark.anyio

SECRET = "the studio's own secret"


@dataclass
class Stranger:
    """Whoever listens on a port, and writes down all that it is told; `answer` makes the reply to each request."""

    answer: Callable[[bytes], bytes | None]
    heard: bytearray = field(default_factory=bytearray)
    port: int = 0

    @contextmanager
    def listening(self) -> Generator[str]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            threading.Thread(target=self._serve, args=(listener,), daemon=True).start()
            yield f"http://127.0.0.1:{self.port}"

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._hear, args=(line,), daemon=True).start()

    def _hear(self, line: socket.socket) -> None:
        with line:
            while data := line.recv(65536):
                self.heard += data
                reply = self.answer(data)
                if reply is not None:
                    line.sendall(reply)
                    return


def _http(body: bytes, status: str = "200 OK") -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


def _like_a_studio(**more: object) -> bytes:
    return _http(json.dumps({"status": "ok", "version": "0.3.0", "busy": True, **more}).encode())


STRANGERS: dict[str, Callable[[bytes], bytes | None]] = {
    "a web server": lambda _: _http(b"<html>It works!</html>"),
    "one that says that it is a studio": lambda _: _like_a_studio(pid=4711),
    "one with a wrong proof": lambda _: _like_a_studio(pid=1, proof="0" * 64),
    "one with a proof that is none": lambda _: _like_a_studio(pid=1, proof="\ud83d\ude00"),
    "one that asks for a password": lambda _: _http(b"{}", "401 Unauthorized"),
    "one that leads elsewhere": lambda _: (
        b"HTTP/1.1 302 Found\r\nLocation: /token\r\nContent-Length: 0\r\n\r\n"
    ),
    "one that speaks no HTTP": lambda _: b"SSH-2.0-OpenSSH_9.6\r\n",
    "one that closes at once": lambda _: b"",
    "one that hangs": lambda _: None,
    "one that sends without end": lambda _: (
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"[" * 200_000
    ),
}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.from_env({"NEMO_HOME": str(tmp_path / "nemo")})


@asynccontextmanager
async def a_way(
    paths: Paths, tmp_path: Path, clock: Callable[[], float] = monotonic
) -> AsyncGenerator[LocalStudio]:
    """The way to a studio that is started on demand, in this process."""
    with on_a_port(make_studio(tmp_path / "data", secret=SECRET)) as url:

        def spawn(paths: Paths) -> subprocess.Popen[bytes]:
            write_record(paths, StudioRecord(url=url, secret=SECRET, pid=2, version="0.3.0"))
            return subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)

        yield LocalStudio(paths=paths, version="0.3.0", spawn=spawn, health_seconds=1.0, clock=clock)


@pytest.mark.parametrize("kind", STRANGERS)
async def test_a_stranger_on_the_port_hears_nothing_and_the_record_is_mended(
    kind: str, paths: Paths, tmp_path: Path
) -> None:
    stranger = Stranger(answer=STRANGERS[kind])
    clip = tmp_path / "my holiday.mp4"
    clip.write_bytes(b"x" * 100)
    async with a_way(paths, tmp_path) as way:
        with stranger.listening() as url, anyio.fail_after(60):
            write_record(paths, StudioRecord(url=url, secret="the secret of before", pid=1, version="0.3.0"))
            environ = {"NEMO_HOME": str(tmp_path / "nemo")}
            async with NemoClient.from_env(backend="local", environ=environ, studio=way) as nemo:
                session = await nemo.create_session(name="our wedding")
                assert (await nemo.state(session.session_id)).draft is not None
    record = read_record(paths)
    assert record is not None
    assert record.url != url
    heard = bytes(stranger.heard).lower()
    assert heard.startswith(b"get /healthz?nonce=")
    for word in (
        b"secret",
        b"bearer",
        b"authorization",
        b"wedding",
        b"holiday",
        b"post ",
        str(tmp_path).encode(),
    ):
        assert word not in heard


async def test_a_closed_port_is_a_record_of_a_studio_that_is_gone(paths: Paths, tmp_path: Path) -> None:
    async with a_way(paths, tmp_path) as way:
        write_record(paths, StudioRecord(url="http://127.0.0.1:9", secret="x", pid=1, version="0.3.0"))
        assert await way.find() is None
        assert (await way.find_or_start()).secret == SECRET


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com:80",
        "https://127.0.0.1:9",
        "file:///etc/passwd",
        "",
        "http://[",
        "ftp://127.0.0.1:1",
    ],
)
async def test_a_record_that_leads_off_this_machine_is_none(url: str, paths: Paths, tmp_path: Path) -> None:
    async with a_way(paths, tmp_path) as way:
        write_record(paths, StudioRecord(url=url, secret="x", pid=1, version="0.3.0"))
        assert (await way.find_or_start()).secret == SECRET


async def test_a_studio_that_lives_is_found_by_its_proof(paths: Paths, tmp_path: Path) -> None:
    async with a_way(paths, tmp_path) as way:
        started = await way.find_or_start()
        assert await way.find() == started
        assert await way.is_there(started)
        # Who passes the question on from another port cannot pass on the answer.
        relay = Stranger(answer=lambda data: _passed_on(data, started.url))
        with relay.listening() as url:
            write_record(paths, StudioRecord(url=url, secret=SECRET, pid=2, version="0.3.0"))
            assert await way.find() is None


def _passed_on(data: bytes, url: str) -> bytes:
    port = int(url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        reply = bytearray()
        while more := line.recv(65536):
            reply += more
    return bytes(reply)


async def test_who_takes_the_port_later_hears_nothing_either(paths: Paths, tmp_path: Path) -> None:
    moment = [0.0]
    async with a_way(paths, tmp_path, clock=lambda: moment[0]) as way:
        environ = {"NEMO_HOME": str(tmp_path / "nemo")}
        async with NemoClient.from_env(backend="local", environ=environ, studio=way) as nemo:
            session = await nemo.create_session(name="first")
            stranger = Stranger(answer=lambda _: _like_a_studio(pid=2))
            with stranger.listening() as url:
                place = await nemo._transport._access.place()
                object.__setattr__(place, "url", url)
                object.__setattr__(place.is_there.args[0], "url", url)
                moment[0] += 60.0
                assert (await nemo.state(session.session_id)).draft is not None
    assert b"nonce" in stranger.heard
    assert b"Bearer" not in stranger.heard


@pytest.mark.skipif(sys.platform == "win32", reason="processes are asked by a signal")
async def test_an_earlier_studio_is_asked_to_end_by_a_signal_and_gives_way(
    paths: Paths, tmp_path: Path
) -> None:
    code = (
        "import http.server, json, os, signal, sys\n"
        "class H(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        body = json.dumps({'version': '0.2.0', 'pid': os.getpid(), 'busy': True}).encode()\n"
        "        self.send_response(200); self.send_header('Content-Length', str(len(body))); self.end_headers()\n"
        "        self.wfile.write(body)\n"
        "    def do_POST(self): sys.stderr.write('TOLD'); self.do_GET()\n"
        "    def log_message(self, *_): pass\n"
        "signal.signal(signal.SIGTERM, lambda *_: os._exit(0))\n"
        "server = http.server.HTTPServer(('127.0.0.1', 0), H)\n"
        "print(server.server_port, flush=True)\n"
        "server.serve_forever()\n"
    )
    command = [sys.executable, "-c", code, "nemovideo_mcp", "studio"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as earlier:
        try:
            assert earlier.stdout is not None
            port = int(earlier.stdout.readline())
            async with a_way(paths, tmp_path) as way:
                url = f"http://127.0.0.1:{port}"
                write_record(paths, StudioRecord(url=url, secret="old", pid=earlier.pid, version="0.2.0"))
                found = await way.find()
                assert found is not None
                assert found.version == "0.2.0"
                assert (await way.find_or_start()).secret == SECRET
            assert earlier.wait(30) == 0
        finally:
            earlier.kill()
        assert earlier.stderr is not None
        assert earlier.stderr.read() == b""


def test_only_the_command_line_of_a_studio_is_one() -> None:
    assert is_studio_command(["/usr/bin/python3", "-P", "-m", "nemovideo_mcp", "studio", "--auto"])
    assert is_studio_command(["/home/me/.local/bin/nemovideo", "studio"])
    assert not is_studio_command(["vim", "nemovideo_mcp/studio/serve.py"])
    assert not is_studio_command(["nemovideo", "make", "studio.mp4"])
    assert not is_studio_command([])
    assert not end_studio(1)
    assert issubclass(errors.StudioUnavailable, errors.NemoError)
