"""The collection that rekordbox exports as XML: beat grids and cues of each of its tracks.

`TEMPO` has `Inizio`, the second at which a stretch of one tempo begins, `Bpm`, `Metro` ("4/4") and `Battito`, the place
of that first beat in its bar; `POSITION_MARK` has `Name`, `Type` (0 cue, 1 fade-in, 2 fade-out, 3 load, 4 loop) and
`Start` in seconds. Source: "rekordbox XML format list", Pioneer DJ; pyrekordbox.readthedocs.io, formats/xml.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction

from nemovideo_mcp.interchange.beat_limits import LONGEST_S
from nemovideo_mcp.interchange.xml_in import file_name, parsed
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.beat_file import MOST_BEATS, BeatFile, BeatTrack, SongMark, TempoStretch

__all__ = ["read_rekordbox"]

_REAL = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,9})?")
_METRE = re.compile(r"([0-9]{1,2})/[0-9]{1,2}")
_CUES = ("0", "4")
_SLOWEST, _FASTEST = 20, 600
_MOST_TRACKS = 50_000


def read_rekordbox(text: str) -> BeatFile:
    """The tracks that have a beat grid or named cues. Raises `MediaUnreadable` where none has."""
    found: list[BeatTrack] = []
    for number, element in enumerate(parsed(text).iter("TRACK")):
        if number == _MOST_TRACKS:
            raise unreadable("too_many_tracks", count=f"{_MOST_TRACKS:,}")
        # A playlist names tracks by their keys alone.
        if (track := _track(element)) is not None:
            found.append(track)
    if not found:
        raise unreadable("no_beats")
    return BeatFile(program="rekordbox", tracks=tuple(found))


def _track(element: ET.Element) -> BeatTrack | None:
    names = (file_name(element.get("Location", "")), element.get("Name", "").strip())
    called = f"{names[1] or names[0]} "
    tempos = sorted(
        (_stretch(one, called) for one in element.findall("TEMPO")), key=lambda stretch: stretch.start_ms
    )
    marks = [
        SongMark(name=name[:200], time_ms=round(_seconds(one, "Start", called) * 1000))
        for one in element.findall("POSITION_MARK")
        if one.get("Type", "0") in _CUES and (name := one.get("Name", "").strip())
    ]
    if len(tempos) + len(marks) > MOST_BEATS:
        raise unreadable("too_many_beats", count=f"{MOST_BEATS:,}")
    if not tempos and not marks:
        return None
    length = element.get("TotalTime", "")
    return BeatTrack(
        names=tuple(name for name in names if name),
        tempos=tuple(_apart(tempos)),
        marks=tuple(marks),
        duration_ms=round(Fraction(length) * 1000) if _REAL.fullmatch(length) else 0,
    )


def _stretch(element: ET.Element, called: str) -> TempoStretch:
    bpm = element.get("Bpm", "")
    if not _REAL.fullmatch(bpm) or not _SLOWEST <= Fraction(bpm) <= _FASTEST:
        raise unreadable("no_tempo", track=called.strip()[:80], bpm=bpm[:20])
    metre = _METRE.fullmatch(element.get("Metro", ""))
    per_bar = int(metre[1]) if metre else 0
    battito = element.get("Battito", "")
    number = int(battito) if battito.isdecimal() and len(battito) < 3 else 0
    return TempoStretch(
        start_ms=_seconds(element, "Inizio", called) * 1000,
        bpm=Fraction(bpm),
        number=number if 0 < number <= (per_bar or 4) else None,
        per_bar=per_bar or None,
    )


def _apart(tempos: list[TempoStretch]) -> list[TempoStretch]:
    """Of stretches that begin at one moment, the last."""
    return list({stretch.start_ms: stretch for stretch in tempos}.values())


def _seconds(element: ET.Element, key: str, called: str) -> Fraction:
    value = element.get(key, "")
    if not _REAL.fullmatch(value) or Fraction(value) > LONGEST_S:
        raise unreadable("no_cue_time", track=called.strip()[:80], field=key, value=value[:20])
    return Fraction(value)
