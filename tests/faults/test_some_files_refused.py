"""One bad file among several: the good ones are uploaded, and the bad one is named with the reason."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from nemovideo_mcp import errors
from support.backend import FakeBackend

pytestmark = pytest.mark.anyio


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("a.mp4", "b.mp4", "c.mp4")]
    for path in paths:
        path.write_bytes(b"film" * 100)
    return paths


def _refusing(name: str, kept: list[str]) -> httpx.Response:
    error = errors.MediaUnreadable(name=name, reason={"en": "it is cut off", "zh": "文件不完整"})
    failed = {"filename": name, "message": error.what(), "error": "MediaUnreadable", "fields": error.fields}
    files = [{"filename": one} for one in kept]
    return httpx.Response(
        415, json={"code": 4001, "message": error.what(), "data": {"files": files, "failed": [failed]}}
    )


async def test_the_good_ones_are_kept_and_the_bad_one_is_named(tmp_path: Path, clips: list[Path]) -> None:
    backend = FakeBackend(refusals=[("/upload-video", _refusing("b.mp4", ["a.mp4", "c.mp4"]))])
    left_out: list[errors.NemoError] = []
    async with backend.client(tmp_path) as nemo:
        files = await nemo.upload("s1", clips, on_left_out=left_out.append)
    assert [file.filename for file in files] == ["a.mp4", "c.mp4"]
    assert [error.what() for error in left_out] == ["b.mp4 cannot be read: it is cut off."]
    assert type(left_out[0]) is errors.MediaUnreadable
    assert "文件不完整" in left_out[0].what("zh")


async def test_whoever_does_not_ask_for_it_is_told_by_an_error(tmp_path: Path, clips: list[Path]) -> None:
    backend = FakeBackend(refusals=[("/upload-video", _refusing("b.mp4", ["a.mp4", "c.mp4"]))])
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.MediaUnreadable, match="cut off"):
            await nemo.upload("s1", clips)


async def test_where_no_file_is_left_it_is_an_error(tmp_path: Path, clips: list[Path]) -> None:
    backend = FakeBackend(refusals=[("/upload-video", _refusing("a.mp4", []))])
    left_out: list[errors.NemoError] = []
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.MediaUnreadable):
            await nemo.upload("s1", clips[:1], on_left_out=left_out.append)
    assert left_out == []


async def test_a_cloud_takes_files_by_their_endings_and_a_studio_by_their_content(tmp_path: Path) -> None:
    (heic := tmp_path / "IMG_1.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    (clip := tmp_path / "a.mp4").write_bytes(b"film")
    left_out: list[errors.NemoError] = []
    async with FakeBackend().client(tmp_path / "cloud") as nemo:
        files = await nemo.upload("s1", [heic, clip], on_left_out=left_out.append)
        with pytest.raises(errors.UnsupportedFile, match="webm mkv · jpg png gif webp · mp3"):
            await nemo.upload("s1", [heic])
    assert [file.filename for file in files] == ["a.mp4"]
    assert [error.fields["name"] for error in left_out] == ["IMG_1.heic"]
    async with FakeBackend(is_studio=True).client(tmp_path / "studio") as nemo:
        files = await nemo.upload("s1", [heic, clip])
    assert [file.filename for file in files] == ["IMG_1.heic", "a.mp4"]
