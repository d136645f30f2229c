"""The stretch of the film in which the music is to be louder or softer."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.operations.music import Range, SetMusicMix
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.sequence import stretches

__all__ = ["around_clips", "half_of_film", "same_stretch", "starts_song"]


_THERE = frozenset(("there", "那里", "这里", "那儿", "这儿", "那段", "这段", "那边", "这边"))


def same_stretch(clause: Clause) -> Any:
    """The stretch of the last edit, where it is pointed at: "still too loud there, 10%"."""
    last = clause.focus.operation
    points = [n for n, token in enumerate(clause.tokens) if token.text in _THERE]
    if points and isinstance(last, SetClipSound) and len(last.clips) == 1 and not clause.uncertain:
        clip = clause.scene.clip(str(last.clips[0]))
        clause.used.update(points)
        return Range(start=clip.start_ms / 1000, end=clip.end_ms / 1000) if clip is not None else None
    if not points or not isinstance(last, SetMusicMix) or last.range is None or clause.uncertain:
        return None
    clause.used.update(points)
    return last.range


def starts_song(clause: Clause) -> bool:
    """ "Start the song at the chorus and bring it down": where the song starts, and no stretch of the film."""
    song = next((n for n, t in enumerate(clause.tokens) if t.has("music_noun")), None)
    for stretch in stretches(clause):
        words = [clause.tokens[n] for n in stretch]
        at = next((n for n, t in enumerate(words) if t.text == "从"), None)
        if (
            at is not None
            and words[-1].text in ("开始", "起", "开头", "放", "开始放")
            and len(words) <= at + 3
        ):
            # "歌从第8秒开始，音量一半"
            return True
    section = next((n for n, t in enumerate(clause.tokens) if t.detail("section") or t.has("drop")), None)
    starts = any(t.has("song_start") and t.has("start") for t in clause.tokens)
    return starts and song is not None and section is not None and song < section


def half_of_film(clause: Clause) -> Range | None:
    """ "后半段小声点"."""
    first, second = clause.has("part_first"), clause.has("part_second")
    if first is second or not clause.scene.clips:
        return None
    clause.take("part_first", "part_second", "at_prep")
    middle = round(clause.scene.timeline.duration_ms / 2000, 3)
    return Range(start=0.0, end=middle) if first else Range(start=middle, end="end")


def around_clips(clause: Clause, start: float, end: float) -> Range:
    """While clips are shown, until they come, or from then on."""
    at = next(n for n, t in enumerate(clause.tokens) if t.kind == "clips")
    before = {t.text for t in clause.tokens[max(0, at - 2) : at]}
    behind = clause.tokens[at + 1].text if at + 1 < len(clause.tokens) else ""
    if not behind.isascii() and clause.tokens[at + 1].has("before", "after"):
        clause.used.add(at + 1)
        clause.take("at_prep", "part_of")
        if clause.tokens[at + 1].has("after"):
            return Range(start=end, end="end")
        if start > 0:
            return Range(start=0.0, end=start)
    if before & {"until", "till", "til", "up until", "before"} and start > 0:
        clause.used.update(n for n in range(max(0, at - 2), at))
        clause.take("song_start", "text_appear", "start")
        return Range(start=0.0, end=start)
    if before & {"from", "starting from", "starting with", "beginning with"} and behind in (
        "on",
        "onwards",
        "onward",
    ):
        clause.used.update(n for n, t in enumerate(clause.tokens) if n > at and t.text == behind)
        return Range(start=start, end="end")
    if any(t.text in ("结束", "完", "放完", "结束就", "播完") for t in clause.tokens[at + 1 : at + 3]):
        # "歌放到第二段结束就停"
        clause.take("end")
        return Range(start=end, end="end")
    if "从" in before and behind in ("开始", "起", "以后", "之后"):
        clause.used.update((at - 1, at + 1))
        return Range(start=start, end="end")
    return Range(start=start, end=end)
