"""Stretches of the film that a wish takes from the one before it: "there", "on it", "from 4 to 9 text and no song"."""

from __future__ import annotations

import itertools
import re
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.operations.clip_speed import FreezeFrame
from nemovideo_mcp.edit.operations.clip_time import SplitClip
from nemovideo_mcp.edit.operations.music import Range, RemoveMusic, SetMusicMix
from nemovideo_mcp.edit.operations.text import AddText
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, refusal
from nemovideo_mcp.language.scene import Focus, Scene

__all__ = ["pointed"]

_THERE = re.compile(
    r"(?<!hi )(?<!hey )(?<!hello )(?<!over )(?<!out )(?<!in )\bthere\b(?! (?:is|are|was|were)\b)|那里|那儿"
)
_ONWARDS = re.compile(r"\bfrom (?:there|then|that point)\b")
_THEN = re.compile(r"(?:(?<![ ,])[ ,]++)?(?:and )?(?:then|after that|afterwards)[ ,]*")
_UPON = re.compile(r"\b(?:on|over|onto|under|beneath|during|behind|upon) (?:it|that|them)\b")
_LEADS = frozenset(("from", "at", "during", "when", "while", "over", "between", "in", "for", "as", "under"))
_SAME = re.compile(r"[ ,]*+(?:(?:and|&|plus)[ ,]*+)?(?:also )?")

Stretch = tuple[Any, Any]


def pointed(reading: Reading, clause: Clause, focus: Focus, scene: Scene, *, lead: Clause | None) -> Reading:
    """`reading` with the stretch that its words point at.

    Args:
        reading: what `clause` means by itself.
        clause: the words.
        focus: what was spoken of before them.
        scene: the film that they are said of.
        lead: the words of the wish before, in the same message.
    """
    plain = clause.plain
    if (music := _of_music(reading, clause, focus, scene)) is not None:
        return music
    there, upon = bool(_THERE.search(plain)), bool(_UPON.search(plain))
    led = not (there or upon) and lead is not None and _leads(lead, clause)
    operations = reading.operations
    if operations and (then := _behind(focus.operation, clause, lead)) is not None:
        return Reading(operations=tuple(_at(o, then, led=True) for o in operations), focus=reading.focus)
    if not operations or not (there or upon or led) or any(map(_has_time, operations)):
        return reading
    stretch = _of_last(focus.operation, scene)
    if stretch is None and not led:
        stretch = _of_clips(focus, scene)
    elif led and lead is not None and stretch is not None and stretch[1] is None:
        stretch = _while_on(lead, scene) or stretch
    music = any(isinstance(o, SetMusicMix) and o.fade_in_s is o.fade_out_s is None for o in operations)
    if stretch is None:
        return _nowhere(clause) if there and music else reading
    if led and any(isinstance(o, SetClipSound) for o in operations):
        return refusal(
            clause,
            "a clip's own sound is set for the whole clip; split it first.",
            "片段的原声只能整段设置，请先分割片段。",
        )
    told = led or _of_last(focus.operation, scene) is not None
    if music and not led and stretch[1] is None:
        return _nowhere(clause)
    return Reading(operations=tuple(_at(o, stretch, led=told) for o in operations), focus=reading.focus)


_DURING = re.compile(r"\b(?:during|under|beneath|over|while|when)\b")


def _of_music(reading: Reading, clause: Clause, focus: Focus, scene: Scene) -> Reading | None:
    """ "… and louder under the surf", behind what the music is to do under another clip: no clip's own sound."""
    last, sound = focus.operation, reading.operations[0] if len(reading.operations) == 1 else None
    if not isinstance(last, SetMusicMix) or last.range is None or not isinstance(sound, SetClipSound):
        return None
    stretch = _of_clips(Focus(clips=tuple(str(i) for i in sound.clips)), scene)
    level = sound.volume if sound.mute is None else 0.0 if sound.mute else 1.0
    if stretch is None or clause.has("own_sound") or not _DURING.search(clause.plain):
        return None
    span = Range(start=stretch[0], end=stretch[1])
    return Reading(operations=(SetMusicMix(volume=level, volume_by=sound.volume_by, range=span),))


