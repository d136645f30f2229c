"""What a timeline explains of a film beforehand: where it stands, where it is dark, where nothing is to be heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.export.expected import expected_of
from nemovideo_mcp.export.sound_plan import plan_sound
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.timeline.model import (
    AudioClip,
    Fade,
    OverlayClip,
    Timeline,
    Track,
    TrackKind,
    VideoClip,
    VolumeRange,
)
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from nemovideo_mcp.views.receipt import Expected
from nemovideo_mcp.views.receipt_plan import read_plan, write_plan


def source(kind: str, duration_ms: int = 10_000) -> SourceFile:
    info = MediaInfo(
        kind=kind, duration_ms=duration_ms, width=64, height=36, frame_rate=30.0, has_audio=kind != "image"
    )
    return SourceFile(path=Path(kind), content_hash=kind, info=info)


SOURCES = {"film": source("video"), "photo": source("image", 0), "song": source("audio")}
# Still from 4 s to 6 s, dark from 7 s to 8 s.
ANALYSES = {
    "film": Analysis(
        hop_ms=100,
        motion=tuple(0.0 if 40 <= hop < 60 else 0.5 for hop in range(100)),
        exposure=tuple(0.0 if 70 <= hop < 80 else 0.6 for hop in range(100)),
        loudness_lufs=-20.0,
    )
}


def clip(start_ms: int, duration_ms: int, media: str = "film", **more: object) -> VideoClip:
    wishes: dict[str, object] = {"clip_id": f"c{start_ms}", "name": media, "media_id": media, **more}
    return VideoClip(start_ms=start_ms, duration_ms=duration_ms, **wishes)  # type: ignore[arg-type]


def song(start_ms: int, duration_ms: int, **more: object) -> AudioClip:
    wishes: dict[str, object] = {"clip_id": f"m{start_ms}", "name": "song", "media_id": "song", **more}
    return AudioClip(start_ms=start_ms, duration_ms=duration_ms, **wishes)  # type: ignore[arg-type]


def expected(*clips: VideoClip | AudioClip | OverlayClip, **more: object) -> Expected:
    pictures = tuple(c for c in clips if isinstance(c, VideoClip | OverlayClip))
    sounds = tuple(c for c in clips if isinstance(c, AudioClip))
    tracks = (
        Track(track_id="v", kind=TrackKind.VIDEO, clips=pictures),
        Track(track_id="a", kind=TrackKind.AUDIO, clips=sounds),
    )
    timeline = Timeline(tracks=tracks, **more)  # type: ignore[arg-type]
    sound = plan_sound(timeline, SOURCES, analyses=ANALYSES, settings=EncoderSettings())
    return expected_of(timeline, has_audio=sound is not None, sources=SOURCES, analyses=ANALYSES, sound=sound)


@pytest.mark.parametrize(
    ("values", "still"),
    [
        ({"width": 1.0}, ((1000, 2000),)),
        ({"width": 0.3}, ()),
        ({"width": 1.0, "opacity": 0.5}, ()),
        ({"width": 1.0, "media_id": "film"}, ()),
    ],
)
def test_a_picture_stands_where_another_one_that_stands_covers_it(
    values: dict[str, Any], still: tuple[tuple[int, int], ...]
) -> None:
    over: dict[str, Any] = {"media_id": "photo", "start_ms": 1000, "duration_ms": 1000, **values}
    assert expected(clip(0, 3000), OverlayClip(clip_id="o1", name="over", **over)).still_ms == still


@pytest.mark.parametrize(
    ("shown", "still"),
    [
        (clip(0, 3000), ()),
        (clip(0, 3000, "photo"), ((0, 3000),)),
        (clip(0, 3000, freeze=True), ((0, 3000),)),
        (clip(0, 3000, speed=0.02), ((0, 3000),)),
        (clip(0, 7000), ((4000, 6000),)),
        (clip(0, 3000, source_start_ms=3500), ((500, 2500),)),
        (clip(0, 2500, speed=2.0, source_start_ms=3000), ((500, 1500),)),
        (clip(0, 7000, reversed=True), ((1000, 3000),)),
        (clip(0, 4000, source_start_ms=8000), ((2000, 4000),)),
    ],
)
def test_a_picture_may_stand_where_the_edit_or_its_source_does(
    shown: VideoClip, still: tuple[tuple[int, int], ...]
) -> None:
    assert expected(shown).still_ms == still


def test_a_picture_may_be_dark_where_its_source_is() -> None:
    assert expected(clip(0, 4000, source_start_ms=6000)).dark_ms == ((1000, 2000),)


def test_gaps_may_be_dark_and_still() -> None:
    asked = expected(clip(1000, 1000), clip(4000, 1000))
    assert asked.dark_ms == asked.still_ms == ((0, 1000), (2000, 4000))


@pytest.mark.parametrize(
    ("sounds", "quiet"),
    [
        ((), ()),
        ((song(0, 4000),), ()),
        ((song(1000, 2000),), ((0, 1000), (3000, 4000))),
        ((song(0, 4000, fade_out_ms=1500),), ((2500, 4000),)),
        (
            (song(0, 4000, volume_ranges=(VolumeRange(start_ms=1000, end_ms=2000, volume=0.0),)),),
            ((1000, 2000),),
        ),
        (
            (
                song(
                    0, 4000, volume=0.0, volume_ranges=(VolumeRange(start_ms=1000, end_ms=2000, volume=1.0),)
                ),
            ),
            ((0, 1000), (2000, 4000)),
        ),
    ],
)
def test_nothing_need_be_heard_where_no_sound_was_planned(
    sounds: tuple[AudioClip, ...], quiet: tuple[tuple[int, int], ...]
) -> None:
    assert expected(clip(0, 4000, volume=0.0), *sounds).quiet_ms == quiet


def test_a_muted_clip_explains_silence_and_one_that_sounds_does_not() -> None:
    assert expected(clip(0, 2000), clip(2000, 2000, volume=0.0)).quiet_ms == ((2000, 4000),)


def test_a_film_that_fades_may_be_silent_there() -> None:
    assert expected(clip(0, 4000), fade_out=Fade(duration_ms=1000)).quiet_ms == ((3000, 4000),)


@pytest.mark.parametrize(("confidence", "by_ear"), [(0.7, True), (1.0, False)])
def test_beats_that_were_found_by_ear_are_told_from_known_ones(confidence: float, by_ear: bool) -> None:
    grid = BeatGrid.from_beats([0, 500, 1000, 1500], confidence=confidence)
    assert expected(clip(0, 4000), song(0, 4000, grid=grid)).heard_beats is by_ear


def test_the_file_carries_all_of_it() -> None:
    grid = BeatGrid.from_beats([0, 500, 1000, 1500], confidence=0.7)
    asked = expected(clip(0, 7000), clip(8000, 1000, "photo"), song(0, 6000, grid=grid))
    assert read_plan(write_plan(asked)) == asked
