"""`make` with files of other programs, on a real studio whose heavy parts are quick: edits, their media, beats."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.cli.given_files import asked_by_files
from support.media import click_track, make_wav

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(run: Run) -> Run:
    """The same, with a song of 120 beats a minute."""
    make_wav(Path("song.wav"), click_track(range(0, 8000, 500), duration_ms=8000))
    return run


def timeline(run: Run, project: str) -> dict[str, Any]:
    code, out, _ = run("timeline", "--project", project, "--json")
    assert code == 0
    return json.loads(out)


@pytest.fixture
def handed_over(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same, with `lisbon.fcpxml` of a project and copies of its files in a folder of its own, worked in."""
    joined = ("make", "city.mp4", "surf.mp4", "-m", "join the clips, no music", "--project", "lisbon")
    assert run(*joined, "-o", "lisbon.mp4")[0] == 0
    Path("away").mkdir()
    code, _, err = run(
        "export", "--project", "lisbon", "--as", "fcpxml", "--copy-media", "-o", "away/lisbon.fcpxml"
    )
    assert (code, err) == (0, "")
    monkeypatch.chdir("away")
    return run


def test_beats_that_are_given_are_used_for_the_song(run: Run) -> None:
    text = "".join(f"{0.04 + n / 2:.3f}\t{0.04 + n / 2:.3f}\t{n % 4 + 1}\n" for n in range(16))
    Path("beats.txt").write_text(text, encoding="utf-8")
    code, out, err = run(
        "make", "city.mp4", "surf.mp4", "song.wav", "beats.txt", "--project", "trip", "-o", "trip.mp4"
    )
    assert (code, err) == (0, "")
    assert "“song.wav” has the 16 beats (120 BPM, 4 to the bar) of beats.txt" in out
    film = timeline(run, "trip")
    assert film["music"]["name"] == "song.wav"
    assert film["music"]["in_s"] == 0.04
    assert {media["kind"] for media in film["media"]} == {"video", "audio", "beats"}
    assert all(abs(clip["cut"].get("off_beat_ms", 0)) <= 17 for clip in film["clips"] if "cut" in clip)
    assert "bar" in film["clips"][0]["cut"]


def test_beats_that_cannot_be_read_stop_the_film_and_name_the_line(run: Run) -> None:
    Path("beats.csv").write_text("time,beat\n0.5,1\nsoon,2\n", encoding="utf-8")
    code, _, err = run("make", "city.mp4", "song.wav", "beats.csv", "--project", "trip", "-o", "trip.mp4")
    assert code == 1
    assert "line 3 has no time in seconds: “soon,2”" in err
    assert not Path("trip.mp4").exists()


def test_an_edit_is_opened_and_its_files_are_sent_along(handed_over: Run) -> None:
    code, out, err = handed_over("make", "lisbon.fcpxml", "--project", "back", "-o", "back.mp4")
    assert (code, err) == (0, "")
    assert "With what the edit uses: city.mp4, surf.mp4." in out
    assert "pened lisbon.fcpxml: 2 clips" in out
    keys = ("name", "start_s", "end_s", "in_s")
    assert [[c.get(k) for k in keys] for c in timeline(handed_over, "back")["clips"]] == [
        [c.get(k) for k in keys] for c in timeline(handed_over, "lisbon")["clips"]
    ]


@pytest.fixture
def archived(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, dict[str, Any]]:
    """The same, with `lisbon.otioz` of a project that is deleted, in a folder of its own, and its timeline."""
    joined = ("make", "city.mp4", "surf.mp4", "song.wav", "-m", "join the clips, use the song")
    assert run(*joined, "--project", "lisbon", "-o", "lisbon.mp4")[0] == 0
    made = timeline(run, "lisbon")
    Path("away").mkdir()
    assert run("export", "--project", "lisbon", "--as", "otioz", "-o", "away/lisbon.otioz")[0] == 0
    assert run("delete", "lisbon", "--yes")[0] == 0
    for name in ("city.mp4", "surf.mp4", "song.wav", "lisbon.mp4"):
        Path(name).unlink()
    monkeypatch.setenv("NEMO_HOME", str(tmp_path / "another home"))
    monkeypatch.chdir("away")
    return run, made


