"""What nobody would choose to show is found in footage, where it is and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from nemovideo_mcp.studio.records import ANALYSIS
from nemovideo_mcp.timeline.media import Analysis, FootageFaultKind, MediaItem, picture_distance
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.probe import probe
from support.edits import CUT, MUSIC, edited
from support.media import Pattern, Picture, make_video

WIDTH, HEIGHT, RATE = 320, 180, 10

Change = Callable[[Picture, int], Picture]


def _scenery(seed: int = 3, *, blob: int = 16, low: int = 40, high: int = 215) -> Picture:
    """Sharp-edged patches of all sizes, larger than the film's picture."""
    dice = np.random.default_rng(seed)
    image = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), (110, 105, 100))
    draw = ImageDraw.Draw(image)
    for _ in range(500):
        x, y = int(dice.integers(0, 2 * WIDTH)), int(dice.integers(0, 2 * HEIGHT))
        side = int(dice.integers(4, 3 * blob))
        colour = tuple(int(c) for c in dice.integers(low, high, 3))
        draw.rectangle((x, y, x + side, y + side // 2 + 3), fill=colour)
    return np.asarray(image)


SCENERY = _scenery()


def scene(k: int, _time_ms: Fraction, width: int, height: int) -> Picture:
    """Scenery that the camera passes slowly."""
    return SCENERY[20 : 20 + height, 20 + k : 20 + k + width].copy()


def black(picture: Picture, _k: int) -> Picture:
    return np.zeros_like(picture)


def blurred(picture: Picture, _k: int) -> Picture:
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(WIDTH / 80)))


def burnt(picture: Picture, _k: int) -> Picture:
    return np.clip(picture.astype(int) * 1.4 + 150, 0, 255).astype(np.uint8)


def frozen(picture: Picture, _k: int) -> Picture:
    return SCENERY[: len(picture), : picture.shape[1]].copy()


def card(picture: Picture, _k: int) -> Picture:
    image = Image.new("RGB", picture.shape[1::-1], (12, 12, 16))
    draw = ImageDraw.Draw(image)
    for line in range(4):
        draw.text((60, 40 + 24 * line), "Directed by somebody who is here", fill=(235, 235, 235))
    return np.asarray(image)


def good(picture: Picture, _k: int) -> Picture:
    return picture


def shaky(_picture: Picture, k: int) -> Picture:
    left, top = round(60 + 14 * np.sin(k * 1.7)), round(60 + 14 * np.sin(k * 2.3 + 1))
    return SCENERY[top : top + HEIGHT, left : left + WIDTH].copy()


def parts(*changes: Change, each_s: float = 1.0) -> Pattern:
    """The scene, changed in one way after the other."""

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        part = min(int(time_ms / 1000 / Fraction(each_s)), len(changes) - 1)
        return changes[part](scene(k, time_ms, width, height), k)

    return paint


def look(
    path: Path,
    pattern: Pattern,
    *,
    seconds: float,
    frame_rate: int = RATE,
    size: tuple[int, int] | None = None,
) -> Analysis:
    width, height = size or (WIDTH, HEIGHT)
    make_video(
        path,
        pattern=pattern,
        width=width,
        height=height,
        frame_rate=frame_rate,
        duration_ms=round(1000 * seconds),
        options={"crf": "16"},
    )
    return analyse(path, probe(path))


def spans(analysis: Analysis, *kinds: FootageFaultKind) -> list[tuple[int, int]]:
    assert analysis.faults is not None
    return [(f.start_ms, f.end_ms) for f in analysis.faults if not kinds or f.kind in kinds]


def share(analysis: Analysis, start_ms: int, end_ms: int, *kinds: FootageFaultKind) -> float:
    """How much of a stretch is covered by faults."""
    covered = np.zeros(end_ms - start_ms, bool)
    for start, end in spans(analysis, *kinds):
        covered[max(0, start - start_ms) : max(0, end - start_ms)] = True
    return float(covered.mean())


