"""Receipts of real files: what they say is what is in them, and what is wrong is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.views.receipt import Expected, Receipt
from support.media import Pattern, Picture, click_track, make_image, make_video, make_wav, shots

CUTS_MS = (1000, 2000, 2500, 3500, 4500)
BEATS_MS = tuple(range(0, 6000, 500))
EXPECTED = Expected(
    cuts_ms=CUTS_MS,
    duration_ms=6000,
    width=320,
    height=180,
    frame_rate=30,
    has_audio=True,
    beat_cut=True,
    tempo_bpm=120,
)


@dataclass(frozen=True)
class Clicks:
    tempo_bpm: float
    beats: tuple[float, ...]
    confidence: float
    alternatives_bpm: tuple[float, ...] = ()


def hear_clicks(
    blocks: Iterable[NDArray[np.float32]], *, sample_rate: int, tempo_bpm: float | None = None
) -> Clicks:
    """A beat tracker for sound that is silent but for clicks."""
    sound = np.abs(np.concatenate([np.zeros((2, 1), np.float32), *blocks], axis=1)).max(axis=0)
    loud = np.flatnonzero(sound > 0.3 * max(0.1, float(sound.max())))
    starts = loud[np.diff(loud, prepend=-sample_rate) > sample_rate // 10]
    beats = tuple(float(s) / sample_rate for s in starts)
    return Clicks(60 / float(np.median(np.diff(beats))) if len(beats) > 1 else 0.0, beats, 0.9)


def film(path: Path, **changes: object) -> Path:
    settings: dict[str, object] = {
        "duration_ms": 6000,
        "pattern": shots(CUTS_MS),
        "audio": click_track(BEATS_MS, duration_ms=6000),
    }
    return make_video(path, **{**settings, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("films") / "good.mp4")


def codes(receipt: Receipt) -> list[str]:
    return [problem.code for problem in receipt.problems]


def test_every_cut_on_its_beat(good: Path) -> None:
    receipt = measure(good, beat_track=hear_clicks, expected=EXPECTED)
    assert [round(cut.time_ms) for cut in receipt.cuts] == list(CUTS_MS)
    assert receipt.cuts_on_beat == 5
    assert receipt.worst_offset_ms is not None
    assert receipt.worst_offset_ms < 3
    assert receipt.tempo_bpm == pytest.approx(120, abs=0.5)
    assert (receipt.width, receipt.height, receipt.frame_rate) == (320, 180, 30)
    assert (receipt.video_codec, receipt.audio_codec) == ("h264", "aac")
    assert receipt.duration_ms == pytest.approx(6000, abs=1)
    assert receipt.audio_duration_ms == pytest.approx(6000, abs=22)
    assert receipt.problems == ()


@pytest.mark.parametrize("expected", [None, EXPECTED])
@pytest.mark.parametrize(("late_ms", "code"), [(120, "sound_late"), (-120, "sound_early")])
def test_sound_that_was_shifted_is_noticed(
    good: Path, tmp_path: Path, late_ms: int, code: str, expected: Expected | None
) -> None:
    shifted = tmp_path / "shifted.mp4"
    with av.open(str(good)) as source, av.open(str(shifted), "w") as target:
        streams = {s.index: target.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            if packet.dts is None:
                continue
            # The picture is moved where the sound would have to start before the file.
            moves = packet.stream.type == ("audio" if late_ms > 0 else "video")
            if moves and packet.time_base and packet.pts is not None:
                by = round(Fraction(abs(late_ms), 1000) / packet.time_base)
                packet.pts, packet.dts = packet.pts + by, packet.dts + by
            packet.stream = streams[packet.stream.index]
            target.mux(packet)
    receipt = measure(shifted, beat_track=hear_clicks, expected=expected)
    assert receipt.cuts_on_beat == 0
    assert receipt.median_offset_ms == pytest.approx(120, abs=5)
    assert all((cut.offset_ms or 0) * late_ms < 0 for cut in receipt.cuts)
    problem = next(p for p in receipt.problems if p.code.startswith("sound_") and "ends" not in p.code)
    assert problem.code == code
    assert problem.fields["shift_ms"] == pytest.approx(120, abs=5)


def test_a_cut_beside_its_beat_is_named(tmp_path: Path) -> None:
    cuts = (1000, 2000, 2600, 3500, 4500)
    path = film(tmp_path / "off.mp4", pattern=shots(cuts))
    receipt = measure(path, beat_track=hear_clicks, expected=replace(EXPECTED, cuts_ms=cuts))
    assert receipt.cuts_on_beat == 4
    assert codes(receipt) == ["cuts_off_beat"]
    assert receipt.problems[0].say() == "Not on a beat: 1 of the edit's cuts, at 0:02.60."


def test_cuts_that_are_not_where_the_edit_has_them_are_named(tmp_path: Path) -> None:
    path = film(tmp_path / "moved.mp4", pattern=shots((1100, 2100, 2600, 3600, 4600)))
    receipt = measure(path, beat_track=hear_clicks, expected=EXPECTED)
    assert "cuts_moved" in codes(receipt)
    assert "0:02.10" in receipt.problems[-1].say()


def test_a_lone_cut_beside_a_place_without_one_is_the_clips_own(tmp_path: Path) -> None:
    path = film(tmp_path / "own.mp4", pattern=shots((1000, 2100, 2500, 3500, 4500)))
    receipt = measure(path, beat_track=hear_clicks, expected=EXPECTED)
    assert receipt.unseen_cuts_ms == (2000,)
    assert [cut.time_ms for cut in receipt.cuts if cut.planned is False] == [pytest.approx(2100, abs=1)]


def test_music_without_a_beat_proves_nothing(tmp_path: Path) -> None:
    path = film(tmp_path / "tone.mp4", audio="tone")
    deaf = lambda blocks, **_: (list(blocks), Clicks(0.0, (), 0.1))[1]  # noqa: E731
    receipt = measure(path, beat_track=deaf, expected=EXPECTED)
    assert codes(receipt) == ["no_beat"]
    assert receipt.cuts_on_beat == 0
    assert receipt.tempo_bpm is None


def test_the_form_is_held_against_what_was_asked(tmp_path: Path) -> None:
    path = film(
        tmp_path / "form.mp4",
        duration_ms=5000,
        width=160,
        height=90,
        frame_rate=24,
        audio="none",
        pattern="moving",
    )
    receipt = measure(path, beat_track=hear_clicks, expected=replace(EXPECTED, cuts_ms=()))
    assert codes(receipt) == ["no_sound", "duration", "size", "frame_rate"]


def test_silence_is_no_sound_to_boast_of(tmp_path: Path) -> None:
    path = film(tmp_path / "silent.mp4", audio="silence")
    receipt = measure(path, beat_track=hear_clicks, expected=replace(EXPECTED, beat_cut=False))
    assert receipt.loudness_lufs is None
    assert codes(receipt) == ["silent"]


def test_sound_that_ends_early_is_noticed(tmp_path: Path) -> None:
    path = film(tmp_path / "short.mp4", audio=click_track(BEATS_MS, duration_ms=5200))
    receipt = measure(path, beat_track=hear_clicks, expected=EXPECTED)
    assert "sound_ends_early" in codes(receipt)


def test_black_pictures_are_noticed(tmp_path: Path) -> None:
    path = film(tmp_path / "black.mp4", pattern=shots(CUTS_MS, [(180, 60, 40), (0, 0, 0), (60, 160, 70)]))
    receipt = measure(path, beat_track=hear_clicks, expected=EXPECTED)
    assert [p.say() for p in receipt.problems] == [
        "The picture is black from 0:01.00 to 0:02.00.",
        "The picture is black from 0:03.50 to 0:04.50.",
    ]


def test_black_that_the_edit_asked_for_is_no_problem(tmp_path: Path) -> None:
    path = film(tmp_path / "black.mp4", pattern=shots(CUTS_MS, [(180, 60, 40), (0, 0, 0), (60, 160, 70)]))
    meant = replace(EXPECTED, dark_ms=((1000, 2000), (3500, 4500)))
    assert codes(measure(path, beat_track=hear_clicks, expected=meant)) == []
    partly = replace(EXPECTED, dark_ms=((900, 1050), (3500, 4500)))
    assert codes(measure(path, beat_track=hear_clicks, expected=partly)) == []


def test_loudness_and_peak_are_held_against_the_target(tmp_path: Path) -> None:
    t = np.arange(6 * 48_000) / 48_000
    path = film(
        tmp_path / "loud.mp4", audio=np.tile(0.98 * np.sin(2 * np.pi * 997 * t), (2, 1)).astype(np.float32)
    )
    asked = replace(EXPECTED, beat_cut=False, loudness_lufs=-14.0)
    receipt = measure(path, beat_track=hear_clicks, expected=asked)
    assert receipt.loudness_lufs == pytest.approx(-0.2, abs=0.5)
    assert codes(receipt) == ["loudness", "peak"]


def test_a_film_without_sound_and_plan_is_described(tmp_path: Path) -> None:
    path = make_video(tmp_path / "plain.mp4", pattern=shots([1000]))
    receipt = measure(path, beat_track=hear_clicks)
    assert receipt.line().startswith("1 cut · no sound · 0:02.0, 320×180, 30 fps, H.264")
    assert receipt.problems == ()


def test_a_song_is_measured_too(tmp_path: Path) -> None:
    path = make_wav(tmp_path / "song.wav", click_track(BEATS_MS, duration_ms=6000))
    receipt = measure(path, beat_track=hear_clicks)
    assert codes(receipt) == ["no_picture"]
    assert len(receipt.beats_ms) == 12


def test_a_photo_is_no_film(tmp_path: Path) -> None:
    receipt = measure(make_image(tmp_path / "a.png"), beat_track=hear_clicks)
    assert (receipt.width, receipt.height, codes(receipt)) == (320, 180, ["no_picture"])


def test_a_file_that_is_no_film_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("not a film", encoding="utf-8")
    with pytest.raises(MediaUnreadable):
        measure(tmp_path / "a.mp4", beat_track=hear_clicks)


def test_progress_rises_to_one(good: Path) -> None:
    told: list[float] = []
    measure(good, beat_track=hear_clicks, on_progress=told.append)
    assert told == sorted(told)
    assert len(told) > 5
    assert told[-1] <= 1


# --- stretches ---------------------------------------------------------------------------------------------------


def standing(from_ms: int, to_ms: int) -> Pattern:
    """A moving picture that stands for a while."""

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        shown = time_ms if time_ms < from_ms else max(Fraction(from_ms), time_ms - (to_ms - from_ms))
        at = round(float(shown) / 1000 * 60)
        picture = np.zeros((height, width, 3), np.uint8)
        picture[:, :, 1] = np.linspace(30, 220, width, dtype=np.uint8)[None]
        picture[40:90, (at % (width - 60)) : (at % (width - 60)) + 50, 0] = 240
        return picture

    return paint


NO_CUTS = replace(EXPECTED, cuts_ms=(), beat_cut=False)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("frozen") / "frozen.mp4", pattern=standing(2000, 4500))


def test_a_picture_that_stands_is_found_with_its_times(frozen: Path) -> None:
    receipt = measure(frozen, beat_track=hear_clicks, expected=NO_CUTS)
    assert codes(receipt) == ["frozen"]
    [(start, end)] = receipt.frozen_ms
    assert start == pytest.approx(2000, abs=70)
    assert end == pytest.approx(4500, abs=70)
    assert "frozen 0:02.0–0:04.5" in receipt.line()
    assert "画面静止" in receipt.line("zh")


def test_a_still_that_was_planned_is_no_problem_and_stays_measured(frozen: Path) -> None:
    receipt = measure(frozen, beat_track=hear_clicks, expected=replace(NO_CUTS, still_ms=((1900, 4600),)))
    assert receipt.problems == ()
    assert len(receipt.frozen_ms) == 1
    assert "frozen" not in receipt.line()
    assert Receipt.from_json(receipt.as_json()) == receipt


def test_moving_pictures_do_not_stand(tmp_path: Path) -> None:
    path = film(tmp_path / "moving.mp4", pattern=standing(6000, 6000))
    assert measure(path, beat_track=hear_clicks, expected=NO_CUTS).frozen_ms == ()


def test_a_film_without_a_plan_says_what_it_has_on_its_line(tmp_path: Path) -> None:
    sound = click_track(BEATS_MS, duration_ms=6000)
    sound[:, 96_000:192_000] = 0
    colours = shots((3000, 4500), [(180, 60, 40), (0, 0, 0), (60, 160, 70)])
    receipt = measure(film(tmp_path / "plain.mp4", audio=sound, pattern=colours), beat_track=hear_clicks)
    assert receipt.black_ms == ((3000.0, 4500.0),)
    assert "black 0:03.0–0:04.5" in receipt.line()
    assert "silent 0:0" in receipt.line()
    assert receipt.problems == ()


def humming(silent_ms: tuple[int, int] = (0, 0), *, loud_ms: tuple[int, int] = (0, 0)) -> NDArray[np.float32]:
    at = np.arange(6 * 48_000) / 48_000
    sound = np.tile(0.2 * np.sin(2 * np.pi * 220 * at), (2, 1)).astype(np.float32)
    sound[:, silent_ms[0] * 48 : silent_ms[1] * 48] = 0
    sound[:, loud_ms[0] * 48 : loud_ms[1] * 48] *= 20
    return np.clip(sound, -1, 1)


def test_a_silent_stretch_is_said_where_the_edit_has_sound(tmp_path: Path) -> None:
    path = film(tmp_path / "gap.mp4", audio=humming((2000, 3500)))
    receipt = measure(path, beat_track=hear_clicks, expected=NO_CUTS)
    assert codes(receipt) == ["quiet"]
    assert receipt.problems[0].say() == "Nothing is heard from 0:02.00 to 0:03.50, where the edit has sound."
    planned = measure(path, beat_track=hear_clicks, expected=replace(NO_CUTS, quiet_ms=((2000, 3500),)))
    assert planned.problems == ()
    assert planned.silent_ms == receipt.silent_ms


def test_clipped_sound_is_said_with_its_times(tmp_path: Path) -> None:
    path = film(tmp_path / "clipped.mp4", audio=humming(loud_ms=(2500, 3500)))
    for expected in (NO_CUTS, None):
        receipt = measure(path, beat_track=hear_clicks, expected=expected)
        assert codes(receipt) == ["clipped"]
        [(start, end)] = receipt.clipped_ms
        assert start == pytest.approx(2500, abs=30)
        assert end == pytest.approx(3500, abs=30)


def test_sound_that_vanishes_from_one_loudspeaker_is_said(tmp_path: Path) -> None:
    sound = humming()
    sound[1] *= -1
    receipt = measure(film(tmp_path / "anti.mp4", audio=sound), beat_track=hear_clicks, expected=NO_CUTS)
    assert codes(receipt) == ["mono_cancels"]
    assert "loudspeaker" in receipt.problems[0].say()


# --- the beats of the edit against those that are heard ------------------------------------------------------------


def test_half_beats_that_were_planned_are_no_problem(tmp_path: Path) -> None:
    cuts = (1000, 2000, 2750, 3500, 4500)
    path = film(tmp_path / "half.mp4", pattern=shots(cuts))
    planned = replace(EXPECTED, cuts_ms=cuts, beats_ms=tuple(float(b) for b in BEATS_MS))
    receipt = measure(path, beat_track=hear_clicks, expected=planned)
    assert receipt.problems == ()
    assert receipt.cuts_on_beat == 4
    assert "1 on half beats" in receipt.line()


def test_a_half_beat_where_the_edit_has_a_beat_is_a_problem(tmp_path: Path) -> None:
    path = film(tmp_path / "half.mp4", pattern=shots((1000, 2000, 2750, 3500, 4500)))
    wrong = (*tuple(float(b) for b in BEATS_MS if b != 2500), 2750.0)
    planned = replace(EXPECTED, cuts_ms=(1000, 2000, 2750, 3500, 4500), beats_ms=tuple(sorted(wrong)))
    assert "cuts_off_beat" in codes(measure(path, beat_track=hear_clicks, expected=planned))


@pytest.fixture(scope="module")
def clicks_a_half_second_apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds without a cut."""
    return film(
        tmp_path_factory.mktemp("films") / "doubt.mp4",
        duration_ms=12_000,
        pattern=shots(()),
        audio=click_track(tuple(range(0, 12_000, 500)), duration_ms=12_000),
    )


@pytest.mark.parametrize(
    ("first_ms", "step_ms", "code"),
    [
        (0, 500, None),
        (0, 250, None),
        (0, 1000, None),
        (0, 750, "beat_level"),
        (0, 1000 / 3, "beat_level"),
        (250, 500, "beat_half"),
        (40, 500, "beat_late"),
        (460, 500, "beat_early"),
        (0, 506, "beat_drifts"),
    ],
)
def test_beats_of_the_edit_that_are_not_heard_are_doubted(
    clicks_a_half_second_apart: Path, first_ms: float, step_ms: float, code: str | None
) -> None:
    """The clicks fall every 500 ms; the edit thinks otherwise."""
    length_ms = 12_000
    beats = tuple(first_ms + n * step_ms for n in range(int((length_ms - first_ms) / step_ms)))
    planned = replace(EXPECTED, cuts_ms=(), duration_ms=length_ms, beats_ms=beats, tempo_bpm=None)
    receipt = measure(clicks_a_half_second_apart, beat_track=hear_clicks, expected=planned)
    assert codes(receipt) == ([code] if code else [])
    assert receipt.heard_tempo_bpm == pytest.approx(120, abs=0.5)
