"""HEIC pictures: tiles decoded one by one and put together, cut, turned and mirrored as the file says."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from av.codec.context import CodecContext
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.video.heif_items import Grid, HeifFile, HeifItem, read_heif
from nemovideo_mcp.video.limits import PHOTO_PIXELS, check_picture_size, decoder_options
from nemovideo_mcp.video.opening import Reason, unreadable
from nemovideo_mcp.video.pillow import BROKEN, DAMAGED
from nemovideo_mcp.video.single_picture import frame_picture
from nemovideo_mcp.video.streams import PictureDecoder

__all__ = ["HeifPicture", "open_heif"]

_OTHER_FORM: Reason = {
    "en": "it is put together in a way that is not known here; save it as JPEG",
    "zh": "其内部结构不受支持；请另存为 JPEG",
}

_HEVC = (b"hvc1", b"hev1")
_PROFILES = (b"prof", b"rICC")
_UNSPECIFIED, _BT601 = 2, 6
# ITU-T H.273 has other numbers for matrices than libswscale.
_MATRICES = {1: Colorspace.ITU709, 9: Colorspace(9)}
_TURNS = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}
_FLIPS = {0: Image.Transpose.FLIP_TOP_BOTTOM, 1: Image.Transpose.FLIP_LEFT_RIGHT}


@dataclass(frozen=True)
class HeifPicture:
    """The picture as RGB or RGBA, upright; `icc_profile` is that of its values, None where they are sRGB already."""

    image: Image.Image
    icc_profile: bytes | None


def open_heif(path: Path) -> HeifPicture:
    """The primary picture of a HEIC file, whole. Raises MediaUnreadable."""
    try:
        file = read_heif(path)
        item = file.items[file.primary]
        profile = _profile_of(file, item)
        decoder = _TileDecoder(file, keeps_colours=profile is not None)
        image = decoder.picture(item)
        if (alpha := file.alpha_of(item.item_id)) is not None:
            image.putalpha(
                _TileDecoder(file, keeps_colours=True).picture(alpha).convert("L").resize(image.size)
            )
    except MediaUnreadable:
        raise
    except (FFmpegError, *BROKEN) as error:
        raise unreadable(path, DAMAGED) from error
    return HeifPicture(_arranged(image, item), profile)


def _profile_of(file: HeifFile, item: HeifItem) -> bytes | None:
    for one in (item, *file.parts_of(item.item_id)[:1]):
        for kind, body in one.properties:
            if kind == b"colr" and body[:4] in _PROFILES:
                return body[4:]
    return None


class _TileDecoder:
    """Decodes items of one file; with `keeps_colours` the values stay as they are, else they become sRGB."""

    def __init__(self, file: HeifFile, *, keeps_colours: bool) -> None:
        self._file, self._keeps_colours = file, keeps_colours
        self._decoders: dict[bytes, PictureDecoder] = {}
        self._nclx = _nclx_of(file.items[file.primary])

    def picture(self, item: HeifItem, *, depth: int = 3) -> Image.Image:
        """The item, without the turns that are laid down for it. Raises ValueError, FFmpegError, MediaUnreadable."""
        check_picture_size(self._file.path, item.size)
        parts = self._file.parts_of(item.item_id)
        if item.kind in _HEVC:
            return self._decoded(item)
        if item.kind == b"iden" and len(parts) == 1 and depth:
            return _arranged(self.picture(parts[0], depth=depth - 1), parts[0])
        if item.kind == b"grid" and depth:
            grid = self._file.grid_of(item)
            check_picture_size(self._file.path, (grid.width, grid.height))
            if len(parts) != grid.rows * grid.columns:
                raise ValueError("the grid has another number of tiles")
            return self._put_together(grid, parts)
        raise unreadable(self._file.path, _OTHER_FORM)

    def _put_together(self, grid: Grid, parts: list[HeifItem]) -> Image.Image:
        whole = Image.new("RGB", (grid.width, grid.height))
        for number, part in enumerate(parts):
            tile = self.picture(part, depth=0)
            row, column = divmod(number, grid.columns)
            whole.paste(tile, (column * tile.width, row * tile.height))
        return whole

    def _decoded(self, item: HeifItem) -> Image.Image:
        frame = self._frame(item)
        nclx = _nclx_of(item) or self._nclx
        if nclx is not None:
            frame.color_primaries, frame.color_trc, matrix, full = nclx
            frame.colorspace, frame.color_range = matrix, ColorRange.JPEG if full else ColorRange.MPEG
        if frame.colorspace == _UNSPECIFIED:
            frame.colorspace = _BT601  # as ISO/IEC 23000-22 has it for pictures
        if not self._keeps_colours:
            return frame_picture(frame)
        rgb = frame.reformat(
            format="rgb24",
            src_colorspace=_MATRICES.get(frame.colorspace, Colorspace.ITU601),
            dst_color_range=ColorRange.JPEG,
        )
        return cast("Image.Image", cast("Any", rgb).to_image())

    def _frame(self, item: HeifItem) -> VideoFrame:
        header = item.said(b"hvcC")
        if header is None:
            raise ValueError("a tile has no header")
        decoder = self._decoders.get(header)
        if decoder is None:
            made: Any = CodecContext.create("hevc", "r")
            made.extradata, made.options = header, decoder_options(PHOTO_PIXELS)
            decoder = self._decoders[header] = cast("PictureDecoder", made)
            decoder.thread_count = 1
        frames = [*decoder.decode(Packet(self._file.data_of(item))), *decoder.decode(None)]
        decoder.flush_buffers()
        if not frames:
            raise ValueError("a tile cannot be decoded")
        return frames[0]


def _nclx_of(item: HeifItem) -> tuple[int, int, int, bool] | None:
    """Primaries, transfer characteristic, matrix (ITU-T H.273) and full range, where they are said."""
    for kind, body in item.properties:
        if kind == b"colr" and body[:4] == b"nclx" and len(body) >= 11:
            primaries, transfer, matrix = struct.unpack_from(">HHH", body, 4)
            return primaries, transfer, matrix, bool(body[10] & 0x80)
    return None


def _arranged(image: Image.Image, item: HeifItem) -> Image.Image:
    """`image` cut, turned and mirrored by the properties of `item`, in their order."""
    for kind, body in item.properties:
        if kind == b"clap" and len(body) >= 32:
            image = _cut(image, struct.unpack_from(">IIIIiIiI", body))
        elif kind == b"irot" and (turn := _TURNS.get(body[0] & 3)) is not None:
            image = image.transpose(turn)
        elif kind == b"imir":
            image = image.transpose(_FLIPS[body[0] & 1])
    return image


def _cut(image: Image.Image, aperture: tuple[int, ...]) -> Image.Image:
    """The clean aperture: its size, and how far its middle lies from the picture's."""
    width, height, across, down = (aperture[n] / (aperture[n + 1] or 1) for n in (0, 2, 4, 6))
    left, top = (image.width - width) / 2 + across, (image.height - height) / 2 + down
    box = max(0, round(left)), max(0, round(top))
    right, bottom = min(image.width, round(left + width)), min(image.height, round(top + height))
    return image.crop((*box, right, bottom)) if right > box[0] and bottom > box[1] else image
