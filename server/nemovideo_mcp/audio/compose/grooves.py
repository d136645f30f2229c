"""Drum grooves by name: a bar of sixteenths for each drum, calm and energetic variants side by side."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.audio.compose.fills import FILLS
from nemovideo_mcp.audio.compose.style import DrumLine, Groove

__all__ = ["GROOVES"]

# name, fills, swing of eighths or sixteenths (e/s and a share); then drum [from energy] [dB] calm … / energetic …
_GROOVES = """
four_floor pop
  kick X...x...X...x... / X...X...X...X... X...X...X...X..o
  clap .38 ....x.......x... / ....X.......X...
  snare .62 -2 / ....X.......X... ....X..g....X.g.
  hat .34 ..o...o...o...o. o.x.o.x.o.x.o.x. / x.o.x.o.x.o.x.o. xgogxgogxgogxgog
  open_hat .62 / ..x...x...x...x.
  shaker .45 -2 ogxgogxgogxgogxg
indie_push pop
  kick X.....x...x..... X.....x.X....... / X..x..x...x.X... X.....x.X.x...x.
  snare ....x.......x... / ....X.......X... ....X..g....X..g ....X....g..X.g.
  hat .2 x.x.x.x.x.x.x.x. x.o.x.o.x.o.x.o. / x.o.x.xox.o.x.o. xox.x.o.xox.x.o.
  tambourine .7 -3 / ..o...o...o...o. ....x.......x...
  open_hat .75 / ..............x. ......x.........
dembow latin s.06
  kick X...X...X...X... / X...X...X...X... X...X...X...X.x.
  snare .3 -2 ...x..x....x..x. / ...X..x....X..x. ...X..x....X..xg
  hat .4 x.o.x.o.x.o.x.o. / xgo.xgo.xgo.xgo. x.ogx.ogx.ogx.og
  shaker .3 -2 xgogxgogxgogxgog / xgoxxgoxxgoxxgox
  conga .45 -3 ......o..o....o. / ..o..xo...o..xox
  clap .65 / ....X.......X...
tropical_house latin
  kick X...X...X...X... / X...X...X...X...
  snap .2 ....X.......X... / ....X.......X..o
  clap .6 -1 / ....X.......X...
  shaker .3 ..x...x...x...x. g.xgg.xgg.xgg.xg / xgxoxgxoxgxoxgxo
  block .42 -4 x..x..x...x.x... / x..x..x...x.x... x.x..x.x..x.x...
  open_hat .62 / ..x...x...x...x.
gated_eighties pop
  kick X.......X....... X.......X.x..... / X.......X.x..... X..x....X.x.....
  snare .2 ....X.......X... / ....X.......X... ....X.......X..x
  hat .25 x.o.x.o.x.o.x.o. / xoxoxoxoxoxoxoxo x.oox.oox.oox.oo
  tom_low .6 -3 / ..............x. .......x......x.
  tambourine .75 -4 / o.x.o.x.o.x.o.x.
synth_motor club
  kick X...X...X...X... / X...X...X...X...
  snare .3 ....x.......x... / ....X.......X... ....X.......X.g.
  tick .0 -2 x.x.x.x.x.x.x.x. / xxxoxxxoxxxoxxxo xoxxxoxxxoxxxoxx
  clap .62 / ....X.......X...
  open_hat .66 / ..x...x...x...x. ......x.......x.
jazzhop dusty e.22
  kick X......xX....... X.........X..... / X......xX.x..... X.....x...X..g.. X..g...xX.......
  snare .3 ....x.......x... / ....x..g....x..g ....x.......x.g.
  rim .0 -4 ....o.......o...
  hat .0 x.o.x.o.x.o.x.o. x.o.x.ogx.o.x.o. / x.ogx.o.x.ogxgo. xgo.x.ogxgo.x.og
  open_hat .66 / ..............o.
