"""How pieces of the first edition sound: as they did when the films that hold them were made.

All instruments were synthesised then, kicks were long, voices out of tune beat, and no balance stood before the limiter.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from nemovideo_mcp.audio.compose import drums
from nemovideo_mcp.audio.compose.drums import Drum
from nemovideo_mcp.audio.compose.patches import SYNTHESISED
from nemovideo_mcp.audio.compose.synth import Patch

__all__ = ["FIRST_KITS", "FIRST_PATCHES"]

# the tables read better in columns
# fmt: off

FIRST_PATCHES: Mapping[str, Patch] = {
    **SYNTHESISED,
    # what later editions play without beating pairs
    "organ": Patch(shape="organ", cutoff=3500, sustain=1.0, release=0.08, voices=2, detune=3, attack=0.008),
    "pluck": Patch(shape="saw", cutoff=1500, resonance=0.5, sweep=2.2, sweep_decay=0.09, decay=0.42, release=0.10,
                   voices=2, detune=7, attack=0.002),
    "soft_pluck": Patch(shape="triangle", cutoff=1600, sweep=1.0, sweep_decay=0.2, decay=0.75, release=0.3,
                        voices=2, detune=4, attack=0.004),
    "bell_pluck": Patch(shape="square", cutoff=1800, sweep=1.8, sweep_decay=0.12, damping=1.4, decay=0.7,
                        release=0.22, voices=2, detune=5, attack=0.002),
    "warm_pad": Patch(shape="saw", width=0.4, cutoff=850, slope=1.6, sweep=-0.9, sweep_decay=0.7, decay=1.0, sustain=0.9,
                      attack=0.22, release=0.45, voices=4, detune=11),
    "glass_pad": Patch(shape="triangle", width=0.4, cutoff=2400, sweep=-0.7, sweep_decay=1.2, sustain=0.9, attack=0.5,
                       release=0.9, voices=4, detune=9),
    "supersaw": Patch(shape="saw", cutoff=4200, slope=1.2, sweep=0.6, sweep_decay=0.2, decay=0.7, sustain=0.7,
                      release=0.10, voices=4, detune=14, attack=0.004),
    "synth_lead": Patch(shape="square", cutoff=3000, slope=1.4, sweep=0.9, sweep_decay=0.15, decay=0.5, sustain=0.6,
                        release=0.09, voices=2, detune=6, vibrato=9, attack=0.004),
    "saw_lead": Patch(shape="saw", cutoff=3600, slope=1.4, sweep=0.8, sweep_decay=0.18, decay=0.6, sustain=0.6,
                      release=0.10, voices=4, detune=11, vibrato=7, attack=0.004),
    "whistle": Patch(shape="whistle", cutoff=4000, sustain=0.9, decay=0.3, attack=0.022, release=0.07, vibrato=18,
                     vibrato_hz=5.8),
    "piano": Patch(width=0.4, shape="piano", cutoff=3600, slope=1.2, damping=1.1, decay=1.5, release=0.16, voices=2,
                   detune=1.1, pick=0.10, attack=0.002, touch=1.6),
    "felt_piano": Patch(width=0.35, shape="piano", cutoff=1100, slope=1.3, damping=1.3, decay=1.8, release=0.35, voices=2,
                        detune=1.4, pick=0.05, attack=0.004, touch=1.4),
    "electric_piano": Patch(shape="electric_piano", cutoff=2600, slope=1.0, damping=0.9, decay=1.4, release=0.18,
                            voices=2, detune=2.2, tremolo=0.22, attack=0.003, touch=2.0),
    "acoustic_guitar": Patch(shape="guitar", cutoff=3000, slope=1.2, damping=1.7, decay=0.95, release=0.10,
                             voices=2, detune=1.6, pick=0.22, attack=0.002, touch=1.5),
    "nylon_guitar": Patch(shape="nylon", cutoff=2200, damping=1.9, decay=0.8, release=0.12, voices=2, detune=1.5,
                          pick=0.12, attack=0.002),
    "muted_guitar": Patch(shape="guitar", cutoff=1900, slope=1.4, damping=5.0, decay=0.16, release=0.04, voices=2,
                          detune=4, pick=0.25, attack=0.002),
    "ukulele": Patch(shape="nylon", cutoff=2800, damping=2.4, decay=0.42, release=0.08, voices=2, detune=3,
                     pick=0.18, attack=0.002),
    "harp": Patch(shape="harp", cutoff=2600, damping=1.2, decay=1.1, release=0.5, voices=2, detune=2, pick=0.05),
    "pizzicato": Patch(shape="strings", cutoff=1500, damping=4.0, decay=0.22, release=0.06, voices=2, detune=6,
                       pick=0.10),
    "marimba": Patch(partials=((1, 1, 0.30), (3.93, 0.28, 0.09), (9.2, 0.07, 0.03)), attack=0.002, pick=0.05,
                     release=0.15),
    "vibraphone": Patch(partials=((1, 1, 1.0), (4.0, 0.16, 0.35), (10.1, 0.05, 0.08)), attack=0.003,
                        release=0.25),
    "glockenspiel": Patch(partials=((1, 1, 0.55), (2.76, 0.35, 0.25), (5.4, 0.14, 0.1)), attack=0.001,
                          release=1.0),
    "music_box": Patch(partials=((1, 1, 0.5), (2.0, 0.2, 0.4), (5.9, 0.16, 0.08)), attack=0.001, release=1.0),
    "bass_guitar": Patch(shape="bass", cutoff=900, slope=1.3, sweep=0.9, sweep_decay=0.12, damping=1.6, decay=0.9,
                         release=0.05, pick=0.08, attack=0.003, tracking=0.3),
    "slap_bass": Patch(shape="clav", cutoff=850, slope=1.2, sweep=2.0, sweep_decay=0.06, damping=2.2, decay=0.6,
                       release=0.04, pick=0.2, attack=0.002, tracking=0.3),
    "upright_bass": Patch(shape="upright", cutoff=620, sweep=0.8, sweep_decay=0.1, damping=3.0, decay=0.6,
                          release=0.06, pick=0.06, attack=0.004, tracking=0.3),
    "cello_bass": Patch(shape="strings", cutoff=700, sustain=0.9, decay=0.5, attack=0.05, release=0.3, voices=3,
                        detune=7, tracking=0.3),
    "choir_pad": Patch(shape="choir", width=0.4, cutoff=2200, sustain=0.95, attack=0.30, release=0.6, voices=4, detune=14),
    "strings": Patch(shape="strings", width=0.4, cutoff=2100, slope=1.3, sweep=-0.8, sweep_decay=0.35, sustain=0.9, decay=0.8,
                     attack=0.11, release=0.32, voices=4, detune=10),
    "spiccato": Patch(shape="strings", cutoff=1900, slope=1.2, sweep=0.8, sweep_decay=0.05, damping=2.5,
                      decay=0.16, release=0.06, voices=4, detune=10, attack=0.006, pick=0.05),
    "brass": Patch(shape="brass", cutoff=1900, slope=1.4, sweep=-1.6, sweep_decay=0.045, decay=0.4, sustain=0.75,
                   attack=0.018, release=0.07, voices=4, detune=7),
    "horn": Patch(shape="brass", cutoff=780, slope=1.5, sweep=-1.2, sweep_decay=0.12, decay=0.8, sustain=0.85,
                  attack=0.045, release=0.22, voices=3, detune=6, vibrato=7, tracking=0.35),
    "power_guitar": Patch(shape="power", cutoff=3400, slope=2.4, decay=1.6, sustain=0.55, release=0.05, voices=4,
                          detune=7, attack=0.003, tracking=0.0, pick=0.15),
    "palm_guitar": Patch(shape="power", cutoff=1500, slope=2.0, sweep=1.0, sweep_decay=0.03, damping=2.0,
                         decay=0.12, release=0.03, voices=4, detune=7, attack=0.002, tracking=0.0, pick=0.2),
    "lead_guitar": Patch(shape="driven", cutoff=2400, slope=2.0, resonance=0.4, decay=2.0, sustain=0.75,
                         release=0.08, voices=2, detune=4, vibrato=16, attack=0.006, tracking=0.2, pick=0.12),
    "flute": Patch(shape="flute", cutoff=3200, sustain=0.9, decay=0.4, attack=0.035, release=0.12, vibrato=14,
                   pick=0.05, gain_db=-1),
    "violin": Patch(shape="strings", cutoff=2600, slope=1.2, sweep=-0.8, sweep_decay=0.15, sustain=0.9, decay=0.5,
                    attack=0.05, release=0.18, voices=3, detune=6, vibrato=16),
}

FIRST_KITS: Mapping[str, Mapping[str, Drum]] = {
    "pop": drums.kit(
        kick=Drum(make=partial(drums.kick, start=190, end=52, fall=0.022, decay=0.15, click=0.9), gain_db=-5),
        snare=Drum(make=partial(drums.snare, tone=195, ring=0.09, low=1300, high=9000, decay=0.10, wires=0.9), gain_db=-3),
        hat=Drum(make=partial(drums.hat, decay=0.028), gain_db=-1, pan=0.2),
        open_hat=Drum(make=partial(drums.hat, decay=0.13), gain_db=-6, pan=0.2),
    ),
    "club": drums.kit(
        kick=Drum(make=partial(drums.kick, start=230, end=48, fall=0.026, decay=0.19, click=1.0, drive=2.4), gain_db=-5),
        snare=Drum(make=partial(drums.snare, tone=210, ring=0.07, low=1100, high=8500, decay=0.12, wires=1.0), gain_db=-4),
        hat=Drum(make=partial(drums.hat, decay=0.022, metal=0.3), gain_db=-1, pan=-0.15),
        open_hat=Drum(make=partial(drums.hat, decay=0.11, metal=0.3), gain_db=-5, pan=0.1),
    ),
    "dusty": drums.kit(
        kick=Drum(make=partial(drums.kick, start=130, end=54, fall=0.018, decay=0.13, click=0.25, drive=2.0), gain_db=-5),
        snare=Drum(make=partial(drums.snare, tone=172, ring=0.06, low=900, high=4600, decay=0.085, wires=0.9, body=0.7),
                   gain_db=-4),
        hat=Drum(make=partial(drums.hat, decay=0.024, low=5200, high=7500, metal=0.3), gain_db=-3, pan=0.25),
        open_hat=Drum(make=partial(drums.hat, decay=0.09, low=5200, high=7500, metal=0.3), gain_db=-8, pan=0.25),
        ride=Drum(make=partial(drums.hat, decay=0.25, low=4500, high=6500, metal=0.7), gain_db=-9, pan=-0.3),
    ),
    "trap": drums.kit(
        kick=Drum(make=partial(drums.kick, start=210, end=46, fall=0.03, decay=0.16, click=0.8, drive=2.8), gain_db=-5),
        snare=Drum(make=partial(drums.snare, tone=220, ring=0.05, low=1500, high=8000, decay=0.11, wires=1.1), gain_db=-3),
        hat=Drum(make=partial(drums.hat, decay=0.018, low=7500, metal=0.6), gain_db=0, pan=0.15),
        open_hat=Drum(make=partial(drums.hat, decay=0.10, low=7000, metal=0.6), gain_db=-6, pan=0.15),
    ),
    "rock": drums.kit(
        kick=Drum(make=partial(drums.kick, start=160, end=58, fall=0.014, decay=0.13, click=1.4, drive=1.8), gain_db=-5),
        snare=Drum(make=partial(drums.snare, tone=188, ring=0.11, low=1000, high=9500, decay=0.13, wires=1.15), gain_db=-1),
        hat=Drum(make=partial(drums.hat, decay=0.04, low=6000, metal=0.7), gain_db=0, pan=0.3),
        open_hat=Drum(make=partial(drums.hat, decay=0.22, low=5500, metal=0.7), gain_db=-5, pan=0.3),
        crash=Drum(make=partial(drums.cymbal, decay=0.9, low=3000), gain_db=-3, pan=0.3),
    ),
    "brush": drums.kit(
        kick=Drum(make=partial(drums.kick, start=110, end=62, fall=0.012, decay=0.10, click=0.2, drive=1.2), gain_db=-7),
        snare=Drum(make=partial(drums.snare, tone=205, ring=0.04, low=1600, high=6500, decay=0.08, wires=0.8, body=0.35),
                   gain_db=-5),
        hat=Drum(make=partial(drums.hat, decay=0.03, low=6500, high=9500, metal=0.3), gain_db=-4, pan=0.25),
        open_hat=Drum(make=partial(drums.hat, decay=0.10, low=6500, high=9500, metal=0.3), gain_db=-8, pan=0.25),
    ),
    "epic": drums.kit(
        kick=Drum(make=partial(drums.boom, tone=58, decay=0.26, skin=0.25), gain_db=-5),
        snare=Drum(make=partial(drums.snare, tone=150, ring=0.12, low=700, high=5500, decay=0.14, wires=0.7), gain_db=-6),
        hat=Drum(make=partial(drums.shake, decay=0.03, low=4500), gain_db=-4, pan=0.3),
        open_hat=Drum(make=partial(drums.shake, decay=0.09, low=4500), gain_db=-9, pan=0.3),
        tom_high=Drum(make=partial(drums.boom, tone=118, decay=0.2, skin=0.3), gain_db=-5, pan=-0.4),
        tom_mid=Drum(make=partial(drums.boom, tone=92, decay=0.24, skin=0.3), gain_db=-5, pan=0.1),
        tom_low=Drum(make=partial(drums.boom, tone=74, decay=0.3, skin=0.3), gain_db=-5, pan=0.4),
    ),
}
