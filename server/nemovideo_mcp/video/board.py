"""The board as a picture: filmstrip, cuts, waveform on its beat grid and titles, row under row like a score.

Pictures and peaks are given by whoever has them: without them clips are blocks with names. Nothing here opens media.
"""

from __future__ import annotations

import colorsys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PIL import Image

from nemovideo_mcp.messages.boards import BOARDS
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.timelines import Phrases, phrases_of
from nemovideo_mcp.video.board_marks import (
    EFFECT_LANE,
    PLACES,
    TRANSITION,
    closed_up,
    crossing,
    effect_marks,
    fades,
    laid_over,
    lane_rows_height,
    marker,
)
from nemovideo_mcp.video.board_sound import BAR, sound_lane
from nemovideo_mcp.video.sheet import (
    DIM,
    GROUND,
    LINE,
    PANEL,
    Colour,
    Sheet,
    png_within,
    text_width,
    trimmed,
)
from nemovideo_mcp.views.board import (
    SOUNDS,
    Board,
    BoardClip,
    BoardCut,
    Lane,
    Peaks,
    Place,
    Span,
    StripCell,
    ticks_ms,
)
from nemovideo_mcp.views.board_words import name_of, notes_of
from nemovideo_mcp.views.phrases import clock, ratio_words
from nemovideo_mcp.views.timeline_table import beat_effect_words, transition_words

__all__ = ["BOARD_VERSION", "MAX_PNG_BYTES", "draw_board"]

BOARD_VERSION = 3
"""Part of the names of kept boards: raise it when the same timeline comes to look different."""

MAX_PNG_BYTES = 740_000
"""In base64, as tools hand pictures on, this is still less than 1 MB."""

_WIDTH, _MARGIN, _GUTTER = 1280, 28, 112
_LEFT, _RIGHT = _MARGIN + _GUTTER, _WIDTH - _MARGIN
_HEAD, _FOOT, _RULER, _ROW_GAP = 104, 58, 34, 18
_CUT_LANE, _GAP = 32, 6
# Heights of the filmstrip and of the waveform: with few rows, and with many.
_TALL, _LOW = (112, 92), (84, 60)
_MANY_ROWS = 2
_SMALL, _PLAIN, _LARGE = 19, 22, 34
_LEAST_LABEL = 96
_TICKS = 8
_OFFSETS, _FEW_CUTS = 20, 30

_NOTE_GROUND: Colour = (10, 12, 18, 190)
_NOTE: Colour = (196, 226, 255)


def draw_board(
    board: Board,
    *,
    language: str = "en",
    pictures: Mapping[StripCell, Image.Image] | None = None,
    peaks: Mapping[BoardClip, Peaks] | None = None,
    max_bytes: int = MAX_PNG_BYTES,
) -> bytes:
    """The board as a PNG of at most `max_bytes`, 1280 pixels wide unless that is too much."""
    painter = _Painter(
        board=board,
        language=language,
        phrases=phrases_of(language),
        pictures=sorted((pictures or {}).items(), key=lambda item: item[0].start_ms),
        peaks=peaks or {},
    )
    return png_within(painter.paint(), max_bytes)