ride_brush dusty e.3
  kick X.......o....... X.....o.o....... / X.....o.X..o.... X..o....X.....o.
  rim .0 -2 ....x.......x... / ....x.......x..o
  ride .0 2 x...x.ogx...x.og x...x.o.x.ogx.o. / x.o.x.ogx.o.x.og x..ox.ogx.o.x.og
  snare .5 -3 / ......g..g....g. ....o..g....o.g.
bossa dusty
  kick X..xX..xX..xX..x X...X..xX...X..x / X..xX..xX..xX..x
  rim .0 x..x..x...x..x.. / x..x..x...x..x.. ..x.x..x..x..x..
  shaker .0 -1 Xgogxgogxgogxgog / XgogxgoxXgogxgox
  hat .6 -3 / ..o...o...o...o.
  conga .62 -4 / ......x.......xo
half_time_dust dusty s.18
  kick X.........x..... X.....o...x..... / X..o......X..... X......x..x...o.
  snare .0 ........x....... / ........X....... ........X.....g. ........X..g....
  hat .1 o...x...o...x... x.o.x.o.x.o.x.o. / x.ogx.o.xgo.x.o. x.o.xgogx.o.xg.g
  shaker .66 -4 / g.o.g.o.g.o.g.o.
epic_drive epic
  kick X...o...x...o... X...o...x.o.o... / X..ox...X.oox... X.o.x...X..ox.o.
  tom_mid .4 ......o.......o. / ..o...xo..o...x. ...o..x....o..xo
  tom_low .6 / ....x.......x...
  snare .7 / ....X.......X... ....X..g..g.X.gg
  hat .5 x.o.x.o.x.o.x.o. / xooxooxoxooxooxo
  boom .66 -2 / X...............
epic_gallop epic
  kick X.......X....... X.......X.....o. / X.oox.ooX.oox.oo X.oox...X.oox.oo
  tom_low .35 ....o.oo....o... / ....x.xx....x.oo ..x.x.....x.x.xx
  tom_high .55 / ......o.......oo ..........oo..o.
  snare .72 / ....X.......X.gg
  boom .5 X............... / X.......X.......
heartbeat epic
  kick x..o....x..o.... x..o............ / X..x....X..x.... X..x....X..x..o.
  boom .5 -3 X............... / X.......X.......
  hat .6 -2 / ..o...o...o...o. o.o.o.o.o.o.o.o.
  tom_mid .7 / ............o.xx ........o.....x.
trailer_pulse epic
  kick X...X...X...X... / X...X...X...X... X..XX...X..XX...
  tick .2 -2 x.xxx.xxx.xxx.xx / xxxxxxxxxxxxxxxx
  tom_low .45 ..........x..x.. / ..x..x....x..x.x ...x..x....x.xx.
  snare .66 / ....X.......X..X ....X..x....X.xx
  boom .66 / X.......x.......
trailer_hits epic
  kick X.......X....... / X..X..X.X.....X. X.X...X.X..X..X.
  tom_mid .3 ....o.......o.oo / ....x..x....x.xx ..x.x...x.x.x..x
  hat .4 -1 x..x..x.x..x..x. / x..x..x.x..x..xo
  snare .64 / ........X....... ........X....xXX
  boom .6 X............... / X.........x.....
ambient_brush none
  kick .5 -3 o.......g....... / x.......o.......
  shaker .66 -3 / ..g...g...g...g. g.o.g.o.g.o.g.o.
ambient_heart none
  kick .42 -3 o..g............ / o..g....o..g....
  rim .7 -8 / ......o.......o. ..........o.....
ambient_pulse none
  kick .36 -4 o...o...o...o... / x...x...x...x...
  tick .5 -6 / ..o...o...o...o. g.o.g.o.g.o.g.o.
  shaker .66 -5 / gogogogogogogogo
ambient_swell none
  kick .45 -4 o............... / x...........g...
  shaker .5 -7 ..g...o...g...o. / g.gog.gog.gog.go
  conga .7 -9 / ......o..o......
ambient_mist none
  boom .5 -7 o............... / o.......g.......
  tick .55 -8 / ....g.......g... ....g.......g.g.
ambient_none none
  shaker .75 -6 / g...o...g...o...
