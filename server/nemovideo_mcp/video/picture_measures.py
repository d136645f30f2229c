"""What a receipt needs of pictures: cuts, transitions, faults, flashes and jump cuts, found in small pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nemovideo_mcp.video.cuts import CutFinder, FoundCuts
from nemovideo_mcp.video.faults import PictureFaults
from nemovideo_mcp.video.flashes import Flash, FlashFinder
from nemovideo_mcp.video.framings import FramingWatch
from nemovideo_mcp.video.transition_meter import FoundTransition, TransitionMeter
from nemovideo_mcp.video.watch_frames import SmallPicture, Watched
from nemovideo_mcp.views.receipt import Expected
from nemovideo_mcp.views.transition_report import PlannedTransition

__all__ = ["PictureMeasures", "measure_pictures"]


@dataclass
class PictureMeasures:
    """What was found; `moved_ms` is how much later than in the edit the pictures begin."""

    watched: Watched = field(default_factory=Watched)
    found: FoundCuts = field(default_factory=lambda: FoundCuts(()))
    transitions: tuple[FoundTransition, ...] = ()
    faults: PictureFaults = field(default_factory=PictureFaults)
    moved_ms: int = 0
    flashes: tuple[Flash, ...] = ()
    jump_cuts_ms: tuple[float, ...] = ()


def measure_pictures(
    pictures: Iterable[tuple[float, SmallPicture]],
    watched: Watched,
    *,
    frame_rate: float,
    expected: Expected | None,
) -> PictureMeasures:
    """Look at all pictures of a film with their times in ms, in one pass; `watched` is filled as they come.

    `frame_rate` is the film's usual one. The eye is keener where `expected` has cuts and transitions.
    """
    result = PictureMeasures(watched=watched)
    finder = CutFinder(frame_rate)
    meter = TransitionMeter((), 1000 / frame_rate)
    flashes, framings = FlashFinder(), FramingWatch()
    jumps_ms = None if expected is None else expected.jump_cuts_ms
    for number, (time_ms, picture) in enumerate(pictures):
        if expected is not None and number == 0:
            # Pictures that start late have all their cuts late, the ones that are hard to see too.
            result.moved_ms = round(time_ms)
            cuts_ms = [cut + result.moved_ms for cut in expected.cuts_ms]
            finder = CutFinder(frame_rate, cuts_ms)
            planned = [_late(transition, result.moved_ms) for transition in expected.transitions]
            meter = TransitionMeter(planned, 1000 / frame_rate, cuts_ms)
        finder.push(time_ms, picture)
        meter.push(time_ms, picture)
        result.faults.push(time_ms, picture)
        flashes.push(time_ms, picture)
        if jumps_ms is None:
            framings.push(time_ms, picture)
    result.faults.finish(watched.end_ms)
    result.transitions = meter.finish()
    result.found = _without_transitions(finder.finish(), result.transitions)
    cuts = result.found.cuts
    found = flashes.finish(watched.end_ms, cuts_ms=[cut.time_ms for cut in cuts])
    result.flashes = tuple(flash for flash in found if not _is_within(flash.start_ms, result.transitions))
    if jumps_ms is None:
        result.jump_cuts_ms = framings.kept([cut.time_ms for cut in cuts])
    else:
        moved = {cut + result.moved_ms for cut in jumps_ms}
        result.jump_cuts_ms = tuple(cut.time_ms for cut in cuts if cut.planned_ms in moved)
    return result


def _late(planned: PlannedTransition, by_ms: int) -> PlannedTransition:
    return replace(
        planned,
        cut_ms=planned.cut_ms + by_ms,
        start_ms=planned.start_ms + by_ms,
        end_ms=planned.end_ms + by_ms,
    )


def _without_transitions(found: FoundCuts, transitions: Sequence[FoundTransition]) -> FoundCuts:
    """A whip or a wipe may look like a cut somewhere on its way, and is none."""
    cuts = tuple(
        cut for cut in found.cuts if cut.planned_ms is not None or not _is_within(cut.time_ms, transitions)
    )
    return replace(found, cuts=cuts)


def _is_within(time_ms: float, transitions: Sequence[FoundTransition]) -> bool:
    return any(t.planned.start_ms <= time_ms <= t.planned.end_ms for t in transitions)
