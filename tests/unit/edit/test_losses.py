"""An edit throws away more than half of a film, or it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.edit.losses import Loss, has_handwork, loss_of
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import Done
from nemovideo_mcp.timeline.model import TextClip, Timeline, Track, TrackKind, VideoClip

NOTHING_SAID = Words("", "")


def film(*lengths_ms: int, media: str = "bikes") -> Timeline:
    """Clips of so many ms, each of other footage of one source."""
    starts = [sum(lengths_ms[:n]) for n in range(len(lengths_ms))]
    return of_clips(
        *(
            VideoClip(
                clip_id=f"c{n}",
                name=media,
                media_id=media,
                start_ms=start,
                duration_ms=length,
                source_start_ms=start,
            )
            for n, (start, length) in enumerate(zip(starts, lengths_ms, strict=True), 1)
        )
    )


def of_clips(*clips: VideoClip) -> Timeline:
    return Timeline(tracks=(Track(track_id="v", kind=TrackKind.VIDEO, clips=clips),))


def without(timeline: Timeline, *gone: str) -> Timeline:
    return of_clips(*(clip for clip in timeline.video_clips if clip.clip_id not in gone))


def done(op: str, *ids: str) -> Done:
    return Done(op=op, words=NOTHING_SAID, ids=ids)


TEN = film(*(10 * [1000]))


def test_seven_of_ten_clips_that_are_removed_are_most_of_the_film() -> None:
    gone = [f"c{n}" for n in range(2, 9)]
    loss = loss_of(TEN, without(TEN, *gone), [done("remove_clips", *gone)])
    assert loss == Loss(clips=7, of_clips=10, lost_ms=7000, of_ms=10_000)


def test_half_of_a_film_is_not_more_than_half() -> None:
    gone = [f"c{n}" for n in range(1, 6)]
    assert loss_of(TEN, without(TEN, *gone), [done("remove_clips", *gone)]) is None


def test_two_clips_are_few_however_long_they_are() -> None:
    before = film(60_000, 60_000, 1000)
    assert loss_of(before, without(before, "c1", "c2"), [done("remove_clips", "c1", "c2")]) is None


@pytest.mark.parametrize("op", ["set_film_length", "auto_edit", "trim_clip", "set_clip_length", "set_speed"])
def test_a_film_that_is_made_shorter_by_a_length_is_as_short_as_was_asked(op: str) -> None:
    short = of_clips(replace(TEN.video_clips[0], duration_ms=500))
    assert loss_of(TEN, short, [done(op, *(clip.clip_id for clip in TEN.video_clips))]) is None


def test_what_is_shown_elsewhere_is_not_lost() -> None:
    whole = VideoClip(clip_id="c99", name="bikes", media_id="bikes", start_ms=0, duration_ms=10_000)
    ids = [clip.clip_id for clip in TEN.video_clips]
    assert loss_of(TEN, of_clips(whole), [done("remove_clips", *ids)]) is None
    half = replace(whole, duration_ms=4_500)
    loss = loss_of(TEN, of_clips(half), [done("remove_clips", *ids)])
    assert loss == Loss(clips=6, of_clips=10, lost_ms=5_500, of_ms=10_000)


def test_photos_are_lost_where_they_are_shown_no_more() -> None:
    stills = [
        VideoClip(
            clip_id=f"c{n}", name=f"{n}", media_id=f"p{n}", start_ms=n * 1000, duration_ms=1000, freeze=True
        )
        for n in range(4)
    ]
    before = of_clips(*stills)
    loss = loss_of(before, of_clips(stills[0]), [done("remove_clips", "c1", "c2", "c3")])
    assert loss is not None
    assert loss.lost_ms == 3000


def test_clips_of_other_media_in_the_place_of_most_are_a_loss_and_so_is_another_film() -> None:
    others = of_clips(*(replace(clip, media_id="surf") for clip in TEN.video_clips))
    replaced = [done("replace_clip", clip.clip_id) for clip in TEN.video_clips]
    assert loss_of(TEN, others, replaced) is not None
    assert loss_of(TEN, others, replaced[:5]) is None
    assert loss_of(TEN, others, [done("open_edit", "c11")]) is not None
    assert loss_of(TEN, TEN, [done("open_edit", "c11")]) is None


def test_what_a_person_made_is_a_clip_that_was_named_or_words_on_the_film() -> None:
    assert not has_handwork(TEN)
    first, *rest = TEN.video_clips
    assert has_handwork(of_clips(replace(first, pinned=True), *rest))
    text = TextClip(clip_id="t1", text="Lisbon", start_ms=0, duration_ms=1000)
    assert has_handwork(
        replace(TEN, tracks=(*TEN.tracks, Track(track_id="t", kind=TrackKind.TEXT, clips=(text,))))
    )


@given(
    st.lists(st.integers(min_value=1, max_value=9000), min_size=1, max_size=12),
    st.sets(st.integers(min_value=1, max_value=12)),
    st.sampled_from(["remove_clips", "set_film_length"]),
)
def test_a_loss_is_exactly_what_was_taken_away(lengths: list[int], numbers: set[int], op: str) -> None:
    before = film(*lengths)
    gone = [f"c{n}" for n in numbers if n <= len(lengths)]
    lost = sum(lengths[int(clip_id[1:]) - 1] for clip_id in gone)
    loss = loss_of(before, without(before, *gone), [done(op, *gone)])
    asks = op == "remove_clips" and len(gone) >= 3 and 2 * lost > sum(lengths)
    assert (loss is not None) == asks
    if loss is not None:
        assert loss == Loss(clips=len(gone), of_clips=len(lengths), lost_ms=lost, of_ms=sum(lengths))


@given(st.lists(st.integers(min_value=1, max_value=9000), min_size=1, max_size=12), st.randoms())
def test_an_order_that_changes_loses_nothing(lengths: list[int], random: object) -> None:
    before = film(*lengths)
    shuffled = list(before.video_clips)
    random.shuffle(shuffled)  # pyright: ignore
    ids = [clip.clip_id for clip in shuffled]
    assert loss_of(before, of_clips(*shuffled), [done("remove_clips", *ids)]) is None
