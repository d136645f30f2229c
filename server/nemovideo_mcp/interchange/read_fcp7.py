"""FCP7 XML read: clips, constant speeds, dissolves, text generators and markers of the first sequence."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import log10

from nemovideo_mcp.interchange.xml_in import file_name, parsed
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.foreign_edit import ForeignClip, ForeignEdit, ForeignMark, ForeignTitle

__all__ = ["read_fcp7"]

_MOST_ITEMS = 20_000
_NTSC = Fraction(1000, 1001)


def read_fcp7(text: str) -> ForeignEdit:
    """The first sequence of an `xmeml` document. Raises `MediaUnreadable` where there is none."""
    root = parsed(text)
    sequence = root.find(".//sequence") if root.tag == "xmeml" else None
    if sequence is None:
        raise unreadable("no_timeline")
    return _Reader(root, sequence).read()


@dataclass(frozen=True)
class _Crossing:
    first: int
    end: int
    alignment: str
    name: str

    @property
    def cut(self) -> int:
        if self.alignment in ("start", "start-black"):
            return self.first
        return (
            self.end if self.alignment in ("end", "end-black") else self.first + (self.end - self.first) // 2
        )


@dataclass
class _Reader:
    """Reads one sequence; files are described where they are first named."""

    root: ET.Element
    sequence: ET.Element
    files: Mapping[str, ET.Element] = field(init=False)
    rate: Fraction = field(init=False)
    titles: list[ForeignTitle] = field(default_factory=list[ForeignTitle], init=False)
    unread: dict[str, None] = field(default_factory=dict[str, None], init=False)

    def __post_init__(self) -> None:
        described = (file for file in self.root.iter("file") if file.find("pathurl") is not None)
        self.files = {file.get("id", ""): file for file in described}
        self.rate = _rate(self.sequence) or Fraction(30)
        if sum(1 for _ in self.sequence.iter("clipitem")) > _MOST_ITEMS:
            raise unreadable("too_many")

    def read(self) -> ForeignEdit:
        form = self.sequence.find("./media/video/format/samplecharacteristics")
        video = [self._track(track) for track in self.sequence.iterfind("./media/video/track")]
        audio = [self._track(track) for track in self.sequence.iterfind("./media/audio/track")]
        return ForeignEdit(
            title=self.sequence.findtext("name", ""),
            width=_number(form, "width"),
            height=_number(form, "height"),
            frame_rate=_rate(self.sequence),
            video=tuple(track for track in video if track),
            audio=_without_pairs([track for track in audio if track]),
            titles=tuple(sorted(self.titles, key=lambda title: title.start_s)),
            marks=tuple(
                ForeignMark(name=mark.findtext("name", ""), time_s=_number(mark, "in") / self.rate)
                for mark in self.sequence.iterfind("./marker")
            ),
            unread=tuple(self.unread),
        )

    def _track(self, track: ET.Element) -> tuple[ForeignClip, ...]:
        crossings = [
            _Crossing(
                _number(item, "start"),
                _number(item, "end"),
                item.findtext("alignment", "center"),
                item.findtext("./effect/name", ""),
            )
            for item in track.iterfind("./transitionitem")
        ]
        items = list(track)
        clips: list[ForeignClip] = []
        for place, item in enumerate(items):
            if item.tag == "generatoritem":
                self._generator(item)
            elif item.tag == "clipitem":
                before = _neighbour(items, place - 1, crossings)
                after = _neighbour(items, place + 1, crossings)
                clip = self._clip(item, before, after)
                clips += [clip] if clip else []
        return tuple(clips)

    def _generator(self, item: ET.Element) -> None:
        words = next(
            (
                p.findtext("value", "")
                for p in item.iter("parameter")
                if p.findtext("parameterid", "") in ("str", "text")
            ),
            "",
        )
        start, end = _number(item, "start"), _number(item, "end")
        if words.strip() and end > start:
            self.titles.append(
                ForeignTitle(text=words, start_s=start / self.rate, length_s=(end - start) / self.rate)
            )
        else:
            self.unread[f"generator {item.findtext('name', '')}".strip()] = None

    def _clip(
        self, item: ET.Element, before: _Crossing | None, after: _Crossing | None
    ) -> ForeignClip | None:
        name = item.findtext("name", "")
        file = item.find("file")
        described = self.files.get(file.get("id", "")) if file is not None else None
        if described is None:
            self.unread[f"clip {name}".strip()] = None
            return None
        # A start or end of -1 is that of the transition there, whose middle is the cut.
        start, end = _number(item, "start", -1), _number(item, "end", -1)
        first, last = _number(item, "in"), _number(item, "out")
        rate = _rate(item) or self.rate
        lead = tail = 0
        if start < 0 and before is not None:
            start, lead = before.cut, before.cut - before.first
        if end < 0 and after is not None:
            end, tail = after.cut, after.end - after.cut
        if start < 0 and end >= 0:
            start = end - round((last - first) / rate * self.rate) + lead + tail
        elif end < 0 <= start:
            end = start + round((last - first) / rate * self.rate) - lead - tail
        if start < 0 or end <= start:
            self.unread[f"clip {name}".strip()] = None
            return None
        length_s = (end - start) / self.rate
        speed, is_reversed, is_frozen = self._speed(item, name)
        in_s = first / rate + lead / self.rate
        source_s = in_s if is_frozen else in_s * speed
        if is_reversed:
            whole_s = _number(described, "duration") / (_rate(described) or rate)
            source_s = whole_s - (in_s + length_s) * speed
        return ForeignClip(
            name=name,
            media=file_name(described.findtext("pathurl", "")) or described.findtext("name", ""),
            start_s=start / self.rate,
            length_s=length_s,
            source_s=max(Fraction(0), source_s),
            speed=speed,
            reversed=is_reversed,
            freeze=is_frozen,
            dissolve_s=(before.end - before.first) / self.rate
            if before and before.cut == start
            else Fraction(0),
            transition=before.name if before and before.cut == start else "",
            gain_db=_gain(item),
        )

    def _speed(self, item: ET.Element, name: str) -> tuple[Fraction, bool, bool]:
        """Speed, whether it runs backwards, and whether it stands."""
        for effect in item.iterfind("./filter/effect"):
            if effect.findtext("effectid", "").lower() != "timeremap":
                continue
            said = {
                p.findtext("parameterid", ""): p.findtext("value", "") for p in effect.iterfind("parameter")
            }
            if said.get("variablespeed", "0") not in ("0", "FALSE", ""):
                self.unread[f"speed ramp {name}".strip()] = None
            speed = _fraction(said.get("speed", "100")) / 100
            if speed == 0:
                return Fraction(1), False, True
            return abs(speed), said.get("reverse", "FALSE").upper() == "TRUE" or speed < 0, False
        return Fraction(1), False, False


def _without_pairs(tracks: list[tuple[ForeignClip, ...]]) -> tuple[tuple[ForeignClip, ...], ...]:
    """Left and right of one sound are two tracks; they are one here."""
    return tuple(track for n, track in enumerate(tracks) if track not in tracks[:n])


def _neighbour(items: list[ET.Element], place: int, crossings: list[_Crossing]) -> _Crossing | None:
    if not 0 <= place < len(items) or items[place].tag != "transitionitem":
        return None
    first = _number(items[place], "start")
    return next((crossing for crossing in crossings if crossing.first == first), None)


def _rate(element: ET.Element) -> Fraction | None:
    base = _number(element.find("rate"), "timebase")
    if base <= 0:
        return None
    is_ntsc = element.findtext("./rate/ntsc", "FALSE").upper() == "TRUE"
    return base * _NTSC if is_ntsc else Fraction(base)


def _number(element: ET.Element | None, tag: str, missing: int = 0) -> int:
    given = (element.findtext(tag, "") if element is not None else "").strip()
    try:
        return int(given[:12]) if given else missing
    except ValueError:
        return missing


def _fraction(given: str) -> Fraction:
    try:
        return Fraction(given.strip()[:24])
    except (ValueError, ZeroDivisionError):
        return Fraction(100)


def _gain(item: ET.Element) -> float | None:
    for effect in item.iterfind("./filter/effect"):
        if effect.findtext("effectid", "").lower() == "audiolevels":
            level = float(_fraction(effect.findtext("./parameter/value", "1")))
            return round(20 * log10(level), 2) if level > 0 else -96.0
    return None
