"""Jobs of several steps as data, the runner that has an agent carry them out, and the checks of what came of them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio

from support.agent import Agent, Call, hosted
from support.measure import Measured, measure

__all__ = ["FULL", "FilmChecks", "Job", "Run", "check_film", "jobs_in", "run_job", "table"]

FULL = os.environ.get("NEMO_EVALUATE", "") == "1"
"""Whether the jobs that take longer are wanted too."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
FilmChecks = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a user wants done, step by step, and what must be true of the films."""

    name: str
    steps: Sequence[Mapping[str, Any]]
    films: Mapping[str, FilmChecks]
    quick: bool = False


def jobs_in(path: Path) -> list[Job]:
    """The jobs of a TOML file."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))["job"]
    return [
        Job(name=j["name"], steps=j["step"], films=j.get("film", {}), quick=j.get("quick", False))
        for j in found
    ]


@dataclass(kw_only=True)
class Run:
    """A job under way: where its user's files are, and what has been told so far."""

    job: Job
    home: Path
    folder: Path
    options: tuple[str, ...] = ()
    calls: list[Call] = field(default_factory=list[Call])
    films: dict[str, Measured] = field(default_factory=dict[str, Measured])
    agent: Agent | None = None
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def host(self) -> None:
        """Start the server, again if it runs already."""
        await self.stack.aclose()
        self.stack = AsyncExitStack()
        self.agent = await self.stack.enter_async_context(
            hosted(self.home, *self.options, cwd=self.folder / "work")
        )
        self.agent.calls = self.calls

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def output(self, name: str) -> str:
        return str(self.folder / "films" / re.sub(r"\W+", "-", self.job.name) / f"{name}.mp4")


async def run_job(job: Job, *, home: Path, folder: Path, options: tuple[str, ...] = ()) -> Run:
    """Carry `job` out; fails where a step or a film is not as it should be."""
    run = Run(job=job, home=home, folder=folder, options=options)
    try:
        await run.host()
        for step in job.steps:
            await _carry_out(run, step)
    finally:
        await run.stack.aclose()
    for name, checks in job.films.items():
        check_film(run.films[name], checks, others=run.films)
    return run


async def _carry_out(run: Run, step: Mapping[str, Any]) -> None:
    rest = dict(step)
    expected = {key: rest.pop(key) for key in ("shows", "hides", "refused") if key in rest}
    project = rest.pop("project", run.job.name)
    (verb,) = rest
    answer = await _VERBS[verb](run, rest[verb], project, expected.get("refused", False))
    words = answer["message"]
    for wanted in expected.get("shows", ()):
        assert re.search(wanted, words), f"{wanted!r} is not in {words!r}"
    for unwanted in expected.get("hides", ()):
        assert not re.search(unwanted, words), f"{unwanted!r} is in {words!r}"


def _agent(run: Run) -> Agent:
    assert run.agent is not None
    return run.agent


async def _send(run: Run, files: list[str], project: str, refused: bool) -> dict[str, Any]:
    work = _agent(run).is_refused if refused else _agent(run).does
    return await work("upload_media", files=[run.path(name) for name in files], project=project)


async def _say(run: Run, message: str, project: str, refused: bool) -> dict[str, Any]:
    work = _agent(run).is_refused if refused else _agent(run).does
    answer = await work("send_edit", message=message, project=project)
    assert bool(_CHINESE.search(message)) == bool(_CHINESE.search(answer["next_step"]))
    return answer


async def _look(run: Run, _: object, project: str, refused: bool) -> dict[str, Any]:
    del refused
    return await _agent(run).does("get_timeline", project=project)


async def _export(run: Run, name: str, project: str, refused: bool) -> dict[str, Any]:
    del refused
    answer = await _agent(run).does("export_video", output=run.output(name), project=project)
    return _keep(run, name, answer)


async def _export_by_words(run: Run, wish: Mapping[str, str], project: str, refused: bool) -> dict[str, Any]:
    """The export that the user's own words ask for; the film lands where the server says."""
    return _keep(run, wish["film"], await _say(run, wish["say"], project, refused))


async def _cancelled(run: Run, name: str, project: str, refused: bool) -> dict[str, Any]:
    """Ask for a film, and take that back while it is rendered."""
    del refused
    agent, answers = _agent(run), list[Any]()
    begun = anyio.Event()

    async def note(progress: float, total: float | None, message: str | None) -> None:
        if progress >= 2:
            begun.set()

    async def ask() -> None:
        arguments = {"output": run.output(name), "project": project}
        answers.append(await agent.client.call_tool("export_video", arguments, progress_callback=note))

    async with anyio.create_task_group() as group:
        group.start_soon(ask)
        await begun.wait()
        answer = await agent.does("cancel_export", project=project)
    told = answers[0].structured_content
    assert told.get("status") != "done", told
    assert not Path(run.output(name)).exists()
    return answer


