"""The moods that carry: lo-fi, cinematic, ambient, acoustic, dark, romantic."""

from __future__ import annotations

from nemovideo_mcp.audio.compose.style import Channel, DrumLine, Mix, Part, Style

__all__ = ["ACOUSTIC", "AMBIENT", "CINEMATIC", "DARK", "LOFI", "ROMANTIC"]

# the tables read better in columns
# fmt: off

LOFI = Style(
    scale="major", lead_scale="major_pentatonic", tonics=(0, 1, 3, 5, 7, 8, 10), kit="dusty",
    verse=("ii9|V13|Imaj9|vi9", "Imaj9|vi9|ii9|V13", "IVmaj9|iii7|ii9|Imaj9"),
    chorus=("IVmaj9|V13|iii7|vi9", "ii9|V13|iii7|vi9", "IVmaj9|iii7|ii9|V13"),
    interlude=("IVmaj9|IVmaj9|iii7|vi9", "vi9|vi9|ii9|V9sus4"),
    cadences=(("ii9 V13", "Imaj9"), ("IVmaj9 V9sus4", "Imaj9"), ("iv9 bVII13", "Imaj9")),
    drums=(
        DrumLine(drum="kick", low=("X......xX.......", "X.........X....."), high=("X......xX.x.....", "X.....x...X..g..", "X..g...xX.......")),
        DrumLine(drum="snare", low=("....x.......x...",), high=("....x..g....x..g", "....x.......x.g."), level=0.3),
        DrumLine(drum="rim", low=("....o.......o...",), level=0.0, gain_db=-4),
        DrumLine(drum="hat", low=("x.o.x.o.x.o.x.o.", "x.o.x.ogx.o.x.o."), high=("x.ogx.o.x.ogxgo.", "xgo.x.ogxgo.x.og"), level=0.0),
        DrumLine(drum="open_hat", high=("..............o.",), level=0.66),
        DrumLine(drum="shaker", high=("g.o.g.o.g.o.g.o.",), level=0.8, gain_db=-4),
    ),
    fills=(
        {"kick": "X.........X.....", "snare": "....x.......x.og", "hat": "x.o.x.o.x.o.x..."},
        {"kick": "X......xX.......", "snare": "....x..g.go.x.g.", "hat": "x.o.x.o.x...x..."},
        {"kick": "X.........X..o..", "rim": "....x...o..ox...", "snare": "............o.g."},
    ),
    parts=(
        Part(player="comp", patch="electric_piano", channel="keys", center=62, gain_db=1, gate=1.0,
             low=("x---------------", "x-----------o---", "x-------o-------"),
             high=("x-----o---x-----", "x---------x-----", "x------x--------", "x---o-----x---o-")),
        Part(player="pad", patch="warm_pad", channel="pad", center=62, size=3, level=0.4, gain_db=-3, brightness=-0.5),
        Part(player="arp", patch="nylon_guitar", channel="pad", center=64, level=0.7, gain_db=2, pan=-0.3,
             high=("0..1..2...3...2.", "..0...2...1...3.")),
        Part(player="bass", patch="upright_bass", channel="bass", center=35, level=0.25, gate=0.95,
             low=("R-------..R-----", "R---------f---a-"), high=("R------RR---f-a-", "R-----R---R---a-", "R---..f-R-----a-")),
        Part(player="lead", patch="vibraphone", channel="lead", center=72, level=0.35, until=0.7, gain_db=0),
        Part(player="lead", patch="nylon_guitar", channel="lead", center=70, level=0.7, gain_db=1),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=-0.5, room=0.06), "bass": Channel(gain_db=0, room=0.0, duck=0.15),
            "keys": Channel(gain_db=-2, room=0.16, duck=0.25), "pad": Channel(gain_db=-14.5, room=0.25, duck=0.3),
            "lead": Channel(gain_db=-1.5, room=0.22, echo=0.2), "fx": Channel(gain_db=-8, room=0.3),
        },
        room_s=1.3, room_brightness=0.25, echo_beats=0.75, echo_feedback=0.35, tape_ms=0.9, dust_db=-36, drive=1.3,
    ),
    lead_rhythms=("x---..x-..x-....", "..x-x---....x-x-", "x-x---....x-x---", "....x-x-x-----..", "x-----..x-x-x---"),
    lead_verse="X.X.", pulse=DrumLine(drum="hat"), swing=0.22, swing_beats=0.5, crash=None, riser=None,
)

