"""The frames around a cut: the very ones that the export shows."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.model import TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.around import SeenFrame, frames_around
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.frames_sheet import draw_frames
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.views.board import board_of
from support.media import decoded_frames, make_image, make_video, number_in


def source(path: Path) -> SourceFile:
    return SourceFile(path=path, content_hash=path.name, info=probe(path))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SourceFile]:
    folder = tmp_path_factory.mktemp("films")
    return {
        "a": source(make_video(folder / "a.mp4", duration_ms=4000, pattern="numbers")),
        "b": source(make_image(folder / "b.jpg", color=(40, 60, 200))),
    }


def edit(*, words: str = "") -> Timeline:
    films = (
        VideoClip(clip_id="1", name="one", media_id="a", start_ms=0, duration_ms=1000, source_start_ms=500),
        VideoClip(
            clip_id="2",
            name="two",
            media_id="a",
            start_ms=1000,
            duration_ms=1000,
            source_start_ms=2000,
            speed=1.5,
        ),
        VideoClip(clip_id="3", name="three", media_id="b", start_ms=2000, duration_ms=1000),
    )
    title = TextClip(clip_id="t", text=words, start_ms=0, duration_ms=3000)
    tracks = (
        Track(track_id="v", kind=0, clips=films),
        *((Track(track_id="t", kind=7, clips=(title,)),) if words else ()),
    )
    return Timeline(width=320, height=180, tracks=tracks)


def exported(timeline: Timeline, sources: dict[str, SourceFile], folder: Path) -> list[np.ndarray]:
    chunks = plan_chunks(timeline, sources, settings=EncoderSettings(crf=8))
    return [shown.picture for chunk in chunks for shown in decoded_frames(render_chunk(chunk, folder))]


def around(timeline: Timeline, sources: dict[str, SourceFile], at_ms: int) -> tuple[SeenFrame, ...]:
    return frames_around(timeline, sources, at_ms=at_ms, each_side=3, max_width=320)


def test_they_are_numbered_and_named_by_the_side_they_are_on(sources: dict[str, SourceFile]) -> None:
    found = around(edit(), sources, 1000)
    assert [frame.offset for frame in found] == [-3, -2, -1, 0, 1, 2]
    assert [frame.name for frame in found] == ["one"] * 3 + ["two"] * 3
    assert [frame.clip_id for frame in found] == [c.clip_id for c in edit().video_clips for _ in range(3)][:6]
    assert [frame.time_ms for frame in found] == [900, 933, 967, 1000, 1033, 1067]
    assert [number_in(np.asarray(frame.image)) for frame in found] == [42, 43, 44, 60, 61, 63]


@pytest.mark.parametrize("at_ms", [1000, 2000, 1500])
def test_they_are_what_the_export_shows(sources: dict[str, SourceFile], tmp_path: Path, at_ms: int) -> None:
    timeline = edit(words="Hello")
    film = exported(timeline, sources, tmp_path)
    first = round(at_ms * 30 / 1000) - 3
    for place, frame in enumerate(around(timeline, sources, at_ms)):
        seen, rendered = np.asarray(frame.image, np.int16), film[first + place].astype(np.int16)
        assert np.abs(seen - rendered).mean() < 3


def test_at_the_ends_of_the_film_there_are_fewer(sources: dict[str, SourceFile]) -> None:
    assert [frame.offset for frame in around(edit(), sources, 0)] == [0, 1, 2]
    assert [frame.offset for frame in around(edit(), sources, 3000)] == [-3, -2, -1]
    assert around(Timeline(), sources, 0) == ()


def test_a_clip_whose_file_is_gone_is_named(sources: dict[str, SourceFile], tmp_path: Path) -> None:
    gone = SourceFile(path=tmp_path / "gone.mp4", content_hash="x", info=sources["a"].info)
    with pytest.raises(RenderFailed, match="one"):
        around(edit(), {**sources, "a": gone}, 1000)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("tall", [False, True])
def test_the_sheet_fits_whatever_the_shape(language: str, tall: bool) -> None:
    size = (360, 640) if tall else (640, 360)
    dots = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    frames = [
        SeenFrame(image=Image.fromarray(dots), time_ms=900 + 33 * n, offset=n - 3, name="城市 <b>one</b>")
        for n in range(6)
    ]
    cut = board_of(edit()).cuts[0]
    png = draw_frames(frames, at_ms=1000, cut=cut, language=language, max_bytes=400_000)
    assert len(png) <= 400_000
    image = Image.open(io.BytesIO(png))
    assert image.width <= 1280
