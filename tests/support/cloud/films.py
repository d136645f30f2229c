"""Films that are small but structurally valid, so that a truncated download shows in the boxes."""

from __future__ import annotations

import re
import struct

from .http import CUT, Framing, Reply

TYPE = "video/mp4"


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def make_film(seconds: float = 10.0, size: int = 16_384, mark: bytes = b"nemo") -> bytes:
    """An MP4 of ftyp, moov with an mvhd, and an mdat of about `size` bytes."""
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    times = struct.pack(">IIII", 0, 0, 1000, round(seconds * 1000))
    header = b"\0\0\0\0" + times + struct.pack(">IH", 0x10000, 0x100) + b"\0" * 10 + matrix
    mvhd = box(b"mvhd", header + b"\0" * 24 + struct.pack(">I", 1))
    ftyp = box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isomiso2mp41")
    filling = (mark * (size // len(mark) + 1))[:size]
    return ftyp + box(b"moov", mvhd) + box(b"mdat", filling)


def boxes(film: bytes) -> list[tuple[str, int, int]]:
    """The boxes at the top: name, size as stated, bytes that are there."""
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(film):
        if len(film) - at < 8:
            found.append(("", 8, len(film) - at))
            break
        size, kind = struct.unpack_from(">I4s", film, at)
        found.append((kind.decode("latin-1"), size, min(size, len(film) - at)))
        at += max(size, 8)
    return found


def whole(film: bytes) -> bool:
    """Whether all boxes are as long as they say and none of the three is missing."""
    found = boxes(film)
    return all(size == there for _, size, there in found) and {"ftyp", "moov", "mdat"} <= {
        name for name, _, _ in found
    }


def film_reply(
    film: bytes,
    headers: dict[str, str] | None = None,
    *,
    with_length: bool = True,
    ranges: bool = True,
    content_type: str = TYPE,
) -> Reply:
    """The film, or the part of it that a Range header asks for."""
    framing: Framing = "length" if with_length else "close"
    sent = {"Content-Type": content_type}
    if ranges:
        sent["Accept-Ranges"] = "bytes"
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", (headers or {}).get("range", "").strip())
        if asked and (asked[1] or asked[2]):
            start = int(asked[1]) if asked[1] else max(0, len(film) - int(asked[2]))
            end = min(int(asked[2]), len(film) - 1) if asked[1] and asked[2] else len(film) - 1
            if start >= len(film) or end < start:
                return Reply(416, (), {"Content-Range": f"bytes */{len(film)}"})
            sent["Content-Range"] = f"bytes {start}-{end}/{len(film)}"
            return Reply(206, (film[start : end + 1],), sent, framing)
    return Reply(200, (film,), sent, framing)


def ends_early(film: bytes, kept: int) -> Reply:
    """The first bytes without a length, then a proper close: only the boxes show that bytes are missing."""
    return Reply(200, (film[:kept],), {"Content-Type": TYPE}, "close")


def breaks_off(film: bytes, kept: int) -> Reply:
    """The full length is promised and the line is cut after the first bytes."""
    return Reply(200, (film[:kept], CUT), {"Content-Type": TYPE}, "length", length=len(film))