async def _restarted(run: Run, name: str, project: str, refused: bool) -> dict[str, Any]:
    """Ask for a film; the host ends and starts anew while it is rendered, and the handle is found in the list."""
    del refused
    agent, begun = _agent(run), anyio.Event()

    async def note(progress: float, total: float | None, message: str | None) -> None:
        if progress >= 2:
            begun.set()

    async def ask() -> None:
        arguments = {"output": run.output(name), "project": project}
        await agent.client.call_tool("export_video", arguments, progress_callback=note)

    async with anyio.create_task_group() as group:
        group.start_soon(ask)
        await begun.wait()
        group.cancel_scope.cancel()
    await run.host()
    listed = await _agent(run).does("list_projects")
    line = next(line for line in listed["message"].splitlines() if project in line)
    handle = re.search(r"render_\w+", line)
    assert handle, listed
    return _keep(run, name, await _agent(run).does("wait_for_export", job_id=handle[0]))


async def _undo(run: Run, _: object, project: str, refused: bool) -> dict[str, Any]:
    del refused
    return await _agent(run).does("restore_version", project=project)


def _keep(run: Run, name: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Measure a film, and hold the answer to what was found in it."""
    path = Path(answer["path"])
    assert path.stat().st_size == answer["size_bytes"]
    seen = run.films[name] = measure(path)
    assert abs(1000 * answer["duration_s"] - seen.duration_ms) < 50, (answer, seen.duration_ms)
    assert f"{seen.width}×{seen.height}" in answer["receipt"]
    return answer


_VERBS: Mapping[str, Callable[[Run, Any, str, bool], Any]] = {
    "send": _send,
    "say": _say,
    "look": _look,
    "undo": _undo,
    "export": _export,
    "export by words": _export_by_words,
    "cancelled export": _cancelled,
    "export over a restart": _restarted,
}


def check_film(film: Measured, checks: FilmChecks, *, others: Mapping[str, Measured] | None = None) -> None:
    """Hold a film to a table of checks, each by what was measured in it."""
    assert film.streams in ("h264", "h264+aac"), film.streams
    for name, wanted in checks.items():
        _CHECKS[name](film, wanted, others or {})


def _between(value: float, bounds: Sequence[float], what: str) -> None:
    assert bounds[0] <= value <= bounds[1], f"{what}: {value}, not {bounds}"


def _titles(film: Measured, wanted: Mapping[str, Sequence[float]]) -> None:
    for second in wanted.get("at", ()):
        assert film.title_at(second), f"no title at {second} s"
    for second in wanted.get("not_at", ()):
        assert not film.title_at(second), f"a title at {second} s"


def _cuts_at(film: Measured, wanted: Sequence[float]) -> None:
    assert len(film.cuts_ms) == len(wanted), film.cuts_ms
    for seen, second in zip(film.cuts_ms, wanted, strict=True):
        assert abs(seen - 1000 * second) <= 50, film.cuts_ms


def _same_shots(film: Measured, other: Measured) -> None:
    assert film.shots == other.shots
    total, before = film.duration_ms, other.duration_ms
    for cut, old in zip(film.cuts_ms, other.cuts_ms, strict=True):
        assert abs(cut / total - old / before) < 0.05, (film.cuts_ms, other.cuts_ms)


def _has_sound(film: Measured) -> None:
    assert film.streams == "h264+aac"
    assert abs(film.sound_ms - film.duration_ms) < 70, (film.sound_ms, film.duration_ms)


def _is(value: object, wanted: object, what: str) -> None:
    assert value == wanted, f"{what}: {value}, not {wanted}"


_CHECKS: Mapping[str, Callable[[Measured, Any, Mapping[str, Measured]], None]] = {
    "size": lambda f, wanted, _: _is([f.width, f.height], wanted, "size"),
    "seconds": lambda f, wanted, _: _between(f.duration_ms / 1000, wanted, "seconds"),
    "cuts": lambda f, wanted, _: _between(len(f.cuts_ms), wanted, f"cuts {f.cuts_ms}"),
    "cuts_at": lambda f, wanted, _: _cuts_at(f, wanted),
    "shots": lambda f, wanted, _: _is(list(f.shots), wanted, "shots"),
    "colours": lambda f, wanted, _: _is(sorted(set(f.shots)), sorted(wanted), "colours"),
    "title": lambda f, wanted, _: _titles(f, wanted),
    "loudness": lambda f, wanted, _: _between(f.loudness_lufs, wanted, "loudness"),
    "cut_to_click_ms": lambda f, wanted, _: _between(f.to_onset_ms(), [0, wanted], "cut to click"),
    "sound": lambda f, wanted, _: _has_sound(f) if wanted else _is(f.loudness_lufs <= -60, True, "silence"),
    "same_shots_as": lambda f, wanted, others: _same_shots(f, others[wanted]),
}


def table(rows: Sequence[tuple[str, int, int, float, str]]) -> list[str]:
    """The results as lines: job, steps, calls, seconds, verdict."""
    head = f"{'job':<58} {'steps':>5} {'calls':>5} {'seconds':>7}  verdict"
    return [
        head,
        *(f"{name[:58]:<58} {steps:>5} {calls:>5} {s:>7.1f}  {v}" for name, steps, calls, s, v in rows),
    ]
