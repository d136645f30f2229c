"""A receipt tells jump cuts and flash frames apart from the sync of cuts and beats."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.export.expected import expected_of
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.views.receipt import Receipt
from nemovideo_mcp.views.receipt_plan import read_plan, write_plan
from support.media import Pattern, Picture, make_video

WIDTH, HEIGHT, RATE = 320, 180, 20


def _set_up(seed: int) -> Picture:
    dice = np.random.default_rng(seed)
    blocks = dice.integers(20, 220, (7, 11, 3), dtype=np.uint8)
    return np.repeat(np.repeat(blocks, 30, axis=0), 30, axis=1)[:HEIGHT, :WIDTH]


FIRST, SECOND, THIRD = _set_up(1), _set_up(2), _set_up(3)


def _with_ball(picture: Picture, k: int) -> Picture:
    """Somebody moves in front of the set-up."""
    shown = picture.copy()
    left = 4 * k
    shown[60:150, left : left + 70] = (250, 250, 240)
    return shown


def _film(path: Path, pattern: Pattern) -> Path:
    return make_video(
        path, pattern=pattern, width=WIDTH, height=HEIGHT, frame_rate=RATE, duration_ms=3000, audio="clicks"
    )


def test_a_film_whose_shots_are_of_different_set_ups_has_neither(tmp_path: Path) -> None:
    def paint(k: int, _time_ms: Fraction, _width: int, _height: int) -> Picture:
        return _with_ball((FIRST, SECOND, THIRD)[k // 20], k)

    receipt = measure(_film(tmp_path / "a.mp4", paint), beat_track=beat_track)
    assert len(receipt.cuts) == 2
    assert (receipt.jump_cuts_ms, receipt.flash_ms) == ((), ())
    assert receipt.remarks() == ()


def test_a_jump_within_a_take_is_seen_in_the_pictures(tmp_path: Path) -> None:
    def paint(k: int, _time_ms: Fraction, _width: int, _height: int) -> Picture:
        # At one second the set-up changes, at two all that moves in it is elsewhere.
        crowd = np.random.default_rng(k // 20).integers(-60, 60, (HEIGHT // 6, WIDTH // 5 + 1, 1))
        people = np.repeat(np.repeat(crowd, 6, axis=0), 5, axis=1)[:HEIGHT, :WIDTH]
        return np.clip((SECOND if k < 20 else FIRST) + people, 0, 255).astype(np.uint8)

    receipt = measure(_film(tmp_path / "a.mp4", paint), beat_track=beat_track)
    assert [round(cut.time_ms) for cut in receipt.cuts] == [1000, 2000]
    assert receipt.jump_cuts_ms == (2000.0,)
    assert receipt.remarks() == ("Jump cuts inside one take: 1, at 0:02.00.",)
    assert receipt.remarks("zh") == ("同一镜头内的跳切：1 处，在 0:02.00。",)


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_shot_of_up_to_three_frames_is_a_flash(tmp_path: Path, frames: int) -> None:
    def paint(k: int, _time_ms: Fraction, _width: int, _height: int) -> Picture:
        return _with_ball(SECOND if 30 <= k < 30 + frames else FIRST if k < 30 else THIRD, k)

    receipt = measure(_film(tmp_path / "a.mp4", paint), beat_track=beat_track)
    assert receipt.flash_ms == ((1500.0, 1500.0 + 50 * frames),)
    assert receipt.remarks() == ("Flash frames (shots of one to three frames): 1, at 0:01.50.",)


def test_a_light_that_flashes_on_the_picture_is_no_flash_frame(tmp_path: Path) -> None:
    def paint(k: int, _time_ms: Fraction, _width: int, _height: int) -> Picture:
        shown = FIRST.astype(int)
        return np.clip(shown + (110 if k == 30 else 0), 0, 255).astype(np.uint8)

    assert measure(_film(tmp_path / "a.mp4", paint), beat_track=beat_track).flash_ms == ()


def test_a_receipt_with_both_survives_being_written_down() -> None:
    receipt = Receipt(flash_ms=((100.0, 150.0),), jump_cuts_ms=(2000.0,))
    assert Receipt.from_json(receipt.as_json()) == receipt


def _clip(n: int, source_start_ms: int, **changes: object) -> VideoClip:
    clip = VideoClip(
        clip_id=f"c{n}",
        name="a.mp4",
        media_id="m",
        start_ms=1000 * n,
        duration_ms=1000,
        source_start_ms=source_start_ms,
    )
    return replace(clip, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after", "jumps"),
    [
        (_clip(1, 1800), True),
        (_clip(1, 0), True),
        (_clip(1, 1000), False),  # it goes on
        (_clip(1, 3400), False),  # far enough apart
        (_clip(1, 1800, zoom=1.3), False),
        (_clip(1, 1800, zoom=1.1), True),
        (_clip(1, 1800, media_id="n"), False),
    ],
)
def test_the_plan_knows_the_jump_cuts_of_an_edit_and_the_file_keeps_them(
    after: VideoClip, jumps: bool
) -> None:
    track = Track(track_id="v", kind=TrackKind.VIDEO, clips=(_clip(0, 0), after))
    expected = expected_of(Timeline(tracks=(track,)), has_audio=False)
    assert expected.jump_cuts_ms == ((1000,) if jumps else ())
    kept = read_plan(write_plan(expected))
    assert kept is not None
    assert kept.jump_cuts_ms == expected.jump_cuts_ms


def test_what_lies_beyond_a_cut_of_the_footage_is_another_take() -> None:
    track = Track(track_id="v", kind=TrackKind.VIDEO, clips=(_clip(0, 0), _clip(1, 1800)))
    analyses = {"m": Analysis(hop_ms=100, shot_starts_ms=(0, 1400))}
    assert expected_of(Timeline(tracks=(track,)), has_audio=False, analyses=analyses).jump_cuts_ms == ()


def test_a_plan_of_an_older_export_leaves_it_to_the_pictures() -> None:
    track = Track(track_id="v", kind=TrackKind.VIDEO, clips=(_clip(0, 0), _clip(1, 1800)))
    text = write_plan(replace(expected_of(Timeline(tracks=(track,)), has_audio=False), jump_cuts_ms=None))
    kept = read_plan(text)
    assert kept is not None
    assert kept.jump_cuts_ms is None
