"""Which clips are on the timeline, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from nemovideo_mcp.edit.canvas import with_rate_of
from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.edit.following import source_ms
from nemovideo_mcp.edit.levels import usual_level
from nemovideo_mcp.edit.operations.base import After, As, Before, Operation, Spot, length_words, ref_words
from nemovideo_mcp.edit.references import clips_for, length_ms, media_for, one_clip
from nemovideo_mcp.edit.sequence import Slot, check_count, lay, resized, slots_of
from nemovideo_mcp.edit.values import ClipRef, ClipRefs, Length, MediaRef, Seconds, Snap, as_list
from nemovideo_mcp.edit.wording import Words, clip_names, names_of, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["AddClips", "DuplicateClips", "MoveClips", "RemoveClips", "ReplaceClip"]

PHOTO_MS = 3000

MediaRefs = Annotated[
    tuple[MediaRef, ...],
    BeforeValidator(as_list, json_schema_input_type=MediaRef | list[MediaRef]),
    Field(min_length=1, max_length=500),
]


def spot_words(spot: Any) -> Words:
    """Where something goes, as a person would say it."""
    match spot:
        case "start":
            return Words("at the start", "到最前面")
        case "end":
            return Words("at the end", "到最后面")
        case Before():
            said = ref_words(spot.before)
            return Words(f"before {said.en}", f"到{said.zh}之前")
        case After():
            said = ref_words(spot.after)
            return Words(f"after {said.en}", f"到{said.zh}之后")
        case _:
            return Words(f"to position {spot}", f"到第 {spot} 位")


def _goal_words(spot: Any) -> Words:
    """Where something that is in the film already goes."""
    said = spot_words(spot)
    return Words(f"to the {spot}", said.zh) if spot in ("start", "end") else said


def index_for(work: Workspace, spot: Any, left: Sequence[Slot]) -> int:
    """The place in `left` that `spot` means. Raises `EditRefused`."""
    ids = [slot.clip.clip_id for slot in left]
    match spot:
        case "start":
            return 0
        case "end":
            return len(left)
        case Before() | After():
            clips = clips_for(work, [spot.before if isinstance(spot, Before) else spot.after])
            chosen = clips[0] if isinstance(spot, Before) else clips[-1]
            if chosen.clip_id not in ids:
                raise refuse("a clip cannot be placed beside itself.", "片段不能放到它自己旁边。")
            return ids.index(chosen.clip_id) + isinstance(spot, After)
        case _:
            index = spot - 1 if spot > 0 else len(left) + 1 + spot
            if not spot or not 0 <= index <= len(left):
                raise refuse(
                    f"there is no position {spot}; the timeline has {len(left)} other clips.",
                    f"没有第 {spot} 位；时间线上另有 {len(left)} 个片段。",
                )
            return index


class AddClips(Operation):
    """Put media of the project on the timeline, whole or a stretch of them; a medium may be there several times."""

    family: ClassVar[str] = "clips"
    op: Literal["add_clips"] = "add_clips"
    media: MediaRefs
    at: Spot = "end"
    in_s: Annotated[Seconds | None, Field(description="where in the source it starts")] = None
    length: Length | None = None
    as_: As = None
    snap: Snap = "beat"

    def apply(self, work: Workspace) -> Done:
        items = [media_for(work, reference) for reference in self.media]
        if not work.clips:
            work.timeline = with_rate_of(work.timeline, items)
        slots = slots_of(work)
        at = index_for(work, self.at, slots)
        volume = _usual_volume(work)
        added: list[Slot] = []
        for item in items:
            start_ms = round((self.in_s or 0) * 1000)
            whole = _footage(item, start_ms)
            clip = VideoClip(
                clip_id=work.new_id("c"),
                name=item.name,
                media_id=item.media_id,
                start_ms=slots[at].clip.start_ms if at < len(slots) else work.duration_ms,
                duration_ms=whole,
                source_start_ms=start_ms,
                volume=volume,
                pinned=True,
            )
            slot = Slot(clip=clip, length_ms=Fraction(whole), named=True)
            wanted = length_ms(work, self.length) if self.length is not None else Fraction(whole)
            is_last = at == len(slots)
            if self.length is not None or not is_last:
                slot = resized(work, slot, wanted, snap=self.snap, is_last=is_last)
            added.append(slot)
        work.name(self.as_, added[0].clip.clip_id)
        lay(work, [*slots[:at], *added, *slots[at:]])
        names = names_of([item.name for item in items])
        ids = tuple(slot.clip.clip_id for slot in added)
        return Done(op=self.op, words=Words(f"{names.en} added", f"已加入{names.zh}"), ids=ids)

    def needs(self, work: Workspace) -> Needs:
        return Needs(analyse=tuple(media_for(work, reference).media_id for reference in self.media))

    def sentence(self) -> Words:
        names, where = names_of(self.media, most=500), spot_words(self.at)
        en, zh = f"Add {names.en} {where.en}", f"把{names.zh}加{where.zh}"
        if self.in_s is not None:
            en, zh = f"{en}, from {self.in_s:g} s of the source", f"{zh}，从素材的 {self.in_s:g} 秒开始"
        if self.length is not None:
            length = length_words(self.length)
            en, zh = f"{en}, {length.en} long", f"{zh}，时长 {length.zh}"
        return Words(f"{en}.", f"{zh}。")


def _footage(item: MediaItem, start_ms: int) -> int:
    footage = source_ms(item)
    if footage is None:
        return PHOTO_MS
    if start_ms >= footage:
        raise refuse(
            f"“{item.name}” is {seconds(footage)} s long, so it cannot start at {seconds(start_ms)} s.",
            f"“{item.name}”长 {seconds(footage)} 秒，不能从 {seconds(start_ms)} 秒开始。",
        )
    return footage - start_ms


def _usual_volume(work: Workspace) -> float:
    """The gain of most clips: a new one sounds like the others."""
    volumes = [clip.volume for clip in work.clips]
    usual = usual_level(has_music=work.timeline.music is not None)
    return max(set(volumes), key=volumes.count) if volumes else usual


class RemoveClips(Operation):
    """Take clips off the timeline; what follows moves up, unless the gap is to stay."""

    family: ClassVar[str] = "clips"
    op: Literal["remove_clips"] = "remove_clips"
    clips: ClipRefs
    leave_gap: Annotated[bool, Field(description="black in their place")] = False

    def apply(self, work: Workspace) -> Done:
        gone = clips_for(work, self.clips)
        ids = {clip.clip_id for clip in gone}
        slots = slots_of(work)
        if len(ids) == len(slots):
            raise refuse(
                "nothing would be left on the timeline without these clips.",
                "去掉这些片段后时间线上就没有片段了。",
            )
        left: list[Slot] = []
        gap_ms, after_gone = 0, False
        for slot in slots:
            if slot.clip.clip_id in ids:
                gap_ms += slot.gap_ms + (slot.clip.duration_ms if self.leave_gap else 0)
                after_gone = True
                continue
            gap = slot.gap_ms + gap_ms if self.leave_gap else slot.gap_ms
            left.append(replace(slot, gap_ms=gap))
            if after_gone:
                work.touched.add(slot.clip.clip_id)
            gap_ms, after_gone = 0, False
        lay(work, left)
        names = clip_names(gone)
        return Done(
            op=self.op,
            words=Words(f"{names.en} removed", f"已去掉{names.zh}"),
            ids=tuple(c.clip_id for c in gone),
        )

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        gap = Words(" and leave a black gap", "，原位置留黑") if self.leave_gap else Words("", "")
        return Words(f"Remove {said.en}{gap.en}.", f"删除{said.zh}{gap.zh}。")


class MoveClips(Operation):
    """Put clips somewhere else in the order, or let two change places."""

    family: ClassVar[str] = "clips"
    op: Literal["move_clips"] = "move_clips"
    clips: ClipRefs
    to: Spot | None = None
    swap_with: Annotated[ClipRef | None, Field(description="in place of `to`")] = None

    def check(self) -> None:
        if (self.to is None) == (self.swap_with is None):
            raise refuse("give either `to` or `swap_with`.", "请给出 to 或 swap_with 之一。")

    def apply(self, work: Workspace) -> Done:
        slots = slots_of(work)
        if self.swap_with is not None:
            first = one_clip(work, self.clips[0])
            second = one_clip(work, self.swap_with)
            order = _swapped(slots, first.clip_id, second.clip_id)
            moved, words = (
                (first, second),
                Words(
                    f"“{first.name} ({first.clip_id})” and “{second.name} ({second.clip_id})” changed places",
                    f"已交换“{first.name} ({first.clip_id})”和“{second.name} ({second.clip_id})”",
                ),
            )
        else:
            moved = _in_given_order(work, self.clips)
            ids = [clip.clip_id for clip in moved]
            left = [slot for slot in slots if slot.clip.clip_id not in ids]
            at = index_for(work, self.to, left)
            known = {slot.clip.clip_id: slot for slot in slots}
            order = [*left[:at], *(replace(known[i], named=True) for i in ids), *left[at:]]
            where, names = _goal_words(self.to), clip_names(moved)
            words = Words(f"{names.en} moved {where.en}", f"已把{names.zh}移{where.zh}")
        changed = [slot.clip.clip_id for slot in order] != [slot.clip.clip_id for slot in slots]
        if changed:
            lay(work, order)
            for clip in moved:
                work.change_clip(clip.clip_id)
        return Done(op=self.op, words=words, ids=tuple(c.clip_id for c in moved), changed=changed)

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        if self.swap_with is not None:
            other = ref_words(self.swap_with)
            return Words(f"Swap {said.en} and {other.en}.", f"交换{said.zh}和{other.zh}。")
        where = _goal_words(self.to)
        return Words(f"Move {said.en} {where.en}.", f"把{said.zh}移{where.zh}。")


def _swapped(slots: Sequence[Slot], first: str, second: str) -> list[Slot]:
    places = {slot.clip.clip_id: n for n, slot in enumerate(slots)}
    order = [replace(s, named=s.named or s.clip.clip_id in (first, second)) for s in slots]
    a, b = places[first], places[second]
    order[a], order[b] = order[b], order[a]
    return order


def _in_given_order(work: Workspace, references: Sequence[Any]) -> tuple[VideoClip, ...]:
    """The clips in the order in which they were named, each once."""
    named: dict[str, VideoClip] = {}
    for reference in references:
        for clip in clips_for(work, [reference]):
            named.setdefault(clip.clip_id, clip)
    return tuple(named.values())


class ReplaceClip(Operation):
    """Show another medium in the place of a clip, which keeps its length and all that was set on it."""

    family: ClassVar[str] = "clips"
    op: Literal["replace_clip"] = "replace_clip"
    clip: ClipRef
    media: MediaRef
    in_s: Seconds = 0

    def apply(self, work: Workspace) -> Done:
        clip, item = one_clip(work, self.clip), media_for(work, self.media)
        start_ms = round(self.in_s * 1000)
        needed_ms = round(clip.footage_ms())
        footage = source_ms(item)
        if footage is not None and footage < needed_ms - 40:
            raise refuse(
                f"“{item.name}” is {seconds(footage)} s long, and the clip needs {seconds(needed_ms)} s of it.",
                f"“{item.name}”只有 {seconds(footage)} 秒，而该片段需要 {seconds(needed_ms)} 秒。",
                nearest={"op": "set_clip_length", "clips": [clip.clip_id], "length": footage / 1000},
            )
        if footage is not None:
            start_ms = max(0, min(start_ms, footage - needed_ms))
        work.change_clip(
            clip.clip_id, media_id=item.media_id, name=item.name, source_start_ms=start_ms, why=()
        )
        return Done(
            op=self.op,
            words=Words(
                f"“{item.name}” in the place of “{clip.name}” ({clip.clip_id})",
                f"已用“{item.name}”替换“{clip.name}”（{clip.clip_id}）",
            ),
            ids=(clip.clip_id,),
        )

    def needs(self, work: Workspace) -> Needs:
        return Needs(analyse=(media_for(work, self.media).media_id,))

    def sentence(self) -> Words:
        said = ref_words(self.clip)
        start = (
            Words(f", from {self.in_s:g} s of it", f"，从第 {self.in_s:g} 秒开始")
            if self.in_s
            else Words("", "")
        )
        return Words(
            f"Replace {said.en} with “{self.media}”{start.en}.", f"用“{self.media}”替换{said.zh}{start.zh}。"
        )


class DuplicateClips(Operation):
    """Show clips again, right behind themselves or somewhere else."""

    family: ClassVar[str] = "clips"
    op: Literal["duplicate_clips"] = "duplicate_clips"
    clips: ClipRefs
    times: Annotated[int, Field(ge=1, le=50, description="copies of each")] = 1
    to: Spot | None = None
    as_: As = None

    def apply(self, work: Workspace) -> Done:
        chosen = _in_given_order(work, self.clips)
        slots = slots_of(work)
        check_count(work, len(slots) + len(chosen) * self.times)
        known = {slot.clip.clip_id: slot for slot in slots}
        copies: dict[str, list[Slot]] = {
            clip.clip_id: [
                replace(
                    known[clip.clip_id],
                    clip=replace(clip, clip_id=work.new_id("c"), anchor=None, pinned=True),
                    gap_ms=0,
                    named=True,
                )
                for _ in range(self.times)
            ]
            for clip in chosen
        }
        if self.to is None:
            order = [part for slot in slots for part in (slot, *copies.get(slot.clip.clip_id, ()))]
        else:
            at = index_for(work, self.to, slots)
            order = [*slots[:at], *(c for made in copies.values() for c in made), *slots[at:]]
        ids = tuple(slot.clip.clip_id for made in copies.values() for slot in made)
        work.name(self.as_, ids[0])
        lay(work, order)
        names = clip_names(chosen)
        return Done(op=self.op, words=Words(f"{names.en} repeated", f"已重复{names.zh}"), ids=ids)

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        en, zh = f"Duplicate {said.en}", f"复制{said.zh}"
        if self.times > 1:
            en, zh = f"{en} {self.times} times", f"{zh} {self.times} 次"
        if self.to is not None:
            where = spot_words(self.to)
            en, zh = f"{en}, {where.en}", f"{zh}，放{where.zh}"
        return Words(f"{en}.", f"{zh}。")
