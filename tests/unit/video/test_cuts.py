"""Cuts found in pictures: hard cuts, jump cuts and punch-ins; nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.video.cuts import CutFinder, FoundCuts
from nemovideo_mcp.video.watch_frames import SmallPicture, Watched, small_picture, watch
from support.media import make_video, shots

ROWS, COLUMNS = 54, 96
FRAME_MS = 1000 / 30


def scene(seed: int, *, contrast: float = 45.0) -> NDArray[np.float32]:
    """A large picture of soft blobs, to look at through a moving window."""
    noise = np.random.default_rng(seed).normal(size=(3, 160, 240))
    spectrum = np.fft.rfft2(noise)
    fy, fx = np.fft.fftfreq(160)[:, None], np.fft.rfftfreq(240)[None, :]
    soft = np.fft.irfft2(spectrum / (0.02 + np.hypot(fy, fx)) ** 1.5, s=(160, 240))
    soft /= soft.std(axis=(1, 2), keepdims=True)
    means = np.random.default_rng(seed + 100).uniform(70, 180, size=(3, 1, 1))
    return (means + contrast * soft).clip(0, 255).astype(np.float32)


def window(
    picture: NDArray[np.float32], left: float = 40, top: float = 40, zoom: float = 1.0
) -> SmallPicture:
    y = np.clip(top + (np.arange(ROWS) - ROWS / 2) / zoom + ROWS / 2, 0, 159).round().astype(int)
    x = np.clip(left + (np.arange(COLUMNS) - COLUMNS / 2) / zoom + COLUMNS / 2, 0, 239).round().astype(int)
    seen = picture[:, y][:, :, x]
    return SmallPicture(seen[0], 128 + (seen[1:, ::2, ::2] - 128) * np.float32(0.4))


def found(pictures: Iterable[SmallPicture], expected: Iterable[int] = ()) -> FoundCuts:
    finder = CutFinder(30.0, [round(k * FRAME_MS) for k in expected])
    for k, picture in enumerate(pictures):
        noise = np.random.default_rng(k).normal(0, 0.4, (ROWS, COLUMNS)).astype(np.float32)
        finder.push(k * FRAME_MS, SmallPicture(picture.luma + noise, picture.chroma))
    return finder.finish()


def frames_of(cuts: FoundCuts) -> list[int]:
    return [round(c.time_ms / FRAME_MS) for c in cuts.cuts]


ONE, TWO, THREE = scene(1), scene(2), scene(3)


def test_cuts_between_shots_are_found_on_their_first_frame() -> None:
    shots_ = [window(s, left=20 + k) for s in (ONE, TWO, THREE) for k in range(15)]
    assert frames_of(found(shots_)) == [15, 30]


def test_black_bars_do_not_hide_a_cut() -> None:
    def tall(picture: SmallPicture) -> SmallPicture:
        luma, chroma = picture.luma.copy(), picture.chroma.copy()
        luma[:, :33] = luma[:, -33:] = 0
        chroma[:, :, :16] = chroma[:, :, -16:] = 128
        return SmallPicture(luma, chroma)

    pictures = [tall(window(s, left=20 + k)) for s in (ONE, TWO) for k in range(15)]
    assert frames_of(found(pictures)) == [15]


def test_cuts_six_frames_apart_are_told_apart() -> None:
    pictures = [window((ONE, TWO, THREE)[n % 3], left=20 + k) for n in range(8) for k in range(6)]
    assert frames_of(found(pictures)) == list(range(6, 48, 6))


def test_a_shot_of_one_frame_does_not_hide_the_cut() -> None:
    pictures = [window(ONE)] * 15 + [window(TWO)] + [window(THREE)] * 15
    assert 16 in frames_of(found(pictures))


def _pan(k: int) -> SmallPicture:
    return window(ONE, left=10 + 4 * k)


def _whip(k: int) -> SmallPicture:
    return window(ONE, left=10 + 100 / (1 + np.exp(-(k - 15) / 2.0)))


def _shake(k: int) -> SmallPicture:
    return window(ONE, left=60 + 3 * np.sin(k * 2.1), top=50 + 3 * np.cos(k * 3.3))


def _flash(k: int) -> SmallPicture:
    picture = window(ONE, left=30 + k / 2)
    light = 130 if k in (12, 13) else 0
    return SmallPicture((picture.luma + np.float32(light)).clip(0, 255), picture.chroma)


def _white(k: int) -> SmallPicture:
    picture = window(ONE, left=30 + k / 2)
    return SmallPicture(np.full_like(picture.luma, 250), picture.chroma) if k == 12 else picture


def _lamp(k: int) -> SmallPicture:
    picture = window(ONE, left=30 + k / 2)
    return SmallPicture(picture.luma * np.float32(0.45), picture.chroma) if k < 14 else picture


def _firework(k: int) -> SmallPicture:
    picture = window(ONE, left=30 + k / 2)
    luma = picture.luma.copy()
    if k >= 14:
        size = min(20, 9 + 2 * (k - 14))
        luma[25 - size : 25 + size : 2, 45 - size : 45 + size] += np.float32(160 / (1 + 0.2 * (k - 14)))
    return SmallPicture(luma.clip(0, 255), picture.chroma)


def _dissolve(k: int) -> SmallPicture:
    share = np.float32(np.clip((k - 8) / 14, 0, 1))
    a, b = window(ONE), window(TWO)
    return SmallPicture(a.luma * (1 - share) + b.luma * share, a.chroma * (1 - share) + b.chroma * share)


def _fade(k: int) -> SmallPicture:
    picture = window(ONE)
    share = np.float32(np.clip((k - 5) / 15, 0, 1))
    return SmallPicture(picture.luma * share, 128 + (picture.chroma - 128) * share)


@pytest.mark.parametrize("look", [_pan, _whip, _shake, _flash, _white, _lamp, _firework, _dissolve, _fade])
def test_what_is_no_cut_is_not_found(look: Callable[[int], SmallPicture]) -> None:
    assert frames_of(found(look(k) for k in range(32))) == []


def test_a_punch_in_is_seen_where_the_edit_has_it() -> None:
    pictures = [window(ONE, left=30 + k / 2, zoom=1.15 if k >= 15 else 1.0) for k in range(30)]
    cuts = found(pictures, expected=[15])
    assert [(round(c.time_ms), c.planned_ms) for c in cuts.cuts] == [(500, 500)]


def test_a_punch_in_is_seen_one_frame_from_where_the_edit_has_it() -> None:
    pictures = [window(ONE, left=30 + k / 2, zoom=1.15 if k >= 16 else 1.0) for k in range(30)]
    assert frames_of(found(pictures, expected=[15])) == [16]


def test_what_rushes_into_the_new_shot_does_not_hide_its_cut() -> None:
    pictures = [window(ONE, left=30, zoom=1.2 if k < 15 else 1.0) for k in range(30)]
    for k in range(16, 30):
        half = min(26, 2 * (k - 14))
        pictures[k].luma[27 - half : 27 + half, 48 - half : 48 + half] += np.float32(18 * (k % 2 * 2 - 1))
    assert frames_of(found(pictures, expected=[15])) == [15]


def rushing_out(then: NDArray[np.float32]) -> list[SmallPicture]:
    """What rushes past up to a frame before frame 15 changes as much as another shot; behind it all is calm."""
    lefts = [10, 10, 10, 10, 10, 10, 10, 10, 10, 12, 16, 24, 38, 58, 59]
    return [window(ONE, left=left) for left in lefts] + [window(then, left=59) for _ in range(15)]


def test_what_rushes_out_of_the_old_shot_does_not_hide_its_cut() -> None:
    assert frames_of(found(rushing_out(TWO), expected=[15])) == [15]


@pytest.mark.parametrize("place", [11, 12, 13, 15])
def test_what_rushes_past_is_no_cut_where_the_edit_has_one(place: int) -> None:
    cuts = found(rushing_out(ONE), expected=[place])
    assert cuts.cuts == ()
    assert len(cuts.unseen_ms) == 1


def test_a_sudden_punch_in_of_a_calm_shot_is_seen_without_a_plan() -> None:
    pictures = [window(ONE, left=40, zoom=1.25 if k >= 15 else 1.0) for k in range(30)]
    assert frames_of(found(pictures)) == [15]


def test_a_cut_that_cannot_be_seen_is_not_claimed() -> None:
    cuts = found((window(ONE, left=30 + k / 2) for k in range(40)), expected=[20])
    assert cuts.cuts == ()
    assert cuts.unseen_ms == (667,)


def test_slow_film_with_repeated_frames_shows_no_cuts() -> None:
    pictures = [window(ONE, left=20 + 3 * (k // 3)) for k in range(60)]
    cuts = found(pictures, expected=[30])
    assert cuts.cuts == ()


def test_a_cut_inside_a_clip_is_not_the_edits() -> None:
    pictures = [window(s, left=20 + k) for s in (ONE, TWO, THREE) for k in range(15)]
    cuts = found(pictures, expected=[30])
    assert [(round(c.time_ms), c.planned_ms) for c in cuts.cuts] == [(500, None), (1000, 1000)]


def test_a_cut_that_came_late_belongs_to_the_edit_and_tells_its_own_time() -> None:
    pictures = [window(ONE)] * 18 + [window(TWO)] * 15
    cuts = found(pictures, expected=[15])
    assert [(round(c.time_ms), c.planned_ms) for c in cuts.cuts] == [(600, 500)]
    assert cuts.unseen_ms == ()


@pytest.mark.parametrize("frame_rate", [Fraction(12), Fraction(24), Fraction(30000, 1001), Fraction(60)])
def test_times_are_those_of_the_film(tmp_path: Path, frame_rate: Fraction) -> None:
    path = make_video(
        tmp_path / "cuts.mp4",
        frame_rate=frame_rate,
        duration_ms=3000,
        pattern=shots([900, 2000]),
        width=160,
        height=90,
    )
    finder, watched = CutFinder(float(frame_rate)), Watched()
    for time_ms, frame in watch(path, watched):
        finder.push(time_ms, small_picture(frame))
    first = [float(-(-cut * frame_rate // 1000) * 1000 / frame_rate) for cut in (900, 2000)]
    assert [c.time_ms for c in finder.finish().cuts] == pytest.approx(first, abs=1)
    assert watched.end_ms == pytest.approx(3000, abs=1000 / float(frame_rate))


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [("a.mp4", "libx264", "yuv444p"), ("a.mp4", "libx264", "yuv422p10le"), ("a.webm", "libvpx", "yuv420p")],
)
def test_small_pictures_have_the_colours_of_the_film(
    tmp_path: Path, name: str, codec: str, pix_fmt: str
) -> None:
    path = make_video(
        tmp_path / name,
        codec=codec,
        pix_fmt=pix_fmt,
        color=(180, 60, 40),
        duration_ms=200,
        width=176,
        height=98,
    )
    (_, frame), *_ = list(watch(path, Watched()))
    picture = small_picture(frame)
    # BT.709 from RGB by hand.
    luma = 0.2126 * 180 + 0.7152 * 60 + 0.0722 * 40
    assert picture.luma.mean() == pytest.approx(luma, abs=4)
    assert picture.chroma[0].mean() == pytest.approx(128 + (40 - luma) / 1.8556 * 224 / 255, abs=4)
    assert picture.chroma[1].mean() == pytest.approx(128 + (180 - luma) / 1.5748 * 224 / 255, abs=4)


def test_full_range_and_limited_range_look_the_same(tmp_path: Path) -> None:
    means = []
    for full in (False, True):
        path = make_video(tmp_path / f"{full}.mp4", color=(30, 30, 30), duration_ms=200, full_range=full)
        (_, frame), *_ = list(watch(path, Watched()))
        means.append(float(small_picture(frame).luma.mean()))
    assert means == pytest.approx([30, 30], abs=2.5)


def test_broken_packets_are_counted_and_passed_over(tmp_path: Path) -> None:
    path = make_video(tmp_path / "broken.mp4", duration_ms=3000, pattern=shots([1500]))
    data = bytearray(path.read_bytes())
    middle = (data.index(b"mdat") + data.index(b"moov")) // 2
    data[middle : middle + 400] = bytes(400)
    path.write_bytes(data)
    watched = Watched()
    times = [time_ms for time_ms, _ in watch(path, watched)]
    assert times[-1] > 2900
    assert len(times) > 60
    assert times == sorted(times)
