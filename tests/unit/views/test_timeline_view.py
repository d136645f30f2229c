"""The timeline as agents read it: short ids, seconds, only what differs from its default."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.model import Fade, Fit, TextClip, Timeline, Track, VolumeRange
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.timeline_view import text_view, timeline_view
from support.films import PROJECTS, film, media_of


def view(timeline: Timeline, project: str, **more: Any) -> dict[str, Any]:
    return timeline_view(timeline, media_of(project), project="lisbon", version=7, **more)


def changed(timeline: Timeline, clip_id: str, **changes: Any) -> Timeline:
    tracks = [
        replace(t, clips=tuple(replace(c, **changes) if c.clip_id == clip_id else c for c in t.clips))
        for t in timeline.tracks
    ]
    return replace(timeline, tracks=tuple(tracks))


def test_a_plain_film_shows_nothing_that_is_the_default() -> None:
    shown = view(film("plain"), "plain")

    assert shown == {
        "project": "lisbon",
        "version": 7,
        "duration_s": 15,
        "width": 1920,
        "height": 1080,
        "frame_rate": 30,
        "clips": [
            {"id": "c1", "name": "bikes.mp4", "media": "m1", "start_s": 0, "end_s": 4, "in_s": 1, "out_s": 5},
            {
                "id": "c2",
                "name": "parrot.mp4",
                "media": "m2",
                "start_s": 4,
                "end_s": 9,
                "in_s": 0.5,
                "out_s": 5.5,
            },
            {"id": "c3", "name": "surf.mp4", "media": "m3", "start_s": 9, "end_s": 15, "in_s": 2, "out_s": 8},
        ],
        "texts": [],
        "media": [
            {"id": "m1", "name": "bikes.mp4", "kind": "video", "duration_s": 10, "uses": 1},
            {"id": "m2", "name": "parrot.mp4", "kind": "video", "duration_s": 8, "uses": 1},
            {"id": "m3", "name": "surf.mp4", "kind": "video", "duration_s": 12, "uses": 1},
            {"id": "m4", "name": "beach.jpg", "kind": "image", "uses": 0},
        ],
    }


def test_everything_that_a_clip_has_is_shown() -> None:
    clip: dict[str, Any] = {
        "speed": 2.0,
        "reversed": True,
        "volume": 0.25,
        "fade_in_ms": 500,
        "fit": Fit.BLUR,
        "zoom": 1.1,
        "position": (0.25, 0.5),
        "rotation": 90,
        "flip": "horizontal",
        "motion": "push-in",
        "pinned": True,
        "duration_ms": 2003,
    }

    shown = view(changed(film("plain"), "c1", **clip), "plain")["clips"][0]

    assert shown == {
        "id": "c1",
        "name": "bikes.mp4",
        "media": "m1",
        "start_s": 0,
        "end_s": 2.003,
        "in_s": 1,
        "out_s": 5.006,
        "speed": 2,
        "reversed": True,
        "volume": 0.25,
        "fade_in_s": 0.5,
        "fit": "blur",
        "zoom": 1.1,
        "position": {"x": 0.25, "y": 0.5},
        "rotate": 90,
        "flip": "horizontal",
        "motion": "push-in",
        "pinned": True,
    }


def test_each_cut_tells_its_bar_and_beat_and_how_far_it_is_off() -> None:
    timeline = changed(film("cut"), "c2", start_ms=4_030, anchor=None)

    cuts = [clip["cut"] for clip in view(timeline, "cut")["clips"]]

    assert cuts == [
        {"bar": 1, "beat": 1, "off_beat_ms": 0},
        {"bar": 3, "beat": 1, "off_beat_ms": 30},
        {"bar": 5, "beat": 3, "off_beat_ms": 0},
    ]


def test_a_composed_piece_has_a_mood_and_no_media() -> None:
    music = view(film("cut"), "cut")["music"]

    assert music == {
        "id": "a1",
        "name": "Upbeat",
        "start_s": 0,
        "end_s": 15,
        "bpm": 120,
        "mood": "upbeat",
        "sections": [{"kind": "intro", "start_s": 0}, {"kind": "chorus", "start_s": 4}],
        "drop_s": 4,
    }


def test_a_song_s_sections_and_drop_are_told_in_the_film_s_time() -> None:
    ranges = (VolumeRange(start_ms=4_000, end_ms=8_000, volume=0.2),)
    timeline = changed(film("song"), "a1", source_start_ms=25_000, volume=0.7, volume_ranges=ranges)

    music = view(timeline, "song")["music"]

    assert music == {
        "id": "a1",
        "name": "song.mp3",
        "media": "m5",
        "start_s": 0,
        "end_s": 15,
        "in_s": 25,
        "volume": 0.7,
        "fade_out_s": 1.5,
        "volume_ranges": [{"start_s": 4, "end_s": 8, "volume": 0.2}],
        "bpm": 120,
        "sections": [{"kind": "chorus", "start_s": 5}],
        "drop_s": 5,
    }


def test_captions_stand_apart_and_subtitles_among_the_texts() -> None:
    timeline = film("captioned")
    texts = timeline.tracks[-2]
    line = TextClip(clip_id="t3", text="…", start_ms=1_000, duration_ms=1_500, style="subtitle")
    timeline = timeline.with_track(replace(texts, clips=(*texts.clips, line)))

    shown = view(timeline, "captioned")

    assert shown["captions"] == [
        {"id": "s1", "text": "Hello there", "start_s": 1, "end_s": 2.5},
        {
            "id": "s2",
            "text": "How are you?",
            "start_s": 3,
            "end_s": 5,
            "style": "word_by_word",
            "word_times": True,
        },
        {"id": "s3", "text": "你好", "start_s": 14, "end_s": 16, "style": "box"},
    ]
    assert [t for t in shown["texts"] if t["id"] == "t3"] == [
        {"id": "t3", "text": "…", "kind": "subtitle", "start_s": 1, "end_s": 2.5}
    ]
    assert [t for t in shown["texts"] if t["id"] != "t3"] == [
        {"id": "t1", "text": "Sunday Ride", "kind": "title", "start_s": 0, "end_s": 3, "place": "center"},
        {"id": "t2", "text": "The End", "kind": "title", "start_s": 12, "end_s": 15},
    ]


def test_overlays_and_regions_tell_place_size_and_range() -> None:
    timeline = changed(film("laid"), "o1", opacity=0.5, border=0.01, rounded=0.1, position=(0.25, 0.5))

    shown = view(timeline, "laid")

    assert shown["overlays"] == [
        {
            "id": "o1",
            "name": "logo.png",
            "media": "m6",
            "start_s": 0,
            "end_s": 15,
            "position": {"x": 0.25, "y": 0.5},
            "width": 0.2,
            "opacity": 0.5,
            "rounded": 0.1,
            "border": 0.01,
            "border_color": "#ffffff",
        },
        {
            "id": "o2",
            "effect": "blur",
            "start_s": 4,
            "end_s": 9,
            "place": "top-left",
            "width": 0.3,
            "height": 0.3,
        },
    ]
    assert [clip["id"] for clip in shown["clips"]] == ["c1", "c2", "c3"]
    assert {one["name"]: one["uses"] for one in shown["media"]}["logo.png"] == 1
    assert [one["id"] for one in view(timeline, "laid", from_s=10)["overlays"]] == ["o1"]


def test_fades_of_the_film_tell_length_and_colour() -> None:
    shown = view(replace(film("plain"), fade_out=Fade(duration_ms=1_000, color="#ffffff")), "plain")

    assert shown["fade_out"] == {"length_s": 1, "color": "#ffffff"}
    assert "fade_in" not in shown


@pytest.mark.parametrize(
    ("from_s", "to_s", "ids"), [(4.0, 9.0, ["c2"]), (8.999, None, ["c2", "c3"]), (None, 4.001, ["c1", "c2"])]
)
def test_a_range_shows_the_clips_that_are_seen_in_it(
    from_s: float | None, to_s: float | None, ids: list[str]
) -> None:
    shown = view(film("titled"), "titled", from_s=from_s, to_s=to_s)

    assert [clip["id"] for clip in shown["clips"]] == ids
    assert shown["range"] == {"from_s": from_s or 0.0, "to_s": to_s, "clips": len(ids), "of": 3}
    assert shown["music"]["end_s"] == 15


@pytest.mark.parametrize("project", PROJECTS)
def test_what_is_kept_and_read_again_looks_the_same(project: str) -> None:
    timeline = film(project)

    again = timeline_of(json.loads(json.dumps(draft_of(timeline))))

    assert json.dumps(view(again, project)) == json.dumps(view(timeline, project))


def test_a_clip_whose_source_has_gone_keeps_the_source_s_name() -> None:
    clip = film("plain").video_clips[0]

    shown = timeline_view(film("plain"), media_of("plain")[1:], project="p", version=1)

    assert shown["clips"][0]["media"] == clip.media_id
    assert shown["clips"][1]["media"] == "m1"


def test_a_text_shows_how_it_is_set_and_moves_where_that_is_not_as_usual() -> None:
    plain = TextClip(clip_id="t1", text="Hi", start_ms=0, duration_ms=1000)
    assert not {"font", "effect", "effect_color", "entrance", "exit"} & text_view(plain).keys()
    dressed = replace(plain, font="serif", effect="box", effect_color="#ffd400", entrance="pop", exit="none")
    shown = text_view(dressed)
    assert [shown[key] for key in ("font", "effect", "effect_color", "entrance", "exit")] == [
        "serif",
        "box",
        "#ffd400",
        "pop",
        "none",
    ]


def test_another_font_or_entrance_is_told_in_what_changed() -> None:
    before = Timeline(
        tracks=(
            Track(
                track_id="t",
                kind=7,
                clips=(TextClip(clip_id="t1", text="Hi", start_ms=0, duration_ms=1000),),
            ),
        )
    )
    for change in ({"font": "serif"}, {"entrance": "pop"}, {"effect": "outline"}):
        clip = replace(before.text_clips[0], **change)
        after = replace(before, tracks=(replace(before.tracks[0], clips=(clip,)),))
        assert diff(before, after)
