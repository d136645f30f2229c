"""`set_look`: steps on what is, presets, tables of colours, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied, blockers_of
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.look import PLAIN, Look
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.timeline_table import timeline_table
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import applied_to
from support.films import TEAL, film, media_of


def edited(*operations: dict[str, Any], timeline: Timeline | None = None) -> Applied:
    given = [{"op": "set_look", "clips": "c2", **one} for one in operations]
    return applied_to("graded", *given, timeline=timeline)


def look_of(applied: Applied, number: int = 1) -> Look:
    return applied.timeline.video_clips[number].look


def test_steps_add_up_and_end_at_the_ends() -> None:
    assert look_of(edited({"brightness_by": -0.1}, {"brightness_by": -0.1})).brightness == -0.2
    assert look_of(edited({"warmth": 0.4}, {"warmth_by": -0.1})).warmth == 0.3
    full = edited({"saturation": 0.9}, {"saturation_by": 0.5})
    assert look_of(full).saturation == 1.0
    again = edited({"saturation_by": 0.2}, timeline=full.timeline)
    assert not again.changed
    assert "cannot go further" in again.notes[0].en


def test_a_preset_leaves_the_sliders_and_goes_with_all_of_them() -> None:
    first = edited({"warmth_by": 0.2}, {"preset": "vintage", "strength": 0.4}, {"vignette": 0.3})
    assert look_of(first) == Look(preset="vintage", strength=0.4, warmth=0.2, vignette=0.3)
    assert look_of(edited({"preset": "cinematic"}, timeline=first.timeline)).strength == 1.0
    assert look_of(edited({"preset": "none"}, timeline=first.timeline)) == PLAIN
    assert look_of(edited({"preset": "none", "blur": 0.2}, timeline=first.timeline)) == Look(blur=0.2)


def test_black_and_white_takes_an_older_tint_away_and_a_newer_one_stays() -> None:
    warm = edited({"warmth": 0.3, "brightness": 0.1}).timeline
    assert look_of(edited({"preset": "black_and_white"}, timeline=warm)) == Look(
        preset="black_and_white", brightness=0.1
    )
    tinted = edited({"preset": "black_and_white", "warmth": 0.8}, timeline=warm)
    assert look_of(tinted).warmth == 0.8


@pytest.mark.parametrize("name", ["teal.cube", "teal", "m5", "TEAL.CUBE"])
def test_a_table_is_named_by_its_file_or_its_number(name: str) -> None:
    first = edited({"lut": name, "strength": 0.5})
    assert look_of(first) == Look(lut=TEAL.media_id, strength=0.5)
    assert look_of(edited({"lut": "none"}, timeline=first.timeline)) == PLAIN


def test_only_a_table_of_the_project_is_one() -> None:
    for name in ("sepia.cube", "bikes.mp4"):
        with pytest.raises(EditRefused, match="no LUT") as refused:
            edited({"lut": name})
        assert "teal.cube" in refused.value.next_step("en")


@pytest.mark.parametrize(
    "operation", [{"op": "add_clips", "media": "teal.cube"}, {"op": "replace_clip", "clip": 1, "media": "m5"}]
)
def test_a_table_is_never_a_clip(operation: dict[str, Any]) -> None:
    with pytest.raises(EditRefused, match="no film or photo"):
        applied_to("graded", operation)


def test_a_look_of_all_clips_pins_none_and_one_by_name_does() -> None:
    everything = edited({"clips": "all", "preset": "black_and_white"}).timeline
    assert [c.look.preset for c in everything.video_clips] == ["black_and_white"] * 3
    assert not any(c.pinned for c in everything.video_clips)
    assert [c.pinned for c in edited({"warmth_by": 0.1}).timeline.video_clips] == [False, True, False]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "split_clip", "clip": 2, "parts": 2},
        {"op": "duplicate_clips", "clips": 2},
        {"op": "replace_clip", "clip": 2, "media": "surf.mp4"},
        {"op": "set_speed", "clips": 2, "factor": 2},
        {"op": "freeze_frame", "clip": 2},
    ],
)
def test_a_look_stays_with_its_clip(operation: dict[str, Any]) -> None:
    before = edited({"preset": "vintage"}).timeline
    after = applied_to("graded", operation, timeline=before).timeline
    old = {"c1", "c3"}
    assert all(c.look.preset == "vintage" for c in after.video_clips if c.clip_id not in old)
    assert all(c.look == PLAIN for c in after.video_clips if c.clip_id in old)


def test_the_wire_keeps_a_look_and_takes_defaults_for_what_it_cannot_read() -> None:
    timeline = edited({"lut": "teal", "strength": 0.5, "warmth": -0.25, "bars": True}).timeline
    draft = draft_of(timeline)
    shown = draft["t"][0]["sg"][1]["m"]["look"]
    assert shown == {"lut": TEAL.media_id, "strength": 0.5, "warmth": -0.25, "bars": True}
    assert "look" not in draft["t"][0]["sg"][0]["m"]
    assert timeline_of(draft) == timeline
    draft["t"][0]["sg"][1]["m"]["look"] = {"warmth": 3, "preset": "sepia", "blur": "much", "contrast": 0.5}
    assert timeline_of(draft).video_clips[1].look == Look(contrast=0.5)
    draft["t"][0]["sg"][1]["m"]["look"] = "noir"
    assert timeline_of(draft).video_clips[1].look == PLAIN


def test_people_and_agents_see_it() -> None:
    before, media = film("graded"), media_of("graded")
    after = edited({"lut": "teal", "strength": 0.5, "warmth": 0.25}).timeline
    view = timeline_view(after, media, project="graded", version=2)
    assert view["clips"][1]["look"] == {"lut": "teal.cube", "strength": 0.5, "warmth": 0.25}
    assert "look" not in view["clips"][0]
    assert [m["uses"] for m in view["media"]] == [1, 1, 1, 0, 1]
    row = next(line for line in timeline_table(view) if "c2" in line)
    assert "LUT teal.cube, strength 50%, warmth +25%" in row
    for changes in (diff(before, after), diff(draft_of(before), draft_of(after))):
        (change,) = changes
        assert "parrot" in change.text
        assert change.text == "Video parrot: – → LUT, strength 50%, warmth +25%"


def test_a_film_whose_table_is_gone_says_so() -> None:
    timeline = edited({"lut": "teal"}).timeline
    there = [item.media_id for item in media_of("graded")]
    assert blockers_of(timeline, there) == ()
    (blocker,) = blockers_of(timeline, there[:-1])
    assert "LUT" in blocker.en


def for_a_time(*operations: dict[str, Any], timeline: Timeline | None = None) -> Applied:
    given = [{"op": "set_look", **one} for one in operations]
    return applied_to("graded", *given, timeline=timeline)


def ranges_of(applied: Applied) -> list[tuple[int, int, Look]]:
    return [(r.start_ms, r.end_ms, r.look) for r in applied.timeline.look_ranges]


GREY = Look(preset="black_and_white")


def test_a_look_for_a_time_touches_no_clip() -> None:
    made = for_a_time({"start": 3, "end": 6, "preset": "black_and_white"})
    assert ranges_of(made) == [(3_000, 6_000, GREY)]
    assert made.timeline.video_clips == film("graded").video_clips
    assert "3 to 6 s" in made.done[0].words.en
    assert "keeps this time" in made.notes[0].en
    # Clips that move or change leave it where it is.
    later = applied_to(
        "graded",
        {"op": "remove_clips", "clips": 1},
        {"op": "reverse_clip", "clips": 1},
        timeline=made.timeline,
    )
    assert ranges_of(later) == ranges_of(made)
    assert not for_a_time({"start": 3, "end": 6, "preset": "black_and_white"}, timeline=made.timeline).changed


def test_looks_for_times_that_overlap_build_on_each_other() -> None:
    made = for_a_time(
        {"start": 3, "end": 6, "preset": "black_and_white"}, {"start": 5, "end": 8, "brightness_by": -0.2}
    )
    assert ranges_of(made) == [
        (3_000, 5_000, GREY),
        (5_000, 6_000, Look(preset="black_and_white", brightness=-0.2)),
        (6_000, 8_000, Look(brightness=-0.2)),
    ]
    less = for_a_time({"start": 4, "end": 7, "preset": "none"}, timeline=made.timeline)
    assert ranges_of(less) == [(3_000, 4_000, GREY), (7_000, 8_000, Look(brightness=-0.2))]
    gone = for_a_time({"clips": "all", "preset": "none"}, timeline=made.timeline)
    assert ranges_of(gone) == []
    assert gone.changed


def test_a_look_for_a_time_that_cannot_be_is_refused() -> None:
    with pytest.raises(EditRefused, match="no look was set for the time"):
        for_a_time({"start": 3, "end": 6, "preset": "none"})
    with pytest.raises(EditRefused, match="outside the film"):
        for_a_time({"start": 60, "end": 70, "blur": 0.2})
    with pytest.raises(EditRefused, match="would start at 6"):
        for_a_time({"start": 6, "end": 5, "blur": 0.2})
    with pytest.raises(EditRefused, match="either clips or a start and end"):
        for_a_time({"clips": 1, "start": 3, "blur": 0.2})


def test_a_look_for_a_time_is_on_the_wire_and_in_the_views() -> None:
    made = for_a_time({"start": 1, "end": 2.5, "lut": "teal.cube", "strength": 0.5}).timeline
    draft = draft_of(made)
    assert draft["m"]["looks"] == [{"s": 1000, "e": 2500, "look": {"lut": TEAL.media_id, "strength": 0.5}}]
    assert timeline_of(draft) == made
    assert "looks" not in draft_of(film("graded"))["m"]
    draft["m"]["looks"][0]["e"] = 500
    assert timeline_of(draft).look_ranges == ()
    assert TEAL.media_id in made.media_ids
    assert [w.en for w in blockers_of(made, [m.media_id for m in media_of("graded") if m != TEAL])] == [
        "the LUT of the look from 1 to 2.5 s is missing"
    ]
    view = timeline_view(made, media_of("graded"), project="graded", version=2)
    assert view["looks"] == [{"start_s": 1, "end_s": 2.5, "look": {"lut": "teal.cube", "strength": 0.5}}]
    assert any("1.00–2.50" in line and "teal.cube" in line for line in timeline_table(view))
