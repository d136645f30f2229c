"""Finds the cuts between shots in the pictures of a film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.video.watch_frames import SmallPicture

__all__ = ["CutFinder", "FoundCut", "FoundCuts"]

Plane = NDArray[np.float32]

# A picture differs from the one before by so much of 255 at a cut, and what is left of that after every block has
# looked for itself nearby (motion leaves little) is so much.
_LEAST_CHANGE = 9.0
_LEAST_MISMATCH = 6.0
_SURE_MISMATCH = 12.0
# It is seen in so much of the picture, black bars aside: a firework, or somebody who jumps up, is seen in less.
_LEAST_SHARE = 0.42
_CHANGED_BLOCK = 5.0
_BLACK_BLOCK = 3.0
# Both stand out among the frames around: each by so much, and their product by so much, or more where little is left.
_LEAST_RATIO = 1.4
_LEAST_PRODUCT = 3.5
# A jump cut or punch-in changes less, but nearly all of the picture, and more suddenly than anything else.
_SUDDEN_MISMATCH = 3.5
_SUDDEN_PRODUCT = 20.0
_SUDDEN_SHARE = 0.55
_TOUCHED_BLOCK = 2.0
# Two cuts in a row hide one another: against all frames around but one, a cut stands out more than this.
_LEAST_PAIR_PRODUCT = 12.0
_PAIR_REACH = 2
# Where the edit has a cut, a lesser peak is proof enough on the very frame, and a clear one beside it.
_LEAST_EXPECTED_CHANGE = 0.8
_EXPECTED_RATIO = 1.4
_BESIDE_RATIO = 2.0
_EXPECTED_REACH = 2
# Where this share of the edit's cuts are up to this far from their places, they are moved; a lone cut beside a place
# where nothing is seen is the clip's own.
_MOVED_MS = 150.0
_MOVED_SHARE = 0.5
# What a cut is compared with: two shots in fast cutting are further apart than this.
_NEARBY_MS = 135.0
# A flash gives the old picture back to this degree.
_RETURN = 0.45
# Blocks of 4 × 4 cells of half the size look so far around.
_BLOCK, _REACH = 3, 4
_FLAT = 4.0
_STILL = 0.35


@dataclass(frozen=True)
class FoundCut:
    """A cut at the time in ms of the new shot's first frame; `planned_ms` is the cut of the edit that it is."""

    time_ms: float
    planned_ms: int | None = None


@dataclass(frozen=True)
class FoundCuts:
    """All cuts in order, and the cuts of the edit where the pictures show nothing."""

    cuts: tuple[FoundCut, ...]
    unseen_ms: tuple[int, ...] = ()


@dataclass
class _Frame:
    time_ms: float
    picture: SmallPicture | None
    half: Plane
    change: float
    mismatch: float | None = None
    share: float = 0.0
    touched: float = 0.0


