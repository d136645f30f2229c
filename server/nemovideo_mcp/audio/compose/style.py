"""What a mood is made of: harmony, drums, parts and mix, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Channel", "DrumLine", "Feel", "Groove", "Mix", "Mood", "Part", "Style", "Substyle"]


@dataclass(frozen=True, kw_only=True)
class DrumLine:
    """A drum's bar in sixteenths: `X` full, `x` strong, `o` medium, `g` ghost, `r` a roll of two, `.` nothing.

    `low` for calm stretches, `high` for energetic ones (the same if empty); a variant is drawn for each. The line
    plays from energy `level` up.
    """

    drum: str
    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()
    level: float = 0.0
    gain_db: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Part:
    """An instrument's part: how it plays (`player`), on what (`patch`), when (energy from `level` to `until`).

    Patterns are bars in sixteenths; `-` holds, `.` rests. For `comp` and `strum`: `X x o` strokes; for `arp`:
    digits, the voice of the chord from below; `lead` plays the tune, `double` plays it an octave above where a lead
    with a `center` an octave lower does; for `bass`: `R` root, `o` octave, `f` fifth, `a` a step into the next
    chord. `center` is the MIDI note about which it plays, `gate` how much of its time a note sounds.
    """

    player: str
    patch: str
    channel: str = "keys"
    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()
    level: float = 0.0
    until: float = 2.0
    center: float = 60.0
    size: int = 4
    gate: float = 0.95
    gain_db: float = 0.0
    pan: float = 0.0
    spread: bool = False
    brightness: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A group of the mixing desk: level, what it sends to room and echo, and how far the kick pushes it down."""

    gain_db: float = 0.0
    room: float = 0.1
    echo: float = 0.0
    duck: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Mix:
    """The desk. `echo_beats` is the echo's time, `tape_ms` the depth of wow, `dust_db` the level of crackle."""

    channels: Mapping[str, Channel]
    room_s: float = 1.4
    room_brightness: float = 0.5
    echo_beats: float = 0.75
    echo_feedback: float = 0.4
    tape_ms: float = 0.0
    dust_db: float | None = None
    drive: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Feel:
    """How far from the grid each player stands, in ms (late is positive), and how loosely, in ms to either side.

    `drums` holds for hats and percussion, `ghost` for what the snare plays between its beats. Strokes of kick, snare
    and clap on a beat stay on the grid whatever the feel, for the cuts of a film are there.
    """

    drums: float = 4.0
    ghost: float = 6.0
    bass: float = 5.0
    chords: float = 5.0
    lead: float = -5.0
    loose: float = 2.0


@dataclass(frozen=True, kw_only=True)
class Groove:
    """What the drums play: their lines, their fills, and how they swing."""

    drums: tuple[DrumLine, ...]
    fills: tuple[Mapping[str, str], ...]
    swing: float = 0.0
    swing_beats: float = 0.5


@dataclass(frozen=True, kw_only=True)
class Style:
    """Everything that the score and the desk need to know of a mood.

    Progressions are bars of Roman numerals (see `theory.parse_progression`); `cadence` is the bar before the end
    and the last chord. `tonics` are the keys to draw from, in semitones over C. `pulse` sounds on every beat that
    nothing else strikes, so that the beat can always be heard. `swing` delays the second half of each `swing_unit`.
    """

    scale: str
    tonics: tuple[int, ...]
    verse: tuple[str, ...]
    chorus: tuple[str, ...]
    interlude: tuple[str, ...]
    cadences: tuple[tuple[str, str], ...]
    kit: str
    drums: tuple[DrumLine, ...]
    fills: tuple[Mapping[str, str], ...]
    parts: tuple[Part, ...]
    mix: Mix
    lead_scale: str
    lead_rhythms: tuple[str, ...]
    lead_verse: str = "XX.."
    pulse: DrumLine | Part = field(default_factory=lambda: DrumLine(drum="tick"))
    swing: float = 0.0
    swing_beats: float = 0.5
    crash: str | None = "crash"
    riser: str | None = "reverse"
    impact: str | None = None
    feel: Feel | None = None


@dataclass(frozen=True, kw_only=True)
class Substyle:
    """One of the ways in which a mood is played: a style with several grooves and sets of instruments to choose from.

    `style` is complete but for the choice; each of `swaps` puts other instruments (patches) in the place of its own.
    `bpm` is the usual tempo.
    """

    name: str
    style: Style
    bpm: float
    grooves: tuple[Groove, ...]
    swaps: tuple[Mapping[str, str], ...] = ({},)


@dataclass(frozen=True, kw_only=True)
class Mood:
    """A kind of music that can be asked for: its name on the wire, its names for people, and its tempi in BPM.

    `style` is what pieces of the first edition are played in, those of later ones in one of the `substyles`.
    """

    name: str
    labels: Mapping[str, str]
    bpm_range: tuple[float, float]
    default_bpm: float
    style: Style
    substyles: tuple[Substyle, ...] = ()
