"""What a HEIF file holds (HEIC of phones): its pictures, and how they are put together from tiles.

FFmpeg gives the tiles one by one and says nothing of where they go. Only boxes are read here; nothing is decoded.
Source: ISO/IEC 14496-12 (boxes, `meta`), ISO/IEC 23008-12 (HEIF: `grid`, `irot`, `imir`, `clap`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Grid", "HeifFile", "HeifItem", "read_heif"]

# A `meta` box of a picture of ten thousand tiles is smaller.
_MOST_META_BYTES = 4_000_000
_MOST_ITEMS = 20_000
_MOST_ITEM_BYTES = 200_000_000

_ALPHA = (b"urn:mpeg:hevc:2015:auxid:1", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")


@dataclass(frozen=True)
class Grid:
    """`rows` times `columns` tiles, cut off at `width` and `height`."""

    rows: int
    columns: int
    width: int
    height: int


@dataclass(kw_only=True)
class HeifItem:
    """A picture or a tile. `properties` are (type, body) in the order in which they are to be applied."""

    item_id: int
    kind: bytes = b""
    construction: int = 0
    extents: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    properties: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])

    def said(self, name: bytes) -> bytes | None:
        """The body of the first property of that type."""
        return next((body for kind, body in self.properties if kind == name), None)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as stored, before any turn; 0 where it is not said."""
        body = self.said(b"ispe")
        return struct.unpack_from(">II", body, 4) if body and len(body) >= 12 else (0, 0)


@dataclass(kw_only=True)
class HeifFile:
    """The items of a file by their numbers, and who refers to whom: (type, from, to …)."""

    path: Path
    items: Mapping[int, HeifItem]
    primary: int
    references: list[tuple[bytes, int, tuple[int, ...]]]
    idat: bytes

    def parts_of(self, item_id: int) -> list[HeifItem]:
        """The items that a derived one is made of, in order."""
        found = next(
            (to for kind, origin, to in self.references if kind == b"dimg" and origin == item_id), ()
        )
        return [self.items[one] for one in found]

    def alpha_of(self, item_id: int) -> HeifItem | None:
        """The item that holds the transparency of another one."""
        for kind, origin, to in self.references:
            if kind == b"auxl" and item_id in to and origin in self.items:
                said = self.items[origin].said(b"auxC") or b""
                if said[4:].split(b"\0", 1)[0] in _ALPHA:
                    return self.items[origin]
        return None

    def data_of(self, item: HeifItem) -> bytes:
        """The bytes of an item. Raises ValueError where they are not there."""
        if sum(length for _, length in item.extents) > _MOST_ITEM_BYTES:
            raise ValueError("an item is too large")
        if item.construction == 1:
            return b"".join(self.idat[offset : offset + length] for offset, length in item.extents)
        if item.construction != 0:
            raise ValueError("an item is made of other items' bytes")
        parts: list[bytes] = []
        with self.path.open("rb") as file:
            for offset, length in item.extents:
                file.seek(offset)
                # A length of 0 is the rest of the file.
                parts.append(file.read(length or _MOST_ITEM_BYTES))
                if length and len(parts[-1]) < length:
                    raise ValueError("the file is cut off")
        return b"".join(parts)

    def grid_of(self, item: HeifItem) -> Grid:
        """How the tiles of a `grid` item lie. Raises ValueError."""
        data = self.data_of(item)
        form = ">II" if data[1] & 1 else ">HH"
        width, height = struct.unpack_from(form, data, 4)
        return Grid(rows=data[2] + 1, columns=data[3] + 1, width=width, height=height)


def read_heif(path: Path) -> HeifFile:
    """The items of the file at `path`. Raises ValueError where it is none, or broken; OSError."""
    try:
        return _parsed(path, _meta_of(path))
    except (struct.error, IndexError, KeyError) as error:
        raise ValueError("the boxes are broken") from error


