"""Effects on beats: strongest on the beat's frame, gone between, and in the chunks of their beats only."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.grid import Anchor, BeatGrid
from nemovideo_mcp.timeline.model import AudioClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.beat_effects import beat_pieces
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from support.media import make_video
from support.rendering import rendered, source_file

SIZE = (160, 90)
RATE = 20
SETTINGS = EncoderSettings(preset="superfast", crf=6)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> SourceFile:
    """A still picture: two colours, with an edge in the left half."""
    shown = np.full((SIZE[1], SIZE[0], 3), (150, 90, 60), np.uint8)
    shown[:, :40] = (40, 60, 90)
    path = make_video(
        tmp_path_factory.mktemp("beats") / "still.mp4", width=SIZE[0], height=SIZE[1], frame_rate=RATE,
        pattern=lambda *_: shown, duration_ms=2100, options={"crf": "4"},
    )  # fmt: skip
    return source_file(path)


def timeline(*effects: BeatEffect, beats: int = 3, first_ms: int = 500) -> Timeline:
    """Two seconds with beats at 0.5, 1.0 and 1.5 s; the first of them is a downbeat."""
    clip = VideoClip(clip_id="c1", name="f", media_id="m", start_ms=0, duration_ms=2000, motion="none")
    grid = BeatGrid.regular(bpm=Fraction(120), beats=beats, offset_ms=Fraction(first_ms))
    music = AudioClip(clip_id="a1", name="song", start_ms=0, duration_ms=2000, grid=grid)
    return Timeline(
        width=SIZE[0],
        height=SIZE[1],
        frame_rate=Fraction(RATE),
        tracks=(Track(track_id="v", kind=0, clips=(clip,)), Track(track_id="a", kind=1, clips=(music,))),
        beat_effects=effects,
    )


def frames(film: SourceFile, *effects: BeatEffect) -> Any:
    return np.stack(rendered(timeline(*effects), {"m": film}, film.path.parent, settings=SETTINGS)).astype(
        float
    )


def changes(film: SourceFile, *effects: BeatEffect) -> Any:
    """By how much each frame differs from the one of the film without effects, on the average."""
    return np.abs(frames(film, *effects) - frames(film)).mean(axis=(1, 2, 3))


@pytest.mark.parametrize("kind", ["punch", "flash", "shake", "pulse"])
def test_an_effect_is_strongest_on_the_beat_and_gone_between(film: SourceFile, kind: str) -> None:
    change = changes(film, BeatEffect(kind=kind, every=1, strength=1.0))
    assert all(change[beat] > 1.0 for beat in (10, 20, 30))
    assert all(change[beat] >= change[beat + 2] for beat in (10, 20, 30))
    assert change[[0, 5, 9, 19, 29, 39]].max() < 0.6


def test_downbeats_and_every_second_beat_are_told_apart(film: SourceFile) -> None:
    down = changes(film, BeatEffect(kind="flash"))
    assert down[10] > 5
    assert down[[20, 30]].max() < 0.6
    second = changes(film, BeatEffect(kind="flash", every=2))
    assert min(second[10], second[30]) > 5
    assert second[20] < 0.6


def test_strength_is_seen(film: SourceFile) -> None:
    weak, strong = (changes(film, BeatEffect(kind="flash", every=1, strength=s))[10] for s in (0.25, 0.75))
    assert 2.4 < strong / weak < 3.6


def test_a_punch_moves_the_edge_outwards_and_a_pulse_makes_colours_stronger(film: SourceFile) -> None:
    plain = frames(film)
    punched = frames(film, BeatEffect(kind="punch", every=1, strength=1.0))[10]
    edges = [int(np.argmax(picture[45, :, 0] > 95)) for picture in (plain[10], punched)]
    assert edges[1] <= edges[0] - 3
    pulsed = frames(film, BeatEffect(kind="pulse", every=1, strength=1.0))[10]
    assert np.ptp(pulsed[45, 120]) > 1.3 * np.ptp(plain[10][45, 120])


def test_a_film_without_effects_keeps_its_chunks_and_one_with_them_has_others_where_beats_are(
    film: SourceFile,
) -> None:
    long = timeline()
    clips = tuple(replace(long.video_clips[0], clip_id=f"c{n}", start_ms=2000 * n) for n in range(3))
    long = long.with_track(replace(long.tracks[0], clips=clips))
    with_them = replace(long, beat_effects=(BeatEffect(kind="punch", every=1),))
    plain, changed = (plan_chunks(t, {"m": film}, settings=SETTINGS) for t in (long, with_them))
    assert [a.key == b.key for a, b in zip(plain, changed, strict=True)] == [False, True, True]


def test_beats_count_while_the_music_is_heard() -> None:
    pieces = beat_pieces(timeline(BeatEffect(kind="punch", every=1), beats=40))
    assert [piece.first_frame for piece in pieces] == [10, 20, 30]
    silent = timeline(BeatEffect(kind="punch", every=1))
    assert beat_pieces(silent.with_track(Track(track_id="a", kind=1))) == []


def test_an_effect_on_a_named_beat_is_seen_on_that_beat_alone(film: SourceFile) -> None:
    drop = BeatEffect(kind="flash", on_drop=True, places=(Anchor(bar=1, beat=2),))
    by_frame = changes(film, drop)
    # The second beat is at 1.0 s.
    assert int(by_frame.argmax()) == 20
    assert by_frame[20] > 20
    assert max(by_frame[:20]) < 1
    assert max(by_frame[25:]) < 1
    assert changes(film, replace(drop, places=())).max() < 1
