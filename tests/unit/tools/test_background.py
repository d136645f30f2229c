"""How far work is, and how long it still takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import anyio
import pytest

from nemovideo_mcp.client.projects import Project
from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.tools.background import Background, Job, Watch
from nemovideo_mcp.tools.editing import edit_key
from nemovideo_mcp.tools.edits import EditOutcome
from nemovideo_mcp.tools.looking import edit_told
from support.virtual_time import VIRTUAL

if TYPE_CHECKING:
    from nemovideo_mcp.tools.app import App

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return VIRTUAL


async def tell_nobody(progress: float, total: float | None, words: str) -> None:
    pass


def patient(tell: Callable[[float, float | None, str], Awaitable[None]] = tell_nobody) -> Watch:
    """The watch of a call that waits for a minute."""
    return Watch(until=anyio.current_time() + 60, at_most=anyio.current_time() + 62, tell=tell)


async def after(job: Job[None], *steps: tuple[float, float]) -> str:
    """What is said of a job after (seconds, percent) steps."""
    for seconds, percent in steps:
        await anyio.sleep(seconds)
        job.note("Rendering", percent)
    return job.words


async def test_the_time_left_is_told_once_it_can_be_known() -> None:
    job = Job[None]()
    assert await after(job, (0, 0)) == "Rendering 0%"
    assert await after(job, (1, 4)) == "Rendering 4%"
    assert await after(job, (9, 25)) == "Rendering 25%, about 30 s left"
    assert await after(job, (10, 50)) == "Rendering 50%, about 20 s left"
    assert await after(job, (18, 95)) == "Rendering 95%, a few seconds left"
    assert await after(job, (2, 100)) == "Rendering 100%"


async def test_long_times_are_told_in_minutes_and_in_the_users_language() -> None:
    job = Job[None](language="zh")
    assert await after(job, (0, 0), (60, 10)) == "Rendering 10%，约剩 9 分钟"


async def test_a_job_that_begins_again_is_measured_anew() -> None:
    job = Job[None]()
    assert await after(job, (0, 0), (10, 50), (1, 0), (10, 50)) == "Rendering 50%, about 10 s left"


async def test_a_stage_without_a_percentage_is_only_named() -> None:
    job = Job[None]()
    job.note("Composing \u202emusic")
    assert job.words == "Composing  music"


async def test_progress_only_rises_and_is_told_when_it_changes() -> None:
    told: list[tuple[float, str]] = []

    async def tell(progress: float, total: float | None, words: str) -> None:
        told.append((progress, words))

    async def work(job: Job[str]) -> str:
        for percent in (10, 40, 20, 90):
            job.note("Rendering", percent)
            await anyio.sleep(1)
        return "film"

    async with anyio.create_task_group() as group:
        background = Background(group)
        job = background.start("a", work, language="en")
        watch = patient(tell)
        assert await background.wait("a", watch)
        assert background.take("a", job) == "film"
    values = [value for value, _ in told]
    assert values == sorted(set(values))
    assert [words.partition("%")[0] for _, words in told] == [
        "beginning", "Rendering 10", "Rendering 40", "Rendering 20", "Rendering 90",
    ][-len(told) :]  # fmt: skip
    assert watch.keys == ["a"]


async def test_a_job_that_is_broken_off_says_so() -> None:
    async with anyio.create_task_group() as group:
        background = Background(group)
        job = background.start("a", lambda _: anyio.sleep(1000), language="en")
        await anyio.sleep(1)
        background.cancel("a")
        await job.done.wait()
        with pytest.raises(RenderCancelled):
            background.take("a", job)
        assert anyio.current_time() < 10


async def test_all_calls_that_wait_for_a_job_have_its_outcome() -> None:
    """Also where another of them has taken it before, as with two calls that send the same file."""
    outcomes: list[str] = []

    async def work(job: Job[str]) -> str:
        await anyio.sleep(1)
        return "film"

    async def call(background: Background) -> None:
        job = background.start("a", work, language="en")
        assert await background.wait("a", patient())
        outcomes.append(background.take("a", job))

    async with anyio.create_task_group() as group:
        background = Background(group)
        for _ in range(3):
            group.start_soon(call, background)
    assert outcomes == ["film"] * 3
    assert background.find("a") is None


async def test_a_reading_does_not_take_the_outcome_from_the_edit_that_waits_for_it() -> None:
    project = Project(name="trip", session_id="s1", backend="local")
    key = edit_key(project)
    told: list[str] = []

    async def work(job: Job[EditOutcome]) -> EditOutcome:
        await anyio.sleep(1)
        return EditOutcome(answer={"message": "Done."})

    async def tell(progress: float, total: float | None, words: str) -> None:
        # The edit is over, and its call is about to hear of it.
        await job.done.wait()
        told.append(edit_told(app, project, is_local=True))

    async with anyio.create_task_group() as group:
        background = Background(group)
        app = cast("App", SimpleNamespace(background=background))
        job = background.start(key, work, language="en")
        assert await background.wait(key, patient(tell))
        assert background.take(key, job).text == "Done."
        background.start(key, work, language="en")
        await anyio.sleep(2)
        told.append(edit_told(app, project, is_local=True))
    assert told[0] == ""
    assert "Done." in told[-1]
