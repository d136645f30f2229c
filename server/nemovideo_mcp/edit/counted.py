"""Decision lists count whole frames: once their frame rate is known, their times become exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from nemovideo_mcp.timeline.foreign_edit import ForeignClip, ForeignEdit

__all__ = ["counted_at", "with_cuts_in_dissolves"]

# Speeds are written as frames a second of one decimal: 059.9 and 060.0 both are twice 29.97.
_ROUNDED_FPS = Fraction(1, 10)


def counted_at(edit: ForeignEdit, rate: Fraction) -> ForeignEdit:
    """`edit`, which counts whole frames, at the frame rate `rate`, which is not lower than its own."""
    own, base = round(edit.frame_rate or rate), round(rate)

    def exact(time_s: Fraction) -> Fraction:
        seconds, frame = divmod(round(time_s * own), own)
        return (seconds * base + frame) / rate

    def clip_at(clip: ForeignClip) -> ForeignClip:
        start_s, end_s = exact(clip.start_s), exact(clip.end_s)
        return replace(
            clip,
            start_s=start_s,
            length_s=end_s - start_s,
            source_s=exact(clip.source_s),
            dissolve_s=clip.dissolve_s * own / rate,
        )

    return replace(
        edit,
        frame_rate=rate,
        is_counted=False,
        video=tuple(tuple(map(clip_at, track)) for track in edit.video),
        audio=tuple(tuple(map(clip_at, track)) for track in edit.audio),
        marks=tuple(replace(mark, time_s=exact(mark.time_s)) for mark in edit.marks),
    )


def with_cuts_in_dissolves(edit: ForeignEdit) -> ForeignEdit:
    """`edit` of a decision list with its speeds, and with each cut in the middle of its dissolve."""
    rate = edit.frame_rate or Fraction(30)
    tracks = (edit.video, edit.audio)
    video, audio = (tuple(tuple(_straightened(_timed(t, rate), rate)) for t in kind) for kind in tracks)
    return replace(edit, video=video, audio=audio)


def _timed(clips: Iterable[ForeignClip], rate: Fraction) -> list[ForeignClip]:
    return [clip if clip.fps is None else replace(clip, speed=_speed(clip.fps, rate)) for clip in clips]


def _speed(fps: Fraction, rate: Fraction) -> Fraction:
    for whole in (rate, Fraction(round(rate))):
        near = round(fps / whole * 20)
        if near and abs(Fraction(near, 20) * whole - fps) <= _ROUNDED_FPS:
            return Fraction(near, 20)
    return (fps / rate).limit_denominator(1000) or Fraction(1)


def _straightened(clips: Iterable[ForeignClip], rate: Fraction) -> list[ForeignClip]:
    found: list[ForeignClip] = []
    for clip in clips:
        if not clip.dissolve_s or not found:
            found.append(clip)
            continue
        half = round(clip.dissolve_s * rate) // 2 / rate
        found[-1] = replace(found[-1], length_s=found[-1].length_s + half)
        stands = clip.freeze or clip.reversed
        found.append(
            replace(
                clip,
                start_s=clip.start_s + half,
                length_s=clip.length_s - half,
                source_s=clip.source_s if stands else clip.source_s + half * clip.speed,
            )
        )
    return found
