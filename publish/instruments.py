"""Build the bank of real instruments: `python publish/instruments.py MuseScore_General_Lite.sf3 [TARGET]`.

The source is the file of Debian's package `musescore-general-soundfont-small` 0.2.1. The script reads the SF3 itself
(RIFF, "SoundFont Technical Specification 2.04"; its samples are Ogg Vorbis), takes for each instrument a sample every
few semitones, bakes loop and envelope into those that die away, keeps the loop of those that last, trims, brings all to
the same loudness, and writes Ogg Opus at 48 kHz: a file for each instrument, its samples one behind the other, and one
`index.json`. The same input gives the same bytes. It needs PyAV and NumPy.
"""

from __future__ import annotations

import io
import json
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
TARGET = Path(__file__).parents[1] / "server/nemovideo_mcp/audio/compose/instruments"
Signal = NDArray[np.float64]

START_OFFSET, END_OFFSET = 0, 1
HOLD, DECAY, SUSTAIN, ATTENUATION = 35, 36, 37, 48
INSTRUMENT, KEYS, VELOCITIES, COARSE, FINE, SAMPLE, MODES, ROOT = 41, 43, 44, 51, 52, 53, 54, 58
LEFT = 4
_SILENT_CB = 1000.0


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to take of a preset: the keys between `low` and `high`, at least `step` semitones apart, for `seconds`.

    `stereo` keeps both sides, `summed` their mean (of pairs whose phases the source has aligned for it).
    """

    name: str
    bank: int
    preset: int
    low: int
    high: int
    step: float = 3.0
    seconds: float = 3.0
    kbps: int = 64
    stereo: bool = False
    lasting: bool = False
    velocity: int = 120
    quietest_db: float = -40.0
    retuned: bool = False
    summed: bool = False


PITCHED = (
    Wanted(name="piano", bank=0, preset=0, low=26, high=97, step=3, seconds=5.0, kbps=80, summed=True),
    Wanted(name="tine", bank=0, preset=4, low=30, high=91, step=3, seconds=4.0, kbps=56),
    Wanted(name="nylon", bank=0, preset=24, low=38, high=84, step=1, seconds=3.2),
    Wanted(name="steel", bank=0, preset=25, low=38, high=84, step=1, seconds=3.6, kbps=72),
    Wanted(name="clean", bank=0, preset=27, low=38, high=80, step=1, seconds=3.2),
    Wanted(name="muted", bank=0, preset=28, low=38, high=72, step=1, seconds=1.0),
    Wanted(name="overdriven", bank=0, preset=29, low=38, high=80, step=1, seconds=3.5, kbps=64, lasting=True),
    Wanted(name="distorted", bank=0, preset=30, low=38, high=80, step=1, seconds=3.5, kbps=80, lasting=True),
    Wanted(name="upright", bank=0, preset=32, low=26, high=60, step=1, seconds=2.4),
    Wanted(name="fingered", bank=0, preset=33, low=26, high=50, step=1, seconds=2.6),
    Wanted(name="picked", bank=0, preset=34, low=26, high=50, step=1, seconds=2.6),
    Wanted(name="slapped", bank=0, preset=36, low=26, high=50, step=1, seconds=2.2),
    Wanted(name="harp", bank=0, preset=46, low=33, high=98, step=3, seconds=3.0),
    Wanted(name="pizzicato", bank=0, preset=45, low=36, high=91, step=3, seconds=1.2, retuned=True),
    Wanted(name="marimba", bank=0, preset=12, low=40, high=96, step=2, seconds=1.4),
    Wanted(name="vibraphone", bank=0, preset=11, low=48, high=96, step=2, seconds=4.0),
    Wanted(name="glockenspiel", bank=0, preset=9, low=70, high=108, step=2, seconds=2.4),
    Wanted(name="music_box", bank=0, preset=10, low=60, high=100, step=2, seconds=2.2),
    Wanted(name="timpani", bank=0, preset=47, low=36, high=57, step=2, seconds=2.4),
    Wanted(name="violin", bank=0, preset=40, low=55, high=98, step=2, seconds=3.5, kbps=72, lasting=True),
    Wanted(name="cello", bank=0, preset=42, low=36, high=72, step=2, seconds=3.5, lasting=True, velocity=110),
    Wanted(name="strings", bank=0, preset=48, low=31, high=96, step=2, seconds=4.0, kbps=104, stereo=True, lasting=True),
    Wanted(name="choir", bank=0, preset=52, low=39, high=84, step=2, seconds=4.0, kbps=96, stereo=True, lasting=True),
    Wanted(name="horn", bank=0, preset=60, low=36, high=80, step=2, seconds=3.5, lasting=True),
    Wanted(name="trumpet", bank=0, preset=56, low=52, high=88, step=2, seconds=3.0, lasting=True),
    Wanted(name="brass", bank=0, preset=61, low=36, high=88, step=2, seconds=3.5, kbps=72, lasting=True),
    Wanted(name="tenor_sax", bank=0, preset=66, low=44, high=80, step=3, seconds=3.0, kbps=72, lasting=True),
    Wanted(name="flute", bank=0, preset=73, low=58, high=98, step=2, seconds=3.5, kbps=72, lasting=True),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A drum: the keys of a kit that are its strokes in turn (round robin), and how long it may ring."""

    name: str
    strokes: tuple[tuple[int, int], ...]
    seconds: float
    kbps: int = 96


