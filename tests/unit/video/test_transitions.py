"""Transitions between clips, measured on decoded pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, Transition, VideoClip
from nemovideo_mcp.timeline.transitions import TRANSITION_KINDS, crossings_of
from nemovideo_mcp.video.chunk import composed_frames
from nemovideo_mcp.video.compositor import picture_of
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks, plan_window
from support.media import make_image, make_video, number_in
from support.rendering import source_file

WIDTH, HEIGHT, RATE = 160, 90, 10
RED, BLUE = (200, 40, 40), (40, 60, 190)
Pictures = list[NDArray[np.uint8]]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, SourceFile]:
    folder = tmp_path_factory.mktemp("sources")
    made = {
        "red": make_video(folder / "red.mp4", width=WIDTH, height=HEIGHT, frame_rate=RATE, color=RED),
        "blue": make_video(folder / "blue.mp4", width=WIDTH, height=HEIGHT, frame_rate=RATE, color=BLUE),
        "count": make_video(
            folder / "count.mp4",
            width=WIDTH,
            height=HEIGHT,
            frame_rate=RATE,
            duration_ms=4000,
            pattern="numbers",
        ),
        "photo": make_image(folder / "photo.png", width=WIDTH, height=HEIGHT),
    }
    return {name: source_file(path) for name, path in made.items()}


def shot(number: int, media: str, start_ms: int, duration_ms: int, **more: Any) -> VideoClip:
    return VideoClip(
        clip_id=f"c{number}", name=media, media_id=media, start_ms=start_ms, duration_ms=duration_ms, **more
    )


def film(*clips: VideoClip) -> Timeline:
    track = Track(track_id="v", kind=TrackKind.VIDEO, clips=clips)
    return Timeline(width=WIDTH, height=HEIGHT, frame_rate=Fraction(RATE), tracks=(track,))


def chunks(timeline: Timeline, sources: Mapping[str, SourceFile]) -> tuple[ChunkSpec, ...]:
    return plan_chunks(timeline, sources, settings=EncoderSettings())


def pictures(timeline: Timeline, sources: Mapping[str, SourceFile]) -> Pictures:
    return [
        np.asarray(picture_of(frame)) for spec in chunks(timeline, sources) for frame in composed_frames(spec)
    ]


def two(kind: str, length_ms: int = 800, before: str = "red", after: str = "blue", **more: Any) -> Timeline:
    """Two clips of a second, with footage to spare on both sides."""
    transition = Transition(kind=kind, duration_ms=length_ms) if kind else None
    return film(
        shot(1, before, 0, 1000, source_start_ms=500, **more),
        shot(2, after, 1000, 1000, source_start_ms=500, transition_in=transition, **more),
    )


def sides(window: ChunkSpec | None) -> tuple[Piece, Piece]:
    """The pieces of both clips in a window that is a transition's."""
    assert window is not None
    mix = window.pieces[0].mix
    assert mix is not None
    return mix.before, mix.after


def counted(window: ChunkSpec | None) -> list[list[int]]:
    """The counters of both clips during a transition, each clip rendered alone."""
    assert window is not None
    alone = [replace(window, pieces=(side,)) for side in sides(window)]
    return [[number_in(np.asarray(picture_of(f))) for f in composed_frames(spec)] for spec in alone]


def colour(picture: NDArray[Any]) -> NDArray[np.float64]:
    return picture.reshape(-1, 3).mean(axis=0)


def near(found: NDArray[np.float64], wanted: Any, within: float = 4) -> bool:
    return bool(np.abs(found - np.asarray(wanted, float)).max() <= within)


