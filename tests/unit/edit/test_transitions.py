"""`set_transition`, and what other edits do to transitions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import applied_to, notes
from support.films import film, media_of
from support.wishes import Conversation

ALL = {"op": "set_transition", "clips": "all"}


def edited(
    project: str, *operations: dict[str, Any], shots: dict[str, tuple[int, ...]] | None = None
) -> Applied:
    media = tuple(
        replace(item, analysis=Analysis(hop_ms=100, shot_starts_ms=shots[item.name]))
        if shots and item.name in shots
        else item
        for item in media_of(project)
    )
    return applied_to(project, *operations, media=media)


def kinds(applied: Applied) -> dict[str, str | None]:
    return {
        c.clip_id: c.transition_in.kind if c.transition_in else None for c in applied.timeline.video_clips
    }


def test_a_cut_a_clip_and_all_of_them_are_named() -> None:
    assert kinds(edited("plain", {"op": "set_transition", "cuts": -1, "kind": "wipe"})) == {
        "c1": None, "c2": None, "c3": "wipe",
    }  # fmt: skip
    assert kinds(edited("plain", {"op": "set_transition", "clips": "parrot"}))["c2"] == "dissolve"
    assert kinds(edited("plain", ALL)) == {"c1": None, "c2": "dissolve", "c3": "dissolve"}


def test_cuts_stay_where_they_are_and_the_timeline_is_as_long() -> None:
    before, after = film("cut"), edited("cut", {**ALL, "length": {"beats": 1}}).timeline
    assert after.cuts_ms == before.cuts_ms
    assert after.duration_ms == before.duration_ms
    assert {c.transition_in.duration_ms for c in after.video_clips if c.transition_in} == {500}


def test_what_is_not_given_stays_as_it_is() -> None:
    first = {"op": "set_transition", "cuts": 1, "kind": "wipe", "length": 1}
    longer = edited("plain", first, {"op": "set_transition", "cuts": 1, "length": 2})
    other = edited("plain", first, {"op": "set_transition", "cuts": 1, "kind": "push"})
    found = [a.timeline.video_clips[1].transition_in for a in (longer, other)]
    assert [(t.kind, t.duration_ms) for t in found if t] == [("wipe", 2000), ("push", 1000)]


@pytest.mark.parametrize(
    ("operation", "word"),
    [
        ({"op": "set_transition", "clips": 1}, "first clip"),
        ({"op": "set_transition", "cuts": 3}, "no cut 3"),
        ({"op": "set_transition", "cuts": 1, "length": 6}, "5 s at most"),
        ({"op": "set_transition", "cuts": 1, "length": {"beats": 1}}, "beat"),
    ],
)
def test_what_cannot_be_is_refused_in_words(operation: dict[str, Any], word: str) -> None:
    with pytest.raises(EditRefused) as refused:
        edited("plain", operation)
    assert word in refused.value.what("en")
    assert refused.value.what("zh")


def test_one_that_is_longer_than_its_clips_allow_is_shortened_and_that_is_said() -> None:
    short = {"op": "set_clip_length", "clips": 2, "length": 0.6, "snap": "none"}
    applied = edited("plain", short, {**ALL, "length": 2})
    assert {c.transition_in.duration_ms for c in applied.timeline.video_clips if c.transition_in} == {600}
    assert "shortened" in notes(applied)


def test_a_flash_of_a_clip_has_no_room_and_keeps_its_hard_cuts() -> None:
    flash = {"op": "set_clip_length", "clips": 2, "length": 0.1, "snap": "none"}
    with pytest.raises(EditRefused, match="too short for a transition"):
        edited("plain", flash, ALL)


def test_footage_that_is_missing_is_said_also_where_the_source_itself_cuts() -> None:
    assert notes(edited("plain", {"op": "set_transition", "cuts": 1, "length": 1})) == ""
    at_start = {"op": "slip_clip", "clip": 2, "in_s": 0}
    assert "held for up to 0.5 s" in notes(
        edited("plain", at_start, {"op": "set_transition", "cuts": 1, "length": 1})
    )
    # The bikes end at 5 s of their source; it cuts 0.2 s later.
    shots = {"bikes.mp4": (0, 5200)}
    held = notes(edited("plain", {"op": "set_transition", "cuts": 1, "length": 1}, shots=shots))
    assert "held for up to 0.3 s" in held


def test_a_clip_that_becomes_the_first_loses_its_transition_and_that_is_said() -> None:
    moved = edited("plain", ALL, {"op": "move_clips", "clips": 3, "to": "start"})
    assert kinds(moved) == {"c3": None, "c1": None, "c2": "dissolve"}
    assert "is gone" in notes(moved)
    assert kinds(edited("plain", ALL, {"op": "remove_clips", "clips": 1})) == {"c2": None, "c3": "dissolve"}
    gap = edited("plain", ALL, {"op": "remove_clips", "clips": 2, "leave_gap": True})
    assert kinds(gap) == {"c1": None, "c3": None}


def test_an_edit_that_leaves_less_room_says_how_long_the_transition_is_now() -> None:
    applied = edited("plain", ALL, {"op": "set_clip_length", "clips": 2, "length": 0.3, "snap": "none"})
    assert "is 0.27 s now" in notes(applied)
    view = timeline_view(applied.timeline, media_of("plain"), project="p", version=1)
    assert view["clips"][1]["transition_in"] == {"kind": "dissolve", "length_s": 0.267}


def test_splits_copies_freezes_and_resets_do_the_right_thing() -> None:
    wipe = {"op": "set_transition", "cuts": 1, "kind": "wipe"}
    assert kinds(edited("plain", wipe, {"op": "split_clip", "clip": 2, "parts": 2})) == {
        "c1": None, "c2": "wipe", "c4": None, "c3": None,
    }  # fmt: skip
    assert kinds(edited("plain", wipe, {"op": "duplicate_clips", "clips": 2}))["c4"] == "wipe"
    frozen = kinds(edited("plain", wipe, {"op": "freeze_frame", "at": {"cut": 1}}))
    assert frozen == {"c1": None, "c4": "wipe", "c2": None, "c3": None}
    assert kinds(edited("plain", wipe, {"op": "reset_clip", "clips": 2}))["c2"] is None
    assert kinds(edited("plain", wipe, {"op": "replace_clip", "clip": 2, "media": "surf"}))["c2"] == "wipe"


def test_transitions_are_taken_away_and_come_through_the_wire() -> None:
    applied = edited("plain", ALL)
    assert timeline_of(draft_of(applied.timeline)) == applied.timeline
    gone = edited("plain", ALL, {**ALL, "kind": "none"})
    assert set(kinds(gone).values()) == {None}
    again = edited("plain", {**ALL, "kind": "none"})
    assert not again.changed


def test_a_film_that_is_cut_anew_keeps_a_transition_that_every_cut_had() -> None:
    talk = Conversation(media=media_of("cut"), timeline=film("cut"))
    assert talk.say("crossfade all the clips")[0]
    assert talk.say("make the video 10 seconds long")[0]
    first, *others = talk.timeline.video_clips
    assert first.transition_in is None
    assert len(others) > 1
    assert {c.transition_in.kind if c.transition_in else None for c in others} == {"dissolve"}


def test_one_transition_stays_with_its_clip_when_the_film_is_cut_anew() -> None:
    talk = Conversation(media=media_of("cut"), timeline=film("cut"))
    assert talk.say("wipe between clip 1 and 2")[0]
    assert talk.say("make the video 10 seconds long")[0]
    found = {c.clip_id: c.transition_in for c in talk.timeline.video_clips if c.transition_in}
    assert {i: t.kind for i, t in found.items()} == {"c2": "wipe"}