def _meta_of(path: Path) -> bytes:
    """The body of the `meta` box at the top of the file, without its version."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        at = 0
        while at + 8 <= end:
            file.seek(at)
            head = file.read(16)
            size, kind, before = int.from_bytes(head[:4]), head[4:8], 8
            if size == 1:
                size, before = int.from_bytes(head[8:16]), 16
            size = size or end - at
            if size < before:
                break
            if kind == b"meta":
                if size > _MOST_META_BYTES:
                    break
                file.seek(at + before + 4)
                return file.read(size - before - 4)
            at += size
    raise ValueError("there is no meta box")


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        before = 8
        if size == 1:
            (size,), before = struct.unpack_from(">Q", data, at + 8), 16
        size = size or len(data) - at
        if size < before:
            raise ValueError("a box is smaller than its head")
        yield kind, data[at + before : at + size]
        at += size


def _parsed(path: Path, meta: bytes) -> HeifFile:
    boxes = dict(reversed(list(_boxes(meta))))  # of boxes that come twice, the first
    items: dict[int, HeifItem] = {}
    _read_infos(boxes[b"iinf"], items)
    _read_locations(boxes[b"iloc"], items)
    if b"iprp" in boxes:
        _read_properties(boxes[b"iprp"], items)
    body = boxes[b"pitm"]
    (primary,) = struct.unpack_from(">I" if body[0] else ">H", body, 4)
    if primary not in items:
        raise ValueError("the primary item is missing")
    references = list(_references(boxes[b"iref"])) if b"iref" in boxes else []
    return HeifFile(
        path=path, items=items, primary=primary, references=references, idat=boxes.get(b"idat", b"")
    )


def _read_infos(body: bytes, items: dict[int, HeifItem]) -> None:
    for kind, info in _boxes(body[6:] if body[0] == 0 else body[8:]):
        if kind != b"infe" or info[0] < 2:
            continue
        wide = info[0] > 2
        (item_id,) = struct.unpack_from(">I" if wide else ">H", info, 4)
        at = 10 if wide else 8
        items[item_id] = HeifItem(item_id=item_id, kind=info[at : at + 4])
        if len(items) > _MOST_ITEMS:
            raise ValueError("there are too many items")


def _read_locations(body: bytes, items: dict[int, HeifItem]) -> None:
    version = body[0]
    sizes = body[4] >> 4, body[4] & 15, body[5] >> 4, body[5] & 15 if version else 0
    offset_bytes, length_bytes, base_bytes, index_bytes = sizes
    at = 6
    count, at = _number(body, at, 4 if version == 2 else 2)
    for _ in range(count):
        item_id, at = _number(body, at, 4 if version == 2 else 2)
        construction = 0
        if version:
            construction, at = _number(body, at, 2)
        at += 2  # which file: this one
        base, at = _number(body, at, base_bytes)
        extents, at = _number(body, at, 2)
        found: list[tuple[int, int]] = []
        for _ in range(extents):
            at += index_bytes
            offset, at = _number(body, at, offset_bytes)
            length, at = _number(body, at, length_bytes)
            found.append((base + offset, length))
        if item_id in items:
            items[item_id].construction, items[item_id].extents = construction & 15, found


def _number(body: bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(body):
        raise ValueError("a box ends too early")
    return int.from_bytes(body[at : at + size]), at + size


def _read_properties(body: bytes, items: dict[int, HeifItem]) -> None:
    known: list[tuple[bytes, bytes]] = []
    for kind, inner in _boxes(body):
        if kind == b"ipco":
            known = list(_boxes(inner))
        elif kind == b"ipma":
            wide_ids, wide = inner[0] > 0, inner[3] & 1
            count, at = _number(inner, 4, 4)
            for _ in range(count):
                item_id, at = _number(inner, at, 4 if wide_ids else 2)
                links, at = _number(inner, at, 1)
                for _ in range(links):
                    index, at = _number(inner, at, 2 if wide else 1)
                    index &= 0x7FFF if wide else 0x7F
                    if index and item_id in items:
                        items[item_id].properties.append(known[index - 1])


def _references(body: bytes) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
    size = 4 if body[0] else 2
    for kind, inner in _boxes(body[4:]):
        origin, at = _number(inner, 0, size)
        count, at = _number(inner, at, 2)
        to: list[int] = []
        for _ in range(count):
            one, at = _number(inner, at, size)
            to.append(one)
        yield kind, origin, tuple(to)
