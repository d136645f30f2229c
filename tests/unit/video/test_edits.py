"""What an edit asks of a clip or of the film is in the decoded pictures: backwards, frozen, turned, faded, moved."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nemovideo_mcp.timeline.model import Fade, Fit, TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video import chunk as chunk_module
from nemovideo_mcp.video.camera_move import view_at
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from support.media import Shown, decoded_frames, make_image, make_video, number_in

NTSC = Fraction(30_000, 1001)
RED, GREEN, BLUE, GREY = (200, 30, 30), (30, 160, 30), (30, 30, 200), (128, 128, 128)
SETTINGS = EncoderSettings(preset="superfast", crf=14)


def film(
    path: Path,
    *,
    duration_ms: int = 500,
    size: tuple[int, int] = (160, 90),
    rate: Fraction = Fraction(30),
    texts: tuple[TextClip, ...] = (),
    fade_in: Fade | None = None,
    fade_out: Fade | None = None,
    shots: int = 1,
    **more: Any,
) -> tuple[Timeline, dict[str, SourceFile]]:
    """A film of `shots` shots of `path`, each `duration_ms` long."""
    clips = tuple(
        VideoClip(
            clip_id=f"c{n}",
            name="shot",
            media_id="m",
            start_ms=n * duration_ms,
            duration_ms=duration_ms,
            **more,
        )
        for n in range(shots)
    )
    tracks = (Track(track_id="v", kind=0, clips=clips), Track(track_id="t", kind=7, clips=texts))
    timeline = Timeline(
        width=size[0], height=size[1], frame_rate=rate, tracks=tracks, fade_in=fade_in, fade_out=fade_out
    )
    return timeline, {"m": SourceFile(path=path, content_hash=path.name, info=probe(path))}


def chunks(path: Path, **asked: Any) -> tuple[ChunkSpec, ...]:
    timeline, sources = film(path, **asked)
    return plan_chunks(timeline, sources, settings=SETTINGS)


def frames(path: Path, **asked: Any) -> list[Shown]:
    return [
        frame for spec in chunks(path, **asked) for frame in decoded_frames(render_chunk(spec, path.parent))
    ]


def numbers(path: Path, **asked: Any) -> list[int]:
    return [number_in(frame.picture) for frame in frames(path, **asked)]


def corners(picture: np.ndarray) -> list[tuple[int, int, int]]:
    """The nearest of the four colours of `quarters`: left above, right above, left below, right below."""
    high, wide = picture.shape[0] // 4, picture.shape[1] // 4
    names = RED, GREEN, BLUE, GREY
    return [
        min(names, key=lambda c: sum(abs(int(a) - b) for a, b in zip(picture[y, x], c, strict=True)))
        for y in (high, 3 * high)
        for x in (wide, 3 * wide)
    ]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds of numbered frames with few key frames."""
    path = tmp_path_factory.mktemp("counted") / "film.mp4"
    options = {"sc_threshold": "0", "bf": "2"}
    return make_video(
        path, pattern="numbers", width=160, height=90, duration_ms=10_000, key_every=100, options=options
    )


@pytest.fixture(scope="module")
def quartered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_video(tmp_path_factory.mktemp("quarters") / "film.mp4", pattern="quarters", duration_ms=200)


def test_a_reversed_clip_shows_the_same_stretch_backwards(counted: Path) -> None:
    forwards = numbers(counted, duration_ms=1000, source_start_ms=2000)
    assert numbers(counted, duration_ms=1000, source_start_ms=2000, reversed=True) == forwards[::-1]
    fast = numbers(counted, duration_ms=500, source_start_ms=1000, speed=3.0)
    assert numbers(counted, duration_ms=500, source_start_ms=1000, speed=3.0, reversed=True) == fast[::-1]


