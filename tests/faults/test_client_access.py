"""Tokens, attribution and secrets: who is let in, what every request carries, and what is never shown."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import traceback
from pathlib import Path

import anyio
import httpx
import pytest

from nemovideo_mcp import client as surface
from nemovideo_mcp import errors
from nemovideo_mcp.cli import main
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.retry import Retries, backoff_seconds, retry_after_seconds
from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.turn import take_turn
from nemovideo_mcp.protocol.discovery import StudioRecord, proof_of, write_record
from nemovideo_mcp.protocol.events import encode_event, text_event
from nemovideo_mcp.protocol.models import RenderStatus
from nemovideo_mcp.protocol.redaction import redacted
from nemovideo_mcp.tools.server import build_server
from support.backend import DRAFT, FILM, URL, FakeBackend
from support.shaky import SECRET, Script, ShakyBackend

pytestmark = pytest.mark.anyio
HEADERS = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


# --- tokens --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("client.error.token")
@pytest.mark.parametrize("told", [1001, 1010, 1011, 401])
@pytest.mark.parametrize("status", [200, 401])
async def test_a_refused_token_in_any_form_gives_way_to_a_new_one_of_the_same_client(
    backend: FakeBackend, tmp_path: Path, told: int, status: int
) -> None:
    async with backend.client(tmp_path) as nemo:
        await nemo.credits()
        backend.refusals = [
            ("/api/credits", httpx.Response(status, json={"code": told, "message": "expired"}))
        ]
        await nemo.credits()
    assert backend.tokens == 2
    assert len({r.headers["X-Client-Id"] for r in backend.requests if "anonymous" in r.url.path}) == 1
    assert backend.requests[-1].headers["Authorization"] == "Bearer nmv_usr_2"
    kept = json.loads((tmp_path / "config/tokens.json").read_text())
    assert list(kept) == [URL]
    assert kept[URL]["token"] == "nmv_usr_2"


async def test_a_token_of_one_address_is_never_sent_to_another(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path) as nemo:
        await nemo.credits()
    async with backend.client(tmp_path, NEMO_BACKEND="http://other.test") as nemo:
        await nemo.credits()
    assert backend.tokens == 2
    assert backend.requests[-1].headers["Authorization"] == "Bearer nmv_usr_2"


async def test_two_clients_that_start_at_once_ask_for_one_token(backend: FakeBackend, tmp_path: Path) -> None:
    async with (
        backend.client(tmp_path) as one,
        backend.client(tmp_path) as two,
        anyio.create_task_group() as group,
    ):
        for nemo in (one, two, one, two):
            group.start_soon(nemo.credits)
    assert backend.tokens == 1


_PROCESS = """
import sys, anyio
from nemovideo_mcp.client import NemoClient
async def main():
    async with NemoClient.from_env(backend=sys.argv[1]) as nemo:
        await nemo.credits()
