"""A film is whole when its boxes are: every place where it can be cut off shows."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.client.mp4_boxes import wholeness_of
from support.backend import box

FILM = box(b"ftyp", b"isom" * 3) + box(b"free", b"") + box(b"moov", bytes(40)) + box(b"mdat", bytes(60))


def found(film: bytes) -> str:
    return wholeness_of(BytesIO(film), size=len(film))


def test_a_whole_film_is_whole() -> None:
    assert found(FILM) == "whole"


@pytest.mark.parametrize("kept", range(4, len(FILM)))
def test_a_film_that_is_cut_off_anywhere_is_not_whole(kept: int) -> None:
    assert found(FILM[:kept]) != "whole"


def test_a_real_film_is_whole_until_its_last_byte_is_gone(clip: Path) -> None:
    film = clip.read_bytes()
    assert found(film) == "whole"
    assert found(film[:-1]) == "cut off"


def test_a_box_of_more_than_four_gigabytes_is_read_by_its_long_length() -> None:
    long = (1).to_bytes(4, "big") + b"mdat" + (16 + 60).to_bytes(8, "big") + bytes(60)
    assert found(box(b"ftyp", b"isom") + box(b"moov", b"") + long) == "whole"
    assert found(box(b"ftyp", b"isom") + box(b"moov", b"") + long[:-1]) == "cut off"


def test_a_last_box_may_go_on_to_the_end() -> None:
    assert found(box(b"moov", b"") + b"\0\0\0\0mdat" + bytes(9)) == "whole"


@pytest.mark.parametrize(
    "body", [b"<html>Access denied</html>", b'{"code": 403}', b"RIFF0000AVI ", b"\0\0\0\x08abcd"]
)
def test_something_else_is_no_film(body: bytes) -> None:
    assert found(body) == "no film"


def test_an_empty_file_is_no_whole_film() -> None:
    assert found(b"") == "cut off"


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(body: bytes) -> None:
    assert found(body) in ("whole", "cut off", "no film")
    assert found(FILM + body) in ("whole", "cut off")
