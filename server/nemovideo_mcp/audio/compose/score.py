"""The score: every note of a piece, bar by bar, as a pure function of its spec.

Any bar can be asked for alone, in any order: what is drawn by lot depends on the seed and the place only.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from nemovideo_mcp.audio.compose.arrange import arranged
from nemovideo_mcp.audio.compose.bass_lines import BASS_LINES
from nemovideo_mcp.audio.compose.hook import Hook
from nemovideo_mcp.audio.compose.players import PLAYERS, Bar, Harmony, Note, play_drums
from nemovideo_mcp.audio.compose.strokes import edges, pulse_marks, snare_roll, stroke
from nemovideo_mcp.audio.compose.style import DrumLine, Part
from nemovideo_mcp.audio.compose.theory import (
    Chord,
    cleared,
    nearest_pitch,
    parse_progression,
    related,
    voice_chords,
)
from nemovideo_mcp.audio.compose.timing import on_beat, played, swung
from nemovideo_mcp.audio.compose.variation import varied_drum, varied_notes
from nemovideo_mcp.timeline.model import MusicSpec, Section

__all__ = ["Score"]

_HIGH_ENERGY = 0.62
_NO_DRUMS_BELOW = 0.15
# who plays the tune, and how far above where it was written
_SINGERS = {"lead": 0, "double": 12, "answer": 0}
_PLAYERS = {**PLAYERS, **BASS_LINES}
_BASSES = ("bass", "power", *BASS_LINES)
# the strokes of a part that may be left out, and those that may be added
_MARKS = {
    "comp": ("xo", "xo"),
    "strum": ("xo", "o"),
    "arp": ("0123", "0123"),
    "bass": ("Rof", "Rof"),
    "power": ("x", "x"),
}
_BIG = 0.85
_OCTAVE_UP_UNTIL = 72
_CYCLES = {"chorus": "chorus", "outro": "chorus", "break": "interlude"}


class Score:
    """The notes of one piece."""

    def __init__(self, music: MusicSpec) -> None:
        self.music = music
        self.style = arranged(music)
        self._feel = self.style.feel
        self._seed = [zlib.crc32(music.mood.encode()), music.seed & 0xFFFF_FFFF_FFFF]
        drawn = self._drawn(0)
        self.tonic = int(drawn.choice(self.style.tonics))
        cycles = (
            ("verse", self.style.verse),
            ("chorus", self.style.chorus),
            ("interlude", self.style.interlude),
        )
        self._cycles = {
            name: parse_progression(options[int(drawn.integers(len(options)))]) for name, options in cycles
        }
        if self._feel is not None:
            options = {"verse": self.style.verse, "chorus": self.style.chorus}
            self._cycles |= {name: self._second_time(name, options[name]) for name in options}
        before, last = self.style.cadences[int(drawn.integers(len(self.style.cadences)))]
        self._cadence = (parse_progression(before)[0], parse_progression(last)[0])
        self._melody = Hook(self.style, tonic=self.tonic, seed=self._seed)
        self._places: list[tuple[int, int]] = [
            (s, b) for s, section in enumerate(music.sections) for b in range(section.bars)
        ]
        self._voicings = lru_cache(maxsize=64)(self._voice)
        kinds = [section.kind for section in music.sections]
        self._turns = [kinds[:n].count(kind) for n, kind in enumerate(kinds)]
        choruses = [n for n, kind in enumerate(kinds) if kind == "chorus"]
        self._last_chorus = choruses[-1] if len(choruses) > 1 else None

    @property
    def bars(self) -> int:
        return len(self._places)

    @property
    def last_downbeat(self) -> int:
        """The beat, from 0, on which the last chord is struck."""
        return (self.bars - 1) * self.music.beats_per_bar

    def chords(self, index: int) -> tuple[Chord, ...]:
        """The chords of a bar, sharing it evenly."""
        if index == self.bars - 1:
            return self._cadence[1]
        if index == self.bars - 2:
            return self._cadence[0]
        section, number = self._section(index)
        cycle = self._cycles[_CYCLES.get(section.kind, "verse")]
        return cycle[number % len(cycle)]

    def bar(self, index: int) -> list[Note]:
        """The notes that begin in a bar, in no particular order."""
        if index == self.bars - 1:
            return self._last_bar(index)
        bar = self._context(index)
        section, number = self._section(index)
        notes = self._drums(bar, section, filled=self._fill_steps(index))
        for order, part in enumerate(self.style.parts):
            if part.level <= bar.energy < part.until:
                notes += self._part(part, order, bar, section, number)
        notes += self._edges(index)
        if self._feel is not None:
            notes = played(notes, self._feel, self._drawn(7, index))
        return notes + self._missing_pulse(bar, notes)

    # -- context

    def _second_time(self, name: str, options: tuple[str, ...]) -> tuple[tuple[Chord, ...], ...]:
        """A progression of eight bars: the cycle, and the cycle with the last bar of another one."""
        cycle = self._cycles[name]
        others = [parse_progression(o)[-1] for o in options if len(parse_progression(o)) == len(cycle)]
        endings = [bar for bar in others if bar != cycle[-1]] or [cycle[-1]]
        drawn = self._drawn(8, len(name))
        ending = endings[int(drawn.integers(len(endings)))]
        again = [*cycle[:-1], ending]
        if len(cycle) == 4:
            place = int(drawn.integers(1, 3))
            again[place] = related(again[place], near=(again[place - 1], again[place + 1]))
        return (*cycle, *again)

    def _drawn(self, *place: int) -> np.random.Generator:
        return np.random.default_rng([*self._seed, *place])

    def _section(self, index: int) -> tuple[Section, int]:
        number, bar = self._places[index]
        return self.music.sections[number], bar

    def _turn(self, section: Section) -> int:
        """How many sections of its kind come before it."""
        return next(turn for turn, s in zip(self._turns, self.music.sections, strict=True) if s is section)

    def _energy(self, index: int) -> float:
        """The section's energy, a little more in its second half."""
        section, number = self._section(index)
        return section.energy + (0.06 if section.bars >= 8 and number * 2 >= section.bars else 0.0)

    def _context(self, index: int) -> Bar:
        section, number = self._section(index)
        energy = self._energy(index)
        steps = self.music.beats_per_bar * 4
        chords = self.chords(index)
        length = steps // len(chords)
        harmony = tuple(
            Harmony(chord=c, start=n * length, length=length, voicing=self._voicer(index, n))
            for n, c in enumerate(chords)
        )
        start = index * self.music.beats_per_bar
        # the filters breathe over eight bars, and open towards a chorus
        breath = 0.18 * np.sin(2 * np.pi * index / 8) + 0.9 * (energy - 0.6)
        if section.kind in ("intro", "break") and section.bars > 1:
            breath += 0.5 * number / section.bars
        return Bar(
            index=index,
            number=number,
            kind=section.kind,
            energy=energy,
            harmony=harmony,
            next_root=self.chords(min(index + 1, self.bars - 1))[0].root,
            tonic=self.tonic,
            place=lambda beat: start + swung(beat, swing=self.style.swing, of_beats=self.style.swing_beats),
            steps=steps,
            drawn=self._drawn(1, index),
            brightness=round(float(breath) * 4) / 4,
            kick=self._kick(section, number, index, energy) if self._feel is not None else "",
        )

    def _voicer(self, index: int, number: int) -> Callable[[Part], tuple[int, ...]]:
        def voicing(part: Part) -> tuple[int, ...]:
            if index >= self.bars - 2:
                key, place = "cadence", (index - self.bars + 2) * len(self._cadence[0]) + number
            else:
                section, bar = self._section(index)
                key = _CYCLES.get(section.kind, "verse")
                cycle = self._cycles[key]
                place = sum(len(b) for b in cycle[: bar % len(cycle)]) + number
            return self._voicings(key, part.center, part.size, part.spread)[place]

        return voicing

    def _voice(self, key: str, center: float, size: int, spread: bool) -> list[tuple[int, ...]]:
        cycle = self._cadence if key == "cadence" else self._cycles[key]
        chords = [chord for bar in cycle for chord in bar]
        voiced = voice_chords(chords, tonic=self.tonic, center=center, size=size, spread=spread)
        return [cleared(v) for v in voiced] if self._feel is not None else voiced

    # -- drums

    def _pattern(self, options: tuple[str, ...], order: int, section: Section, number: int) -> str:
        """The section's variant of a line; every fourth bar may take another one."""
        turn = () if self._feel is None else (self._turn(section),)
        drawn = self._drawn(2, order, len(section.kind), *turn)
        first, other = int(drawn.integers(len(options))), int(drawn.integers(len(options)))
        return options[other if number % 4 == 3 else first]

    def _kick(self, section: Section, number: int, index: int, energy: float) -> str:
        """What the kick plays in a bar, for a bass that goes with it."""
        for order, line in enumerate(self.style.drums):
            if line.drum == "kick" and energy >= line.level:
                return self._line_pattern(line, order, section, number, index, energy)
        return ""

    def _line_pattern(
        self, line: DrumLine, order: int, section: Section, number: int, index: int, energy: float
    ) -> str:
        options = (line.high if energy >= _HIGH_ENERGY else line.low) or line.high or line.low
        pattern = self._pattern(options, order, section, number)
        if self._feel is None:
            return pattern
        return varied_drum(line.drum, pattern, self._drawn(9, order, index), energy=energy)

    def _fill_steps(self, index: int) -> int:
        """From which sixteenth of the bar a fill plays instead of the pattern; the bar's end if there is none."""
        section, number = self._section(index)
        steps = self.music.beats_per_bar * 4
        if number != section.bars - 1:
            # a small one half-way through a long section
            if self._feel is not None and self.style.fills and number % 4 == 3 and section.kind != "break":
                return steps * 3 // 4 + (index // 4) % 2 * 2
            return steps
        if not self.style.fills:
            return steps
        rising = index + 1 < self.bars and self._energy(index + 1) > self._energy(index) + 0.1
        if self._feel is not None and rising and section.bars > 2 and self._drawn(10, index).random() < 0.3:
            return steps // 4
        if index == self.bars - 2 and self._section(index + 1)[0].energy > _BIG:
            return 0
        return steps // 2 if rising or index == self.bars - 2 or section.bars >= 8 else steps * 3 // 4

    def _drums(self, bar: Bar, section: Section, *, filled: int) -> list[Note]:
        if bar.energy < _NO_DRUMS_BELOW:
            return []
        lines = [(order, line) for order, line in enumerate(self.style.drums) if bar.energy >= line.level]
        if not lines:
            return []
        notes: list[Note] = []
        for order, line in lines:
            pattern = self._line_pattern(line, order, section, bar.number, bar.index, bar.energy)
            notes += play_drums(line, pattern, bar, steps=range(min(filled, bar.steps)))
        if filled < bar.steps:
            notes += self._fill(bar, filled)
        return notes

    def _fill(self, bar: Bar, filled: int) -> list[Note]:
        fills, drawn = self.style.fills, self._drawn(3, bar.index)
        chosen = int(drawn.integers(len(fills)))
        if self._feel is not None:
            # one after the other, so that no two in a row are the same; before a rise there may be silence or a roll
            chosen = (bar.index // 4 + int(self._drawn(4).integers(len(fills)))) % len(fills)
            if bar.index + 1 < self.bars - 1 and self._energy(bar.index + 1) > bar.energy + 0.1:
                way = drawn.random()
                if way < 0.25 and filled >= bar.steps // 2:
                    return []
                if way < 0.5:
                    return snare_roll(bar, filled)
        weight = -5.0 * (1 - min(bar.energy / 0.7, 1.0))
        notes: list[Note] = []
        for drum, pattern in fills[chosen].items():
            line = DrumLine(drum=drum, gain_db=weight)
            notes += play_drums(line, pattern, bar, steps=range(filled, bar.steps))
        return notes

    def _missing_pulse(self, bar: Bar, notes: list[Note]) -> list[Note]:
        struck = {n.beat for n in notes if n.channel == "drums" and n.velocity > 0.35 and on_beat(n)}
        pulse, extra = self.style.pulse, list[Note]()
        if bar.energy < _NO_DRUMS_BELOW and isinstance(pulse, DrumLine):
            pulse = Part(player="bass", patch="piano", center=52.0, gain_db=-3.0)
        for beat in range(self.music.beats_per_bar):
            if bar.place(beat) in struck:
                continue
            strength = "x" if beat % 2 == 0 else "o"
            pattern = "." * (4 * beat) + strength + "---"
            if isinstance(pulse, Part):
                marks = pattern if self._feel is None else pulse_marks(pulse, pattern)
                extra += _PLAYERS[pulse.player](pulse, marks, bar)
            else:
                extra += play_drums(pulse, pattern, bar, steps=range(4 * beat, 4 * beat + 1))
        return extra

    # -- parts

    def _part(self, part: Part, order: int, bar: Bar, section: Section, number: int) -> list[Note]:
        if part.player in _SINGERS:
            return self._lead(part, bar, section, number)
        options = (part.high if bar.energy >= _HIGH_ENERGY else part.low) or part.high or part.low or ("",)
        pattern = self._pattern(options, order + 50, section, number)
        if self._feel is not None and part.player in _MARKS:
            if part.player == "arp" and part.channel == "lead" and (number // 2 + order) % 2:
                return []  # what plays beside the tune makes room for it
            marks, fresh = _MARKS[part.player]
            pattern = varied_notes(pattern, self._drawn(9, order + 50, bar.index), marks=marks, fresh=fresh)
        return list(_PLAYERS[part.player](part, pattern, bar))

    def _lead(self, part: Part, bar: Bar, section: Section, number: int) -> list[Note]:
        closing = bar.index == self.bars - 2
        resting = (
            section.kind not in ("chorus", "outro")
            and self.style.lead_verse[number % 4] != "X"
            and not closing
        )
        if (part.player == "answer") is not resting:
            return []
        up = _SINGERS[part.player]
        chords = [(h.chord, h.start) for h in bar.harmony]
        center = part.center - up
        place, _ = self._places[bar.index]
        turn = self._turns[place]
        if part.player == "answer":
            tones = self._melody.reply(bar=number, turn=turn, chords=chords, center=center)
        elif self._feel is None:
            tones = self._melody.bar(
                kind=section.kind,
                bar=number,
                bars=section.bars,
                chords=chords,
                center=center,
                closing=closing,
            )
        else:
            returns = place == self._last_chorus and part.player == "lead"
            up += 12 if returns and center <= _OCTAVE_UP_UNTIL else 0
            tones = self._melody.phrase(
                kind=section.kind,
                bar=number,
                bars=section.bars,
                turn=turn,
                chords=chords,
                center=center,
                closing=closing,
            )
            if returns and center > _OCTAVE_UP_UNTIL:
                second = self._melody.above(tones, chords)
                return [
                    *(bar.note(part, t.place, t.length, t.pitch + up, t.velocity) for t in tones),
                    *(bar.note(part, t.place, t.length, t.pitch, t.velocity * 0.75) for t in second),
                ]
        return [bar.note(part, t.place, t.length, t.pitch + up, t.velocity) for t in tones]

    def _edges(self, index: int) -> list[Note]:
        section, number = self._section(index)
        return edges(
            self.style,
            section,
            number=number,
            start=float(index * self.music.beats_per_bar),
            beats_per_bar=self.music.beats_per_bar,
            before=self._energy(index - 1) if index else 0.0,
            here=self._energy(index),
            after=self._energy(index + 1) if index + 1 < self.bars else 0.0,
        )

    # -- the end

    def _last_bar(self, index: int) -> list[Note]:
        """The last chord, struck once by everybody who has played, and left to ring."""
        bar = self._context(index)
        start, beats = float(index * self.music.beats_per_bar), float(self.music.beats_per_bar)
        chord = bar.harmony[0].chord
        notes: list[Note] = []
        peak = max(self._energy(i) for i in range(index)) if index else 0.6
        channels = dict[str, int]()
        for part in self.style.parts:
            if not part.level <= min(peak, 0.85) < part.until or channels.get(part.channel, 0) >= 2:
                continue
            if part.player == "answer":
                continue
            channels[part.channel] = channels.get(part.channel, 0) + 1
            if part.player in _SINGERS:
                up = _SINGERS[part.player]
                pitches = (self._melody.final(chord=chord, center=part.center - up) + up,)
            elif part.player in _BASSES:
                pitches = (nearest_pitch(part.center, ((self.tonic + chord.root) % 12,)),)
            else:
                pitches = bar.harmony[0].voicing(part)
            for number, pitch in enumerate(pitches):
                note = bar.note(part, 0, bar.steps, pitch, 0.85)
                gap = self._roll(part) * number
                notes.append(replace(note, beats=beats, ring=True, delay_s=gap))
        struck = {line.drum for line in self.style.drums if peak >= line.level}
        notes += [stroke(drum, start, 0.85) for drum in ("kick", "boom") if drum in struck]
        if self.style.crash and self.style.drums:
            notes.append(stroke(self.style.crash, start, 0.7))
        section, _ = self._section(index)
        if section.energy > _BIG and self.style.drums:  # an ending that was asked to be big
            notes += [stroke(drum, start, 1.0) for drum in ("impact", "boom", "crash")]
        return notes + self._missing_pulse_on_first(bar, notes)

    def _roll(self, part: Part) -> float:
        """Seconds between the strings of the last chord; a piece of one bar is a chord that is broken slowly."""
        if part.player not in ("strum", "arp", "comp"):
            return 0.0
        if self.bars == 1 and part.player != "strum":
            return min(15_000 / self.music.bpm_milli, self.music.duration_ms / 10_000)
        return 0.0 if part.player == "comp" else 0.012

    def _missing_pulse_on_first(self, bar: Bar, notes: list[Note]) -> list[Note]:
        first = bar.place(0.0)
        return [n for n in self._missing_pulse(bar, notes) if n.beat == first]
