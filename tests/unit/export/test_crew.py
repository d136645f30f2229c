"""Who may be asked in a cluster: workers of the studio's version, as they come and go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from nemovideo_mcp.errors import WorkersDiffer
from nemovideo_mcp.export import crew
from nemovideo_mcp.export.crew import Crew

OURS, THEIRS = "2.0 (6)", "1.9 (5)"


@dataclass
class Scheduler:
    """A client that knows `workers`: what each answers when it is asked for its version."""

    workers: dict[str, Any]
    status: str = "running"
    asked: list[str] = field(default_factory=list[str])

    def nthreads(self) -> Mapping[str, int]:
        return dict.fromkeys(self.workers, 2)

    def run(self, function: Callable[..., object], *, workers: list[str], on_error: str) -> Mapping[str, Any]:
        del function, on_error
        self.asked += workers
        return {name: self.workers[name] for name in workers}

    def submit(self, func: Callable[..., object], *args: object, **options: object) -> Any:
        raise AssertionError

    def subscribe_topic(self, topic: str, handler: Callable[[Any], None]) -> None:
        """Nobody says anything."""

    def close(self, timeout: float) -> None:
        self.status = "closed"


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    made = Scheduler({"one": OURS, "two": THEIRS, "three": ModuleNotFoundError("nemovideo_mcp")})

    def connected(_address: str) -> Scheduler:
        if made.status != "running":
            raise OSError
        return made

    monkeypatch.setattr(crew, "_connected", connected)
    monkeypatch.setattr(crew, "_ROLL_CALL_S", 0.01)
    return made


@pytest.fixture
def ours(scheduler: Scheduler) -> Iterator[Crew]:
    made = Crew("tcp://scheduler:8786", OURS)
    made.begin(lambda: None)
    wait_until(lambda: len(scheduler.asked) >= 3 and made.trouble() is not None)
    yield made
    made.close(wait=True)
    assert scheduler.status == "closed"


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_only_workers_of_the_same_version_are_asked(scheduler: Scheduler, ours: Crew) -> None:
    wait_until(lambda: ours.fitting() is not None)
    assert ours.fitting() == (scheduler, ["one"])
    assert ours.threads == 2
    scheduler.workers = {"one": OURS, "four": OURS}
    wait_until(lambda: ours.threads == 4)
    # All fit: the scheduler may choose.
    assert ours.fitting() == (scheduler, None)
    assert scheduler.asked.count("one") == 1


def test_when_those_who_were_asked_have_left_the_task_is_known_to_be_lost(
    scheduler: Scheduler, ours: Crew
) -> None:
    wait_until(lambda: ours.fitting() is not None)
    assert not ours.is_gone(scheduler, ["one"])
    del scheduler.workers["one"]
    wait_until(lambda: ours.is_gone(scheduler, ["one"]))
    found = ours.trouble()
    assert isinstance(found, WorkersDiffer)
    assert f"they run {THEIRS}, none" in found.what()


def test_a_worker_that_went_while_it_was_asked_is_asked_again(scheduler: Scheduler, ours: Crew) -> None:
    scheduler.workers = {"five": OSError("closed")}
    wait_until(lambda: scheduler.asked.count("five") >= 2)
    scheduler.workers["five"] = OURS
    wait_until(lambda: ours.threads == 2 and ours.fitting() == (scheduler, None))


def test_a_connection_that_was_lost_is_made_anew(scheduler: Scheduler, ours: Crew) -> None:
    wait_until(lambda: ours.fitting() is not None)
    before = len(scheduler.asked)
    scheduler.status = "connecting"
    wait_until(lambda: scheduler.status == "closed")
    assert ours.fitting() is None
    scheduler.status = "running"
    wait_until(lambda: len(scheduler.asked) > before and ours.fitting() is not None)


def test_after_a_refusal_nobody_is_given_a_task_before_all_were_asked_again(
    scheduler: Scheduler, ours: Crew
) -> None:
    wait_until(lambda: ours.fitting() is not None)
    # Started anew under its old address, with another version.
    scheduler.workers["one"] = THEIRS
    ours.call_the_roll_anew()
    assert ours.fitting() is None
