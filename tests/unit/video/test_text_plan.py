"""Texts that are seen at one time don't cover one another where there is room."""

from __future__ import annotations

from itertools import combinations

import pytest

from nemovideo_mcp.timeline.model import TextClip, Timeline, Track
from nemovideo_mcp.video.text_plan import TextPiece, text_pieces
from nemovideo_mcp.video.titles import TextBox, text_box

WIDE, TALL = (1920, 1080), (1080, 1920)


def text(words: str, start_ms: int = 0, **more: object) -> TextClip:
    return TextClip(clip_id=words, text=words, start_ms=start_ms, duration_ms=2000, **more)  # pyright: ignore


def planned(*texts: TextClip, canvas: tuple[int, int] = WIDE) -> dict[str, TextPiece]:
    timeline = Timeline(tracks=(Track(track_id="t", kind=7, clips=texts),))
    return {piece.look.text: piece for piece in text_pieces(timeline, canvas=canvas)}


def box(piece: TextPiece, canvas: tuple[int, int]) -> TextBox:
    found = text_box(piece.look, width=canvas[0], height=canvas[1])
    assert found is not None
    return found


def overlap(a: TextPiece, b: TextPiece, canvas: tuple[int, int]) -> bool:
    one, other = box(a, canvas), box(b, canvas)
    across = one.left < other.right and other.left < one.right
    return (
        across and one.top + a.shift < other.bottom + b.shift and other.top + b.shift < one.bottom + a.shift
    )


@pytest.mark.parametrize("canvas", [WIDE, TALL])
@pytest.mark.parametrize(
    "texts",
    [
        (text("Anna Lee", style="lower_third"), text("What she says", 500, style="subtitle")),
        (text("One"), text("Two", 100), text("Three", 200)),
        (text("Top", place="top"), text("Top as well", place="top")),
        (text("Here", position=(0.5, 0.5)), text("A title over it")),
        (text("东京之夜", style="end_card"), text("再见", style="title")),
    ],
)
def test_texts_of_one_place_make_way(texts: tuple[TextClip, ...], canvas: tuple[int, int]) -> None:
    pieces = planned(*texts, canvas=canvas)
    assert not [pair for pair in combinations(pieces.values(), 2) if overlap(*pair, canvas)]
    for piece in pieces.values():
        assert box(piece, canvas).top + piece.shift >= canvas[1] * 0.02
        assert box(piece, canvas).bottom + piece.shift <= canvas[1] * 0.98


def test_texts_at_other_times_or_places_stay_where_they_are() -> None:
    pieces = planned(text("One"), text("Two", 2000), text("low", 0, style="subtitle"))
    assert {piece.shift for piece in pieces.values()} == {0}


def test_a_text_with_a_position_of_its_own_goes_first() -> None:
    pieces = planned(text("A title"), text("There", 500, position=(0.5, 0.5)))
    assert pieces["There"].shift == 0
    assert pieces["A title"].shift != 0


@pytest.mark.parametrize("canvas", [WIDE, TALL])
@pytest.mark.parametrize("across", ["left", "", "right"])
@pytest.mark.parametrize("down", ["top", "", "bottom"])
def test_the_nine_places_are_where_they_say(canvas: tuple[int, int], across: str, down: str) -> None:
    place = "-".join(part for part in (down, across) if part) or "center"
    found = box(planned(text("Hi", place=place, size=0.8), canvas=canvas)["Hi"], canvas)
    middle = (found.left + found.right) / 2 / canvas[0], (found.top + found.bottom) / 2 / canvas[1]
    for at, name, low, high in zip(middle, (across, down), ("left", "top"), ("right", "bottom"), strict=True):
        assert {low: at < 0.4, high: at > 0.6, "": 0.45 < at < 0.55}[name]


def test_a_text_near_an_edge_is_kept_inside() -> None:
    found = box(planned(text("Somewhere far out", position=(0.99, 0.01)))["Somewhere far out"], WIDE)
    assert found.right <= 1920 * 0.96
    assert found.top >= 1080 * 0.04


def test_size_enlarges_and_long_texts_still_fit() -> None:
    small, large = (box(planned(text("Hi", size=size))["Hi"], WIDE) for size in (1.0, 2.0))
    assert large.bottom - large.top == pytest.approx(2 * (small.bottom - small.top), rel=0.05)
    words = "那年夏天我们在河边度过的时光" * 6
    huge = box(planned(text(words, size=4.0, style="subtitle"))[words], WIDE)
    assert (huge.right - huge.left, huge.bottom - huge.top) < (1920 * 0.9, 1080 * 0.9)
