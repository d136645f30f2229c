"""A shot that begins or ends at a cut of its footage shows no frame of the neighbouring take."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nemovideo_mcp.autoedit.moments import choose_moments
from nemovideo_mcp.autoedit.takes import takes_of
from nemovideo_mcp.autoedit.worth import Window
from nemovideo_mcp.timeline.frames import ms_at
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.plan import EncoderSettings
from nemovideo_mcp.video.probe import probe
from support.media import make_video, shots
from support.rendering import rendered, source_file

COLOURS = ((200, 40, 40), (40, 190, 60), (50, 70, 220), (220, 200, 60))
# Not on whole hops, and the frames of 24 a second fall on no whole milliseconds.
CUTS_MS = (1375, 2417, 4083)
LENGTH_MS = 5500
SPEEDS = (0.8, 1.0, 1.25, 4.0)


def _footage(folder: Path, frame_rate: Fraction) -> tuple[Path, MediaItem]:
    path = make_video(
        folder / "a.mp4",
        width=96,
        height=54,
        frame_rate=frame_rate,
        duration_ms=LENGTH_MS,
        pattern=shots(CUTS_MS, COLOURS),
    )
    info = probe(path)
    return path, MediaItem(media_id="m", name="a.mp4", info=info, analysis=analyse(path, info))


def _colours_of(picture: np.ndarray) -> int:
    mean = picture.reshape(-1, 3).mean(axis=0)
    return int(np.argmin([np.abs(mean - colour).sum() for colour in COLOURS]))


@pytest.mark.parametrize(
    ("frame_rate", "film_rate"),
    [
        (Fraction(24), Fraction(30)),
        (Fraction(30_000, 1001), Fraction(24)),
        (Fraction(12), Fraction(30)),
        (Fraction(25), Fraction(60)),
    ],
)
def test_no_shot_shows_a_frame_of_the_neighbouring_take(
    tmp_path: Path, frame_rate: Fraction, film_rate: Fraction
) -> None:
    path, item = _footage(tmp_path, frame_rate)
    assert item.analysis is not None
    assert len(item.analysis.shot_starts_ms) == 4
    clips: list[VideoClip] = []
    frame = 0

    def add(source_start_ms: int, footage_ms: float, speed: float) -> None:
        nonlocal frame
        frames = int(footage_ms / speed * film_rate / 1000)
        start_ms = ms_at(frame, frame_rate=film_rate)
        frame += frames
        clips.append(
            VideoClip(
                clip_id=f"c{len(clips) + 1}",
                name="a.mp4",
                media_id="m",
                start_ms=start_ms,
                duration_ms=ms_at(frame, frame_rate=film_rate) - start_ms,
                source_start_ms=source_start_ms,
                speed=speed,
            )
        )

    for speed in SPEEDS:
        # A window that fills its take but for the guards, with an accent that a slide would take over the cut.
        window = Window(duration_ms=1375 - 130, accents_ms=(600.0,))
        (start,) = choose_moments([window], length_ms=item.info.duration_ms, analysis=item.analysis)
        add(start, window.duration_ms, speed)
        for take in takes_of(item, 300.0):
            # All of a take, and all that a quick shot would show of it from its end backwards.
            add(take.offset_ms, take.item.info.duration_ms, speed)
        first, second = item.analysis.shot_starts_ms[1:3]
        # From cut to cut, with no guard at all.
        add(first, second - first, speed)
    track = Track(track_id="v", kind=TrackKind.VIDEO, clips=tuple(clips))
    timeline = Timeline(width=96, height=54, frame_rate=film_rate, tracks=(track,))
    pictures = rendered(
        timeline, {"m": source_file(path)}, tmp_path, settings=EncoderSettings(preset="ultrafast", crf=20)
    )
    assert len(pictures) == frame
    at = 0
    for clip in clips:
        frames = round(clip.duration_ms * film_rate / 1000)
        shown = {_colours_of(picture) for picture in pictures[at : at + frames]}
        own = sum(clip.source_start_ms + 50 >= cut for cut in CUTS_MS)
        assert shown == {own}, (clip.source_start_ms, clip.speed, frames)
        at += frames
