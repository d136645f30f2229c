"""The moods that drive: upbeat, electronic, hip-hop, rock, funk, happy."""

from __future__ import annotations

from nemovideo_mcp.audio.compose.style import Channel, DrumLine, Mix, Part, Style

__all__ = ["ELECTRONIC", "FUNK", "HAPPY", "HIPHOP", "ROCK", "UPBEAT"]

# the tables read better in columns
# fmt: off

UPBEAT = Style(
    scale="major", lead_scale="major_pentatonic", tonics=(0, 2, 4, 5, 7, 9), kit="pop",
    verse=("Iadd9|V|vi7|IVadd9", "vi7|IVadd9|Iadd9|V", "Iadd9|vi7|IVadd9|Vsus4"),
    chorus=("IVadd9|Iadd9|V|vi7", "Iadd9|V|vi7|IVadd9", "vi7|IVadd9|Iadd9|V", "IVadd9|V|vi7|Iadd9"),
    interlude=("IVmaj7|IVmaj7|vi7|V", "vi7|vi7|IVmaj7|Vsus4"),
    cadences=(("IV V", "Iadd9"), ("ii7 V7sus4", "Iadd9"), ("IVadd9 Vsus4", "I")),
    drums=(
        DrumLine(drum="kick", low=("X...x...X...x...",), high=("X...X...X...X...", "X...X...X...X..o")),
        DrumLine(drum="clap", low=("....x.......x...",), high=("....X.......X...",), level=0.38),
        DrumLine(drum="snare", high=("....X.......X...", "....X..g....X.g."), level=0.62, gain_db=-2),
        DrumLine(drum="hat", low=("..o...o...o...o.", "o.x.o.x.o.x.o.x."), high=("x.o.x.o.x.o.x.o.", "xgogxgogxgogxgog"),
                 level=0.34),
        DrumLine(drum="open_hat", high=("..x...x...x...x.",), level=0.62),
        DrumLine(drum="shaker", low=("ogxgogxgogxgogxg",), level=0.45, gain_db=-2),
        DrumLine(drum="tambourine", high=("....x.......x..o",), level=0.8),
    ),
    fills=(
        {"kick": "X...X...X...X...", "snare": "....x...x.x.xxXX", "clap": "....X.......X..."},
        {"kick": "X...X...X...X...", "snare": "....X...x...X.xx", "tom_mid": ".........x......", "tom_low": "..........xx...."},
        {"kick": "X...X...X...X...", "clap": "....X...X...XxXx", "open_hat": "..............x."},
    ),
    parts=(
        Part(player="arp", patch="muted_guitar", channel="keys", center=62, gain_db=1, pan=0.35,
             low=("0.2.1.2.0.2.1.2.", "0..2..1.0..2..1."), high=("0.2.1.2.3.2.1.2.", "0.21.2.10.21.2.1")),
        Part(player="comp", patch="piano", channel="keys", center=63, until=0.4, gain_db=-1, low=("x-------x-------",)),
        Part(player="comp", patch="piano", channel="keys", center=63, level=0.4, gain_db=-1, pan=-0.15,
             low=("x-----x-----x---", "x-------x-----x-"), high=("x--x--x-x--x--x-", "X---x-x---x-x---")),
        Part(player="pad", patch="warm_pad", channel="pad", center=60, level=0.2, gain_db=-1),
        Part(player="comp", patch="supersaw", channel="pad", center=66, level=0.7, gain_db=-1, brightness=-0.4,
             high=("x--x--x-x--x--x-", "x-----x-----x---", "x---------x-x---")),
        Part(player="bass", patch="synth_bass", channel="bass", center=38, level=0.3, gate=0.8,
             low=("R-------R-----R-", "R---R---R---R---"), high=("R.R.R.R.R.R.R.o.", "R.RoR.RoR.RoR.Ro", "R..R..R.R..R..a.")),
        Part(player="arp", patch="bell_pluck", channel="lead", center=74, level=0.42, until=0.7, gain_db=-5,
             low=("0...1...2...1...", "..2...1...2...3.")),
        Part(player="lead", patch="marimba", channel="lead", center=73, level=0.4, until=0.66, gain_db=0),
        Part(player="lead", patch="synth_lead", channel="lead", center=74, level=0.66, gain_db=0),
        Part(player="double", patch="glockenspiel", channel="lead", center=86, level=0.86, gain_db=-8),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=0, room=0.05), "bass": Channel(gain_db=5, room=0.0, duck=0.55),
            "keys": Channel(gain_db=-3.5, room=0.16, duck=0.25), "pad": Channel(gain_db=-12.5, room=0.2, duck=0.6),
            "lead": Channel(gain_db=4.5, room=0.18, echo=0.16, duck=0.1), "fx": Channel(room=0.3),
        },
        room_s=1.3, room_brightness=0.6, echo_beats=0.75, drive=1,
    ),
    lead_rhythms=("x-x-x---x-x---x-", "x--x--x-----x-x-", "..x-x-x-x---x---", "x---x-x---x-x---", "x-x--x-x--x-x---"),
    pulse=DrumLine(drum="kick"), riser="riser", impact="impact",
)

