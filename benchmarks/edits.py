"""How long edits take on a film of 200 shots: `python benchmarks/edits.py [--shots 200] [--rounds 30]`.

Three tables, in milliseconds. `apply`: each operation by itself, pure. `post`: the same operations as
`POST /studio/sessions/{id}/edits` to a studio in this process with its real database, beside `GET` of the timeline
in the same round, and their ratio. `words`: sentences of creators, understood against the same film.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import av
import httpx
import numpy as np

from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.engine import default_engine
from nemovideo_mcp.studio.studio import Settings, Studio
from nemovideo_mcp.studio.workers import Workers
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import (
    AudioClip,
    MusicSpec,
    Section,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    VideoClip,
)

SOURCES, SHOT_MS, BEAT_MS = 10, 2000, 500


def operations(n: int) -> tuple[Mapping[str, Any], ...]:
    """One of each kind; the `n`-th round edits other clips than those before it, so that each edit is one."""
    clip = 4 + 5 * n
    return (
        {"op": "set_clip_length", "clips": clip, "length": 1.5},
        {"op": "trim_clip", "clip": clip + 1, "end_by": 0.5},
        {"op": "split_clip", "clip": clip + 2, "parts": 2},
        {"op": "set_speed", "clips": clip + 4, "factor": 2},
        {"op": "reverse_clip", "clips": clip},
        {"op": "freeze_frame", "at": 7.3 + n, "length": 1},
        {"op": "slip_clip", "clip": clip, "in_s": 3.5},
        {"op": "move_clips", "clips": -1, "to": "start"},
        {"op": "duplicate_clips", "clips": clip},
        {"op": "remove_clips", "clips": clip},
        {"op": "replace_clip", "clip": clip, "media": "m4"},
        {"op": "add_clips", "media": "m1", "at": "start", "length": 2},
        {"op": "set_framing", "clips": "all", "zoom": 1.1 + n / 100},
        {"op": "set_clip_sound", "clips": "all", "volume": 0.4 + n / 100},
        {"op": "set_music_mix", "range": {"start": 4 + n, "end": 5 + n}, "volume": 0.2},
        {"op": "add_text", "text": f"Lisbon {n}", "start": 2, "length": 3, "place": "bottom-right"},
        {"op": "change_text", "texts": 1, "text": f"Porto {n}"},
        {"op": "fade_film", "at": "out", "length_s": 2 + n / 10},
        {"op": "set_canvas", "width": 640 + 2 * n, "height": 360},
        *SOLVED,
    )


SOLVED: tuple[Mapping[str, Any], ...] = (
    {"op": "set_music", "mood": "lofi"},
    {"op": "remove_music"},
    {"op": "set_film_length", "length": 60},
    {"op": "auto_edit", "pace": "fast"},
)
"""These change the whole film; over HTTP they are asked as a dry run, so that the next round finds it again."""
SENTENCES = (
    "the second clip drags, keep it to two seconds",
    "put the last clip first and mirror it",
    "slow motion for clip 12, and music quieter between 4 and 8 s",
    "第二个片段太长了，剪到两秒",
    "把 source3 放到最前面，然后配欢快的音乐，30 秒",
)


def media() -> tuple[MediaItem, ...]:
    """Analysed films of a minute each."""
    wave = tuple(0.3 + 0.4 * ((7 * n) % 11) / 11 for n in range(600))
    info = MediaInfo(
        kind="video", duration_ms=60_000, width=1920, height=1080, frame_rate=30.0, has_audio=True
    )
    analysis = Analysis(hop_ms=100, motion=wave, sharpness=wave, exposure=wave, loudness_lufs=-20.0)
    return tuple(
        MediaItem(media_id=f"m_{n:012x}", name=f"source{n}.mp4", info=info, analysis=analysis)
        for n in range(1, SOURCES + 1)
    )


def film(items: Sequence[MediaItem], shots: int) -> Timeline:
    """`shots` shots of two seconds on the beats of a composed piece, and a title."""
    grid = BeatGrid.regular(bpm=Fraction(60_000, BEAT_MS), beats=shots * SHOT_MS // BEAT_MS)
    clips = tuple(
        VideoClip(
            clip_id=f"c{n + 1}",
            name=items[n % len(items)].name,
            media_id=items[n % len(items)].media_id,
            start_ms=SHOT_MS * n,
            duration_ms=SHOT_MS,
            source_start_ms=(n * 900) % 50_000,
            volume=0.25,
            anchor=grid.anchor_of(grid.nearest(SHOT_MS * n)),
        )
        for n in range(shots)
    )
    length = shots * SHOT_MS
    sections = (Section(kind="intro", bars=2, energy=0.3), Section(kind="chorus", bars=shots - 2, energy=0.9))
    spec = MusicSpec(mood="upbeat", bpm_milli=120_000, seed=7, duration_ms=length, sections=sections)
    music = AudioClip(clip_id="a1", name="Upbeat", start_ms=0, duration_ms=length, music=spec, grid=grid)
    title = TextClip(clip_id="t1", text="Long", start_ms=0, duration_ms=3000)
    return Timeline(
        title="long",
        tracks=(
            Track(track_id="video", kind=TrackKind.VIDEO, name="Video", clips=clips),
            Track(track_id="music", kind=TrackKind.AUDIO, name="Music", clips=(music,)),
            Track(track_id="text", kind=TrackKind.TEXT, name="Titles", clips=(title,)),
        ),
    )


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


async def timed_call(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return 1000 * (time.perf_counter() - began)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * (len(values) - 1)))]


def row(name: str, values: Sequence[float], more: str = "") -> None:
    print(f"{name:<50} {median(values):>8.2f} {p95(values):>8.2f}{more}")


def measure_apply(shots: int, rounds: int) -> None:
    items = media()
    timeline, context = film(items, shots), EditContext(media=items, planner=AutoEditor())
    print(f"\napply on {shots} shots{'':<32} p50 ms   p95 ms")
    for kind, given in enumerate(operations(0)):
        edits = [parse_operations(operations(n)[kind]) for n in range(_rounds(given, rounds))]
        row(given["op"], [timed(lambda e=edit: apply(timeline, e, context)) for edit in edits])


def _rounds(given: Mapping[str, Any], rounds: int) -> int:
    """Fewer of what takes long."""
    return max(3, rounds // 4) if given in SOLVED else rounds


def measure_words(shots: int, rounds: int) -> None:
    items = media()
    scene = Scene(timeline=film(items, shots), media=items)
    print(f"\nunderstand, on {shots} shots{'':<26} p50 ms   p95 ms")
    for sentence in SENTENCES:
        row(sentence, [timed(lambda s=sentence: understand(s, scene)) for _ in range(rounds)])


def _source(path: Path) -> bytes:
    """A film of a minute that is quick to make."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        voice = container.add_stream("aac", rate=8000)
        voice.codec_context.layout = "mono"
        for n in range(600):
            picture = np.full((36, 64, 3), n % 200, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            tone = np.sin(np.arange(800 * n, 800 * (n + 1)) / 6).astype(np.float32)[None, :] / 8
            sound = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            sound.sample_rate, sound.pts = 8000, 800 * n
            container.mux(voice.encode(sound))
        container.mux(stream.encode(None))
        container.mux(voice.encode(None))
    return path.read_bytes()


async def measure_http(shots: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "studio", open_to_all=True)
        app = create_app(
            Studio(
                settings, engine=default_engine(), workers=Workers(make_pool=ThreadPoolExecutor, renderers=1)
            )
        )
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=120) as http,
        ):
            await _measure_posts(http, Path(folder), shots, rounds)


