"""A film that is handed over and comes back is the same film, in every format, to a frame."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nemovideo_mcp.interchange.formats import hand_over
from nemovideo_mcp.timeline.model import Timeline
from support.edits import applied_to
from support.films import film, media_of
from support.handover import back, fifty, sequence

KINDS = ("otio", "fcpxml", "xml", "edl")


def shots(timeline: Timeline) -> list[tuple[object, ...]]:
    return [
        (c.media_id, round(c.speed, 3), c.reversed, c.freeze, c.transition_in is not None)
        for c in timeline.video_clips
    ]


def places(timeline: Timeline) -> list[int]:
    return [ms for c in timeline.video_clips for ms in (c.start_ms, c.end_ms, c.source_start_ms)]


@pytest.mark.parametrize("kind", KINDS)
def test_fifty_films_come_back_with_every_cut_and_in_point_within_a_frame(kind: str) -> None:
    tried = 0
    for name, timeline, media in fifty():
        found = back(timeline, media, kind)
        frame_ms = 1000 / timeline.frame_rate
        assert not found.missing, name
        assert found.timeline.frame_rate == timeline.frame_rate, name
        assert shots(found.timeline) == shots(timeline), name
        off = [abs(a - b) for a, b in zip(places(found.timeline), places(timeline), strict=True)]
        assert max(off) <= frame_ms + 1, (name, off)
        tried += 1
    assert tried == 50


@pytest.mark.parametrize("kind", KINDS)
def test_a_film_of_a_hundred_shots_keeps_its_length(kind: str) -> None:
    start = film("montage")
    once = start.video_clips
    many = [
        clip
        for n in range(10)
        for clip in (
            type(c)(
                **{
                    **{k: getattr(c, k) for k in ("name", "media_id", "source_start_ms")},
                    "clip_id": f"c{n}-{c.clip_id}",
                    "start_ms": 20_000 * n + c.start_ms,
                    "duration_ms": c.duration_ms,
                }
            )
            for c in once
        )
    ]
    timeline = Timeline(frame_rate=Fraction(24000, 1001)).with_shots(many)
    found = back(timeline, media_of("montage"), kind).timeline
    assert len(found.video_clips) == 100
    assert abs(found.duration_ms - timeline.duration_ms) <= 42


def test_otio_brings_back_what_only_we_know() -> None:
    project = film("laid")
    looked = applied_to(
        "laid",
        {"op": "set_look", "clips": [2], "preset": "black_and_white", "strength": 0.5},
        {"op": "set_framing", "clips": [1], "zoom": 1.4, "motion": "push-in"},
        timeline=project,
    ).timeline
    found = back(looked, media_of("laid"), "otio").timeline
    assert [(c.look, c.zoom, c.motion, c.volume, c.anchor) for c in found.video_clips] == [
        (c.look, c.zoom, c.motion, c.volume, c.anchor) for c in looked.video_clips
    ]
    assert found.music is not None
    assert looked.music is not None
    assert (found.music.music, found.music.grid) == (looked.music.music, looked.music.grid)
    assert [(t.text, t.place) for t in found.text_clips] == [(t.text, t.place) for t in looked.text_clips]
    # A blurred region has no file, so that no editor has a place for it: it is named as left out.
    assert [o.place for o in found.overlay_clips] == ["top-right"]
    said = hand_over(sequence(looked, media_of("laid")), "otio").left_out
    assert any("blurred regions (o2)" in words.en and "模糊区域" in words.zh for words in said)


@pytest.mark.parametrize("kind", ["otio", "fcpxml", "xml"])
def test_titles_and_a_song_come_back_where_they_were(kind: str) -> None:
    timeline = applied_to(
        "song", {"op": "add_text", "text": "里斯本 <&> Lisbon", "start": 2, "length": 3}
    ).timeline
    found = back(timeline, media_of("song"), kind).timeline
    [title] = found.text_clips
    assert (title.text, title.start_ms, title.end_ms) == ("里斯本 <&> Lisbon", 2000, 5000)
    assert found.music is not None
    assert (found.music.media_id, found.music.start_ms, found.music.end_ms) == (
        timeline.music.media_id if timeline.music else None,
        0,
        15_000,
    )
