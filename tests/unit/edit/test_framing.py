"""Crops that follow, and bars of the source, as edits: what is set, what is kept, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.media import MediaItem, Subject, WordsLine
from nemovideo_mcp.timeline.model import Fit, Timeline
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.source_view import source_view
from nemovideo_mcp.views.timeline_table import timeline_table
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import applied_to, notes
from support.films import film, media_of

FOUND = Subject(kind="face", areas=((0.6, 0.2, 0.7, 0.4),))
VERTICAL = {"op": "set_canvas", "ratio": "9:16"}


def looked_at(subject: Subject = FOUND, *, bars: bool = False) -> list[MediaItem]:
    pictures = ((0.0, 0.12, 1.0, 0.88),) if bars else ()
    return [
        replace(m, analysis=replace(m.analysis, subjects=(subject,), pictures=pictures)) if m.analysis else m
        for m in media_of("plain")
    ]


def test_a_film_that_begins_is_framed_by_its_subjects() -> None:
    made = applied_to("plain", {"op": "add_clips", "media": ["bikes.mp4"]}, timeline=Timeline())
    assert made.timeline.auto_framing


def test_a_film_that_is_there_already_is_not_until_its_frame_changes() -> None:
    before = film("plain")
    assert not before.auto_framing
    assert not applied_to("plain", {"op": "set_speed", "clips": 1, "factor": 2}).timeline.auto_framing
    turned = applied_to("plain", VERTICAL)
    assert turned.timeline.auto_framing
    assert turned.timeline.video_clips == before.video_clips
    assert "the crop follows the subject" in notes(turned)


def test_the_same_frame_again_changes_nothing() -> None:
    upright = replace(film("plain"), width=1080, height=1920)
    again = applied_to("plain", VERTICAL, timeline=upright)
    assert not again.changed
    assert again.timeline == upright


def test_following_takes_the_place_of_a_position_and_of_bars() -> None:
    before = applied_to(
        "plain", {"op": "set_framing", "clips": 2, "position": {"x": 0.2, "y": 0.5}, "fit": "blur"}
    ).timeline
    followed = applied_to(
        "plain", {"op": "set_framing", "clips": 2, "follow": True}, timeline=before
    ).timeline
    clip = followed.video_clips[1]
    assert (clip.follow, clip.position, clip.fit) == (True, (0.5, 0.5), None)
    assert (followed.video_clips[0], followed.video_clips[2]) == (
        before.video_clips[0],
        before.video_clips[2],
    )


def test_a_position_in_the_middle_holds_in_a_film_that_follows() -> None:
    turned = applied_to("plain", VERTICAL).timeline
    middle = {"op": "set_framing", "clips": 1, "position": {"x": 0.5, "y": 0.5}}
    assert applied_to("plain", middle, timeline=turned).timeline.video_clips[0].follow is False
    assert applied_to("plain", middle).timeline.video_clips[0].follow is None


def test_it_is_said_that_words_are_kept_where_there_are_any() -> None:
    line = (0.1, 0.5, 0.4, 0.56)
    media = [
        replace(m, analysis=replace(m.analysis, words=((WordsLine(area=line, start_ms=0, end_ms=60_000),),)))
        if m.analysis and m.name == "bikes.mp4"
        else m
        for m in looked_at()
    ]
    turned = applied_to("plain", VERTICAL, media=media)
    assert "words in the picture stay whole" in notes(turned)
    assert "parrot" not in notes(turned)
    assert turned.timeline.careful_framing
    assert "words in the picture" not in notes(applied_to("plain", VERTICAL, media=looked_at()))


@pytest.mark.parametrize("other", [{"position": {"x": 0.2, "y": 0.5}}, {"fit": "blur"}, {"fit": "contain"}])
def test_following_and_what_contradicts_it_are_refused_together(other: dict[str, object]) -> None:
    with pytest.raises(EditRefused, match="a crop follows the subject, or it has a place"):
        applied_to("plain", {"op": "set_framing", "clips": 1, "follow": True, **other})


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (FOUND, "found to follow: a face"),
        (Subject(kind="motion", areas=FOUND.areas), "found to follow: what moves"),
        (Subject(), "nothing that stands out"),
    ],
)
def test_it_is_said_what_is_followed(subject: Subject, said: str) -> None:
    turned = applied_to("plain", VERTICAL).timeline
    follow = {"op": "set_framing", "clips": 1, "follow": True}
    assert said in notes(applied_to("plain", follow, timeline=turned, media=looked_at(subject)))
    assert "nothing of the picture is cropped" in notes(applied_to("plain", follow, media=looked_at(subject)))


def test_bars_that_are_not_there_are_spoken_of() -> None:
    crop = {"op": "set_framing", "clips": 1, "crop_bars": True}
    assert "no black bars in the source" in notes(applied_to("plain", crop, media=looked_at()))
    assert notes(applied_to("plain", crop, media=looked_at(bars=True))) == ""


def test_drafts_say_it_and_older_ones_read_as_before() -> None:
    made = applied_to(
        "plain", VERTICAL, {"op": "set_framing", "clips": 1, "follow": False, "crop_bars": False}
    )
    draft = draft_of(made.timeline)
    assert draft["m"]["auto_framing"] is True
    assert draft["t"][0]["sg"][0]["m"]["follow"] is False
    assert timeline_of(draft) == made.timeline
    old = draft_of(film("plain"))
    assert "auto_framing" not in old["m"]
    assert not any("follow" in segment["m"] for segment in old["t"][0]["sg"])
    assert timeline_of(old) == film("plain")


def test_reset_gives_the_choice_back_to_the_film() -> None:
    made = applied_to("plain", {"op": "set_framing", "clips": 1, "follow": True, "crop_bars": True}).timeline
    clip = applied_to("plain", {"op": "reset_clip", "clips": 1}, timeline=made).timeline.video_clips[0]
    assert (clip.follow, clip.crop_bars) == (None, None)


def test_views_say_it() -> None:
    before = applied_to("plain", VERTICAL).timeline
    after = applied_to(
        "plain", {"op": "set_framing", "clips": 2, "follow": False, "crop_bars": True}, timeline=before
    ).timeline
    view = timeline_view(after, media_of("plain"), project="x", version=2)
    assert view["auto_framing"] is True
    assert (view["clips"][1]["follow"], view["clips"][1]["crop_bars"]) == (False, True)
    assert "follow" not in view["clips"][0]
    table = "\n".join(timeline_table(view))
    assert "does not follow, bars cropped" in table
    assert "不跟随, 裁掉黑边" in "\n".join(timeline_table(view, language="zh"))
    told = [change.text for change in diff(draft_of(before), draft_of(after))]
    assert told == ["Video parrot: – → does not follow, bars cropped"]


def test_a_source_says_what_can_be_followed_and_its_bars() -> None:
    item = looked_at(bars=True)[0]
    seen = source_view(item, uses=1, ids={item.media_id: "m1"})
    assert seen["follows"] == ["face"]
    assert seen["black_bars"] == [0, 0.12, 0, 0.12]
    plain = source_view(looked_at(Subject())[0], uses=1, ids={item.media_id: "m1"})
    assert "follows" not in plain
    assert "black_bars" not in plain


def test_an_explicit_fit_of_a_clip_stays_when_the_frame_changes() -> None:
    blurred = applied_to("plain", {"op": "set_framing", "clips": 1, "fit": "blur"}).timeline
    assert applied_to("plain", VERTICAL, timeline=blurred).timeline.video_clips[0].fit is Fit.BLUR
