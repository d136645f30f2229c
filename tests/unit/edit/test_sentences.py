"""An operation as a sentence, which is all that the cloud is told: nothing that is set may be missing from it."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.apply import check
from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import EditRefused

_TIMES: list[object] = [3.5, "end-2", "drop", {"bar": 3, "beat": 2}, {"cut": 2}, {"section": "chorus"}]
_LENGTHS: list[object] = [2.5, {"beats": 4}, {"bars": 2}]
_CLIPS: list[object] = [2, "c3", "all", ["c1", "c2"], {"at_s": 4}]
_SPOTS: list[object] = ["start", 3, {"before": "c2"}, {"after": 1}]
_POINT: list[object] = [{"x": 0.2, "y": 0.4}]
_FADES: dict[str, list[object]] = {"fade_in_s": [0, 2], "fade_out_s": [0, 2]}
_MOVES = ["none", "rise", "typewriter", "word_by_word", "pop"]

PLAIN: dict[str, dict[str, Any]] = {
    "auto_edit": {},
    "set_film_length": {"length": 20},
    "set_canvas": {"ratio": "16:9"},
    "fade_film": {},
    "add_clips": {"media": "m1"},
    "remove_clips": {"clips": 1},
    "move_clips": {"clips": 1, "to": "end"},
    "replace_clip": {"clip": 1, "media": "m1"},
    "duplicate_clips": {"clips": 1},
    "set_clip_length": {"clips": 1, "length": 3},
    "trim_clip": {"clip": 1, "in_s": 1},
    "split_clip": {"at": 7},
    "move_cut": {"cut": 1, "at": 7},
    "rename_clip": {"clip": 1, "name": "beach"},
    "set_speed": {"clips": 1, "factor": 3},
    "reverse_clip": {"clips": 1},
    "freeze_frame": {"at": 7},
    "slip_clip": {"clip": 1, "by_s": 1},
    "reset_clip": {"clips": 1},
    "set_clip_sound": {"clips": 1, "volume": 0.3},
    "set_music": {},
    "set_music_mix": {"volume": 0.3},
    "remove_music": {},
    "add_text": {"text": "Hello"},
    "change_text": {"texts": "t1", "text": "Hello"},
    "remove_text": {"texts": "t1"},
    "add_overlay": {"media": "m1"},
    "change_overlay": {"overlays": "o1", "border": 0.02},
    "remove_overlay": {"overlays": "o1"},
    "blur_region": {},
    "add_captions": {"media": "m5"},
    "open_edit": {"media": "m5"},
    "set_beats": {"media": "m5"},
    "remove_pauses": {},
    "change_caption": {"captions": "s1", "text": "Hello"},
    "remove_captions": {"captions": "s1"},
    "set_framing": {"clips": 1, "zoom": 3},
    "set_look": {"clips": 1, "warmth_by": 0.2},
    "set_beat_effects": {"kind": "punch"},
    "set_transition": {"cuts": 1},
}
OTHERS: dict[str, dict[str, list[object]]] = {
    "auto_edit": {
        "sources": ["m1", ["m2", "m3"]],
        "order": ["given", "reversed", "interleaved"],
        "length": _LENGTHS,
        "cut_to_beat": [False],
        "pace": ["slow", "normal", "fast"],
        "every_beats": [2],
        "beats_on_cuts": [True],
        "action_on_beat": [True, False],
        "ranges": [[{"media": "m1", "in_s": 1, "out_s": 2}]],
    },
    "set_film_length": {"length": _LENGTHS, "at_most": [True]},
    "set_canvas": {"ratio": ["9:16", "1:1", "4:5"], "frame_rate": [24, 25.0, 29.97, 60]},
    "fade_film": {"at": ["in", "out"], "length_s": [0, 2], "color": ["white"]},
    "add_clips": {"media": ["m2", ["m1", "m2"]], "at": _SPOTS, "in_s": [2], "length": _LENGTHS},
    "remove_clips": {"clips": _CLIPS, "leave_gap": [True]},
    "move_clips": {"clips": _CLIPS, "to": _SPOTS},
    "replace_clip": {"clip": _CLIPS[:2], "media": ["m2"], "in_s": [2]},
    "duplicate_clips": {"clips": _CLIPS, "times": [3], "to": _SPOTS},
    "set_clip_length": {"clips": _CLIPS, "length": _LENGTHS, "keep": ["end"]},
    "trim_clip": {
        "clip": _CLIPS[:2],
        "in_s": [2],
        "out_s": [2],
        "start_by": [0.5, -0.5],
        "end_by": [0.5, -0.5],
    },
    "split_clip": {"clip": _CLIPS[:2], "at": _TIMES},
    "move_cut": {"cut": [2, -1], "at": _TIMES},
    "rename_clip": {"clip": _CLIPS[:2], "name": ["sea", "海滩"]},
    "set_speed": {
        "clips": _CLIPS,
        "factor": [0.5],
        "ramp": ["ease_in", "ease_out", "bullet", "to_drop", "none"],
        "smooth": ["off", "blend", "interpolate"],
        "keep_pitch": [True, False],
        "keep_length": [True],
    },
    "reverse_clip": {"clips": _CLIPS, "reversed": [False]},
    "freeze_frame": {"at": _TIMES, "length": _LENGTHS},
    "slip_clip": {"clip": _CLIPS[:2], "by_s": [2, -2]},
    "reset_clip": {"clips": _CLIPS},
    "set_clip_sound": {"clips": _CLIPS, "volume": [0.5], "volume_by": [0.5], "mute": [True], **_FADES},
    "set_music": {
        "song": ["m4"],
        "mood": ["lofi"],
        "bpm": [90],
        "another": [True],
        "match": [True],
        "tempo_by": [1.2],
        "start": [3.5, "drop", {"bar": 3}, {"section": "chorus"}],
        "drop_at": _TIMES,
        "form": ["build", "intro 8"],
    },
    "remove_pauses": {"clips": _CLIPS[:2], "longer_than_s": [1.5]},
    "set_music_mix": {
        "volume": [0.5],
        "volume_by": [0.5],
        "range": [{"start": 1, "end": 2}],
        "under_speech": [0.3, 1],
        **_FADES,
    },
    "add_text": {
        "text": ["Bye"],
        "kind": ["lower_third", "end_card", "subtitle"],
        "start": _TIMES,
        "end": _TIMES,
        "length": _LENGTHS,
        "place": ["top", "bottom-right"],
        "position": _POINT,
        "size": [2],
        "color": ["red"],
        "font": ["condensed", "serif", "handwritten"],
        "effect": ["plain", "outline", "shadow", "box"],
        "effect_color": ["yellow"],
        "entrance": _MOVES,
        "exit": _MOVES,
    },
    "change_text": {
        "texts": ["t2"],
        "text": ["Bye"],
        "kind": ["title", "lower_third", "end_card", "subtitle"],
        "start": _TIMES,
        "end": _TIMES,
        "length": _LENGTHS,
        "place": ["top"],
        "position": _POINT,
        "size": [1, 2],
        "size_by": [1.5],
        "color": ["white", "red"],
        "font": ["neutral", "condensed", "serif", "handwritten"],
        "effect": ["soft", "plain", "outline", "shadow", "box"],
        "effect_color": ["yellow"],
        "entrance": ["fade", *_MOVES],
        "exit": ["fade", *_MOVES],
    },
    "remove_text": {"texts": ["t2"]},
    "add_overlay": {
        "media": ["m2"],
        "place": ["top-right"],
        "position": _POINT,
        "width": [0.2],
        "opacity": [0.5],
        "rounded": [0.1],
        "border": [0.02],
        "border_color": ["red"],
        "start": _TIMES,
        "end": _TIMES,
        "length": _LENGTHS,
        "in_s": [2],
        "volume": [0.5],
    },
    "change_overlay": {
        "overlays": ["o2"],
        "media": ["m2"],
        "effect": ["blur", "pixelate"],
        "place": ["top-right"],
        "position": _POINT,
        "width": [0.2],
        "height": [0.2],
        "size_by": [0.7],
        "opacity": [0.5, 1],
        "rounded": [0, 0.1],
        "border": [0],
        "border_color": ["white", "red"],
        "start": _TIMES,
        "end": _TIMES,
        "length": _LENGTHS,
        "volume": [0, 0.5],
    },
    "remove_overlay": {"overlays": ["o2"]},
    "blur_region": {
        "effect": ["pixelate"],
        "place": ["top-left"],
        "position": _POINT,
        "width": [0.5],
        "height": [0.5],
        "clips": _CLIPS,
        "start": _TIMES,
        "end": _TIMES,
        "length": _LENGTHS,
        "follow": [True],
    },
    "open_edit": {"media": ["m6"], "song": ["m4", "song.mp3"]},
    "set_beats": {"media": ["m6", "heard"], "song": ["m4", "song.mp3"]},
    "add_captions": {"media": ["m6"], "offset_s": [2, -2], "style": ["box", "word_by_word"]},
    "change_caption": {
        "captions": ["s2", 3, "all"],
        "text": ["Bye"],
        "start": _TIMES,
        "end": _TIMES,
        "shift_s": [0.5, -0.5],
        "style": ["plain", "box", "word_by_word"],
    },
    "remove_captions": {"captions": ["s2", 3, "all", ["s1", "s2"]]},
    "set_framing": {
        "clips": _CLIPS,
        "fit": ["cover", "contain", "blur"],
        "zoom": [2],
        "zoom_by": [1.5],
        "position": _POINT,
        "follow": [True, False],
        "crop_bars": [True, False],
        "rotate": [0, 90],
        "rotate_by": [90],
        "flip": ["horizontal", "vertical", "both", "none"],
        "motion": ["push-in", "none"],
    },
    "set_beat_effects": {
        "kind": ["flash", "shake", "pulse", "none"],
        "on": ["beats", 2, "drop", [{"bar": 2}], [{"bar": 2, "beat": 3}, {"bar": 4}]],
        "strength": [0, 1],
    },
    "set_look": {
        "clips": _CLIPS,
        "preset": ["black_and_white", "vintage", "cinematic", "none"],
        "lut": ["teal.cube", "none"],
        **{key: [0, 0.5] for key in ("strength", "vignette", "blur", "sharpen")},
        **{key: [0, 0.3, -0.3] for key in ("brightness", "contrast", "saturation")},
        **{key: [0.3, -0.3] for key in ("brightness_by", "contrast_by", "saturation_by")},
        "warmth": [0.5],
        "warmth_by": [-0.3],
        "bars": [True, False],
    },
    "set_transition": {
        "cuts": [2, -1, [1, 3]],
        "kind": [
            *("dip_to_black", "dip_to_white", "slide", "push", "wipe", "zoom", "whip", "blur", "none"),
        ],
        "length": _LENGTHS,
    },
}
# Given in place of another field, so that they stand alone.
ALONE: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("set_canvas", {"ratio": "1:1"}, {"platform": "tiktok"}),
    ("set_canvas", {"width": 640, "height": 360}, {"width": 640, "height": 480}),
    ("set_canvas", {"width": 640, "height": 360}, {"width": 320, "height": 360}),
    ("auto_edit", {"length": 20}, {"length": 20, "at_most": True}),
    ("move_clips", {"clips": 1, "swap_with": 2}, {"clips": 1, "swap_with": 3}),
    ("split_clip", {"clip": 1, "parts": 2}, {"clip": 1, "parts": 3}),
    ("set_speed", {"clips": 1, "ramp": "bullet"}, {"clips": 1, "ramp": "bullet", "keep_length": False}),
    ("freeze_frame", {"clip": 1}, {"clip": 2}),
    ("slip_clip", {"clip": 1, "in_s": 1}, {"clip": 1, "in_s": 2}),
    ("slip_clip", {"clip": 1, "action_on_beat": True}, {"clip": 2, "action_on_beat": True}),
    ("set_clip_sound", {"clips": 1, "volume_by": 0.5}, {"clips": 1, "volume": 0.5}),
    ("set_clip_sound", {"clips": 1, "volume_by": 0.5}, {"clips": 1, "volume_by": 0.6}),
    ("set_music_mix", {"volume_by": 0.5}, {"volume": 0.5}),
    ("set_music", {"song": "m4"}, {"song": "m4", "start": 2}),
    ("set_music", {"song": "m4"}, {"song": "m4", "drop_at": 2}),
    ("set_framing", {"clips": 1, "zoom_by": 1.5}, {"clips": 1, "zoom": 1.5}),
    ("add_captions", {"lines": [{"text": "A", "start": 1}]}, {"lines": [{"text": "A", "start": 2}]}),
    ("add_captions", {"lines": [{"text": "A", "start": 1}]}, {"lines": [{"text": "B", "start": 1}]}),
    (
        "add_captions",
        {"lines": [{"text": "A", "start": 1, "end": 2}]},
        {"lines": [{"text": "A", "start": 1, "end": 3}]},
    ),
    ("add_captions", {"from_speech": True}, {"media": "m5"}),
    ("add_captions", {"from_speech": True}, {"from_speech": True, "style": "word_by_word"}),
    ("set_framing", {"clips": 1, "rotate_by": 90}, {"clips": 1, "rotate": 90}),
    ("set_look", {"clips": 1, "warmth_by": 0.2}, {"clips": 1, "warmth": 0.2}),
    ("set_look", {"start": 2, "end": 4, "warmth": 0.2}, {"start": 3, "end": 4, "warmth": 0.2}),
    ("set_look", {"start": 2, "end": 4, "warmth": 0.2}, {"start": 2, "end": 5, "warmth": 0.2}),
    ("set_transition", {"cuts": 2}, {"clips": 2}),
    ("set_transition", {"clips": 2}, {"clips": "all"}),
    ("set_transition", {"clips": "all"}, {"clips": "all", "kind": "none"}),
)
# Where cuts come to stand, names within a batch, and the seed of our own composer: nothing that another backend knows.
OURS = {"op", "snap", "as", "seed"}


def said(op: str, values: dict[str, Any]) -> Words:
    return parse_operations({"op": op, **values})[0].sentence()


CASES = [
    (op, name, value) for op, fields in OTHERS.items() for name, values in fields.items() for value in values
]


@pytest.mark.parametrize(("op", "name", "value"), CASES)
def test_whatever_is_set_is_heard_in_both_languages(op: str, name: str, value: object) -> None:
    plain, other = said(op, PLAIN[op]), said(op, {**PLAIN[op], name: value})
    assert plain.en != other.en
    assert plain.zh != other.zh
    for words in other:
        assert not any(part in words for part in ("Words(", "None", "Ref(", "Length(", "="))


@pytest.mark.parametrize(("op", "one", "other"), ALONE)
def test_what_stands_in_place_of_another_field_is_heard(
    op: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = said(op, one), said(op, other)
    assert first.en != second.en
    assert first.zh != second.zh


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "split_clip"},
        {"op": "set_speed", "clips": 1, "keep_length": True},
        {"op": "freeze_frame", "at": 2, "clip": 1},
        {"op": "slip_clip", "clip": 1},
        {"op": "trim_clip", "clip": 1},
        {"op": "move_clips", "clips": 1},
        {"op": "set_clip_sound", "clips": 1},
        {"op": "set_framing", "clips": 1},
        {"op": "set_look", "clips": 1},
        {"op": "set_look", "warmth": 0.2},
        {"op": "set_look", "clips": 1, "start": 2, "warmth": 0.2},
        {"op": "slip_clip", "clip": 1, "in_s": 1, "action_on_beat": True},
        {"op": "set_music_mix"},
        {"op": "change_text", "texts": "t1"},
        {"op": "change_overlay", "overlays": "o1"},
        {"op": "blur_region", "clips": 1, "start": 2},
        {"op": "add_text", "text": " "},
        {"op": "add_captions"},
        {"op": "add_captions", "media": "m5", "from_speech": True},
        {"op": "set_music_mix", "under_speech": 0.3, "range": {"start": 1, "end": 2}},
        {"op": "change_caption", "captions": "s1"},
        {"op": "set_canvas"},
        {"op": "set_transition"},
        {"op": "set_transition", "cuts": 1, "clips": 2},
        {"op": "set_transition", "cuts": 1, "kind": "none", "length": 1},
    ],
)
def test_what_makes_no_edit_is_refused_before_anybody_is_told(operation: dict[str, Any]) -> None:
    fine = {"op": "reverse_clip", "clips": 1}
    with pytest.raises(EditRefused) as refused:
        check(parse_operations([fine, operation]))
    assert refused.value.place == 2


@pytest.mark.parametrize("op", sorted(OPERATIONS))
def test_every_field_of_every_operation_is_tried(op: str) -> None:
    alone = {name for tried, one, other in ALONE if tried == op for name in (*one, *other)}
    fields = {str(field.alias or name) for name, field in OPERATIONS[op].model_fields.items()}
    assert fields - OURS == {*OTHERS.get(op, {}), *alone}
