"""How fast a clip runs, in which direction, and a picture of it that stands still."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.following import source_ms
from nemovideo_mcp.edit.operations.base import Operation, length_words, ref_words, time_words
from nemovideo_mcp.edit.operations.clip_time import change_each, halves
from nemovideo_mcp.edit.references import clips_for, length_ms, moment, one_clip
from nemovideo_mcp.edit.sequence import Slot, lay, resized, slots_of
from nemovideo_mcp.edit.values import ClipRef, ClipRefs, Factor, Length, Snap, Time
from nemovideo_mcp.edit.wording import Words, clip_names, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["FreezeFrame", "ReverseClip", "SetSpeed"]


class SetSpeed(Operation):
    """Play clips faster or slower: 2 is twice as fast, 0.5 is slow motion. Their length follows, unless it is kept."""

    family: ClassVar[str] = "clips"
    op: Literal["set_speed"] = "set_speed"
    clips: ClipRefs
    factor: Annotated[Factor, Field(ge=0.1)]
    keep_length: bool = False
    snap: Snap = "beat"

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        still = [c for c in chosen if c.freeze or source_ms(work.context.by_id.get(c.media_id)) is None]
        if still and len(still) == len(chosen):
            raise refuse("a photo or frozen picture has no speed.", "照片或定格画面没有速度。")
        ids = [c.clip_id for c in chosen if c not in still]
        before = {c.clip_id: c for c in chosen}
        factor = Fraction(str(self.factor))

        def change(slot: Slot, is_last: bool) -> Slot:
            stretch = slot.length_ms * Fraction(str(slot.clip.speed))
            wanted = slot.length_ms if self.keep_length else stretch / factor
            faster = replace(slot, clip=replace(slot.clip, speed=float(self.factor)))
            return resized(work, faster, wanted, snap=self.snap, is_last=is_last)

        change_each(work, ids, change)
        names = clip_names(before[i] for i in ids)
        lengths = ", ".join(dict.fromkeys(seconds(work.clip(i).duration_ms) for i in ids))
        return Done(
            op=self.op,
            words=Words(
                f"{names.en} at {self.factor:g}× speed, now {lengths} s",
                f"{names.zh}改为 {self.factor:g} 倍速，现在 {lengths} 秒",
            ),
            ids=tuple(ids),
            changed=any(before[i].speed != self.factor for i in ids),
        )

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        kept = Words(" and keep the length", "，时长不变") if self.keep_length else Words("", "")
        return Words(
            f"Set the speed of {said.en} to {self.factor:g}x{kept.en}.",
            f"把{said.zh}的速度改为 {self.factor:g} 倍{kept.zh}。",
        )


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
    """Hold one picture for a while: at a moment of the film, or at the end of a clip."""

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
        shown = offset * Fraction(str(target.speed))
        if target.reversed:
            source = target.source_end_ms - shown - frame_ms
        else:
            source = target.source_start_ms + (0 if target.freeze else shown)
        return replace(
            target,
            clip_id=work.new_id("c"),
            start_ms=place_ms,
            source_start_ms=max(0, round(source)),
            freeze=True,
            reversed=False,
            speed=1.0,
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
