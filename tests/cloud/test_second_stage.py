"""In a terminal, what the cloud adds by itself is told while the next message is awaited, and dropped with it."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from cloud.conftest import GENERATION, Clock
from nemovideo_mcp.cli.second_stage import SecondStage
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.recovery import Sent
from nemovideo_mcp.conversation.turn import take_turn
from support.cloud import Cloud


@pytest.fixture
def url(clock: Clock, cloud: Cloud) -> Iterator[str]:
    with cloud.in_thread() as address:
        yield address


@pytest.fixture
def cloud(clock: Clock) -> Cloud:
    made = Cloud(now=lambda: clock.now)
    made.turns.append(GENERATION)
    return made


def generated(url: str, home: Path, clock: Clock) -> tuple[str, Sent]:
    async def generate() -> tuple[str, Sent]:
        async with client(url, home, clock) as nemo:
            session = await nemo.create_session()
            turn = await take_turn(nemo, session.session_id, "generate a city timelapse")
        assert turn.raw is not None
        return session.session_id, turn.raw

    return anyio.run(generate)


def client(url: str, home: Path, clock: Clock) -> NemoClient:
    environ = {"NEMO_HOME": str(home), "NEMO_API_URL": url}
    return NemoClient.from_env(environ=environ, sleep=clock.sleep, random=lambda: 0.5)


def test_what_has_come_is_told_while_nobody_asks(url: str, tmp_path: Path, clock: Clock) -> None:
    session_id, raw = generated(url, tmp_path, clock)
    told: queue.Queue[str] = queue.Queue()
    stage = SecondStage(open_client=lambda: client(url, tmp_path, clock), tell=told.put)
    stage.follow(session_id, raw, language="en")
    assert "Lo-fi" in told.get(timeout=20)
    stage.drop()


def test_what_is_dropped_is_not_told(url: str, tmp_path: Path, clock: Clock) -> None:
    session_id, raw = generated(url, tmp_path, clock)
    told: list[str] = []
    asleep = Clock(sleep_for_ever=True)
    stage = SecondStage(open_client=lambda: client(url, tmp_path, asleep), tell=told.append)
    stage.follow(session_id, raw, language="en")
    stage.drop()
    assert told == []
    stage.drop()


def test_what_ends_by_itself_at_the_moment_it_is_dropped_holds_nobody(
    url: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, raw = generated(url, tmp_path, clock)
    told: queue.Queue[str] = queue.Queue()
    stage = SecondStage(open_client=lambda: client(url, tmp_path, clock), tell=told.put)
    ending, asked = threading.Event(), threading.Event()
    close = asyncio.SelectorEventLoop.close

    def close_when_asked(loop: asyncio.SelectorEventLoop) -> None:
        ask = loop.call_soon_threadsafe

        def asking(*given: object, **named: object) -> object:
            handle = ask(*given, **named)  # type: ignore[arg-type]
            asked.set()
            return handle

        monkeypatch.setattr(loop, "call_soon_threadsafe", asking, raising=False)
        ending.set()
        asked.wait(20)
        close(loop)

    monkeypatch.setattr(asyncio.SelectorEventLoop, "close", close_when_asked)
    stage.follow(session_id, raw, language="en")
    assert "Lo-fi" in told.get(timeout=20)
    # The loop has run for the last time, and is not closed: it takes calls that it will never make.
    assert ending.wait(20)
    dropping = threading.Thread(target=stage.drop, daemon=True)
    dropping.start()
    dropping.join(20)
    assert asked.is_set()
    assert not dropping.is_alive()
