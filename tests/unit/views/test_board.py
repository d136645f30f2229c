"""The board's layout: what stands where, of our own timelines and of anybody's drafts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import AudioClip, TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.views.board import Board, Peaks, Place, Span, board_of, strip_of, ticks_ms

GRID = BeatGrid.regular(bpm=Fraction(120), beats=41)


def edit(*starts_ms: int, end_ms: int = 20_000, grid: BeatGrid | None = GRID) -> Timeline:
    edges = [*starts_ms, end_ms]
    films = tuple(
        VideoClip(
            clip_id=f"c{n}",
            name=f"shot {n}",
            media_id=f"m{n % 3}",
            start_ms=start,
            duration_ms=edges[n + 1] - start,
            source_start_ms=1000 * n,
            speed=2.0 if n == 1 else 1.0,
        )
        for n, start in enumerate(starts_ms)
    )
    music = AudioClip(clip_id="a", name="Lo-fi", start_ms=0, duration_ms=end_ms, volume=0.35, grid=grid)
    title = TextClip(clip_id="t", text="京都 & <b>Kyoto</b>", start_ms=500, duration_ms=2000)
    return Timeline(
        title="A trip",
        tracks=(
            Track(track_id="v", kind=0, clips=films),
            Track(track_id="a", kind=1, clips=(music,)),
            Track(track_id="t", kind=7, clips=(title,)),
        ),
    )


def test_lanes_stand_as_editors_stack_them_titles_above_pictures_above_music() -> None:
    board = board_of(edit(0, 2000))
    assert [lane.label for lane in board.lanes] == ["title", "video", "bgm"]
    assert board.lanes[2].clips[0].volume == 35
    assert (board.title, board.duration_ms, board.bpm_milli) == ("A trip", 20_000, 120_000)


def test_each_cut_says_which_beat_it_stands_on_and_by_how_much_it_misses() -> None:
    board = board_of(edit(0, 2000, 4043, 6250, 9_990))
    told = [(cut.number, cut.place, cut.offset_ms, cut.bar, cut.beat) for cut in board.cuts]
    assert told == [
        (1, Place.ON, 0, 2, 1),
        (2, Place.OFF, 43, 3, 1),
        (3, Place.HALF, 250, 4, 1),
        (4, Place.ON, -10, 6, 1),
    ]
    assert board.count(Place.ON) == 2


def test_without_music_cuts_are_neither_on_nor_off() -> None:
    board = board_of(edit(0, 2000, grid=None))
    assert [(cut.place, cut.offset_ms) for cut in board.cuts] == [(Place.FREE, None)]
    assert board.beats == ()
    assert board.bpm_milli is None


def test_long_edits_go_over_several_rows_that_leave_nothing_out() -> None:
    assert len(board_of(edit(0, 2000)).rows) == 1
    board = board_of(edit(*range(0, 300_000, 1500), end_ms=300_000))
    assert len(board.cuts) == 199
    assert 4 <= len(board.rows) <= 6
    assert board.rows[0].start_ms == 0
    assert board.rows[-1].end_ms == 300_000
    assert all(a.end_ms == b.start_ms for a, b in zip(board.rows, board.rows[1:], strict=False))


def test_the_filmstrip_has_a_picture_for_each_clip_and_more_for_long_ones() -> None:
    board = board_of(edit(0, 1000, 2000))
    strip = strip_of(board)
    per_clip = [[cell for cell in strip if cell.clip == clip] for clip in board.video]
    assert [len(cells) >= 1 for cells in per_clip] == [True] * 3
    assert len(per_clip[2]) > len(per_clip[0])
    for clip, cells in zip(board.video, per_clip, strict=True):
        assert (cells[0].start_ms, cells[-1].end_ms) == (clip.start_ms, clip.end_ms)
    # The middle of the second clip's second, at double speed, from its in-point on.
    assert next(cell.source_ms for cell in per_clip[1]) == pytest.approx(1000 + 2 * 500, abs=501)


def test_the_filmstrip_is_bounded() -> None:
    many = edit(*range(0, 300_000, 300), end_ms=300_000)
    assert len(strip_of(board_of(many), most=100)) <= 100


def test_a_portrait_film_has_more_pictures_beside_each_other() -> None:
    wide = edit(0, end_ms=10_000)
    tall = replace(wide, width=1080, height=1920)
    assert len(strip_of(board_of(tall))) > 2 * len(strip_of(board_of(wide)))


def test_a_foreign_draft_in_seconds_under_other_keys_has_its_board_too() -> None:
    draft = {
        "tracks": [
            {
                "type": "video",
                "segments": [
                    {"start": 0, "duration": 4.5, "name": "a.mp4"},
                    {"start": 4.5, "duration": 3, "url": "https://cdn.test/b%20c.mp4?x=1"},
                ],
            },
            {"type": "hologram", "segments": [{"start": 1, "duration": 2}]},
        ]
    }
    board = board_of(draft, grid=BeatGrid.regular(bpm=Fraction(60), beats=8))
    assert [(lane.label, len(lane.clips)) for lane in board.lanes] == [("video", 2), ("other", 1)]
    assert [clip.name for clip in board.video] == ["a", "b c"]
    assert [(cut.time_ms, cut.place) for cut in board.cuts] == [(4500, Place.HALF)]


@pytest.mark.parametrize("draft", [{}, None, [], "x", {"t": []}, Timeline()])
def test_nothing_is_an_empty_board(draft: object) -> None:
    board = board_of(draft)
    assert (board.lanes, board.cuts, board.rows, strip_of(board)) == ((), (), (), ())


WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["t", "tt", "sg", "s", "d", "m", "name", "src", "in"]), inner, max_size=6
        )
    ),
    max_leaves=20,
)


@given(WILD)
def test_whatever_the_draft_is_the_board_stands(draft: Any) -> None:
    board = board_of(draft)
    assert isinstance(board, Board)
    assert all(0 <= clip.start_ms <= clip.end_ms for lane in board.lanes for clip in lane.clips)
    assert len(strip_of(board)) <= 240


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(start_ms=0, end_ms=8000), (0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000)),
        (Span(start_ms=49_500, end_ms=99_000), (50_000, 60_000, 70_000, 80_000, 90_000)),
    ],
)
def test_rulers_have_round_times(span: Span, expected: tuple[int, ...]) -> None:
    assert ticks_ms(span, most=8) == expected


def test_peaks_tell_the_loudest_between_two_moments() -> None:
    peaks = Peaks(step_ms=20, levels=bytes([1, 9, 3, 200]))
    assert peaks.between(0, 60) == 9
    assert peaks.between(60, 80) == 200
    assert peaks.between(500, 600) == 0
