"""What is said in the sources as captions of the film: where clips let it be heard, in lines that can be read."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine, word_times
from nemovideo_mcp.timeline.model import CaptionClip, CaptionWord, Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.timeline.transcripts import captions_of_speech

CAKE = (
    " Welcome to my kitchen. Today, as every Sunday, we bake a cake with chocolate and a lot of cream on it"
)


def spoken(text: str, *, start_ms: int = 1000, word_ms: int = 250) -> CaptionFile:
    """One line, a word every `word_ms`."""
    words = [f" {word}" for word in text.split()]
    return CaptionFile(
        lines=(
            CaptionLine(
                text=text.strip(),
                start_ms=start_ms,
                end_ms=start_ms + word_ms * len(words),
                words=tuple(
                    CaptionWord(text=word, start_ms=n * word_ms, end_ms=(n + 1) * word_ms)
                    for n, word in enumerate(words)
                ),
            ),
        )
    )


def clip(clip_id: str, start_ms: int, duration_ms: int, **more: Any) -> VideoClip:
    return VideoClip(
        **{"clip_id": clip_id, "name": "talk", "media_id": "talk", "start_ms": start_ms,
           "duration_ms": duration_ms, **more}
    )  # fmt: skip


def said(transcript: CaptionFile, *clips: VideoClip) -> list[tuple[str, int, int]]:
    film = Timeline(tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=clips),))
    return [(c.text, c.start_ms, c.end_ms) for c in captions_of_speech(film, {"talk": transcript})]


def test_a_line_ends_with_its_sentence_and_is_never_too_wide_to_be_read() -> None:
    lines = said(spoken(CAKE), clip("c1", 0, 10_000))
    assert [text for text, _, _ in lines] == [
        "Welcome to my kitchen.",
        "Today, as every Sunday, we bake a cake with chocolate and a lot",
        "of cream on it",
    ]
    assert lines[0][1:] == (1000, 2000)
    assert lines[-1][2] == 1000 + 250 * 21 + 300


def test_only_what_the_clips_let_be_heard_is_there_at_the_films_time() -> None:
    lines = said(spoken("one two three four five six"), clip("c1", 5000, 500, source_start_ms=1500))
    assert lines == [("three four", 5000, 5500)]


def test_a_faster_clip_says_it_sooner_and_muted_frozen_and_reversed_ones_say_nothing() -> None:
    transcript = spoken("one two three four")
    assert said(transcript, clip("c1", 0, 2000, speed=2.0)) == [("one two three four", 500, 1300)]
    for change in ({"volume": 0.0}, {"freeze": True}, {"reversed": True}):
        assert said(transcript, clip("c1", 0, 4000, **change)) == []


def test_a_sentence_goes_on_over_a_cut_in_its_source_and_ends_at_another_one() -> None:
    transcript = spoken("one two three four")
    parts = (clip("c1", 0, 1500), clip("c2", 1500, 1500, source_start_ms=1500))
    assert [text for text, _, _ in said(transcript, *parts)] == ["one two three four"]
    apart = (clip("c1", 0, 1500), clip("c2", 4000, 1500, source_start_ms=1500))
    assert [text for text, _, _ in said(transcript, *apart)] == ["one two", "three four"]


def test_each_word_is_highlighted_when_it_is_heard() -> None:
    film = Timeline(
        tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=(clip("c1", 0, 4000, speed=2.0),)),)
    )
    (line,) = captions_of_speech(film, {"talk": spoken("one two")})
    caption = CaptionClip(
        clip_id="s1",
        text=line.text,
        start_ms=line.start_ms,
        duration_ms=line.end_ms - line.start_ms,
        words=line.words,
    )
    assert [(w.text, w.start_ms, w.end_ms) for w in word_times(caption)] == [
        ("one", 0, 125),
        ("two", 125, 250),
    ]
