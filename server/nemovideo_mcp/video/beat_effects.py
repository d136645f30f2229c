"""Punches, flashes, shakes and pulses on beats: each is at its strongest on the beat's frame, and dies away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from av.video.frame import VideoFrame

from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.model import AudioClip, Timeline
from nemovideo_mcp.video.camera_move import View, frame_of, moved_frame, planes_of
from nemovideo_mcp.video.compositor import Canvas
from nemovideo_mcp.video.fades import mixed
from nemovideo_mcp.video.spans import FrameSpan

__all__ = ["BeatPiece", "beat_pieces", "on_beats"]

_LASTS_MS = {"punch": 320, "flash": 170, "shake": 280, "pulse": 320}
# At full strength: zoom, opacity of the white, zoom that a shake needs for its room, factor on the colours.
_PUNCH, _FLASH, _SHAKE, _PULSE = 0.12, 0.7, 0.08, 1.2
_WHITE = "#ffffff"
# Where a shake throws the picture, frame by frame, as shares of its room.
_THROWS = ((1.0, -0.5), (-0.8, 0.9), (0.6, 0.4), (-0.5, -0.8), (0.4, 0.6), (-0.3, -0.2))


@dataclass(frozen=True, kw_only=True)
class BeatPiece(FrameSpan):
    """One effect on one beat: `frames` from `first_frame` of the chunk on, which may lie before the chunk's start."""

    kind: str
    strength: float

    @property
    def content(self) -> list[object]:
        """All that decides what is seen, as values of JSON."""
        return [self.kind, self.strength, self.first_frame, self.frames]

    def level(self, frame_number: int) -> float:
        """How strong it is in a frame, 0 to 1: all of it on the beat, then ever less."""
        if not self.covers(frame_number):
            return 0.0
        return self.strength * (1 - (frame_number - self.first_frame) / self.frames) ** 2


def beat_pieces(timeline: Timeline) -> list[BeatPiece]:
    """The film's effects on the beats of its music that are heard, with frames counted from its start."""
    rate, last_ms = timeline.frame_rate, timeline.duration_ms
    pieces: list[BeatPiece] = []
    for effect in timeline.beat_effects:
        frames = max(2, round(_LASTS_MS[effect.kind] * rate / 1000))
        starts = {
            frame_at(time_ms, frame_rate=rate)
            for clip in timeline.audio_clips
            if timeline.music is not None and clip.role == timeline.music.role
            for time_ms in _beats_ms(clip, effect, is_first=clip is timeline.music)
            if 0 <= time_ms < last_ms
        }
        pieces += [
            BeatPiece(kind=effect.kind, strength=effect.strength, first_frame=first, frames=frames)
            for first in sorted(starts)
        ]
    return pieces


def on_beats(frame: VideoFrame, pieces: Sequence[BeatPiece], number: int, canvas: Canvas) -> VideoFrame:
    """A frame of the canvas with the effects of its moment; the frame itself where there is none."""
    for piece in pieces:
        level = piece.level(number)
        if level <= 0:
            continue
        match piece.kind:
            case "punch":
                frame = moved_frame(frame, View(zoom=1 + _PUNCH * level), canvas)
            case "shake":
                across, down = _THROWS[(number - piece.first_frame) % len(_THROWS)]
                room = View(zoom=1 + _SHAKE * level, across=(1 + across) / 2, down=(1 + down) / 2)
                frame = moved_frame(frame, room, canvas)
            case "flash":
                frame = mixed(frame, _WHITE, _FLASH * level)
            case _:
                frame = _colored(frame, 1 + _PULSE * level)
    return frame


def _beats_ms(clip: AudioClip, effect: BeatEffect, *, is_first: bool) -> Iterator[Fraction]:
    """The times of the beats of a piece of music that are chosen, while it is heard.

    Beats that are named are those of the first piece.
    """
    grid = clip.grid
    if grid is None:
        return
    step = effect.every or grid.beats_per_bar
    named = {grid.index_of(place) for place in effect.places} if is_first else set[int]()
    by_name = effect.on_drop or bool(effect.places)
    for index, time_ms in enumerate(grid.times_ms):
        chosen = index in named if by_name else (index - grid.downbeat_index) % step == 0
        if chosen and clip.start_ms <= time_ms < clip.end_ms:
            yield time_ms


def _colored(frame: VideoFrame, factor: float) -> VideoFrame:
    """The colours of a frame `factor` times as strong."""
    luma, blue, red = planes_of(frame)
    table = [min(240, max(16, round(128 + factor * (level - 128)))) for level in range(256)]
    return frame_of((luma, blue.point(table), red.point(table)))
