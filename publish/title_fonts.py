"""Cut the fonts of titles out of the published ones: `python publish/title_fonts.py SOURCES TARGET`.

SOURCES holds the unpacked packages that `server/nemovideo_mcp/video/fonts/README.md` names. It needs fonttools, brotli
and Pillow.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from PIL import Image

# An emoji in so many colours looks the same and takes a third less.
EMOJI_COLORS = 40
SKIN_TONES = {f"u1F3F{tone}" for tone in "BCDEF"}
KERNED = ("kern", "liga", "mark", "mkmk", "ccmp", "locl", "calt")


def signs(*ranges: tuple[int, int]) -> set[str]:
    return {chr(c) for first, last in ranges for c in range(first, last + 1) if chr(c).isprintable()}


def table(codec: str, leads: range, trails: range) -> set[str]:
    codes = (bytes((lead, trail)) for lead in leads for trail in trails)
    return {c for code in codes for c in code.decode(codec, "ignore") if c.isprintable()}


LATIN = signs(
    (0x20, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x20BF)
)
LATIN |= {"\u2122"}
# GB 2312's punctuation, kana and first level: the 3,755 characters of daily use.
CHINESE = table("gb2312", range(0xA1, 0xA6), range(0xA1, 0xFF))
CHINESE |= table("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
CHINESE |= signs((0xFF00, 0xFFEF), (0x3000, 0x30FF))
# KS X 1001: the 2,350 syllables of daily use.
KOREAN = table("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF)) | signs((0x3130, 0x318E))

FACES: Sequence[tuple[str, str, set[str], Sequence[str]]] = (
    ("NemoCondensed", "oswald/600SemiBold/Oswald_600SemiBold.ttf", LATIN, KERNED),
    ("NemoSerif", "playfair-display/700Bold/PlayfairDisplay_700Bold.ttf", LATIN, KERNED),
    ("NemoHand", "caveat/700Bold/Caveat_700Bold.ttf", LATIN, KERNED),
    ("NemoSerifCJK", "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf", CHINESE, ()),
    ("NemoHandCJK", "zcool-kuaile/files/zcool-kuaile-chinese-simplified-400-normal.woff2", CHINESE, ()),
    (
        "NemoCondensedCJK",
        "zcool-qingke-huangyou/files/zcool-qingke-huangyou-chinese-simplified-400-normal.woff2",
        CHINESE,
        (),
    ),
    ("NemoHangul", "noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf", KOREAN, ()),
)


def cut(source: Path, characters: set[str], features: Sequence[str]) -> Any:
    options = Options(
        hinting=False, layout_features=list(features), notdef_outline=True, recalc_timestamp=False
    )
    options.drop_tables += ["BASE", "STAT", "gasp", "prep", "vhea", "vmtx", "DSIG"]
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters & set(map(chr, font.getBestCmap())))))
    subsetter.subset(font)
    return font


def emoji(source: Path) -> Any:
    """All emoji, without those of a skin's colour, in few colours."""
    font = TTFont(source, recalcTimestamp=False)
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in (getattr(s, "ExtSubTable", s) for s in lookup.SubTable):
            for first, joined in list(getattr(subtable, "ligatures", {}).items()):
                kept = [
                    one for one in joined if not set(one.Component) & SKIN_TONES and first not in SKIN_TONES
                ]
                subtable.ligatures[first] = kept
                if not kept:
                    del subtable.ligatures[first]
    options = Options(layout_features=["*"], notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["DSIG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    for glyph in (g for strike in font["CBDT"].strikeData for g in strike.values()):
        picture = Image.open(io.BytesIO(glyph.imageData)).convert("RGBA")
        few = picture.quantize(EMOJI_COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        packed = io.BytesIO()
        few.save(packed, "PNG", optimize=True)
        glyph.imageData = min(glyph.imageData, packed.getvalue(), key=len)
    return font


def renamed(font: Any, name: str) -> Any:
    """A font that was changed may not keep a reserved name; copyright and licence stay."""
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 13, 14)]
    for number, text in {1: name, 2: "Regular", 4: name, 6: name}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    return font


def main(sources: Path, target: Path) -> None:
    for name, file, characters, features in FACES:
        renamed(cut(sources / file, characters, features), name).save(target / f"{name}.ttf")
    renamed(emoji(sources / "NotoColorEmoji.ttf"), "NemoEmoji").save(target / "NemoEmoji.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
