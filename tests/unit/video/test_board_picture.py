"""The board as a picture: it fits, it is legible, and it opens no media."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    Transition,
    VideoClip,
)
from nemovideo_mcp.video.board import MAX_PNG_BYTES, draw_board
from nemovideo_mcp.video.sheet import Sheet, png_within, text_width, trimmed
from nemovideo_mcp.views.board import Peaks, board_of, strip_of

ON, OFF = (88, 224, 160), (255, 110, 104)


def timeline(*starts_ms: int, end_ms: int = 8000, title: str = "A trip", words: str = "Hello") -> Timeline:
    edges = [*starts_ms, end_ms]
    films = tuple(
        VideoClip(clip_id=f"c{n}", name=f"shot {n}", media_id="m", start_ms=s, duration_ms=edges[n + 1] - s)
        for n, s in enumerate(starts_ms)
    )
    grid = BeatGrid.regular(bpm=Fraction(120), beats=end_ms // 500)
    music = AudioClip(clip_id="a", name="Lo-fi", start_ms=0, duration_ms=end_ms, grid=grid)
    text = TextClip(clip_id="t", text=words, start_ms=0, duration_ms=2000)
    tracks = (
        Track(track_id="v", kind=0, clips=films),
        Track(track_id="a", kind=1, clips=(music,)),
        Track(track_id="t", kind=7, clips=(text,)),
    )
    return Timeline(title=title, tracks=tracks)


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def coloured(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels are of `colour`, give or take a little."""
    return int((np.abs(np.asarray(image, np.int16) - colour).max(axis=2) < 12).sum())


def noise(size: tuple[int, int], seed: int) -> Image.Image:
    dots = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(dots)


def test_cuts_on_the_beat_and_off_it_have_their_colours() -> None:
    right = opened(draw_board(board_of(timeline(0, 2000, 4000))))
    wrong = opened(draw_board(board_of(timeline(0, 2100, 4100))))
    assert right.width == 1280
    assert coloured(right, ON) > 100
    assert coloured(right, OFF) == 0
    assert coloured(wrong, OFF) > 100
    assert coloured(wrong, ON) == 0


def test_pictures_stand_where_their_clips_are() -> None:
    board = board_of(timeline(0, 4000))
    red, blue = Image.new("RGB", (160, 90), (230, 10, 20)), Image.new("RGB", (160, 90), (10, 20, 230))
    strip = strip_of(board)
    picture = opened(draw_board(board, pictures={c: red if c.start_ms < 4000 else blue for c in strip}))
    found = np.asarray(picture, np.int16)
    reds = np.flatnonzero((np.abs(found - (230, 10, 20)).max(axis=2) < 12).sum(axis=0) > 20)
    blues = np.flatnonzero((np.abs(found - (10, 20, 230)).max(axis=2) < 12).sum(axis=0) > 20)
    assert reds.max() < blues.min()
    assert reds.size == pytest.approx(blues.size, abs=8)


def test_a_waveform_is_as_high_as_the_sound_is_loud() -> None:
    board = board_of(timeline(0, 4000))
    music = next(lane for lane in board.lanes if lane.label == "bgm").clips[0]
    loud = opened(draw_board(board, peaks={music: Peaks(step_ms=20, levels=bytes([250] * 400))}))
    quiet = opened(draw_board(board, peaks={music: Peaks(step_ms=20, levels=bytes([25] * 400))}))
    assert coloured(loud, (126, 138, 255)) > 5 * coloured(quiet, (126, 138, 255)) > 0


def test_chinese_is_drawn_and_what_the_font_lacks_leaves_no_boxes() -> None:
    plain = draw_board(board_of(timeline(0, 4000, title="")))
    chinese = draw_board(board_of(timeline(0, 4000, title="京都之夏")))
    lacking = draw_board(board_of(timeline(0, 4000, title="🦄🦄")), language="en")
    assert chinese != plain
    assert lacking == plain


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_timeline_says_so(language: str) -> None:
    image = opened(draw_board(board_of({}), language=language))
    assert coloured(image, (150, 158, 176)) > 100


def test_two_hundred_cuts_of_noise_fit_into_a_megabyte() -> None:
    board = board_of(timeline(*range(0, 300_000, 1500), end_ms=300_000))
    pictures = {cell: noise((200, 112), n % 8) for n, cell in enumerate(strip_of(board))}
    png = draw_board(board, pictures=pictures)
    assert len(png) <= MAX_PNG_BYTES
    assert len(png) * 4 / 3 < 1_000_000
    assert opened(png).height < 2200


def test_a_picture_that_is_too_large_gets_fewer_colours_and_then_smaller() -> None:
    image = noise((600, 400), 1)
    few = png_within(image, 260_000)
    assert len(few) <= 260_000
    assert Image.open(io.BytesIO(few)).size == (600, 400)
    small = png_within(image, 60_000)
    assert len(small) <= 60_000
    assert Image.open(io.BytesIO(small)).width < 600


def test_text_is_cut_to_the_room_that_it_has() -> None:
    assert trimmed("short", size=20, room=500) == "short"
    cut = trimmed("a rather long name", size=20, room=90)
    assert cut.endswith("…")
    assert text_width(cut, 20) <= 90
    assert trimmed("long", size=20, room=3) == ""


def test_shapes_lie_over_pictures() -> None:
    sheet = Sheet(40, 40)
    sheet.picture(Image.new("RGB", (10, 10), (255, 255, 255)), (0, 0, 40, 40))
    sheet.panel((10, 10, 30, 30), (255, 0, 0, 255))
    image = sheet.finished()
    assert image.getpixel((20, 20)) == (255, 0, 0)
    assert image.getpixel((3, 3)) == (255, 255, 255)


def test_drawing_a_board_loads_neither_decoders_nor_numpy() -> None:
    code = (
        "import sys, nemovideo_mcp.video.board as b, nemovideo_mcp.views.board as t;"
        "b.draw_board(t.board_of({'t': [{'tt': 0, 'sg': [{'s': 0, 'd': 900, 'm': {'name': 'x'}}]}]}));"
        "print([m for m in ('av', 'numpy', 'httpx', 'mcp') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_transitions_captions_overlays_and_beat_effects_are_drawn() -> None:
    plain = timeline(0, 4000)
    shots = list(plain.video_clips)
    shots[1] = replace(shots[1], transition_in=Transition(kind="dissolve", duration_ms=1000))
    captions = tuple(
        CaptionClip(clip_id=f"s{n}", text=f"line {n}", start_ms=n * 20, duration_ms=18) for n in range(400)
    )
    region = OverlayClip(clip_id="o", name="", start_ms=0, duration_ms=8000, effect="blur")
    full = replace(
        plain.with_shots(shots)
        .with_track(Track(track_id="s", kind=7, name="Captions", clips=captions))
        .with_track(Track(track_id="o", kind=0, clips=(region,))),
        beat_effects=(BeatEffect(kind="punch", strength=1.0),),
    )
    before, after = (opened(draw_board(board_of(one))) for one in (plain, full))
    crossing, stroke, spark = (196, 160, 255), (120, 205, 215), (255, 140, 90)
    for colour in (crossing, stroke, spark):
        assert coloured(before, colour) == 0
        assert coloured(after, colour) > 100
    # Four hundred captions over 1,112 pixels: their strokes take one narrow line of the lane, words its height.
    lines = (np.abs(np.asarray(after, np.int16) - stroke).max(axis=2) < 12).sum(axis=1)
    assert 4 <= (lines > 200).sum() <= 9
