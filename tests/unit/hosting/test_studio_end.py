"""The studio that a hosted server has started ends with it, also while it is still starting."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nemovideo_mcp.config import Paths
from nemovideo_mcp.hosting import serve
from nemovideo_mcp.protocol.discovery import StudioRecord

pytestmark = pytest.mark.anyio


@dataclass
class Starting:
    """A studio's process, and the way to it: it has a record after some looks, and ends when it is asked to then."""

    looks: int
    record_pid: int = 7
    pid: int = 7
    ended: bool = False
    asked: list[int] = field(default_factory=list[int])

    def poll(self) -> int | None:
        return 0 if self.ended else None

    async def find(self) -> StudioRecord | None:
        self.looks -= 1
        if self.looks >= 0:
            return None
        return StudioRecord(url="http://127.0.0.1:1", secret="", pid=self.record_pid, version="0")

    async def shut_down(self) -> bool:
        self.asked.append(self.record_pid)
        self.ended = True
        return True


@pytest.mark.parametrize("looks", [0, 3])
async def test_it_is_asked_to_end_as_soon_as_it_can_be(
    looks: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "_LOOK_SECONDS", 0.001)
    starting = Starting(looks)
    studio = serve._Studio(Paths(data=tmp_path, config=tmp_path), {})
    studio._started.append(starting)  # type: ignore[arg-type]
    studio.way = starting  # type: ignore[assignment]
    await studio.stop()
    assert starting.asked == [7]


async def test_one_that_others_have_started_is_left_alone(tmp_path: Path) -> None:
    others = Starting(0, record_pid=8)
    studio = serve._Studio(Paths(data=tmp_path, config=tmp_path), {})
    studio._started.append(others)  # type: ignore[arg-type]
    studio.way = others  # type: ignore[assignment]
    await studio.stop()
    assert others.asked == []
