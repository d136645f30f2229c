"""A stretch of the film, or of a clip, that goes: "把第5秒到第7秒剪掉", "remove 5 to 7 seconds"."""

from __future__ import annotations

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import RemoveClips
from nemovideo_mcp.edit.operations.clip_time import SplitClip, TrimClip
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = (
    "clip_add",
    "clip_order",
    "clip_places",
    "clip_remove",
    "clip_speed",
    "clip_trim",
    "length",
)
WORDS: Vocabulary = {}

_NEAR_MS = 40


def _read(clause: Clause) -> Reading | None:
    others = (
        "text_noun",
        "music_noun",
        "sound_noun",
        "own_sound",
        "not",
        "only",
        "keep_only",
        "fade",
        "mute",
    )
    if clause.count("range") != 1 or not clause.has("remove", "trim") or clause.has(*others):
        return None
    if clause.count("duration", "texts", "percent", "quote", "number", "factor", "name"):
        return None
    start, end = clause.one("range")
    clause.take(
        "remove", "trim", "part_of", "at_prep", "film_noun", "at_post", "between", "picture", "footage", "it"
    )
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.pronoun)
    if clause.count("clips"):
        clips = clause.clips()
        clip = clause.scene.clip(clips[0]) if clips and len(clips) == 1 else None
        if clip is None:
            return None
        if end - start and end <= clip.duration_ms:
            # Seconds of the clip itself.
            within = clip.start_ms < end and start < clip.end_ms
            if within and clip.start_ms:
                return _which(clause)
            start, end = start + clip.start_ms, end + clip.start_ms
        if start < clip.start_ms - _NEAR_MS or end > clip.end_ms + _NEAR_MS:
            return _which(clause)
    operations = _cuts(clause, start, end)
    return Reading(operations=operations) if operations else _which(clause)


def _which(clause: Clause) -> Reading:
    return refusal(clause, "it is not clear which stretch is meant.", "不清楚指的是哪一段时间。")


def _cuts(clause: Clause, start: float, end: float) -> tuple[Operation, ...]:
    """What takes away the film from `start` to `end`: whole clips, and ends or the middle of others."""
    gone: list[str] = []
    cuts: list[Operation] = []
    for clip in clause.scene.clips:
        first, last = max(start, clip.start_ms), min(end, clip.end_ms)
        if last - first <= _NEAR_MS:
            continue
        at_start, at_end = first - clip.start_ms <= _NEAR_MS, clip.end_ms - last <= _NEAR_MS
        by = round((last - first) / 1000, 3)
        if at_start and at_end:
            gone.append(clip.clip_id)
        elif at_start:
            cuts.append(TrimClip(clip=clip.clip_id, start_by=by))
        elif at_end:
            cuts.append(TrimClip(clip=clip.clip_id, end_by=by))
        else:
            middle = RemoveClips.model_validate(
                {"op": "remove_clips", "clips": [{"at_s": (first + last) / 2000}]}
            )
            return (SplitClip(at=first / 1000), SplitClip(at=last / 1000), middle)
    whole: tuple[Operation, ...] = (RemoveClips(clips=tuple(gone)),) if gone else ()
    return (*cuts, *whole) if len(gone) < len(clause.scene.clips) else ()


RULES = (Rule(name="remove_stretch", read=_read, rank=45),)
