"""Decoding puts every sound where a player would sound it, whatever file it comes from."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.errors import FileMissing, MediaUnreadable
from nemovideo_mcp.video.aac import encode_aac, encode_wav
from nemovideo_mcp.video.audio import decode_audio, decode_audio_backwards
from support.media import click_track, make_video, make_wav, tone

RATE = 48_000
CLICKS_MS = (100, 1100, 2500, 3100, 3900)


def decoded(path: Path, **wishes: object) -> NDArray[np.float32]:
    blocks = list(decode_audio(path, **{"sample_rate": RATE, "channels": 2, **wishes}))  # type: ignore[arg-type]
    return np.concatenate(blocks, axis=-1)


def clicks_ms(samples: NDArray[np.float32], rate: int = RATE) -> list[float]:
    """When each click starts: half its height is reached, at most once in 200 ms."""
    loud = np.flatnonzero(np.abs(np.atleast_2d(samples)).max(axis=0) > 0.3) * 1000 / rate
    return [float(t) for k, t in enumerate(loud) if k == 0 or t - loud[k - 1] > 200]


def encoded(path: Path, codec: str, rate: int, samples: NDArray[np.float32], *, start_ms: int = 0) -> Path:
    layout = "mono" if samples.shape[0] == 1 else "stereo"
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate)
        stream.codec_context.layout = layout
        resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
        for start in range(0, samples.shape[1], 960):
            piece = np.ascontiguousarray(samples[:, start : start + 960])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=layout)
            frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
            frame.pts = start + start_ms * rate // 1000
            for whole in resampler.resample(frame):
                out.mux(stream.encode(whole))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.m4a", "aac", 44_100),
        ("a.mp4", "aac", 48_000),
        ("a.mov", "aac", 32_000),
        ("a.mkv", "aac", 48_000),
        ("a.mp3", "libmp3lame", 44_100),
        ("b.mp3", "libmp3lame", 22_050),
        ("a.webm", "libopus", 48_000),
        ("a.ogg", "libopus", 48_000),
        ("a.flac", "flac", 96_000),
        ("a.wav", "pcm_s16le", 11_025),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_click_is_found_where_it_was_put(
    name: str, codec: str, rate: int, channels: int, tmp_path: Path
) -> None:
    source = click_track(CLICKS_MS, duration_ms=4500, sample_rate=rate, channels=channels)
    path = encoded(tmp_path / name, codec, rate, source)
    assert clicks_ms(decoded(path)) == pytest.approx(CLICKS_MS, abs=0.6)


@pytest.mark.parametrize("name", ["a.m4a", "a.mkv", "a.mp3", "a.webm", "a.flac", "a.wav", "a.ogg"])
def test_a_late_start_gives_what_the_whole_gives_from_there_on(name: str, tmp_path: Path) -> None:
    codecs = {".m4a": "aac", ".mkv": "aac", ".mp3": "libmp3lame", ".webm": "libopus", ".ogg": "libopus"}
    codec = codecs.get(Path(name).suffix, {"flac": "flac", "wav": "pcm_s16le"}.get(name[2:], ""))
    path = encoded(tmp_path / name, codec, RATE, click_track(CLICKS_MS, duration_ms=4500))
    part = decoded(path, start_ms=3000, duration_ms=1000)
    assert part.shape == (2, RATE)
    assert clicks_ms(part) == pytest.approx([100, 900], abs=1.1)  # Matroska counts in whole milliseconds
    if path.suffix != ".webm":
        np.testing.assert_allclose(part, decoded(path)[:, 3 * RATE : 4 * RATE], atol=0.02)


def test_the_sound_of_a_film_starts_with_its_pictures(tmp_path: Path) -> None:
    sound = click_track((500, 1500), duration_ms=2000)
    path = make_video(tmp_path / "film.mkv", duration_ms=2000, audio=sound, start_ms=700)
    assert clicks_ms(decoded(path)) == pytest.approx([500, 1500], abs=1.1)


def test_a_sound_that_starts_late_is_led_by_silence(tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as out:
        picture = out.add_stream("libx264", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        voice = out.add_stream("pcm_s16le", rate=RATE)
        for _ in range(20):
            out.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(picture.encode(None))
        samples = np.ascontiguousarray((click_track((0,), duration_ms=500).T * 32767).astype(np.int16))
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), RATE * 3 // 4
        out.mux(voice.encode(frame))
        out.mux(voice.encode(None))
    samples = decoded(path)
    assert clicks_ms(samples) == pytest.approx([750], abs=1.1)
    assert not samples[:, : RATE // 2].any()


def test_packets_that_are_missing_or_broken_are_silence_and_move_nothing(tmp_path: Path) -> None:
    path = encoded(tmp_path / "whole.mkv", "flac", RATE, click_track(CLICKS_MS, duration_ms=4500))
    torn = tmp_path / "torn.mkv"
    with av.open(str(path)) as whole, av.open(str(torn), "w") as out:
        stream = out.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(audio=0):
            if packet.pts is None or 1000 < packet.pts < 2300:
                continue
            if 2300 <= packet.pts < 2600:
                broken = av.Packet(b"\x00" * packet.size)
                broken.pts, broken.dts, broken.time_base = packet.pts, packet.dts, packet.time_base
                packet = broken
            packet.stream = stream
            out.mux(packet)
    samples = decoded(torn)
    assert clicks_ms(samples) == pytest.approx([100, 3100, 3900], abs=1.1)
    assert not samples[:, round(1.2 * RATE) : round(2.2 * RATE)].any()


def test_a_format_that_changes_in_the_middle_goes_on(tmp_path: Path) -> None:
    first = encoded(tmp_path / "1.aac", "aac", 44_100, tone(duration_ms=1000, sample_rate=44_100))
    second = encoded(
        tmp_path / "2.aac", "aac", 22_050, tone(duration_ms=1000, sample_rate=22_050, channels=1)
    )
    path = tmp_path / "both.aac"
    path.write_bytes(first.read_bytes() + second.read_bytes())
    samples = decoded(path)
    assert samples.shape[1] / RATE == pytest.approx(2.1, abs=0.1)
    crossings = np.flatnonzero(np.diff(np.signbit(samples[0, round(1.4 * RATE) : round(1.9 * RATE)])))
    assert crossings.size == pytest.approx(440, rel=0.02)


def test_a_file_without_sound_gives_nothing_and_a_short_one_is_filled_up(tmp_path: Path) -> None:
    silent = make_video(tmp_path / "silent.mp4", duration_ms=300)
    assert list(decode_audio(silent, sample_rate=RATE, channels=2, duration_ms=500)) == []
    short = make_wav(tmp_path / "short.wav", tone(duration_ms=100))
    assert decoded(short, duration_ms=1000).shape == (2, RATE)
    assert decoded(short, start_ms=5000, duration_ms=100).shape == (2, RATE // 10)
    assert decoded(short, start_ms=-50, duration_ms=100)[:, : RATE // 25].any() is np.False_


def test_mono_blocks_have_one_dimension_and_surround_is_folded(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.wav", "pcm_s16le", RATE, tone(duration_ms=200))
    assert decoded(path, channels=1, sample_rate=22_050).shape == (4410,)
    with pytest.raises(ValueError, match="mono or stereo"):
        decoded(path, channels=3)


@pytest.mark.parametrize("speed", [0.1, 0.4, 0.5, 2.0, 3.0, 10.0])
def test_another_speed_keeps_the_pitch(speed: float, tmp_path: Path) -> None:
    hum = make_wav(tmp_path / "hum.wav", tone(duration_ms=12_100))
    length_ms = 1200
    samples = decoded(hum, speed=speed, duration_ms=length_ms)
    assert samples.shape == (2, RATE * length_ms // 1000)
    spectrum = np.abs(np.fft.rfft(samples[0, :RATE] * np.hanning(RATE)))  # a bin is a hertz
    assert spectrum.argmax() == pytest.approx(440, abs=2)


@pytest.mark.parametrize("speed", [0.4, 0.75, 1.5])
def test_another_speed_moves_the_clicks_without_a_lag(speed: float, tmp_path: Path) -> None:
    beats = make_wav(tmp_path / "beats.wav", click_track((1000, 2000, 3000), duration_ms=4000))
    found = clicks_ms(decoded(beats, speed=speed))
    for time_ms in (1000, 2000, 3000):  # each lies within a window of the stretcher
        assert min(abs(t - time_ms / speed) for t in found) < 22 / speed


def test_what_was_encoded_is_decoded_from_sample_zero_on(tmp_path: Path) -> None:
    sound = click_track(CLICKS_MS, duration_ms=4321)
    pieces = [sound[:, :1], sound[:, 1:777], sound[:, 777:]]
    assert encode_aac(pieces, tmp_path / "a.m4a") == sound.shape[1]
    assert clicks_ms(decoded(tmp_path / "a.m4a")) == pytest.approx(CLICKS_MS, abs=0.1)
    with av.open(str(tmp_path / "a.m4a")) as film:
        stream = film.streams.audio[0]
        assert (stream.codec_context.profile, stream.codec_context.channels) == ("LC", 2)
        assert abs(float(stream.duration * stream.time_base) - 4.321) < 0.001
    assert encode_wav(pieces, tmp_path / "a.wav") == sound.shape[1]
    np.testing.assert_allclose(decoded(tmp_path / "a.wav"), sound, atol=1e-6)


def test_what_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "text.mp3").write_text("not a song", encoding="utf-8")
    with pytest.raises(MediaUnreadable):
        decoded(tmp_path / "text.mp3")
    with pytest.raises(FileMissing):
        decoded(tmp_path / "nowhere.mp3")


def test_backwards_is_forwards_turned_round_over_the_borders_of_its_stretches(tmp_path: Path) -> None:
    sound = np.random.default_rng(3).uniform(-0.5, 0.5, (2, 20 * RATE)).astype(np.float32)
    path = make_wav(tmp_path / "a.wav", sound)
    forwards = decoded(path, start_ms=500, duration_ms=18_250)
    pieces = decode_audio_backwards(path, sample_rate=RATE, channels=2, start_ms=500, duration_ms=18_250)
    assert np.array_equal(np.concatenate(list(pieces), axis=1), forwards[:, ::-1])


def test_a_film_without_sound_has_none_backwards_either(tmp_path: Path) -> None:
    film = make_video(tmp_path / "a.mp4", duration_ms=400)
    assert not list(
        decode_audio_backwards(film, sample_rate=RATE, channels=1, start_ms=0, duration_ms=300, speed=2.0)
    )
