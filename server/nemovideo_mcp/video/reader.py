"""Reading a film: the frames that are on screen at given moments, exactly, whatever the container is like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from nemovideo_mcp.video.clock import Clock, clock_of, packets_on, seek
from nemovideo_mcp.video.deinterlace import deinterlaced
from nemovideo_mcp.video.geometry import Orientation
from nemovideo_mcp.video.opening import Reason, open_media, unreadable
from nemovideo_mcp.video.streams import PictureDecoder, film_stream, frame_orientation, picture_decoder

__all__ = ["FilmReader", "TimedFrame"]

_NO_PICTURES: Reason = {"en": "it holds no picture that can be decoded", "zh": "其中没有可解码的画面"}

# In-points are whole milliseconds and some containers count in milliseconds: a frame this little ahead is meant.
_SNAP_S = Fraction(2, 1000)
# Times in containers that count in milliseconds are off by up to half of one, and so are in-points.
_ROUNDING_S = Fraction(1, 1000)
# Of two frames that are just as near, the earlier one is taken, wherever the reading begins.
_TIE_S = Fraction(1, 1_000_000)
# How far before the wanted moment to seek, one after the other, until the frames decode whole; then from the start.
_BACK_S = (0, 2, 10)
# Up to here, decoding on is cheaper than seeking.
_NEAR_S = Fraction(3, 4)
# Packets that are looked through, at most, to find the one that is on screen at the in-point.
_MOST_HELD = 600


TimedFrame = tuple[Fraction, VideoFrame]


class FilmReader:
    """One film, opened when first read. Use as a context manager. Raises FileMissing, MediaUnreadable when read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._container: InputContainer | None = None
        self._decoder: PictureDecoder | None = None
        self._clock = Clock(Fraction(0))
        self._frames: Iterator[tuple[Fraction, VideoFrame]] = iter(())
        self._shown: tuple[Fraction, VideoFrame] | None = None
        self._next: tuple[Fraction, VideoFrame] | None = None
        self._early: bool | None = None
        self._orientation: Orientation | None = None

    def __enter__(self) -> FilmReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the decoder and its frames."""
        self._frames, self._shown, self._next, self._decoder = iter(()), None, None, None
        if self._container is not None:
            self._container.close()
            self._container = None

    @property
    def orientation(self) -> Orientation:
        """How the pictures are turned to be looked at; known once a frame was read."""
        if self._orientation is None and self._shown is not None:
            self._orientation = frame_orientation(self._shown[1])
        return self._orientation or Orientation.UPRIGHT

    @property
    def sample_aspect_ratio(self) -> Fraction | None:
        """How wide a pixel is for its height, where the file says; known once a frame was read."""
        stream = film_stream(self._container) if self._container else None
        return stream.sample_aspect_ratio if stream else None

    @property
    def shown_ms(self) -> float:
        """When the frame that was given last comes on screen, in ms on the file's clock."""
        return float(self._shown[0] * 1000) if self._shown is not None else 0.0

    def frames_at(
        self, times_ms: Iterable[Fraction], *, reach_ms: Fraction | int = 0
    ) -> Iterator[VideoFrame]:
        """The frame on screen at each of `times_ms`, which must not go back; milliseconds on the file's clock.

        A frame that comes on screen up to `reach_ms` later is taken where it is nearer than the one before it: with
        half an output frame, no picture is moved by more than that. The same frame comes again as long as it stands.
        Before the first frame the first one is given, behind the end the last one.
        """
        first, reach_s = True, Fraction(reach_ms) / 1000
        self._early = None
        for time_ms in times_ms:
            time_s = max(Fraction(0), Fraction(time_ms) / 1000)
            if first:
                self._go_to(time_s + _SNAP_S)
                first = False
            while self._next is not None and self._is_due(self._next[0], time_s, reach_s):
                self._shown, self._next = self._next, next(self._frames, None)
            if self._shown is None:
                raise unreadable(self._path, _NO_PICTURES)
            self._early = self._shown[0] > time_s + _SNAP_S
            yield self._shown[1]

    def pairs_at(self, times_ms: Iterable[Fraction]) -> Iterator[tuple[TimedFrame, TimedFrame | None]]:
        """The frame on screen at each of `times_ms`, which must not go back, and the one after it, if there is one.

        Each comes with its time in ms on the file's clock; before the first frame, that one and its next are given.
        """
        first = True
        for time_ms in times_ms:
            time_s = max(Fraction(0), Fraction(time_ms) / 1000)
            if first:
                self._go_to(time_s + _SNAP_S)
                first = False
            while self._next is not None and self._is_due(self._next[0], time_s, Fraction(0)):
                self._shown, self._next = self._next, next(self._frames, None)
            if self._shown is None:
                raise unreadable(self._path, _NO_PICTURES)
            behind = None if self._next is None else (self._next[0] * 1000, self._next[1])
            yield (self._shown[0] * 1000, self._shown[1]), behind

    def frames_in(self, first_ms: Fraction, last_ms: Fraction) -> Iterator[TimedFrame]:
        """Each frame once, with its time in ms: from the one on screen at `first_ms` to the first after `last_ms`."""
        for shown, _ in self.pairs_at((first_ms,)):
            yield shown
        while self._shown is not None and self._shown[0] * 1000 <= last_ms and self._next is not None:
            self._shown, self._next = self._next, next(self._frames, None)
            yield self._shown[0] * 1000, self._shown[1]

    def _is_due(self, start_s: Fraction, time_s: Fraction, reach_s: Fraction) -> bool:
        """Whether the next frame, which comes at `start_s`, stands for the moment `time_s`."""
        if self._shown is None or start_s <= time_s + _SNAP_S:
            return True
        # Rounded times of frames that lie halfway between two moments must not make them hurry and wait by turns.
        spare_s = -_TIE_S if self._early is None else _ROUNDING_S if self._early else -_ROUNDING_S
        later_s = start_s - time_s
        return later_s <= min(reach_s, abs(time_s - self._shown[0])) + spare_s

    def _go_to(self, time_s: Fraction) -> None:
        """Make ready to show `time_s`: `_shown` is a frame not after it, if there is one."""
        if self._shown is not None and self._shown[0] <= time_s <= self._shown[0] + _NEAR_S:
            return
        for back_s in _BACK_S:
            if time_s - back_s <= 0:
                break
            self._frames = self._from(time_s, back_s=back_s)
            head = next(self._frames, None)
            if head is not None and head[0] <= time_s and not head[1].is_corrupt:
                self._shown, self._next = head, next(self._frames, None)
                return
        self._shown = None
        self._frames = self._from(time_s, back_s=None)
        self._next = next(self._frames, None)

    def _from(self, time_s: Fraction, *, back_s: int | None) -> Iterator[tuple[Fraction, VideoFrame]]:
        """Frames with their times, from a key frame `back_s` or more before `time_s`; from the start where None."""
        if back_s is None and self._container is not None:
            # Opened anew rather than sought: works for every container, and with broken indexes.
            self._container.close()
            self._container = self._decoder = None
        container = self._container = self._container or open_media(self._path)
        stream = film_stream(container)
        if stream is None:
            raise unreadable(self._path, _NO_PICTURES)
        if self._decoder is None:
            self._clock, self._decoder = clock_of(container, self._path), picture_decoder(stream)
            # There is a worker for every core; more threads cost a tenth more and decode ahead in vain.
            self._decoder.thread_count = 1
        self._decoder.skip_frame = "DEFAULT"
        origin = self._clock.origin_s
        if back_s is not None:
            self._remember_the_encoder(container, stream)
            try:
                seek(container, stream, time_s - back_s + origin, self._clock)
            except FFmpegError:
                return iter(())
            if self._decoder.is_open:
                self._decoder.flush_buffers()
        packets = packets_on(container, self._clock, stream)
        frames = _decoded(packets, self._decoder, time_s + origin)
        return _timed(deinterlaced(frames), stream, origin)

    def _remember_the_encoder(self, container: InputContainer, stream: VideoStream) -> None:
        """Let the decoder see the first frame before a seek.

        Old versions of x264 coded 4:4:4 in a way of their own. The decoder knows them by a note in the first frame,
        and shows green and purple blocks if it never saw it.
        """
        if stream.codec_context.name == "h264" and "444" in (stream.codec_context.pix_fmt or ""):
            try:
                container.seek(0)
                next(container.decode(stream), None)
            except FFmpegError:
                return


