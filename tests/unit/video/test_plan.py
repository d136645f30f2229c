"""The plan covers every frame of the film once, and names what it renders by content."""

from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.model import Fit, TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.geometry import chosen_fit, place
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, frame_count, plan_chunks

FILM = MediaInfo(kind="video", duration_ms=60_000, width=1920, height=1080, frame_rate=30)
SOURCES = {
    name: SourceFile(path=Path(f"/media/{name}.mp4"), content_hash=f"hash of {name}", info=FILM)
    for name in "abc"
}
SETTINGS = EncoderSettings()


def clip(start_ms: int, end_ms: int, media: str = "a", **more: object) -> VideoClip:
    return VideoClip(
        clip_id=f"{media}{start_ms}",
        name=media,
        media_id=media,
        start_ms=start_ms,
        duration_ms=end_ms - start_ms,
        **more,  # type: ignore[arg-type]
    )


def film(*clips: VideoClip, titles: tuple[TextClip, ...] = (), **more: object) -> Timeline:
    tracks = (Track(track_id="v", kind=0, clips=clips), Track(track_id="t", kind=7, clips=titles))
    return Timeline(tracks=tracks, **more)  # type: ignore[arg-type]


def plan(timeline: Timeline) -> tuple[ChunkSpec, ...]:
    return plan_chunks(timeline, SOURCES, settings=SETTINGS)


def shown(chunks: tuple[ChunkSpec, ...]) -> list[tuple[str | None, Fraction]]:
    """Source and time of every frame of the film, in order."""
    frames: list[tuple[str | None, Fraction]] = []
    for chunk in chunks:
        at = 0
        for piece in chunk.pieces:
            assert piece.first_frame == at
            name = piece.source.path.stem if piece.source else None
            frames += [(name, piece.source_start_ms + n * piece.step_ms) for n in range(piece.frames)]
            at = piece.end_frame
        assert at == chunk.frames
    return frames


@given(
    st.lists(
        st.tuples(st.integers(1, 9000), st.sampled_from("abc"), st.integers(0, 3)), min_size=1, max_size=30
    ),
    st.sampled_from([24, 25, 30, 60]),
)
def test_the_chunks_hold_each_frame_once_and_cuts_stand_where_rounding_puts_them(
    lengths: list[tuple[int, str, int]], frame_rate: int
) -> None:
    clips: list[VideoClip] = []
    now = 0
    for length, media, gap in lengths:
        now += gap * 500
        clips.append(clip(now, now + length, media, source_start_ms=length))
        now += length
    timeline = film(*clips, frame_rate=frame_rate)
    frames = shown(plan(timeline))
    assert len(frames) == frame_count(timeline) == round(now * frame_rate / 1000 + 1e-9)
    for made in clips:
        first = (2 * made.start_ms * frame_rate + 1000) // 2000
        end = (2 * made.end_ms * frame_rate + 1000) // 2000
        for number in range(first, end):
            name, time_ms = frames[number]
            assert name == made.media_id
            assert time_ms == made.source_start_ms + (number - first) * Fraction(1000, frame_rate)


