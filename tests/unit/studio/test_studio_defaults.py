"""Skills' defaults through the studio: from the header of a new project to the draft, and to the exported file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.studio.engine import default_engine
from nemovideo_mcp.timeline.model import Timeline
from support.media import make_video, make_wav, shots
from support.studio import Caller, in_process, make_studio, text_in

pytestmark = pytest.mark.anyio

CUTS_MS = (1100, 2400, 3700, 5300)


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A studio with the real engine."""
    async with in_process(make_studio(tmp_path / "data", engine=default_engine())) as client:
        yield client


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six landscape seconds that are cut already, and in which nothing else moves."""
    path = tmp_path_factory.mktemp("footage") / "trip.mp4"
    return make_video(path, duration_ms=6000, pattern=shots(CUTS_MS), audio="tone")


@pytest.fixture(scope="module")
def click_song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds of clicks, two a second."""
    samples = np.zeros(48_000 * 12, np.float32)
    ring = np.exp(-np.arange(4800) / 600) * np.sin(np.arange(4800) * 2 * np.pi * 220 / 48_000)
    for beat in range(23):
        start = 4800 + beat * 24_000
        samples[start : start + 4800] += ring * (0.9 if beat % 4 == 0 else 0.5)
    return make_wav(tmp_path_factory.mktemp("songs") / "clicks.wav", samples)


async def made(
    http: httpx.AsyncClient, skill: str, message: str, *files: Path
) -> tuple[Caller, Timeline, str]:
    caller = Caller(http=http)
    await caller.begin(skill=skill)
    reply = await caller.upload(*files)
    assert reply.status_code == 200, reply.text
    told = text_in(await caller.say(message))
    return caller, timeline_of((await caller.state())["state"]["draft"]), told


def mood_of(timeline: Timeline) -> str | None:
    return timeline.music.music.mood if timeline.music and timeline.music.music else None


def on_beats(timeline: Timeline) -> int:
    return sum(clip.anchor is not None for clip in timeline.video_clips if clip.start_ms > 0)


async def exported(caller: Caller) -> dict[str, Any]:
    await caller.submit("render_1")
    status = await caller.finished("render_1", seconds=120)
    assert status["status"] == "completed", status
    return status["receipt"]


async def test_the_clip_maker_exports_a_vertical_montage_on_the_beat(
    http: httpx.AsyncClient, footage: Path, tmp_path: Path
) -> None:
    other = shots((3000,), patterns=((120, 40, 140), (20, 150, 150)))
    more = make_video(tmp_path / "more.mp4", duration_ms=5000, pattern=other)
    caller, timeline, told = await made(
        http, "video-clip-maker-with-music", "combine these clips, 5 seconds", footage, more
    )

    assert (timeline.width, timeline.height) == (1080, 1920)
    assert mood_of(timeline) == "upbeat"
    assert on_beats(timeline) == len(timeline.cuts_ms) > 0
    assert "9:16 is this skill's default" in told
    receipt = await exported(caller)
    assert (receipt["width"], receipt["height"]) == (1080, 1920)
    # Plain colours don't show a cut to a closer view of the same picture: which cuts there are is the music's choice.
    assert receipt["cuts_on_beat"] == receipt["cut_count"] > 0
    assert receipt["cut_count"] + len(receipt["unseen_cuts_ms"]) == len(timeline.cuts_ms)


async def test_the_editing_skill_matches_the_pictures(
    http: httpx.AsyncClient, footage: Path, tmp_path: Path
) -> None:
    more = make_video(tmp_path / "more.mp4", duration_ms=9000, pattern=shots((3000, 6500)))

    _, timeline, told = await made(
        http, "ai-video-editing-with-music", "edit these with music", footage, more
    )

    assert (timeline.width, timeline.height) == (1920, 1080)
    assert mood_of(timeline) == "ambient"
    assert on_beats(timeline) > 0
    assert "The pictures are calm" in told


async def test_vidmuse_cuts_to_the_song_that_is_there(
    http: httpx.AsyncClient, footage: Path, clip: Path, click_song: Path
) -> None:
    _, timeline, _ = await made(http, "vidmuse-ai", "sync my video to the beat", footage, clip, click_song)

    assert timeline.music is not None
    assert timeline.music.name == "clicks.wav"
    assert on_beats(timeline) > 0
    assert timeline.extra["director"]["pace"] == "fast"
    _, alone, _ = await made(http, "vidmuse-ai", "sync my video to the beat", footage, clip)
    assert mood_of(alone) == "electronic"


async def test_music_to_a_video_keeps_the_footage(
    http: httpx.AsyncClient, footage: Path, clip: Path, click_song: Path
) -> None:
    _, timeline, _ = await made(http, "music-to-a", "add this to my video", footage, clip, click_song)

    assert timeline.music is not None
    assert timeline.music.name == "clicks.wav"
    assert [(c.name, c.source_start_ms, c.duration_ms) for c in timeline.video_clips] == [
        ("trip.mp4", 0, 6000),
        ("city.mp4", 0, 2000),
    ]
    assert on_beats(timeline) == 0


async def test_the_music_generators_piece_is_heard_on_the_footages_own_cuts(
    http: httpx.AsyncClient, footage: Path
) -> None:
    caller, timeline, told = await made(http, "video-music-generator", "add rock music", footage)

    assert [(c.source_start_ms, c.duration_ms) for c in timeline.video_clips] == [(0, 6000)]
    music = timeline.music
    assert music is not None
    assert music.grid is not None
    assert music.end_ms == 6000
    planned = sum(min(abs(t - cut) for t in music.grid.times_ms) <= Fraction(45) for cut in CUTS_MS)
    assert planned >= 3
    assert f"{planned} of 4 meet a beat" in told
    receipt = await exported(caller)
    # measured on the exported file, in its pictures and its sound
    cuts = [cut for cut in receipt["cuts"] if min(abs(cut["time_ms"] - at) for at in CUTS_MS) < 40]
    assert len(cuts) == 4
    assert sum(abs(cut["offset_ms"]) <= 60 for cut in cuts) >= planned


async def test_a_skill_that_was_not_chosen_or_is_not_known_adds_nothing(
    http: httpx.AsyncClient, clip: Path, other_clip: Path
) -> None:
    for skill in ("", "somebody-elses-skill"):
        _, timeline, _ = await made(http, skill, "combine these clips", clip, other_clip)
        assert (timeline.width, timeline.height) == (1920, 1080)
        assert timeline.music is None


async def test_the_skill_is_the_projects_also_in_the_next_life(tmp_path: Path, clip: Path) -> None:
    async with in_process(make_studio(tmp_path)) as http:
        caller = Caller(http=http)
        await caller.begin(skill="video-clip-maker-with-music")
        await caller.upload(clip)
    async with in_process(make_studio(tmp_path)) as http:
        caller.http = http
        told = text_in(await caller.say("make a video"))

    assert "9:16 is this skill's default" in told