anyio.run(main)
"""


async def test_two_processes_that_start_at_once_get_one_token_and_one_client_id(
    studio_url: str, tmp_path: Path
) -> None:
    environ = {"NEMO_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    words = [sys.executable, "-c", _PROCESS, studio_url]
    started = [subprocess.Popen(words, env=environ, stderr=subprocess.PIPE) for _ in range(3)]
    for process in started:
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told.decode()
    kept = json.loads((tmp_path / "config/tokens.json").read_text())
    assert list(kept) == [studio_url]
    assert {
        p.name for p in (tmp_path / "config").iterdir() if not p.name.endswith((".lock", ".renewal"))
    } == {
        "client_id",
        "tokens.json",
    }


@pytest.mark.rule("client.error.credits-registered")
async def test_who_is_registered_is_sent_to_the_account(backend: FakeBackend, tmp_path: Path) -> None:
    backend.refusals = [("/api/credits", errors.NoCredits())]
    async with backend.client(tmp_path, NEMO_TOKEN="mine-mine", NEMO_API_URL=URL) as nemo:
        with pytest.raises(errors.NoCredits) as caught:
            await nemo.credits()
    assert (
        caught.value.next_step()
        == "Top up in your account at https://nemovideo.com, then send the edit again."
    )
    assert "bind" not in caught.value.describe()


# --- attribution ---------------------------------------------------------------------------------------------------


@pytest.mark.rule(
    "client.attribution.headers", "client.config.bearer", "client.claim.link", "client.claim.request"
)
async def test_no_request_leaves_without_attribution_and_no_bearer_goes_to_strangers(
    backend: FakeBackend, tmp_path: Path
) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"x")
    backend.refusals = [*(2 * [("/cdn.mp4", httpx.Response(403))]), ("/api/credits", errors.TokenInvalid())]
    elsewhere = httpx.Response(302, headers={"Location": "https://cdn.test/film.mp4"})
    async with backend.client(tmp_path) as nemo:
        session = await nemo.create_session(language="zh-CN")
        await nemo.upload(session.session_id, [clip, "https://example.com/b.mp4"])
        await take_turn(nemo, session.session_id, "cut it")
        await nemo.credits()
        link = await nemo.claim_link(session)
        status = await nemo.render_wait((await nemo.render_submit(session.session_id, DRAFT)).render_id)
        await nemo.download(status, tmp_path / "1.mp4")
        status = RenderStatus(render_id="r", status="completed", url="https://cdn.test/cdn.mp4")
        backend.refusals.append(("/api/render/proxy/r/download", elsewhere))
        await nemo.download(status, tmp_path / "2.mp4")
        await nemo.render_cancel("r")
    assert (tmp_path / "2.mp4").read_bytes() == FILM
    # Once refused, once more, and once by way of the backend.
    assert [r.url.host for r in backend.requests].count("cdn.test") == 3
    for request in backend.requests:
        assert all(request.headers[name] for name in HEADERS)
        ours = request.url.host == "nemo.test" and "anonymous" not in request.url.path
        assert ("Authorization" in request.headers) == ours, request.url
        assert "nmv_usr" not in str(request.url)
    assert link == "https://nemovideo.com/workspace/claim?ct=clm_1"
    claim = next(b for r, b in zip(backend.requests, backend.bodies, strict=True) if "claim" in r.url.path)
    assert json.loads(claim) == {"task_id": "t-s1", "session_id": "s1"}


async def test_the_search_for_the_local_studio_is_attributed_too(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.path == "/healthz":
            proof = proof_of("studio secret", port=9, nonce=request.url.params["nonce"])
            return httpx.Response(200, json={"version": "0", "busy": True, "proof": proof})
        return await FakeBackend().answer(request)

    paths = Paths.from_env({"NEMO_HOME": str(tmp_path)})
    write_record(paths, StudioRecord(url="http://127.0.0.1:9", secret="studio secret", pid=1, version="0"))
    environ = {"NEMO_HOME": str(tmp_path), "NEMO_BACKEND": "local"}
    async with NemoClient.from_env(environ=environ, transport=httpx.MockTransport(answer)) as nemo:
        await nemo.credits()
    assert [r.url.path for r in seen] == [
        "/healthz",
        "/api/auth/anonymous-token",
        "/api/credits/balance/simple",
    ]
    assert all(request.headers[name] for request in seen for name in HEADERS)
    assert ["X-Studio-Secret" in request.headers for request in seen] == [False, True, False]


@pytest.mark.rule(
    "client.session.request", "client.run.request", "client.upload.urls", "client.credits.reply"
)
async def test_requests_are_those_of_the_protocol(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path) as nemo:
        session = await nemo.create_session(language="ja")
        await nemo.send_message(session.session_id, "cut it")
        await nemo.upload(session.session_id, ["https://a.test/1.mp4", "'https://a.test/2.mp4'"])
        balance = await nemo.credits()
    _, begun, said, fetched, _ = zip(backend.requests, map(bytes, backend.bodies), strict=True)
    assert json.loads(begun[1]) == {"task_name": "project", "language": "ja"}
    asked = json.loads(said[1])
    assert asked.pop("new_message")["parts"] == [{"text": "cut it"}]
    assert asked == {"app_name": "nemo_agent", "user_id": "me", "session_id": "s1"}
    assert said[0].headers["Accept"] == "text/event-stream"
    urls = ["https://a.test/1.mp4", "https://a.test/2.mp4"]
    assert json.loads(fetched[1]) == {"urls": urls, "source_type": "url"}
    assert (balance.available, balance.frozen, balance.total) == (90, 10, 100)


# --- secrets -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("client.gui.secrets")
async def test_a_full_run_shows_no_token_anywhere(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The backend repeats the token in its words, in its refusals and in the reason of a failed export."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("NEMO_DEBUG", "1")
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"x")
    emitted: list[str] = []
    leaky = FakeBackend(turn=[encode_event(text_event("Done with nmv_usr_1 and Bearer abcdefgh1234."))])
    told = {"status": "failed", "error": "nmv_usr_1 may not render"}
    for fault in ("500", "token in words", "wrong kind of page"):
        shaky = ShakyBackend(script=Script(before=[fault] * 9))  # type: ignore[list-item]
        async with shaky.client(tmp_path / fault) as nemo:
            nemo._transport.sleep = leaky.pause
            with pytest.raises(errors.NemoError) as caught:
                await nemo.state("s")
            emitted += [*traceback.format_exception(caught.value), repr(caught.value), repr(nemo.backend)]
    from mcp import Client

    server = build_server(open_client=lambda: leaky.client(tmp_path), environ={"NEMO_HOME": str(tmp_path)})
    async with Client(server) as host:
        emitted.append(repr(await host.call_tool("upload_media", {"files": [str(clip)]})))
        emitted.append(repr(await host.call_tool("send_edit", {"message": "cut it"})))
        leaky.statuses = [told]
        emitted.append(repr(await host.call_tool("export_video", {"output": str(tmp_path / "o.mp4")})))
        leaky.refusals = [("/api/credits", httpx.Response(403, json={"code": 5, "message": "nmv_usr_1"}))]
        emitted.append(repr(await host.call_tool("check_credits", {})))
    emitted += [record.getMessage() for record in caplog.records]
    emitted += capsys.readouterr()
    words = "\n".join(emitted)
    assert "[hidden]" in words
    assert "nmv_usr_" not in words
    assert "abcdefgh1234" not in words
    assert SECRET not in words


async def test_the_lowest_level_of_the_log_holds_no_token_of_a_real_line(
    studio_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    environ = {"NEMO_HOME": str(tmp_path), "NEMO_API_URL": studio_url}
    async with NemoClient.from_env(environ=environ) as nemo:
        session = await nemo.create_session()
        await nemo.send_message(session.session_id, "what is there?")
    [kept] = json.loads((tmp_path / "config/tokens.json").read_text()).values()
    words = "\n".join(f"{record.getMessage()} {record.args!r}" for record in caplog.records)
    assert "send_request_headers" in words
    assert kept["token"] not in words


def test_the_command_shows_no_token_even_when_it_shows_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace

    fake = FakeBackend(
        refusals=[("/run_sse", httpx.Response(500, json={"error": "nmv_usr_1 is not welcome"}))]
    )
    maker = SimpleNamespace(from_env=lambda **_: fake.client(tmp_path / "home"))
    monkeypatch.setattr("nemovideo_mcp.cli.make.NemoClient", maker)
    monkeypatch.setenv("NEMO_DEBUG", "1")
    fake.draft_after = {}
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"x")
    assert main(["make", str(clip), "-o", str(tmp_path / "o.mp4")]) == 1
    out, err = capsys.readouterr()
    assert "Traceback" in err
    assert "[hidden] is not welcome" in err
    assert "nmv_usr_1" not in out + err


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nmv_usr_a1.b-2=", "[hidden]"),
        ("Authorization: Bearer abcdefghij", "Authorization: Bearer [hidden]"),
        ("my own secret, twice: my own secret", "[hidden], twice: [hidden]"),
        ("A bearer of news, and nmv_ alone", "A bearer of news, and nmv_ alone"),
    ],
)
def test_tokens_of_any_form_are_taken_out_and_nothing_else(text: str, shown: str) -> None:
    assert redacted(text, "my own secret", "an") == shown


# --- retries -------------------------------------------------------------------------------------------------------


def test_pauses_grow_and_are_shaken() -> None:
    assert [backoff_seconds(n, random=lambda: 1.0) for n in range(6)] == [0.5, 1, 2, 4, 8, 8]
    assert backoff_seconds(2, random=lambda: 0.0) == 1.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (None, None),
        ("soon", None),
        ("-3", None),
        ("Sat, 21 Nov 2026 12:00:10 GMT", 10.0),
        ("Sat, 21 Nov 2020 12:00:10 GMT", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    from datetime import UTC, datetime

    assert retry_after_seconds(header, now=datetime(2026, 11, 21, 12, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("error", "repeatable", "again"),
    [
        (errors.ConnectionFailed(), True, 3),
        (errors.ConnectionFailed(), False, 0),
        (errors.ConnectionFailed(unsent=True), False, 3),
        (errors.ServerFailed(status=503), True, 3),
        (errors.ServerFailed(status=503), False, 0),
        (errors.ServerFailed(status=500), True, 0),
        (errors.ServerFailed(status=503, retry_after=600), True, 0),
        (errors.RateLimited(), False, 1),
        (errors.PlanBlocked(), True, 0),
    ],
)
def test_what_may_be_sent_again_is(error: errors.NemoError, repeatable: bool, again: int) -> None:
    retries = Retries(repeatable=repeatable, random=lambda: 1.0)
    pauses = []
    while (pause := retries.pause_after(error)) is not None:
        pauses.append(pause)
    assert len(pauses) == again


# --- the public surface --------------------------------------------------------------------------------------------


def test_the_surface_is_what_is_listed_and_holds_every_error() -> None:
    assert surface.__all__ == sorted(surface.__all__)
    assert all(getattr(surface, name) is not None for name in surface.__all__)
    # Those of the installer, of commands and of hosted servers come from no call of the client.
    others = {
        "error_for_code",
        "AnswerNeeded",
        "ClientMissing",
        "SettingsUnreadable",
        "ExtraMissing",
        "ForeignOrigin",
        "ModelMissing",
        "PageClosed",
        "ShardUnavailable",
    }
    assert set(errors.__all__) - set(surface.__all__) == others
    assert [name for name in surface.__all__ if name not in errors.__all__] == [
        "Backend", "Credits", "Event", "Failure", "Heartbeat", "NemoClient", "Patience", "ProjectContents",
        "RenderStatus", "Reply", "Restored", "Session", "SpaceUsage", "State", "Text", "ToolProgress", "Unknown",
        "UploadedFile", "Version", "choose_backend",
    ]  # fmt: skip