ELECTRONIC = Style(
    scale="minor", lead_scale="minor_pentatonic", tonics=(0, 2, 4, 5, 7, 9, 11), kit="club",
    verse=("i7|bVImaj7|bIII|bVII", "i7|i7|bVImaj7|bVII"),
    chorus=("bVI|bVII|i|bIII", "i|bVI|bIII|bVII", "bVImaj7|bIII|bVII|i7"),
    interlude=("bVImaj7|bVImaj7|bVII|bVII", "i9|i9|bVImaj7|bVImaj7"),
    cadences=(("bVI bVII", "i9"), ("iv7 bVII", "i9")),
    drums=(
        DrumLine(drum="kick", low=("X...X...X...X...",), high=("X...X...X...X...",), gain_db=1),
        DrumLine(drum="clap", low=("....x.......x...",), high=("....X.......X...", "....X.......X..g"), level=0.4),
        DrumLine(drum="open_hat", low=("..x...x...x...x.",), high=("..X...X...X...X.",), level=0.4),
        DrumLine(drum="hat", low=("o.g.o.g.o.g.o.g.",), high=("ogxgogxgogxgogxg", "xgogxgogxgogxgog"), level=0.5),
        DrumLine(drum="tambourine", high=("..x...x...x...x.",), level=0.85, gain_db=-4),
        DrumLine(drum="rim", low=("...g..o....g..o.",), high=("...o..x...o..x..",), level=0.5, gain_db=-4),
    ),
    fills=(
        {"kick": "X...X...X...X...", "snare": "x...x...x.x.xxxx", "clap": "............X..."},
        {"kick": "X...X...X...X...", "snare": "....x..x..x.xxXX"},
        {"kick": "X...X...X...X...", "clap": "....X...x..xX.xx", "tick": "xxxxxxxxxxxxxxxx"},
    ),
    parts=(
        Part(player="arp", patch="pluck", channel="keys", center=65, gain_db=0,
             low=("0.1.2.1.0.1.2.1.", "0..1..2.0..1..2."), high=("0121012101210123", "0.12.10.12.13.2.")),
        Part(player="pad", patch="warm_pad", channel="pad", center=60, level=0.2, gain_db=0),
        Part(player="comp", patch="supersaw", channel="pad", center=66, size=5, level=0.66, gain_db=2,
             high=("x--x--x--x--x-x-", "X-----X-----X---", "x-..x-..x-..x-..")),
        Part(player="bass", patch="synth_bass", channel="bass", center=34, level=0.36, gate=0.85, gain_db=0,
             low=("..R...R...R...R.", "..RR..RR..RR..Ro"), high=("R.RR.RRR.RRR.RRo", "..RR..RR..Ro..Ra", "R.oRR.oRR.oRR.oR")),
        Part(player="bass", patch="sub_bass", channel="bass", center=34, level=0.66, gain_db=-3, high=("R---------------",)),
        Part(player="arp", patch="bell_pluck", channel="lead", center=77, level=0.5, until=0.7, gain_db=-5,
             low=("2..1..0.2..1..0.", "..2...1...3...2.")),
        Part(player="lead", patch="soft_pluck", channel="lead", center=74, level=0.2, until=0.66, gain_db=-1),
        Part(player="lead", patch="saw_lead", channel="lead", center=74, level=0.66, gain_db=0),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=1, room=0.03), "bass": Channel(gain_db=5, room=0.0, duck=0.85),
            "keys": Channel(gain_db=4.5, room=0.14, echo=0.22, duck=0.5),
            "pad": Channel(gain_db=-9.5, room=0.25, duck=0.9),
            "lead": Channel(gain_db=5.5, room=0.2, echo=0.25, duck=0.3), "fx": Channel(room=0.3),
        },
        room_s=1.8, room_brightness=0.7, echo_beats=0.75, echo_feedback=0.5, drive=1.15,
    ),
    lead_rhythms=("x--x--x--x--x-x-", "x-x-.x-x-.x-x---", "x-----x---x-----", "..x--x--x--x-x--", "x--x--x-x-x-x---"),
    pulse=DrumLine(drum="kick"), riser="riser", impact="impact",
)

