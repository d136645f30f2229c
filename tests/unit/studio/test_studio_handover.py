"""Films handed over by the studio, and edits of other programs that come back to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.video.probe import probe
from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio


@pytest.fixture
async def backend(tmp_path: Path) -> Any:
    async with in_process(make_studio(tmp_path / "data")) as http:
        yield http


async def edit(caller: Caller, *operations: dict[str, Any]) -> dict[str, Any]:
    reply = await caller.http.post(
        f"/studio/sessions/{caller.session_id}/edits",
        json={"operations": list(operations)},
        headers=caller.headers,
    )
    return reply.json()["data"]


async def handed_over(caller: Caller, **body: Any) -> dict[str, Any]:
    reply = await caller.http.post(
        f"/studio/sessions/{caller.session_id}/handover", json=body, headers=caller.headers
    )
    return reply.json()


async def test_the_files_of_a_film_are_listed_before_anybody_says_where_they_will_be(
    caller: Caller, clip: Path
) -> None:
    await caller.upload(clip)
    await edit(caller, {"op": "set_music", "mood": "lofi"}, {"op": "auto_edit"})
    answer = (await handed_over(caller, **{"as": "fcpxml"}))["data"]
    assert [(file["name"], file["kind"]) for file in answer["files"]] == [
        (clip.name, "video"),
        ("music-lofi.wav", "music"),
    ]
    assert "text" not in answer
    film, music = answer["files"]
    places = {film["id"]: "clips/one.mp4", music["id"]: "clips/music.wav"}
    made = (await handed_over(caller, **{"as": "fcpxml", "locations": places}))["data"]
    assert 'src="clips/one.mp4"' in made["text"]
    assert 'src="clips/music.wav"' in made["text"]


async def test_composed_music_comes_as_a_wav_as_long_as_the_film(
    caller: Caller, clip: Path, tmp_path: Path
) -> None:
    await caller.upload(clip)
    await edit(caller, {"op": "set_music", "mood": "ambient"}, {"op": "auto_edit"})
    files = (await handed_over(caller, **{"as": "otio"}))["data"]["files"]
    music = next(file for file in files if file["kind"] == "music")
    path = tmp_path / "music.wav"
    path.write_bytes((await caller.http.get(music["url"], headers=caller.headers)).content)
    timeline = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    assert probe(path).duration_ms / 1000 == pytest.approx(timeline["duration_s"], abs=0.1)
    assert {"drums", "bass"} <= set(music["stems"])


async def test_an_edit_of_another_program_is_uploaded_like_media_and_opened(
    caller: Caller, clip: Path, tmp_path: Path
) -> None:
    await caller.upload(clip)
    await edit(
        caller,
        {"op": "add_clips", "media": "m1", "length": 1},
        {"op": "set_speed", "clips": 1, "factor": 0.5},
    )
    before = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    files = (await handed_over(caller, **{"as": "xml"}))["data"]["files"]
    places = {file["id"]: f"file:///elsewhere/{file['name']}" for file in files}
    text = (await handed_over(caller, **{"as": "xml", "locations": places}))["data"]["text"]
    path = tmp_path / "film.xml"
    path.write_text(text, encoding="utf-8")
    await edit(caller, {"op": "remove_clips", "clips": "all"})
    await caller.upload(path)
    answer = await edit(caller, {"op": "open_edit", "media": "film.xml"})
    assert "pened film.xml: 1 clip" in answer["message"]
    after = (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]
    keys = ("media", "start_s", "end_s", "in_s", "speed")
    assert [[c.get(k) for k in keys] for c in after["clips"]] == [
        [c.get(k) for k in keys] for c in before["clips"]
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"as": "capcut"}, "not a format"),
        ({}, "not a format"),
        ({"as": "edl", "locations": {"m": 7}}, "does not say where"),
        ({"as": "edl", "locations": "here"}, "does not say where"),
    ],
)
async def test_what_cannot_be_handed_over_is_said_with_what_can(
    caller: Caller, clip: Path, body: dict[str, Any], said: str
) -> None:
    await caller.upload(clip)
    await edit(caller, {"op": "add_clips", "media": "m1"})
    reply = await handed_over(caller, **body)
    assert said in str(reply)


async def test_there_is_nothing_to_hand_over_before_there_is_a_film(caller: Caller) -> None:
    reply = await handed_over(caller, **{"as": "otio"})
    assert "nothing" in str(reply).lower()
