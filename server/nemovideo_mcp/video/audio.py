"""The sound of any file, decoded onto one clock: what plays at a given moment, wherever the file hides it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from math import ceil, log2, prod
from pathlib import Path
from typing import cast

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.filter import Graph
from numpy.typing import NDArray

from nemovideo_mcp.video.clock import clock_of, packets_on, seek
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.sound_tracks import sound_tracks

__all__ = ["decode_audio", "decode_audio_backwards"]

Samples = NDArray[np.float32]

_BLOCK = 16_384
# Decoders need the packets before a seek's target: AAC one, MP3 up to nine, Opus 80 ms.
_PREROLL_S = 0.25
# Seeking costs a little and may be inexact; below this it is cheaper to decode from the start.
_SEEK_FROM_S = 2.0
# Timestamps that wander less than this are rounding (Matroska counts in milliseconds), more is a gap or an overlap.
_TOLERANCE_S = 0.008
# These have no timestamps: FFmpeg makes them up from the first packet's rate, which may not be that of the others.
_UNTIMED = frozenset({"aac", "mp3"})
# One `atempo` slows down by half at most.
_ATEMPO_MIN = 0.5
# Sound is turned round in stretches of so much, so that memory does not grow with its length.
_BACKWARDS_S = 8


def decode_audio(
    path: Path,
    *,
    sample_rate: int,
    channels: int,
    start_ms: Fraction | int = 0,
    duration_ms: Fraction | int | None = None,
    speed: float = 1.0,
    streams: Sequence[int] = (),
) -> Iterator[Samples]:
    """The sound of `path` as float32 blocks of shape (channels, n), or (n,) where `channels` is 1.

    Of several sound tracks those of `streams` are heard, all at once; without it, those that
    `sound_tracks.sound_tracks` chooses.

    Sample 0 is what a player sounds `start_ms` after the file's first picture or sound (its container's start):
    encoder priming is dropped, a late sound stream and gaps are silence, overlaps are cut, packets that cannot be
    decoded are silence. With `duration_ms` (of the result, after `speed`) the blocks hold exactly that much, silence
    behind the end; without it they end where the sound ends. A file without a sound stream yields nothing at all.
    `speed` changes the tempo and keeps the pitch. Mono becomes stereo, and surround is folded down, at equal power.
    Raises FileMissing, and MediaUnreadable where the container cannot be opened.
    """
    if channels not in (1, 2):
        raise ValueError(f"mono or stereo, not {channels} channels")
    length = None if duration_ms is None else round(Fraction(duration_ms) * sample_rate / 1000)
    tempo = Fraction(speed).limit_denominator(10_000)
    heard = tuple(streams) or tuple(track.stream for track in sound_tracks(path) if track.use == "used")
    if not heard:
        return
    stages = _atempo_stages(tempo)
    lead = _atempo_lead(stages, sample_rate)
    start_s = float(Fraction(start_ms) / 1000 - Fraction(lead, sample_rate))
    # Stretching holds its last window back, so it is given a little more than it is to give.
    wanted = None if length is None else ceil(length * tempo) + 4 * lead
    blocks = _together([_of_stream(path, one, start_s, sample_rate, channels, wanted) for one in heard])
    if stages:
        blocks = _fitted(_stretched(blocks, stages, sample_rate, channels), channels, length)
    for block in _gathered(blocks):
        yield block[0] if channels == 1 else block


def decode_audio_backwards(
    path: Path,
    *,
    sample_rate: int,
    channels: int,
    start_ms: Fraction | int,
    duration_ms: Fraction | int,
    speed: float = 1.0,
    streams: Sequence[int] = (),
) -> Iterator[Samples]:
    """The sound that `decode_audio` gives for the same arguments, from its end to its start.

    It is decoded in stretches of a few seconds, the last one first, so memory does not grow with the duration.
    Raises what `decode_audio` raises.
    """
    length = round(Fraction(duration_ms) * sample_rate / 1000)
    tempo = Fraction(speed).limit_denominator(10_000)
    stages = _atempo_stages(tempo)
    lead = _atempo_lead(stages, sample_rate)
    first = round(Fraction(start_ms) * sample_rate / 1000)
    last = first + (round(length * tempo) + lead if stages else length)
    wanted = ceil(length * tempo) + 4 * lead if stages else length
    turned = _turned(path, last, wanted, sample_rate, channels, streams)
    start = next(turned, None)
    if start is None:
        return
    blocks = chain((start,), turned)
    if stages:
        blocks = _fitted(_stretched(blocks, stages, sample_rate, channels), channels, length)
    for block in _gathered(blocks):
        yield block[0] if channels == 1 else block


def _turned(
    path: Path, end: int, length: int, sample_rate: int, channels: int, streams: Sequence[int]
) -> Iterator[Samples]:
    """`length` samples of the file before sample `end`, backwards; nothing where there is no sound stream."""
    while length > 0:
        size = min(length, _BACKWARDS_S * sample_rate)
        pieces = list(
            decode_audio(
                path,
                sample_rate=sample_rate,
                channels=channels,
                start_ms=Fraction((end - size) * 1000, sample_rate),
                duration_ms=Fraction(size * 1000, sample_rate),
                streams=streams,
            )
        )
        if not pieces:
            return
        yield np.atleast_2d(np.concatenate(pieces, axis=-1))[:, ::-1]
        end, length = end - size, length - size


def _of_stream(
    path: Path, index: int, start_s: float, sample_rate: int, channels: int, length: int | None
) -> Iterator[Samples]:
    """The sound of one track from `start_s` on; nothing where there is no such stream."""
    with open_media(path) as container:
        stream = next((s for s in container.streams.audio if s.index == index), None)
        if stream is None:
            return
        pieces = _resampled(_frames(container, stream, path, start_s), start_s, sample_rate, channels)
        yield from _placed(pieces, channels, length)


def _together(tracks: Sequence[Iterator[Samples]]) -> Iterator[Samples]:
    """The sum of all tracks, as long as the longest."""
    if len(tracks) == 1:
        yield from tracks[0]
        return
    waiting: dict[int, Samples] = {}
    going_on = dict(enumerate(tracks))
    while going_on or waiting:
        for number in list(going_on):
            while number not in waiting or waiting[number].shape[1] == 0:
                block = next(going_on[number], None)
                if block is None:
                    del going_on[number]
                    break
                waiting[number] = block
        waiting = {number: block for number, block in waiting.items() if block.shape[1]}
        if not waiting:
            return
        size = min(block.shape[1] for block in waiting.values())
        yield cast(Samples, np.sum([block[:, :size] for block in waiting.values()], axis=0, dtype=np.float32))
        waiting = {number: block[:, size:] for number, block in waiting.items()}


def _frames(
    container: InputContainer, stream: AudioStream, path: Path, start_s: float
) -> Iterator[tuple[float | None, AudioFrame]]:
    """Frames with their times on the file's clock, from a little before `start_s` on; what is broken is left out."""
    clock = clock_of(container, path)
    base_s = float(clock.origin_s)
    counted = container.format.name in _UNTIMED
    if start_s >= _SEEK_FROM_S and stream.time_base:
        try:
            seek(container, stream, Fraction(start_s + base_s - _PREROLL_S), clock)
        except FFmpegError:
            container.seek(0)
    started = False
    for packet in packets_on(container, clock, stream):
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            time_s = None if counted and started else frame.time
            yield (None if time_s is None else time_s - base_s), frame
            started = True


