"""What is heard, when, and how loud: the plan of a film's sound and the mix that comes of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.audio.compose.composer import plan_music
from nemovideo_mcp.audio.loudness import measure_loudness
from nemovideo_mcp.errors import RenderCancelled
from nemovideo_mcp.export.sound_plan import CLIP, MUSIC, SoundSpec, plan_sound
from nemovideo_mcp.export.soundtrack import compose_to_wav, make_soundtrack
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.timeline.model import (
    AudioClip,
    SpeedRamp,
    Timeline,
    Track,
    TrackKind,
    Transition,
    VideoClip,
    VolumeRange,
)
from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.video.loudness import measure_file_loudness
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from support.media import click_track, make_wav, tone

RATE = 48_000
FILM = MediaInfo(kind="video", duration_ms=10_000, width=320, height=180, frame_rate=30, has_audio=True)
SONG = MediaInfo(kind="audio", duration_ms=10_000, has_audio=True)
LOUD = {"a": Analysis(hop_ms=100, loudness_lufs=-14.0)}


def unheard(_stage: str, _fraction: float) -> None:
    pass


def source(path: Path, info: MediaInfo = FILM) -> SourceFile:
    return SourceFile(path=path, content_hash=path.stem, info=info)


def clip(start_ms: int, duration_ms: int, **more: object) -> VideoClip:
    wishes: dict[str, object] = {"clip_id": f"c{start_ms}", "name": "a", "media_id": "a", **more}
    return VideoClip(start_ms=start_ms, duration_ms=duration_ms, **wishes)  # type: ignore[arg-type]


def timeline(*clips: VideoClip | AudioClip) -> Timeline:
    return Timeline(
        tracks=(
            Track(
                track_id="v", kind=TrackKind.VIDEO, clips=tuple(c for c in clips if isinstance(c, VideoClip))
            ),
            Track(
                track_id="a", kind=TrackKind.AUDIO, clips=tuple(c for c in clips if isinstance(c, AudioClip))
            ),
        )
    )


def planned(
    edit: Timeline, sources: dict[str, SourceFile], analyses: dict[str, Analysis] | None = None
) -> SoundSpec | None:
    return plan_sound(edit, sources, analyses=analyses or {}, settings=EncoderSettings())


def mixed(spec: SoundSpec | None, folder: Path) -> NDArray[np.float32]:
    assert spec is not None
    path = make_soundtrack(spec, folder, tick=unheard)
    assert path is not None
    return np.concatenate(list(decode_audio(path, sample_rate=RATE, channels=2)), axis=1)


def noise(seconds: float, gain: float = 0.1, seed: int = 1) -> NDArray[np.float32]:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((2, round(seconds * RATE))), axis=1)
    spectrum[:, round(8_000 * seconds) :] = 0
    return (gain * np.fft.irfft(spectrum, n=round(seconds * RATE), axis=1)).astype(np.float32)


def test_clips_sound_with_their_frames_and_the_whole_is_as_long_as_the_pictures() -> None:
    spec = planned(timeline(clip(0, 333), clip(333, 500), clip(833, 1667)), {"a": source(Path("a.mp4"))})
    assert spec is not None
    assert [(p.start, p.length) for p in spec.pieces] == [(0, 16_000), (16_000, 24_000), (40_000, 80_000)]
    assert spec.length == 75 * 1600
    assert {p.role for p in spec.pieces} == {CLIP}


@pytest.mark.parametrize(
    ("edit", "info", "analysis"),
    [
        (timeline(clip(0, 1000, volume=0.0)), FILM, None),
        (timeline(clip(0, 1000)), replace(FILM, has_audio=False), None),
        (timeline(clip(0, 1000)), replace(FILM, kind="image"), None),
        (timeline(clip(0, 1000)), FILM, Analysis(hop_ms=100, loudness_lufs=None)),
        (timeline(clip(0, 1000, media_id="gone")), FILM, None),
        (Timeline(), FILM, None),
    ],
)
def test_nothing_to_hear_is_no_sound(edit: Timeline, info: MediaInfo, analysis: Analysis | None) -> None:
    analyses = {"a": analysis} if analysis else {}
    assert planned(edit, {"a": source(Path("a.mp4"), info)}, analyses) is None


def test_the_name_of_a_mix_follows_from_what_is_heard() -> None:
    sources = {"a": source(Path("one/a.mp4"))}
    elsewhere = {"a": source(Path("two/a.mp4"))}
    spec = planned(timeline(clip(0, 1000)), sources, LOUD)
    assert spec is not None
    assert pickle.loads(pickle.dumps(spec)).key == spec.key
    assert planned(replace(timeline(clip(0, 1000)), title="other"), elsewhere, LOUD).key == spec.key  # type: ignore[union-attr]
    changes: list[Callable[[], SoundSpec | None]] = [
        lambda: planned(timeline(clip(0, 1000, volume=0.5)), sources, LOUD),
        lambda: planned(timeline(clip(0, 1000, source_start_ms=40)), sources, LOUD),
        lambda: planned(timeline(clip(0, 1000, speed=2.0)), sources, LOUD),
        lambda: planned(timeline(clip(0, 2000)), sources, LOUD),
    ]
    assert len({spec.key, *(change().key for change in changes)}) == 5  # type: ignore[union-attr]


def test_a_composed_piece_comes_out_at_minus_fourteen_and_is_not_made_twice(tmp_path: Path) -> None:
    music = plan_music(mood="upbeat", duration_ms=8000, seed=1)
    song = AudioClip(clip_id="m", name="m", start_ms=0, duration_ms=8000, music=music, volume=0.3)
    spec = planned(timeline(clip(0, 8000, volume=0.0), song), {"a": source(Path("a.mp4"))})
    assert spec is not None
    stages: list[tuple[str, float]] = []
    path = make_soundtrack(spec, tmp_path, tick=lambda stage, fraction: stages.append((stage, fraction)))
    assert path is not None
    loudness = measure_file_loudness(path)
    assert loudness.integrated_lufs == pytest.approx(-14, abs=0.5)
    assert loudness.true_peak_dbtp <= -1.0
    assert [s for k, (s, _) in enumerate(stages) if k == 0 or stages[k - 1][0] != s] == ["compose", "mix"]
    before = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    assert make_soundtrack(spec, tmp_path, tick=unheard) == path
    louder = replace(spec, pieces=tuple(replace(p, volume=0.6) for p in spec.pieces))
    stages.clear()
    make_soundtrack(louder, tmp_path, tick=lambda stage, fraction: stages.append((stage, fraction)))
    assert {stage for stage, _ in stages} == {"mix"}
    assert before.items() <= {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}.items()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("mood", "seed"), [("upbeat", 109_703_045), ("electronic", 47_527), ("lofi", 47_527)]
)
def test_music_that_begins_on_a_loud_beat_keeps_its_peak_also_in_its_first_frame(
    mood: str, seed: int, tmp_path: Path
) -> None:
    music = plan_music(mood=mood, duration_ms=4000, seed=seed)
    song = AudioClip(clip_id="m", name="m", start_ms=0, duration_ms=4000, music=music)
    spec = planned(timeline(clip(0, 4000, volume=0.0), song), {"a": source(Path("a.mp4"))})
    assert spec is not None
    sound = make_soundtrack(spec, tmp_path, tick=unheard)
    assert sound is not None
    assert measure_file_loudness(sound).true_peak_dbtp <= -1.0


def test_clips_as_loud_as_music_whatever_they_were_recorded_at(tmp_path: Path) -> None:
    quiet, loud = make_wav(tmp_path / "a.wav", noise(3, 0.02)), make_wav(tmp_path / "b.wav", noise(3, 0.2))
    sources = {"a": source(quiet), "b": source(loud)}
    edit = timeline(clip(0, 2000), clip(2000, 2000, media_id="b"))
    samples = mixed(planned(edit, sources), tmp_path / "work")
    levels = [measure_loudness([samples[:, k * 2 * RATE : (k + 1) * 2 * RATE]]) for k in range(2)]
    assert levels[0].integrated_lufs == pytest.approx(levels[1].integrated_lufs, abs=1)
    assert measure_loudness([samples]).integrated_lufs == pytest.approx(-14, abs=0.5)


def test_music_stays_where_it_is_and_dips_under_a_clip_that_speaks(tmp_path: Path) -> None:
    sources = {
        "a": source(make_wav(tmp_path / "a.wav", noise(4))),
        "song": source(make_wav(tmp_path / "song.wav", tone(duration_ms=8000, frequency=12_000)), SONG),
    }
    song = AudioClip(
        clip_id="m", name="m", start_ms=0, duration_ms=6000, media_id="song", source_start_ms=500, volume=0.5
    )
    samples = mixed(
        planned(timeline(clip(0, 3000), clip(3000, 3000, volume=0.2), song), sources), tmp_path / "w"
    )

    def tone_db(start: float, end: float) -> float:
        piece = samples[0, round(start * RATE) : round(end * RATE)]
        t = np.arange(piece.size) / RATE
        return float(20 * np.log10(np.abs(np.mean(piece * np.exp(-2j * np.pi * 12_000 * t)))))

    assert tone_db(1, 2.5) - tone_db(4.5, 5.5) == pytest.approx(-4, abs=0.7)


def test_a_quiet_room_stays_quiet(tmp_path: Path) -> None:
    room = source(make_wav(tmp_path / "a.wav", noise(3, 0.001)))
    before = measure_file_loudness(room.path).integrated_lufs
    after = measure_loudness([mixed(planned(timeline(clip(0, 3000)), {"a": room}), tmp_path / "w")])
    assert before is not None
    assert after.integrated_lufs == pytest.approx(before + 26, abs=1)


def test_silence_makes_no_track(tmp_path: Path) -> None:
    spec = planned(timeline(clip(0, 1000)), {"a": source(make_wav(tmp_path / "a.wav", np.zeros((2, 9_000))))})
    assert spec is not None
    assert make_soundtrack(spec, tmp_path / "w", tick=unheard) is None
    assert make_soundtrack(spec, tmp_path / "w", tick=unheard) is None


def test_a_cut_in_a_steady_tone_is_not_heard(tmp_path: Path) -> None:
    hum = source(make_wav(tmp_path / "a.wav", tone(duration_ms=4000, frequency=500)))
    edit = timeline(
        clip(0, 1000), clip(1000, 1000, source_start_ms=1000), clip(2000, 1000, source_start_ms=1)
    )
    samples = mixed(planned(edit, {"a": hum}), tmp_path / "w")[0, : 3 * RATE]
    spectrum = [
        np.abs(np.fft.rfft(samples[at - 512 : at + 512] * np.hanning(1024)))[200:].max()
        for at in (RATE // 2, RATE, 2 * RATE)
    ]
    assert max(spectrum) < 0.05  # a click spreads over all frequencies


def test_clicks_fall_where_the_edit_puts_them(tmp_path: Path) -> None:
    clicks = source(make_wav(tmp_path / "a.wav", click_track(range(0, 9000, 500), duration_ms=9000)))
    cuts = [0, 733, 1533, 2900]
    edit = timeline(
        *(
            clip(start, end - start, source_start_ms=250 * k + 100)
            for k, (start, end) in enumerate(pairwise(cuts))
        )
    )
    samples = mixed(planned(edit, {"a": clicks}), tmp_path / "w")
    loud = np.flatnonzero(np.abs(samples[0]) > 0.25 * np.abs(samples).max()) / RATE * 1000
    found = [t for k, t in enumerate(loud) if k == 0 or t - loud[k - 1] > 100]
    wanted = [400, 733 + 150, 733 + 650, 1533 + 400, 1533 + 900]
    assert found == pytest.approx(wanted, abs=1)


def test_a_mix_can_be_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    spec = planned(timeline(clip(0, 9000)), {"a": source(make_wav(tmp_path / "a.wav", noise(9)))})
    assert spec is not None

    def stop(_stage: str, fraction: float) -> None:
        if fraction > 0.1:
            raise RenderCancelled

    with pytest.raises(RenderCancelled):
        make_soundtrack(spec, tmp_path / "w", tick=stop)
    assert list((tmp_path / "w").iterdir()) == []


def test_music_is_written_as_a_file_for_people(tmp_path: Path) -> None:
    music = plan_music(mood="lofi", duration_ms=6000, seed=2)
    said = compose_to_wav(music, tmp_path / "bgm.wav", tick=unheard)
    assert said == measure_file_loudness(tmp_path / "bgm.wav")
    assert said.integrated_lufs == pytest.approx(-14, abs=1)
    assert said.true_peak_dbtp <= -1.0
    samples = np.concatenate(list(decode_audio(tmp_path / "bgm.wav", sample_rate=RATE, channels=2)), axis=1)
    assert samples.shape == (2, 6 * RATE)
    assert [p.name for p in tmp_path.iterdir()] == ["bgm.wav"]
    assert MUSIC == "bgm"


def level_db(samples: NDArray[np.float32], start_ms: int, end_ms: int) -> float:
    piece = samples[:, start_ms * RATE // 1000 : end_ms * RATE // 1000]
    return float(10 * np.log10(np.mean(np.square(piece)) + 1e-12))


def song(start_ms: int, duration_ms: int, **more: object) -> AudioClip:
    wishes: dict[str, object] = {"clip_id": f"m{start_ms}", "name": "song", "media_id": "song", **more}
    return AudioClip(start_ms=start_ms, duration_ms=duration_ms, **wishes)  # type: ignore[arg-type]


def silent_film() -> SourceFile:
    return source(Path("a.mp4"), replace(FILM, has_audio=False))


def test_the_sound_of_a_clip_fades_with_its_fades(tmp_path: Path) -> None:
    sources = {"a": source(make_wav(tmp_path / "a.wav", noise(5)))}
    samples = mixed(
        planned(timeline(clip(0, 4000, fade_in_ms=1000, fade_out_ms=2000)), sources), tmp_path / "w"
    )
    full = level_db(samples, 1200, 1900)
    assert level_db(samples, 450, 550) - full == pytest.approx(-6, abs=1)  # sin² is a half in the middle
    assert level_db(samples, 2950, 3050) - full == pytest.approx(-6, abs=1)
    assert level_db(samples, 3900, 3990) - full < -35


def test_a_frozen_clip_is_silent(tmp_path: Path) -> None:
    sources = {"a": source(make_wav(tmp_path / "a.wav", noise(5)))}
    assert planned(timeline(clip(0, 2000, freeze=True)), sources) is None
    samples = mixed(planned(timeline(clip(0, 2000), clip(2000, 2000, freeze=True)), sources), tmp_path / "w")
    assert level_db(samples, 2100, 3900) < -80


@pytest.mark.parametrize("speed", [1.0, 0.5, 2.0])
def test_a_reversed_clip_sounds_backwards(speed: float, tmp_path: Path) -> None:
    clicks = source(make_wav(tmp_path / "a.wav", click_track((500, 2200), duration_ms=4000)))
    duration_ms = round(2400 / speed)
    edit = timeline(clip(0, duration_ms, source_start_ms=400, reversed=True, speed=speed))
    samples = mixed(planned(edit, {"a": clicks}), tmp_path / "w")
    loud = np.flatnonzero(np.abs(samples[0]) > 0.3 * np.abs(samples).max()) / RATE * 1000
    found = [t for k, t in enumerate(loud) if k == 0 or t - loud[k - 1] > 100]
    wanted = [(2800 - 2200) / speed, (2800 - 500) / speed]
    assert found == pytest.approx(wanted, abs=8 if speed == 1 else 25 / speed)


@pytest.mark.parametrize("volume", [0.0, 0.25, 2.0])
def test_a_volume_range_holds_in_place_of_the_volume_also_after_normalizing(
    volume: float, tmp_path: Path
) -> None:
    sources = {"a": silent_film(), "song": source(make_wav(tmp_path / "song.wav", noise(9)), SONG)}
    ranged = song(
        0, 8000, volume=0.5, volume_ranges=(VolumeRange(start_ms=3000, end_ms=5000, volume=volume),)
    )
    samples = mixed(planned(timeline(clip(0, 8000), ranged), sources), tmp_path / "w")
    change = level_db(samples, 3200, 4800) - level_db(samples, 1000, 2800)
    if volume:
        assert change == pytest.approx(20 * np.log10(volume / 0.5), abs=1)
    else:
        assert change < -60
    assert level_db(samples, 5200, 7000) == pytest.approx(level_db(samples, 1000, 2800), abs=0.5)
    assert measure_loudness([samples]).integrated_lufs == pytest.approx(-14, abs=0.7)


def test_a_volume_range_does_not_click(tmp_path: Path) -> None:
    hum = source(make_wav(tmp_path / "song.wav", tone(duration_ms=6000, frequency=500)), SONG)
    ranged = song(0, 5000, volume_ranges=(VolumeRange(start_ms=2000, end_ms=3000, volume=0.1),))
    edit = timeline(clip(0, 5000), ranged)
    samples = mixed(planned(edit, {"a": silent_film(), "song": hum}), tmp_path / "w")[0]
    for at in (2 * RATE, 3 * RATE):
        window = samples[at - 4096 : at + 4096] * np.hanning(8192)
        assert np.abs(np.fft.rfft(window))[1000:].max() < 0.05


def test_muted_music_is_heard_in_its_volume_ranges(tmp_path: Path) -> None:
    sources = {"a": silent_film(), "song": source(make_wav(tmp_path / "song.wav", noise(5)), SONG)}
    ranged = song(1000, 3000, volume=0.0, volume_ranges=(VolumeRange(start_ms=0, end_ms=2000, volume=0.5),))
    samples = mixed(planned(timeline(clip(0, 4000), ranged), sources), tmp_path / "w")
    assert level_db(samples, 0, 900) < -80
    assert level_db(samples, 1100, 1900) > -30
    assert level_db(samples, 2100, 3900) < -80


def test_music_at_two_fifths_lies_under_the_clips_by_as_much(tmp_path: Path) -> None:
    sources = {
        "a": source(make_wav(tmp_path / "a.wav", tone(duration_ms=6000, frequency=1000, gain=0.05))),
        "song": source(make_wav(tmp_path / "song.wav", tone(duration_ms=6000, frequency=1200)), SONG),
    }
    edit = timeline(clip(0, 5000, volume=0.5), song(0, 5000, volume=0.2))
    samples = mixed(planned(edit, sources), tmp_path / "w")[0, RATE : 4 * RATE]
    t = np.arange(samples.size) / RATE
    clip_level, song_level = (abs(np.mean(samples * np.exp(-2j * np.pi * f * t))) for f in (1000, 1200))
    assert 20 * np.log10(song_level / clip_level) == pytest.approx(20 * np.log10(0.4), abs=0.7)


def test_music_in_several_pieces_starts_where_each_piece_says_and_is_silent_between(tmp_path: Path) -> None:
    beats = source(make_wav(tmp_path / "song.wav", click_track((500, 1500, 2500), duration_ms=3000)), SONG)
    edit = timeline(clip(0, 6000), song(0, 2000), song(3000, 1200, source_start_ms=2000), song(4200, 1800))
    samples = mixed(planned(edit, {"a": silent_film(), "song": beats}), tmp_path / "w")
    loud = np.flatnonzero(np.abs(samples[0]) > 0.25 * np.abs(samples).max()) / RATE * 1000
    found = [t for k, t in enumerate(loud) if k == 0 or t - loud[k - 1] > 100]
    assert found == pytest.approx([500, 1500, 3500, 4700, 5700], abs=2)
    assert level_db(samples, 2050, 2950) < -80


def test_a_song_that_begins_again_neither_clicks_nor_dips(tmp_path: Path) -> None:
    sources = {"s": source(make_wav(tmp_path / "s.wav", np.tile(_hum(10.0), (2, 1))), SONG)}
    loop = [song(n * 2_000, 2_000, media_id="s", source_start_ms=1_000) for n in range(3)]
    spec = planned(timeline(clip(0, 6_000, media_id="x"), *loop), {**sources, "x": silent_film()})
    assert spec is not None
    assert [(p.joins_before, p.joins_after) for p in spec.pieces] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    samples = mixed(spec, tmp_path / "work")[0]
    for join in (2 * RATE, 4 * RATE):
        around = samples[join - RATE // 10 : join + RATE // 10]
        level = np.sqrt(np.convolve(around**2, np.full(480, 1 / 480), mode="valid"))
        assert level.min() > 0.8 * level.max()
        assert np.abs(np.diff(around, 2)).max() < 1.6 * np.abs(np.diff(samples[RATE : RATE + 9600], 2)).max()


def test_the_attack_on_which_a_song_begins_again_is_whole(tmp_path: Path) -> None:
    clicks = click_track((1_000, 1_500, 2_000, 2_500), duration_ms=4_000)
    sources = {"s": source(make_wav(tmp_path / "s.wav", clicks), SONG)}
    loop = [song(n * 2_000, 2_000, media_id="s", source_start_ms=1_000) for n in range(3)]
    samples = mixed(
        planned(timeline(clip(0, 6_000, media_id="x"), *loop), {**sources, "x": silent_film()}), tmp_path
    )
    first = np.abs(samples[0, RATE // 2 : RATE // 2 + 2_400]).max()
    for join in (2 * RATE, 4 * RATE):
        assert np.abs(samples[0, join : join + 2_400]).max() == pytest.approx(first, rel=0.1)


def test_a_song_whose_channels_are_opposite_comes_out_at_minus_fourteen(tmp_path: Path) -> None:
    sound = noise(6.0)
    sound[1] = -sound[0]
    sources = {"s": source(make_wav(tmp_path / "s.wav", sound), SONG)}
    spec = planned(
        timeline(clip(0, 6_000, media_id="x"), song(0, 6_000, media_id="s")), {**sources, "x": silent_film()}
    )
    path = make_soundtrack(spec, tmp_path / "work", tick=unheard) if spec else None
    assert path is not None
    assert measure_file_loudness(path).integrated_lufs == pytest.approx(-14, abs=0.5)
    left, right = np.concatenate(list(decode_audio(path, sample_rate=RATE, channels=2)), axis=1)
    assert np.corrcoef(left, right)[0, 1] < -0.98


def _hum(length_s: float) -> NDArray[np.float32]:
    at = np.arange(round(length_s * RATE)) / RATE
    return (0.2 * np.sin(2 * np.pi * 200 * at)).astype(np.float32)


def test_the_sound_of_a_ramp_is_that_of_its_pictures_and_goes_on_in_its_transition(tmp_path: Path) -> None:
    path = make_wav(tmp_path / "a.wav", click_track((1000, 2000, 3000, 4000, 5000), duration_ms=9000))
    ramped = clip(0, 3000, ramp=SpeedRamp(kind="to_drop", peak_ms=2000))
    after = clip(3000, 1000, source_start_ms=8000, transition_in=Transition(kind="dissolve", duration_ms=400))
    spec = planned(timeline(ramped, after), {"a": source(path)}, LOUD)
    assert spec is not None
    assert (spec.pieces[0].length, spec.pieces[1].course) == (RATE * 32 // 10, None)
    sound = mixed(spec, tmp_path / "mix")[0]
    found = np.flatnonzero(np.abs(sound) > 0.2 * np.abs(sound).max()) * 1000 / RATE
    # At half the speed until two seconds, at twice it from there on: the click at 1 s comes at 2 s, 2 s at 2.5 s.
    for time_ms in (2000, 2500, 3000):
        assert np.abs(found - time_ms).min() < 25


@pytest.mark.parametrize(("keep_pitch", "wanted_hz"), [(True, 440), (False, 880)])
def test_the_pitch_of_a_faster_clip_is_kept_or_not(keep_pitch: bool, wanted_hz: int, tmp_path: Path) -> None:
    path = make_wav(tmp_path / "a.wav", tone(duration_ms=5000))
    edit = timeline(clip(0, 2000, speed=2.0, keep_pitch=keep_pitch))
    sound = mixed(planned(edit, {"a": source(path)}, LOUD), tmp_path / "mix")[0]
    middle = sound[RATE // 2 : 3 * RATE // 2]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(RATE)))
    assert spectrum.argmax() == pytest.approx(wanted_hz, abs=2)


def test_sound_without_the_new_fields_keeps_its_name(tmp_path: Path) -> None:
    sources = {"a": source(tmp_path / "a.wav")}
    plain = planned(timeline(clip(0, 1000)), sources, LOUD)
    unmoved = planned(timeline(clip(0, 1000, keep_pitch=False)), sources, LOUD)
    other = planned(timeline(clip(0, 1000, speed=2.0, keep_pitch=False)), sources, LOUD)
    fast = planned(timeline(clip(0, 1000, speed=2.0)), sources, LOUD)
    assert plain is not None
    assert unmoved is not None
    assert other is not None
    assert fast is not None
    assert plain.key == unmoved.key
    assert "course" not in plain.pieces[0].content
    assert len({plain.key, other.key, fast.key}) == 3
