"""Overlays in decoded films: where they stand, when, how opaque, with their own transparency; and hidden regions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.model import OverlayClip, TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.legibility import LEAST_CONTRAST, contrast
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.titles import TextLook, text_box
from support.media import Picture, make_image, make_video, number_in
from support.rendering import rendered, source_file

WIDTH, HEIGHT, RATE = 160, 90, 10
SETTINGS = EncoderSettings(preset="superfast", crf=8)
GREY, RED, BLUE = (110, 110, 110), (220, 30, 30), (20, 20, 210)
# What a colour may lose on the way through 4:2:0 and the encoder.
NEAR = 10


def overlay(**values: Any) -> OverlayClip:
    usual: dict[str, Any] = {"clip_id": "o1", "name": "logo", "start_ms": 0, "duration_ms": 1000}
    return OverlayClip(**(usual | values))


def film(
    folder: Path, *overlays: OverlayClip, files: dict[str, Path], size: tuple[int, int] = (WIDTH, HEIGHT)
) -> tuple[Timeline, dict[str, SourceFile]]:
    """A second of `files["film"]`, or of grey, under overlays of the other files."""
    if "film" not in files:
        files = {"film": make_image(folder / "grey.png", color=GREY, width=WIDTH, height=HEIGHT), **files}
    shot = VideoClip(clip_id="c1", name="film", media_id="film", start_ms=0, duration_ms=1000, motion="none")
    timeline = Timeline(
        width=size[0],
        height=size[1],
        frame_rate=Fraction(RATE),
        tracks=(
            Track(track_id="v", kind=0, clips=(shot,)),
            Track(track_id="o", kind=0, clips=overlays),
        ),
    )
    return timeline, {name: source_file(path) for name, path in files.items()}


def pictures(folder: Path, *overlays: OverlayClip, **given: Any) -> list[Picture]:
    timeline, sources = film(folder, *overlays, **given)
    return rendered(timeline, sources, folder / "chunks", settings=SETTINGS)


def colour(picture: Picture, left: int, top: int, right: int, bottom: int) -> list[float]:
    return [float(v) for v in picture[top:bottom, left:right].reshape(-1, 3).mean(0)]


@pytest.fixture
def square(tmp_path: Path) -> Path:
    return make_image(tmp_path / "square.png", color=RED, width=64, height=64)


def test_a_logo_stands_in_its_corner_as_large_as_asked_and_nothing_else_changes(
    tmp_path: Path, square: Path
) -> None:
    plain = pictures(tmp_path, files={})[5]
    shown = pictures(tmp_path, overlay(media_id="m", place="top-right", width=0.25), files={"m": square})[5]
    # 40 wide, four hundredths of the shorter side from the edges, on even pixels.
    assert colour(shown, 118, 6, 154, 42) == pytest.approx(RED, abs=NEAR)
    apart = np.ones((HEIGHT, WIDTH), bool)
    apart[0:48, 112:] = False
    assert np.abs(shown.astype(int) - plain)[apart].max() <= 4
    red = shown[:, :, 0].astype(int) - shown[:, :, 2] > 60
    rows, columns = np.nonzero(red)
    assert (columns.min(), columns.max() + 1) == (pytest.approx(116, abs=1), pytest.approx(156, abs=1))
    assert (rows.min(), rows.max() + 1) == (pytest.approx(4, abs=1), pytest.approx(44, abs=1))


@pytest.mark.parametrize(
    ("where", "middle"),
    [
        ({"place": "top-left"}, (14, 14)),
        ({"place": "bottom-left"}, (14, 76)),
        ({"place": "center"}, (80, 45)),
        ({"place": "bottom"}, (80, 76)),
        ({"position": (0.25, 0.5), "place": "top-left"}, (40, 45)),
        ({"position": (1.0, 0.0)}, (150, 10)),
    ],
)
def test_a_place_is_a_corner_an_edge_or_a_point_inside_the_frame(
    tmp_path: Path, square: Path, where: dict[str, Any], middle: tuple[int, int]
) -> None:
    shown = pictures(tmp_path, overlay(media_id="m", width=0.125, **where), files={"m": square})[0]
    red = shown[:, :, 0].astype(int) - shown[:, :, 2] > 60
    rows, columns = np.nonzero(red)
    assert (columns.mean(), rows.mean()) == (pytest.approx(middle[0], abs=1), pytest.approx(middle[1], abs=1))


def test_opacity_mixes_the_logo_with_what_is_under_it(tmp_path: Path, square: Path) -> None:
    for opacity in (0.25, 0.5, 0.9):
        over = overlay(media_id="m", place="center", width=0.3, opacity=opacity)
        shown = pictures(tmp_path, over, files={"m": square})[3]
        mixed = [opacity * a + (1 - opacity) * b for a, b in zip(RED, GREY, strict=True)]
        assert colour(shown, 70, 35, 90, 55) == pytest.approx(mixed, abs=6)


def test_an_overlay_is_seen_in_its_range_only(tmp_path: Path, square: Path) -> None:
    over = overlay(media_id="m", place="center", start_ms=300, duration_ms=400)
    seen = [bool(frame[45, 80, 0] > 180) for frame in pictures(tmp_path, over, files={"m": square})]
    assert seen == [False] * 3 + [True] * 4 + [False] * 3


def test_a_dark_logo_keeps_its_transparency_and_its_soft_edge(tmp_path: Path) -> None:
    logo = Image.new("RGBA", (200, 200), (255, 255, 255, 0))
    ImageDraw.Draw(logo).ellipse((20, 20, 180, 180), fill=(0, 0, 0, 255))
    ImageDraw.Draw(logo).rectangle((0, 95, 20, 105), fill=(0, 0, 0, 128))
    logo.save(tmp_path / "dark.png")
    shown = pictures(
        tmp_path,
        overlay(media_id="m", place="center", width=0.5),
        files={"m": tmp_path / "dark.png"},
    )[2]
    assert colour(shown, 70, 35, 90, 55) == pytest.approx((0, 0, 0), abs=NEAR)
    # In the corners of the logo the film is seen, and no white that is hidden there shines through.
    assert colour(shown, 42, 8, 46, 12) == pytest.approx(GREY, abs=4)
    assert shown.max() <= 110 + 6


@pytest.mark.parametrize(("name", "mode"), [("l.webp", "RGBA"), ("l.gif", "P"), ("l.png", "LA")])
def test_every_kind_of_transparent_picture_is_laid_over(tmp_path: Path, name: str, mode: str) -> None:
    logo = Image.new("RGBA", (80, 80))
    ImageDraw.Draw(logo).rectangle((20, 20, 59, 59), fill=(200, 200, 200, 255))
    if mode != "P":
        logo.convert(mode).save(tmp_path / name)
    else:
        indexed = Image.new("P", (80, 80), 0)
        indexed.putpalette([0, 0, 0, 200, 200, 200])
        ImageDraw.Draw(indexed).rectangle((20, 20, 59, 59), fill=1)
        indexed.save(tmp_path / name, transparency=0)
    shown = pictures(
        tmp_path, overlay(media_id="m", place="center", width=0.5), files={"m": tmp_path / name}
    )[0]
    assert colour(shown, 70, 35, 90, 55) == pytest.approx((200, 200, 200), abs=NEAR)
    assert colour(shown, 44, 10, 56, 20) == pytest.approx(GREY, abs=4)


def alpha_film(path: Path, codec: str, pixel_format: str, options: dict[str, str]) -> Path:
    """A moving blue block, half of it transparent, on nothing; what is hidden is white."""
    with av.open(str(path), "w") as out:
        stream: Any = cast("Any", out).add_stream(codec, rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = 160, 160, pixel_format
        for k in range(RATE):
            values = np.full((160, 160, 4), (255, 255, 255, 0), np.uint8)
            values[40:120, 40:80] = (*BLUE, 255)
            values[40:120, 80:120] = (*BLUE, 128 if k < 5 else 255)
            frame = av.VideoFrame.from_ndarray(values, format="rgba").reformat(format=pixel_format)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format", "options"),
    [
        ("a.webm", "libvpx-vp9", "yuva420p", {"auto-alt-ref": "0", "crf": "10", "b": "0"}),
        ("a.webm", "libvpx", "yuva420p", {"auto-alt-ref": "0", "crf": "4", "b": "2000000"}),
        ("a.mov", "prores_ks", "yuva444p10le", {"profile": "4444"}),
        ("a.mov", "qtrle", "argb", {}),
    ],
)
def test_a_transparent_film_moves_over_the_film_and_leaves_it_seen(
    tmp_path: Path, name: str, codec: str, pixel_format: str, options: dict[str, str]
) -> None:
    path = alpha_film(tmp_path / name, codec, pixel_format, options)
    over = overlay(media_id="m", place="center", width=0.5)
    shown = pictures(tmp_path, over, files={"m": path})
    # 80 pixels wide in the middle: the block reaches from 60 to 100, and from 25 to 65.
    assert colour(shown[2], 64, 30, 76, 60) == pytest.approx(BLUE, abs=14)
    assert colour(shown[2], 84, 30, 96, 60) == pytest.approx([65, 65, 160], abs=14)
    assert colour(shown[8], 84, 30, 96, 60) == pytest.approx(BLUE, abs=14)
    assert colour(shown[2], 44, 8, 54, 80) == pytest.approx(GREY, abs=4)
    assert shown[2].max() <= 225


def test_a_film_in_the_corner_runs_at_its_own_speed_from_its_own_start(tmp_path: Path) -> None:
    counted = make_video(
        tmp_path / "counted.mp4", pattern="numbers", width=160, height=90, frame_rate=RATE, duration_ms=2000
    )
    over = overlay(
        media_id="m", place="top-left", width=0.5, start_ms=200, duration_ms=600, source_start_ms=500
    )
    shown = pictures(tmp_path, over, files={"m": counted})
    box = (4, 4, 84, 48)
    assert [number_in(frame, box) for frame in shown[2:8]] == [5, 6, 7, 8, 9, 10]
    assert colour(shown[1], 10, 10, 80, 40) == pytest.approx(GREY, abs=4)


def test_a_film_over_several_chunks_goes_on_where_it_was(tmp_path: Path) -> None:
    counted = make_video(
        tmp_path / "counted.mp4", pattern="numbers", width=160, height=90, frame_rate=RATE, duration_ms=9000
    )
    timeline, sources = film(tmp_path, files={"m": counted})
    [shot] = timeline.video_clips
    over = overlay(media_id="m", place="center", width=0.5, duration_ms=9000)
    timeline = timeline.with_shots([replace(shot, duration_ms=9000)]).with_track(
        Track(track_id="o", kind=0, clips=(over,))
    )
    assert len(plan_chunks(timeline, sources, settings=SETTINGS)) > 1
    shown = rendered(timeline, sources, tmp_path / "chunks", settings=SETTINGS)
    assert [number_in(frame, (40, 22, 120, 68)) for frame in shown] == list(range(90))


@pytest.mark.parametrize("is_film", [False, True])
def test_round_corners_and_a_border_cut_and_frame_the_picture(tmp_path: Path, is_film: bool) -> None:
    if is_film:
        path = make_video(tmp_path / "red.mp4", color=RED, width=64, height=64, frame_rate=RATE)
    else:
        path = make_image(tmp_path / "red.png", color=RED, width=64, height=64)
    over = overlay(media_id="m", place="center", width=0.5, rounded=0.5, border=0.08, border_color="#1414d2")
    shown = pictures(tmp_path, over, files={"m": path})[4]
    # A circle of radius 40 about (80, 45), with a line of 7 pixels.
    assert colour(shown, 72, 37, 88, 53) == pytest.approx(RED, abs=NEAR)
    assert colour(shown, 42, 43, 45, 47) == pytest.approx(BLUE, abs=20)
    assert colour(shown, 42, 7, 48, 13) == pytest.approx(GREY, abs=5)


def test_a_film_is_mixed_by_its_opacity(tmp_path: Path) -> None:
    path = make_video(tmp_path / "red.mp4", color=RED, width=64, height=64, frame_rate=RATE)
    over = overlay(media_id="m", place="center", width=0.3, opacity=0.5)
    shown = pictures(tmp_path, over, files={"m": path})[4]
    mixed = [(a + b) / 2 for a, b in zip(RED, GREY, strict=True)]
    assert colour(shown, 70, 35, 90, 55) == pytest.approx(mixed, abs=8)


def test_a_picture_never_reaches_over_the_frame(tmp_path: Path) -> None:
    tall = make_image(tmp_path / "tall.png", color=RED, width=40, height=400)
    shown = pictures(tmp_path, overlay(media_id="m", place="center", width=1.0), files={"m": tall})[0]
    rows, columns = np.nonzero(shown[:, :, 0].astype(int) - shown[:, :, 2] > 60)
    assert (rows.min(), rows.max()) == (0, HEIGHT - 1)
    assert columns.max() - columns.min() + 1 == pytest.approx(HEIGHT / 10, abs=2)


def noise(folder: Path) -> Path:
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    Image.fromarray(pixels).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).save(folder / "noise.png")
    return folder / "noise.png"


def region(**values: Any) -> OverlayClip:
    return overlay(name="region", width=0.4, height=0.4, place="top-left", **values)


def test_a_pixelated_region_has_equal_blocks_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    files = {"film": noise(tmp_path)}
    plain = pictures(tmp_path, files=files)[0]
    shown = pictures(tmp_path, region(effect="pixelate"), files=files)[0]
    # 64 × 36 pixels in blocks of 4.
    blocks = shown[:36, :64].astype(int).reshape(9, 4, 16, 4, 3)
    assert (blocks.max((1, 3)) - blocks.min((1, 3))).mean() <= 12
    assert (plain[:36, :64].astype(int).reshape(9, 4, 16, 4, 3).std((1, 3))).mean() >= 25
    assert np.abs(blocks.mean((1, 3)) - plain[:36, :64].reshape(9, 4, 16, 4, 3).mean((1, 3))).mean() <= 6
    apart = np.abs(shown.astype(int) - plain)
    assert apart[44:].mean() <= 3
    assert apart[:, 72:].mean() <= 3


def test_a_blurred_region_loses_its_detail_in_its_range_only(tmp_path: Path) -> None:
    files = {"film": noise(tmp_path)}
    shown = pictures(tmp_path, region(effect="blur", start_ms=500, duration_ms=500), files=files)

    def detail(frame: Picture) -> float:
        return float(np.abs(np.diff(frame[4:32, 4:60].astype(int), axis=1)).mean())

    assert detail(shown[7]) <= 0.2 * detail(shown[2])
    assert np.abs(shown[7].astype(int) - shown[2])[:, 72:].mean() <= 4


@pytest.mark.parametrize("effect", ["blur", "pixelate"])
@pytest.mark.parametrize(("width", "height"), [(0.001, 0.001), (1.0, 0.01), (0.01, 1.0), (1.0, 1.0)])
def test_a_region_of_any_size_is_rendered(tmp_path: Path, effect: str, width: float, height: float) -> None:
    over = overlay(name="region", effect=effect, width=width, height=height, duration_ms=300)
    assert len(pictures(tmp_path, over, files={})) == RATE


@pytest.mark.parametrize("name", ["red.mp4", "red.png"])
def test_an_overlay_of_any_size_is_rendered(tmp_path: Path, name: str) -> None:
    made = make_video if name.endswith("mp4") else make_image
    path = made(tmp_path / name, color=RED, width=64, height=48)
    for values in ({"width": 0.001}, {"width": 1.0, "rounded": 0.5, "border": 0.5}, {"place": "nowhere"}):
        over = overlay(media_id="m", duration_ms=200, **values)
        assert len(pictures(tmp_path, over, files={"m": path})) == RATE


def test_a_region_hides_the_film_and_not_the_logo_over_it(tmp_path: Path, square: Path) -> None:
    logo = overlay(clip_id="o2", media_id="m", position=(0.2, 0.2), width=0.1)
    shown = pictures(tmp_path, logo, region(effect="blur"), files={"film": noise(tmp_path), "m": square})[0]
    assert colour(shown, 28, 14, 36, 22) == pytest.approx(RED, abs=NEAR)


def test_a_film_without_overlays_keeps_the_names_of_its_chunks(tmp_path: Path, square: Path) -> None:
    timeline, sources = film(tmp_path, files={"m": square})
    bare = replace(timeline, tracks=timeline.tracks[:1])
    [with_track], [without] = (plan_chunks(t, sources, settings=SETTINGS) for t in (timeline, bare))
    assert with_track.key == without.key


def test_a_logo_over_the_whole_film_names_a_chunk_wherever_the_chunk_stands(
    tmp_path: Path, square: Path
) -> None:
    timeline, sources = film(tmp_path, files={"m": square})
    [shot] = timeline.video_clips
    shots = [replace(shot, clip_id=f"c{n}", start_ms=3000 * n, duration_ms=3000) for n in range(3)]
    logo = overlay(media_id="m", duration_ms=9000)

    def keys(clips: list[VideoClip], length_ms: int) -> list[str]:
        tracks = (
            Track(track_id="v", kind=0, clips=tuple(clips)),
            Track(track_id="o", kind=0, clips=(replace(logo, duration_ms=length_ms),)),
        )
        changed = replace(timeline, tracks=tracks)
        return [spec.key for spec in plan_chunks(changed, sources, settings=SETTINGS)]

    shorter = [
        replace(shots[0], duration_ms=2500),
        *(replace(s, start_ms=s.start_ms - 500) for s in shots[1:]),
    ]
    assert keys(shots, 9000)[1:] == keys(shorter, 8500)[1:]


@pytest.mark.parametrize("change", ["opacity", "place", "width", "rounded", "border", "start_ms"])
def test_a_changed_overlay_is_another_chunk(tmp_path: Path, square: Path, change: str) -> None:
    logo = overlay(media_id="m")
    values: dict[str, Any] = {
        "opacity": 0.5, "place": "top", "width": 0.4, "rounded": 0.3, "border": 0.1, "start_ms": 400,
    }  # fmt: skip
    changed = replace(logo, **{change: values[change]})
    keys: list[str] = []
    for one in (logo, changed):
        timeline, sources = film(tmp_path, one, files={"m": square})
        keys += [spec.key for spec in plan_chunks(timeline, sources, settings=SETTINGS)]
    assert keys[0] != keys[1]


def test_an_overlay_whose_file_is_gone_is_named(tmp_path: Path, square: Path) -> None:
    timeline, sources = film(tmp_path, overlay(media_id="m"), files={"m": square})
    with pytest.raises(RenderFailed, match="logo"):
        plan_chunks(timeline, {"film": sources["film"]}, settings=SETTINGS)
    square.unlink()
    [spec] = plan_chunks(timeline, sources, settings=SETTINGS)
    with pytest.raises(RenderFailed, match="logo: its file is no longer there"):
        render_chunk(spec, tmp_path / "chunks")


# --- texts over them ---------------------------------------------------------------------------------------------


def _legible(picture: Picture, timeline: Timeline, ink: int) -> float:
    """The contrast of a text's letters, of grey `ink`, against the worst of what is close around them."""
    box = text_box(TextLook(text=timeline.text_clips[0].text, style="title", size=2.0), width=320, height=180)
    assert box is not None
    part = picture[box.top : box.bottom, box.left : box.right].astype(np.float64) / 255
    light = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4) @ [
        0.2126,
        0.7152,
        0.0722,
    ]
    letters = np.abs(picture[box.top : box.bottom, box.left : box.right].astype(int) - ink).max(axis=2) < 16
    assert letters.sum() > 100
    near = Image.fromarray(letters.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(7))
    edge = Image.fromarray(letters.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(3))
    around = (np.asarray(near) > 0) & ~(np.asarray(edge) > 0)
    return contrast(float(light[letters].mean()), float(np.percentile(light[around], 85)))


