"""Media are taken out of an archive of an edit: those that it names, into one folder, within bounds."""

from __future__ import annotations

import asyncio
import itertools
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

import anyio
import opentimelineio as otio
import pytest

from nemovideo_mcp.client.files import check_file
from nemovideo_mcp.errors import FileTooLarge, MediaUnreadable, NotEnoughSpace
from nemovideo_mcp.interchange.bundled_media import Unpacking
from nemovideo_mcp.interchange.media_references import Gathered
from nemovideo_mcp.interchange.reading import edit_text, read_edit
from nemovideo_mcp.interchange.sent_along import along_lines, gather_along, sent_along

if TYPE_CHECKING:
    from nemovideo_mcp.client import NemoClient

PNG = b"\x89PNG\r\n\x1a\n"


def timeline_of(*places: str) -> str:
    """A timeline with a clip of each file."""
    span = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 30), otio.opentime.RationalTime(30, 30))
    timeline = otio.schema.Timeline("Ride")
    track = otio.schema.Track("Video", kind="Video")
    track.extend(otio.schema.Clip(p, otio.schema.ExternalReference(target_url=p), span) for p in places)
    timeline.tracks.append(track)
    return str(otio.adapters.write_to_string(timeline, "otio_json"))


def archive_at(
    folder: Path,
    members: dict[str | zipfile.ZipInfo, bytes],
    *,
    uses: list[str] | None = None,
    method: int = 0,
) -> Path:
    """`ride.otioz` with `members`, and a timeline that uses them all, or `uses`."""
    path = folder / "ride.otioz"
    named = [member if isinstance(member, str) else member.filename for member in members]
    with zipfile.ZipFile(path, "w", method) as archive:
        for member, content in members.items():
            archive.writestr(member, content, compress_type=method)
        archive.writestr("content.otio", timeline_of(*(named if uses is None else uses)))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where archives are made; beside it there is nothing."""
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def take_out(tmp_path: Path) -> Callable[..., Gathered]:
    """Sends an archive along, with what is in it in `unpacked`."""

    def taken(archive: Path, **limits: int) -> Gathered:
        return sent_along([archive], unpacking=Unpacking(folder=tmp_path / "unpacked", **limits))

    return taken


def words_of(found: Gathered) -> str:
    """Why the one file of an edit was not taken out; in Chinese it has other words."""
    [error] = found.refused
    assert error.what("zh") != error.what("en")
    assert found.missing == ()
    return error.what("en")


def test_what_the_edit_uses_is_taken_out_under_its_own_name_and_nothing_else(
    folder: Path, tmp_path: Path, clip: Path, take_out: Callable[..., Gathered]
) -> None:
    film = clip.read_bytes()
    members = {"media/霓虹 a.mp4": film, "media/b.png": PNG + bytes(99), "media/private.mp4": film}
    archive = archive_at(folder, members, uses=["media/%E9%9C%93%E8%99%B9%20a.mp4", "media/b.png"])
    found = take_out(archive)
    assert [file.name for file in found.files] == ["霓虹 a.mp4", "b.png"]
    assert found.files[0].read_bytes() == film
    assert {file.name for file in (tmp_path / "unpacked").iterdir()} == {"霓虹 a.mp4", "b.png"}
    assert along_lines(found, language="en") == ("Taken out of ride.otioz: 霓虹 a.mp4, b.png.",)
    assert along_lines(found, language="zh") == ("已从 ride.otioz 中取出：霓虹 a.mp4, b.png。",)
    assert sent_along([archive], known=["霓虹 A.mp4", "b.png"]).files == ()


def test_what_the_archive_has_not_is_looked_for_beside_it(
    folder: Path, clip: Path, take_out: Callable[..., Gathered]
) -> None:
    (folder / "b.mp4").write_bytes(clip.read_bytes())
    archive = archive_at(
        folder, {"media/a.mp4": clip.read_bytes()}, uses=["media/a.mp4", "media/b.mp4", "c.mp4"]
    )
    found = take_out(archive)
    assert [file.name for file in found.files] == ["a.mp4", "b.mp4"]
    taken, along, missing = along_lines(found, language="en")
    assert taken.endswith(": a.mp4.")
    assert along == "With what the edit uses: b.mp4."
    assert missing.endswith(f"c.mp4 (looked for at {archive}, {folder / 'c.mp4'}).")


@pytest.mark.parametrize(
    "place", ["/etc/a.mp4", "../a.mp4", "media/../../a.mp4", "media\\a.mp4", "C:/a.mp4", "..\\a.mp4"]
)
def test_no_file_is_written_outside_the_folder(
    folder: Path, tmp_path: Path, clip: Path, take_out: Callable[..., Gathered], place: str
) -> None:
    found = take_out(archive_at(folder, {place: clip.read_bytes()}))
    assert "a.mp4 cannot be read: its place in ride.otioz is no plain one" in words_of(found)
    assert [file.name for file in tmp_path.rglob("*.mp4")] == []


def test_a_link_in_an_archive_is_not_followed(folder: Path, take_out: Callable[..., Gathered]) -> None:
    link = zipfile.ZipInfo("media/a.mp4")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert "no plain one" in words_of(take_out(archive_at(folder, {link: b"/etc/passwd"})))


@pytest.mark.parametrize("name", ["..", ".hidden.mp4", "a\nb.mp4", "a" * 256 + ".mp4"])
def test_a_name_that_no_plain_file_has_is_refused(
    folder: Path, tmp_path: Path, clip: Path, take_out: Callable[..., Gathered], name: str
) -> None:
    found = take_out(archive_at(folder, {f"media/{name}": clip.read_bytes()}))
    assert found.files == ()
    assert list(tmp_path.glob("unpacked/*.mp4")) == []


def encrypted(archive: Path) -> None:
    """Mark its first member as encrypted, in its own header and in the list of members."""
    data = bytearray(archive.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    archive.write_bytes(data)


def damaged(archive: Path) -> None:
    """Change bytes in the midst of its first member."""
    data = bytearray(archive.read_bytes())
    data[2000:2008] = bytes(byte ^ 0xFF for byte in data[2000:2008])
    archive.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "content", "method", "words"),
    [
        (encrypted, None, zipfile.ZIP_STORED, "it is encrypted in ride.otioz; unpack it with its password"),
        (damaged, None, zipfile.ZIP_STORED, "it is damaged in ride.otioz; put the original beside"),
        (damaged, None, zipfile.ZIP_DEFLATED, "it is damaged in ride.otioz"),
        (lambda _: None, None, zipfile.ZIP_LZMA, "packed in ride.otioz by a method"),
        (
            lambda _: None,
            b"password: no film at all\n" * 9,
            zipfile.ZIP_STORED,
            "is no film, picture or sound",
        ),
        (lambda _: None, b"", zipfile.ZIP_STORED, "is no film, picture or sound"),
    ],
)
def test_a_member_that_cannot_be_used_is_named_with_what_to_do_and_the_one_beside_is_used(
    folder: Path,
    tmp_path: Path,
    clip: Path,
    take_out: Callable[..., Gathered],
    harm: Callable[[Path], None],
    content: bytes | None,
    method: int,
    words: str,
) -> None:
    film = clip.read_bytes()
    archive = archive_at(folder, {"media/a.mp4": film if content is None else content})
    if method:
        with zipfile.ZipFile(archive, "w") as again:
            again.writestr("media/a.mp4", film, compress_type=method)
            again.writestr("content.otio", timeline_of("media/a.mp4"))
    harm(archive)
    told = words_of(take_out(archive))
    assert words in told
    assert "a.mp4" in told
    assert list(tmp_path.glob("unpacked/*.mp4")) == []
    (folder / "a.mp4").write_bytes(film)
    found = take_out(archive)
    assert found.files == (folder / "a.mp4",)
    assert found.refused == ()


def test_an_archive_that_unpacks_to_more_than_it_may_is_refused_before_anything_is_written(
    folder: Path, tmp_path: Path, take_out: Callable[..., Gathered]
) -> None:
    bomb = archive_at(
        folder,
        {"media/a.png": PNG + bytes(3_000_000), "media/b.png": PNG + bytes(3_000_000)},
        method=zipfile.ZIP_DEFLATED,
    )
    assert bomb.stat().st_size < 20_000
    with pytest.raises(MediaUnreadable) as refused:
        take_out(bomb, most_bytes=5_000_000)
    assert "ride.otioz cannot be read: the media in it are larger than 5 MB" in refused.value.what("en")
    assert "content.otio" in refused.value.what("zh")
    assert not list(tmp_path.glob("unpacked/*"))
    assert len(take_out(bomb, most_bytes=7_000_000).files) == 2


def test_several_archives_take_no_more_together_than_one_may(
    folder: Path, take_out: Callable[..., Gathered]
) -> None:
    assert take_out(archive_at(folder, {"media/a.png": PNG + bytes(3_000_000)}), most_bytes=5_000_000).files
    second = archive_at(folder, {"media/b.png": PNG + bytes(3_000_000)})
    with pytest.raises(MediaUnreadable, match="larger than 5 MB"):
        take_out(second, most_bytes=5_000_000)


def test_an_archive_that_says_too_small_a_size_writes_no_more_than_that(
    folder: Path, tmp_path: Path, take_out: Callable[..., Gathered]
) -> None:
    bomb = archive_at(folder, {"media/a.png": PNG + bytes(9_000_000)}, method=zipfile.ZIP_DEFLATED)
    size = (9_000_000 + len(PNG)).to_bytes(4, "little")
    bomb.write_bytes(bomb.read_bytes().replace(size, (5000).to_bytes(4, "little")))
    assert "damaged" in words_of(take_out(bomb, most_bytes=6000))
    assert sum(file.stat().st_size for file in (tmp_path / "unpacked").iterdir()) <= 6000


def test_without_room_on_the_disk_nothing_is_written(
    folder: Path,
    tmp_path: Path,
    clip: Path,
    take_out: Callable[..., Gathered],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = archive_at(folder, {"media/a.mp4": clip.read_bytes()})
    free = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("nemovideo_mcp.client.outputs.shutil.disk_usage", lambda _: free)
    with pytest.raises(NotEnoughSpace):
        take_out(archive)
    assert not list(tmp_path.glob("unpacked/*"))


def test_an_archive_of_very_many_members_is_not_read(folder: Path) -> None:
    archive = archive_at(folder, {f"{n}": b"" for n in range(10_001)}, uses=[])
    with pytest.raises(MediaUnreadable, match="more than 10000 files"):
        edit_text(archive)


def test_a_file_that_is_no_archive_of_an_edit_is_refused(folder: Path) -> None:
    broken, empty = folder / "broken.otioz", folder / "empty.otioz"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a.txt", "no timeline")
    for path in (broken, empty):
        with pytest.raises(MediaUnreadable, match="no edit of another program"):
            edit_text(path)
        assert sent_along([path]).files == ()


def test_an_archive_may_be_larger_than_a_file_that_is_sent(
    folder: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_at(folder, {"media/a.mp4": clip.read_bytes()})
    monkeypatch.setattr("nemovideo_mcp.client.files.MAX_UPLOAD_BYTES", 1000)
    assert check_file(archive) > 1000
    assert read_edit(edit_text(archive)).media == ("a.mp4",)
    with pytest.raises(FileTooLarge):
        check_file(clip)


class NoProject:
    """A studio whose project has no files."""

    async def is_studio(self) -> bool:
        return True

    async def media(self, _: str) -> dict[str, list[object]]:
        return {"media": []}


class Cloud(NoProject):
    async def is_studio(self) -> bool:
        return False


@pytest.mark.anyio
async def test_what_goes_wrong_with_an_archive_is_told_as_it_is_and_no_cloud_is_sent_anything(
    folder: Path, tmp_path: Path, clip: Path
) -> None:
    archive = archive_at(folder, {"media/a.mp4": clip.read_bytes()})
    places = {"folder": tmp_path / "unpacked", "most_bytes": 1000}
    with anyio.fail_after(10), pytest.raises(MediaUnreadable, match="larger than"):
        await gather_along(cast("NemoClient", NoProject()), "s", [archive], **places)
    assert await gather_along(cast("NemoClient", Cloud()), "s", [archive], **places) == Gathered()


@pytest.mark.anyio
@pytest.mark.parametrize("way", ["its task is cancelled", "its scope is cancelled"])
async def test_unpacking_ends_with_whoever_waits_for_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    begun, ended = Event(), Event()

    def very_many(*_: object) -> Iterator[bytes]:
        begun.set()
        try:
            yield from itertools.repeat(PNG, 20_000_000)
        finally:
            ended.set()

    monkeypatch.setattr("nemovideo_mcp.interchange.bundled_media.blocks", very_many)
    archive, unpacked = archive_at(folder, {"media/a.png": PNG}), tmp_path / "unpacked"

    async def gather() -> None:
        await gather_along(cast("NemoClient", NoProject()), "s", [archive], folder=unpacked)

    with anyio.fail_after(20):
        if way == "its task is cancelled":
            task = asyncio.ensure_future(gather())
            await anyio.to_thread.run_sync(begun.wait)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            async with anyio.create_task_group() as group:
                group.start_soon(gather)
                await anyio.to_thread.run_sync(begun.wait)
                group.cancel_scope.cancel()
    assert ended.is_set()
    assert not (unpacked / "a.png").exists()
