"""The sound of a whole film: mixed, brought to one loudness, encoded and measured.

Levels. Every clip and every piece of music is first brought to -14 LUFS by its own measured loudness, so that volume
1.0 of a clip is as loud as volume 1.0 of the music; what comes from a file is amplified by 20 dB at most, which leaves
a quiet room quiet. The music is ducked by a few dB under clips and voices of volume 0.6 and more. A volume range of the
music holds in place of its volume, with a short ramp at both ends. Music that is to be lower under speech goes down
before the words begin. Then the mix as a whole is brought to -14 LUFS and
limited. The AAC is decoded and measured, since encoding moves peaks; if it misses -1 dBTP, it is encoded again below a
lower ceiling.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log10
from pathlib import Path
from tempfile import mkstemp

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.composer import compose
from nemovideo_mcp.audio.compose.sampler import forget_sounds
from nemovideo_mcp.audio.compose.stems import STEMS, Stems, shares
from nemovideo_mcp.audio.loudness import Loudness, integrated_lufs, measure_loudness
from nemovideo_mcp.audio.mix import EDGE_MS, LOOP_MS, Source, dips_under, limit, mix, volume_automation
from nemovideo_mcp.export.child import give_memory_back
from nemovideo_mcp.export.sound_plan import CLIP, MUSIC, SoundPiece, SoundSpec, music_key
from nemovideo_mcp.timeline.levels import MAX_BOOST_DB, TARGET_LUFS, levelling_db
from nemovideo_mcp.timeline.model import MusicSpec
from nemovideo_mcp.video.aac import AacCoder, encode_aac, encode_wav
from nemovideo_mcp.video.audio import decode_audio, decode_audio_backwards
from nemovideo_mcp.video.files import whole_file
from nemovideo_mcp.video.kept import is_intact, kept_file
from nemovideo_mcp.video.loudness import measure_file_loudness
from nemovideo_mcp.video.sound_measures import SoundLevels, measure_levels
from nemovideo_mcp.video.varispeed import decode_along

__all__ = ["TRUE_PEAK_DBTP", "Tick", "compose_to_wav", "composed_blocks", "make_soundtrack"]

Samples = NDArray[np.float32]
Tick = Callable[[str, float], None]
"""Told the stage (`compose`, `mix`) and the fraction of it that is done; raises to stop the work."""

TRUE_PEAK_DBTP = -1.0

_NEAR_LU = 0.5
# Of one sound by itself, and together with what the whole mix is raised by.
_MAX_TOTAL_BOOST_DB = 26.0
_FEATURED_FROM = 0.6
_VOLUME_RAMP_MS = 80
# Below the promised peak by what AAC usually adds to it; a WAV adds nothing.
_CEILING_DBTP = -2.0
_WAV_CEILING_DBTP = -1.1
# Quieter than this at its loudest, a mix is silence.
_SILENT_DBTP = -70.0
_LEVEL_PASSES, _ENCODE_PASSES, _SPARE_DB = 3, 5, 0.3
# A mix of few loud moments would be driven into the limiter for ever: no further than this.
_MAX_DRIVE_DB = 6.0
_BLOCK = 48_000
_BYTES_PER_SAMPLE = 8


@dataclass(frozen=True, kw_only=True)
class _Level:
    """How much louder the mix is made, and where its peaks are cut."""

    gain_db: float
    ceiling_dbtp: float


def make_soundtrack(
    spec: SoundSpec, folder: Path, *, tick: Tick, on_levels: Callable[[SoundLevels], object] | None = None
) -> Path | None:
    """`folder/<key>.m4a`, as loud as it should be; None where all that should sound is silent.

    `on_levels` hears what was measured of the encoded sound, where it is made.

    What is there already, and intact, is not made again, composed music neither; a file appears whole or not at all.
    The mix goes through a file of 8 bytes a sample in `folder`, so that memory does not grow with the length. Raises
    OSError, MediaUnreadable, and what `tick` raises.
    """
    output, silent = folder / f"{spec.key}.m4a", folder / f"{spec.key}.silent"
    if is_intact(output):
        return output
    if silent.exists():
        return None
    with _instruments():
        sources, max_gain_db = _sources(spec, folder, tick)
    with _scratch(folder) as raw:
        blocks = mix(sources, length=spec.length, sample_rate=spec.sample_rate)
        heard = _counted(blocks, spec.length, tick, "mix", 0.0, 0.4)
        loudness = measure_loudness(_kept(heard, raw), sample_rate=spec.sample_rate)
        if loudness.true_peak_dbtp < _SILENT_DBTP:
            silent.touch()
            return None
        with kept_file(output) as part:
            levels = _encode_to_target(raw, part, loudness, spec, max_gain_db, tick)
    if on_levels is not None:
        on_levels(levels)
    tick("mix", 1.0)
    return output


def compose_to_wav(
    music: MusicSpec, path: Path, *, sample_rate: int = 48_000, tick: Tick, stems: Path | None = None
) -> Loudness:
    """Write the composed piece as a stereo WAV of 24 bits at -14 LUFS; its measured loudness.

    The true peak is at most -1 dBTP. The file appears whole or not at all. With `stems`, that folder gets a WAV file
    of each stem as well (see `audio.compose.stems`), as long as the piece. Raises OSError, and what `tick` raises.
    """
    length = round(music.duration_ms * sample_rate / 1000)
    with _instruments(), _scratch(path.parent) as raw, whole_file(path) as part:
        blocks = _counted(compose(music, sample_rate=sample_rate), length, tick, "compose", 0.0, 0.7)
        loudness = measure_loudness(_kept(blocks, raw), sample_rate=sample_rate)
        level = _level(raw, loudness, sample_rate, _WAV_CEILING_DBTP, MAX_BOOST_DB)
        louder = _counted(_levelled(raw, level, sample_rate), length, tick, "compose", 0.8, 0.1)
        encode_wav(louder, part, sample_rate=sample_rate)
        if stems is not None:
            _write_stems(music, stems, lambda: _levelled(raw, level, sample_rate), sample_rate, tick)
        loudness = measure_file_loudness(part, sample_rate=sample_rate)
    tick("compose", 1.0)
    return loudness


def _write_stems(
    music: MusicSpec, folder: Path, finished: Callable[[], Iterable[Samples]], sample_rate: int, tick: Tick
) -> None:
    """A WAV of floats for each stem: alone, it may be louder than full scale where others stand against it."""
    played = Stems(music, sample_rate=sample_rate)
    with _scratch(folder) as whole:
        for _ in _kept(played.play(), whole):
            pass
        for number, stem in enumerate(STEMS):
            tick("compose", 0.9 + 0.1 * number / len(STEMS))
            with whole_file(folder / f"{stem}.wav") as part:
                shared = shares(played.play(stem), _raw_blocks(whole), finished())
                encode_wav(shared, part, sample_rate=sample_rate, as_float=True)


def _sources(spec: SoundSpec, folder: Path, tick: Tick) -> tuple[list[Source], float]:
    """What the mixer sums, and by how much the sum may be amplified at most, in dB."""
    known: dict[object, float | None] = {}
    sources: list[Source] = []
    clip_gain_db = [-MAX_BOOST_DB]
    for piece in spec.pieces:
        name: object = piece.music or piece.content_hash
        raw = _composed(piece.music, folder, spec.sample_rate, tick) if piece.music else None
        loudness = piece.loudness_lufs
        if loudness is None:
            if name not in known:
                sound = _raw_blocks(raw) if raw else _decoded(piece, spec.sample_rate)
                known[name] = integrated_lufs(sound, sample_rate=spec.sample_rate)
            loudness = known[name]
        if loudness is None and raw is None:
            continue  # silent, or a sound too short to have a loudness
        gain_db = levelling_db(loudness)
        source = _source(piece, raw, 10 ** (gain_db / 20), spec.sample_rate)
        if piece.under_speech < 1:
            dips = dips_under(spec.speech, piece.under_speech, sample_rate=spec.sample_rate)
            source = replace(source, dips=dips)
        sources.append(source)
        clip_gain_db.append(gain_db + 20 * log10(piece.peak_volume))
    if any(piece.role == MUSIC for piece in spec.pieces):
        return sources, 2 * MAX_BOOST_DB
    return sources, _MAX_TOTAL_BOOST_DB - max(clip_gain_db)


def _decoded(piece: SoundPiece, sample_rate: int) -> Iterator[Samples]:
    return decode_audio(piece.path or Path(), sample_rate=sample_rate, channels=2, streams=piece.streams)


def _source(piece: SoundPiece, raw: Path | None, gain: float, sample_rate: int) -> Source:
    """`gain` is what brings the piece to the common loudness; its volume comes on top."""
    edge = EDGE_MS * sample_rate // 1000
    fade_in, fade_out = (ms * sample_rate // 1000 for ms in (piece.fade_in_ms, piece.fade_out_ms))
    # A clip's sound reaches over its cuts by half a crossfade. Music has edges of its own, but where it begins again:
    # there it comes in during the last moments of its end.
    loop = LOOP_MS * sample_rate // 1000
    before, after = (edge // 2, edge // 2) if piece.role == CLIP else (loop if piece.joins_before else 0, 0)
    start, length = piece.start - before, piece.length + before + after
    from_ms = piece.source_start_ms - Fraction(before * 1000, sample_rate) * Fraction(piece.speed)

    automation = volume_automation(
        piece.volume,
        [(first + before, end + before, volume) for first, end, volume in piece.volume_ranges],
        length=length,
        ramp=_VOLUME_RAMP_MS * sample_rate // 1000,
    )

    def blocks() -> Iterable[Samples]:
        if raw is not None:
            return _raw_blocks(raw, first=piece.source_start_ms * sample_rate // 1000)
        if piece.course is not None:
            return decode_along(
                piece.path or Path(),
                curve=piece.course.curve,
                origin_ms=piece.course.origin_ms,
                first_ms=Fraction((piece.course.offset - before) * 1000, sample_rate),
                duration_ms=Fraction(length * 1000, sample_rate),
                sample_rate=sample_rate,
                channels=2,
                keep_pitch=piece.course.keep_pitch,
                backwards=piece.reversed,
                streams=piece.streams,
            )
        decode = decode_audio_backwards if piece.reversed else decode_audio
        return decode(
            piece.path or Path(),
            sample_rate=sample_rate,
            channels=2,
            start_ms=from_ms,
            duration_ms=Fraction(length * 1000, sample_rate),
            speed=piece.speed,
            streams=piece.streams,
        )

    return Source(
        open=blocks,
        start=start,
        length=length,
        gain=gain,
        automation=automation,
        fade_in=max(
            fade_in, before if piece.joins_before else edge if before or piece.source_start_ms else 0
        ),
        fade_out=max(fade_out, loop if piece.joins_after else edge),
        featured=piece.role != MUSIC and piece.volume >= _FEATURED_FROM,
        ducked=piece.role == MUSIC,
    )


def _composed(music: MusicSpec, folder: Path, sample_rate: int, tick: Tick) -> Path:
    output = folder / f"{music_key(music, sample_rate=sample_rate)}.f32"
    if not is_intact(output):
        length = round(music.duration_ms * sample_rate / 1000)
        with kept_file(output) as part:
            blocks = _counted(compose(music, sample_rate=sample_rate), length, tick, "compose", 0.0, 1.0)
            for _ in _kept(blocks, part):
                pass
    return output


def composed_blocks(music: MusicSpec, folder: Path, *, sample_rate: int) -> Iterator[Samples]:
    """A composed piece from the work folder, or from the composer where it is no longer kept."""
    kept = folder / f"{music_key(music, sample_rate=sample_rate)}.f32"
    return _raw_blocks(kept) if is_intact(kept) else compose(music, sample_rate=sample_rate)


def _encode_to_target(
    raw: Path, part: Path, loudness: Loudness, spec: SoundSpec, max_gain_db: float, tick: Tick
) -> SoundLevels:
    """Encode until the decoded sound keeps the true peak; the last try stands. What was measured of it.

    Where a peak comes out too high, the encoder's other way of coding is tried before the sound is limited more: by it,
    the peaks of hard hits of noise come out lower.
    """
    ceiling_dbtp, quick_over_db = _CEILING_DBTP, 0.0
    coder: AacCoder = "fast"
    attempt = 0
    while True:
        level = _level(raw, loudness, spec.sample_rate, ceiling_dbtp, max_gain_db)
        blocks = _counted(
            _levelled(raw, level, spec.sample_rate), spec.length, tick, "mix", 0.5 + attempt * 0.1, 0.1
        )
        encode_aac(blocks, part, sample_rate=spec.sample_rate, bit_rate=spec.bit_rate, coder=coder)
        levels = measure_levels(part)
        attempt += 1
        over_db = levels.loudness.true_peak_dbtp - TRUE_PEAK_DBTP
        if over_db <= 0 or attempt == _ENCODE_PASSES:
            return levels
        if attempt == 1:
            coder, quick_over_db = "twoloop", over_db
            continue
        if attempt == 2 and over_db > quick_over_db:
            coder, over_db = "fast", quick_over_db
        ceiling_dbtp -= over_db + _SPARE_DB


def _level(
    raw: Path, loudness: Loudness, sample_rate: int, ceiling_dbtp: float, max_gain_db: float
) -> _Level:
    """The gain that makes the limited sound -14 LUFS, found by trying: limiting takes some of it away."""
    if loudness.integrated_lufs is None:
        return _Level(gain_db=0.0, ceiling_dbtp=ceiling_dbtp)
    wanted = min(TARGET_LUFS - loudness.integrated_lufs, max_gain_db)
    level = _Level(gain_db=wanted, ceiling_dbtp=ceiling_dbtp)
    most = min(wanted + _MAX_DRIVE_DB, max_gain_db)
    for _ in range(_LEVEL_PASSES):
        found = integrated_lufs(_levelled(raw, level, sample_rate), sample_rate=sample_rate)
        missed = TARGET_LUFS - (TARGET_LUFS if found is None else found)
        better = min(level.gain_db + missed, most)
        if abs(better - level.gain_db) <= _NEAR_LU / 2:
            break
        level = replace(level, gain_db=better)
    return level


def _levelled(raw: Path, level: _Level, sample_rate: int) -> Iterator[Samples]:
    return limit(
        _raw_blocks(raw), sample_rate=sample_rate, ceiling_dbtp=level.ceiling_dbtp, gain_db=level.gain_db
    )


@contextmanager
def _instruments() -> Generator[None]:
    """What plays composed music may stay in memory within, and is given up behind."""
    try:
        yield
    finally:
        forget_sounds()
        give_memory_back()


@contextmanager
def _scratch(folder: Path) -> Generator[Path, None, None]:
    """A file for the time being."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(prefix=".mix.", suffix=".part", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _counted(
    blocks: Iterable[Samples], length: int, tick: Tick, stage: str, start: float, share: float
) -> Iterator[Samples]:
    done = 0
    for block in blocks:
        tick(stage, start + share * done / max(length, 1))
        done += block.shape[1]
        yield block


def _kept(blocks: Iterable[Samples], path: Path) -> Iterator[Samples]:
    """The same blocks, written to `path` in passing: float32, left and right by turns."""
    with path.open("wb") as file:
        for block in blocks:
            file.write(np.ascontiguousarray(block.T, dtype=np.float32).tobytes())
            yield block


def _raw_blocks(path: Path, *, first: int = 0) -> Iterator[Samples]:
    with path.open("rb") as file:
        file.seek(first * _BYTES_PER_SAMPLE)
        while data := file.read(_BLOCK * _BYTES_PER_SAMPLE):
            yield np.frombuffer(data, np.float32).reshape(-1, 2).T
