"""Speech: pauses cut out, music that is lower under words, captions of what is said. Whole clauses, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.captions import AddCaptions
from nemovideo_mcp.edit.operations.music import SetMusicMix
from nemovideo_mcp.edit.operations.pauses import RemovePauses
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.caption_clauses import CaptionClause
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.vocabulary.captions import STYLE_WORDS
from nemovideo_mcp.language.vocabulary.speech import ABOUT_SPEECH, PATTERNS

__all__ = ["RULES", "WORDS"]

# Phrases with a connective inside, which would part them.
WORDS: Vocabulary = {
    "speech": """
        transcribe it and add captions|transcribe it and add subtitles|transcribe the video and add subtitles
        transcribe the video and add captions|transcribe and add captions|transcribe and add subtitles
        transcribe the speech and show it as captions|transcribe the speech and show it as subtitles
    """,
}
_LONGEST = 160
_UNDER_SPEECH, _A_BIT, _A_LOT = 0.3, 0.6, 0.15
_STEP, _SMALL_STEP = 0.6, 0.8
_SHORTEST_S, _LONGEST_S = 0.3, 60


def _read(clause: Clause) -> Reading | None:
    again = _ducked(clause)
    if not clause.tokens or not (again or ABOUT_SPEECH.search(clause.plain)):
        return None
    if clause.tokens[-1].end - clause.tokens[0].start > _LONGEST:
        return None
    said = CaptionClause(clause)
    if again and (groups := said.match("level_again", PATTERNS)) is not None:
        clause.take_everything()
        return _level_again(clause, groups, again)
    for kind, read in _READERS.items():
        groups = said.match(kind, PATTERNS)
        if groups is not None and (reading := read(clause, groups)) is not None:
            clause.take_everything()
            return reading
    return None


def _not_there(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    del groups
    return refusal(
        clause,
        "captions are not translated, sung words are not recognised and speakers have no names in this release; "
        "what is said becomes captions in its own language.",
        "这个版本还不能翻译字幕、识别歌词或区分说话人；可以把说的话按原语言生成字幕。",
        say=Words("Add captions from what they say", "根据语音生成字幕"),
    )


def _pauses(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    values: dict[str, Any] = {}
    if "clips" in groups:
        try:
            clips = clause.fresh().clips()
        except Unresolved:
            return None
        if not clips:
            return None
        values["clips"] = clips
    if (longer := groups.get("by", groups.get("from"))) is not None:
        seconds = round(float(longer) / 1000, 3)
        if not _SHORTEST_S <= seconds <= _LONGEST_S:
            return refusal(
                clause,
                f"pauses longer than {_SHORTEST_S:g} to {_LONGEST_S:g} s can be cut out, not than {seconds:g} s.",
                f"可以去掉超过 {_SHORTEST_S:g} 到 {_LONGEST_S:g} 秒的停顿，不能是 {seconds:g} 秒。",
                say=Words("Remove the pauses longer than 0.5 seconds", "去掉超过0.5秒的停顿"),
            )
        values["longer_than_s"] = seconds
    return _done(RemovePauses(**values))


def _duck(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    level = _UNDER_SPEECH
    if "bit" in groups:
        level = _A_BIT
    elif "lot" in groups:
        level = _A_LOT
    if (percent := groups.get("to", groups.get("behind"))) is not None:
        level = int(percent) / 100
    elif (off := groups.get("off")) is not None:
        level = 1 - int(off) / 100
    elif "half" in groups:
        level = 0.5
    if not 0 <= level < 1:
        return _only_lower(clause)
    return _done(SetMusicMix(under_speech=round(level, 2)))


def _ducked(clause: Clause) -> float | None:
    """The music's level under speech, where that was the last wish."""
    last = clause.focus.operation
    if not isinstance(last, SetMusicMix) or not last.under_speech or last.volume is not None:
        return None
    music = clause.scene.timeline.music
    return music.under_speech if music is not None and 0 < music.under_speech < 1 else last.under_speech


def _level_again(clause: Clause, groups: Mapping[str, Any], level: float) -> Reading:
    step = _SMALL_STEP if "small" in groups else _STEP
    if (percent := groups.get("to")) is not None:
        level = int(percent) / 100
    elif "down" in groups:
        level *= step
    else:
        level = min(level / step, 1.0)
    if level > 1:
        return _only_lower(clause)
    return _done(SetMusicMix(under_speech=round(level, 2)))


def _only_lower(clause: Clause) -> Reading:
    return refusal(
        clause,
        "under speech the music can be lower than it is, at 0 to 99% of that.",
        "说话时音乐只能降低，为原来的 0 到 99%。",
        say=Words("Duck the music to 30% when people talk", "有人说话时把音乐降到30%"),
    )


def _hush(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    del clause, groups
    return _done(SetMusicMix(under_speech=0.0))


def _loud_again(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    del clause, groups
    return _done(SetMusicMix(under_speech=1.0))


def _captions(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    del clause
    style = next((style for style in STYLE_WORDS if style in groups), None)
    return _done(
        AddCaptions(from_speech=True) if style is None else AddCaptions(from_speech=True, style=style)  # pyright: ignore[reportArgumentType]
    )


def _done(*operations: Operation) -> Reading:
    return Reading(operations=operations)


_READERS: Mapping[str, Callable[[Clause, Mapping[str, Any]], Reading | None]] = {
    "not_there": _not_there,
    "pauses": _pauses,
    "loud_again": _loud_again,
    "hush": _hush,
    "duck": _duck,
    "captions": _captions,
}
RULES = (Rule(name="speech", read=_read, rank=9),)