@dataclass
class CutFinder:
    """Finds hard cuts in one pass over a film's small pictures; it keeps a quarter of a second of them.

    A cut is a frame that differs from the one before far more than all frames nearby do among each other (the
    adaptive rule of PySceneDetect, with the largest neighbour for the mean of them: a film slowed down has still
    frames in between), and whose blocks are nowhere around in the frame before, so that fast motion is none. A flash
    gives the old shot back, a fade and a dissolve are spread over many frames: neither is a cut. Around the cuts that
    an edit has (`expected_ms`) the eye is keener, so that jump cuts and punch-ins are found. `frame_rate` is the
    film's usual one.
    """

    frame_rate: float
    expected_ms: Sequence[int] = ()
    _frames: list[_Frame] = field(default_factory=list["_Frame"])
    _first: int = 0
    _decided: int = 0
    _seen: list[float] = field(default_factory=list[float])
    _subtle: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    def __post_init__(self) -> None:
        self._reach = min(8, max(2, round(_NEARBY_MS * self.frame_rate / 1000)))
        self._expected = np.array(sorted(self.expected_ms), float)

    def push(self, time_ms: float, picture: SmallPicture) -> None:
        """The next frame."""
        before = self._frames[-1] if self._frames else None
        half = _halved(picture.luma)
        change = _change(before.picture, picture) if before and before.picture else 0.0
        self._frames.append(_Frame(time_ms, picture, half, change))
        if self._first + len(self._frames) - self._decided > self._reach:
            self._decide(self._decided)
            self._decided += 1
            while self._decided - self._first > self._reach + 1:
                del self._frames[0]
                self._first += 1

    def finish(self) -> FoundCuts:
        """All cuts; nothing can be pushed after this."""
        for index in range(self._decided, self._first + len(self._frames)):
            self._decide(index)
        return _merged(self._seen, self._subtle, self._expected, 1000 / self.frame_rate)

    def _decide(self, index: int) -> None:
        at = index - self._first
        frame = self._frames[at]
        around = [
            k for k in range(at - self._reach, at + self._reach + 1) if 0 < k < len(self._frames) and k != at
        ]
        if at == 0 or not around:
            return
        wanted = self._is_expected(frame.time_ms)
        maybe = frame.change >= _LEAST_CHANGE
        if not maybe and not (wanted and frame.change >= _LEAST_EXPECTED_CHANGE):
            return
        changes = {k: self._frames[k].change for k in around}
        if (
            max(_ratio(frame.change, changes), self._pair_ratio(at, changes, frame.change)) < _LEAST_RATIO
            and not wanted
        ):
            return
        mismatch = self._mismatch(at)
        mismatches = {k: self._mismatch(k) for k in around}
        ratio, mismatch_ratio = _ratio(frame.change, changes), _ratio(mismatch, mismatches)
        pair = self._pair_ratio(at, changes, frame.change) * self._pair_ratio(at, mismatches, mismatch)
        product = ratio * mismatch_ratio if min(ratio, mismatch_ratio) >= _LEAST_RATIO else 0.0
        if maybe and self._is_cut(at, mismatch, product, pair) and not self._is_flash(at):
            self._seen.append(frame.time_ms)
        if wanted:
            score = max(ratio, mismatch_ratio)
            if self._is_expected(frame.time_ms, reach=0):
                # What rushes into the new shot at once (or out of the old one) hides its cut from the frames on
                # that side, but not from the other side and the very next frames; a change of nearly all of the
                # picture not from the next one.
                sure = mismatch >= _SURE_MISMATCH and frame.share >= _LEAST_SHARE
                for way in (-1, 1):
                    near = {k for k in around if (k - at) * way <= (1 if sure else _EXPECTED_REACH)}
                    there = _ratio(frame.change, {k: changes[k] for k in near})
                    score = max(score, min(there, 1.1 * _ratio(mismatch, {k: mismatches[k] for k in near})))
            self._subtle.append((frame.time_ms, score))

    def _is_cut(self, at: int, mismatch: float, product: float, pair: float) -> bool:
        """Whether so much has changed, in so much of the picture, and so suddenly, that it is another shot."""
        frame = self._frames[at]
        trust = min(1.0, mismatch / _SURE_MISMATCH)
        large = mismatch >= _LEAST_MISMATCH and (frame.share >= _LEAST_SHARE or self._is_flat(at))
        stands_out = product * trust >= _LEAST_PRODUCT or pair * trust >= _LEAST_PAIR_PRODUCT
        sudden = (
            product >= _SUDDEN_PRODUCT and mismatch >= _SUDDEN_MISMATCH and frame.touched >= _SUDDEN_SHARE
        )
        return (large and stands_out) or sudden

    def _pair_ratio(self, at: int, values: Mapping[int, float], value: float) -> float:
        """How far `value` stands out when another cut right beside it is left out; 0 at the ends of the film."""
        if len(values) < 2 * self._reach:
            return 0.0
        beside = max((k for k in values if abs(k - at) <= _PAIR_REACH), key=lambda k: values[k])
        return _ratio(value, {k: v for k, v in values.items() if k != beside})

    def _is_expected(self, time_ms: float, *, reach: int = _EXPECTED_REACH) -> bool:
        reach_ms = (reach + 0.5) * 1000 / self.frame_rate
        return bool(self._expected.size) and bool(np.abs(self._expected - time_ms).min() <= reach_ms)

    def _mismatch(self, at: int) -> float:
        frame = self._frames[at]
        if frame.mismatch is None:
            before = self._frames[at - 1]
            assert before.picture is not None
            assert frame.picture is not None
            luma, frame.share, frame.touched = _mismatch(before.half, frame.half)
            frame.mismatch = luma + 0.5 * _chroma_change(before.picture, frame.picture)
        return frame.mismatch

    def _is_flat(self, at: int) -> bool:
        """Whether a picture has no structure that could change: its colour alone tells."""
        return min(float(self._frames[at].half.std()), float(self._frames[at - 1].half.std())) < _FLAT

    def _is_flash(self, at: int) -> bool:
        """Whether the picture before comes back, or the picture from before a flash has just come back."""
        here, before = self._frames[at].picture, self._frames[at - 1].picture
        limit = _RETURN * self._frames[at].change
        later = self._frames[at + 1 : at + 1 + self._reach]
        earlier = self._frames[max(0, at - 1 - self._reach) : at - 1]
        return any(_change(before, f.picture) < limit for f in later) or any(
            _change(here, f.picture) < limit for f in earlier
        )


def _ratio(value: float, others: Mapping[int, float]) -> float:
    return value / max(_STILL, *others.values())


