"""`nemovideo serve --http` as a process of its own: what it refuses, how it ends, what goes on after it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from anyio.to_thread import run_sync

from nemovideo_mcp.cli import main
from nemovideo_mcp.config import Paths
from nemovideo_mcp.hosting.tokens import new_token
from nemovideo_mcp.protocol.discovery import read_record
from support.hosting import call, mcp_client, refused
from support.media import make_video

pytestmark = pytest.mark.anyio

SECONDS = 120


@dataclass(kw_only=True)
class Served:
    """A running server: its process, where it is, and what it has logged."""

    process: subprocess.Popen[str]
    url: str
    said: list[str]
    log: list[dict[str, Any]] = field(default_factory=list)

    async def ended(self) -> int:
        with anyio.fail_after(SECONDS):
            return await run_sync(self.process.wait)


@asynccontextmanager
async def serving(home: Path, *arguments: str, lines: int = 2) -> AsyncGenerator[Served]:
    """The command, listening; `lines` is how many it says at its start."""
    process = subprocess.Popen(
        [sys.executable, "-m", "nemovideo_mcp", "serve", "--http", "127.0.0.1:0", *arguments],
        env={**os.environ, "NEMO_HOME": str(home), "LANG": "C.UTF-8"},
        cwd=home.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    stdout, stderr = process.stdout, process.stderr
    logged: list[str] = []
    reader = threading.Thread(target=lambda: logged.extend(stderr))
    reader.start()
    try:
        with anyio.fail_after(SECONDS):
            said = await run_sync(lambda: [stdout.readline() for _ in range(lines)])
        url = re.search(r"http://127\.0\.0\.1:\d+", said[0])
        assert url, logged
        served = Served(process=process, url=url[0], said=said)
        yield served
    finally:
        process.kill()
        process.wait()
        reader.join()
        stdout.close()
        stderr.close()
    served.log.extend(json.loads(line) for line in logged)


def studio_pid(home: Path) -> int | None:
    record = read_record(Paths.from_env({"NEMO_HOME": str(home)}))
    return record.pid if record else None


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "192.168.0.7", "example.com"])
def test_it_is_not_open_to_other_machines_without_auth(
    home: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--http", f"{host}:8765"]) == 1
    said = capsys.readouterr().err
    assert "can be reached from other machines" in said
    assert "--new-token" in said


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--http", "here"], "--http 127.0.0.1:8765"),
        (["--http", ":0", "--oauth-issuer", "https://a.example.com"], "--resource-url"),
        (["--http", ":0", "--oauth-issuer", "http://a.example.com", "--resource-url", "https://b.example.com/mcp"], "TLS"),  # noqa: E501
        (["--http", ":0", "--oauth-issuer", "https://a.example.com", "--tokens", "t"], "Leave one of them out"),
        (["--http", ":0", "--tokens", "/nowhere"], "--new-token"),
        (["--http", ":0", "--tokens", "t", "--public-url", "http://a.example.com"], "TLS"),
        (["--http", ":0", "--public-url", "https://video.example.com"], "--new-token"),
        (["--http", ":0", "--metrics", "0.0.0.0:0"], "NEMO_METRICS_TOKEN"),
        (["--http", ":0", "--shards", "s", "--tokens", "t"], "--shard a"),
        (["--http", ":0", "--shards", "s", "--shard", "a"], "--tokens FILE"),
        (["--http", ":0", "--shards", "/nowhere", "--shard", "a", "--tokens", "t"], "nemovideo shards /nowhere --add"),
        (["--shards", "s"], "--http"),
        (["--tokens", "t"], "--http"),
        (["--new-token", "alice"], "--tokens"),
        (["--http", ":0", "--quota-mb", "0"], "--quota-mb"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_said_with_what_to_do(
    home: Path, arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *arguments]) in (1, 2)
    assert word in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--http", f"127.0.0.1:{taken.getsockname()[1]}"]) == 1
    assert "cannot listen" in capsys.readouterr().err


def test_standard_input_and_output_start_without_a_web_server(home: Path) -> None:
    code = (
        "import sys; from nemovideo_mcp.tools.server import build_server; import nemovideo_mcp.cli.serve; "
        "print(sorted(m for m in sys.modules if m.startswith(('uvicorn', 'jwt.', 'prometheus', 'nemovideo_mcp.hosting'))))"  # noqa: E501
    )
    bare = "import sys, mcp.server; print(sorted(m for m in sys.modules if m.startswith(('uvicorn', 'jwt.', 'prometheus'))))"  # noqa: E501
    ours, theirs = (
        subprocess.run([sys.executable, "-c", c], capture_output=True, text=True, check=True).stdout
        for c in (code, bare)
    )
    assert ours == theirs


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_without_tokens_it_serves_the_user_of_this_machine(
    home: Path, tmp_path: Path, mode: str
) -> None:
    clip = make_video(tmp_path / "clip.mp4", duration_ms=1000)
    async with serving(home, lines=3) as served:
        assert "for you alone" in served.said[2]
        async with mcp_client(f"{served.url}/mcp", mode=mode) as client:
            await call(client, "upload_media", files=str(clip), project="trip")
        assert json.loads((home / "data" / "projects.json").read_text())["projects"][0]["name"] == "trip"
        async with httpx.AsyncClient(base_url=served.url, trust_env=False, verify=False) as http:
            assert (await http.get("/healthz")).json()["status"] == "ok"
            assert (await http.post("/files/a.mp4", content=b"x")).status_code == 404
        served.process.send_signal(signal.SIGINT)
        assert await served.ended() == 0
    # It is the user's studio, which others may be using.
    assert studio_pid(home)


async def test_an_end_in_the_middle_of_an_export_is_told_and_the_next_start_goes_on(
    home: Path, tmp_path: Path
) -> None:
    tokens = tmp_path / "tokens.txt"
    alice, bob = (new_token(tokens, user) for user in ("alice", "bob"))
    clips = [make_video(tmp_path / f"{n}.mp4", duration_ms=4000) for n in ("one", "two")]
    arguments = ("--tokens", str(tokens), "--backend", "local")
    async with serving(home, *arguments) as served:
        headers = {"Authorization": f"Bearer {alice}"}
        async with httpx.AsyncClient(
            base_url=served.url, headers=headers, trust_env=False, verify=False
        ) as http:
            for clip in clips:
                assert (await http.post(f"/files/{clip.name}", content=clip.read_bytes())).status_code == 201
        async with mcp_client(f"{served.url}/mcp", alice) as client:
            await call(client, "upload_media", files=[clip.name for clip in clips])
            await call(
                client,
                "send_edit",
                message="combine these clips, add upbeat music, cut to the beat, 4 seconds",
            )
            rendering = anyio.Event()

            async def show(done: float, total: float | None, words: str | None) -> None:
                if total and done > 1:
                    rendering.set()

            result: dict[str, Any] = {}

            async def export() -> None:
                answer = await client.call_tool("export_video", {}, progress_callback=show)
                result.update(answer.structured_content or {})

            with anyio.fail_after(SECONDS):
                async with anyio.create_task_group() as group:
                    group.start_soon(export)
                    await rendering.wait()
                    studio = studio_pid(home)
                    served.process.send_signal(signal.SIGTERM)
            # What was being asked is answered, with the handle.
            assert result["status"] == "rendering", result
        assert await served.ended() == 0
    assert studio
    assert studio_pid(home) is None
    with pytest.raises(ProcessLookupError):
        os.kill(studio, 0)
    assert served.log[-1]["event"] == "stopped"
    exports = [line for line in served.log if line.get("tool") == "export_video"]
    assert [line["outcome"] for line in exports] == ["ok"]

    async with serving(home, *arguments) as again:
        # Before anybody asks for anything.
        with anyio.fail_after(SECONDS):
            while (record := read_record(Paths.from_env({"NEMO_HOME": str(home)}))) is None:
                await anyio.sleep(0.05)
            async with httpx.AsyncClient(trust_env=False, verify=False) as http:
                assert (await http.get(f"{record.url}/healthz")).json()["exports"] == 1
        async with mcp_client(f"{again.url}/mcp", bob) as client:
            assert (await refused(client, "wait_for_export", job_id=result["job_id"]))[
                "error"
            ] == "NothingToEdit"
        async with mcp_client(f"{again.url}/mcp", alice, "legacy") as client:
            with anyio.fail_after(SECONDS):
                film = await call(client, "wait_for_export", job_id=result["job_id"])
                while film["status"] == "rendering":
                    film = await call(client, "wait_for_export", job_id=result["job_id"])
        assert "on the beat" in film["receipt"]
        link = re.search(r"http://\S+\.mp4", film["message"])
        assert link
        # The address is another one after a restart on any free port; the key is the same server's.
        path = link[0].split("/files/")[1]
        async with httpx.AsyncClient(base_url=again.url, trust_env=False, verify=False) as http:
            fetched = await http.get(f"/files/{path}")
        assert fetched.status_code == 200
        assert len(fetched.content) == film["size_bytes"]
        again.process.send_signal(signal.SIGTERM)
        assert await again.ended() == 0


async def test_a_second_signal_ends_it_at_once(home: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens.txt"
    token = new_token(tokens, "alice")

    async def never_done() -> AsyncGenerator[bytes]:
        yield b"x"
        started.set()
        await anyio.sleep(SECONDS)

    started = anyio.Event()
    async with serving(home, "--tokens", str(tokens), "--backend", "http://127.0.0.1:9") as served:
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            httpx.AsyncClient(base_url=served.url, headers=headers, trust_env=False, verify=False) as http,
            anyio.create_task_group() as group,
        ):

            async def send() -> None:
                with pytest.raises(httpx.TransportError):
                    await http.post("/files/a.mp4", content=never_done())

            group.start_soon(send)
            await started.wait()
            with anyio.fail_after(SECONDS):
                served.process.send_signal(signal.SIGTERM)
                while (await http.get("/healthz")).status_code == 200:
                    await anyio.sleep(0.01)
                served.process.send_signal(signal.SIGTERM)
                assert await served.ended() == -signal.SIGTERM
            group.cancel_scope.cancel()
    # What had not come whole has left nothing that counts.
    async with (
        serving(home, "--tokens", str(tokens), "--backend", "http://127.0.0.1:9") as served,
        httpx.AsyncClient(base_url=served.url, headers=headers, trust_env=False, verify=False) as http,
    ):
        assert (await http.get("/files")).json() == {"files": []}
    assert not [p for p in (home / "data" / "users").rglob("files/*") if p.is_file()]


async def test_metrics_are_at_an_address_of_their_own(home: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens.txt"
    token = new_token(tokens, "alice")
    arguments = ("--tokens", str(tokens), "--backend", "http://127.0.0.1:9", "--metrics", "127.0.0.1:0")
    async with serving(home, *arguments, lines=3) as served:
        at = re.search(r"http://\S+/metrics", served.said[2])
        assert at
        async with httpx.AsyncClient(trust_env=False, verify=False) as http:
            assert "nemovideo_active_users 0.0" in (await http.get(at[0])).text
            assert (await http.get(f"{served.url}/metrics")).status_code == 404
            assert (await http.get(at[0].replace("/metrics", "/mcp"))).status_code == 404
        assert token not in "".join(served.said)
