"""Three ways to play each of the moods that carry: lo-fi, cinematic, ambient, acoustic, dark, romantic."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.audio.compose.mood_gentle import ACOUSTIC, AMBIENT, CINEMATIC, DARK, LOFI, ROMANTIC
from nemovideo_mcp.audio.compose.style import DrumLine, Part, Substyle
from nemovideo_mcp.audio.compose.substyles import parts, substyle

__all__ = ["GENTLE"]

# the tables read better in columns
# fmt: off

_LOFI = (
    substyle(
        "jazzhop", LOFI, bpm=82, feel="laid_back", grooves="jazzhop ride_brush",
        swaps=({"electric_piano": "felt_piano", "vibraphone": "trumpet", "nylon_guitar": "electric_piano",
                "warm_pad": "choir_pad"},),
    ),
    substyle(
        "bossa chill", LOFI, bpm=88, feel="easy", grooves="bossa cajon", swing=0.0,
        swaps=({"nylon_guitar": "electric_piano", "flute": "vibraphone", "vibraphone": "nylon_guitar", "warm_pad": "strings"},),
        levels={"keys": -1.0, "lead": -2.0, "bass": -3.0, "drums": -1.0},
        verse=("Imaj9|II7|ii9|V13", "Imaj9|vi9|ii9|V9", "ii9|V13|iii7|VI7"), chorus=("IVmaj9|iv6|iii7|VI7", "ii9|V13|Imaj9|IVmaj9", "Imaj9|bVII9|IVmaj9|V13"),
        lead_verse="X..X", pulse=DrumLine(drum="shaker"),
        lead_rhythms=("x--x--x-..x---..", "..x-x-..x--x----", "x-----x--x--x---", "..x--x--x-x-----", "x--x--..x--x-x--"),
        parts=parts("""
            comp nylon_guitar keys 62 0 gain=3 gate=.7 pan=.2 : x..x..x...x..x.. x...x..x..x.x... / x..x..x.x.x..x.. x..x..x...x..x.x ..x.x..x..x..x..
            bass upright_bass bass 36 .0 gate=.9 gain=3 : R-----fR----f-a- R---..f-R---..f- / R-.Rf-.fR-.Rf-a- R--Rf--fR--Ro-fa
            pad warm_pad pad 64 .4 size=3 gain=0 bright=-.4 :
            arp electric_piano pad 70 .6 gain=3 pan=-.35 : / ..2...1.....0... 0.....2...1.....
            lead flute lead 74 .25-.68 gain=2 :
            lead vibraphone lead 74 .68 gain=2 :
            answer electric_piano lead 73 .45 gain=2 :
        """),
    ),
    substyle(
        "sleepy beats", LOFI, bpm=74, feel="laid_back", grooves="half_time_dust boom_bap",
        swaps=({"felt_piano": "electric_piano", "music_box": "harp", "sub_bass": "upright_bass", "harp": "vibraphone"},),
        levels={"bass": -4.0},
        verse=("IVmaj9|Imaj9|IVmaj9|vi9", "Imaj7|iii7|IVmaj7|iv6", "vi9|iii7|IVmaj9|Imaj9"), chorus=("IVmaj9|V9sus4|iii7|vi9", "vi9|IVmaj9|Imaj9|V9sus4", "IVmaj9|iv6|Imaj9|vi9"),
        lead_verse=".X.X",
        lead_rhythms=("x-------x-x-----", "....x---x---x---", "x---x-x---------", "..x---x-----x---", "x-----x---x-x---"),
        parts=parts("""
            arp felt_piano keys 62 0 gain=3 gate=1.6 : 0---2---1---2--- 0---1-2-----1--- 0-----2---1-3--- / 0-2-1-3-2---1--- 0---2-1-3---2-1- 0--1--2---3-2---
            pad warm_pad pad 58 .2 size=4 spread gain=0 bright=-.5 :
            bass sub_bass bass 36 .15 gate=1 gain=4 : R-------------.. R---------R----- / R-----..R---f--- R---------R-o-a-
            arp harp pad 74 .5 gain=3 pan=.3 : ......2.......1. ....1.......2... / ..2...1...0...1. ....2.1.....3.2.
            lead music_box lead 76 .3 gain=0 :
            answer harp lead 72 .5 gain=0 :
        """),
    ),
)

_CINEMATIC = (
    substyle(
        "adventure", CINEMATIC, bpm=96, feel="easy", grooves="epic_drive epic_gallop",
        swaps=({"piano": "harp", "violin": "flute", "horn": "brass", "choir_pad": "warm_pad"},),
    ),
    substyle(
        "tender score", CINEMATIC, bpm=84, feel="free", grooves="heartbeat ambient_heart",
        swaps=({"felt_piano": "piano", "harp": "vibraphone", "violin": "flute", "horn": "choir_pad"},),
        levels={"keys": -4.5, "drums": 1.5},
        scale="major", lead_scale="major",
        verse=("Iadd9|iii7|IVmaj7|IVadd9", "vi7|IVmaj7|Iadd9|Vsus4", "Iadd9|vi7|iii7|IVmaj7"), chorus=("IVadd9|V|iii7|vi7", "vi|IV|Iadd9|V", "IVmaj7|Iadd9|ii7|Vsus4"),
        interlude=("vi7|vi7|IVmaj7|IVmaj7", "ii7|IVmaj7|ii7|Vsus4"), cadences=(("IVadd9 Vsus4", "Iadd9"), ("iv6", "I"), ("ii7 V", "Iadd9")),
        lead_verse="X.XX", pulse=Part(player="arp", patch="felt_piano", center=62, gain_db=-2, gate=1.2),
        lead_rhythms=("x-------x-----x-", "x---x-------x---", "x-----x-x-x-----", "..x-x---x-------", "x-----------x-x-"),
        parts=parts("""
            arp felt_piano keys 64 0 gain=4 gate=1.7 : 0---2---1---2--- 0-1-2---1-2----- 0---1---3---2--- / 0-1-2-1-3-1-2-1- 0-2-1-2-3-2-1-2- 0-1-2-3-2-1-2-3-
            pad strings pad 60 .25 size=4 spread gain=0 :
            pad strings pad 74 .66 size=2 gain=-1 :
            arp harp keys 72 .5 gain=1 pan=-.3 gate=1.8 : ....0.1.2...1... ..0...1...2...3. / 0.1.2.3.4.3.2.1. ..0.1.2.3.2.1.0.
            bass cello bass 40 .2 gate=1 : R--------------- R-------f------- / R-------R---f---
            lead violin lead 73 .36-.68 gain=-1 :
            lead horn lead 66 .68 gain=1 :
            double violin lead 78 .78 gain=-3 :
            answer harp lead 76 .45 gain=-1 :
        """),
    ),
    substyle(
        "trailer", CINEMATIC, bpm=106, feel="pushing", grooves="trailer_pulse trailer_hits",
        swaps=({"pulse_bass": "spiccato", "spiccato": "piano", "horn": "violin", "brass": "horn"},),
        levels={"drums": 1.0, "keys": 1.0},
        scale="harmonic_minor", lead_scale="minor",
        verse=("i|i|bVI|bVI", "i|bVI|i|bVII", "i|iv|i|V"), chorus=("i|bVI|bIII|V", "bVI|iv|i|V", "i|bVII|bVI|V"),
        interlude=("bVI|bVI|iv|iv", "i|i|bII|V"), cadences=(("iv V", "i"), ("bVI V", "I")),
        lead_verse="..XX",
        lead_rhythms=("x-------x-------", "x---x---x-x-----", "x-------------x-", "x-x-x-------x---", "x-----x---x-----"),
        parts=parts("""
            bass pulse_bass keys 40 0 gain=-1 gate=.6 : R.RRR.RRR.RRR.RR R.R.R.RRR.R.R.RR / RRRRRRRRRRRRRRRR RRoRRoRRoRRoRRoR
            arp spiccato keys 60 .35 gain=2 : 0.0.0.1.0.0.2.1. 0.00.0.10.00.1.2 / 0001000200010012 0012001300120021 0102010301020104
            pad strings pad 60 .2 size=4 spread gain=0 :
            comp brass pad 54 .64 size=3 gain=-1 bright=-.5 : / X-----------X--- X-------X------- X-----X---X-----
            pad choir pad 68 .74 size=3 gain=0 :
            bass sub_bass bass 33 .0 gain=-2 : R--------------- / R-------R------- R-----R-R-----a-
            lead horn lead 64 .36 gain=1 :
            double violin lead 76 .72 gain=-2 :
            bass timpani bass 41 .6 gain=-5 : / R-------R------- R-----------R-R- R---R-------R---
        """),
    ),
)

_AMBIENT = (
    substyle(
        "felt", AMBIENT, bpm=68, feel="free", grooves="ambient_brush ambient_swell",
        swaps=({"felt_piano": "electric_piano", "harp": "music_box", "vibraphone": "flute", "glass_pad": "strings"},),
    ),
    substyle(
        "drift", AMBIENT, bpm=62, feel="free", grooves="ambient_none ambient_mist",
        swaps=({"harp": "felt_piano", "music_box": "vibraphone", "flute": "violin", "glass_pad": "choir_pad"},),
        levels={"keys": 1.0},
        verse=("IVmaj9|IVmaj9|Iadd9|Iadd9", "Imaj9|Imaj9|vi9|vi9", "Imaj9|II|IVmaj9|Imaj9"), chorus=("vi9|IVmaj9|Imaj9|V9sus4", "IVmaj9|V9sus4|iii7|vi9"),
        lead_verse="..X.", pulse=Part(player="arp", patch="harp", center=64, gain_db=-1, gate=1.6),
        lead_rhythms=("x---------------", "........x-------", "x-------------x-", "....x-----------", "x-----x---------"),
        parts=parts("""
            arp harp keys 69 0 gain=1 gate=2.2 : 0.......1....... 0.....1.......2. 0...1.......2... / 0.1.2.......3... 0...2...1...3.2. 0.1.....2.3.....
            pad glass_pad pad 60 .0 size=4 spread gain=2 :
            pad choir_pad pad 66 .3 size=3 gain=0 :
            pad strings pad 74 .62 size=2 gain=1 :
            bass sub_bass bass 38 .15 gate=1 gain=2 : R--------------- / R-----------f---
            arp music_box lead 79 .45 gain=-2 gate=2 pan=.3 : ......3......... ..........2..... / ..3.......2..... ....2.....3...1.
            lead flute lead 76 .4 gain=-1 :
        """),
    ),
    substyle(
        "pulse", AMBIENT, bpm=78, feel="easy", grooves="ambient_pulse ambient_heart", kit="club",
        swaps=({"soft_pluck": "marimba", "warm_pad": "glass_pad", "bell_pluck": "vibraphone", "vibraphone": "soft_pluck"},),
        scale="major",
        verse=("vi7|vi7|IVmaj9|IVmaj9", "Iadd9|V9sus4|vi7|IVmaj9", "IVmaj9|iii7|IVmaj9|vi7"), chorus=("IVmaj9|V9sus4|vi7|iii7", "vi9|V9sus4|IVmaj9|Iadd9"),
        interlude=("IVmaj9|IVmaj9|IVmaj9|V9sus4", "vi9|vi9|iii7|iii7"), lead_verse="X...",
        pulse=Part(player="arp", patch="soft_pluck", center=64, gain_db=-3, gate=1.0),
        lead_rhythms=("x-----x---------", "x---x-----x-----", "..x-----x-------", "x-------x---x---", "......x---x-----"),
        parts=parts("""
            arp soft_pluck keys 67 0 gain=2 : 0.1.2.1.0.1.2.1. 0..1..2..1..2... 0.2.1.2.3.2.1.2. / 0121012101230121 012.012.123.012. 0213021302132031
            arp bell_pluck lead 79 .35 gain=-4 pan=-.3 : ..2.....1....... ....2.....3..... / ..2...3...1..... .2..3..1..2..1..
            pad warm_pad pad 60 .0 size=4 spread gain=1 bright=-.2 :
            pad choir_pad pad 67 .6 size=3 gain=0 :
            bass synth_bass bass 38 .3 gate=.9 gain=-3 bright=-1 : R-------R------- R-----------R--- / R---..R-R---..R- R-----R---R---f-
            lead vibraphone lead 76 .4 gain=0 :
        """),
    ),
)

_ACOUSTIC = (
    substyle(
        "strummed folk", ACOUSTIC, bpm=104, feel="easy", grooves="folk_brush train_beat",
        swaps=({"nylon_guitar": "ukulele", "harp": "glockenspiel", "flute": "violin", "piano": "electric_piano"},),
    ),
    substyle(
        "fingerpicked", ACOUSTIC, bpm=96, feel="free", grooves="cajon ballad_pop",
        swaps=({"nylon_guitar": "acoustic_guitar", "flute": "whistle", "violin": "flute", "strings": "choir_pad"},),
        levels={"keys": 1.0},
        verse=("Iadd9|iii7|IVadd9|Iadd9", "vi7|iii7|IVmaj7|V", "Iadd9|bVII|IVadd9|Iadd9"), chorus=("IVmaj7|iii7|vi7|V", "vi7|V|IVadd9|Iadd9", "Iadd9|ii7|IVadd9|Vsus4"),
        lead_verse="X.X.",
        lead_rhythms=("x-----x-x-x-----", "x---x-x-----x---", "..x-x---x-----x-", "x-x-----x-x-x---", "x-------x-x-x-x-"),
        parts=parts("""
            arp nylon_guitar keys 59 0 gain=3 gate=1.6 pan=-.15 : 0-2-1-2-0-3-1-2- 0-1-2-3-0-1-3-2- 0--2-1--3-2--1-- / 0-213-210-213-21 0123012302130213 0-2-1-3-0-2-3-1-
            arp acoustic_guitar keys 66 .5 gain=0 gate=1.2 pan=.4 : ..2.....1...3... ....3.2.....1... / ..2.1...3.2.1... 3..2..1.3..2..1.
            pad strings pad 62 .5 size=3 spread gain=0 :
            bass upright_bass bass 38 .3 gate=.95 gain=2 : R-------f------- R-----R-----f-a- / R---..f-R---f-a- R-----o-R-f---a-
            lead violin lead 74 .36-.68 gain=-2 :
            lead flute lead 75 .68 gain=1 :
            answer nylon_guitar lead 71 .4 gain=1 :
        """),
    ),
    substyle(
        "stomp", ACOUSTIC, bpm=112, feel="pushing", grooves="stomp_clap marching",
        swaps=({"ukulele": "nylon_guitar", "whistle": "flute", "piano": "organ", "choir": "strings"},),
        levels={"drums": 2.0, "bass": 1.0, "pad": -2.0},
        verse=("I|IV|I|V", "I|I|IV|I", "vi|IV|I|V"), chorus=("IV|I|V|vi", "I|V|IV|I", "vi|V|IV|V"), interlude=("IV|IV|I|V", "vi|vi|IV|V"),
        lead_verse=".X.X", pulse=DrumLine(drum="tom_low", gain_db=-2),
        lead_rhythms=("x-x-x-x---x-x---", "x---x---x-x-x---", "x-x-x---x-x-x---", "..x-x-x-x---x-x-", "x---x-x-x-----x-"),
        parts=parts("""
            strum ukulele keys 66 0 gain=1 pan=.3 gate=.6 : X...x...X...x... x-..x-x-x-..x-x- / X-x-x-x-X-x-x-xx X-x-xox-X-xox-x- x-xxx-x-x-xxx-xx
            strum acoustic_guitar keys 59 .45 size=5 gain=1 pan=-.3 : x-------x---x--- / X---x-x-X---x-x- X-------X-x-x-x- X---x---X-x-x-ox
            comp piano pad 60 .5 gain=3 : x---x---x---x--- / X---X---X---X--- X-x-X---X-x-X---
            pad choir pad 65 .7 size=3 gain=2 :
            bass finger_bass bass 38 .3 gate=.9 gain=1 : R---R---R---R--- R-------R---f-a- / R---R-R-R---R-a- R-R-f-R-R-R-f-a- R---o-R-R---f-a-
            lead whistle lead 74 .36 gain=-3 :
            answer ukulele lead 74 .5 gain=2 :
            double glockenspiel lead 86 .8 gain=-6 :
        """),
    ),
)

_DARK = (
    substyle(
        "thriller", DARK, bpm=104, feel="tight", grooves="thriller_tick thump",
        swaps=({"spiccato": "pizzicato", "felt_piano": "music_box", "horn": "violin", "pulse_bass": "piano"},),
    ),
    substyle(
        "noir", DARK, bpm=94, feel="laid_back", grooves="noir_brush half_time_dust", kit="dusty",
        swaps=({"vibraphone": "electric_piano", "flute": "horn", "strings": "warm_pad", "brass": "clav"},),
        levels={"keys": -4.0, "bass": 2.0, "lead": 3.0, "drums": 1.5},
        scale="harmonic_minor", lead_scale="harmonic_minor", swing=0.26, swing_beats=0.5,
        verse=("i6|i6|ii7b5|V7", "i9|bVImaj7|ii7b5|V7", "i|i|iv7|V7"), chorus=("iv9|bVII9|bIIImaj7|V7", "iv7|i6|bVImaj7|V7", "bVImaj7|V7|i9|i9"),
        interlude=("bVImaj7|bVImaj7|V7|V7", "ii7b5|ii7b5|V7|V7"), cadences=(("ii7b5 V7", "i6"), ("iv7 V7", "i")),
        lead_verse="X..X", pulse=DrumLine(drum="ride", gain_db=2),
        lead_rhythms=("x---..x-x-------", "..x-x-x-----x---", "x-x-x---........", "....x---x-x-x---", "x-----x-..x-x---"),
        parts=parts("""
            walk upright_bass bass 38 .0 gate=.9 gain=3 :
            comp vibraphone keys 64 0 gain=0 gate=1.2 : x--------------- ......x--------- ..x-------x----- / x-----x--------- ......x---..x--- x--..x----..x---
            pad strings pad 62 .35 size=3 gain=0 bright=-.5 :
            arp felt_piano keys 72 .5 gain=0 pan=.35 : ......2...1..... ..........3.2... / ..2...1.....0... ......3.2.1.....
            comp brass lead 60 .7 size=3 gain=-4 gate=.6 bright=-.6 : / ......x......... x..x............ ..............x.
            lead flute lead 71 .25-.68 gain=0 :
            lead vibraphone lead 74 .68 gain=0 :
            answer felt_piano lead 74 .45 gain=1 :
        """),
    ),
    substyle(
        "industrial", DARK, bpm=112, feel="pushing", grooves="industrial breakbeat",
        swaps=({"palm_guitar": "pulse_bass", "saw_lead": "lead_guitar", "choir_pad": "strings", "pluck": "spiccato"},),
        levels={"keys": -1.5, "lead": 4.5, "pad": 1.5},
        scale="phrygian", lead_scale="minor",
        verse=("i5|i5|bII|i5", "i|i|bVI|bVII", "i5|bII|i5|bVI"), chorus=("i|bVI|bVII|i", "i5|bIII|bII|i5", "bVI|bVII|i|bII"),
        interlude=("bVI|bVI|bII|bII", "i|i|bVII|bVII"), cadences=(("bII bVII", "i"), ("bVI bVII", "i")),
        lead_verse=".X.X",
        lead_rhythms=("x--x--x---x-----", "x-x-----x-x-----", "x-----x--x--x---", "..x--x--x-------", "x--x----x--x----"),
        parts=parts("""
            power palm_guitar keys 41 0 gain=0 : x.x...x.x.x...x. X..x..x.X..x.x.. / X..X..X.X.X..X.x X.xXx.X.X.xXx.XX
            bass pulse_bass bass 36 .2 gate=.7 gain=0 : R...R..RR...R..R R.R...R.R.R..... / RRoRRoRRRRoRRoRo R.RRo.R.RRoR.ofa
            pad choir_pad pad 58 .2 size=3 gain=0 :
            arp pluck keys 66 .4 gain=-1 pan=.3 : 0...1..0....2... 0..0..1...0..2.. / 0..1..0.2..1..02 0010020010030020
            pad strings pad 70 .66 size=2 gain=0 :
            power power_guitar keys 41 .66 gain=0 gate=.9 : / X-----X---X----- X--X--X-X-------
            lead synth_lead lead 69 .25-.66 gain=-4 bright=-.8 :
            lead saw_lead lead 67 .66 gain=-3 bright=-.4 :
            bass sub_bass bass 33 .4 gain=-3 : R--------------- / R-------R-------
        """),
    ),
)

_ROMANTIC = (
    substyle(
        "piano ballad", ROMANTIC, bpm=76, feel="free", grooves="ballad_light ballad_pop",
        pulse=Part(player="bass", patch="piano", center=54, gain_db=-2),
        swaps=({"piano": "felt_piano", "violin": "flute", "cello_bass": "upright_bass"},),
    ),
    substyle(
        "serenade", ROMANTIC, bpm=72, feel="free", grooves="bolero cajon",
        swaps=({"nylon_guitar": "harp", "flute": "violin", "violin": "flute", "upright_bass": "cello_bass"},),
        levels={"keys": 0.5, "drums": 1.0, "bass": 3.0},
        scale="harmonic_minor", lead_scale="minor",
        verse=("i|iv7|V7|i", "i|bVImaj7|ii7b5|V7", "iadd9|bVII|bVImaj7|V7"), chorus=("iv7|bVII7|bIIImaj7|bVImaj7", "bVImaj7|bIII|iv|V7", "i|iv|bVII|bIIImaj7"),
        interlude=("iv7|iv7|V7|V7", "bVImaj7|bVImaj7|ii7b5|V7"), cadences=(("ii7b5 V7", "i"), ("iv V7", "I")),
        lead_verse="X.XX", pulse=Part(player="bass", patch="nylon_guitar", center=54, gain_db=-2),
        lead_rhythms=("x--x--x-x---x---", "x-----x-x-x-x---", "x---x-------x-x-", "..x-x-x-x-------", "x-----------x-x-"),
        parts=parts("""
            arp nylon_guitar keys 60 0 gain=4 gate=1.5 : 0--1--2-3--2--1- 0-1-2-1-3-1-2-1- 0---2-1-3---2-1- / 0-12-1-30-12-1-3 0121312101213121 0--1--2-3--2-13-
            strum acoustic_guitar keys 63 .6 gain=0 pan=.35 : / x-..x-xox-..x-x- x---x-o-x-o-x-o-
            bass upright_bass bass 40 .15 gate=.95 gain=2 : R-----f-R---f--- R-------f-----a- / R---..f-R---f-a- R--..f--o---f-a-
            pad strings pad 62 .35 size=4 spread gain=0 :
            lead flute lead 74 .0-.68 gain=1 :
            lead violin lead 75 .68 gain=0 :
            answer nylon_guitar lead 72 .3 gain=3 :
        """),
    ),
    substyle(
        "slow soul", ROMANTIC, bpm=82, feel="laid_back", grooves="soul_slow half_time_dust",
        swaps=({"electric_piano": "felt_piano", "electric_guitar": "harp", "vibraphone": "violin", "horn": "flute"},),
        levels={"keys": -1.5, "drums": 1.0, "bass": 3.0, "lead": -1.5},
        verse=("Imaj7|iii7|vi7|ii7", "IVmaj7|iii7|ii7|Imaj7", "Imaj7|vi7|IVmaj7|V9sus4"), chorus=("IVmaj7|iii7|vi7|V9sus4", "ii9|V13|iii7|vi9", "IVmaj9|iv6|Imaj7|V9sus4"),
        lead_verse="X..X",
        lead_rhythms=("x---..x-x-x-----", "..x-x---x---x-x-", "x-x-----x-x-----", "x-----x-----x-x-", "..x-x-x-x-x-----"),
        pulse=Part(player="bass", patch="electric_piano", center=54, gain_db=-2),
        parts=parts("""
            comp electric_piano keys 62 0 gain=3 gate=1 : x-------x---x--- x-----x---x----- x---------x-x--- / x-----x-x---x-x- x---x-----x-x--- x-----x---x-x---
            comp electric_guitar keys 68 .4 size=2 gain=-1 pan=.4 : ....x.......x... / ....x..x....x... ....x.......x.x.
            bass finger_bass bass 38 .1 gate=.95 gain=2 : R-----R-R-----a- R-------R---f--- / R--..R--R-o-f-a- R-----f-R-R-f-a-
            pad strings pad 66 .4 size=3 gain=1 :
            lead vibraphone lead 74 .0-.68 gain=1 :
            lead horn lead 70 .68 gain=2 :
            answer electric_piano lead 74 .4 gain=1 :
        """),
    ),
)

GENTLE: Mapping[str, tuple[Substyle, ...]] = {
    "lofi": _LOFI, "cinematic": _CINEMATIC, "ambient": _AMBIENT, "acoustic": _ACOUSTIC, "dark": _DARK,
    "romantic": _ROMANTIC,
}
