"""Operations on a film that is cut to the beat, and on one that is not: what moves, what stays, what is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied, Lookahead, apply, apply_wishes, blockers_of
from nemovideo_mcp.edit.budget import Budget
from nemovideo_mcp.edit.context import AutoEditRequest, EditContext, Planned
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip
from support.films import BIKES, SteadyPlanner, film, media_of


def edited(project: str, *operations: dict[str, Any], timeline: Timeline | None = None) -> Applied:
    context = EditContext(media=media_of(project), planner=SteadyPlanner())
    return apply(timeline or film(project), parse_operations(list(operations)), context)


def refusal(project: str, *operations: dict[str, Any]) -> EditRefused:
    with pytest.raises(EditRefused) as refused:
        edited(project, *operations)
    return refused.value


def spans(applied: Applied) -> list[tuple[str, float, float]]:
    return [(c.clip_id, c.start_ms / 1000, c.end_ms / 1000) for c in applied.timeline.video_clips]


def clip(applied: Applied, clip_id: str) -> VideoClip:
    return next(c for c in applied.timeline.video_clips if c.clip_id == clip_id)


# --- ripple, beats, anchors ------------------------------------------------------------------------------------------


def test_a_shorter_clip_moves_later_clips_up_and_leaves_them_as_they_are() -> None:
    applied = edited("cut", {"op": "set_clip_length", "clips": 2, "length": 2})
    assert spans(applied) == [("c1", 0, 4), ("c2", 4, 6), ("c3", 6, 12)]
    assert clip(applied, "c3").source_start_ms == 2_000
    assert applied.timeline.music is not None
    assert applied.timeline.music.end_ms == 12_000


def test_clips_that_are_changed_together_come_out_as_one_after_the_other() -> None:
    together = edited("montage", {"op": "set_clip_length", "clips": "all", "length": 1.3})
    one_by_one = edited(
        "montage", *({"op": "set_clip_length", "clips": n, "length": 1.3} for n in range(1, 11))
    )
    assert together.timeline == one_by_one.timeline
    song = edited("song", {"op": "set_clip_length", "clips": [1, 2], "length": 6})
    assert (
        song.timeline
        == edited("song", *({"op": "set_clip_length", "clips": n, "length": 6} for n in (1, 2))).timeline
    )


def test_a_length_is_snapped_to_the_beat_and_the_answer_says_what_was_asked() -> None:
    applied = edited("cut", {"op": "set_clip_length", "clips": "c1", "length": 2.2})
    assert spans(applied)[0] == ("c1", 0, 2)
    assert "asked 2.2 s" in applied.done[0].words.en
    assert [cut.off_beat_ms for cut in applied.cuts] == [0]


def test_without_snapping_the_length_is_exact_and_the_cut_is_told_as_off_the_beat() -> None:
    applied = edited("cut", {"op": "set_clip_length", "clips": "c1", "length": 2.2, "snap": "none"})
    assert spans(applied)[0] == ("c1", 0, 2.2)
    assert applied.cuts[0].off_beat_ms == 200
    assert clip(applied, "c2").anchor is None


def test_a_film_that_is_not_cut_to_the_beat_is_not_snapped() -> None:
    assert spans(edited("plain", {"op": "set_clip_length", "clips": 1, "length": 2.2}))[0] == ("c1", 0, 2.2)


def test_later_cuts_keep_their_distance_in_beats_where_a_beat_is_no_whole_number_of_frames() -> None:
    bpm = Fraction(128)
    grid = BeatGrid.regular(bpm=bpm, beats=64)
    start = film("montage")
    music = start.audio_clips[0]
    rate = start.frame_rate
    at = [round(round(grid.times_ms[4 * n] * rate / 1000) * 1000 / rate) for n in range(11)]
    clips = tuple(
        replace(c, start_ms=at[n], duration_ms=at[n + 1] - at[n], anchor=grid.anchor_of(4 * n))
        for n, c in enumerate(start.video_clips)
    )
    tracks = (
        replace(start.tracks[0], clips=clips),
        replace(start.tracks[1], clips=(replace(music, grid=grid, duration_ms=at[10]),)),
    )
    applied = edited(
        "montage",
        {"op": "set_clip_length", "clips": 1, "length": {"beats": 3}},
        timeline=replace(start, tracks=tracks),
    )
    for shot in applied.timeline.video_clips[1:]:
        beat = grid.times_ms[grid.nearest(shot.start_ms)]
        assert abs(shot.start_ms - beat) <= 17
    assert applied.timeline.video_clips[1].anchor == grid.anchor_of(3)


@pytest.mark.parametrize(
    ("operation", "order"),
    [
        ({"op": "move_clips", "clips": "parrot", "to": "start"}, ["c2", "c1", "c3"]),
        ({"op": "move_clips", "clips": 1, "to": "end"}, ["c2", "c3", "c1"]),
        ({"op": "move_clips", "clips": -1, "to": {"after": "c1"}}, ["c1", "c3", "c2"]),
        ({"op": "move_clips", "clips": [3, 1], "to": 1}, ["c3", "c1", "c2"]),
        ({"op": "move_clips", "clips": 1, "swap_with": 3}, ["c3", "c2", "c1"]),
        ({"op": "remove_clips", "clips": {"at_s": 5}}, ["c1", "c3"]),
        ({"op": "duplicate_clips", "clips": 1, "times": 2}, ["c1", "c4", "c5", "c2", "c3"]),
        (
            {"op": "add_clips", "media": ["beach", "m1"], "at": {"before": "surf"}},
            ["c1", "c2", "c4", "c5", "c3"],
        ),
    ],
)
def test_the_order_is_what_was_said(operation: dict[str, Any], order: list[str]) -> None:
    applied = edited("cut", operation)
    assert [c.clip_id for c in applied.timeline.video_clips] == order
    assert all(c.start_ms % 500 == 0 for c in applied.timeline.video_clips)


def test_ids_are_never_used_twice() -> None:
    first = edited("cut", {"op": "duplicate_clips", "clips": 1})
    context = EditContext(media=media_of("cut"), planner=SteadyPlanner(), last_ids=first.last_ids)
    again = apply(film("cut"), parse_operations({"op": "duplicate_clips", "clips": 1}), context)
    assert [c.clip_id for c in again.timeline.video_clips] == ["c1", "c5", "c2", "c3"]


def test_texts_move_with_their_clip_and_those_at_the_end_stay_at_the_end() -> None:
    start = edited("titled", {"op": "add_text", "text": "Parrot!", "start": 5, "length": 2})
    applied = edited("titled", {"op": "set_clip_length", "clips": 1, "length": 2}, timeline=start.timeline)
    assert {t.text: (t.start_ms, t.end_ms) for t in applied.timeline.text_clips} == {
        "Sunday Ride": (0, 3_000),
        "Parrot!": (3_000, 5_000),
        "The End": (10_000, 13_000),
    }


def test_a_gap_may_be_left_where_a_clip_was() -> None:
    applied = edited("plain", {"op": "remove_clips", "clips": 2, "leave_gap": True})
    assert spans(applied) == [("c1", 0, 4), ("c3", 9, 15)]
    (gap,) = applied.timeline.tracks[0].gaps
    assert (gap.start_ms, gap.duration_ms) == (4_000, 5_000)


# --- times of the source ---------------------------------------------------------------------------------------------


def test_trimming_the_start_moves_the_in_point_by_as_much() -> None:
    shot = clip(edited("cut", {"op": "trim_clip", "clip": "c1", "start_by": 1}), "c1")
    assert (shot.source_start_ms, shot.duration_ms) == (2_000, 3_000)


def test_double_speed_halves_the_length_and_slow_motion_doubles_it() -> None:
    assert spans(edited("cut", {"op": "set_speed", "clips": 1, "factor": 2}))[0] == ("c1", 0, 2)
    assert spans(edited("cut", {"op": "set_speed", "clips": 1, "factor": 0.5}))[0] == ("c1", 0, 8)


def test_the_halves_of_a_split_clip_show_what_it_showed() -> None:
    applied = edited("cut", {"op": "split_clip", "at": 6})
    first, second = clip(applied, "c2"), clip(applied, "c4")
    assert (first.source_start_ms, first.source_end_ms) == (500, 2_500)
    assert (second.source_start_ms, second.source_end_ms) == (2_500, 5_500)


def test_a_reversed_clip_that_is_split_stays_in_its_order() -> None:
    applied = edited("cut", {"op": "reverse_clip", "clips": 2}, {"op": "split_clip", "at": 6})
    assert clip(applied, "c2").source_start_ms == 3_500
    assert clip(applied, "c4").source_start_ms == 500


def test_a_frozen_picture_is_put_in_and_the_clip_goes_on_behind_it() -> None:
    applied = edited("cut", {"op": "freeze_frame", "at": 6, "length": 1})
    held = next(c for c in applied.timeline.video_clips if c.freeze)
    assert (held.start_ms, held.duration_ms, held.source_start_ms) == (6_000, 1_000, 2_500)
    assert applied.timeline.duration_ms == 16_000


# --- names, batches, references --------------------------------------------------------------------------------------


def test_a_batch_may_name_what_it_makes() -> None:
    applied = edited(
        "cut",
        {"op": "add_clips", "media": "beach.jpg", "at": "start", "length": 2, "as": "intro"},
        {"op": "set_framing", "clips": "intro", "motion": "push-in"},
        {"op": "add_text", "text": "Hi", "as": "hello"},
        {"op": "change_text", "texts": "hello", "color": "yellow"},
    )
    assert clip(applied, "c4").motion == "push-in"
    assert applied.timeline.text_clips[0].color == "#ffd400"


def test_a_time_may_be_a_bar_a_cut_a_section_the_drop_or_counted_from_the_end() -> None:
    texts = [
        {"op": "add_text", "text": str(n), "start": start}
        for n, start in enumerate([{"bar": 2, "beat": 3}, {"cut": 1}, {"section": "chorus"}, "drop", "end-3"])
    ]
    applied = edited("cut", *texts)
    assert [t.start_ms for t in sorted(applied.timeline.text_clips, key=lambda t: t.text)] == [
        3_000,
        4_000,
        4_000,
        4_000,
        12_000,
    ]


def test_an_edited_clip_is_pinned_and_others_are_not() -> None:
    applied = edited("cut", {"op": "set_clip_sound", "clips": 2, "volume": 0.5})
    assert [c.pinned for c in applied.timeline.video_clips] == [False, True, False]
    assert [c.volume for c in applied.timeline.video_clips] == [0.25, 0.5, 0.25]


def test_what_is_that_way_already_is_told_as_no_change() -> None:
    assert not edited("cut", {"op": "set_clip_length", "clips": 1, "length": 4}).changed
    assert not edited("cut", {"op": "move_clips", "clips": 1, "to": "start"}).changed
    assert not edited("plain", {"op": "remove_music"}).changed


def test_media_of_films_that_nobody_looked_at_are_needed_and_songs_for_their_beats() -> None:
    bare = tuple(replace(m, analysis=None, grid=None) for m in media_of("song"))
    context = EditContext(media=bare, planner=SteadyPlanner())
    (operation,) = parse_operations([{"op": "auto_edit", "sources": ["m1"]}])
    needs = Lookahead(film("song"), context).needs_of(operation, context)
    assert needs.analyse == (BIKES.media_id,)
    assert len(needs.beats) == 1


def test_looking_ahead_solves_a_film_once_however_many_operations_follow() -> None:
    class CountingPlanner(SteadyPlanner):
        solved = 0

        def auto_edit(self, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Planned:
            self.solved += 1
            return super().auto_edit(timeline, request, context)

    planner = CountingPlanner()
    context = EditContext(media=media_of("plain"), planner=planner)
    ahead = Lookahead(film("plain"), context)
    for operation in parse_operations([{"op": "auto_edit"}, *[{"op": "add_clips", "media": "m1"}] * 9]):
        ahead.needs_of(operation, context)
        ahead.pass_by(operation)
    assert planner.solved == 1


def test_looking_ahead_takes_a_refused_wish_back() -> None:
    context = EditContext(media=media_of("plain"), planner=SteadyPlanner())
    ahead = Lookahead(film("plain"), context)
    for operation in parse_operations(
        [{"op": "reverse_clip", "clips": 1}, {"op": "remove_clips", "clips": 99}]
    ):
        ahead.needs_of(operation, context)
        ahead.pass_by(operation)
    ahead.end_wish()
    (again,) = parse_operations([{"op": "auto_edit"}])
    ahead.needs_of(again, context)
    assert ahead.timeline == film("plain")


def test_a_clip_whose_media_has_gone_blocks_the_export_by_name() -> None:
    (blocker,) = blockers_of(film("cut"), [m.media_id for m in media_of("cut") if m.name != "surf.mp4"])
    assert "surf.mp4" in blocker.en
    assert blockers_of(film("cut"), [m.media_id for m in media_of("cut")]) == ()


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_film_has_at_most_two_thousand_clips() -> None:
    twice = [{"op": "duplicate_clips", "clips": "all", "times": 50}] * 2

    refused = refusal("cut", *twice)

    assert (
        refused.what("en")
        == "operation 2 (duplicate_clips): the film would have 7,803 clips; 2,000 are the most."
    )


def test_a_film_that_has_more_clips_already_can_be_made_shorter() -> None:
    one = film("plain").video_clips[0]
    clips = tuple(replace(one, clip_id=f"c{n}", start_ms=4_000 * n) for n in range(2_100))
    long = Timeline(tracks=(Track(track_id="video", kind=TrackKind.VIDEO, name="Video", clips=clips),))

    shorter = edited("plain", {"op": "remove_clips", "clips": -1}, timeline=long)

    assert len(shorter.timeline.video_clips) == 2_099


def test_a_film_has_at_most_two_thousand_texts() -> None:
    timeline = film("cut")
    for _ in range(10):
        timeline = edited("cut", *[{"op": "add_text", "text": "x"}] * 200, timeline=timeline).timeline

    with pytest.raises(EditRefused, match="2,000 texts"):
        edited("cut", {"op": "add_text", "text": "x"}, timeline=timeline)


def test_a_clip_is_split_into_many_parts_that_show_what_it_showed() -> None:
    applied = edited("plain", {"op": "split_clip", "clip": 3, "parts": 40})

    parts = applied.timeline.video_clips[2:]
    assert len(parts) == 40
    assert parts[-1].end_ms == 15_000
    assert [p.source_start_ms for p in parts] == [2_000 + p.start_ms - 9_000 for p in parts]


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"op": "set_clip_length", "clips": "papagei", "length": 2}, "there is no clip “papagei”"),
        ({"op": "set_clip_length", "clips": "parot.mp4", "length": 2}, "did you mean parrot.mp4"),
        ({"op": "set_clip_length", "clips": 9, "length": 2}, "the timeline has 3"),
        ({"op": "set_clip_length", "clips": 1, "length": 30}, "has 10.00 s of footage"),
        ({"op": "remove_clips", "clips": "all"}, "nothing would be left"),
        ({"op": "split_clip", "at": 99}, "outside the film"),
        ({"op": "trim_clip", "clip": 2, "start_by": 10}, "nothing would be left of"),
        ({"op": "slip_clip", "clip": 2, "by_s": 9}, "can start between 0 and 3 s"),
        ({"op": "replace_clip", "clip": 1, "media": "song.mp3"}, "no film or photo “song.mp3”"),
        ({"op": "remove_text", "texts": "t1"}, "there is no text"),
        ({"op": "split_clip", "clip": 1, "parts": 50}, "shorter than 3 frames (0.1 s): it is 4 s long"),
        ({"op": "split_clip", "at": 3.98, "snap": "none"}, "shorter than 3 frames"),
        ({"op": "add_text", "text": "x", "start": {"section": "bridge"}}, "no section “bridge”"),
        ({"op": "add_text", "text": "x", "start": {"cut": 7}}, "the film has 2"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_is_there(operation: dict[str, Any], words: str) -> None:
    assert words in refusal("cut", operation).what("en")


def test_a_refusal_in_a_batch_names_the_place_of_the_operation() -> None:
    error = refusal("cut", {"op": "reverse_clip", "clips": 1}, {"op": "reverse_clip", "clips": 8})
    assert error.place == 2
    assert "operation 2 (reverse_clip)" in error.what("en")


def test_a_length_that_the_footage_does_not_have_comes_with_the_nearest_that_works() -> None:
    error = refusal("cut", {"op": "set_clip_length", "clips": "parrot", "length": 20})
    assert error.nearest is not None
    edited("cut", dict(error.nearest))


# --- the time that a batch takes -------------------------------------------------------------------------------------


class SlowClock:
    """A second goes by whenever somebody looks."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def test_a_batch_that_takes_too_long_is_refused_whole_and_names_the_operation_that_it_came_to() -> None:
    context = EditContext(
        media=media_of("plain"), planner=SteadyPlanner(), budget=Budget(limit_s=3, clock=SlowClock())
    )
    operations = parse_operations([{"op": "add_text", "text": str(n)} for n in range(10)])
    with pytest.raises(EditRefused) as refused:
        apply(film("plain"), operations, context)
    assert refused.value.place == 4
    assert "took 3 s to compute" in refused.value.what("en")
    assert "3 秒" in refused.value.what("zh")
    assert "fewer operations" in refused.value.next_step("en")


def test_wishes_that_take_too_long_are_refused_and_those_before_are_kept() -> None:
    context = EditContext(
        media=media_of("plain"), planner=SteadyPlanner(), budget=Budget(limit_s=3, clock=SlowClock())
    )
    wishes = [parse_operations([{"op": "add_text", "text": str(n)}]) for n in range(5)]
    applied, refused = apply_wishes(film("plain"), wishes, context)
    assert len(applied.done) == 3
    assert [one.number for one in refused] == [4, 5]
