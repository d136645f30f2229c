"""What it costs that a request reaches another server than the user's: calls and files, direct and sent on.

Two real servers of `nemovideo serve --http` on loopback; the studio is not asked by the calls that are timed.

    python benchmarks/shards.py
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
from mcp.server.auth.provider import AccessToken

from nemovideo_mcp.hosting.shards import change_shards
from nemovideo_mcp.hosting.tokens import new_token
from nemovideo_mcp.hosting.users import user_of

_CALLS = 200
_USERS = 4
_PIDS: list[int] = []
_FILE = b"\0\0\0\x18ftypisom" + os.urandom(1_000_000) * 64
_LISTED = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "list_projects", "arguments": {}},
}
_META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
_HEADERS = {
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "tools/call",
    "Mcp-Name": "list_projects",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder)
        ports = _free_ports(2)
        shards = change_shards(
            root / "shards.txt", add=[(n, f"http://127.0.0.1:{p}") for n, p in zip("ab", ports, strict=True)]
        )
        homes: dict[str, list[str]] = {"a": [], "b": []}
        number = 0
        while min(map(len, homes.values())) < _USERS:
            name = f"user{number}"
            number += 1
            key = user_of(
                AccessToken(token="", client_id=name, subject=name, scopes=[], claims={"iss": "tokens"})
            )
            home = shards.owner_of(key).name
            if len(homes[home]) < _USERS:
                homes[home].append(new_token(root / "tokens.txt", name))
        for name, port in zip("ab", ports, strict=True):
            _serve(stack, root, name, port)
        urls = {name: f"http://127.0.0.1:{port}" for name, port in zip("ab", ports, strict=True)}
        token = homes["b"][0]
        print(f"{'':34}{'direct':>12}{'sent on':>12}")
        _row("a call (list_projects), median", "ms", lambda at: _call_ms(urls[at], token))
        _row("CPU of both servers for a call", "ms", lambda at: _cpu_ms(urls[at], token))
        _row("a file of 64 MB, sent by a link", "MB/s", lambda at: _sent(urls["b"], urls[at], token))
        everybody = [(token, home) for home, tokens in homes.items() for token in tokens]
        for said, at in (
            ("all at their own server", lambda n, home: home),
            ("one after the other (a proxy in turns)", lambda n, home: "ab"[n % 2]),
            ("all at the other server", lambda n, home: "b" if home == "a" else "a"),
        ):
            print(f"{2 * _USERS} users at once, {said}: {_rate(urls, everybody, at):.0f} calls/s")


def _row(name: str, unit: str, measure: Callable[[str], float]) -> None:
    direct, sent_on = measure("b"), measure("a")
    print(f"{name:34}{direct:>7.1f} {unit:4}{sent_on:>7.1f} {unit}")


def _http(url: str, token: str) -> httpx.Client:
    return httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=60
    )


def _call(http: httpx.Client) -> None:
    body = {**_LISTED, "params": {**_LISTED["params"], "_meta": _META}}  # type: ignore[dict-item]
    reply = http.post("/mcp", json=body, headers=_HEADERS)
    assert reply.status_code == 200, reply.text
    assert '"projects"' in reply.text, reply.text


def _call_ms(url: str, token: str) -> float:
    with _http(url, token) as http:
        times: list[float] = []
        for _ in range(_CALLS):
            began = time.perf_counter()
            _call(http)
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _cpu_ms(url: str, token: str) -> float:
    """Of both servers, which machines that are busy with others do not change much."""
    before = _cpu_s()
    _call_ms(url, token)
    return (_cpu_s() - before) * 1000 / _CALLS


def _cpu_s() -> float:
    used = 0
    for pid in _PIDS:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def _sent(home: str, url: str, token: str) -> float:
    """By a link, as agents send files: it carries no token."""
    name = f"{url.rpartition(':')[2]}.mp4"
    params = {"name": "upload_media", "arguments": {"files": [name]}, "_meta": _META}
    with _http(home, token) as http:
        asked = http.post(
            "/mcp", json={**_LISTED, "params": params}, headers={**_HEADERS, "Mcp-Name": "upload_media"}
        ).text
    link = re.search(rf"(/files/[^/ ]+/{name})", asked)
    assert link, asked
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        began = time.perf_counter()
        reply = http.put(link[1], content=_FILE)
        seconds = time.perf_counter() - began
    assert reply.status_code == 201, reply.text
    return len(_FILE) / 1e6 / seconds


def _rate(urls: dict[str, str], users: list[tuple[str, str]], at: Callable[[int, str], str]) -> float:
    calls = _CALLS // 4

    def work(user: tuple[str, str]) -> None:
        token, home = user
        with _http(urls["a"], token) as a, _http(urls["b"], token) as b:
            for n in range(calls):
                _call(a if at(n, home) == "a" else b)

    began = time.perf_counter()
    with ThreadPoolExecutor(len(users)) as pool:
        list(pool.map(work, users))
    return calls * len(users) / (time.perf_counter() - began)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]


def _serve(stack: ExitStack, root: Path, name: str, port: int) -> None:
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-m", "nemovideo_mcp", "serve", "--http", f"127.0.0.1:{port}", "--backend", "http://127.0.0.1:9",
             "--tokens", str(root / "tokens.txt"), "--shards", str(root / "shards.txt"), "--shard", name,
             "--calls-per-minute", "1000000"],
            env={**os.environ, "NEMO_HOME": str(root / name)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    )  # fmt: skip
    stack.callback(process.kill)
    _PIDS.append(process.pid)
    assert process.stdout
    said = process.stdout.readline()
    assert str(port) in said, said


if __name__ == "__main__":
    main()
