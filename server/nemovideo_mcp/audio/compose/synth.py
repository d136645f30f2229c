"""Pitched voices: band-limited wavetables whose spectrum moves while the note sounds.

A patch says which harmonics there are, how a low-pass filter moves over them and how each of them dies away. The
spectrum is frozen at a few moments of the note; each becomes one cycle of a wave (an inverse FFT that stops below
half the sample rate, so nothing aliases), and the note fades from one cycle to the next while it reads them with
one 32-bit phase. Loudness follows from the spectrum, so that patches and pitches come out equally loud.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["SHAPES", "Patch", "loudness_weight", "render_modes", "render_note"]

Signal = NDArray[np.float32]
Spectrum = NDArray[np.float64]

_TABLE_BITS = 13
_TABLE = 1 << _TABLE_BITS
_SNAPSHOTS_S = (0.0, 0.012, 0.035, 0.08, 0.18, 0.4, 0.85, 1.8, 3.8, 8.0)
_TOP_HZ = 14_000.0
_MIDDLE_C_HZ = 261.63


@dataclass(frozen=True, kw_only=True)
class Patch:
    """An instrument. Times in seconds, detuning in cents, `cutoff` in Hz at middle C and full velocity.

    `sustain` 0 makes a plucked or struck voice that fades with `decay` (longer for low notes). `sweep` opens the
    filter by so many octaves at the attack and closes it with `sweep_decay`; a negative one opens it slowly.
    `damping` is how many nepers a second each kHz of a harmonic loses: it makes strings and wood. `partials`, if
    given, are (ratio, amplitude, decay) of an inharmonic voice, and the harmonic fields are not used.

    With `sides`, the voice itself stands in the middle, and `voices` copies out of tune stand in the sides only: one is
    added to the left and taken from the right at that level, as Roland's Dimension D (1979) does with its delays. So
    nothing beats in the sum of both sides, nor in their power. `blend` of the copies is heard in the middle too.
    Without `sides` all voices are alike, and beat. `breath` is noise about the pitch, as of a mouth, loudest as the
    note begins.
    """

    shape: str = "saw"
    cutoff: float = 4000.0
    slope: float = 2.0
    resonance: float = 0.0
    sweep: float = 0.0
    sweep_decay: float = 0.2
    tracking: float = 0.5
    damping: float = 0.0
    attack: float = 0.004
    decay: float = 1.0
    sustain: float = 0.0
    release: float = 0.12
    voices: int = 1
    sides: float = 0.0
    blend: float = 0.0
    breath: float = 0.0
    width: float = 0.55
    detune: float = 8.0
    vibrato: float = 0.0
    vibrato_hz: float = 5.2
    drop: float = 0.0
    pick: float = 0.0
    touch: float = 1.2
    tremolo: float = 0.0
    gain_db: float = 0.0
    partials: tuple[tuple[float, float, float], ...] = ()


def _pluck_point(k: Spectrum, point: float) -> Spectrum:
    return np.abs(np.sin(np.pi * k * point)) / k


def _electric_piano(k: Spectrum) -> Spectrum:
    tine = 0.10 * np.exp(-(((k - 13.0) / 1.6) ** 2))
    return np.select([k == 1, k == 2, k == 3, k == 4], [1.0, 0.32, 0.16, 0.07], 0.10 / k) + tine


def _power_chord(k: Spectrum) -> Spectrum:
    # root and fifth in just intonation share a cycle an octave under the root; driven hard, then a speaker's cone
    phase = np.arange(4096) / 4096
    wave = sum(
        np.sin(2 * np.pi * n * phase + n) * a for n, a in ((2, 1), (3, 0.8), (4, 0.75), (6, 0.3), (8, 0.25))
    )
    spectrum = np.abs(np.fft.rfft(np.tanh(2.6 * wave + 0.25)))
    spectrum[0] = 0.0
    return spectrum[k.astype(np.int64)] / spectrum.max()


def _driven_lead(k: Spectrum) -> Spectrum:
    return (1.0 + 0.6 * (k % 2)) / k**0.75


SHAPES: dict[str, Callable[[Spectrum], Spectrum]] = {
    "sine": lambda k: (k == 1).astype(np.float64),
    "triangle": lambda k: (k % 2) / k**2,
    "saw": lambda k: 1.0 / k,
    "square": lambda k: (k % 2) / k,
    "pulse": lambda k: _pluck_point(k, 0.22),
    "sub": lambda k: np.select([k == 1, k == 2, k == 3], [1.0, 0.22, 0.13], 0.16 / k**2),
    "organ": lambda k: np.select([k == 1, k == 2, k == 3, k == 4, k == 8], [1, 0.7, 0.4, 0.3, 0.12], 0.0),
    "flute": lambda k: np.select([k == 1, k == 2, k == 3], [1.0, 0.28, 0.10], 0.03 / k),
    "whistle": lambda k: np.select([k == 1, k == 2], [1.0, 0.05], 0.0),
    "piano": lambda k: _pluck_point(k, 0.122) / (1 + (k / 14) ** 2),
    "guitar": lambda k: _pluck_point(k, 0.19),
    "nylon": lambda k: _pluck_point(k, 0.31) / (1 + (k / 9) ** 2),
    "harp": lambda k: _pluck_point(k, 0.42) / (1 + (k / 7) ** 2),
    "clav": lambda k: _pluck_point(k, 0.09),
    "bass": lambda k: _pluck_point(k, 0.24) / (1 + (k / 16) ** 2),
    "upright": lambda k: _pluck_point(k, 0.33) / (1 + (k / 5) ** 2),
    "strings": lambda k: (1.0 + 0.5 * np.sin(1.7 * k)) / k,
    "brass": lambda k: 1.0 / k**0.9,
    "choir": lambda k: (
        np.exp(-(((k - 2) / 2.2) ** 2)) + 0.25 * np.exp(-(((k - 8) / 2.0) ** 2)) + 0.3 * (k == 1)
    ),
    "electric_piano": _electric_piano,
    "power": _power_chord,
    "driven": _driven_lead,
}
_OCTAVE_DOWN = {"power"}


def loudness_weight(frequency_hz: Spectrum) -> Spectrum:
    """Gain of the ear's curve: that of ITU-R BS.1770, but milder in the bass, where an exact one would rumble."""
    f = np.maximum(frequency_hz, 1.0)
    high_pass = f**2 / (f**2 + 24.0**2)
    shelf = 1.0 + 0.58 * f**2 / (f**2 + 1600.0**2)
    return high_pass * shelf