trap_roll trap s.12
  kick X.......X.x..... X.....x.X....... / X..x....X.x...x. X.....x.X.x..... X..x..x.X.....x.
  snare .26 ....X.......X... / ....X.......X... ....X..g....X..g
  clap .6 -2 / ....X.......X...
  hat .3 x.o.x.o.x.o.x.o. x.o.x.o.x.oox.o. / x.o.x.oox.o.xror xoxoxoxoxrxoxoxr x.oox.o.xoxrx.oo
  open_hat .66 / ......o.......x. ..........o.....
trap_half trap
  kick X.........x..... X..x............ / X..x......x..x.. X.....x....x....
  snare .2 ........X....... / ........X....... ........X.....g.
  hat .2 x.x.x.x.x.x.x.x. x.xrx.x.x.x.x.x. / xoxoxrxoxoxoxrrr x.xrx.oox.x.xrxo xoxoxoxoxrxrxoxo
  rim .4 -4 ...g..o......o.. / ...o..x....o..o.
  open_hat .6 / ......x......... ..............x.
boom_bap dusty s.22
  kick X.....x.x....... X.......x.x..... / X.x....x.xx..... X..x...xX.x..... X......x.Xx.....
  snare .1 ....X.......X... / ....X.......X... ....X..g.g..X..g
  hat .1 x.o.x.o.x.o.x.o. x.o.x.oox.o.x.o. / x.ogx.ogx.o.xgo. x.o.x.oox.ogx.oo
  open_hat .62 / ..............o. ......o.........
  shaker .75 -5 / ..o...o...o...o.
drill_slide trap
  kick X......x........ X.........x....x / X......x..x..... X..x......x....x
  snare .2 ....o......X.... / ......x....X.... ...g..x....X..x.
  hat .25 x..x..x.x..x..x. / x..x..xrx..x..x. x..xx.x.x..x..rr
  clap .6 -2 / ............X...
  rim .5 -4 / ..o.....o.....o.
drill_skip trap
  kick X.....x...x..... X.....x......... / X.....x...x..x.. X.....x..x....x.
  snare .2 ........X....... / ......x.X....... ........X..x....
  hat .25 x.xx.x.xx.xx.x.x / x.xx.xrxx.xx.x.r x.xx.x.xxrxx.xrx
  open_hat .6 / ....x........... ..............x.
  rim .45 -4 / ..o.....o.....o.
rock_eight rock
  kick X.......X....... X.......X.x..... / X.....x.X.x..... X..x....X.x...x. X.x.....X.x.....
  snare .34 ....x.......x... / ....X.......X... ....X..g.g..X...
  hat .2 x.o.x.o.x.o.x.o. / x.o.x.o.x.o.x.o.
  open_hat .72 / x...x...x...x...
  tambourine .8 -3 / ..o.x.o...o.x.o.
rock_floor rock
  kick X...X...X...X... / X.x.X...X.x.X... X...X.x.X...X...
  snare .3 ....x.......x... / ....X..x....X... ....X.......X.x.
  tom_low .0 ..o...o...o...o. o.o.o.o.o.o.o.o. / x.x.x.x.x.x.x.x. x.xxx.x.x.x.x.xx
  open_hat .75 -1 / x...x...x...x...
surf_beat rock
  kick X.......X.x..... / X..x..x.X.x..... X.....x.X..x....
  snare .25 ....x.x.....x... / ....X.x.....X... ....X.xx....X.x.
  ride .3 2 x.x.x.x.x.x.x.x. / x.x.x.x.x.x.x.x. X.x.X.x.X.x.X.x.
  tambourine .7 -3 / ....x.......x...
rock_shuffle rock e.3
  kick X.......X....... / X.....x.X.....x. X.....o.X...x...
  snare .3 ....X.......X... / ....X.......X... ....X..g....X..g
  hat .2 x.o.x.o.x.o.x.o. / x.x.x.x.x.x.x.x.
  open_hat .75 / x...x...x...x...
