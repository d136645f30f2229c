"""The cut between two clips, moved by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.beats import Beats, beats_of
from nemovideo_mcp.edit.following import Moves
from nemovideo_mcp.edit.operations.base import Operation, time_words
from nemovideo_mcp.edit.references import Moment, moment
from nemovideo_mcp.edit.rolling import RollingCut, rolled, rolling_cuts
from nemovideo_mcp.edit.values import Snap, Time
from nemovideo_mcp.edit.wording import Words, joined, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse

__all__ = ["MoveCut"]


class MoveCut(Operation):
    """Move a cut (a rolling edit): the clip before it gets longer, the one behind shorter, or the other way round.

    Cuts are counted from 1; -1 is the last. Nothing else moves: neither other clips nor texts, and the film stays as
    long as it is.
    """

    family: ClassVar[str] = "clips"
    op: Literal["move_cut"] = "move_cut"
    cut: Annotated[int, Field(ge=-100_000, le=100_000)]
    at: Time
    snap: Snap = "beat"

    def apply(self, work: Workspace) -> Done:
        cut = self._found(work)
        beats = beats_of(work.timeline)
        place = moment(work, self.at, snap=self.snap)
        time_ms = _inside(cut, place, beats)
        if not cut.holds(time_ms):
            raise self._too_far(cut, time_ms)
        before = work.timeline
        if time_ms != cut.after.start_ms:
            _put(work, cut, time_ms, beats)
            captions = {c.clip_id: Moves(before, work.timeline).caption(c) for c in before.captions}
            work.change_captions(captions)
            work.captions_gone += sum(caption is None for caption in captions.values())
        work.touched.add(cut.after.clip_id)
        return Done(
            op=self.op,
            words=_told(cut, time_ms, place, beats),
            ids=(cut.before.clip_id, cut.after.clip_id),
            changed=time_ms != cut.after.start_ms,
        )

    def sentence(self) -> Words:
        cut = (
            Words("the last cut", "最后一个切点")
            if self.cut == -1
            else Words(f"cut {self.cut}", f"第 {self.cut} 个切点")
        )
        place = time_words(self.at)
        return Words(
            f"Move {cut.en} to {place.en} without moving anything else.",
            f"把{cut.zh}移到{place.zh}，其他都不动。",
        )

    def _found(self, work: Workspace) -> RollingCut:
        """The cut that is meant. Raises `EditRefused` where it is not there, or stands beside a gap."""
        count = len(work.timeline.cuts_ms)
        number = self.cut if self.cut > 0 else count + 1 + self.cut
        if not self.cut or not 1 <= number <= count:
            raise refuse(
                f"there is no cut {self.cut}; the film has {count}.",
                f"没有第 {self.cut} 个切点；影片有 {count} 个。",
            )
        rate = work.timeline.frame_rate
        cuts = rolling_cuts(work.clips, work.context.by_id, frame_rate=rate)
        found = next((cut for cut in cuts if cut.number == number), None)
        if found is None:
            raise refuse(
                f"there is a gap before cut {number}, so no clip would follow it.",
                f"第 {number} 个切点前面有空隙，没有片段可以跟着变。",
            )
        return found

    def _too_far(self, cut: RollingCut, time_ms: int) -> Exception:
        nearest = cut.earliest_ms if time_ms < cut.earliest_ms else cut.latest_ms
        is_footage = cut.earliest_is_footage if time_ms < cut.earliest_ms else cut.latest_is_footage
        short = cut.after if time_ms < cut.earliest_ms else cut.before
        because = (
            Words(
                f"“{short.name}” ({short.clip_id}) has no more footage",
                f"“{short.name}”（{short.clip_id}）没有更多素材",
            )
            if is_footage
            else Words("no clip may be shorter than 3 frames", "片段不能短于 3 帧")
        )
        span = f"{seconds(cut.earliest_ms)}–{seconds(cut.latest_ms)}"
        return refuse(
            f"cut {cut.number} cannot be at {seconds(time_ms)} s: {because.en}. It can be at {span} s.",
            f"第 {cut.number} 个切点不能移到 {seconds(time_ms)} 秒：{because.zh}。它可以在 {span} 秒之间。",
            nearest={"op": self.op, "cut": cut.number, "at": nearest / 1000, "snap": "none"},
        )


def _inside(cut: RollingCut, place: Moment, beats: Beats) -> int:
    """Where the cut is put: where snapping leads behind a bound that the wish itself keeps, on the beat before that."""
    asked_ms = beats.on_frame(place.asked_ms)
    if cut.holds(place.placed_ms) or not cut.holds(asked_ms):
        return place.placed_ms
    index = beats.nearest(place.placed_ms)
    around = [beats.on_frame(beats.time_ms(index + n)) for n in (-1, 1)]
    return next((time_ms for time_ms in around if cut.holds(time_ms)), asked_ms)


def _put(work: Workspace, cut: RollingCut, time_ms: int, beats: Beats) -> None:
    before, after = rolled(cut, time_ms)
    index = beats.index_at(time_ms) if beats.cut else None
    changed = {
        before.clip_id: replace(before, pinned=True),
        after.clip_id: replace(after, pinned=True, anchor=beats.anchor(index) if index is not None else None),
    }
    work.set_clips(changed.get(clip.clip_id, clip) for clip in work.clips)


def _told(cut: RollingCut, time_ms: int, place: Moment, beats: Beats) -> Words:
    before, after = (
        Words(f"“{c.name}” ({c.clip_id})", f"“{c.name}”（{c.clip_id}）") for c in (cut.before, cut.after)
    )
    said = Words(
        f"the cut between {before.en} and {after.en} is at {seconds(time_ms)} s",
        f"{before.zh}与{after.zh}之间的切点在 {seconds(time_ms)} 秒",
    )
    if abs(place.asked_ms - time_ms) > 40:
        asked = seconds(float(place.asked_ms))
        said = joined(said, Words(f" (asked {asked} s)", f"（要求 {asked} 秒）"))
    if not beats.known:
        return said
    off_ms = beats.off_beat_ms(time_ms)
    if beats.index_at(time_ms) is not None:
        return joined(said, Words(", on the beat", "，在节拍上"))
    later = off_ms > 0
    return joined(
        said,
        Words(
            f", {abs(off_ms)} ms {'after' if later else 'before'} the beat",
            f"，比节拍{'晚' if later else '早'} {abs(off_ms)} 毫秒",
        ),
    )