HITS = (
    Hit(name="kick", strokes=((0, 36),), seconds=0.5),
    Hit(name="kick_jazz", strokes=((32, 36),), seconds=0.5),
    Hit(name="kick_rock", strokes=((16, 36),), seconds=0.5),
    Hit(name="snare", strokes=((0, 38),), seconds=0.6),
    Hit(name="snare_rock", strokes=((16, 38),), seconds=0.7),
    Hit(name="snare_brush", strokes=((40, 38), (40, 39)), seconds=0.5),
    Hit(name="snare_swirl", strokes=((40, 40),), seconds=0.6),
    Hit(name="snare_orchestra", strokes=((48, 38),), seconds=0.7),
    Hit(name="rim", strokes=((0, 37),), seconds=0.25),
    Hit(name="hat", strokes=((0, 42),), seconds=0.4),
    Hit(name="hat_foot", strokes=((0, 44),), seconds=0.4),
    Hit(name="open_hat", strokes=((0, 46),), seconds=1.2),
    Hit(name="ride", strokes=((0, 51),), seconds=1.8),
    Hit(name="crash", strokes=((0, 49), (0, 57)), seconds=3.0),
    Hit(name="splash", strokes=((0, 55),), seconds=1.2),
    Hit(name="crash_orchestra", strokes=((48, 57),), seconds=3.0),
    Hit(name="tom_low", strokes=((0, 43),), seconds=0.9),
    Hit(name="tom_mid", strokes=((0, 47),), seconds=0.9),
    Hit(name="tom_high", strokes=((0, 50),), seconds=0.9),
    Hit(name="clap", strokes=((0, 39),), seconds=0.4),
    Hit(name="tambourine", strokes=((0, 54),), seconds=0.5),
    Hit(name="shaker", strokes=((0, 82),), seconds=0.3),
    Hit(name="maracas", strokes=((0, 70),), seconds=0.3),
    Hit(name="conga", strokes=((0, 63),), seconds=0.5),
    Hit(name="conga_slap", strokes=((0, 62),), seconds=0.4),
    Hit(name="conga_low", strokes=((0, 64),), seconds=0.6),
    Hit(name="block", strokes=((0, 76),), seconds=0.3),
    Hit(name="triangle", strokes=((0, 81),), seconds=1.4),
    Hit(name="bass_drum", strokes=((48, 36),), seconds=2.0),
    Hit(name="taiko", strokes=((48, 87),), seconds=1.6),
)