def _decoded(
    packets: Iterator[Packet[VideoStream]], decoder: PictureDecoder, time_s: Fraction
) -> Iterator[VideoFrame]:
    """Decode `packets`; what is thrown away before `time_s` is decoded only where it must be."""
    held, on_screen = _held(packets, time_s)
    for packet in chain(held, packets):
        early = on_screen is not None and packet.pts is not None and packet.pts < on_screen
        # Frames that no other frame refers to need not be decoded to be passed over.
        decoder.skip_frame = "NONREF" if early else "DEFAULT"
        try:
            yield from decoder.decode(packet)
        except FFmpegError:
            continue  # a broken packet: the frame before it stands on


def _held(
    packets: Iterator[Packet[VideoStream]], time_s: Fraction
) -> tuple[list[Packet[VideoStream]], int | None]:
    """The packets up to the one on screen at `time_s` and its pts; None where the container does not tell.

    No packet is presented before it is decoded: once a dts lies after the moment, all earlier frames have been seen.
    """
    held: list[Packet[VideoStream]] = []
    on_screen: int | None = None
    for packet in packets:
        held.append(packet)
        if packet.pts is None or packet.dts is None or not packet.time_base or len(held) >= _MOST_HELD:
            return held, None if packet.size else on_screen
        if packet.pts * packet.time_base <= time_s:
            on_screen = packet.pts if on_screen is None else max(on_screen, packet.pts)
        if packet.dts * packet.time_base > time_s:
            return held, on_screen
    return held, on_screen


def _timed(
    frames: Iterator[VideoFrame], stream: VideoStream, origin: Fraction
) -> Iterator[tuple[Fraction, VideoFrame]]:
    """Frames with their times after the origin, in seconds; a missing time is the frame before's plus one frame."""
    rate = stream.average_rate or stream.guessed_rate or Fraction(25)
    last: Fraction | None = None
    for frame in frames:
        if frame.pts is not None and frame.time_base:
            time_s = frame.pts * frame.time_base - origin
        else:
            time_s = Fraction(0) if last is None else last + 1 / Fraction(rate)
        last = time_s if last is None else max(last, time_s)
        yield last, frame
