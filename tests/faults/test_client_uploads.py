"""Uploads that fail on the way, and the names that people give to files."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import httpx
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client.files import checked, find_media
from support.backend import FakeBackend

pytestmark = pytest.mark.anyio


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "media" / "café 1.mp4"
    path.parent.mkdir()
    path.write_bytes(b"film" * 1000)
    return path


@pytest.mark.rule("client.upload.multipart", "client.upload.seconds")
async def test_files_folders_and_links_go_in_one_call_and_in_order(
    backend: FakeBackend, tmp_path: Path, clip: Path
) -> None:
    photo = tmp_path / "b.jpg"
    photo.write_bytes(b"x")
    items = [str(clip.parent), photo, "https://a.test/c.mp4", f"file://{photo}"]
    async with backend.client(tmp_path) as nemo:
        files = await nemo.upload("s1", items)
    assert [f.filename for f in files] == ["café 1.mp4", "b.jpg", "c.mp4", "b (2).jpg"]
    assert {f.duration for f in files} == {2.0}
    uploads = [b for r, b in zip(backend.requests, backend.bodies, strict=True) if "upload" in r.url.path]
    assert [body.count(b'name="files"') for body in uploads] == [2, 0, 1]


@pytest.mark.parametrize(
    "fault", [httpx.ReadError("broke"), httpx.WriteError("broke"), httpx.ReadTimeout("late")]
)
async def test_what_may_have_arrived_is_not_sent_again(
    backend: FakeBackend, tmp_path: Path, clip: Path, fault: httpx.TransportError
) -> None:
    backend.refusals = [("/upload-video", fault)]
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.ConnectionFailed):
            await nemo.upload("s1", [clip])
    assert len([r for r in backend.requests if "upload" in r.url.path]) == 1


@pytest.mark.parametrize(
    "fault",
    [
        httpx.ConnectError("refused"),
        httpx.Response(429, json={"code": 429, "message": "slow down"}),
        httpx.Response(200, json={"code": 1001, "message": "expired"}),
    ],
)
async def test_what_was_refused_is_sent_again_whole(
    backend: FakeBackend, tmp_path: Path, clip: Path, fault: httpx.TransportError | httpx.Response
) -> None:
    backend.refusals = [("/upload-video", fault)]
    async with backend.client(tmp_path) as nemo:
        [file] = await nemo.upload("s1", [clip])
    assert file.filename == "café 1.mp4"
    assert b"film" * 1000 in backend.bodies[-1]


async def test_no_request_is_larger_than_the_limit(
    backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nemovideo_mcp.client.uploads.MAX_UPLOAD_BYTES", 250)
    clips = [tmp_path / f"{n}.mp4" for n in range(5)]
    for path in clips:
        path.write_bytes(b"x" * 100)
    async with backend.client(tmp_path) as nemo:
        files = await nemo.upload("s1", clips)
    assert [f.filename for f in files] == [path.name for path in clips]
    uploads = [b for r, b in zip(backend.requests, backend.bodies, strict=True) if "upload" in r.url.path]
    assert [body.count(b'name="files"') for body in uploads] == [2, 2, 1]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_a_name_is_found_however_its_accents_are_composed(tmp_path: Path, form: str, stored: str) -> None:
    folder = tmp_path / unicodedata.normalize(stored, "Été")  # type: ignore[arg-type]
    folder.mkdir()
    path = folder / unicodedata.normalize(stored, "Ñandú 片.mp4")  # type: ignore[arg-type]
    path.write_bytes(b"x")
    assert find_media(unicodedata.normalize(form, f'"{tmp_path}/Été/Ñandú 片.mp4"')) == (path,)  # type: ignore[arg-type]


def test_a_space_that_no_keyboard_has_is_a_space(tmp_path: Path) -> None:
    path = tmp_path / "Screen 10.15\u202fAM.mov"
    path.write_bytes(b"x")
    assert find_media(f"{tmp_path}/Screen 10.15 AM.mov") == (path,)


def test_of_two_names_that_look_alike_neither_is_guessed(tmp_path: Path) -> None:
    for name in ("a\u202fb.mp4", "a\u00a0b.mp4"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(errors.FileMissing):
        find_media(f"{tmp_path}/a b.mp4")


@pytest.mark.parametrize(
    "given",
    [
        "~nobody-of-that-name/a.mp4",
        "a\x00b.mp4",
        "x" * 5000 + ".mp4",
        "//",
        "file://",
        "file://localhost",
        '""',
        " ",
    ],
)
def test_odd_names_are_missing_files_and_no_accident(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "private.mp4").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    with pytest.raises((errors.FileMissing, errors.UnsupportedFile)):
        find_media(given)


def test_a_question_mark_in_the_name_of_a_file_is_one(tmp_path: Path) -> None:
    path = tmp_path / "what?#1.mp4"
    path.write_bytes(b"x")
    assert find_media(f"file://{tmp_path}/what?#1.mp4") == (path,)


def test_a_file_that_is_missing_is_told_before_all_others_are_sent(clip: Path) -> None:
    with pytest.raises(errors.FileMissing, match="café 1"):
        checked([str(clip), str(clip.with_name("Cafe 1.MP4"))])
    assert checked([str(clip), " 'https://a.test/x.mp4' "]) == [clip, "https://a.test/x.mp4"]
