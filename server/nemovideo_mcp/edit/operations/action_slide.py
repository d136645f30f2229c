"""Shots whose footage is slid so that the most that happens in them falls on a beat; no cut moves."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.references import clips_for, names_all
from nemovideo_mcp.edit.values import ClipRef
from nemovideo_mcp.edit.wording import Words, clip_names
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.action import action_of, action_on_beat
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["slid_onto_beats"]

_MOST_TOLD = 6


def slid_onto_beats(work: Workspace, op: str, reference: ClipRef) -> Done:
    """Slide the clips that `reference` names; those that cannot be slid stay, and are named.

    Raises `EditRefused` where there is no beat, or none of the clips can be slid.
    """
    chosen = clips_for(work, (reference,))
    beats = beats_of(work.timeline)
    if not beats.known:
        raise refuse(
            "action can be aligned to music with a beat, and there is none.",
            "动作对齐节拍需要有节拍的音乐，目前没有。",
            hint=Words("Add music first.", "请先加音乐。"),
            nearest={"op": "set_music"},
        )
    moved: dict[str, int] = {}
    told: list[str] = []
    left: list[VideoClip] = []
    placed = list(work.clips)
    for clip in chosen:
        item = work.context.by_id.get(clip.media_id)
        at = next(n for n, other in enumerate(placed) if other.clip_id == clip.clip_id)
        # What the shots before and behind it show is not shown once more.
        beside = [*placed[max(0, at - 1) : at], *placed[at + 1 : at + 2]]
        now, then = action_of(clip, item), action_on_beat(clip, item, beats.grid, others=beside)
        if then is None:
            left.append(clip)
            continue
        moved[clip.clip_id] = then.source_start_ms
        placed[at] = replace(clip, source_start_ms=then.source_start_ms)
        if then.source_start_ms != clip.source_start_ms:
            ends = [abs(beats.off_beat_ms(round(place.action_ms))) for place in (now, then) if place]
            told.append(f"{clip.clip_id} {' → '.join(map(str, ends))} ms")
    names = clip_names(left)
    if not moved:
        raise refuse(
            f"{names.en}: there is no strong motion that could be slid onto a beat within the footage.",
            f"{names.zh}：素材里没有可以对到节拍上的明显动作。",
            hint=Words("Show other footage of it, or another clip.", "请换一段素材，或换一个片段。"),
        )
    before = {clip.clip_id: clip.source_start_ms for clip in chosen}
    work.change_clips(
        {i: {"source_start_ms": start} for i, start in moved.items()}, pin=not names_all((reference,))
    )
    listed = ", ".join(told[:_MOST_TOLD]) + (" …" if len(told) > _MOST_TOLD else "")
    note = Words(
        f"{names.en} {'stays' if len(left) == 1 else 'stay'}: no motion there can reach a beat",
        f"{names.zh}未动：没有能对到节拍上的动作",
    )
    return Done(
        op=op,
        words=Words(
            f"the strongest motion falls on the beat{f', from it: {listed}' if listed else ' already'}",
            f"最强的动作{f'已对齐节拍，偏差：{listed}' if listed else '本来就在节拍上'}",
        ),
        ids=tuple(moved),
        notes=(note,) if left else (),
        changed=any(start != before[i] for i, start in moved.items()),
    )
