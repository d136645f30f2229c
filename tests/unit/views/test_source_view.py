"""What a song is said to hold: its tempo, how sure that is, other ways to count it, and that it is silent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, FootageFault, MediaInfo, MediaItem
from nemovideo_mcp.timeline.song import SongSection, SongStructure
from nemovideo_mcp.views.source_view import source_view

GRID = BeatGrid(tuple(Fraction(345 * n) for n in range(40)), 0, 4, 0.62, (87.0, 116.0))
SONG = MediaItem(
    media_id="m4",
    name="song.mp3",
    info=MediaInfo(kind="audio", duration_ms=14_000, has_audio=True),
    grid=GRID,
    structure=SongStructure(sections=(SongSection(kind="verse", start_ms=0),)),
)


def view(item: MediaItem) -> dict[str, object]:
    return source_view(item, uses=0, ids={"m4": "m1"})


def test_a_song_says_how_sure_its_tempo_is_and_how_else_it_may_be_counted() -> None:
    seen = view(SONG)
    assert seen["bpm"] == 173.913
    assert seen["confidence"] == 0.62
    assert seen["alternatives_bpm"] == [87, 116]
    assert "silent" not in seen


def test_a_song_that_leaves_nothing_open_offers_nothing_else() -> None:
    assert "alternatives_bpm" not in view(replace(SONG, grid=replace(GRID, alternatives_bpm=())))


def test_a_silent_song_says_so_and_has_no_tempo() -> None:
    seen = view(replace(SONG, grid=BeatGrid((), confidence=0.0), structure=SongStructure(heard_from_ms=None)))
    assert seen["silent"] is True
    assert "bpm" not in seen


def test_a_film_says_what_of_it_is_not_worth_showing() -> None:
    faults = (FootageFault(kind="black", start_ms=0, end_ms=640),)
    film = replace(
        SONG,
        grid=None,
        structure=None,
        info=MediaInfo(kind="video", duration_ms=4000),
        analysis=Analysis(hop_ms=100, faults=faults),
    )
    assert view(film)["faults"] == [{"kind": "black", "start_s": 0, "end_s": 0.64}]
    assert "faults" not in view(replace(film, analysis=Analysis(hop_ms=100, faults=())))
