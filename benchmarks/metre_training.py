"""The network of `fit_metre.py` while it is fitted, in PyTorch, and the ways to count that it is fitted on.

Two losses are added: each beat of a right way has its place in the bar (cross-entropy), a beat is told from what is
none (logistic). Pieces are cut at random, bands are made louder or softer, numbers are blurred, and bars of four are
rearranged to bars of three, five and seven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from nemovideo_mcp.audio.metre_features import ACCENTS, COLUMNS
from nemovideo_mcp.audio.metre_network import FIRST_PLACES, METRES, TemporalNetwork

CHANNELS, TAPS, DEPTH = 24, 5, 4
STEPS, SONGS, RATE, SHRINKING, DROPPED = 1800, 12, 4e-3, 0.1, 0.12
GOOD_WAYS, BAD_WAYS = 1, 2
BLUR, GAIN = 0.08, 0.12
AS_GOOD, GOOD_ENOUGH = 0.05, 0.85
BEAT_SHARE, REARRANGED = 0.5, 0.25
CUT_BEATS = (24, 90)
PLACES = sum(METRES)
ACCENT_COLUMNS = 6 * ACCENTS
_BARS: dict[int, tuple[tuple[int, ...], ...]] = {
    3: ((0, 1, 3), (0, 1, 2), (0, 2, 3), (0, 1, 1)),
    5: ((0, 1, 2, 3, 3), (0, 1, 2, 2, 3), (0, 1, 1, 2, 3), (0, 1, 3, 2, 3), (0, 1, 2, 3, 1)),
    7: ((0, 1, 2, 3, 1, 2, 3), (0, 1, 2, 3, 2, 2, 3), (0, 1, 2, 0, 1, 2, 3), (0, 1, 2, 3, 3, 2, 3)),
}
_OTHER_METRES = (3, 5, 5, 7)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to count: its beats in seconds, its rows and features, its F-measure, whether each beat is one (-1 where
    that is unknown), each beat's place in its bar (0 where that is unknown), and by what its certainty is judged."""

    beats_s: np.ndarray
    rows: np.ndarray
    features: np.ndarray
    f_measure: float
    right: np.ndarray
    places: np.ndarray
    likelihood: float
    evidence: float
    support: float


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A song, or a cut of it: the ways to count it, the rows, surroundings and places of its true beats, whether there
    is a beat at all, and how much it counts."""

    name: str
    ways: Sequence[Way]
    beats_s: np.ndarray
    true_rows: np.ndarray
    true_places: np.ndarray
    around: np.ndarray
    metre: int
    there: float
    share: float
    is_cut: bool
    held_out: bool
    folder: str = ""

    @property
    def best(self) -> float:
        return max(way.f_measure for way in self.ways)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows of several sequences of beats, which of them are there, and their truths."""

    rows: torch.Tensor
    mask: torch.Tensor
    places: torch.Tensor
    right: torch.Tensor


class Network(nn.Module):
    """`nemovideo_mcp.audio.metre_network.TemporalNetwork`, to be fitted."""

    def __init__(self, songs: Sequence[Counted]) -> None:
        super().__init__()
        rows = np.concatenate([way.rows for song in songs[::3] for way in song.ways[:3]])
        self.mean, self.scale = torch.from_numpy(rows.mean(0)), torch.from_numpy(rows.std(0) + 0.05)
        self.entry = nn.Linear(COLUMNS, CHANNELS)
        self.layers = nn.ModuleList(nn.Linear(CHANNELS * TAPS, CHANNELS) for _ in range(DEPTH))
        self.exits = nn.Linear(CHANNELS, PLACES + 1)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logarithms of the places' probabilities, and odds of a beat."""
        inside, count = mask[..., None], rows.shape[1]
        state = torch.relu(self.entry(self.drop((rows - self.mean) / self.scale))) * inside
        for depth, layer in enumerate(self.layers):
            apart = 2**depth
            reach = TAPS // 2 * apart
            padded = functional.pad(state, (0, 0, reach, reach))
            taps = [padded[:, tap * apart : tap * apart + count] for tap in range(TAPS)]
            state = (state + self.drop(torch.relu(layer(torch.cat(taps, 2))))) * inside
        found = self.exits(state)
        return torch.log_softmax(found[..., :PLACES], -1), found[..., PLACES]

    def exported(self) -> TemporalNetwork:
        def joined(layer: nn.Linear) -> np.ndarray:
            return np.vstack([layer.weight.detach().numpy().T, layer.bias.detach().numpy()[None]])

        return TemporalNetwork(
            mean=self.mean.numpy(),
            scale=self.scale.numpy(),
            entry=joined(self.entry),
            layers=tuple(joined(layer) for layer in self.layers),
            exits=joined(self.exits),
        )


