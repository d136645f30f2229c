"""Three ways to play each of the moods that drive: upbeat, electronic, hip-hop, rock, funk, happy."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.audio.compose.mood_driving import ELECTRONIC, FUNK, HAPPY, HIPHOP, ROCK, UPBEAT
from nemovideo_mcp.audio.compose.style import DrumLine, Substyle
from nemovideo_mcp.audio.compose.substyles import parts, substyle

__all__ = ["DRIVING"]

# the tables read better in columns
# fmt: off

_UPBEAT = (
    substyle(
        "indie pop", UPBEAT, bpm=120, feel="easy", grooves="four_floor indie_push",
        swaps=({"piano": "electric_piano", "muted_guitar": "acoustic_guitar", "marimba": "whistle",
                "bell_pluck": "music_box", "synth_bass": "bass_guitar", "supersaw": "strings"},),
    ),
    substyle(
        "tropical", UPBEAT, bpm=112, feel="laid_back", grooves="dembow tropical_house", kit="club",
        swaps=({"marimba": "ukulele", "soft_pluck": "marimba", "flute": "bell_pluck", "warm_pad": "choir_pad"},),
        verse=("vi7|IVadd9|Iadd9|Vsus4", "IVmaj7|vi7|Vsus4|Iadd9", "vi7|iii7|IVmaj7|V"),
        chorus=("vi7|V|IVmaj7|Iadd9", "IVmaj7|V|vi7|iii7", "Iadd9|iii7|vi7|IVadd9"),
        lead_rhythms=("x--x--x---x-x---", "..x--x--x-x-----", "x--x---x--x--x--", "x-x--x----x--x--", "...x--x--x--x---"),
        lead_verse="X.X.",
        parts=parts("""
            comp marimba keys 65 0-.66 gain=1 pan=-.3 : x..x..x...x..x.. x..x..x.x...x... / x..x..x.x.x..x.. x.x..x.x..x.x...
            arp soft_pluck keys 69 .35 gain=-1 pan=.3 : ..0..1....2..1.. 0..1..2...1..0.. / 0..1..2.0.1..2.. 0.1..2.3..2..1..
            pad warm_pad pad 61 .2 gain=-1 :
            comp supersaw pad 67 .7 gain=-1 bright=-.3 : / x--x--x---x--x-- x--x--x-----x---
            lock synth_bass bass 38 .28 gate=.7 :
            comp muted_guitar keys 68 .5 size=3 gain=-2 pan=.45 : ..x...x...x...x. / ..x..ox...x..ox.
            lead flute lead 74 .36-.66 gain=1 :
            lead bell_pluck lead 74 .66 gain=2 :
            answer marimba lead 72 .5 gain=-3 :
            double glockenspiel lead 86 .86 gain=-9 :
        """),
    ),
    substyle(
        "synth pop", UPBEAT, bpm=126, feel="tight", grooves="gated_eighties synth_motor", kit="club",
        swaps=({"synth_lead": "saw_lead", "bell_pluck": "pluck", "glass_pad": "choir_pad", "pulse_bass": "synth_bass"},),
        verse=("Iadd9|Vsus4|IVadd9|IVadd9", "vi|IV|I|V", "IVadd9|vi7|Iadd9|V"),
        chorus=("IV|V|vi|I", "vi|V|IV|V", "I|iii|IV|V", "IV|I|V|vi"),
        lead_rhythms=("x---x---x-x-x---", "x-x-x-x-x-------", "x-----x-x---x-x-", "x-x---x-x-----x-", "..x-x-x-..x-x-x-"),
        lead_verse="XX.X",
        parts=parts("""
            arp pluck keys 66 0 gain=1 pan=.2 : 0.1.2.1.0.1.2.1. 0.2.1.2.0.2.1.2. / 0121012101210121 0212021202120312
            pad glass_pad pad 64 .15 gain=2 :
            comp supersaw pad 65 .62 gain=-1 size=5 : / X-------X---x--- X-----x-----x--- x---x---x---x-x-
            bass pulse_bass bass 37 .28 gate=.75 : R.R.R.R.R.R.R.R. R.R.R.R.R.R.o.R. / RRRRRRRRRRRRRRRo R.o.R.o.R.o.R.oa RRoRRRoRRRoRRRoa
            arp bell_pluck lead 77 .45-.7 gain=-5 pan=-.3 : 2...1...0...1... ..2...0...1...2.
            lead synth_lead lead 72 .36-.66 gain=-1 bright=-.5 :
            lead saw_lead lead 74 .66 gain=0 :
            answer bell_pluck lead 76 .5 gain=-3 :
        """),
    ),
)

_ELECTRONIC = (
    substyle(
        "house", ELECTRONIC, bpm=126, feel="tight", grooves="house_club deep_shuffle",
        swaps=({"pluck": "organ", "saw_lead": "synth_lead", "soft_pluck": "vibraphone", "supersaw": "brass",
                "warm_pad": "choir_pad"},),
    ),
    substyle(
        "synthwave", ELECTRONIC, bpm=118, feel="easy", grooves="synthwave_beat gated_eighties",
        swaps=({"saw_lead": "lead_guitar", "pluck": "bell_pluck", "glass_pad": "strings", "pulse_bass": "synth_bass"},),
        levels={"pad": 1.0},
        verse=("i|bVI|bIII|bVII", "i|i|bVI|bVI", "i|bVII|bVI|bVII"), chorus=("bVI|bVII|i|i", "i|bIII|bVII|iv", "iv|bVI|i|bVII"),
        lead_scale="minor", lead_verse="X.X.",
        lead_rhythms=("x-----x---x-x---", "x---x---x-----x-", "x-------x-x-x-x-", "x-x-x---x-------", "..x---x-x---x---"),
        parts=parts("""
            bass pulse_bass bass 36 .0 gate=.7 : R.R.R.R.R.R.R.R. RRRRRRRRRRRRRRRR / RRoRRRoRRRoRRRoR RRRRooRRRRRRfoaa RoRoRoRoRoRoRoRa
            pad glass_pad pad 62 .0 gain=4 :
            arp pluck keys 67 .3 gain=0 pan=.25 : 0.2.1.2.0.2.1.2. 0.1.2.1.3.1.2.1. / 0213021302130213 012.012.0123.210
            comp supersaw pad 64 .66 size=5 gain=1 : / X--------------- X-------X------- X-----X---------
            lead soft_pluck lead 74 .2-.66 gain=0 :
            lead saw_lead lead 72 .66 gain=0 :
            answer synth_lead lead 76 .5 gain=-5 bright=-.5 :
        """),
    ),
    substyle(
        "garage", ELECTRONIC, bpm=130, feel="laid_back", grooves="two_step breakbeat",
        swaps=({"organ": "electric_piano", "vibraphone": "bell_pluck", "sub_bass": "bass_808", "saw_lead": "synth_lead"},),
        levels={"drums": 1.0},
        verse=("i9|iv9|bVII|bVImaj7", "bVImaj9|v7|i9|i9", "i9|bIIImaj7|iv9|v7"), chorus=("bVImaj9|bVII|v7|i9", "iv9|v7|bVImaj9|bVII", "i9|v7|bVImaj9|iv9"),
        lead_verse="X..X",
        lead_rhythms=("..x--x--x-..x---", "x--x....x--x-x--", "x-..x-x-..x-x---", "..x-x---..x-x-x-", "x-----x--x--x---"),
        parts=parts("""
            comp organ keys 63 0 gain=0 gate=.6 : x..x......x..x.. ..x...x..x....x. / x..x..x...x..x.. ..x..x.x..x..x.x x..x..x..x..x...
            pad warm_pad pad 60 .25 gain=0 :
            lock sub_bass bass 34 .2 gate=.85 gain=2 :
            bass synth_bass bass 38 .66 gate=.6 gain=-3 : / ..R..R.o..R.R.o. R..o..R...o..R.a
            arp bell_pluck lead 79 .5 gain=-6 pan=-.3 : ..1...2.....0... / ..2..1..0..1..2.
            lead vibraphone lead 74 .2-.66 gain=1 :
            lead saw_lead lead 71 .66 gain=-1 bright=-.4 :
            answer vibraphone lead 77 .6 gain=-2 :
        """),
    ),
)

_HIPHOP = (
    substyle(
        "trap", HIPHOP, bpm=90, feel="laid_back", grooves="trap_roll trap_half",
        swaps=({"piano": "bell_pluck", "music_box": "harp", "choir_pad": "strings", "bell_pluck": "flute"},),
    ),
    substyle(
        "boom bap", HIPHOP, bpm=94, feel="laid_back", grooves="boom_bap half_time_dust", kit="dusty",
        swaps=({"electric_piano": "piano", "vibraphone": "flute", "upright_bass": "bass_guitar", "brass": "strings"},),
        levels={"drums": 2.5}, mix={"tape_ms": 0.6, "dust_db": -40.0}, lead_scale="minor_pentatonic",
        verse=("i9|iv9|i9|V7", "i7|bVImaj7|v7|i7", "iv9|i9|iv9|bVII"), chorus=("iv9|v7|i9|i9", "bVImaj7|v7|i9|iv9", "i9|bVII|bVImaj7|V7"),
        lead_verse="X..X", swing=0.2, swing_beats=0.25,
        lead_rhythms=("x-x---..x-x-....", "..x-x-x-----x-x-", "x---..x---x-x---", "x-x-x-..x---....", "....x-x-x--x-x--"),
        parts=parts("""
            comp electric_piano keys 62 0 gain=2 : x-------..x----- x-----x--------- x---..x-----x--- / x-----x---x----- x--x------x-x--- x-----x-..x-x---
            lock upright_bass bass 36 .15 gate=.9 gain=3 :
            pad strings pad 66 .55 size=3 gain=-1 :
            arp nylon_guitar keys 67 .4 gain=-1 pan=.35 : 2...1...0....... ..1..2....0..... / 2..1..0...1..2.. 0..2..1.....0.1.
            comp brass pad 65 .74 size=3 gain=0 gate=.6 : / ......x......... x..x............ ..........x..x..
            lead vibraphone lead 73 .25-.7 gain=1 :
            lead flute lead 74 .7 gain=1 :
            answer electric_piano lead 72 .5 gain=-1 :
        """),
    ),
    substyle(
        "drill", HIPHOP, bpm=86, feel="tight", grooves="drill_slide drill_skip",
        swaps=({"strings": "felt_piano", "pizzicato": "music_box", "choir_pad": "warm_pad", "horn": "violin"},),
        levels={"lead": -3.0},
        scale="minor", lead_scale="minor",
        verse=("i|i|bVI|bVI", "i|bII|i|V", "i|iv|bVI|V"), chorus=("i|bVI|iv|V", "bVI|V|i|i", "i|bII|bVI|V"),
        lead_verse="XX..", swing=0.0,
        lead_rhythms=("x--x--x-x-------", "x-----x--x--x---", "..x--x--x--x----", "x--x--x--x--x-x-", "x-------x--x----"),
        parts=parts("""
            comp strings keys 62 0 size=3 gain=1 gate=.5 : x..x..x.x..x..x. x..x..x.....x... / x..x..x.x..x..x. x.x..x..x.x..x..
            arp pizzicato keys 69 .3 gain=2 pan=.3 : 0..1..2...1..... 2..1..0..1..2... / 0..1..2.1..0..2. 2..1..0..1..2.3.
            pad choir_pad pad 59 .2 gain=0 :
            bass bass_808 bass 33 .2 gate=1 gain=2 : R-----------R--- R-------l------- / R--R----o--R---- R------o---R--f- R--R------R-o-a-
            lead felt_piano lead 74 .3-.66 gain=3 :
            lead horn lead 67 .66 gain=2 :
            answer pizzicato lead 76 .5 gain=1 :
        """),
    ),
)

_ROCK = (
    substyle(
        "anthem", ROCK, bpm=138, feel="pushing", grooves="rock_eight half_rock",
        swaps=({"organ": "strings", "lead_guitar": "synth_lead", "acoustic_guitar": "piano"},),
    ),
    substyle(
        "garage rock", ROCK, bpm=148, feel="pushing", grooves="surf_beat rock_floor",
        swaps=({"organ": "piano", "lead_guitar": "brass"},), levels={"keys": -1.5},
        scale="mixolydian", lead_scale="minor_pentatonic",
        verse=("I|bIII|IV|I", "I|I|IV|bVII", "I|bVII|bIII|IV"), chorus=("I|IV|bVII|IV", "bIII|IV|I|I", "IV|IV|I|bVII"),
        interlude=("IV|IV|bVII|bVII", "bIII|bIII|IV|IV"),
        lead_verse=".X.X",
        lead_rhythms=("x-x-..x-x-..x---", "x--xx-x---x-x---", "..x-x-x-x---..x-", "x-x-x-x-x-x-x---", "x---x-x-..x-x-x-"),
        parts=parts("""
            power power_guitar keys 45 0-.62 gain=-2 gate=.5 : X..X..X...X...x. x.x...x.x...x.x. / X..X..X...X...x.
            power power_guitar keys 45 .62 gain=1 gate=.9 : / X--X--X-X--X--X- X-x-X-x-X-x-X-x- X--X----X-x-X-x- X-X-..X-X-X-..x-
            comp organ pad 65 .3 gain=2 : x-------x------- / x-x-..x-x-x-..x- X-------X-------
            bass bass_guitar bass 37 .2 gate=.85 : R-R-o-R-R-R-f-a- R---R-R-R---R-a- / RRRRRRRRRRRRRRfa R-o-R-o-R-o-f-a- R-RRR-RRR-RRf-oa
            lead lead_guitar lead 70 .5 gain=0 :
            answer organ lead 72 .62 gain=-1 gate=.7 :
        """),
    ),
    substyle(
        "indie rock", ROCK, bpm=128, feel="easy", grooves="disco_rock rock_shuffle",
        swaps=({"electric_guitar": "palm_guitar", "glockenspiel": "marimba", "strings": "organ", "lead_guitar": "synth_lead"},),
        levels={"keys": -2.0, "pad": 1.0},
        scale="major", lead_scale="major_pentatonic",
        verse=("Iadd9|Iadd9|vi7|IVadd9", "vi7|IVadd9|Iadd9|iii7", "IVadd9|Iadd9|V|vi7"),
        chorus=("IVadd9|vi7|Iadd9|V", "Iadd9|iii|IVadd9|V", "vi7|V|IVadd9|Iadd9"), interlude=("ii7|ii7|IVadd9|V", "vi7|vi7|IVadd9|IVadd9"),
        lead_verse="X..X",
        lead_rhythms=("x--x--x-----x-x-", "x---x---x-x-x---", "x-x-x-..x-x-x-..", "..x-x---x---x-x-", "x-----x-x-x-----"),
        parts=parts("""
            arp electric_guitar keys 64 0 gain=6 pan=.35 : 0.2.1.2.3.2.1.2. 0.0.2.2.1.1.2.2. / 0213021302130213 0.2.3.2.1.2.3.2.
            strum acoustic_guitar pad 62 .2-.75 gain=3 pan=-.3 : x---x-o-x---x-o- / x-o-x-oxx-o-x-ox
            power power_guitar keys 45 .66 gain=1 gate=.97 : / X---------X----- X-------X------- X-----X---X-----
            pad strings pad 66 .7 size=3 gain=2 :
            bass bass_guitar bass 37 .25 gate=.9 : R-R-R-R-R-R-R-R- R-----R-R-----a- / R-o-R-o-R-o-R-oa R-R-R-o-R-R-f-oa R.RRR.RRR.RRo.fa
            lead glockenspiel lead 79 .3-.6 gain=-5 :
            lead lead_guitar lead 71 .58 gain=-1 :
            answer muted_guitar lead 72 .5 gain=2 :
        """),
    ),
)

_FUNK = (
    substyle(
        "disco funk", FUNK, bpm=114, feel="tight", grooves="disco four_floor",
        swaps=({"clav": "organ", "electric_piano": "piano", "brass": "strings", "strings": "brass"},),
    ),
    substyle(
        "street funk", FUNK, bpm=108, feel="laid_back", grooves="funky_break half_funk",
        swaps=({"organ": "electric_piano", "clav": "muted_guitar", "flute": "saxophone"},),
        levels={"keys": 1.0},
        verse=("i9|i9|i9|IV9", "i7|IV9|i7|bVII9", "i9|i9|bIIImaj7|IV9"), chorus=("IV9|i9|IV9|v7", "bVImaj9|bVII9|i9|i9", "i9|IV9|bVII9|v7"),
        lead_verse=".X.X",
        lead_rhythms=("x-..x-.x-..x-...", "..xx-.x-..x-x---", "x-x-..x-x-x-....", ".x-x-.x-x---x-..", "x--x--x-..x-.x-."),
        parts=parts("""
            comp clav keys 60 0 gain=1 pan=-.4 gate=.6 : X..oX..oX..xX... X.o.X..xX.o.X..o / X.xoX.o.X.xoX.ox X..xX.oxX..oX.xo X.o.Xox.X.x.X.xo
            comp organ pad 66 .3 gain=3 : x--------------- x-------x------- / x-..x---..x---x- x---..x-x---....
            comp muted_guitar keys 68 .45 size=3 gain=-2 pan=.45 : x...x..ox...x.o. / xo.xx.oxxo.xx.ox
            comp brass lead 66 .7 size=3 gain=-3 gate=.6 : / ..........xx.x.. x.x............. ......x.......x.
            lock slap_bass bass 36 .15 gate=.7 gain=1 :
            lead flute lead 75 .3-.68 gain=1 :
            lead brass lead 70 .68 gain=-1 gate=.8 :
            answer clav lead 70 .5 gain=-2 :
        """),
    ),
    substyle(
        "boogie", FUNK, bpm=118, feel="easy", grooves="nu_disco synth_motor", kit="club",
        swaps=({"electric_piano": "clav", "synth_lead": "whistle", "glass_pad": "strings", "synth_bass": "pulse_bass"},),
        levels={"bass": -2.0},
        scale="dorian", lead_scale="minor_pentatonic",
        verse=("ii9|V13|ii9|V13", "i9|i9|IV9|bVII9", "bVImaj9|v7|i9|IV9"), chorus=("bVImaj9|v7|i9|bIIImaj7", "iv9|bVII13|bIIImaj9|bVImaj9", "i9|IV9|bVImaj7|bVII9"),
        lead_verse="X.X.",
        lead_rhythms=("x-x---x-..x-x---", "x---x-x-x-..x-x-", "..x-x-..x-x-x---", "x-x-x-x-----x-x-", "x--x--x-x---x---"),
        parts=parts("""
            comp electric_piano keys 63 0 gain=1 : x-----x--x-----. x--x------x-x-.. / x--x--x--x-x--x- x-x..x-x..x-x-.. x--x-.x-x--x-.x-
            pad glass_pad pad 66 .2 gain=6 :
            comp muted_guitar keys 68 .4 size=3 gain=0 pan=.4 : ..x...x...x...x. / x.xox.xox.xox.xo .oxo.oxo.oxo.oxx
            bass synth_bass bass 36 .15 gate=.65 gain=0 : R.o.R.o.R.o.R.o. R..o..R...o.R.o. / R.oRR.oRR.oRf.oa R.o.Roo.R.o.f.oa RRo.RRo.RRo.foaa
            comp supersaw pad 66 .72 size=4 gain=0 gate=.7 : / ....x-......x-.. x-x-....x-x-....
            lead bell_pluck lead 73 .3-.66 gain=0 :
            lead synth_lead lead 73 .66 gain=-2 :
            answer bell_pluck lead 77 .5 gain=-3 :
        """),
    ),
)

_HAPPY = (
    substyle(
        "ukulele", HAPPY, bpm=118, feel="easy", grooves="happy_clap stomp_clap",
        swaps=({"ukulele": "acoustic_guitar", "marimba": "glockenspiel", "whistle": "flute", "pizzicato": "muted_guitar",
                "glockenspiel": "music_box"},),
    ),
    substyle(
        "swing", HAPPY, bpm=124, feel="laid_back", grooves="swing_ride marching",
        swaps=({"piano": "vibraphone", "whistle": "brass", "vibraphone": "electric_piano", "brass": "strings"},),
        levels={"keys": 0.5, "bass": 0.5, "drums": 1.0},
        verse=("I6|vi7|ii7|V7", "I6|I6|ii7|V7", "I6|IV7|I6|V7"), chorus=("IV6|iv6|I6|vi7", "ii7|V7|I6|vi7", "I6|VI7|ii7|V7"),
        interlude=("ii7|V7|iii7|vi7", "IV6|IV6|ii7|V7"), swing=0.3, swing_beats=0.5,
        lead_scale="major", lead_verse="X.X.",
        lead_rhythms=("x-x-x---..x-x---", "..x-x-x-x-x-x---", "x---x-x-x---..x-", "x-x-..x-x-x-..x-", "..x---x-x-x-x---"),
        pulse=DrumLine(drum="ride", gain_db=2),
        parts=parts("""
            comp piano keys 63 0 gain=0 gate=.6 : ....x.......x... ..x...x...x...x. x.....x......... / x..x......x..x.. ..x.x.....x.x... x.....x...x..x..
            walk upright_bass bass 38 .0 gate=.85 gain=2 :
            strum nylon_guitar pad 62 .4 gain=2 gate=.4 : x...x...x...x... / x...x..ox...x..o
            lead vibraphone lead 74 .3-.66 gain=0 :
            lead whistle lead 75 .66 gain=-2 :
            comp brass pad 66 .74 size=4 gain=0 gate=.5 : / ......x......... ..........x...x. x..x............
            answer piano lead 74 .45 gain=-2 :
        """),
    ),
    substyle(
        "motown", HAPPY, bpm=114, feel="pushing", grooves="motown train_beat", kit="pop",
        swaps=({"piano": "organ", "strings": "brass", "flute": "glockenspiel", "vibraphone": "marimba"},),
        levels={"keys": -2.0, "bass": 1.0, "pad": -2.5},
        verse=("I|I|IV|IV", "I|vi|ii7|V", "I|iii|vi|V"), chorus=("IV|V|iii|vi", "I|IV|ii7|V", "IV|iv6|I|V7"), swing=0.0,
        lead_verse="XX.X",
        lead_rhythms=("x-x-x-x---x-x---", "x---x---x-x-x---", "..x-x-x-x---x-x-", "x-x---x-x-x-----", "x---x-x-x-x-x---"),
        pulse=DrumLine(drum="tambourine"),
        parts=parts("""
            comp piano keys 63 0 gain=1 : x...x...x...x... x-..x-..x-..x-.. / x.x.x.x.x.x.x.x. X-x-..x-X-x-..x- x-..x-x-x-..x-x-
            arp muted_guitar keys 67 .3 size=3 gain=0 pan=.4 : ....2.......2... / ....2.......2.2. ..1.2.....1.2...
            bass finger_bass bass 37 .1 gate=.85 gain=2 : R-..R-f-R-..f-a- R-R-..f-R-..o-a- / R-.RR-f-R-.Ro-fa R-R-t-f-R-R-f-a- R.RRo.f.R.RRf.oa
            pad strings pad 70 .5 size=3 gain=3 :
            lead vibraphone lead 75 .3-.66 gain=1 :
            lead flute lead 75 .66 gain=0 :
            answer strings lead 77 .62 gain=-1 :
            double glockenspiel lead 87 .8 gain=-7 :
        """),
    ),
)

DRIVING: Mapping[str, tuple[Substyle, ...]] = {
    "upbeat": _UPBEAT, "electronic": _ELECTRONIC, "hiphop": _HIPHOP, "rock": _ROCK, "funk": _FUNK, "happy": _HAPPY,
}
