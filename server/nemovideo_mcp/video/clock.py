"""The clock that a file's times are told on, also where the file's own clock starts anew on the way.

Recordings that were joined byte by byte, or broke off and went on, have timestamps that jump. Every stream of such a
file is moved by the same amount at each joint, so that the pictures and the sound of the later part stay together and
begin where the earlier part has ended. Players do the same (`dts_delta_threshold` of FFmpeg's command line).

A film whose edit list begins between two pictures (trimmed without encoding it anew) is the other case: FFmpeg moves
its pictures ahead, so that the first whole one is at 0, and leaves the sound where it is. They are moved back, and the
picture that stands at the beginning is shown. AVI has no times at all, only an order of decoding: FFmpeg has pictures
that refer to later ones late by what their decoder holds back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from nemovideo_mcp.video.opening import open_media, packets_of
from nemovideo_mcp.video.streams import film_stream, sound_streams

__all__ = ["Clock", "Joint", "Stamp", "clock_of", "joints_in", "packets_on", "seek"]

_Stream = TypeVar("_Stream", bound=AudioStream | VideoStream)

# Containers whose timestamps count on when files are joined or a broadcast begins anew.
_MAY_RESTART = frozenset({"mpegts", "mpeg"})
# A timestamp this much before the one that is due, or this much after it, belongs to another clock.
_BACK_S, _AHEAD_S = Fraction(1, 4), Fraction(10)
# Streams of one recording are interleaved: their packets lie at most this far apart in time.
_INTERLEAVED_S = Fraction(5)
# Timestamps of MPEG streams have 33 bits.
_WRAP_S = Fraction(2**33, 90_000)
# Containers with edit lists, and how many packets are looked at for the first picture that an edit shows.
_EDITED = "mov,mp4,m4a,3gp,3g2,mj2"
_MOST_HIDDEN = 2000
# Containers without times, and how many packets are looked at for the first picture.
_UNTIMED = "avi"
_MOST_HELD_BACK = 16
# How close together in time places are kept to which a reader can go.
_ENTRY_EVERY_S = Fraction(1, 2)
_KNOWN_FILES = 64


Entries = Mapping[int, Sequence[tuple[Fraction, int]]]


@dataclass(frozen=True)
class Joint:
    """From byte `position` on, the timestamps of the stream `stream` are moved by `shift_s`."""

    stream: int
    position: int
    shift_s: Fraction


@dataclass(frozen=True)
class Clock:
    """`origin_s` is the moment in stream time that a player calls zero: where the first picture or sound is.

    `joints` are those of all streams, in the order of the file. `entries` are, by stream, the moments (in stream time,
    with the joints mended) and the bytes at which decoding can begin; only a file with joints has them. `moved_s` is,
    by stream, how much later its packets are than the container says.
    """

    origin_s: Fraction
    joints: tuple[Joint, ...] = ()
    entries: Entries = field(default_factory=dict[int, Sequence[tuple[Fraction, int]]])
    moved_s: Mapping[int, Fraction] = field(default_factory=dict[int, Fraction])


def clock_of(container: InputContainer, path: Path) -> Clock:
    """The clock of `container`, which was opened from `path`; raises what `open_media` raises.

    A container whose clock may start anew is read once to find out; the result is remembered.
    """
    status = path.stat()
    if container.format.name in (_EDITED, _UNTIMED):
        return Clock(_origin_s(container), moved_s=_moved_s(path, status.st_size, status.st_mtime_ns))
    if container.format.name not in _MAY_RESTART:
        return Clock(_origin_s(container))
    joints, entries = _found_joints(path, status.st_size, status.st_mtime_ns)
    return Clock(_origin_s(container), joints, entries)


def packets_on(container: InputContainer, clock: Clock, *streams: _Stream) -> Iterator[Packet[_Stream]]:
    """The packets of `streams` from where `container` stands, with the joints mended.

    A torn file ends where it is torn.
    """
    shifts = {stream.index: _Shifts(clock.joints, stream.index) for stream in streams}
    for packet in packets_of(container, *streams):
        if clock.joints and packet.size and packet.time_base:
            shift = round(shifts[packet.stream_index].at(packet.pos) / packet.time_base)
            shown = _shown(packet)
            packet.pts = None if shown is None else shown + shift
            packet.dts = None if packet.dts is None else packet.dts + shift
        elif packet.stream_index in clock.moved_s and packet.time_base:
            shift = round(clock.moved_s[packet.stream_index] / packet.time_base)
            packet.pts = None if packet.pts is None else packet.pts + shift
            packet.dts = None if packet.dts is None else packet.dts + shift
            if packet.is_discard and packet.pts is not None and packet.pts < 0:
                packet = _unhidden(packet)
        yield packet


def _unhidden(packet: Packet[_Stream]) -> Packet[_Stream]:
    """The packet without the mark that its picture is to be thrown away: it may be the one on screen at the start."""
    copy = cast("Packet[_Stream]", Packet(bytes(packet)))
    copy.stream, copy.time_base, copy.duration = packet.stream, packet.time_base, packet.duration
    copy.pts, copy.dts, copy.is_keyframe = packet.pts, packet.dts, packet.is_keyframe
    return copy


class _Shifts:
    """By how much the packets of a stream are moved."""

    def __init__(self, joints: Sequence[Joint], stream: int) -> None:
        self._own = [joint for joint in joints if joint.stream == stream]
        self._positions = [joint.position for joint in self._own]
        self._shift_s = Fraction(0)

    def at(self, position: int | None) -> Fraction:
        """The shift at a byte of the file; what has no place goes with the packet before it."""
        if position is not None and position >= 0:
            passed = bisect_right(self._positions, position)
            self._shift_s = self._own[passed - 1].shift_s if passed else Fraction(0)
        return self._shift_s


def seek(
    container: InputContainer, stream: AudioStream | VideoStream, time_s: Fraction, clock: Clock
) -> None:
    """Go to a place at or before `time_s` (in stream time, joints mended) from which `stream` can be decoded.

    Raises FFmpegError where the container cannot be sought in.
    """
    if clock.joints:
        entries = clock.entries.get(stream.index, [])
        place = bisect_right(entries, time_s, key=_moment) - 1
        position = entries[place][1] if place >= 0 else 0
        cast("Any", container).seek(position, unsupported_byte_offset=True)
    else:
        time_s -= clock.moved_s.get(stream.index, 0)
        container.seek(int(time_s / (stream.time_base or Fraction(1, 1000))), stream=stream)


@dataclass
class _Part:
    """What lies between two joints: by stream, where it begins and which moments of the file's own clock it holds.

    It `wraps` where the clock goes on, but has run over.
    """

    wraps: bool = False
    positions: dict[int, int] = field(default_factory=dict[int, int])
    starts_s: dict[int, Fraction] = field(default_factory=dict[int, Fraction])
    ends_s: dict[int, Fraction] = field(default_factory=dict[int, Fraction])


@dataclass(frozen=True)
class Stamp:
    """A packet as far as clocks are concerned; `time_s` is that of its decoding."""

    stream: int
    position: int
    time_s: Fraction
    length_s: Fraction
    shown_s: Fraction
    is_entry: bool


def joints_in(stamps: Sequence[Stamp]) -> tuple[Joint, ...]:
    """The joints among packets that are in the order of the file: the rule, without the file."""
    parts = _parts(stamps)
    joints: list[Joint] = []
    due_s = max(parts[0].ends_s.values(), default=Fraction(0)) if parts else Fraction(0)
    shift_s = Fraction(0)
    for part in parts[1:]:
        shift_s = shift_s + _WRAP_S if part.wraps else due_s - min(part.starts_s.values())
        joints += [Joint(stream, position, shift_s) for stream, position in part.positions.items()]
        due_s = max(due_s, *(end_s + shift_s for end_s in part.ends_s.values()))
    return tuple(sorted(joints, key=lambda joint: joint.position))


def _parts(stamps: Sequence[Stamp]) -> list[_Part]:
    parts: list[_Part] = []
    of_stream: dict[int, int] = {}
    due_s: dict[int, Fraction] = {}
    for stamp in stamps:
        number = of_stream.get(stamp.stream)
        if number is None:
            # The first packet of a stream: one that begins late belongs to the part that is going on.
            number = _fitting(parts, stamp) if parts else 0
        elif _jumps(stamp.time_s - due_s[stamp.stream]) and not _only_paused(stamp, of_stream, due_s):
            number = _fitting(parts, stamp, after=number)
        if number == len(parts):
            before_s = due_s.get(stamp.stream)
            parts.append(_Part(wraps=before_s is not None and not _jumps(stamp.time_s + _WRAP_S - before_s)))
        of_stream[stamp.stream] = number
        due_s[stamp.stream] = stamp.time_s + stamp.length_s
        part = parts[number]
        part.positions.setdefault(stamp.stream, stamp.position)
        begin_s, end_s = stamp.shown_s, stamp.shown_s + stamp.length_s
        part.starts_s[stamp.stream] = min(part.starts_s.get(stamp.stream, begin_s), begin_s)
        part.ends_s[stamp.stream] = max(part.ends_s.get(stamp.stream, end_s), end_s)
    return parts


def _fitting(parts: list[_Part], stamp: Stamp, *, after: int = -1) -> int:
    """The number of the part behind `after` that other streams are in already at this time, or of a new one."""
    for number in range(after + 1, len(parts)):
        part = parts[number]
        if (
            min(part.starts_s.values()) - _INTERLEAVED_S
            <= stamp.time_s
            <= max(part.ends_s.values()) + _INTERLEAVED_S
        ):
            return number
    return len(parts)


def _jumps(step_s: Fraction) -> bool:
    return step_s < -_BACK_S or step_s > _AHEAD_S


def _only_paused(stamp: Stamp, of_stream: Mapping[int, int], due_s: Mapping[int, Fraction]) -> bool:
    """Whether a stream that goes on later has only paused, as the others went on up to here meanwhile."""
    return stamp.time_s > due_s[stamp.stream] and any(
        of_stream[other] == of_stream[stamp.stream] and abs(time_s - stamp.time_s) <= _INTERLEAVED_S
        for other, time_s in due_s.items()
        if other != stamp.stream
    )


@lru_cache(maxsize=_KNOWN_FILES)
def _found_joints(path: Path, size_bytes: int, modified_ns: int) -> tuple[tuple[Joint, ...], Entries]:
    """The joints of a file, and where its streams can be entered; size and time are part of what is remembered."""
    del size_bytes, modified_ns
    with open_media(path) as container:
        stamps = list(_stamps(container))
    joints = joints_in(stamps)
    return joints, _entries(stamps, joints) if joints else {}


@lru_cache(maxsize=_KNOWN_FILES)
def _moved_s(path: Path, size_bytes: int, modified_ns: int) -> Mapping[int, Fraction]:
    """How much too early FFmpeg has the pictures of a film, by the stream; nothing where it has them right."""
    del size_bytes, modified_ns
    with open_media(path) as container:
        film = film_stream(container)
        if film is not None and container.format.name == _UNTIMED:
            return _held_back_s(container, film)
        shown = None if film is None else _first_shown(container, film)
    if shown is None:
        return {}
    # Without its own mending of the index, FFmpeg only takes away where the edit begins.
    with open_media(path, options={"advanced_editlist": "0"}) as container:
        film = film_stream(container)
        packets = packets_of(container, film) if film is not None else iter(())
        for _, packet in zip(range(_MOST_HIDDEN), packets, strict=False):
            if packet.pos == shown.pos and packet.pts is not None and packet.time_base:
                late_s = (packet.pts - (shown.pts or 0)) * packet.time_base
                return {packet.stream_index: late_s} if 0 < late_s <= _INTERLEAVED_S else {}
    return {}


def _held_back_s(container: InputContainer, film: VideoStream) -> Mapping[int, Fraction]:
    packets = [packet for _, packet in zip(range(_MOST_HELD_BACK), packets_of(container, film), strict=False)]
    shown = [packet.pts for packet in packets if packet.pts is not None]
    if not shown or packets[0].dts is None or not packets[0].time_base:
        return {}
    late_s = (min(shown) - packets[0].dts) * packets[0].time_base
    return {film.index: -late_s} if late_s > 0 else {}


def _first_shown(container: InputContainer, film: VideoStream) -> Packet[VideoStream] | None:
    """The first packet of pictures that an edit does not hide; None where it hides none."""
    for number, packet in zip(range(_MOST_HIDDEN), packets_of(container, film), strict=False):
        if not packet.is_discard:
            return packet if number and packet.size and packet.pts is not None else None
    return None


def _stamps(container: InputContainer) -> Iterator[Stamp]:
    film = film_stream(container)
    streams = [*([film] if film else []), *sound_streams(container)]
    positions: dict[int, int] = {}
    for packet in packets_of(container, *streams):
        time_base, decoded = packet.time_base, packet.dts if packet.dts is not None else packet.pts
        if not packet.size or decoded is None or not time_base:
            continue
        if packet.pos is not None and packet.pos >= 0:
            positions[packet.stream_index] = packet.pos
        yield Stamp(
            stream=packet.stream_index,
            position=positions.get(packet.stream_index, 0),
            time_s=decoded * time_base,
            length_s=(packet.duration or 0) * time_base,
            shown_s=(decoded if (shown := _shown(packet)) is None else shown) * time_base,
            is_entry=packet.is_keyframe,
        )


def _moment(entry: tuple[Fraction, int]) -> Fraction:
    return entry[0]


def _entries(stamps: Sequence[Stamp], joints: Sequence[Joint]) -> Entries:
    entries: dict[int, list[tuple[Fraction, int]]] = {}
    own = {stream: [j for j in joints if j.stream == stream] for stream in {s.stream for s in stamps}}
    for stamp in stamps:
        if not stamp.is_entry:
            continue
        known = entries.setdefault(stamp.stream, [])
        passed = [joint for joint in own[stamp.stream] if joint.position <= stamp.position]
        time_s = stamp.shown_s + (passed[-1].shift_s if passed else 0)
        if not known or time_s >= known[-1][0] + _ENTRY_EVERY_S:
            known.append((time_s, stamp.position))
    return entries


def _shown(packet: Packet[Any]) -> int | None:
    """When a packet is presented, in ticks: on the same clock as it is decoded on, as near a joint it may not be."""
    shown, decoded, time_base = packet.pts, packet.dts, packet.time_base
    if shown is None or decoded is None or not time_base:
        return shown
    wrap = round(_WRAP_S / time_base)
    shown += wrap * round((decoded - shown) / wrap)
    return shown if abs(shown - decoded) * time_base <= _INTERLEAVED_S else decoded


def _origin_s(container: InputContainer) -> Fraction:
    """Where the first picture or sound is; a negative start of sound is encoder priming, which the decoder drops."""
    start_s = Fraction(cast("int | None", container.start_time) or 0, av.time_base)
    if start_s >= 0:
        return start_s
    film = film_stream(container)
    if film is None or film.start_time is None or not film.time_base:
        return Fraction(0)
    return min(Fraction(0), film.start_time * film.time_base)
