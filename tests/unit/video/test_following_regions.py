"""Regions that follow what they hide, in decoded films: covered in every frame, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nemovideo_mcp.export.expected import expected_of
from nemovideo_mcp.export.lost_regions import lost_regions
from nemovideo_mcp.timeline.model import OverlayClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.geometry import Box
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.region_tracking import RegionPath, tracked
from nemovideo_mcp.views.receipt import Receipt
from nemovideo_mcp.views.receipt_plan import read_plan, write_plan
from nemovideo_mcp.views.verdict import Evidence, problems
from support.media import Picture, decoded_frames, make_video
from support.rendering import rendered, source_file

WIDTH, HEIGHT, RATE = 160, 90, 10
SETTINGS = EncoderSettings(preset="superfast", crf=8)
SIDE = 20
ROOM = np.random.default_rng(7)
GROUND = np.repeat(np.kron(ROOM.integers(90, 140, (15, 20)), np.ones((6, 8)))[:, :, None], 3, 2).astype(
    np.uint8
)
FACE = (
    np.kron(ROOM.permutation(np.arange(100) % 2).reshape(10, 10), np.ones((2, 2)))[:, :, None]
    * (190, 200, 40)
    + 30
)


def corner(number: int) -> tuple[int, int]:
    """Left and top of the square: it goes right, and up and down, faster and slower."""
    share = number / 39
    return round(12 + 116 * share * share * (3 - 2 * share)), round(34 + 26 * np.sin(7 * share))


def square_film(number: int, _time_ms: Fraction, _width: int, _height: int) -> Picture:
    left, top = corner(number)
    picture = GROUND.copy()
    picture[top : top + SIDE, left : left + SIDE] = FACE
    return picture


def lost_film(number: int, time_ms: Fraction, width: int, height: int) -> Picture:
    """The square is there for a second, and then it is gone."""
    return square_film(number, time_ms, width, height) if number < 10 else GROUND.copy()


def region(**values: Any) -> OverlayClip:
    left, top = corner(0)
    usual: dict[str, Any] = {
        "clip_id": "o1",
        "name": "blur",
        "start_ms": 0,
        "duration_ms": 4000,
        "effect": "pixelate",
        "follow": True,
        "position": ((left + SIDE / 2) / WIDTH, (top + SIDE / 2) / HEIGHT),
        "width": 32 / WIDTH,
        "height": 32 / HEIGHT,
    }
    return OverlayClip(**(usual | values))


def film(
    source: SourceFile, *overlays: OverlayClip, shots: int = 1
) -> tuple[Timeline, dict[str, SourceFile]]:
    length = 4000 // shots
    clips = tuple(
        VideoClip(clip_id=f"c{n}", name="m", media_id="m", start_ms=n * length, duration_ms=length)
        for n in range(shots)
    )
    tracks = (Track(track_id="v", kind=0, clips=clips), Track(track_id="o", kind=0, clips=overlays))
    return Timeline(width=WIDTH, height=HEIGHT, frame_rate=Fraction(RATE), tracks=tracks), {"m": source}


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> SourceFile:
    folder = tmp_path_factory.mktemp("square")
    return source_file(
        make_video(
            folder / "m.mp4",
            duration_ms=4000,
            width=WIDTH,
            height=HEIGHT,
            frame_rate=RATE,
            pattern=square_film,
        )
    )


def detail(picture: Picture, number: int) -> float:
    """How much of the square's chequers is left where it is."""
    left, top = corner(number)
    return float(picture[top : top + SIDE, left : left + SIDE, 1].astype(float).std())


def path_through(path: Path, box: Box) -> RegionPath:
    with av.open(str(path)) as container:
        return tracked(container.decode(video=0), box, (WIDTH, HEIGHT), frame_rate=Fraction(RATE))


def box_about(number: int) -> Box:
    left, top = corner(number)
    return Box(left=left - 6, top=top - 6, width=32, height=32)


@pytest.mark.parametrize("effect", ["blur", "pixelate"])
def test_a_moving_square_is_covered_in_every_frame_and_nothing_else_changes(
    tmp_path: Path, moving: SourceFile, effect: str
) -> None:
    plain = rendered(*film(moving), tmp_path, settings=SETTINGS)
    shown = rendered(*film(moving, region(effect=effect)), tmp_path, settings=SETTINGS)
    still = rendered(*film(moving, region(effect=effect, follow=False)), tmp_path, settings=SETTINGS)
    assert len(shown) == len(plain) == 40
    for number, (before, after) in enumerate(zip(plain, shown, strict=True)):
        left, top = corner(number)
        assert (number, detail(after, number)) < (number, 0.6 * detail(before, number))
        apart = np.ones((HEIGHT, WIDTH), bool)
        apart[max(0, top - 18) : top + SIDE + 18, max(0, left - 18) : left + SIDE + 18] = False
        assert np.abs(after.astype(int) - before)[apart].max() <= 12
    # Without following, it is seen again once it has left.
    assert detail(still[20], 20) > 0.9 * detail(plain[20], 20)


def test_every_shot_begins_anew_at_the_place(tmp_path: Path, moving: SourceFile) -> None:
    shown = rendered(*film(moving, region(), shots=2), tmp_path, settings=SETTINGS)
    plain = rendered(*film(moving, shots=2), tmp_path, settings=SETTINGS)
    assert all(detail(shown[n], n % 20) < 0.6 * detail(plain[n], n % 20) for n in range(40))