def render_note(
    patch: Patch, *, pitch: float, seconds: float, velocity: float, brightness: float, sample_rate: int
) -> Signal:
    """(1, n) or (2, n) samples of a note held for `seconds`, with its release; about as loud as any other patch's.

    `velocity` (0 to 1) and `brightness` (octaves on the filter) shape the timbre only: the caller sets the gain.
    """
    if patch.partials:
        return render_modes(patch, pitch=pitch, seconds=seconds, velocity=velocity, sample_rate=sample_rate)
    f0 = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    cycle_hz = f0 / 2 if patch.shape in _OCTAVE_DOWN else f0
    length = seconds + patch.release * 4.0
    if patch.sustain == 0.0:
        length = min(length, _decay_of(patch, f0) * 6.0 + 0.02)
    count = max(int(length * sample_rate), 64)
    times = [t for t in _SNAPSHOTS_S if t < length] + [length]
    tables = _tables(
        patch, cycle_hz, times, velocity=velocity, brightness=brightness, sample_rate=sample_rate
    )
    edges = [min(int(t * sample_rate), count) for t in times]
    edges[-1] = count
    envelope = _envelope(patch, f0, seconds, count, sample_rate)
    if patch.sides:
        out = _widened(patch, cycle_hz, tables, edges, count, sample_rate)
    else:
        out = _unison(patch, cycle_hz, tables, edges, count, sample_rate)
    if patch.breath:
        out += _breath(patch, f0, out.shape, sample_rate)
    out *= envelope
    if patch.pick:
        _add_pick(out, patch, f0, velocity, sample_rate)
    return out