HIPHOP = Style(
    scale="minor", lead_scale="minor_pentatonic", tonics=(0, 1, 2, 3, 5, 7, 10), kit="trap",
    verse=("i|i|bVI|V7", "i|bVImaj7|iv7|v7", "i7|i7|bVImaj7|bVII"),
    chorus=("i|bVImaj7|bIII|bVII", "i|bVI|iv|v7", "iv7|bVII|bIII|bVImaj7"),
    interlude=("bVImaj7|bVImaj7|iv7|iv7", "i9|i9|bVImaj7|bVImaj7"),
    cadences=(("iv7 v7", "i9"), ("bVImaj7 V7", "i")),
    drums=(
        DrumLine(drum="kick", low=("X.......X.x.....", "X.....x.X......."), high=("X..x....X.x...x.", "X.....x.X.x.....", "X..x..x.X.....x.")),
        DrumLine(drum="snare", low=("....X.......X...",), high=("....X.......X...", "....X..g....X..g"), level=0.26),
        DrumLine(drum="clap", high=("....X.......X...",), level=0.6, gain_db=-2),
        DrumLine(drum="hat", low=("x.o.x.o.x.o.x.o.", "x.o.x.o.x.oox.o."), high=("x.o.x.oox.o.xror", "xoxoxoxoxrxoxoxr", "x.oox.o.xoxrx.oo"),
                 level=0.3),
        DrumLine(drum="open_hat", high=("......o.......x.", "..........o....."), level=0.66),
        DrumLine(drum="rim", low=("..........g..o..",), high=("...o......o..g..",), level=0.45, gain_db=-3),
    ),
    fills=(
        {"kick": "X.....x.X.......", "snare": "....X...x..xX.xr", "hat": "x.o.x.o.xrxrx..."},
        {"kick": "X..x....X..X....", "snare": "....X.......X.xx", "tom_low": "..........x..x..", "hat": "x...x...x...x..."},
        {"kick": "X.......X...X...", "clap": "....X.......X.XX", "hat": "x.o.xrxrx.o.xrrr"},
    ),
    parts=(
        Part(player="comp", patch="piano", channel="keys", center=58, gain_db=0, brightness=-0.6,
             low=("x-------o-------", "x-----o---x-----"), high=("x---x---x---x---", "x--x--x-x--x--x-")),
        Part(player="arp", patch="music_box", channel="keys", center=70, level=0.4, gain_db=-4,
             low=("2...1...0...1...", "2..1..0.....1..."), high=("2.1.0.1.2.1.3.1.", "2..1..0.2..1..3.")),
        Part(player="pad", patch="choir_pad", channel="pad", center=58, level=0.2, gain_db=-1),
        Part(player="comp", patch="strings", channel="pad", center=64, level=0.7, gain_db=0, high=("x---------------", "x-------x-------")),
        Part(player="bass", patch="bass_808", channel="bass", center=34, level=0.2, gate=1.0, gain_db=1,
             low=("R---------R-----", "R-----R-R-------"), high=("R--R----R-R---o-", "R-----R-R-R-----", "R--R--R-R-----l-")),
        Part(player="lead", patch="bell_pluck", channel="lead", center=72, level=0.3, until=0.66, gain_db=0),
        Part(player="lead", patch="synth_lead", channel="lead", center=70, level=0.66, gain_db=0, brightness=-0.7),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=1.5, room=0.05), "bass": Channel(gain_db=4, room=0.0, duck=0.35),
            "keys": Channel(gain_db=-3.5, room=0.2, echo=0.08), "pad": Channel(gain_db=-15.5, room=0.3, duck=0.2),
            "lead": Channel(gain_db=2, room=0.2, echo=0.22), "fx": Channel(gain_db=-2, room=0.3),
        },
        room_s=1.2, room_brightness=0.4, echo_beats=0.75, echo_feedback=0.42, drive=1.2,
    ),
    lead_rhythms=("x---..x-x-..x---", "x--x--x-....x-x-", "..x-x---x-x-----", "x-----x-x---x---", "x-x-x-----x-x---"),
    lead_verse="XX.X", pulse=DrumLine(drum="kick", gain_db=-3), riser="reverse", swing=0.12, swing_beats=0.25,
)