def _behind(last: Operation | None, clause: Clause, lead: Clause | None) -> Stretch | None:
    """ "… 20 % from 2 to 6, then 80 %": what follows a stretch of the music."""
    if not isinstance(last, SetMusicMix) or last.range is None or lead is None:
        return None
    between = clause.message[lead.tokens[-1].end : clause.tokens[0].start]
    onwards = _ONWARDS.search(clause.plain) or _THEN.fullmatch(between)
    amount = clause.count("percent", "factor", "decibels") > 0 and not clause.count(
        "range", "clips", "duration", "clock"
    )
    return (last.range.end, "end") if onwards and amount and last.range.end != "end" else None


_WHILE = frozenset(("over", "during", "while", "under"))


def _while_on(lead: Clause, scene: Scene) -> Stretch | None:
    """The stretch of the one clip that the wish before named as its time: "over the parrot: …"."""
    named = {i for t in lead.tokens if t.kind == "clips" for i in t.value.ids}
    if lead.tokens[0].text.split()[0] not in _WHILE or len(named) != 1:
        return None
    return _of_clips(Focus(clips=tuple(named)), scene)


def _nowhere(clause: Clause) -> Reading:
    return refusal(clause, "it is not clear where that is.", "不清楚指的是哪里。")


def _leads(lead: Clause, clause: Clause) -> bool:
    """Whether the wish before begins with a time that holds for both: "from 4 to 9 title “Hi” and music off"."""
    between = clause.message[lead.tokens[-1].end : clause.tokens[0].start]
    first = lead.tokens[0]
    return first.text.split()[0] in _LEADS and bool(_SAME.fullmatch(between))


def _has_time(operation: Operation) -> bool:
    given = operation.model_fields_set
    return bool(given & {"start", "end", "range", "at"}) and any(
        getattr(operation, name, None) is not None for name in ("start", "end", "range", "at")
    )


def _of_last(last: Operation | None, scene: Scene) -> Stretch | None:
    if isinstance(last, SetMusicMix) and last.range is not None:
        return last.range.start, last.range.end
    if isinstance(last, AddText) and isinstance(last.start, int | float):
        return last.start, last.end
    if isinstance(last, FreezeFrame) and (held := scene.clip(str(last.clip))) is not None:
        length = last.length if isinstance(last.length, int | float) else 1.0
        return held.end_ms / 1000, held.end_ms / 1000 + length
    if isinstance(last, FreezeFrame) and isinstance(last.at, int | float):
        length = last.length if isinstance(last.length, int | float) else 1.0
        return last.at, last.at + length
    if isinstance(last, SplitClip) and isinstance(last.at, int | float):
        return last.at, None
    return None


def _of_clips(focus: Focus, scene: Scene) -> Stretch | None:
    shown = [c for c in scene.clips if c.clip_id in focus.clips]
    if not shown or any(a.end_ms != b.start_ms for a, b in itertools.pairwise(shown)):
        return None
    return shown[0].start_ms / 1000, shown[-1].end_ms / 1000


def _at(operation: Operation, stretch: Stretch, *, led: bool) -> Operation:
    start, end = stretch
    if isinstance(operation, AddText):
        times = {"start": start} | (
            {"end": end} if led and end is not None and operation.length is None else {}
        )
        return operation.model_copy(update=times)
    if isinstance(operation, RemoveMusic):
        return SetMusicMix(volume=0.0, range=Range(start=start, end="end" if end is None else end))
    if isinstance(operation, SetMusicMix) and operation.fade_in_s is operation.fade_out_s is None:
        return operation.model_copy(update={"range": Range(start=start, end="end" if end is None else end)})
    return operation