def test_an_archive_is_all_that_another_machine_needs(
    archived: tuple[Run, dict[str, Any]], tmp_path: Path
) -> None:
    run, before = archived
    code, out, _ = run("make", "lisbon.otioz", "-o", "lisbon-2.mp4", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["taken_out"] == {"lisbon.otioz": ["city.mp4", "surf.mp4", "song.wav"]}
    assert "pened lisbon.otioz: 2 clips" in told["replies"][0]
    assert Path("lisbon-2.mp4").stat().st_size > 0
    assert {file.name for file in Path().iterdir()} == {"lisbon.otioz", "lisbon-2.mp4"}
    after = timeline(run, "lisbon-2")
    keys = ("name", "start_s", "end_s", "in_s")
    assert [[c.get(k) for k in keys] for c in after["clips"]] == [
        [c.get(k) for k in keys] for c in before["clips"]
    ]
    assert after["music"]["name"] == before["music"]["name"] == "song.wav"
    # Its media are there once, and not in the archive's copy again.
    largest = max(file.stat().st_size for file in (tmp_path / "studio").rglob("*") if file.is_file())
    assert largest < Path("lisbon.otioz").stat().st_size
    code, out, err = run("make", "lisbon.otioz", "--project", "lisbon-2", "-o", "lisbon-3.mp4")
    assert (code, err) == (0, "")
    assert "Taken out" not in out
    assert [media["name"] for media in timeline(run, "lisbon-2")["media"]].count("city.mp4") == 1


def test_an_archive_that_is_given_to_a_chat_brings_its_media_too(
    archived: tuple[Run, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _ = archived
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"open lisbon.otioz\n"), encoding="utf-8"))
    code, out, _ = run("chat", "lisbon.otioz", "--project", "back")
    assert code == 0
    assert "Taken out of lisbon.otioz: city.mp4, surf.mp4, song.wav." in out
    assert "pened lisbon.otioz: 2 clips" in out


def test_a_damaged_file_of_an_archive_is_named_with_what_to_do(
    archived: tuple[Run, dict[str, Any]],
) -> None:
    run, _ = archived
    place = Path("lisbon.otioz")
    whole = bytearray(place.read_bytes())
    whole[2000:2008] = bytes(byte ^ 0xFF for byte in whole[2000:2008])
    place.write_bytes(whole)
    code, out, err = run("make", "lisbon.otioz", "-o", "lisbon-2.mp4")
    assert code == 1
    assert (
        "city.mp4 cannot be read: it is damaged in lisbon.otioz; put the original beside lisbon.otioz" in out
    )
    assert "Taken out of lisbon.otioz: surf.mp4, song.wav." in out
    assert "uses files that are not in the project: “city.mp4”" in err
    assert not Path("lisbon-2.mp4").exists()


def test_files_that_are_not_found_are_named_with_where_they_were_looked_for(handed_over: Run) -> None:
    Path("lisbon-media/surf.mp4").unlink()
    code, out, err = handed_over("make", "lisbon.fcpxml", "--project", "back", "-o", "back.mp4")
    assert code == 1
    place = Path("lisbon-media/surf.mp4").absolute()
    assert f"surf.mp4 (looked for at {place}, {Path('surf.mp4').absolute()})" in out
    assert "uses files that are not in the project: “surf.mp4”" in err


def test_an_edit_with_a_song_is_cut_to_the_beat_of_the_song(handed_over: Run) -> None:
    code, out, err = handed_over(
        "make", "lisbon.fcpxml", "../song.wav", "--project", "back", "-o", "back.mp4"
    )
    assert (code, err) == (0, "")
    assert "its cuts on the beat" in out
    film = timeline(handed_over, "back")
    assert film["music"]["name"] == "song.wav"
    assert abs(film["clips"][1]["cut"].get("off_beat_ms", 0)) <= 17


def test_an_edit_comes_back_into_its_project_by_an_operation_without_other_words(
    handed_over: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('[{"op":"open_edit","media":"lisbon.fcpxml"}]'))
    words = ("make", "lisbon.fcpxml", "--project", "lisbon", "--edit", "-", "-o", "lisbon-2.mp4")
    code, out, err = handed_over(*words)
    assert (code, err) == (0, "")
    assert out.count("pened lisbon.fcpxml") == 1
    film = timeline(handed_over, "lisbon")
    assert film["version"] == 2
    assert "music" not in film
    assert [media["name"] for media in film["media"]] == ["city.mp4", "surf.mp4", "lisbon.fcpxml"]


KINDS = {"cut.fcpxml": "edit", "a.mp4": "video", "song.mp3": "audio"}
OPEN = {"op": "open_edit", "media": "cut.fcpxml"}


@pytest.mark.parametrize(
    ("kinds", "more", "wanted"),
    [
        (KINDS, {}, [{**OPEN, "song": "song.mp3", "snap": "beat"}]),
        (KINDS, {"used_by_edit": ["a.mp4", "Song.mp3"]}, [OPEN]),
        (KINDS, {"messages": ["make it black and white"]}, [OPEN]),
        (KINDS, {"messages": ["cut this timeline to the beat of my song"]}, []),
        (KINDS, {"edits": [[OPEN]]}, []),
        ({**KINDS, "other.mp3": "audio"}, {}, [OPEN]),
        ({**KINDS, "cut2.edl": "edit"}, {}, []),
        ({"a.mp4": "video", "b.csv": "beats"}, {}, [{"op": "set_beats", "media": "b.csv"}]),
        ({"a.mp4": "video", "b.csv": "beats"}, {"messages": ["use the beats in b.csv"]}, []),
        ({"a.mp4": "video", "song.mp3": "audio"}, {}, []),
    ],
)
def test_files_ask_for_what_neither_words_nor_operations_do(
    kinds: dict[str, str], more: dict[str, Any], wanted: list[dict[str, Any]]
) -> None:
    assert list(asked_by_files(kinds, **more)) == wanted
