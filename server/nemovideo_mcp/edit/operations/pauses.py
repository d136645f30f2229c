"""Pauses: silences between what is said, cut out of clips."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.edit.operations.base import Operation, ref_words
from nemovideo_mcp.edit.operations.clip_time import halves
from nemovideo_mcp.edit.references import clips_for
from nemovideo_mcp.edit.sequence import SHORTEST_FRAMES, Slot, lay, slots_of
from nemovideo_mcp.edit.values import ClipRefs
from nemovideo_mcp.edit.wording import Words, clip_names, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.frames import ms_at
from nemovideo_mcp.timeline.model import CaptionClip, CaptionWord, VideoClip
from nemovideo_mcp.timeline.speech import Stretch, merged, speech_in_clip

__all__ = ["RemovePauses"]

_AIR_MS = 150
"""What stays of a silence before and after the words."""


_OFF_BEAT = Words(
    "the cuts fall between words, not on beats: an automatic edit of the other clips puts those back on them.",
    "切点落在话语之间，而不在节拍上；对其余片段重新自动剪辑可重新卡点。",
)


@dataclass(frozen=True)
class _Part:
    """Which clip shows what was shown from `start_ms` to `end_ms` of the film before."""

    start_ms: int
    end_ms: int
    clip_id: str


class RemovePauses(Operation):
    """Cut the silences before, between and after what is said out of clips; a breath stays around the words."""

    family: ClassVar[str] = "clips"
    op: Literal["remove_pauses"] = "remove_pauses"
    clips: ClipRefs = ("all",)
    longer_than_s: Annotated[float, Field(ge=0.3, le=60)] = 0.6

    def needs(self, work: Workspace) -> Needs:
        return Needs(speech=tuple(dict.fromkeys(c.media_id for c in self._speaking(work))))

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        speech = {clip.clip_id: _speech_of(work, clip) for clip in self._speaking(work)}
        mute = [clip for clip in chosen if not speech.get(clip.clip_id)]
        if len(mute) == len(chosen):
            names = clip_names(chosen)
            raise refuse(
                f"nobody speaks in {names.en}, so there are no pauses to cut out.",
                f"{names.zh}中没有人说话，没有可以去掉的停顿。",
            )
        cuts = {
            clip.clip_id: _cuts(
                clip,
                speech[clip.clip_id],
                longer_than_ms=self.longer_than_s * 1000,
                frame_rate=work.timeline.frame_rate,
            )
            for clip in chosen
            if speech.get(clip.clip_id)
        }
        cuts = {clip_id: found for clip_id, found in cuts.items() if found}
        notes = (_left(mute),) if mute else ()
        if not cuts:
            return Done(
                op=self.op,
                words=Words(
                    f"no silence is longer than {self.longer_than_s:g} s",
                    f"没有超过 {self.longer_than_s:g} 秒的停顿",
                ),
                notes=notes,
                changed=False,
            )
        before = work.duration_ms
        if beats_of(work.timeline).cut:
            notes = (*notes, _OFF_BEAT)
        ids = self._cut(work, cuts)
        count = sum(map(len, cuts.values()))
        gone, length = seconds(before - work.duration_ms), seconds(work.duration_ms)
        return Done(
            op=self.op,
            words=Words(
                f"{count} pause{'s' * (count > 1)} cut out ({gone} s); the film is {length} s long",
                f"已去掉 {count} 处停顿（共 {gone} 秒），影片现在 {length} 秒",
            ),
            ids=ids,
            notes=notes,
        )

    def _speaking(self, work: Workspace) -> tuple[VideoClip, ...]:
        """The clips that are named and have a sound in which somebody may speak."""
        media = work.context.by_id
        return tuple(
            clip
            for clip in clips_for(work, self.clips)
            if not clip.freeze and clip.media_id in media and media[clip.media_id].info.has_audio
        )

    @staticmethod
    def _cut(work: Workspace, cuts: dict[str, tuple[Stretch, ...]]) -> tuple[str, ...]:
        """Lay the film without `cuts`, by clips; the ids of what is left of these clips."""
        slots: list[Slot] = []
        parts: list[_Part] = []
        ids: list[str] = []
        for slot in slots_of(work):
            kept = [slot]
            if slot.clip.clip_id in cuts:
                kept = _without(work, slot, cuts[slot.clip.clip_id])
                ids += [part.clip.clip_id for part in kept]
            slots += kept
            parts += [_Part(s.clip.start_ms, s.clip.end_ms, s.clip.clip_id) for s in kept]
        before = work.timeline.tracks, work.captions_gone
        lay(work, slots)
        starts = {clip.clip_id: clip.start_ms for clip in work.clips}
        # A caption may begin in a pause, whose footage is gone: it stays with the words that follow.
        work.captions_gone = before[1]
        for track in before[0]:
            if any(isinstance(c, CaptionClip) for c in track.clips):
                moved = (_caption_moved(c, parts, starts) for c in track.clips if isinstance(c, CaptionClip))
                clips = sorted(moved, key=lambda c: c.start_ms)
                work.timeline = work.timeline.with_track(replace(track, clips=tuple(clips)))
        return tuple(ids)

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        return Words(
            f"Cut the pauses longer than {self.longer_than_s:g} s out of {said.en}.",
            f"去掉{said.zh}里超过 {self.longer_than_s:g} 秒的停顿。",
        )


def _left(mute: Sequence[VideoClip]) -> Words:
    names, one = clip_names(mute), len(mute) == 1
    return Words(
        f"nobody speaks in {names.en}: {'it stays as it is' if one else 'they stay as they are'}.",
        f"{names.zh}中没有人说话，保持不变。",
    )


def _speech_of(work: Workspace, clip: VideoClip) -> tuple[Stretch, ...]:
    """When the clip speaks, in ms of the film: what was heard as a voice, and words whose times are known."""
    item = work.context.by_id[clip.media_id]
    heard = list(item.analysis.speech_ms or ()) if item.analysis else []
    for line in item.captions.lines if item.captions else ():
        heard += [(line.start_ms + word.start_ms, line.start_ms + word.end_ms) for word in line.words]
    return speech_in_clip(clip, merged(heard))


def _cuts(
    clip: VideoClip, speech: Sequence[Stretch], *, longer_than_ms: float, frame_rate: Fraction
) -> tuple[Stretch, ...]:
    """What of the clip goes, on frames: it lies in silences, and what stays is nowhere shorter than a clip may be."""
    edges = [clip.start_ms, *(edge for stretch in speech for edge in stretch), clip.end_ms]
    least = Fraction(SHORTEST_FRAMES * 1000) / frame_rate
    found: list[Stretch] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start <= longer_than_ms:
            continue
        first, last = Fraction(start), Fraction(end)
        if start > clip.start_ms:
            first = max(first + _AIR_MS, (found[-1][1] if found else clip.start_ms) + least)
        if end < clip.end_ms:
            last = min(last - _AIR_MS, clip.end_ms - least)
        cut = (
            ms_at(ceil(first * frame_rate / 1000), frame_rate=frame_rate) if first > start else start,
            ms_at(floor(last * frame_rate / 1000), frame_rate=frame_rate) if last < end else end,
        )
        if (cut[1] - cut[0]) * frame_rate >= 1000:
            found.append(cut)
    return tuple(found)


def _without(work: Workspace, slot: Slot, cuts: Sequence[Stretch]) -> list[Slot]:
    """What is left of a clip, the first part under its id, each at the place in the film where it was."""
    clip, given = slot.clip, work.last_ids.get("c", 0)
    kept: list[Slot] = []
    rest: Slot | None = slot
    for start, end in cuts:
        if rest is None:
            break
        if start > rest.clip.start_ms:
            part, rest = halves(work, rest, start)
            kept.append(part)
        rest = halves(work, rest, end)[1] if end < rest.clip.end_ms else None
    if rest is not None:
        kept.append(rest)
    # The ids of what was cut out are free.
    work.last_ids["c"] = given
    ids = [clip.clip_id, *(work.new_id("c") for _ in kept[1:])]
    named = [replace(s, clip=replace(s.clip, clip_id=i)) for s, i in zip(kept, ids, strict=True)]
    first = replace(
        named[0].clip,
        transition_in=clip.transition_in,
        fade_in_ms=min(clip.fade_in_ms, named[0].clip.duration_ms),
    )
    named[0] = replace(named[0], clip=first, gap_ms=slot.gap_ms)
    last = named[-1].clip
    named[-1] = replace(named[-1], clip=replace(last, fade_out_ms=min(clip.fade_out_ms, last.duration_ms)))
    return named


def _caption_moved(caption: CaptionClip, parts: Sequence[_Part], starts: dict[str, int]) -> CaptionClip:
    """A caption where its words are heard now."""
    if not parts or caption.start_ms >= parts[-1].end_ms:
        return caption
    begins = [part.start_ms for part in parts]

    def moved(time_ms: int) -> int:
        place = max(0, bisect_right(begins, time_ms) - 1)
        part = parts[place]
        if time_ms >= part.end_ms and place + 1 < len(parts):
            # It was cut out: what follows is there now.
            return starts[parts[place + 1].clip_id]
        return starts[part.clip_id] + max(0, time_ms - part.start_ms)

    start, end = moved(caption.start_ms), moved(caption.end_ms)
    return replace(
        caption,
        start_ms=start,
        duration_ms=max(1, end - start),
        words=tuple(
            CaptionWord(
                text=word.text,
                start_ms=moved(caption.start_ms + word.start_ms) - start,
                end_ms=moved(caption.start_ms + word.end_ms) - start,
            )
            for word in caption.words
        ),
    )