CINEMATIC = Style(
    scale="minor", lead_scale="minor", tonics=(0, 2, 4, 5, 7, 9), kit="epic",
    verse=("i|bVI|bIII|bVII", "i|i|bVI|bVII", "iadd9|bVImaj7|iv|Vsus4"),
    chorus=("bVI|bVII|i|bIII", "i|bVI|bIII|bVII", "i|bIII|bVII|iv"),
    interlude=("bVImaj7|bVImaj7|iv7|Vsus4", "iv|bVI|bVII|bVII"),
    cadences=(("bVI bVII", "I"), ("iv V", "i"), ("bVI Vsus4", "I")),
    drums=(
        DrumLine(drum="kick", low=("X...o...x...o...", "X...o...x.o.o..."), high=("X..ox...X.oox...", "X.o.x...X..ox.o.")),
        DrumLine(drum="tom_mid", low=("......o.......o.",), high=("..o...xo..o...x.", "...o..x....o..xo"), level=0.4),
        DrumLine(drum="tom_low", high=("....x.......x...",), level=0.6),
        DrumLine(drum="snare", high=("....X.......X...", "....X..g..g.X.gg"), level=0.7),
        DrumLine(drum="hat", low=("x.o.x.o.x.o.x.o.",), high=("xooxooxoxooxooxo",), level=0.5),
        DrumLine(drum="boom", high=("X...............",), level=0.66, gain_db=-2),
    ),
    fills=(
        {"kick": "X...x...X...x...", "tom_high": "........x.x.....", "tom_mid": "..........x.xx..", "tom_low": "............x.XX"},
        {"kick": "X...x...X...x...", "snare": "........o.x.xxXX", "tom_low": "....x...x...x..."},
    ),
    parts=(
        Part(player="arp", patch="piano", channel="keys", center=62, until=0.68, gain_db=2, gate=1.6, brightness=-0.4,
             low=("0---1---2---1---", "0-1-2-1-0-1-2-1-")),
        Part(player="arp", patch="spiccato", channel="keys", center=58, level=0.36, gain_db=2,
             low=("0.0.1.0.0.0.1.0.", "0.0.0.1.2.1.0.1."), high=("0012001200120012", "0.00100.0.001020", "0001000200010002")),
        Part(player="pad", patch="strings", channel="pad", center=60, size=4, spread=True, gain_db=0),
        Part(player="pad", patch="choir_pad", channel="pad", center=67, size=3, level=0.68, gain_db=-2),
        Part(player="comp", patch="brass", channel="pad", center=55, size=3, level=0.8, gain_db=-3, brightness=-0.5,
             high=("x-----------x---", "x-----x-x-------")),
        Part(player="bass", patch="cello_bass", channel="bass", center=38, level=0.0, gate=1.0,
             low=("R---------------",), high=("R-------R-------",)),
        Part(player="bass", patch="sub_bass", channel="bass", center=33, level=0.6, gain_db=-4, high=("R---------------",)),
        Part(player="lead", patch="violin", channel="lead", center=71, level=0.38, until=0.68, gain_db=-2),
        Part(player="lead", patch="horn", channel="lead", center=65, level=0.68, gain_db=1),
        Part(player="double", patch="violin", channel="lead", center=77, level=0.8, gain_db=-3),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=1, room=0.2), "bass": Channel(gain_db=2.5, room=0.05),
            "keys": Channel(gain_db=3, room=0.25, echo=0.05), "pad": Channel(gain_db=-3, room=0.3),
            "lead": Channel(gain_db=-1.5, room=0.32, echo=0.06), "fx": Channel(gain_db=0, room=0.3),
        },
        room_s=2.6, room_brightness=0.5, echo_beats=1.0, drive=0.85,
    ),
    lead_rhythms=("x-------x---x---", "x-----x-x-------", "x---x---x-------", "x-----------x-x-", "x---x-x-x---x---"),
    lead_verse=".XXX", pulse=Part(player="bass", patch="piano", center=45, gain_db=0), riser="riser", impact="impact",
)

