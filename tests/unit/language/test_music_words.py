"""Which music plays: composed, uploaded, from where in it, with its drop on what."""

from __future__ import annotations

from typing import Any

import pytest

from support.words import operations

CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("cut", "compose a lofi beat at 84 bpm", [{"op": "set_music", "mood": "lofi", "bpm": 84.0}]),
    ("cut", "new tune please, 100 bpm", [{"op": "set_music", "bpm": 100.0, "another": True}]),
    ("cut", "faster music", [{"op": "set_music", "tempo_by": 1.15}]),
    ("cut", "the music should match the pictures", [{"op": "set_music", "match": True}]),
    ("cut", "the music is too sad, make it happier", [{"op": "set_music", "mood": "happy"}]),
    ("cut", "another song in the same style", [{"op": "set_music", "another": True}]),
    ("song", "replace song.mp3 with something electronic", [{"op": "set_music", "mood": "electronic"}]),
    ("cut", "swap the music for song.mp3", [{"op": "set_music", "song": "song.mp3"}]),
    ("cut", "bgm换song.mp3", [{"op": "set_music", "song": "song.mp3"}]),
    ("montage", "use the song i uploaded", [{"op": "set_music", "song": "song.mp3"}]),
    ("song", "use the other song", [{"op": "set_music", "song": "calm.mp3"}]),
    ("song", "start the song at the chorus", [{"op": "set_music", "start": {"section": "chorus"}}]),
    ("song", "start it at 8 seconds into the song", [{"op": "set_music", "start": 8.0}]),
    ("song", "歌从主歌开始", [{"op": "set_music", "start": {"section": "verse"}}]),
    ("song", "the drop should land on the parrot", [{"op": "set_music", "drop_at": 4.0}]),
    ("song", "line up the drop with second 9", [{"op": "set_music", "drop_at": 9.0}]),
    ("song", "drop點對準鸚鵡出來那一刻", [{"op": "set_music", "drop_at": 4.0}]),
    ("cut", "remove the music", [{"op": "remove_music"}]),
    ("cut", "不要音乐了", [{"op": "remove_music"}]),
]


@pytest.mark.parametrize(("project", "sentence", "expected"), CASES)
def test_a_sentence_means_these_operations(
    project: str, sentence: str, expected: list[dict[str, Any]]
) -> None:
    assert operations(project, sentence) == expected
