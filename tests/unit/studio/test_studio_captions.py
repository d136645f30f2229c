"""Files of captions in the studio: uploaded like media, put on the film by an edit, never a clip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio

SRT = "1\n00:00:00,100 --> 00:00:00,900\nCafé\n\n2\n00:00:0x,000 --> 00:00:02,000\nBroken\n"


@pytest.fixture
async def backend(tmp_path: Path) -> Any:
    async with in_process(make_studio(tmp_path / "data")) as http:
        yield http


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


async def edit(caller: Caller, *operations: dict[str, Any]) -> dict[str, Any]:
    reply = await caller.http.post(
        f"/studio/sessions/{caller.session_id}/edits",
        json={"operations": list(operations)},
        headers=caller.headers,
    )
    return reply.json()["data"]


@pytest.mark.parametrize(
    ("name", "encoding"), [("talk.srt", "cp1252"), ("talk.txt", "utf-16"), ("talk", "utf-8")]
)
async def test_captions_are_uploaded_whatever_they_are_called_and_written_in(
    caller: Caller, clip: Path, tmp_path: Path, name: str, encoding: str
) -> None:
    await caller.upload(clip, write(tmp_path, name, SRT.encode(encoding)))
    await edit(caller, {"op": "auto_edit"})
    before = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    assert {m["kind"] for m in before["media"]} == {"video", "captions"}
    assert {c["media"] for c in before["clips"]} == {"m1"}
    answer = await edit(caller, {"op": "add_captions", "media": "m2"})
    assert "1 cue was left out, its time cannot be read: line 6 “Broken”" in answer["message"]
    after = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    assert after["captions"] == [{"id": "s1", "text": "Café", "start_s": 0.1, "end_s": 0.9}]
    assert after["clips"] == before["clips"]
    media = (await caller.get(f"/studio/sessions/{caller.session_id}/media/m2")).json()["data"]
    assert (media["kind"], media["captions"]) == ("captions", 1)


async def test_times_without_fractions_are_read_too_where_the_name_says_what_it_is(
    caller: Caller, clip: Path
) -> None:
    reply = await caller.upload(clip, ("talk.srt", b"1\n00:00:01 --> 00:00:02\nHello\n"))
    assert reply.status_code == 200, reply.text
    await edit(caller, {"op": "auto_edit"}, {"op": "add_captions", "media": "talk.srt"})
    view = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    assert [(c["text"], c["start_s"], c["end_s"]) for c in view["captions"]] == [("Hello", 1, 2)]


@pytest.mark.parametrize(
    "data", [b"Hello world, this is a letter to you.", b"1\n00:00:01 --> never\nHello\n"]
)
async def test_a_text_without_captions_is_refused_in_words(
    caller: Caller, tmp_path: Path, data: bytes
) -> None:
    reply = await caller.upload(("talk.srt", data))
    assert reply.status_code >= 400
    assert "no captions" in reply.text


async def test_words_add_change_and_remove_captions(caller: Caller, clip: Path, tmp_path: Path) -> None:
    await caller.upload(clip, write(tmp_path, "talk.srt", SRT.encode()))
    await edit(caller, {"op": "auto_edit"})
    for words, seen in (
        ("add the subtitles from talk.srt", [("Café", 0.1)]),
        ("delay the subtitles by half a second", [("Café", 0.6)]),
        ("把第一条字幕改成“你好”", [("你好", 0.6)]),
        ("remove the captions", []),
    ):
        await caller.say(words)
        view = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
        assert [(c["text"], c["start_s"]) for c in view.get("captions", [])] == seen, words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("remove the first clip", "1 caption went with the footage that it stood over"),
        ("删除第一个片段", "1 条字幕随其所在的画面一并移除"),
    ],
)
async def test_captions_of_a_removed_clip_go_which_is_said_and_come_back_by_undo(
    caller: Caller, clip: Path, other_clip: Path, words: str, told: str
) -> None:
    await caller.upload(clip, other_clip)
    lines = [{"text": "one", "start": 0.5, "end": 1.5}, {"text": "two", "start": 2.5, "end": 3}]
    await edit(
        caller,
        *({"op": "add_clips", "media": media, "length": 2} for media in ("m1", "m2")),
        {"op": "add_captions", "lines": lines},
    )
    before = (await caller.state())["state"]["draft"]
    reply = await caller.say(words)
    assert told in str(reply)
    view = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    assert [(c["text"], c["start_s"], c["end_s"]) for c in view["captions"]] == [("two", 0.5, 1)]
    await caller.post(f"/studio/sessions/{caller.session_id}/restore", {"undo": True})
    assert (await caller.state())["state"]["draft"] == before