AMBIENT = Style(
    scale="lydian", lead_scale="major_pentatonic", tonics=(0, 2, 3, 5, 7, 9, 10), kit="brush",
    verse=("Imaj9|Imaj9|II|Imaj9", "Imaj7|iii7|vi9|IVmaj9", "IVmaj9|Iadd9|IVmaj9|vi9"),
    chorus=("IVmaj9|Iadd9|vi9|V9sus4", "Imaj9|V9sus4|vi9|IVmaj9"),
    interlude=("vi9|vi9|IVmaj9|IVmaj9", "ii9|ii9|IVmaj9|IVmaj9"),
    cadences=(("IVmaj9", "Iadd9"), ("V9sus4", "Imaj9"), ("iv6", "Iadd9")),
    drums=(
        DrumLine(drum="kick", low=("o.......g.......",), high=("x.......o.......",), level=0.5, gain_db=-3),
        DrumLine(drum="shaker", high=("..g...g...g...g.", "g.o.g.o.g.o.g.o."), level=0.66, gain_db=-3),
    ),
    fills=(),
    parts=(
        Part(player="arp", patch="felt_piano", channel="keys", center=67, gain_db=1, gate=1.8,
             low=("0---1---2---1---", "0---2---1---2---", "0---1---3---2---"), high=("0---1-2-3---2-1-", "0-2-1---3-2-1---")),
        Part(player="pad", patch="warm_pad", channel="pad", center=59, size=4, spread=True, gain_db=0, brightness=-0.3),
        Part(player="pad", patch="glass_pad", channel="pad", center=72, size=3, level=0.34, gain_db=0),
        Part(player="pad", patch="choir_pad", channel="pad", center=64, size=3, level=0.66, gain_db=-2),
        Part(player="arp", patch="harp", channel="lead", center=74, level=0.5, gain_db=-3, gate=2.0,
             low=("....2.......1...", "..0...2.....1..."), high=("..0.1.2...3.2.1.", "0..1..2..3..2..1")),
        Part(player="bass", patch="sub_bass", channel="bass", center=36, level=0.2, gate=1.0, low=("R---------------",)),
        Part(player="lead", patch="vibraphone", channel="lead", center=76, level=0.4, gain_db=-1),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=0.5, room=0.3), "bass": Channel(gain_db=-5.5, room=0.0),
            "keys": Channel(gain_db=-2.5, room=0.35, echo=0.2), "pad": Channel(gain_db=-12, room=0.35),
            "lead": Channel(gain_db=-5, room=0.4, echo=0.35), "fx": Channel(gain_db=-6, room=0.5),
        },
        room_s=4.2, room_brightness=0.45, drive=0.7, echo_beats=1.5, echo_feedback=0.5,
    ),
    lead_rhythms=("x-------x-------", "....x-----x-----", "x-----------x---", "x---x-----------", "......x-x-------"),
    lead_verse="X.X.", pulse=Part(player="arp", patch="felt_piano", center=64, gain_db=-3, gate=1.2), crash=None,
    riser="reverse",
)

