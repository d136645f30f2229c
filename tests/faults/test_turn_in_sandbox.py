"""What the user is told of an edit on a studio that behaves badly."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.turn import take_turn
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.sandbox.faults import parse_faults
from nemovideo_mcp.studio.sandbox.layer import Sandbox
from support.sandbox import Clock, served
from support.studio import make_studio

pytestmark = pytest.mark.anyio

REPLY = "Upbeat music composed, "
"""The tempo is the piece's own, and another one for each project."""


async def _nap(_: float) -> None:
    await anyio.sleep(0.005)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemovideo_mcp.conversation.recovery.LOOK_PAUSES", (0.02,) * 6)


async def told_of(faults: str, message: str, clip: Path, home: Path) -> str:
    """The words for the user behind one edit; something has always changed."""
    app, clock = create_app(make_studio(home / "data")), Clock()
    sandbox = Sandbox(app, parse_faults(faults), sleep=clock.sleep, clock=lambda: clock.now)
    async with (
        app.router.lifespan_context(app),
        served(sandbox) as url,
        NemoClient.from_env(backend=url, environ={"NEMO_HOME": str(home)}, sleep=_nap) as nemo,
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
