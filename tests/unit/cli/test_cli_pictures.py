"""Pictures in a terminal: which terminals take them, and that what is written holds the picture."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.cli.pictures import picture_way, written_picture


def board(width: int = 300, height: int = 50) -> bytes:
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((20, 20, 220), (0, 0, width // 2, height // 3))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("environ", "way"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM_PROGRAM": "iTerm.app", "TERM": "xterm-256color"}, "iterm2"),
        ({"LC_TERMINAL": "iTerm2", "TERM": "xterm-256color"}, "iterm2"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-sixel"}, "sixel"),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, None),
        ({"TERM": "screen.xterm-kitty", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "dumb", "LC_TERMINAL": "iTerm2"}, None),
        ({}, None),
    ],
)
def test_a_terminal_is_known_by_what_it_says_of_itself(environ: dict[str, str], way: str | None) -> None:
    assert picture_way(environ, is_terminal=True) == way
    assert picture_way(environ, is_terminal=False) is None


def test_kitty_gets_the_picture_in_pieces() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (90, 90, 3), dtype=np.uint8))
    out = io.BytesIO()
    noise.save(out, "PNG")
    written = written_picture(out.getvalue(), "kitty", columns=80)
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", written)
    assert len(pieces) > 1
    assert base64.b64decode("".join(data for _, data in pieces)) == out.getvalue()
    assert all(len(data) <= 4096 for _, data in pieces)
    assert pieces[0][0].startswith("a=T,f=100,q=2,c=12,")
    assert [head[-1] for head, _ in pieces] == ["1"] * (len(pieces) - 1) + ["0"]


def test_iterm2_gets_the_picture_whole_and_no_wider_than_the_window() -> None:
    png = board(2000, 300)
    written = written_picture(png, "iterm2", columns=80)
    found = re.fullmatch(r"\x1b\]1337;File=inline=1;size=(\d+);width=79;.*:(.*)\x07\n", written)
    assert found is not None
    assert int(found[1]) == len(png)
    assert base64.b64decode(found[2]) == png


def test_sixel_draws_the_same_pixels() -> None:
    drawn = _drawn(written_picture(board(), "sixel", columns=200))
    expected = np.asarray(Image.open(io.BytesIO(board())).convert("RGB")).astype(int)
    assert drawn.shape == expected.shape
    assert np.abs(drawn - expected).max() <= 4


def test_sixel_is_made_to_fit() -> None:
    assert _drawn(written_picture(board(), "sixel", columns=21)).shape == (27, 160, 3)


def test_what_is_no_picture_is_an_os_error() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        written_picture(b"no picture", "sixel", columns=80)


def _drawn(sixel: str) -> np.ndarray:
    """What a terminal would draw."""
    head = re.match(r"\x1bPq\"1;1;(\d+);(\d+)", sixel)
    assert head is not None
    assert sixel.endswith("\x1b\\\n")
    across, down = int(head[1]), int(head[2])
    canvas = np.zeros((down, across, 3), int)
    colours: dict[int, tuple[int, ...]] = {}
    colour = x = top = 0
    body = sixel[head.end() : -3]
    for found in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|([$-])", body):
        if found[1]:
            colour = int(found[1])
            if found[2]:
                colours[colour] = tuple(round(int(found[n]) * 255 / 100) for n in (2, 3, 4))
        elif found[8]:
            x, top = 0, top + (6 if found[8] == "-" else 0)
        else:
            bits = ord(found[6] or found[7]) - 63
            run = int(found[5] or 1)
            for n in range(6):
                if bits >> n & 1:
                    canvas[top + n, x : x + run] = colours[colour]
            x += run
    return canvas
