"""Edit decision lists of CMX 3600 read: cuts, dissolves, speeds, names of clips and locators.

A list does not say its frame rate, in which both sides of an event are counted, unless it is one of ours. It is read
at the lowest usual one that its timecodes fit into; whoever knows its footage counts anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nemovideo_mcp.interchange.xml_in import file_name
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.foreign_edit import ForeignClip, ForeignEdit, ForeignMark

__all__ = ["read_edl"]

_CODE = r"(\d{2})[:;](\d{2})[:;](\d{2})[:;.](\d{2,3})"
_EVENT = re.compile(
    rf"(\d{{1,6}})\s{{1,8}}(\S{{1,64}})\s{{1,8}}(\S{{1,8}})\s{{1,8}}(C|D|W\d{{0,3}}|K\w{{0,3}})\s{{1,12}}(?:(\d{{1,4}})\s{{1,8}})?"
    rf"{_CODE}\s{{1,8}}{_CODE}\s{{1,8}}{_CODE}\s{{1,8}}{_CODE}\s{{0,8}}"
)
_SPEED = re.compile(
    rf"M2\s{{1,8}}(\S{{1,64}})\s{{1,24}}(-?\d{{1,6}}(?:\.\d{{1,4}})?)\s{{1,24}}{_CODE}\s{{0,8}}"
)
_NAME = re.compile(r"\*\s{0,4}(FROM|TO) CLIP NAME:\s{0,8}(.{1,400})", re.IGNORECASE)
_FILE = re.compile(
    r"\*\s{0,4}(?:SOURCE FILE|FROM CLIP|FROM FILE)(?: PATH)?:\s{0,8}(.{1,1000})", re.IGNORECASE
)
_LOCATOR = re.compile(
    rf"\*\s{{0,4}}LOC:\s{{0,8}}{_CODE}\s{{1,8}}\w{{1,16}}\s{{0,8}}(.{{0,200}})", re.IGNORECASE
)
_TITLE = re.compile(r"TITLE:\s{0,8}(.{0,200})", re.IGNORECASE)
_BLACK = ("BL", "BLACK")
_RATE = re.compile(r"\*\s{0,4}FRAME RATE:\s{0,4}([1-9]\d{0,5})(?:/([1-9]\d{0,3}))?", re.IGNORECASE)
_BASES = (24, 25, 30, 48, 50, 60)
_MOST_LINES = 200_000


@dataclass
class _Event:
    number: str
    reel: str
    channel: str
    way: str
    frames: int
    source: tuple[int, int]
    record: tuple[int, int]
    names: dict[str, str]
    file: str = ""
    fps: Fraction | None = None


def read_edl(text: str) -> ForeignEdit:
    """The list, counted in whole frames a second. Raises `MediaUnreadable` where it has no event."""
    lines = text.splitlines()
    if len(lines) > _MOST_LINES:
        raise unreadable("too_many")
    told = next((found for line in lines if (found := _RATE.fullmatch(line.strip()))), None)
    frame_rate = Fraction(int(told[1]), int(told[2] or 1)) if told else Fraction(_base(lines))
    base = round(frame_rate)
    events, marks, title = _events(lines, base)
    if not events:
        raise unreadable("no_timeline")
    origin = min(event.record[0] for event in events)
    # Most lists begin at a whole hour, which is no gap.
    hour = 3600 * base
    origin = origin // hour * hour
    tracks: dict[str, list[ForeignClip]] = {}
    before: _Event | None = None
    for event in events:
        clip = _clip(event, before if before and before.number == event.number else None, frame_rate, origin)
        if clip is not None:
            kinds = ("V", "A1") if event.channel == "B" else (event.channel,)
            for kind in kinds:
                tracks.setdefault("V" if kind.startswith("V") else kind, []).append(clip)
        before = event
    video = tuple(sorted(tracks.pop("V", []), key=lambda clip: clip.start_s))
    return ForeignEdit(
        title=title,
        frame_rate=frame_rate,
        is_list=True,
        is_counted=told is None,
        video=(video,) if video else (),
        # Sound that only goes with its own pictures is no track of its own.
        audio=tuple(tuple(row) for name, row in sorted(tracks.items()) if name != "A1"),
        marks=tuple(ForeignMark(name=name, time_s=(at - origin) / frame_rate) for at, name in marks),
    )


def _base(lines: Iterable[str]) -> int:
    """The lowest usual count of frames a second that all timecodes fit into."""
    found = (match for line in lines if (match := _EVENT.fullmatch(line.strip())))
    most = max((int(match[n] or 0) for match in found for n in (9, 13, 17, 21)), default=0)
    return next((base for base in _BASES if base > most), _BASES[-1])


def _events(lines: Iterable[str], base: int) -> tuple[list[_Event], list[tuple[int, str]], str]:
    events: list[_Event] = []
    marks: list[tuple[int, str]] = []
    title = ""
    for line in (line.strip() for line in lines):
        if found := _EVENT.fullmatch(line):
            number, reel, channel, way, frames, *codes = found.groups()
            times = [_frames(codes[n : n + 4], base) for n in range(0, 16, 4)]
            events.append(
                _Event(
                    number=number,
                    reel=reel,
                    channel=channel.upper(),
                    way=way,
                    frames=int(frames or 0),
                    source=(times[0], times[1]),
                    record=(times[2], times[3]),
                    names={},
                )
            )
        elif found := _SPEED.fullmatch(line):
            event = next((e for e in reversed(events) if e.reel == found[1]), None)
            if event is not None:
                event.fps = Fraction(found[2])
        elif found := _NAME.fullmatch(line):
            if events:
                events[-1].names[found[1].upper()] = found[2].strip()
        elif found := _FILE.fullmatch(line):
            if events:
                events[-1].file = found[1].strip()
        elif found := _LOCATOR.fullmatch(line):
            marks.append((_frames(found.groups()[:4], base), found[5].strip()))
        elif found := _TITLE.fullmatch(line):
            title = found[1].strip()
    return events, marks, title


def _clip(event: _Event, before: _Event | None, rate: Fraction, origin: int) -> ForeignClip | None:
    """The clip of an event; None for black and for the outgoing side of a dissolve, which has no length."""
    first, end = event.record
    if end <= first or event.reel.upper() in _BLACK:
        return None
    name = event.names.get("TO") or event.names.get("FROM") or event.reel
    fps = rate if event.fps is None else event.fps
    is_dissolve = event.way != "C" and before is not None and before.reel.upper() not in _BLACK
    return ForeignClip(
        name=name.rsplit(".", 1)[0],
        media=file_name(event.file) or name,
        start_s=(first - origin) / rate,
        length_s=(end - first) / rate,
        source_s=event.source[0] / rate,
        speed=abs(fps) / rate if fps else Fraction(1),
        fps=event.fps and abs(event.fps),
        reversed=fps < 0,
        freeze=fps == 0,
        dissolve_s=event.frames / rate if is_dissolve else Fraction(0),
        transition="dissolve" if is_dissolve else "",
    )


def _frames(code: Iterable[str | None], base: int) -> int:
    hours, minutes, seconds, frames = (int(part or 0) for part in code)
    return ((hours * 60 + minutes) * 60 + seconds) * base + frames