def test_a_path_is_smooth_and_keeps_to_what_it_follows(moving: SourceFile) -> None:
    found = path_through(moving.path, box_about(0))
    assert not any(found.held)
    wide = [[abs(a - b + 6) for a, b in zip(found.corners[n], corner(n), strict=True)] for n in range(40)]
    assert max(map(max, wide)) <= 3
    steps = np.diff(np.array(found.corners), n=2, axis=0)
    assert np.abs(steps).max() <= 4
    assert path_through(moving.path, box_about(0)) == found


def test_a_path_that_is_lost_stands_still_and_says_so(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "m.mp4", duration_ms=4000, width=WIDTH, height=HEIGHT, frame_rate=RATE, pattern=lost_film
    )
    found = path_through(path, box_about(0))
    assert found.held[:10] == (False,) * 10
    assert found.held[11:] == (True,) * 29
    assert len(set(found.corners[14:])) == 1
    # It stands where the square was seen last.
    assert found.corners[-1] == pytest.approx([side - 6 for side in corner(9)], abs=3)


def test_a_region_over_an_even_colour_stands_still(tmp_path: Path) -> None:
    path = make_video(tmp_path / "m.mp4", duration_ms=1000, width=WIDTH, height=HEIGHT, color=(90, 120, 60))
    found = path_through(path, Box(left=40, top=20, width=40, height=40))
    assert set(found.corners) == {(40, 20)}
    assert all(found.held)


def test_only_the_chunks_under_the_region_are_rendered_again(tmp_path: Path, moving: SourceFile) -> None:
    plain, sources = film(moving, shots=2)
    over, _ = film(moving, region(start_ms=2000, duration_ms=2000), shots=2)
    before, after = (plan_chunks(t, sources, settings=SETTINGS) for t in (plain, over))
    assert [a.key == b.key for a, b in zip(before, after, strict=True)] == [True, False]
    # A look leaves the path as it is: it is kept, and found again.
    made = render_chunk(after[1], tmp_path)
    paths = {p.name for p in tmp_path.glob("*.path")}
    assert len(paths) == 1
    made.unlink()
    darker = replace(over.video_clips[1], look=replace(over.video_clips[1].look, brightness=-0.3))
    again = plan_chunks(over.with_shots([over.video_clips[0], darker]), sources, settings=SETTINGS)
    render_chunk(again[1], tmp_path)
    assert again[1].key != after[1].key
    assert {p.name for p in tmp_path.glob("*.path")} == paths


def test_a_long_shot_has_one_path_over_all_of_its_chunks(tmp_path: Path, moving: SourceFile) -> None:
    timeline, sources = film(moving, region())
    slow = replace(timeline.video_clips[0], speed=0.5, duration_ms=8000)
    long = timeline.with_shots([slow]).with_track(
        Track(track_id="o", kind=0, clips=(region(duration_ms=8000),))
    )
    chunks = plan_chunks(long, sources, settings=SETTINGS)
    assert len(chunks) == 2
    shown = [s.picture for chunk in chunks for s in decoded_frames(render_chunk(chunk, tmp_path))]
    plain = rendered(long.with_track(Track(track_id="o", kind=0)), sources, tmp_path, settings=SETTINGS)
    assert len(list(tmp_path.glob("*.path"))) == 1
    for n in range(80):
        seen = max((n // 2, min(39, (n + 1) // 2)), key=lambda number: detail(plain[n], number))
        assert (n, detail(shown[n], seen)) < (n, 0.6 * detail(plain[n], seen))


def test_where_a_region_was_lost_is_said_in_the_receipt(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "m.mp4", duration_ms=4000, width=WIDTH, height=HEIGHT, frame_rate=RATE, pattern=lost_film
    )
    timeline, sources = film(source_file(path), region(duration_ms=3000))
    chunks = plan_chunks(timeline, sources, settings=SETTINGS)
    assert lost_regions(chunks, tmp_path) == ()
    for chunk in chunks:
        render_chunk(chunk, tmp_path)
    ((start_ms, end_ms),) = lost_regions(chunks, tmp_path)
    assert (start_ms, end_ms) == (pytest.approx(1000, abs=100), 3000)
    plan = replace(expected_of(timeline, has_audio=False), lost_ms=((start_ms, end_ms),))
    assert read_plan(write_plan(plan)) == plan
    receipt = Receipt(video_codec="h264", width=WIDTH, height=HEIGHT, frame_rate=RATE, duration_ms=4000.0)
    found = [p for p in problems(receipt, plan, Evidence()) if p.code == "region_lost"]
    assert len(found) == 1
    assert "could not find what it follows" in found[0].say("en")
    assert "找不到跟随的目标" in found[0].say("zh")


def test_a_region_that_found_its_square_throughout_is_not_spoken_of(
    tmp_path: Path, moving: SourceFile
) -> None:
    chunks = plan_chunks(*film(moving, region(), shots=2), settings=SETTINGS)
    for chunk in chunks:
        render_chunk(chunk, tmp_path)
    assert lost_regions(chunks, tmp_path) == ()
