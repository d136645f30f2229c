"""How one clip gives way to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from nemovideo_mcp.edit.crossings import held_words
from nemovideo_mcp.edit.operations.base import Operation, length_words, ref_words
from nemovideo_mcp.edit.references import clips_for, length_ms, names_all
from nemovideo_mcp.edit.values import ClipRefs, Length, as_list
from nemovideo_mcp.edit.wording import Words, clip_names, names_of, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.messages.transitions import KIND_WORDS
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.model import Transition, VideoClip
from nemovideo_mcp.timeline.transitions import Crossing, crossings_of

__all__ = ["LONGEST_S", "USUAL_S", "SetTransition"]

LONGEST_S = 5.0
USUAL_S = 0.5
_QUICK_S: Mapping[str, float] = {"whip": 0.3, "zoom": 0.4, "push": 0.4, "slide": 0.4}
# Fewer frames are seen as a fault rather than as a transition.
_LEAST_FRAMES = 4

CutNumbers = Annotated[
    tuple[Annotated[int, Field(ge=-100_000, le=100_000)], ...],
    BeforeValidator(as_list, json_schema_input_type=int | list[int]),
    Field(min_length=1, max_length=1000, description="cut numbers; -1 is the last"),
]


class SetTransition(Operation):
    """Let clips follow the one before them by a transition, centred on the cut, which stays where it is."""

    family: ClassVar[str] = "clips"
    op: Literal["set_transition"] = "set_transition"
    cuts: CutNumbers | None = None
    clips: Annotated[ClipRefs | None, Field(description="in place of `cuts`: into these; 'all'")] = None
    kind: (
        Literal[
            "dissolve",
            "dip_to_black",
            "dip_to_white",
            "slide",
            "push",
            "wipe",
            "zoom",
            "whip",
            "blur",
            "none",
        ]
        | None
    ) = None
    length: Length | None = None

    def check(self) -> None:
        if (self.cuts is None) == (self.clips is None):
            raise refuse(
                "say at which cuts, or into which clips.",
                "请说明在哪些切点，或进入哪些片段。",
                hint=Words("For every cut, give clips: 'all'.", "所有切点请用 clips: 'all'。"),
            )
        if self.kind == "none" and self.length is not None:
            raise refuse("a cut has no length.", "硬切没有时长。")

    def apply(self, work: Workspace) -> Done:
        chosen = self._chosen(work)
        if self.kind == "none":
            return self._removed(work, chosen)
        before = {clip.clip_id: clip.transition_in for clip in chosen}
        wanted = {clip.clip_id: self._transition(work, clip) for clip in chosen}
        self._put(work, wanted)
        seen = {crossing.after.clip_id: crossing for crossing in crossings_of(work.timeline)}
        fitting = {i: c for i, c in seen.items() if i in wanted and c.frames >= _LEAST_FRAMES}
        short = [clip for clip in chosen if clip.clip_id not in fitting]
        if not fitting:
            raise self._too_short(work, short)
        rate = work.timeline.frame_rate
        shortened = [
            c for i, c in fitting.items() if c.frames < frame_at(wanted[i].duration_ms, frame_rate=rate) - 1
        ]
        final: dict[str, Transition | None] = {
            i: replace(wanted[i], duration_ms=c.duration_ms) for i, c in fitting.items()
        }
        final |= {clip.clip_id: before[clip.clip_id] for clip in short}
        self._put(work, final)
        done = [crossing for crossing in crossings_of(work.timeline) if crossing.after.clip_id in fitting]
        return Done(
            op=self.op,
            words=_said(done),
            ids=tuple(c.after.clip_id for c in done),
            notes=tuple(_notes(work, done, shortened, short)),
            changed=any(before[i] != final[i] for i in final),
        )

    def _chosen(self, work: Workspace) -> list[VideoClip]:
        """The clips that a transition leads into."""
        clips = work.clips
        follows = {b.clip_id for a, b in pairwise(clips) if a.end_ms == b.start_ms}
        if self.clips is not None:
            named = clips_for(work, self.clips)
            chosen = [clip for clip in named if clip.clip_id in follows]
            if chosen and (len(chosen) == len(named) or self._is_all):
                return chosen
        else:
            starts = [clip for clip in clips if clip.start_ms > 0]
            named = tuple(self._at_cut(starts, number) for number in self.cuts or ())
            if all(clip.clip_id in follows for clip in named):
                return _in_order(named)
        if len(clips) < 2:
            raise refuse(
                "a transition needs two clips, and the film has no cut.",
                "转场需要两个片段，而影片没有切点。",
                hint=Words("fade_film fades the film itself in and out.", "整片淡入淡出请用 fade_film。"),
            )
        wrong = next(clip for clip in named if clip.clip_id not in follows)
        if wrong.start_ms == 0 or wrong is clips[0]:
            raise refuse(
                f"“{wrong.name}” ({wrong.clip_id}) is the first clip: no clip comes before it.",
                f"“{wrong.name}”（{wrong.clip_id}）是第一个片段，前面没有片段。",
                hint=Words(
                    "Name the second of two clips; fade_film fades the film in.",
                    "请指明两个片段中的后一个；影片淡入请用 fade_film。",
                ),
                nearest={"op": "fade_film", "at": "in"},
            )
        raise refuse(
            f"there is a gap before “{wrong.name}” ({wrong.clip_id}).",
            f"“{wrong.name}”（{wrong.clip_id}）前面有空隙。",
        )

    @property
    def _is_all(self) -> bool:
        return self.clips is not None and names_all(self.clips)

    @staticmethod
    def _at_cut(starts: Sequence[VideoClip], number: int) -> VideoClip:
        index = number - 1 if number > 0 else len(starts) + number
        if number and 0 <= index < len(starts):
            return starts[index]
        raise refuse(
            f"there is no cut {number}; the film has {len(starts)}.",
            f"没有第 {number} 个切点；影片有 {len(starts)} 个。",
        )

    def _transition(self, work: Workspace, clip: VideoClip) -> Transition:
        """What is wished at the start of `clip`: what is not given stays as it is there."""
        there = clip.transition_in
        kind = self.kind or (there.kind if there else "dissolve")
        if self.length is None:
            usual = Fraction(str(_QUICK_S.get(kind, USUAL_S))) * 1000
            wanted = Fraction(there.duration_ms) if there else usual
        else:
            wanted = length_ms(work, self.length)
        if wanted > LONGEST_S * 1000:
            raise refuse(
                f"a transition lasts {LONGEST_S:g} s at most, not {seconds(float(wanted))} s.",
                f"转场最长 {LONGEST_S:g} 秒，不能是 {seconds(float(wanted))} 秒。",
                nearest={**self.model_dump(exclude_none=True, mode="json"), "length": 1.0},
            )
        rate = work.timeline.frame_rate
        frames = max(_LEAST_FRAMES, frame_at(wanted, frame_rate=rate))
        return Transition(kind=kind, duration_ms=ms_at(frames, frame_rate=rate))

    def _put(self, work: Workspace, transitions: Mapping[str, Transition | None]) -> None:
        """A cut that was named is edited by name; a transition at every cut is no matter of a clip."""
        work.set_clips(
            replace(
                clip,
                transition_in=transitions[clip.clip_id],
                pinned=clip.pinned or (not self._is_all and transitions[clip.clip_id] != clip.transition_in),
            )
            if clip.clip_id in transitions
            else clip
            for clip in work.clips
        )

    def _removed(self, work: Workspace, chosen: Sequence[VideoClip]) -> Done:
        gone = [clip for clip in chosen if clip.transition_in is not None]
        self._put(work, {clip.clip_id: None for clip in gone})
        names = clip_names(gone)
        words = Words(f"a hard cut to {names.en}", f"{names.zh}前改为硬切")
        if not gone:
            words = Words("there is no transition there", "那里没有转场")
        return Done(
            op=self.op, words=words, ids=tuple(clip.clip_id for clip in gone or chosen), changed=bool(gone)
        )

    def _too_short(self, work: Workspace, short: Sequence[VideoClip]) -> Exception:
        clips = work.clips
        ids = {clip.clip_id for clip in short}
        around = [clip for pair in pairwise(clips) if pair[1].clip_id in ids for clip in pair]
        shortest = min(around, key=lambda clip: clip.duration_ms, default=clips[0])
        length = seconds(shortest.duration_ms)
        return refuse(
            f"“{shortest.name}” ({shortest.clip_id}) lasts {length} s, too short for a transition.",
            f"“{shortest.name}”（{shortest.clip_id}）只有 {length} 秒，放不下转场。",
            hint=Words("Make the clip longer first.", "请先延长该片段。"),
            nearest={"op": "set_clip_length", "clips": [shortest.clip_id], "length": 1.0},
        )

    def sentence(self) -> Words:
        where = ref_words(self.clips) if self.clips is not None else None
        if where is not None and self._is_all:
            place = Words("between all clips", "所有片段之间")
        elif where is not None:
            place = Words(f"before {where.en}", f"{where.zh}之前")
        else:
            numbers = [str(n) for n in self.cuts or ()]
            several = "s" if len(numbers) > 1 else ""
            place = Words(f"at cut{several} {', '.join(numbers)}", f"第 {'、'.join(numbers)} 个切点")
        if self.kind == "none":
            return Words(f"Remove the transition {place.en}.", f"去掉{place.zh}的转场。")
        length = length_words(self.length) if self.length is not None else None
        long = Words(f" of {length.en}", f" {length.zh}的") if length else Words("", "")
        if self.kind is None and length:
            return Words(
                f"Make the transition {place.en} {length.en} long.", f"把{place.zh}的转场改为 {length.zh}。"
            )
        kind = KIND_WORDS[self.kind or "dissolve"]
        return Words(
            f"Add a {kind.en} transition{long.en} {place.en}.", f"在{place.zh}加{long.zh}{kind.zh}转场。"
        )


def _in_order(clips: Sequence[VideoClip]) -> list[VideoClip]:
    by_id = {clip.clip_id: clip for clip in clips}
    return sorted(by_id.values(), key=lambda clip: clip.start_ms)


def _said(done: Sequence[Crossing]) -> Words:
    kinds = list(dict.fromkeys(c.kind for c in done))
    lengths = list(dict.fromkeys(seconds(c.duration_ms) for c in done))
    kind = Words(" and ".join(KIND_WORDS[k].en for k in kinds), "和".join(KIND_WORDS[k].zh for k in kinds))
    length = lengths[0] if len(lengths) == 1 else f"{min(lengths, key=float)}–{max(lengths, key=float)}"
    if len(done) > 1:
        return Words(
            f"{kind.en} at {len(done)} cuts, {length} s each",
            f"{len(done)} 个切点加{kind.zh}，各 {length} 秒",
        )
    before, after, at = done[0].before.name, done[0].after, seconds(done[0].after.start_ms)
    return Words(
        f"{kind.en} of {length} s from “{before}” to “{after.name}” ({after.clip_id}), centred on the cut at {at} s",
        f"“{before}”到“{after.name}”（{after.clip_id}）：{length} 秒{kind.zh}，以 {at} 秒处的切点为中心",
    )


def _notes(
    work: Workspace, done: Sequence[Crossing], shortened: Sequence[Crossing], short: Sequence[VideoClip]
) -> list[Words]:
    notes: list[Words] = []
    if shortened:
        names = names_of([c.after.clip_id for c in shortened])
        notes.append(
            Words(
                f"shortened into {names.en}: a transition takes at most half of each of its clips.",
                f"进入 {names.zh} 的转场已缩短：转场最多占每个片段的一半。",
            )
        )
    if short:
        names = names_of([clip.clip_id for clip in short])
        notes.append(
            Words(
                f"the cut to {names.en} stays hard: the clips there are too short for a transition.",
                f"{names.zh}前仍是硬切：那里的片段太短，放不下转场。",
            )
        )
    if (held := held_words(work, done)) is not None:
        notes.append(held)
    return notes