@pytest.mark.parametrize("length_ms", [800, 900])
def test_the_middle_of_a_dissolve_is_half_of_each_picture_and_it_is_as_long_as_asked(
    sources: Mapping[str, SourceFile], length_ms: int
) -> None:
    shown = pictures(two("dissolve", length_ms), sources)
    assert len(shown) == 20
    weights = [
        float(np.dot(colour(p) - RED, np.subtract(BLUE, RED)) / np.sum(np.subtract(BLUE, RED) ** 2))
        for p in shown
    ]
    changing = [n for n, w in enumerate(weights) if 0.02 < w < 0.98]
    assert abs(len(changing) - length_ms // 100) <= 1
    assert np.interp(0.5, weights, np.arange(20) + 0.5) == pytest.approx(10, abs=0.6)
    half = (np.array(RED) + BLUE) / 2
    middle = shown[10] if length_ms == 900 else (shown[9].astype(float) + shown[10]) / 2
    assert near(colour(middle), half)
    assert all(b >= a - 0.01 for a, b in pairwise(weights))


@pytest.mark.parametrize("kind", TRANSITION_KINDS)
def test_pictures_outside_of_a_transition_are_those_of_the_film_without_it(
    sources: Mapping[str, SourceFile], kind: str
) -> None:
    with_it, without = (pictures(two(k, 600, "count", "photo"), sources) for k in (kind, ""))
    assert len(with_it) == len(without) == 20
    for n in (*range(7), *range(13, 20)):
        assert np.array_equal(with_it[n], without[n]), n
    changed = [n for n in range(7, 13) if not np.array_equal(with_it[n], without[n])]
    assert len(changed) >= 5


@pytest.mark.parametrize(("kind", "wanted"), [("dip_to_black", (0, 0, 0)), ("dip_to_white", (255, 255, 255))])
def test_a_dip_is_all_of_its_colour_in_the_middle(
    sources: Mapping[str, SourceFile], kind: str, wanted: tuple[int, int, int]
) -> None:
    shown = [colour(p) for p in pictures(two(kind), sources)]
    assert near(shown[9], wanted, 12)
    assert near(shown[10], wanted, 12)
    assert near(shown[5], RED)
    assert near(shown[14], BLUE)
    away = [np.abs(c - wanted).sum() for c in shown]
    assert all(b <= a + 1 for a, b in pairwise(away[5:10]))
    assert all(b >= a - 1 for a, b in pairwise(away[10:15]))


@pytest.mark.parametrize("kind", ["slide", "push", "wipe", "whip"])
def test_the_new_picture_comes_in_across_the_frame(sources: Mapping[str, SourceFile], kind: str) -> None:
    shown = pictures(two(kind, 1000), sources)
    share = [float((p[:, :, 2].astype(int) > p[:, :, 0]).mean()) for p in shown]
    assert share[4] == 0
    assert share[15] == 1
    assert all(b >= a for a, b in pairwise(share))
    assert (share[9] + share[10]) / 2 == pytest.approx(0.5, abs=0.06)
    left, right = shown[9][:, :20].reshape(-1, 3).mean(axis=0), shown[9][:, -20:].reshape(-1, 3).mean(axis=0)
    first, second = (right, left) if kind != "wipe" else (left, right)
    assert first[2] > first[0]
    assert second[0] > second[2]


def test_a_push_moves_both_pictures_and_a_slide_only_the_new_one(sources: Mapping[str, SourceFile]) -> None:
    edge: dict[str, int] = {}
    for kind in ("push", "slide"):
        shown = pictures(two(kind, 1000, "count", "blue", freeze=True), sources)
        still, moved = shown[0], shown[8]
        same = np.abs(moved.astype(int) - still).max(axis=(0, 2)) <= 8
        edge[kind] = int(same[: WIDTH // 3].sum())
    assert edge["slide"] >= WIDTH // 3 - 2
    assert edge["push"] < WIDTH // 3 - 10


def test_both_clips_go_on_during_a_transition(sources: Mapping[str, SourceFile]) -> None:
    """The counter of each clip runs through its part of the film and its handle."""
    timeline = two("wipe", 800, "count", "count")
    timeline = film(timeline.video_clips[0], replace(timeline.video_clips[1], source_start_ms=2500))
    window = plan_window(timeline, sources, first_frame=6, end_frame=14)
    assert [p.source_start_ms for p in sides(window)] == [500 + 600, 2500 - 400]
    assert counted(window) == [list(range(11, 19)), list(range(21, 29))]


def test_a_reversed_clip_takes_its_handle_from_the_other_end(sources: Mapping[str, SourceFile]) -> None:
    timeline = two("dissolve", 800, "count", "count", reversed=True)
    window = plan_window(timeline, sources, first_frame=6, end_frame=14)
    assert counted(window) == [list(range(8, 0, -1)), list(range(18, 10, -1))]


def test_where_a_source_ends_its_last_picture_is_held(sources: Mapping[str, SourceFile]) -> None:
    timeline = film(
        shot(1, "count", 0, 1000, source_start_ms=3000),
        shot(2, "count", 1000, 1000, transition_in=Transition(kind="dissolve", duration_ms=800)),
    )
    window = plan_window(timeline, sources, first_frame=6, end_frame=14)
    assert counted(window) == [[36, 37, 38, 39, 39, 39, 39, 39], [0, 0, 0, 0, 0, 1, 2, 3]]


def test_a_transition_does_not_reach_over_the_sources_own_cuts(sources: Mapping[str, SourceFile]) -> None:
    cut = {"count": replace(sources["count"], shot_starts_ms=(0, 1000, 1600, 2500))}
    timeline = film(
        shot(1, "count", 0, 1000, source_start_ms=500),
        shot(
            2,
            "count",
            1000,
            1000,
            source_start_ms=2600,
            transition_in=Transition(kind="wipe", duration_ms=800),
        ),
    )
    window = plan_window(timeline, cut, first_frame=6, end_frame=14)
    assert counted(window) == [[11, 12, 13, 14, 15, 15, 15, 15], [25, 25, 25, 25, 26, 27, 28, 29]]
    free = plan_window(timeline, sources, first_frame=6, end_frame=14)
    assert window is not None
    assert free is not None
    assert free.key != window.key


def test_a_window_in_the_middle_of_a_transition_looks_as_the_whole(sources: Mapping[str, SourceFile]) -> None:
    timeline = two("push", 800, "count", "photo")
    whole = pictures(timeline, sources)
    part = plan_window(timeline, sources, first_frame=8, end_frame=12)
    assert part is not None
    assert all(
        np.array_equal(np.asarray(picture_of(frame)), whole[8 + n])
        for n, frame in enumerate(composed_frames(part))
    )


def test_a_transition_changes_the_chunks_of_its_cut_only(sources: Mapping[str, SourceFile]) -> None:
    clips = [shot(n, "count", 3000 * n, 3000, source_start_ms=100 + 100 * n) for n in range(5)]
    plain = chunks(film(*clips), sources)
    clips[2] = replace(clips[2], transition_in=Transition(kind="wipe", duration_ms=500))
    crossed = chunks(film(*clips), sources)
    assert sum(c.frames for c in crossed) == sum(c.frames for c in plain) == 150
    assert len(plain) == len({c.key for c in plain}) == 5
    assert {c.key for c in plain} - {c.key for c in crossed} == {plain[1].key, plain[2].key}
    longer = replace(clips[2], transition_in=Transition(kind="wipe", duration_ms=700))
    again = chunks(film(*clips[:2], longer, *clips[3:]), sources)
    assert {c.key for c in again} != {c.key for c in crossed}


def test_transitions_never_overlap_and_take_half_of_a_clip_at_most() -> None:
    long = Transition(kind="dissolve", duration_ms=5000)
    clips = [shot(n, "red", 700 * n, 700, transition_in=long if n else None) for n in range(4)]
    found = crossings_of(film(*clips))
    assert [c.cut_frame for c in found] == [7, 14, 21]
    assert all(a.cut_frame + a.tail <= b.first_frame for a, b in pairwise(found))
    assert all(c.frames == 6 for c in found)


def test_the_first_clip_and_one_behind_a_gap_have_no_transition() -> None:
    way_in = Transition(kind="dissolve", duration_ms=400)
    clips = shot(1, "red", 0, 1000, transition_in=way_in), shot(2, "red", 1500, 1000, transition_in=way_in)
    assert crossings_of(film(*clips)) == ()


def test_a_slow_move_goes_on_through_a_transition_without_a_jump(sources: Mapping[str, SourceFile]) -> None:
    timeline = film(
        shot(1, "photo", 0, 1000, motion="pan-left"),
        shot(2, "blue", 1000, 1000, transition_in=Transition(kind="dissolve", duration_ms=1000)),
    )
    shown = pictures(timeline, sources)
    steps = [float(np.abs(b.astype(int) - a).mean()) for a, b in pairwise(shown)]
    assert max(steps[4:15]) <= 3 * float(np.median(steps[5:14]))
