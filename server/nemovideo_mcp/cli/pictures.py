"""Pictures in a terminal, where it can show them: kitty's, iTerm2's and sixel's way of writing them."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping
from typing import Literal

from PIL import Image

__all__ = ["Way", "picture_way", "written_picture"]

Way = Literal["kitty", "iterm2", "sixel"]

_KITTY_CHUNK = 4096
_SIXEL_COLOURS = 128
_CELL_WIDTH = 8
_MOST_COLUMNS = 120


def picture_way(environ: Mapping[str, str], *, is_terminal: bool) -> Way | None:
    """How this terminal takes pictures; None for one that takes none or hides itself behind tmux or screen.

    Only what terminals say of themselves is read: asking one costs a wait, and leaves marks in one that is silent.
    """
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if not is_terminal or environ.get("TMUX") or term.startswith(("screen", "tmux", "dumb")):
        return None
    if environ.get("KITTY_WINDOW_ID") or term in ("xterm-kitty", "xterm-ghostty") or program == "ghostty":
        return "kitty"
    if program in ("iTerm.app", "WezTerm", "mintty") or environ.get("LC_TERMINAL") == "iTerm2":
        return "iterm2"
    if "sixel" in term or term.startswith(("foot", "mlterm", "contour")):
        return "sixel"
    return None


def written_picture(png: bytes, way: Way, *, columns: int) -> str:
    """What to write so that the terminal shows the picture, at most `columns` wide. Raises OSError for no picture."""
    wide = min(max(columns - 1, 1), _MOST_COLUMNS)
    with Image.open(io.BytesIO(png)) as picture:
        wide = min(wide, -(-picture.width // _CELL_WIDTH))
        if way == "sixel":
            return _sixel(picture, wide * _CELL_WIDTH)
    return "".join(_kitty(png, wide)) if way == "kitty" else _iterm2(png, wide)


def _kitty(png: bytes, columns: int) -> Iterator[str]:
    packed = base64.standard_b64encode(png).decode("ascii")
    chunks = [packed[n : n + _KITTY_CHUNK] for n in range(0, len(packed), _KITTY_CHUNK)]
    for n, chunk in enumerate(chunks):
        head = f"a=T,f=100,q=2,c={columns}," if n == 0 else ""
        yield f"\x1b_G{head}m={int(n < len(chunks) - 1)};{chunk}\x1b\\"
    yield "\n"


def _iterm2(png: bytes, columns: int) -> str:
    packed = base64.standard_b64encode(png).decode("ascii")
    return f"\x1b]1337;File=inline=1;size={len(png)};width={columns};preserveAspectRatio=1:{packed}\x07\n"


def _sixel(picture: Image.Image, width: int) -> str:
    """Six rows at a time, a pass for each colour in them, runs written as counts (DEC STD 070)."""
    if picture.width > width:
        picture = picture.resize((width, max(1, round(picture.height * width / picture.width))))
    flat = picture.convert("RGB").quantize(_SIXEL_COLOURS)
    palette = flat.getpalette() or []
    across, down = flat.size
    pixels = flat.tobytes()
    out = [f'\x1bPq"1;1;{across};{down}']
    for colour in range(len(palette) // 3):
        red, green, blue = (round(palette[3 * colour + n] * 100 / 255) for n in range(3))
        out.append(f"#{colour};2;{red};{green};{blue}")
    for top in range(0, down, 6):
        rows = [pixels[y * across : (y + 1) * across] for y in range(top, min(top + 6, down))]
        for colour in sorted(set[int]().union(*rows)):
            bits = [sum((row[x] == colour) << n for n, row in enumerate(rows)) for x in range(across)]
            out.append(f"#{colour}{''.join(_runs(bits))}$")
        out.append("-")
    return "".join(out) + "\x1b\\\n"


def _runs(bits: list[int]) -> Iterator[str]:
    start = 0
    for x in range(1, len(bits) + 1):
        if x == len(bits) or bits[x] != bits[start]:
            count, sign = x - start, chr(63 + bits[start])
            yield f"!{count}{sign}" if count > 3 else sign * count
            start = x
