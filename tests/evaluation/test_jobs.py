"""Jobs of several steps, done by an agent through a real client, over real standard input, with the real studio."""

from __future__ import annotations

import time
from pathlib import Path

import anyio
import pytest

from support.evaluation import FULL, Job, jobs_in, run_job

pytestmark = pytest.mark.anyio

JOBS = jobs_in(Path(__file__).with_name("jobs.toml"))
SECONDS = 180


def test_there_are_ten_jobs_and_each_ends_with_a_film() -> None:
    assert len(JOBS) >= 10
    assert all(job.films and len(job.steps) >= 3 for job in JOBS)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
async def test_a_job(
    job: Job, footage: Path, studio_home: Path, results: list[tuple[str, int, int, float, str]]
) -> None:
    if not (job.quick or FULL):
        pytest.skip("the longer jobs are done with NEMO_EVALUATE=1")
    begun, calls, verdict = time.perf_counter(), 0, "failed"
    try:
        with anyio.fail_after(SECONDS):
            run = await run_job(job, home=studio_home, folder=footage)
        calls, verdict = len(run.calls), "held"
    finally:
        results.append((job.name, len(job.steps), calls, time.perf_counter() - begun, verdict))