class SoundFont:
    """The chunks of an SF3: presets, instruments, generators, and the Vorbis streams of the samples."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        self._chunks: dict[bytes, tuple[int, int]] = {}
        self._find(0, len(self._data))
        self.presets = self._records(b"phdr", "<20sHHHIII")
        self.preset_bags = self._records(b"pbag", "<HH")
        self.preset_gens = self._records(b"pgen", "<HH")
        self.instruments = self._records(b"inst", "<20sH")
        self.instrument_bags = self._records(b"ibag", "<HH")
        self.instrument_gens = self._records(b"igen", "<HH")
        self.headers = self._records(b"shdr", "<20sIIIIIBbHH")
        self._decoded: dict[int, Signal] = {}

    def _find(self, start: int, end: int) -> None:
        while start + 8 <= end:
            name, size = self._data[start : start + 4], struct.unpack_from("<I", self._data, start + 4)[0]
            if name in (b"RIFF", b"LIST"):
                self._find(start + 12, start + 8 + size)
            else:
                self._chunks[name] = (start + 8, size)
            start += 8 + size
            if start < end and self._data[start] == 0:  # some writers pad odd chunks, some do not
                start += 1

    def _records(self, chunk: bytes, form: str) -> list[tuple[Any, ...]]:
        start, size = self._chunks[chunk]
        return list(struct.iter_unpack(form, self._data[start : start + size]))

    def zones(self, bank: int, preset: int) -> Iterator[dict[int, int]]:
        """The generators of every sample zone of a preset, those of the preset added to those of the instrument."""
        number = next(i for i, p in enumerate(self.presets) if (p[2], p[1]) == (bank, preset))
        for outer in self._bags(self.preset_bags, self.preset_gens, self.presets, number, 3):
            if INSTRUMENT not in outer:
                continue
            common: dict[int, int] = {}
            for inner in self._bags(
                self.instrument_bags, self.instrument_gens, self.instruments, outer[INSTRUMENT], 1
            ):
                if SAMPLE not in inner:
                    common = inner
                    continue
                zone = {**common, **inner}
                for key in (KEYS, VELOCITIES):
                    zone[key] = _overlap(zone.get(key, 0x7F00), outer.get(key, 0x7F00))
                for key in (COARSE, FINE, ATTENUATION):
                    zone[key] = _signed(zone.get(key, 0)) + _signed(outer.get(key, 0))
                yield zone

    @staticmethod
    def _bags(
        bags: Sequence[tuple[Any, ...]],
        gens: Sequence[tuple[Any, ...]],
        heads: Sequence[tuple[Any, ...]],
        number: int,
        column: int,
    ) -> Iterator[dict[int, int]]:
        for bag in range(heads[number][column], heads[number + 1][column]):
            yield dict(gens[bags[bag][0] : bags[bag + 1][0]])

    def name(self, sample: int) -> str:
        return str(self.headers[sample][0].split(b"\0")[0].decode("latin-1"))

    def decoded(self, sample: int) -> Signal:
        """The mono frames of a sample at its own rate."""
        if sample not in self._decoded:
            start, _ = self._chunks[b"smpl"]
            header = self.headers[sample]
            stream = io.BytesIO(self._data[start + header[1] : start + header[2]])
            with av.open(stream) as container:
                frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
            self._decoded[sample] = np.concatenate(frames).astype(np.float64)
        return self._decoded[sample]


def _signed(value: int) -> int:
    return value - 65_536 if value >= 32_768 else value


def _overlap(first: int, second: int) -> int:
    low = max(first & 255, second & 255)
    return low | (min(first >> 8, second >> 8) << 8)


def _within(span: int, value: int) -> bool:
    return (span & 255) <= value <= (span >> 8)


@dataclass(kw_only=True)
class Taken:
    """A sample for the bank: (channels, n) at 48 kHz, its exact key, and the loop in frames if it lasts."""

    key: float
    sound: Signal
    loop: tuple[int, int] | None = None


def _resampled(sound: Signal, rate: float, to: int = RATE) -> Signal:
    """Band-limited conversion of a whole sample by its Fourier transform."""
    count = len(sound)
    padded = np.concatenate([sound, np.zeros(2048)])
    target = round(len(padded) * to / rate)
    spectrum = np.fft.rfft(padded)
    bins = np.zeros(target // 2 + 1, np.complex128)
    kept = min(len(bins), len(spectrum))
    bins[:kept] = spectrum[:kept]
    out = np.fft.irfft(bins, target) * (target / len(padded))
    return out[: round(count * to / rate)]


def _looped(sound: Signal, loop: tuple[int, int], count: int) -> Signal:
    if len(sound) >= count and loop[1] >= count:
        return sound[:count]
    start, end = loop
    # the decoder gives up to 128 frames less than the source says: a loop is the same a little earlier
    start, end = (place - max(end - len(sound), 0) for place in (start, end))
    index = np.arange(count)
    index = np.where(index < end, index, start + (index - end) % max(end - start, 1))
    return sound[np.minimum(index, len(sound) - 1)]


def _timecents(value: int) -> float:
    return float(2.0 ** (_signed(value) / 1200))


def _envelope(zone: dict[int, int], count: int, rate: float) -> Signal:
    """Hold and decay of a zone: a straight line in decibels down to its sustain level."""
    hold = _timecents(zone[HOLD]) if HOLD in zone else 0.001
    decay = _timecents(zone[DECAY]) if DECAY in zone else 0.001
    floor_db = min(_signed(zone.get(SUSTAIN, 0)), _SILENT_CB) / 10
    t = np.arange(count) / rate
    fallen = np.clip((t - hold) / decay, 0, 1) * 100.0
    return 10.0 ** (-np.minimum(fallen, floor_db) / 20)


def _onset(sound: Signal, quietest_db: float) -> int:
    mono = np.abs(sound).max(axis=0)
    above = np.flatnonzero(mono > mono.max() * 10 ** (quietest_db / 20))
    return max(int(above[0]) - 48, 0)


def _crossfaded(sound: Signal, loop: tuple[int, int]) -> Signal:
    """The sound up to the loop's end, its last stretch blended into what comes before the loop's start."""
    start, end = loop
    length = min(4096, (end - start) // 2, start)
    out = sound[:, :end].copy()
    if length > 8:
        ramp = np.sin(np.linspace(0, np.pi / 2, length)) ** 2
        out[:, end - length :] = out[:, end - length :] * (1 - ramp) + sound[:, start - length : start] * ramp
    return out


def _key_of(font: SoundFont, zone: dict[int, int]) -> float:
    header = font.headers[zone[SAMPLE]]
    root = zone.get(ROOT, header[6])
    root = header[6] if root > 127 else root
    # a zone that is tuned up by x sounds its root x higher, so that its key is x lower
    return root - zone[COARSE] - zone[FINE] / 100 - header[7] / 100


def _partner(font: SoundFont, zones: Sequence[dict[int, int]], zone: dict[int, int]) -> dict[int, int] | None:
    """The other side of a stereo pair: the zone of the same keys whose sample is linked or named alike."""
    name = font.name(zone[SAMPLE])
    for other in zones:
        if other is zone or other[KEYS] != zone[KEYS] or other[VELOCITIES] != zone[VELOCITIES]:
            continue
        if font.headers[zone[SAMPLE]][8] == other[SAMPLE] or (
            font.name(other[SAMPLE]).rstrip(")LR(-") == name.rstrip(")LR(-") and other[SAMPLE] != zone[SAMPLE]
        ):
            return other
    return None


def _one(font: SoundFont, zone: dict[int, int], wanted: Wanted) -> tuple[Signal, tuple[int, int] | None]:
    header = font.headers[zone[SAMPLE]]
    raw, rate = font.decoded(zone[SAMPLE]), float(header[5])
    loop = (int(header[3]), int(header[4]))  # in an SF3 they count from the sample's own start
    if wanted.lasting:
        scaled = (round(loop[0] * RATE / rate), round(loop[1] * RATE / rate))
        return _resampled(raw, rate), scaled
    count = int(wanted.seconds * rate)
    looping = zone.get(MODES, 0) & 1 and loop[1] - loop[0] > 8
    sound = _looped(raw, loop, count) if looping else raw[:count]
    return _resampled(sound * _envelope(zone, len(sound), rate), rate), None


def _heard_key(sound: Signal, key: float) -> float:
    """The key that a sound has: its strongest partial among the first three, at most a semitone from `key`."""
    part = sound.mean(axis=0)[RATE // 25 : RATE // 25 + RATE // 2]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 19))
    step = RATE / (1 << 19)
    f0 = 440 * 2 ** ((key - 69) / 12)
    heard: list[tuple[float, float]] = []
    for harmonic in (1, 2, 3):
        low, high = (int(f0 * harmonic * 2 ** (cents / 1200) / step) for cents in (-100, 100))
        peak = low + int(spectrum[low:high].argmax())
        heard.append((float(spectrum[peak]), key + 12 * float(np.log2(peak * step / harmonic / f0))))
    return max(heard)[1]


def taken_of(font: SoundFont, wanted: Wanted) -> list[Taken]:
    """The samples of an instrument, from low to high."""
    zones = [z for z in font.zones(wanted.bank, wanted.preset) if _within(z[VELOCITIES], wanted.velocity)]
    if wanted.lasting:  # what has no loop is the noise of a bow or a breath, laid over the others
        zones = [z for z in zones if z.get(MODES, 0) & 1]
    found: dict[float, Taken] = {}
    last = -99.0
    for zone in sorted(zones, key=lambda z: (_key_of(font, z), font.name(z[SAMPLE]))):
        key = _key_of(font, zone)
        if not wanted.low - 4 <= key <= wanted.high + 4 or key - last < wanted.step - 0.4:
            continue
        partner = _partner(font, zones, zone) if wanted.stereo or wanted.summed else None
        sound, loop = _one(font, zone, wanted)
        sides = [sound]
        if partner is not None:
            other, _ = _one(font, partner, wanted)
            sides.append(other)
            if "R" in font.name(zone[SAMPLE])[-3:]:
                sides.reverse()
        count = min(len(s) for s in sides)
        sound = np.stack([s[:count] for s in sides])
        if wanted.summed:
            sound = sound.mean(axis=0, keepdims=True)
        first = _onset(sound, wanted.quietest_db)
        sound = sound[:, first:]
        if wanted.lasting:
            assert loop is not None
            loop = (loop[0] - first, min(loop[1] - first, sound.shape[1]))
            longest = int(wanted.seconds * RATE)
            if loop[1] > longest and longest - loop[0] > RATE // 2:
                loop = (loop[0], longest)
            sound = _crossfaded(sound, loop)
            # a little more behind the loop, so that the codec ends on sound and not on an edge
            tail = sound[:, loop[0] : loop[0] + 960]
            sound = np.concatenate([sound, tail], axis=1)
        else:
            sound = _faded(sound, min(0.35, sound.shape[1] / RATE / 4))
        sound[:, :24] *= np.linspace(0, 1, 24)
        exact = _heard_key(sound, key) if wanted.retuned else key
        found[key] = Taken(key=exact, sound=sound, loop=loop)
        last = key
    return [found[key] for key in sorted(found)]


def hits_of(font: SoundFont, hit: Hit) -> list[Taken]:
    """The strokes of a drum, in turn; every one begins at its first frame."""
    taken: list[Taken] = []
    for number, (preset, key) in enumerate(hit.strokes):
        zones = [z for z in font.zones(128, preset) if _within(z[KEYS], key) and _within(z[VELOCITIES], 124)]
        zone = zones[0]
        header = font.headers[zone[SAMPLE]]
        shift = 2.0 ** ((zone[COARSE] + zone[FINE] / 100) / 12)
        root = zone.get(ROOT, header[6])
        if root <= 127 and zone.get(56, 100):
            shift *= 2.0 ** ((key - root) * zone.get(56, 100) / 1200)
        raw = font.decoded(zone[SAMPLE])
        count = int(hit.seconds * header[5] * shift)
        loop = (int(header[3]), int(header[4]))
        sound = _looped(raw, loop, count) if zone.get(MODES, 0) & 1 and loop[1] - loop[0] > 8 else raw[:count]
        sound = sound * _envelope(zone, len(sound), header[5] * shift)
        sound = _resampled(sound, header[5] * shift)[None]
        mono = np.abs(sound[0])
        first = max(int(np.flatnonzero(mono > mono.max() * 0.06)[0]) - 20, 0)
        sound = _faded(sound[:, first:], min(0.12, len(mono) / RATE / 3))
        sound[:, :20] *= np.linspace(0, 1, 20)
        taken.append(Taken(key=float(number), sound=sound))
    return taken


def _faded(sound: Signal, seconds: float) -> Signal:
    count = max(int(seconds * RATE), 2)
    out = sound.copy()
    out[:, -count:] *= np.cos(np.linspace(0, np.pi / 2, count)) ** 2
    return out


def _loudness(taken: Taken, *, drum: bool) -> float:
    """Root mean square under the ear's curve, over the part that says how loud the sound is."""
    start, end = (0.0, 0.12) if drum else (0.1, 0.6) if taken.loop else (0.02, 0.17)
    part = taken.sound[:, int(start * RATE) : int(end * RATE)]
    if part.shape[1] < 480:
        part = taken.sound
    spectrum = np.abs(np.fft.rfft(part, axis=1)) ** 2
    f = np.maximum(np.fft.rfftfreq(part.shape[1], 1 / RATE), 1.0)
    weight = (f**2 / (f**2 + 24.0**2)) * (1 + 0.58 * f**2 / (f**2 + 1600.0**2))
    power = (spectrum * weight**2).sum(axis=1).mean() * 2 / part.shape[1] ** 2
    return float(power**0.5)