def _unison(
    patch: Patch, cycle_hz: float, tables: Signal, edges: list[int], count: int, sample_rate: int
) -> Signal:
    """All voices alike, from left to right."""
    out = np.zeros((1 if patch.voices == 1 else 2, count), np.float32)
    for voice in range(patch.voices):
        offset = 0.0 if patch.voices == 1 else (2.0 * voice / (patch.voices - 1) - 1.0) * patch.detune
        # golden-ratio starts spread the phases of a choir evenly
        start = int((voice * 0.618034 % 1.0) * 2**32) if patch.voices > 1 else 0
        phase = _phase(patch, cycle_hz * 2.0 ** (offset / 1200.0), start, count, sample_rate)
        wave = _read(tables, phase, edges)
        if patch.voices == 1:
            out[0] = wave
        else:
            out[voice % 2] += wave * np.float32((2.0 / patch.voices) ** 0.5)
    if patch.voices > 1:
        middle = (out[0] + out[1]) * np.float32(0.5 * (1 - patch.width))
        out *= np.float32(patch.width)
        out += middle
        out *= np.float32(1 / (1 - 0.5 * patch.width * (1 - patch.width)) ** 0.5)
    return out


def _widened(
    patch: Patch, cycle_hz: float, tables: Signal, edges: list[int], count: int, sample_rate: int
) -> Signal:
    """The voice in the middle, its copies out of tune in the sides."""
    middle = _read(tables, _phase(patch, cycle_hz, 0, count, sample_rate), edges)
    copies = np.zeros(count, np.float32)
    for voice in range(patch.voices):
        # uneven, so that no two of them stand equally far apart (A. Szabo, "How to emulate the Super Saw", KTH, 2010)
        offset = patch.detune * (1.0, -0.81, 0.43, -0.29)[voice % 4]
        start = int(((voice + 1) * 0.618034 % 1.0) * 2**32)
        phase = _phase(patch, cycle_hz * 2.0 ** (offset / 1200.0), start, count, sample_rate)
        copies += _read(tables, phase, edges)
    copies *= np.float32(patch.sides / patch.voices**0.5)
    out = np.stack([middle + copies, middle - copies])
    if patch.blend:
        out += copies * np.float32(patch.blend)
    out *= np.float32((1 + patch.sides**2) ** -0.5)
    return out


def _breath(patch: Patch, f0: float, shape: tuple[int, ...], sample_rate: int) -> Signal:
    """Noise between the pitch and its fifth harmonic, `breath` of the note's level, three times that in its first 60 ms."""
    size = 1 << max(shape[1] - 1, 64).bit_length()
    noise = np.random.default_rng(int(f0 * 16)).standard_normal((shape[0], size), dtype=np.float32)
    f = np.maximum(np.fft.rfftfreq(size, 1 / sample_rate), 1.0)
    band = 1 / (1 + (f0 / f) ** 4) / (1 + (f / min(5 * f0, 0.4 * sample_rate)) ** 4)
    air = np.fft.irfft(np.fft.rfft(noise, axis=1) * band, size, axis=1)[:, : shape[1]]
    air /= max(float(np.sqrt((air**2).mean())), 1e-9)
    chiff = 1 + 2 * np.exp(np.arange(shape[1]) / (-0.06 * sample_rate))
    return (air * chiff * (0.1 * patch.breath)).astype(np.float32)


