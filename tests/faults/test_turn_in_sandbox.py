"""What the user is told of an edit on a studio that behaves badly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.turn import take_turn
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.sandbox.faults import parse_faults
from nemovideo_mcp.studio.sandbox.layer import Sandbox
from nemovideo_mcp.studio.studio import Studio
from support.sandbox import Clock, served
from support.studio import make_studio

pytestmark = pytest.mark.anyio

REPLY = "Upbeat music composed, "
"""The tempo is the piece's own, and another one for each project."""


@dataclass
class Quiet:
    """Counts the requests that `sandbox` has not ended. A pause of the client lasts until nothing goes on behind it.

    In life a pause is 30 seconds or more; how long an edit takes here must not decide what is found behind it.
    """

    sandbox: ASGIApp
    studio: Studio
    open_requests: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.open_requests += 1
        try:
            await self.sandbox(scope, receive, send)
        finally:
            self.open_requests -= 1

    async def pause(self, _: float) -> None:
        with anyio.fail_after(60):
            while self.open_requests or self.studio.turns.busy:
                await anyio.sleep(0.005)


async def told_of(faults: str, message: str, clip: Path, home: Path) -> str:
    """The words for the user behind one edit; something has always changed."""
    studio, clock = make_studio(home / "data"), Clock()
    app = create_app(studio)
    quiet = Quiet(Sandbox(app, parse_faults(faults), sleep=clock.sleep, clock=lambda: clock.now), studio)
    async with (
        app.router.lifespan_context(app),
        served(quiet) as url,
        NemoClient.from_env(backend=url, environ={"NEMO_HOME": str(home)}, sleep=quiet.pause) as nemo,
    ):
        session = await nemo.create_session()
        await nemo.upload(session.session_id, [clip])
        turn = await take_turn(nemo, session.session_id, message)
    assert turn.changed
    return turn.text


@pytest.mark.parametrize(
    ("faults", "begins"),
    [
        ("gui-speak", REPLY),
        ("plain-events,line-ends=cr,split-utf8,bom", REPLY),
        ("unknown-events,plain-events:pieces=no", REPLY),
        ("thoughts,temporary-issue", REPLY),
        ("silent-edit", "The edit was made: "),
        ("stream-error", "The backend failed: "),
        ("drop=80", "The connection to the backend broke, but the edit was made: "),
        ("drop=80:edit=late", "The connection to the backend broke, but the edit was made: "),
        ("two-stage", "The raw video has been generated.\n" + REPLY),
        ("two-stage:stream=closed", "The raw video has been generated."),
    ],
)
async def test_the_user_hears_how_it_stands(faults: str, begins: str, clip: Path, tmp_path: Path) -> None:
    words = await told_of(faults, "combine the clips and add upbeat music", clip, tmp_path)

    assert words.startswith(begins)
    assert "temporary issue" not in words
    assert "must not read" not in words


@pytest.mark.rule("client.stream.text")
@pytest.mark.parametrize("kind", ["mixed", "click", "open", "drag", "preview", "export", "account"])
@pytest.mark.parametrize(
    ("message", "gui"),
    [
        ("combine the clips and add upbeat music", ("button", "panel", "Drag", "preview", "account page")),
        ("把素材合并起来，加上轻快的背景音乐", ("按钮", "面板", "拖拽", "预览", "账户")),
    ],
)
async def test_talk_of_buttons_and_panels_is_translated_before_it_is_shown(
    kind: str, message: str, gui: tuple[str, ...], clip: Path, tmp_path: Path
) -> None:
    words = await told_of(f"gui-speak={kind}", message, clip, tmp_path)

    assert words
    assert not [word for word in gui if word in words]
