"""Ramps, smooth slow motion and pitch in words: what is asked for, what is taken away, and what is something else."""

from __future__ import annotations

from typing import Any

import pytest

from support.films import film, media_of
from support.wishes import Conversation
from unit.language.scenes import edits, heard


def ramp(clips: list[str], kind: str, **more: Any) -> dict[str, Any]:
    return {"op": "set_speed", "clips": clips, **more, "ramp": kind}


@pytest.mark.parametrize(
    ("words", "clips", "kind"),
    [
        ("clip 2 should start slow and speed up", ["c2"], "ease_in"),
        ("make clip 1 start slow, then speed up", ["c1"], "ease_in"),
        ("start slow and speed up clip 2", ["c2"], "ease_in"),
        ("ramp the parrot up", ["c2"], "ease_in"),
        ("ramp every clip from slow to fast", ["c1", "c2", "c3"], "ease_in"),
        ("make the parrot faster and faster", ["c2"], "ease_in"),
        ("Could you do a speed ramp on the bikes, from slow to fast?", ["c1"], "ease_in"),
        ("let the parrot start fast and slow down", ["c2"], "ease_out"),
        ("clip 2 from fast to slow", ["c2"], "ease_out"),
        ("bullet time on clip 2", ["c2"], "bullet"),
        ("bullet-time the parrot", ["c2"], "bullet"),
        ("give the surf a fast-slow-fast ramp", ["c3"], "bullet"),
        ("ramp into the drop on clip 2", ["c2"], "to_drop"),
        ("clip 2 slow until the drop", ["c2"], "to_drop"),
        ("make the parrot go slow until the drop then fast", ["c2"], "to_drop"),
        ("第二段先慢后快", ["c2"], "ease_in"),
        ("第二段先慢后快，时长不变", ["c2"], "ease_in"),
        ("鹦鹉越来越快", ["c2"], "ease_in"),
        ("自行车那段先慢后快,做个曲线变速", ["c1"], "ease_in"),
        ("第二段由快到慢", ["c2"], "ease_out"),
        ("帮我把鹦鹉那段做成子弹时间效果", ["c2"], "bullet"),
        ("鹦鹉快慢快", ["c2"], "bullet"),
        ("第二段卡点变速", ["c2"], "to_drop"),
        ("冲浪高潮处加速", ["c3"], "to_drop"),
        ("所有片段卡点变速", ["c1", "c2", "c3"], "to_drop"),
    ],
)
def test_a_ramp_is_heard_with_its_clips(words: str, clips: list[str], kind: str) -> None:
    assert edits(words) == [ramp(clips, kind)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("make clip 1 slow motion, smooth", {"clips": ["c1"], "factor": 0.5, "smooth": "interpolate"}),
        ("smooth slow motion on clip 1", {"clips": ["c1"], "factor": 0.5, "smooth": "interpolate"}),
        ("the parrot at half speed, smooth", {"clips": ["c2"], "factor": 0.5, "smooth": "interpolate"}),
        (
            "slow motion at 0.25x on clip 1 with optical flow",
            {"clips": ["c1"], "factor": 0.25, "smooth": "interpolate"},
        ),
        (
            "slow motion on the parrot with frame blending",
            {"clips": ["c2"], "factor": 0.5, "smooth": "blend"},
        ),
        ("blend the frames of clip 1", {"clips": ["c1"], "smooth": "blend"}),
        ("don't smooth the slow motion of clip 1", {"clips": ["c1"], "smooth": "off"}),
        ("第一段来个更流畅的慢动作", {"clips": ["c1"], "factor": 0.5, "smooth": "interpolate"}),
        ("第一段0.25倍慢动作，补帧", {"clips": ["c1"], "factor": 0.25, "smooth": "interpolate"}),
        ("第二段放慢到0.5倍，流畅一点", {"clips": ["c2"], "factor": 0.5, "smooth": "interpolate"}),
        ("第一段的慢动作不要补帧", {"clips": ["c1"], "smooth": "off"}),
        ("keep the pitch of clip 2", {"clips": ["c2"], "keep_pitch": True}),
        (
            "play clip 2 twice as fast without changing the pitch",
            {"clips": ["c2"], "factor": 2.0, "keep_pitch": True},
        ),
        ("speed up clip 1 2x and keep the pitch", {"clips": ["c1"], "factor": 2.0, "keep_pitch": True}),
        ("let the pitch of clip 1 change with its speed", {"clips": ["c1"], "keep_pitch": False}),
        ("第二段加速到1.5倍，声音不变调", {"clips": ["c2"], "factor": 1.5, "keep_pitch": True}),
        ("第一段保持音调", {"clips": ["c1"], "keep_pitch": True}),
        ("第二段声音随速度变调", {"clips": ["c2"], "keep_pitch": False}),
    ],
)
def test_smooth_slow_motion_and_pitch_are_heard(words: str, expected: dict[str, Any]) -> None:
    assert edits(words) == [{"op": "set_speed", **expected}]