ACOUSTIC = Style(
    scale="major", lead_scale="major_pentatonic", tonics=(0, 2, 4, 7, 9), kit="brush",
    verse=("Iadd9|Vsus4|vi7|IVadd9", "Iadd9|IVadd9|Iadd9|V", "vi7|IVadd9|Iadd9|V"),
    chorus=("IVadd9|V|Iadd9|vi7", "Iadd9|V|vi7|IVadd9", "IVadd9|Iadd9|V|vi7"),
    interlude=("vi7|IVadd9|vi7|V", "ii7|IVadd9|ii7|V"),
    cadences=(("IVadd9 V", "Iadd9"), ("ii7 V7sus4", "I"), ("IVadd9", "Iadd9")),
    drums=(
        DrumLine(drum="kick", low=("X.......x.......",), high=("X.....x.X.......", "X.......X.x....."), gain_db=2),
        DrumLine(drum="snare", low=("....o.......o...",), high=("....x.......x...", "....x..g....x.g."), level=0.4),
        DrumLine(drum="snap", low=("....x.......x...",), gain_db=-2),
        DrumLine(drum="shaker", low=("x.o.x.o.x.o.x.o.",), high=("xgogxgogxgogxgog",), level=0.3),
        DrumLine(drum="tambourine", high=("....x.......x...",), level=0.7),
        DrumLine(drum="conga", low=("...o..o.....o.o.",), level=0.6, gain_db=-5),
    ),
    fills=(
        {"kick": "X.......x...x...", "snare": "....x...o.x.x.xx", "shaker": "x.o.x.o.x.o.x.o."},
        {"kick": "X.......X...x...", "conga": "........x.xxx.x.", "conga_low": ".........x.....x", "snap": "....x.......x..."},
    ),
    parts=(
        Part(player="arp", patch="acoustic_guitar", channel="keys", center=60, until=0.62, gain_db=2, gate=1.5, pan=0.01,
             low=("0-2-1-2-3-2-1-2-", "0-1-2-1-3-1-2-1-", "0--2--1-3--2--1-")),
        Part(player="strum", patch="acoustic_guitar", channel="keys", center=60, size=5, level=0.55, gain_db=1, pan=-0.3,
             high=("X---x-o-.-x-x-o-", "X---x-xoo-x-x-o-", "X-o-x-oo.ox-x-oo")),
        Part(player="strum", patch="nylon_guitar", channel="keys", center=67, level=0.72, gain_db=-2, pan=0.45,
             high=("x-o-x-o-x-o-x-o-", "x---o-x-x---o-x-")),
        Part(player="pad", patch="strings", channel="pad", center=64, size=3, level=0.55, gain_db=-1),
        Part(player="comp", patch="piano", channel="pad", center=62, level=0.2, gain_db=2, brightness=-0.4,
             low=("x---------------",), high=("x-------x-------", "x-----x---x-----")),
        Part(player="bass", patch="bass_guitar", channel="bass", center=38, level=0.36, gate=0.95,
             low=("R-------R-----f-", "R---------R---a-"), high=("R-----R-R-----a-", "R-----f-R---f-a-")),
        Part(player="lead", patch="harp", channel="lead", center=74, level=0.36, until=0.66, gain_db=-1),
        Part(player="lead", patch="flute", channel="lead", center=75, level=0.66, gain_db=0),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=-0.5, room=0.1), "bass": Channel(gain_db=0, room=0.02),
            "keys": Channel(gain_db=0, room=0.14), "pad": Channel(gain_db=-13, room=0.25),
            "lead": Channel(gain_db=-0.5, room=0.24, echo=0.08), "fx": Channel(gain_db=-8, room=0.3),
        },
        room_s=1.4, room_brightness=0.5, drive=0.8, echo_beats=0.75, echo_feedback=0.3,
    ),
    lead_rhythms=("x---x-x-x-----x-", "x-----x-x---x---", "..x-x-x-x-------", "x-x-x---..x-x---", "x---..x-x-x-x---"),
    lead_verse="..XX", pulse=DrumLine(drum="shaker", gain_db=3), crash=None, riser=None,
)

DARK = Style(
    scale="harmonic_minor", lead_scale="minor", tonics=(0, 1, 2, 3, 4, 5), kit="epic",
    verse=("i|i|bVI|V", "i|bII|i|v", "i|iv|bVI|V"),
    chorus=("i|bVI|iv|V", "i|bII|bVI|V", "iv|bVI|i|V"),
    interlude=("i|i|bII|bII", "bVI|bVI|V|V"),
    cadences=(("bII V", "i"), ("iv V", "i")),
    drums=(
        DrumLine(drum="kick", low=("X.......X...o...", "X.....o.X......."), high=("X...x..oX...x.o.", "X..ox...X..ox...")),
        DrumLine(drum="snare", high=("....x.......X...", "....X..g....X..g"), level=0.55),
        DrumLine(drum="rim", low=("....x.......x...",), level=0.2),
        DrumLine(drum="tick", low=("x.o.x.o.x.o.x.o.", "xgogxgogxgogxgog"), high=("xoxoxoxoxoxoxoxo",), level=0.0),
        DrumLine(drum="tom_low", low=("..........o..o..",), high=("..x...x..x....xo", "...x..x...x..x.."), level=0.4),
        DrumLine(drum="boom", high=("X...............",), level=0.66),
    ),
    fills=(
        {"kick": "X...x...X...x...", "tom_mid": "........xox.....", "tom_low": "...........xxoXX", "tick": "xoxoxoxoxoxoxoxo"},
        {"kick": "X...x...X...x...", "snare": "........ogxgxoXX", "tick": "xoxoxoxoxoxoxoxo"},
    ),
    parts=(
        Part(player="bass", patch="pulse_bass", channel="keys", center=38, gain_db=1, gate=0.7,
             low=("R.R.R.R.R.R.R.R.", "R.R.o.R.R.R.o.R."), high=("RRoRRRoRRRoRRRoR", "R.RRo.RRR.RRo.fo")),
        Part(player="pad", patch="warm_pad", channel="pad", center=52, size=3, gain_db=0, brightness=-0.6),
        Part(player="pad", patch="strings", channel="pad", center=64, size=3, level=0.55, gain_db=0),
        Part(player="pad", patch="choir_pad", channel="pad", center=60, size=3, level=0.74, gain_db=-1),
        Part(player="arp", patch="spiccato", channel="keys", center=62, level=0.45, gain_db=1,
             low=("0.1.2.1.0.1.2.1.", "0..1..0.0..1..2."), high=("0120120120120121", "0010020010020012")),
        Part(player="comp", patch="brass", channel="lead", center=52, size=2, level=0.72, gain_db=-3, brightness=-0.6,
             high=("x-----x---------", "x-----------x---")),
        Part(player="bass", patch="sub_bass", channel="bass", center=33, level=0.0, gain_db=0, gate=1.0,
             low=("R---------------",), high=("R-------R-------",)),
        Part(player="lead", patch="felt_piano", channel="lead", center=72, level=0.2, until=0.66, gain_db=1),
        Part(player="lead", patch="horn", channel="lead", center=63, level=0.66, gain_db=0),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=1, room=0.18), "bass": Channel(gain_db=2, room=0.0, duck=0.3),
            "keys": Channel(gain_db=3, room=0.12, echo=0.08, duck=0.2), "pad": Channel(gain_db=-9.5, room=0.3, duck=0.2),
            "lead": Channel(gain_db=-4.5, room=0.32, echo=0.2), "fx": Channel(gain_db=1, room=0.4),
        },
        room_s=2.8, room_brightness=0.3, echo_beats=0.75, echo_feedback=0.5, drive=1.1,
    ),
    lead_rhythms=("x-------..x-x---", "x-----x---------", "....x---x-x-----", "x---x-----x-----"),
    lead_verse="X.X.", pulse=DrumLine(drum="tick"), crash="crash", riser="riser", impact="impact",
)

