"""The form of a piece: how many bars at what tempo fill a duration, and which sections they make."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from nemovideo_mcp.audio.compose.arrange import NEWEST_EDITION, substyle_of
from nemovideo_mcp.audio.compose.moods import MOODS
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.model import MusicSpec, Section
from nemovideo_mcp.timeline.song import SongSection, SongStructure

__all__ = ["grid_of", "plan_music", "structure_of"]

_BEATS_PER_BAR = 4
_SLOWEST_BPM, _FASTEST_BPM = 30.0, 300.0
# phrases of a piece that nobody gave an energy curve for, by how many there are; longer ones repeat the last row
_ARCS: tuple[tuple[str, ...], ...] = (
    ("",),
    ("c",),
    ("vc",),
    ("vcc", "vvc", "cvc"),
    ("vvcc", "vcvc", "cvcc", "vcbc"),
    ("vvccc", "vcvcc", "cvbcc", "vcbcc"),
    ("vvccbc", "vcvcbc", "cvvcbc", "vcvbcc"),
    ("vvccbcc", "vcvcbcc", "cvvcbcc", "vvcbvcc"),
    ("vvccbvcc", "vcvcbvcc", "cvvccbcc", "vvcbvccc"),
)
_KINDS = {"v": "verse", "c": "chorus", "b": "break"}
_ENERGY = {"verse": (0.42, 0.22), "chorus": (0.76, 0.24), "break": (0.22, 0.14)}


def plan_music(
    *,
    mood: str,
    duration_ms: int,
    seed: int = 0,
    bpm: float | None = None,
    energy: Sequence[float] | None = None,
) -> MusicSpec:
    """A piece of `duration_ms` in a mood: its tempo, bars and sections.

    The seed chooses one of the mood's substyles and a form. The tempo is the one nearest to theirs whose bars fill the
    duration, in whole phrases where possible; `bpm` is taken as it is, and then the last chord rings for what is left.
    `energy` (0 to 1, evenly spaced over the video) decides where the choruses and the quiet stretches are. Raises
    `InvalidRequest` for an unknown mood, a duration under 1 ms, a tempo outside 30 to 300 BPM.
    """
    if mood not in MOODS:
        raise InvalidRequest(f"no mood is called {mood!r}", hint=f"Moods: {', '.join(MOODS)}.")
    if duration_ms < 1:
        raise InvalidRequest("music needs a duration", hint="Give a duration of at least 1 ms.")
    if bpm is not None and not _SLOWEST_BPM <= bpm <= _FASTEST_BPM:
        raise InvalidRequest(
            f"{bpm} BPM is not a tempo", hint=f"Choose from {_SLOWEST_BPM:.0f} to {_FASTEST_BPM:.0f} BPM."
        )
    bars, bpm_milli = _fixed_tempo(bpm, duration_ms) if bpm else _best_tempo(mood, seed, duration_ms)
    return MusicSpec(
        mood=mood,
        bpm_milli=bpm_milli,
        seed=seed,
        duration_ms=duration_ms,
        sections=_sections(bars, energy, turn=seed),
        beats_per_bar=_BEATS_PER_BAR,
        edition=NEWEST_EDITION,
    )


def grid_of(music: MusicSpec) -> BeatGrid:
    """The beats of a piece: one for every beat of its bars that begins before the piece ends."""
    bpm = Fraction(music.bpm_milli, 1000)
    within = math.ceil(Fraction(music.duration_ms) * bpm / 60_000)
    beats = min(music.bars * music.beats_per_bar, within)
    return BeatGrid.regular(bpm=bpm, beats=beats, beats_per_bar=music.beats_per_bar)


def structure_of(music: MusicSpec) -> SongStructure:
    """The sections of a piece on its own time, and its drop: where the first of its loudest sections starts.

    There is no drop where the piece is loudest from its start.
    """
    bar_ms = Fraction(music.beats_per_bar * 60_000_000, music.bpm_milli)
    highest = max((section.energy for section in music.sections), default=0.0)
    sections: list[SongSection] = []
    drop_ms: int | None = None
    bars = 0
    for section in music.sections:
        start_ms = round(bars * bar_ms)
        if not sections or sections[-1].kind != section.kind:
            sections.append(SongSection(kind=section.kind, start_ms=start_ms))
        if drop_ms is None and section.energy == highest:
            drop_ms = start_ms
        bars += section.bars
    return SongStructure(sections=tuple(sections), drop_ms=drop_ms or None)


def _fixed_tempo(bpm: float, duration_ms: int) -> tuple[int, int]:
    bpm_milli = round(bpm * 1000)
    bars = duration_ms * bpm_milli / (_BEATS_PER_BAR * 60_000_000)
    # the last chord gets from half a bar to a bar and a half
    return math.floor(bars - 0.5 + 1e-6) + 1 if bars >= 1.5 - 1e-6 else 1, bpm_milli


def _best_tempo(mood: str, seed: int, duration_ms: int) -> tuple[int, int]:
    low, high = MOODS[mood].bpm_range
    usual = substyle_of(mood, seed).bpm
    bar_beats_ms = _BEATS_PER_BAR * 60_000
    bars_from, bars_to = (math.ceil(duration_ms * low / bar_beats_ms), int(duration_ms * high / bar_beats_ms))
    best: tuple[float, int, int] | None = None
    for bars in range(max(bars_from, 2), bars_to + 1):
        bpm = bars * bar_beats_ms / duration_ms
        body = bars - 1  # the last bar is the cadence
        phrase = 0.0 if body % 8 == 0 else 0.008 if body % 4 == 0 else 0.02 if body % 2 == 0 else 0.07
        cost = abs(math.log2(bpm / usual)) + phrase
        if best is None or cost < best[0]:
            best = (cost, bars, round(bpm * 1000))
    if best:
        return best[1], best[2]
    bars, _ = _fixed_tempo(usual, duration_ms)
    wanted = bars * bar_beats_ms / duration_ms if bars > 1 else usual
    return bars, round(min(max(wanted, low), high) * 1000)


def _sections(bars: int, energy: Sequence[float] | None, *, turn: int) -> tuple[Section, ...]:
    body = bars - 1
    ending = Section(kind="outro", bars=1, energy=0.6)
    if body == 0:
        return (ending,)
    unit = 4 if body >= 10 else 2 if body >= 4 else body
    phrases, rest = divmod(body, unit)
    intro = rest - rest % 2
    if body >= 16 and intro == 0:
        phrases, intro = phrases - 1, 4
        if turn % 3 == 1 and body >= 24:  # a longer way in
            phrases, intro = phrases - 1, 8
    outro = 1 + rest % 2
    if body >= 40 and phrases > 6:
        phrases, outro = phrases - 1, outro + 4
    curve = _phrase_energy(energy, bars=bars, intro=intro, unit=unit, phrases=phrases)
    kinds = _arc(phrases, turn) if curve is None else _kinds_by_energy(curve)
    sections: list[Section] = []
    if intro:
        calm = (0.30, 0.24, 0.36)[turn % 3] if curve is None else 0.22 + 0.25 * curve[0]
        sections.append(Section(kind="intro", bars=intro, energy=round(calm, 3)))
    sections += _merged(kinds, curve, unit)
    sections.append(Section(kind="outro", bars=outro, energy=0.5 if outro > 1 else ending.energy))
    return tuple(sections)


def _phrase_energy(
    energy: Sequence[float] | None, *, bars: int, intro: int, unit: int, phrases: int
) -> list[float] | None:
    """The video's mean energy under each phrase, spread over 0 to 1; none where it hardly changes."""
    if not energy or phrases < 2:
        return None
    means: list[float] = []
    for phrase in range(phrases):
        start = (intro + phrase * unit) / bars * len(energy)
        end = (intro + (phrase + 1) * unit) / bars * len(energy)
        span = energy[int(start) : max(int(end), int(start) + 1)] or energy[-1:]
        means.append(sum(span) / len(span))
    low, high = min(means), max(means)
    if high - low < 0.08:
        return None
    return [(m - low) / (high - low) for m in means]


