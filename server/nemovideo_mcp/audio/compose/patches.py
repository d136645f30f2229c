"""The instruments by name: data for the recordings of `sampler.py` and for the synthesiser of `synth.py`."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.audio.compose.sampler import Sampled
from nemovideo_mcp.audio.compose.synth import Patch

__all__ = ["PATCHES", "SYNTHESISED"]

# the tables read better in columns
# fmt: off

_RECORDED: Mapping[str, Sampled] = {
    # keys
    "piano": Sampled(instrument="piano", cutoff=10000, touch=3.6, shelf_db=2.5, release=0.16, spread=0.35),
    "felt_piano": Sampled(instrument="piano", cutoff=1500, slope=0.9, touch=1.9, attack=0.004, release=0.35, spread=0.3),
    "electric_piano": Sampled(instrument="tine", cutoff=7000, touch=3.2, shelf_db=3, release=0.16, tremolo=0.18),
    # guitars
    "acoustic_guitar": Sampled(instrument="steel", cutoff=14000, touch=2.6, shelf_db=3, release=0.12),
    "nylon_guitar": Sampled(instrument="nylon", cutoff=11000, touch=2.4, shelf_db=3, release=0.14),
    "ukulele": Sampled(instrument="nylon", cutoff=13000, touch=2.2, shelf_db=5, body_db=-4, decay=0.42, release=0.08, takes=2),
    "electric_guitar": Sampled(instrument="clean", cutoff=11000, touch=2.6, shelf_db=4, release=0.1),
    "muted_guitar": Sampled(instrument="muted", cutoff=12000, touch=2.4, shelf_db=5, release=0.05, takes=2),
    "power_guitar": Sampled(instrument="distorted", chord=(0.0, 7.02, 12.0), cutoff=14000, touch=0.8, tracking=0.0,
                            shelf_db=9, shelf_hz=1800, body_db=-2, release=0.06, width=0.85),
    "palm_guitar": Sampled(instrument="muted", chord=(0.0, 7.02), cutoff=12000, touch=1.3, tracking=0.0, shelf_db=8,
                           drive=1.8, cabinet_hz=5600, decay=0.22, release=0.04, width=0.8, takes=2),
    "lead_guitar": Sampled(instrument="overdriven", cutoff=12000, touch=1.0, shelf_db=7, shelf_hz=2000, release=0.1,
                           attack=0.002),
    # plucked and struck
    "harp": Sampled(instrument="harp", cutoff=10000, touch=2.2, shelf_db=4, release=0.6),
    "pizzicato": Sampled(instrument="pizzicato", cutoff=12000, touch=2.2, shelf_db=4, release=0.25, takes=2),
    "marimba": Sampled(instrument="marimba", cutoff=12000, touch=2.9, shelf_db=6, release=0.3),
    "vibraphone": Sampled(instrument="vibraphone", cutoff=10000, touch=3.2, shelf_db=4, release=0.3, tremolo=0.12),
    "glockenspiel": Sampled(instrument="glockenspiel", cutoff=13000, touch=1.9, release=0.8),
    "music_box": Sampled(instrument="music_box", cutoff=12000, touch=1.9, release=0.8),
    "timpani": Sampled(instrument="timpani", cutoff=6000, touch=2.4, shelf_db=3, release=0.5),
    # basses
    "bass_guitar": Sampled(instrument="picked", cutoff=5000, touch=2.4, shelf_db=4, shelf_hz=1200, release=0.05),
    "finger_bass": Sampled(instrument="fingered", cutoff=4000, touch=2.4, shelf_db=3, shelf_hz=1000, release=0.06),
    "slap_bass": Sampled(instrument="slapped", cutoff=9000, touch=2.6, shelf_db=3, release=0.04),
    "upright_bass": Sampled(instrument="upright", cutoff=4000, touch=2.2, shelf_db=3, shelf_hz=1000, release=0.08),
    "cello_bass": Sampled(instrument="cello", cutoff=4500, touch=1.6, attack=0.03, skip=0.02, release=0.3),
    # bowed, sung and blown
    "strings": Sampled(instrument="strings", cutoff=11000, touch=2.2, shelf_db=4, attack=0.06, skip=0.03, release=0.3,
                       width=0.9),
    "spiccato": Sampled(instrument="strings", cutoff=13000, touch=1.9, shelf_db=7, attack=0.004, skip=0.09, decay=0.13,
                        release=0.07, width=0.7, takes=2),
    "violin": Sampled(instrument="violin", cutoff=12000, touch=2.2, attack=0.03, skip=0.02, release=0.16),
    "cello": Sampled(instrument="cello", cutoff=9000, touch=2.2, shelf_db=3, attack=0.03, skip=0.02, release=0.2),
    "choir": Sampled(instrument="choir", cutoff=9000, touch=1.9, shelf_db=4, attack=0.12, release=0.5, width=0.9),
    "choir_pad": Sampled(instrument="choir", cutoff=8000, touch=1.6, shelf_db=3, attack=0.25, release=0.6, width=0.9),
    "brass": Sampled(instrument="brass", cutoff=12000, touch=2.9, shelf_db=3, attack=0.01, release=0.1, width=0.6),
    "horn": Sampled(instrument="horn", cutoff=8000, touch=2.6, shelf_db=5, shelf_hz=1500, attack=0.02, skip=0.02,
                    release=0.2),
    "trumpet": Sampled(instrument="trumpet", cutoff=12000, touch=2.6, attack=0.008, release=0.1),
    "saxophone": Sampled(instrument="tenor_sax", cutoff=10000, touch=2.4, shelf_db=3, attack=0.01, release=0.1),
    "flute": Sampled(instrument="flute", cutoff=12000, touch=1.9, shelf_db=4, attack=0.02, release=0.12),
}

SYNTHESISED: Mapping[str, Patch] = {
    # keys
    "organ": Patch(shape="organ", cutoff=3500, sustain=1.0, release=0.08, sides=0.35, detune=4, attack=0.008, pick=0.08),
    "clav": Patch(shape="clav", cutoff=2600, slope=1.5, resonance=0.9, sweep=1.6, sweep_decay=0.09, damping=1.2,
                  decay=0.4, release=0.03, attack=0.002, pick=0.12, touch=2.0),
    # plucked and struck
    "pluck": Patch(shape="saw", cutoff=1500, resonance=0.5, sweep=2.2, sweep_decay=0.09, decay=0.42, release=0.10,
                   sides=0.5, detune=9, attack=0.002, pick=0.06),
    "soft_pluck": Patch(shape="triangle", cutoff=1600, sweep=1.0, sweep_decay=0.2, decay=0.75, release=0.3,
                        sides=0.4, detune=6, attack=0.004, pick=0.08),
    "bell_pluck": Patch(shape="square", cutoff=1800, sweep=1.8, sweep_decay=0.12, damping=1.4, decay=0.7,
                        release=0.22, sides=0.45, detune=7, attack=0.002, pick=0.06),
    # basses
    "synth_bass": Patch(shape="saw", cutoff=420, resonance=0.8, sweep=2.0, sweep_decay=0.10, decay=0.5,
                        sustain=0.45, release=0.04, attack=0.003, tracking=0.3),
    "pulse_bass": Patch(shape="pulse", cutoff=380, resonance=0.6, sweep=1.4, sweep_decay=0.12, decay=0.35,
                        sustain=0.35, release=0.05, attack=0.003, tracking=0.3),
    "sub_bass": Patch(shape="sub", cutoff=520, decay=2.5, sustain=0.5, release=0.10, attack=0.006, tracking=0.2),
    "bass_808": Patch(shape="sub", cutoff=700, sweep=1.0, sweep_decay=0.06, decay=0.85, release=0.09, drop=7,
                      attack=0.002, tracking=0.2),
    # sustained
    "warm_pad": Patch(shape="saw", cutoff=850, slope=1.6, sweep=-0.9, sweep_decay=0.7, decay=1.0, sustain=0.9,
                      attack=0.22, release=0.45, voices=2, sides=0.55, blend=0.12, detune=11),
    "glass_pad": Patch(shape="triangle", cutoff=2400, sweep=-0.7, sweep_decay=1.2, sustain=0.9, attack=0.5,
                       release=0.9, voices=2, sides=0.55, blend=0.1, detune=9),
    "supersaw": Patch(shape="saw", cutoff=4200, slope=1.2, sweep=0.6, sweep_decay=0.2, decay=0.7, sustain=0.7,
                      release=0.10, voices=3, sides=0.6, blend=0.25, detune=16, attack=0.004),
    # leads
    "synth_lead": Patch(shape="square", cutoff=3000, slope=1.4, sweep=0.9, sweep_decay=0.15, decay=0.5, sustain=0.6,
                        release=0.09, sides=0.4, blend=0.1, detune=8, vibrato=9, attack=0.004),
    "saw_lead": Patch(shape="saw", cutoff=3600, slope=1.4, sweep=0.8, sweep_decay=0.18, decay=0.6, sustain=0.6,
                      release=0.10, voices=2, sides=0.5, blend=0.2, detune=12, vibrato=7, attack=0.004),
    "whistle": Patch(shape="whistle", cutoff=4000, sustain=0.9, decay=0.3, attack=0.022, release=0.07, vibrato=18,
                     vibrato_hz=5.8, breath=0.06),
}

PATCHES: Mapping[str, Patch | Sampled] = {**SYNTHESISED, **_RECORDED}