def _resampled(
    frames: Iterable[tuple[float | None, AudioFrame]], start_s: float, sample_rate: int, channels: int
) -> Iterator[tuple[int, Samples]]:
    """Pieces at `sample_rate` with the position of their first sample after `start_s`.

    A new resampler starts at each gap and change of format; between them the samples are counted, so that rounded
    timestamps make no clicks.
    """
    layout = "mono" if channels == 1 else "stereo"
    resampler: AudioResampler | None = None
    form: object = None
    from_s, counted, due_s = 0.0, 0, 0.0  # the segment's start, its samples so far, and where they end
    position = 0
    for time_s, frame in frames:
        if frame.samples == 0 or frame.sample_rate <= 0:
            continue
        at_s = due_s if time_s is None else time_s
        gap = resampler is None or abs(at_s - due_s) > _TOLERANCE_S
        if gap or form != (frame.format.name, frame.layout.name, frame.sample_rate):
            if resampler is not None:
                for piece in _drained(resampler, None):
                    yield position, piece
                    position += piece.shape[1]
            resampler = AudioResampler(format="fltp", layout=layout, rate=sample_rate)
            form = (frame.format.name, frame.layout.name, frame.sample_rate)
            from_s, counted = (at_s if gap else due_s), 0
            position = round((from_s - start_s) * sample_rate)
        counted += frame.samples
        due_s = from_s + counted / frame.sample_rate
        frame.pts = None
        for piece in _drained(cast(AudioResampler, resampler), frame):
            yield position, piece
            position += piece.shape[1]
    if resampler is not None:
        for piece in _drained(resampler, None):
            yield position, piece
            position += piece.shape[1]


