"""What can be seen of a hosted server from outside: health, names, logs and metrics."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.hosting.address import check_url, parse_address, security_of
from nemovideo_mcp.hosting.logs import JsonFormatter
from nemovideo_mcp.hosting.metrics import PrometheusMeter, metrics_app
from support.hosting import Host, Setting, call, hosting, refused

pytestmark = pytest.mark.anyio

SECRET_WORDS = "cut my secret wedding"


@pytest.fixture
def meter() -> PrometheusMeter:
    return PrometheusMeter()


@pytest.fixture
async def host(tmp_path: Path, meter: PrometheusMeter) -> AsyncGenerator[Host]:
    async with hosting(Setting(home=tmp_path / "home", meter=meter, answer_seconds=4.0)) as host:
        yield host


async def test_health_is_said_to_anybody_and_says_nothing_else(host: Host) -> None:
    async with host.http() as http:
        well = await http.get("/healthz", headers={"Host": "10.0.0.7:8765"})
        assert (well.status_code, set(well.json())) == (200, {"status", "version"})
        host.hosted.stop_waiting()
        ill = await http.get("/healthz")
        assert (ill.status_code, ill.json()) == (503, {"status": "stopping"})
        refusal = await http.post("/mcp", json={})
    assert refusal.status_code == 503
    assert refusal.headers["retry-after"]


@pytest.mark.parametrize(
    "path", ["/mcp", "/files", "/files/a/b.mp4", "/.well-known/oauth-protected-resource"]
)
async def test_a_foreign_name_or_page_gets_nowhere(host: Host, path: str) -> None:
    port = host.url.rpartition(":")[2]
    async with host.http("alice") as http:
        for name in (
            "evil.example.com",
            f"evil.example.com:{port}",
            "127.0.0.1",
            f"127.0.0.1:{port}.evil.com",
        ):
            assert (await http.get(path, headers={"Host": name})).status_code == 421
        for page in ("https://evil.example.com", "null", f"http://127.0.0.1:{port}.evil.com"):
            assert (await http.get(path, headers={"Origin": page})).status_code == 403
        assert (await http.get(path, headers={"Origin": host.url})).status_code not in (403, 421)


async def test_calls_files_and_refusals_are_counted(
    host: Host, meter: PrometheusMeter, tmp_path: Path
) -> None:
    await host.send("alice", "city.mp4", b"x" * 1000)
    async with host.mcp("alice") as alice:
        await call(alice, "upload_media", files="city.mp4")
        await call(alice, "send_edit", message="cut it")
        film = await call(alice, "export_video")
        await refused(alice, "get_timeline", project="nobody's")
        assert (await alice.call_tool("made_up", {})).is_error
    async with host.http() as http:
        size = len((await http.get(re.search(r"http\S+mp4", film["message"])[0])).content)
        await http.get("/files/x/y.mp4")
    transport = httpx.ASGITransport(metrics_app(meter, token=""))
    counted = f'nemovideo_file_bytes_total{{direction="down"}} {float(size)}'
    async with httpx.AsyncClient(transport=transport, base_url="http://metrics") as http:
        # What is sent is counted behind the answer.
        with anyio.fail_after(10):
            while counted not in (reply := await http.get("/metrics")).text.splitlines():
                await anyio.lowlevel.checkpoint()
        assert (await http.get("/")).status_code == 404
    assert reply.headers["content-type"].startswith("text/plain; version=")
    lines = set(reply.text.splitlines())
    assert 'nemovideo_tool_calls_total{outcome="ok",tool="upload_media"} 1.0' in lines
    assert 'nemovideo_tool_calls_total{outcome="refused",tool="get_timeline"} 1.0' in lines
    assert 'nemovideo_tool_call_seconds_count{tool="export_video"} 1.0' in lines
    assert 'nemovideo_exports_total{outcome="finished"} 1.0' in lines
    assert 'nemovideo_tool_calls_total{outcome="refused",tool="unknown"} 1.0' in lines
    assert "made_up" not in reply.text
    assert "nemovideo_exports_running 0.0" in lines
    assert 'nemovideo_file_bytes_total{direction="up"} 1000.0' in lines
    assert "nemovideo_active_users 1.0" in lines
    assert host.tokens["alice"] not in reply.text
    host.clock.now += 16 * 60
    async with httpx.AsyncClient(transport=transport, base_url="http://metrics") as http:
        assert "nemovideo_active_users 0.0" in (await http.get("/metrics")).text.splitlines()


async def test_metrics_may_ask_for_a_token(meter: PrometheusMeter) -> None:
    transport = httpx.ASGITransport(metrics_app(meter, token="scrape"))
    async with httpx.AsyncClient(transport=transport, base_url="http://metrics") as http:
        assert (await http.get("/metrics")).status_code == 401
        for given in ("Bearer wrong", "scrape", "Bearer "):
            assert (await http.get("/metrics", headers={"Authorization": given})).status_code == 401
        assert (await http.get("/metrics", headers={"Authorization": "Bearer scrape"})).status_code == 200


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_log_says_who_what_and_how_long_and_never_what_about(
    host: Host, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="nemovideo.hosting")
    await host.send("alice", "holiday.mp4")
    async with host.mcp("alice", mode) as alice:
        await call(alice, "upload_media", files="holiday.mp4", project="wedding")
        await call(alice, "send_edit", message=SECRET_WORDS)
        await refused(alice, "get_timeline", project="divorce")
        film = await call(alice, "export_video")
        if film["status"] == "rendering":
            # On a busy machine the answer comes before the film.
            film = await call(alice, "wait_for_export", job_id=film["job_id"])
    key = film["message"].split("/files/")[1].split("/")[0]
    async with host.http() as http:
        await http.get(f"/files/{key}/wedding.mp4")
        await http.get("/files", headers={"Authorization": "Bearer nvt_wrong"})
    formatter = JsonFormatter()

    def logged() -> list[dict[str, Any]]:
        records = [record for record in caplog.records if record.name == "nemovideo.hosting"]
        return [json.loads(formatter.format(record)) for record in records]

    # A line is written behind the answer.
    with anyio.fail_after(10):
        while {line["status"] for line in logged() if line.get("kind") == "files"} != {201, 200, 401}:
            await anyio.lowlevel.checkpoint()
    lines = logged()
    calls = {line["tool"]: line for line in lines if line["event"] == "call" and line.get("tool")}
    assert calls["send_edit"]["outcome"] == "ok"
    assert calls["get_timeline"]["outcome"] == "refused"
    assert calls["get_timeline"]["error"] == "InvalidRequest"
    assert {len(line["user"]) for line in calls.values()} == {12}
    assert all(line["ms"] >= 0 and len(line["request"]) == 12 for line in calls.values())
    # A line is written behind the answer, so that the next request may overtake it.
    files = {line["status"]: line for line in lines if line.get("kind") == "files"}
    assert {s: line["method"] for s, line in files.items()} == {201: "POST", 200: "GET", 401: "GET"}
    assert files[201]["user"] == files[200]["user"] == calls["send_edit"]["user"]
    text = json.dumps(lines)
    for secret in (
        host.tokens["alice"],
        "nvt_wrong",
        SECRET_WORDS,
        "holiday",
        "wedding",
        "divorce",
        key,
        "alice",
    ):
        assert secret not in text, secret


async def test_an_answer_has_the_id_that_its_log_line_has(
    host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="nemovideo.hosting")
    async with host.http("alice") as http:
        reply = await http.get("/files")
    logged = next(r for r in caplog.records if r.name == "nemovideo.hosting")
    assert logged.fields["request"] == reply.headers["x-request-id"]


@pytest.mark.parametrize(
    ("given", "host", "port"),
    [
        ("127.0.0.1:8765", "127.0.0.1", 8765),
        (":8765", "127.0.0.1", 8765),
        ("8765", "127.0.0.1", 8765),
        ("[::1]:8765", "::1", 8765),
        ("localhost:0", "localhost", 0),
        ("0.0.0.0:80", "0.0.0.0", 80),
    ],
)
def test_addresses_are_read(given: str, host: str, port: int) -> None:
    address = parse_address(given)
    assert (address.host, address.port) == (host, port)
    assert address.is_loopback is (host != "0.0.0.0")


@pytest.mark.parametrize("given", ["", "a", "127.0.0.1", "127.0.0.1:", "h:99999", "::1:80", "h:-1", "h:８"])
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(InvalidRequest, match="--http"):
        parse_address(given)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "example.com", "127.0.0.1.example.com"])
def test_addresses_that_others_reach_are_known_as_such(host: str) -> None:
    assert not parse_address(f"[{host}]:1" if ":" in host else f"{host}:1").is_loopback


def test_the_names_of_a_server_are_its_own_and_its_public_one() -> None:
    found = security_of(parse_address("0.0.0.0:8765"), ["https://video.example.com/nemo"])
    assert {"localhost:8765", "video.example.com", "video.example.com:443"} <= set(found.allowed_hosts)
    assert "https://video.example.com" in found.allowed_origins


@pytest.mark.parametrize(
    "url", ["http://video.example.com", "ftp://a", "video.example.com", "https://a/?b=c", ""]
)
def test_a_public_address_without_tls_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest, match="--public-url"):
        check_url(url, "--public-url")
    assert check_url("http://localhost:8765/", "--public-url") == "http://localhost:8765"
