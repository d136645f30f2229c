"""The client and the conversation on real lines before the real studio, through every fault of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.delivery import render
from nemovideo_mcp.conversation.turn import take_turn
from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.sandbox.faults import parse_faults
from nemovideo_mcp.studio.sandbox.layer import Sandbox
from nemovideo_mcp.studio.sandbox.table import FAULTS
from support.sandbox import Clock, served
from support.studio import make_studio

pytestmark = pytest.mark.anyio

MESSAGE = "combine the clips and add upbeat music"


@dataclass(kw_only=True)
class Journey:
    """What came of clips, a message and an export: how far it got, what was said, and how often an edit was made."""

    words: str = ""
    film: bytes = b""
    failure: NemoError | None = None
    edits: list[str] = field(default_factory=list[str])
    renders: list[str] = field(default_factory=list[str])
    draft: Mapping[str, Any] = field(default_factory=dict[str, Any])


async def _nap(_: float) -> None:
    await anyio.sleep(0.005)


async def journey(faults: str, clip: Path, home: Path, *, before: str = "") -> Journey:
    """A user's way from a clip to a film, with `faults` on it."""
    studio = make_studio(home / "data")
    app, clock, found = create_app(studio), Clock(), Journey()
    start, submit = studio.turns.start, studio.exports.submit

    def started(project: Any, message: str) -> Any:
        found.edits.append(message)
        return start(project, message)

    async def submitted(user: str, render_id: str, **more: Any) -> Any:
        found.renders.append(render_id)
        return await submit(user, render_id, **more)

    studio.turns.start, studio.exports.submit = started, submitted  # type: ignore[method-assign]
    sandbox = Sandbox(app, parse_faults(faults), sleep=clock.sleep, clock=lambda: clock.now)
    async with (
        app.router.lifespan_context(app),
        served(sandbox) as url,
        NemoClient.from_env(backend=url, environ={"NEMO_HOME": str(home)}, sleep=_nap) as nemo,
    ):
        try:
            session = await nemo.create_session()
            await nemo.upload(session.session_id, [clip])
            turn = await take_turn(nemo, session.session_id, MESSAGE)
            found.words, found.draft = turn.text, turn.draft
            status = await render(nemo, session.session_id, turn.draft)
            found.film = (await nemo.download(status, home / "out.mp4")).read_bytes()
        except NemoError as failure:
            found.failure = failure
    return found


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemovideo_mcp.conversation.recovery.LOOK_PAUSES", (0.02,) * 6)


# With each of these the user gets the film, and the words that belong to it.
MET: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("expired-token", "expired-token=1010", "expired-token=1011:status=200", "expired-token=401:after=4"),
            *("rate-limited", "rate-limited=2:on=run", "rate-limited:on=submit", "slow-reply"),
            *("envelope=success", "envelope=bare", "envelope=nested", "envelope=code", "envelope=code-in-200"),
            *("plain-events", "plain-events:pieces=no", "thoughts", "unknown-events", "temporary-issue"),
            *("slow-heartbeats=500", "truncated-json", "huge-lines", "line-ends", "line-ends=cr", "line-ends=mixed"),
            *("bom", "split-utf8", "split-utf8=3,line-ends=cr,bom,plain-events,unknown-events", "gui-speak"),
            *("render-failed", "render-slow", "render-failed,render-shape=top", "server-error=503:on=status"),
            *(f"render-shape={shape}" for shape in ("top", "task", "success", "code-top", "code-task")),
            *("no-answer:on=submit", "no-answer:on=submit:done=yes", "no-answer:on=status", "no-answer:on=state"),
            *("download-gone", "download-gone=403", "download-cut=1000", "download-cut=1000,no-range", "no-range"),
        ),
        "One clip on the timeline",
    ),
    "two-stage": "The raw video has been generated.\nOne clip on the timeline",
    "two-stage:stream=closed": "The raw video has been generated.",
    "silent-edit": "The edit was made: ",
    "silent-edit:tools=no": "The edit was made: ",
    "stream-error": "The backend failed: ",
    "drop": "The line to the backend broke, but the edit was made: ",
    "drop=80:edit=late": "The line to the backend broke, but the edit was made: ",
    "no-answer:on=run:done=yes": "The line to the backend broke, but the edit was made: ",
}  # fmt: skip

# With each of these the user hears what went wrong, and what to do.
TOLD: Mapping[str, type[NemoError]] = {
    "lost-session:after=1": errors.SessionNotFound,
    "no-credits": errors.NoCredits,
    "no-credits:status=200": errors.NoCredits,
    "plan-blocked": errors.PlanBlocked,
    "rate-limited:times=always": errors.RateLimited,
    "client-id-missing:times=always": errors.ClientIdMissing,
    "unsupported-file": errors.UnsupportedFile,
    "too-large:status=200": errors.FileTooLarge,
    "server-error=502:times=always": errors.ServerFailed,
    "upload-cut=1000:times=always": errors.ConnectionFailed,
    "no-answer": errors.ConnectionFailed,
    "expired-token:times=always": errors.TokenInvalid,
    "drop:edit=lost": errors.NemoError,
    "no-answer:on=run": errors.NemoError,
    "render-failed:times=always": errors.RenderFailed,
    "download-gone:on=all": errors.NemoError,
}
# What a client cannot know, or does with as it likes.
_SILENT = {"download-short"}


def test_every_fault_is_met_or_told() -> None:
    asked = {fault.name for text in (*MET, *TOLD) for fault in parse_faults(text)}

    assert asked | _SILENT == set(FAULTS)


@pytest.mark.rule("client.stream.never-twice", "client.render.new-id", "client.render.fallback")
@pytest.mark.parametrize("faults", MET)
async def test_the_user_gets_the_film(faults: str, clip: Path, tmp_path: Path) -> None:
    found = await journey(faults, clip, tmp_path)

    assert found.failure is None
    assert found.words.startswith(MET[faults])
    assert found.film == clip.read_bytes()
    assert found.edits == [MESSAGE]
    assert len(found.renders) == (2 if faults.startswith("render-failed") else 1)
    assert len(set(found.renders)) == len(found.renders)


@pytest.mark.rule("client.stream.never-twice")
@pytest.mark.parametrize("faults", TOLD)
async def test_the_user_hears_what_went_wrong_and_what_to_do(faults: str, clip: Path, tmp_path: Path) -> None:
    found = await journey(faults, clip, tmp_path)

    assert isinstance(found.failure, TOLD[faults])
    for language in ("en", "zh"):
        assert found.failure.what(language)
        assert found.failure.next_step(language)
    assert "nmv_usr_" not in found.failure.describe()
    assert found.film == b""
    assert not (tmp_path / "out.mp4").exists()
    assert len(found.edits) <= 1