def test_a_long_reversed_clip_goes_on_over_chunks_and_holds_few_frames(
    counted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunk_module, "_HELD_BYTES", 7 * 160 * 90 * 3 // 2)
    assert len(chunks(counted, duration_ms=6000, reversed=True)) > 1
    assert numbers(counted, duration_ms=6000, reversed=True) == list(range(179, -1, -1))


def test_a_frozen_clip_shows_one_picture(counted: Path) -> None:
    assert numbers(counted, duration_ms=800, source_start_ms=4000, freeze=True) == [120] * 24


@pytest.mark.parametrize("speed", [0.1, 0.25, 2.0, 10.0])
def test_any_speed_shows_what_stands_at_each_moment(counted: Path, speed: float) -> None:
    seen = numbers(counted, duration_ms=900, source_start_ms=500, speed=speed)
    assert seen == [int(15 + n * Fraction(speed) + Fraction(6, 100)) for n in range(27)]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"rotation": 90}, [BLUE, RED, GREY, GREEN]),
        ({"rotation": 180}, [GREY, BLUE, GREEN, RED]),
        ({"rotation": 270}, [GREEN, GREY, RED, BLUE]),
        ({"flip": "horizontal"}, [GREEN, RED, GREY, BLUE]),
        ({"flip": "vertical"}, [BLUE, GREY, RED, GREEN]),
        ({"flip": "both"}, [GREY, BLUE, GREEN, RED]),
        ({"rotation": 90, "flip": "horizontal"}, [RED, BLUE, GREEN, GREY]),
    ],
)
@pytest.mark.parametrize("medium", ["film", "turned film", "photo"])
def test_pictures_are_rotated_clockwise_and_then_mirrored(
    tmp_path: Path, quartered: Path, medium: str, asked: dict[str, Any], wanted: list[tuple[int, int, int]]
) -> None:
    paths = {
        "film": lambda: quartered,
        "turned film": lambda: make_video(
            tmp_path / "t.mp4",
            pattern=lambda k, t, w, h: np.ascontiguousarray(np.rot90(_upright(h, w), 1)),
            rotation=-90,
            duration_ms=100,
        ),
        "photo": lambda: make_image(tmp_path / "p.png", picture=_upright(320, 180)),
    }
    size = (180, 320) if asked.get("rotation", 0) % 180 else (320, 180)
    if medium == "turned film":
        size = size[1], size[0]
    assert corners(frames(paths[medium](), duration_ms=100, size=size, **asked)[0].picture) == wanted


