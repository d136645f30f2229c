"""Texts come in and go out as asked, inside their time, and a pop is largest on the beat: in decoded pictures."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import AudioClip, TextClip, Timeline, Track, Transition, VideoClip
from nemovideo_mcp.video.chunk import composed_frames, render_chunk
from nemovideo_mcp.video.compositor import picture_of
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.text_motion import Motion, motion_of
from support.media import decoded_frames, make_image

RATE = Fraction(20)
SIZE = 320, 180
SETTINGS = EncoderSettings(preset="superfast", crf=16)
MOVES = ["fade", "none", "rise", "typewriter", "word_by_word", "pop"]


@pytest.fixture(scope="module")
def dark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_image(
        tmp_path_factory.mktemp("dark") / "photo.png", width=320, height=180, color=(20, 20, 20)
    )


@pytest.fixture(scope="module")
def white(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_image(
        tmp_path_factory.mktemp("white") / "photo.png", width=320, height=180, color=(255, 255, 255)
    )


def planned(
    path: Path, *texts: TextClip, shots_ms: tuple[int, ...] = (2000,), bpm: int | None = None
) -> tuple[ChunkSpec, ...]:
    source = SourceFile(path=path, content_hash=path.parent.name, info=probe(path))
    clips: list[VideoClip] = []
    for n, length in enumerate(shots_ms):
        start = sum(shots_ms[:n])
        clips.append(
            VideoClip(
                clip_id=f"c{n}", name="", media_id="m", start_ms=start, duration_ms=length, motion="none"
            )
        )
    grid = BeatGrid.regular(bpm=Fraction(bpm), beats=40, offset_ms=Fraction(70)) if bpm else None
    song = AudioClip(clip_id="a", name="", start_ms=0, duration_ms=sum(shots_ms), grid=grid)
    timeline = Timeline(
        width=SIZE[0],
        height=SIZE[1],
        frame_rate=RATE,
        tracks=(
            Track(track_id="v", kind=0, clips=tuple(clips)),
            Track(track_id="a", kind=1, clips=(song,)),
            Track(track_id="t", kind=7, clips=texts),
        ),
    )
    return plan_chunks(timeline, {"m": source}, settings=SETTINGS)


def light(path: Path, *texts: TextClip, **more: Any) -> list[np.ndarray]:
    """For each frame of the film, where it is bright."""
    return [
        frame.picture.min(axis=2) > 150
        for spec in planned(path, *texts, **more)
        for frame in decoded_frames(render_chunk(spec, path.parent))
    ]


def text(
    words: str = "Sunday Ride", *, start_ms: int = 500, duration_ms: int = 1200, **more: Any
) -> TextClip:
    more = {"effect": "plain", **more}
    return TextClip(clip_id="t", text=words, start_ms=start_ms, duration_ms=duration_ms, **more)


def extent(seen: np.ndarray) -> tuple[int, int]:
    columns = np.flatnonzero(seen.any(axis=0))
    return (int(columns[0]), int(columns[-1])) if len(columns) else (0, 0)


@pytest.mark.parametrize("move", MOVES)
def test_a_text_is_seen_in_its_time_only(dark: Path, move: str) -> None:
    seen = [frame.any() for frame in light(dark, text(entrance=move, exit=move))]
    assert not any(seen[:10])
    assert not any(seen[34:])
    assert all(seen[22:26])


def test_typing_shows_a_prefix_that_grows_letter_by_letter(dark: Path) -> None:
    frames = light(dark, text("HHHHHHHH", entrance="typewriter", exit="none"))[10:34]
    ends = [extent(frame) for frame in frames]
    lefts = {left for left, _ in ends}
    assert max(lefts) - min(lefts) <= 2
    rights = [right for _, right in ends]
    assert all(later >= earlier - 1 for earlier, later in pairwise(rights))
    assert rights[0] - ends[0][0] < (rights[-1] - ends[-1][0]) / 4
    steps = [right for n, right in enumerate(rights) if n == 0 or right > rights[n - 1] + 3]
    assert len(steps) == 8


def test_typing_goes_out_letter_by_letter(dark: Path) -> None:
    frames = light(dark, text("HHHHHHHH", entrance="none", exit="typewriter"))[10:34]
    rights = [extent(frame)[1] for frame in frames]
    assert rights[0] == rights[10]
    assert all(later <= earlier + 1 for earlier, later in pairwise(rights))
    assert rights[-1] < rights[0]


def test_words_come_one_by_one(dark: Path) -> None:
    frames = light(dark, text("one two three", entrance="word_by_word", exit="none", duration_ms=1500))[10:40]
    rights = [extent(frame)[1] for frame in frames]
    steps = [n for n, right in enumerate(rights) if n == 0 or right > rights[n - 1] + 3]
    assert len(steps) == 3
    assert {later - earlier for earlier, later in pairwise(steps)} <= {5, 6}


def test_a_rising_text_comes_up_from_below(dark: Path) -> None:
    frames = light(dark, text(entrance="rise", exit="none"))[10:34]
    tops = [int(np.flatnonzero(frame.any(axis=1))[0]) for frame in frames if frame.any()]
    assert tops[0] > tops[-1] + 3
    assert all(later <= earlier for earlier, later in pairwise(tops))


@pytest.mark.parametrize("bpm", [100, 128])
@pytest.mark.parametrize("start_ms", [0, 310, 600, 777])
def test_a_pop_is_largest_on_a_beat(dark: Path, bpm: int, start_ms: int) -> None:
    frames = light(dark, text(entrance="pop", exit="none", start_ms=start_ms), bpm=bpm)
    widths = [right - left for left, right in map(extent, frames)]
    peak = max(range(len(widths)), key=lambda n: widths[n])
    beats = [70 + n * 60_000 / bpm for n in range(12)]
    assert min(abs(peak * 50 - beat) for beat in beats) <= 50
    first = next(n for n, width in enumerate(widths) if width)
    assert start_ms - 26 <= first * 50
    assert peak - first <= 3
    settled = widths[peak + 6]
    assert widths[peak] > settled * 1.1


def test_a_pop_without_music_is_largest_soon_after_its_start(dark: Path) -> None:
    widths = [
        right - left
        for left, right in map(extent, light(dark, text(entrance="pop", exit="none", start_ms=500)))
    ]
    assert max(range(len(widths)), key=lambda n: widths[n]) in (12, 13)


def test_white_letters_on_a_white_film_get_a_shade_and_on_a_dark_one_none(white: Path, dark: Path) -> None:
    words = text("Legible", size=2.0, entrance="none", exit="none")
    for path, shaded in ((white, True), (dark, False)):
        frame = [f for spec in planned(path, words) for f in decoded_frames(render_chunk(spec, path.parent))][
            20
        ]
        values = frame.picture.astype(float).mean(axis=2)
        letters = values[60:120, 60:260]
        if shaded:
            assert np.percentile(letters, 20) < 130
        else:
            assert np.percentile(letters, 20) == pytest.approx(20, abs=3)


def test_a_text_over_a_transition_is_shaded_for_both_of_its_shots(white: Path, dark: Path) -> None:
    paths = {"d": dark, "w": white}
    sources = {i: SourceFile(path=p, content_hash=i, info=probe(p)) for i, p in paths.items()}
    shots = [
        VideoClip(clip_id=i, name=i, media_id=i, start_ms=start_ms, duration_ms=1000, motion="none", **more)
        for i, start_ms, more in (
            ("d", 0, {}),
            ("w", 1000, {"transition_in": Transition(kind="dissolve", duration_ms=800)}),
        )
    ]
    words = text("Legible", start_ms=0, duration_ms=2000, size=2.0, entrance="none", exit="none")
    timeline = Timeline(
        width=SIZE[0],
        height=SIZE[1],
        frame_rate=RATE,
        tracks=(
            Track(track_id="v", kind=0, clips=tuple(shots)),
            Track(track_id="t", kind=7, clips=(words,)),
        ),
    )
    specs = plan_chunks(timeline, sources, settings=SETTINGS)
    frames = [np.asarray(picture_of(frame), float) for spec in specs for frame in composed_frames(spec)]
    nearly_white = frames[26].mean(axis=2)
    assert nearly_white[:20].mean() > 200
    assert np.percentile(nearly_white[60:120, 60:260], 20) < 130


def test_a_chunk_has_the_name_that_it_had_where_a_text_asks_for_nothing_new(dark: Path) -> None:
    plain = planned(dark, TextClip(clip_id="t", text="Hi", start_ms=0, duration_ms=900, effect="box"))
    assert plain[0].grounds == ((),)
    assert plain[0].texts[0].content[-6:] == ["neutral", "box", None, "fade", "fade", None]
    usual = planned(dark, TextClip(clip_id="t", text="Hi", start_ms=0, duration_ms=900))
    assert usual[0].texts[0].content == ["Hi", "title", None, [], 1.0, "#ffffff", 0, 0, 18]


def test_another_entrance_renders_only_the_chunks_of_the_text_anew(dark: Path) -> None:
    shots = (2500, 2500, 2500)
    one, other = (planned(dark, text(entrance=move), shots_ms=shots) for move in ("rise", "pop"))
    changed = [a.key != b.key for a, b in zip(one, other, strict=True)]
    assert changed == [bool(spec.texts) for spec in one]
    assert 0 < sum(changed) < len(changed)


def test_all_chunks_of_one_shot_look_at_the_same_frames(dark: Path) -> None:
    specs = planned(dark, text(start_ms=0, duration_ms=9000), shots_ms=(9000,))
    assert len(specs) > 1
    samples = [
        [sample.source_start_ms for ground in spec.grounds[0] for sample in ground.samples] for spec in specs
    ]
    assert samples[0]
    assert all(these == samples[0] for these in samples)


def motion(entrance: str = "none", exit_: str = "none", **more: Any) -> Motion:
    given: dict[str, Any] = {"pieces": list("Sunday Ride"), "frames": 60, "frame_rate": Fraction(30), **more}
    return motion_of(ways=(entrance, exit_), **given)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("frames", [1, 2, 5, 60])
def test_a_text_of_any_length_has_a_pose_in_each_frame(move: str, frames: int) -> None:
    way = motion(move, move, frames=frames)
    for n in range(frames):
        pose = way.pose(n)
        assert 0 <= pose.opacity <= 1
        assert pose.scale > 0
        assert pose.shown is None or 0 <= pose.shown <= 11


def test_chinese_is_said_word_by_word_in_twos_and_a_blank_comes_with_its_word() -> None:
    assert motion("word_by_word", pieces=list("周日骑行啦")).steps_in == (2, 4, 5)
    assert motion("word_by_word", pieces=list("one two")).steps_in == (3, 7)
    assert motion("typewriter", pieces=list("a b")).steps_in == (1, 3)


def test_the_middle_of_every_way_is_the_text_itself() -> None:
    for move in MOVES:
        pose = motion(move, move, frames=200).pose(120)
        assert (pose.opacity, pose.scale, pose.below, pose.shown) == (1.0, 1.0, 0.0, None)
