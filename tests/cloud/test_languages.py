"""The language that the cloud is told: that of the user's words, even when files came first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cloud.conftest import Chat, Chatting

pytestmark = pytest.mark.anyio


async def _upload(chat: Chat, clip: Path, folder: Path) -> None:
    sent = await chat.call("upload_media", files=[str(shutil.copy(clip, folder))])
    assert sent["status"] == "done"


@pytest.mark.parametrize(
    ("message", "tag"),
    [
        ("add a title", "en"),
        ("加个标题", "zh-CN"),
        ("加上標題", "zh-TW"),
        ("タイトルを追加して", "ja"),
        ("제목을 넣어줘", "ko"),
        ("añade un título", "es"),
    ],
)
async def test_a_session_that_words_begin_is_opened_in_their_language(
    chatting: Chatting,
    message: str,
    tag: str,
) -> None:
    async with chatting() as chat:
        await chat.call("send_edit", message=message)
        [asked] = chat.cloud.asked("session")
        assert json.loads(asked.body)["language"] == tag
        assert [text for _, text in chat.cloud.messages] == [message]


async def test_where_files_came_first_the_first_message_says_the_language(
    chatting: Chatting,
    clip: Path,
    tmp_path: Path,
) -> None:
    async with chatting(first_draft=None) as chat:
        await _upload(chat, clip, tmp_path)
        answer = await chat.call("send_edit", message="タイトル「海」を追加して")
        await chat.call("send_edit", message="音楽も追加して")
        first, second = [text for _, text in chat.cloud.messages]
    assert first == "タイトル「海」を追加して\n日本語で答えてください。"
    assert second == "音楽も追加して"  # On a timeline that is still empty, too.
    assert "Timeline" in answer["message"]


async def test_who_goes_on_in_the_language_of_the_session_says_nothing_of_it(
    chatting: Chatting,
    clip: Path,
    tmp_path: Path,
) -> None:
    async with chatting(first_draft=None) as chat:
        await _upload(chat, clip, tmp_path)
        await chat.call("send_edit", message="add a title")
        assert [text for _, text in chat.cloud.messages] == ["add a title"]
