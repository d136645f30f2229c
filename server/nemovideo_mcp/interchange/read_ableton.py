"""A set of Ableton Live (`.als`): the warp markers of its audio clips, which say when the beats of their files are.

Live exports no markers as text. A set is XML, compressed with gzip; an `AudioClip` has the file in
`SampleRef/FileRef` (`Path`, or `Name` before Live 11), `IsWarped`, `WarpMarkers` with `SecTime` of the file and
`BeatTime` in quarters from 1.1.1, and its `TimeSignature`. Its locators stand on the set's own time and are not read.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zlib
from fractions import Fraction
from gzip import GzipFile
from itertools import pairwise
from math import ceil

from nemovideo_mcp.interchange.xml_in import file_name, parsed
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.beat_file import MOST_BEATS, BeatFile, BeatTrack, TempoStretch

__all__ = ["read_ableton"]

_MOST_BYTES = 32_000_000
_REAL = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,24})?(?:[eE]-?[0-9]{1,2})?")
_SLOWEST, _FASTEST = 20, 600
# Markers are stored with more digits than a clock has; a shorter fraction stays short when it is counted with.
_LEAST = 1_000_000_000


def read_ableton(data: bytes) -> BeatFile:
    """The warped files of a set, each once, by the clip with the most markers.

    Raises `MediaUnreadable` for what is no set, is too large, or has no warped clip.
    """
    try:
        with GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise unreadable("no_set") from error
    if len(text) > _MOST_BYTES:
        raise unreadable("set_too_large")
    root = parsed(text.decode("utf-8", errors="replace"))
    if root.tag != "Ableton":
        raise unreadable("no_set")
    found: dict[str, tuple[int, BeatTrack]] = {}
    for clip in root.iter("AudioClip"):
        name = _file_of(clip)
        markers = _markers(clip)
        if not name or len(markers) < 2 or _value(clip, "IsWarped") != "true":
            continue
        if name not in found or len(markers) > found[name][0]:
            found[name] = len(markers), _track(name, markers, _per_bar(clip))
    if not found:
        raise unreadable("no_warped_clip")
    return BeatFile(program="Ableton Live", tracks=tuple(track for _, track in found.values()))


def _track(name: str, markers: list[tuple[Fraction, Fraction]], per_bar: int | None) -> BeatTrack:
    """Stretches of one tempo: between each two markers, from the first beat in the file on, and behind the last."""
    tempos: list[TempoStretch] = []
    for (start_s, start_beat), (end_s, end_beat) in pairwise(markers):
        bpm = 60 * (end_beat - start_beat) / (end_s - start_s)
        if not _SLOWEST <= bpm <= _FASTEST:
            raise unreadable("no_tempo", track=name[:80], bpm=f"{float(bpm):.6g}")
        # Before the first marker its tempo goes back to the start of the file.
        first = ceil(start_beat if tempos else start_beat - start_s * bpm / 60)
        time_s = start_s + (first - start_beat) * 60 / bpm
        if tempos and first >= end_beat and (end_s, end_beat) != markers[-1]:
            continue
        number = None if per_bar is None else first % per_bar + 1
        tempos.append(TempoStretch(start_ms=time_s * 1000, bpm=bpm, number=number, per_bar=per_bar))
    return BeatTrack(names=(name,), tempos=tuple(tempos))


def _markers(clip: ET.Element) -> list[tuple[Fraction, Fraction]]:
    """Seconds and quarters of each marker, both growing."""
    found: list[tuple[Fraction, Fraction]] = []
    for element in clip.findall("WarpMarkers/WarpMarker"):
        texts = element.get("SecTime", ""), element.get("BeatTime", "")
        if len(found) > MOST_BEATS:
            raise unreadable("too_many_beats", count=f"{MOST_BEATS:,}")
        if all(_REAL.fullmatch(text) for text in texts):
            second, beat = (Fraction(text).limit_denominator(_LEAST) for text in texts)
            if not found or (second > found[-1][0] and beat > found[-1][1]):
                found.append((second, beat))
    return found


def _file_of(clip: ET.Element) -> str:
    """The name of the clip's file."""
    for key in ("Path", "Name", "RelativePath"):
        element = clip.find(f"SampleRef/FileRef/{key}")
        if element is not None and (value := element.get("Value", "")):
            return file_name(value)
    return ""


def _per_bar(clip: ET.Element) -> int | None:
    """Quarters in a bar; None where a bar is no whole number of them, or changes its length."""
    signatures = clip.findall("TimeSignature/TimeSignatures/RemoteableTimeSignature")
    if len(signatures) != 1:
        return None
    upper, lower = (_value(signatures[0], key) for key in ("Numerator", "Denominator"))
    if not (upper.isdecimal() and lower.isdecimal() and len(upper) < 3 and len(lower) < 3 and int(lower)):
        return None
    quarters = Fraction(4 * int(upper), int(lower))
    return int(quarters) if quarters.denominator == 1 and quarters else None


def _value(element: ET.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get("Value", "")
