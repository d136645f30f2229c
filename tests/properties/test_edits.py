"""What holds for every operation, whatever its values are."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nemovideo_mcp.edit.apply import Applied, apply, changes_between
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.parsing import parse_operations, to_json
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.beat_file import BeatFile, BeatTrack
from nemovideo_mcp.timeline.foreign_edit import ForeignClip, ForeignEdit
from nemovideo_mcp.timeline.media import MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import Timeline, Transition, VideoClip
from nemovideo_mcp.timeline.transitions import TRANSITION_KINDS, crossings_of
from support.films import PROJECTS, SteadyPlanner, film, media_of, talking

# Where a clip stands follows from the clips before it; cuts that stand on beats are rounded to frames.
_FOLLOWS = {"start_ms", "duration_ms", "anchor"}
_FRAME_MS = 34

_SECONDS = st.one_of(st.floats(0, 16, allow_nan=False), st.sampled_from([0.0, 2.0, 4.0, 6.5, 14.9]))
_TIMES = st.one_of(
    _SECONDS,
    st.sampled_from(["start", "end", "end-3", "drop"]),
    st.builds(lambda bar, beat: {"bar": bar, "beat": beat}, st.integers(1, 9), st.integers(1, 4)),
    st.builds(lambda cut: {"cut": cut}, st.integers(-3, 3)),
    st.just({"section": "chorus"}),
)
_LENGTHS = st.one_of(
    st.floats(0.05, 12, allow_nan=False),
    st.builds(lambda n: {"beats": n}, st.integers(1, 16)),
    st.builds(lambda n: {"bars": n}, st.integers(1, 3)),
)
_CLIP = st.one_of(
    st.integers(-4, 4),
    st.sampled_from(["c1", "c2", "c3", "bikes", "parrot.mp4", "surf"]),
    st.builds(lambda t: {"at_s": t}, st.floats(0, 16)),
)
_CLIPS = st.one_of(_CLIP, st.lists(_CLIP, min_size=1, max_size=3), st.just("all"))
_MEDIA = st.sampled_from(["m1", "m2", "m3", "m4", "bikes", "beach.jpg", "surf.mp4"])
_SPOT = st.one_of(
    st.sampled_from(["start", "end"]),
    st.integers(-3, 4),
    st.builds(lambda c: {"before": c}, _CLIP),
    st.builds(lambda c: {"after": c}, _CLIP),
)
_SNAP = st.sampled_from(["beat", "bar", "none"])
_LEVEL = st.floats(0, 2)
_SLIDER, _SHARE = st.floats(-1, 1), st.floats(0, 1)
_PLACE = st.sampled_from(["top", "center", "bottom-right"])
_FADE = st.floats(0, 5)
_KINDS = st.sampled_from([*TRANSITION_KINDS, "none"])
_CAPTION_STYLE = st.sampled_from(["plain", "box", "word_by_word"])
_CAPTION_NAMES = st.sampled_from(["s1", "s2", 3, -1, "Hello there", ["s1", "s3"], "all"])


def _of(op: str, required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"op": st.just(op), **required}, optional=optional)


_TEXT_MOVES = st.sampled_from(["fade", "none", "rise", "typewriter", "word_by_word", "pop"])
_TEXT_LOOKS = {
    "font": st.sampled_from(["neutral", "condensed", "serif", "handwritten"]),
    "effect": st.sampled_from(["soft", "plain", "outline", "shadow", "box"]),
    "effect_color": st.sampled_from(["yellow", "#102030"]),
    "entrance": _TEXT_MOVES,
    "exit": _TEXT_MOVES,
}


_LOOKS: dict[str, st.SearchStrategy[Any]] = {
    "preset": st.sampled_from(["black_and_white", "vintage", "cinematic", "none"]),
    "lut": st.sampled_from(["teal.cube", "none"]),
    "strength": _SHARE,
    "brightness": _SLIDER,
    "brightness_by": _SLIDER,
    "warmth_by": _SLIDER,
    "contrast": _SLIDER,
    "saturation_by": _SLIDER,
    "vignette": _SHARE,
    "blur": _SHARE,
    "sharpen": _SHARE,
    "bars": st.booleans(),
}
STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "auto_edit": _of("auto_edit", {}, {"length": _LENGTHS, "pace": st.sampled_from(["slow", "fast"])}),
    "set_film_length": _of("set_film_length", {"length": _LENGTHS}, {}),
    "set_canvas": _of("set_canvas", {"ratio": st.sampled_from(["16:9", "9:16", "1:1", "4:5"])}, {}),
    "fade_film": _of(
        "fade_film",
        {},
        {"at": st.sampled_from(["in", "out", "both"]), "length_s": _FADE, "color": st.just("white")},
    ),
    "add_clips": _of(
        "add_clips",
        {"media": _MEDIA},
        {"at": _SPOT, "in_s": st.floats(0, 9), "length": _LENGTHS, "snap": _SNAP},
    ),
    "remove_clips": _of("remove_clips", {"clips": _CLIPS}, {"leave_gap": st.booleans()}),
    "move_clips": st.one_of(
        _of("move_clips", {"clips": _CLIPS, "to": _SPOT}, {}),
        _of("move_clips", {"clips": _CLIP, "swap_with": _CLIP}, {}),
    ),
    "replace_clip": _of("replace_clip", {"clip": _CLIP, "media": _MEDIA}, {"in_s": st.floats(0, 5)}),
    "duplicate_clips": _of("duplicate_clips", {"clips": _CLIPS}, {"times": st.integers(1, 3), "to": _SPOT}),
    "trim_clip": _of(
        "trim_clip",
        {"clip": _CLIP},
        {
            "in_s": st.floats(0, 8),
            "out_s": st.floats(0, 12),
            "start_by": st.floats(-2, 3),
            "end_by": st.floats(-2, 3),
            "snap": _SNAP,
        },
    ),
    "set_clip_length": _of(
        "set_clip_length",
        {"clips": _CLIPS, "length": _LENGTHS},
        {"keep": st.sampled_from(["start", "end"]), "snap": _SNAP},
    ),
    "split_clip": st.one_of(
        _of("split_clip", {"at": _TIMES}, {"snap": _SNAP}),
        _of("split_clip", {"clip": _CLIP, "parts": st.integers(2, 4)}, {"snap": _SNAP}),
    ),
    "move_cut": _of("move_cut", {"cut": st.integers(-3, 4), "at": _TIMES}, {"snap": _SNAP}),
    "rename_clip": _of(
        "rename_clip", {"clip": _CLIP, "name": st.sampled_from(["beach", "海滩", "the sea"])}, {}
    ),
    "set_speed": st.one_of(
        _of(
            "set_speed",
            {"clips": _CLIPS, "factor": st.floats(0.1, 8)},
            {"keep_length": st.booleans(), "snap": _SNAP},
        ),
        _of(
            "set_speed",
            {
                "clips": _CLIPS,
                "ramp": st.sampled_from(["ease_in", "ease_out", "bullet", "to_drop", "none"]),
            },
            {"factor": st.floats(0.3, 2), "keep_length": st.booleans(), "snap": _SNAP},
        ),
        _of(
            "set_speed",
            {"clips": _CLIPS, "smooth": st.sampled_from(["off", "blend", "interpolate"])},
            {"keep_pitch": st.booleans()},
        ),
    ),
    "reverse_clip": _of("reverse_clip", {"clips": _CLIPS}, {"reversed": st.booleans()}),
    "freeze_frame": st.one_of(
        _of("freeze_frame", {"at": _TIMES}, {"length": _LENGTHS, "snap": _SNAP}),
        _of("freeze_frame", {"clip": _CLIP}, {"length": _LENGTHS}),
    ),
    "slip_clip": st.one_of(
        _of("slip_clip", {"clip": _CLIP, "by_s": st.floats(-5, 5)}, {}),
        _of("slip_clip", {"clip": _CLIP, "in_s": st.floats(0, 9)}, {}),
        _of("slip_clip", {"clip": _CLIP | st.just("all"), "action_on_beat": st.just(True)}, {}),
    ),
    "reset_clip": _of("reset_clip", {"clips": _CLIPS}, {"snap": _SNAP}),
    "set_framing": _of(
        "set_framing",
        {"clips": _CLIPS},
        {
            "fit": st.sampled_from(["cover", "contain", "blur"]),
            "zoom": st.floats(0.5, 3),
            "rotate": st.sampled_from([0, 90, 180, 270]),
            "flip": st.sampled_from(["horizontal", "vertical", "both", "none"]),
            "motion": st.sampled_from(["push-in", "pan-left", "none"]),
            "position": st.just({"x": 0.3, "y": 0.7}),
        },
    ),
    "set_look": st.one_of(
        _of("set_look", {"clips": _CLIPS}, _LOOKS), _of("set_look", {"start": _TIMES, "end": _TIMES}, _LOOKS)
    ),
    "set_beat_effects": _of(
        "set_beat_effects",
        {"kind": st.sampled_from(["punch", "flash", "shake", "pulse", "none"])},
        {"on": st.sampled_from(["beats", "downbeats", 2, 8, "drop", [3, {"bar": 2}]]), "strength": _SHARE},
    ),
    "set_transition": st.one_of(
        _of("set_transition", {"cuts": st.integers(-3, 3)}, {"kind": _KINDS, "length": _LENGTHS}),
        _of("set_transition", {"clips": _CLIPS}, {"kind": _KINDS, "length": _LENGTHS}),
    ),
    "set_clip_sound": _of(
        "set_clip_sound",
        {"clips": _CLIPS},
        {"volume": _LEVEL, "mute": st.booleans(), "fade_in_s": _FADE, "fade_out_s": _FADE},
    ),
    "set_music": _of("set_music", {}, {"mood": st.just("upbeat"), "another": st.booleans()}),
    "remove_pauses": _of("remove_pauses", {}, {"clips": _CLIPS, "longer_than_s": st.floats(0.3, 3)}),
    "set_music_mix": _of(
        "set_music_mix",
        {},
        {
            "volume": _LEVEL,
            "volume_by": st.floats(0.2, 2),
            "range": st.builds(lambda a, b: {"start": a, "end": b}, _TIMES, _TIMES),
            "under_speech": _SHARE,
            "fade_in_s": _FADE,
            "fade_out_s": _FADE,
        },
    ),
    "remove_music": _of("remove_music", {}, {}),
    "add_text": _of(
        "add_text",
        {"text": st.sampled_from(["Hello", "你好", "cut to the beat"])},
        {
            "kind": st.sampled_from(["title", "lower_third", "end_card", "subtitle"]),
            "start": _TIMES,
            "length": _LENGTHS,
            "place": _PLACE,
            "size": st.floats(0.5, 2),
            "color": st.just("red"),
            **_TEXT_LOOKS,
        },
    ),
    "change_text": _of(
        "change_text",
        {"texts": st.sampled_from(["t1", "t2", "Sunday Ride", 1, -1, "all"])},
        {
            "text": st.just("New"),
            "start": _TIMES,
            "length": _LENGTHS,
            "place": _PLACE,
            "size": st.floats(0.5, 2),
            **_TEXT_LOOKS,
        },
    ),
    "add_overlay": _of(
        "add_overlay",
        {"media": _MEDIA},
        {
            "place": _PLACE,
            "position": st.just({"x": 0.3, "y": 0.7}),
            "width": st.floats(0.01, 4),
            "opacity": st.floats(0, 1),
            "rounded": st.floats(0, 0.5),
            "border": st.floats(0, 0.1),
            "border_color": st.just("red"),
            "start": _TIMES,
            "length": _LENGTHS,
            "in_s": st.floats(0, 9),
            "volume": _LEVEL,
        },
    ),
    "blur_region": st.one_of(
        _of(
            "blur_region",
            {},
            {"effect": st.sampled_from(["blur", "pixelate"]), "place": _PLACE, "width": st.floats(0.1, 1)},
        ),
        _of("blur_region", {}, {"start": _TIMES, "end": _TIMES, "height": st.floats(0.1, 1)}),
        _of(
            "blur_region",
            {"clips": _CLIPS},
            {"position": st.just({"x": 0.3, "y": 0.7}), "follow": st.booleans()},
        ),
    ),
    "change_overlay": _of(
        "change_overlay",
        {"overlays": st.sampled_from(["o1", "o2", "beach.jpg", 1, -1, "all"])},
        {
            "media": _MEDIA,
            "effect": st.sampled_from(["blur", "pixelate"]),
            "place": _PLACE,
            "width": st.floats(0.01, 4),
            "height": st.floats(0.1, 1),
            "size_by": st.floats(0.1, 4),
            "opacity": st.floats(0, 1),
            "start": _TIMES,
            "length": _LENGTHS,
            "volume": _LEVEL,
        },
    ),
    "remove_overlay": _of(
        "remove_overlay", {"overlays": st.sampled_from(["o1", "o2", "blur", 2, "all"])}, {}
    ),
    "add_captions": st.one_of(
        _of(
            "add_captions",
            {"media": st.sampled_from(["talk.srt", "m5"])},
            {"offset_s": st.floats(-20, 20), "style": _CAPTION_STYLE},
        ),
        _of("add_captions", {"from_speech": st.just(True)}, {"style": _CAPTION_STYLE}),
        _of(
            "add_captions",
            {
                "lines": st.lists(
                    st.fixed_dictionaries(
                        {"text": st.sampled_from(["Hello", "你好\n世界"]), "start": _SECONDS},
                        optional={"end": _SECONDS},
                    ),
                    min_size=1,
                    max_size=3,
                )
            },
            {"style": _CAPTION_STYLE},
        ),
    ),
    "change_caption": _of(
        "change_caption",
        {"captions": _CAPTION_NAMES},
        {
            "text": st.just("New"),
            "start": _TIMES,
            "end": _TIMES,
            "shift_s": st.floats(-5, 5),
            "style": _CAPTION_STYLE,
        },
    ),
    "open_edit": _of("open_edit", {"media": st.just("ride.edl")}, {"snap": _SNAP}),
    "set_beats": _of(
        "set_beats",
        {"media": st.sampled_from(["taps.txt", "heard"])},
        {"song": st.sampled_from(["song.mp3", "calm.mp3"])},
    ),
    "remove_captions": _of("remove_captions", {}, {"captions": _CAPTION_NAMES}),
    "remove_text": _of("remove_text", {"texts": st.sampled_from(["t1", "t2", "The End", 2, "all"])}, {}),
}

_ANY = st.one_of(*STRATEGIES.values())
_QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


_RIDE = MediaItem(
    media_id="m_ride",
    name="ride.edl",
    info=MediaInfo(kind="edit", duration_ms=6000),
    edit=ForeignEdit(
        frame_rate=Fraction(25),
        video=(
            (
                ForeignClip(name="a", media="bikes.mp4", start_s=Fraction(0), length_s=Fraction(3)),
                ForeignClip(
                    name="b",
                    media="parrot.mp4",
                    start_s=Fraction(3),
                    length_s=Fraction(2),
                    speed=Fraction(2),
                    reversed=True,
                    dissolve_s=Fraction(1, 2),
                ),
                ForeignClip(name="c", media="surf.mp4", start_s=Fraction(6), length_s=Fraction(90)),
            ),
        ),
    ),
)


_TAPS = MediaItem(
    media_id="m_taps",
    name="taps.txt",
    info=MediaInfo(kind="beats", duration_ms=16_000),
    beats=BeatFile(
        program="Audacity", tracks=(BeatTrack(beats_ms=tuple(Fraction(240 + 520 * n) for n in range(30))),)
    ),
)


def _start(project: str) -> tuple[Timeline, EditContext]:
    """A film whose every part carries a key that nobody knows, and that has transitions."""
    timeline = film(project)
    ways_in = {2: Transition(kind="wipe", duration_ms=400), 3: Transition(kind="whip", duration_ms=900)}
    tracks = tuple(
        replace(
            track,
            clips=tuple(
                replace(c, extra={"m": {"mine": c.clip_id}, "own": [1]}, **_way_in(c, ways_in.get(n)))
                for n, c in enumerate(track.clips, 1)
            ),
            extra={"shade": track.track_id},
        )
        for track in timeline.tracks
    )
    media = (*map(talking, media_of(project)), _RIDE, _TAPS)
    context = EditContext(media=media, planner=SteadyPlanner())
    return replace(timeline, tracks=tracks, extra={"vendor": {"deep": [1, {"er": 2}]}}), context


def _way_in(clip: object, transition: Transition | None) -> dict[str, Any]:
    return {"transition_in": transition} if isinstance(clip, VideoClip) and transition else {}


def _applied(timeline: Timeline, operations: list[dict[str, Any]], context: EditContext) -> Applied | None:
    try:
        return apply(timeline, parse_operations(operations), context)
    except EditRefused as error:
        refusal = error
    assert all((refusal.what("en"), refusal.what("zh"), refusal.next_step("en"), refusal.next_step("zh")))
    return None


def test_every_operation_is_tried() -> None:
    assert set(STRATEGIES) == set(OPERATIONS)


_PROJECTS = ("plain", "cut", "song", "titled", "montage", "graded", "laid", "captioned")
_HAVE_IT = {
    "change_overlay": ("laid",),
    "set_beats": ("song", "cut"),
    "remove_overlay": ("laid",),
    "change_caption": ("captioned",),
    "remove_captions": ("captioned",),
}
"""Where what an operation changes is in few of the projects, in which: in the others it is always refused."""


@pytest.mark.parametrize("op", sorted(OPERATIONS))
@_QUICK
@given(data=st.data())
def test_an_edit_leaves_all_that_it_does_not_name_as_it_was(op: str, data: st.DataObject) -> None:
    timeline, context = _start(data.draw(st.sampled_from(_HAVE_IT.get(op, _PROJECTS))))
    before = timeline
    applied = _applied(timeline, [data.draw(STRATEGIES[op])], context)
    assert timeline == before
    assume(applied is not None)
    assert applied is not None
    if op == "open_edit":
        # It takes the place of the film; the music stays, and what nobody knows of the film.
        assert applied.timeline.extra == before.extra
        assert (applied.timeline.music is None) == (before.music is None)
        return
    named = {clip_id for done in applied.done for clip_id in done.ids}
    old = {c.clip_id: c for c in before.video_clips}
    for clip in applied.timeline.video_clips:
        if clip.clip_id in named or clip.clip_id not in old:
            continue
        was = old[clip.clip_id]
        follows = any(c.end_ms == clip.start_ms for c in applied.timeline.video_clips)
        for field in fields(VideoClip):
            if field.name == "transition_in" and not follows:
                assert clip.transition_in is None
            elif field.name not in _FOLLOWS:
                assert getattr(clip, field.name) == getattr(was, field.name), field.name
        if op not in ("auto_edit", "set_beats", "set_film_length", "split_clip", "freeze_frame"):
            assert abs(clip.duration_ms - was.duration_ms) <= _FRAME_MS
    if op != "set_look":
        assert applied.timeline.look_ranges == before.look_ranges
    if op not in ("set_music", "set_music_mix", "remove_music"):
        assert (applied.timeline.music is None) == (before.music is None)
    if op not in ("change_overlay", "remove_overlay", "remove_clips", "replace_clip"):
        now = {o.clip_id: o for o in applied.timeline.overlay_clips}
        for overlay in before.overlay_clips:
            place = {"start_ms": 0, "duration_ms": 1}
            assert replace(now[overlay.clip_id], **place) == replace(overlay, **place)
    if op not in ("change_text", "remove_text"):
        assert {t.clip_id: t.text for t in before.text_clips}.items() <= {
            t.clip_id: t.text for t in applied.timeline.text_clips
        }.items()
    if op not in ("add_captions", "change_caption", "remove_captions", "remove_pauses"):
        _assert_captions_stay_with_their_footage(before, applied.timeline)
    if op == "add_captions":
        assert all(c in applied.timeline.captions for c in before.captions)
    for caption in applied.timeline.captions:
        assert caption.start_ms >= 0
        assert caption.duration_ms > 0


@_QUICK
@given(
    project=st.sampled_from(["plain", "cut", "song", "titled", "montage", "graded", "laid"]),
    cut=st.integers(1, 3),
    at=st.one_of(
        st.floats(0, 16, allow_nan=False), st.builds(lambda n: {"bar": n, "beat": 2}, st.integers(1, 9))
    ),
    before=st.lists(
        st.sampled_from(
            [
                {"op": "set_speed", "clips": "all", "factor": 0.5, "keep_length": True},
                {"op": "set_speed", "clips": 2, "ramp": "ease_in"},
                {"op": "reverse_clip", "clips": [1, 2]},
                {"op": "set_clip_length", "clips": 1, "length": 2.3, "snap": "none"},
            ]
        ),
        max_size=2,
    ),
)
def test_a_moved_cut_is_all_that_moves(
    project: str, cut: int, at: object, before: list[dict[str, Any]]
) -> None:
    timeline, context = _start(project)
    if before:
        changed = _applied(timeline, before, context)
        assume(changed is not None)
        assert changed is not None
        timeline = changed.timeline
    applied = _applied(timeline, [{"op": "move_cut", "cut": cut, "at": at}], context)
    assume(applied is not None)
    assert applied is not None
    after = applied.timeline
    assert after.duration_ms == timeline.duration_ms
    assert after.text_clips == timeline.text_clips
    assert after.overlay_clips == timeline.overlay_clips
    assert after.music == timeline.music
    assert [t for n, t in enumerate(after.cuts_ms, 1) if n != cut] == [
        t for n, t in enumerate(timeline.cuts_ms, 1) if n != cut
    ]
    # What was shown at a moment is shown there still, but for what the cut went over.
    moved = sorted((timeline.cuts_ms[cut - 1], after.cuts_ms[cut - 1]))
    for was, now in zip(timeline.video_clips, after.video_clips, strict=True):
        for moment in range(max(was.start_ms, now.start_ms), min(was.end_ms, now.end_ms), 97):
            if not moved[0] <= moment < moved[1]:
                seen = now.source_at(moment - now.start_ms) - was.source_at(moment - was.start_ms)
                assert abs(seen) <= 2


def _assert_captions_stay_with_their_footage(before: Timeline, after: Timeline) -> None:
    """Words stay, none come, and none goes whose clip stands as it stood but for its place."""
    now = {c.clip_id: c for c in after.captions}
    shots = {c.clip_id: c for c in after.video_clips}
    assert set(now) <= {c.clip_id for c in before.captions}
    for caption in before.captions:
        if caption.clip_id in now:
            assert now[caption.clip_id].text == caption.text
        old = next((c for c in before.video_clips if c.start_ms <= caption.start_ms < c.end_ms), None)
        moved = shots.get(old.clip_id) if old is not None else None
        if old is None or moved is None or old.end_ms - caption.start_ms <= 100:
            continue
        if replace(moved, start_ms=0, anchor=None, transition_in=None) == replace(
            old, start_ms=0, anchor=None, transition_in=None
        ):
            into_ms = caption.start_ms - old.start_ms
            assert now[caption.clip_id].start_ms == moved.start_ms + into_ms
            assert now[caption.clip_id].duration_ms == caption.duration_ms


@_QUICK
@given(operations=st.lists(_ANY, min_size=1, max_size=4), project=st.sampled_from(sorted(PROJECTS)))
def test_the_film_stays_in_order_without_overlaps_and_inside_its_sources(
    operations: list[dict[str, Any]], project: str
) -> None:
    timeline, context = _start(project)
    applied = _applied(timeline, operations, context)
    assume(applied is not None)
    assert applied is not None
    clips = applied.timeline.video_clips
    assert len({c.clip_id for c in clips}) == len(clips)
    media = context.by_id
    for clip, after in pairwise(clips):
        assert clip.end_ms <= after.start_ms
    for clip in clips:
        assert clip.duration_ms > 0
        item = media[clip.media_id]
        if item.info.kind == "video" and not clip.freeze:
            # A frame or two may be held where a cut was rounded onto its beat.
            assert clip.source_end_ms <= item.info.duration_ms + 2 * _FRAME_MS * max(1.0, 2 * clip.speed)
    for ranged, after in pairwise(applied.timeline.look_ranges):
        assert ranged.start_ms < ranged.end_ms <= after.start_ms
    for overlay in applied.timeline.overlay_clips:
        assert overlay.duration_ms > 0
        assert not clips or overlay.end_ms <= applied.timeline.duration_ms
        footage = media[overlay.media_id].info.duration_ms if overlay.media_id else 0
        assert not footage or overlay.source_start_ms + overlay.duration_ms <= footage
    for text in applied.timeline.text_clips:
        assert (
            0
            <= text.start_ms
            < text.end_ms
            <= max(applied.timeline.duration_ms, text.end_ms if not clips else 0)
        )


@_QUICK
@given(operations=st.lists(_ANY, min_size=1, max_size=4), project=st.sampled_from(sorted(PROJECTS)))
def test_transitions_lie_inside_their_clips_and_apart_and_one_that_cannot_be_seen_is_gone(
    operations: list[dict[str, Any]], project: str
) -> None:
    timeline, context = _start(project)
    applied = _applied(timeline, operations, context)
    assume(applied is not None)
    assert applied is not None
    clips = applied.timeline.video_clips
    crossings = crossings_of(applied.timeline)
    for first, second in pairwise(crossings):
        assert first.cut_frame + first.tail <= second.first_frame
    for crossing in crossings:
        assert crossing.start_ms >= crossing.before.start_ms
        assert crossing.end_ms <= crossing.after.end_ms
    alone = [clip for n, clip in enumerate(clips) if not n or clips[n - 1].end_ms != clip.start_ms]
    assert all(clip.transition_in is None for clip in alone)


@_QUICK
@given(
    operations=st.lists(_ANY, min_size=1, max_size=3),
    project=st.sampled_from(["cut", "titled", "montage", "graded", "laid", "captioned"]),
)
def test_unknown_keys_survive_edits_and_the_wire(operations: list[dict[str, Any]], project: str) -> None:
    timeline, context = _start(project)
    applied = _applied(timeline, operations, context)
    assume(applied is not None)
    assert applied is not None
    again = timeline_of(json.loads(json.dumps(draft_of(applied.timeline))))
    assert again == applied.timeline
    assert again.extra == timeline.extra
    old = {c.clip_id: c for t in timeline.tracks for c in t.clips}
    for track in again.tracks:
        for clip in track.clips:
            if clip.clip_id in old:
                assert clip.extra == old[clip.clip_id].extra


@_QUICK
@given(operations=st.lists(_ANY, min_size=1, max_size=4), project=st.sampled_from(["cut", "titled"]))
def test_a_batch_is_all_or_nothing_and_the_same_twice(operations: list[dict[str, Any]], project: str) -> None:
    timeline, context = _start(project)
    first = _applied(timeline, operations, context)
    assert _applied(timeline, operations, context) == first
    bad = {"op": "set_clip_length", "clips": "nobody at all", "length": 1}
    with pytest.raises(EditRefused) as refused:
        apply(timeline, parse_operations([*operations, bad]), context)
    assert refused.value.place is not None
    if first is not None:
        assert refused.value.place == len(operations) + 1
        assert f"operation {len(operations) + 1}" in refused.value.what("en")


@_QUICK
@given(operation=_ANY)
def test_an_operation_says_itself_and_comes_back_from_json(operation: dict[str, Any]) -> None:
    (parsed,) = parse_operations(operation)
    assert parse_operations(json.loads(json.dumps(to_json(parsed)))) == (parsed,)
    words = parsed.sentence()
    assert "None" not in words.en
    assert words.zh


@_QUICK
@given(operations=st.lists(_ANY, min_size=1, max_size=3), project=st.sampled_from(["laid", "captioned"]))
def test_what_is_told_of_an_edit_is_the_difference(operations: list[dict[str, Any]], project: str) -> None:
    timeline, context = _start(project)
    applied = _applied(timeline, operations, context)
    assume(applied is not None)
    assert applied is not None
    assert applied.changes == changes_between(timeline, applied.timeline)
    told = {clip_id for change in applied.changes for clip_id in change.ids}
    old = {c.clip_id: c for t in timeline.tracks for c in t.clips}
    new = {c.clip_id: c for t in applied.timeline.tracks for c in t.clips}
    assert told == {i for i in old.keys() | new.keys() if old.get(i) != new.get(i)}


@pytest.mark.parametrize(
    "given_value",
    [
        float("nan"),
        float("inf"),
        -1,
        0,
        1e300,
        "x" * 1_000_000,
        None,
        [],
        {},
        {"beats": 0},
        {"bars": float("nan")},
    ],
)
@pytest.mark.parametrize("op", ["set_clip_length", "set_film_length"])
def test_a_length_that_is_none_is_refused_in_a_sentence(op: str, given_value: object) -> None:
    operation: dict[str, Any] = {"op": op, "length": given_value}
    if op == "set_clip_length":
        operation["clips"] = 1
    timeline, context = _start("cut")
    with pytest.raises(EditRefused) as refused:
        apply(timeline, parse_operations(operation), context)
    assert len(refused.value.what("en")) < 500
    assert refused.value.place == 1
