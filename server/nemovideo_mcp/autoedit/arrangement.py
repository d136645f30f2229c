"""Which clip is seen when: sources that take turns and drift from the first to the last, by the energy of the music."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.autoedit.layout import MIN_SPEED, Layout, Shot, film_ms, fitting_shares
from nemovideo_mcp.autoedit.pacing import Phrasing
from nemovideo_mcp.autoedit.worth import mean_motion, signature_bits
from nemovideo_mcp.timeline.media import MediaItem

__all__ = ["drifting"]

Array = NDArray[np.float64]

# How far around its own place in the story a clip is seen, in parts of its share of the film, and at least.
_REACH, _LEAST_REACH = 1.8, 0.1
# What is weighed beside how much a clip is due, in shots: two shots of one take or one source, likeness, energy.
_SAME_TAKE, _SAME_SOURCE, _LIKENESS, _LIKE_BELOW, _ENERGY, _ACCENT, _PAN = 50.0, 6.0, 1.0, 0.25, 8.0, 1.5, 0.1
_UNSEEN_YET = 4.0
# Two sources that take turns with each other alone are a ping-pong.
_BACK = 3.0
# Sources whose mean motion differs by so much are called calm and lively.
_DIFFERENT = 0.25
# Where less than this share of the footage is left over, shots take in what would be left of their take.
_TIGHT = 0.85
# In how many steps takes are slowed that don't fill the film.
_SPEEDS = 50
# The last shot is one of the last part of the story.
_CLOSING_PART = 0.6


def drifting(
    items: Sequence[MediaItem], *, phrasing: Phrasing, beat_ms: float, patient_photos: bool
) -> Layout | None:
    """Shots of takes that take turns, each about its own place in the order; None where there are too many media.

    Every medium is seen, for the first time in the order given. Which take comes next is decided by how much of its
    share of the film it still has to show by then (stride scheduling: Waldspurger and Weihl, 1995), and beside that
    by the energy of its pictures against that of the music, and by how like it is to the shot before. No take, and no
    medium, follows itself where another has footage left. A photo is one shot where it may be a long one. The last
    shot is held.

    Args:
        items: the takes in order, several of them perhaps of one medium.
        phrasing: where shots begin and how strong the music is.
        beat_ms: the length of a beat.
        patient_photos: a photo is one shot, else it is seen as often as a film.
    """
    if len(items) < 2 or len({item.media_id for item in items}) > phrasing.hold:
        return None
    return _Drift(items, phrasing, beat_ms, patient_photos=patient_photos).layout()


class _Drift:
    """The state of one layout: what each take has shown of its share so far. Lengths are in beats."""

    def __init__(
        self, items: Sequence[MediaItem], phrasing: Phrasing, beat_ms: float, *, patient_photos: bool
    ) -> None:
        self.phrasing, self.count = phrasing, len(items)
        self.once = np.array([patient_photos and item.info.kind == "image" for item in items])
        beats = phrasing.beats
        caps = [
            beats if item.info.kind == "image" else max(1, int(film_ms(item) / beat_ms)) for item in items
        ]
        weights = [float(film_ms(item)) ** 0.5 for item in items]
        shares = fitting_shares(beats, weights=weights, floors=[1] * self.count, caps=caps)
        whole = sum(min(c, beats) for c in caps)
        self.shares: Array = np.asarray(shares, np.float64)
        self.left: Array = np.asarray(caps if whole >= beats else _slowed(items, beats, beat_ms), np.float64)
        self.tight = whole * _TIGHT < beats
        self.source = np.unique([item.media_id for item in items], return_inverse=True)[1]
        self.heads = np.sort(np.unique(self.source, return_index=True)[1])
        self.first, self.last = self._spans(beats)
        self.shown: Array = np.zeros(self.count)
        self.liveliness = _liveliness(np.asarray([_shown_motion(item) for item in items]))
        self.looks = _looks(items)
        self.pans = np.asarray([_mean_pan(item) for item in items])
        self.energies = sorted(phrasing.energies)

    def _spans(self, beats: int) -> tuple[Array, Array]:
        """From which beat to which each take is due: around its place in the order, wider than its own share."""
        first, last = np.zeros(self.count), np.zeros(self.count)
        ends = np.cumsum(self.shares)
        for source in np.unique(self.source):
            takes = np.flatnonzero(self.source == source)
            share = float(self.shares[takes].sum())
            start, end = float(ends[takes[0]] - self.shares[takes[0]]), float(ends[takes[-1]])
            reach = max(share * _REACH, _LEAST_REACH * beats)
            start, end = max((start + end) / 2 - reach, 0.0), min((start + end) / 2 + reach, float(beats))
            places = start + (end - start) * (np.cumsum(self.shares[takes]) - self.shares[takes] / 2) / share
            half = max((end - start) / len(takes), _LEAST_REACH * beats)
            first[takes], last[takes] = np.maximum(places - half, start), np.minimum(places + half, end)
        return first, last

    def _strength(self, start: int, end: int) -> float:
        """The place of the music's energy between two beats among those of all beats, 0 to 1."""
        energy = self.phrasing.energy_of(start, end)
        ordered = self.energies
        place = bisect_left(ordered, energy) + bisect_right(ordered, energy)
        least, most = bisect_right(ordered, ordered[0]), len(ordered) + bisect_left(ordered, ordered[-1])
        return (place - least) / (most - least) if most > least else 0.5

    def layout(self) -> Layout:
        hold = self.phrasing.hold
        closing = self._closing(self.phrasing.beats - hold)
        held = min(self.phrasing.beats - hold, int(self.left[closing]))
        if self.once[closing]:
            held = min(max(held, int(self.shares[closing])), self.phrasing.beats - len(self.heads))
        hold = self.phrasing.beats - held
        self.left[closing] = 0.0 if self.once[closing] else max(self.left[closing] - held, 0.0)
        shots: list[Shot] = []
        at = 0
        while at < hold:
            source, length = self._next(at, hold, closing, [shot.source for shot in shots[-2:]])
            # What is left before the last shot is no shot of its own where only the take before has footage for it.
            last_gap = at + length >= hold
            if shots and last_gap and self._goes_on(shots[-1].source, source, length):
                source = shots[-1].source
            if shots and shots[-1].source == source and (self.once[source] or last_gap):
                shots[-1] = Shot(source=source, start=shots[-1].start, end=at + length)
            else:
                shots.append(Shot(source=source, start=at, end=at + length))
            self.shown[source] += length
            self.left[source] = 0.0 if self.once[source] else max(self.left[source] - length, 0.0)
            at += length
        shots.append(Shot(source=closing, start=hold, end=self.phrasing.beats))
        return Layout(shots=tuple(shots), per_beat=1)

    def _goes_on(self, before: int, after: int, length: int) -> bool:
        """Whether the take that is seen can be seen on where another one of its source would come."""
        return bool(self.source[before] == self.source[after] and self.left[before] >= length)

    def _closing(self, beats: int) -> int:
        """The take that the film ends on: the last one, or one near it where that is too short to be held."""
        final = self.count - 1
        if self.left[final] >= beats:
            return final
        able = [
            n
            for n in range(final)
            if not self.once[n] and self.left[n] > beats and n >= _CLOSING_PART * final
        ]
        return max(able, default=final)

    def _next(self, at: int, hold: int, closing: int, before: Sequence[int]) -> tuple[int, int]:
        """The take that is shown from `at` on, and for how long."""
        fresh = self._unseen(closing)
        room = hold - at
        length = min(self.phrasing.length_at(at), room)
        if at == 0:
            length = min(max(length, 2), max(room - len(fresh) + 1, 1))
        forced = bool(fresh) and room < (len(fresh) + 1) * length
        if forced:
            length = max(1, min(length, room // len(fresh)))
        if not before or forced:
            # A film of one source begins with its first take, though it ends on that source as well.
            chosen = fresh[0] if fresh else closing if before else 0
        else:
            chosen = self._best(at, length, before, fresh, closing if at + length >= hold else None)
        return chosen, self._length_of(chosen, length, room - len([n for n in fresh if n != chosen]))

    def _unseen(self, closing: int) -> list[int]:
        """The first take of each source that is not seen yet, and that the film does not end on anyway."""
        seen = set(self.source[self.shown > 0])
        if closing == self.count - 1:
            seen.add(self.source[closing])
        return [int(n) for n in self.heads if self.source[n] not in seen]

    def _waiting(self) -> NDArray[np.bool_]:
        """The takes of sources that come later in the story than one that is not seen yet."""
        begun = np.zeros(len(self.heads), bool)
        begun[self.source[self.shown > 0]] = True
        heads = self.heads[~begun[self.source[self.heads]]]
        later = np.zeros(len(self.heads), bool)
        later[self.source[heads[1:]]] = True
        return later[self.source]

    def _length_of(self, chosen: int, length: int, room: int) -> int:
        left = int(self.left[chosen])
        if self.once[chosen]:
            length = max(length, int(self.shares[chosen]))
            return max(1, min(length, room))
        if not left:
            return max(1, min(length, room))
        rest = left - length
        if rest < 0 or (self.tight and 2 * rest <= length and rest < 3):
            length = left
        return max(1, min(length, max(room, 1)))

    def _best(
        self, at: int, length: int, last: Sequence[int], fresh: Sequence[int], avoided: int | None
    ) -> int:
        before = last[-1]
        progress = np.clip((at + length - self.first) / np.maximum(self.last - self.first, 1e-6), 0.0, 1.0)
        due = (self.shares * progress - self.shown) / self.phrasing.beats_per_shot
        energy = self._strength(at, at + length)
        cost = -due + _ENERGY * np.abs(self.liveliness - energy)
        if at in self.phrasing.accents:
            cost -= _ACCENT * self.liveliness
        cost += np.where(self.left < length, 2.0 * (1 - self.left / length), 0.0)
        cost += _SAME_SOURCE * (self.source == self.source[before])
        cost += _BACK * (self.source == self.source[last[0]])
        cost[before] += _SAME_TAKE
        if avoided is not None:
            cost += _SAME_SOURCE * (self.source == self.source[avoided])
            cost[avoided] += _SAME_TAKE
        if self.looks is not None:
            apart = (self.looks != self.looks[before]).mean(axis=1)
            cost += _LIKENESS * np.clip(1 - apart / _LIKE_BELOW, 0.0, 1.0)
        cost -= _PAN * (self.pans @ self.pans[before])
        cost[self._waiting()] += 6 * _SAME_TAKE
        if fresh:
            due_source = self.source == self.source[fresh[0]]
            cost[due_source] -= _UNSEEN_YET * float(at >= self.first[due_source].min() * 0.9)
        cost[self.left <= 0] += 3 * _SAME_TAKE
        return int(np.argmin(cost))


def _shown_motion(item: MediaItem) -> float:
    liveliest = item.analysis.liveliest if item.analysis else 1.0
    return liveliest * (mean_motion(item.analysis, 0.0, 1.0) or 0.0)


def _slowed(items: Sequence[MediaItem], beats: int, beat_ms: float) -> list[int]:
    """How many beats each take fills where all are slowed alike, by as little as fills `beats`."""
    filled: list[int] = []
    for step in range(_SPEEDS + 1):
        speed = 1 - (1 - MIN_SPEED) * step / _SPEEDS
        filled = [
            beats if item.info.kind == "image" else max(1, int(film_ms(item) / (beat_ms * speed)))
            for item in items
        ]
        if sum(filled) >= beats:
            break
    return filled


def _mean_pan(item: MediaItem) -> tuple[float, float]:
    """The direction that the camera goes in, as a vector of at most 1."""
    pans = item.analysis.pans if item.analysis else ()
    if not pans:
        return (0.0, 0.0)
    across, down = (float(v) for v in np.mean(np.asarray(pans), axis=0))
    size = (across**2 + down**2) ** 0.5
    return (across / size, down / size) if size > 0.02 else (0.0, 0.0)


def _looks(items: Sequence[MediaItem]) -> NDArray[np.uint8] | None:
    """The signature of each take's middle as bits, (takes, 64); None where one was not measured."""
    found = [item.analysis.signatures if item.analysis else () for item in items]
    if not all(found):
        return None
    return signature_bits([signatures[len(signatures) // 2] for signatures in found])


def _liveliness(motion: Array) -> Array:
    """The place of each take's motion among all, 0 to 1; nearer to 0.5 the less these differ."""
    below = (motion[None, :] < motion[:, None]).mean(axis=1)
    alike = (motion[None, :] == motion[:, None]).mean(axis=1)
    places = below + alike / 2
    spread = float(places.max() - places.min())
    if not spread:
        return np.full(len(motion), 0.5)
    differing = min(1.0, float(motion.max() - motion.min()) / _DIFFERENT)
    return 0.5 + ((places - places.min()) / spread - 0.5) * differing