ROCK = Style(
    scale="mixolydian", lead_scale="major_pentatonic", tonics=(2, 4, 7, 9), kit="rock",
    verse=("I|I|bVII|IV", "I|IV|I|V", "vi|IV|I|V"),
    chorus=("I|V|vi|IV", "IV|I|V|vi", "I|bVII|IV|I", "vi|IV|I|V"),
    interlude=("vi|vi|IV|V", "IV|IV|V|V"),
    cadences=(("IV V", "I"), ("bVII IV", "I")),
    drums=(
        DrumLine(drum="kick", low=("X.......X.......", "X.......X.x....."), high=("X.....x.X.x.....", "X..x....X.x...x.", "X.x.....X.x.....")),
        DrumLine(drum="snare", low=("....x.......x...",), high=("....X.......X...", "....X..g.g..X..."), level=0.34),
        DrumLine(drum="hat", low=("x.o.x.o.x.o.x.o.",), high=("x.o.x.o.x.o.x.o.",), level=0.2),
        DrumLine(drum="open_hat", high=("x...x...x...x...",), level=0.72),
        DrumLine(drum="tambourine", high=("..o.x.o...o.x.o.",), level=0.8, gain_db=-3),
    ),
    fills=(
        {"kick": "X.......X.......", "snare": "....X...XxXx....", "tom_high": "............xx..", "tom_low": "............x.XX"},
        {"kick": "X...X...X...X...", "snare": "....X...x.x.XxXX"},
        {"kick": "X.......X.......", "snare": "....X...X.......", "tom_high": ".........xx.....", "tom_mid": "...........xx...",
         "tom_low": "............xxXX"},
    ),
    parts=(
        Part(player="power", patch="palm_guitar", channel="keys", center=45, until=0.62, gain_db=2,
             low=("x.x.x.x.x.x.x.x.", "X.o.x.o.X.o.x.o.")),
        Part(player="power", patch="power_guitar", channel="keys", center=45, level=0.62, gain_db=1, gate=0.97,
             high=("X---x-x-X---x-x-", "X-----x-x-x-x-x-", "X-x-x-x-X-x-x-x-", "X-------X-----x-")),
        Part(player="comp", patch="power_guitar", channel="keys", center=62, size=1, level=0.9, gain_db=-8,
             high=("x-------x-------",)),
        Part(player="strum", patch="acoustic_guitar", channel="pad", center=62, level=0.2, until=0.7, gain_db=3,
             low=("x---x-o-x---x-o-", "x---o-x-..x-x-o-")),
        Part(player="comp", patch="organ", channel="pad", center=64, level=0.7, gain_db=1, high=("x---------------", "x-------x-------")),
        Part(player="bass", patch="bass_guitar", channel="bass", center=36, level=0.3, gate=0.92,
             low=("R-R-R-R-R-R-R-R-", "R---R-R-R---R-R-"), high=("R-R-R-R-R-R-R-R-", "R-R-R-R-R-R-R-a-", "R-R-o-R-R-R-f-a-")),
        Part(player="lead", patch="lead_guitar", channel="lead", center=69, level=0.55, gain_db=0),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=2.5, room=0.13), "bass": Channel(gain_db=5.5, room=0.0),
            "keys": Channel(gain_db=7.5, room=0.08), "pad": Channel(gain_db=-6, room=0.12),
            "lead": Channel(gain_db=5, room=0.16, echo=0.16), "fx": Channel(gain_db=-4, room=0.2),
        },
        room_s=1.1, room_brightness=0.6, echo_beats=0.75, echo_feedback=0.35, drive=1.25,
    ),
    lead_rhythms=("x---x-x-x-----x-", "x-x-x-x-x---....", "x-----x-x-x-x---", "..x-x-x-x---x---", "x--x--x---x-x---"),
    lead_verse="..X.", pulse=DrumLine(drum="hat"), riser="reverse",
)

