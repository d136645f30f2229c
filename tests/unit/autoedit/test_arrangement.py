"""Which clip is seen when: what an editor would want of the order, the lengths and the energy of the shots."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from nemovideo_mcp.autoedit.arc import stretches_of
from nemovideo_mcp.autoedit.takes import takes_of
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.timeline.song import SongSection, SongStructure
from support.edits import CUT, MUSIC, edited
from support.measured_media import film, photo, song

FOUR = (film(1, 20_000), film(2, 20_000), film(3, 20_000), film(4, 20_000))


def shown(timeline: Timeline) -> list[str]:
    return [clip.media_id for clip in timeline.video_clips]


def places(timeline: Timeline, media_id: str) -> float:
    """The mean place of a source's shots in the film, 0 to 1."""
    mids = [
        (clip.start_ms + clip.duration_ms / 2) / timeline.duration_ms
        for clip in timeline.video_clips
        if clip.media_id == media_id
    ]
    return sum(mids) / len(mids)


def ranks(values: list[float]) -> np.ndarray[Any, Any]:
    array = np.asarray(values)
    return (array[None] < array[:, None]).sum(axis=1) + (array[None] == array[:, None]).sum(axis=1) / 2


def energy_correlation(timeline: Timeline, media: tuple[MediaItem, ...]) -> float:
    """Spearman's rank correlation between the motion that shots show and the music's energy under them."""
    by_id = {item.media_id: item for item in media}
    stretches = stretches_of(timeline.audio_clips, by_id)
    motion, energy = [], []
    for clip in timeline.video_clips:
        analysis = by_id[clip.media_id].analysis
        assert analysis is not None
        part = analysis.motion[clip.source_start_ms // 100 : clip.source_end_ms // 100 + 1]
        motion.append(sum(part) / len(part))
        middle = clip.start_ms + clip.duration_ms / 2
        energy.append(next(s.energy for s in reversed(stretches) if s.start_ms <= middle))
    return float(np.corrcoef(ranks(motion), ranks(energy))[0, 1])


@pytest.mark.parametrize("length", [15, 25, 40])
def test_sources_take_turns_and_drift_from_the_first_to_the_last(length: int) -> None:
    timeline = edited(FOUR, [MUSIC, CUT | {"length": length}]).timeline
    seen = shown(timeline)
    assert list(dict.fromkeys(seen)) == ["f1", "f2", "f3", "f4"]
    assert all(a != b for a, b in itertools.pairwise(seen))
    assert all(seen.count(media) > 1 for media in set(seen))
    assert places(timeline, "f1") < places(timeline, "f4") - 0.15
    assert places(timeline, "f2") < places(timeline, "f4")


@pytest.mark.parametrize(
    "asked",
    [{"order": "given"}, {"sources": ["m3", "m1", "m2"], "order": "given"}, {"order": "reversed"}],
)
def test_who_asks_for_an_order_gets_it_and_keeps_it(asked: dict[str, Any]) -> None:
    timeline = edited(FOUR, [MUSIC, CUT | {"length": 20} | asked]).timeline
    wanted = [f"f{name[1]}" for name in asked.get("sources", [])] or ["f1", "f2", "f3", "f4"]
    wanted = wanted[::-1] if asked.get("order") == "reversed" else wanted
    assert [media for media, _ in itertools.groupby(shown(timeline))] == wanted
    shorter = edited(FOUR, {"op": "set_film_length", "length": 14}, start=timeline).timeline
    assert [media for media, _ in itertools.groupby(shown(shorter))] == wanted


def test_sources_that_are_named_without_an_order_are_a_selection_that_takes_turns() -> None:
    timeline = edited(FOUR, [MUSIC, CUT | {"length": 25, "sources": ["m3", "m1", "m4"]}]).timeline
    seen = shown(timeline)
    assert list(dict.fromkeys(seen)) == ["f3", "f1", "f4"]
    assert all(a != b for a, b in itertools.pairwise(seen))
    assert min(seen.count(media) for media in set(seen)) > 1
    assert places(timeline, "f3") < places(timeline, "f4") - 0.05


def test_a_source_that_is_named_again_comes_again_where_it_is_named() -> None:
    timeline = edited(FOUR, [MUSIC, CUT | {"length": 20, "sources": ["m1", "m2", "m1"]}]).timeline
    assert [media for media, _ in itertools.groupby(shown(timeline))] == ["f1", "f2", "f1"]


@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    lengths=st.lists(st.integers(1_500, 30_000), min_size=2, max_size=8),
    takes=st.integers(1, 4),
    pace=st.sampled_from(("slow", "normal", "fast")),
    share=st.floats(0.2, 1.0),
)
@example(lengths=[5795, 2876, 1927, 3093, 4221, 10415, 1501, 2226], takes=4, pace="slow", share=0.5146)
@example(lengths=[1836, 1836, 2678, 2756], takes=4, pace="slow", share=0.5)
@example(lengths=[1500, 1500, 1500, 2162, 1500, 1500], takes=1, pace="slow", share=1.0)
def test_no_cut_jumps_inside_a_take_and_no_footage_is_shown_twice(
    lengths: list[int], takes: int, pace: str, share: float
) -> None:
    media = [
        film(n, length, shot_starts_ms=tuple(range(0, length - 400, max(length // takes, 400))))
        for n, length in enumerate(lengths, 1)
    ]
    wanted = max(4.0, share * sum(lengths) / 1000)
    timeline = edited(media, [MUSIC, CUT | {"length": wanted, "pace": pace, "at_most": True}]).timeline
    clips = timeline.video_clips
    assert {clip.media_id for clip in clips} == {item.media_id for item in media}
    for clip, after in itertools.pairwise(clips):
        if clip.media_id == after.media_id:
            starts = media[int(clip.media_id[1:]) - 1].analysis.shot_starts_ms  # type: ignore[union-attr]
            low, high = sorted((clip.source_end_ms, after.source_start_ms))
            other_take = any(low - 70 <= s <= high + 70 for s in starts if s)
            reframed = max(clip.zoom, after.zoom) / min(clip.zoom, after.zoom) >= 1.4
            assert other_take or reframed or high - low >= 1999
    assert timeline.music is not None
    assert timeline.music.grid is not None
    beat_ms = float(timeline.music.grid.times_ms[-1]) / (len(timeline.music.grid.times_ms) - 1)
    usable = [take.item.info.duration_ms for item in media for take in takes_of(item, beat_ms)]
    # Footage that fills the film's beats when it is slowed to three quarters at most is shown once.
    if sum(max(1, int(ms / (0.75 * beat_ms))) for ms in usable) * beat_ms >= timeline.duration_ms:
        for media_id in {clip.media_id for clip in clips}:
            spans = sorted((c.source_start_ms, c.source_end_ms) for c in clips if c.media_id == media_id)
            assert all(a[1] <= b[0] + 34 for a, b in itertools.pairwise(spans))


def test_a_film_of_one_source_with_takes_begins_with_the_first_of_them() -> None:
    media = [film(1, 30_000, shot_starts_ms=(0, 8_000, 16_000, 24_000))]
    clips = edited(media, [MUSIC, CUT | {"length": 14}]).timeline.video_clips
    assert clips[0].source_start_ms < 8_000
    assert clips[-1].source_start_ms >= 16_000


def test_interleaved_media_take_turns_whatever_takes_they_have() -> None:
    media = [film(n, 16_000, shot_starts_ms=(0, 4_000, 8_000, 12_000)) for n in (1, 2, 3)]
    seen = shown(edited(media, [MUSIC, CUT | {"length": 16, "order": "interleaved"}]).timeline)
    assert seen[:6] == ["f1", "f2", "f3", "f1", "f2", "f3"]


def test_a_photo_is_one_shot_and_a_film_of_photos_shows_each_about_as_long() -> None:
    media = (photo(1), photo(2), photo(3), film(1, 12_000))
    seen = shown(edited(media, [MUSIC, CUT | {"length": 16}]).timeline)
    assert all(seen.count(f"p{n}") == 1 for n in (1, 2, 3))
    clips = edited((photo(1), photo(2)), [MUSIC, CUT | {"length": 20}]).timeline.video_clips
    assert [clip.media_id for clip in clips] == ["p1", "p2"]
    assert min(clip.duration_ms for clip in clips) > 7_000


def test_photos_return_where_a_cut_on_every_beat_is_asked_for() -> None:
    seen = shown(
        edited((photo(1), photo(2), photo(3)), [MUSIC, CUT | {"length": 12, "every_beats": 1}]).timeline
    )
    assert len(seen) > 15
    assert all(a != b for a, b in itertools.pairwise(seen))


@pytest.mark.parametrize("mood", ["upbeat", "lofi", "cinematic", "rock"])
def test_a_film_of_twenty_seconds_has_four_lengths_of_shots_and_a_held_last_one(mood: str) -> None:
    wish = [{"op": "set_music", "mood": mood}, CUT | {"length": 24}]
    timeline = edited(FOUR, wish).timeline
    grid = timeline.music.grid if timeline.music else None
    assert grid is not None
    beat_ms = float(grid.times_ms[1])
    assert len({round(clip.duration_ms / beat_ms) for clip in timeline.video_clips}) >= 4
    assert timeline.video_clips[-1].duration_ms >= 3.9 * beat_ms


@pytest.mark.parametrize("falling", [False, True])
def test_composed_music_builds_to_its_end_and_lively_pictures_come_with_it(falling: bool) -> None:
    def clip(number: int, low: float, high: float) -> MediaItem:
        motion = [low if n < 100 else high for n in range(200)]
        return film(number, 20_000, motion=motion[::-1] if number % 2 else motion)

    media = tuple(clip(n, 0.1 + 0.05 * n, 0.9 - 0.05 * n) for n in range(1, 5))
    media = media[::-1] if falling else media
    timeline = edited(media, [MUSIC, CUT | {"length": 32}]).timeline
    spec = timeline.music.music if timeline.music else None
    assert spec is not None
    loudest = max(range(len(spec.sections)), key=lambda n: spec.sections[n].energy)
    before = sum(section.bars for section in spec.sections[: loudest + 1])
    assert before >= 0.6 * spec.bars
    assert energy_correlation(timeline, media) > 0.35


def test_the_pace_follows_the_sections_of_a_song() -> None:
    structure = SongStructure(
        sections=(
            SongSection(kind="intro", start_ms=0),
            SongSection(kind="chorus", start_ms=16_730),
            SongSection(kind="break", start_ms=32_730),
        ),
        drop_ms=16_730,
    )
    media = (*FOUR, song(duration_ms=60_000, structure=structure))
    timeline = edited(media, [{"op": "set_music"}, CUT | {"length": 45}]).timeline
    start_ms = timeline.audio_clips[0].source_start_ms
    calm = [c.duration_ms for c in timeline.video_clips if c.end_ms < 14_000 - start_ms + 730]
    wild = [c.duration_ms for c in timeline.video_clips if 17_000 < c.start_ms + start_ms < 31_000]
    assert sum(wild) / len(wild) < 0.6 * sum(calm) / len(calm)
    drop_ms = 16_730 - start_ms
    assert min(abs(cut - drop_ms) for cut in timeline.cuts_ms) <= 40


def test_the_film_opens_on_a_picture_that_is_well_lit() -> None:
    dark = film(1, 12_000)
    assert dark.analysis is not None
    exposure = (0.0,) * 30 + (0.9,) * 60 + (0.0,) * 30
    lit = type(dark)(
        media_id="f1",
        name=dark.name,
        info=dark.info,
        analysis=type(dark.analysis)(
            hop_ms=100, motion=(0.5,) * 120, sharpness=(0.5,) * 120, exposure=exposure
        ),
    )
    for media in ((lit,), (lit, *FOUR[1:])):
        first = edited(media, [MUSIC, CUT | {"length": 6}]).timeline.video_clips[0]
        assert first.media_id == "f1"
        assert 2_900 <= first.source_start_ms <= 8_500
