"""What happens to sound after the instruments: space, echoes, tape, dust, saturation and a limiter.

Everything works on blocks and remembers what it must, so that the sum of the blocks is the effect of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.drums import shaped_noise

__all__ = ["Glue", "Limiter", "Room", "Space", "Tape", "dust_loop", "echo_response", "room_response"]

Signal = NDArray[np.float32]


def room_response(*, seconds: float, brightness: float, sample_rate: int) -> Signal:
    """(2, n) impulse response of a room with a decay of 60 dB in `seconds`; high bands die sooner.

    Early reflections, then noise in bands with a decay each (J. A. Moorer, "About this reverberation business",
    1979). `brightness` 0 to 1 sets how long the treble lives. Normalised to unit energy a channel.
    """
    count = int(seconds * 1.1 * sample_rate)
    noise = np.random.default_rng(20_251)
    t = np.arange(count, dtype=np.float32) / np.float32(sample_rate)
    response = np.zeros((2, count), np.float32)
    bands = (
        (150, 500, 1.0, 0.8),
        (500, 1600, 0.95, 1.0),
        (1600, 4500, 0.5 + 0.4 * brightness, 0.8),
        (4500, 9500, 0.2 + 0.4 * brightness, 0.35 + 0.3 * brightness),
    )
    build_up = 1 - np.exp(t * np.float32(-1 / 0.018))
    for low, high, life, level in bands:
        tail = shaped_noise(count, low_hz=low, high_hz=high, sample_rate=sample_rate, noise=noise)
        decay = np.exp(t * np.float32(-6.91 / (seconds * life))) * np.float32(level)
        # the same noise from another place is as good as another noise
        response[0] += tail * decay
        response[1] += np.roll(tail, count // 2) * decay
    for side in response:
        side *= build_up
        for _ in range(9):
            at = int(noise.uniform(0.006, 0.055) * sample_rate)
            side[at : at + 3] += np.float32(noise.choice([-1.0, 1.0]) * noise.uniform(1.0, 3.0) / 2)
    fade = np.minimum(1, (count - np.arange(count)) / (0.15 * count)).astype(np.float32)
    response *= fade
    response = response + np.float32(0.4) * response[::-1]  # the two sides share a middle
    return response / np.sqrt((response**2).sum(axis=1, keepdims=True))


def echo_response(room: Signal, *, delay_s: float, feedback: float, sample_rate: int) -> Signal:
    """Repeats that wander from side to side, each one duller and further into the room than the one before."""
    step = int(delay_s * sample_rate)
    taps = 5
    count = step * taps + int(0.4 * sample_rate)
    response = np.zeros((2, count), np.float32)
    for tap in range(taps):
        width = 3 + 6 * tap
        blur = np.hanning(width + 2)[1:-1].astype(np.float32)
        blur /= blur.sum()
        level = feedback**tap
        near, far = (1.0, 0.25) if tap % 2 == 0 else (0.25, 1.0)
        start = step * (tap + 1)
        response[0, start : start + width] += blur * np.float32(level * near)
        response[1, start : start + width] += blur * np.float32(level * far)
        smear = min(room.shape[1], count - start)
        response[:, start : start + smear] += room[:, :smear] * np.float32(0.25 * level)
    return response


class Space:
    """The spectra of several (2, m) responses, cut into blocks; they serve any number of rooms."""

    def __init__(self, responses: Sequence[Signal], *, block_frames: int) -> None:
        self.block_frames = block_frames
        self.parts: list[NDArray[np.complex64]] = []
        for response in responses:
            count = max(-(-response.shape[1] // block_frames), 1)
            padded = np.zeros((2, count * block_frames), np.float32)
            padded[:, : response.shape[1]] = response
            cut = padded.reshape(2, count, block_frames).transpose(1, 0, 2)
            lines = np.fft.rfft(cut, 2 * block_frames, axis=2)
            # the room's input is transformed with the other norm, which is four times as quick
            self.parts.append((lines * (2 * block_frames)).astype(np.complex64))


class Room:
    """Convolution of one input for each response of a space, summed: uniformly partitioned overlap-save.

    Every block has the space's `block_frames` samples. Left goes into the left response and right into the right
    one, with a little of each across, so that a sound at one side is heard in the whole room (Stockham, 1966).
    """

    def __init__(self, space: Space, *, crossing: float = 0.25) -> None:
        self._space = space
        self._crossing = np.float32(crossing)
        self._histories = [np.zeros_like(parts) for parts in space.parts]
        self._last = [np.zeros((2, space.block_frames), np.float32) for _ in space.parts]
        self._turn = 0

    def process(self, blocks: Sequence[Signal]) -> Signal:
        """The next (2, block_frames) samples of the room's answer to one block for each response."""
        size = self._space.block_frames
        answer = np.zeros((2, size + 1), np.complex64)
        for number, block in enumerate(blocks):
            parts, history = self._space.parts[number], self._histories[number]
            fed = (block * (1 - self._crossing) + block[::-1] * self._crossing).astype(np.float32)
            turn = -self._turn % len(parts)
            heard = np.concatenate([self._last[number], fed], axis=1)
            history[turn] = np.fft.rfft(heard, axis=1, norm="forward")
            self._last[number] = fed
            for part in range(len(parts)):
                answer += parts[part] * history[(turn + part) % len(parts)]
        self._turn += 1
        return np.fft.irfft(answer, axis=1)[:, size:].astype(np.float32)


