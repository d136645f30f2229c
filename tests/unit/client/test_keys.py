"""A broken line is met by asking again under the same key, and only where the backend says that it keeps answers."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from nemovideo_mcp import errors
from support.backend import FakeBackend

pytestmark = pytest.mark.anyio

BROKEN = httpx.ReadError("the line broke")


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend(is_studio=True, keeps_answers=True)


def keys(backend: FakeBackend) -> list[str | None]:
    """The keys of the messages that have arrived, in order."""
    return [r.headers.get("Idempotency-Key") for r in backend.requests if r.url.path == "/run_sse"]


async def test_a_message_is_asked_for_again_under_its_key(backend: FakeBackend, tmp_path: Path) -> None:
    backend.refusals = [("/run_sse", BROKEN), ("/run_sse", httpx.Response(504))]
    async with backend.client(tmp_path) as nemo:
        await nemo.state("s1")
        reply = await nemo.send_message("s1", "cut it")
        await nemo.send_message("s1", "cut it")
    assert reply.text == "Cut to the beat."
    first, second, third, other = keys(backend)
    assert first == second == third
    assert other != first
    assert first is not None
    assert first.startswith('"')


async def test_the_callers_own_key_is_sent(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path) as nemo:
        await nemo.state("s1")
        await nemo.send_message("s1", "cut it", key="mine")
    assert keys(backend) == ['"mine"']


async def test_a_line_that_breaks_in_the_middle_of_an_answer_is_asked_again(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.turn_breaks = True

    async with backend.client(tmp_path) as nemo:
        await nemo.state("s1")
        with pytest.raises(errors.ReplyTimeout):
            await nemo.send_message("s1", "cut it")
    assert len(set(keys(backend))) == 1
    assert len(keys(backend)) == 5


async def test_a_backend_that_says_nothing_of_keys_gets_none_and_no_message_twice(tmp_path: Path) -> None:
    for backend in (FakeBackend(), FakeBackend(is_studio=True)):
        backend.refusals = [("/run_sse", BROKEN)]
        async with backend.client(tmp_path) as nemo:
            await nemo.state("s1")
            with pytest.raises(errors.ReplyTimeout):
                await nemo.send_message("s1", "cut it", key="mine")
        assert keys(backend) == [None]


async def test_what_the_backend_has_against_it_is_no_broken_line(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.refusals = [("/run_sse", errors.KeyReused(key="mine"))]
    async with backend.client(tmp_path) as nemo:
        await nemo.state("s1")
        with pytest.raises(errors.KeyReused, match="mine"):
            await nemo.send_message("s1", "cut it", key="mine")
    assert len(keys(backend)) == 1
