"""Drum fills by name: what a drummer plays in the last half or quarter of a bar, a row for each."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FILLS"]

# a fill plays the last half or quarter of its bar
_FILLS = {
    "pop": """
        kick X...X...X...X... snare ....x...x.x.xxXX
        kick X...X...X...X... snare ....X...x...X.xx tom_mid .........x...... tom_low ..........xx....
        kick X...X...X...X... snare ....X.....x.X.xX clap ....X.......X.X.
        kick X...X.......X... snare ....X...xx..x..X tom_high ...........x.x..
        kick X.......X....... snare ....X.......XxxX tom_low ........x.xx....
    """,
    "club": """
        kick X...X...X...X... snare x...x...x.x.xxxx clap ............X...
        kick X...X.......X... snare ....x..x..x.xxXX
        kick X...X...X...X... clap ....X...x..xX.xx tick xxxxxxxxxxxxxxxx
        kick X...X........... clap ....X.....x...X. tom_low ........x..x..x.
        kick X...X...XXX.X.X. snare ....X.......x.xx
    """,
    "trap": """
        kick X.....x.X....... snare ....X...x..xX.xr hat x.o.x.o.xrxrx...
        kick X..x....X..X.... snare ....X.......X.xx tom_low ..........x..x.. hat x...x...x...x...
        kick X.......X...X... clap ....X.......X.XX hat x.o.xrxrx.o.xrrr
        kick X.......X.....X. snare ....X...X.x.X... hat x.o.x.o.x...x.rr
    """,
    "dusty": """
        kick X.........X..... snare ....x.......x.og hat x.o.x.o.x.o.x...
        kick X......xX....... snare ....x..g.go.x.g. hat x.o.x.o.x...x...
        kick X.........X..o.. rim ....x...o..ox... snare ............o.g.
        kick X.......X....... snare ....x...gogox.xo
        kick X.........x.X... snare ....x........x.x hat x.o.x.......x...
    """,
    "rock": """
        kick X.......X....... snare ....X...XxXx.... tom_high ............xx.. tom_low ............x.XX
        kick X...X...X...X... snare ....X...x.x.XxXX
        kick X.......X....... snare ....X...X....... tom_high .........xx..... tom_mid ...........xx... tom_low ............xxXX
        kick X.......X.X.X... snare ....X....x.x.x.X tom_low ............x.x.
        kick X.......XXXX.... snare ....X.......X.X. tom_mid .............x.x
    """,
    "soft": """
        kick X.......x...x... snare ....x...o.x.x.xx
        kick X.......X...x... conga ........x.xxx.x. conga_low .........x.....x
        kick X.......X....... snare ....x.......ogxo
        kick X.......x....... snap ....x.......x.x. shaker x.o.x.o.xgogxgox
    """,
    "epic": """
        kick X...x...X...x... tom_high ........x.x..... tom_mid ..........x.xx.. tom_low ............x.XX
        kick X...x...X...x... snare ........o.x.xxXX tom_low ....x...x...x...
        kick X.......X.X.X.X. tom_mid ........oxoxoxxx tom_low ........x...x...
        kick X...x...X....... tom_low ........xxx.xxx. snare ............X.XX
    """,
    "latin": """
        kick X..x..x.X..x..x. conga ........xx.xx.xx conga_low .........x..x..x
        kick X..x....X....... snare ....x...x..x..x. tom_high ..........x..x..
        kick X..x..x.X....... rim ....x.....x.x.x. conga ..........xxx.xx
    """,
    "none": "",
}  # fmt: skip


def _fills(text: str) -> tuple[Mapping[str, str], ...]:
    rows = (row.split() for row in text.strip().splitlines())
    return tuple(dict(zip(row[::2], row[1::2], strict=True)) for row in rows)


FILLS: Mapping[str, tuple[Mapping[str, str], ...]] = {name: _fills(text) for name, text in _FILLS.items()}
