"""Footage that is kept as it is is copied in whole GOPs, to the frame; everything else is encoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nemovideo_mcp.timeline.look import Look
from nemovideo_mcp.timeline.model import TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.packet_index import index_from_json, index_to_json
from nemovideo_mcp.video.packet_reading import index_packets
from nemovideo_mcp.video.parameter_sets import merged, nal_units, read_headers, read_sequence
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from support.media import decoded_frames, make_video, number_in

WIDTH, HEIGHT, RATE = 160, 90, 10
SETTINGS = EncoderSettings(preset="ultrafast", crf=20)


def film(path: Path, *, options: Mapping[str, str] | None = None, **more: Any) -> Path:
    """Eight numbered seconds with a GOP of half a second."""
    made = {"bf": "2", "sc_threshold": "0", **(options or {})}
    wanted: dict[str, Any] = {
        "width": WIDTH,
        "height": HEIGHT,
        "duration_ms": 8000,
        "frame_rate": RATE,
        "key_every": 5,
        "options": made,
        **more,
    }
    return make_video(path, pattern="numbers", **wanted)


def source_of(path: Path) -> SourceFile:
    return SourceFile(path=path, content_hash=path.stem, info=probe(path), packets=index_packets(path))


def shot(
    *, start_ms: int = 0, duration_ms: int = 6000, source_start_ms: int = 1200, **more: Any
) -> VideoClip:
    return VideoClip(
        clip_id=str(start_ms),
        name="kept",
        media_id="m",
        start_ms=start_ms,
        duration_ms=duration_ms,
        source_start_ms=source_start_ms,
        **more,
    )


def planned(
    source: SourceFile,
    *clips: VideoClip,
    texts: tuple[TextClip, ...] = (),
    size: tuple[int, int] = (WIDTH, HEIGHT),
    frame_rate: int = RATE,
) -> tuple[ChunkSpec, ...]:
    tracks = (Track(track_id="v", kind=0, clips=clips), Track(track_id="t", kind=7, clips=texts))
    timeline = Timeline(width=size[0], height=size[1], frame_rate=Fraction(frame_rate), tracks=tracks)
    return plan_chunks(timeline, {"m": source}, settings=SETTINGS)


def copied_frames(chunks: tuple[ChunkSpec, ...]) -> list[int]:
    """The frames of the film that are copied."""
    frames: list[int] = []
    first = 0
    for chunk in chunks:
        if chunk.copied is not None:
            frames += range(first, first + chunk.frames)
        first += chunk.frames
    return frames


def planes(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


@pytest.mark.parametrize("options", [{"bf": "2"}, {"bf": "0", "profile": "main"}])
def test_kept_footage_is_the_sources_own_to_the_frame(tmp_path: Path, options: dict[str, str]) -> None:
    source = source_of(film(tmp_path / "film.mp4", options=options))
    chunks = planned(source, shot())
    # The in-point lies two frames into a GOP: three frames are encoded before the first whole one, and two at the end.
    assert copied_frames(chunks) == list(range(3, 58))
    files = [render_chunk(chunk, tmp_path) for chunk in chunks]
    assert [len(planes(file)) for file in files] == [chunk.frames for chunk in chunks]
    join(files, audio=None, output=tmp_path / "out.mp4")
    seen = list(decoded_frames(tmp_path / "out.mp4"))
    assert [frame.time_ms for frame in seen] == [100 * n for n in range(60)]
    assert [number_in(frame.picture) for frame in seen] == list(range(12, 72))
    ours, its = planes(tmp_path / "out.mp4"), planes(source.path)
    assert all(np.array_equal(ours[n], its[12 + n]) for n in range(3, 58))
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.average_rate, stream.frames, stream.start_time) == (RATE, 60, 0)
        headers = read_headers(bytes(stream.codec_context.extradata or b""))
        packets = [bytes(packet) for packet in container.demux(stream) if packet.size]
    assert set(headers.sequences) == {0, 1}
    # What stands in the sample entry stands nowhere else.
    assert not {kind for packet in packets for kind, _ in nal_units(packet)} & {7, 8}


def test_frames_under_a_text_are_encoded_and_those_around_it_copied(tmp_path: Path) -> None:
    source = source_of(film(tmp_path / "film.mp4"))
    text = TextClip(clip_id="t", text="Harbour", start_ms=2600, duration_ms=700)
    chunks = planned(source, shot(duration_ms=7000, source_start_ms=500), texts=(text,))
    assert copied_frames(chunks) == [*range(25), *range(35, 70)]
    files = [render_chunk(chunk, tmp_path) for chunk in chunks]
    join(files, audio=None, output=tmp_path / "out.mp4")
    ours, its = planes(tmp_path / "out.mp4"), planes(source.path)
    same = [np.array_equal(frame, its[5 + n]) for n, frame in enumerate(ours)]
    assert len(same) == 70
    assert all(same[:25])
    assert all(same[35:])
    assert not any(same[26:33])


def test_another_cut_later_on_leaves_what_is_copied_before_it_as_it_was(tmp_path: Path) -> None:
    source = source_of(film(tmp_path / "film.mp4", duration_ms=24_000))
    whole = {chunk.key for chunk in planned(source, shot(duration_ms=22_000)) if chunk.copied}
    shorter = {chunk.key for chunk in planned(source, shot(duration_ms=15_000)) if chunk.copied}
    assert len(whole) == 3
    assert len(whole & shorter) == 1


@pytest.mark.parametrize(
    "made",
    [
        {"rotation": 90},
        {"full_range": True},
        {"colorspace": "bt601"},
        {"colorspace": "unspecified"},  # a small picture is taken for BT.601
        {"color_trc": 16},
        {"pix_fmt": "yuv444p"},
        {"sample_aspect_ratio": Fraction(4, 3)},
        {"times_ms": [0, 90, 200, 330, 400, 480, 600, 730, 800, 900, *range(1000, 5000, 100)]},
        {"codec": "mpeg4", "options": {"bf": "0"}},
        {"options": {"bf": "2", "x264-params": "interlaced=1"}, "height": 96},
    ],
)
def test_films_that_are_not_in_the_films_own_form_are_not_copied(
    tmp_path: Path, made: Mapping[str, Any]
) -> None:
    assert index_packets(film(tmp_path / "film.mp4", duration_ms=1500, **made)) is None


def test_open_gops_are_copied_only_together(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", options={"bf": "2", "x264-params": "open-gop=1"})
    index = index_packets(path)
    assert index is not None
    # Key frames that pictures before them refer to are within.
    assert [(gop.first_frame, gop.frames) for gop in index.gops] == [(0, 80)]
    assert not copied_frames(planned(source_of(path), shot()))


@pytest.mark.parametrize(
    ("edit", "canvas"),
    [
        ({"speed": 2.0, "duration_ms": 3000}, {}),
        ({"zoom": 1.2}, {}),
        ({"rotation": 180}, {}),
        ({"flip": "horizontal"}, {}),
        ({"look": Look(brightness=0.2)}, {}),
        ({"motion": "zoom_in"}, {}),
        ({"reversed": True}, {}),
        ({"freeze": True}, {}),
        ({"duration_ms": 1500}, {}),
        ({}, {"size": (320, 180)}),
        ({}, {"frame_rate": 20}),
        (
            {"source_start_ms": 1249},
            {},
        ),  # which of two frames is on screen is decided by less than its clock's grain
    ],
)
def test_an_edit_that_changes_pictures_is_encoded(
    tmp_path: Path, edit: dict[str, Any], canvas: dict[str, Any]
) -> None:
    source = source_of(film(tmp_path / "film.mp4"))
    assert copied_frames(planned(source, shot()))
    chunks = planned(source, shot(**edit), **canvas)
    assert not copied_frames(chunks)
    assert {chunk.header_id for chunk in chunks} == {0}


def test_a_source_of_many_times_the_bits_is_encoded(tmp_path: Path) -> None:
    noise = np.random.default_rng(7)

    def grain(_k: int, _ms: Fraction, width: int, height: int) -> np.ndarray:
        return noise.integers(0, 255, (height, width, 3), np.uint8)

    path = make_video(
        tmp_path / "film.mp4", pattern=grain, width=WIDTH, height=HEIGHT, frame_rate=RATE, duration_ms=4000
    )
    assert index_packets(path) is not None
    assert not copied_frames(planned(source_of(path), shot(duration_ms=4000, source_start_ms=0)))


def test_a_source_that_no_longer_holds_these_packets_is_encoded(tmp_path: Path) -> None:
    source = source_of(film(tmp_path / "film.mp4"))
    chunks = planned(source, shot())
    film(source.path, key_every=7)
    files = [render_chunk(chunk, tmp_path) for chunk in chunks]
    join(files, audio=None, output=tmp_path / "out.mp4")
    seen = [number_in(frame.picture) for frame in decoded_frames(tmp_path / "out.mp4")]
    assert seen == list(range(12, 72))


def test_an_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    index = index_packets(film(tmp_path / "film.mp4", duration_ms=1000))
    assert index is not None
    assert index_from_json(index_to_json(index)) == index
    assert index_from_json(index_to_json(None)) is None


def test_headers_of_one_number_that_differ_are_not_joined(tmp_path: Path) -> None:
    paths = [film(tmp_path / f"{n}.mp4", duration_ms=500, options={"refs": str(n)}) for n in (1, 3)]
    found: list[bytes] = []
    for path in paths:
        with av.open(str(path)) as container:
            found.append(bytes(container.streams.video[0].codec_context.extradata or b""))
    assert merged([found[0], found[0]]) == found[0]
    with pytest.raises(ValueError, match="number 0"):
        merged(found)


def test_a_header_says_what_the_decoder_says(tmp_path: Path) -> None:
    with av.open(str(film(tmp_path / "film.mp4", duration_ms=500))) as container:
        context = container.streams.video[0].codec_context
        (unit,) = read_headers(bytes(context.extradata or b"")).sequences.values()
        read = read_sequence(unit)
        assert (read.width, read.height, read.reorder) == (
            context.width,
            context.height,
            context.reorder_depth,
        )
        assert (read.profile, read.full_range, read.colors) == (100, False, (1, 1, 1))
    with pytest.raises(ValueError, match="cut off"):
        read_sequence(unit[:8])


def test_the_plan_without_an_index_is_as_it_was(tmp_path: Path) -> None:
    source = replace(source_of(film(tmp_path / "film.mp4")), packets=None)
    chunks = planned(source, shot())
    assert all(chunk.copied is None and chunk.header_id == 0 for chunk in chunks)
