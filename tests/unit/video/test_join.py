"""Joined films: every frame once, sound and picture on one clock, whole or not there at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nemovideo_mcp.errors import OutputNotWritable, RenderFailed
from nemovideo_mcp.timeline.model import Timeline, Track, VideoClip
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from support.media import click_track, count_frames, decoded_audio, decoded_frames, make_video, number_in

SETTINGS = EncoderSettings(crf=16)


def chunks_of(folder: Path, shots: list[tuple[int, int, int]], *, frame_rate: int = 30) -> list[Path]:
    """Chunks of a film that consists of `shots`: start and end on the timeline, in-point in a numbered source."""
    path = folder / "film.mp4"
    if not path.exists():
        make_video(path, pattern="numbers", width=160, height=90, duration_ms=12_000, frame_rate=frame_rate)
    source = SourceFile(path=path, content_hash="film", info=probe(path))
    clips = tuple(
        VideoClip(
            clip_id=str(start),
            name="shot",
            media_id="m",
            start_ms=start,
            duration_ms=end - start,
            source_start_ms=at,
        )
        for start, end, at in shots
    )
    timeline = Timeline(
        width=160, height=90, frame_rate=frame_rate, tracks=(Track(track_id="v", kind=0, clips=clips),)
    )
    return [
        render_chunk(chunk, folder / "chunks")
        for chunk in plan_chunks(timeline, {"m": source}, settings=SETTINGS)
    ]


def sound(path: Path, *, clicks_ms: list[int], duration_ms: int) -> Path:
    """AAC in MP4, with priming."""
    samples = click_track(clicks_ms, duration_ms=duration_ms)
    with av.open(str(path), "w", format="mp4") as container:
        stream: Any = container.add_stream("aac", rate=48_000)
        stream.codec_context.layout = "stereo"
        for at in range(0, samples.shape[1], 1024):
            block = np.ascontiguousarray(samples[:, at : at + 1024])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.time_base, frame.pts = 48_000, Fraction(1, 48_000), at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_frames_follow_one_another_over_the_joins_and_nothing_is_missing(tmp_path: Path) -> None:
    shots = [(0, 2000, 3000), (2000, 2033, 9000), (2033, 5000, 0), (5000, 9500, 7000)]
    chunks = chunks_of(tmp_path, shots)
    assert len(chunks) >= 4
    join(chunks, audio=None, output=tmp_path / "out.mp4")
    frames = list(decoded_frames(tmp_path / "out.mp4"))
    assert [frame.time_ms for frame in frames] == [Fraction(n * 1000, 30) for n in range(285)]
    expected = [90 + n for n in range(60)] + [270] + list(range(89)) + [210 + n for n in range(135)]
    assert [number_in(frame.picture) for frame in frames] == expected


def test_a_click_is_heard_when_its_frame_is_seen_from_start_to_end(tmp_path: Path) -> None:
    clicks = [0, 1000, 2500, 5000, 7900]
    chunks = chunks_of(tmp_path, [(0, 8000, 2000)])
    audio = sound(tmp_path / "sound.m4a", clicks_ms=clicks, duration_ms=8000)
    join(chunks, audio=audio, output=tmp_path / "out.mp4")
    first_ms, samples = decoded_audio(tmp_path / "out.mp4")
    assert first_ms == 0
    assert samples.shape[1] == pytest.approx(8000 * 48, abs=1024)
    loud = np.flatnonzero(np.abs(samples[0]) > 0.25) / 48
    heard = [time for n, time in enumerate(loud) if n == 0 or time - loud[n - 1] > 100]
    assert heard == pytest.approx(clicks, abs=2)
    frames = list(decoded_frames(tmp_path / "out.mp4"))
    assert len(frames) == 240
    assert number_in(frames[75].picture) == 60 + 75


def test_the_file_is_a_plain_mp4_with_its_index_first(tmp_path: Path) -> None:
    audio = sound(tmp_path / "sound.m4a", clicks_ms=[500], duration_ms=3000)
    join(chunks_of(tmp_path, [(0, 3000, 0)]), audio=audio, output=tmp_path / "out.mp4", title="Summer 夏天")
    data = (tmp_path / "out.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(tmp_path / "out.mp4")) as container:
        video, voice = container.streams.video[0], container.streams.audio[0]
        assert container.metadata["title"] == "Summer 夏天"
        assert (video.codec_context.name, video.codec_context.profile, video.pix_fmt) == (
            "h264",
            "High",
            "yuv420p",
        )
        context = video.codec_context
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (
            1,
            1,
            1,
            1,
        )
        assert (voice.codec_context.name, voice.codec_context.profile) == ("aac", "LC")
        assert (video.average_rate, video.frames, video.start_time) == (30, 90, 0)
        assert video.time_base == Fraction(1, 30 * 512)
        assert video.duration == 90 * 512
        packets = [packet for packet in container.demux(video) if packet.size]
    assert all(later.dts > earlier.dts for earlier, later in pairwise(packets))  # type: ignore[operator]
    assert all(packet.dts <= packet.pts for packet in packets)  # type: ignore[operator]


def test_seeking_into_a_joined_film_lands_on_the_right_frame(tmp_path: Path) -> None:
    join(chunks_of(tmp_path, [(0, 2500, 0), (2500, 5000, 6000)]), audio=None, output=tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        container.seek(75 * 512, stream=stream)
        frame = next(container.decode(stream))
        assert frame.pts == 75 * 512
        assert frame.key_frame
        assert number_in(frame.to_ndarray(format="rgb24")) == 180


@pytest.mark.parametrize("frame_rate", [24, 25, 60])
def test_other_frame_rates_join_as_well(tmp_path: Path, frame_rate: int) -> None:
    join(
        chunks_of(tmp_path, [(0, 2200, 0), (2200, 4500, 5000)], frame_rate=frame_rate),
        audio=None,
        output=tmp_path / "out.mp4",
    )
    frames = list(decoded_frames(tmp_path / "out.mp4"))
    count = (4500 * frame_rate + 500) // 1000
    assert [frame.time_ms for frame in frames] == [Fraction(n * 1000, frame_rate) for n in range(count)]


def test_chunks_of_different_kinds_do_not_join(tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, [(0, 500, 0)])
    other = make_video(tmp_path / "other.mp4", width=320, height=180, duration_ms=300)
    output = tmp_path / "out" / "film.mp4"
    output.parent.mkdir()
    output.write_bytes(b"the film before")
    with pytest.raises(RenderFailed):
        join([*chunks, other], audio=None, output=output)
    with pytest.raises(RenderFailed):
        join([], audio=None, output=output)
    assert output.read_bytes() == b"the film before"
    assert [file.name for file in output.parent.iterdir()] == ["film.mp4"]


@pytest.mark.parametrize(
    "spoil", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"x" * 900]
)
def test_a_chunk_that_was_spoilt_is_noticed(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    chunks = chunks_of(tmp_path, [(0, 2000, 0), (2000, 4000, 1000)])
    chunks[1].write_bytes(spoil(chunks[1].read_bytes()))
    with pytest.raises(RenderFailed, match="damaged"):
        join(chunks, audio=None, output=tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()


def test_a_film_of_one_frame(tmp_path: Path) -> None:
    join(chunks_of(tmp_path, [(0, 33, 1000)]), audio=None, output=tmp_path / "out.mp4")
    (frame,) = decoded_frames(tmp_path / "out.mp4")
    assert (frame.time_ms, number_in(frame.picture)) == (0, 30)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, [(0, 300, 0)])
    with pytest.raises(OutputNotWritable, match="not there"):
        join(chunks, audio=None, output=tmp_path / "nowhere" / "film.mp4")


def test_chunks_rendered_at_the_same_time_are_the_same(tmp_path: Path) -> None:
    """Two workers may be asked for one chunk: both get it, whole."""
    chunks_of(tmp_path, [(0, 100, 0)])
    found: list[list[Path]] = []
    threads = [
        threading.Thread(target=lambda: found.append(chunks_of(tmp_path, [(0, 1500, 1000)])))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len({tuple(paths) for paths in found}) == 1
    assert count_frames(found[0][0]) == 45