ROMANTIC = Style(
    scale="major", lead_scale="major", tonics=(0, 2, 3, 5, 7, 8, 10), kit="brush",
    verse=("Iadd9|vi7|IVmaj7|V", "Iadd9|iii7|IVmaj7|Vsus4", "IVmaj7|V|iii7|vi7"),
    chorus=("IVmaj7|V|iii7|vi7", "vi7|IVmaj7|Iadd9|V", "Iadd9|V|vi7|IVmaj7"),
    interlude=("ii7|ii7|IVmaj7|Vsus4", "vi7|iii7|IVmaj7|iv6"),
    cadences=(("IVmaj7 V7", "Iadd9"), ("iv6 V7", "I"), ("ii7 V7sus4", "Imaj7")),
    drums=(
        DrumLine(drum="kick", high=("x.......x.......",), level=0.74, gain_db=-2),
        DrumLine(drum="rim", high=("....o.......o...",), level=0.74, gain_db=-5),
        DrumLine(drum="shaker", high=("x.g.x.g.x.g.x.g.",), level=0.74, gain_db=-4),
    ),
    fills=(),
    parts=(
        Part(player="arp", patch="piano", channel="keys", center=62, gain_db=2, gate=1.7, brightness=-0.3,
             low=("0-1-2-1-3-1-2-1-", "0-1-2---0-1-2---", "0-1-2-3-2-1-2-1-"), high=("0-1-2-3-4-3-2-1-", "0121312101213121")),
        Part(player="bass", patch="piano", channel="keys", center=42, gain_db=0, gate=1.5, brightness=-0.4,
             low=("R-------f-------", "R-------R-------"), high=("R---f---o---f---", "R-------o-------")),
        Part(player="pad", patch="strings", channel="pad", center=62, size=4, spread=True, level=0.4, gain_db=0),
        Part(player="pad", patch="strings", channel="pad", center=76, size=1, level=0.74, gain_db=-2),
        Part(player="bass", patch="cello_bass", channel="bass", center=40, level=0.4, gain_db=-2, low=("R---------------",)),
        Part(player="lead", patch="piano", channel="lead", center=75, level=0.0, until=0.7, gain_db=1),
        Part(player="lead", patch="violin", channel="lead", center=76, level=0.7, gain_db=0),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=-2, room=0.2), "bass": Channel(gain_db=-3, room=0.1),
            "keys": Channel(gain_db=-1, room=0.22), "pad": Channel(gain_db=-11.5, room=0.3),
            "lead": Channel(gain_db=1.5, room=0.28, echo=0.05), "fx": Channel(gain_db=-8, room=0.3),
        },
        room_s=2.2, room_brightness=0.45, drive=0.7, echo_beats=1.0, echo_feedback=0.3,
    ),
    lead_rhythms=("x-----x-x---x---", "x---x-x-x-------", "x-------x-x-x-x-", "..x-x-x-x-----x-", "x---x---x-----x-"),
    lead_verse="XX.X", pulse=Part(player="bass", patch="piano", center=50, gain_db=-2), crash=None, riser=None,
)