def encoded(sound: Signal, kbps: int) -> bytes:
    """An Ogg Opus file of (channels, n) frames, the same bytes each time."""
    sink = io.BytesIO()
    layout = "stereo" if sound.shape[0] == 2 else "mono"
    options = {"fflags": "+bitexact"}
    with av.open(sink, "w", format="ogg", container_options=options) as container:
        stream = container.add_stream("libopus", rate=RATE, layout=layout)
        stream.bit_rate = kbps * 1000
        stream.codec_context.options = {
            "vbr": "on",
            "compression_level": "10",
            "application": "audio",
            "flags": "+bitexact",
        }
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound.T.reshape(1, -1).astype(np.float32)), format="flt", layout=layout
        )
        frame.sample_rate = RATE
        resampler = av.AudioResampler(
            format="flt", layout=layout, rate=RATE, frame_size=stream.codec_context.frame_size or 960
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return sink.getvalue()


def decoded(data: bytes) -> Signal:
    with av.open(io.BytesIO(data)) as container:
        return np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1).astype(np.float64)


def _shift_of(original: Signal, found: Signal) -> int:
    """By how many frames the decoded sound is late, from the correlation of their beginnings."""
    count = min(original.shape[1], found.shape[1], 4096)
    a, b = original[0, :count], found[0, :count]
    size = 8192
    both = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)))
    lag = int(np.argmax(both))
    return lag - size if lag > size // 2 else lag


