"""Volumes and fades: of one clip, of all, of the music over the film or a stretch of it."""

from __future__ import annotations

from typing import Any

import pytest

from support.words import operations

CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("plain", "mute the parrot", [{"op": "set_clip_sound", "clips": ["c2"], "mute": True}]),
    ("plain", "turn the bikes down to 40%", [{"op": "set_clip_sound", "clips": ["c1"], "volume": 0.4}]),
    ("plain", "clip 2 is too loud", [{"op": "set_clip_sound", "clips": ["c2"], "volume_by": 0.7}]),
    (
        "plain",
        "fade the audio of every clip out over half a second",
        [{"op": "set_clip_sound", "clips": ["c1", "c2", "c3"], "fade_out_s": 0.5}],
    ),
    (
        "plain",
        "turn off the sound of the bird and set the waves to half",
        [
            {"op": "set_clip_sound", "clips": ["c2"], "mute": True},
            {"op": "set_clip_sound", "clips": ["c3"], "volume": 0.5},
        ],
    ),
    (
        "montage",
        "除了第一段,其他原声都关",
        [
            {
                "op": "set_clip_sound",
                "clips": ["c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10"],
                "mute": True,
            }
        ],
    ),
    ("cut", "原声全关,只要bgm", [{"op": "set_clip_sound", "clips": ["all"], "mute": True}]),
    ("plain", "冲浪最后一秒声音渐弱", [{"op": "set_clip_sound", "clips": ["c3"], "fade_out_s": 1.0}]),
    (
        "cut",
        "turn the music down to 25% between 9 and 12 seconds",
        [{"op": "set_music_mix", "volume": 0.25, "range": {"start": 9.0, "end": 12.0}}],
    ),
    (
        "song",
        "music at 20% while the parrot is on screen",
        [{"op": "set_music_mix", "volume": 0.2, "range": {"start": 4.0, "end": 9.0}}],
    ),
    (
        "song",
        "最后一段把歌压到10%",
        [{"op": "set_music_mix", "volume": 0.1, "range": {"start": 9.0, "end": 15.0}}],
    ),
    (
        "cut",
        "fade the music in over 2 seconds and out over 3",
        [{"op": "set_music_mix", "fade_in_s": 2.0, "fade_out_s": 3.0}],
    ),
    ("cut", "the soundtrack is way too quiet", [{"op": "set_music_mix", "volume_by": 1.4}]),
    ("cut", "the music drowns out the clips, set it at 50%", [{"op": "set_music_mix", "volume": 0.5}]),
    (
        "cut",
        "mute the music and the clips",
        [
            {"op": "set_music_mix", "volume": 0.0},
            {"op": "set_clip_sound", "clips": ["c1", "c2", "c3"], "mute": True},
        ],
    ),
    ("cut", "bgm太小声了", [{"op": "set_music_mix", "volume_by": 1.4}]),
]


@pytest.mark.parametrize(("project", "sentence", "expected"), CASES)
def test_a_sentence_means_these_operations(
    project: str, sentence: str, expected: list[dict[str, Any]]
) -> None:
    assert operations(project, sentence) == expected