def _upright(width: int, height: int) -> np.ndarray:
    picture = np.full((height, width, 3), 128, np.uint8)
    picture[: height // 2, : width // 2] = RED
    picture[: height // 2, width // 2 :] = GREEN
    picture[height // 2 :, : width // 2] = BLUE
    return picture


@pytest.mark.parametrize("is_photo", [False, True])
def test_zoom_is_about_the_position(tmp_path: Path, quartered: Path, is_photo: bool) -> None:
    path = make_image(tmp_path / "p.png", picture=_upright(320, 180)) if is_photo else quartered
    for position, colour in [((0, 0), RED), ((1, 0), GREEN), ((0, 1), BLUE), ((0.9, 0.8), GREY)]:
        picture = frames(path, duration_ms=100, size=(320, 180), zoom=2.0, position=position)[0].picture
        assert corners(picture) == [colour] * 4
    turned = frames(path, duration_ms=100, size=(180, 320), rotation=90, zoom=2.0, position=(0, 0))[0]
    assert corners(turned.picture) == [BLUE] * 4


def test_position_decides_what_a_cover_crop_keeps(quartered: Path) -> None:
    asked = {"duration_ms": 100, "size": (100, 180), "fit": Fit.COVER}
    assert corners(frames(quartered, position=(0, 0.5), **asked)[0].picture) == [RED, RED, BLUE, BLUE]
    assert corners(frames(quartered, position=(1, 0.5), **asked)[0].picture) == [GREEN, GREEN, GREY, GREY]
    assert corners(frames(quartered, **asked)[0].picture) == [RED, GREEN, BLUE, GREY]


@pytest.mark.parametrize("is_photo", [False, True])
def test_a_zoom_below_one_shows_the_picture_smaller_in_the_middle(
    tmp_path: Path, quartered: Path, is_photo: bool
) -> None:
    path = make_image(tmp_path / "p.png", picture=_upright(320, 180)) if is_photo else quartered
    picture = frames(path, duration_ms=100, size=(320, 180), zoom=0.5, motion="none")[0].picture
    bright = np.argwhere(picture.max(axis=2) > 60)
    assert tuple(bright.min(axis=0)) == pytest.approx((45, 80), abs=2)
    assert tuple(bright.max(axis=0)) == pytest.approx((134, 239), abs=2)
    assert corners(picture[45:135, 80:240]) == [RED, GREEN, BLUE, GREY]


@pytest.mark.parametrize("is_photo", [False, True])
@pytest.mark.parametrize(
    ("motion", "towards"), [("push-in", 1), ("pull-out", -1), ("pan-left", 1), ("pan-right", -1), ("none", 0)]
)
def test_moves_are_slow_even_and_less_than_a_pixel_a_frame(
    tmp_path: Path, motion: str, towards: int, is_photo: bool
) -> None:
    picture = np.full((360, 640, 3), 20, np.uint8)
    picture[:, 480:] = 235
    path = (
        make_image(tmp_path / "p.png", picture=picture)
        if is_photo
        else make_video(
            tmp_path / "f.mp4", pattern=lambda *_: picture, width=640, height=360, duration_ms=200
        )
    )
    rows = [
        frame.picture[60:120, :, 0].astype(float).mean(axis=0)
        for frame in frames(path, duration_ms=3000, size=(320, 180), motion=motion)
    ]
    # Where the edge stands, to a fraction of a pixel: the bright share of a row.
    places = np.array([320 - ((row - 20) / 215).clip(0, 1).sum() for row in rows])
    steps = np.diff(places)
    if towards == 0:
        assert np.abs(places - 240).max() < 0.5
        return
    assert (places[-1] - places[0]) * towards > 5
    assert np.abs(steps).max() < 0.7
    assert (steps * towards).min() > -0.1
    assert abs(steps[0]) < abs(steps[45]) > abs(steps[-1])


@pytest.mark.parametrize("is_photo", [False, True])
def test_a_push_in_goes_towards_the_point_of_interest(tmp_path: Path, is_photo: bool) -> None:
    picture = np.full((360, 640, 3), 20, np.uint8)
    picture[60:80, 540:560] = 235
    path = (
        make_image(tmp_path / "p.png", picture=picture)
        if is_photo
        else make_video(
            tmp_path / "f.mp4", pattern=lambda *_: picture, width=640, height=360, duration_ms=200
        )
    )
    asked = {"duration_ms": 3000, "size": (320, 180), "motion": "push-in"}
    seen = frames(path, position=(550 / 640, 70 / 360), **asked)
    middles = [_middle(_where(frame.picture, lambda p: p.min(axis=2) > 130)) for frame in (seen[0], seen[-1])]
    assert middles[0] == pytest.approx((274.5, 34.5), abs=1)
    assert middles[1] == pytest.approx(middles[0], abs=1.5)
    about_the_middle = frames(path, **asked)[-1]
    assert _middle(_where(about_the_middle.picture, lambda p: p.min(axis=2) > 130))[0] > 280


def _middle(box: tuple[int, int, int, int]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def test_a_move_stands_still_under_an_unknown_name() -> None:
    assert view_at("dolly", 10, frames=90, frame_rate=NTSC) == view_at("none", 0, frames=90, frame_rate=NTSC)


def test_the_film_fades_from_and_to_colours_with_its_texts(tmp_path: Path) -> None:
    path = make_video(tmp_path / "f.mp4", color=(100, 100, 100), width=160, height=90, duration_ms=4000)
    title = TextClip(clip_id="t", text="MMMM", start_ms=0, duration_ms=4000)
    asked = {"duration_ms": 4000, "fade_out": Fade(duration_ms=1000, color="#000000")}
    seen = frames(path, fade_in=Fade(duration_ms=1000, color="#ff0000"), texts=(title,), **asked)
    edges = [frame.picture[:8].reshape(-1, 3).mean(axis=0) for frame in seen]
    assert edges[0] == pytest.approx((255, 0, 0), abs=6)
    assert edges[15] == pytest.approx((178, 50, 50), abs=10)
    assert edges[30] == pytest.approx((100, 100, 100), abs=4)
    assert edges[104] == pytest.approx((50, 50, 50), abs=6)
    assert seen[-1].picture.max() < 8
    whitest = [float(np.percentile(frame.picture, 99.5)) for frame in seen]
    assert whitest[60] > 225
    assert 90 < whitest[104] < 160
    plain = frames(path, **asked)
    assert all(frame.picture[:8].mean() == pytest.approx(100, abs=4) for frame in plain[:90])


def test_a_fade_renames_the_chunks_that_it_touches_only(counted: Path) -> None:
    plain = chunks(counted, duration_ms=3000, shots=4)
    faded = chunks(counted, duration_ms=3000, shots=4, fade_out=Fade(duration_ms=800))
    longer = chunks(counted, duration_ms=3000, shots=4, fade_out=Fade(duration_ms=900))
    assert [a.key == b.key for a, b in zip(plain, faded, strict=True)] == [True, True, True, False]
    assert faded[-1].key != longer[-1].key


@pytest.mark.parametrize(
    "change",
    [
        {"reversed": True},
        {"freeze": True},
        {"speed": 1.5},
        {"rotation": 90},
        {"flip": "both"},
        {"zoom": 0.7},
        {"position": (0.2, 0.5)},
        {"fit": Fit.CONTAIN},
        {"motion": "push-in"},
    ],
)
def test_every_edit_of_a_clip_renames_its_chunk(counted: Path, change: dict[str, Any]) -> None:
    assert chunks(counted)[0].key != chunks(counted, **change)[0].key


@pytest.mark.parametrize(
    "change",
    [{"place": "top"}, {"position": (0.5, 0.2)}, {"size": 1.5}, {"color": "#ff0000"}, {"style": "end_card"}],
)
def test_every_change_of_a_text_renames_its_chunk(counted: Path, change: dict[str, Any]) -> None:
    text = TextClip(clip_id="t", text="Hi", start_ms=0, duration_ms=500)
    assert chunks(counted, texts=(text,))[0].key != chunks(counted, texts=(replace(text, **change),))[0].key


def test_texts_are_seen_in_their_time_at_their_place_in_their_colour(tmp_path: Path) -> None:
    path = make_video(tmp_path / "f.mp4", color=(40, 60, 90), duration_ms=3000)
    texts = (
        TextClip(
            clip_id="a",
            text="EAST",
            start_ms=0,
            duration_ms=1000,
            place="top-right",
            size=0.6,
            color="#ff2020",
        ),
        TextClip(clip_id="b", text="你好", start_ms=1000, duration_ms=1000, position=(0.25, 0.75), size=0.6),
    )
    seen = frames(path, duration_ms=3000, size=(320, 180), texts=texts)
    red = _where(seen[15].picture, lambda p: (p[..., 0] > 180) & (p[..., 1] < 90))
    assert red[0] > 160
    assert red[3] < 60
    white = _where(seen[45].picture, lambda p: p.min(axis=2) > 200)
    assert ((white[0] + white[2]) / 2, (white[1] + white[3]) / 2) == pytest.approx((80, 135), abs=6)
    assert all(frame.picture.max() < 120 for frame in seen[60:])


def _where(picture: np.ndarray, chosen: Any) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the chosen pixels."""
    found = np.argwhere(chosen(picture.astype(int)))
    (top, left), (bottom, right) = found.min(axis=0), found.max(axis=0)
    return int(left), int(top), int(right), int(bottom)


def test_a_film_at_29_97_is_exact_from_start_to_end(tmp_path: Path, counted: Path) -> None:
    text = TextClip(clip_id="t", text="Hi", start_ms=0, duration_ms=900)
    specs = chunks(counted, duration_ms=10_010, rate=NTSC, texts=(text,), fade_in=Fade(duration_ms=100))
    parts = [render_chunk(spec, tmp_path) for spec in specs]
    assert len(parts) > 1
    join(parts, audio=None, output=tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == NTSC
        assert stream.duration * stream.time_base == Fraction(10_010, 1000)
    times = [frame.time_ms for frame in decoded_frames(tmp_path / "out.mp4")]
    assert times == [n * 1001 * Fraction(1, 30) for n in range(300)]
    assert len({b - a for a, b in pairwise(times)}) == 1
