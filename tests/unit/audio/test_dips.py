"""Music that goes down before words begin and comes back behind them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio.mix import DIP_ATTACK_MS, DIP_RELEASE_MS, Source, dips_under, mix

RATE = 8_000


def levels(speech: list[tuple[int, int]], gain: float, seconds: int, **more: object) -> NDArray[np.float32]:
    music = np.ones((2, seconds * RATE), np.float32)
    source = Source(
        open=lambda: [music],
        start=0,
        length=music.shape[1],
        ducked=True,
        dips=dips_under(speech, gain, sample_rate=RATE),
    )
    others = more.get("others", [])
    blocks = mix([source, *others], length=music.shape[1], sample_rate=RATE)  # type: ignore[misc]
    return np.concatenate(list(blocks), axis=1)[0]


def test_the_music_is_down_from_the_first_word_to_the_last_and_nowhere_else() -> None:
    found = levels([(2 * RATE, 4 * RATE)], 0.25, 6)
    attack, release = (ms * RATE // 1000 for ms in (DIP_ATTACK_MS, DIP_RELEASE_MS))
    np.testing.assert_allclose(found[: 2 * RATE - attack], 1.0)
    np.testing.assert_allclose(found[2 * RATE : 4 * RATE], 0.25, atol=1e-6)
    np.testing.assert_allclose(found[4 * RATE + release :], 1.0)
    assert found[2 * RATE - attack // 2] == pytest.approx(0.625, abs=0.01)
    assert found[4 * RATE + release // 2] == pytest.approx(0.625, abs=0.01)
    assert np.abs(np.diff(found)).max() < 0.002


def test_between_words_that_follow_soon_the_music_stays_down() -> None:
    found = levels([(RATE, 2 * RATE), (2 * RATE + 3000, 4 * RATE)], 0.0, 6)
    np.testing.assert_allclose(found[RATE : 4 * RATE], 0.0, atol=1e-6)
    assert found[5 * RATE] == 1.0


def test_a_dip_holds_in_place_of_the_ducking_and_is_not_added_to_it() -> None:
    loud = Source(
        open=lambda: [np.zeros((2, RATE), np.float32), np.full((2, 3 * RATE), 1e-9, np.float32)],
        start=0,
        length=4 * RATE,
        featured=True,
    )
    voice = Source(
        open=lambda: [0.5 * np.sign(np.sin(np.arange(2 * RATE * 2).reshape(2, -1))).astype(np.float32)],
        start=RATE,
        length=2 * RATE,
        featured=True,
        gain=0.5,
    )
    alone = levels([(RATE, 3 * RATE)], 0.2, 4)
    together = levels([(RATE, 3 * RATE)], 0.2, 4, others=[loud, voice])
    said = np.concatenate(list(mix([loud, voice], length=4 * RATE, sample_rate=RATE)), axis=1)[0]
    np.testing.assert_allclose((together - said)[RATE : 3 * RATE], alone[RATE : 3 * RATE], atol=1e-4)
