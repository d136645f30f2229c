"""Films, photos and songs without files: measured curves that follow from a number."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo, MediaItem
from nemovideo_mcp.timeline.song import SongStructure

__all__ = ["film", "photo", "song"]


def film(
    number: int,
    duration_ms: int,
    *,
    size: tuple[int, int] = (1920, 1080),
    has_audio: bool = True,
    analysed: bool = True,
    shot_starts_ms: tuple[int, ...] = (0,),
    motion: Sequence[float] | None = None,
) -> MediaItem:
    dice = random.Random(number)
    hops = max(1, duration_ms // 100)

    def curve() -> tuple[float, ...]:
        return tuple(dice.random() for _ in range(hops))

    analysis = Analysis(
        hop_ms=100,
        motion=tuple(motion) if motion is not None else curve(),
        sharpness=curve(),
        exposure=curve(),
        shot_starts_ms=shot_starts_ms,
    )
    return MediaItem(
        media_id=f"f{number}",
        name=f"film{number}.mp4",
        info=MediaInfo(
            kind="video",
            duration_ms=duration_ms,
            width=size[0],
            height=size[1],
            frame_rate=30.0,
            has_audio=has_audio,
        ),
        analysis=analysis if analysed else None,
    )


def photo(number: int, *, size: tuple[int, int] = (3000, 2000)) -> MediaItem:
    info = MediaInfo(kind="image", duration_ms=0, width=size[0], height=size[1])
    return MediaItem(media_id=f"p{number}", name=f"photo{number}.jpg", info=info)


def song(
    number: int = 0,
    *,
    duration_ms: int = 40_000,
    bpm: int = 120,
    offset_ms: int = 730,
    beats: bool = True,
    downbeat: int = 2,
    structure: SongStructure | None = None,
) -> MediaItem:
    period = Fraction(60_000, bpm)
    count = int((duration_ms - offset_ms) / period)
    times = tuple(offset_ms + n * period for n in range(count))
    grid = BeatGrid(times, downbeat, 4, 0.9) if beats else BeatGrid((), 0, 4, 0.05)
    info = MediaInfo(kind="audio", duration_ms=duration_ms, has_audio=True)
    return MediaItem(
        media_id=f"s{number}", name=f"song{number}.mp3", info=info, grid=grid, structure=structure
    )
