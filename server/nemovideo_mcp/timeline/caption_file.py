"""Files of captions read: SubRip (SRT), WebVTT, and SubStation Alpha (ASS, SSA) by pysubs2.

Cues of SRT and VTT are found line by line, so that a broken one takes nothing of its neighbours with it.
"""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pysubs2 import SSAEvent, SSAFile
from pysubs2.time import timestamp_to_ms

from nemovideo_mcp.timeline.captions import CaptionFault, CaptionFile, CaptionLine
from nemovideo_mcp.timeline.model import CaptionWord
from nemovideo_mcp.timeline.text_encoding import decoded
from nemovideo_mcp.timeline.visible_words import visible_lines

__all__ = ["captions_in", "looks_like_captions"]

_CLOCK = r"(?:(\d{1,3}) ?: ?)?(\d{1,2}) ?: ?(\d{1,2})(?: ?[.,:;] ?(\d{1,3}))?"
_TIMES = re.compile(
    rf"\s{{0,8}}{_CLOCK}\s{{0,8}}(?:-{{1,3}}>|[–—]>|→|=>)\s{{0,8}}{_CLOCK}(?:[\s<{{].{{0,400}})?"
)
_ARROW = re.compile(r"-{1,3}>|[–—]>|→|=>")
_NUMBER = re.compile(r"\s{0,8}\d{1,7}\s{0,8}")
_TAGS = re.compile(
    r"</?(?:i|b|u|s|em|strong|font|c|v|lang|ruby|rt|span)(?:[ .=][^<>]{0,200})?>", re.IGNORECASE
)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}]{0,500}\}")
_BRACES = re.compile(r"\{[^{}]{0,2000}\}")
_VTT_TIME = re.compile(r"<(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})\.(\d{1,3})>")
_KARAOKE = re.compile(r"\\[kK][fot]?(\d{1,6})")
_DIALOGUE = re.compile(
    r"Dialogue: ?[^,]{0,40}, ?\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?, ?\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?,"
)
_EVENTS = ("[events]", "dialogue:")
# Seconds that a line stays whose end is not known, and how fast people read.
_LEAST_MS, _MS_PER_CHARACTER = 1000, 60
_MOST_WORDS = 120


def looks_like_captions(head: str) -> bool:
    """Whether a text that begins with `head` is a file of captions, whatever it is called."""
    text = head.lstrip("\ufeff \t\r\n")
    if text.startswith("WEBVTT") or text[:13].lower() == "[script info]":
        return True
    return any(_TIMES.fullmatch(line) for line in _lines(text)[:12])


def captions_in(data: bytes) -> CaptionFile:
    """What a file of captions holds. Never raises: a file without any captions has no lines."""
    text, encoding, whole = decoded(data)
    lines = _lines(text.lstrip("\ufeff"))
    lowered = [line.strip().lower() for line in lines]
    if any(line.startswith(_EVENTS) for line in lowered) and not any(
        _TIMES.fullmatch(line) for line in lines
    ):
        found = _substation(lines, is_old="[v4 styles]" in lowered)
    else:
        found = _cued(lines, is_vtt=bool(lines) and lines[0].startswith("WEBVTT"))
    faults = list(found.faults)
    if not whole:
        faults += [
            CaptionFault(kind="letters", line=n) for n, line in enumerate(lines, 1) if "\ufffd" in line
        ][:1]
    ordered = sorted(found.lines, key=lambda line: (line.start_ms, line.end_ms))
    return replace(found, lines=tuple(ordered), faults=tuple(faults), encoding=encoding)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")


# --- SubRip and WebVTT -------------------------------------------------------------------------------------------


@dataclass
class _Cue:
    """A cue as it stands in the file: the number of its time line, its times, if they can be read, and its lines."""

    line: int
    times: tuple[int, int] | None = None
    text: list[str] = field(default_factory=list[str])


def _cued(lines: Sequence[str], *, is_vtt: bool) -> CaptionFile:
    cues = list(_cues(lines))
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        cue.text = _own_lines(cue, is_vtt=is_vtt, is_last=following is None, number=len(cues))
    made: list[CaptionLine] = []
    faults: list[CaptionFault] = []
    empty = 0
    stray = " ".join(cues[0].text).strip()
    if stray and not is_vtt:
        faults.append(CaptionFault(kind="stray", line=1, words=stray[:_MOST_WORDS]))
    for place, cue in enumerate(cues[1:], 2):
        if cue.times is None:
            faults.append(CaptionFault(kind="time", line=cue.line, words=_plain(cue.text)[:_MOST_WORDS]))
            continue
        text = _plain(cue.text, is_vtt=is_vtt)
        if not text:
            empty += 1
            continue
        start, end = cue.times
        if end <= start:
            faults.append(CaptionFault(kind="order", line=cue.line, words=text[:_MOST_WORDS]))
            end = _end_by_reading(start, text, cues[place:])
        words = _vtt_words("\n".join(cue.text), start, end) if is_vtt else ()
        made.append(CaptionLine(text=text, start_ms=start, end_ms=end, words=words))
    return CaptionFile(lines=tuple(made), faults=tuple(faults), empty=empty)


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    """The cues in order; what stands before the first one is a cue of its own, without a time."""
    cue = _Cue(line=1)
    for number, line in enumerate(lines, 1):
        times = _times_of(line)
        if times is None and not (_ARROW.search(line) and _starts_cue(lines, number - 1)):
            cue.text.append(line)
            continue
        yield cue
        cue = _Cue(line=number, times=times)
    yield cue


def _starts_cue(lines: Sequence[str], place: int) -> bool:
    """Whether a line with an arrow that is no time stands where one should."""
    before = lines[place - 1].strip() if place else ""
    return any(c.isdigit() for c in lines[place]) and (not before or bool(_NUMBER.fullmatch(before)))


