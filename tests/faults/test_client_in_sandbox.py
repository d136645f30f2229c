"""The whole job, by the client, on a studio that behaves badly: done all the same, or told why not; never twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.delivery import export_to
from nemovideo_mcp.conversation.recovery import Sent, send_once
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.sandbox.faults import parse_faults
from nemovideo_mcp.studio.sandbox.layer import Sandbox
from support.sandbox import served
from support.studio import make_studio, quick_engine

pytestmark = pytest.mark.anyio


async def nap(seconds: float) -> None:
    """Nobody waits for long."""
    await asyncio.sleep(min(seconds, 0.02))


@dataclass(kw_only=True)
class Job:
    """What the job came to, and how often the studio has really edited."""

    sent: Sent | None = None
    film: Path
    edits: list[str] = field(default_factory=list[str])
    errors: list[errors.NemoError] = field(default_factory=list[errors.NemoError])


@asynccontextmanager
async def bad_studio(faults: str, data: Path, edits: list[str]) -> AsyncGenerator[str]:
    def counted(message: str, scene: Any) -> Any:
        edits.append(message)
        return understand(message, scene)

    app = create_app(make_studio(data, engine=quick_engine(understand=counted)))
    async with (
        app.router.lifespan_context(app),
        served(Sandbox(app, parse_faults(faults), sleep=nap)) as url,
    ):
        yield url


async def do_the_job(faults: str, folder: Path, clip: Path) -> Job:
    job = Job(film=folder / "out.mp4")
    async with bad_studio(faults, folder / "data", job.edits) as url:
        environ = {"NEMO_HOME": str(folder / "home"), "NEMO_API_URL": url}
        async with NemoClient.from_env(environ=environ, sleep=nap, random=lambda: 0.0) as nemo:
            try:
                session = await nemo.create_session()
                await nemo.upload(session.session_id, [clip])
                job.sent = await send_once(nemo, session.session_id, "add a title 'Sea'")
                await export_to(nemo, session.session_id, job.sent.after, job.film)
            except errors.NemoError as error:
                job.errors.append(error)
    assert len(job.edits) <= 1
    assert not list(folder.glob(".out*"))
    return job


@pytest.mark.parametrize(
    "faults",
    [
        "expired-token",
        "expired-token=1010:status=200",
        "expired-token=401",
        "rate-limited",
        "client-id-missing",
        "server-error=502:on=state",
        "server-error=503:times=2:on=status+download+file",
        "server-error=504:times=1:on=run",
        "server-error=502:times=5:on=status",
        "no-answer:on=run:done=yes",
        "no-answer:on=submit:done=yes",
        "no-answer:on=submit:done=no",
        "no-answer:on=state",
        "silent-edit",
        "silent-edit:tools=no",
        "plain-events",
        "thoughts,unknown-events,bom",
        "temporary-issue",
        "stream-error=500",
        "two-stage=5",
        "truncated-json",
        "huge-lines",
        "line-ends=mixed,split-utf8",
        "drop=200:edit=made",
        "drop=80:edit=late",
        "render-failed",
        "render-slow",
        "render-shape=top",
        "render-shape=task",
        "render-shape=success",
        "render-shape=code-top",
        "render-shape=code-task",
        "download-gone=403",
        "download-cut=1000",
        "download-short=1000",
        "download-cut=1000,no-range",
        "envelope=success",
        "envelope=bare",
        "envelope=nested",
        "envelope=code",
    ],
)
async def test_the_film_is_made_all_the_same(faults: str, tmp_path: Path, clip: Path) -> None:
    job = await do_the_job(faults, tmp_path, clip)
    if faults.startswith("server-error=504"):
        # A gateway that speaks for the backend in place of it: the edit was never made, and that is said.
        assert [type(e) for e in job.errors] == [errors.EditNotMade]
        return
    assert job.errors == []
    assert job.sent is not None
    assert job.sent.changed
    assert len(job.edits) == 1
    assert job.film.read_bytes() == clip.read_bytes()
    assert (job.sent.failure is not None) == faults.startswith("stream-error")


@pytest.mark.parametrize(
    ("faults", "kind", "words"),
    [
        ("drop=200:edit=lost", errors.EditNotMade, "send it again"),
        ("lost-session:after=2", errors.SessionNotFound, "Start a new project"),
        ("no-credits", errors.NoCredits, "/register?bind=anon_"),
        ("no-credits:status=200", errors.NoCredits, "/register?bind=anon_"),
        ("plan-blocked", errors.PlanBlocked, "upgrade the plan"),
        ("unsupported-file", errors.UnsupportedFile, "mp4"),
        ("too-large", errors.FileTooLarge, "Compress"),
        ("upload-cut", errors.ConnectionFailed, "connection"),
        ("render-failed:times=2", errors.RenderFailed, "export it again"),
        ("rate-limited:times=2", errors.RateLimited, "30 seconds"),
        ("server-error=500:on=state", errors.ServerFailed, "try again"),
    ],
)
async def test_what_cannot_be_helped_is_told(
    faults: str, kind: type[errors.NemoError], words: str, tmp_path: Path, clip: Path
) -> None:
    job = await do_the_job(faults, tmp_path, clip)
    assert [type(error) for error in job.errors] == [kind]
    assert words in job.errors[0].next_step()
    assert not job.film.exists()
