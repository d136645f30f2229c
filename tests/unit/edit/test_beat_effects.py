"""`set_beat_effects`: one of each kind, off by default, and nothing without a beat."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.beat_effects import beat_pieces
from nemovideo_mcp.views.timeline_table import timeline_table
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import applied_to
from support.edits import edited as solved
from support.films import film, media_of


def edited(project: str, *operations: dict[str, Any], timeline: Timeline | None = None) -> Applied:
    given = [{"op": "set_beat_effects", **one} for one in operations]
    return applied_to(project, *given, timeline=timeline)


def test_one_of_each_kind_holds_and_none_takes_all_away() -> None:
    first = edited("cut", {"kind": "punch"}, {"kind": "flash", "on": "beats"}, {"kind": "punch", "on": 4})
    assert first.timeline.beat_effects == (
        BeatEffect(kind="flash", every=1),
        BeatEffect(kind="punch", every=4),
    )
    assert first.timeline.video_clips == film("cut").video_clips
    less = edited("cut", {"kind": "flash", "strength": 0}, timeline=first.timeline)
    assert less.timeline.beat_effects == (BeatEffect(kind="punch", every=4),)
    assert edited("cut", {"kind": "none"}, timeline=first.timeline).timeline == film("cut")
    assert not edited("cut", {"kind": "none"}).changed


def test_a_film_without_a_beat_has_none() -> None:
    with pytest.raises(EditRefused, match="need music with a beat"):
        edited("plain", {"kind": "punch"})


def test_the_wire_and_the_views_show_them() -> None:
    timeline = edited("cut", {"kind": "punch"}, {"kind": "flash", "on": 2, "strength": 0.3}).timeline
    draft = draft_of(timeline)
    assert draft["m"]["beats"] == [{"kind": "punch"}, {"kind": "flash", "every": 2, "strength": 0.3}]
    assert timeline_of(draft) == timeline
    draft["m"]["beats"] = [{"kind": "explode"}]
    assert timeline_of(draft).beat_effects == ()
    view = timeline_view(timeline, media_of("cut"), project="cut", version=2)
    assert view["beat_effects"] == [
        {"kind": "punch", "on": "downbeats", "strength": 0.5},
        {"kind": "flash", "on": 2, "strength": 0.3},
    ]
    assert "beat_effects" not in timeline_view(film("cut"), media_of("cut"), project="cut", version=1)
    assert any("flash" in line and "30%" in line for line in timeline_table(view))


def _seen_ms(timeline: Timeline) -> list[int]:
    return [round(piece.first_frame * 1000 / timeline.frame_rate) for piece in beat_pieces(timeline)]


def test_an_effect_on_the_drop_goes_with_the_drop_of_the_music() -> None:
    media = media_of("song")
    song = {"op": "set_music", "song": "song.mp3", "start": 20}
    flash = {"op": "set_beat_effects", "kind": "flash", "on": "drop"}
    # The song's drop is 30 s into it.
    made = solved(media, [song, flash], start=film("song")).timeline
    assert _seen_ms(made) == [10_000]
    later = solved(media, {**song, "start": 25}, start=made).timeline
    assert _seen_ms(later) == [5_000]
    # A song without a drop: the effect is kept, and seen nowhere.
    calm = solved(media, {"op": "set_music", "song": "calm.mp3"}, start=made).timeline
    assert calm.beat_effects == (BeatEffect(kind="flash", on_drop=True),)
    assert _seen_ms(calm) == []
    assert _seen_ms(solved(media, song, start=calm).timeline) == [10_000]
    with pytest.raises(EditRefused, match="no drop is known"):
        solved(media, flash, start=calm)


def test_effects_are_put_on_chosen_beats() -> None:
    made = edited("cut", {"kind": "punch", "on": [{"bar": 2}, {"bar": 3, "beat": 3}]}).timeline
    assert [piece.first_frame for piece in beat_pieces(made)] == [60, 150]
    view = timeline_view(made, media_of("cut"), project="cut", version=2)
    assert view["beat_effects"] == [
        {"kind": "punch", "on": [{"bar": 2, "beat": 1}, {"bar": 3, "beat": 3}], "strength": 0.5}
    ]
    assert any("2.1, 3.3" in line for line in timeline_table(view))
    assert timeline_of(draft_of(made)) == made
    drop = edited("cut", {"kind": "punch", "on": "drop"}).timeline
    assert draft_of(drop)["m"]["beats"] == [{"kind": "punch", "drop": True, "at": [[3, 1]]}]
    assert timeline_of(draft_of(drop)) == drop
    near = edited("cut", {"kind": "punch", "on": [5.1, {"bar": 2}, 4.9]}).timeline
    assert [piece.first_frame for piece in beat_pieces(near)] == [60, 150]
    with pytest.raises(EditRefused, match="outside the film"):
        edited("cut", {"kind": "punch", "on": [{"bar": 90}]})
