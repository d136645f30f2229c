"""The mixing desk: notes become sound, sound goes through channels, room, echo and limiter, block by block.

Memory does not grow with the length of the piece: a channel holds what its sounding notes still have to give, the
effects hold their responses, and rendered notes are kept only up to a fixed size.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.balance import Balance
from nemovideo_mcp.audio.compose.drums import Drum, render_drum
from nemovideo_mcp.audio.compose.effects import (
    Glue,
    Limiter,
    Room,
    Space,
    Tape,
    dust_loop,
    echo_response,
    room_response,
)
from nemovideo_mcp.audio.compose.players import Note
from nemovideo_mcp.audio.compose.sampler import Sampled, render_sampled
from nemovideo_mcp.audio.compose.style import Channel, Style
from nemovideo_mcp.audio.compose.synth import Patch, render_note
from nemovideo_mcp.audio.loudness import integrated_lufs

__all__ = ["BLOCK_FRAMES", "Desk", "Instruments", "Master", "Player", "saturated", "space_of"]

Signal = NDArray[np.float32]

BLOCK_FRAMES = 32_768
_KEPT_BYTES = 45_000_000
_DRUM_LEVEL = 0.55
_CEILING = 0.88  # −1.1 dBFS
_DUCK_RELEASE_S = 0.16
_HAND_DB, _HAND_TONE, _HAND_S = 1.2, 0.08, 0.0002
_RUNG_OUT = 3.9  # nepers: 34 dB
_SILENT = 0.002  # of a note's peak
_MOST_GAIN = 30.0  # a piece of a few milliseconds is not to be blown up
_GLUE_OVER = 1.5  # the compressor begins above the mean level: it holds what stands out, not the loud parts


@dataclass(frozen=True, kw_only=True)
class Instruments:
    """What a desk plays on: patches and kits by name, how many recordings or noises of a drum take turns, and its buses.

    With `by_hand`, no two strokes of a drum are alike: each has a level, a tone and a start of its own, as a hand has.
    `drum_touch` is how far a soft stroke is darker, in octaves.

    `bus_drive` is how far a channel is bent before it is mixed (harmonics let a small loudspeaker tell the bass's
    notes), `least_duck` how far a kick pushes it down at least, so that both can be heard.
    """

    patches: Mapping[str, Patch | Sampled]
    kits: Mapping[str, Mapping[str, Drum]]
    variants: int
    bus_drive: Mapping[str, float]
    least_duck: Mapping[str, float]
    by_hand: bool = False
    drum_touch: float = 0.0


class Player:
    """Renders notes, and keeps those that are likely to come again."""

    def __init__(self, style: Style, instruments: Instruments, *, seed: int, sample_rate: int) -> None:
        self.instruments = instruments
        self._seed = seed
        self._kit = instruments.kits[style.kit]
        self._rate = sample_rate
        self._kept: OrderedDict[tuple[object, ...], Signal] = OrderedDict()
        self._bytes = 0

    def sound(self, note: Note, *, beat_s: float, ring_s: float) -> Signal:
        """(2, n) samples of a note, panned and at its level."""
        strength = max(round(note.velocity * 4), 1) / 4
        seconds = max(round(note.beats * beat_s, 3), 0.02)
        if note.ring:
            seconds = max(ring_s, 0.05)
        if note.pitch is None:
            drum = self._kit[note.voice]
            sixteenth = int(note.beat * 4 + 1e-6)
            variant = sixteenth % self.instruments.variants
            if self.instruments.by_hand:  # not the same one on each beat, whatever the beats' distance
                variant = sixteenth.bit_count() % self.instruments.variants
            played = self._drum(drum, note.voice, strength, seconds, variant)
            if self.instruments.by_hand:
                played = self._by_hand(played, f"{self._seed}.{note.voice}.{sixteenth}")
            level, pan = _DRUM_LEVEL, drum.pan
        else:
            played = self._pitched(note, strength, seconds)
            level, pan = 1.0, note.pan
        level *= note.velocity**1.3 * 10 ** (note.gain_db / 20)
        # constant power, 0 dB in the middle
        angle = (np.clip(pan, -1, 1) + 1) * np.pi / 4
        sides = np.array([[np.cos(angle)], [np.sin(angle)]], np.float32) * np.float32(level * 2**0.5)
        placed = played * sides
        if note.ring:
            frames = min(placed.shape[1], int(ring_s * self._rate))
            t = np.arange(frames, dtype=np.float32) / np.float32(self._rate)
            fall = 2.6 / max(ring_s, 0.3)
            if self.instruments.by_hand:  # a recording that is over sooner is not cut off
                level = np.abs(placed[0, :frames])
                heard = np.flatnonzero(level > _SILENT * level.max())
                over_s = (int(heard[-1]) + 1) / self._rate if len(heard) else ring_s
                fall = max(fall, _RUNG_OUT / over_s) if over_s < 0.95 * ring_s else fall
            placed = placed[:, :frames] * np.exp(t * np.float32(-fall))
        return placed.astype(np.float32, copy=False)

    def _drum(self, drum: Drum, name: str, strength: float, seconds: float, variant: int) -> Signal:
        length = seconds if name in ("riser", "reverse") else 0.0
        key = (name, strength, length, variant)
        return self._keep(
            key,
            lambda: render_drum(
                drum,
                velocity=strength,
                seconds=length,
                variant=variant,
                sample_rate=self._rate,
                touch=self.instruments.drum_touch,
            ),
        )

    def _by_hand(self, stroke: Signal, place: str) -> Signal:
        """The stroke at this place of the piece: within 0.6 dB, 0.2 ms and a little treble of what was rendered."""
        lot = zlib.crc32(place.encode())
        level, tone, late = (((lot >> shift) & 0xFF) / 255 for shift in (0, 8, 16))
        gain = np.float32(10 ** ((level - 0.5) * _HAND_DB / 20))
        edge = np.float32((2 * tone - 1) * _HAND_TONE)
        start = round(late * _HAND_S * self._rate)
        out = np.zeros((stroke.shape[0], stroke.shape[1] + start), np.float32)
        struck = out[:, start:]
        np.multiply(stroke, gain * (1 + edge), out=struck)
        struck[:, 1:] -= stroke[:, :-1] * (gain * edge)
        return out

    def _pitched(self, note: Note, strength: float, seconds: float) -> Signal:
        patch = self.instruments.patches[note.voice]
        pitch = float(note.pitch or 0)
        if isinstance(patch, Sampled):  # the sampler keeps what it needs
            take = round(note.beat * 4) % patch.takes
            return render_sampled(
                patch,
                pitch=pitch,
                seconds=seconds,
                velocity=strength,
                brightness=note.brightness,
                sample_rate=self._rate,
                take=take,
            )
        key = (note.voice, pitch, strength, seconds, note.brightness)
        return self._keep(
            key,
            lambda: render_note(
                patch,
                pitch=pitch,
                seconds=seconds,
                velocity=strength,
                brightness=note.brightness,
                sample_rate=self._rate,
            ),
        )

    def _keep(self, key: tuple[object, ...], make: Callable[[], Signal]) -> Signal:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = make()
        self._kept[key] = made
        self._bytes += made.nbytes
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.nbytes
        return made


class _Tail:
    """A channel's sum of what was struck and still sounds; `take` cuts the next samples off its front."""

    def __init__(self) -> None:
        self._sum = np.zeros((2, BLOCK_FRAMES), np.float32)
        self._used = 0

    def add(self, offset: int, sound: Signal) -> None:
        end = offset + sound.shape[1]
        if end > self._sum.shape[1]:
            grown = np.zeros((2, end + BLOCK_FRAMES), np.float32)
            grown[:, : self._used] = self._sum[:, : self._used]
            self._sum = grown
        self._sum[:, offset:end] += sound
        self._used = max(self._used, end)

    def take(self, count: int) -> Signal:
        out = np.zeros((2, count), np.float32)
        ready = min(count, self._used)
        out[:, :ready] = self._sum[:, :ready]
        rest = self._used - ready
        self._sum[:, :rest] = self._sum[:, ready : self._used].copy()
        self._sum[:, rest : self._used] = 0
        self._used = rest
        return out


