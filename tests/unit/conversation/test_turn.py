"""A whole turn: what is forwarded, what is done here, what is only offered, and what the user is told."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.intents import Routing, route
from nemovideo_mcp.conversation.long_texts import Reading
from nemovideo_mcp.conversation.next_steps import next_steps
from nemovideo_mcp.conversation.turn import converse
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.protocol.draft import draft_of
from nemovideo_mcp.protocol.events import encode_event, text_event
from nemovideo_mcp.timeline.model import Timeline
from support.backend import DRAFT, FakeBackend
from support.projects import chat, film

pytestmark = pytest.mark.anyio


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
async def nemo(backend: FakeBackend, tmp_path: Path) -> AsyncIterator[NemoClient]:
    async with backend.client(tmp_path) as client:
        yield client


async def test_a_message_that_is_too_long_is_refused_unread(nemo: NemoClient, backend: FakeBackend) -> None:
    session = await a_session(nemo)
    for language, words in (("en", "20,001 characters; 20,000 are the most"), ("zh", "20,001 个字符")):
        with pytest.raises(InvalidRequest) as refused:
            await converse(nemo, session, "7" * 20_001, language=language)
        assert words in refused.value.what(language)
        assert refused.value.next_step(language)
    assert backend.edits == []


async def test_a_long_message_is_read_in_a_thread_one_of_a_user_at_a_time(
    nemo: NemoClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, reading = await a_session(nemo), Reading()
    seen: list[tuple[bool, int]] = []

    def watched(text: str) -> Routing:
        seen.append((threading.current_thread() is threading.main_thread(), reading.limiter.borrowed_tokens))
        return route(text)

    monkeypatch.setattr("nemovideo_mcp.conversation.turn.route", watched)
    for message in ("add a title", 100 * "add a title, "):
        await converse(nemo, session, message, reading=reading)
    assert seen == [(True, 0), (False, 1)]


async def test_a_very_long_message_is_read_elsewhere_where_a_server_has_many_users(
    nemo: NemoClient, backend: FakeBackend
) -> None:
    elsewhere: list[int] = []

    def read(how: Callable[[str], Any], text: str) -> Any:
        elsewhere.append(len(text))
        return how(text)

    reading, session = Reading(elsewhere=read), await a_session(nemo)
    words = 200 * "add a title, "
    for message in ("add a title", words[:900], words):
        await converse(nemo, session, message, reading=reading)
    assert elsewhere == [len(words)]
    assert len(backend.edits) == 3


async def a_session(nemo: NemoClient) -> str:
    return (await nemo.create_session(name="x", language="en")).session_id


async def test_an_export_is_never_forwarded_and_is_handed_back(
    nemo: NemoClient, backend: FakeBackend
) -> None:
    turn = await converse(nemo, await a_session(nemo), "export it to ~/Desktop/x.mp4 please")
    assert backend.edits == []
    assert backend.renders == []
    assert turn.export is not None
    assert turn.export.path == "~/Desktop/x.mp4"


async def test_an_edit_before_an_export_is_sent_without_the_export(
    nemo: NemoClient, backend: FakeBackend
) -> None:
    turn = await converse(nemo, await a_session(nemo), "add a title 'Lisbon', then export")
    assert backend.edits == ["add a title 'Lisbon'"]
    assert turn.export is not None
    assert turn.text == "Cut to the beat."


async def test_readings_are_carried_out_at_once(nemo: NemoClient, backend: FakeBackend) -> None:
    session = await a_session(nemo)
    assert "90 credits available" in (await converse(nemo, session, "how many credits do I have?")).text
    backend.drafts[session] = DRAFT
    assert "city" in (await converse(nemo, session, "show me the timeline")).text
    assert "90" in (await converse(nemo, session, "积分还剩多少", language="zh")).text
    assert backend.edits == []


async def test_files_that_are_named_are_sent_before_the_edit_that_wants_them(
    nemo: NemoClient, backend: FakeBackend, tmp_path: Path
) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(b"x" * 100)
    turn = await converse(nemo, await a_session(nemo), f"use {song} as the background music")
    paths = [request.url.path for request in backend.requests]
    sent = next(n for n, path in enumerate(paths) if path.startswith("/api/upload-video/"))
    assert sent < paths.index("/run_sse")
    assert "1 uploaded: song.mp3." in turn.text


async def test_gui_speech_is_taken_out_and_its_export_only_offered(
    nemo: NemoClient, backend: FakeBackend
) -> None:
    backend.turn = [encode_event(text_event("I've added the music. Click the Export button to download it."))]
    turn = await converse(nemo, await a_session(nemo), "add music")
    assert turn.text == "I've added the music."
    assert turn.export is None
    assert turn.offers == ("export",)
    assert backend.renders == []


async def test_a_reply_that_was_gui_speech_only_is_carried_out_where_it_reads(
    nemo: NemoClient, backend: FakeBackend
) -> None:
    backend.turn = [encode_event(text_event("Please check your account page for your billing."))]
    backend.draft_after = {}
    turn = await converse(nemo, await a_session(nemo), "can we go on?")
    assert "90 credits available" in turn.text


async def test_an_apology_for_an_edit_that_was_made_does_not_invite_a_second_one(
    nemo: NemoClient, backend: FakeBackend
) -> None:
    backend.turn = [encode_event(text_event("I encountered a temporary issue. Please try again."))]
    turn = await converse(nemo, await a_session(nemo), "add music")
    assert turn.changed
    assert "Lo-fi" in turn.text
    assert "try again" not in turn.text


async def test_a_silent_edit_is_told_by_what_changed(nemo: NemoClient, backend: FakeBackend) -> None:
    backend.turn = []
    turn = await converse(nemo, await a_session(nemo), "add music")
    assert turn.changed
    assert "Lo-fi" in turn.text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_next_step_changes_a_local_timeline(language: str) -> None:
    media = (film(1, 12_000), film(2, 9_000))
    timeline = Timeline()
    for _ in range(4):
        sentences = next_steps(draft_of(timeline), language=language)
        assert sentences
        outcomes = [
            chat(media, sentence, timeline=timeline)
            for sentence in sentences
            if sentence not in ("export it", "导出")
        ]
        assert all(outcome.changed for outcome in outcomes), sentences
        timeline = outcomes[0].timeline