def render_modes(patch: Patch, *, pitch: float, seconds: float, velocity: float, sample_rate: int) -> Signal:
    """(2, n) samples of a bar, bell or plate: a few inharmonic partials, each with its own decay."""
    f0 = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    stretch = (_MIDDLE_C_HZ * 2 / f0) ** 0.35
    longest = max(d for _, _, d in patch.partials) * stretch
    length = min(longest * 6.0, seconds + patch.release * 5.0 if patch.release < 1.0 else longest * 6.0)
    count = max(int(length * sample_rate), 64)
    t = np.arange(count, dtype=np.float32) / np.float32(sample_rate)
    out = np.zeros((2, count), np.float32)
    power = 0.0
    for number, (ratio, amplitude, decay) in enumerate(patch.partials):
        frequency = f0 * ratio
        if frequency > min(_TOP_HZ, 0.42 * sample_rate):
            continue
        level = amplitude * (velocity ** (patch.touch * 0.5 * number) if number else 1.0)
        power += 0.5 * (level * float(loudness_weight(np.array([frequency]))[0])) ** 2
        partial = np.sin(np.float32(2 * np.pi * frequency) * t) * np.exp(
            t * np.float32(-1.0 / (decay * stretch))
        )
        partial *= np.float32(level)
        # the partials lean a little left and right in turn
        lean = 0.12 * (-1) ** number
        out[0] += partial * np.float32(1 - lean)
        out[1] += partial * np.float32(1 + lean)
    out *= np.float32(0.1 / max(power, 1e-9) ** 0.5 * 10 ** (patch.gain_db / 20))
    attack = max(int(patch.attack * sample_rate), 1)
    out[:, :attack] *= np.linspace(0, 1, attack, dtype=np.float32)
    gate = int(seconds * sample_rate)
    if count > gate and patch.release < 1.0:
        out[:, gate:] *= np.exp(
            -np.arange(count - gate, dtype=np.float32) / np.float32(patch.release * sample_rate)
        )
    _close(out, sample_rate)
    if patch.pick:
        _add_pick(out, patch, f0, velocity, sample_rate)
    return out


def _decay_of(patch: Patch, f0: float) -> float:
    return patch.decay * min((_MIDDLE_C_HZ / f0) ** 0.4, 2.2)