FUNK = Style(
    scale="dorian", lead_scale="minor_pentatonic", tonics=(2, 4, 5, 7, 9), kit="pop",
    verse=("i9|IV9|i9|IV9", "i7|i7|IV9|IV9", "i9|bVII|IV9|IV9"),
    chorus=("iv9|bVII9|bIIImaj7|bVImaj7", "i9|bIIImaj7|IV9|v7", "bVImaj9|v7|i9|i9"),
    interlude=("bVImaj9|bVImaj9|v7|v7", "iv9|iv9|v7|v7"),
    cadences=(("iv9 bVII13", "i9"), ("bVImaj7 V7", "i9")),
    drums=(
        DrumLine(drum="kick", low=("X...X...X...X...",), high=("X...X...X...X...", "X...X..gX...X...")),
        DrumLine(drum="snare", low=("....X.......X...",), high=("....X..g.g..X...", "....X..g.g.gX..g"), level=0.38),
        DrumLine(drum="clap", high=("....x.......x...",), level=0.7),
        DrumLine(drum="hat", low=("xgogxgogxgogxgog",), high=("x.gox.gox.gox.go", "xgo.xgo.xgo.xgo."), level=0.25),
        DrumLine(drum="open_hat", high=("..X...X...X...X.",), level=0.6),
        DrumLine(drum="conga", low=("..o...x...o..xo.",), high=("..o..xx...o..xox",), level=0.4, gain_db=-2),
        DrumLine(drum="conga_low", low=(".......x.......x",), level=0.55, gain_db=-2),
    ),
    fills=(
        {"kick": "X...X...X...X...", "snare": "....X..x.xx.XxXX"},
        {"kick": "X...X...X...X...", "snare": "....X...x..xX...", "tom_high": "..........xx....", "tom_low": "............x.xx"},
    ),
    parts=(
        Part(player="comp", patch="muted_guitar", channel="keys", center=66, size=3, gain_db=1, pan=0.45,
             low=("..xo..x...xo..x.", "xo.x..xo.x.x..x."), high=("xoxo.ox.xoxo.oxo", "..xox.xo..xox.xo")),
        Part(player="comp", patch="clav", channel="keys", center=60, level=0.45, gain_db=0, pan=-0.4,
             low=("x..x..x.....x.x.",), high=("x..xo.x.x..xo.x.", "x.xo..x.xox...xo")),
        Part(player="comp", patch="electric_piano", channel="pad", center=62, level=0.2, gain_db=3,
             low=("x-----------o---",), high=("x-----x---------", "x--x------x-----")),
        Part(player="pad", patch="strings", channel="pad", center=72, size=2, level=0.7, gain_db=2),
        Part(player="comp", patch="brass", channel="lead", center=66, size=3, level=0.74, gain_db=-4, gate=0.8,
             high=("......x...x-....", "x..x..........x-", "..........x.x-..")),
        Part(player="bass", patch="slap_bass", channel="bass", center=36, level=0.2, gate=0.75,
             low=("R..R..o...R.f.o.", "R-..R.o.R...f.a."), high=("R.oR..oRR.oR.foa", "R.o.R.oRR.o.f.oa", "R..oR..oR..of.oa")),
        Part(player="lead", patch="electric_piano", channel="lead", center=72, level=0.3, until=0.66, gain_db=-1),
        Part(player="lead", patch="brass", channel="lead", center=70, level=0.66, gain_db=-1, gate=0.85),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=1, room=0.05), "bass": Channel(gain_db=7.5, room=0.0, duck=0.2),
            "keys": Channel(gain_db=0, room=0.08, echo=0.04), "pad": Channel(gain_db=-10.5, room=0.18, duck=0.2),
            "lead": Channel(gain_db=5.5, room=0.14, echo=0.1), "fx": Channel(gain_db=-3, room=0.3),
        },
        room_s=1.0, room_brightness=0.6, echo_beats=0.5, echo_feedback=0.3, drive=1.1,
    ),
    lead_rhythms=("x-.x-.x-..x-x-..", "..x-.x-.x-x---..", "x-x-.xx-..x---..", "x--x--x-...x-x--"),
    lead_verse="..X.", pulse=DrumLine(drum="kick"), riser="riser", swing=0.10, swing_beats=0.25,
)

