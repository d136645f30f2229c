"""Beats and markers as text: CSV files, Audacity's label tracks, and layers of Sonic Visualiser as it exports them.

Audacity writes a label a line, `start<TAB>end<TAB>label` in seconds, and below it a line that begins with a backslash
where the label has a range of frequencies (manual, "Importing and Exporting Labels"); before version 1.3 there was no
end. Sonic Visualiser and beat trackers write `time,label`, the label often being the beat's place in its bar.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from nemovideo_mcp.interchange.beat_limits import checked_beats, checked_time, unreadable_line
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.beat_file import MOST_BEATS, BeatFile, BeatTrack, SongMark

__all__ = ["read_beat_text"]

_SEPARATORS = "\t;,"
_MOST_COLUMNS, _LONGEST_LINE = 32, 10_000
_SECONDS = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,12})?")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-9]{1,2}(?:[.,][0-9]{1,12})?)")
_HEADS: Mapping[str, frozenset[str]] = {
    "time": frozenset(
        {"time", "times", "start", "seconds", "second", "sec", "secs", "s", "position", "onset", "beat time"}
        | {"time s", "start time", "时间", "开始", "秒", "开始时间"}
    ),
    "ms": frozenset({"ms", "time ms", "start ms", "milliseconds", "毫秒"}),
    "end": frozenset({"end", "end time", "stop", "duration", "length", "结束", "时长"}),
    "label": frozenset(
        {"label", "labels", "name", "text", "marker", "beat", "beats", "number", "beat number", "bar beat"}
        | {"beat in bar", "beat position", "section", "value", "标签", "名称", "拍", "拍号", "段落"}
    ),
}
_HEAD_WORDS = re.compile(r"[\s_.#()\[\]-]+")
_NUMBER = re.compile(r"(?:[0-9]{1,6}[.:|])?([0-9]{1,6})")
_VALUE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?(?:\s{0,2}bpm)?", re.IGNORECASE)
_WHOLE = re.compile(r"([0-9]{1,6})(?:\.0{1,6})?")
_BEAT = re.compile(r"(?:beat|b|x|tap|new point|拍|节拍)?", re.IGNORECASE)
_BEAT_NUMBER = re.compile(r"(?:beat|b|拍|第)\s{0,2}([0-9]{1,2})\s{0,2}拍?", re.IGNORECASE)
_DOWNBEAT = re.compile(r"(?:downbeat|db|bar|measure|强拍|重拍|小节)\s{0,2}[0-9]{0,6}", re.IGNORECASE)
# A name that stands at more than half of the moments, and at so many, is how that file calls a beat.
_REPEATED = 8
# Places in bars go up by one, or begin again; a file in which they do not counts something else.
_IN_STEP = 0.8
_LONGEST_BAR = 16


@dataclass(frozen=True)
class _Row:
    line: int
    time_s: Fraction
    label: str
    has_length: bool


def read_beat_text(text: str) -> BeatFile:
    """The beats and markers in a text. Raises `MediaUnreadable`, which names the line, for what cannot be read."""
    rows = _rows(text)
    if not rows:
        raise unreadable("no_beats")
    # Of a beat and a bar at one moment, the bar tells more.
    rows.sort(key=lambda row: (row.time_s, not row.label))
    names = Counter(row.label.casefold() for row in rows if row.label)
    name, times = names.most_common(1)[0] if names else ("", 0)
    called = name if times >= _REPEATED and 2 * times > len(rows) and not _NUMBER.fullmatch(name) else None
    beats = [row for row in rows if _is_beat(row, called)]
    marks = [row for row in rows if row.label and not _is_beat(row, called)]
    beats += _beats_at_marks(beats, marks)
    beats.sort(key=lambda row: row.time_s)
    kept = checked_beats([(row.line, row.time_s) for row in beats])
    chosen = [beats[index] for index in kept]
    return BeatFile(
        program="text",
        tracks=(
            BeatTrack(
                beats_ms=tuple(row.time_s * 1000 for row in chosen),
                numbers=_numbers([row.label for row in chosen]),
                marks=tuple(SongMark(name=row.label, time_ms=round(row.time_s * 1000)) for row in marks),
            ),
        ),
    )


def _rows(text: str) -> list[_Row]:
    columns: Mapping[str, int] | None = None
    separator = None
    rows: list[_Row] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if len(line) > _LONGEST_LINE:
            raise unreadable_line("line_too_long", number, line)
        plain = line.strip()
        if columns is None and plain:
            # A head may look like a comment.
            separator = _separator(plain)
            columns = _columns(_cells(plain, separator)) or _columns(_cells(plain.lstrip("# "), separator))
            if columns is not None:
                continue
        if not plain or plain.startswith(("#", "\\", "//")):
            continue
        cells = _cells(line.strip(" \r"), separator)
        columns = _usual_columns(cells) if columns is None else columns
        if len(rows) == MOST_BEATS:
            raise unreadable("too_many_beats", count=f"{MOST_BEATS:,}")
        rows.append(_row(number, line, cells, columns))
    return rows


def _separator(line: str) -> str | None:
    """What stands between the columns of a file, by its first line; None for spaces, or one column."""
    for mark in _SEPARATORS:
        cells = _cells(line, mark) if mark in line else []
        if len(cells) > 1 and (_time(cells[0]) is not None or _columns(cells) is not None):
            is_decimal = mark == "," and len(cells) == 2 and cells[1].isdecimal() and len(cells[1]) > 2
            return None if is_decimal else mark
    return next((mark for mark in _SEPARATORS if mark in line and _time(line) is None), None)


def _cells(line: str, separator: str | None) -> list[str]:
    """The columns of a line."""
    if separator is not None:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [""])][:_MOST_COLUMNS]
    first, _, rest = line.strip().partition(" ")
    second, _, label = rest.strip().partition(" ")
    return [first, second, label.strip()] if label and _time(second) is not None else [first, rest.strip()]


def _columns(cells: Sequence[str]) -> Mapping[str, int] | None:
    """Which column is which, by the words of a head; None where the line is none."""
    if _time(cells[0]) is not None:
        return None
    words = [_HEAD_WORDS.sub(" ", cell).strip().casefold() for cell in cells]
    found = {
        kind: next((n for n, word in enumerate(words) if word in known), -1) for kind, known in _HEADS.items()
    }
    return {kind: n for kind, n in found.items() if n >= 0} if max(found["time"], found["ms"]) >= 0 else None


def _usual_columns(cells: Sequence[str]) -> Mapping[str, int]:
    """Those of a file without a head: a time, perhaps an end, a label."""
    if len(cells) > 2 and _time(cells[1]) is not None:
        return {"time": 0, "end": 1, "label": 2}
    return {"time": 0, "label": 1}


def _row(number: int, line: str, cells: Sequence[str], columns: Mapping[str, int]) -> _Row:
    def cell(kind: str) -> str:
        place = columns.get(kind, -1)
        return cells[place] if 0 <= place < len(cells) else ""

    start = cell("time" if "time" in columns else "ms")
    time = _time(start)
    if time is None:
        raise unreadable_line("no_time", number, line)
    time_s = checked_time(time if "time" in columns else time / 1000, number, line)
    end = _time(cell("end")) if "end" in columns else None
    label = cell("label")
    return _Row(number, time_s, label[:200], has_length=end is not None and end > time)


def _time(cell: str) -> Fraction | None:
    """Seconds, or minutes and seconds; None for what is neither."""
    if _SECONDS.fullmatch(cell):
        return Fraction(cell.replace(",", "."))
    if clock := _CLOCK.fullmatch(cell):
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + Fraction(seconds.replace(",", "."))
    return None


def _is_beat(row: _Row, called: str | None) -> bool:
    """Whether a row is a beat, and no named moment; `called` is how the file calls its beats."""
    label = row.label
    if called is not None and label.casefold() == called:
        return True
    patterns = (_VALUE, _NUMBER, _BEAT, _BEAT_NUMBER, _DOWNBEAT)
    return any(pattern.fullmatch(label) for pattern in patterns)


def _beats_at_marks(beats: Sequence[_Row], marks: Sequence[_Row]) -> list[_Row]:
    """Named moments that stand where a beat is missing: their beat has the name in the place of its number."""
    if len(beats) < 2:
        return []
    gaps = sorted(later.time_s - earlier.time_s for earlier, later in pairwise(beats))
    period = gaps[len(gaps) // 2]
    times = [row.time_s for row in beats]
    found: list[_Row] = []
    at = 0
    for mark in marks:
        while at < len(times) and times[at] <= mark.time_s:
            at += 1
        before = mark.time_s - times[at - 1] if at else period
        behind = times[at] - mark.time_s if at < len(times) else period
        is_missing = all(3 * period < 4 * gap < 5 * period for gap in (before, behind) if gap is not period)
        if is_missing and not mark.has_length:
            found.append(_Row(mark.line, mark.time_s, "", has_length=False))
    return found


def _numbers(labels: Sequence[str]) -> tuple[int | None, ...]:
    """The places of beats in their bars, as far as labels tell; none where the labels count something else."""
    numbers = [_number(label) for label in labels]
    told = [(one, other) for one, other in pairwise(numbers) if one is not None and other is not None]
    in_step = sum(other == one + 1 or other == 1 for one, other in told)
    if any(number is not None and number > _LONGEST_BAR for number in numbers) or (
        told and in_step < _IN_STEP * len(told)
    ):
        numbers = [1 if _DOWNBEAT.fullmatch(label) else None for label in labels]
    return tuple(numbers) if any(number is not None for number in numbers) else ()


def _number(label: str) -> int | None:
    if _DOWNBEAT.fullmatch(label):
        return 1
    for pattern in (_WHOLE, _NUMBER, _BEAT_NUMBER):
        if found := pattern.fullmatch(label):
            return int(found[1]) or None
    return None
