"""The sample clips: four films with clear motion, the same each time, whole or not there at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nemovideo_mcp.errors import OutputNotWritable
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.video import sample as module
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.video.loudness import measure_file_loudness
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.sample import draw_sample_clips
from nemovideo_mcp.video.scenes.brushes import Canvas, Developer, Sheet, glow, stamp
from support.media import decoded_frames

SIZE = {"width": 320, "height": 180}
NAMES = ["dusk", "neon", "deep", "lanterns"]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return draw_sample_clips(tmp_path_factory.mktemp("sample"), **SIZE, frame_rate=15)


@pytest.fixture(scope="module")
def analyses(clips: tuple[Path, ...]) -> list[Analysis]:
    return [analyse(path, probe(path)) for path in clips]


def test_four_clips_of_six_seconds_two_with_sound(clips: tuple[Path, ...]) -> None:
    infos = [probe(path) for path in clips]
    assert [path.stem for path in clips] == NAMES
    assert [(i.width, i.height, i.frame_rate) for i in infos] == [(320, 180, 15.0)] * 4
    assert all(5900 <= i.duration_ms <= 7100 for i in infos)
    assert [i.has_audio for i in infos] == [True, False, False, True]


def test_their_sound_is_as_long_as_the_picture(clips: tuple[Path, ...]) -> None:
    for path in (clips[0], clips[3]):
        heard = sum(len(b) for b in decode_audio(path, sample_rate=48_000, channels=1)) / 48
        assert heard == pytest.approx(probe(path).duration_ms, abs=25)


def test_their_sound_is_soft(clips: tuple[Path, ...]) -> None:
    for path in (clips[0], clips[3]):
        loudness = measure_file_loudness(path)
        assert loudness.integrated_lufs is not None
        assert -36 < loudness.integrated_lufs < -20
        assert loudness.true_peak_dbtp < -3


def test_each_is_one_shot_that_can_be_seen(analyses: list[Analysis]) -> None:
    for analysis in analyses:
        assert analysis.shot_starts_ms == (0,)
        assert min(analysis.exposure) > 0.5


def test_each_moves_and_has_moments_that_matter(analyses: list[Analysis]) -> None:
    for analysis in analyses:
        assert np.median(analysis.motion) > 0.03
        assert np.percentile(analysis.motion, 95) > 1.5 * np.percentile(analysis.motion, 25)


def test_they_look_different_from_each_other(clips: tuple[Path, ...]) -> None:
    colours = [np.array(next(iter(decoded_frames(path))).colour) for path in clips]
    for n, one in enumerate(colours):
        assert all(np.abs(one - other).max() > 8 for other in colours[n + 1 :])


def test_every_call_paints_the_same(tmp_path: Path) -> None:
    first = draw_sample_clips(tmp_path / "a", width=96, height=54, frame_rate=10, duration_ms=300)
    again = draw_sample_clips(tmp_path / "b", width=96, height=54, frame_rate=10, duration_ms=300)
    for one, other in zip(first, again, strict=True):
        for a, b in zip(decoded_frames(one), decoded_frames(other), strict=True):
            assert np.array_equal(a.picture, b.picture)


def test_a_clip_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "deep.mp4").write_bytes(b"mine")
    draw_sample_clips(tmp_path, width=64, height=36, frame_rate=10, duration_ms=200)
    assert (tmp_path / "deep.mp4").read_bytes() == b"mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{name}.mp4" for name in NAMES)


def test_progress_rises_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    draw_sample_clips(tmp_path, width=64, height=36, frame_rate=10, duration_ms=400, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    (tmp_path / "neon.mp4").unlink()
    told.clear()
    draw_sample_clips(tmp_path, width=64, height=36, frame_rate=10, duration_ms=400, on_progress=told.append)
    assert told[0] >= 0.75
    assert told[-1] == 1.0


def test_an_interrupted_drawing_leaves_nothing_half_done(tmp_path: Path) -> None:
    def interrupt(_fraction: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_sample_clips(tmp_path, width=320, height=180, on_progress=interrupt)
    assert all(probe(path).duration_ms > 5000 for path in tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputNotWritable):
        draw_sample_clips(tmp_path / "file" / "clips")


def test_a_failure_of_one_clip_stops_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("no brush")

    scenes = [module._SCENES[0], ("broken", broken, None)]
    monkeypatch.setattr(module, "_SCENES", scenes)
    with pytest.raises(ValueError, match="no brush"):
        draw_sample_clips(tmp_path, width=320, height=180)
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob(".*"))


def test_a_stamp_lies_between_pixels_and_over_edges() -> None:
    canvas: Canvas = np.zeros((3, 40, 60), np.float32)
    sprite = glow(2.0, reach=3)
    stamp(canvas, sprite, 20.25, 30.75, (1.0, 0.5, 0.0))
    total = canvas.sum(axis=(1, 2))
    assert total == pytest.approx([sprite.sum(), sprite.sum() / 2, 0], rel=1e-4)
    rows, columns = np.indices(canvas.shape[1:])
    assert (canvas[0] * rows).sum() / total[0] == pytest.approx(19.75, abs=0.01)
    assert (canvas[0] * columns).sum() / total[0] == pytest.approx(30.25, abs=0.01)
    for y, x in ((-2, 30), (41, 30), (20, -3), (20, 62), (-50, -50)):
        stamp(canvas, sprite, y, x, (1.0, 1.0, 1.0))


def test_light_rolls_off_and_grain_hides_the_steps() -> None:
    developer = Developer(Sheet(64, 36), np.random.default_rng(1))
    ramp = np.broadcast_to(np.linspace(0, 3, 64, dtype=np.float32), (3, 36, 64))
    seen = developer.developed(ramp).astype(float).mean(axis=1)[0]
    assert seen[0] < 3
    assert seen[-1] > 245
    assert (np.diff(seen) > -2).all()
