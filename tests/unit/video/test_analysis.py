"""What is measured of a film before it is cut: motion, sharpness, exposure, shots, loudness."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from nemovideo_mcp.errors import FileMissing
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.video import analysis as module
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.motion import movement
from nemovideo_mcp.video.probe import probe
from support.media import Pattern, Picture, make_image, make_video, make_wav, shots, tone


def _backdrop(width: int = 640, height: int = 360, *, blob: int = 20, blur: float = 2.0) -> Picture:
    noise = np.random.default_rng(5).integers(40, 215, (height // blob, width // blob, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(blur)))


WIDE = _backdrop()


def look(path: Path, pattern: Pattern, **changes: object) -> Analysis:
    settings: dict[str, object] = {"duration_ms": 4000, **changes}
    make_video(path, pattern=pattern, **settings)  # type: ignore[arg-type]
    return analyse(path, probe(path))


def mean(values: tuple[float, ...], start_ms: int, end_ms: int) -> float:
    return float(np.mean(values[start_ms // 100 : end_ms // 100]))


def action_at(start_ms: int, end_ms: int) -> Pattern:
    """A still picture in which something crosses between two moments."""

    def paint(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = WIDE[:height, :width].copy()
        share = float(np.clip((float(time_ms) - start_ms) / (end_ms - start_ms), 0, 1))
        left = round(share * (width - 60))
        picture[60:120, left : left + 60] = (250, 240, 60)
        return picture

    return paint


def test_motion_is_where_something_moves(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", action_at(2000, 3000))
    assert len(analysis.motion) == len(analysis.sharpness) == len(analysis.exposure) == 40
    assert mean(analysis.motion, 2100, 2900) > 0.6
    assert mean(analysis.motion, 300, 1900) < 0.1
    assert mean(analysis.motion, 3200, 3900) < 0.1


def test_a_shaking_camera_is_less_than_action(tmp_path: Path) -> None:
    def shaky(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        if time_ms >= 2000:
            return action_at(2000, 3900)(k, time_ms, width, height)
        left, top = round(100 + 7 * np.sin(k * 1.9)), round(80 + 7 * np.sin(k * 2.7 + 1))
        return WIDE[top : top + height, left : left + width]

    analysis = look(tmp_path / "a.mp4", shaky)
    assert mean(analysis.motion, 200, 1900) < 0.5 * mean(analysis.motion, 2200, 3800)


def test_a_cut_is_a_shot_boundary_and_no_motion(tmp_path: Path) -> None:
    analysis = look(tmp_path / "a.mp4", shots([1333, 2500]))
    assert analysis.shot_starts_ms == (0, 1334, 2500)
    assert max(analysis.motion) < 0.1


def test_a_calm_film_stays_calm(tmp_path: Path) -> None:
    def breathing(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        lift = 3 * np.sin(float(time_ms) / 300)
        return (WIDE[:height, :width].astype(np.float32) + lift).astype(np.uint8)

    assert max(look(tmp_path / "a.mp4", breathing).motion) < 0.25


def test_blur_is_less_sharp(tmp_path: Path) -> None:
    crisp, soft = _backdrop(blob=4, blur=0.5), _backdrop(blob=4, blur=3.0)

    def paint(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        return (soft if time_ms >= 2000 else crisp)[:height, :width]

    analysis = look(tmp_path / "a.mp4", paint)
    assert mean(analysis.sharpness, 2100, 3900) < 0.5 * mean(analysis.sharpness, 0, 1900)


@pytest.mark.parametrize(
    ("level", "spread", "low", "high"),
    [(0, 0.0, 0, 0.05), (255, 0.0, 0, 0.05), (20, 0.2, 0, 0.5), (120, 1.0, 0.9, 1), (240, 0.4, 0, 0.6)],
)
def test_exposure_prefers_what_can_be_seen(
    tmp_path: Path, level: int, spread: float, low: float, high: float
) -> None:
    picture = (level + (WIDE.astype(np.float32) - WIDE.mean()) * spread).clip(0, 255).astype(np.uint8)
    analysis = look(tmp_path / "a.mp4", lambda _k, _t, w, h: picture[:h, :w], duration_ms=500)
    assert low <= mean(analysis.exposure, 0, 500) <= high


def test_a_film_of_changing_speed_is_measured_by_time(tmp_path: Path) -> None:
    times = [*range(0, 2000, 125), *range(2000, 4000, 20)]
    analysis = look(tmp_path / "vfr.mp4", action_at(500, 3500), times_ms=times)
    assert len(analysis.motion) == pytest.approx(40, abs=2)
    assert mean(analysis.motion, 700, 1900) == pytest.approx(mean(analysis.motion, 2200, 3300), rel=0.4)


def test_a_photo_has_one_value_each(tmp_path: Path) -> None:
    path = make_image(tmp_path / "a.jpg", picture=WIDE)
    analysis = analyse(path, probe(path))
    assert analysis.motion == (0.0,)
    assert analysis.sharpness[0] > 0.2
    assert analysis.exposure[0] > 0.9
    assert analysis.shot_starts_ms == (0,)


def test_a_films_own_sound_is_measured(tmp_path: Path) -> None:
    loud = look(tmp_path / "a.mp4", action_at(0, 4000), audio="tone")
    assert loud.loudness_lufs == pytest.approx(-12, abs=2)
    assert look(tmp_path / "b.mp4", action_at(0, 4000), audio="silence").loudness_lufs is None
    assert look(tmp_path / "c.mp4", action_at(0, 4000)).loudness_lufs is None


def test_a_song_has_nothing_to_look_at(tmp_path: Path) -> None:
    path = make_wav(tmp_path / "a.wav", tone(duration_ms=2000))
    assert analyse(path, probe(path)).motion == ()


def test_broken_frames_are_passed_over(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", duration_ms=4000, pattern=action_at(0, 4000))
    data = bytearray(path.read_bytes())
    middle = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2
    data[middle : middle + 600] = bytes(600)
    path.write_bytes(data)
    analysis = analyse(path, probe(path))
    assert len(analysis.motion) == 40
    assert analysis.exposure[-1] > 0.5


def test_a_long_film_is_looked_at_in_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WHOLE_MS", 2000)
    monkeypatch.setattr(module, "_WINDOWS", 3)
    monkeypatch.setattr(module, "_WINDOW_MS", 700)
    analysis = look(tmp_path / "a.mp4", action_at(0, 12_000), duration_ms=12_000, frame_rate=10)
    assert len(analysis.motion) == 120
    assert mean(analysis.exposure, 0, 700) > 0.9
    assert mean(analysis.exposure, 5700, 6300) > 0.9
    assert mean(analysis.exposure, 11_400, 12_000) > 0.9
    assert mean(analysis.exposure, 2500, 4500) == 0
    assert mean(analysis.motion, 8000, 10_000) == 0


def test_progress_rises(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", duration_ms=4000)
    told: list[float] = []
    analyse(path, probe(path), on_progress=told.append)
    assert told == sorted(told)
    assert len(told) > 4


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", duration_ms=500)
    info = probe(path)
    path.unlink()
    with pytest.raises(FileMissing):
        analyse(path, info)


def _cells(across: float, down: float, zoom: float = 1.0) -> NDArray[np.float32]:
    image = Image.fromarray(WIDE).convert("L")
    width, height = 384 / zoom, 216 / zoom
    left, top = 128 + across * 384 - width / 2 + 192, 72 + down * 384 - height / 2 + 108
    seen = image.resize((96, 54), Image.Resampling.BOX, box=(left, top, left + width, top + height))
    return np.asarray(seen, np.float32)


@pytest.mark.parametrize(
    ("across", "down", "zoom"), [(0.02, 0, 1), (0.003, -0.004, 1), (-0.07, 0.03, 1), (0, 0, 1.02)]
)
def test_the_cameras_movement_is_found_and_taken_away(across: float, down: float, zoom: float) -> None:
    before, after = _cells(0, 0), _cells(across, down, zoom)
    found = movement(before, after)
    assert (found.across, found.down) == pytest.approx((-across, -down), abs=0.003)
    assert found.zoom == pytest.approx(zoom - 1, abs=0.006)
    assert found.action < 0.25 * float(np.abs(after - before).mean())


def test_light_that_changes_all_over_is_no_action() -> None:
    assert movement(_cells(0, 0), _cells(0, 0) + 20).action < 0.1