def test_cuts_do_not_drift_over_ten_minutes() -> None:
    edges = [round(n * 1000 * 60 / 128.7) for n in range(1288)]
    frames = shown(plan(film(*(clip(a, b, "ab"[n % 2]) for n, (a, b) in enumerate(pairwise(edges))))))
    cuts = [n for n in range(1, len(frames)) if frames[n][0] != frames[n - 1][0]]
    assert cuts == [(edge * 60 + 1000) // 2000 for edge in edges[1:-1]]


def test_a_gap_is_black_and_a_later_track_covers_an_earlier_one() -> None:
    timeline = film(clip(0, 1000), clip(2000, 4000))
    over = Track(track_id="v2", kind=0, clips=(clip(2500, 3000, "b"),))
    names = [name for name, _ in shown(plan(timeline.with_track(over)))]
    assert names == ["a"] * 30 + [None] * 30 + ["a"] * 15 + ["b"] * 15 + ["a"] * 30


def test_the_clip_under_another_goes_on_behind_it() -> None:
    over = Track(track_id="v2", kind=0, clips=(clip(1000, 2000, "b"),))
    frames = shown(plan(film(clip(0, 3000)).with_track(over)))
    assert frames[60] == ("a", Fraction(2000))


def test_speed_stretches_the_source_time() -> None:
    frames = shown(plan(film(clip(0, 1000, source_start_ms=500, speed=0.5))))
    assert frames[0][1] == 500
    assert frames[29][1] == 500 + Fraction(29 * 1000, 60)


def test_chunks_are_neither_long_nor_many() -> None:
    long_shots = plan(film(clip(0, 30_000), clip(30_000, 36_000, "b")))
    assert all(60 <= chunk.frames <= 120 for chunk in long_shots)
    short_shots = plan(
        film(*(clip(n * 100, n * 100 + 100, "abc"[n % 3], source_start_ms=n * 37) for n in range(200)))
    )
    assert all(60 <= chunk.frames <= 153 for chunk in short_shots[:-1])


def test_a_changed_title_changes_only_the_chunks_under_it() -> None:
    shots = [clip(n * 2500, n * 2500 + 2500, "abc"[n % 3], source_start_ms=n * 900) for n in range(12)]
    titled = [
        plan(film(*shots, titles=(TextClip(clip_id="t", text=text, start_ms=3000, duration_ms=1000),)))
        for text in ("Spring", "Summer")
    ]
    differing = [n for n, (one, other) in enumerate(zip(*titled, strict=True)) if one.key != other.key]
    assert [titled[0][n].frames for n in differing] == [30]


def test_an_inserted_shot_leaves_the_names_of_far_chunks_alone() -> None:
    def shots(offset_ms: int) -> list[VideoClip]:
        return [
            clip(offset_ms + n * 400, offset_ms + n * 400 + 400, "abc"[n * n % 3], source_start_ms=n * 131)
            for n in range(150)
        ]

    before = {chunk.key for chunk in plan(film(*shots(0)))}
    after = [chunk.key for chunk in plan(film(clip(0, 700, "b"), *shots(700)))]
    # 700 ms are 21 frames, so that the shots behind keep their lengths in frames.
    assert sum(key in before for key in after) >= len(after) - 4


@pytest.mark.parametrize(
    "change",
    [
        {"width": 1280},
        {"frame_rate": 25},
        {"pieces": ()},
        {"frames": 7},
        {"settings": EncoderSettings(crf=23)},
    ],
)
def test_whatever_changes_the_picture_changes_the_name(change: dict[str, object]) -> None:
    (chunk,) = plan(film(clip(0, 2000)))
    assert replace(chunk, **change).key != chunk.key  # type: ignore[arg-type]


def test_the_place_of_a_file_and_the_sound_do_not_change_the_name() -> None:
    (chunk,) = plan(film(clip(0, 2000)))
    moved = {"a": replace(SOURCES["a"], path=Path("/elsewhere/x.mp4"))}
    settings = EncoderSettings(audio_bitrate=96_000)
    (other,) = plan_chunks(film(clip(0, 2000, volume=0.2)), moved, settings=settings)
    assert other.key == chunk.key
    assert pickle.loads(pickle.dumps(chunk)).key == chunk.key


def test_a_clip_without_pictures_is_named() -> None:
    with pytest.raises(RenderFailed, match="holiday"):
        plan(film(replace(clip(0, 1000), media_id="gone", name="holiday")))


def test_another_title_changes_its_own_frames_only_for_two_workers() -> None:
    def titled(text: str, end_ms: int = 3000) -> tuple[ChunkSpec, ...]:
        title = TextClip(clip_id="t", text=text, start_ms=500, duration_ms=end_ms - 500)
        return plan(film(clip(0, 12_000), titles=(title,)))

    harbour, evening = titled("Harbour"), titled("Evening")
    kept = {chunk.key for chunk in harbour}
    changed = [chunk.frames for chunk in evening if chunk.key not in kept]
    assert sum(changed) == 75
    assert len(changed) == 2
    assert shown(harbour) == shown(plan(film(clip(0, 12_000))))
    # A title over much of the film is no reason for many key frames.
    assert len(titled("Harbour", end_ms=8000)) == len(plan(film(clip(0, 12_000))))


def test_an_empty_timeline_has_no_chunks() -> None:
    assert plan(Timeline()) == ()


@pytest.mark.parametrize(
    ("size", "canvas", "fit"),
    [
        ((1920, 1080), (1920, 1080), Fit.COVER),
        ((1440, 1080), (1920, 1080), Fit.COVER),
        ((1280, 544), (1920, 1080), Fit.COVER),
        ((1080, 1920), (1920, 1080), Fit.BLUR),
        ((1920, 1080), (1080, 1920), Fit.BLUR),
        ((1080, 1080), (1080, 1920), Fit.COVER),
        ((1920, 1080), (1080, 1080), Fit.COVER),
    ],
)
def test_the_fit_that_nobody_chose(size: tuple[int, int], canvas: tuple[int, int], fit: Fit) -> None:
    assert chosen_fit(size=size, canvas=canvas) is fit


@given(
    st.tuples(st.integers(16, 4000), st.integers(16, 4000)),
    st.tuples(st.integers(32, 1000).map(lambda n: n * 2), st.integers(32, 1000).map(lambda n: n * 2)),
    st.sampled_from(Fit),
    st.floats(1, 4),
)
def test_a_picture_is_never_bent_and_never_leaves_the_canvas(
    size: tuple[int, int], canvas: tuple[int, int], fit: Fit, zoom: float
) -> None:
    placed = place(size=size, canvas=canvas, fit=fit, zoom=zoom)
    target = placed.target
    assert all(value % 2 == 0 for value in (target.left, target.top, target.width, target.height))
    assert target.left >= 0
    assert target.left + target.width <= canvas[0]
    assert target.top >= 0
    assert target.top + target.height <= canvas[1]
    if fit is Fit.COVER:
        assert (target.width, target.height) == canvas
    across = target.width / ((placed.right - placed.left) * size[0])
    down = target.height / ((placed.bottom - placed.top) * size[1])
    if min(target.width, target.height) == 2:
        return  # a strip that would be thinner than two pixels is drawn as two
    # Rounding to even pixels may bend a strip that is only a few pixels thin.
    assert across == pytest.approx(down, rel=2.1 / min(target.width, target.height))
