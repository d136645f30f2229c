"""Which format a file of beats is in, by its content, and its reader."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction

from nemovideo_mcp.interchange.beat_limits import checked_time
from nemovideo_mcp.interchange.read_ableton import read_ableton
from nemovideo_mcp.interchange.read_beat_text import read_beat_text
from nemovideo_mcp.interchange.read_rekordbox import read_rekordbox
from nemovideo_mcp.interchange.xml_in import parsed
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.beat_file import BeatFile
from nemovideo_mcp.timeline.text_encoding import decoded

__all__ = ["MOST_BYTES", "read_beats"]

MOST_BYTES = 32_000_000
"""A collection of a DJ is tens of megabytes; a song's beats are some kilobytes."""
_MOST_TEXT_BYTES = 4_000_000
_GZIP = b"\x1f\x8b"
_HEAD = 4000


def read_beats(data: bytes) -> BeatFile:
    """The beats in a file. Raises `MediaUnreadable`, which names the line where a line is wrong."""
    if len(data) > MOST_BYTES:
        raise unreadable("beats_too_large")
    if data.startswith(_GZIP):
        return read_ableton(data)
    if not data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")):
        if len(data) > _MOST_TEXT_BYTES:
            raise unreadable("beats_too_large")
        return read_beat_text(decoded(data)[0])
    text = decoded(data)[0]
    head = text[:_HEAD]
    if "<DJ_PLAYLISTS" in head:
        return read_rekordbox(text)
    if re.search(r"<sv[\s>]", head):
        return _layer(parsed(text))
    raise unreadable("no_beats")


def _layer(root: ET.Element) -> BeatFile:
    """A layer of time instants of Sonic Visualiser: points at frames of the model's sample rate."""
    model = next(
        (one for one in root.iter("model") if one.get("dimensions") == "1" and one.get("dataset")), None
    )
    rate = model.get("sampleRate", "") if model is not None else ""
    if model is None or not rate.isdecimal() or not int(rate[:7]) > 0:
        raise unreadable("no_beats")
    sets = {one.get("id"): one.findall("point") for one in root.iter("dataset")}
    points = sets.get(model.get("dataset"), ())
    lines: list[str] = []
    for number, point in enumerate(points, 1):
        frame = point.get("frame", "")
        if not frame.isdecimal() or len(frame) > 12:
            raise unreadable("no_frame", point=number, frame=frame[:20])
        time_s = checked_time(Fraction(int(frame), int(rate)), number, frame)
        label = " ".join(point.get("label", "").split())
        lines.append(f"{float(time_s):.9f}\t{label}")
    return read_beat_text("\n".join(lines))
