"""H.264's parameter sets: what the headers of a stream say, and one `avcC` for parts that have different ones.

The syntax is that of ITU-T H.264 (08/2021), 7.3.2.1 and Annex E; the `avcC` box is that of ISO/IEC 14496-15, 5.3.3.1.
Pictures name their parameter sets by numbers. So parts of one film may have different headers where the numbers are
different: the sample entry `avc1` holds them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Headers", "SequenceHeader", "free_id", "merged", "nal_units", "read_headers", "read_sequence"]

IDR, SEQUENCE, PICTURE = 5, 7, 8
"""Types of NAL units: a picture that begins anew, a sequence's and a picture's parameter set."""

_MOST_SEQUENCES = 32
_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_EXTENDED_SAR = 255
_LENGTH_BYTES = 4


@dataclass(frozen=True)
class Headers:
    """The parameter sets of a stream, by their numbers, as they are stored (NAL units without a start code)."""

    sequences: dict[int, bytes] = field(default_factory=dict[int, bytes])
    pictures: dict[int, bytes] = field(default_factory=dict[int, bytes])

    @property
    def ids(self) -> frozenset[int]:
        """All numbers that are taken."""
        return frozenset({*self.sequences, *self.pictures})


@dataclass(frozen=True, kw_only=True)
class SequenceHeader:
    """What a sequence parameter set says.

    `reorder` is how many pictures are held back at most, None if it does not say. `colors` are the numbers of
    primaries, transfer and matrix (ITU-T H.273), 2 where it does not say.
    """

    profile: int
    constraints: int
    width: int
    height: int
    chroma: int = 1
    bit_depth: int = 8
    progressive: bool = True
    full_range: bool = False
    colors: tuple[int, int, int] = (2, 2, 2)
    reorder: int | None = None


def read_headers(avcc: bytes) -> Headers:
    """The parameter sets of an `avcC` whose NAL units have lengths of four bytes.

    Raises ValueError for anything else, and where two sets have the same number.
    """
    if len(avcc) < 7 or avcc[0] != 1 or avcc[4] & 3 != _LENGTH_BYTES - 1:
        raise ValueError("no avcC of four-byte lengths")
    headers, at = Headers(), 5
    for kept, mask in ((headers.sequences, 31), (headers.pictures, 255)):
        count, at = avcc[at] & mask, at + 1
        for _ in range(count):
            length = int.from_bytes(avcc[at : at + 2], "big")
            unit, at = avcc[at + 2 : at + 2 + length], at + 2 + length
            if len(unit) < 2 or len(unit) != length:
                raise ValueError("the avcC is cut off")
            bits = _Bits(unit[1:] if kept is headers.pictures else unit[4:])
            number = bits.golomb()
            if number in kept:
                raise ValueError("two parameter sets have one number")
            kept[number] = unit
        if at >= len(avcc) and kept is headers.sequences:
            raise ValueError("the avcC is cut off")
    if not headers.sequences or not headers.pictures:
        raise ValueError("the avcC holds no parameter sets")
    return headers


def merged(parts: Iterable[bytes]) -> bytes:
    """One `avcC` for parts with these; a single one, or the same ones, stay as they are.

    Raises ValueError where two parts have different parameter sets of one number, or too many, or not of H.264.
    """
    different = list(dict.fromkeys(parts))
    if len(different) == 1:
        return different[0]
    whole = Headers()
    for avcc in different:
        for kept, more in zip(_both(whole), _both(read_headers(avcc)), strict=True):
            for number, unit in more.items():
                if kept.setdefault(number, unit) != unit:
                    raise ValueError(f"two different parameter sets have the number {number}")
    return _avcc(whole)


def free_id(headers: Headers) -> int:
    """A number from 1 on that none of the parameter sets has. Raises ValueError where all are taken."""
    free = (number for number in range(1, _MOST_SEQUENCES) if number not in headers.ids)
    if (number := next(free, None)) is None:
        raise ValueError("all numbers are taken")
    return number


def nal_units(packet: bytes) -> Iterator[tuple[int, bytes]]:
    """The NAL units of a packet whose lengths have four bytes: type and bytes. Raises ValueError for another one."""
    at = 0
    while at < len(packet):
        length = int.from_bytes(packet[at : at + _LENGTH_BYTES], "big")
        at += _LENGTH_BYTES
        if not length or at + length > len(packet):
            raise ValueError("a NAL unit is cut off")
        yield packet[at] & 31, packet[at : at + length]
        at += length


def read_sequence(unit: bytes) -> SequenceHeader:
    """What a sequence parameter set says. Raises ValueError where it is cut off."""
    bits = _Bits(unit[4:])
    profile, constraints = unit[1], unit[2]
    bits.golomb()
    chroma, depth = 1, 8
    if profile in _HIGH_PROFILES:
        chroma = bits.golomb()
        if chroma == 3:
            bits.take(1)
        depth = 8 + max(bits.golomb(), bits.golomb())
        bits.take(1)
        if bits.take(1):
            _pass_scaling_lists(bits, 8 if chroma != 3 else 12)
    bits.golomb()
    order = bits.golomb()
    if order == 0:
        bits.golomb()
    elif order == 1:
        bits.take(1)
        for _ in range(2):
            bits.golomb()
        for _ in range(min(bits.golomb(), 255)):
            bits.golomb()
    bits.golomb()
    bits.take(1)
    columns, rows = bits.golomb() + 1, bits.golomb() + 1
    progressive = bool(bits.take(1))
    if not progressive:
        bits.take(1)
    bits.take(1)
    left, right, top, bottom = (bits.golomb() for _ in range(4)) if bits.take(1) else (0, 0, 0, 0)
    across = 2 if chroma in (1, 2) else 1
    down = (2 if chroma == 1 else 1) * (1 if progressive else 2)
    said = _usability(bits) if bits.take(1) else {}
    if order == 2:
        said["reorder"] = 0
    return SequenceHeader(
        profile=profile,
        constraints=constraints,
        width=16 * columns - across * (left + right),
        height=16 * rows * (1 if progressive else 2) - down * (top + bottom),
        chroma=chroma,
        bit_depth=depth,
        progressive=progressive,
        **said,
    )


def _usability(bits: _Bits) -> dict[str, Any]:
    """Annex E: colours, and how many pictures are held back."""
    said: dict[str, Any] = {}
    if bits.take(1) and bits.take(8) == _EXTENDED_SAR:
        bits.take(32)
    if bits.take(1):
        bits.take(1)
    if bits.take(1):
        bits.take(3)
        said["full_range"] = bool(bits.take(1))
        if bits.take(1):
            said["colors"] = bits.take(8), bits.take(8), bits.take(8)
    if bits.take(1):
        for _ in range(2):
            bits.golomb()
    if bits.take(1):
        bits.take(65)
    has_buffers = False
    for _ in range(2):
        if bits.take(1):
            has_buffers = True
            count = bits.golomb() + 1
            bits.take(8)
            for _ in range(min(count, 32)):
                for _ in range(2):
                    bits.golomb()
                bits.take(1)
            bits.take(20)
    if has_buffers:
        bits.take(1)
    bits.take(1)
    if bits.take(1):
        bits.take(1)
        for _ in range(4):
            bits.golomb()
        said["reorder"] = bits.golomb()
    return said


def _pass_scaling_lists(bits: _Bits, count: int) -> None:
    for number in range(count):
        if not bits.take(1):
            continue
        last = following = 8
        for _ in range(16 if number < 6 else 64):
            if following:
                following = (last + bits.signed() + 256) % 256
            last = following or last


def _both(headers: Headers) -> tuple[dict[int, bytes], dict[int, bytes]]:
    return headers.sequences, headers.pictures


def _avcc(headers: Headers) -> bytes:
    """The `avcC` of all these; profile and level are the highest, and constraints those that all keep."""
    units = [headers.sequences[number] for number in sorted(headers.sequences)]
    profile = max(unit[1] for unit in units)
    constraints, level = 255, max(unit[3] for unit in units)
    for unit in units:
        constraints &= unit[2]
    made = bytearray((1, profile, constraints, level, 0xFC | (_LENGTH_BYTES - 1), 0xE0 | len(units)))
    pictures = [headers.pictures[number] for number in sorted(headers.pictures)]
    for unit in units:
        made += len(unit).to_bytes(2, "big") + unit
    if len(pictures) > 255:
        raise ValueError("too many parameter sets")
    made.append(len(pictures))
    for unit in pictures:
        made += len(unit).to_bytes(2, "big") + unit
    if profile in (100, 110, 122, 144):
        read = [read_sequence(unit) for unit in units]
        depth = max(one.bit_depth for one in read) - 8
        made += bytes((0xFC | max(one.chroma for one in read), 0xF8 | depth, 0xF8 | depth, 0))
    return bytes(made)


class _Bits:
    """The bits of a NAL unit, without the bytes that keep start codes out of it."""

    def __init__(self, data: bytes) -> None:
        plain = data.replace(b"\x00\x00\x03", b"\x00\x00")
        self._value, self._left = int.from_bytes(plain, "big"), 8 * len(plain)

    def take(self, count: int) -> int:
        if count > self._left:
            raise ValueError("a parameter set is cut off")
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def golomb(self) -> int:
        """An unsigned number in Exp-Golomb code."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 31:
                raise ValueError("a parameter set is damaged")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        value = self.golomb()
        return (value + 1) // 2 if value % 2 else -(value // 2)