def _drained(resampler: AudioResampler, frame: AudioFrame | None) -> Iterator[Samples]:
    for resampled in resampler.resample(frame):
        yield cast(Samples, resampled.to_ndarray())


def _placed(pieces: Iterable[tuple[int, Samples]], channels: int, length: int | None) -> Iterator[Samples]:
    """The pieces one after the other from position 0 on, gaps as silence, overlaps dropped, `length` in all."""
    cursor = 0
    for position, piece in pieces:
        for silence in _silence(
            channels, position - cursor if length is None else min(position, length) - cursor
        ):
            cursor += silence.shape[1]
            yield silence
        end = position + piece.shape[1] if length is None else min(position + piece.shape[1], length)
        if end > cursor:
            yield piece[:, cursor - position : end - position]
            cursor = end
        if length is not None and cursor >= length:
            return
    if length is not None:
        yield from _silence(channels, length - cursor)


def _silence(channels: int, samples: int) -> Iterator[Samples]:
    while samples > 0:
        yield np.zeros((channels, min(samples, _BLOCK)), np.float32)
        samples -= _BLOCK


def _fitted(blocks: Iterable[Samples], channels: int, length: int | None) -> Iterator[Samples]:
    def pieces() -> Iterator[tuple[int, Samples]]:
        position = 0
        for block in blocks:
            yield position, block
            position += block.shape[1]

    return _placed(pieces(), channels, length)


def _atempo_stages(tempo: Fraction) -> tuple[float, ...]:
    """The factors that make up `tempo`; none where nothing changes."""
    factor = float(tempo)
    stages: list[float] = []
    while factor < _ATEMPO_MIN:
        stages.append(_ATEMPO_MIN)
        factor /= _ATEMPO_MIN
    return (*stages, factor) if stages or factor != 1 else ()


def _atempo_lead(stages: tuple[float, ...], sample_rate: int) -> int:
    """How much sound the stages swallow before they give their first sample: each half its window (af_atempo.c)."""
    half_window = 2 ** ceil(log2(sample_rate // 24)) // 2
    return round(sum(half_window * prod(stages[:k]) for k in range(len(stages))))


def _stretched(
    blocks: Iterable[Samples], stages: tuple[float, ...], sample_rate: int, channels: int
) -> Iterator[Samples]:
    """The same sound at another tempo, by FFmpeg's `atempo` (WSOLA): the pitch stays."""
    layout = "mono" if channels == 1 else "stereo"
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=sample_rate, format="fltp", layout=layout, time_base=Fraction(1, sample_rate)
    )
    nodes = [graph.add("atempo", f"{factor:.6f}") for factor in stages]
    graph.link_nodes(
        source, *nodes, graph.add("aformat", "sample_fmts=fltp"), graph.add("abuffersink")
    ).configure()

    def pulled() -> Iterator[Samples]:
        while True:
            try:
                frame = cast(AudioFrame, graph.pull())
            except (BlockingIOError, EOFError):
                return
            yield cast(Samples, frame.to_ndarray())

    position = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout=layout)
        frame.sample_rate, frame.time_base, frame.pts = sample_rate, Fraction(1, sample_rate), position
        position += block.shape[1]
        graph.push(frame)
        yield from pulled()
    graph.push(None)
    yield from pulled()


def _gathered(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """Small blocks joined, so that what follows has no thousands of tiny ones to look at."""
    waiting: list[Samples] = []
    held = 0
    for block in blocks:
        waiting.append(block)
        held += block.shape[1]
        if held >= _BLOCK:
            yield np.concatenate(waiting, axis=1) if len(waiting) > 1 else block
            waiting, held = [], 0
    if waiting:
        yield np.concatenate(waiting, axis=1)
