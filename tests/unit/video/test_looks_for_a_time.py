"""Looks for a time of the film, in decoded frames: inside a clip, over a cut, over a transition, and no chunk more."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.look import PLAIN, Look, LookRange, over
from nemovideo_mcp.timeline.model import Timeline, Track, Transition, VideoClip
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from support.media import Picture, make_video, numbers
from support.rendering import rendered, source_file

RATE = 10
SETTINGS = EncoderSettings(preset="superfast", crf=6)
GREY = Look(preset="black_and_white")
RED = (200, 60, 40)


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> SourceFile:
    """A film that counts its frames in red."""

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        return (numbers(k, time_ms, width, height) / 255 * RED).astype(np.uint8)

    path = make_video(
        tmp_path_factory.mktemp("looks") / "red.mp4",
        duration_ms=14_000, width=160, height=90, frame_rate=RATE, pattern=paint, options={"crf": "6"},
    )  # fmt: skip
    return source_file(path)


def film(*ranges: LookRange, lengths: tuple[int, ...] = (4000,), **values: object) -> Timeline:
    clips: list[VideoClip] = []
    at = 0
    for n, length in enumerate(lengths):
        clip = VideoClip(
            clip_id=f"c{n}", name="m", media_id="m", start_ms=at, duration_ms=length, source_start_ms=at
        )
        clips.append(replace(clip, **values) if n else clip)  # pyright: ignore[reportArgumentType]
        at += length
    return Timeline(
        width=160,
        height=90,
        frame_rate=Fraction(RATE),
        tracks=(Track(track_id="v", kind=0, clips=tuple(clips)),),
        look_ranges=ranges,
    )


def span(start_ms: int, end_ms: int, look: Look = GREY) -> LookRange:
    return LookRange(start_ms=start_ms, end_ms=end_ms, look=look)


def color(picture: Picture) -> float:
    """How far red is from blue where the picture is brightest."""
    bright = picture[picture.max(axis=2) > 60]
    return float((bright[:, 0].astype(int) - bright[:, 2]).mean()) if len(bright) else 0.0


def grey_frames(pictures: list[Picture]) -> list[int]:
    """The frames that show something, without colour."""
    return [n for n, p in enumerate(pictures) if p.max() > 60 and abs(color(p)) < 12]


def test_a_range_inside_a_clip_is_grey_to_the_frame_and_nothing_else_changes(
    tmp_path: Path, red: SourceFile
) -> None:
    plain = rendered(film(), {"m": red}, tmp_path, settings=SETTINGS)
    shown = rendered(film(span(1500, 2800)), {"m": red}, tmp_path, settings=SETTINGS)
    assert grey_frames(shown) == list(range(15, 28))
    assert len(shown) == len(plain) == 40
    assert all(np.abs(shown[n].astype(int) - plain[n]).mean() < 2 for n in (*range(15), *range(28, 40)))
    # The footage goes on as it did: the same numbers, frame by frame.
    same = [np.mean((a.max(axis=2) > 50) == (b.max(axis=2) > 50)) for a, b in zip(plain, shown, strict=True)]
    assert min(same) > 0.95


def test_a_range_goes_over_a_cut_and_a_transition(tmp_path: Path, red: SourceFile) -> None:
    two = film(
        span(1500, 2500), lengths=(2000, 2000), transition_in=Transition(kind="dissolve", duration_ms=600)
    )
    shown = rendered(two, {"m": red}, tmp_path, settings=SETTINGS)
    assert grey_frames(shown) == list(range(15, 25))


def test_only_the_chunks_of_the_time_are_rendered_again(red: SourceFile) -> None:
    lengths = (1000, 700, 900, 3000, 800, 1200, 3000)
    before = plan_chunks(film(lengths=lengths), {"m": red}, settings=SETTINGS)
    after = plan_chunks(film(span(3000, 4000), lengths=lengths), {"m": red}, settings=SETTINGS)
    assert [chunk.frames for chunk in before] == [chunk.frames for chunk in after]
    starts = np.cumsum([0, *(chunk.frames for chunk in before)])
    touched = [bool(first < 40 and last > 30) for first, last in pairwise(starts)]
    assert [a.key != b.key for a, b in zip(before, after, strict=True)] == touched
    assert touched.count(True) == 1
    assert len(touched) > 2


def test_the_look_of_a_time_comes_over_that_of_the_clip(tmp_path: Path, red: SourceFile) -> None:
    assert over(Look(brightness=0.3), Look(preset="vintage", strength=0.5, brightness=0.2)) == Look(
        preset="vintage", strength=0.5, brightness=0.5
    )
    assert over(GREY, Look(preset="vintage", strength=0.5, warmth=0.8)) == GREY
    assert over(Look(blur=0.2), Look(blur=0.4, bars=True)) == Look(blur=0.4, bars=True)
    assert over(PLAIN, GREY) == GREY
    dark = film(span(1000, 2000), lengths=(4000,))
    dark = dark.with_shots([replace(dark.video_clips[0], look=Look(brightness=-0.6))])
    shown = rendered(dark, {"m": red}, tmp_path, settings=SETTINGS)
    bright = rendered(film(span(1000, 2000)), {"m": red}, tmp_path, settings=SETTINGS)
    assert grey_frames(bright) == list(range(10, 20))
    assert all(0 < shown[n].mean() < 0.8 * bright[n].mean() for n in range(11, 20))


def test_a_table_of_colours_that_is_gone_is_named_with_its_time(red: SourceFile) -> None:
    with pytest.raises(RenderFailed) as failed:
        plan_chunks(film(span(1000, 2000, Look(lut="gone"))), {"m": red}, settings=SETTINGS)
    assert "from 1–2 s" in failed.value.what("en")


def test_a_range_behind_the_end_of_the_film_is_not_seen(red: SourceFile) -> None:
    plain = plan_chunks(film(), {"m": red}, settings=SETTINGS)
    assert [c.key for c in plan_chunks(film(span(4000, 9000)), {"m": red}, settings=SETTINGS)] == [
        c.key for c in plain
    ]
