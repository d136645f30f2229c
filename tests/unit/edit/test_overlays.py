"""Overlays on the timeline: where and how long they stand, what moves them, what is refused and with what words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied, blockers_of
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.model import OverlayClip
from nemovideo_mcp.views.timeline_table import timeline_table
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import applied_to
from support.films import film, media_of


def refused(project: str, operation: dict[str, Any]) -> EditRefused:
    with pytest.raises(EditRefused) as error:
        applied_to(project, operation)
    return error.value


def one(applied: Applied, clip_id: str = "o1") -> OverlayClip:
    return next(o for o in applied.timeline.overlay_clips if o.clip_id == clip_id)


def span(applied: Applied, clip_id: str = "o1") -> tuple[int, int]:
    overlay = one(applied, clip_id)
    return overlay.start_ms, overlay.end_ms


def test_a_logo_lies_over_the_whole_film_on_a_track_of_its_own_and_changes_no_clip() -> None:
    before = film("branded")
    applied = applied_to("branded", {"op": "add_overlay", "media": "logo", "place": "top-right"})
    assert span(applied) == (0, 15_000)
    assert applied.done[0].ids == ("o1",)
    assert applied.timeline.video_clips == before.video_clips
    assert applied.timeline.duration_ms == before.duration_ms
    overlay = one(applied)
    assert (overlay.place, overlay.opacity, overlay.volume, overlay.width) == ("top-right", 1.0, 0.0, 0.15)


def test_a_film_over_the_film_is_silent_and_ends_with_its_footage() -> None:
    applied = applied_to("branded", {"op": "add_overlay", "media": "cat", "start": 2})
    assert span(applied) == (2_000, 8_000)
    assert "“cat.mp4” has 6 s to show" in [n.en for n in applied.notes]
    assert one(applied).volume == 0
    later = applied_to("branded", {"op": "add_overlay", "media": "cat", "in_s": 4, "length": 5})
    assert (span(later), one(later).source_start_ms) == ((0, 2_000), 4_000)
    first = applied_to("branded", {"op": "add_overlay", "media": "cat", "length": 5})
    assert (span(first), first.notes) == ((0, 5_000), ())


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"start": 3}, (3_000, 15_000)),
        ({"start": 3, "length": 4}, (3_000, 7_000)),
        ({"start": 3, "end": 5}, (3_000, 5_000)),
        ({"end": 5}, (0, 5_000)),
        ({"end": "end", "length": 2}, (13_000, 15_000)),
        ({"start": "end-3"}, (12_000, 15_000)),
        ({"length": 90}, (0, 15_000)),
    ],
)
def test_a_range_is_taken_as_it_is_said(values: dict[str, Any], expected: tuple[int, int]) -> None:
    assert span(applied_to("branded", {"op": "add_overlay", "media": "logo", **values})) == expected


def test_an_overlay_larger_than_the_frame_is_scaled_to_fit_and_that_is_said() -> None:
    wide = applied_to("branded", {"op": "add_overlay", "media": "logo", "width": 2})
    assert one(wide).width == 1.0
    assert "scaled to fit: 100%" in wide.notes[0].en
    tall = applied_to(
        "branded",
        {"op": "set_canvas", "ratio": "9:16"},
        {"op": "add_overlay", "media": "cat", "width": 1},
        {"op": "change_overlay", "overlays": "o1", "size_by": 3},
    )
    assert one(tall).width == 1.0
    assert "缩小" in tall.notes[-1].zh


@pytest.mark.parametrize(
    ("values", "field", "now"),
    [
        ({"place": "bottom-left"}, "place", "bottom-left"),
        ({"position": {"x": 0.2, "y": 0.9}}, "position", (0.2, 0.9)),
        ({"width": 0.4}, "width", 0.4),
        ({"size_by": 0.5}, "width", 0.1),
        ({"opacity": 0.5}, "opacity", 0.5),
        ({"rounded": 0.1}, "rounded", 0.1),
        ({"border": 0.02}, "border", 0.02),
        ({"media": "cat"}, "name", "cat.mp4"),
    ],
)
def test_a_change_touches_what_it_names(values: dict[str, Any], field: str, now: object) -> None:
    before = film("laid").overlay_clips
    applied = applied_to("laid", {"op": "change_overlay", "overlays": "logo", **values})
    changed = one(applied)
    assert getattr(changed, field) == now
    if field != "name":
        assert replace(changed, **{field: getattr(before[0], field)}) == before[0]
    assert one(applied, "o2") == before[1]


def test_a_place_goes_before_an_earlier_position_and_nothing_new_is_no_change() -> None:
    at = {"op": "change_overlay", "overlays": 1, "position": {"x": 0.5, "y": 0.5}}
    applied = applied_to("laid", at, {"op": "change_overlay", "overlays": 1, "place": "top"})
    assert (one(applied).place, one(applied).position) == ("top", None)
    same = applied_to("laid", {"op": "change_overlay", "overlays": "o1", "place": "top-right"})
    assert not same.changed


def test_the_time_of_an_overlay_moves_and_one_that_ends_with_the_film_goes_on_doing_so() -> None:
    assert span(applied_to("laid", {"op": "change_overlay", "overlays": "o1", "start": 5})) == (5_000, 15_000)
    assert span(applied_to("laid", {"op": "change_overlay", "overlays": "o2", "start": 1}), "o2") == (
        1_000,
        6_000,
    )
    assert span(applied_to("laid", {"op": "change_overlay", "overlays": "o2", "length": 2}), "o2") == (
        4_000,
        6_000,
    )


def test_overlays_are_removed_by_id_number_name_or_all_and_the_track_goes_with_the_last() -> None:
    assert [
        o.clip_id
        for o in applied_to("laid", {"op": "remove_overlay", "overlays": "o1"}).timeline.overlay_clips
    ] == ["o2"]
    assert [
        o.clip_id for o in applied_to("laid", {"op": "remove_overlay", "overlays": -1}).timeline.overlay_clips
    ] == ["o1"]
    applied = applied_to("laid", {"op": "remove_overlay", "overlays": "all"})
    assert applied.timeline.overlay_clips == ()
    assert len(applied.timeline.tracks) == len(film("titled").tracks)


def test_a_region_covers_a_clip_and_stays_with_it_whatever_becomes_of_it() -> None:
    made = applied_to("plain", {"op": "blur_region", "clips": 2, "place": "top-left"})
    assert span(made) == (4_000, 9_000)

    def then(*operations: dict[str, Any]) -> Applied:
        return applied_to("plain", *operations, timeline=made.timeline)

    assert span(then({"op": "move_clips", "clips": "c2", "to": "start"})) == (0, 5_000)
    assert span(then({"op": "set_clip_length", "clips": "c1", "length": 2})) == (2_000, 7_000)
    assert span(then({"op": "set_clip_length", "clips": "c2", "length": 2})) == (4_000, 6_000)
    assert span(then({"op": "split_clip", "clip": "c2", "parts": 2})) == (4_000, 9_000)
    assert span(then({"op": "duplicate_clips", "clips": "c2"})) == (4_000, 14_000)
    assert span(then({"op": "add_clips", "media": "beach", "at": {"after": "c2"}})) == (4_000, 9_000)
    assert then({"op": "remove_clips", "clips": "c2"}).timeline.overlay_clips == ()
    assert span(then({"op": "remove_clips", "clips": "c1"})) == (0, 5_000)


def test_clips_that_follow_one_another_are_one_region() -> None:
    both = applied_to("plain", {"op": "blur_region", "clips": [1, 2]})
    assert [(o.start_ms, o.end_ms) for o in both.timeline.overlay_clips] == [(0, 9_000)]
    apart = applied_to("plain", {"op": "blur_region", "clips": [1, 3], "effect": "pixelate"})
    assert [(o.start_ms, o.end_ms) for o in apart.timeline.overlay_clips] == [(0, 4_000), (9_000, 15_000)]


def test_a_logo_over_the_whole_film_stays_over_it_at_any_length() -> None:
    shorter = applied_to("laid", {"op": "remove_clips", "clips": 3})
    assert span(shorter) == (0, shorter.timeline.duration_ms)
    longer = applied_to("laid", {"op": "add_clips", "media": "surf"})
    assert span(longer) == (0, longer.timeline.duration_ms)


def test_a_region_has_no_opacity_and_a_logo_no_height() -> None:
    error = refused("laid", {"op": "change_overlay", "overlays": "o2", "opacity": 0.5})
    assert "blurred region and has no opacity" in error.what("en")
    error = refused("laid", {"op": "change_overlay", "overlays": "o1", "height": 0.5})
    assert error.nearest == {"op": "change_overlay", "overlays": ["o1"], "width": 0.2}


@pytest.mark.parametrize(
    ("project", "operation", "part"),
    [
        ("fresh", {"op": "add_overlay", "media": "bikes"}, "no film"),
        ("fresh", {"op": "blur_region"}, "no film"),
        ("laid", {"op": "add_overlay", "media": "song"}, "no film or photo “song”"),
        ("laid", {"op": "add_overlay", "media": "logo.jpeg.png"}, "did you mean logo.png?"),
        ("laid", {"op": "add_overlay", "media": "cat", "in_s": 7}, "6 s long"),
        ("laid", {"op": "add_overlay", "media": "logo", "start": 40}, "outside the film"),
        ("laid", {"op": "add_overlay", "media": "logo", "start": 5, "end": 5}, "would start at 5 s"),
        ("laid", {"op": "remove_overlay", "overlays": "o7"}, "no overlay “o7”"),
        ("plain", {"op": "remove_overlay", "overlays": "all"}, "no overlay on the film"),
        ("plain", {"op": "change_overlay", "overlays": "o1", "opacity": 1}, "no overlay on the film"),
    ],
)
def test_what_cannot_be_is_refused_in_words(project: str, operation: dict[str, Any], part: str) -> None:
    error = refused(project, operation)
    assert part in error.what("en")
    assert error.next_step("en")
    assert error.next_step("zh")


def test_a_logo_whose_file_is_gone_blocks_the_export() -> None:
    known = [item.media_id for item in media_of("laid") if item.name != "logo.png"]
    assert [w.en for w in blockers_of(film("laid"), known)] == [
        "the source of “logo.png” (o1, 0 s) is missing"
    ]


def test_a_region_follows_and_says_how() -> None:
    made = applied_to("plain", {"op": "blur_region", "clips": 2, "place": "top-left", "follow": True})
    (region,) = made.timeline.overlay_clips
    assert region.follow
    assert "following what it hides" in made.done[0].words.en
    assert "stands still where what it hides cannot be found" in made.notes[0].en
    draft = draft_of(made.timeline)
    assert timeline_of(draft) == made.timeline
    (segment,) = (s for t in draft["t"] for s in t["sg"] if s["id"] == region.clip_id)
    assert segment["m"]["follow"] is True
    view = timeline_view(made.timeline, media_of("plain"), project="plain", version=2)
    assert view["overlays"][0]["follow"] is True
    assert any("follows" in line for line in timeline_table(view))
    still = applied_to("plain", {"op": "blur_region", "clips": 2})
    assert not still.timeline.overlay_clips[0].follow
    assert (
        "follow"
        not in timeline_view(still.timeline, media_of("plain"), project="p", version=2)["overlays"][0]
    )
