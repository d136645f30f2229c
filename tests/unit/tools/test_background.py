"""How far work is, and how long it still takes."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.tools.background import Background, Job, Watch
from support.virtual_time import VIRTUAL

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return VIRTUAL


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
        background.start("a", work, language="en")
        watch = Watch(until=anyio.current_time() + 60, at_most=anyio.current_time() + 62, tell=tell)
        assert await background.wait("a", watch)
        assert background.take("a") == "film"
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
            background.take("a")
        assert anyio.current_time() < 10
