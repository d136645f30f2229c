"""Which music plays: composed, uploaded, from where in it, with its drop on what."""

from __future__ import annotations

from typing import Any

import pytest

from support.words import meant, operations

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


FORMS: list[tuple[str, dict[str, Any]]] = [
    ("make the music build to the end", {"form": "build"}),
    ("let it build up towards the end", {"form": "build"}),
    ("音乐一路推到结尾", {"form": "build"}),
    ("give the music a 16-bar intro", {"form": "intro 16"}),
    ("intro of 8 bars", {"form": "intro 8"}),
    ("前奏16小节", {"form": "intro 16"}),
    ("来一段八小节的前奏", {"form": "intro 8"}),
    ("give the song a ten-bar intro", {"form": "intro 10"}),
    ("前奏九小节", {"form": "intro 9"}),
    ("a shorter intro for the music", {"form": "intro 2"}),
    ("前奏短一点", {"form": "intro 2"}),
    ("no intro", {"form": "intro 0"}),
    ("no drums at the start", {"form": "no drums"}),
    ("the music should start without drums", {"form": "no drums"}),
    ("开头不要鼓", {"form": "no drums"}),
    ("start the music quietly", {"form": "quiet start"}),
    ("开头安静一点", {"form": "quiet start"}),
    ("end the music with a bang", {"form": "big finish"}),
    ("音乐结尾要有气势", {"form": "big finish"}),
    ("drop at 0:12", {"drop_at": 12.0}),
]


@pytest.mark.parametrize(("sentence", "expected"), FORMS)
def test_a_sentence_says_how_the_music_goes(sentence: str, expected: dict[str, Any]) -> None:
    assert operations("cut", sentence) == [{"op": "set_music", **expected}]


@pytest.mark.parametrize(
    "sentence", ["quiet under the speech", "keep the music quiet under the speech", "说话的时候音乐小声点"]
)
def test_quiet_under_the_speech_is_a_level_under_speech(sentence: str) -> None:
    assert operations("cut", sentence) == [{"op": "set_music_mix", "under_speech": 0.3}]


@pytest.mark.parametrize(
    ("project", "sentence", "nearest"),
    [
        ("cut", "add some jazz music", "lo-fi"),
        ("cut", "change the music to reggae", "happy"),
        ("cut", "换成爵士乐", "lo-fi"),
        ("cut", "classical music please", "cinematic"),
        ("fresh", "make a film with jazz music", "lo-fi"),
        ("fresh", "cut my clips to latin music, 20 seconds", "upbeat"),
        ("fresh", "用爵士乐剪一个20秒的短片", "lo-fi"),
    ],
)
def test_a_kind_of_music_that_is_not_composed_is_refused_with_the_nearest_in_first_and_later_messages(
    project: str, sentence: str, nearest: str
) -> None:
    found = meant(project, sentence)
    assert not found.operations
    assert [f"{nearest} is the nearest" in refusal.because.en for refusal in found.refusals] == [True]


@pytest.mark.parametrize(
    "sentence", ["make a film of my jazz band", "use jazz.mp3 as the music", "add a blues filter"]
)
def test_a_word_for_a_kind_of_music_that_is_not_asked_for_is_not_refused(sentence: str) -> None:
    assert not any(
        "among the kinds of music" in refusal.because.en for refusal in meant("cut", sentence).refusals
    )