@dataclass(frozen=True, kw_only=True)
class _Fed:
    settings: Channel
    tail: _Tail
    gain: np.float32


def space_of(style: Style, *, beat_s: float, sample_rate: int, block_frames: int = BLOCK_FRAMES) -> Space:
    """The room and the echo of a style at a tempo."""
    mix = style.mix
    room = room_response(seconds=mix.room_s, brightness=mix.room_brightness, sample_rate=sample_rate)
    echo = echo_response(
        room, delay_s=mix.echo_beats * beat_s, feedback=mix.echo_feedback, sample_rate=sample_rate
    )
    return Space([room * np.float32(2), echo], block_frames=block_frames)


class Master:
    """The last stage: balance, glue, level, soft saturation, and a limiter that lets nothing past −1.1 dBFS.

    Without a balance there is no glue. `rehearsal` is a stretch of the piece that glue and level are set by; what comes
    out has about `lufs`. Each block has the balance's `block_frames`.
    """

    def __init__(
        self,
        rehearsal: Signal,
        *,
        balance: Balance | None,
        glue: float,
        drive: float,
        lufs: float,
        sample_rate: int,
    ) -> None:
        balanced = rehearsal
        if balance is not None:
            balanced = balance.whole(rehearsal)[:, : max(rehearsal.shape[1] // 64, 1) * 64]
        threshold = float(np.sqrt((balanced**2).mean())) * _GLUE_OVER

        def compressor() -> Glue:
            return Glue(threshold=threshold, ratio=glue, sample_rate=sample_rate)

        glued = compressor().process(balanced) if balance is not None else rehearsal
        self._gain = _gain_for(glued, drive=drive, lufs=lufs, sample_rate=sample_rate)
        self._drive = drive
        self._balance, self._glue = balance, compressor()
        self._limiter = Limiter(ceiling=_CEILING, release_s=0.12, sample_rate=sample_rate)
        self.latency_frames = self._limiter.latency_frames

    def process(self, block: Signal) -> Signal:
        if self._balance is not None:
            block = self._glue.process(self._balance.process(block))
        return self._limiter.process(saturated(block, gain=self._gain, drive=self._drive))


def _gain_for(sound: Signal, *, drive: float, lufs: float, sample_rate: int) -> float:
    """The gain that brings the sound to `lufs` after the saturation, which takes some of it away."""
    gain = 1.0
    for _ in range(3):
        heard = saturated(sound, gain=gain, drive=drive) if gain != 1.0 else sound
        found = integrated_lufs([heard], sample_rate=sample_rate)
        if found is None:  # silent, or too short to have a loudness
            break
        gain *= 10 ** ((lufs - found) / 20)
    return min(gain, _MOST_GAIN)


def saturated(block: Signal, *, gain: float, drive: float) -> Signal:
    """The block at `gain`, its peaks bent softly; `drive` 1 and more bends sooner."""
    bent: Signal = np.tanh(block * np.float32(gain * drive)).astype(np.float32, copy=False)
    bent /= np.float32(drive)
    return bent


class Desk:
    """Plays notes into stereo sound, before the master."""

    def __init__(
        self, style: Style, *, beat_s: float, sample_rate: int, player: Player, space: Space
    ) -> None:
        mix = style.mix
        self._rate, self._beat_s, self._player = sample_rate, beat_s, player
        self._block = space.block_frames
        self._channels = {
            name: _Fed(settings=c, tail=_Tail(), gain=np.float32(10 ** (c.gain_db / 20)))
            for name, c in mix.channels.items()
        }
        self._room = Room(space)
        self._tape = Tape(depth_ms=mix.tape_ms, sample_rate=sample_rate)
        self._dust = None
        if mix.dust_db is not None:
            self._dust = dust_loop(seconds=7.3, sample_rate=sample_rate) * np.float32(
                10 ** (mix.dust_db / 20)
            )
        self._kicks: list[int] = []
        self._position = 0

    def play(self, bars: Iterator[tuple[float, Sequence[Note]]], *, ring_s: float) -> Iterator[Signal]:
        """Blocks of sound without end; `bars` gives (shift in beats, notes) in order of time."""
        waiting: list[tuple[int, Note]] = []
        upcoming = next(bars, None)
        while True:
            end = self._position + self._block
            while upcoming is not None and self._bar_frame(upcoming) < end:
                shift, notes = upcoming
                waiting += [(self._frame(note, shift), note) for note in notes]
                upcoming = next(bars, None)
            for start, note in waiting:
                if start < end:
                    self._strike(start - self._position, note, ring_s)
            waiting = [item for item in waiting if item[0] >= end]
            block = self._mix()
            self._position = end
            yield block

    def _bar_frame(self, bar: tuple[float, Sequence[Note]]) -> int:
        shift, notes = bar
        # no note of a later bar begins before this one's first
        return min((self._frame(n, shift) for n in notes), default=0)

    def _frame(self, note: Note, shift: float) -> int:
        # a note that is played ahead of the first beat starts with it
        return max(round(((note.beat - shift) * self._beat_s + note.delay_s) * self._rate), 0)

    def _strike(self, offset: int, note: Note, ring_s: float) -> None:
        if note.voice == "kick":
            self._kicks.append(self._position + offset)
        sound = self._player.sound(note, beat_s=self._beat_s, ring_s=ring_s)
        self._channels[note.channel].tail.add(offset, sound)

    def _mix(self) -> Signal:
        dry = np.zeros((2, self._block), np.float32)
        bent = np.zeros((2, self._block), np.float32)
        to_room = np.zeros((2, self._block), np.float32)
        to_echo = np.zeros((2, self._block), np.float32)
        ducking = self._ducking()
        instruments = self._player.instruments
        for name, channel in self._channels.items():
            settings = channel.settings
            block = channel.tail.take(self._block)
            if name in instruments.bus_drive:
                block = saturated(block, gain=1.0, drive=instruments.bus_drive[name])
            block *= channel.gain
            duck = max(settings.duck, instruments.least_duck.get(name, 0.0))
            if duck and ducking is not None:
                block *= 1 - np.float32(duck) * ducking
            if name == "drums":
                dry += block
            else:
                bent += block
            if settings.room:
                to_room += block * np.float32(settings.room)
            if settings.echo:
                to_echo += block * np.float32(settings.echo)
        mixed = dry + self._tape.process(bent) + self._room.process((to_room, to_echo))
        if self._dust is not None:
            size = self._dust.shape[1]
            mixed += self._dust[:, (np.arange(self._block) + self._position) % size]
        return mixed

    def _ducking(self) -> Signal | None:
        """How far the kick pushes the others down, 0 to 1: at once (8 ms), then an exponential return."""
        reach = int(_DUCK_RELEASE_S * 5 * self._rate)
        self._kicks = [k for k in self._kicks if k + reach > self._position]
        if not self._kicks:
            return None
        curve = np.zeros(self._block, np.float32)
        for kick in self._kicks:
            a, b = max(kick - self._position, 0), min(kick + reach - self._position, self._block)
            since = (np.arange(a, b, dtype=np.float32) + np.float32(self._position - kick)) / np.float32(
                self._rate
            )
            push = np.minimum(since / np.float32(0.008), 1) * np.exp(since * np.float32(-1 / _DUCK_RELEASE_S))
            np.maximum(curve[a:b], push, out=curve[a:b])
        return curve
