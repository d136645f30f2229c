"""Files that a message names: all are looked at before anything is done, and called by their names afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client.files import OnLeftOut, checked
from nemovideo_mcp.conversation.turn import converse
from nemovideo_mcp.tools.permissions import Allowed
from support.backend import FakeBackend

pytestmark = pytest.mark.anyio

SENTENCES = [
    "add {}/secret.mp4",
    "use {}/song.mp3",
    "use {}/song.mp3 as the music",
    "use {}/song as the music",
    "use everything in {}/trip and cut to the beat",
    "add the clips from {}/trip",
    'the soundtrack should be "{}/My Music/best song.mp3"',
    "add title 'hi' and use {}/song.mp3 for music",
    "add music {}/song.mp3, cut to the beat and export to out.mp4",
    "用 {}/歌.mp3 做背景音乐",
    "把{}/a.mp4放到最后",
    "加个标题“你好”，背景音乐换成 {}/b.mp3",
]


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


def _none_allowed(given: Iterable[str], *, on_left_out: OnLeftOut | None = None) -> list[Path | str]:
    return Allowed(folders=(Path("/allowed"),)).media(given, on_left_out=on_left_out)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("choose", [checked, _none_allowed], ids=["missing", "not allowed"])
async def test_a_path_that_cannot_be_read_is_named_and_nothing_else_is_done(
    backend: FakeBackend, tmp_path: Path, sentence: str, choose: object
) -> None:
    folder = tmp_path / "gone"
    async with backend.client(tmp_path / "home") as nemo:
        session = (await nemo.create_session()).session_id
        begun = len(backend.requests)
        with pytest.raises((errors.FileMissing, errors.PathNotAllowed)) as caught:
            await converse(nemo, session, sentence.format(folder), choose_files=choose)  # type: ignore[arg-type]
        assert str(folder) in caught.value.what()
        assert (backend.edits, len(backend.requests)) == ([], begun)


async def test_the_backend_hears_names_and_no_paths_of_this_machine(
    backend: FakeBackend, tmp_path: Path
) -> None:
    trip = tmp_path / "trip"
    trip.mkdir()
    for name in ("a.mp4", "b.mp4", "my song.mp3"):
        (trip / name).write_bytes(b"x" * 10)
    async with backend.client(tmp_path / "home") as nemo:
        session = (await nemo.create_session()).session_id
        await converse(nemo, session, f'use "{trip}/my song.mp3" as the music')
        turn = await converse(nemo, session, f"use everything in {trip} and cut to the beat")
        await converse(nemo, session, f"make {trip}/a.mp4 the first clip")
    assert "3 uploaded: a.mp4, b.mp4, my song.mp3." in turn.text
    assert backend.edits == [
        "use my song.mp3 as the music",
        "use everything and cut to the beat",
        "make a.mp4 the first clip",
    ]


async def test_a_file_that_cannot_be_used_stops_only_what_needs_it(
    backend: FakeBackend, tmp_path: Path
) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    (tmp_path / "empty.mp3").write_bytes(b"")
    async with backend.client(tmp_path / "home") as nemo:
        session = (await nemo.create_session()).session_id
        turn = await converse(nemo, session, f"add {tmp_path}/a.mp4 and {tmp_path}/empty.mp3")
        assert "1 uploaded: a.mp4." in turn.text
        assert "empty.mp3" in turn.text
        for message in (
            f"use {tmp_path}/a.mp4 and {tmp_path}/empty.mp3 as the music",
            f"add {tmp_path}/empty.mp3",
        ):
            with pytest.raises(errors.UnsupportedFile, match="empty"):
                await converse(nemo, session, message)
    assert backend.edits == []


async def test_a_bare_name_is_a_file_of_the_project_where_there_is_none_here(
    backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "song.mp3").write_bytes(b"x")
    monkeypatch.chdir(os.fspath(tmp_path))
    async with backend.client(tmp_path / "home") as nemo:
        session = (await nemo.create_session()).session_id
        with pytest.raises(errors.FileMissing):
            await converse(nemo, session, "use song.mp3 as the background music")
        await nemo.upload(session, ["music/song.mp3"])
        for message in ("use song.mp3 as the background music", "use song.mp3"):
            await converse(nemo, session, message)
    assert backend.edits == ["use song.mp3 as the background music", "use song.mp3"]