def _merged(
    seen: Sequence[float],
    subtle: Sequence[tuple[float, float]],
    expected: NDArray[np.float64],
    frame_ms: float,
) -> FoundCuts:
    """The cuts found, each of the edit's cuts given to the one that it is."""
    free = set(seen)
    found: list[FoundCut] = []
    unseen: list[int] = []
    open_: list[int] = []
    for cut in expected:
        near = [t for t in free if abs(t - cut) <= (_EXPECTED_REACH + 0.5) * frame_ms]
        if near:
            best = min(near, key=lambda t: abs(t - cut))
            free.discard(best)
            found.append(FoundCut(best, round(cut)))
        else:
            open_.append(round(cut))
    for cut in open_:
        peaks = [
            (score, t)
            for t, score in subtle
            if abs(t - cut) <= (_EXPECTED_REACH + 0.5) * frame_ms
            and score >= (_EXPECTED_RATIO if abs(t - cut) <= 0.6 * frame_ms else _BESIDE_RATIO)
        ]
        if peaks:
            found.append(FoundCut(max(peaks)[1], cut))
        else:
            unseen.append(cut)
    moved = {cut: t for cut in unseen if (t := _nearest(free, cut)) is not None}
    if len(moved) >= _MOVED_SHARE * len(expected):
        for cut, t in moved.items():
            if t in free:
                free.discard(t)
                unseen.remove(cut)
                found.append(FoundCut(t, cut))
    found += [FoundCut(t) for t in free]
    return FoundCuts(tuple(sorted(found, key=lambda c: c.time_ms)), tuple(unseen))


def _nearest(times: set[float], cut: int) -> float | None:
    near = [t for t in times if abs(t - cut) <= _MOVED_MS]
    return min(near, key=lambda t: abs(t - cut)) if near else None


def _change(a: SmallPicture | None, b: SmallPicture | None) -> float:
    """The mean difference of two pictures' colours, 0 to 255; all of it where they have another size."""
    if a is None or b is None or a.luma.shape != b.luma.shape:
        return 255.0
    return 0.6 * float(np.abs(a.luma - b.luma).mean()) + 0.8 * float(np.abs(a.chroma - b.chroma).mean())


def _chroma_change(a: SmallPicture, b: SmallPicture) -> float:
    return float(np.abs(a.chroma - b.chroma).mean()) if a.chroma.shape == b.chroma.shape else 255.0


def _halved(luma: Plane) -> Plane:
    rows, columns = luma.shape[0] // 2 * 2, luma.shape[1] // 2 * 2
    if not rows or not columns:
        return luma
    even = luma[:rows, :columns]
    return (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) * np.float32(0.25)


def _mismatch(a: Plane, b: Plane) -> tuple[float, float, float]:
    """The mean difference of `b`'s blocks from the best place around in `a` (0 to 255), and the shares of the picture
    that have changed, and that have been touched at all.

    Brightness and contrast are evened out first, where the pictures have any: light that goes on is no cut.
    """
    if a.shape != b.shape:
        return 255.0, 1.0, 1.0
    blocks = _block_mismatches(a, b)
    spread_a, spread_b = float(a.std()), float(b.std())
    if min(spread_a, spread_b) >= _FLAT:
        spread = max(spread_a, spread_b)
        evened = [(p - p.mean()) * np.float32(spread / s) for p, s in ((a, spread_a), (b, spread_b))]
        others = _block_mismatches(*evened)
        blocks = min(blocks, others, key=lambda found: float(found.mean()))
    seen = (_block_means(a) > _BLACK_BLOCK) | (_block_means(b) > _BLACK_BLOCK)
    whole = max(1, int(seen.sum()))
    changed, touched = (float(((blocks > least) & seen).sum()) for least in (_CHANGED_BLOCK, _TOUCHED_BLOCK))
    return float(blocks.mean()), changed / whole, touched / whole


def _block_mismatches(a: Plane, b: Plane) -> Plane:
    block = min(_BLOCK, *b.shape)
    rows, columns = b.shape[0] // block * block, b.shape[1] // block * block
    padded = np.pad(a, _REACH, mode="edge")
    places = np.lib.stride_tricks.sliding_window_view(padded, (rows, columns))
    side = 2 * _REACH + 1
    difference = np.abs(places[:side, :side] - b[:rows, :columns])
    # Sums of slices take a sixth of the time of one sum over the axes of the blocks.
    strips = reduce(np.add, (difference[:, :, n::block] for n in range(block)))
    blocks: Plane = reduce(np.add, (strips[..., n::block] for n in range(block)))
    return blocks.min(axis=(0, 1)) / np.float32(block * block)


def _block_means(a: Plane) -> Plane:
    block = min(_BLOCK, *a.shape)
    rows, columns = a.shape[0] // block * block, a.shape[1] // block * block
    return a[:rows, :columns].reshape(rows // block, block, columns // block, block).mean(axis=(1, 3))
