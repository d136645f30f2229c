"""Vetoes come before scores: what is faulty is shown only where there is nothing else, and then it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.autoedit.moments import choose_moments
from nemovideo_mcp.autoedit.takes import takes_of
from nemovideo_mcp.autoedit.worth import Window, crossed
from nemovideo_mcp.timeline.footage import faults_in
from nemovideo_mcp.timeline.media import (
    Analysis,
    FootageFault,
    FootageFaultKind,
    MediaItem,
    Subject,
    WordsLine,
)
from support.edits import CUT, MUSIC, edited, notes
from support.measured_media import film

Span = tuple[FootageFaultKind, int, int]


def faults(*spans: Span) -> tuple[FootageFault, ...]:
    return tuple(FootageFault(kind=kind, start_ms=start, end_ms=end) for kind, start, end in spans)


def faulty(item: MediaItem, *spans: Span) -> MediaItem:
    assert item.analysis is not None
    return replace(item, analysis=replace(item.analysis, faults=faults(*spans)))


def flat(hops: int, **changes: object) -> Analysis:
    """A film in which every moment is as good as the other."""
    even = (0.5,) * hops
    return replace(Analysis(hop_ms=100, motion=even, sharpness=even, exposure=even), **changes)  # type: ignore[arg-type]


def chosen(analysis: Analysis, *lengths_ms: int, keeps_sound: bool = False) -> Sequence[int]:
    return choose_moments(
        [Window(duration_ms=ms) for ms in lengths_ms],
        length_ms=len(analysis.motion) * 100,
        analysis=analysis,
        keeps_sound=keeps_sound,
    )


@pytest.mark.parametrize(
    "kind", ["black", "fade", "burnt", "blurred", "frozen", "empty", "shaky", "flash", "credits"]
)
def test_a_fault_is_not_shown_however_good_its_scores_are(kind: FootageFaultKind) -> None:
    best = tuple(1.0 if 20 <= n < 60 else 0.1 for n in range(100))
    analysis = flat(100, motion=best, sharpness=best, exposure=best, faults=faults((kind, 2000, 6000)))
    for start in chosen(analysis, 1500, 1500):
        assert not faults_in(analysis, start, start + 1500)


def test_a_title_over_good_pictures_is_passed_over_where_there_are_others_and_is_no_fault() -> None:
    best = tuple(0.9 if 20 <= n < 60 else 0.6 for n in range(100))
    line = WordsLine(area=(0.2, 0.4, 0.8, 0.5), start_ms=2000, end_ms=6000)
    titled = flat(100, motion=best, sharpness=best, exposure=best, words=((line,),))
    (start,) = chosen(titled, 1500)
    assert not line.stands_in(start, start + 1500)
    small = WordsLine(area=(0.9, 0.95, 0.97, 0.97), start_ms=2000, end_ms=6000)
    (start,) = chosen(replace(titled, words=((small,),)), 1500)
    assert 1900 <= start <= 4600
    everywhere = replace(titled, words=((replace(line, start_ms=0, end_ms=10_000),),))
    (start,) = chosen(everywhere, 1500)
    assert 1900 <= start <= 4600


@given(
    spans=st.lists(st.tuples(st.integers(0, 9500), st.integers(40, 2500)), max_size=4),
    lengths=st.lists(st.integers(300, 1200), min_size=1, max_size=3),
)
def test_a_window_alone_is_faultless_wherever_a_faultless_stretch_is_long_enough(
    spans: list[tuple[int, int]], lengths: list[int]
) -> None:
    black: list[Span] = [("black", at, min(10_000, at + ms)) for at, ms in spans]
    analysis = flat(100, faults=faults(*black))
    for length in lengths:
        (start,) = chosen(analysis, length)
        # With a guard and a hop of the search to spare on either side.
        starts = range(0, 10_000 - length, 50)
        free = any(not faults_in(analysis, s - 120, s + length + 120) for s in starts)
        assert not (free and faults_in(analysis, start, start + length))


def test_where_all_is_faulty_the_least_of_it_is_shown() -> None:
    analysis = flat(100, faults=faults(("black", 0, 5000), ("shaky", 5000, 10_000)))
    (start,) = chosen(analysis, 2000)
    assert {fault.kind for fault in faults_in(analysis, start, start + 2000)} == {"shaky"}


def test_of_black_blurred_good_and_burnt_footage_only_the_good_is_shown() -> None:
    item = faulty(film(1, 20_000), ("black", 0, 5000), ("blurred", 5000, 10_000), ("burnt", 15_000, 20_000))
    other = film(2, 20_000)
    timeline = edited([item, other], [MUSIC, CUT | {"length": 8}]).timeline
    shown = [clip for clip in timeline.video_clips if clip.media_id == item.media_id]
    assert shown
    for clip in shown:
        assert clip.source_start_ms >= 10_000
        assert clip.source_end_ms <= 15_000


def test_a_fault_that_has_to_be_shown_is_said_in_both_languages() -> None:
    item = faulty(film(1, 12_000), ("blurred", 0, 12_000))
    applied = edited([item, film(2, 12_000)], [MUSIC, CUT | {"length": 8}])
    assert "Blurred pictures of “film1.mp4”" in notes(applied)
    assert "里模糊的画面也用上了" in " ".join(words.zh for words in applied.notes)


def test_a_film_without_faults_is_not_spoken_ill_of() -> None:
    assert "shown all the same" not in notes(edited([film(1, 12_000), film(2, 9000)], [MUSIC, CUT]))


def test_takes_end_before_faults_and_keep_what_was_measured_of_them() -> None:
    item = faulty(film(1, 12_000, shot_starts_ms=(0, 6000)), ("fade", 0, 1000), ("flash", 3000, 3080))
    assert item.analysis is not None
    measured = replace(
        item.analysis,
        signatures=tuple(range(120)),
        pans=tuple((float(n), 0.0) for n in range(120)),
        speech_ms=((7000, 8000),),
        subjects=(
            Subject(),
            Subject(kind="face", hop_ms=250, areas=tuple((n / 100, 0.1, 0.9, 0.9) for n in range(24))),
        ),
    )
    takes = takes_of(replace(item, analysis=measured), 500.0)
    spans = [(take.offset_ms, take.offset_ms + take.item.info.duration_ms) for take in takes]
    assert [(round(a, -2), round(b, -2)) for a, b in spans] == [(1100, 2900), (3100, 5900), (6100, 11_900)]
    for take in takes:
        part = take.item.analysis
        assert part is not None
        assert part.signatures[0] == take.offset_ms // 100
        assert part.pans[0][0] == take.offset_ms // 100
        assert part.faults == ()
    last = takes[-1].item.analysis
    assert last is not None
    assert last.subjects[0].kind == "face"
    assert last.speech_ms == ((7000 - takes[-1].offset_ms, 8000 - takes[-1].offset_ms),)


def test_a_shot_of_a_face_is_preferred_to_one_of_nothing() -> None:
    areas = ((0.4, 0.2, 0.6, 0.5),)
    analysis = flat(
        100, shot_starts_ms=(0, 5000), subjects=(Subject(kind="face", areas=areas), Subject(kind="none"))
    )
    assert chosen(analysis, 2000)[0] < 3000
    analysis = replace(analysis, subjects=analysis.subjects[::-1])
    assert chosen(analysis, 2000)[0] >= 5000


def test_action_begins_and_ends_inside_the_window() -> None:
    motion = tuple(0.9 if 40 <= n < 55 else 0.1 for n in range(100))
    (start,) = chosen(flat(100, motion=motion), 2500)
    assert start <= 4000
    assert start + 2500 >= 5500


def test_a_word_is_not_cut_where_the_sound_is_kept() -> None:
    speech = ((1000, 3900), (4300, 6200), (6600, 9500))
    analysis = flat(100, speech_ms=speech)

    def mid_word(bound: int) -> bool:
        return any(begins + 120 < bound < ends - 120 for begins, ends in speech)

    (start,) = chosen(analysis, 2100, keeps_sound=True)
    assert not mid_word(start)
    assert not mid_word(start + 2100)
    (silent,) = chosen(analysis, 2100)
    assert mid_word(silent) or mid_word(silent + 2100)


def test_neighbouring_windows_do_not_look_alike_where_there_is_a_choice() -> None:
    # The same picture for six seconds, another one from then on.
    alike, other = 0x0F0F_0F0F_0F0F_0F0F, 0xF0F0_3C3C_A5A5_F00F
    analysis = flat(100, signatures=(alike,) * 70 + (other,) * 30)
    first, second = chosen(analysis, 1000, 1000)
    assert first + 500 < 7000 <= second + 500


@given(
    cuts=st.lists(st.integers(400, 9600), min_size=1, max_size=6, unique=True),
    accents=st.lists(st.floats(0, 900), max_size=3),
    number=st.integers(0, 20),
)
def test_no_window_is_slid_over_a_cut_by_a_frame(cuts: list[int], accents: list[float], number: int) -> None:
    item = film(number, 10_000, shot_starts_ms=(0, *sorted(cuts)))
    assert item.analysis is not None
    lengths = [end - start for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), 10_000], strict=True)]
    window = Window(duration_ms=max(200, max(lengths) - 400), accents_ms=tuple(accents))
    (start,) = choose_moments([window], length_ms=10_000, analysis=item.analysis)
    assert crossed(start, start + window.duration_ms, item.analysis) == 0


def test_footage_that_is_too_short_is_not_run_over() -> None:
    windows = [Window(duration_ms=700), Window(duration_ms=600), Window(duration_ms=800)]
    starts = choose_moments(windows, length_ms=2000, analysis=flat(20))
    assert starts == tuple(sorted(starts))
    assert all(0 <= start <= 2000 - w.duration_ms for start, w in zip(starts, windows, strict=True))


def test_faulty_footage_is_added_only_where_the_good_cannot_be_slowed_to_fill_its_part() -> None:
    spans: list[Span] = [("black", 0, 5000), ("shaky", 5000, 10_000), ("burnt", 15_000, 20_000)]
    item = faulty(film(1, 20_000, shot_starts_ms=(0, 5000, 10_000, 15_000)), *spans)

    def shown(length_s: int) -> set[FootageFaultKind]:
        clips = edited([item], [MUSIC, CUT | {"length": length_s}]).timeline.video_clips
        return {f.kind for c in clips for f in faults_in(item.analysis, c.source_start_ms, c.source_end_ms)}

    assert shown(5) == set()
    assert shown(8) == set()
    assert shown(14) == {"shaky"}


def test_of_a_long_film_what_nobody_has_looked_at_is_not_chosen() -> None:
    # Looked at for a second in every ten, as the analysis of a long film is.
    seen = tuple(0.2 if n % 100 < 30 else 0.0 for n in range(1000))
    analysis = flat(1000, motion=seen, sharpness=seen, exposure=seen)
    for start in chosen(analysis, 1500, 1500, 1500, 1500):
        assert start % 10_000 <= 1500
