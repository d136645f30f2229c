"""Recorded voices: a note is its nearest sample, moved to its pitch, coloured, and shut by its release.

Pitch, sample rate and colour are changed in one step by the Fourier transform: the spectrum of the sample is weighted
with the patch's filter and turned back into another number of frames, which is band-limited interpolation without
aliasing (J. O. Smith, "Digital Audio Resampling", CCRMA, 2002; the exact form for a whole signal).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.bank import Bank, Kept, Sample, installed_bank
from nemovideo_mcp.audio.compose.synth import loudness_weight

__all__ = ["Sampled", "forget_sounds", "render_hit", "render_sampled"]

Signal = NDArray[np.float32]
Spectrum = NDArray[np.complex64]

_MIDDLE_C_HZ = 261.63
_LOWEST_HZ = 30.0  # a drum has no pitch under which there is nothing
_LEVEL = 0.1
_DRUM_TOUCH = 3.0  # octaves by which the softest stroke of a drum closes the filter
_SOFT_ATTACK_S = 0.008  # how much longer the softest stroke takes to sound than the hardest
_SPECTRA_BYTES = 32_000_000
_PITCHED_BYTES = 80_000_000
_RUN = 16
_PAD = 1024
# a note's needed length is rounded up to one of these, so that notes of many lengths share one transform
_LADDER_S = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 64.0)


@dataclass(frozen=True, kw_only=True)
class Sampled:
    """A recorded instrument. Times in seconds; `cutoff` in Hz at middle C and full velocity, as a synthesiser's.

    `touch` is by how many octaves the softest stroke closes the filter, `slope` its steepness, `tracking` how far it
    follows the pitch. `shelf_db` lifts what lies above `shelf_hz`, `body_db` what lies below 250 Hz. `skip` leaves off
    the start of a slow attack, `decay` makes a sustained sound a short one. `chord` are strings that sound together,
    in semitones; `drive` bends their sum as an amplifier does, and a loudspeaker (`cabinet_hz`) follows. `width` (0 to
    1) plays another recording at the other side; `takes` of 2 plays every second stroke from another recording.
    `spread` places the keys from left to right, so far to the side two octaves from middle C.
    """

    instrument: str
    cutoff: float = 9000.0
    slope: float = 1.0
    tracking: float = 0.3
    touch: float = 1.6
    shelf_db: float = 0.0
    shelf_hz: float = 2500.0
    body_db: float = 0.0
    attack: float = 0.001
    skip: float = 0.0
    decay: float = 0.0
    release: float = 0.12
    chord: tuple[float, ...] = (0.0,)
    drive: float = 0.0
    cabinet_hz: float = 0.0
    width: float = 0.0
    takes: int = 1
    spread: float = 0.0
    tremolo: float = 0.0
    gain_db: float = 0.0


def render_sampled(
    patch: Sampled,
    *,
    pitch: float,
    seconds: float,
    velocity: float,
    brightness: float,
    sample_rate: int,
    take: int = 0,
    bank: Bank | None = None,
) -> Signal:
    """(1, n) or (2, n) samples of a note held for `seconds`, with its release, about as loud as any other patch's.

    `velocity` (0 to 1) and `brightness` (octaves on the filter) shape the timbre only: a soft stroke is darker, as by
    the velocity modulator of the "SoundFont Technical Specification 2.04", and comes slower. `take` counts strokes.
    """
    bank = bank or installed_bank()
    length = seconds + patch.release * 3.2
    if patch.decay:
        length = min(length, patch.decay * 6.0 + 0.05)
    step = next((s for s in _LADDER_S if s >= length), length)
    tone = round(2 * (brightness + patch.touch * (velocity - 1.0))) / 2
    take %= patch.takes
    out = _pitched(bank, patch, pitch, step, tone, take, sample_rate)
    out = out[:, : max(int(length * sample_rate), 64)].copy()
    out *= _envelope(patch, seconds, velocity, out.shape[1], sample_rate)
    return out


def render_hit(
    name: str,
    *,
    velocity: float,
    variant: int,
    sample_rate: int,
    semitones: float = 0.0,
    seconds: float = 0.0,
    cutoff: float = 16_000.0,
    shelf_db: float = 0.0,
    body_db: float = 0.0,
    bank: Bank | None = None,
) -> Signal:
    """(1, n) samples of a drum's stroke; a soft one is duller, and `variant` takes turns and moves the pitch a hair.

    `seconds` shortens its decay to that time constant.
    """
    bank = bank or installed_bank()
    strokes = bank.drums[name]
    sample = strokes[variant % len(strokes)]
    shift = semitones + (0.0, 0.18, -0.14, 0.08)[variant % 4]
    patch = Sampled(instrument=name, cutoff=cutoff, tracking=0.0, shelf_db=shelf_db, body_db=body_db)
    frames = sample.frames
    made = _moved(
        _spectrum(bank, sample, frames),
        shift,
        patch,
        _LOWEST_HZ,
        _DRUM_TOUCH * (velocity - 1.0),
        bank.rate,
        sample_rate,
        levelled=False,
    )
    count = int(frames / bank.rate * sample_rate / 2 ** (shift / 12))
    out = made[:, : max(count, 64)]
    if seconds:
        t = np.arange(out.shape[1], dtype=np.float32) / np.float32(sample_rate)
        out = out * np.exp(t * np.float32(-1.0 / seconds))
    return out


def _nearest(samples: Sequence[Sample], pitch: float) -> list[Sample]:
    """The samples by their distance from the pitch; moving one down costs less than moving it up."""
    return sorted(samples, key=lambda s: s.key - pitch if s.key >= pitch else 1.15 * (pitch - s.key))


@cache
def _pitched_store() -> Kept[Signal]:
    return Kept[Signal](_PITCHED_BYTES, lambda sound: sound.nbytes)


@cache
def _spectra_store() -> Kept[_Spectrum]:
    return Kept[_Spectrum](_SPECTRA_BYTES, lambda kept: kept.lines.nbytes)


def forget_sounds() -> None:
    """Free what was decoded and pitched for the pieces that are done: about a hundred megabytes after one piece."""
    for kept in (installed_bank, _pitched_store, _spectra_store):
        kept.cache_clear()


def _pitched(
    bank: Bank, patch: Sampled, pitch: float, seconds: float, tone: float, take: int, sample_rate: int
) -> Signal:
    def make() -> Signal:
        voices = [
            _voice(bank, patch, pitch + interval, seconds, tone, take, sample_rate)
            for interval in patch.chord
        ]
        count = min(v.shape[1] for v in voices)
        out = np.sum([v[:, :count] for v in voices], axis=0) * np.float32(len(voices) ** -0.5)
        if patch.drive:
            out = np.tanh(out * np.float32(patch.drive / _LEVEL)) * np.float32(0.16)
        if patch.cabinet_hz:
            out = _speaker(out, patch.cabinet_hz, sample_rate)
        if patch.spread:
            angle = (1 + np.clip(patch.spread * (pitch - 60) / 24, -0.8, 0.8)) * np.pi / 4
            out = out[:1] * np.float32(2**0.5) * np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)
        return (out * np.float32(10 ** (patch.gain_db / 20))).astype(np.float32)

    return _pitched_store().get((id(bank), patch, pitch, seconds, tone, take, sample_rate), make)


def _voice(
    bank: Bank, patch: Sampled, pitch: float, seconds: float, tone: float, take: int, sample_rate: int
) -> Signal:
    near = _nearest(bank.instruments[patch.instrument], pitch)
    first = near[take % len(near)]
    left = _take(bank, first, patch, pitch, seconds, tone, sample_rate)
    if not patch.width:
        return left
    if left.shape[0] == 2:
        middle = left.mean(axis=0, keepdims=True)
        return (middle + (left - middle) * np.float32(patch.width)).astype(np.float32)
    other = near[min(take % len(near) + 1, len(near) - 1)]
    right = _take(bank, other, patch, pitch, seconds, tone, sample_rate)
    count = min(left.shape[1], right.shape[1])
    pair = np.concatenate([left[:, :count], right[:, :count]])
    # two recordings add their powers where they are mixed
    wide = pair * np.float32(0.5 + 0.5 * patch.width) + pair[::-1] * np.float32(0.5 - 0.5 * patch.width)
    return (wide * np.float32(1 / (0.5 + 0.5 * patch.width**2) ** 0.5)).astype(np.float32, copy=False)


def _take(
    bank: Bank, sample: Sample, patch: Sampled, pitch: float, seconds: float, tone: float, sample_rate: int
) -> Signal:
    shift = pitch - sample.key
    skipped = int(patch.skip * bank.rate)
    frames = int(seconds * bank.rate * 2 ** (shift / 12)) + 64
    spectrum = _spectrum(bank, sample, frames, skipped)
    f0 = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    made = _moved(spectrum, shift, patch, f0, tone, bank.rate, sample_rate, levelled=True)
    return made[:, : int(seconds * sample_rate)]


@dataclass(frozen=True, kw_only=True)
class _Spectrum:
    """The transform of `size` frames of a sample over `size`; its power in runs of `_RUN` lines (the first side's)."""

    lines: Spectrum
    size: int
    power: Signal


def _spectrum(bank: Bank, sample: Sample, frames: int, skipped: int = 0) -> _Spectrum:
    needed = frames + skipped + _PAD
    whole = 1 << (needed - 1).bit_length()
    size = next(whole * eighths // 8 for eighths in (5, 6, 7, 8) if whole * eighths // 8 >= needed)

    def make() -> _Spectrum:
        sound = bank.sound(sample, size - _PAD)[:, skipped:]
        padded = np.zeros((sound.shape[0], size), np.float32)
        padded[:, : sound.shape[1]] = sound
        fade = min(512, sound.shape[1])
        padded[:, sound.shape[1] - fade : sound.shape[1]] *= np.linspace(1, 0, fade, dtype=np.float32)
        # with this norm NumPy (2.4) stays in single precision; without, it takes four times as long
        lines = np.fft.rfft(padded, axis=1, norm="forward").astype(np.complex64, copy=False)
        first = lines[0]
        power = first.real * first.real + first.imag * first.imag
        runs = np.add.reduceat(power, np.arange(0, len(power), _RUN)).astype(np.float32)
        return _Spectrum(lines=lines, size=size, power=runs)

    return _spectra_store().get((id(bank), sample.file, sample.at, size, skipped), make)


def _moved(
    spectrum: _Spectrum,
    shift: float,
    patch: Sampled,
    f0: float,
    tone: float,
    bank_rate: int,
    sample_rate: int,
    *,
    levelled: bool,
) -> Signal:
    """The sound of a spectrum, `shift` semitones up, through the patch's filter, at another sample rate."""
    lines = spectrum.lines
    target = _smooth_size(spectrum.size * 2.0 ** (-shift / 12) * sample_rate / bank_rate)
    kept = min(target // 2, lines.shape[1] - 1) + 1
    runs = -(-kept // _RUN)
    # a filter is smooth: one value for a run of lines, which are a few hertz, is enough
    f = (np.arange(runs, dtype=np.float32) * _RUN + _RUN / 2) * np.float32(sample_rate / target)
    weight = _colour(patch, f, f0, tone)
    scale = float(target)
    if levelled:  # what the filter took is given back, as the ear counts it
        power = spectrum.power[:runs] * (loudness_weight(f.astype(np.float64)) ** 2).astype(np.float32)
        left = float((power * weight * weight).sum() / max(float(power.sum()), 1e-20))
        scale *= max(left, 1e-3) ** -0.5
    weights = np.repeat(weight * np.float32(scale), _RUN)[:kept]
    coloured = np.zeros((lines.shape[0], target // 2 + 1), np.complex64)
    np.multiply(lines[:, :kept], weights, out=coloured[:, :kept])
    return np.fft.irfft(coloured, target, axis=1).astype(np.float32, copy=False)


def _colour(patch: Sampled, f: Signal, f0: float, tone: float) -> Signal:
    octaves = patch.tracking * float(np.log2(f0 / _MIDDLE_C_HZ)) + tone
    cutoff = max(patch.cutoff * 2.0**octaves, 1.2 * f0)
    weight = (1 + (f / np.float32(cutoff)) ** np.float32(2 * patch.slope)) ** np.float32(-0.5)
    if patch.shelf_db:
        above = (f / np.float32(patch.shelf_hz)) ** 2
        weight *= (1 + np.float32(10 ** (patch.shelf_db / 20)) * above) / (1 + above)
    if patch.body_db:
        below = (np.float32(250.0) / f) ** 2
        weight *= (1 + np.float32(10 ** (patch.body_db / 20)) * below) / (1 + below)
    # nothing of a note lies an octave below it but rumble
    weight *= (1 + (np.float32(0.45 * min(f0, 400.0)) / f) ** 8) ** np.float32(-0.5)
    return weight.astype(np.float32)


@cache
def _smooth_sizes() -> NDArray[np.int64]:
    """Even numbers up to 2^23 without a prime factor above 7: the transform is quick for these."""
    numbers = np.array([2], np.int64)
    for prime in (2, 3, 5, 7):
        powers = prime ** np.arange(int(np.log(2**23) / np.log(prime)) + 1, dtype=np.int64)
        numbers = np.unique((numbers[:, None] * powers[None]).ravel())
        numbers = numbers[numbers <= 2**23]
    # with one factor 11 or 13 they lie close enough for a pitch within two cents
    return np.unique(np.concatenate([numbers, 11 * numbers, 13 * numbers, 121 * numbers, 143 * numbers]))


def _smooth_size(count: float) -> int:
    sizes = _smooth_sizes()
    place = int(np.searchsorted(sizes, count))
    around = sizes[max(place - 1, 0) : place + 1]
    return int(around[np.abs(around - count).argmin()])


def _speaker(sound: Signal, cabinet_hz: float, sample_rate: int) -> Signal:
    """A guitar's loudspeaker: nothing below 80 Hz, a rise about 3 kHz, and a steep end above `cabinet_hz`."""
    size = 1 << (sound.shape[1] + _PAD).bit_length()
    f = np.maximum(np.fft.rfftfreq(size, 1 / sample_rate), 1.0).astype(np.float32)
    weight = (1 + (np.float32(80) / f) ** 4) ** np.float32(-0.5)
    weight *= (1 + (f / np.float32(cabinet_hz)) ** 8) ** np.float32(-0.5)
    weight *= 1 + np.float32(0.6) * np.exp(-((np.log2(f / np.float32(2900)) / np.float32(0.7)) ** 2))
    lines = np.fft.rfft(sound, size, axis=1, norm="forward") * (weight * np.float32(size))
    return np.fft.irfft(lines, size, axis=1)[:, : sound.shape[1]].astype(np.float32)


def _envelope(patch: Sampled, seconds: float, velocity: float, count: int, sample_rate: int) -> Signal:
    t = np.arange(count, dtype=np.float32)
    envelope = np.ones(count, np.float32)
    if patch.decay:
        envelope *= np.exp(t * np.float32(-1.0 / (patch.decay * sample_rate)))
    slower = _SOFT_ATTACK_S * (1 - velocity)
    attack = min(max(int((patch.attack + slower) * sample_rate), 1), count)
    rise = np.linspace(0, 1, attack, dtype=np.float32)
    envelope[:attack] *= rise * rise * (3 - 2 * rise)
    gate = int(seconds * sample_rate)
    if count > gate:
        envelope[gate:] *= np.exp(t[: count - gate] * np.float32(-1.0 / (patch.release * sample_rate)))
    if patch.tremolo:
        sway = 1 - np.cos(t * np.float32(2 * np.pi * 4.6 / sample_rate))
        envelope *= 1 - patch.tremolo * np.float32(0.5) * sway
    last = min(int(0.02 * sample_rate), count // 2)
    envelope[-last:] *= np.linspace(1, 0, last, dtype=np.float32)
    return envelope