class Tape:
    """Wow and flutter: a delay that breathes, at most `depth_ms` to and fro, which bends the pitch a little."""

    def __init__(self, *, depth_ms: float, sample_rate: int) -> None:
        self._rate = sample_rate
        self._depth = depth_ms / 1000 * sample_rate
        self._margin = int(2 * self._depth) + 4
        self._past = np.zeros((2, self._margin), np.float32)
        self._position = 0

    def process(self, block: Signal) -> Signal:
        count = block.shape[1]
        if not self._depth:
            return block
        joined = np.concatenate([self._past, block], axis=1)
        steps = np.arange(count, dtype=np.float64)
        seconds = (steps + self._position) / self._rate
        wobble = 0.75 * np.sin(2 * np.pi * 0.47 * seconds) + 0.2 * np.sin(2 * np.pi * 1.13 * seconds + 1)
        wobble += 0.05 * np.sin(2 * np.pi * 6.1 * seconds)
        # the smallest delay is one sample, so that a beat is never late by more than twice the depth
        place = steps + self._margin - 1 - self._depth * (1 + wobble)
        whole = np.floor(place).astype(np.intp)
        part = (place - whole).astype(np.float32)
        early, late = joined[:, whole], joined[:, whole + 1]
        out: Signal = (early + (late - early) * part).astype(np.float32, copy=False)
        self._past = joined[:, -self._margin :]
        self._position += count
        return out


