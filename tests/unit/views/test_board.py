"""The board's layout: what stands where, of our own timelines and of anybody's drafts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.look import Look
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    Fade,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    Transition,
    VideoClip,
)
from nemovideo_mcp.views.board import Board, Peaks, Place, Span, board_of, strip_of, ticks_ms
from nemovideo_mcp.views.board_data import board_data
from nemovideo_mcp.views.board_words import name_of, notes_of

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


# --- what a film has beside its cuts -----------------------------------------------------------------------------


def dressed() -> Timeline:
    """Four shots: a dissolve over the first cut, looks, a speed, beat effects, captions, overlays that overlap."""
    timeline = edit(0, 2000, 4000, 8000)
    shots = list(timeline.video_clips)
    shots[1] = replace(shots[1], transition_in=Transition(kind="dissolve", duration_ms=1000))
    shots[2] = replace(shots[2], look=Look(preset="black_and_white", lut="table"), pinned=True)
    logo = OverlayClip(clip_id="o1", name="logo", media_id="m9", start_ms=0, duration_ms=20_000, opacity=0.5)
    face = OverlayClip(clip_id="o2", name="", start_ms=3000, duration_ms=2000, effect="blur")
    captions = tuple(
        CaptionClip(clip_id=f"s{n}", text=f"line {n}", start_ms=n * 1000, duration_ms=900) for n in range(20)
    )
    return replace(
        timeline.with_shots(shots)
        .with_track(Track(track_id="o", kind=0, clips=(logo, face)))
        .with_track(Track(track_id="s", kind=7, name="Captions", clips=captions)),
        beat_effects=(BeatEffect(kind="punch"), BeatEffect(kind="flash", every=1)),
        fade_out=Fade(duration_ms=1500),
    )


def test_a_transition_stands_at_its_cut_with_its_kind_and_length() -> None:
    first, second, _ = board_of(dressed()).cuts
    assert first.transition is not None
    assert (first.transition.kind, first.transition.duration_ms) == ("dissolve", 1000)
    assert (first.transition.start_ms, first.transition.end_ms) == (1500, 2500)
    assert second.transition is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", [[], ["2×"], ["black and white", "LUT teal.cube"], []]),
        ("zh", [[], ["2 倍速"], ["黑白", "LUT teal.cube"], []]),
    ],
)
def test_what_is_special_of_a_shot_is_said_in_both_languages(language: str, said: list[list[str]]) -> None:
    board = board_of(dressed(), names={"table": "teal.cube"})
    notes = [notes_of(clip, "video", language=language) for clip in board.video]
    assert notes == said


def test_overlays_that_overlap_stand_in_rows_and_captions_in_one() -> None:
    lanes = {lane.label: lane for lane in board_of(dressed()).lanes}
    assert [(clip.name, clip.row) for clip in lanes["overlay"].clips] == [("logo", 0), ("", 1)]
    assert [name_of(clip, "overlay") for clip in lanes["overlay"].clips] == ["logo", "blurred region"]
    assert notes_of(lanes["overlay"].clips[0], "overlay", language="zh") == ["15%", "不透明度 50%"]
    assert (len(lanes["subtitle"].clips), lanes["subtitle"].rows) == (20, 1)


def test_beat_effects_are_marked_on_the_beats_that_they_choose() -> None:
    punch, flash = board_of(dressed()).effects
    assert punch.times_ms == tuple(range(0, 20_000, 2000))
    assert flash.times_ms == tuple(range(0, 20_000, 500))


def test_the_values_for_a_page_name_all_of_it_in_its_language() -> None:
    data = board_data(board_of(dressed()), language="zh")
    assert data["cuts"][0]["transition"] == {"name": "叠化 1 秒", "start_ms": 1500, "end_ms": 2500}
    assert [(effect["name"], effect["notes"]) for effect in data["effects"]] == [
        ("冲击放大", ["每小节首拍", "50%"]),
        ("闪光", ["每一拍", "50%"]),
    ]
    assert data["fade_out"] == {"duration_ms": 1500, "color": "#000000"}
    overlay = next(lane for lane in data["lanes"] if lane["label"] == "overlay")
    assert overlay["rows"] == 2
    assert overlay["clips"][1]["region"] is True
