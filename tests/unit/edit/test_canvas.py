"""What a first film's canvas and frame rate follow from."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from nemovideo_mcp.edit.canvas import canvas_of
from nemovideo_mcp.timeline.frame_rates import film_rate, usual_rate
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from support.edits import CUT, MUSIC, edited
from support.measured_media import film, photo

JOIN = {"op": "auto_edit", "cut_to_beat": False}
NTSC_FILM, NTSC = Fraction(24000, 1001), Fraction(30000, 1001)


def at_rate(item: MediaItem, rate: float) -> MediaItem:
    return replace(item, info=replace(item.info, frame_rate=rate))


@pytest.mark.parametrize(
    ("average", "rate"),
    [
        (24.0, 24), (23.976, NTSC_FILM), (25.0, 25), (29.97, NTSC), (30.0, 30), (48.0, 48), (50.0, 50),
        (59.94, Fraction(60000, 1001)), (60.0, 60), (30.02, 30), (24.98, 25), (29.969, NTSC),
    ],
)  # fmt: skip
def test_usual_rates_are_kept(average: float, rate: int | Fraction) -> None:
    assert usual_rate(average) == rate


@pytest.mark.parametrize(
    ("average", "rate"),
    [
        (12.5, 25), (15.0, 30), (14.985, NTSC), (10.0, 30), (12.0, 24), (8.0, 24), (5.0, 25),
        (120.0, 60), (100.0, 50), (240.0, 60), (119.88, Fraction(60000, 1001)), (1.0, 24),
    ],
)  # fmt: skip
def test_other_rates_are_shown_at_a_multiple_or_a_part_so_that_all_frames_stand_equally_long(
    average: float, rate: int | Fraction
) -> None:
    found = usual_rate(average)
    assert found == rate
    factor = float(found) / average if average < 61 else average / float(found)
    assert factor == pytest.approx(round(factor), rel=0.003)


@pytest.mark.parametrize(
    ("average", "rate"), [(23.4, 24), (28.4, 30), (24.6, 25), (40.0, 50), (57.0, 60), (90.0, 60)]
)
def test_a_rate_that_fits_nowhere_gets_the_next_higher_one(average: float, rate: int) -> None:
    assert usual_rate(average) == rate


@pytest.mark.parametrize("average", [16.0, 18.0, 20.0])
def test_slow_footage_without_a_multiple_up_to_thirty_makes_no_film_of_sixty(average: float) -> None:
    assert usual_rate(average) == 30


def test_what_has_no_rate_says_so() -> None:
    assert usual_rate(0.0) is None
    assert film_rate([(0.0, 5000)]) is None
    assert film_rate([]) is None


def test_rates_that_are_nearly_the_same_stand_together() -> None:
    assert film_rate([(24.0, 5), (29.97, 4), (30.0, 3)]) == NTSC
    assert film_rate([(25.0, 5), (50.0, 5)]) == 50


@pytest.mark.parametrize("rate", [24.0, 25.0, 29.97, 50.0, 60.0, 23.976])
@pytest.mark.parametrize("batch", [[JOIN], [MUSIC, CUT], [{"op": "add_clips", "media": "m1"}]])
def test_a_film_has_the_rate_of_its_footage(batch: list[dict[str, Any]], rate: float) -> None:
    made = edited((at_rate(film(1, 9_000), rate),), batch).timeline
    assert float(made.frame_rate) == pytest.approx(rate, abs=0.001)
    frames = [ms * made.frame_rate / 1000 for ms in made.cuts_ms]
    assert all(abs(at - round(at)) < 0.04 for at in frames)


def test_a_montage_has_the_rate_of_what_it_shows_the_longest() -> None:
    media = (
        at_rate(film(1, 4_000), 30.0),
        at_rate(film(2, 9_000), 25.0),
        at_rate(film(3, 8_000), 25.0),
        photo(1),
    )
    for batch in ([JOIN], [MUSIC, CUT | {"length": 12}]):
        assert edited(media, batch).timeline.frame_rate == 25


def test_what_is_shown_counts_and_not_what_there_is() -> None:
    media = (at_rate(film(1, 60_000), 30.0), at_rate(film(2, 10_000), 25.0), at_rate(film(3, 10_000), 25.0))
    made = edited(media, [MUSIC, CUT | {"length": 12}]).timeline
    shown: dict[str, int] = {}
    for clip in made.video_clips:
        shown[clip.media_id] = shown.get(clip.media_id, 0) + clip.duration_ms
    most = max(
        (30, shown.get("f1", 0)), (25, shown.get("f2", 0) + shown.get("f3", 0)), key=lambda kind: kind[1]
    )
    assert made.frame_rate == most[0]


def test_photos_alone_have_the_usual_rate() -> None:
    assert edited((photo(1), photo(2)), [JOIN]).timeline.frame_rate == Timeline().frame_rate


def test_a_film_that_stands_keeps_its_rate() -> None:
    media = (at_rate(film(1, 4_000), 25.0), at_rate(film(2, 40_000), 60.0))
    first = edited(media, JOIN | {"sources": ["m1"]}).timeline
    assert first.frame_rate == 25
    for more in ({"op": "add_clips", "media": "m2"}, JOIN | {"sources": ["m1", "m2"]}):
        assert edited(media, more, start=first).timeline.frame_rate == 25


def test_the_frame_rate_can_be_chosen_before_the_film_and_changed_later() -> None:
    media = (at_rate(film(1, 9_000), 25.0),)
    chosen = edited(media, [{"op": "set_canvas", "frame_rate": 30}, MUSIC, CUT]).timeline
    assert chosen.frame_rate == 30
    made = edited(media, [MUSIC, CUT]).timeline
    later = edited(media, {"op": "set_canvas", "frame_rate": 29.97}, start=made)
    assert later.timeline.frame_rate == NTSC
    assert (later.timeline.width, later.timeline.height) == (made.width, made.height)
    assert [c.anchor for c in later.timeline.video_clips] == [c.anchor for c in made.video_clips]
    assert [c.source_start_ms for c in later.timeline.video_clips] == [
        c.source_start_ms for c in made.video_clips
    ]
    frames = [ms * NTSC / 1000 for ms in later.timeline.cuts_ms]
    assert all(abs(at - round(at)) < 0.04 for at in frames)
    grid = later.timeline.music.grid if later.timeline.music else None
    assert grid is not None
    assert later.timeline.cuts_ms
    assert all(abs(grid.times_ms[grid.nearest(ms)] - ms) <= 17 for ms in later.timeline.cuts_ms)
    assert (
        edited(media, {"op": "set_canvas", "frame_rate": 29.97}, start=later.timeline).done[0].changed
        is False
    )


@pytest.mark.parametrize(
    ("size", "canvas"),
    [
        ((640, 480), (1440, 1080)),
        ((480, 640), (1080, 1440)),
        ((2560, 1080), (1920, 810)),
        ((1920, 1080), (1920, 1080)),
        ((3840, 2160), (1920, 1080)),
        ((1280, 720), (1920, 1080)),
        ((1080, 1920), (1080, 1920)),
        ((4000, 400), (1920, 1080)),
    ],
)
def test_footage_that_is_kept_whole_keeps_its_shape(size: tuple[int, int], canvas: tuple[int, int]) -> None:
    made = edited((film(1, 9_000, size=size), film(2, 4_000, size=size)), [JOIN]).timeline
    assert (made.width, made.height) == canvas


def test_shapes_that_differ_and_montages_have_a_usual_frame() -> None:
    media = (film(1, 9_000, size=(640, 480)), film(2, 4_000))
    for items, batch in ((media, [JOIN]), (media[:1], [MUSIC, CUT])):
        made = edited(items, batch).timeline
        assert (made.width, made.height) == canvas_of(media[0]) == (1920, 1080)
