"""What changed between two drafts."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.look import Look
from nemovideo_mcp.timeline.model import Fade, TextClip, Timeline, Track, Transition, VideoClip
from nemovideo_mcp.views.diff import diff, generation_stage
from nemovideo_mcp.views.summary import summary_line
from support.films import film

Draft = dict[str, Any]


def _shot(n: int) -> Draft:
    return {"id": f"v{n}", "s": n * 1000, "d": 1000, "m": {"name": f"shot {n}", "src": f"med_{n}"}}


def _draft() -> Draft:
    music = {"id": "a", "s": 0, "d": 12_000, "m": {"name": "Lo-fi", "role": "bgm", "volume": 0.35}}
    tracks = [{"tt": 0, "sg": [_shot(n) for n in range(12)]}, {"tt": 1, "sg": [music]}]
    return {"d": 12_000, "m": {"width": 1920, "height": 1080}, "t": tracks}


TITLE = {"tt": 7, "sg": [{"s": 0, "d": 3000, "m": {"text": "Paradise Found"}}]}


def _laid_out(shots: list[Draft], each_ms: int = 1000) -> None:
    for n, shot in enumerate(shots):
        shot.update(s=n * each_ms, d=each_ms)


def _title_added(draft: Draft) -> None:
    draft["t"].append(TITLE)


def _quieter(draft: Draft) -> None:
    draft["t"][1]["sg"][0]["m"]["volume"] = 0.2


def _upright(draft: Draft) -> None:
    draft["m"].update(width=1080, height=1920)


def _first(draft: Draft) -> None:
    shots = draft["t"][0]["sg"]
    shots.insert(0, shots.pop(2))
    _laid_out(shots)


def _faster(draft: Draft) -> None:
    _laid_out(draft["t"][0]["sg"], 500)


def _other_song(draft: Draft) -> None:
    draft["t"][1]["sg"][0] = {
        "id": "b",
        "s": 0,
        "d": 12_000,
        "m": {"name": "Upbeat", "role": "bgm", "volume": 0.35},
    }


def _faded(draft: Draft) -> None:
    draft["t"][1]["sg"][0]["m"]["fade_out"] = 800


def _one_less(draft: Draft) -> None:
    del draft["t"][0]["sg"][3]


def _other_shot(draft: Draft) -> None:
    draft["t"][0]["sg"][3].update(id="new", m={"name": "sunset", "src": "med_new"})


def _keyed(draft: Draft) -> None:
    draft["t"][0]["sg"][3]["m"]["keyframes"] = [1]
    draft["t"][0]["sg"][4]["m"]["updated_at"] = "now"


def _reversed(draft: Draft) -> None:
    draft["t"][0]["sg"].reverse()
    _laid_out(draft["t"][0]["sg"])


@pytest.mark.parametrize(
    ("edit", "english", "chinese"),
    [
        (_title_added, "✅ Title added: 'Paradise Found' (0-3s)", "✅ 已添加标题：“Paradise Found”（0-3秒）"),
        (_quieter, "BGM: volume 35% → 20%", "背景音乐：音量 35% → 20%"),
        (_upright, "canvas 16:9 → 9:16", "画面 16:9 → 9:16"),
        (_first, "clip 3 moved to the start", "第 3 个片段移到开头"),
        (_other_song, "music: Lo-fi → Upbeat", "音乐：Lo-fi → Upbeat"),
        (_faded, "BGM Lo-fi: fades changed", "背景音乐 Lo-fi：淡入淡出已更改"),
        (_one_less, "Video removed: shot 3 (3-4s)", "已删除视频：shot 3（3-4秒）"),
        (_other_shot, "Video: shot 3 → sunset", "视频：shot 3 → sunset"),
        (_keyed, "Video shot 3: settings changed", "视频 shot 3：设置已更改"),
        (_reversed, "11 clips reordered", "11 个片段已重新排序"),
    ],
)
def test_a_change_is_said_with_before_and_after(edit: Any, english: str, chinese: str) -> None:
    after = _draft()
    edit(after)
    assert [change.text for change in diff(_draft(), after)] == [english]
    assert [change.text for change in diff(_draft(), after, language="zh-CN")] == [chinese]


def test_many_small_changes_are_one_and_the_length_comes_first() -> None:
    after = _draft()
    _faster(after)
    assert [change.text for change in diff(_draft(), after)] == ["Video 0:12 → 0:06", "12 clips re-cut"]


def test_the_most_important_comes_first() -> None:
    after = _draft()
    for edit in (_quieter, _title_added, _upright):
        edit(after)
    assert [change.kind for change in diff(_draft(), after)] == ["canvas", "added", "volume"]


@pytest.mark.parametrize("as_drafts", [False, True])
def test_overlays_are_no_clips_of_the_film(as_drafts: bool) -> None:
    def said(changes: dict[str, Any]) -> list[str]:
        before = film("laid")
        track = before.tracks[-1]
        after = before.with_track(
            replace(track, clips=(replace(track.clips[0], **changes), *track.clips[1:]))
        )
        both = (draft_of(before), draft_of(after)) if as_drafts else (before, after)
        return [change.text for change in diff(*both)]

    assert said({"place": "bottom"}) == ["Overlay logo: framing changed"]
    assert said({"duration_ms": 3_000}) == ["Overlay logo: 0-15s → 0-3s"]
    gone = film("laid")
    assert [c.text for c in diff(gone, replace(gone, tracks=gone.tracks[:-1]))] == [
        "Overlay removed: logo (0-15s)",
        "Overlay removed: blur (4-9s)",
    ]
    assert "overlap" not in summary_line(gone)


def test_timelines_are_compared_as_drafts_are() -> None:
    after = _draft()
    _quieter(after)
    assert [c.text for c in diff(timeline_of(_draft()), timeline_of(after))] == ["BGM: volume 35% → 20%"]
    assert diff(timeline_of(_draft()), timeline_of(_draft())) == ()
    assert diff(_draft(), timeline_of(_draft())) == ()


def test_clips_without_ids_are_known_by_what_they_show() -> None:
    before, after = _draft(), _draft()
    _first(after)
    for draft in (before, after):
        for track in draft["t"]:
            for segment in track["sg"]:
                del segment["id"]
    assert [change.text for change in diff(before, after)] == ["clip 3 moved to the start"]


def test_the_raw_video_is_told_first_and_then_what_was_added() -> None:
    raw, final = _draft(), _draft()
    del raw["t"][1]
    _title_added(final)
    assert [change.text for change in diff({}, raw)] == ["✅ Video created: 0:12, 12 clips"]
    assert [change.text for change in diff(raw, final)] == [
        "✅ BGM added: Lo-fi (0-12s)",
        "✅ Title added: 'Paradise Found' (0-3s)",
    ]
    assert [generation_stage({}, draft) for draft in ({}, raw, final)] == ["nothing", "raw", "finished"]


def test_the_timeline_that_is_emptied_says_so() -> None:
    assert [change.text for change in diff(_draft(), {})] == ["The timeline is empty now"]
    assert diff({}, {}) == ()


def test_names_cannot_break_out_of_a_change() -> None:
    after = _draft()
    after["t"].append(
        {"tt": 7, "sg": [{"s": 0, "d": 1, "m": {"text": "<b>a</b>\n\x1b[31m**x**" + "y" * 900}}]}
    )
    [change] = diff(_draft(), after)
    assert change.text.isprintable()
    assert len(change.text) < 100
    assert "<b>" not in change.text


def test_ten_thousand_clips_are_compared_in_no_time() -> None:
    before: Draft = {"t": [{"tt": 0, "sg": [_shot(n) for n in range(10_000)]}]}
    after = copy.deepcopy(before)
    after["t"][0]["sg"].reverse()
    _laid_out(after["t"][0]["sg"])
    start = time.process_time()
    assert [change.text for change in diff(before, after)] == ["9999 clips reordered"]
    assert time.process_time() - start < 4


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["t", "tt", "sg", "s", "d", "m", "id", "name", "text", "volume", "role", "start", "url"]), inner  # noqa: E501
        )
    ),
    max_leaves=20,
)  # fmt: skip
segments = st.fixed_dictionaries(
    {"s": st.integers(0, 50_000), "d": st.integers(1, 9000)},
    optional={
        "id": st.sampled_from(["a", "b", "c"]),
        "m": st.fixed_dictionaries(
            {"name": st.sampled_from(["x", "y"])}, optional={"volume": st.sampled_from([0.2, 1.0])}
        ),
    },
)
tracks = st.lists(
    st.fixed_dictionaries(
        {"tt": st.sampled_from([0, 1, 7]), "sg": st.lists(segments, min_size=1, max_size=4)}
    ),
    max_size=3,
)
drafts = st.fixed_dictionaries({"d": st.just(60_000), "t": tracks})


@given(values, values, st.sampled_from(["en", "zh"]))
@settings(max_examples=60)
def test_no_draft_makes_it_raise(before: Any, after: Any, language: str) -> None:
    diff(before, after, language=language)
    diff(
        {"t": [{"tt": 7, "sg": [before, after]}, before]},
        {"t": [{"tt": 7, "sg": [after]}, after]},
        language=language,
    )


@given(values | drafts)
@settings(max_examples=60)
def test_a_draft_does_not_differ_from_itself(draft: Any) -> None:
    assert diff(draft, copy.deepcopy(draft)) == ()
    assert diff({"t": [{"tt": 0, "sg": [draft]}]}, {"t": [{"tt": 0, "sg": [copy.deepcopy(draft)]}]}) == ()


def _seen(draft: Draft) -> list[tuple[int, list[str]]]:
    return [
        (track["tt"], sorted(f"{s['s']} {s['d']} {s.get('m', {}).get('name')}" for s in track["sg"]))
        for track in draft["t"]
    ]


@given(drafts, drafts)
@settings(max_examples=150)
def test_what_is_seen_to_differ_is_said(before: Draft, after: Draft) -> None:
    if sorted(_seen(before)) != sorted(_seen(after)):
        assert diff(before, after)


@pytest.mark.parametrize("form", [lambda timeline: timeline, draft_of])
def test_looks_transitions_moves_fades_and_beat_effects_are_told_with_before_and_after(
    form: Callable[[Timeline], object],
) -> None:
    shots = [
        VideoClip(clip_id=f"c{n}", name=name, media_id=name, start_ms=2000 * n, duration_ms=2000)
        for n, name in enumerate(("bikes", "sea", "hills"))
    ]
    title = TextClip(clip_id="t1", text="Hi", start_ms=0, duration_ms=1000)
    before = Timeline(
        tracks=(
            Track(track_id="v", kind=0, clips=tuple(shots)),
            Track(track_id="t", kind=7, clips=(title,)),
        )
    )
    shots[1] = replace(shots[1], transition_in=Transition(kind="dissolve", duration_ms=500))
    shots[2] = replace(shots[2], look=Look(preset="vintage"), speed=2.0)
    after = replace(
        before.with_shots(shots).with_track(
            Track(track_id="t", kind=7, clips=(replace(title, entrance="typewriter"),))
        ),
        beat_effects=(BeatEffect(kind="flash", every=2),),
        fade_out=Fade(duration_ms=1500),
    )
    told = [change.text for change in diff(form(before), form(after))]
    assert "Video sea: – → dissolve 0.5 s" in told
    assert "Video hills: – → vintage" in told
    assert "Video hills: speed 1× → 2×" in told
    assert "Title 'Hi': – → typewriter → fade" in told
    assert "Effects on beats: – → flash on every 2 beats 50%" in told
    assert "Fade out: – → 1.5s #000000" in told
    back = [change.text for change in diff(form(after), form(before), language="zh")]
    assert "视频 sea：叠化 0.5 秒 → –" in back
    assert "节拍特效：闪光 每 2 拍 50% → –" in back
