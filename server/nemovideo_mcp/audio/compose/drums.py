"""Drums, cymbals and effects by name, recorded or from sine sweeps and shaped noise; each kit is a table of recipes.

A sound is rendered once for each of a few strengths and kept: a harder stroke is louder, brighter and longer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.sampler import render_hit

__all__ = [
    "KITS", "Drum", "boom", "cymbal", "hat", "kick", "kit", "render_drum", "shake", "shaped_noise", "snare",
]  # fmt: skip

Signal = NDArray[np.float32]
Maker = Callable[["Stroke"], Signal]
_OPEN_HZ = 15_000.0
_POLE_TAPS = 12  # at 3 kHz, what a pole gives later is 20 dB lower


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """One stroke to render: strength 0 to 1, the length that a riser needs, and the source of its noise."""

    sample_rate: int
    velocity: float
    seconds: float
    variant: int
    noise: np.random.Generator = field(compare=False)

    def time(self, seconds: float) -> Signal:
        return np.arange(max(int(seconds * self.sample_rate), 32), dtype=np.float32) / np.float32(
            self.sample_rate
        )


@dataclass(frozen=True, kw_only=True)
class Drum:
    """A recipe, its level against the other drums, and its place: `pan` −1 (left) to 1, `width` of its noise."""

    make: Maker
    gain_db: float = 0.0
    pan: float = 0.0

    @property
    def recorded(self) -> bool:
        """Whether the bank plays it, alone or over another recipe."""
        return getattr(self.make, "func", None) in (_recorded, _layered)


def shaped_noise(
    count: int,
    *,
    low_hz: float,
    high_hz: float,
    sample_rate: int,
    noise: np.random.Generator,
    slope: float = 1.5,
) -> Signal:
    """White noise with soft edges at `low_hz` and `high_hz`, unit power."""
    size = 1 << max(count - 1, 64).bit_length()
    spectrum = np.fft.rfft(noise.standard_normal(size, dtype=np.float32), norm="forward")
    f = np.maximum(np.fft.rfftfreq(size, 1 / sample_rate), 1.0)
    shape = 1 / (1 + (low_hz / f) ** (2 * slope)) / (1 + (f / high_hz) ** (2 * slope))
    signal = np.fft.irfft(spectrum * shape.astype(np.float32), size)[:count].astype(np.float32)
    return signal / np.float32(max(float(np.sqrt(np.mean(signal**2))), 1e-9))


def _decay(t: Signal, seconds: float) -> Signal:
    return np.exp(t * np.float32(-1.0 / seconds))


def _sweep(t: Signal, *, start: float, end: float, fall: float) -> Signal:
    """A sine whose frequency falls from `start` to `end` Hz with time constant `fall`; starts at its zero."""
    phase = end * t + (start - end) * fall * (1 - np.exp(t * np.float32(-1.0 / fall)))
    return np.sin(np.float32(2 * np.pi) * phase.astype(np.float32))


def _burst(stroke: Stroke, t: Signal, low: float, high: float) -> Signal:
    return shaped_noise(len(t), low_hz=low, high_hz=high, sample_rate=stroke.sample_rate, noise=stroke.noise)


def _hiss(stroke: Stroke, t: Signal, low: float, high: float, decay: float) -> Signal:
    """A short noise at the start of a longer sound."""
    short = t[: max(int(decay * 8 * stroke.sample_rate), 32)]
    out = np.zeros_like(t)
    out[: len(short)] = _burst(stroke, short, low, high) * _decay(short, decay)
    return out


def _finish(raw: NDArray[np.floating[Any]], *, attack: int = 12) -> Signal:
    """The sound in single precision, without a step at either end."""
    signal = raw.astype(np.float32)
    signal[..., :attack] *= np.linspace(0, 1, attack, dtype=np.float32)
    signal[..., -256:] *= np.linspace(1, 0, min(256, signal.shape[-1]), dtype=np.float32)
    return signal


def kick(
    s: Stroke, *, start: float, end: float, fall: float, decay: float, click: float, drive: float = 1.5
) -> Signal:
    t = s.time(decay * 6)
    body = _sweep(t, start=start * (0.7 + 0.3 * s.velocity), end=end, fall=fall) * _decay(t, decay)
    body = np.tanh(body * np.float32(drive)) / np.float32(np.tanh(drive))
    tick = _hiss(s, t, 1500, 6000, 0.004) * np.float32(click * 0.25 * s.velocity)
    return _finish(body + tick, attack=24)


def snare(
    s: Stroke,
    *,
    tone: float,
    ring: float,
    low: float,
    high: float,
    decay: float,
    wires: float,
    body: float = 0.6,
) -> Signal:
    t = s.time(max(decay, ring) * 6)
    skin = _sweep(t, start=tone * 1.5, end=tone, fall=0.012) + 0.5 * _sweep(
        t, start=tone * 2.2, end=tone * 1.62, fall=0.01
    )
    rattle = _burst(s, t, low, high * (0.45 + 0.55 * s.velocity))
    late = np.float32(0.6) * _decay(t, decay) + np.float32(0.4) * _decay(t, decay * 0.3)
    return _finish(
        np.float32(body) * skin * _decay(t, ring)
        + np.float32(wires * 0.32) * rattle * late.astype(np.float32)
    )


def _clap(s: Stroke, *, low: float, high: float, decay: float) -> Signal:
    t = s.time(decay * 6 + 0.03)
    envelope = np.zeros_like(t)
    for hand, gap in enumerate((0.0, 0.009, 0.019)):  # hands of a crowd; the first one stands on the beat
        since = t - np.float32(gap)
        envelope += (
            (since >= 0)
            * np.exp(-np.maximum(since, 0) / np.float32(decay if hand == 2 else 0.006))
            * (0.85 + 0.1 * hand)
        )
    return _finish(_burst(s, t, low, high) * envelope.astype(np.float32) * np.float32(0.33))


def hat(s: Stroke, *, decay: float, low: float = 7000, high: float = 12500, metal: float = 0.5) -> Signal:
    length = decay * (0.6 + 0.4 * s.velocity)
    t = s.time(length * 6)
    tones = sum(
        (np.sin(t * np.float32(2 * np.pi * f)) for f in (3137.0, 4219.0, 5393.0, 6571.0, 8093.0, 9241.0)),
        np.zeros_like(t),
    )
    tones = np.tanh(tones) * np.float32(0.5)
    mixed = _burst(s, t, low, high) * np.float32(0.24 * (1 - metal * 0.5)) + tones * np.float32(0.16 * metal)
    return _finish(mixed * _decay(t, length), attack=16)


def cymbal(s: Stroke, *, decay: float, low: float = 3500, high: float = 11000, swell: bool = False) -> Signal:
    seconds = s.seconds if swell else decay * 4.5
    t = s.time(seconds)
    side = _burst(s, t, low, high)
    sides = np.stack([side, np.roll(side, len(side) // 2)])
    if swell:  # a stroke played backwards, up to the next bar
        envelope = np.exp((t - np.float32(seconds)) * np.float32(3.2 / seconds)) - np.float32(np.exp(-3.2))
    else:
        envelope = 0.65 * _decay(t, decay) + 0.35 * _decay(t, decay * 0.12)
    return _finish(sides * envelope.astype(np.float32) * np.float32(0.22))


def _tom(s: Stroke, *, tone: float, decay: float = 0.16) -> Signal:
    t = s.time(decay * 6)
    skin = _sweep(t, start=tone * 1.6, end=tone, fall=0.03) * _decay(t, decay)
    stick = _hiss(s, t, 900, 5000, 0.008) * np.float32(0.12)
    return _finish(skin + stick)


def boom(s: Stroke, *, tone: float, decay: float, skin: float = 0.15) -> Signal:
    t = s.time(decay * 5)
    body = _sweep(t, start=tone * 2.1, end=tone, fall=0.025) * _decay(t, decay)
    body += 0.4 * _sweep(t, start=tone * 3.1, end=tone * 1.63, fall=0.02) * _decay(t, decay * 0.4)
    slap = _hiss(s, t, 250, 2200 * (0.4 + 0.6 * s.velocity), 0.025) * np.float32(skin)
    return _finish(np.tanh(body * np.float32(1.2)) + slap)


def shake(
    s: Stroke, *, decay: float = 0.035, rise: float = 0.006, low: float = 5200, high: float = 9500
) -> Signal:
    t = s.time(decay * 6 + rise)
    envelope = np.minimum(t / np.float32(rise), 1) * np.exp(-np.maximum(t - rise, 0) / np.float32(decay))
    return _finish(_burst(s, t, low, high) * envelope.astype(np.float32) * np.float32(0.2))


def _ring(s: Stroke, *, tones: tuple[float, ...], decay: float, noise: float = 0.05) -> Signal:
    """Wood, metal and skin without a sweep: rim, block, tambourine, conga, finger snap."""
    t = s.time(decay * 6)
    body = sum((np.sin(t * np.float32(2 * np.pi * f)) / n for n, f in enumerate(tones, 1)), np.zeros_like(t))
    hit = _hiss(s, t, 1500, 8000, 0.012) * np.float32(noise)
    return _finish((body * _decay(t, decay) * np.float32(0.5) + hit).astype(np.float32), attack=16)


def _riser(s: Stroke, *, low: float = 300, high: float = 9000) -> Signal:
    """Noise that climbs in pitch and strength for the time that it is given."""
    t = s.time(s.seconds)
    x = t / np.float32(s.seconds)
    out = np.zeros((2, len(t)), np.float32)
    bands = 6
    for band in range(bands):
        center = low * (high / low) ** (band / (bands - 1))
        weight = np.exp(-(((x * (bands - 1) - band) / np.float32(0.9)) ** 2))
        noise = _burst(s, t, center * 0.75, center * 1.3)
        out[0] += noise * weight
        out[1] += np.roll(noise, len(noise) // 2) * weight
    return _finish(out * (x**1.7) * np.float32(0.10), attack=64)


def _impact(s: Stroke, *, tone: float = 42, decay: float = 0.7) -> Signal:
    t = s.time(decay * 4)
    low = _sweep(t, start=tone * 2.6, end=tone, fall=0.08) * _decay(t, decay)
    air = _burst(s, t, 120, 1800) * _decay(t, decay * 0.35) * np.float32(0.08)
    return _finish(low + air, attack=48)


def _recorded(
    s: Stroke,
    *,
    name: str,
    level: float,
    semitones: float = 0.0,
    seconds: float = 0.0,
    cutoff: float = 16_000.0,
    shelf_db: float = 0.0,
    body_db: float = 0.0,
    pair: bool = False,
) -> Signal:
    """A stroke of the bank; `pair` plays the next one at the other side, as microphones over a kit hear a cymbal."""
    sides = [
        render_hit(
            name,
            velocity=s.velocity,
            variant=s.variant + side,
            sample_rate=s.sample_rate,
            semitones=semitones,
            seconds=seconds,
            cutoff=cutoff,
            shelf_db=shelf_db,
            body_db=body_db,
        )
        for side in ((0, 1) if pair else (0,))
    ]
    count = min(side.shape[1] for side in sides)
    sound = np.concatenate([side[:, :count] for side in sides]) * np.float32(level * 10)
    return _finish(sound, attack=4)


def _layered(s: Stroke, *, over: Maker, under: Maker) -> Signal:
    """Two recipes struck at once: the body of one, the skin and the wires of the other."""
    a, b = np.atleast_2d(over(s)), np.atleast_2d(under(s))
    out = np.zeros((max(a.shape[0], b.shape[0]), max(a.shape[1], b.shape[1])), np.float32)
    out[:, : a.shape[1]] += a
    out[:, : b.shape[1]] += b
    return out


_COMMON: dict[str, Drum] = {
    "crash": Drum(make=partial(cymbal, decay=0.75), gain_db=-5, pan=0.25),
    "reverse": Drum(make=partial(cymbal, decay=1.0, swell=True), gain_db=-11, pan=-0.2),
    "riser": Drum(make=_riser, gain_db=-10),
    "impact": Drum(make=_impact, gain_db=-9),
    "boom": Drum(make=partial(boom, tone=46, decay=0.5), gain_db=-6),
    "tom_high": Drum(make=partial(_tom, tone=165), gain_db=-5, pan=-0.35),
    "tom_mid": Drum(make=partial(_tom, tone=122), gain_db=-5, pan=0.1),
    "tom_low": Drum(make=partial(_tom, tone=88, decay=0.22), gain_db=-5, pan=0.4),
    "shaker": Drum(make=shake, gain_db=-2, pan=0.4),
    "tambourine": Drum(
        make=partial(shake, decay=0.06, rise=0.002, low=6500, high=11500), gain_db=-3, pan=-0.4
    ),
    "rim": Drum(make=partial(_ring, tones=(1730, 2540, 870), decay=0.018, noise=0.12), gain_db=1, pan=0.15),
    "snap": Drum(make=partial(_ring, tones=(2150, 1320), decay=0.012, noise=0.35), gain_db=-2, pan=-0.15),
    "block": Drum(make=partial(_ring, tones=(980, 1510), decay=0.03), gain_db=-3, pan=0.3),
    "conga": Drum(make=partial(_ring, tones=(215, 330, 512), decay=0.09, noise=0.1), gain_db=-1, pan=0.35),
    "conga_low": Drum(make=partial(_ring, tones=(150, 236), decay=0.12, noise=0.1), gain_db=0, pan=-0.3),
    "tick": Drum(make=partial(hat, decay=0.012, low=8000, metal=0.9), gain_db=1, pan=0.2),
    "clap": Drum(make=partial(_clap, low=900, high=4800, decay=0.075), gain_db=-4),
    "ride": Drum(make=partial(hat, decay=0.32, low=6000, high=10000, metal=0.9), gain_db=-7, pan=-0.3),
}


def kit(**own: Drum) -> Mapping[str, Drum]:
    return {**_COMMON, **own}


_ACOUSTIC_PERCUSSION: dict[str, Drum] = {
    "tom_high": Drum(make=partial(_recorded, name="tom_high", level=0.27, shelf_db=4), pan=-0.35),
    "tom_mid": Drum(make=partial(_recorded, name="tom_mid", level=0.27, shelf_db=4), pan=0.1),
    "tom_low": Drum(make=partial(_recorded, name="tom_low", level=0.28, shelf_db=4), pan=0.4),
    "shaker": Drum(make=partial(_recorded, name="maracas", level=0.10), pan=0.4),
    "tambourine": Drum(make=partial(_recorded, name="tambourine", level=0.10), pan=-0.4),
    "rim": Drum(make=partial(_recorded, name="rim", level=0.15), pan=0.15),
    "block": Drum(make=partial(_recorded, name="block", level=0.11), pan=0.3),
    "conga": Drum(make=partial(_recorded, name="conga", level=0.20, shelf_db=2), pan=0.35),
    "conga_slap": Drum(make=partial(_recorded, name="conga_slap", level=0.18), pan=0.3),
    "conga_low": Drum(make=partial(_recorded, name="conga_low", level=0.24, shelf_db=2), pan=-0.3),
    "triangle": Drum(make=partial(_recorded, name="triangle", level=0.05), pan=0.3),
    "splash": Drum(make=partial(_recorded, name="splash", level=0.10), pan=0.2),
}  # fmt: skip

_BRUSHES: Mapping[str, Drum] = kit(
    **_ACOUSTIC_PERCUSSION,
    kick=Drum(make=partial(_recorded, name="kick_jazz", level=0.22, shelf_db=4, seconds=0.13)),
    snare=Drum(make=partial(_recorded, name="snare_brush", level=0.13, shelf_db=3)),
    swirl=Drum(make=partial(_recorded, name="snare_swirl", level=0.07), pan=-0.1),
    hat=Drum(make=partial(_recorded, name="hat_foot", level=0.07), pan=0.25),
    open_hat=Drum(make=partial(_recorded, name="open_hat", level=0.07), pan=0.25),
    ride=Drum(make=partial(_recorded, name="ride", level=0.08), pan=-0.3),
    crash=Drum(make=partial(_recorded, name="crash", level=0.11, pair=True), pan=0.1),
)  # fmt: skip


KITS: Mapping[str, Mapping[str, Drum]] = {
    "pop": kit(
        kick=Drum(make=partial(kick, start=190, end=52, fall=0.022, decay=0.054, click=1.6), gain_db=-5),
        snare=Drum(make=partial(snare, tone=195, ring=0.09, low=1300, high=9000, decay=0.10, wires=0.9), gain_db=-3),
        hat=Drum(make=partial(hat, decay=0.028), gain_db=-1, pan=0.2),
        open_hat=Drum(make=partial(hat, decay=0.13), gain_db=-6, pan=0.2),
    ),
    "club": kit(
        kick=Drum(make=partial(kick, start=230, end=48, fall=0.022, decay=0.052, click=1.7, drive=2.4), gain_db=-5),
        snare=Drum(make=partial(snare, tone=210, ring=0.07, low=1100, high=8500, decay=0.12, wires=1.0), gain_db=-4),
        hat=Drum(make=partial(hat, decay=0.022, metal=0.3), gain_db=-1, pan=-0.15),
        open_hat=Drum(make=partial(hat, decay=0.11, metal=0.3), gain_db=-5, pan=0.1),
    ),
    "dusty": kit(
        kick=Drum(make=partial(kick, start=130, end=54, fall=0.018, decay=0.050, click=0.5, drive=2.0), gain_db=-5),
        snare=Drum(make=partial(snare, tone=172, ring=0.06, low=900, high=4600, decay=0.085, wires=0.9, body=0.7),
                   gain_db=-4),
        hat=Drum(make=partial(hat, decay=0.024, low=5200, high=7500, metal=0.3), gain_db=-3, pan=0.25),
        open_hat=Drum(make=partial(hat, decay=0.09, low=5200, high=7500, metal=0.3), gain_db=-8, pan=0.25),
        ride=Drum(make=partial(hat, decay=0.25, low=4500, high=6500, metal=0.7), gain_db=-9, pan=-0.3),
    ),
    "trap": kit(
        kick=Drum(make=partial(kick, start=210, end=46, fall=0.024, decay=0.050, click=1.4, drive=2.8), gain_db=-5),
        snare=Drum(make=partial(snare, tone=220, ring=0.05, low=1500, high=8000, decay=0.11, wires=1.1), gain_db=-3),
        hat=Drum(make=partial(hat, decay=0.018, low=7500, metal=0.6), gain_db=0, pan=0.15),
        open_hat=Drum(make=partial(hat, decay=0.10, low=7000, metal=0.6), gain_db=-6, pan=0.15),
    ),
    "rock": kit(
        **_ACOUSTIC_PERCUSSION,
        kick=Drum(make=partial(_layered, over=partial(_recorded, name="kick_rock", level=0.24, shelf_db=8, seconds=0.12),
                               under=partial(kick, start=150, end=56, fall=0.014, decay=0.050, click=0.5, drive=1.8)),
                  gain_db=-4),
        snare=Drum(make=partial(_recorded, name="snare_rock", level=0.29, shelf_db=5)),
        hat=Drum(make=partial(_recorded, name="hat", level=0.12, shelf_db=2), pan=0.3),
        open_hat=Drum(make=partial(_recorded, name="open_hat", level=0.12), pan=0.3),
        crash=Drum(make=partial(_recorded, name="crash", level=0.19, pair=True), pan=0.1),
        ride=Drum(make=partial(_recorded, name="ride", level=0.10), pan=-0.3),
    ),
    "acoustic_kit": kit(
        **_ACOUSTIC_PERCUSSION,
        kick=Drum(make=partial(_recorded, name="kick", level=0.33, shelf_db=6, seconds=0.13)),
        snare=Drum(make=partial(_recorded, name="snare", level=0.27, shelf_db=4)),
        hat=Drum(make=partial(_recorded, name="hat", level=0.09), pan=0.25),
        open_hat=Drum(make=partial(_recorded, name="open_hat", level=0.09), pan=0.25),
        crash=Drum(make=partial(_recorded, name="crash", level=0.14, pair=True), pan=0.1),
        ride=Drum(make=partial(_recorded, name="ride", level=0.085), pan=-0.3),
    ),
    "brush": _BRUSHES,
    "brush_kit": _BRUSHES,
    "epic": kit(
        **_ACOUSTIC_PERCUSSION
        | {
            "kick": Drum(make=partial(_layered, over=partial(_recorded, name="bass_drum", level=0.20, seconds=0.30, shelf_db=6),
                                      under=partial(boom, tone=58, decay=0.09, skin=0.35)), gain_db=-5),
            "snare": Drum(make=partial(_recorded, name="snare_orchestra", level=0.18, shelf_db=4)),
            "hat": Drum(make=partial(_recorded, name="shaker", level=0.08), pan=0.3),
            "open_hat": Drum(make=partial(_recorded, name="tambourine", level=0.07), pan=0.3),
            "tom_high": Drum(make=partial(_recorded, name="taiko", level=0.28, semitones=7, shelf_db=5, seconds=0.30), pan=-0.4),
            "tom_mid": Drum(make=partial(_recorded, name="taiko", level=0.28, semitones=3, shelf_db=5, seconds=0.34), pan=0.1),
            "tom_low": Drum(make=partial(_recorded, name="taiko", level=0.30, semitones=-1, shelf_db=5, seconds=0.38), pan=0.4),
            "boom": Drum(make=partial(_recorded, name="bass_drum", level=0.26, semitones=-2, shelf_db=3)),
            "crash": Drum(make=partial(_recorded, name="crash_orchestra", level=0.16, pair=True), pan=0.1),
        }
    ),
}  # fmt: skip


def render_drum(
    drum: Drum, *, velocity: float, seconds: float, variant: int, sample_rate: int, touch: float = 0.0
) -> Signal:
    """(1, n) or (2, n) samples of one stroke; `variant` gives another noise to the same recipe.

    `touch` is by how many octaves the softest stroke of a drum that is not recorded closes a low-pass of one pole (the
    velocity modulator of the "SoundFont Technical Specification 2.04"; a recording brings its own).
    """
    noise = np.random.default_rng([variant, round(seconds * 1000)])
    stroke = Stroke(sample_rate=sample_rate, velocity=velocity, seconds=seconds, variant=variant, noise=noise)
    sound = np.atleast_2d(drum.make(stroke))
    # a skin that is pushed further than it is pulled leaves a constant behind: take it out under a smooth hill
    hill = np.hanning(sound.shape[1]).astype(np.float32)
    sound -= hill * (sound.sum(axis=1, keepdims=True) / hill.sum())
    if touch and velocity < 1 and not drum.recorded:
        sound = _darkened(sound, _OPEN_HZ * 2.0 ** (touch * (velocity - 1)), sample_rate)
    return sound * np.float32(10 ** (drum.gain_db / 20))


def _darkened(sound: Signal, cutoff_hz: float, sample_rate: int) -> Signal:
    """The sound, about as loud as before, behind a low-pass of one pole."""
    pole = np.exp(np.float32(-2 * np.pi * cutoff_hz / sample_rate))
    response = (1 - pole) * pole ** np.arange(_POLE_TAPS, dtype=np.float32)
    dark = np.stack([np.convolve(side, response)[: sound.shape[1]] for side in sound])
    level = float(np.sqrt((sound**2).mean() / max(float((dark**2).mean()), 1e-20)))
    return dark * np.float32(min(level, 2.0))