@pytest.mark.parametrize(
    "words",
    [
        "slow the music down",
        "ramp up the music",
        "make the transitions smooth",
        "add a smooth transition between all clips",
        "give clip 2 a smooth look",
        "make the film smoother",
        "raise the pitch of clip 2",
        "pitch the song up like nightcore",
        "put the title up in bullet time",
        "the music gets faster and faster",
        "cuts get faster and faster",
        "make the film faster and faster",
        "节奏越来越快",
        "音乐越来越快",
        "剪辑越来越快",
        "ease into the picture over a second",
        "Do a speed ramp on the surf clip, start slow and ramp up to 200%",
        "only keep the sound of the surf",
    ],
)
def test_what_sounds_alike_changes_no_clips_speed(words: str) -> None:
    assert not any(operation.name == "set_speed" for operation in heard(words).operations)


@pytest.mark.parametrize("words", ["speed ramp the parrot", "第二段变速", "冲浪那段做曲线变速"])
def test_a_ramp_that_is_not_said_is_asked_for(words: str) -> None:
    found = heard(words)
    assert not found.operations
    assert found.refusals[0].because.en.startswith("say which ramp")
    assert found.refusals[0].say is not None


def talked(*messages: str, setup: str = "cut") -> Conversation:
    there = Conversation(media=media_of(setup), timeline=film(setup))
    for message in messages:
        _, refused = there.say(message)
        assert not refused, refused
    return there


@pytest.mark.parametrize(
    "words",
    [
        "remove the speed ramp from clip 2",
        "take the speed ramp off clip 2",
        "no speed ramp on clip 2",
        "remove the bullet time",
        "clip 2 at normal speed",
        "去掉第二段的变速曲线",
        "取消子弹时间",
        "第二段恢复原速",
        "取消变速",
    ],
)
def test_a_ramp_can_be_taken_away(words: str) -> None:
    first = "第二段子弹时间" if words[0] > "\u2fff" else "bullet time on clip 2"
    assert talked(first).timeline.video_clips[1].ramp is not None
    there = talked(first, words)
    clip, old = there.timeline.video_clips[1], film("cut").video_clips[1]
    assert clip.ramp is None
    assert (clip.speed, clip.start_ms, clip.duration_ms) == (1.0, old.start_ms, old.duration_ms)


def test_what_follows_speaks_of_the_clip_that_was_slowed() -> None:
    clip = talked("clip 2 at half speed", "make it smoother", "keep the voice's pitch").timeline.video_clips[
        1
    ]
    assert (clip.speed, clip.smooth, clip.keep_pitch) == (0.5, "interpolate", True)
    clip = talked("第二段慢动作", "慢动作更流畅").timeline.video_clips[1]
    assert (clip.speed, clip.smooth) == (0.5, "interpolate")
    clip = talked("clip 2 at half speed", "make the slow motion of clip 2 smooth").timeline.video_clips[1]
    assert (clip.speed, clip.smooth) == (0.5, "interpolate")


@pytest.mark.parametrize(
    "words",
    ["faster", "a bit slower", "half", "double", "twice as fast", "0.5", "50%", "2 seconds", "more", "again",
     "too fast", "not that", "the same for clip 3", "undo", "back to the original speed", "快一点", "再慢一点",
     "一半", "两倍", "还是原来的速度", "第三段也一样"],
)  # fmt: skip
@pytest.mark.parametrize(
    "first", ["clip 2 from slow to fast", "keep the pitch of clip 2", "blend the frames of clip 2"]
)
def test_whatever_is_said_behind_a_ramp_is_understood_or_refused(first: str, words: str) -> None:
    there = Conversation(media=media_of("cut"), timeline=film("cut"))
    there.say(first)
    there.say(words)
    assert [c.clip_id for c in there.timeline.video_clips] == ["c1", "c2", "c3"]
    assert there.timeline.video_clips[0] == film("cut").video_clips[0]


def test_the_same_can_be_said_of_another_clip() -> None:
    clips = talked("clip 1 from slow to fast", "the same for clip 3").timeline.video_clips
    assert [c.ramp.kind if c.ramp else None for c in clips] == ["ease_in", None, "ease_in"]


def test_a_ramp_into_the_drop_is_of_the_clip_where_the_music_drops() -> None:
    there = Conversation(media=media_of("song"), timeline=film("song"))
    _, refused = there.say("speed ramp into the drop")
    assert refused
    done, refused = there.say("let the drop hit at 6 seconds")
    assert done
    assert not refused
    done, refused = there.say("speed ramp into the drop")
    assert done, refused
    clip = there.timeline.video_clips[1]
    assert clip.ramp is not None
    assert clip.start_ms + clip.ramp.peak_ms == pytest.approx(6_000, abs=40)


def test_too_little_footage_is_said_with_a_factor_that_works() -> None:
    there = Conversation(media=media_of("cut"), timeline=film("cut"))
    there.say("clip 2 at 1.6x but keep its length")
    done, refused = there.say("clip 2 from slow to fast")
    assert not done
    assert "footage" in refused[0]
    assert there.focus is not None
    done, refused = there.say("yes")
    assert done, refused
    assert there.timeline.video_clips[1].ramp is not None
