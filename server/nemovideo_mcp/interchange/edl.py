"""An edit decision list of CMX 3600: the shots of the main track and the music, with timecode.

A list knows cuts, dissolves, constant speeds and one track of pictures, whose own sound is the first of four sounds
(channel `B`); music has the ones after it. Reels are named by their file, and comments
carry the whole name and place. Timecode counts without dropping frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from nemovideo_mcp.interchange.sequence import Footage, Mark, Sequence, Shot, Sound, stacked

__all__ = ["to_edl"]

_RECORD_STARTS_S = 3600
_REEL_LENGTH = 8
_NOT_REEL = re.compile(r"[^A-Za-z0-9]")
_BLACK = "BL"


def to_edl(sequence: Sequence) -> str:
    """The film as an edit decision list."""
    return "\n".join(_Writer(sequence).lines()) + "\n"


class _Writer:
    """One list under way: events are numbered and reels named as they come."""

    def __init__(self, sequence: Sequence) -> None:
        self._film = sequence
        self._base = round(sequence.frame_rate)
        self._reels: dict[str, str] = {}
        self._number = 0

    def lines(self) -> Iterator[str]:
        film = self._film
        yield f"TITLE: {_one_line(film.title or 'NemoVideo')}"
        yield "FCM: NON-DROP FRAME"
        before: Shot | None = None
        for shot in film.shots:
            yield ""
            yield from self._shot(shot, before)
            before = shot
        for lane, sound in stacked(film.sounds):
            yield ""
            yield from self._sound(sound, channel=f"A{lane + 2}")
        titles = [Mark(name=f"TITLE {t.clip.text}", frame=t.first_frame, kind="marker") for t in film.titles]
        marks = [m for m in (*film.marks, *titles) if m.kind != "cut"]
        # Readers know comments behind an event only.
        yield ""
        yield f"* FRAME RATE: {film.frame_rate}"
        for mark in sorted(marks, key=lambda m: m.frame):
            yield f"* LOC: {self._record(mark.frame)} {mark.color:<7} {_one_line(mark.name)}"

    def _shot(self, shot: Shot, before: Shot | None) -> Iterator[str]:
        """One event, or the two of a dissolve, whose first holds the last frame of the shot before."""
        film = self._film
        channel = "B" if shot.gain_db is not None else "V"
        fade = film.timeline.fade_in if before is None else None
        lead = frames = 0
        self._number += 1
        if shot.crossing is not None and before is not None:
            lead, frames = shot.crossing.lead, shot.crossing.frames
            cut = before.end_frame - lead
            yield self._event(self._reel(before.footage), "V", "C", self._at(before, cut), 0, cut, 0)
        elif fade is not None:
            frames = max(1, round(fade.duration_ms * film.frame_rate / 1000))
            yield self._event(_BLACK, "V", "C", Fraction(0), 0, shot.first_frame, 0)
        first = shot.first_frame - lead
        # The shot before is followed until its dissolve begins, and the shot itself ends where the next one's does.
        end = shot.end_frame - self._lead_behind(shot)
        way = f"D    {frames:03d}" if frames else "C"
        yield self._event(
            self._reel(shot.footage),
            channel,
            way,
            self._earliest(shot, first, end),
            self._source_frames(shot, end - first),
            first,
            end - first,
        )
        if shot.speed != 1 or shot.is_reversed:
            speed = -shot.speed if shot.is_reversed else shot.speed
            fps = float(speed * film.frame_rate)
            source = self._code(self._earliest(shot, first, end))
            yield f"M2   {self._reel(shot.footage):<8}       {fps:06.1f}                {source}"
        if shot.crossing is not None and before is not None:
            yield f"* FROM CLIP NAME: {_one_line(before.footage.name)}"
            yield f"* TO CLIP NAME: {_one_line(shot.footage.name)}"
        else:
            yield f"* FROM CLIP NAME: {_one_line(shot.footage.name)}"
        yield f"* SOURCE FILE: {_one_line(shot.footage.location)}"

    def _sound(self, sound: Sound, *, channel: str) -> Iterator[str]:
        self._number += 1
        yield self._event(
            self._reel(sound.footage),
            channel,
            "C",
            sound.source_s,
            sound.frames,
            sound.first_frame,
            sound.frames,
        )
        yield f"* FROM CLIP NAME: {_one_line(sound.footage.name)}"
        yield f"* SOURCE FILE: {_one_line(sound.footage.location)}"

    def _lead_behind(self, shot: Shot) -> int:
        """How many frames before its cut the next shot's dissolve begins."""
        following = next((s for s in self._film.shots if s.first_frame == shot.end_frame), None)
        return following.crossing.lead if following is not None and following.crossing is not None else 0

    def _at(self, shot: Shot, frame: int) -> Fraction:
        """The moment of its source that a shot shows at a frame of the film, in seconds."""
        if shot.is_frozen or shot.footage.is_photo:
            return shot.source_s
        passed_s = self._film.seconds(frame - shot.first_frame) * shot.speed
        at = shot.source_end_s - passed_s if shot.is_reversed else shot.source_s + passed_s
        return max(Fraction(0), at)

    def _earliest(self, shot: Shot, first: int, end: int) -> Fraction:
        """The earliest moment of its source that a shot shows between two frames of the film."""
        return min(self._at(shot, first), self._at(shot, end))

    def _source_frames(self, shot: Shot, frames: int) -> int:
        """How many frames of the source so many of the film run through; a still picture counts one a frame."""
        if not shot.speed:
            return frames
        return max(1, round(frames * shot.speed))

    def _event(
        self, reel: str, channel: str, way: str, source_s: Fraction, source: int, first: int, frames: int
    ) -> str:
        begin = round(source_s * self._film.frame_rate)
        times = " ".join(
            (
                self._frames(begin),
                self._frames(begin + source),
                self._record(first),
                self._record(first + frames),
            )
        )
        return f"{self._number:03d}  {reel:<8} {channel:<5} {way:<8} {times}"

    def _reel(self, footage: Footage) -> str:
        if footage.media_id not in self._reels:
            stem = _NOT_REEL.sub("", footage.name.rsplit(".", 1)[0]).upper()[:_REEL_LENGTH] or "REEL"
            name, number = stem, 1
            while name in (*self._reels.values(), _BLACK, "AX"):
                number += 1
                name = f"{stem[: _REEL_LENGTH - len(str(number))]}{number}"
            self._reels[footage.media_id] = name
        return self._reels[footage.media_id]

    def _record(self, frame: int) -> str:
        return self._frames(frame + _RECORD_STARTS_S * self._base)

    def _code(self, seconds: Fraction) -> str:
        return self._frames(round(seconds * self._film.frame_rate))

    def _frames(self, frames: int) -> str:
        seconds, frame = divmod(frames, self._base)
        return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frame:02d}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
