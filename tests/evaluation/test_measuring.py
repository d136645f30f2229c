"""The evaluations' own eyes and ears: what they find in films whose contents are known, and what they object to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.evaluation import check_film
from support.footage import COLOURS
from support.measure import Measured, measure
from support.media import click_track, make_video, shots


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """Blue, then orange from 1 s, with a white bar in the first half second and clicks at 0.5, 1 and 1.5 s."""
    plain = shots((1000,), [COLOURS["blue"], COLOURS["orange"]])

    def paint(k: int, time_ms: Any, width: int, height: int) -> np.ndarray:
        picture = plain(k, time_ms, width, height).copy()
        if time_ms < 500:
            picture[height // 8 : height // 6, width // 4 : width // 2] = 255
        return picture

    sound = click_track((500, 1000, 1500), duration_ms=2000)
    path = tmp_path_factory.mktemp("film") / "known.mp4"
    return measure(make_video(path, duration_ms=2000, pattern=paint, audio=sound))


def test_what_is_in_a_film_is_found(film: Measured) -> None:
    assert (film.width, film.height, film.streams) == (320, 180, "h264+aac")
    assert film.duration_ms == pytest.approx(2000, abs=1)
    assert film.shots == ("blue", "orange")
    assert film.cuts_ms == pytest.approx((1000,), abs=34)
    assert film.onsets_ms == pytest.approx((500, 1000, 1500), abs=10)
    assert film.title_at(0.2)
    assert not film.title_at(0.8)


@pytest.mark.parametrize(
    "checks",
    [
        {"size": [1920, 1080]},
        {"seconds": [2.5, 3]},
        {"cuts": [2, 3]},
        {"cuts_at": [1.2]},
        {"shots": ["orange", "blue"]},
        {"colours": ["blue"]},
        {"title": {"at": [1.5]}},
        {"title": {"not_at": [0.2]}},
        {"loudness": [-16, -12]},
        {"cut_to_click_ms": 0},
        {"sound": False},
    ],
)
def test_what_is_not_as_it_was_wanted_is_objected_to(film: Measured, checks: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        check_film(film, checks)


def test_other_shots_are_not_the_same_shots(film: Measured, tmp_path: Path) -> None:
    pattern = shots((1500,), [COLOURS["blue"], COLOURS["orange"]])
    other = measure(make_video(tmp_path / "other.mp4", duration_ms=2000, pattern=pattern))
    check_film(film, {"same_shots_as": "itself"}, others={"itself": film})
    with pytest.raises(AssertionError):
        check_film(film, {"same_shots_as": "other"}, others={"other": other})
