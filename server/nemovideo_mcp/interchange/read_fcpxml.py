"""FCPXML read: the spine, what is connected to it, constant speeds, titles and markers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from nemovideo_mcp.interchange.xml_in import file_name, parsed
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.timeline.foreign_edit import ForeignClip, ForeignEdit, ForeignMark, ForeignTitle

__all__ = ["read_fcpxml"]

_CLIPS = frozenset({"asset-clip", "clip", "video", "audio", "ref-clip", "sync-clip", "mc-clip", "audition"})
_UNREAD = frozenset({"ref-clip", "sync-clip", "mc-clip", "audition"})
_MOST_ITEMS = 20_000


def read_fcpxml(text: str) -> ForeignEdit:
    """The first project of an FCPXML document. Raises `MediaUnreadable` where there is none."""
    root = parsed(text)
    project = root.find(".//project") if root.tag == "fcpxml" else None
    sequence = project.find("sequence") if project is not None else None
    spine = sequence.find("spine") if sequence is not None else None
    if project is None or sequence is None or spine is None:
        raise unreadable("no_timeline")
    return replace(_Reader(root, sequence).read(spine), title=project.get("name", ""))


@dataclass(frozen=True)
class _Dissolve:
    start_s: Fraction
    length_s: Fraction
    name: str


@dataclass
class _Found:
    video: dict[int, list[ForeignClip]] = field(default_factory=dict[int, list[ForeignClip]])
    audio: dict[int, list[ForeignClip]] = field(default_factory=dict[int, list[ForeignClip]])
    titles: list[ForeignTitle] = field(default_factory=list[ForeignTitle])
    marks: list[ForeignMark] = field(default_factory=list[ForeignMark])
    unread: dict[str, None] = field(default_factory=dict[str, None])
    items: int = 0


class _Reader:
    """Reads one sequence; resources are looked up by their ids."""

    def __init__(self, root: ET.Element, sequence: ET.Element) -> None:
        self._resources: Mapping[str, ET.Element] = {
            one.get("id", ""): one for one in root.iterfind("./resources/*")
        }
        self._sequence = sequence
        self._found = _Found()

    def read(self, spine: ET.Element) -> ForeignEdit:
        origin = _seconds(self._sequence.get("tcStart"))
        self._spine(spine, film_s=Fraction(0), origin_s=origin, lane=0)
        form = self._resources.get(self._sequence.get("format", ""))
        frame_s = _seconds(form.get("frameDuration")) if form is not None else Fraction(0)
        found = self._found
        return ForeignEdit(
            width=_whole(form, "width"),
            height=_whole(form, "height"),
            frame_rate=1 / frame_s if frame_s > 0 else None,
            video=_tracks(found.video),
            audio=_tracks(found.audio),
            titles=tuple(sorted(found.titles, key=lambda title: title.start_s)),
            marks=tuple(sorted(found.marks, key=lambda mark: mark.time_s)),
            unread=tuple(found.unread),
        )

    def _spine(self, spine: ET.Element, *, film_s: Fraction, origin_s: Fraction, lane: int) -> None:
        """What follows each other, from `film_s` of the film on, which is `origin_s` of the spine's own clock."""
        reached = film_s
        dissolves: list[_Dissolve] = []
        for item in spine:
            if item.tag == "transition":
                at = film_s + _seconds(item.get("offset")) - origin_s
                length = _seconds(item.get("duration"))
                dissolves.append(_Dissolve(at, length, item.get("name", "")))
        for item in spine:
            if item.tag in ("transition", "metadata", "note"):
                continue
            offset = item.get("offset")
            start = reached if offset is None else film_s + _seconds(offset) - origin_s
            length = self._item(item, start, lane, dissolves)
            reached = start + length

    def _item(
        self,
        item: ET.Element,
        start_s: Fraction,
        lane: int,
        dissolves: Sequence[_Dissolve] = (),
    ) -> Fraction:
        """One element at `start_s` of the film, with all that is connected to it; its length."""
        self._found.items += 1
        if self._found.items > _MOST_ITEMS:
            raise unreadable("too_many")
        length = self._length(item)
        own_s = _seconds(item.get("start"))
        if item.tag == "title":
            words = "".join("".join(text.itertext()) for text in item.iterfind("text")).strip()
            if words:
                self._found.titles.append(ForeignTitle(text=words, start_s=start_s, length_s=length))
        elif item.tag in _UNREAD:
            self._found.unread[f"{item.tag} {item.get('name', '')}".strip()] = None
        elif item.tag in _CLIPS:
            self._clip(item, start_s, length, own_s, lane, dissolves)
        elif item.tag not in ("gap", "spine", "caption"):
            return length
        if item.tag == "caption":
            self._found.unread["captions"] = None
        for child in item:
            at = start_s + _seconds(child.get("offset")) - own_s
            if child.tag == "marker" or child.tag == "chapter-marker":
                time = start_s + _seconds(child.get("start")) - own_s
                self._found.marks.append(ForeignMark(name=child.get("value", ""), time_s=time))
            elif child.tag == "spine":
                side = int(child.get("lane", "1"))
                self._spine(child, film_s=at, origin_s=Fraction(0), lane=side)
            elif child.get("lane") is not None:
                self._item(child, at, int(child.get("lane", "1")))
        return length

    def _clip(
        self,
        item: ET.Element,
        start_s: Fraction,
        length: Fraction,
        own_s: Fraction,
        lane: int,
        dissolves: Sequence[_Dissolve],
    ) -> None:
        inner = item if item.get("ref") else next(iter(item.iterfind("./video")), None)
        asset = self._resources.get(inner.get("ref", "")) if inner is not None else None
        if asset is None:
            self._found.unread[f"{item.tag} {item.get('name', '')}".strip()] = None
            return
        media = asset.find("media-rep")
        location = media.get("src", "") if media is not None else asset.get("src", "")
        origin = _seconds(asset.get("start"))
        clip = ForeignClip(
            name=item.get("name", ""),
            media=file_name(location) or asset.get("name", ""),
            start_s=start_s,
            length_s=length,
            source_s=own_s - origin,
            gain_db=_gain(item),
            muted=item.get("srcEnable") == "video",
        )
        clip = self._retimed(clip, item, own_s)
        about = next((d for d in dissolves if d.start_s < start_s < d.start_s + d.length_s), None)
        if about is not None:
            clip = replace(clip, dissolve_s=about.length_s, transition=about.name)
        sounds_only = (
            asset.get("hasVideo", "0") != "1" or item.get("srcEnable") == "audio" or item.tag == "audio"
        )
        tracks = self._found.audio if sounds_only else self._found.video
        tracks.setdefault(lane, []).append(clip)

    def _retimed(self, clip: ForeignClip, item: ET.Element, own_s: Fraction) -> ForeignClip:
        """The clip with its speed: a straight `timeMap` exactly, another one by its mean."""
        points = [
            (_seconds(p.get("time")), _seconds(p.get("value"))) for p in item.iterfind("./timeMap/timept")
        ]
        if len(points) < 2:
            return clip
        if len(points) > 2:
            self._found.unread[f"speed ramp {clip.name}".strip()] = None
        first, last = _at(points, own_s), _at(points, own_s + clip.length_s)
        passed = last - first
        if abs(passed) < Fraction(1, 1000):
            return replace(clip, source_s=first, freeze=True)
        return replace(
            clip,
            source_s=min(first, last),
            speed=(abs(passed) / clip.length_s).limit_denominator(100_000),
            reversed=passed < 0,
        )

    def _length(self, item: ET.Element) -> Fraction:
        given = item.get("duration")
        if given is not None:
            return _seconds(given)
        asset = self._resources.get(item.get("ref", ""))
        return _seconds(asset.get("duration")) if asset is not None else Fraction(0)


