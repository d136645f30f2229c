"""A film held against the parts that it was joined from: their packets, at their times, and nothing else.

The pictures and the sound of the parts were decoded and measured where they were made. A film that gives a player the
same packets in the same order at the right times shows and sounds what was measured: every chunk begins with a picture
at which a decoder starts anew, and the film has the headers of all. So nothing around the joins is decoded but a
sample: the first pictures of a few chunks, as they stand in the film, are held against those that were measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from av.error import FFmpegError

from nemovideo_mcp.video.chunk_evidence import ChunkEvidence, read_chunk_evidence
from nemovideo_mcp.video.clock import clock_of, packets_on
from nemovideo_mcp.video.geometry import Orientation
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.packet_prints import (
    PicturePrint,
    SoundPrints,
    picture_form,
    picture_headers,
    sound_form,
)
from nemovideo_mcp.video.sound_evidence import SoundEvidence, read_sound_evidence
from nemovideo_mcp.video.sound_measures import BeatTracker, FilmSound
from nemovideo_mcp.video.streams import film_stream, frame_orientation, picture_decoder
from nemovideo_mcp.video.watch_frames import SmallPicture, Watched, cells_of

__all__ = ["EvidenceMissing", "FilmDiffers", "Rendered", "RenderedFilm"]

# So many joins at most are looked at, evenly spread.
_MOST_SAMPLES = 12


@dataclass(frozen=True)
class Rendered:
    """The kept files that a film was joined from: its chunks in order, and its sound."""

    chunks: Sequence[Path]
    audio: Path | None


class EvidenceMissing(Exception):
    """Something was not measured of the parts, or cannot be told from packets: the film has to be decoded."""


class FilmDiffers(Exception):
    """The film has other packets than its parts, from `at_ms` on; `stream` is `pictures` or `sound`."""

    def __init__(self, stream: str, at_ms: float) -> None:
        super().__init__(stream, at_ms)
        self.stream, self.at_ms = stream, at_ms


@dataclass
class RenderedFilm:
    """A film that was found to have the packets of its parts, and what was measured of these."""

    _chunks: Sequence[Path]
    sound: FilmSound | None
    watched: Watched = field(default_factory=Watched)
    _times_ms: Sequence[float] = ()
    _lengths_ms: Sequence[float] = ()

    @classmethod
    def compared(cls, path: Path, rendered: Rendered, beat_track: BeatTracker) -> RenderedFilm:
        """The film at `path`, compared packet by packet with what was measured of its parts.

        Raises EvidenceMissing, FilmDiffers, and FileMissing, MediaUnreadable of the film.
        """
        heard = None if rendered.audio is None else read_sound_evidence(rendered.audio, beat_track)
        if rendered.audio is not None and heard is None:
            raise EvidenceMissing
        film = cls(rendered.chunks, None if heard is None else heard.sound)
        with open_media(path) as container:
            sounds, films = len(container.streams.audio), len(container.streams.video)
            if films != 1 or len(container.streams) != films + sounds:
                raise FilmDiffers("pictures", 0.0)
            if sounds != (0 if heard is None else 1):
                raise FilmDiffers("sound", 0.0)
            film._compare_pictures(path, container)
        if heard is not None:
            with open_media(path) as container:
                _compare_sound(path, container, heard)
        return film

    def pictures(self) -> Iterator[tuple[float, SmallPicture]]:
        """Every picture with its time on the film's own clock; `watched` is filled as they come.

        Raises EvidenceMissing where a chunk's evidence has gone since.
        """
        times = zip(self._times_ms, self._lengths_ms, strict=True)
        for chunk in self._chunks:
            evidence = _evidence(chunk)
            self.watched.broken_packets += evidence.broken_packets
            for picture, (time_ms, length_ms) in zip(evidence.pictures(), times, strict=False):
                if not self.watched.frames:
                    self.watched.first_ms = time_ms
                self.watched.frames += 1
                self.watched.end_ms = time_ms + length_ms
                yield time_ms, picture

    def _compare_pictures(self, path: Path, container: Any) -> None:
        """Hold the pictures against the chunks, and take over their times."""
        stream: Any = film_stream(container)
        clock = clock_of(container, path)
        packets: Iterator[Any] = (p for p in packets_on(container, clock, stream) if p.size)
        base_s = Fraction(stream.time_base)
        shown: list[tuple[int, int]] = []
        samples = _spread(len(self._chunks))
        delay: Fraction | None = None
        headers, wanted = set(picture_headers(stream)), set[str]()
        for number, chunk in enumerate(self._chunks):
            evidence = _evidence(chunk)
            frame_s = 1 / evidence.frame_rate
            start = len(shown)
            if list(evidence.form) != picture_form(stream):
                raise FilmDiffers("pictures", float(start * frame_s) * 1000)
            wanted |= set(evidence.headers)
            prints = PicturePrint(frame_s, first_frame=start)
            for packet in packets:
                if packet.pts is None or packet.dts is None:
                    raise FilmDiffers("pictures", float(start * frame_s) * 1000)
                if delay is None:
                    delay = packet.dts * base_s
                if packet.dts * base_s != delay + len(shown) * frame_s:
                    raise FilmDiffers("pictures", float(start * frame_s) * 1000)
                if number in samples and not prints.packets and not _looks_like(packet, stream, evidence):
                    raise FilmDiffers("pictures", float(start * frame_s) * 1000)
                prints.add(packet)
                shown.append((packet.pts, packet.duration or 0))
                if prints.packets == evidence.packets:
                    break
            if prints.packets != evidence.packets or prints.digest() != evidence.print:
                raise FilmDiffers("pictures", float(start * frame_s) * 1000)
        if next(packets, None) is not None:
            raise FilmDiffers("pictures", float(sum(length for _, length in shown) * base_s) * 1000)
        if headers != wanted:  # whether that makes a difference to the pictures, only decoding them tells
            raise EvidenceMissing
        shown.sort()
        self._times_ms = [float(ticks * base_s - clock.origin_s) * 1000 for ticks, _ in shown]
        self._lengths_ms = [float(ticks * base_s) * 1000 for _, ticks in shown]


def _evidence(chunk: Path) -> ChunkEvidence:
    """What was measured of a chunk. Raises EvidenceMissing, also where its pictures are not as many as its packets."""
    evidence = read_chunk_evidence(chunk)
    if evidence is None or evidence.frames != evidence.packets:
        raise EvidenceMissing
    return evidence


def _spread(count: int) -> frozenset[int]:
    """Up to so many numbers below `count`, the first and the last among them."""
    most = min(count, _MOST_SAMPLES)
    return frozenset(n * (count - 1) // max(1, most - 1) for n in range(most))


def _looks_like(packet: Any, stream: Any, evidence: ChunkEvidence) -> bool:
    """Whether the film's decoder makes the chunk's first picture of its first packet, and it stands upright."""
    decoder = picture_decoder(stream)
    try:
        frames = [*decoder.decode(packet), *decoder.decode(None)]
    except FFmpegError:
        return False
    finally:
        decoder.flush_buffers()
    if len(frames) != 1 or frame_orientation(frames[0]) is not Orientation.UPRIGHT:
        return False
    measured, found = next(evidence.pictures()), cells_of(frames[0]).picture()
    return np.array_equal(measured.luma, found.luma) and np.array_equal(measured.chroma, found.chroma)


def _compare_sound(path: Path, container: Any, heard: SoundEvidence) -> None:
    stream: Any = container.streams.audio[0]
    if list(heard.form) != sound_form(stream):
        raise FilmDiffers("sound", 0.0)
    prints = SoundPrints()
    for packet in packets_on(container, clock_of(container, path), stream):
        if packet.size:
            prints.add(packet)
    found = prints.finish()
    for known, there, at_ms in zip(heard.prints, found, prints.starts_ms, strict=False):
        if known != there:
            raise FilmDiffers("sound", max(0.0, at_ms))
    if len(found) != len(heard.prints):
        raise FilmDiffers("sound", prints.starts_ms[min(len(found), len(heard.prints)) - 1] if found else 0.0)