disco_rock rock
  kick X...X...X...X... / X...X...X...X... X...X..xX...X...
  snare .3 ....X.......X... / ....X.......X... ....X.......X.xo
  hat .2 x.o.x.o.x.o.x.o. / x...x...x...x...
  open_hat .5 ..o...o...o...o. / ..X...X...X...X.
half_rock rock
  kick X.......o.x..... X..x......x..... / X..x......x.x... X.....x...x.....
  snare .25 ........x....... / ........X....... ........X..g..g.
  hat .2 x...x...x...x... x.o.x.o.x.o.x.o. / x...x...x...x...
  crash .85 -7 / X...............
house_club club
  kick X...X...X...X... / X...X...X...X...
  clap .4 ....x.......x... / ....X.......X... ....X.......X..g
  open_hat .4 ..x...x...x...x. / ..X...X...X...X.
  hat .5 o.g.o.g.o.g.o.g. / ogxgogxgogxgogxg xgogxgogxgogxgog
  rim .5 -4 ...g..o....g..o. / ...o..x...o..x..
deep_shuffle club s.2
  kick X...X...X...X... / X...X...X...X... X...X...X...X.o.
  clap .3 ....x.......x... / ....X.......X... ....X..g....X...
  shaker .2 -1 ogxgogxgogxgogxg xgogxgogxgogxgog / xgxoxgxoxgxoxgxo
  conga .5 -4 ..o..o....o.o... / ..x..o.x..o.x..o
  rim .5 -3 / ...x......x..x.. ..x..x......x...
synthwave_beat club
  kick X...X...X...X... X.......X....... / X...X...X...X...
  snare .25 ....X.......X... / ....X.......X... ....X.......X..x
  hat .3 x.x.x.x.x.x.x.x. / xxx.xxx.xxx.xxx. x.xxx.xxx.xxx.xx
  tom_mid .7 -4 / .............x.. ..........x.....
  tom_low .7 -4 / ..............xx ...........x....
two_step club s.2
  kick X.........x..... X......x..x..... / X.........x..x.. X..x......x.....
  snare .2 ....X.......X... / ....X.......X... ....X..g....X.g.
  hat .2 ..x.x.xo..x.x.xo x.o.x.xox.o.x.xo / xgxox.xgxgxox.xo ..xox.xo.gxox.xg
  rim .45 -3 / ...x..x....x.... .......x.x....x.
  shaker .6 -3 / gogxgogxgogxgogx
breakbeat club
  kick X.x.......xx.... X.......x.x..... / X.x.......xx.... X.x....x..x..x..
  snare .2 ....X..g.g..X... / ....X..x.x..X..x ....X..g.x..X.xg
  hat .2 x.x.x.x.x.x.x.x. / x.xox.xox.xox.xo xox.xoxoxox.xoxo
  open_hat .7 / ..........x..... ......x.........
folk_brush soft
  kick X.......x....... / X.....x.X....... X.......X.x.....
  snare .4 ....o.......o... / ....x.......x... ....x..g....x.g.
  snap .0 -2 ....x.......x...
  shaker .3 x.o.x.o.x.o.x.o. / xgogxgogxgogxgog
  tambourine .7 / ....x.......x...
train_beat soft
  kick X...x...X...x... / X...X...X...X...
  snare .2 -3 g.o.x.o.g.o.x.o. gogoxogogogoxogo / oxoxXgoxoxoxXgox oxoxXgoxogoxXgxx
  tambourine .62 / ....x.......x...
  shaker .5 -4 / ..o...o...o...o.
stomp_clap soft
  kick X...X...X...X... X.......X....... / X...X...X...X... X..xX...X..xX...
  clap .2 ....X.......X... / ....X.......X... ....X.......X.x.
  tambourine .5 ..o...o...o...o. / o.x.o.x.o.x.o.x.
  tom_low .6 -2 / X..x..x.X..x..x. X.....x.X.....x.
cajon soft s.1
  kick X.....o.X....... X..o....X..o.... / X..o..x.X.o..... X..x....X..x..o.
  snare .2 -2 ....x..g....x... ....x.g.....x.g. / ....X.gg..g.X.g. ....X..g.gg.X..g
  shaker .25 x.o.x.o.x.o.x.o. / xgogxgogxgogxgog xgoxxgoxxgoxxgox
  conga .62 -5 / ......o.......oo
