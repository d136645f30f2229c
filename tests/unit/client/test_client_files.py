"""What people give as files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client.files import (
    as_list,
    check_file,
    check_named,
    checked,
    find_media,
    is_url,
    plain_path,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("clip10.mp4", "clip2.MOV", "my trip.jpg", "notes.txt", ".hidden.mp4"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize(
    "given",
    [
        "{}/my trip.jpg",
        '"{}/my trip.jpg"',
        "'{}/my trip.jpg' ",
        "file://{}/my%20trip.jpg",
        "{}/my\\ trip.jpg",
    ],
)
def test_a_path_is_understood_however_it_is_written(folder: Path, given: str) -> None:
    assert plain_path(given.format(folder)) == folder / "my trip.jpg"


def test_home_is_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert plain_path("~/clip10.mp4") == folder / "clip10.mp4"


def test_a_folder_is_its_media_files_in_the_order_that_people_count(folder: Path) -> None:
    assert [p.name for p in find_media(str(folder))] == ["clip2.MOV", "clip10.mp4", "my trip.jpg"]


def test_a_pattern_is_what_it_matches(folder: Path) -> None:
    assert [p.name for p in find_media(f"{folder}/clip*")] == ["clip2.MOV", "clip10.mp4"]


def test_a_missing_file_names_those_that_are_like_it(folder: Path) -> None:
    with pytest.raises(errors.FileMissing, match=r"Did you mean clip10\.mp4"):
        find_media(f"{folder}/clip1.mp4")


def test_a_folder_without_media_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.UnsupportedFile, match="no media files"):
        find_media(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "size", "kind", "words"),
    [
        ("a.txt", 1, errors.UnsupportedFile, "type is not accepted"),
        ("a.mp4", 0, errors.UnsupportedFile, "empty"),
        ("a.mp4", 500 * 1024 * 1024 + 1, errors.FileTooLarge, "500 MB"),
    ],
)
def test_what_cannot_be_uploaded_is_told_before(
    tmp_path: Path, name: str, size: int, kind: type[errors.NemoError], words: str
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)
    with pytest.raises(kind, match=words):
        check_file(path)


def test_a_file_of_just_the_limit_may_go(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 500 * 1024 * 1024)
    assert check_file(path) == 500 * 1024 * 1024


def test_links_and_lists_are_told_apart() -> None:
    assert is_url(' "HTTPS://example.com/a.mp4"')
    assert not is_url("file:///a.mp4")
    assert as_list("a.mp4") == ["a.mp4"]
    assert as_list("a.mp4\n b.mp4\n") == ["a.mp4", "b.mp4"]
    assert as_list(["a.mp4", " "]) == ["a.mp4"]


def test_a_folder_names_what_it_leaves_out(folder: Path) -> None:
    (folder / "list.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "IMG_1").write_bytes(b"\x89PNG\r\n\x1a\n")
    left_out: list[errors.NemoError] = []

    found = find_media(str(folder), on_left_out=left_out.append)

    assert [p.name for p in found] == ["clip2.MOV", "clip10.mp4", "IMG_1", "my trip.jpg"]
    assert [error.what() for error in left_out] == [
        "list.pdf cannot be used: it is a PDF.",
        "notes.txt cannot be used: its type is not accepted.",
    ]


def test_files_that_cannot_be_used_are_told_and_the_others_given(folder: Path) -> None:
    (folder / "empty.mov").write_bytes(b"")
    given = [str(folder / name) for name in ("empty.mov", "clip10.mp4", "notes.txt")]
    left_out: list[errors.NemoError] = []

    assert checked(given, on_left_out=left_out.append) == [folder / "clip10.mp4"]
    assert [error.fields["name"] for error in left_out] == ["empty.mov", "notes.txt"]
    with pytest.raises(errors.UnsupportedFile, match="empty"):
        checked(given)
    with pytest.raises(errors.UnsupportedFile, match="empty"):
        checked([given[0]], on_left_out=left_out.append)
    with pytest.raises(errors.FileMissing):
        checked([*given, str(folder / "gone.mp4")], on_left_out=left_out.append)


def test_a_cloud_takes_no_table_of_colours(tmp_path: Path) -> None:
    path = tmp_path / "teal.cube"
    path.write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8, encoding="utf-8")
    assert check_file(path) > 0
    with pytest.raises(errors.UnsupportedFile, match=r"teal\.cube"):
        check_named(path)
