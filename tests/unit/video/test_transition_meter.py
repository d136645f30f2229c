"""A transition's middle and length are measured in the finished film's pictures, and held against edit and beats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, cast

import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from nemovideo_mcp.timeline.transitions import TRANSITION_KINDS
from nemovideo_mcp.video.camera_move import Planes, frame_of, planes_of
from nemovideo_mcp.video.transition_meter import FoundTransition, TransitionMeter
from nemovideo_mcp.video.transitions import blended_planes
from nemovideo_mcp.video.watch_frames import small_picture
from nemovideo_mcp.views.receipt import Expected, Problem, Receipt
from nemovideo_mcp.views.receipt_plan import read_plan, write_plan
from nemovideo_mcp.views.transition_report import PlannedTransition, TransitionReport
from nemovideo_mcp.views.verdict import Evidence, problems
from support.media import Picture, moving, quarters

RATE, FRAME_MS = 25, 40.0
WIDTH, HEIGHT = 96, 54
PLANNED = PlannedTransition(kind="dissolve", cut_ms=1000, start_ms=700, end_ms=1300)


def frame(picture: Picture) -> VideoFrame:
    made = cast("VideoFrame", cast("Any", VideoFrame).from_ndarray(picture, format="rgb24"))
    return made.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)


@cache
def both(n: int) -> tuple[Planes, Planes]:
    """The pictures of the two clips in frame `n`."""
    first, second = (paint(n, Fraction(n * 40), WIDTH, HEIGHT) for paint in (moving, quarters))
    return planes_of(frame(first)), planes_of(frame(second))


def shown(kind: str, start_ms: float, end_ms: float) -> Iterator[tuple[float, VideoFrame]]:
    """Two seconds: one moving picture that gives way to another between two moments."""
    for n in range(2 * RATE):
        time_ms = n * FRAME_MS
        progress = (time_ms + FRAME_MS / 2 - start_ms) / max(1e-6, end_ms - start_ms)
        yield time_ms, frame_of(blended_planes(kind, *both(n), progress))


def measured(
    frames: Iterator[tuple[float, VideoFrame]], planned: Sequence[PlannedTransition]
) -> tuple[FoundTransition, ...]:
    meter = TransitionMeter(planned, FRAME_MS)
    for time_ms, one in frames:
        meter.push(time_ms, small_picture(one))
    return meter.finish()


@pytest.mark.parametrize("kind", TRANSITION_KINDS)
def test_the_middle_and_the_length_are_found_to_a_frame(kind: str) -> None:
    planned = PlannedTransition(kind=kind, cut_ms=1000, start_ms=700, end_ms=1300)
    (found,) = measured(shown(kind, 700, 1300), [planned])
    assert found.middle_ms == pytest.approx(1000, abs=FRAME_MS)
    assert found.length_ms == pytest.approx(600, abs=2.5 * FRAME_MS)


@pytest.mark.parametrize(("start_ms", "end_ms"), [(820, 1420), (560, 1160), (850, 1150), (500, 1500)])
def test_one_that_is_elsewhere_or_of_another_length_is_measured_where_it_is(
    start_ms: int, end_ms: int
) -> None:
    (found,) = measured(shown("dissolve", start_ms, end_ms), [PLANNED])
    assert found.middle_ms == pytest.approx((start_ms + end_ms) / 2, abs=1.5 * FRAME_MS)
    assert found.length_ms == pytest.approx(end_ms - start_ms, abs=3 * FRAME_MS)


def test_a_hard_cut_in_its_place_is_found_out() -> None:
    (found,) = measured(shown("dissolve", 1000, 1000), [PLANNED])
    assert found.length_ms is not None
    assert found.length_ms < 1.5 * FRAME_MS
    assert [p.code for p in judged(report(found))] == ["transition_hard"]


def test_nothing_is_claimed_where_both_pictures_are_the_same() -> None:
    frames = ((n * FRAME_MS, frame(quarters(n, Fraction(0), WIDTH, HEIGHT))) for n in range(50))
    (found,) = measured(frames, [PLANNED])
    assert (found.middle_ms, found.length_ms) == (None, None)


def test_transitions_that_follow_at_once_are_measured_apart() -> None:
    """Each takes half of the shot between them."""
    planned = [
        PlannedTransition(kind="dissolve", cut_ms=600, start_ms=400, end_ms=800),
        PlannedTransition(kind="dissolve", cut_ms=1000, start_ms=800, end_ms=1200),
    ]
    first, second, third = (
        planes_of(frame(np.full((HEIGHT, WIDTH, 3), level, np.uint8))) for level in (40, 200, 90)
    )

    def frames() -> Iterator[tuple[float, VideoFrame]]:
        for n in range(50):
            time_ms = n * FRAME_MS
            before = blended_planes("dissolve", first, second, (time_ms + 20 - 400) / 400)
            yield time_ms, frame_of(blended_planes("dissolve", before, third, (time_ms + 20 - 800) / 400))

    found = measured(frames(), planned)
    assert [f.middle_ms for f in found] == [pytest.approx(600, abs=30), pytest.approx(1000, abs=30)]
    assert [f.length_ms for f in found] == [pytest.approx(400, abs=80)] * 2


def report(found: FoundTransition) -> Receipt:
    transition = TransitionReport(
        kind=found.planned.kind,
        planned_ms=found.planned.middle_ms,
        planned_length_ms=found.planned.length_ms,
        frame_ms=FRAME_MS,
        middle_ms=found.middle_ms,
        length_ms=found.length_ms,
    )
    return Receipt(
        transitions=(transition,),
        video_codec="h264",
        width=WIDTH,
        height=HEIGHT,
        frame_rate=25.0,
        duration_ms=2000,
    )


def judged(receipt: Receipt) -> list[Problem]:
    expected = Expected(
        cuts_ms=(),
        duration_ms=2000,
        width=WIDTH,
        height=HEIGHT,
        frame_rate=25.0,
        has_audio=False,
        beat_cut=False,
        transitions=(PLANNED,),
    )
    return list(problems(receipt, expected, Evidence()))


@pytest.mark.parametrize(
    ("middle_ms", "length_ms", "code"),
    [
        (1000, 600, None),
        (1060, 560, None),
        (1300, 600, "transition_moved"),
        (1000, 1000, "transition_length"),
        (None, None, None),
    ],
)
def test_only_what_is_clearly_not_as_asked_is_a_problem(
    middle_ms: float | None, length_ms: float | None, code: str | None
) -> None:
    found = judged(report(FoundTransition(PLANNED, middle_ms, length_ms)))
    assert [p.code for p in found] == ([code] if code else [])
    assert all(p.say("en") and p.say("zh") and "{" not in p.say("en") for p in found)


def test_the_receipt_says_its_transitions_and_comes_back_from_json() -> None:
    receipt = report(FoundTransition(PLANNED, 1003.2, 590.0))
    assert "1 transition, 0.59 s long" in receipt.line()
    assert "1 个转场" in receipt.line("zh")
    assert Receipt.from_json(receipt.as_json()) == receipt


def test_the_plan_in_the_file_carries_transitions() -> None:
    expected = Expected(
        cuts_ms=(2000,),
        duration_ms=4000,
        width=WIDTH,
        height=HEIGHT,
        frame_rate=25.0,
        has_audio=False,
        beat_cut=False,
        transitions=(PLANNED, PlannedTransition(kind="whip", cut_ms=3000, start_ms=2900, end_ms=3100)),
    )
    assert read_plan(write_plan(expected)) == expected
    text = write_plan(expected)
    for damaged in (
        text.replace("whip", "swirl"),
        text.replace("1000,700", "100,700"),
        text.replace("2900", "200"),
    ):
        with pytest.raises(ValueError, match="damaged"):
            read_plan(damaged)