def place_targets(places: np.ndarray, metre: int) -> np.ndarray:
    """A 1 for each beat's class, nothing where its place is unknown or the metre is none of `METRES`."""
    targets = np.zeros((len(places), PLACES), np.float32)
    known = np.flatnonzero(places > 0)
    index = places[known].astype(int) - 1
    if metre == 6:
        metre, index = 3, index % 3
    if metre in METRES:
        inside = index < metre
        targets[known[inside], FIRST_PLACES[METRES.index(metre)] + index[inside]] = 1
    return targets


def fitted(songs: Sequence[Counted], *, seed: int, steps: int = STEPS) -> TemporalNetwork:
    """A network that was fitted on `songs` by AdamW with one cycle of the rate."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    network = Network(songs).train()
    share = np.array([song.share for song in songs])
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=SHRINKING)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.2)
    for _ in range(steps):
        batch = _batch(songs, share / share.sum(), rng)
        rows = batch.rows + torch.randn(batch.rows.shape) * BLUR * network.scale
        rows[..., :ACCENT_COLUMNS] *= torch.exp(torch.randn(len(rows), 1, ACCENT_COLUMNS) * GAIN)
        places, odds = network(rows, batch.mask)
        known, judged = batch.places.sum(-1) > 0, batch.right >= 0
        placed = -torch.log((torch.exp(places) * batch.places).sum(-1)[known] + 1e-6).mean()
        beaten = functional.binary_cross_entropy_with_logits(odds[judged], batch.right[judged])
        optimiser.zero_grad()
        (placed + BEAT_SHARE * beaten).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        cycle.step()
    return network.eval().exported()


def _batch(songs: Sequence[Counted], share: np.ndarray, rng: np.random.Generator) -> Batch:
    sequences: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for index in rng.choice(len(songs), SONGS, p=share):
        song = songs[index]
        for way in _some_ways(song, rng):
            known = way.f_measure > GOOD_ENOUGH
            part = _part(len(way.rows), rng)
            targets = place_targets(way.places[part] * known, song.metre)
            sequences.append((way.rows[part], targets, way.right[part]))
        bars = _true_bars(song, rng)
        if bars is not None:
            rows, places, metre = bars
            part = _part(len(rows), rng)
            sequences.append((rows[part], place_targets(places[part], metre), np.full(len(rows[part]), -1)))
    longest, count = max(len(rows) for rows, _, _ in sequences), len(sequences)
    padded = np.zeros((count, longest, COLUMNS), np.float32)
    placed = np.zeros((count, longest, PLACES), np.float32)
    mask, judged = np.zeros((count, longest), np.float32), np.full((count, longest), -1, np.float32)
    for at, (rows, targets, right) in enumerate(sequences):
        padded[at, : len(rows)], placed[at, : len(rows)], judged[at, : len(rows)] = rows, targets, right
        mask[at, : len(rows)] = 1
    return Batch(
        rows=torch.from_numpy(padded),
        mask=torch.from_numpy(mask),
        places=torch.from_numpy(placed),
        right=torch.from_numpy(judged),
    )


def _some_ways(song: Counted, rng: np.random.Generator) -> list[Way]:
    ways = [song.ways[index] for index in rng.permutation(len(song.ways))]
    good = [way for way in ways if way.f_measure >= song.best - AS_GOOD]
    bad = [way for way in ways if way.f_measure < song.best - AS_GOOD]
    return [*good[:GOOD_WAYS], *bad[:BAD_WAYS]]


def _part(count: int, rng: np.random.Generator) -> slice:
    length = int(rng.integers(*CUT_BEATS))
    first = int(rng.integers(0, max(count - length, 1)))
    return slice(first, first + length)


def _true_bars(song: Counted, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, int] | None:
    """Rows, places and metre of a song's true beats, now and then with its bars rearranged."""
    rows, places, metre = song.true_rows, song.true_places.astype(int), song.metre
    if metre == 4 and rng.random() < REARRANGED:
        metre = int(rng.choice(_OTHER_METRES))
        order = _BARS[metre][rng.integers(len(_BARS[metre]))]
        firsts = np.flatnonzero(places == 1)
        firsts = firsts[firsts + 3 < len(places)]
        if len(firsts) < 4:
            return None
        start = int(rng.integers(0, metre))
        rows = np.concatenate([rows[[first + beat for beat in order]] for first in firsts])[start:]
        places = np.tile(np.arange(1, metre + 1), len(firsts))[start:]
        rows[:, -1] += rng.normal(0, 0.3)
    return rows, places, metre