@pytest.mark.parametrize(
    ("kind", "change"),
    [("black", black), ("blurred", blurred), ("burnt", burnt), ("credits", card)],
)
def test_a_fault_is_found_where_it_is_and_nowhere_else(
    tmp_path: Path, kind: FootageFaultKind, change: Change
) -> None:
    analysis = look(tmp_path / "a.mp4", parts(good, change, good), seconds=3)
    assert share(analysis, 1000, 2000, kind) > 0.85
    assert share(analysis, 0, 900) == 0
    assert share(analysis, 2100, 3000) == 0


def test_of_black_blurred_good_and_burnt_only_the_good_is_faultless(tmp_path: Path) -> None:
    small = parts(black, blurred, good, burnt)

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = Image.fromarray(small(k, time_ms, WIDTH, HEIGHT))
        return np.asarray(picture.resize((width, height), Image.Resampling.LANCZOS))

    analysis = look(tmp_path / "a.mp4", paint, seconds=4, size=(160, 90))
    assert share(analysis, 0, 2000) > 0.95
    assert share(analysis, 3000, 4000) > 0.95
    assert share(analysis, 2000, 3000) == 0


def test_a_film_cut_from_black_blurred_good_and_burnt_footage_shows_only_the_good(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    analysis = look(path, parts(black, blurred, good, burnt, each_s=2), seconds=8, size=(160, 90))
    item = MediaItem(media_id="m", name="a.mp4", info=probe(path), analysis=analysis)
    clips = edited([item], [MUSIC, CUT | {"length": 2}]).timeline.video_clips
    assert clips
    for clip in clips:
        assert 4000 <= clip.source_start_ms < clip.source_end_ms <= 6000


def test_a_frozen_stretch_is_a_fault_and_a_slow_scene_is_none(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", parts(good, frozen, each_s=1.5), seconds=3)
    assert share(analysis, 1500, 3000, "frozen") > 0.9
    assert share(analysis, 0, 1400) == 0


def test_what_leaves_a_road_empty_is_part_of_the_fault_at_the_edge_only(tmp_path: Path) -> None:
    dice = np.random.default_rng(1)

    def road(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = np.full((height, width, 3), 96.0) + dice.normal(0, 3, (height, width, 1))
        left = max(0, round(240 - float(time_ms) / 8))
        right = max(0, round(310 - float(time_ms) / 8))
        picture[60:110, left:right] = 220
        return np.clip(picture, 0, 255).astype(np.uint8)

    analysis = look(tmp_path / "a.mp4", road, seconds=5)
    assert share(analysis, 0, 1600) == 0
    assert share(analysis, 2400, 5000, "empty", "frozen") > 0.9


def test_an_empty_road_is_a_fault_until_something_comes(tmp_path: Path) -> None:
    dice = np.random.default_rng(1)

    def road(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = np.full((height, width, 3), 96.0) + dice.normal(0, 3, (height, width, 1))
        if time_ms >= 2000:
            left = 10 + round(float(time_ms - 2000) / 12)
            picture[60:110, left : left + 70] = 220
            picture[70:80, left + 10 : left + 30] = 20
        return np.clip(picture, 0, 255).astype(np.uint8)

    analysis = look(tmp_path / "a.mp4", road, seconds=4)
    assert share(analysis, 0, 1900, "empty", "frozen") > 0.9
    assert share(analysis, 2100, 4000) == 0


@pytest.mark.parametrize("white", [False, True])
def test_a_fade_is_a_fault_down_to_its_dark_shoulder(tmp_path: Path, white: bool) -> None:
    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        shown = min(1.0, float(min(time_ms, 4000 - time_ms)) / 800)
        return (scene(k, time_ms, width, height) * shown + (255 * (1 - shown) if white else 0)).astype(
            np.uint8
        )

    analysis = look(tmp_path / "a.mp4", paint, seconds=4)
    assert share(analysis, 0, 600) == 1
    assert share(analysis, 3400, 4000) == 1
    assert share(analysis, 1000, 3000) == 0
    assert spans(analysis, "fade")


def test_a_cut_out_of_black_is_no_fade(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", parts(black, good), seconds=2)
    assert spans(analysis, "fade") == []
    assert spans(analysis, "black") == [(0, 1000)]


def test_shake_at_the_start_of_a_take_is_a_fault_and_a_steady_pan_is_none(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", parts(shaky, good), seconds=3, frame_rate=25)
    assert share(analysis, 0, 900, "shaky") > 0.7
    assert share(analysis, 1300, 3000) == 0


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_flash_of_up_to_three_frames_is_a_fault(tmp_path: Path, frames: int) -> None:
    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = scene(k, time_ms, width, height)
        return 255 - picture[:, ::-1] // 4 if 10 <= k < 10 + frames else picture

    analysis = look(tmp_path / "a.mp4", paint, seconds=2)
    assert spans(analysis, "flash") == [(1000, 1000 + 100 * frames)]
    assert share(analysis, 0, 1000) == share(analysis, 1000 + 100 * frames, 2000) == 0


def test_a_film_that_is_soft_throughout_has_no_fault(tmp_path: Path) -> None:
    def soft(picture: Picture, _k: int) -> Picture:
        return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(0.8)))

    assert spans(look(tmp_path / "a.mp4", parts(soft), seconds=2)) == []


def test_a_film_that_is_out_of_focus_throughout_is_all_fault(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", parts(blurred), seconds=2)
    assert share(analysis, 0, 2000, "blurred") == 1


def test_a_shallow_focus_a_dim_room_and_a_plain_wall_are_no_blur(tmp_path: Path) -> None:
    def shallow(picture: Picture, k: int) -> Picture:
        picture, near = blurred(picture, k).copy(), picture
        picture[40:140, 100:220] = near[40:140, 100:220]
        return picture

    def dim(picture: Picture, _k: int) -> Picture:
        return (picture * 0.2 + 12).astype(np.uint8)

    def wall(picture: Picture, k: int) -> Picture:
        light = np.linspace(90, 130, picture.shape[1])[None, :, None] + k % 3
        return np.broadcast_to(light, picture.shape).astype(np.uint8)

    assert spans(look(tmp_path / "a.mp4", parts(shallow, dim, wall), seconds=3), "blurred", "black") == []


def test_a_product_before_a_white_wall_is_neither_burnt_nor_a_card(tmp_path: Path) -> None:
    def product(picture: Picture, k: int) -> Picture:
        shown = np.full_like(picture, 252)
        shown[40:150, 100 + k : 220 + k] = picture[40:150, 100:220] // 2
        return shown

    assert spans(look(tmp_path / "a.mp4", parts(product), seconds=2), "burnt", "credits") == []


def test_signatures_are_near_within_a_set_up_and_far_between_two(tmp_path: Path) -> None:
    other = _scenery(11, blob=60, low=10, high=160)

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        return scene(k, time_ms, width, height) if time_ms < 1000 else other[:height, k : k + width]

    analysis = look(tmp_path / "a.mp4", paint, seconds=2)
    assert len(analysis.signatures) == len(analysis.motion)
    near = [picture_distance(analysis.signatures[n], analysis.signatures[n + 2]) for n in (0, 3, 7, 12, 16)]
    far = [picture_distance(analysis.signatures[n], analysis.signatures[n + 10]) for n in range(10)]
    assert max(near) < 0.2
    assert min(far) > 0.3


def test_a_pan_to_the_right_is_above_zero_across(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", scene, seconds=2)
    across, down = np.array(analysis.pans[5:15]).mean(axis=0)
    # A pixel of 320 in each of ten frames a second.
    assert across == pytest.approx(RATE / WIDTH, abs=0.008)
    assert down == pytest.approx(0, abs=0.008)


def test_an_analysis_survives_being_written_down_and_an_older_one_is_read(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", parts(black, good), seconds=2)
    assert analysis.faults
    assert ANALYSIS.validate_json(ANALYSIS.dump_json(analysis)) == analysis
    old = ANALYSIS.validate_json('{"hop_ms": 100, "motion": [0.1], "shot_starts_ms": [0]}')
    assert (old.faults, old.signatures, old.pans) == (None, (), ())
