"""The draft's short keys and the timeline say the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.protocol.draft import draft_of, is_exportable, timeline_of
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.grid import Anchor, BeatGrid
from nemovideo_mcp.timeline.model import (
    CAPTION_STYLES,
    AudioClip,
    CaptionClip,
    CaptionWord,
    Fit,
    MusicSpec,
    OverlayClip,
    Section,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    VideoClip,
)
from nemovideo_mcp.timeline.speed import RAMPS, SpeedRamp

names = st.text(max_size=20)
times_ms = st.integers(0, 10_000_000)
anchors = st.builds(Anchor, bar=st.integers(-3, 400), beat=st.integers(1, 7))
reals = st.floats(0, 100, allow_nan=False)
regular_grids = st.builds(
    lambda bpm_milli, beats, offset_ms: BeatGrid.regular(
        bpm=Fraction(bpm_milli, 1000), beats=beats, offset_ms=Fraction(offset_ms)
    ),
    st.integers(40_000, 220_000),
    st.integers(2, 300),
    times_ms,
)
measured_grids = st.builds(
    lambda beats, confidence: BeatGrid.from_beats(sorted(beats), confidence=confidence),
    st.lists(times_ms, unique=True, max_size=40),
    st.floats(0, 0.99, allow_nan=False),
)
ramps = st.builds(
    SpeedRamp,
    kind=st.sampled_from(RAMPS),
    peak_ms=st.integers(-100_000, 100_000),
    span_ms=st.none() | st.tuples(st.integers(-100_000, 0), st.integers(1, 100_000)),
)
video = st.builds(
    VideoClip,
    clip_id=names,
    name=names,
    media_id=names,
    start_ms=times_ms,
    duration_ms=times_ms,
    source_start_ms=times_ms,
    speed=reals,
    ramp=st.none() | ramps,
    smooth=st.none() | st.sampled_from(["blend", "interpolate"]),
    keep_pitch=st.booleans(),
    volume=reals,
    fit=st.none() | st.sampled_from(Fit),
    zoom=reals,
    anchor=st.none() | anchors,
)
music = st.builds(
    MusicSpec,
    mood=names,
    bpm_milli=st.integers(1, 300_000),
    seed=st.integers(0, 2**40),
    duration_ms=st.integers(1, 10**7),
    sections=st.lists(st.builds(Section, kind=names, bars=st.integers(1, 64), energy=reals), max_size=5).map(
        tuple
    ),
)
audio = st.builds(
    AudioClip,
    clip_id=names,
    name=names,
    start_ms=times_ms,
    duration_ms=times_ms,
    role=names,
    volume=reals,
    media_id=st.none() | names,
    source_start_ms=times_ms,
    music=st.none() | music,
    grid=st.none() | regular_grids | measured_grids,
    fade_in_ms=times_ms,
    fade_out_ms=times_ms,
)
captions = st.builds(
    CaptionClip,
    clip_id=names,
    text=names,
    start_ms=times_ms,
    duration_ms=times_ms,
    style=st.sampled_from(CAPTION_STYLES),
    words=st.lists(st.builds(CaptionWord, text=names, start_ms=times_ms, end_ms=times_ms), max_size=3).map(
        tuple
    ),
)
text_moves = st.sampled_from(["fade", "none", "rise", "typewriter", "word_by_word", "pop"])
text = st.builds(
    TextClip,
    clip_id=names,
    text=names,
    start_ms=times_ms,
    duration_ms=times_ms,
    style=names,
    font=st.sampled_from(["neutral", "condensed", "serif", "handwritten"]),
    effect=st.sampled_from(["soft", "plain", "outline", "shadow", "box"]),
    effect_color=st.sampled_from([None, "#102030"]),
    entrance=text_moves,
    exit=text_moves,
)


shares = st.floats(0, 1, allow_nan=False)
overlays = st.builds(
    OverlayClip,
    clip_id=names,
    name=names,
    media_id=st.none() | names,
    start_ms=times_ms,
    duration_ms=times_ms,
    source_start_ms=times_ms,
    volume=reals,
    effect=st.none() | st.sampled_from(["blur", "pixelate"]),
    place=names,
    position=st.none() | st.tuples(shares, shares),
    width=shares,
    height=shares,
    opacity=shares,
    rounded=shares,
    border=shares,
    border_color=st.sampled_from(["#ffffff", "#0a0b0c"]),
)


def _tracks(kind: TrackKind, clips: Any) -> Any:
    return st.builds(
        Track,
        track_id=names,
        kind=st.just(int(kind)),
        name=names,
        clips=st.lists(clips, max_size=4).map(tuple),
    )


timelines = st.builds(
    Timeline,
    title=names,
    width=st.integers(1, 8000),
    height=st.integers(1, 8000),
    frame_rate=st.integers(1, 120),
    tracks=st.lists(
        _tracks(TrackKind.VIDEO, video)
        | _tracks(TrackKind.VIDEO, overlays)
        | _tracks(TrackKind.AUDIO, audio)
        | _tracks(TrackKind.TEXT, text | captions),
        max_size=4,
    ).map(tuple),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
wire_keys = st.sampled_from(
    ["d", "m", "t", "tt", "sg", "s", "id", "name", "role", "grid", "music", "anchor", "beats_ms", "zz"]
)
hostile = st.recursive(
    json_values,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(wire_keys, inner, max_size=8),
    max_leaves=30,
)


@given(timelines)
def test_a_timeline_survives_the_way_to_the_wire_and_back(timeline: Timeline) -> None:
    assert timeline_of(draft_of(timeline)) == timeline


@given(st.dictionaries(wire_keys, hostile, max_size=8))
def test_any_json_object_reads_as_some_timeline_that_is_stable(draft: dict[str, Any]) -> None:
    timeline = timeline_of(draft)
    again = draft_of(timeline)
    assert timeline_of(again).tracks == timeline.tracks


@pytest.mark.parametrize("fps", ["30/0", "x", "", 0, -25, True, None, float("nan"), float("inf"), []])
def test_a_frame_rate_that_cannot_be_read_takes_the_default(fps: Any) -> None:
    assert timeline_of({"m": {"fps": fps}}).frame_rate == 30


def test_unknown_keys_come_back_as_they_came() -> None:
    draft = {
        "d": 1000,
        "v": {"a": [1, None]},
        "m": {"title": "T", "width": 10, "height": 20, "fps": 30, "lut": "x"},
        "t": [
            {"id": "a", "tt": 0, "zz": 1, "m": {"mute": True},
             "sg": [{"id": "c", "s": 0, "d": 1000, "q": "?", "m": {"name": "n", "src": "m", "in": 0, "fx": [2]}}]},
            {"id": "b", "tt": 42, "sg": []},
        ],
    }  # fmt: skip
    assert draft_of(timeline_of(draft)) == draft


def test_an_overlay_keeps_unknown_keys_and_takes_defaults_for_what_cannot_be_read() -> None:
    inner = {"role": "overlay", "name": "n", "src": "m", "width": 0.2, "blend": "screen"}
    segment = {"id": "o1", "s": 0, "d": 1000, "q": 1, "m": inner}
    draft = {"m": {"title": "", "width": 10, "height": 20, "fps": 30}, "d": 1000}
    draft |= {"t": [{"id": "a", "tt": 0, "sg": [segment]}]}
    [overlay] = timeline_of(draft).overlay_clips
    assert (overlay.media_id, overlay.width, overlay.opacity) == ("m", 0.2, 1.0)
    assert draft_of(timeline_of(draft)) == draft
    broken = {**inner, "opacity": 7, "width": -1, "place": 3, "border_color": "red", "effect": "melt"}
    [read] = timeline_of({"t": [{"tt": 0, "sg": [{"m": broken}]}]}).overlay_clips
    fields = (read.opacity, read.width, read.place, read.border_color, read.effect)
    assert fields == (1.0, 0.15, "bottom-right", "#ffffff", None)


def test_a_draft_can_be_exported_when_a_track_has_a_segment() -> None:
    assert is_exportable({"t": [{"sg": []}, {"sg": [{"d": 1}]}]})
    for empty in ({}, {"t": None}, {"t": [{"sg": []}]}, {"t": [{"sg": None}]}, None, "draft"):
        assert not is_exportable(empty)


@given(st.integers(0, 10_000_000), st.integers(1, 120))
def test_a_frame_keeps_its_number_through_milliseconds(frame: int, frame_rate: int) -> None:
    assert frame_at(ms_at(frame, frame_rate=frame_rate), frame_rate=frame_rate) == frame


@given(regular_grids, st.data())
def test_an_anchor_names_its_beat(grid: BeatGrid, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(grid.times_ms) - 1))
    assert grid.index_of(grid.anchor_of(index)) == index
    assert grid.nearest(grid.times_ms[index]) == index


def test_a_caption_whose_style_and_words_cannot_be_read_is_still_a_caption_and_keeps_its_unknown_keys() -> (
    None
):
    segment = {
        "id": "s1",
        "s": 5,
        "d": 10,
        "m": {"text": "Hi", "caption": 7, "words": [["Hi"]], "zz": 1},
        "yy": 2,
    }
    made = timeline_of({"t": [{"id": "k", "tt": 7, "sg": [segment]}]})
    assert made.captions == (
        CaptionClip(clip_id="s1", text="Hi", start_ms=5, duration_ms=10, extra={"yy": 2, "m": {"zz": 1}}),
    )
    again = draft_of(made)["t"][0]["sg"][0]
    assert again == {"id": "s1", "s": 5, "d": 10, "yy": 2, "m": {"text": "Hi", "caption": "plain", "zz": 1}}