HAPPY = Style(
    scale="major", lead_scale="major_pentatonic", tonics=(0, 2, 5, 7, 9), kit="brush",
    verse=("I|IV|I|V", "I|vi|IV|V", "I|iii|IV|V7"),
    chorus=("IV|I|V|I", "I|V|vi|IV", "IV|V|I|vi"),
    interlude=("ii7|ii7|V7|V7", "vi|iii|IV|V7"),
    cadences=(("IV V7", "I6"), ("ii7 V7", "I"), ("V7 V7", "Iadd9")),
    drums=(
        DrumLine(drum="kick", low=("X.......X.......",), high=("X...x...X...x...", "X.....x.X...x..."), gain_db=2),
        DrumLine(drum="clap", low=("....x.......x...",), high=("....X.......X...", "....X.......X.x."), level=0.3),
        DrumLine(drum="snap", low=("....X.......X...",), level=0.0, gain_db=-1),
        DrumLine(drum="shaker", low=("x.o.x.o.x.o.x.o.",), high=("xgogxgogxgogxgog",), level=0.36),
        DrumLine(drum="tambourine", high=("..o.x.o...o.x.o.",), level=0.66),
        DrumLine(drum="block", low=("......o.....o...",), high=("x..o..x.....o.x.",), level=0.5, gain_db=-3),
    ),
    fills=(
        {"kick": "X...x...X...x...", "clap": "....X...x.x.XxX.", "shaker": "xgogxgogxgogxgog"},
        {"kick": "X...x...X...x...", "snare": "....x...x.xxx.xx"},
    ),
    parts=(
        Part(player="strum", patch="ukulele", channel="keys", center=67, gain_db=1, pan=0.2,
             low=("x---x-o-x---x-o-", "x---o-x-o-x-o-x-"), high=("x-o-x-o-x-o-x-oo", "x-xoo-x-.ox-xoo-")),
        Part(player="arp", patch="pizzicato", channel="pad", center=60, level=0.4, gain_db=3,
             low=("0...2...1...2...", "0..2..1.0..2..1."), high=("0.2.1.2.0.2.1.2.", "0..2..1.0.2.1.2.")),
        Part(player="comp", patch="piano", channel="pad", center=64, level=0.68, gain_db=1, high=("x-..x-..x-..x-..", "x--x--x-x---x---")),
        Part(player="bass", patch="upright_bass", channel="bass", center=38, level=0.2, gate=0.8,
             low=("R---....f---....", "R-------f-----a-"), high=("R---f---R---f-a-", "R-R-f-f-R-R-f-a-")),
        Part(player="lead", patch="marimba", channel="lead", center=76, level=0.3, until=0.66, gain_db=1),
        Part(player="lead", patch="whistle", channel="lead", center=75, level=0.66, gain_db=-1),
        Part(player="double", patch="glockenspiel", channel="lead", center=87, level=0.74, gain_db=-5),
    ),
    mix=Mix(
        channels={
            "drums": Channel(gain_db=1, room=0.1), "bass": Channel(gain_db=1, room=0.03),
            "keys": Channel(gain_db=3, room=0.14), "pad": Channel(gain_db=-5.5, room=0.18),
            "lead": Channel(gain_db=1.5, room=0.2, echo=0.08), "fx": Channel(gain_db=-6, room=0.3),
        },
        room_s=1.0, room_brightness=0.6, drive=0.9, echo_beats=0.5, echo_feedback=0.25,
    ),
    lead_rhythms=("x-x-x---x-x-x---", "x---x-x-x---x-x-", "x--xx-x-x---....", "x-x-..x-x-x-x---", "..x-x-x-x-x-x---"),
    pulse=DrumLine(drum="snap", gain_db=2), riser=None, swing=0.16, swing_beats=0.5, crash=None,
)
