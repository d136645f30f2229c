"""`nemovideo edit`, `nemovideo timeline` and `make --edit` on a real studio whose heavy parts are quick."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from support.media import click_track, make_wav

Run = Callable[..., tuple[int, str, str]]
JOIN = "join the clips, no music"


@pytest.fixture
def made(run: Run) -> Run:
    code, _, err = run("make", "city.mp4", "surf.mp4", "-m", JOIN, "--project", "trip", "-o", "trip.mp4")
    assert (code, err) == (0, "")
    return run


def timeline(run: Run, *words: str) -> dict[str, Any]:
    code, out, _ = run("timeline", "--project", "trip", "--json", *words)
    assert code == 0
    return json.loads(out)


def ops(value: Any, name: str = "ops.json") -> str:
    Path(name).write_text(json.dumps(value), encoding="utf-8")
    return name


def test_the_timeline_is_a_table_or_json(made: Run) -> None:
    view = timeline(made)
    assert view["project"] == "trip"
    ids = [clip["id"] for clip in view["clips"]]
    code, out, _ = made("timeline")
    assert code == 0
    assert out.startswith("trip · version 1 · ")
    for clip_id in ids:
        assert f"  {clip_id}  " in out
    second = view["clips"][1]
    part = timeline(made, "--from", str(second["start_s"]))
    assert [clip["id"] for clip in part["clips"]] == ids[1:]


@pytest.mark.parametrize("wrap", [dict, lambda one: [one], lambda one: {"operations": [one]}])
def test_operations_are_taken_from_a_file_in_any_form(made: Run, wrap: Callable[[Any], Any]) -> None:
    file = ops(wrap({"op": "reverse_clip", "clips": 2}))
    code, out, err = made("edit", "--project", "trip", file)
    assert (code, err) == (0, "")
    assert out.endswith("Now version 2.\n")
    assert timeline(made)["clips"][1]["reversed"] is True


def test_operations_are_taken_from_standard_input(made: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"op": "set_clip_sound", "clips": 1, "mute": true}'))
    code, out, _ = made("edit", "-", "--json")
    answer = json.loads(out)
    assert (code, answer["done"][0]["op"], answer["version"]) == (0, "set_clip_sound", 2)


def test_a_dry_run_changes_nothing(made: Run) -> None:
    before = timeline(made)
    code, out, _ = made("edit", "--dry-run", ops({"op": "reverse_clip", "clips": 1}))
    assert code == 0
    assert "stays version 1" in out
    assert timeline(made) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"op": "reverse_clips", "clips": 1}', "did you mean “reverse_clip”"),
        ('{"op": "reverse_clip", "clip": 1}', "did you mean “clips”"),
        ('{"op": "reverse_clip", "clips": "c99"}', "c99"),
        ('{"op": "set_clip_length", "clips": 1, "length": NaN}', "“length” must be a finite number"),
        ("[{", "no JSON (line 1, column 3)"),
        ("[]", "empty"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(made: Run, content: str, words: str) -> None:
    Path("ops.json").write_text(content, encoding="utf-8")
    before = timeline(made)
    code, out, err = made("edit", "ops.json")
    assert (code, out) == (1, "")
    assert words in err
    assert "Traceback" not in err
    assert timeline(made) == before


def test_an_outdated_edit_is_refused(made: Run) -> None:
    file = ops({"op": "reverse_clip", "clips": 1})
    assert made("edit", file, "--expect-version", "1")[0] == 0
    code, _, err = made("edit", file, "--expect-version", "1")
    assert code == 1
    assert "version 2" in err


@pytest.mark.parametrize(
    "words", [["edit"], ["edit", "nowhere.json"], ["edit", "--project", "nope", "ops.json"]]
)
def test_misuse_is_told(run: Run, words: list[str]) -> None:
    ops([{"op": "remove_music"}])
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "→" in err


def test_the_schema_is_one_that_validators_take(run: Run) -> None:
    code, out, _ = run("edit", "--schema")
    schema = json.loads(out)
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate([{"op": "reverse_clip", "clips": 1}], schema)


def test_a_film_is_made_with_edits_after_the_words(run: Run) -> None:
    file = ops([{"op": "reverse_clip", "clips": 1}])
    words = (
        "make",
        "city.mp4",
        "surf.mp4",
        "-m",
        JOIN,
        "--project",
        "trip",
        "--edit",
        file,
        "-o",
        "trip.mp4",
    )
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    assert "backwards" in out
    assert timeline(run)["clips"][0]["reversed"] is True


def test_a_bad_edit_stops_before_any_work(run: Run) -> None:
    file = ops([{"op": "reverse_clips"}])
    code, _, err = run("make", "city.mp4", "--edit", file, "-o", "trip.mp4")
    assert code == 1
    assert "did you mean “reverse_clip”" in err
    assert not Path("trip.mp4").exists()


def test_most_of_a_film_goes_only_with_a_flag(made: Run) -> None:
    shots = [
        {"op": "add_clips", "media": "m1", "in_s": n / 3, "length": 0.3, "snap": "none"} for n in range(5)
    ]
    title = {"op": "add_text", "text": "Lisbon"}
    assert made("edit", "--project", "trip", ops([*shots, title]))[0] == 0
    count = len(timeline(made)["clips"])
    most = ops({"op": "remove_clips", "clips": list(range(1, count))})
    code, out, err = made("edit", "--project", "trip", most)
    assert (code, out) == (1, "")
    assert "Nothing was changed yet" in err
    assert "--yes" in err
    code, out, _ = made("edit", "--project", "trip", most, "--json")
    assert code == 1
    assert json.loads(out)["question"]["kind"] == "confirm"
    assert len(timeline(made)["clips"]) == count
    assert made("edit", "--project", "trip", most, "--yes")[0] == 0
    assert len(timeline(made)["clips"]) == 1


def test_make_asks_which_song_in_words_and_takes_it_as_a_flag(run: Run) -> None:
    for name, step in (("summer.wav", 500), ("winter.wav", 600)):
        make_wav(Path(name), click_track(range(0, 8000, step), duration_ms=8000))
    files = ("city.mp4", "summer.wav", "winter.wav")
    wish = ("-m", "make a 2 second video to the beat of my song", "--project", "trip", "-o", "trip.mp4")
    code, _, err = run("make", *files, *wish)
    assert code == 1
    assert "Which one is meant: “summer.wav”, “winter.wav”?" in err
    assert "--song summer.wav" in err
    assert run("make", *wish, "--song", "winter.wav")[0] == 0
    assert timeline(run)["music"]["name"] == "winter.wav"