@dataclass(frozen=True, kw_only=True)
class _Painter:
    board: Board
    language: str
    phrases: Phrases
    pictures: Sequence[tuple[StripCell, Image.Image]]
    peaks: Mapping[BoardClip, Peaks]

    def paint(self) -> Image.Image:
        rows = [(row, self._lanes_in(row)) for row in self.board.rows]
        heights = [self._row_height(row, lanes) for row, lanes in rows]
        body = sum(heights) + _ROW_GAP * max(0, len(rows) - 1) if rows else 120
        sheet = Sheet(_WIDTH, _HEAD + body + (_FOOT if self.board.cuts else _MARGIN))
        self._head(sheet)
        top: float = _HEAD
        for (row, lanes), height in zip(rows, heights, strict=True):
            _Row(painter=self, sheet=sheet, span=row, top=top).paint(lanes)
            top += height + _ROW_GAP
        if not rows:
            sheet.panel((_MARGIN, _HEAD, _RIGHT, _HEAD + body), PANEL, radius=14)
            middle = _WIDTH / 2, _HEAD + body / 2
            sheet.text(middle, self.say("empty"), size=_PLAIN, colour=DIM, anchor="mm")
        if self.board.cuts:
            self._legend(sheet, sheet.height - _FOOT / 2)
        return sheet.finished()

    def say(self, key: str, **fields: object) -> str:
        return say(BOARDS, key, self.language, **fields)

    @property
    def heights(self) -> tuple[int, int]:
        return _LOW if len(self.board.rows) > _MANY_ROWS else _TALL

    def lane_height(self, lane: Lane) -> int:
        if lane.label == "video":
            return self.heights[0]
        return self.heights[1] if lane.label in SOUNDS else lane_rows_height(lane)

    def _lanes_in(self, row: Span) -> list[Lane]:
        """The lanes with what they have in this row; pictures and music always, so that gaps are seen."""
        seen = [
            replace(
                lane,
                clips=tuple(c for c in lane.clips if c.start_ms < row.end_ms and c.end_ms > row.start_ms),
            )
            for lane in self.board.lanes
        ]
        return [closed_up(lane) for lane in seen if lane.clips or lane.label in ("video", "bgm")]

    def cuts_height(self, row: Span) -> int:
        """Transitions say what they are below their mark, and cuts that are off the beat by how much."""
        said = any(_said_of(cut, self.language) and row.holds(cut.time_ms) for cut in self.board.cuts)
        return _CUT_LANE + _GAP + (_OFFSETS if said else 0)

    def effects_height(self) -> int:
        return len(self.board.effects) * (EFFECT_LANE + _GAP)

    def words(self, lane: Lane, clip: BoardClip) -> tuple[str, str]:
        """The name of a clip, and what is special of it."""
        name = name_of(clip, lane.label, language=self.language)
        return name, " · ".join(notes_of(clip, lane.label, language=self.language))

    def _row_height(self, row: Span, lanes: Sequence[Lane]) -> int:
        has_film = any(lane.label == "video" for lane in lanes)
        below = self.cuts_height(row) + self.effects_height() if has_film else 0
        return _RULER + sum(self.lane_height(lane) + _GAP for lane in lanes) + below

    def _head(self, sheet: Sheet) -> None:
        board = self.board
        title = trimmed(board.title, size=_LARGE, room=_RIGHT - _MARGIN - 40) or self.phrases.head
        sheet.text((_MARGIN, 40), title, size=_LARGE)
        cuts = len(board.cuts)
        facts = [
            clock(board.duration_ms) if board.duration_ms else "",
            ratio_words(board.width, board.height) if board.width and board.height else "",
            f"{board.bpm_milli / 1000:.4g} BPM" if board.bpm_milli else "",
            self.say("one_cut" if cuts == 1 else "cuts", n=cuts) if cuts else "",
        ]
        facts += [
            f"{count} {self.say(f'place_{place.value}')}"
            for place in (Place.ON, Place.HALF, Place.OFF)
            if (count := board.count(place))
        ]
        captions = sum(
            "text" in c.facts and "kind" not in c.facts for lane in board.lanes for c in lane.clips
        )
        facts += [self.say("captions", n=captions)] if captions > 1 else []
        line = "  ·  ".join(fact for fact in facts if fact)
        sheet.text((_MARGIN, 80), trimmed(line, size=_PLAIN, room=_RIGHT - _MARGIN), size=_PLAIN, colour=DIM)

    def _legend(self, sheet: Sheet, y: float) -> None:
        x: float = _LEFT
        for place in Place:
            if not self.board.count(place):
                continue
            marker(sheet, x + 8, y, place, 8)
            words = self.say("off_by" if place is Place.OFF else f"place_{place.value}")
            sheet.text((x + 24, y), words, size=_SMALL, colour=DIM)
            x += 24 + text_width(words, _SMALL) + 34
        if any(cut.transition for cut in self.board.cuts):
            crossing(sheet, (x, y - 9, x + 22, y + 9), within=(x, x + 22))
            words = self.say("transition")
            sheet.text((x + 32, y), words, size=_SMALL, colour=DIM)
            x += 32 + text_width(words, _SMALL) + 34
        if self.board.beats:
            sheet.line((x + 2, y - 10), (x + 2, y + 10), BAR, 2)
            sheet.line((x + 12, y - 6), (x + 12, y + 6), LINE, 1.5)
            sheet.text((x + 26, y), self.say("beat"), size=_SMALL, colour=DIM)


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One row: a ruler, and the lanes below it."""

    painter: _Painter
    sheet: Sheet
    span: Span
    top: float

    def x(self, time_ms: float) -> float:
        share = (time_ms - self.span.start_ms) / max(1, self.span.duration_ms)
        return _LEFT + min(max(share, 0.0), 1.0) * (_RIGHT - _LEFT)

    def paint(self, lanes: Sequence[Lane]) -> None:
        self._ruler()
        y = self.top + _RULER
        cuts_at: float | None = None
        for lane in lanes:
            height = self.painter.lane_height(lane)
            box = (_LEFT, y, _RIGHT, y + height)
            self._label(self.painter.phrases.labels.get(lane.label, lane.label), y + height / 2)
            self.sheet.ground(box, PANEL)
            if lane.label == "video":
                self._film(lane, y, height)
            elif lane.label in SOUNDS:
                sound_lane(
                    self.sheet,
                    lane,
                    span=self.span,
                    box=box,
                    x=self.x,
                    peaks=self.painter.peaks,
                    beats=self.painter.board.beats,
                )
            else:
                laid_over(
                    self.sheet,
                    lane,
                    box=box,
                    x=self.x,
                    words=partial(self.painter.words, lane),
                )
            y += height + _GAP
            if lane.label == "video" and cuts_at is None:
                cuts_at = y
                y += self.painter.cuts_height(self.span)
                self._effects(y)
                y += self.painter.effects_height()
        if cuts_at is not None:
            self._cuts(cuts_at)

    def _label(self, words: str, y: float) -> None:
        fitted = trimmed(words, size=_SMALL, room=_GUTTER - 12)
        self.sheet.text((_LEFT - 14, y), fitted, size=_SMALL, colour=DIM, anchor="rm")

    def _ruler(self) -> None:
        y = self.top + _RULER / 2 - 2
        free: float = _LEFT - 40
        for tick in ticks_ms(self.span, most=_TICKS):
            x, words = self.x(tick), clock(tick)
            self.sheet.line((x, self.top + _RULER - 8), (x, self.top + _RULER - 2), DIM, 1.5)
            half = text_width(words, _SMALL) / 2
            middle = min(max(x, _LEFT + half), _RIGHT - half)
            if middle - half > free + 10:
                self.sheet.text((middle, y - 4), words, size=_SMALL, colour=DIM, anchor="mm")
                free = middle + half

    # --- pictures ------------------------------------------------------------------------------------------------

    def _film(self, lane: Lane, top: float, height: float) -> None:
        clips = lane.clips
        for clip in clips:
            box = (self.x(clip.start_ms), top, self.x(clip.end_ms), top + height)
            self.sheet.ground(box, _block(clip))
        known = set(clips)
        shown: set[BoardClip] = set()
        for cell, image in self.painter.pictures:
            if cell.clip in known and cell.start_ms < self.span.end_ms and cell.end_ms > self.span.start_ms:
                shown.add(cell.clip)
                self.sheet.picture(image, (self.x(cell.start_ms), top, self.x(cell.end_ms), top + height))
        for clip in clips:
            left, right = self.x(clip.start_ms), self.x(clip.end_ms)
            if right - left > 5:
                self.sheet.corners((left, top, right, top + height), GROUND, radius=5)
                self.sheet.line((left, top), (left, top + height), GROUND, 2)
            else:
                self.sheet.line((left, top), (left, top + height), GROUND, 1)
        for cut in self.painter.board.cuts:
            if (
                (seen := cut.transition)
                and seen.start_ms < self.span.end_ms
                and seen.end_ms > self.span.start_ms
            ):
                box = (self.x(seen.start_ms), top, self.x(seen.end_ms), top + height)
                crossing(self.sheet, box, within=(_LEFT, _RIGHT))
        fades(self.sheet, self.painter.board, self.x, (_LEFT, top, _RIGHT, top + height))
        for clip in clips:
            box = (self.x(clip.start_ms), top, self.x(clip.end_ms), top + height)
            self._name(clip, box, pictured=clip in shown)
            self._notes(lane, clip, box)

    def _name(self, clip: BoardClip, box: tuple[float, float, float, float], *, pictured: bool) -> None:
        left, top, right, bottom = box
        name = trimmed(clip.name, size=_SMALL, room=10_000) or self.painter.say("unnamed", n=clip.number)
        fitted = trimmed(name, size=_SMALL, room=right - left - 18)
        if not fitted or (fitted != name and right - left < _LEAST_LABEL):
            return  # a letter or two would tell nobody anything
        name = fitted
        if not pictured:
            self.sheet.text(((left + right) / 2, (top + bottom) / 2), name, size=_SMALL, anchor="mm")
            return
        width = text_width(name, _SMALL)
        self.sheet.panel((left + 5, bottom - 30, left + width + 17, bottom - 5), (10, 12, 18, 190), radius=6)
        self.sheet.text((left + 11, bottom - 18), name, size=_SMALL)

    def _notes(self, lane: Lane, clip: BoardClip, box: tuple[float, float, float, float]) -> None:
        """What is special of a clip in its upper corner; where there is no room for words, a corner that says so."""
        left, top, right, _ = box
        _, notes = self.painter.words(lane, clip)
        if not notes or clip.start_ms < self.span.start_ms:
            return
        fitted = trimmed(notes, size=_SMALL, room=right - left - 20)
        if fitted != notes and right - left < _LEAST_LABEL:
            if right - left > 8:
                self.sheet.shape([(left + 1, top), (left + 13, top), (left + 1, top + 12)], _NOTE)
            return
        width = text_width(fitted, _SMALL)
        self.sheet.panel((left + 5, top + 5, left + width + 17, top + 30), _NOTE_GROUND, radius=6)
        self.sheet.text((left + 11, top + 17), fitted, size=_SMALL, colour=_NOTE)

    def _effects(self, top: float) -> None:
        """A line for each beat effect: its name at the left, a spark on each of its beats."""
        for number, effect in enumerate(self.painter.board.effects):
            y = top + number * (EFFECT_LANE + _GAP) + EFFECT_LANE / 2
            what, *_ = beat_effect_words(effect.facts, language=self.painter.language)
            self._label(what, y)
            self.sheet.line((_LEFT, y), (_RIGHT, y), LINE, 1)
            here = [time_ms for time_ms in effect.times_ms if self.span.holds(time_ms)]
            strength = float(effect.facts.get("strength", 1.0))
            effect_marks(self.sheet, here, y=y, x=self.x, strength=strength)

    # --- cuts ----------------------------------------------------------------------------------------------------

    def _cuts(self, top: float) -> None:
        y = top + _CUT_LANE / 2
        self._label(self.painter.say("cut_lane"), y)
        self.sheet.line((_LEFT, y), (_RIGHT, y), LINE, 1)
        found = [cut for cut in self.painter.board.cuts if self.span.holds(cut.time_ms)]
        size = 9 if len(found) <= _FEW_CUTS else 6
        free = float("-inf")
        for cut in found:
            x, words = self.x(cut.time_ms), _said_of(cut, self.painter.language)
            marker(self.sheet, x, y, cut.place, size)
            half = text_width(words, _SMALL) / 2
            middle = min(max(x, _LEFT + half), _RIGHT - half)
            if words and middle - half > free:
                below = middle, top + _CUT_LANE + _OFFSETS / 2 - 3
                colour = PLACES[cut.place] if cut.place is Place.OFF else TRANSITION
                self.sheet.text(below, words, size=_SMALL, colour=colour, anchor="mm")
                free = middle + half + 8


def _said_of(cut: BoardCut, language: str) -> str:
    """What a cut says below its mark: its transition, and by how many ms it is off the beat."""
    seen = cut.transition
    parts = [transition_words(seen.kind, seen.duration_ms / 1000, language=language)] if seen else []
    if cut.place is Place.OFF and cut.offset_ms is not None:
        parts.append(f"{cut.offset_ms:+d}")
    return " ".join(parts)


def _block(clip: BoardClip) -> Colour:
    """A quiet colour that is the same for all clips of one source."""
    hue = (zlib.crc32((clip.source or clip.name or str(clip.number)).encode()) % 360) / 360
    red, green, blue = colorsys.hls_to_rgb(hue, 0.32, 0.34)
    return round(red * 255), round(green * 255), round(blue * 255)
