"""Music under speech, measured on the decoded mix: it is lower while somebody speaks, wherever the clips stand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio.speech import SPEECH_SAMPLE_RATE, speech_ranges
from nemovideo_mcp.export.sound_plan import SoundSpec, plan_sound
from nemovideo_mcp.export.soundtrack import make_soundtrack
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.media import Analysis, MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import AudioClip, Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from support.edits import edited
from support.media import make_wav, tone
from support.voices import recording

RATE = 48_000
SONG_HZ = 6000.0
SAID = ((1.0, 2.5),)


def unheard(_stage: str, _fraction: float) -> None:
    pass


def film(*starts_ms: int, under_speech: float = 1.0, **more: object) -> Timeline:
    """A film of 6 s: the talk, of 3 s, from each of `starts_ms` on, music under all of it."""
    clips = tuple(
        VideoClip(**{"clip_id": f"c{n}", "name": "talk", "media_id": "talk", "start_ms": start,
                     "duration_ms": 3000, **more})  # type: ignore[arg-type]
        for n, start in enumerate(starts_ms, 1)
    )  # fmt: skip
    still = VideoClip(clip_id="c9", name="beach", media_id="beach", start_ms=0, duration_ms=6000)
    music = AudioClip(
        clip_id="a1", name="song", media_id="song", start_ms=0, duration_ms=6000, under_speech=under_speech
    )
    return Timeline(
        tracks=(
            Track(track_id="beach", kind=TrackKind.VIDEO, clips=(still,)),
            Track(track_id="v", kind=TrackKind.VIDEO, clips=clips),
            Track(track_id="a", kind=TrackKind.AUDIO, clips=(music,)),
        )
    )


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SourceFile]:
    folder = tmp_path_factory.mktemp("sources")
    talk = make_wav(folder / "talk.wav", recording(3.0, SAID))
    song = make_wav(folder / "song.wav", tone(duration_ms=6000, frequency=SONG_HZ))
    info = MediaInfo(kind="video", duration_ms=3000, width=160, height=90, frame_rate=25, has_audio=True)
    return {
        "talk": SourceFile(path=talk, content_hash="talk", info=info),
        "song": SourceFile(
            path=song, content_hash="song", info=MediaInfo(kind="audio", duration_ms=6000, has_audio=True)
        ),
    }


@lru_cache
def heard(path: Path) -> tuple[tuple[int, int], ...]:
    return speech_ranges(decode_audio(path, sample_rate=SPEECH_SAMPLE_RATE, channels=1))


def planned(edit: Timeline, sources: dict[str, SourceFile]) -> SoundSpec:
    analyses = {
        "talk": Analysis(hop_ms=100, loudness_lufs=-20.0, speech_ms=heard(sources["talk"].path)),
    }
    spec = plan_sound(edit, sources, analyses=analyses, settings=EncoderSettings())
    assert spec is not None
    return spec


def song_db(spec: SoundSpec, folder: Path, *stretches_s: tuple[float, float]) -> list[float]:
    """How loud the song's tone is in each stretch of the film."""
    path = make_soundtrack(spec, folder, tick=unheard)
    assert path is not None
    samples = np.concatenate(list(decode_audio(path, sample_rate=RATE, channels=2)), axis=1).mean(axis=0)
    return [level(samples[round(a * RATE) : round(b * RATE)]) for a, b in stretches_s]


def level(samples: NDArray[np.float32]) -> float:
    t = np.arange(samples.size) / RATE
    return float(20 * np.log10(np.abs(np.mean(samples * np.exp(-2j * np.pi * SONG_HZ * t))) + 1e-9))


@pytest.mark.parametrize("gain", [0.5, 0.2])
def test_the_music_is_lower_by_what_was_said_while_somebody_speaks(
    gain: float, sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    spec = planned(film(1000, under_speech=gain), sources)
    before, under, behind = song_db(spec, tmp_path, (0.5, 1.7), (2.2, 3.3), (4.4, 5.8))
    assert under - before == pytest.approx(20 * np.log10(gain), abs=1.0)
    assert behind - before == pytest.approx(0.0, abs=1.0)


def test_the_music_follows_where_the_clip_goes(sources: dict[str, SourceFile], tmp_path: Path) -> None:
    spec = planned(film(3000, under_speech=0.2), sources)
    before, under = song_db(spec, tmp_path, (1.0, 3.5), (4.3, 5.2))
    assert under - before == pytest.approx(20 * np.log10(0.2), abs=1.0)


@pytest.mark.parametrize("change", [{"volume": 0.0}, {"freeze": True}])
def test_a_clip_that_is_not_heard_lowers_nothing(
    change: dict[str, object], sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    spec = planned(film(1000, under_speech=0.2, **change), sources)
    before, under = song_db(spec, tmp_path, (0.5, 1.7), (2.2, 3.3))
    assert under - before == pytest.approx(0.0, abs=0.5)


def test_a_film_that_asks_for_nothing_keeps_the_name_of_its_sound(sources: dict[str, SourceFile]) -> None:
    spec = planned(film(1000), sources)
    assert spec.speech == ()
    bare = replace(spec, pieces=tuple(replace(piece, under_speech=1.0) for piece in spec.pieces))
    assert spec.key == bare.key
    assert planned(film(1000, under_speech=0.3), sources).key != spec.key
    assert (
        planned(film(1000, under_speech=0.3), sources).key
        != planned(film(2000, under_speech=0.3), sources).key
    )


def test_the_level_under_speech_survives_the_draft_and_is_not_written_where_there_is_none() -> None:
    edit = film(1000, under_speech=0.3)
    assert timeline_of(draft_of(edit)).audio_clips[0].under_speech == 0.3
    assert "under_speech" not in str(draft_of(film(1000)))


def test_a_film_whose_pauses_were_cut_out_speaks_as_long_as_before_and_is_silent_for_a_breath(
    tmp_path: Path,
) -> None:
    said = ((0.8, 2.0), (3.6, 4.6), (5.9, 7.2))
    path = make_wav(tmp_path / "talk.wav", recording(8.0, said))
    info = MediaInfo(kind="video", duration_ms=8000, width=160, height=90, frame_rate=25, has_audio=True)
    speech = heard(path)
    assert len(speech) == len(said)
    analysis = Analysis(hop_ms=100, loudness_lufs=-20.0, speech_ms=speech)
    item = MediaItem(media_id="talk", name="talk.mp4", info=info, analysis=analysis)
    clip = VideoClip(clip_id="c1", name="talk", media_id="talk", start_ms=0, duration_ms=8000)
    before = Timeline(
        tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=(clip,)),), frame_rate=Fraction(25)
    )
    after = edited([item], {"op": "remove_pauses"}, start=before).timeline
    source = SourceFile(path=path, content_hash="pauses", info=info)
    spec = plan_sound(after, {"talk": source}, analyses={"talk": analysis}, settings=EncoderSettings())
    assert spec is not None
    mix = make_soundtrack(spec, tmp_path, tick=unheard)
    assert mix is not None
    found = speech_ranges(decode_audio(mix, sample_rate=SPEECH_SAMPLE_RATE, channels=1))
    assert sum(end - start for start, end in found) == pytest.approx(
        sum(end - start for start, end in speech), abs=150
    )
    # A breath of 150 ms on either side, to a frame, and what the detector adds or leaves out.
    assert all(100 <= b[0] - a[1] <= 450 for a, b in pairwise(found))
    assert after.duration_ms < 8000 - 3 * 600
