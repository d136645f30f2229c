"""What is measured of files: once, in turn by user, whatever an older database lacks."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.studio.records import ANALYSIS, GRID, Stored
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo, Subject
from nemovideo_mcp.timeline.song import SongSection, SongStructure
from support.studio import in_process, make_studio, quick_analysis, quick_engine

pytestmark = pytest.mark.anyio

SONG = Stored(
    content_hash="ab" * 32,
    extension="wav",
    size_bytes=1,
    info=MediaInfo(kind="audio", duration_ms=8000, has_audio=True),
)
FILM = replace(SONG, extension="mp4", info=MediaInfo(kind="video", duration_ms=1000, width=64, height=36))
STRUCTURE = SongStructure(sections=(SongSection(kind="verse", start_ms=0),), drop_ms=4000)


class Ears:
    """Counts what is measured."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def engine(self) -> Any:
        return quick_engine(find_beats=self.beats, find_structure=self.structure)

    def beats(self, path: Path, info: MediaInfo, watch: Watch) -> BeatGrid:
        self.calls.append("beats")
        return BeatGrid.regular(bpm=Fraction(120), beats=16)

    def structure(self, path: Path, info: MediaInfo, watch: Watch, grid: BeatGrid) -> SongStructure:
        self.calls.append(f"structure of {len(grid.times_ms)} beats")
        return STRUCTURE


async def test_the_structure_of_a_song_is_measured_after_its_beats_and_kept(tmp_path: Path) -> None:
    ears = Ears()
    for _ in range(2):
        studio = make_studio(tmp_path, engine=ears.engine())
        async with in_process(studio):
            assert await studio.analyses.structure(SONG, "alice") == STRUCTURE
            known = await studio.analyses.known(SONG)
            assert known.structure == STRUCTURE
            assert known.grid == BeatGrid.regular(bpm=Fraction(120), beats=16)
            assert known.analysis is None
    assert ears.calls == ["beats", "structure of 16 beats"]


async def test_beats_that_were_measured_are_used_and_the_structure_is_added(
    tmp_path: Path,
) -> None:
    ears = Ears()
    studio = make_studio(tmp_path, engine=ears.engine())
    async with in_process(studio):
        old = GRID.dump_json(BeatGrid.regular(bpm=Fraction(90), beats=8)).decode()
        await studio.store.keep_measurement(SONG.content_hash, "beats-3", old)
        known = await studio.analyses.known(SONG)
        assert known.grid is not None
        assert known.structure is None
        assert await studio.analyses.structure(SONG, "alice") == STRUCTURE
    assert ears.calls == ["structure of 8 beats"]


async def test_beats_that_an_older_studio_measured_in_another_way_are_measured_anew(tmp_path: Path) -> None:
    ears = Ears()
    studio = make_studio(tmp_path, engine=ears.engine())
    async with in_process(studio):
        old = GRID.dump_json(BeatGrid.regular(bpm=Fraction(90), beats=8)).decode()
        await studio.store.keep_measurement(SONG.content_hash, "beats-1", old)
        assert (await studio.analyses.known(SONG)).grid is None


async def test_films_of_one_user_are_looked_at_in_turn_with_those_of_another(tmp_path: Path) -> None:
    gate, begun = threading.Event(), list[str]()

    def look(path: Path, info: MediaInfo, watch: Watch) -> Analysis:
        begun.append(path.stem[0])
        assert gate.wait(60)
        return quick_analysis(path, info, watch)

    studio = make_studio(tmp_path, engine=quick_engine(analyse=look))
    async with in_process(studio), asyncio.timeout(60):
        waiting = [
            asyncio.create_task(studio.analyses.analysis(replace(FILM, content_hash=f"{user}{n}"), user))
            for user, n in (("a", 1), ("a", 2), ("a", 3), ("a", 4), ("b", 1))
        ]
        while not begun:
            await asyncio.sleep(0.01)
        gate.set()
        await asyncio.gather(*waiting)
    assert begun.index("b") <= 2
    assert sorted(begun) == ["a", "a", "a", "a", "b"]


@pytest.mark.parametrize(
    ("older", "has_detector"),
    [("analysis-4", False), ("analysis-4", True), ("analysis-7", True), ("analysis-7-faces", True)],
)
async def test_what_an_older_studio_saw_of_a_film_is_known_and_its_subjects_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: str, has_detector: bool
) -> None:
    monkeypatch.setattr("nemovideo_mcp.studio.analyses.find_spec", lambda name: has_detector or None)
    looked: list[Path] = []

    def look(path: Path, info: MediaInfo, watch: Watch) -> Analysis:
        looked.append(path)
        return Analysis(hop_ms=100, shot_starts_ms=(0, 900), subjects=(Subject(), Subject()))

    studio = make_studio(tmp_path, engine=quick_engine(analyse=look))
    async with in_process(studio):
        old = ANALYSIS.dump_json(Analysis(hop_ms=100, shot_starts_ms=(0, 900))).decode()
        await studio.store.keep_measurement(FILM.content_hash, older, old)
        known = (await studio.analyses.known(FILM)).analysis
        assert known is not None
        assert (known.shot_starts_ms, known.subjects) == ((0, 900), ())
        assert (await studio.analyses.analysis(FILM, "alice")).subjects
        known = (await studio.analyses.known(FILM)).analysis
        assert known is not None
        assert len(known.subjects) == 2
    assert len(looked) == 1
