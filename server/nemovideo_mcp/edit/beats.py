"""The beats of a film's music as a ruler that goes on behind both ends: for snapping, and for placing what moved."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

from nemovideo_mcp.edit.values import BarRef
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.grid import Anchor, BeatGrid
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["Beats", "beats_of"]


@dataclass(frozen=True, kw_only=True)
class Beats:
    """Beat times of the film's music in ms, without end: outside the grid, beats go on at its tempo there.

    `cut` is True where the film is cut to these beats.
    """

    grid: BeatGrid
    frame_rate: Fraction
    cut: bool

    @property
    def known(self) -> bool:
        return len(self.grid.times_ms) > 1

    @property
    def per_bar(self) -> int:
        return self.grid.beats_per_bar

    @property
    def period_ms(self) -> Fraction:
        """The mean length of a beat."""
        times = self.grid.times_ms
        return (times[-1] - times[0]) / (len(times) - 1) if self.known else Fraction(500)

    def time_ms(self, index: int) -> Fraction:
        """When the beat at `index` sounds; before the first beat and behind the last one the mean tempo goes on."""
        times = self.grid.times_ms
        if index < 0:
            return times[0] + index * self.period_ms
        if index >= len(times):
            return times[-1] + (index - len(times) + 1) * self.period_ms
        return times[index]

    def nearest(self, time_ms: Fraction | int) -> int:
        """The index of the beat nearest to `time_ms`, which may lie outside the grid."""
        times = self.grid.times_ms
        if time_ms < times[0]:
            return round((time_ms - times[0]) / self.period_ms)
        if time_ms > times[-1]:
            return len(times) - 1 + round((time_ms - times[-1]) / self.period_ms)
        right = min(bisect_left(times, time_ms), len(times) - 1)
        return min((max(right - 1, 0), right), key=lambda i: abs(times[i] - time_ms))

    def index_at(self, time_ms: int) -> int | None:
        """The beat that stands on the frame at `time_ms`; None where there is none within a frame."""
        if not self.known:
            return None
        index = self.nearest(time_ms)
        return index if abs(self.time_ms(index) - time_ms) * self.frame_rate <= 1000 else None

    def off_beat_ms(self, time_ms: int) -> int:
        """How far `time_ms` is behind (positive) or before its nearest beat."""
        return round(time_ms - self.time_ms(self.nearest(time_ms)))

    def anchor(self, index: int) -> Anchor:
        return self.grid.anchor_of(index)

    def bar_ms(self, reference: BarRef) -> Fraction:
        """When a bar and beat sound. Raises `EditRefused` where there is no music with a beat."""
        if not self.known:
            raise refuse(
                "bars need music with a beat, and there is none.",
                "小节需要有节拍的音乐，目前没有。",
                hint=Words("Name a second, or add music first.", "请改用秒数，或先加音乐。"),
            )
        return self.time_ms(self.grid.index_of(Anchor(bar=reference.bar, beat=reference.beat)))

    def snapped(self, time_ms: Fraction, *, snap: str) -> Fraction:
        """The beat, or first beat of a bar, that is nearest to `time_ms`."""
        if not self.known or snap == "none":
            return time_ms
        if snap == "beat":
            return self.time_ms(self.nearest(time_ms))
        per_bar, first = self.per_bar, self.grid.downbeat_index
        bar = round(Fraction(self.nearest(time_ms) - first, per_bar))
        around = [self.time_ms(first + n * per_bar) for n in (bar - 1, bar, bar + 1)]
        return min(around, key=lambda t: abs(t - time_ms))

    def on_frame(self, time_ms: Fraction) -> int:
        """The millisecond of the frame nearest to `time_ms`."""
        return ms_at(frame_at(time_ms, frame_rate=self.frame_rate), frame_rate=self.frame_rate)


def beats_of(timeline: Timeline) -> Beats:
    """The beats of the music of `timeline`; not `known` where it has none."""
    music = timeline.music
    grid = music.grid if music and music.grid else BeatGrid(())
    return Beats(
        grid=grid, frame_rate=timeline.frame_rate, cut=timeline.is_beat_cut and len(grid.times_ms) > 1
    )