def _at(points: list[tuple[Fraction, Fraction]], time_s: Fraction) -> Fraction:
    """The source's moment at a time of the clip's own clock: straight between the points, and beyond the outer ones."""
    right = next((n for n, (time, _) in enumerate(points) if time >= time_s and n > 0), len(points) - 1)
    (t0, v0), (t1, v1) = points[right - 1], points[right]
    return v0 if t1 == t0 else v0 + (v1 - v0) * (time_s - t0) / (t1 - t0)


def _tracks(lanes: Mapping[int, list[ForeignClip]]) -> tuple[tuple[ForeignClip, ...], ...]:
    """The lanes as tracks, the spine's first, each without clips that cover one another."""
    rows: list[tuple[ForeignClip, ...]] = []
    for lane in sorted(lanes, key=lambda lane: (lane != 0, abs(lane))):
        rows += [tuple(row) for row in _apart(sorted(lanes[lane], key=lambda clip: clip.start_s))]
    return tuple(rows)


def _apart(clips: list[ForeignClip]) -> Iterator[list[ForeignClip]]:
    rows: list[list[ForeignClip]] = []
    for clip in clips:
        row = next((row for row in rows if row[-1].end_s <= clip.start_s), None)
        if row is None:
            rows.append([clip])
        else:
            row.append(clip)
    return iter(rows)


def _gain(item: ET.Element) -> float | None:
    volume = item.find("adjust-volume")
    if volume is None:
        return None
    try:
        return float(volume.get("amount", "0dB").removesuffix("dB"))
    except ValueError:
        return None


def _whole(element: ET.Element | None, name: str) -> int:
    given = element.get(name, "") if element is not None else ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0


def _seconds(given: str | None) -> Fraction:
    """`1001/30000s` as seconds; 0 for what is none."""
    text = (given or "0s").removesuffix("s")
    if len(text) > 60:
        return Fraction(0)
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
