"""Chunks hold exactly the planned frames of any source, upright, in the right colours; measured after decoding."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nemovideo_mcp.errors import DiskFull, RenderCancelled, RenderFailed
from nemovideo_mcp.timeline.model import Fit, TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.camera_move import view_at
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.geometry import Orientation
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.reader import FilmReader
from support.media import Shown, count_frames, decoded_frames, make_image, make_video, number_in, quarters

ORANGE = (200, 90, 40)


def one_clip(
    path: Path,
    *,
    duration_ms: int = 500,
    size: tuple[int, int] = (320, 180),
    frame_rate: float | Fraction = 30,
    **more: Any,
) -> ChunkSpec:
    """The plan of a film of one shot of `path`."""
    source = SourceFile(path=path, content_hash=path.name, info=probe(path))
    clip = VideoClip(clip_id="1", name="the shot", media_id="m", start_ms=0, duration_ms=duration_ms, **more)
    timeline = Timeline(
        width=size[0],
        height=size[1],
        frame_rate=Fraction(frame_rate),
        tracks=(Track(track_id="v", kind=0, clips=(clip,)),),
    )
    (chunk,) = plan_chunks(timeline, {"m": source}, settings=EncoderSettings(preset="superfast", crf=14))
    return chunk


def rendered(spec: ChunkSpec, folder: Path) -> list[Shown]:
    frames = list(decoded_frames(render_chunk(spec, folder)))
    assert len(frames) == spec.frames
    assert frames[0].time_ms == 0
    return frames


def numbers_of(frames: list[Shown]) -> list[int]:
    return [number_in(frame.picture) for frame in frames]


def near(colour: tuple[float, ...], wanted: tuple[float, ...], within: float = 5) -> bool:
    return all(abs(float(a) - float(b)) <= within for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("film.mp4", {}),
        ("film.mp4", {"key_every": 250, "options": {"bf": "3"}}),
        ("late.mkv", {"start_ms": 700}),
        (
            "film.webm",
            {
                "codec": "libvpx",
                "options": {"bf": "0", "deadline": "realtime", "cpu-used": "8", "auto-alt-ref": "0"},
            },
        ),
        ("film.mp4", {"pix_fmt": "yuv444p"}),
        ("open.mp4", {"options": {"bf": "3", "x264-params": "open-gop=1"}}),
        ("fragments.mp4", {"container_options": {"movflags": "empty_moov+frag_keyframe"}}),
    ],
)
@pytest.mark.parametrize("first", [0, 1, 17, 50])
def test_the_first_frame_is_the_one_at_the_in_point(
    tmp_path: Path, name: str, made: dict[str, Any], first: int
) -> None:
    path = make_video(tmp_path / name, pattern="numbers", width=160, height=90, **made)
    spec = one_clip(path, duration_ms=200, size=(160, 90), source_start_ms=round(first * 1000 / 30))
    assert numbers_of(rendered(spec, tmp_path)) == list(range(first, first + 6))


def test_an_avi_whose_packets_have_no_pts_is_read_in_order(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "film.avi", codec="mpeg4", options={"bf": "0"}, pattern="numbers", width=160, height=96
    )
    seen = numbers_of(
        rendered(one_clip(path, duration_ms=300, size=(160, 96), source_start_ms=1000), tmp_path)
    )
    assert [b - a for a, b in pairwise(seen)] == [1] * 8
    assert abs(seen[0] - 30) <= 1  # the muxer delays everything by a frame


def nearest_of(starts_ms: list[float], moments_ms: list[float], *, half_frame_ms: float) -> list[int]:
    """The frame that stands for each moment: the one on screen, or the next one if it is near and nearer."""
    chosen: list[int] = []
    for moment in moments_ms:
        shown = max(i for i, start in enumerate(starts_ms) if start <= moment + 2)
        following = starts_ms[shown + 1] if shown + 1 < len(starts_ms) else float("inf")
        early_ms = following - moment
        taken_early = early_ms <= half_frame_ms and early_ms < abs(moment - starts_ms[shown])
        chosen.append(shown + 1 if taken_early else shown)
    return chosen


def test_speed_and_other_frame_rates_show_the_frame_nearest_to_each_moment(tmp_path: Path) -> None:
    path = make_video(tmp_path / "film.mp4", pattern="numbers", width=160, height=90, frame_rate=25)
    starts = [40.0 * n for n in range(50)]
    at_half = numbers_of(rendered(one_clip(path, size=(160, 90), source_start_ms=400, speed=0.5), tmp_path))
    assert at_half == nearest_of(starts, [400 + n * 1000 / 60 for n in range(15)], half_frame_ms=1000 / 120)
    threefold = numbers_of(rendered(one_clip(path, size=(160, 90), frame_rate=50, speed=3), tmp_path))
    assert threefold == nearest_of(starts, [n * 60 for n in range(25)], half_frame_ms=30)


def test_uneven_frames_stand_as_long_as_they_do_in_the_source(tmp_path: Path) -> None:
    times = [0, 20, 100, 148, 300, 310, 700]
    path = make_video(tmp_path / "film.mp4", pattern="numbers", width=160, height=90, times_ms=times)
    seen = numbers_of(rendered(one_clip(path, duration_ms=900, size=(160, 90)), tmp_path))
    starts = [float(time) for time in times]
    assert seen == nearest_of(starts, [n * 1000 / 30 for n in range(27)], half_frame_ms=1000 / 60)


@pytest.mark.parametrize("late_ms", [0, 4, 14, 16, 17, 20, 29])
def test_pictures_that_begin_some_ms_late_come_in_order_and_at_most_half_a_frame_off(
    tmp_path: Path, late_ms: int
) -> None:
    """The sound begins at 0. The times of Matroska are whole milliseconds: they must not make frames hurry and wait."""
    starts = [late_ms + round(n * 1000 / 30) for n in range(40)]
    path = make_video(
        tmp_path / "film.mkv", pattern="numbers", width=160, height=90, times_ms=starts, audio="clicks"
    )
    with av.open(str(path)) as container:
        stored = [float(frame.time or 0) * 1000 for frame in container.decode(video=0)]
    seen = numbers_of(
        rendered(one_clip(path, duration_ms=1000, size=(160, 90), source_start_ms=200), tmp_path)
    )
    assert [b - a for a, b in pairwise(seen)] == [1] * 29
    assert all(abs(stored[k] - (200 + n * 1000 / 30)) <= 1000 / 60 + 1.1 for n, k in enumerate(seen))


def test_a_source_that_ends_early_stands_still_on_its_last_frame(tmp_path: Path) -> None:
    path = make_video(tmp_path / "film.mp4", pattern="numbers", width=160, height=90, duration_ms=500)
    seen = numbers_of(
        rendered(one_clip(path, duration_ms=600, size=(160, 90), source_start_ms=300), tmp_path)
    )
    assert seen == [9, 10, 11, 12, 13, *[14] * 13]
    beyond = numbers_of(
        rendered(one_clip(path, duration_ms=200, size=(160, 90), source_start_ms=9000), tmp_path)
    )
    assert beyond == [14] * 6


def test_a_torn_film_shows_what_it_has(tmp_path: Path) -> None:
    data = make_video(tmp_path / "whole.mkv", pattern="numbers", width=160, height=90).read_bytes()
    (torn := tmp_path / "torn.mkv").write_bytes(data[: len(data) * 2 // 3])
    seen = numbers_of(rendered(one_clip(torn, duration_ms=2000, size=(160, 90)), tmp_path))
    assert seen[:20] == list(range(20))
    assert seen[-1] == max(seen) < 59


def test_a_film_that_was_shown_is_freed_at_once_and_not_only_with_the_cycles(tmp_path: Path) -> None:
    path = make_video(tmp_path / "film.mp4", rotation=90, duration_ms=200)
    gc.collect()
    gc.disable()
    try:
        with FilmReader(path) as film:
            shown = [frame.pts for frame in film.frames_at([Fraction(0), Fraction(100)])]
            assert film.orientation is not Orientation.UPRIGHT
        whole = [one for one in gc.get_objects() if isinstance(one, av.VideoFrame) and one.width > 100]
    finally:
        gc.enable()
    assert len(shown) == 2
    assert not whole


@pytest.mark.parametrize("rotation", [0, 90, 180, -90])
def test_a_turned_film_is_shown_upright(tmp_path: Path, rotation: int) -> None:
    turns = {0: 0, 90: -1, 180: 2, -90: 1}[rotation]  # stored so that the display matrix turns it back

    def stored(k: int, time_ms: Fraction, width: int, height: int) -> Any:
        upright = (width, height) if rotation % 180 == 0 else (height, width)
        return np.ascontiguousarray(np.rot90(quarters(k, time_ms, *upright), turns))

    path = make_video(tmp_path / "film.mp4", pattern=stored, rotation=rotation, duration_ms=100)
    size = (320, 180) if rotation % 180 == 0 else (180, 320)
    picture = rendered(one_clip(path, duration_ms=100, size=size), tmp_path)[0].picture
    high, wide = picture.shape[0] // 4, picture.shape[1] // 4
    assert near(tuple(picture[high, wide]), (200, 30, 30), 12)
    assert near(tuple(picture[high, 3 * wide]), (30, 160, 30), 12)
    assert near(tuple(picture[3 * high, wide]), (30, 30, 200), 12)


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"full_range": True},
        {"colorspace": "bt601"},
        {"colorspace": "bt601", "full_range": True},
        {"pix_fmt": "yuvj420p", "full_range": True, "colorspace": "bt601"},
        {"pix_fmt": "yuv420p10le"},
        {"pix_fmt": "yuv422p"},
        {"pix_fmt": "yuv444p", "width": 321, "height": 179},
    ],
)
def test_colours_come_out_as_they_went_in(tmp_path: Path, made: dict[str, Any]) -> None:
    path = make_video(tmp_path / "film.mp4", color=ORANGE, duration_ms=100, **made)
    chunk = render_chunk(one_clip(path, duration_ms=100), tmp_path)
    assert near(next(decoded_frames(chunk)).colour, ORANGE)
    with av.open(str(chunk)) as container:
        context = container.streams.video[0].codec_context
        assert (context.pix_fmt, context.profile) == ("yuv420p", "High")
        tags = context.color_range, context.colorspace, context.color_primaries, context.color_trc
        assert tags == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("color_trc", "signal", "shown"),
    [(18, 0.75, 235), (18, 0.4, 105), (18, 1.0, 255), (16, 0.58, 235), (16, 0.3, 65), (16, 0.9, 255)],
    ids=["HLG white", "HLG grey", "HLG peak", "PQ white", "PQ grey", "PQ peak"],
)
def test_hdr_light_becomes_that_of_a_standard_screen(
    tmp_path: Path, color_trc: int, signal: float, shown: int
) -> None:
    grey = round(signal * 255)
    path = make_video(
        tmp_path / "f.mp4",
        color=(grey, grey, grey),
        color_trc=color_trc,
        pix_fmt="yuv420p10le",
        duration_ms=100,
    )
    assert near(rendered(one_clip(path, duration_ms=100), tmp_path)[0].colour, (shown, shown, shown), 6)


def test_transparent_pictures_stand_on_black(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "film.mov", codec="png", pix_fmt="rgba", color=ORANGE, duration_ms=100, options={}
    )
    assert near(rendered(one_clip(path, duration_ms=100), tmp_path)[0].colour, ORANGE)
    photo = make_image(tmp_path / "photo.png", color=(200, 100, 50, 128))
    assert near(rendered(one_clip(photo, duration_ms=100), tmp_path)[0].colour, (100, 50, 25))


def test_an_animated_gif_moves(tmp_path: Path) -> None:
    path = make_image(tmp_path / "moving.gif", frames=8, frame_ms=100)
    assert numbers_of(
        rendered(one_clip(path, duration_ms=400, frame_rate=10, source_start_ms=300), tmp_path)
    ) == [3, 4, 5, 6]


def test_cover_fills_and_contain_and_blur_show_the_whole_picture(tmp_path: Path) -> None:
    path = make_video(tmp_path / "film.mp4", pattern="quarters", duration_ms=100)
    fits = {
        fit: rendered(one_clip(path, duration_ms=100, size=(180, 320), fit=fit), tmp_path)[0].picture
        for fit in Fit
    }
    assert near(tuple(fits[Fit.COVER][10, 10]), (200, 30, 30), 12)
    assert near(tuple(fits[Fit.CONTAIN][10, 10]), (0, 0, 0), 3)
    assert near(tuple(fits[Fit.CONTAIN][160 - 40, 10]), (200, 30, 30), 12)
    red, green, blue = (int(value) for value in fits[Fit.BLUR][10, 10])
    assert 60 < red < 180
    assert red > 2 * max(green, blue)
    assert near(tuple(fits[Fit.BLUR][160 - 40, 10]), (200, 30, 30), 12)


def test_a_punch_in_enlarges_about_the_centre(tmp_path: Path) -> None:
    def ring(_k: int, _t: Fraction, width: int, height: int) -> Any:
        picture = np.zeros((height, width, 3), np.uint8)
        picture[height // 4 : -height // 4, width // 4 : -width // 4] = 255
        return picture

    path = make_video(tmp_path / "film.mp4", pattern=ring, duration_ms=100)
    assert rendered(one_clip(path, duration_ms=100, zoom=2.0), tmp_path)[0].picture[4:-4, 4:-4].min() > 230
    half = rendered(one_clip(path, duration_ms=100, zoom=1.5), tmp_path)[0].picture[90, :, 0]
    white = np.flatnonzero(half > 128)
    assert (white[0], white[-1]) == pytest.approx((40, 279), abs=2)


def test_a_film_may_change_its_size_on_the_way(tmp_path: Path) -> None:
    parts = [
        make_video(tmp_path / f"{n}.ts", width=w, height=h, duration_ms=500, color=ORANGE)
        for n, (w, h) in enumerate([(320, 180), (480, 270)])
    ]
    (path := tmp_path / "both.ts").write_bytes(b"".join(part.read_bytes() for part in parts))
    frames = rendered(one_clip(path, duration_ms=900), tmp_path)
    assert all(near(frame.colour, ORANGE) for frame in frames)


def test_gaps_are_black(tmp_path: Path) -> None:
    spec = one_clip(make_video(tmp_path / "film.mp4", color=ORANGE, duration_ms=500))
    gap = replace(spec.pieces[0], source=None, first_frame=15, frames=5)
    frames = rendered(replace(spec, pieces=(*spec.pieces, gap), frames=20), tmp_path)
    assert [near(frame.colour, (0, 0, 0), 3) for frame in frames] == [False] * 15 + [True] * 5


def test_a_photo_is_upright_and_zooms_evenly(tmp_path: Path) -> None:
    def edge(_x: int = 0) -> Any:
        picture = np.full((360, 640, 3), 20, np.uint8)
        picture[:, 480:] = 235
        return picture

    photo = make_image(tmp_path / "photo.png", picture=edge())
    frames = rendered(one_clip(photo, duration_ms=3000), tmp_path)
    # Where the edge stands, to a fraction of a pixel: the bright share of a row.
    rows = [frame.picture[60:120, :, 0].astype(float).mean(axis=0) for frame in frames]
    places = np.array([320 - ((row - 20) / 215).clip(0, 1).sum() for row in rows])
    steps = np.abs(np.diff(places))
    assert abs(places[-1] - places[0]) > 5
    assert steps.max() < 0.3
    assert len(set(np.sign(np.round(np.diff(places), 2))) - {0.0}) == 1
    turned = make_image(tmp_path / "turned.jpg", width=320, height=180, orientation=6)
    picture = rendered(one_clip(turned, duration_ms=100, size=(180, 320)), tmp_path)[0].picture
    assert near(tuple(picture[80, 135]), (200, 30, 30), 15)


def test_a_photo_goes_on_zooming_over_the_chunks() -> None:
    zooms = [view_at("push-in", n, frames=90, frame_rate=Fraction(30), eased=False).zoom for n in range(90)]
    assert zooms[0] == 1
    assert zooms[-1] == pytest.approx(1.09)
    assert all(b > a for a, b in pairwise(zooms))


def test_titles_fade_in_stand_and_fade_out_over_the_cut_between_chunks(tmp_path: Path) -> None:
    path = make_video(tmp_path / "film.mp4", color=(40, 60, 90), duration_ms=3000)
    source = SourceFile(path=path, content_hash="film", info=probe(path))
    shots = tuple(
        VideoClip(
            clip_id=str(n),
            name="shot",
            media_id="m",
            start_ms=n * 2000,
            duration_ms=2000,
            source_start_ms=500,
        )
        for n in range(2)
    )
    title = TextClip(clip_id="t", text="Hello 你好", start_ms=1000, duration_ms=2000)
    timeline = Timeline(
        width=320,
        height=180,
        tracks=(Track(track_id="v", kind=0, clips=shots), Track(track_id="t", kind=7, clips=(title,))),
    )
    chunks = plan_chunks(timeline, {"m": source}, settings=EncoderSettings(preset="superfast", crf=14))
    assert [chunk.frames for chunk in chunks] == [60, 60]
    frames = [frame for chunk in chunks for frame in rendered(chunk, tmp_path)]
    light = [float(np.percentile(frame.picture, 99.5)) for frame in frames]
    assert max(light[:30]) < 110
    assert light[30] < 170
    assert min(light[38:82]) > 225
    assert light[59] == pytest.approx(light[60], abs=6)
    assert light[88] < light[84]
    assert max(light[90:]) < 110
    assert all(b >= a - 2 for a, b in pairwise(light[30:38]))


def test_a_chunk_that_exists_is_not_rendered_again(tmp_path: Path) -> None:
    spec = one_clip(make_video(tmp_path / "film.mp4", duration_ms=200), duration_ms=200)
    done: list[int] = []
    path = render_chunk(spec, tmp_path / "chunks", on_frame=done.append)
    assert done == [1, 2, 3, 4, 5, 6]
    (tmp_path / "film.mp4").unlink()
    assert render_chunk(spec, tmp_path / "chunks", on_frame=done.append) == path
    assert len(done) == 6
    assert {file.name for file in (tmp_path / "chunks").iterdir()} == {
        f"{spec.key}.mp4",
        f"{spec.key}.digest",
    }


def test_a_chunk_that_was_altered_is_rendered_again(tmp_path: Path) -> None:
    spec = one_clip(make_video(tmp_path / "film.mp4", duration_ms=200), duration_ms=200)
    path = render_chunk(spec, tmp_path / "chunks")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + b"~~~~" + content[len(content) // 2 + 4 :])

    render_chunk(spec, tmp_path / "chunks")

    assert count_frames(path) == 6
    assert b"~~~~" not in path.read_bytes()


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    spec = one_clip(make_video(tmp_path / "film.mp4", duration_ms=1000), duration_ms=1000)
    done: list[int] = []
    with pytest.raises(RenderCancelled):
        render_chunk(spec, tmp_path / "chunks", on_frame=done.append, cancelled=lambda: len(done) >= 10)
    assert len(done) == 10
    assert not list((tmp_path / "chunks").iterdir())


@pytest.mark.parametrize("lost", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_a_source_that_is_gone_or_broken_names_its_clip_and_not_the_path(
    tmp_path: Path, lost: Callable[[Path], object]
) -> None:
    for path in (make_video(tmp_path / "film.mp4", duration_ms=200), make_image(tmp_path / "photo.png")):
        spec = one_clip(path, duration_ms=200)
        lost(path)
        with pytest.raises(RenderFailed, match="the shot: its file") as caught:
            render_chunk(spec, tmp_path / "chunks")
        assert "源文件" in caught.value.what("zh")
        assert str(path) not in caught.value.what("en")
        assert not list((tmp_path / "chunks").iterdir())


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = one_clip(make_video(tmp_path / "film.mp4", duration_ms=200), duration_ms=200)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PictureEncoder, "encode", full)
    with pytest.raises(DiskFull):
        render_chunk(spec, tmp_path / "chunks")
    assert not list((tmp_path / "chunks").iterdir())


def test_frames_before_the_in_point_are_skipped_where_nothing_depends_on_them(tmp_path: Path) -> None:
    path = make_video(tmp_path / "film.mp4", pattern="numbers", width=160, height=90, key_every=60)
    with FilmReader(path) as film:
        (frame,) = film.frames_at([Fraction(1950)])
        assert frame.pts is not None
        assert frame.time_base is not None
        assert round(frame.pts * frame.time_base * 30) == 58