def _arc(phrases: int, turn: int) -> list[str]:
    forms = _ARCS[min(phrases, len(_ARCS) - 1)]
    form = forms[turn % len(forms)]
    if phrases < len(_ARCS):
        return [_KINDS[k] for k in form]
    whole = [form[i % len(form)] for i in range(phrases)]
    whole[-2:] = ["c", "c"]
    return [_KINDS[k] for k in whole]


def _kinds_by_energy(curve: list[float]) -> list[str]:
    kinds = ["chorus" if x >= 0.6 else "verse" for x in curve]
    for i, x in enumerate(curve):
        if x < 0.2 and i > 0 and len(curve) > 3 and "chorus" in kinds[:i]:
            kinds[i] = "break"
    return kinds


def _merged(kinds: list[str], curve: list[float] | None, unit: int) -> list[Section]:
    sections: list[Section] = []
    place = 0
    last_chorus = max((i for i, k in enumerate(kinds) if k == "chorus"), default=-1)
    for kind, run in groupby(kinds):
        count = len(list(run))
        base, span = _ENERGY[kind]
        for start in range(place, place + count, 2):
            size = min(2, place + count - start)
            if curve is None:
                lift = 1.0 if start + size - 1 == last_chorus else 0.5 * start / max(len(kinds) - 1, 1)
            else:
                lift = sum(curve[start : start + size]) / size
                lift = (lift - 0.6) / 0.4 if kind == "chorus" else lift / 0.6
            value = round(base + span * min(max(lift, 0.0), 1.0), 3)
            sections.append(Section(kind=kind, bars=size * unit, energy=value))
        place += count
    return sections
