"""A film written for another editor by the client: beside its media, by the user's own files, or as a bundle."""

from __future__ import annotations

import zipfile
from pathlib import Path

import opentimelineio as otio
import pytest

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.handover import handover_lines, kind_of
from nemovideo_mcp.errors import InvalidRequest, OutputExists
from support.backend import FakeBackend

pytestmark = pytest.mark.anyio


@pytest.fixture
async def session_id(nemo: NemoClient, clip: Path) -> str:
    session = await nemo.create_session(name="trip")
    await nemo.upload(session.session_id, [clip])
    await nemo.edit(session.session_id, [{"op": "auto_edit"}])
    return session.session_id


async def of_a_clip_that_is_gone(nemo: NemoClient, clip: Path, folder: Path) -> str:
    """A project with a film of `gone.mp4`, which the user does not have any more."""
    gone = folder / "gone.mp4"
    gone.write_bytes(clip.read_bytes())
    session_id = (await nemo.create_session(name="other")).session_id
    await nemo.upload(session_id, [gone])
    await nemo.edit(session_id, [{"op": "auto_edit"}])
    gone.unlink()
    return session_id


async def test_the_user_s_own_files_are_named_where_they_are_and_nothing_else_is_written(
    nemo: NemoClient, session_id: str, clip: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "trip.fcpxml"
    made = await nemo.hand_over(session_id, "fcpxml", target)
    assert clip.absolute().as_uri() in target.read_text(encoding="utf-8")
    assert made.files == ()
    assert (made.linked, made.path) == (1, target)
    assert "It names 1 of your files" in " ".join(handover_lines(made, "en"))
    assert "1 个你自己的文件" in " ".join(handover_lines(made, "zh"))


@pytest.mark.parametrize("kind", ["fcpxml", "xml"])
async def test_programs_that_follow_no_relative_paths_get_whole_ones_of_the_music_too(
    nemo: NemoClient, clip: Path, tmp_path: Path, kind: str
) -> None:
    session_id = await of_a_clip_that_is_gone(nemo, clip, tmp_path)
    made = await nemo.hand_over(session_id, kind, tmp_path / f"trip.{kind}")
    [copied] = made.files
    assert copied.as_uri() in made.path.read_text(encoding="utf-8")


async def test_everything_goes_along_where_it_is_wanted_and_a_second_format_shares_the_folder(
    nemo: NemoClient, session_id: str, clip: Path, tmp_path: Path
) -> None:
    await nemo.edit(session_id, [{"op": "set_music", "mood": "ambient"}])
    first = await nemo.hand_over(session_id, "fcpxml", tmp_path / "trip.fcpxml", media="copy", stems=True)
    second = await nemo.hand_over(session_id, "xml", tmp_path / "trip.xml", media="copy")
    folder = tmp_path / "trip-media"
    assert (folder / clip.name).read_bytes() == clip.read_bytes()
    assert "music-ambient-drums.wav" in {file.name for file in first.files}
    assert set(second.files) <= set(first.files)
    assert f"trip-media/{clip.name}" in second.path.read_text(encoding="utf-8")


async def test_a_file_that_stands_in_the_media_folder_is_never_replaced(
    nemo: NemoClient, session_id: str, clip: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "trip-media"
    folder.mkdir()
    mine = folder / clip.name
    mine.write_bytes(b"my own")
    made = await nemo.hand_over(session_id, "otio", tmp_path / "trip.otio", media="copy")
    assert mine.read_bytes() == b"my own"
    assert f"trip-media/{clip.stem}-2{clip.suffix}" in made.path.read_text(encoding="utf-8")


async def test_a_file_whose_original_is_gone_is_copied(nemo: NemoClient, clip: Path, tmp_path: Path) -> None:
    session_id = await of_a_clip_that_is_gone(nemo, clip, tmp_path)
    made = await nemo.hand_over(session_id, "otio", tmp_path / "trip.otio")
    assert [file.name for file in made.files] == ["gone.mp4"]
    assert made.linked == 0


async def test_a_bundle_holds_the_timeline_and_all_its_media(
    nemo: NemoClient, session_id: str, clip: Path, tmp_path: Path
) -> None:
    target = tmp_path / "trip.otioz"
    await nemo.hand_over(session_id, "otioz", target)
    with zipfile.ZipFile(target) as bundle:
        assert {"content.otio", "version.txt", f"media/{clip.name}"} == set(bundle.namelist())
    timeline = otio.adapters.read_from_file(str(target))
    assert timeline.duration().to_seconds() > 0


async def test_a_file_that_is_there_is_kept(nemo: NemoClient, session_id: str, tmp_path: Path) -> None:
    target = tmp_path / "trip.edl"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputExists):
        await nemo.hand_over(session_id, "edl", target)
    assert target.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "trip-media").exists()


async def test_another_backend_cannot_hand_films_over(tmp_path: Path) -> None:
    backend = FakeBackend()
    async with backend.client(tmp_path) as client:
        with pytest.raises(InvalidRequest, match="only the local studio"):
            await client.hand_over("s", "otio", tmp_path / "x.otio")


@pytest.mark.parametrize(
    ("given", "kind"), [("FCPXML", "fcpxml"), (".otio", "otio"), ("Premiere", "xml"), ("davinci", "fcpxml")]
)
def test_formats_are_known_by_their_endings_and_by_the_programs_that_read_them(given: str, kind: str) -> None:
    assert kind_of(given) == kind


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidRequest, match="capcut") as refused:
        kind_of("capcut")
    assert "fcpxml" in refused.value.next_step("en")
