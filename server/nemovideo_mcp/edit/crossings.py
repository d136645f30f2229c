"""What an edit does to transitions that it does not speak of, and what of them the sources lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import Workspace
from nemovideo_mcp.messages.transitions import kind_words
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline, Transition, VideoClip
from nemovideo_mcp.timeline.transitions import Crossing, crossings_of, handle_ms

__all__ = ["held_words", "settle", "uniform_transition"]

_LISTED = 4


def settle(work: Workspace, before: Timeline, *, named: Sequence[str] = ()) -> tuple[Words, ...]:
    """Take transitions away that lead in from nowhere, and say what became of the others.

    Args:
        work: the edit behind an operation.
        before: the timeline before that operation.
        named: ids of clips whose transitions the operation itself has set, and told of.

    Returns:
        What is to be said: transitions that went, that are shorter now, and for which footage is missing now.
    """
    old = {crossing.after.clip_id: crossing for crossing in crossings_of(before)}
    notes = _dropped(work)
    if not old:
        return tuple(notes)
    seen = crossings_of(work.timeline)
    if not seen:
        notes += _lost(work, old)
    now = [c for c in seen if c.after.clip_id not in named]
    for crossing in now:
        was = old.get(crossing.after.clip_id)
        same = was is not None and was.after.transition_in == crossing.after.transition_in
        if same and was is not None and crossing.frames < was.frames:
            called, length = _called(crossing.after), seconds(crossing.duration_ms)
            notes.append(
                Words(
                    f"the transition into {called} is {length} s now: it takes at most half of each clip.",
                    f"进入{called}的转场现在是 {length} 秒：最多占每个片段的一半。",
                )
            )
    media = work.context.by_id
    worse = [
        c for c in now if _missing(media, c) > (_missing(media, w) if (w := old.get(c.after.clip_id)) else 0)
    ]
    if (held := held_words(work, worse)) is not None:
        notes.append(held)
    return tuple(notes)


def uniform_transition(timeline: Timeline) -> Transition | None:
    """The transition that every cut of the film has; None where they differ, or are fewer than two."""
    clips = timeline.video_clips
    kinds = {b.transition_in for a, b in pairwise(clips) if a.end_ms == b.start_ms}
    return kinds.pop() if len(kinds) == 1 and len(clips) > 2 else None


def held_words(work: Workspace, crossings: Sequence[Crossing]) -> Words | None:
    """That pictures are held where the sources of transitions end; None where none do."""
    media = work.context.by_id
    short = [(c, missing) for c in crossings if (missing := _missing(media, c)) > 0]
    if not short:
        return None
    most = seconds(float(max(missing for _, missing in short)))
    listed = [c.after.clip_id for c, _ in short[:_LISTED]]
    more = len(short) - len(listed)
    en = ", ".join(listed) + (f" and {more} more" if more else "")
    zh = "、".join(listed) + (f" 等另外 {more} 个" if more else "")
    return Words(
        f"the shots have no more footage for the transition into {en}: a picture is held for up to {most} s there.",
        f"进入 {zh} 的转场素材不够长：画面最多定住 {most} 秒。",
    )


def _missing(media: Mapping[str, MediaItem], crossing: Crossing) -> Fraction:
    """How long one of the two pictures must be held, in ms; 0 below one frame."""
    least = Fraction(1000) / crossing.frame_rate
    missing = Fraction(0)
    for clip, frames, tail in (
        (crossing.before, crossing.tail, True),
        (crossing.after, crossing.lead, False),
    ):
        item, needed = media.get(clip.media_id), frames * least
        shots = item.analysis.shot_starts_ms if item and item.analysis else ()
        spare = handle_ms(clip, item.info if item else None, shots, tail=tail)
        if spare is not None and needed - spare >= least:
            missing = max(missing, needed - spare)
    return missing


def _dropped(work: Workspace) -> list[Words]:
    """Transitions of clips that follow no other go, and are spoken of."""
    clips = work.clips
    alone = {b.clip_id for a, b in pairwise(clips) if a.end_ms != b.start_ms} | {c.clip_id for c in clips[:1]}
    gone = [clip for clip in clips if clip.transition_in is not None and clip.clip_id in alone]
    if not gone:
        return []
    ids = {clip.clip_id for clip in gone}
    work.set_clips(replace(c, transition_in=None) if c.clip_id in ids else c for c in work.clips)
    kinds = [(kind_words(clip.transition_in.kind), _called(clip)) for clip in gone if clip.transition_in]
    return [
        Words(
            f"the {kind.en} into {called} is gone: no clip comes right before it.",
            f"进入{called}的{kind.zh}转场已去掉：它前面没有紧接的片段。",
        )
        for kind, called in kinds
    ]


def _lost(work: Workspace, old: Mapping[str, Crossing]) -> list[Words]:
    """Transitions that went with all cuts of a film that was made anew and shows none."""
    known = {clip.clip_id for clip in work.clips}
    lost = [i for i in old if i not in known]
    if not lost or known & {c.before.clip_id for c in old.values()}:
        return []
    return [
        Words(
            f"the cuts are new ones: {len(lost)} transitions are gone.",
            f"切点都是新的：原来的 {len(lost)} 个转场已去掉。",
        )
    ]


def _called(clip: VideoClip) -> str:
    return f"“{clip.name}” ({clip.clip_id})"