def _tables(
    patch: Patch, cycle_hz: float, times: list[float], *, velocity: float, brightness: float, sample_rate: int
) -> NDArray[np.float32]:
    count = int(np.clip(min(_TOP_HZ, 0.44 * sample_rate) / cycle_hz, 1, _TABLE // 4))
    k = np.arange(1, count + 1, dtype=np.float64)
    frequency = k * cycle_hz
    moments = np.array(times)[:, None]
    octaves = patch.tracking * np.log2(cycle_hz / _MIDDLE_C_HZ) + brightness + patch.touch * (velocity - 1.0)
    octaves = octaves + patch.sweep * np.exp(-moments / patch.sweep_decay)
    cutoff = np.maximum(patch.cutoff * 2.0**octaves, cycle_hz * 0.8)
    spectrum = SHAPES[patch.shape](k) / (1.0 + (frequency / cutoff) ** (2 * patch.slope)) ** 0.5
    if patch.resonance:
        spectrum = spectrum * (1.0 + patch.resonance * np.exp(-((np.log2(frequency / cutoff) / 0.3) ** 2)))
    if patch.damping:
        spectrum = spectrum * np.exp(-moments * patch.damping * (frequency - cycle_hz) / 1000.0)
    loudness = ((spectrum[min(2, len(times) - 1)] * loudness_weight(frequency)) ** 2).sum() * 0.5
    spectrum = spectrum * (0.1 / max(loudness, 1e-9) ** 0.5 * 10 ** (patch.gain_db / 20))
    # scattered phases keep the crest of rich voices low; the fundamental starts at a zero crossing
    phases = np.where(k == 1, 0.0, 2.39996 * k * k)
    bins = np.zeros((len(times), _TABLE // 2 + 1), np.complex64)
    bins[:, 1 : count + 1] = spectrum * np.exp(1j * (phases - np.pi / 2)) * (_TABLE / 2)
    return np.fft.irfft(bins, axis=1).astype(np.float32)


def _phase(patch: Patch, cycle_hz: float, start: int, count: int, sample_rate: int) -> NDArray[np.uint32]:
    step = round(cycle_hz / sample_rate * 2**32)
    steady = np.arange(count, dtype=np.uint32)
    steady *= np.uint32(step)
    steady += np.uint32(start)
    if not patch.vibrato and not patch.drop:
        return steady
    t = np.arange(count) / sample_rate
    cycles = np.zeros(count)
    if patch.vibrato:
        depth = cycle_hz * (2 ** (patch.vibrato / 1200) - 1) / (2 * np.pi * patch.vibrato_hz)
        cycles += depth * np.clip((t - 0.18) / 0.35, 0, 1) * np.sin(2 * np.pi * patch.vibrato_hz * t)
    if patch.drop:  # a fall from `drop` semitones above, as of a drum's skin
        cycles += cycle_hz * (2 ** (patch.drop / 12) - 1) * 0.022 * (1 - np.exp(-t / 0.022))
    return steady + (cycles * 2.0**32).astype(np.int64).astype(np.uint32)


def _read(tables: NDArray[np.float32], phase: NDArray[np.uint32], edges: list[int]) -> Signal:
    index = (phase >> np.uint32(32 - _TABLE_BITS)).astype(np.intp)
    wave = np.empty(len(phase), np.float32)
    for j in range(len(edges) - 1):
        a, b = edges[j], edges[j + 1]
        if b <= a:
            continue
        here = index[a:b]
        now, then = tables[j].take(here), tables[j + 1].take(here)
        then -= now
        then *= np.arange(b - a, dtype=np.float32)
        then *= np.float32(1 / (b - a))
        np.add(now, then, out=wave[a:b])
    return wave


def _envelope(patch: Patch, f0: float, seconds: float, count: int, sample_rate: int) -> Signal:
    t = np.arange(count, dtype=np.float32)
    envelope = np.exp(t * np.float32(-1.0 / (_decay_of(patch, f0) * sample_rate)))
    if patch.sustain:
        envelope = envelope * np.float32(1 - patch.sustain) + np.float32(patch.sustain)
    attack = max(int(patch.attack * sample_rate), 1)
    rise = np.linspace(0, 1, attack, dtype=np.float32)[:count]
    envelope[:attack] *= rise * rise * (3 - 2 * rise)
    gate = int(seconds * sample_rate)
    if count > gate:
        envelope[gate:] *= np.exp(t[: count - gate] * np.float32(-1.0 / (patch.release * sample_rate)))
    if patch.tremolo:
        envelope *= 1 - patch.tremolo * np.float32(0.5) * (
            1 - np.cos(t * np.float32(2 * np.pi * 4.6 / sample_rate))
        )
    _close(envelope[None], sample_rate)
    return envelope


def _close(signal: Signal, sample_rate: int) -> None:
    """Take the last 5 ms to nothing, so that no voice ends on a step."""
    count = min(int(0.005 * sample_rate), signal.shape[1])
    signal[:, -count:] *= np.linspace(1, 0, count, dtype=np.float32)


def _add_pick(out: Signal, patch: Patch, f0: float, velocity: float, sample_rate: int) -> None:
    """The noise of a finger, plectrum or hammer: 12 ms of noise in the key's own region."""
    count = min(int(0.012 * sample_rate), out.shape[1])
    noise = np.random.default_rng(int(f0 * 16)).standard_normal(count).astype(np.float32)
    noise = np.convolve(noise, np.hanning(9).astype(np.float32) / 4, mode="same")
    fade = np.linspace(1, 0, count, dtype=np.float32) ** 2
    fade[:8] *= np.linspace(0, 1, 8, dtype=np.float32)
    out[:, :count] += noise * fade * np.float32(0.12 * patch.pick * (0.3 + 0.7 * velocity))
