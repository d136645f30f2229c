"""The studio's pictures over HTTP: who gets them, what is in them, what is kept, what is refused and how."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.studio import picture_tasks
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.look_tasks import analyse_file
from support.media import Picture, make_video
from support.studio import Caller, in_process, make_studio, quick_engine

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def edited(
    data: Path, *clips: Path, says: str = "", engine: Engine | None = None
) -> AsyncGenerator[Caller]:
    async with in_process(make_studio(data, engine=engine)) as http:
        caller = Caller(http=http)
        await caller.begin(name="My trip")
        if clips:
            await caller.upload(*clips)
            await caller.say(says or "combine the clips, add upbeat music, cut to the beat, 4 seconds")
        yield caller


async def picture(caller: Caller, what: str, **more: Any) -> Image.Image:
    reply = await caller.get(f"/studio/sessions/{caller.session_id}/{what}", **more)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "image/png"
    assert len(reply.content) <= 1_000_000
    return Image.open(io.BytesIO(reply.content))


async def refused(caller: Caller, what: str, **more: Any) -> tuple[int, str, str]:
    reply = await caller.get(f"/studio/sessions/{caller.session_id}/{what}", **more)
    return reply.status_code, reply.json()["message"], reply.json()["data"]["next_step"]


async def test_the_board_is_a_picture_in_the_callers_language(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    async with edited(tmp_path, clip, other_clip) as caller:
        english = await picture(caller, "board.png")
        chinese = await picture(caller, "board.png", headers={"Accept-Language": "zh-CN"})
    assert english.width == chinese.width == 1280
    assert english.tobytes() != chinese.tobytes()


async def test_the_values_have_thumbnails_a_waveform_and_the_cuts_on_their_beats(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    async with edited(tmp_path, clip, other_clip) as caller:
        reply = await caller.get(f"/studio/sessions/{caller.session_id}/board")
        draft = (await caller.state())["state"]["draft"]
    assert reply.status_code == 200
    assert len(reply.content) <= 400_000
    data = reply.json()["data"]
    assert data["title"] == "My trip"
    assert data["duration_ms"] == draft["d"]
    lanes = {lane["label"]: lane["clips"] for lane in data["lanes"]}
    assert len(data["cuts"]) == len(lanes["video"]) - 1 > 0
    assert {cut["place"] for cut in data["cuts"]} == {"on"}
    assert lanes["bgm"][0]["peaks"]["levels"]
    assert data["pictures"]
    assert all(uri.startswith("data:image/webp;base64,") for uri in data["pictures"])
    assert next(start for start, _, _ in data["strip"]) == 0


async def test_an_uploaded_song_has_its_waveform(tmp_path: Path, clip: Path) -> None:
    from support.media import click_track, make_wav

    song = make_wav(tmp_path / "song.wav", click_track(range(0, 4000, 500), duration_ms=4000))
    async with edited(tmp_path / "data", clip, song, says="use the song as music") as caller:
        data = (await caller.get(f"/studio/sessions/{caller.session_id}/board")).json()["data"]
    music = next(lane for lane in data["lanes"] if lane["label"] == "bgm")
    assert music["clips"][0]["peaks"]["levels"]


async def test_an_empty_project_has_an_empty_board_under_its_name(tmp_path: Path) -> None:
    async with edited(tmp_path) as caller:
        await picture(caller, "board.png")
        data = (await caller.get(f"/studio/sessions/{caller.session_id}/board")).json()["data"]
        status, message, _ = await refused(caller, "frames.png?cut=1")
    assert (data["title"], data["lanes"]) == ("My trip", [])
    assert (status, message) == (409, "There are no clips in this project yet.")


async def test_what_was_made_is_kept_until_the_timeline_changes(
    tmp_path: Path, clip: Path, other_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    draw = picture_tasks.draw_board

    def counted(*args: Any, **kwargs: Any) -> bytes:
        made.append(1)
        return draw(*args, **kwargs)

    monkeypatch.setattr(picture_tasks, "draw_board", counted)
    async with edited(tmp_path, clip, other_clip) as caller:
        first = await picture(caller, "board.png")
        again = await picture(caller, "board.png")
        assert len(made) == 1
        await caller.say("add a title saying Hello")
        changed = await picture(caller, "board.png")
    assert len(made) == 2
    assert first.tobytes() == again.tobytes() != changed.tobytes()


async def test_the_frames_around_a_cut_by_number_or_by_time(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    async with edited(tmp_path, clip, other_clip) as caller:
        cut = (await caller.get(f"/studio/sessions/{caller.session_id}/board")).json()["data"]["cuts"][0]
        by_number = await picture(caller, "frames.png?cut=1")
        by_time = await picture(caller, f"frames.png?at_ms={cut['time_ms']}")
        elsewhere = await picture(caller, "frames.png?at_ms=0")
    assert by_number.tobytes() == by_time.tobytes()
    assert elsewhere.size != by_number.size


@pytest.mark.parametrize(
    ("query", "english", "chinese"),
    [
        ("cut=99", "there is no cut 99: the timeline has ", "没有第 99 处剪切"),
        ("cut=0", "there is no cut 0", "没有第 0 处剪切"),
        ("at_ms=9999999", "9999999 ms is not in the video", "9999999 毫秒不在视频范围内"),
        ("", "one of `cut` and `at_ms` says which", "请在 `cut` 与 `at_ms` 中指定一个"),
        ("cut=1&at_ms=1", "one of `cut` and `at_ms` says which", "请在 `cut` 与 `at_ms` 中指定一个"),
        ("cut=-1", "`cut` is not a whole number", "`cut` 不是非负整数"),
        ("at_ms=1.5", "`at_ms` is not a whole number", "`at_ms` 不是非负整数"),
        ("cut=" + "9" * 5000, "`cut` is not a whole number", "`cut` 不是非负整数"),
    ],
)
async def test_what_is_not_there_is_refused_in_both_languages(
    tmp_path: Path, clip: Path, other_clip: Path, query: str, english: str, chinese: str
) -> None:
    async with edited(tmp_path, clip, other_clip) as caller:
        status, message, next_step = await refused(caller, f"frames.png?{query}")
        _, said, then = await refused(caller, f"frames.png?{query}", headers={"Accept-Language": "zh"})
    assert status == 400
    assert english in message
    assert chinese in said
    assert next_step
    assert then


@pytest.mark.parametrize("what", ["board.png", "board", "frames.png?cut=1"])
async def test_only_the_project_s_own_user_sees_them(tmp_path: Path, clip: Path, what: str) -> None:
    async with edited(tmp_path, clip, says="use the clip") as caller:
        other = Caller(http=caller.http, client_id="somebody-else")
        await other.begin()
        other.session_id = caller.session_id
        assert (await refused(other, what))[0] == 404
        nobody = Caller(http=caller.http, session_id=caller.session_id)
        assert (await refused(nobody, what))[0] == 401


async def test_a_clip_whose_file_has_gone_is_a_block_on_the_board_and_an_error_among_the_frames(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    async with edited(tmp_path, clip, other_clip) as caller:
        for path in (tmp_path / "media").rglob("*.mp4"):
            path.unlink()
        await picture(caller, "board.png")
        data = (await caller.get(f"/studio/sessions/{caller.session_id}/board")).json()["data"]
        status, message, _ = await refused(caller, "frames.png?cut=1")
    assert data["pictures"] == []
    assert status == 400
    assert "its file is no longer there; give it to the project again" in message
    assert str(tmp_path) not in message


async def test_a_source_has_a_contact_sheet_by_id_or_name(tmp_path: Path, clip: Path) -> None:
    async with edited(tmp_path, clip) as caller:
        by_id = await picture(caller, "media/m1/sheet.png")
        by_name = await picture(caller, "media/city.mp4/sheet.png")
        assert by_id.width == 1280
        assert by_id.tobytes() == by_name.tobytes()
        status, message, next_step = await refused(caller, "media/nope/sheet.png")
    assert status == 400
    assert "nope" in message
    assert "city.mp4" in next_step


async def test_a_draft_is_two_seconds_of_small_frames_in_the_colours_of_the_film(
    tmp_path: Path, clip: Path, other_clip: Path
) -> None:
    async with edited(tmp_path, clip, other_clip) as caller:
        path = f"/studio/sessions/{caller.session_id}/draft"
        first, again, second = [(await caller.get(f"{path}?at_ms={ms}")) for ms in (0, 1999, 2000)]
        behind = await caller.get(f"{path}?at_ms=900000")
        draft_ms = (await caller.state())["state"]["draft"]["d"]
    data, later = first.json()["data"], second.json()["data"]
    assert first.content == again.content
    assert (data["start_ms"], data["frame_ms"], len(data["pictures"])) == (0, 125, 16)
    assert later["start_ms"] == 2000
    assert len(later["pictures"]) == pytest.approx((draft_ms - 2000) / 125, abs=1)
    assert len(first.content) <= 400_000
    images = [Image.open(io.BytesIO(b64decode(uri.partition(",")[2]))) for uri in data["pictures"]]
    assert {max(image.size) for image in images} == {320}
    assert behind.status_code == 400


async def test_a_draft_shows_what_the_export_does_at_the_same_moment(tmp_path: Path, clip: Path) -> None:
    async with edited(tmp_path, clip, says="use the clip once, 2 seconds, no music") as caller:
        await caller.say("make it black and white")
        reply = await caller.get(f"/studio/sessions/{caller.session_id}/draft?at_ms=0")
    images = [
        np.asarray(Image.open(io.BytesIO(b64decode(uri.partition(",")[2]))).convert("RGB"), np.int16)
        for uri in reply.json()["data"]["pictures"]
    ]
    assert max(int(image.std()) for image in images) > 5
    assert max(int(np.ptp(image, axis=2).max()) for image in images) <= 12


async def test_a_film_without_clips_has_no_draft(tmp_path: Path) -> None:
    async with edited(tmp_path) as caller:
        status, message, _ = await refused(caller, "draft?at_ms=0")
    assert status == 409
    assert message


async def test_a_draft_follows_the_subject_as_the_export_does(tmp_path: Path) -> None:
    def bright_edge(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = np.full((height, width, 3), 70, np.uint8)
        top = height // 4 + round(height / 4 * (1 + np.sin(float(time_ms) / 200)) / 2)
        picture[top : top + height // 4, width // 16 : width // 5] = 240
        return picture

    wide = make_video(tmp_path / "wide.mp4", duration_ms=3000, pattern=bright_edge)
    async with edited(
        tmp_path / "data",
        wide,
        says="use the clip once, 2 seconds, no music, vertical",
        engine=quick_engine(analyse=analyse_file),
    ) as caller:
        reply = await caller.get(f"/studio/sessions/{caller.session_id}/draft?at_ms=0")
    images = [
        np.asarray(Image.open(io.BytesIO(b64decode(uri.partition(",")[2]))).convert("L"))
        for uri in reply.json()["data"]["pictures"]
    ]
    assert [image.shape for image in images] == [(320, 180)] * 16
    assert min(int((image > 180).sum()) for image in images) > 500
