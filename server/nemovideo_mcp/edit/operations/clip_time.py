"""What of its footage a clip shows, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.edit.following import source_ms
from nemovideo_mcp.edit.operations.action_slide import slid_onto_beats
from nemovideo_mcp.edit.operations.base import Operation, length_words, ref_words, time_words
from nemovideo_mcp.edit.references import clips_for, length_ms, moment, one_clip
from nemovideo_mcp.edit.rolling import part_of_ramp
from nemovideo_mcp.edit.sequence import SHORTEST_FRAMES, Slot, lay, resized, shortest_ms, slots_of
from nemovideo_mcp.edit.values import BeatsLength, ClipRef, ClipRefs, Length, Seconds, Snap, Time
from nemovideo_mcp.edit.wording import Words, clip_names, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["SetClipLength", "SlipClip", "SplitClip", "TrimClip", "change_each", "halves", "lengths_told"]

Shift = Annotated[float, Field(ge=-3600, le=3600)]
_LEAST_MS = 100


def change_each(work: Workspace, ids: Sequence[str], change: Callable[[Slot, bool], Slot]) -> None:
    """Lay the film with the named clips changed; `change` also gets whether the clip is the last of the film."""
    kept, touched = work.timeline, set(work.touched)
    _laid(work, ids, change)
    is_song = kept.music is not None and kept.music.media_id is not None
    if is_song and len(ids) > 1 and work.duration_ms > kept.duration_ms:
        # How a song's beats go on behind the film's end is known only when it plays that far: one after the other.
        work.timeline, work.touched = kept, touched
        for clip_id in ids:
            _laid(work, [clip_id], change)


def _laid(work: Workspace, ids: Sequence[str], change: Callable[[Slot, bool], Slot]) -> None:
    named = set(ids)
    lay(work, slots_of(work), change=lambda s, is_last: change(s, is_last) if s.clip.clip_id in named else s)


def lengths_told(work: Workspace, ids: Sequence[str], asked_ms: float | None = None) -> Words:
    """How long the clips are now, and what was asked where that is something else."""
    clips = [work.clip(clip_id) for clip_id in ids]
    names = clip_names(clips)
    lengths = ", ".join(dict.fromkeys(seconds(c.duration_ms) for c in clips))
    asked = asked_ms is not None and any(abs(c.duration_ms - asked_ms) > 40 for c in clips)
    en = f"{names.en} is {lengths} s long" + (
        f" (asked {seconds(asked_ms or 0)} s, on the beat)" if asked else ""
    )
    zh = f"{names.zh}现在 {lengths} 秒" + (
        f"（要求 {seconds(asked_ms or 0)} 秒，已对齐节拍）" if asked else ""
    )
    return Words(en, zh)


class SetClipLength(Operation):
    """Make clips longer or shorter; the in-point stays, or the out-point (`keep`: end)."""

    family: ClassVar[str] = "clips"
    op: Literal["set_clip_length"] = "set_clip_length"
    clips: ClipRefs
    length: Length
    keep: Literal["start", "end"] = "start"
    snap: Snap = "beat"

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        wanted = length_ms(work, self.length)
        ids = [clip.clip_id for clip in chosen]
        before = [(c.duration_ms, c.source_start_ms) for c in chosen]

        def change(slot: Slot, is_last: bool) -> Slot:
            old_end = slot.clip.source_end_ms
            made = resized(work, slot, wanted, snap=self.snap, is_last=is_last)
            if self.keep == "end" and not slot.clip.freeze:
                start = max(0, old_end - round(slot.clip.footage_ms(made.length_ms)))
                made = replace(made, clip=replace(made.clip, source_start_ms=start))
            return made

        change_each(work, ids, change)
        after = [(c.duration_ms, c.source_start_ms) for c in (work.clip(i) for i in ids)]
        words = lengths_told(work, ids, None if isinstance(self.length, BeatsLength) else float(wanted))
        return Done(op=self.op, words=words, ids=tuple(ids), changed=before != after)

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        length = length_words(self.length)
        end = Words(", keeping the end", "，保留结尾") if self.keep == "end" else Words("", "")
        return Words(
            f"Make {said.en} {length.en} long{end.en}.", f"把{said.zh}的时长改为 {length.zh}{end.zh}。"
        )


class TrimClip(Operation):
    """Set where in its source a clip starts and ends, or cut start_by, end_by seconds off its ends (negative adds)."""

    family: ClassVar[str] = "clips"
    op: Literal["trim_clip"] = "trim_clip"
    clip: ClipRef
    in_s: Seconds | None = None
    out_s: Seconds | None = None
    start_by: Shift | None = None
    end_by: Shift | None = None
    snap: Snap = "beat"

    def check(self) -> None:
        if self.in_s is self.out_s is self.start_by is self.end_by is None:
            raise refuse("say where the clip is to start or end.", "请说明片段从哪里开始或到哪里结束。")

    def apply(self, work: Workspace) -> Done:
        clip = one_clip(work, self.clip)
        curve, last = clip.curve, clip.duration_ms
        begin, end = Fraction(clip.source_start_ms), clip.source_start_ms + curve.passed_ms(last)
        if self.start_by is not None:
            begin += curve.passed_ms(Fraction(str(self.start_by)) * 1000)
        if self.end_by is not None:
            end -= curve.passed_ms(last) - curve.passed_ms(last - Fraction(str(self.end_by)) * 1000)
        begin = Fraction(str(self.in_s)) * 1000 if self.in_s is not None else begin
        end = Fraction(str(self.out_s)) * 1000 if self.out_s is not None else end
        footage = source_ms(work.context.by_id.get(clip.media_id))
        if begin < 0 or (footage is not None and end > footage + 40):
            limit = seconds(footage or 0)
            raise refuse(
                f"“{clip.name}” has no footage there: it is {limit} s long, and would show "
                f"{seconds(float(begin))} to {seconds(float(end))} s.",
                f"“{clip.name}”没有这段素材：它长 {limit} 秒，"
                f"而要显示 {seconds(float(begin))} 到 {seconds(float(end))} 秒。",
                nearest={
                    "op": "trim_clip",
                    "clip": clip.clip_id,
                    "in_s": max(0.0, float(begin) / 1000),
                    "out_s": min(float(end), footage if footage is not None else float(end)) / 1000,
                },
            )
        if end - begin < _LEAST_MS:
            raise refuse(
                f"nothing would be left of “{clip.name}”, which shows {seconds(clip.duration_ms)} s.",
                f"“{clip.name}”只有 {seconds(clip.duration_ms)} 秒，这样就什么都不剩了。",
            )
        wanted = clip.length_for(end - begin)

        def change(slot: Slot, is_last: bool) -> Slot:
            moved = replace(slot, clip=replace(slot.clip, source_start_ms=round(begin)))
            return resized(work, moved, wanted, snap=self.snap, is_last=is_last)

        change_each(work, [clip.clip_id], change)
        now = work.clip(clip.clip_id)
        said = lengths_told(work, [clip.clip_id], float(wanted))
        shown = f"{seconds(now.source_start_ms)}–{seconds(now.source_end_ms)}"
        return Done(
            op=self.op,
            words=Words(f"{said.en}, showing {shown} s of its source", f"{said.zh}，显示素材的 {shown} 秒"),
            ids=(clip.clip_id,),
            changed=(now.source_start_ms, now.duration_ms) != (clip.source_start_ms, clip.duration_ms),
        )

    def sentence(self) -> Words:
        said = ref_words(self.clip)
        parts = [
            (self.in_s, "start it at {:g} s of its source", "从素材的 {:g} 秒开始"),
            (self.out_s, "end it at {:g} s of its source", "到素材的 {:g} 秒结束"),
            _by_words(self.start_by, "start", "开头"),
            _by_words(self.end_by, "end", "结尾"),
        ]
        en = " and ".join(en.format(value) for value, en, _ in parts if value is not None)
        zh = "，".join(zh.format(value) for value, _, zh in parts if value is not None)
        return Words(f"Trim {said.en}: {en}.", f"修剪{said.zh}：{zh}。")


def _by_words(by_s: float | None, en: str, zh: str) -> tuple[float | None, str, str]:
    """Seconds off an end of a clip, or, where they are negative, more of it."""
    if by_s is not None and by_s < 0:
        return -by_s, f"show {{:g}} s more at its {en}", f"{zh}多显示 {{:g}} 秒"
    return by_s, f"cut {{:g}} s off its {en}", f"从{zh}剪掉 {{:g}} 秒"


class SplitClip(Operation):
    """Cut a clip in two at a moment of the film, or into equal parts."""

    family: ClassVar[str] = "clips"
    op: Literal["split_clip"] = "split_clip"
    clip: Annotated[ClipRef | None, Field(description="not needed with `at`")] = None
    at: Annotated[Time | None, Field(description="a time of the film")] = None
    parts: Annotated[int | None, Field(ge=2, le=50)] = None
    snap: Snap = "beat"

    def check(self) -> None:
        if (self.at is None) == (self.parts is None) or (self.at is None and self.clip is None):
            raise refuse(
                "say at which time to split, or a clip and into how many parts.",
                "请说明在哪一秒分割，或指明片段和份数。",
            )

    def apply(self, work: Workspace) -> Done:
        if self.at is not None:
            place = moment(work, self.at, snap=self.snap)
            chosen = one_clip(work, self.clip) if self.clip is not None else None
            clip = next((c for c in work.clips if c.start_ms < place.placed_ms < c.end_ms), None)
            exact = next((c for c in work.clips if c.start_ms < place.asked_ms < c.end_ms), None)
            target = chosen or exact or clip
            places = [place.placed_ms]
            if target is not None and not target.start_ms < places[0] < target.end_ms:
                places = [round(place.asked_ms)]
            if target is None or not target.start_ms < places[0] < target.end_ms:
                raise refuse(
                    f"{seconds(float(place.asked_ms))} s is not inside a clip that could be split.",
                    f"{seconds(float(place.asked_ms))} 秒不在可分割的片段之内。",
                )
        else:
            target = one_clip(work, self.clip if self.clip is not None else 1)
            count = self.parts or 2
            step = Fraction(target.duration_ms, count)
            places = [
                moment(work, float((target.start_ms + n * step) / 1000), snap=self.snap).placed_ms
                for n in range(1, count)
            ]
            if len(set(places)) < len(places) or any(not target.start_ms < p < target.end_ms for p in places):
                places = [round(target.start_ms + n * step) for n in range(1, count)]
        self._check_parts(work, target, places)
        ids = self._cut(work, target, places)
        listed = ", ".join(ids)
        return Done(
            op=self.op,
            words=Words(f"“{target.name}” split: {listed}", f"已分割“{target.name}”：{listed}"),
            ids=ids,
        )

    def _check_parts(self, work: Workspace, target: VideoClip, places: Sequence[int]) -> None:
        """Raises `EditRefused` if a part would be shorter than a clip can be."""
        least = shortest_ms(work.timeline)
        # Places are rounded to milliseconds.
        if min(b - a for a, b in pairwise((target.start_ms, *places, target.end_ms))) > least - 1:
            return
        most = int(target.duration_ms / least)
        raise refuse(
            f"a part of “{target.name}” would be shorter than {SHORTEST_FRAMES} frames "
            f"({seconds(float(least))} s): it is {seconds(target.duration_ms)} s long.",
            f"“{target.name}”长 {seconds(target.duration_ms)} 秒，分割后会有不足 {SHORTEST_FRAMES} 帧"
            f"（{seconds(float(least))} 秒）的片段。",
            nearest={"op": self.op, "clip": target.clip_id, "parts": most}
            if self.parts is not None and 2 <= most < self.parts
            else None,
        )

    @staticmethod
    def _cut(work: Workspace, target: VideoClip, places: Sequence[int]) -> tuple[str, ...]:
        slots = slots_of(work)
        index = next(n for n, s in enumerate(slots) if s.clip.clip_id == target.clip_id)
        parts, rest = list[Slot](), slots[index]
        for place_ms in places:
            part, rest = halves(work, rest, place_ms)
            parts.append(part)
        parts.append(rest)
        lay(work, [*slots[:index], *parts, *slots[index + 1 :]])
        return tuple(part.clip.clip_id for part in parts)

    def sentence(self) -> Words:
        if self.at is not None:
            place = time_words(self.at)
            clip = ref_words(self.clip) if self.clip is not None else Words("the clip", "片段")
            return Words(f"Split {clip.en} at {place.en}.", f"在{place.zh}处分割{clip.zh}。")
        said = ref_words(self.clip)
        return Words(
            f"Split {said.en} into {self.parts} equal parts.", f"把{said.zh}平均分成 {self.parts} 段。"
        )


def halves(work: Workspace, slot: Slot, place_ms: int) -> tuple[Slot, Slot]:
    """The two clips that a cut at `place_ms` of the film makes of one; together they show what it showed."""
    clip = slot.clip
    before_ms, after_ms = place_ms - clip.start_ms, clip.end_ms - place_ms
    early, late = clip.source_start_ms, round(clip.source_at(before_ms))
    if clip.reversed and not clip.freeze:
        early, late = late, early
    ramps = (part_of_ramp(clip, 0), part_of_ramp(clip, before_ms))
    first = replace(
        clip, source_start_ms=early, fade_out_ms=0, pinned=True, duration_ms=before_ms, ramp=ramps[0]
    )
    second = replace(
        clip,
        clip_id=work.new_id("c"),
        source_start_ms=late,
        fade_in_ms=0,
        pinned=True,
        anchor=None,
        transition_in=None,
        start_ms=place_ms,
        duration_ms=after_ms,
        ramp=ramps[1],
    )
    return (
        replace(slot, clip=first, length_ms=Fraction(before_ms), beats=None, named=True),
        Slot(clip=second, length_ms=Fraction(after_ms), named=True),
    )


class SlipClip(Operation):
    """Show other footage of its source; with action_on_beat, such that motion falls on beats.

    `action_on_beat` slides each of the clips (“all” too) as little as brings its strongest motion onto a strong beat.
    """

    family: ClassVar[str] = "clips"
    op: Literal["slip_clip"] = "slip_clip"
    clip: ClipRef
    by_s: Annotated[Shift | None, Field(description="later in the source; negative: earlier")] = None
    in_s: Annotated[Seconds | None, Field(description="in place of `by_s`")] = None
    action_on_beat: bool = False

    def check(self) -> None:
        if [self.by_s is not None, self.in_s is not None, self.action_on_beat].count(True) != 1:
            raise refuse(
                "give one of `by_s`, `in_s` and `action_on_beat`.", "请给出 by_s、in_s、action_on_beat 之一。"
            )

    def needs(self, work: Workspace) -> Needs:
        if not self.action_on_beat:
            return Needs()
        films = [c.media_id for c in clips_for(work, (self.clip,)) if not c.freeze]
        music = work.timeline.music
        songs = (music.media_id,) if music and music.media_id else ()
        return Needs(analyse=tuple(dict.fromkeys(films)), beats=songs)

    def apply(self, work: Workspace) -> Done:
        if self.action_on_beat:
            return slid_onto_beats(work, self.op, self.clip)
        clip = one_clip(work, self.clip)
        footage = source_ms(work.context.by_id.get(clip.media_id))
        if footage is None:
            raise refuse("a photo has no other footage.", "照片没有其他画面。")
        wanted = self.in_s * 1000 if self.in_s is not None else clip.source_start_ms + (self.by_s or 0) * 1000
        latest = max(0, footage - round(clip.footage_ms()))
        if not -40 <= wanted <= latest + 40:
            raise refuse(
                f"“{clip.name}” can start between 0 and {seconds(latest)} s of its source, not at {seconds(wanted)} s.",
                f"“{clip.name}”只能从素材的 0 到 {seconds(latest)} 秒之间开始，不能从 {seconds(wanted)} 秒开始。",
                nearest={"op": "slip_clip", "clip": clip.clip_id, "in_s": min(max(wanted, 0), latest) / 1000},
            )
        start = min(max(round(wanted), 0), latest)
        work.change_clip(clip.clip_id, source_start_ms=start, why=())
        return Done(
            op=self.op,
            words=Words(
                f"“{clip.name}” ({clip.clip_id}) shows its source from {seconds(start)} s",
                f"“{clip.name}”（{clip.clip_id}）改为从素材 {seconds(start)} 秒处显示",
            ),
            ids=(clip.clip_id,),
            changed=start != clip.source_start_ms,
        )

    def sentence(self) -> Words:
        said = ref_words(self.clip)
        if self.in_s is not None:
            return Words(
                f"Show {said.en} from {self.in_s:g} s of its source.",
                f"{said.zh}改为从素材的 {self.in_s:g} 秒开始。",
            )
        if self.action_on_beat:
            return Words(
                f"Align the action of {said.en} to the beat without moving its cuts.",
                f"把{said.zh}的动作对齐节拍，切点不变。",
            )
        by_s = self.by_s or 0.0
        way = Words("later", "之后") if by_s >= 0 else Words("earlier", "之前")
        return Words(
            f"Show footage {abs(by_s):g} s {way.en} in {said.en}.",
            f"{said.zh}改为显示 {abs(by_s):g} 秒{way.zh}的画面。",
        )
