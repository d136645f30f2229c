"""A lane of sound on a board: waveforms, and the beat grid behind the music."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nemovideo_mcp.video.sheet import LINE, Box, Colour, Sheet, text_width, trimmed
from nemovideo_mcp.views.board import Beat, BoardClip, Lane, Peaks, Span

__all__ = ["BAR", "sound_lane"]

BAR: Colour = (96, 108, 140)
_WAVE: Colour = (126, 138, 255)
_VOICE: Colour = (240, 150, 200)
_NAME_GROUND: Colour = (10, 12, 18, 190)
_SMALL = 19
_LEAST_BEAT_PX = 5


def sound_lane(
    sheet: Sheet,
    lane: Lane,
    *,
    span: Span,
    box: Box,
    x: Callable[[float], float],
    peaks: Mapping[BoardClip, Peaks],
    beats: Sequence[Beat],
) -> None:
    """The lane with its waveforms; a sound without peaks is a line.

    Args:
        sheet: what is drawn on.
        lane: the lane with what is seen of it.
        span: the stretch of time that `box` shows.
        box: the lane's place.
        x: where on the sheet a moment is.
        peaks: how loud the sounds are.
        beats: all beats of the music.
    """
    left_edge, top, right_edge, bottom = box
    middle, reach = (top + bottom) / 2, (bottom - top) / 2 - 3
    per_px = span.duration_ms / (right_edge - left_edge)
    if lane.label == "bgm":
        _beats(sheet, [beat for beat in beats if span.holds(beat.time_ms)], box, x)
    colour = _WAVE if lane.label == "bgm" else _VOICE
    for clip in lane.clips:
        left, right = x(clip.start_ms), x(clip.end_ms)
        found = peaks.get(clip)
        if found is None:
            sheet.panel((left, middle - 3, right, middle + 3), colour, radius=3)
        else:
            # One stroke for every two pixels, from its quietest to its loudest, about the middle.
            for at in range(round(left), round(right), 2):
                at_ms = span.start_ms + (at - left_edge) * per_px - clip.start_ms
                half = max(0.75, found.between(at_ms, at_ms + 2 * per_px) / 255 * reach)
                sheet.line((at + 0.5, middle - half), (at + 0.5, middle + half), colour, 1.5)
        if clip.start_ms < span.start_ms:
            continue  # it was named where it began
        facts = [clip.name, f"{clip.volume}%" if clip.volume is not None else ""]
        words = trimmed("  ".join(f for f in facts if f), size=_SMALL, room=right - left - 24)
        if len(words) > 1:
            ground = (left + 5, top + 5, left + text_width(words, _SMALL) + 17, top + 30)
            sheet.panel(ground, _NAME_GROUND, radius=6)
            sheet.text((left + 11, top + 17), words, size=_SMALL)


def _beats(sheet: Sheet, beats: Sequence[Beat], box: Box, x: Callable[[float], float]) -> None:
    left, top, right, bottom = box
    height = bottom - top
    bars = [beat for beat in beats if beat.beat == 1]
    room = (right - left) / max(1, len(beats))
    for beat in bars if room < _LEAST_BEAT_PX else beats:
        at = x(beat.time_ms)
        if beat.beat == 1:
            sheet.line((at, top), (at, bottom), BAR, 2)
        else:
            sheet.line((at, top + height * 0.18), (at, top + height * 0.82), LINE, 1.2)