def dust_loop(*, seconds: float, sample_rate: int) -> Signal:
    """(2, n) crackle and hiss of an old record, to be looped; peak about 1."""
    count = int(seconds * sample_rate)
    noise = np.random.default_rng(78)
    hiss = shaped_noise(count, low_hz=400, high_hz=5000, sample_rate=sample_rate, noise=noise) * np.float32(
        0.012
    )
    loop = np.stack([hiss, np.roll(hiss, count // 2)])
    for _ in range(int(seconds * 9)):
        at = int(noise.integers(0, count - 400))
        size = int(noise.integers(6, 40))
        level = np.float32(0.08 + 0.5 * noise.random() ** 4)
        pop = np.sin(np.linspace(0, np.pi * float(noise.uniform(1, 4)), size)).astype(np.float32)
        pop *= np.linspace(1, 0, size, dtype=np.float32) * level
        loop[:, at : at + size] += pop * np.float32(noise.uniform(0.3, 1.0, (2, 1)))
    return loop


class Glue:
    """A compressor over the whole mix: what exceeds `threshold` (root mean square) is held back by `ratio`.

    The level is followed in frames of 64 samples, upwards in `attack_s`, so that strokes keep their edge, and downwards
    in `release_s`; the gain is drawn in straight lines between the frames (D. Giannoulis, M. Massberg, J. D. Reiss,
    "Digital dynamic range compressor design", JAES 60, 2012: a feed-forward detector with a smooth branch).
    """

    frame = 64

    def __init__(
        self,
        *,
        threshold: float,
        ratio: float,
        sample_rate: int,
        attack_s: float = 0.03,
        release_s: float = 0.18,
    ) -> None:
        self._threshold = max(threshold, 1e-6) ** 2
        self._power = (1 / ratio - 1) / 2
        self._up = 1 - float(np.exp(-self.frame / (attack_s * sample_rate)))
        self._down = 1 - float(np.exp(-self.frame / (release_s * sample_rate)))
        self._level = 0.0
        self._gain = 1.0

    def process(self, block: Signal) -> Signal:
        """The next samples; the block's length must be a multiple of 64."""
        frames = block.shape[1] // self.frame
        powers = (block * block).reshape(2, frames, self.frame).mean(axis=(0, 2))
        level = self._level
        levels: list[float] = []
        for power in powers.tolist():
            level += (power - level) * (self._up if power > level else self._down)
            levels.append(level)
        self._level = level
        over = np.maximum(np.array(levels) / self._threshold, 1.0)
        gains = np.concatenate([[self._gain], over**self._power])
        self._gain = float(gains[-1])
        steps = np.arange(self.frame, dtype=np.float32) / np.float32(self.frame)
        curve = gains[:-1, None].astype(np.float32) + np.diff(gains)[:, None].astype(np.float32) * steps
        held: Signal = (block * curve.reshape(-1)).astype(np.float32, copy=False)
        return held


class Limiter:
    """Keep every sample within `ceiling`: the gain falls ahead of a peak and comes back with time constant `release_s`.

    The gain is decided for frames of 64 samples and drawn in straight lines between them; the output is
    `latency_frames` samples late.
    """

    frame = 64
    ahead = 4
    latency_frames = frame * (ahead + 1)

    def __init__(self, *, ceiling: float, release_s: float, sample_rate: int) -> None:
        self._ceiling = ceiling
        self._recovery = 1 - float(np.exp(-self.frame / (release_s * sample_rate)))
        self._held = np.zeros((2, self.latency_frames), np.float32)
        self._needs = [1.0] * (2 * self.ahead + 2)
        self._gain = 1.0
        self._recent = [1.0] * self.ahead

    def process(self, block: Signal) -> Signal:
        """The next samples; the block's length must be a multiple of 64."""
        frames = block.shape[1] // self.frame
        peaks = np.abs(block).reshape(2, frames, self.frame).max(axis=(0, 2))
        fresh = np.minimum(1.0, self._ceiling / np.maximum(peaks, 1e-9))
        needs = np.concatenate([self._needs, fresh])
        self._needs = [float(n) for n in needs[-len(self._needs) :]]
        joined = np.concatenate([self._held, block], axis=1)
        self._held = joined[:, -self.latency_frames :]
        if min(self._recent) > 0.99999 and needs.min() >= 1.0:
            return joined[:, : block.shape[1]]
        return joined[:, : block.shape[1]] * self._curve(needs, frames)

    def _curve(self, needs: NDArray[np.float64], frames: int) -> Signal:
        # the smallest gain that any frame from just behind to `ahead` before needs, then the mean of the last few,
        # so that the gain falls in a slope and has still arrived in time
        window = self.ahead + 2
        smallest = np.lib.stride_tricks.sliding_window_view(needs, window).min(axis=1)[-frames:]
        followed = list(self._recent)
        gain = self._gain
        for target in smallest.tolist():
            gain = target if target < gain else gain + (target - gain) * self._recovery
            followed.append(gain)
        self._gain = gain
        self._recent = followed[-self.ahead :]
        eased = np.lib.stride_tricks.sliding_window_view(np.array(followed), self.ahead).mean(axis=1)
        steps = np.arange(self.frame, dtype=np.float32) / np.float32(self.frame)
        base = eased[:-1, None].astype(np.float32)
        slope = np.diff(eased)[:, None].astype(np.float32)
        return (base + slope * steps).reshape(-1)
