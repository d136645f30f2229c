"""Encoders of every codec and quality: joined chunks decode to the same pictures, and plain chunks keep their names."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from nemovideo_mcp.timeline.export_options import CODECS, QUALITIES, STANDARD, ExportOptions
from nemovideo_mcp.video.encoder import PictureEncoder
from nemovideo_mcp.video.encoders import ENCODERS, hardware_names, settings_for
from nemovideo_mcp.video.hardware import HardwareEncoders, encodes_right, works_in_a_child
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.plan import EncoderSettings
from support.media import Picture

RATE = Fraction(10)
TAGS = {"h264": "avc1", "hevc": "hvc1", "av1": "av01"}
WAYS = [(codec, quality) for codec in CODECS for quality in QUALITIES]


def level(film: int, number: int) -> int:
    """The brightness of a frame, no two neighbours of which are alike."""
    return 40 + (90 * film + 23 * number) % 170


def chunk_of(film: int, frames: int, folder: Path, settings: EncoderSettings) -> Path:
    path = folder / f"{film}.mp4"
    with PictureEncoder(path, width=160, height=90, frame_rate=RATE, settings=settings) as encoder:
        for number in range(frames):
            grey: Picture = np.full((90, 160, 3), level(film, number), np.uint8)
            encoder.encode(VideoFrame.from_ndarray(grey, format="rgb24"), number)
    return path


@pytest.mark.parametrize(("codec", "quality"), WAYS)
def test_chunks_of_any_codec_and_quality_are_joined_frame_by_frame(
    codec: str, quality: str, tmp_path: Path
) -> None:
    settings = settings_for(ExportOptions.from_json({"codec": codec, "quality": quality}))
    lengths = [23, 1, 9]
    parts = [chunk_of(film, frames, tmp_path, settings) for film, frames in enumerate(lengths)]
    film = tmp_path / "film.mp4"
    join(parts, audio=None, output=film)
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.codec_tag == TAGS[codec]
        assert stream.codec_context.name == {"av1": "libdav1d"}.get(codec, codec)
        seen = [
            (frame.pts * stream.time_base, frame.to_ndarray(format="rgb24"))
            for frame in container.decode(stream)
        ]
    wanted = [level(film, n) for film, frames in enumerate(lengths) for n in range(frames)]
    assert [time for time, _ in seen] == [Fraction(n) / RATE for n in range(len(wanted))]
    assert max(abs(picture.mean() - one) for (_, picture), one in zip(seen, wanted, strict=True)) < 6


@pytest.mark.parametrize("codec", CODECS)
def test_a_joined_film_can_be_entered_at_each_chunk(codec: str, tmp_path: Path) -> None:
    settings = settings_for(ExportOptions.from_json({"codec": codec, "quality": "draft"}))
    parts = [chunk_of(film, 12, tmp_path, settings) for film in range(3)]
    film = tmp_path / "film.mp4"
    join(parts, audio=None, output=film)
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        container.seek(round(Fraction(24) / RATE / stream.time_base), stream=stream)
        first = next(container.decode(stream))
        assert first.pts * stream.time_base == Fraction(24) / RATE
        assert abs(first.to_ndarray(format="rgb24").mean() - level(2, 0)) < 6


def test_a_standard_export_has_the_settings_that_every_export_had() -> None:
    assert settings_for(STANDARD) == EncoderSettings()
    assert EncoderSettings().content == ["veryfast", 20]


def test_whatever_decides_the_pictures_is_in_the_name_and_the_sound_of_a_draft_is_that_of_the_film() -> None:
    all_settings = [
        settings_for(ExportOptions.from_json({"codec": codec, "quality": quality})) for codec, quality in WAYS
    ]
    all_settings.append(settings_for(STANDARD, encoder="h264_nvenc"))
    all_settings.append(settings_for(ExportOptions(platform="reels")))
    contents = [tuple(settings.content) for settings in all_settings]
    assert len(set(contents)) == len(contents)
    assert settings_for(ExportOptions(quality="draft")).audio_bitrate == EncoderSettings().audio_bitrate
    assert settings_for(ExportOptions(quality="high")).audio_bitrate > EncoderSettings().audio_bitrate


def test_every_codec_has_one_encoder_of_software_and_hardware_is_never_taken_unasked() -> None:
    for codec in CODECS:
        software = [name for name, one in ENCODERS.items() if one.codec == codec and not one.is_hardware]
        assert len(software) == 1
        asked = ExportOptions.from_json({"codec": codec, "hardware": True})
        assert settings_for(asked).encoder == software[0]
        assert hardware_names(codec)


def test_a_limit_of_the_bit_rate_is_kept(tmp_path: Path) -> None:
    def size(most: int) -> int:
        settings = EncoderSettings(preset="ultrafast", crf=10, most_bit_rate=most)
        path = tmp_path / f"{most}.mp4"
        noise = np.random.default_rng(3)
        with PictureEncoder(path, width=160, height=90, frame_rate=RATE, settings=settings) as encoder:
            for number in range(40):
                picture = noise.integers(0, 255, (90, 160, 3), np.uint8)
                encoder.encode(VideoFrame.from_ndarray(picture, format="rgb24"), number)
        return path.stat().st_size

    assert size(0) > 500_000
    # Four seconds of 200 kbit/s, and the two that the buffer holds.
    assert size(200_000) < 200_000


def test_the_trial_passes_an_encoder_that_works_and_fails_one_that_is_not_there() -> None:
    assert encodes_right("libx264")
    assert not works_in_a_child("h264_videotoolbox_of_nowhere")


def test_the_trial_runs_in_a_process_that_may_die() -> None:
    assert works_in_a_child("libx264")
    assert not works_in_a_child("libx264", limit_s=0.0)


def test_an_encoder_is_tried_once_and_one_that_failed_later_is_not_used_again() -> None:
    tried: list[str] = []

    def trial(name: str) -> bool:
        tried.append(name)
        return name != "h264_nvenc"

    encoders = HardwareEncoders(trial)
    assert [encoders.working("h264") for _ in range(3)] == ["h264_videotoolbox"] * 3
    assert tried == ["h264_nvenc", "h264_videotoolbox"]
    encoders.distrust("h264_videotoolbox")
    assert encoders.working("h264") == "h264_qsv"
    assert encoders.working("av1") == "av1_nvenc"
    assert HardwareEncoders(lambda _: False).working("hevc") is None
