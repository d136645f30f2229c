"""How large an overlay is and when it is seen, where that is not said or does not fit."""

from __future__ import annotations

from nemovideo_mcp.edit.references import LengthReference, TimeReference, length_ms, moment
from nemovideo_mcp.edit.wording import seconds
from nemovideo_mcp.edit.workspace import Workspace, refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import OverlayClip

__all__ = ["fitted_width", "overlay_span", "usual_width"]

# Shares of the frame's width, in a wide frame and in a tall one; a picture is taken for a logo.
_PICTURE, _FILM = (0.15, 0.24), (0.3, 0.42)
# Nothing that nobody sized is taller than this share of the frame's height.
_TALLEST = 0.4
_LEAST_WIDTH = 0.01
_LEAST_MS = 100


def usual_width(item: MediaItem, *, frame: tuple[int, int]) -> float:
    """The width of an overlay of `item` for which none was given, as a share of the frame's."""
    wide, tall = _FILM if item.info.kind == "video" else _PICTURE
    width = tall if frame[1] > frame[0] else wide
    if not (item.info.width and item.info.height):
        return width
    return round(min(width, _TALLEST * _filling(item.info.width, item.info.height, frame)), 4)


def fitted_width(wanted: float, *, size: tuple[int, int], frame: tuple[int, int]) -> float:
    """`wanted`, or less where the picture of `size` would reach over the frame; a share of the frame's width."""
    most = min(1.0, _filling(*size, frame)) if all(size) else 1.0
    return round(max(min(wanted, most), min(_LEAST_WIDTH, most)), 4)


def _filling(width: int, height: int, frame: tuple[int, int]) -> float:
    """The width at which the picture is as tall as the frame."""
    return frame[1] / frame[0] * width / height


def overlay_span(
    work: Workspace,
    *,
    start: TimeReference | None,
    end: TimeReference | None,
    length: LengthReference | None,
    present: OverlayClip | None = None,
    most_ms: int | None = None,
) -> tuple[int, int]:
    """Start and length in ms of what is seen for a time, inside the film; where nothing is said, all of the film.

    Args:
        work: the edit under way.
        start: as the operation has it, and so are `end` and `length`.
        present: the overlay as it is; what is not said stays, and one that ends with the film goes on doing so.
        most_ms: how much of its film there is to show; None of a picture.

    Raises:
        EditRefused: where it would not be seen.
    """
    film_ms = work.duration_ms
    wanted = round(length_ms(work, length)) if length is not None else None
    ends = moment(work, end, snap="none").placed_ms if end is not None else None
    if start is not None:
        begins = moment(work, start, snap="none").placed_ms
        if start == "end" and wanted:
            begins = max(0, film_ms - wanted)
    elif ends is not None and wanted is not None:
        begins = max(0, ends - wanted)
    else:
        begins = present.start_ms if present else 0
    if ends is None:
        ends = begins + wanted if wanted is not None else _usual_end(begins, present, film_ms)
    ends = min(ends, film_ms, begins + most_ms if most_ms is not None else film_ms)
    if ends - begins < min(_LEAST_MS, film_ms):
        raise refuse(
            f"it would start at {seconds(begins)} s and end at {seconds(ends)} s; "
            f"the film is {seconds(film_ms)} s long.",
            f"将从 {seconds(begins)} 秒到 {seconds(ends)} 秒；影片长 {seconds(film_ms)} 秒。",
        )
    return begins, ends - begins


def _usual_end(start_ms: int, present: OverlayClip | None, film_ms: int) -> int:
    if present is None or present.end_ms >= film_ms:
        return film_ms
    return start_ms + present.duration_ms