happy_clap soft e.16
  kick X.......X....... / X...x...X...x... X.....x.X...x...
  clap .3 ....x.......x... / ....X.......X... ....X.......X.x.
  snap .0 -1 ....X.......X...
  shaker .36 x.o.x.o.x.o.x.o. / xgogxgogxgogxgog
  tambourine .66 / ..o.x.o...o.x.o.
  block .5 -3 ......o.....o... / x..o..x.....o.x.
swing_ride soft e.3
  kick X...o...X...o... / X...x...X...x... X...x...X..ox...
  snap .0 ....x.......x...
  ride .0 3 x...x.o.x...x.o. x...x.o.x.o.x.o. / x...x.x.x...x.x.
  snare .4 -2 ......g.......g. / ..g...o...g.x.o. ....o.....o.x...
motown pop
  kick X.......X.x..... X.......X....... / X.....x.X.x..... X..x....X.....x.
  snare .2 x...x...x...x... / X...X...X...X... X...X...X...X.xx
  tambourine .25 ....x.......x... / ..o.x.o...o.x.o. ..oox.oo..oox.oo
  hat .4 x.o.x.o.x.o.x.o. / x.o.x.o.x.o.x.o.
  clap .66 / ....X.......X...
marching soft
  kick X...X...X...X... / X...X...X...X...
  snare .2 -3 ..o...o...o...oo x.o.x.o.x.o.xooo / x.oox.oox.oox.xx x.ooxoxox.ooxoxo
  block .3 -3 ......o.......o. / ..o...x...o...x.
  clap .5 / ....X.......X... ....X.......X.X.
thriller_tick epic
  kick X.......X...o... X.....o.X....... / X...x..oX...x.o. X..ox...X..ox...
  snare .55 ....x.......X... / ....X..g....X..g
  rim .2 ....x.......x...
  tick .0 x.o.x.o.x.o.x.o. xgogxgogxgogxgog / xoxoxoxoxoxoxoxo
  tom_low .4 ..........o..o.. / ..x...x..x....xo ...x..x...x..x..
  boom .66 / X...............
noir_brush dusty e.26
  kick x.......o....... / X.....o.o....... X.......o..o....
  snare .2 -3 ....o.......o... / ....x..g....x... ....x.......x..g
  ride .0 2 x...x.o.x...x.o. / x.o.x.o.x.o.x.o.
  rim .5 -4 / ..........o..... ......o.......o.
industrial epic
  kick X.....X.....X... X..X..X....X.... / X..X..X.X.X..X.. X.X...X.X..X.X..
  snare .3 ........X....... / ....X.......X... ....X..x....X.xx
  tick .1 ..x...x...x...x. x..x..x.x..x..x. / xoxxoxxoxoxxoxxo
  tom_low .5 -1 ...x.....x...... / ...x..x....x..x. .x.x.....x.x..x.
  boom .5 X............... / X.......X.......
thump epic
  kick X...X...X...X... / X...X...X...X... X..xX...X..xX...
  rim .25 ......o.......o. / ...o..x....o..xo
  tick .3 xgxgxgxgxgxgxgxg / xoxoxoxoxoxoxoxo
  snare .62 / ....X.......X... ....X......xX..g
ballad_light none
  kick .74 -2 / x.......x.......
  rim .74 -5 / ....o.......o...
  shaker .74 -4 / x.g.x.g.x.g.x.g.
ballad_pop soft
  kick .4 -3 x.........o..... / X.........x..... X......o..x.....
  rim .4 -4 ....o.......o... / ....x.......x... ....x..g....x...
  shaker .5 -4 ..g...g...g...g. / g.o.g.o.g.o.g.o.
