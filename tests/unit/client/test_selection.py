"""What is taken of a folder, in which order, and what files are called where they are sent to."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import unicodedata
import uuid
from pathlib import Path, PurePosixPath

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.files import check_file, checked, find_media
from nemovideo_mcp.client.selection import is_hidden, natural_key, sent_names, shown_name

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100)


def test_the_order_is_the_one_that_people_count_in() -> None:
    names = [
        "clip１０",
        "clip2",
        "Clip1",
        "clip02",
        "clip２b",
        "clip٣",
        "é2",
        "e\u03012a",
        "10",
        "9",
        "b",
        "clip",
    ]
    expected = [
        "9",
        "10",
        "b",
        "clip",
        "Clip1",
        "clip02",
        "clip2",
        "clip２b",
        "clip٣",
        "clip１０",
        "é2",
        "e\u03012a",
    ]
    assert sorted(names, key=natural_key) == expected
    names.reverse()
    assert sorted(names, key=natural_key) == expected
    long = [f"{'0' * n}{'7' * 6000}" for n in range(3)]
    assert sorted(["x", *long, "8"], key=natural_key)[0] == "8"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("テスト.mp4", "shift_jis"),
        ("海の旅.mov", "shift_jis"),
        ("café.mp4", "latin-1"),
        ("ñandú.mp4", "cp1252"),
        ("测试片段.mp4", "gb18030"),
        ("Größe – “x”.mp4", "cp1252"),
        ("😀 trip.mp4", "utf-8"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_of_another_encoding_is_shown_as_its_owner_knows_it(name: str, encoding: str) -> None:
    assert shown_name(os.fsdecode(name.encode(encoding))) == name


def test_a_name_that_is_no_text_at_all_is_shown_all_the_same() -> None:
    assert shown_name("\ud800x").isascii()
    shown_name("\udc81\udcff\udc90.mp4").encode("utf-8")


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = [PurePosixPath(p) for p in ("/a/1/c.mp4", "/a/2/c.mp4", "/a/1/c.mp4", "/b/2/c.mp4", "/b/2/C.MP4")]
    names = sent_names(paths)
    assert names[:4] == ["c.mp4", "2 c.mp4", "c (2).mp4", "b 2 c.mp4"]
    assert len({name.casefold() for name in names}) == 5
    assert sent_names(paths[1:2], known=paths[:1]) == ["2 c.mp4"]
    nfc, nfd = (PurePosixPath("/x", unicodedata.normalize(form, "é.mp4")) for form in ("NFC", "NFD"))
    assert len(set(sent_names([nfc, nfd]))) == 2


def test_what_systems_leave_in_folders_is_hidden() -> None:
    for name in ("._clip.mp4", ".DS_Store", "Thumbs.db", "desktop.ini", "~$notes.docx", ".clip-1a2b.part"):
        assert is_hidden(name)
    assert not is_hidden("thumbs.mp4")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "trip"
    (folder / "day2").mkdir(parents=True)
    outside = tmp_path / "private.jpg"
    for path in (outside, folder / "a10.jpg", folder / "a9.jpg", folder / "._a9.jpg", folder / "Thumbs.db"):
        path.write_bytes(JPEG)
    (folder / "b.mp4.part").write_bytes(b"x")
    (folder / "notes.txt").write_text("hello")
    (folder / "out.jpg").symlink_to(outside)
    (folder / "round").symlink_to(".")
    (folder / "up").symlink_to("..")
    (folder / "loop.jpg").symlink_to("loop.jpg")
    (folder / "gone.jpg").symlink_to("nowhere.jpg")
    (folder / "z.jpg").symlink_to("a9.jpg")
    return folder


def test_what_is_left_out_of_a_folder_is_named_with_the_reason(folder: Path) -> None:
    left_out: list[errors.NemoError] = []
    found = find_media(str(folder), on_left_out=left_out.append)
    assert [path.name for path in found] == ["a9.jpg", "a10.jpg", "z.jpg"]
    reasons = {error.fields["name"]: error.fields["reason"]["en"] for error in left_out}
    assert reasons.pop("notes.txt")
    assert reasons == {
        "b.mp4.part": "its download is not finished",
        "day2": "it is a folder inside; give it by itself",
        "gone.jpg": "its link leads nowhere",
        "loop.jpg": "its link leads nowhere",
        "out.jpg": "its link leads out of the folder",
        "round": "it is a folder inside; give it by itself",
        "up": "its link leads out of the folder",
    }
    assert all(error.what("zh") != error.what("en") for error in left_out)
    # Whoever names the link itself means it.
    assert checked([str(folder / "out.jpg")]) == [folder / "out.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_a_pipe_or_a_socket_is_refused_and_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "a.jpg").write_bytes(JPEG)
    with socket.socket(socket.AF_UNIX) as listener:
        # A socket's path must be short.
        listener.bind("s.mp4")
        for path in (tmp_path / "pipe.mp4", tmp_path / "s.mp4", Path("/dev/zero")):
            with pytest.raises(errors.UnsupportedFile, match="no ordinary file"):
                check_file(path)
        left_out: list[errors.NemoError] = []
        assert [p.name for p in find_media(str(tmp_path), on_left_out=left_out.append)] == ["a.jpg"]
        assert {error.fields["name"] for error in left_out} == {"pipe.mp4", "s.mp4"}


@pytest.mark.anyio
@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
async def test_odd_names_come_through_to_the_reply_and_the_timeline(
    studio_url: str, tmp_path: Path, clip: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    names = [
        os.fsdecode("caf\xe9.mp4".encode("latin-1")),
        os.fsdecode("テスト.mp4".encode("shift_jis")),
        "😀 e\u0301té.mp4",
        f"{'长' * 83}.mp4",
        'a "b" #1?.mp4',
        "city.mp4",
    ]
    assert max(len(os.fsencode(name)) for name in names) == 253
    for name in names:
        shutil.copy(clip, tmp_path / "a" / name)
    shutil.copy(clip, tmp_path / "b" / "city.mp4")
    environ = {"NEMO_HOME": str(tmp_path / "nemo"), "NEMO_CLIENT_ID": str(uuid.uuid4())}
    async with NemoClient.from_env(backend=studio_url, environ=environ) as nemo:
        session = (await nemo.create_session()).session_id
        sent = await nemo.upload(session, [tmp_path / "a" / name for name in names])
        sent += await nemo.upload(session, [str(tmp_path / "b")])
        said = [file.filename for file in sent]
        assert said == [*map(shown_name, names), "b city.mp4"]
        await nemo.edit(session, [{"op": "add_clips", "media": [name]} for name in said])
        timeline = await nemo.timeline(session)
        assert [one["name"] for one in timeline["clips"]] == said
