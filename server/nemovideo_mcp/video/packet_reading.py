"""Which packets of a film may be copied into an export: its headers and its closed GOPs, read once, not decoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from nemovideo_mcp.video.clock import clock_of, packets_on
from nemovideo_mcp.video.encoder import BT709, LIMITED
from nemovideo_mcp.video.geometry import Orientation
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.packet_index import Gop, PacketIndex
from nemovideo_mcp.video.parameter_sets import (
    IDR,
    PICTURE,
    SEQUENCE,
    Headers,
    SequenceHeader,
    nal_units,
    read_headers,
    read_sequence,
)
from nemovideo_mcp.video.reader import FilmReader
from nemovideo_mcp.video.streams import film_stream

__all__ = ["index_packets"]

# By profile, the constraints that must be kept: Baseline only as far as Main has it, Main, High.
_PROFILES = {66: 0x40, 77: 0, 100: 0}
# Parts of pictures, remarks, parameter sets, delimiters, padding.
_KNOWN_UNITS = frozenset({1, IDR, 6, SEQUENCE, PICTURE, 9, 12})
_UNSAID = 2
# Below this, players take what does not say for the matrix of standard definition.
_HD_WIDTH, _HD_HEIGHT = 1280, 576
# What times are rounded to in containers that count in milliseconds, and what cameras are off by.
_MOST_UNEVEN_S = Fraction(2, 1000)


def index_packets(path: Path) -> PacketIndex | None:
    """The headers and closed GOPs of a film whose packets may be copied; None for any other.

    All packets are read, and none but the first is decoded. Raises FileMissing, MediaUnreadable.
    """
    with open_media(path) as container:
        stream = film_stream(container)
        if stream is None or stream.codec_context.codec.canonical_name != "h264":
            return None
        clock = clock_of(container, path)
        if clock.joints or clock.moved_s:
            return None
        avcc = bytes(stream.codec_context.extradata or b"")
        try:
            headers = read_headers(avcc)
            sequences = [read_sequence(unit) for unit in headers.sequences.values()]
            packets = _Packets()
            for packet in packets_on(container, clock, stream):
                packets.add(packet, headers)
        except ValueError:
            return None
    delay, gops = packets.order()
    timing = packets.timing(clock.origin_s)
    if timing is None or not gops or not all(_is_plain(one, sequences[0], delay) for one in sequences):
        return None
    if not _is_shown_plainly(path):
        return None
    return PacketIndex(
        avcc=avcc,
        width=sequences[0].width,
        height=sequences[0].height,
        frame_rate=timing.rate,
        first_s=timing.first_s,
        uneven_s=timing.uneven_s,
        delay=delay,
        gops=gops,
    )


@dataclass(frozen=True)
class _Timing:
    first_s: Fraction
    rate: Fraction
    uneven_s: Fraction


@dataclass
class _Packets:
    """All packets of a film in the order of decoding."""

    shown: list[int] = field(default_factory=list[int])
    sizes: list[int] = field(default_factory=list[int])
    beginnings: list[int] = field(default_factory=list[int])
    tick_s: Fraction | None = None

    def add(self, packet: Packet[VideoStream], headers: Headers) -> None:
        """Raises ValueError for one that cannot stand in another film as it is."""
        if not packet.size:
            return
        if packet.pts is None or not packet.time_base or packet.is_corrupt or packet.is_discard:
            raise ValueError("a packet without a time, or a damaged or a hidden one")
        if packet.has_sidedata("new_extradata") or self.tick_s not in (None, packet.time_base):
            raise ValueError("the headers change on the way")
        self.tick_s = packet.time_base
        kinds: set[int] = set()
        for kind, unit in nal_units(bytes(packet)):
            known = headers.sequences if kind == SEQUENCE else headers.pictures
            if kind in (SEQUENCE, PICTURE) and unit not in known.values():
                raise ValueError("the headers change on the way")
            kinds.add(kind)
        if not kinds <= _KNOWN_UNITS:
            raise ValueError("a packet of another kind")
        if IDR in kinds:
            self.beginnings.append(len(self.shown))
        self.shown.append(packet.pts)
        self.sizes.append(packet.size)

    def order(self) -> tuple[int, tuple[Gop, ...]]:
        """How many pictures are held back at most, and the GOPs whose pictures are shown by themselves."""
        ranks = {pts: rank for rank, pts in enumerate(sorted(self.shown))}
        numbers = [ranks[pts] for pts in self.shown]
        if len(ranks) != len(numbers):
            return 0, ()
        delay = max((place - number for place, number in enumerate(numbers)), default=0)
        gops = [
            Gop(first_frame=first, frames=end - first, size_bytes=sum(self.sizes[first:end]))
            for first, end in pairwise([*self.beginnings, len(numbers)])
            if numbers[first] == first and sorted(numbers[first:end]) == list(range(first, end))
        ]
        return delay, tuple(gops)

    def timing(self, origin_s: Fraction) -> _Timing | None:
        """The even times that the frames come at; None where they don't."""
        if self.tick_s is None or len(self.shown) < 2:
            return None
        times_s = [pts * self.tick_s - origin_s for pts in sorted(self.shown)]
        length_s = times_s[-1] - times_s[0]
        if length_s <= 0:
            return None
        rate = (len(times_s) - 1) / length_s
        uneven_s = max(abs(time_s - times_s[0] - n / rate) for n, time_s in enumerate(times_s))
        return _Timing(times_s[0], rate, uneven_s) if uneven_s <= _MOST_UNEVEN_S else None


def _is_plain(one: SequenceHeader, first: SequenceHeader, delay: int) -> bool:
    """Whether pictures with this header look as finished ones do, and say how many of them are held back."""
    needed = _PROFILES.get(one.profile)
    return (
        needed is not None
        and one.constraints & needed == needed
        and (one.chroma, one.bit_depth) == (1, 8)
        and one.progressive
        and (one.width, one.height) == (first.width, first.height)
        # Without a word, decoders hold back nothing or all that they can; both are right only for pictures in order.
        and (delay == 0 if one.reorder is None else delay <= one.reorder)
    )


def _is_shown_plainly(path: Path) -> bool:
    """Whether the first frame needs nothing but to be shown: upright, of square pixels, limited BT.709."""
    with FilmReader(path) as film:
        frame = next(film.frames_at([Fraction(0)]))
        return (
            film.orientation is Orientation.UPRIGHT
            and film.sample_aspect_ratio in (None, 1)
            and not frame.interlaced_frame
            and frame.format.name == "yuv420p"
            and _is_in_film_colors(frame)
        )


def _is_in_film_colors(frame: VideoFrame) -> bool:
    said = [int(value) for value in (frame.colorspace, frame.color_primaries, frame.color_trc)]
    taken_for_709 = frame.width >= _HD_WIDTH or frame.height > _HD_HEIGHT
    return (
        int(frame.color_range) in (0, LIMITED)
        and said[0] in ((BT709, _UNSAID) if taken_for_709 else (BT709,))
        and all(value in (BT709, _UNSAID) for value in said)
    )