def _times_of(line: str) -> tuple[int, int] | None:
    found = _TIMES.fullmatch(line)
    if found is None:
        return None
    groups = found.groups()
    start, end = _clock_ms(groups[:4]), _clock_ms(groups[4:])
    return None if start is None or end is None else (start, end)


def _clock_ms(groups: Sequence[str | None]) -> int | None:
    hours, minutes, seconds, fraction = groups
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    return timestamp_to_ms((hours or "0", minutes or "0", seconds or "0", fraction or "0"))


def _own_lines(cue: _Cue, *, is_vtt: bool, is_last: bool, number: int) -> list[str]:
    """The lines of a cue without the number, or the name, of the one behind it."""
    lines = cue.text
    if is_vtt:
        blank = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
        return lines[:blank]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if not is_last and lines and _NUMBER.fullmatch(lines[-1]):
        lines = lines[:-1]
    elif is_last and len(lines) > 1 and not lines[-2].strip() and lines[-1].strip() == str(number):
        # The number of a cue that is missing.
        lines = lines[:-1]
    return [line for line in lines if line.strip()]


def _plain(lines: Sequence[str], *, is_vtt: bool = False) -> str:
    """The words of a cue without tags; its lines are kept."""
    text = _OVERRIDE.sub("", _TAGS.sub("", _BREAK.sub("\n", "\n".join(lines))))
    if is_vtt:
        text = html.unescape(_VTT_TIME.sub("", text))
    return visible_lines(text.replace(r"\N", "\n"))


def _end_by_reading(start_ms: int, text: str, behind: Sequence[_Cue]) -> int:
    """When a line ends that does not say it: once it was read, or where the next one begins."""
    end = start_ms + max(_LEAST_MS, len(text) * _MS_PER_CHARACTER)
    following = next((c.times[0] for c in behind if c.times and c.times[0] > start_ms), end)
    return min(end, following)


def _vtt_words(text: str, start_ms: int, end_ms: int) -> tuple[CaptionWord, ...]:
    """The words between the times inside a cue of WebVTT; none where there are no such times."""
    pieces = _VTT_TIME.split(text)
    if len(pieces) == 1:
        return ()
    times = [start_ms, *(_clock_ms(pieces[n : n + 4]) for n in range(1, len(pieces), 5))]
    texts = [_plain([piece], is_vtt=True) for piece in pieces[0::5]]
    if any(t is None for t in times):
        return ()
    return _words(texts, [t for t in times if t is not None], start_ms, end_ms)


def _words(
    texts: Sequence[str], starts_ms: Sequence[int], start_ms: int, end_ms: int
) -> tuple[CaptionWord, ...]:
    """Words from their starts; none where these are not in order within the line."""
    bounds = [*starts_ms, end_ms]
    if bounds != sorted(bounds) or bounds[0] < start_ms:
        return ()
    return tuple(
        CaptionWord(text=" ".join(text.split()), start_ms=start - start_ms, end_ms=end - start_ms)
        for text, start, end in zip(texts, bounds, bounds[1:], strict=False)
        if text.strip()
    )


# --- SubStation Alpha --------------------------------------------------------------------------------------------


def _substation(lines: Sequence[str], *, is_old: bool) -> CaptionFile:
    """What the dialogue says. Styles, fonts and drawings are left out."""
    kept: list[str] = ["[Events]"]
    faults: list[CaptionFault] = []
    numbers: list[int] = []
    for number, line in enumerate(lines, 1):
        said = line.strip()
        if not said.startswith("Dialogue:"):
            continue
        if _DIALOGUE.match(said):
            kept.append(said)
            numbers.append(number)
        else:
            words = _BRACES.sub("", said.rsplit(",", 1)[-1])
            faults.append(CaptionFault(kind="time", line=number, words=visible_lines(words)[:_MOST_WORDS]))
    with warnings.catch_warnings():
        # Margins and layers that are no numbers, which nobody needs here.
        warnings.simplefilter("ignore")
        events = SSAFile.from_string("\n".join(kept) + "\n", format_="ssa" if is_old else "ass").events
    made: list[CaptionLine] = []
    empty = 0
    for number, event in zip(numbers, events, strict=True):
        text = _spoken(event.text)
        if not text or event.is_drawing:
            empty += 1
            continue
        end = event.end
        if end <= event.start:
            faults.append(CaptionFault(kind="order", line=number, words=text[:_MOST_WORDS]))
            end = _end_by_reading(event.start, text, ())
        made.append(
            CaptionLine(text=text, start_ms=event.start, end_ms=end, words=_karaoke_words(event, end))
        )
    return CaptionFile(lines=tuple(made), faults=tuple(faults), empty=empty)


def _spoken(text: str) -> str:
    return visible_lines(_BRACES.sub("", text).replace(r"\N", "\n").replace(r"\n", "\n").replace(r"\h", " "))


def _karaoke_words(event: SSAEvent, end_ms: int) -> tuple[CaptionWord, ...]:
    """The syllables of a line that says how long each is sung (`{\\k25}`, in hundredths of a second)."""
    texts: list[str] = []
    starts: list[int] = []
    at_ms = event.start
    for part in re.split(r"(?=\{)", event.text):
        tags, closed, words = part.partition("}") if part.startswith("{") else ("", "", part)
        lengths = [int(length) for length in _KARAOKE.findall(tags)] if closed else []
        if not lengths and not texts and not words.strip():
            continue
        if not lengths and not texts:
            return ()
        if lengths:
            texts.append(_spoken(words))
            starts.append(at_ms)
            at_ms += 10 * sum(lengths)
        elif texts:
            texts[-1] += words
    return _words([_spoken(text) for text in texts], starts, event.start, max(at_ms, end_ms))
