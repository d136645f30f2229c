"""The frames around a cut on one sheet: which side each is on, when it is shown, how the cut stands to the beat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PIL import Image

from nemovideo_mcp.messages.boards import FRAMES
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.video.sheet import (
    ACCENT,
    DIM,
    PANEL,
    Colour,
    Sheet,
    png_within,
    text_width,
    trimmed,
)
from nemovideo_mcp.views.board import BoardCut, Place
from nemovideo_mcp.views.names import plain_text
from nemovideo_mcp.views.timeline_table import transition_words

__all__ = ["SHEET_VERSION", "Seen", "draw_frames"]

SHEET_VERSION = 4
"""Part of the names of kept sheets: raise it when the same frames come to be shown differently."""

_WIDTH, _MARGIN, _GAP, _HEAD = 1280, 28, 14, 92
_CAPTION, _SIDE = 38, 40
_LARGE, _PLAIN, _SMALL = 32, 22, 20
# Pictures that are this wide for their height stand in two rows, others in one.
_WIDE = 1.2
_BEFORE: Colour = (120, 190, 255)


class Seen(Protocol):
    """A frame with what is said of it."""

    @property
    def image(self) -> Image.Image: ...
    @property
    def time_ms(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def clip_id(self) -> str: ...


def draw_frames(
    frames: Sequence[Seen], *, at_ms: int, cut: BoardCut | None, language: str, max_bytes: int
) -> bytes:
    """A PNG of `max_bytes` at most with `frames` in order; `cut` is the one that they lie around, if any."""
    sides = [
        side for side in ([f for f in frames if f.offset < 0], [f for f in frames if f.offset >= 0]) if side
    ]
    shape = frames[0].image.width / frames[0].image.height
    rows = sides if shape >= _WIDE else [list(frames)]
    most = max(len(row) for row in rows)
    width = min((_WIDTH - 2 * _MARGIN - _GAP * (most - 1)) // most, frames[0].image.width)
    height = round(width / shape)
    row_height = _SIDE + height + _CAPTION + _GAP
    sheet = Sheet(_WIDTH, _HEAD + row_height * len(rows) + _MARGIN - _GAP)
    _heading(sheet, at_ms, cut, language)
    for number, row in enumerate(rows):
        _row(sheet, row, top=_HEAD + row_height * number, size=(width, height), language=language)
    return png_within(sheet.finished(), max_bytes)


def _heading(sheet: Sheet, at_ms: int, cut: BoardCut | None, language: str) -> None:
    time = _time(cut.time_ms if cut else at_ms)
    title = (
        say(FRAMES, "cut", language, n=cut.number, time=time)
        if cut
        else say(FRAMES, "moment", language, time=time)
    )
    sheet.text((_MARGIN, 36), title, size=_LARGE)
    facts: list[str] = []
    if cut is not None:
        place = "exact" if cut.offset_ms == 0 else f"place_{cut.place.value}"
        facts.append(say(FRAMES, place, language, offset=f"{cut.offset_ms or 0:+d}"))
        if cut.bar is not None and cut.beat is not None and cut.place is not Place.FREE:
            facts.append(say(FRAMES, "beat", language, bar=cut.bar, beat=cut.beat))
        if (seen := cut.transition) is not None:
            facts.append(transition_words(seen.kind, seen.duration_ms / 1000, language=language))
    sheet.text((_MARGIN, 72), "  ·  ".join(f for f in facts if f), size=_PLAIN, colour=DIM)


def _row(sheet: Sheet, row: Sequence[Seen], *, top: float, size: tuple[int, int], language: str) -> None:
    width, height = size
    for number, frame in enumerate(row):
        left = _MARGIN + number * (width + _GAP)
        side = _BEFORE if frame.offset < 0 else ACCENT
        if number == 0 or (frame.offset < 0) != (row[number - 1].offset < 0):
            label = say(FRAMES, "before" if frame.offset < 0 else "after", language)
            name = " · ".join(part for part in (frame.clip_id, plain_text(frame.name)) if part)
            sheet.text((left, top + 18), label, size=_PLAIN, colour=side)
            beside = left + text_width(label, _PLAIN) + 14
            same = sum((f.offset < 0) == (frame.offset < 0) for f in row)
            room = left + same * (width + _GAP) - _GAP - beside
            sheet.text((beside, top + 18), trimmed(name, size=_SMALL, room=room), size=_SMALL, colour=DIM)
        box = (left, top + _SIDE, left + width, top + _SIDE + height)
        sheet.ground(box, PANEL)
        sheet.picture(frame.image, box)
        sheet.panel((left, box[3], left + width, box[3] + 4), side)
        caption = _time(frame.time_ms)
        place = f"{frame.offset:+d}" if frame.offset else "0"
        y = box[3] + 4 + (_CAPTION - 4) / 2
        sheet.text((left, y), caption, size=_SMALL)
        if text_width(caption, _SMALL) + text_width(place, _SMALL) + 12 < width:
            sheet.text((left + width, y), place, size=_SMALL, colour=DIM, anchor="rm")


def _time(ms: int) -> str:
    """To the millisecond: frames lie closer together than tenths."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes}:{rest / 1000:06.3f}"