def main() -> None:
    font = SoundFont(Path(sys.argv[1]))
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    target.mkdir(parents=True, exist_ok=True)
    index: dict[str, Any] = {"rate": RATE, "instruments": {}, "drums": {}}
    total = 0
    jobs: list[tuple[str, str, list[Taken], int]] = [
        ("instruments", wanted.name, taken_of(font, wanted), wanted.kbps) for wanted in PITCHED
    ]
    jobs += [("drums", hit.name, hits_of(font, hit), hit.kbps) for hit in HITS]
    packed: dict[str, bytearray] = {}
    for family, name, samples, kbps in jobs:
        file = name if family == "instruments" else "drums"
        pack = packed.setdefault(file, bytearray())
        rows: list[dict[str, Any]] = []
        for sample in samples:
            peak = float(np.abs(sample.sound).max())
            scaled = sample.sound * (0.7 / peak)
            data = encoded(scaled, kbps)
            late = _shift_of(scaled, decoded(data))
            gain = 0.1 / max(
                _loudness(Taken(key=0, sound=scaled, loop=sample.loop), drum=family == "drums"), 1e-6
            )
            row: dict[str, Any] = {
                "key": round(sample.key, 2), "at": len(pack), "bytes": len(data), "frames": scaled.shape[1],
                "start": max(late, 0), "gain": round(gain, 4),
            }  # fmt: skip
            if sample.loop:
                row["loop"] = list(sample.loop)
            rows.append(row)
            pack += data
        channels = samples[0].sound.shape[0]
        index[family][name] = {"file": f"{file}.opus", "channels": channels, "samples": rows}
        size = sum(r["bytes"] for r in rows)
        seconds = sum(r["frames"] for r in rows) / RATE
        loops = [round((r["loop"][1] - r["loop"][0]) / RATE, 2) for r in rows if "loop" in r]
        print(
            f"{name:16} {len(rows):3} samples, {channels} channels, {seconds:6.1f} s, {size / 1000:7.1f} kB, keys "
            f"{rows[0]['key']:g} to {rows[-1]['key']:g}, late {sorted({r['start'] for r in rows})}, loops {loops}"
        )
        total += size
    for old in target.glob("*.opus"):
        old.unlink()
    for file, data in packed.items():
        (target / f"{file}.opus").write_bytes(data)
    (target / "index.json").write_text(json.dumps(index, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{total / 1e6:.2f} MB in {len(packed)} files")


if __name__ == "__main__":
    main()
