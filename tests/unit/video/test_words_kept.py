"""Words in the picture that a crop leaves whole, measured on decoded pictures by the colours of their letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import nemovideo_mcp.video
from nemovideo_mcp.timeline.media import Area
from nemovideo_mcp.timeline.model import Timeline, Track, VideoClip
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.clip_framing import clip_framing
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.text_lines import lasting_lines, text_lines
from nemovideo_mcp.video.words_kept import Keep, standing_place
from support.media import Pattern, Picture, decoded_frames, make_image, make_video, shots
from support.rendering import rendered, source_file

SETTINGS = EncoderSettings(crf=8)
WIDTH, HEIGHT, RATE = 320, 180, 10
FONTS = Path(nemovideo_mcp.video.__file__).parent / "fonts"
YELLOW, CYAN = (255, 250, 0), (0, 250, 255)


def ground(width: int, height: int) -> Image.Image:
    """Something quiet with little in it."""
    picture = np.add.outer(np.linspace(40, 60, height), np.linspace(0, 20, width))
    return Image.fromarray(np.repeat(picture[:, :, None], 3, axis=2).astype(np.uint8))


def titled(
    words: str, *, left: int, top: int = 80, size: int = 24, font: str = "NemoTitle-Bold.ttf"
) -> Pattern:
    """White words on a quiet ground, the first letter yellow and the last one cyan."""

    def paint(_k: int, _time_ms: Fraction, width: int, height: int) -> Picture:
        image = ground(width, height)
        draw, face = ImageDraw.Draw(image), ImageFont.truetype(str(FONTS / font), size)
        at = float(left)
        for n, letter in enumerate(words):
            colour = YELLOW if n == 0 else CYAN if n == len(words) - 1 else (250, 250, 250)
            draw.text((at, top), letter, font=face, fill=colour)
            at += face.getlength(letter)
        return np.asarray(image)

    return paint


def measured(path: Path) -> SourceFile:
    source = source_file(path)
    found = analyse(path, source.info)
    return replace(
        source,
        shot_starts_ms=found.shot_starts_ms,
        subjects=found.subjects,
        words=found.words,
        pictures=found.pictures,
    )


def film(
    *, size: tuple[int, int] = (180, 320), careful: bool = True, length_ms: int = 2000, zoom: float = 1.0
) -> Timeline:
    shot = VideoClip(clip_id="c1", name="a", media_id="m", start_ms=0, duration_ms=length_ms, zoom=zoom)
    return Timeline(
        width=size[0],
        height=size[1],
        frame_rate=Fraction(RATE),
        auto_framing=True,
        careful_framing=careful,
        tracks=(Track(track_id="v", kind=0, clips=(shot,)),),
    )


def made(folder: Path, pattern: Pattern, *, length_ms: int = 2000) -> SourceFile:
    path = make_video(
        folder / "a.mp4", width=WIDTH, height=HEIGHT, frame_rate=RATE, duration_ms=length_ms, pattern=pattern
    )
    return measured(path)


def ends_seen(picture: Picture) -> tuple[int, int]:
    """How much of the first, yellow letter and of the last, cyan one is in a picture, in pixels."""
    red, green, blue = (picture[:, :, k].astype(int) for k in range(3))
    yellow = (red > 150) & (green > 150) & (blue < 110)
    cyan = (red < 110) & (green > 150) & (blue > 150)
    return int(yellow.sum()), int(cyan.sum())


def is_whole(pictures: Sequence[Picture], source: SourceFile, *, scale: float) -> bool:
    """Whether the first and the last letter are in all pictures, as large as they are in the source times `scale`."""
    first = next(iter(decoded_frames(source.path))).picture
    least = [0.7 * scale**2 * side for side in ends_seen(first)]
    return all(side > wanted for p in pictures for side, wanted in zip(ends_seen(p), least, strict=True))


def is_filled(picture: Picture) -> bool:
    """Whether the picture fills the frame: nothing of it is a darkened, blurred ground above and below."""
    rows = picture[:, :, 1].astype(float).mean(axis=1)
    return bool(abs(np.diff(rows)).max() < 12)


@pytest.mark.parametrize("left", [6, 30, 120, 200, 232])
def test_a_title_that_fits_the_crop_is_in_it_whole(tmp_path: Path, left: int) -> None:
    source = made(tmp_path, titled("HELLO", left=left, size=20))
    assert len(source.words) == 1
    pictures = rendered(film(), {"m": source}, tmp_path, settings=SETTINGS)
    assert len(pictures) == 20
    assert is_whole(pictures, source, scale=320 / HEIGHT)
    framing, _ = clip_framing(film().video_clips[0], source, film(), first_ms=0, last_ms=1900)
    assert framing.fit.value == "cover"


def test_without_care_the_crop_would_cut_it(tmp_path: Path) -> None:
    source = made(tmp_path, titled("WONDERFUL", left=20, size=28))
    pictures = rendered(film(careful=False), {"m": source}, tmp_path, settings=SETTINGS)
    assert min(ends_seen(pictures[5])) < 20


@pytest.mark.parametrize("left", [20, 70, 120])
def test_a_title_that_is_wider_than_the_crop_is_shown_with_all_of_its_picture(
    tmp_path: Path, left: int
) -> None:
    source = made(tmp_path, titled("WONDERFUL", left=left, size=28))
    pictures = rendered(film(), {"m": source}, tmp_path, settings=SETTINGS)
    assert is_whole(pictures, source, scale=180 / WIDTH)
    assert not any(is_filled(p) for p in pictures)


def test_only_the_shot_of_the_title_is_shown_whole(tmp_path: Path) -> None:
    def plain(_k: int, _time_ms: Fraction, width: int, height: int) -> Picture:
        return 200 - np.asarray(ground(width, height))

    source = made(tmp_path, shots([2000], [titled("WONDERFUL", left=30, size=28), plain]), length_ms=4000)
    assert source.shot_starts_ms == (0, 2000)
    assert [len(lines) for lines in source.words] == [1, 0]
    pictures = rendered(film(length_ms=4000), {"m": source}, tmp_path, settings=SETTINGS)
    assert [is_filled(p) for p in pictures] == [False] * 20 + [True] * 20
    assert is_whole(pictures[:20], source, scale=180 / WIDTH)


def test_a_closer_look_leaves_a_title_whole(tmp_path: Path) -> None:
    source = made(tmp_path, titled("WONDERFUL VIEWS", left=12, size=26))
    closer = film(size=(320, 180), zoom=1.25)
    pictures = rendered(closer, {"m": source}, tmp_path, settings=SETTINGS)
    assert is_whole(pictures, source, scale=1)
    careless = rendered(replace(closer, careful_framing=False), {"m": source}, tmp_path, settings=SETTINGS)
    assert not is_whole(careless, source, scale=1.25)


def test_a_photo_of_a_sign_is_shown_whole_and_stands(tmp_path: Path) -> None:
    picture = titled("NO ENTRY HERE", left=8, size=32)(0, Fraction(0), WIDTH, WIDTH)
    source = measured(make_image(tmp_path / "a.png", picture=picture))
    assert len(source.words) == 1
    for size in ((320, 180), (180, 320)):
        pictures = rendered(film(size=size), {"m": source}, tmp_path, settings=SETTINGS)
        assert min(min(ends_seen(p)) for p in pictures) > 25
        assert np.abs(pictures[0].astype(int) - pictures[-1]).mean() < 1


def test_a_film_from_before_is_not_changed_by_words(tmp_path: Path) -> None:
    source = made(tmp_path, titled("WONDERFUL", left=20, size=28))
    before = film(careful=False)
    keys = [
        [chunk.key for chunk in plan_chunks(before, {"m": one}, settings=SETTINGS)]
        for one in (source, replace(source, words=()))
    ]
    assert keys[0] == keys[1]


# --- the place of a crop ---------------------------------------------------------------------------------------------

CROP, PICTURE = (0.3164, 1.0), (0.0, 0.0, 1.0, 1.0)


def placed(
    *lines: Area, points: tuple[tuple[float, float], ...] = ((0.5, 0.5),), faces: tuple[Area, ...] = ()
):
    return standing_place(points, Keep(lines=lines, faces=faces), crop=CROP, picture=PICTURE, shape=16 / 9)


def test_a_crop_that_cuts_nothing_stays_where_it_is() -> None:
    assert placed((0.4, 0.5, 0.6, 0.56)) == (0.5, 0.5)
    # A small line that is not in it at all may stay out.
    assert placed((0.05, 0.05, 0.15, 0.08)) == (0.5, 0.5)


def test_a_crop_goes_aside_as_little_as_it_must() -> None:
    place = placed((0.2, 0.5, 0.42, 0.56))
    assert place is not None
    assert place[0] == pytest.approx(0.2 - 0.3 * 0.06 * 9 / 16 + CROP[0] / 2, abs=0.002)


def test_a_small_mark_that_would_be_cut_is_left_out_or_taken_in_whole() -> None:
    place = placed((0.62, 0.05, 0.72, 0.08))
    assert place is not None
    assert place[0] + CROP[0] / 2 <= 0.62 or place[0] + CROP[0] / 2 >= 0.72


def test_words_that_have_no_room_leave_no_place() -> None:
    assert placed((0.2, 0.5, 0.7, 0.56)) is None
    assert placed((0.02, 0.5, 0.25, 0.56), (0.75, 0.5, 0.98, 0.56)) is None


def test_a_face_is_not_given_up_for_words() -> None:
    assert placed((0.02, 0.5, 0.25, 0.56), faces=((0.6, 0.2, 0.7, 0.4),)) is None
    assert placed((0.32, 0.5, 0.55, 0.56), faces=((0.5, 0.2, 0.6, 0.4),)) is not None


def test_a_moving_crop_stands_where_its_way_would_cut_words() -> None:
    way = tuple((0.3 + 0.04 * n, 0.5) for n in range(11))
    place = placed((0.4, 0.5, 0.62, 0.56), points=way)
    assert place is not None
    assert place[0] - CROP[0] / 2 <= 0.4
    assert place[0] + CROP[0] / 2 >= 0.62


# --- lines of words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("height", [20, 28, 40, 64])
@pytest.mark.parametrize(
    ("words", "font"),
    [
        ("Grand Opening", "NemoTitle-Bold.ttf"),
        ("once upon a time", "NemoSerif.ttf"),
        ("海边的夏天旅行", "NemoSerifCJK.ttf"),
    ],
)
def test_lines_are_found_from_end_to_end(words: str, font: str, height: int) -> None:
    face = ImageFont.truetype(str(FONTS / font), height)
    image = ground(720, 405)
    left, top, right, bottom = (
        side + at for side, at in zip(face.getbbox(words), (40, 150, 40, 150), strict=True)
    )
    ImageDraw.Draw(image).text((40, 150), words, font=face, fill=(245, 245, 245))
    lines = text_lines(np.asarray(image.convert("L")))
    assert lines
    found = min(a for a, _, _, _ in lines) * 720, max(c for _, _, c, _ in lines) * 720
    assert found == pytest.approx((left, right), abs=0.3 * height)
    assert all(top / 405 - 0.05 < b < d < bottom / 405 + 0.05 for _, b, _, d in lines)


def fence(rng: np.random.Generator) -> Picture:
    picture = np.full((360, 640), 190, np.uint8)
    picture[120:250, 8::24] = picture[120:250, 9::24] = picture[120:250, 10::24] = 40
    return picture


def leaves(rng: np.random.Generator) -> Picture:
    small = Image.fromarray(rng.integers(0, 256, (180, 320), dtype=np.uint8)).resize((640, 360))
    return np.asarray(small.filter(ImageFilter.GaussianBlur(1)))


def windows(rng: np.random.Generator) -> Picture:
    picture = np.full((360, 640), 170, np.uint8)
    for top in range(20, 340, 40):
        for left in range(10, 620, 22):
            picture[top : top + 22, left : left + 12] = 50
    return picture


def stones(rng: np.random.Generator) -> Picture:
    picture = Image.new("L", (640, 360), 90)
    draw = ImageDraw.Draw(picture)
    for _ in range(500):
        x, y, side = (int(v) for v in rng.integers((0, 120, 6), (640, 240, 30)))
        draw.ellipse((x, y, x + side, y + side * 2 // 3), fill=int(rng.integers(60, 220)))
    return np.asarray(picture)


@pytest.mark.parametrize("paint", [fence, leaves, windows, stones])
@pytest.mark.parametrize("seed", range(4))
def test_fences_leaves_windows_and_stones_are_no_words(paint: object, seed: int) -> None:
    assert callable(paint)
    assert text_lines(paint(np.random.default_rng(seed))) == ()


def lasting(*looks: tuple[Area, ...]) -> list[tuple[Area, int, int]]:
    """What lasts of looks that are a second apart at a shot that begins at 500 ms."""
    times = [(600.0 + 1000 * n, areas) for n, areas in enumerate(looks)]
    found = lasting_lines(times, start_ms=500, end_ms=500 + 1000 * len(looks))
    return [(line.area, line.start_ms, line.end_ms) for line in found]


def test_a_line_counts_that_stands_for_two_looks_or_in_the_only_one_from_the_look_before_to_the_next() -> (
    None
):
    line, other = (0.2, 0.5, 0.6, 0.56), (0.1, 0.1, 0.3, 0.15)
    assert lasting((line,)) == [(line, 500, 1500)]
    assert lasting((line, other), (line,), (), ()) == [(line, 500, 2600)]
    assert lasting((), (line,), (line,), (line,), (), ()) == [(line, 600, 4600)]
    assert lasting((line,), (), (line,)) == []
    assert lasting() == []


def test_a_clip_without_the_title_of_its_shot_fills_the_frame(tmp_path: Path) -> None:
    title = titled("WONDERFUL", left=30, size=28)

    def late(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        return title(k, time_ms, width, height) if time_ms >= 4000 else np.asarray(ground(width, height))

    source = made(tmp_path, late, length_ms=7000)
    assert source.shot_starts_ms == (0,)
    assert [len(lines) for lines in source.words] == [1]
    pictures = rendered(film(length_ms=2000), {"m": source}, tmp_path, settings=SETTINGS)
    assert all(is_filled(p) for p in pictures)
    pictures = rendered(film(length_ms=6000), {"m": source}, tmp_path, settings=SETTINGS)
    assert not any(is_filled(p) for p in pictures)
