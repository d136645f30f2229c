"""What is drawn over the lanes of a board: marks of cuts, transitions, beat effects, fades, and what lies in rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from nemovideo_mcp.video.sheet import DIM, GROUND, INK, Box, Colour, Sheet, text_width, trimmed
from nemovideo_mcp.views.board import Board, BoardClip, Lane, Place

__all__ = [
    "EFFECT_LANE",
    "PLACES",
    "TRANSITION",
    "closed_up",
    "crossing",
    "effect_marks",
    "fades",
    "laid_over",
    "lane_rows_height",
    "marker",
]

PLACES: Mapping[Place, Colour] = {
    Place.ON: (88, 224, 160),
    Place.HALF: (120, 190, 255),
    Place.OFF: (255, 110, 104),
    Place.FREE: (168, 176, 194),
}
TRANSITION: Colour = (196, 160, 255)
EFFECT_LANE = 30
_EFFECT: Colour = (255, 140, 90)
_FILLS: Mapping[str, Colour] = {
    "title": (255, 196, 61),
    "subtitle": (120, 205, 215),
    "overlay": (240, 150, 200),
}
_OTHER: Colour = (240, 150, 200)
_REGION: Colour = (170, 176, 190)
_ROW, _SINGLE = 32, 38
_SMALL = 19
# Where the blocks of a lane are narrower than this, on average, their words are said for several at once.
_LEAST_BLOCK, _GROUP = 74, 190
_LEAST_CROSSING = 12
_HATCH = 12

X = Callable[[float], float]
"""Where on the sheet a moment of the row is drawn."""


def marker(sheet: Sheet, x: float, y: float, place: Place, size: float) -> None:
    """A diamond on the beat, half of one on a half beat, a cross off it: told apart without colours too."""
    colour = PLACES[place]
    if place is Place.OFF:
        sheet.line((x - size * 0.75, y - size * 0.75), (x + size * 0.75, y + size * 0.75), colour, 3)
        sheet.line((x - size * 0.75, y + size * 0.75), (x + size * 0.75, y - size * 0.75), colour, 3)
    elif place is Place.FREE:
        sheet.line((x, y - size), (x, y + size), colour, 3)
    else:
        sheet.shape([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], colour)
        if place is Place.HALF:
            inner = size * 0.5
            sheet.shape([(x, y - inner), (x + inner, y), (x, y + inner), (x - inner, y)], GROUND)


def crossing(sheet: Sheet, box: Box, *, within: tuple[float, float]) -> None:
    """A transition over a filmstrip: from its left edge to its right one the second picture comes over the first.

    It is wide enough to be seen, but never reaches out of the filmstrip, which is `within` these edges.
    """
    left, top, right, bottom = box
    spare = max(0.0, _LEAST_CROSSING - (right - left)) / 2
    left, right = max(within[0], left - spare), min(within[1], right + spare)
    sheet.shape([(left, bottom), (right, bottom), (right, top)], (*TRANSITION[:3], 88))
    sheet.line((left, bottom - 1), (right, top + 1), TRANSITION, 2.5)
    for x in (left, right):
        sheet.line((x, top + 2), (x, bottom - 2), (*TRANSITION[:3], 190), 1.5)


def fades(sheet: Sheet, board: Board, x: X, box: Box) -> None:
    """A wedge in the colour that the film comes from or goes to, as long as that takes."""
    _, top, _, bottom = box
    for fade, is_in in ((board.fade_in, True), (board.fade_out, False)):
        if fade is None:
            continue
        edge = 0 if is_in else board.duration_ms
        inner = fade.duration_ms if is_in else board.duration_ms - fade.duration_ms
        left, right = x(edge), x(inner)
        if abs(right - left) < 1:
            continue
        red, green, blue = (int(fade.color[n : n + 2], 16) for n in (1, 3, 5))
        sheet.shape([(left, top), (left, bottom), (right, top)], (red, green, blue, 200))
        sheet.line((left, bottom), (right, top), INK, 1.5)


def closed_up(lane: Lane) -> Lane:
    """The lane without the rows in which it has nothing."""
    places = {row: place for place, row in enumerate(sorted({clip.row for clip in lane.clips}))}
    if all(row == place for row, place in places.items()):
        return lane
    return replace(lane, clips=tuple(replace(clip, row=places[clip.row]) for clip in lane.clips))


def lane_rows_height(lane: Lane) -> int:
    """How high a lane of blocks in rows is."""
    return _SINGLE if lane.rows == 1 else lane.rows * _ROW + 4


def laid_over(
    sheet: Sheet,
    lane: Lane,
    *,
    box: Box,
    x: X,
    words: Callable[[BoardClip], tuple[str, str]],
) -> None:
    """Texts, captions and overlays as blocks in the lane's rows.

    Args:
        sheet: what is drawn on.
        lane: the lane with what is seen of it.
        box: the lane's place.
        x: where on the sheet a moment is.
        words: the name of a clip, and what is special of it.
    """
    _, top, right, bottom = box
    height = (bottom - top) / lane.rows
    for row in range(lane.rows):
        here = [clip for clip in lane.clips if clip.row == row]
        inner = (box[0], top + row * height + 3, right, top + (row + 1) * height - 3)
        if len(here) > 2 and sum(x(c.end_ms) - x(c.start_ms) for c in here) / len(here) < _LEAST_BLOCK:
            _crowd(sheet, lane, here, inner, x, words)
        else:
            _blocks(sheet, lane, here, inner, x, words)


def _blocks(
    sheet: Sheet,
    lane: Lane,
    clips: Sequence[BoardClip],
    box: Box,
    x: X,
    words: Callable[[BoardClip], tuple[str, str]],
) -> None:
    _, top, end, bottom = box
    for number, clip in enumerate(clips):
        left, right = x(clip.start_ms), max(x(clip.end_ms), x(clip.start_ms) + 3)
        fill = _fill(lane, clip)
        sheet.panel((left + 1, top, right - 1, bottom), (*fill[:3], 58), radius=7)
        if fill is _REGION:
            _hatched(sheet, (left + 1, top, right - 1, bottom))
        sheet.panel((left + 1, top, min(left + 5, right), bottom), fill, radius=2)
        # Words may stand out over the end of their block, as far as nothing else stands there.
        free = x(clips[number + 1].start_ms) if number + 1 < len(clips) else end
        name, note = words(clip)
        shown = trimmed(name, size=_SMALL, room=free - left - 22)
        middle = (top + bottom) / 2
        sheet.text((left + 13, middle), shown, size=_SMALL)
        beside = left + 13 + text_width(shown, _SMALL) + 14
        if note and shown == trimmed(name, size=_SMALL, room=1e6):
            note = trimmed(note, size=_SMALL, room=free - beside - 10)
            sheet.text((beside, middle), note if len(note) > 2 else "", size=_SMALL, colour=DIM)


def _crowd(
    sheet: Sheet,
    lane: Lane,
    clips: Sequence[BoardClip],
    box: Box,
    x: X,
    words: Callable[[BoardClip], tuple[str, str]],
) -> None:
    """Very many short ones: a stroke for each, and above them the words of the first of every group."""
    _, top, end, bottom = box
    groups: list[list[BoardClip]] = []
    for clip in clips:
        if groups and x(clip.start_ms) - x(groups[-1][0].start_ms) < _GROUP:
            groups[-1].append(clip)
        else:
            groups.append([clip])
    strokes = bottom - 7
    for number, group in enumerate(groups):
        left = x(group[0].start_ms)
        free = x(groups[number + 1][0].start_ms) if number + 1 < len(groups) else end
        fill = _fill(lane, group[0])
        for clip in group:
            sheet.panel(
                (x(clip.start_ms) + 0.5, strokes, max(x(clip.end_ms) - 0.5, x(clip.start_ms) + 1.5), bottom),
                fill,
            )
        sheet.line((left + 0.5, top), (left + 0.5, bottom), fill, 1)
        more = f"+{len(group) - 1}" if len(group) > 1 else ""
        room = free - left - 16 - (text_width(more, _SMALL) + 8 if more else 0)
        shown = trimmed(words(group[0])[0], size=_SMALL, room=room)
        y = (top + strokes) / 2
        if len(shown) > 2:
            sheet.text((left + 6, y), shown, size=_SMALL)
            sheet.text((left + 12 + text_width(shown, _SMALL), y), more, size=_SMALL, colour=DIM)


def effect_marks(sheet: Sheet, times_ms: Sequence[int], *, y: float, x: X, strength: float) -> None:
    """A spark on each beat that an effect stands on, larger where it is stronger."""
    places = [x(time_ms) for time_ms in times_ms]
    room = min((after - before for before, after in pairwise(places)), default=100.0)
    size = min(4 + 5 * strength, max(1.5, room * 0.45))
    for at in places:
        points = [
            (at, y - size), (at + size * 0.3, y - size * 0.3), (at + size, y), (at + size * 0.3, y + size * 0.3),
            (at, y + size), (at - size * 0.3, y + size * 0.3), (at - size, y), (at - size * 0.3, y - size * 0.3),
        ]  # fmt: skip
        sheet.shape(points, _EFFECT)


def _fill(lane: Lane, clip: BoardClip) -> Colour:
    return _REGION if lane.label == "overlay" and clip.facts.get("effect") else _FILLS.get(lane.label, _OTHER)


def _hatched(sheet: Sheet, box: Box) -> None:
    """Slanted lines: here something of the picture is hidden."""
    left, top, right, bottom = box
    slant = bottom - top
    start = left + 4
    while start < right - slant:
        sheet.line((start, bottom), (start + slant, top), (*_REGION[:3], 60), 1.5)
        start += _HATCH
