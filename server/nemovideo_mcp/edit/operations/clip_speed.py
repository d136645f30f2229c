"""How fast a clip runs, in which direction, and a picture of it that stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.following import source_ms
from nemovideo_mcp.edit.operations.base import Operation, length_words, ref_words, time_words
from nemovideo_mcp.edit.operations.clip_time import change_each, halves
from nemovideo_mcp.edit.ramps import PlacedRamp, placed_ramp
from nemovideo_mcp.edit.references import clips_for, length_ms, moment, one_clip
from nemovideo_mcp.edit.sequence import Slot, lay, resized, slots_of
from nemovideo_mcp.edit.values import ClipRef, ClipRefs, Factor, Length, Snap, Time
from nemovideo_mcp.edit.wording import Words, clip_names, joined, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.messages.speed import (
    PITCH_SENTENCES,
    PITCH_WORDS,
    RAMP_SENTENCES,
    RAMP_WORDS,
    SMOOTH_SENTENCES,
    SMOOTH_WORDS,
)
from nemovideo_mcp.timeline.choices import RampKind, Smoothing
from nemovideo_mcp.timeline.model import SpeedRamp, VideoClip

__all__ = ["FreezeFrame", "ReverseClip", "SetSpeed"]

_SLOWEST = 0.1


class SetSpeed(Operation):
    """Play clips faster or slower: 2 is twice as fast, 0.5 is slow motion. Their length follows, unless it is kept.

    A ramp changes the speed within the clip, whose length stays unless `keep_length` is false: slow to fast (ease_in),
    fast to slow, fast - slow - fast (bullet), or slow until the drop of the music and then fast. The middle of a bullet
    and the switch of to_drop land on a beat. `smooth` makes the pictures that slow motion lacks.
    """

    family: ClassVar[str] = "clips"
    op: Literal["set_speed"] = "set_speed"
    clips: ClipRefs
    factor: Annotated[Factor | None, Field(ge=_SLOWEST)] = None
    ramp: RampKind | Literal["none"] | None = None
    smooth: Smoothing | Literal["off"] | None = None
    keep_pitch: bool | None = None
    keep_length: bool | None = None
    snap: Snap = "beat"

    @property
    def keeps_length(self) -> bool:
        """Whether the clips last as long as before: with a ramp by default, at another speed where it is asked for."""
        if self.keep_length is None:
            return self.ramp is not None or self.factor is None
        return self.keep_length

    def check(self) -> None:
        if self.factor is self.ramp is self.smooth is self.keep_pitch is None:
            raise refuse(
                "say how fast: a factor or a ramp, or whether it is smooth or keeps its pitch.",
                "请说明速度：倍数或变速曲线，或是否要流畅、是否保持音调。",
            )

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        still = [c for c in chosen if c.freeze or source_ms(work.context.by_id.get(c.media_id)) is None]
        if still and len(still) == len(chosen):
            raise refuse("a photo or frozen picture has no speed.", "照片或定格画面没有速度。")
        ids = [c.clip_id for c in chosen if c not in still]
        before = {c.clip_id: c for c in chosen}
        work.change_clips(dict.fromkeys(ids, self._dress()))
        placed: dict[str, PlacedRamp] = {}
        if self.factor is not None or self.ramp is not None:
            change_each(work, ids, lambda slot, is_last: self._changed(work, slot, is_last, placed))
        after = [work.clip(i) for i in ids]
        return Done(
            op=self.op,
            words=joined(clip_names(before[i] for i in ids), *self._said(after, placed)),
            ids=tuple(ids),
            changed=any(_speeds(before[clip.clip_id]) != _speeds(clip) for clip in after),
        )

    def _dress(self) -> dict[str, Any]:
        """What is set beside the speed."""
        smooth = {} if self.smooth is None else {"smooth": None if self.smooth == "off" else self.smooth}
        return {**smooth, **({} if self.keep_pitch is None else {"keep_pitch": self.keep_pitch})}

    def _changed(self, work: Workspace, slot: Slot, is_last: bool, placed: dict[str, PlacedRamp]) -> Slot:
        clip = slot.clip
        speed = clip.speed if self.factor is None else float(self.factor)
        faster = replace(clip, speed=speed, ramp=None if self.ramp else clip.ramp)
        kept = self.keeps_length
        kind = self.ramp or (clip.ramp.kind if clip.ramp else "none")
        if kind == "none":
            length = slot.length_ms if kept else faster.length_for(clip.footage_ms(slot.length_ms))
            snap = "none" if self.factor is None else self.snap
            made = resized(work, replace(slot, clip=faster), length, snap=snap, is_last=is_last)
            # What keeps its length for no other speed keeps its beats too.
            return replace(made, length_ms=length, beats=slot.beats) if kept and not self.factor else made
        length, count = slot.length_ms, slot.beats
        if not kept:
            wanted = _with_ramp(
                faster, placed_ramp(work, kind, start_ms=clip.start_ms, length_ms=length).ramp
            )
            wanted_ms = wanted.length_for(clip.footage_ms(length))
            probe = resized(work, replace(slot, clip=wanted), wanted_ms, snap=self.snap, is_last=is_last)
            length, count = probe.length_ms, probe.beats
        if faster.ramp is not None and faster.ramp.span_ms:
            # A part of a clip that was split goes on with its part of the ramp.
            ramped = replace(faster, ramp=_scaled(faster.ramp, length / slot.length_ms))
        else:
            placed[clip.clip_id] = found = placed_ramp(work, kind, start_ms=clip.start_ms, length_ms=length)
            ramped = replace(faster, ramp=found.ramp)
        self._check_footage(work, ramped, length)
        made = resized(work, replace(slot, clip=ramped), length, snap="none", is_last=is_last)
        return replace(made, length_ms=length, beats=count)

    def _check_footage(self, work: Workspace, clip: VideoClip, length_ms: Fraction) -> None:
        """Raises `EditRefused`, with the factor that works, where a ramp needs more than there is."""
        footage = source_ms(work.context.by_id.get(clip.media_id)) or 0
        needed = clip.footage_ms(length_ms)
        if clip.ramp is None or needed <= footage + Fraction(1000) / work.timeline.frame_rate:
            return
        most = floor(100 * clip.speed * footage / float(needed)) / 100
        nearest = {"op": self.op, "clips": [clip.clip_id], "ramp": clip.ramp.kind, "factor": most}
        raise refuse(
            f"“{clip.name}” has {seconds(footage)} s of footage, and this ramp needs {seconds(float(needed))} s of it.",
            f"“{clip.name}”只有 {seconds(footage)} 秒素材，而这个变速需要 {seconds(float(needed))} 秒。",
            nearest=nearest if most >= _SLOWEST else None,
        )

    def _said(self, after: Sequence[VideoClip], placed: Mapping[str, PlacedRamp]) -> list[Words]:
        lengths = ", ".join(dict.fromkeys(seconds(clip.duration_ms) for clip in after))
        parts: list[Words] = []
        if self.factor is not None:
            parts.append(Words(f" at {self.factor:g}× speed", f"改为 {self.factor:g} 倍速"))
        if self.ramp == "none":
            parts.append(Words(" without a speed ramp", "已去掉变速曲线"))
        elif self.ramp is not None:
            said = RAMP_WORDS[self.ramp]
            parts.append(Words(f" with a speed ramp: {said.en}", f"变速：{said.zh}"))
        elif any(clip.ramp is not None for clip in after):
            parts.append(Words(", with its speed ramp", "，保留变速曲线"))
        parts += dict.fromkeys(found.words for found in placed.values() if found.words is not None)
        if self.ramp is not None and len(after) == 1:
            shown = f"{seconds(after[0].source_start_ms)}–{seconds(after[0].source_end_ms)}"
            parts.append(Words(f", showing {shown} s of its source", f"，显示素材的 {shown} 秒"))
        if self.factor is not None or self.ramp is not None:
            parts.append(Words(f", now {lengths} s", f"，现在 {lengths} 秒"))
        if self.smooth is not None:
            parts.append(SMOOTH_WORDS[self.smooth])
        if self.keep_pitch is not None:
            parts.append(PITCH_WORDS[self.keep_pitch])
        return parts

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        parts: list[Words] = []
        kept = Words(" and keep the length", "，时长不变") if self.keep_length else Words("", "")
        if self.factor is not None:
            parts.append(
                Words(
                    f"Set the speed of {said.en} to {self.factor:g}x{kept.en}.",
                    f"把{said.zh}的速度改为 {self.factor:g} 倍{kept.zh}。",
                )
            )
        if self.ramp is not None:
            parts.append(Words(*(text.format(said.en, said.zh) for text in RAMP_SENTENCES[self.ramp])))
            if self.keep_length is False:
                parts.append(Words("Let its length follow.", "时长随之变化。"))
        if self.smooth is not None:
            parts.append(Words(*(text.format(said.en, said.zh) for text in SMOOTH_SENTENCES[self.smooth])))
        if self.keep_pitch is not None:
            parts.append(Words(*(text.format(said.en, said.zh) for text in PITCH_SENTENCES[self.keep_pitch])))
        return Words(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def _with_ramp(clip: VideoClip, ramp: SpeedRamp) -> VideoClip:
    """The clip with `ramp`, unless it has a part of one already."""
    return clip if clip.ramp is not None and clip.ramp.span_ms else replace(clip, ramp=ramp)


def _scaled(ramp: SpeedRamp, by: Fraction) -> SpeedRamp:
    start, end = ramp.span_ms or (0, 0)
    return replace(ramp, peak_ms=round(ramp.peak_ms * by), span_ms=(round(start * by), round(end * by)))


def _speeds(clip: VideoClip) -> tuple[object, ...]:
    return clip.speed, clip.ramp, clip.smooth, clip.keep_pitch


class ReverseClip(Operation):
    """Play clips backwards, or forwards again."""

    family: ClassVar[str] = "clips"
    op: Literal["reverse_clip"] = "reverse_clip"
    clips: ClipRefs
    reversed: bool = True

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        still = [c for c in chosen if c.freeze or source_ms(work.context.by_id.get(c.media_id)) is None]
        if len(still) == len(chosen):
            raise refuse("a photo or frozen picture has no direction.", "照片或定格画面无法倒放。")
        moving = [c for c in chosen if c not in still]
        work.change_clips({clip.clip_id: {"reversed": self.reversed} for clip in moving})
        names = clip_names(moving)
        play = "plays" if len(moving) == 1 else "play"
        words = Words(f"{names.en} {play} backwards", f"{names.zh}倒放")
        if not self.reversed:
            words = Words(f"{names.en} {play} forwards", f"{names.zh}恢复正放")
        changed = any(c.reversed != self.reversed for c in moving)
        return Done(op=self.op, words=words, ids=tuple(c.clip_id for c in moving), changed=changed)

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        if not self.reversed:
            return Words(f"Play {said.en} forwards again.", f"把{said.zh}恢复正放。")
        return Words(f"Reverse {said.en}.", f"把{said.zh}倒放。")


class FreezeFrame(Operation):
    """Hold one picture for a while; at a moment of the film, or at the end of a clip."""

    family: ClassVar[str] = "clips"
    op: Literal["freeze_frame"] = "freeze_frame"
    at: Annotated[Time | None, Field(description="a time of the film")] = None
    clip: Annotated[ClipRef | None, Field(description="in place of `at`: hold its last picture")] = None
    length: Length = 1.0
    snap: Snap = "beat"

    def check(self) -> None:
        if (self.at is None) == (self.clip is None):
            raise refuse(
                "say at which time to freeze, or the end of which clip.",
                "请说明在哪一秒定格，或定格哪个片段的结尾。",
            )

    def apply(self, work: Workspace) -> Done:
        wanted = length_ms(work, self.length)
        if self.clip is not None:
            target = one_clip(work, self.clip)
            place_ms = target.end_ms
        else:
            place_ms = moment(work, self.at if self.at is not None else 0.0, snap=self.snap).placed_ms
            found = next((c for c in work.clips if c.start_ms <= place_ms < c.end_ms), None)
            if found is None and place_ms >= work.duration_ms and work.clips:
                found = work.clips[-1]
            if found is None:
                raise refuse("there is no picture at that time.", "那个时间没有画面。")
            target = found
        slots = slots_of(work)
        index = next(n for n, s in enumerate(slots) if s.clip.clip_id == target.clip_id)
        frozen = self._frozen(work, target, place_ms)
        around: list[Slot] = [slots[index]]
        if target.start_ms < place_ms < target.end_ms:
            around = list(halves(work, slots[index], place_ms))
        at = index + (1 if place_ms > target.start_ms else 0)
        if at == index:
            # The picture that stands comes before its clip: the transition leads into it.
            frozen = replace(frozen, transition_in=target.transition_in)
            around = [replace(slots[index], clip=replace(target, transition_in=None))]
        rest = [*slots[:index], *around, *slots[index + 1 :]]
        slot = Slot(clip=frozen, length_ms=wanted, named=True)
        slot = resized(work, slot, wanted, snap=self.snap, is_last=at == len(rest))
        lay(work, [*rest[:at], slot, *rest[at:]])
        length = seconds(work.clip(frozen.clip_id).duration_ms)
        return Done(
            op=self.op,
            words=Words(
                f"“{target.name}” held for {length} s at {seconds(place_ms)} s ({frozen.clip_id})",
                f"在 {seconds(place_ms)} 秒处定格“{target.name}”{length} 秒（{frozen.clip_id}）",
            ),
            ids=(frozen.clip_id, *(part.clip.clip_id for part in around if part is not slots[index])),
        )

    @staticmethod
    def _frozen(work: Workspace, target: VideoClip, place_ms: int) -> VideoClip:
        """A clip that holds the picture on screen at `place_ms`, or the last one of `target` at its end."""
        frame_ms = Fraction(1000) / work.timeline.frame_rate
        offset = min(Fraction(place_ms - target.start_ms), max(Fraction(0), target.duration_ms - frame_ms))
        source = target.source_at(offset) - (frame_ms if target.reversed and not target.freeze else 0)
        return replace(
            target,
            clip_id=work.new_id("c"),
            start_ms=place_ms,
            source_start_ms=max(0, round(source)),
            freeze=True,
            reversed=False,
            speed=1.0,
            ramp=None,
            smooth=None,
            keep_pitch=True,
            fade_in_ms=0,
            fade_out_ms=0,
            anchor=None,
            transition_in=None,
            pinned=True,
        )

    def sentence(self) -> Words:
        length = length_words(self.length)
        if self.clip is not None:
            said = ref_words(self.clip)
            return Words(
                f"Freeze the last frame of {said.en} for {length.en}.",
                f"把{said.zh}的最后一帧定格 {length.zh}。",
            )
        place = time_words(self.at)
        return Words(f"Freeze the frame at {place.en} for {length.en}.", f"在{place.zh}处定格 {length.zh}。")
