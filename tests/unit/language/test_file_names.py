"""Files are called by the words in their names, as people say them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.language.file_names import spoken_names, spoken_parts
from nemovideo_mcp.language.offers import understand_or_offer
from nemovideo_mcp.language.scene import Scene
from support.films import film, media_of

_WORLD = {
    "bikes.mp4": "lisbon_tram_ride.mp4",
    "parrot.mp4": "DJI_0042 waterfall.mov",
    "surf.mp4": "生日蛋糕.mp4",
    "beach.jpg": "mom.jpg",
    "song.mp3": "01 The Weeknd - Blinding Lights (Official Video).mp3",
    "calm.mp3": "Summer Vibes (feat. X).mp3",
}


def called(setup: str, names: dict[str, str] = _WORLD) -> Scene:
    """The project of `setup` with files of other names."""
    timeline = film(setup)
    media = tuple(replace(item, name=names.get(item.name, item.name)) for item in media_of(setup))
    tracks = [
        replace(track, clips=tuple(replace(c, name=names.get(c.name, c.name)) for c in track.clips))
        for track in timeline.tracks
    ]
    return Scene(timeline=replace(timeline, tracks=tuple(tracks)), media=media)


@pytest.mark.parametrize(
    ("setup", "message", "operations"),
    [
        ("cut", "mute the tram", [{"op": "set_clip_sound", "clips": ["c1"], "mute": True}]),
        ("cut", "the lisbon one goes last", [{"op": "move_clips", "clips": ["c1"], "to": "end"}]),
        ("cut", "slow down the waterfall", [{"op": "set_speed", "clips": ["c2"], "factor": 0.5}]),
        ("cut", "蛋糕那段静音", [{"op": "set_clip_sound", "clips": ["c3"], "mute": True}]),
        (
            "fresh_mixed",
            "make a 15 second video with the tram and the waterfall, use Blinding Lights",
            [
                {"op": "set_music", "song": "m_000000000005"},
                {
                    "op": "auto_edit",
                    "sources": ["m_000000000001", "m_000000000002"],
                    "length": 15.0,
                },
            ],
        ),
        ("fresh_mixed", "use Summer Vibes", [{"op": "set_music", "song": "m_000000000006"}]),
    ],
)
def test_a_part_of_a_file_name_is_that_file(
    setup: str, message: str, operations: list[dict[str, object]]
) -> None:
    found = understand_or_offer(message, called(setup))

    assert not found.refusals
    assert [to_json(operation) for operation in found.operations] == operations


@pytest.mark.parametrize(
    "message", ["mute the lisbon clip", "mute lisbon", "delete lisbon", "lose the lisbon one"]
)
def test_a_word_of_two_files_names_neither_of_them(message: str) -> None:
    twice = {"bikes.mp4": "lisbon_tram.mp4", "parrot.mp4": "lisbon_waterfall.mp4"}

    assert not understand_or_offer(message, called("cut", twice)).operations


def test_a_word_of_two_files_in_the_plural_names_both() -> None:
    twice = {"bikes.mp4": "lisbon_tram.mp4", "parrot.mp4": "lisbon_waterfall.mp4"}

    found = understand_or_offer("mute the lisbon clips", called("cut", twice))

    assert [to_json(o) for o in found.operations] == [
        {"op": "set_clip_sound", "clips": ["c1", "c2"], "mute": True}
    ]


def test_a_frequent_word_of_a_file_stays_a_word() -> None:
    best = {"bikes.mp4": "best day ever.mp4"}

    assert not understand_or_offer("make it the best one yet", called("cut", best)).operations
    assert understand_or_offer("mute best day ever", called("cut", best)).operations


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("01 The Weeknd - Blinding Lights (Official Video).mp3", "blinding lights"),
        ("01 The Weeknd - Blinding Lights (Official Video).mp3", "the weeknd"),
        ("drone_shot_final.mp4", "drone shot"),
        ("beach-day 1080p.mov", "beach day"),
        ("夏天的风 (伴奏).mp3", "夏天的风"),
    ],
)
def test_a_file_is_called_without_what_was_added_to_its_name(name: str, said: str) -> None:
    assert said in spoken_names(name)


@pytest.mark.parametrize(
    "name", ["IMG_2041.MOV", "final_v2.mp4", "微信视频.mp4", "VID 20260811.mp4", "GOPR0042.mp4"]
)
def test_marks_of_cameras_and_versions_name_nothing(name: str) -> None:
    assert spoken_parts(name) == ()
