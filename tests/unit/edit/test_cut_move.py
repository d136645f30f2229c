"""A cut that is moved by itself, and a clip that is called something else."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied, apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.rolling import rolling_cuts
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.model import Timeline
from support.films import SteadyPlanner, film, media_of
from unit.language.scenes import edits


def edited(*operations: dict[str, Any], project: str = "cut") -> Applied:
    context = EditContext(media=media_of(project), planner=SteadyPlanner())
    return apply(film(project), parse_operations(list(operations)), context)


def shown(timeline: Timeline) -> list[tuple[int, int, int]]:
    return [(c.start_ms, c.end_ms, c.source_start_ms) for c in timeline.video_clips]


def test_the_clip_before_gives_what_the_one_behind_takes_and_no_other_moves() -> None:
    before = film("cut")
    assert shown(before) == [(0, 4000, 1000), (4000, 9000, 500), (9000, 15000, 2000)]
    made = edited({"op": "move_cut", "cut": 1, "at": {"bar": 4, "beat": 1}})
    assert shown(made.timeline) == [(0, 6000, 1000), (6000, 9000, 2500), (9000, 15000, 2000)]
    assert made.timeline.duration_ms == before.duration_ms
    assert [c.off_beat_ms for c in made.cuts] == [0]
    assert made.done[0].words.en == (
        "the cut between “bikes.mp4” (c1) and “parrot.mp4” (c2) is at 6 s, on the beat"
    )


def test_a_cut_lands_on_the_beat_unless_it_is_to_be_free() -> None:
    near = edited({"op": "move_cut", "cut": 2, "at": 8.1})
    assert near.timeline.cuts_ms[1] == 8000
    assert "(asked 8.1 s), on the beat" in near.done[0].words.en
    free = edited({"op": "move_cut", "cut": 2, "at": 8.1, "snap": "none"})
    assert free.timeline.cuts_ms[1] == 8100
    assert free.done[0].words.en.endswith("at 8.1 s, 100 ms after the beat")
    assert free.done[0].words.zh.endswith("比节拍晚 100 毫秒")


def test_a_cut_goes_no_further_than_the_footage_and_it_is_said_where_it_can_be() -> None:
    context = media_of("cut")
    cuts = rolling_cuts(
        film("cut").video_clips, {m.media_id: m for m in context}, frame_rate=film("cut").frame_rate
    )
    assert [(c.number, c.earliest_ms, c.latest_ms) for c in cuts] == [(1, 3500, 8900), (2, 7000, 11500)]
    assert cuts[0].earliest_is_footage
    assert not cuts[0].latest_is_footage
    with pytest.raises(EditRefused, match=r"“parrot.mp4” \(c2\) has no more footage. It can be at 3.5–8.9 s"):
        edited({"op": "move_cut", "cut": 1, "at": 3, "snap": "none"})
    for bound in (3.5, 8.9):
        made = edited({"op": "move_cut", "cut": 1, "at": bound, "snap": "none"})
        assert made.timeline.cuts_ms[0] == bound * 1000


def test_backwards_the_in_point_follows_the_other_way() -> None:
    made = edited(
        {"op": "reverse_clip", "clips": [1, 2]},
        {"op": "move_cut", "cut": 1, "at": 4.5, "snap": "none"},
    )
    first, second = made.timeline.video_clips[:2]
    assert (first.source_start_ms, first.source_end_ms) == (500, 5000)
    assert (second.source_start_ms, second.source_end_ms) == (500, 5000)


@pytest.mark.parametrize("cut", [0, 3, -3])
def test_a_cut_that_is_not_there_is_refused(cut: int) -> None:
    with pytest.raises(EditRefused, match=f"there is no cut {cut}; the film has 2"):
        edited({"op": "move_cut", "cut": cut, "at": 5})


def test_captions_stay_with_the_footage_that_is_still_shown() -> None:
    before = film("captioned")
    made = edited({"op": "move_cut", "cut": 1, "at": 6, "snap": "none"}, project="captioned").timeline
    kept = {c.clip_id: c.start_ms for c in made.captions}
    outside = [c for c in before.captions if not 4000 <= c.start_ms < 6000]
    assert all(kept[c.clip_id] == c.start_ms for c in outside)


def test_a_clip_is_called_by_its_new_name_from_then_on() -> None:
    made = edited(
        {"op": "rename_clip", "clip": 2, "name": " the  beach\n"},
        {"op": "set_clip_length", "clips": "the beach", "length": 3},
    )
    assert [c.name for c in made.timeline.video_clips] == ["bikes.mp4", "the beach", "surf.mp4"]
    assert made.done[1].ids == ("c2",)
    assert not made.timeline.video_clips[0].pinned


@pytest.mark.parametrize("name", ["c3", "m2", "4", "all", "全部", "\u200b"])
def test_a_name_that_means_something_else_is_refused(name: str) -> None:
    with pytest.raises(EditRefused):
        edited({"op": "rename_clip", "clip": 1, "name": name})


@pytest.mark.parametrize(
    ("words", "operation"),
    [
        ("move cut 2 to 6 seconds", {"op": "move_cut", "cut": 2, "at": 6.0}),
        ("please move the second cut to 8.5 s", {"op": "move_cut", "cut": 2, "at": 8.5}),
        ("move the last cut half a second later", {"op": "move_cut", "cut": 2, "at": 9.5}),
        ("move the cut between clip 1 and clip 2 to 6 s", {"op": "move_cut", "cut": 1, "at": 6.0}),
        ("put cut 2 on bar 4", {"op": "move_cut", "cut": 2, "at": {"bar": 4}}),
        ("move cut 2 one beat earlier", {"op": "move_cut", "cut": 2, "at": 8.5}),
        ("把第二个切点移到6秒", {"op": "move_cut", "cut": 2, "at": 6.0}),
        ("第1个切点往后移0.5秒", {"op": "move_cut", "cut": 1, "at": 4.5}),
        ("第2个切点提前半秒", {"op": "move_cut", "cut": 2, "at": 8.5}),
        ("把第一段和第二段之间的切点移到5秒", {"op": "move_cut", "cut": 1, "at": 5.0}),
        ("rename clip 2 to beach day", {"op": "rename_clip", "clip": "c2", "name": "beach day"}),
        ('name the first clip "intro"', {"op": "rename_clip", "clip": "c1", "name": "intro"}),
        ("把第二段命名为“海滩”", {"op": "rename_clip", "clip": "c2", "name": "海滩"}),
    ],
)
def test_it_is_said_in_words_too(words: str, operation: dict[str, Any]) -> None:
    assert edits(words) == [operation]