async def _measure_posts(http: httpx.AsyncClient, folder: Path, shots: int, rounds: int) -> None:
    who = {"X-Client-Id": "00000000-0000-4000-8000-000000000001"}
    token = (await http.post("/api/auth/anonymous-token", headers=who)).json()["data"]["token"]
    http.headers["Authorization"] = f"Bearer {token}"
    http.headers.update(
        {"X-Skill-Source": "bench", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "unknown"}
    )
    begun = await http.post(
        "/api/tasks/me/with-session/nemo_agent", json={"task_name": "bench", "language": "en"}
    )
    session = begun.json()["data"]["session_id"]
    source = _source(folder / "source.mp4")
    parts = [("files", (f"source{n}.mp4", source + bytes(n))) for n in range(1, 5)]
    await http.post(f"/api/upload-video/nemo_agent/me/{session}", files=parts)
    edits, timeline = f"/studio/sessions/{session}/edits", f"/studio/sessions/{session}/timeline"

    async def post(body: Mapping[str, Any]) -> None:
        reply = (await http.post(edits, json=body)).json()
        if reply.get("code") != 0 or not reply["data"]["done"]:
            raise SystemExit(f"{body} was refused: {reply}")

    shown = [{"op": "add_clips", "media": f"m{n % 4 + 1}", "in_s": n % 50, "length": 2} for n in range(shots)]
    for at in range(0, shots, 100):
        await post({"operations": shown[at : at + 100]})
    await post({"operations": [{"op": "add_text", "text": "Long", "start": 0, "length": 3}]})
    await post({"operations": [{"op": "set_music", "mood": "upbeat", "seed": 1}]})
    first = (await http.get(timeline)).json()["data"]
    print(f"\nPOST edits on {len(first['clips'])} shots{'':<27} p50 ms   p95 ms   GET p50 ms   ratio")
    for kind, given in enumerate(operations(0)):
        times: list[float] = []
        empty: list[float] = []
        for n in range(_rounds(given, rounds)):
            body = {"operations": [operations(n)[kind]], "dry_run": given in SOLVED}
            empty.append(await timed_call(lambda: http.get(timeline)))
            times.append(await timed_call(lambda b=body: post(b)))
        row(given["op"], times, f" {median(empty):>10.2f} {median(times) / median(empty):>9.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shots", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    measure_apply(options.shots, options.rounds)
    measure_words(options.shots, options.rounds)
    asyncio.run(measure_http(options.shots, options.rounds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
