"""Of a source with several sound tracks, the first answer says which is heard."""

from __future__ import annotations

import pytest

from nemovideo_mcp.timeline.media import MediaInfo, MediaItem, SoundTrack, TrackUse
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.views.sound_remarks import sound_remarks, sound_words


def tracks(*uses: TrackUse) -> tuple[SoundTrack, ...]:
    return tuple(SoundTrack(stream=number + 1, use=use) for number, use in enumerate(uses))


def film(*media_ids: str, **more: object) -> Timeline:
    clips = tuple(
        VideoClip(clip_id=f"c{n}", name="a", media_id=media, start_ms=1000 * n, duration_ms=1000, **more)  # type: ignore[arg-type]
        for n, media in enumerate(media_ids)
    )
    return Timeline(tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=clips),))


def item(media_id: str, *uses: TrackUse) -> MediaItem:
    info = MediaInfo(kind="video", duration_ms=4000, has_audio=True, sound_tracks=tracks(*uses))
    return MediaItem(media_id=media_id, name=f"{media_id}.mkv", info=info)


@pytest.mark.parametrize(
    ("uses", "english", "chinese"),
    [
        (
            ("silent", "used"),
            "“a” has two sound tracks; the second is heard; the first is silent.",
            "“a”有 2 条音轨：播放第 2 条，第 1 条是静音。",
        ),
        (
            ("used", "used"),
            "“a” has two sound tracks; both are heard, mixed.",
            "“a”有 2 条音轨：两条混合播放。",
        ),
        (
            ("used", "used", "used"),
            "“a” has three sound tracks; all are heard, mixed.",
            "“a”有 3 条音轨：全部混合播放。",
        ),
        (
            ("silent", "used", "used", "broken"),
            "“a” has four sound tracks; the second and the third are heard, mixed; the first is silent; "
            "the fourth cannot be decoded.",
            "“a”有 4 条音轨：第 2、3 条混合播放，第 1 条是静音，第 4 条无法解码。",
        ),
        (
            ("language", "used", "language"),
            "“a” has three sound tracks; the second is heard; the first and the third are left out as other "
            "languages.",
            "“a”有 3 条音轨：播放第 2 条，第 1、3 条是其他语言，不播放。",
        ),
        (
            ("broken", "broken"),
            "“a” has two sound tracks; neither can be decoded.",
            "“a”有 2 条音轨：两条都无法解码。",
        ),
    ],
)
def test_what_is_heard_is_said_first_and_then_why_the_rest_is_not(
    uses: tuple[TrackUse, ...], english: str, chinese: str
) -> None:
    said = sound_words(["a"], tracks(*uses))
    assert (said.en, said.zh) == (english, chinese)


@pytest.mark.parametrize("use", ["quiet", "commentary", "language", "alternative", "silent", "broken"])
@pytest.mark.parametrize("count", [1, 2, 8])
def test_every_reason_has_words_for_any_number_of_tracks(use: TrackUse, count: int) -> None:
    said = sound_words(["a"], tracks("used", *[use] * count))
    assert "the first is heard" in said.en
    assert "播放第 1 条" in said.zh
    assert "{" not in said.en + said.zh


def test_tracks_that_are_all_silent_are_said_to_be() -> None:
    said = sound_words(
        ["a"], (SoundTrack(stream=1, use="used", silent=True), SoundTrack(stream=2, use="silent"))
    )
    assert said.en == "“a” has two sound tracks; both are silent."


def test_it_is_said_once_and_only_of_what_is_heard() -> None:
    media = (
        item("a", "silent", "used"),
        item("b", "used"),
        item("c", "silent", "used"),
        item("d", "used", "used"),
    )
    nothing = film()
    first = sound_remarks(nothing, film("a", "b", "c", "d"), media)
    assert [words.en for words in first] == [
        "“a.mkv”, “c.mkv” have two sound tracks each; the second is heard; the first is silent.",
        "“d.mkv” has two sound tracks; both are heard, mixed.",
    ]
    assert sound_remarks(film("a"), film("a", "b"), media) == ()
    assert sound_remarks(nothing, film("a", volume=0.0), media) == ()
    assert len(sound_remarks(film("a", volume=0.0), film("a"), media)) == 1
