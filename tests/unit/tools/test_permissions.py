"""Which files the tools may touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemovideo_mcp.errors import FileMissing, NemoError, PathNotAllowed
from nemovideo_mcp.tools.permissions import Allowed, allowed_folders


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in (
        "home/clips/a.mp4",
        "home/.ssh/key.mp4",
        "home/.hidden.mp4",
        "other/b.mp4",
        "home/nemo/db.mp4",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path / "home"


@pytest.fixture
def allowed(home: Path) -> Allowed:
    return allowed_folders([], home=home, here=Path("/"), kept_out=[home / "nemo"])


def test_what_is_in_the_home_folder_may_be_read(allowed: Allowed, home: Path) -> None:
    assert allowed.media([str(home / "clips" / "a.mp4")]) == [home / "clips" / "a.mp4"]
    assert allowed.media([str(home / "clips")]) == [home / "clips" / "a.mp4"]
    assert allowed.media(["https://example.com/a.mp4"]) == ["https://example.com/a.mp4"]


@pytest.mark.parametrize(
    "given",
    [
        *("../other/b.mp4", "clips/../../other/b.mp4", "../other", "../other/*.mp4", "/etc/hostname", "/"),
        *(
            ".ssh/key.mp4",
            ".ssh",
            ".hidden.mp4",
            "clips/../.ssh/*.mp4",
            "nemo/db.mp4",
            "file:///etc/hostname",
        ),
    ],
)
def test_what_is_outside_hidden_or_ours_may_not(allowed: Allowed, home: Path, given: str) -> None:
    named = given if given.startswith(("/", "file:")) else str(home / given)
    with pytest.raises(PathNotAllowed) as refusal:
        allowed.media([named])
    assert str(home) in refusal.value.next_step()


def test_nothing_is_said_of_what_is_outside(allowed: Allowed, home: Path) -> None:
    answers = []
    for name in ("b.mp4", "not there.mp4"):
        with pytest.raises(PathNotAllowed) as refusal:
            allowed.media([str(home.parent / "other" / name)])
        answers.append(refusal.value.describe().replace(name, ""))
    assert answers[0] == answers[1]
    with pytest.raises(FileMissing):
        allowed.media([str(home / "clips" / "b.mp4")])


def test_a_link_leads_nowhere_else(allowed: Allowed, home: Path) -> None:
    (home / "clips" / "link.mp4").symlink_to(home.parent / "other" / "b.mp4")
    (home / "clips" / "loop").symlink_to(home / "clips" / "loop")
    (home / "there").symlink_to(home.parent / "other")
    for name in ("clips/link.mp4", "there/b.mp4", "there"):
        with pytest.raises(PathNotAllowed):
            allowed.media([str(home / name)])
    with pytest.raises((FileMissing, PathNotAllowed)):
        allowed.media([str(home / "clips" / "loop")])
    left_out: list[NemoError] = []
    found = allowed.media([str(home / "clips")], on_left_out=left_out.append)
    assert home / "clips" / "link.mp4" not in found
    assert [error.fields["name"] for error in left_out] == ["link.mp4", "loop"]


def test_a_link_to_a_folder_that_is_allowed_is_followed(home: Path) -> None:
    (home / "there").symlink_to(home.parent / "other")
    allowed = allowed_folders([str(home.parent / "other")], home=home, here=Path("/"))
    assert allowed.media([str(home / "there" / "b.mp4")]) == [home / "there" / "b.mp4"]


def test_a_folder_that_the_user_names_may_be_hidden_itself(home: Path) -> None:
    allowed = allowed_folders([str(home / ".ssh")], home=home, here=Path("/"))
    assert allowed.place(home / ".ssh" / "key.mp4") == home / ".ssh" / "key.mp4"


def test_the_root_of_the_disk_as_working_folder_opens_nothing(home: Path) -> None:
    assert allowed_folders([], home=home, here=Path("/")).folders == (home,)
    assert allowed_folders(["", " "], home=home, here=home / "clips").folders == (home, home / "clips")