bolero soft
  kick .3 -3 x.......x.....o. / X.......X...x...
  conga .2 -4 ......o.o.....o. / ..o.x.o.o..ox.o. ..o.x.o.o...x.oo
  rim .3 -4 x..o..x.x...x... / x..x..x.x...x...
  shaker .0 -3 o.g.o.g.o.g.o.g. / xgogxgogxgogxgog
soul_slow soft s.16
  kick .2 -1 X.......o.o..... X.....o.o....... / X.....o.X.o..... X..o....X.o.....
  snare .3 -3 ....o.......o... / ....x..g....x..g ....x.......x.g.
  hat .2 -2 o.o.o.o.o.o.o.o. / x.ogx.o.x.ogx.o. xgo.xgo.xgo.xgo.
disco pop s.1
  kick X...X...X...X... / X...X...X...X... X...X..gX...X...
  snare .38 ....X.......X... / ....X..g.g..X... ....X..g.g.gX..g
  clap .7 / ....x.......x...
  hat .25 xgogxgogxgogxgog / x.gox.gox.gox.go xgo.xgo.xgo.xgo.
  open_hat .6 / ..X...X...X...X.
  conga .4 -2 ..o...x...o..xo. / ..o..xx...o..xox
funky_break pop s.14
  kick X.x.......x..x.. X.....x...x..... / X.x....x..x..x.. X.x...x...xx.... X..x..x...x..x..
  snare .2 ....X..g.g..X..g / ....X..g.g..X..g ....X.gg.g.gX..g ....X..g..g.X.g.
  hat .2 x.xxx.xxx.xxx.xx x.x.x.x.x.x.x.x. / x.xox.xox.xox.x. xoxoxoxoxoxoxoxo
  open_hat .6 / ..............x. ......x.........
  tambourine .7 -4 / ..o.x.o...o.x.o.
half_funk pop s.16
  kick X......x..x..... X..x......x..... / X..x..x...x..x.. X......xX.x.....
  snare .2 ........X....... / ........X..g..g. ....g...X.....g.
  hat .2 xgxgxgxgxgxgxgxg / x.xgxxxgx.xgxxxg xgxoxgxoxgxoxgxo
  conga .45 -3 ..o...o..o....x. / ..o..xo..xo..xox
  clap .6 / ........X.......
nu_disco club
  kick X...X...X...X... / X...X...X...X...
  clap .3 ....X.......X... / ....X.......X... ....X.......X.g.
  open_hat .35 ..x...x...x...x. / ..X...X...X...X.
  tambourine .4 -3 o.x.o.x.o.x.o.x. / oxxoxxoxoxxoxxox
  tom_mid .7 -4 / ..........x..x.. .............xx.
  shaker .5 -4 / xgogxgogxgogxgog
"""  # fmt: skip


def _line(words: list[str]) -> DrumLine:
    drum, *rest = words
    numbers: list[float] = []
    while rest and rest[0] != "/" and len(rest[0]) < 16:
        numbers.append(float(rest.pop(0)))
    level, gain = (*numbers, *(0.0, 0.0)[len(numbers) :])
    cut = rest.index("/") if "/" in rest else len(rest)
    low, high = tuple(rest[:cut]), tuple(rest[cut + 1 :])
    return DrumLine(drum=drum, low=low, high=high, level=level, gain_db=gain)


def _groove(head: list[str], lines: tuple[DrumLine, ...]) -> Groove:
    fills = FILLS[head[1]]
    if len(head) == 2:
        return Groove(drums=lines, fills=fills)
    unit = {"e": 0.5, "s": 0.25}[head[2][0]]
    return Groove(drums=lines, fills=fills, swing=float(head[2][1:]), swing_beats=unit)


def _grooves(text: str) -> dict[str, Groove]:
    found: dict[str, tuple[list[str], list[DrumLine]]] = {}
    lines: list[DrumLine] = []
    for row in text.strip().splitlines():
        words = row.split()
        if row.startswith(" "):
            lines.append(_line(words))
        else:
            lines = []
            found[words[0]] = (words, lines)
    return {name: _groove(head, tuple(drums)) for name, (head, drums) in found.items()}


GROOVES: Mapping[str, Groove] = _grooves(_GROOVES)
