"""OpenTimelineIO read by its own library: clips, gaps, dissolves, time warps and markers of a timeline's tracks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from typing import Any, cast

from nemovideo_mcp.interchange.otio import METADATA
from nemovideo_mcp.interchange.xml_in import file_name
from nemovideo_mcp.messages.interchange import unreadable
from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.timeline.foreign_edit import ForeignClip, ForeignEdit, ForeignMark, ForeignTitle
from nemovideo_mcp.timeline.frame_rates import exact_rate
from nemovideo_mcp.timeline.model import AudioClip, Clip, OverlayClip, TextClip, TrackKind, VideoClip

__all__ = ["read_otio"]

_MOST_ITEMS = 20_000


def read_otio(text: str) -> ForeignEdit:
    """The timeline of an `.otio` file. Raises `MediaUnreadable` where there is none."""
    otio: Any = import_module("opentimelineio")
    try:
        timeline = otio.adapters.read_from_string(text, "otio_json")
    except Exception as error:  # noqa: BLE001 - the library's errors have many types
        raise unreadable("no_otio", detail=str(error)[:120]) from None
    if not isinstance(timeline, otio.schema.Timeline):
        raise unreadable("no_timeline")
    return _Reader(otio, timeline).read()


class _Reader:
    """Reads one timeline. What is nested is named and left out."""

    def __init__(self, otio: Any, timeline: Any) -> None:
        self._schema = otio.schema
        self._timeline = timeline
        self._titles: list[ForeignTitle] = []
        self._unread: dict[str, None] = {}
        self._items = 0

    def read(self) -> ForeignEdit:
        timeline = self._timeline
        kinds: dict[str, list[tuple[ForeignClip, ...]]] = {"Video": [], "Audio": []}
        rate: Fraction | None = None
        for track in timeline.tracks:
            clips = tuple(self._track(track))
            if clips and track.kind in kinds:
                kinds[track.kind].append(clips)
            rate = rate or next((_rate(c.source_range) for c in track if c.source_range is not None), None)
        start = timeline.global_start_time
        head = _mapping(timeline.metadata.get(METADATA))
        own = timeline_of(head) if head else None
        return ForeignEdit(
            title=timeline.name or "",
            frame_rate=_rate(start) or rate,
            video=tuple(kinds["Video"]),
            audio=tuple(kinds["Audio"]),
            titles=tuple(sorted(self._titles, key=lambda title: title.start_s)),
            marks=tuple(
                ForeignMark(name=mark.name or mark.comment, time_s=_seconds(mark.marked_range.start_time))
                for mark in timeline.tracks.markers
            ),
            unread=tuple(self._unread),
            width=own.width if own else 0,
            height=own.height if own else 0,
            own=own,
        )

    def _track(self, track: Any) -> Iterator[ForeignClip]:
        reached = Fraction(0)
        dissolve: tuple[Fraction, str] = (Fraction(0), "")
        for item in track:
            self._items += 1
            if self._items > _MOST_ITEMS:
                raise unreadable("too_many")
            if isinstance(item, self._schema.Transition):
                length = _seconds(item.in_offset) + _seconds(item.out_offset)
                dissolve = (length, item.name or "dissolve")
                continue
            length = _seconds(item.duration())
            if isinstance(item, self._schema.Clip):
                clip = self._clip(item, reached, length)
                if clip is not None:
                    yield clip if not dissolve[0] else _crossed(clip, dissolve)
            elif not isinstance(item, self._schema.Gap):
                self._unread[f"{type(item).__name__} {item.name}".strip()] = None
            dissolve = (Fraction(0), "")
            reached += length

    def _clip(self, item: Any, start_s: Fraction, length_s: Fraction) -> ForeignClip | None:
        reference = item.media_reference
        own = _own(item.metadata.get(METADATA))
        if isinstance(reference, self._schema.GeneratorReference):
            words = str(reference.parameters.get("text", "") or item.name)
            self._titles.append(
                ForeignTitle(
                    text=words,
                    start_s=start_s,
                    length_s=length_s,
                    own=own if isinstance(own, TextClip) else None,
                )
            )
            return None
        location = getattr(reference, "target_url", "") or getattr(reference, "target_url_base", "")
        source = item.trimmed_range()
        available = item.available_range() if reference.available_range is not None else None
        origin = _seconds(available.start_time) if available is not None else Fraction(0)
        speed, is_frozen = Fraction(1), False
        for effect in item.effects:
            if isinstance(effect, self._schema.FreezeFrame):
                is_frozen = True
            elif isinstance(effect, self._schema.LinearTimeWarp):
                speed = Fraction(effect.time_scalar).limit_denominator(100_000)
                is_frozen = is_frozen or speed == 0
            else:
                self._unread[f"effect {effect.effect_name or effect.name or '?'}"] = None
        return ForeignClip(
            name=item.name or "",
            media=file_name(location) if location else (reference.name or item.name or ""),
            start_s=start_s,
            length_s=length_s,
            source_s=max(Fraction(0), _seconds(source.start_time) - origin),
            speed=abs(speed) or Fraction(1),
            reversed=speed < 0,
            freeze=is_frozen,
            own=own if isinstance(own, VideoClip | OverlayClip | AudioClip) else None,
        )


def _crossed(clip: ForeignClip, dissolve: tuple[Fraction, str]) -> ForeignClip:
    return replace(clip, dissolve_s=dissolve[0], transition=dissolve[1])


def _seconds(time: Any) -> Fraction:
    """A time in exact seconds: the library keeps rates as floats, 29.97 is 30000/1001."""
    rate = exact_rate(float(time.rate)) if time.rate > 0 else Fraction(1)
    return Fraction(time.value).limit_denominator(1_000_000) / rate


def _rate(time: Any) -> Fraction | None:
    if time is None:
        return None
    start = getattr(time, "start_time", time)
    return exact_rate(float(start.rate)) if start.rate > 1 else None


def _own(value: object) -> Clip | None:
    """The clip as NemoVideo has written it into the metadata; None where it has not."""
    said = _mapping(value)
    if not isinstance(said.get("m"), Mapping):
        return None
    kind = said.get("track_kind", TrackKind.VIDEO)
    timeline = timeline_of({"t": [{"id": "own", "tt": kind, "sg": [said]}]})
    return next((clip for track in timeline.tracks for clip in track.clips), None)


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", _plain(value)) if hasattr(value, "items") else {}


def _plain(value: Any) -> Any:
    """The library's containers as plain ones."""
    if hasattr(value, "items"):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        return value
    return [_plain(inner) for inner in value]
