"""Black bars that are baked into a source: found by three looks at hard edges, cropped away, never a dark scene."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.timeline.model import Timeline, Track, VideoClip
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from support.media import Pattern, Picture, make_video, moving
from support.rendering import rendered, source_file

SETTINGS = EncoderSettings(crf=10)


def barred(*, top: int = 0, bottom: int = 0, sides: int = 0, black: int = 0) -> Pattern:
    """The usual moving picture between black bars."""

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = np.full((height, width, 3), black, np.uint8)
        inner = moving(k, time_ms, width - 2 * sides, height - top - bottom)
        picture[top : height - bottom, sides : width - sides] = inner
        return picture

    return paint


def measured(path: Path) -> SourceFile:
    source = source_file(path)
    found = analyse(path, source.info)
    return SourceFile(
        path=path,
        content_hash=source.content_hash,
        info=source.info,
        shot_starts_ms=found.shot_starts_ms,
        subjects=found.subjects,
        pictures=found.pictures,
    )


def film(**clip: Any) -> Timeline:
    shot = VideoClip(clip_id="c1", name="a", media_id="m", start_ms=0, duration_ms=500, **clip)
    tracks = (Track(track_id="v", kind=0, clips=(shot,)),)
    return Timeline(width=160, height=90, frame_rate=Fraction(10), auto_framing=True, tracks=tracks)


def darkest_edge(pictures: list[Picture], side: str) -> float:
    edges = {"top": np.s_[0], "bottom": np.s_[-1], "left": np.s_[:, 0], "right": np.s_[:, -1]}
    return min(float(p[edges[side]].astype(float).mean()) for p in pictures)


@pytest.mark.parametrize(
    ("bars", "sides"),
    [
        ({"top": 24, "bottom": 24}, ("top", "bottom")),
        ({"sides": 40}, ("left", "right")),
        ({"top": 20, "bottom": 22, "sides": 30}, ("top", "bottom", "left", "right")),
    ],
)
def test_bars_are_found_and_gone(tmp_path: Path, bars: dict[str, int], sides: tuple[str, ...]) -> None:
    source = measured(make_video(tmp_path / "a.mp4", frame_rate=10, duration_ms=2000, pattern=barred(**bars)))
    ((left, top, right, bottom),) = source.pictures
    assert left == pytest.approx(bars.get("sides", 0) / 320, abs=0.015)
    assert right == pytest.approx(1 - bars.get("sides", 0) / 320, abs=0.015)
    assert top == pytest.approx(bars.get("top", 0) / 180, abs=0.025)
    assert bottom == pytest.approx(1 - bars.get("bottom", 0) / 180, abs=0.025)
    kept = rendered(film(crop_bars=False), {"m": source}, tmp_path, settings=SETTINGS)
    gone = rendered(film(), {"m": source}, tmp_path, settings=SETTINGS)
    for side in sides:
        assert darkest_edge(kept, side) < 8
        assert darkest_edge(gone, side) > 20


def test_a_dark_scene_keeps_its_picture(tmp_path: Path) -> None:
    def night(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        """Hills before a dim sky under black, and the black of the ground: nothing ends straight."""
        del k
        picture = np.zeros((height, width, 3), np.uint8)
        x = np.arange(width)
        ridge = 60 + 9 * np.sin(x / 23) + 4 * np.sin(x / 7 + float(time_ms) / 900)
        rows = np.arange(height)[:, None]
        picture[(rows > ridge) & (rows < ridge + 55 + 6 * np.cos(x / 31))] = (34, 38, 60)
        picture[100:104, 150:156] = 220
        return picture

    path = make_video(tmp_path / "a.mp4", frame_rate=10, duration_ms=2000, pattern=night)
    assert measured(path).pictures == ()


def test_a_picture_that_is_black_on_one_side_only_has_no_bars(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", frame_rate=10, duration_ms=2000, pattern=barred(top=40))
    assert measured(path).pictures == ()


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_the_bars_of_a_photo_are_found_and_gone(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo.{suffix}"
    Image.fromarray(barred(top=24, bottom=24)(3, Fraction(0), 320, 180)).save(path)
    source = measured(path)
    assert source.pictures[0] == pytest.approx((0, 27 / 180, 1, 1 - 27 / 180), abs=0.02)
    still = {"motion": "none"}
    kept = rendered(film(crop_bars=False, **still), {"m": source}, tmp_path, settings=SETTINGS)
    gone = rendered(film(**still), {"m": source}, tmp_path, settings=SETTINGS)
    for side in ("top", "bottom"):
        assert darkest_edge(kept, side) < 5
        assert darkest_edge(gone, side) > 30


def test_a_photo_that_is_dark_above_and_below_keeps_its_picture(tmp_path: Path) -> None:
    rows = np.clip(255 - 3.2 * np.abs(np.arange(180) - 90), 0, 255).astype(np.uint8)
    photo = np.repeat(np.repeat(rows[:, None, None], 320, axis=1), 3, axis=2)
    Image.fromarray(photo).save(tmp_path / "dusk.jpg", quality=90)
    assert measured(tmp_path / "dusk.jpg").pictures == ()


def test_two_looks_are_too_few(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", frame_rate=10, duration_ms=500, pattern=barred(top=24, bottom=24))
    assert measured(path).pictures == ()


def test_grey_bars_are_picture(tmp_path: Path) -> None:
    pattern = barred(top=24, bottom=24, black=40)
    path = make_video(tmp_path / "a.mp4", frame_rate=10, duration_ms=2000, pattern=pattern)
    assert measured(path).pictures == ()


def test_bars_that_come_in_one_shot_only_are_cropped_there(tmp_path: Path) -> None:
    inside, whole = barred(top=24, bottom=24), barred()

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        if time_ms < 2000:
            return inside(k, time_ms, width, height)
        return 255 - whole(k, time_ms, width, height)

    source = measured(make_video(tmp_path / "a.mp4", frame_rate=10, duration_ms=4000, pattern=paint))
    assert source.shot_starts_ms == (0, 2000)
    assert source.pictures[0][1] > 0.1
    assert source.pictures[1] == (0.0, 0.0, 1.0, 1.0)
    gone = rendered(film(), {"m": source}, tmp_path, settings=SETTINGS)
    assert darkest_edge(gone, "top") > 20
