"""What a source holds, at a glance: pictures spread evenly over it, each with its time, its own cuts marked."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from nemovideo_mcp.messages.boards import SHEETS
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.video.sheet import ACCENT, DIM, PANEL, Sheet, png_within, text_width, trimmed
from nemovideo_mcp.video.thumbnails import Shot, thumbnails
from nemovideo_mcp.views.names import plain_text

__all__ = ["CONTACT_SHEET_VERSION", "contact_sheet", "spread_times"]

CONTACT_SHEET_VERSION = 2
"""Part of the names of kept sheets: raise it when the same source comes to be shown differently."""

_WIDTH, _MARGIN, _GAP, _HEAD, _CAPTION = 1280, 28, 14, 92, 36
_LARGE, _PLAIN, _SMALL = 32, 22, 20
_FRAMES = 12
# A film that stands upright has more pictures in a row.
_COLUMNS = {True: 6, False: 4}


def spread_times(duration_ms: int, *, count: int = _FRAMES) -> list[int]:
    """The middles of `count` equal parts of a source, in ms; one moment where it has no length."""
    if duration_ms <= 0:
        return [0]
    return [duration_ms * (2 * n + 1) // (2 * count) for n in range(count)]


def contact_sheet(
    source: SourceFile,
    *,
    name: str,
    shot_starts_ms: Sequence[int] = (0,),
    language: str = "en",
    max_bytes: int,
) -> bytes:
    """A PNG of `max_bytes` at most: about twelve frames of a film with their times, or the photo itself.

    Args:
        source: the film or photo.
        name: what it is called.
        shot_starts_ms: where its own shots start; the first picture of each is marked.
        language: of the words on it.
        max_bytes: the size of the PNG that is not overstepped.
    """
    info = source.info
    times = spread_times(info.duration_ms if info.kind == "video" else 0)
    shape = info.width / info.height if info.width and info.height else 16 / 9
    columns = min(_COLUMNS[shape < 1], len(times)) if len(times) > 1 else 2
    width = (_WIDTH - 2 * _MARGIN - _GAP * (columns - 1)) // columns
    width, height = width // 2 * 2, max(2, round(width / shape / 2) * 2)
    rows = -(-len(times) // columns)
    sheet = Sheet(_WIDTH, _HEAD + rows * (height + _CAPTION + _GAP) + _MARGIN - _GAP)
    sheet.text((_MARGIN, 36), trimmed(plain_text(name), size=_LARGE, room=_WIDTH - 2 * _MARGIN), size=_LARGE)
    sheet.text((_MARGIN, 72), _facts(source, shot_starts_ms, language), size=_PLAIN, colour=DIM)
    pictures = _pictures(source, times, size=(width, height))
    shown = -1
    for place, time_ms in enumerate(times):
        row, column = divmod(place, columns)
        left = _MARGIN + column * (width + _GAP)
        top = _HEAD + row * (height + _CAPTION + _GAP)
        box = (left, top, left + width, top + height)
        sheet.ground(box, PANEL)
        if time_ms in pictures:
            sheet.picture(pictures[time_ms], box)
        middle = top + height + _CAPTION / 2
        caption = f"{time_ms / 1000:.2f}"
        if len(times) > 1:
            sheet.text((left, middle), caption, size=_SMALL)
        shot = sum(start <= time_ms for start in shot_starts_ms)
        if shot != shown and len(shot_starts_ms) > 1:
            label = say(SHEETS, "new_shot", language, n=shot)
            if text_width(caption, _SMALL) + text_width(label, _SMALL) + 12 < width:
                sheet.text((left + width, middle), label, size=_SMALL, colour=ACCENT, anchor="rm")
        shown = shot
    return png_within(sheet.finished(), max_bytes)


def _facts(source: SourceFile, shot_starts_ms: Sequence[int], language: str) -> str:
    info = source.info
    facts = [f"{info.width}×{info.height}"]
    if info.kind == "video":
        count = len(shot_starts_ms)
        facts.insert(0, say(SHEETS, "seconds", language, length=f"{info.duration_ms / 1000:.2f}"))
        facts.append(say(SHEETS, "one_shot" if count <= 1 else "shots", language, n=count))
    return "  ·  ".join(facts)


def _pictures(source: SourceFile, times: Sequence[int], *, size: tuple[int, int]) -> dict[int, Image.Image]:
    """The pictures by their times; each is nearer to its own time than to a neighbour's."""
    reach = source.info.duration_ms // (4 * len(times))
    shots = [Shot(source=source, time_ms=t, first_ms=max(0, t - reach), last_ms=t + reach) for t in times]
    return {shot.time_ms: picture for shot, picture in thumbnails(shots, size=size)}
