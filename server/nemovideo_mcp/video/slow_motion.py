"""Pictures between those of a source: blended of two, or with what moves on its way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, groupby, pairwise
from typing import cast

from av.error import BlockingIOError as NotYet
from av.error import EOFError as Ended
from av.video.frame import VideoFrame

from nemovideo_mcp.video.graphs import add_chain, new_graph
from nemovideo_mcp.video.reader import FilmReader, TimedFrame
from nemovideo_mcp.video.transitions import blended

__all__ = ["smooth_frames"]

Fit = Callable[[VideoFrame], VideoFrame]

# Nearer to one of two frames than this share of what lies between them, that frame is shown as it is.
_SAME = 0.02
# minterpolate looks at two frames on both sides of the two that it makes pictures between.
_AROUND = 3
# Ticks of the graph's clock in each output frame.
_TICKS = 1000


def smooth_frames(
    film: FilmReader,
    moments_ms: Sequence[Fraction],
    *,
    how: str,
    frame_rate: float,
    shot_starts_ms: Sequence[int] = (),
    fit: Fit,
) -> Iterator[VideoFrame]:
    """A finished picture for each moment, which must not go back, made of two where the moments are nearer than frames.

    Args:
        film: the source, read from the first moment on.
        moments_ms: on the source's clock.
        how: `blend` mixes the frames around a moment; `interpolate` moves what is in them, by FFmpeg's `minterpolate`.
        frame_rate: of the source: where moments are as far apart as its frames, the nearest frame is shown.
        shot_starts_ms: the source's own cuts, as far as they are known: nothing is made of both sides of one.
        fit: brings a frame onto the canvas.
    """
    spacing = Fraction(1000) / Fraction(str(frame_rate))
    steps = [b - a for a, b in pairwise(moments_ms)]
    steps = [*steps, steps[-1] if steps else Fraction(0)]
    kept = _Fitted(fit)
    shots = sorted(shot_starts_ms)
    placed = [
        (step < spacing, bisect_right(shots, moment + 1))
        for moment, step in zip(moments_ms, steps, strict=True)
    ]
    for (between, shot), run in groupby(zip(placed, moments_ms, strict=True), key=lambda one: one[0]):
        moments = [moment for _, moment in run]
        if between and how == "interpolate" and len(set(moments)) > 1:
            first, end = shots[shot - 1] if shot else 0, shots[shot] if shot < len(shots) else None
            yield from _interpolated(film, moments, spacing, kept, within=(first, end) if shots else None)
        else:
            yield from _blended(film, moments, shot_starts_ms if between else None, kept)


class _Fitted:
    """The last two frames that were brought onto the canvas."""

    def __init__(self, fit: Fit) -> None:
        self._fit = fit
        self._kept: list[tuple[VideoFrame, VideoFrame]] = []

    def of(self, frame: VideoFrame) -> VideoFrame:
        for known, made in self._kept:
            if known is frame:
                return made
        self._kept = [*self._kept[-1:], (frame, self._fit(frame))]
        return self._kept[-1][1]


def _blended(
    film: FilmReader, moments_ms: Sequence[Fraction], shots: Sequence[int] | None, kept: _Fitted
) -> Iterator[VideoFrame]:
    """Both frames around each moment, by how near they are; without `shots`, only the nearer one."""
    for moment, (shown, behind) in zip(moments_ms, film.pairs_at(moments_ms), strict=True):
        share = 0.0 if behind is None else _share(moment, shown, behind)
        parted = shots is None or (
            behind is not None and any(shown[0] < start - 1 and start - 1 <= behind[0] for start in shots)
        )
        if parted:
            share = float(round(share)) if shots is None else 0.0
        first = kept.of(shown[1])
        if behind is None or share <= _SAME:
            yield first
        elif share >= 1 - _SAME:
            yield kept.of(behind[1])
        else:
            yield blended("dissolve", first, kept.of(behind[1]), share)


def _share(moment_ms: Fraction, shown: TimedFrame, behind: TimedFrame) -> float:
    """How far the moment is on the way from one frame to the next, 0 to 1."""
    apart = behind[0] - shown[0]
    return min(1.0, max(0.0, float((moment_ms - shown[0]) / apart))) if apart > 0 else 0.0


def _interpolated(
    film: FilmReader,
    moments_ms: Sequence[Fraction],
    spacing: Fraction,
    kept: _Fitted,
    *,
    within: tuple[int, int | None] | None,
) -> Iterator[VideoFrame]:
    """The moments become the graph's own clock, one tick a picture, so that each is met exactly.

    They are all of the shot that goes from the first to the second ms of `within`, and so is what is looked at; where
    the source's shots are not known, the filter finds its cuts by itself.
    """
    counts = [(moment, sum(1 for _ in same)) for moment, same in groupby(moments_ms)]
    moments = [moment for moment, _ in counts]
    edge = _AROUND * spacing
    seen = film.frames_in(max(Fraction(0), moments[0] - edge), moments[-1] + edge)
    if within is not None:
        seen = _of_shot(seen, *within)
    head = next(seen, None)
    if head is None:
        # The shot begins behind the last frame.
        yield from _blended(film, moments_ms, None, kept)
        return
    padded = _padded(chain((head,), seen), moments, spacing)
    places = ((_place(time, moments), kept.of(frame)) for time, frame in padded)
    made = _between(places, len(moments), finds_cuts=within is None)
    for (_, count), frame in zip(counts, made, strict=True):
        for _ in range(count):
            yield frame


def _of_shot(frames: Iterator[TimedFrame], start_ms: int, end_ms: int | None) -> Iterator[TimedFrame]:
    """The frames of one shot, whose bounds are rounded."""
    for time, frame in frames:
        if end_ms is not None and time >= end_ms - 1:
            return
        if time >= start_ms - 1:
            yield time, frame


def _padded(
    frames: Iterator[TimedFrame], moments: Sequence[Fraction], spacing: Fraction
) -> Iterator[TimedFrame]:
    """The frames, the first and the last of them again where the source has too few around the moments."""
    head = next(frames)
    missing = _AROUND - int((moments[0] - head[0]) // spacing)
    for n in range(max(0, missing), 0, -1):
        yield head[0] - n * spacing, head[1]
    yield head
    for tail in frames:
        head = tail
        yield tail
    lacking = _AROUND + max(0, int((moments[-1] - head[0]) // spacing) + 1)
    for n in range(1, lacking + 2):
        yield head[0] + n * spacing, head[1]


def _place(time_ms: Fraction, moments: Sequence[Fraction]) -> Fraction:
    """Where a time lies among the moments, counted in them; before the first and behind the last at their distance."""
    low, high = 0, len(moments) - 2
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if moments[middle] <= time_ms else (low, middle - 1)
    return low + (time_ms - moments[low]) / (moments[low + 1] - moments[low])


def _between(
    frames: Iterator[tuple[Fraction, VideoFrame]], count: int, *, finds_cuts: bool
) -> Iterator[VideoFrame]:
    """The pictures at 0, 1, … `count` - 1 of frames at given places."""
    head = next(frames)
    graph = new_graph()
    start = graph.add(
        "buffer",
        f"video_size={head[1].width}x{head[1].height}:pix_fmt={head[1].format.name}:time_base=1/{_TICKS}"
        f":pixel_aspect=1/1:colorspace={head[1].colorspace}:range={head[1].color_range}",
    )
    nodes = f"fps=1:mi_mode=mci:scd={'fdiff' if finds_cuts else 'none'}"
    sink = add_chain(graph, start, [("minterpolate", nodes), ("buffersink", "")])
    graph.configure()
    tick, due = None, 0
    for place, frame in chain((head,), frames):
        tick = round(place * _TICKS) if tick is None else max(tick + 1, round(place * _TICKS))
        frame.pts, frame.time_base = tick, Fraction(1, _TICKS)
        start.push(frame)
        while due < count:
            try:
                made = cast("VideoFrame", sink.pull())
            except (NotYet, Ended):
                break
            if made.pts is not None and made.pts >= due:
                due += 1
                yield made
        if due >= count:
            return
    raise RuntimeError("minterpolate held pictures back")
