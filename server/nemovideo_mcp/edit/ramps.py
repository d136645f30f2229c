"""Where in the music the ramp of a clip has its peak: the middle of a bullet, the switch of a ramp into the drop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nemovideo_mcp.edit.beats import Beats, beats_of
from nemovideo_mcp.edit.sections import drop_ms, sections_of
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import Workspace, refuse
from nemovideo_mcp.timeline.model import SpeedRamp

__all__ = ["PlacedRamp", "placed_ramp"]

# How much the music is at its height where a section of this kind begins.
_HEIGHTS = {"drop": 5, "chorus": 4, "verse": 3, "break": 2, "outro": 1, "intro": 1}
_PHRASE_BARS = 4
_AT_DROP = Words("fast from the drop at", "从高潮点起变快，在")


@dataclass(frozen=True, kw_only=True)
class PlacedRamp:
    """A ramp, and the words that say where its peak is; None where it has none."""

    ramp: SpeedRamp
    words: Words | None = None


def placed_ramp(work: Workspace, kind: str, *, start_ms: int, length_ms: Fraction) -> PlacedRamp:
    """The ramp of a clip that starts at `start_ms` of the film and lasts `length_ms`.

    The middle of a bullet is the beat nearest to the clip's own, or that where the clip has no beat inside. The switch
    of a ramp into the drop is the drop, the strongest downbeat inside the clip where the drop is elsewhere, or, in a
    clip shorter than a bar, the beat nearest to its middle. Raises `EditRefused` where there is no beat for it.
    """
    beats, end_ms = beats_of(work.timeline), start_ms + length_ms
    middle_ms = start_ms + length_ms / 2
    if kind == "bullet":
        index = _nearest_inside(beats, middle_ms, start_ms, end_ms)
        peak_ms = beats.on_frame(middle_ms if index is None else beats.time_ms(index))
        return _placed(kind, beats, start_ms, peak_ms, index, Words("slowest at", "最慢处在"))
    if kind != "to_drop":
        return PlacedRamp(ramp=SpeedRamp(kind=kind))
    drop = drop_ms(work.timeline, work.context.by_id)
    if drop is not None and start_ms < drop < end_ms:
        index, what = beats.nearest(drop) if beats.known else None, _AT_DROP
        return _placed(kind, beats, start_ms, beats.on_frame(Fraction(drop)), index, what)
    index = _strongest_downbeat(work, beats, start_ms, end_ms)
    if index is None:
        index = _nearest_inside(beats, middle_ms, start_ms, end_ms)
    if index is None:
        raise refuse(
            "a ramp into the drop needs a beat of the music inside the clip, and there is none.",
            "卡点变速需要片段里有音乐的节拍，目前没有。",
            hint=Words(
                "Add music first, or let the clip go from slow to fast.", "请先加音乐，或改为先慢后快。"
            ),
        )
    return _placed(
        kind, beats, start_ms, beats.on_frame(beats.time_ms(index)), index, Words("fast from", "变快处在")
    )


def _placed(
    kind: str, beats: Beats, start_ms: int, peak_ms: int, index: int | None, what: Words
) -> PlacedRamp:
    at = seconds(peak_ms)
    on = Words("", "")
    if index is not None:
        anchor = beats.anchor(index)
        on = Words(f" (bar {anchor.bar}, beat {anchor.beat})", f"（第 {anchor.bar} 小节第 {anchor.beat} 拍）")
    return PlacedRamp(
        ramp=SpeedRamp(kind=kind, peak_ms=peak_ms - start_ms),
        words=Words(f", {what.en} {at} s{on.en}", f"，{what.zh} {at} 秒{on.zh}"),
    )


def _inside(beats: Beats, start_ms: Fraction | int, end_ms: Fraction) -> Sequence[int]:
    """The beats on frames between the clip's first and its end."""
    if not beats.known:
        return ()
    around = range(beats.nearest(start_ms) - 1, beats.nearest(end_ms) + 2)
    return [n for n in around if start_ms < beats.on_frame(beats.time_ms(n)) < end_ms]


def _nearest_inside(beats: Beats, time_ms: Fraction, start_ms: int, end_ms: Fraction) -> int | None:
    inside = _inside(beats, start_ms, end_ms)
    return min(inside, key=lambda n: abs(beats.time_ms(n) - time_ms), default=None)


def _strongest_downbeat(work: Workspace, beats: Beats, start_ms: int, end_ms: Fraction) -> int | None:
    """The downbeat where the highest section begins, else the first of a phrase, else that nearest to the middle."""
    inside = [n for n in _inside(beats, start_ms, end_ms) if beats.anchor(n).beat == 1]
    heights = {
        beats.nearest(at): _HEIGHTS.get(section, 0)
        for section, at in (sections_of(work.timeline, work.context.by_id) if inside else ())
    }
    middle_ms = start_ms + (end_ms - start_ms) / 2

    def strength(n: int) -> tuple[int, bool, Fraction]:
        begins_phrase = (beats.anchor(n).bar - 1) % _PHRASE_BARS == 0
        return heights.get(n, 0), begins_phrase, -abs(beats.time_ms(n) - middle_ms)

    return max(inside, key=strength, default=None)
