"""What an export should take: more for pictures that have to be made up, nothing for chunks that are kept."""

from __future__ import annotations

from pathlib import Path

from nemovideo_mcp.export.estimate import Estimate, estimate
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks

INFO = MediaInfo(kind="video", duration_ms=10_000, width=64, height=36, frame_rate=30.0)
SOURCES = {"film": SourceFile(path=Path("film"), content_hash="film", info=INFO)}


def film(**more: object) -> Timeline:
    """Eight seconds of the film."""
    clip = VideoClip(
        **{"clip_id": "c1", "name": "film", "media_id": "film", "start_ms": 0, "duration_ms": 8000, **more}  # type: ignore[arg-type]
    )
    return Timeline(tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=(clip,)),))


def estimated(timeline: Timeline, folder: Path) -> Estimate:
    return estimate(timeline, SOURCES, work_folder=folder)


def test_interpolated_slow_motion_is_expected_to_take_many_times_as_long(tmp_path: Path) -> None:
    plain = estimated(film(speed=0.5), tmp_path).work_s
    blended = estimated(film(speed=0.5, smooth="blend"), tmp_path).work_s
    interpolated = estimated(film(speed=0.5, smooth="interpolate"), tmp_path).work_s
    assert plain < blended < 3 * plain
    assert interpolated > 8 * plain


def test_chunks_that_are_kept_cost_nothing_however_they_were_made(tmp_path: Path) -> None:
    films = (film(speed=0.5), film(speed=0.5, smooth="interpolate"))
    before = [estimated(timeline, tmp_path) for timeline in films]
    for timeline in films:
        for chunk in plan_chunks(timeline, SOURCES, settings=EncoderSettings()):
            (tmp_path / f"{chunk.key}.mp4").touch()
    kept = [estimated(timeline, tmp_path) for timeline in films]
    assert kept[0] == kept[1]
    assert kept[0].work_s < before[0].work_s < before[1].work_s
    assert kept[0].film_bytes == before[0].film_bytes