@pytest.mark.parametrize("when", [(0, 1000), (400, 300)])
def test_a_text_over_an_overlay_is_legible_on_it(tmp_path: Path, when: tuple[int, int]) -> None:
    """White letters on a dark film need no shade, on a white picture that lies below them they do."""
    white = make_image(tmp_path / "white.png", color=(225, 225, 225), width=320, height=180)
    dark = make_image(tmp_path / "dark.png", color=(12, 12, 12), width=320, height=180)
    over = overlay(media_id="w", place="center", width=1.0, start_ms=when[0], duration_ms=when[1])
    text = TextClip(
        clip_id="t1",
        text="HHHH",
        start_ms=0,
        duration_ms=1000,
        size=2.0,
        effect="plain",
        entrance="none",
        exit="none",
    )
    timeline, sources = film(tmp_path, over, files={"film": dark, "w": white}, size=(320, 180))
    bare = timeline.with_track(Track(track_id="o", kind=0, clips=()))
    shown: list[Picture] = []
    for name, edit in (("over", timeline), ("bare", bare)):
        edit = edit.with_track(Track(track_id="t", kind=7, clips=(text,)))
        shown.append(rendered(edit, sources, tmp_path / name, settings=SETTINGS)[5])
    edit = timeline.with_track(Track(track_id="t", kind=7, clips=(text,)))
    assert _legible(shown[0], edit, 255) >= LEAST_CONTRAST
    assert _legible(shown[1], edit, 255) >= 12
    # The letters' surroundings are the white picture, far from them, which the shade does not cover.
    assert shown[0][4:20, 4:20].min() > 210


def test_an_overlay_beside_a_text_leaves_its_shade_and_the_chunk_as_they_were(
    tmp_path: Path, square: Path
) -> None:
    text = TextClip(clip_id="t1", text="Hi", start_ms=0, duration_ms=1000, effect="plain")
    corner = overlay(media_id="m", place="top-left", width=0.05)
    timeline, sources = film(tmp_path, corner, files={"m": square}, size=(320, 180))
    timeline = timeline.with_track(Track(track_id="t", kind=7, clips=(text,)))
    (chunk,) = plan_chunks(timeline, sources, settings=SETTINGS)
    assert chunk.grounds[0]
    assert all(ground.overlays == () for ground in chunk.grounds[0])
