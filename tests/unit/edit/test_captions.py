"""Captions on the timeline: from files and in words, changed, moved and removed by id, and told with what was wrong."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp.edit.apply import Applied
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.caption_file import captions_in
from nemovideo_mcp.timeline.media import MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.views.edit_answer import edit_answer
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import edited, notes
from support.films import film, media_of

SRT = """1
00:00:01,000 --> 00:00:02,500
Hello there

2
00:00:03,000 --> 00:00:05,000
How are you?

3
00:00:14,000 --> 00:00:16,000
Bye

4
00:00:20,000 --> 00:00:21,000
Behind the end
"""


def captions_item(text: str = SRT, name: str = "talk.srt") -> MediaItem:
    return MediaItem(
        media_id="cap",
        name=name,
        info=MediaInfo(kind="captions", duration_ms=21_000),
        captions=captions_in(text.encode()),
    )


MEDIA = (*media_of("titled"), captions_item())


def done(*operations: dict[str, Any], media: tuple[MediaItem, ...] = MEDIA) -> Applied:
    return edited(media, *operations, start=film("titled"))


def seen(timeline: Timeline) -> list[tuple[str, int, int, str]]:
    return [(c.clip_id, c.start_ms, c.end_ms, c.text) for c in timeline.captions]


FROM_FILE: dict[str, Any] = {"op": "add_captions", "media": "talk.srt"}
ALL = [
    ("s1", 1000, 2500, "Hello there"),
    ("s2", 3000, 5000, "How are you?"),
    ("s3", 14_000, 16_000, "Bye"),
    ("s4", 20_000, 21_000, "Behind the end"),
]


@pytest.mark.parametrize("named", ["talk.srt", "cap", "talk", "m5"])
def test_a_file_by_its_name_or_id_puts_all_its_lines_on_a_track_of_their_own(named: str) -> None:
    made = done({"op": "add_captions", "media": named}, media=(*media_of("titled")[:4], captions_item()))
    assert seen(made.timeline) == ALL
    assert made.timeline.text_clips == film("titled").text_clips
    assert made.timeline.video_clips == film("titled").video_clips
    assert made.timeline.duration_ms == film("titled").duration_ms
    assert "1 of the captions lies behind the film's end (15 s)" in notes(made)


def test_captions_are_shown_in_the_timeline_and_subtitles_stay_texts() -> None:
    made = done(FROM_FILE, {"op": "add_text", "text": "Aside", "kind": "subtitle"})
    view = timeline_view(made.timeline, MEDIA, project="p", version=1)
    assert view["captions"][0] == {"id": "s1", "text": "Hello there", "start_s": 1, "end_s": 2.5}
    assert [t["kind"] for t in view["texts"] if t["text"] == "Aside"] == ["subtitle"]
    assert {m["kind"] for m in view["media"] if m["name"] == "talk.srt"} == {"captions"}


def test_an_offset_moves_all_and_leaves_out_what_would_lie_before_the_film() -> None:
    made = done({**FROM_FILE, "offset_s": -2.5})
    assert seen(made.timeline)[:2] == [("s1", 500, 2500, "How are you?"), ("s2", 11_500, 13_500, "Bye")]
    assert "1 caption would lie before the film's start and was left out" in notes(made)


def test_lines_in_words_end_where_the_next_begins_or_once_they_were_read() -> None:
    lines = [{"text": "Two", "start": 2}, {"text": "One", "start": 1}, {"text": "Four", "start": 4, "end": 9}]
    made = done({"op": "add_captions", "lines": lines, "style": "box"})
    assert seen(made.timeline) == [
        ("s1", 1000, 2000, "One"),
        ("s2", 2000, 3500, "Two"),
        ("s3", 4000, 9000, "Four"),
    ]
    assert {c.style for c in made.timeline.captions} == {"box"}


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        ({"op": "add_captions"}, "need a file"),
        (
            {"op": "add_captions", "media": "talk.srt", "lines": [{"text": "A", "start": 1}]},
            "one of the three",
        ),
        ({"op": "add_captions", "lines": [{"text": " \u200d", "start": 1}]}, "line 1 has no words"),
        ({"op": "add_captions", "lines": [{"text": "A", "start": 3, "end": 2}]}, "line 1 ends at 2 s"),
        ({"op": "add_captions", "media": "bikes.mp4"}, "no file of captions"),
        ({"op": "add_captions", "media": "tlak.srt"}, "did you mean talk.srt"),
        ({"op": "add_captions", "media": "talk.srt", "offset_s": -60}, "before the film's start"),
        ({"op": "change_caption", "captions": "all"}, "say what is to change"),
        ({"op": "change_caption", "captions": 9, "text": "A"}, "no caption “9”"),
        ({"op": "change_caption", "captions": "all", "text": "A"}, "one"),
        ({"op": "change_caption", "captions": 1, "text": " "}, "no words"),
        ({"op": "change_caption", "captions": 1, "start": 3, "end": 2}, "start at 3 s and end at 2 s"),
        ({"op": "change_caption", "captions": "all", "shift_s": -2}, "cannot start 2 s earlier"),
        ({"op": "add_clips", "media": "talk.srt"}, "no film or photo"),
        ({"op": "auto_edit", "sources": ["talk.srt"]}, "no film or photo"),
    ],
)
def test_what_makes_no_captions_is_refused_in_words(operation: dict[str, Any], why: str) -> None:
    with pytest.raises(EditRefused) as refused:
        done(FROM_FILE, operation)
    assert why in refused.value.what("en")


def test_a_shift_that_goes_too_far_names_the_one_that_works() -> None:
    with pytest.raises(EditRefused) as refused:
        done(FROM_FILE, {"op": "change_caption", "captions": "all", "shift_s": -2})
    nearest = refused.value.nearest
    assert nearest is not None
    assert seen(done(FROM_FILE, dict(nearest)).timeline)[0] == ("s1", 0, 1500, "Hello there")


def test_a_film_without_clips_takes_no_captions() -> None:
    with pytest.raises(EditRefused, match="no film"):
        edited(MEDIA, FROM_FILE)


def test_one_caption_gets_other_words_and_times_and_the_others_stay() -> None:
    made = done(FROM_FILE, {"op": "change_caption", "captions": "s2", "text": "Who are you?"})
    assert seen(made.timeline) == [ALL[0], ("s2", 3000, 5000, "Who are you?"), *ALL[2:]]
    made = done(FROM_FILE, {"op": "change_caption", "captions": "Bye", "start": 12})
    assert seen(made.timeline)[2] == ("s3", 12_000, 14_000, "Bye")
    made = done(FROM_FILE, {"op": "change_caption", "captions": -2, "start": 12, "end": "end-1"})
    assert seen(made.timeline)[2] == ("s3", 12_000, 14_000, "Bye")
    made = done(FROM_FILE, {"op": "change_caption", "captions": 1, "end": 2})
    assert seen(made.timeline)[0] == ("s1", 1000, 2000, "Hello there")


def test_all_captions_are_delayed_by_exactly_so_much() -> None:
    made = done(FROM_FILE, {"op": "change_caption", "captions": "all", "shift_s": 0.5})
    assert [(start, end) for _, start, end, _ in seen(made.timeline)] == [
        (start + 500, end + 500) for _, start, end, _ in ALL
    ]
    assert len(made.changes) == 1
    assert made.changes[0].shift_ms == 500


def test_ids_are_never_used_again() -> None:
    made = done(FROM_FILE, {"op": "remove_captions"}, FROM_FILE)
    assert [c.clip_id for c in made.timeline.captions] == ["s5", "s6", "s7", "s8"]
    made = done(FROM_FILE, {"op": "remove_captions", "captions": ["s2", -1]})
    assert [c.clip_id for c in made.timeline.captions] == ["s1", "s3"]


def test_without_captions_the_timeline_is_as_it_was() -> None:
    assert done(FROM_FILE, {"op": "remove_captions"}).timeline == film("titled")


def test_edits_that_move_no_clip_leave_captions_alone() -> None:
    for operation in (
        {"op": "remove_text", "texts": "all"},
        {"op": "auto_edit", "length": 8},
        {"op": "set_music", "mood": "upbeat"},
        {"op": "reverse_clip", "clips": 2},
        {"op": "set_clip_sound", "clips": 1, "volume": 0},
    ):
        assert seen(done(FROM_FILE, operation).timeline) == ALL, operation


def test_words_known_by_their_times_go_when_the_text_or_the_length_changes_and_stay_with_a_shift() -> None:
    vtt = "WEBVTT\n\n00:01.000 --> 00:03.000\nHello <00:02.000>there\n"
    media = (*media_of("titled"), captions_item(vtt, "talk.vtt"))
    add = {"op": "add_captions", "media": "talk.vtt", "style": "word_by_word"}
    words = [(w.text, w.start_ms) for w in done(add, media=media).timeline.captions[0].words]
    assert words == [("Hello", 0), ("there", 1000)]
    for change, left in (({"shift_s": 1}, 2), ({"start": 5}, 2), ({"end": 2}, 0), ({"text": "Hi"}, 0)):
        made = done(add, {"op": "change_caption", "captions": 1, **change}, media=media)
        assert len(made.timeline.captions[0].words) == left, change


def test_what_is_wrong_with_a_file_is_told_with_its_lines_in_both_languages() -> None:
    bad = SRT.replace("00:00:14,000", "00:00:1x,000").replace("00:00:03,000 -->", "00:00:02,000 -->")
    made = done(
        {"op": "add_captions", "media": "bad.srt"}, media=(*MEDIA[:-1], captions_item(bad, "bad.srt"))
    )
    assert "1 cue was left out, its time cannot be read: line 10 “Bye”" in notes(made)
    assert "1 caption overlaps an earlier one" in notes(made)
    answer = edit_answer(timeline=made.timeline, media=MEDIA, version=1, language="zh", applied=made)
    assert "1 条字幕因时间无法读取而略过：第 10 行“Bye”" in answer["message"]


def test_two_thousand_captions_are_added_moved_and_told_in_little_room() -> None:
    cues = (
        f"{n}\n00:{n // 60:02d}:{n % 60:02d},000 --> 00:{n // 60:02d}:{n % 60:02d},900\nLine {n}\n"
        for n in range(2000)
    )
    media = (*MEDIA[:-1], captions_item("\n".join(cues), "long.srt"))
    made = done(
        {"op": "add_captions", "media": "long.srt"},
        {"op": "change_caption", "captions": "all", "shift_s": 0.25},
        media=media,
    )
    assert len(made.timeline.captions) == 2000
    answer = edit_answer(timeline=made.timeline, media=media, version=1, language="en", applied=made)
    assert len(str(answer)) < 8000
    view = timeline_view(made.timeline, media, project="p", version=1)
    assert len(str(view)) < 60_000
    rest = view["more_captions"]
    later = timeline_view(
        made.timeline, media, project="p", version=1, from_s=rest["from_s"], to_s=rest["from_s"] + 10
    )
    assert len(view["captions"]) + rest["count"] == 2000
    assert later["captions"][0]["start_s"] == rest["from_s"]


def test_captions_that_are_there_are_not_added_again_and_another_style_is_refused_with_a_way() -> None:
    again = done(FROM_FILE, FROM_FILE)
    assert seen(again.timeline) == ALL
    assert not again.changed
    with pytest.raises(EditRefused) as refused:
        done(FROM_FILE, {**FROM_FILE, "style": "box"})
    assert "are there" in str(refused.value)
    nearest = refused.value.fields["nearest"]
    assert {c.style for c in done(FROM_FILE, nearest).timeline.captions} == {"box"}
