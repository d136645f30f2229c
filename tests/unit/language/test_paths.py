"""Paths in sentences: what is one, which of the project's media it leads to, and what is refused."""

from __future__ import annotations

import pytest

from nemovideo_mcp.language.paths import paths_in, sources_in, with_names
from support.films import PROJECTS
from support.words import meant, operations


@pytest.mark.parametrize(
    ("message", "paths"),
    [
        ("use ~/Music/song.mp3 as the music", ["~/Music/song.mp3"]),
        ("use everything in ~/trip and cut at 0.5s", ["~/trip"]),
        ("add ./clips/a.mp4, ../b.mov and /root/x.", ["./clips/a.mp4", "../b.mov", "/root/x"]),
        (r"put C:\Users\me\song.mp3 under it", [r"C:\Users\me\song.mp3"]),
        (r"use \\server\share\song", [r"\\server\share\song"]),
        ("use /root/My Music/calm song.mp3 as the music", ["/root/My Music/calm song.mp3"]),
        ("use ~/trip and put city.mp4 first", ["~/trip"]),
        ('use "~/My Music/best song.mp3" please', ["~/My Music/best song.mp3"]),
        ("把/root/a.mp4放到最后", ["/root/a.mp4"]),
        ("用~/音乐/歌.mp3做背景音乐", ["~/音乐/歌.mp3"]),
        ("upload file:///etc/secret.mp4", ["file:///etc/secret.mp4"]),
        ("music: /anywhere/x.opus", ["/anywhere/x.opus"]),
        ("add the text and/or, 24/7, 9/16, 1/2 /s", []),
        ("加中文/英文/日文字幕", []),
        ("a /r/videos style edit of https://example.com/root/a.mp4", []),
        ('the title "~/home"', []),
        ("sad D:/ but ok", []),
    ],
)
def test_a_path_is_told_from_words_with_a_slash(message: str, paths: list[str]) -> None:
    assert [said.text for said in paths_in(message)] == paths


def test_where_a_film_is_saved_is_nothing_to_read() -> None:
    assert sources_in("save a vertical version as ~/out.mp4") == ()
    assert sources_in("导出竖屏版到 ~/a.mp4") == ()
    assert [said.text for said in sources_in("use ~/a.mp4 and save it as ~/b.mp4")] == ["~/a.mp4"]


def test_a_path_to_a_medium_is_its_name() -> None:
    assert with_names('use "/x y/Calm.MP3" and ~/b.mp3', ["calm.mp3"]) == "use calm.mp3 and ~/b.mp3"
    for message in (
        "use ~/Music/calm.mp3 as the music",
        r"use C:\Music\calm.mp3 as the music",
        "用 ~/音乐/calm.mp3 做背景音乐",
    ):
        assert operations("song", message) == [{"op": "set_music", "song": "calm.mp3"}]


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize(
    "message",
    [
        "use ~/Music/other song",
        "use ~/Music as the music",
        "add the song from ~/Music",
        "use my song /root/x.opus and cut on the beat",
        "use /root/music/track01.opus as music",
        "use my song at ~/Music/other.mp3, 20 seconds, fast cuts",
        "背景音乐换成 /root/b.mp3",
        "make a 15 second reel with /root/a.mp4",
    ],
)
def test_a_path_that_leads_to_no_medium_is_refused_and_nothing_is_done(project: str, message: str) -> None:
    found = meant(project, message)
    assert (found.operations, found.step, found.wants_export) == ((), None, False)
    [refusal] = found.refusals
    assert refusal.words in message
    assert "nothing was done" in refusal.because.en
