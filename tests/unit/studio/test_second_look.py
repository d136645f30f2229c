"""The receipt acts: what is black in the first export of an automatic edit is chosen again before anybody sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.views.receipt import Problem, Receipt
from support.media import make_video
from support.studio import Caller, QuickExport, in_process, make_studio, quick_engine

pytestmark = pytest.mark.anyio


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Long enough for other footage to be there."""
    return make_video(tmp_path / "sea.mp4", width=96, height=54, frame_rate=10, duration_ms=8000)


@dataclass
class BlackAtFirst(QuickExport):
    """Its first film is black for a while; so are all, where it is `always`."""

    always: bool = False

    def __call__(self, timeline: Timeline, *args: Any, **kwargs: Any) -> Receipt:
        receipt = super().__call__(timeline, *args, **kwargs)
        if len(self.calls) > 1 and not self.always:
            return receipt
        clip = timeline.video_clips[0]
        black = Problem("black", {"start_at_ms": float(clip.start_ms), "end_at_ms": float(clip.end_ms)})
        return replace(receipt, problems=(black,))


async def _exported(
    data: Path, clip: Path, export: QuickExport, *wishes: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    async with in_process(make_studio(data, engine=quick_engine(export))) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)
        for wish in wishes:
            await caller.say(wish)
        await caller.submit("render_1")
        done = await caller.finished("render_1")
        state = await caller.state()
        await caller.submit("render_2")
        await caller.finished("render_2")
    return done, state["state"]["draft"]


async def test_a_black_shot_is_chosen_again_once_and_that_is_said(tmp_path: Path, clip: Path) -> None:
    export = BlackAtFirst(always=True)
    done, draft = await _exported(tmp_path, clip, export, "cut it to the beat, 2 seconds")
    # The second export is of the film that was mended, and is left as it is.
    first, second, third = export.calls
    assert third == second == timeline_of(draft)
    assert second.video_clips[0].source_start_ms != first.video_clips[0].source_start_ms
    assert [c.start_ms for c in second.video_clips] == [c.start_ms for c in first.video_clips]
    assert done["status"] == "completed"
    receipt = Receipt.from_json(done["receipt"])
    assert receipt.chosen_again == ("black",)
    assert "chosen again" in receipt.remarks()[0]
    assert "已重新选取" in receipt.remarks("zh")[0]


async def test_a_film_that_is_as_it_should_be_is_made_once_for_each_export(
    tmp_path: Path, clip: Path
) -> None:
    export = QuickExport()
    done, _ = await _exported(tmp_path, clip, export, "cut it to the beat, 2 seconds")
    assert len(export.calls) == 2
    assert done["receipt"]["chosen_again"] == []


async def test_a_film_whose_shot_was_chosen_by_name_is_left_as_it_is(tmp_path: Path, clip: Path) -> None:
    export = BlackAtFirst()
    done, _ = await _exported(
        tmp_path, clip, export, "cut it to the beat, 2 seconds", "make clip 1 black and white"
    )
    assert export.calls[0].video_clips[0].pinned
    assert len(export.calls) == 2
    assert done["receipt"]["problems"]
