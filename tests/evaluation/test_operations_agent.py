"""Forty wishes of a creator, done by an agent that sends nothing but operations, over real standard input.

One server, the real studio behind it. Each wish is in the creator's words; beside it stand the operations that an
agent sends for it, and what must be so in the timeline afterwards. What a wish does not name stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.agent import Agent, hosted
from support.media import click_track, make_image, make_video, make_wav

pytestmark = pytest.mark.anyio

View = Mapping[str, Any]
Clip = Mapping[str, Any]
Operation = dict[str, Any]
FRAME_S = 0.034
_PLACED = ("start_s", "end_s", "cut")
_SOLVED = ("auto_edit", "set_film_length", "set_music", "remove_music", "add_clips")
"""Operations that are about the whole film, or whose clips are all new."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the creator says, what the agent sends, and what is to hold of the timelines before and behind it."""

    words: str
    send: list[Operation]
    holds: Callable[[View, View], bool]


@dataclass(frozen=True, kw_only=True)
class Trap:
    """What cannot be done: nothing may change, and the answer says these words and names this operation instead."""

    words: str
    send: Any
    says: str
    nearest: str = ""
    expect_version: int | None = None


def _length(clip: Clip) -> float:
    return clip["end_s"] - clip["start_s"]


def _close(value: float, wanted: float, within: float = FRAME_S) -> bool:
    return abs(value - wanted) <= within


def _lasts(view: View, wanted: float) -> bool:
    return _close(view["duration_s"], wanted, 2 * FRAME_S)


def _named(view: View, name: str) -> list[Clip]:
    return [clip for clip in view["clips"] if clip["name"].startswith(name)]


def _names(view: View) -> list[str]:
    return [clip["name"].partition(".")[0] for clip in view["clips"]]


def _text(view: View, words: str) -> Mapping[str, Any]:
    return next(text for text in view["texts"] if text["text"] == words)


def _on_the_beat(view: View) -> bool:
    return all(abs(clip["cut"]["off_beat_ms"]) <= 20 for clip in view["clips"][1:])


PLAIN: tuple[Wish | Trap, ...] = (
    Wish(
        words="put the bikes, the parrot and the surfer one after the other",
        send=[{"op": "add_clips", "media": ["bikes", "parrot", "surf"]}],
        holds=lambda was, now: _names(now) == ["bikes", "parrot", "surf"] and _lasts(now, 24),
    ),
    Wish(
        words="the second clip drags, keep it to two seconds",
        send=[{"op": "set_clip_length", "clips": 2, "length": 2}],
        holds=lambda was, now: _close(_length(now["clips"][1]), 2) and _lasts(now, 18),
    ),
    Wish(
        words="put the parrot first",
        send=[{"op": "move_clips", "clips": "parrot", "to": "start"}],
        holds=lambda was, now: _names(now) == ["parrot", "bikes", "surf"] and _lasts(now, 18),
    ),
    Wish(
        words="mirror the last clip",
        send=[{"op": "set_framing", "clips": -1, "flip": "horizontal"}],
        holds=lambda was, now: [clip.get("flip") for clip in now["clips"]] == [None, None, "horizontal"],
    ),
    Trap(
        words="make the parrot fifteen seconds long",
        send=[{"op": "set_clip_length", "clips": "parrot", "length": 15}],
        says="footage",
        nearest="set_clip_length",
    ),
    Wish(
        words="slow motion for the jump, from 12 to 14 s",
        send=[
            {"op": "split_clip", "at": 12},
            {"op": "split_clip", "at": 14},
            {"op": "set_speed", "clips": {"at_s": 13}, "factor": 0.5},
        ],
        holds=lambda was, now: (
            [clip.get("speed", 1) for clip in now["clips"]] == [1, 1, 1, 0.5, 1]
            and _close(now["clips"][3]["in_s"], 2)
            and _close(now["clips"][3]["out_s"], 4)
            and _lasts(now, 20)
        ),
    ),
    Wish(
        words="the bikes from 1.5 s of their file to 4 s",
        send=[{"op": "trim_clip", "clip": "bikes", "in_s": 1.5, "out_s": 4}],
        holds=lambda was, now: (
            (now["clips"][1]["in_s"], now["clips"][1]["out_s"]) == (1.5, 4) and _lasts(now, 14.5)
        ),
    ),
    Wish(
        words="take half a second off the start of the first",
        send=[{"op": "trim_clip", "clip": 1, "start_by": 0.5}],
        holds=lambda was, now: (
            _close(now["clips"][0]["in_s"], was["clips"][0]["in_s"] + 0.5) and _lasts(now, 14)
        ),
    ),
    Wish(
        words="play the bikes backwards",
        send=[{"op": "reverse_clip", "clips": "bikes"}],
        holds=lambda was, now: [clip.get("reversed", False) for clip in now["clips"]].count(True) == 1,
    ),
    Trap(
        words="(an agent that takes a number for an id) reverse c99",
        send=[{"op": "reverse_clip", "clips": "c99"}],
        says="c99",
    ),
    Wish(
        words="hold the last picture of the parrot for a second",
        send=[{"op": "freeze_frame", "clip": "parrot", "length": 1}],
        holds=lambda was, now: (
            now["clips"][1].get("freeze") is True
            and _close(_length(now["clips"][1]), 1)
            and _close(now["clips"][1]["in_s"], now["clips"][0]["out_s"], 2 * FRAME_S)
        ),
    ),
    Wish(
        words="show the last one twice more",
        send=[{"op": "duplicate_clips", "clips": -1, "times": 2}],
        holds=lambda was, now: (
            len(now["clips"]) == len(was["clips"]) + 2
            and len({clip["id"] for clip in now["clips"]}) == len(now["clips"])
            and now["clips"][-1]["in_s"] == was["clips"][-1]["in_s"]
        ),
    ),
    Wish(
        words="no, once more is enough",
        send=[{"op": "remove_clips", "clips": -1}],
        holds=lambda was, now: [c["id"] for c in now["clips"]] == [c["id"] for c in was["clips"]][:-1],
    ),
    Trap(
        words="(a batch whose second operation fails) mirror the first, and take clip 40 away",
        send=[{"op": "set_framing", "clips": 1, "flip": "horizontal"}, {"op": "remove_clips", "clips": 40}],
        says="operation 2",
    ),
    Wish(
        words="swap the first two",
        send=[{"op": "move_clips", "clips": 1, "swap_with": 2}],
        holds=lambda was, now: (
            [c["id"] for c in now["clips"][:2]] == [c["id"] for c in reversed(was["clips"][:2])]
        ),
    ),
    Wish(
        words="other footage of the bikes, a second later",
        send=[{"op": "slip_clip", "clip": "bikes", "by_s": 1}],
        holds=lambda was, now: (
            (_named(now, "bikes")[0]["in_s"], _named(now, "bikes")[0]["out_s"]) == (2.5, 5)
            and now["duration_s"] == was["duration_s"]
        ),
    ),
    Wish(
        words="the beach photo in the place of the last one",
        send=[{"op": "replace_clip", "clip": -1, "media": "beach"}],
        holds=lambda was, now: (
            _names(now)[-1] == "beach" and now["clips"][-1]["end_s"] == was["clips"][-1]["end_s"]
        ),
    ),
    Wish(
        words="and let it come slowly nearer",
        send=[{"op": "set_framing", "clips": "beach", "motion": "push-in"}],
        holds=lambda was, now: now["clips"][-1]["motion"] == "push-in",
    ),
    Wish(
        words="cut the bikes in two equal halves",
        send=[{"op": "split_clip", "clip": "bikes", "parts": 2}],
        holds=lambda was, now: (
            [_close(_length(clip), 1.25) for clip in _named(now, "bikes")] == [True, True]
            and now["duration_s"] == was["duration_s"]
        ),
    ),
    Trap(
        words="take everything away",
        send=[{"op": "remove_clips", "clips": "all"}],
        says="nothing would be left",
    ),
    Wish(
        words="for TikTok, whole pictures on a blurred background",
        send=[
            {"op": "set_canvas", "platform": "tiktok"},
            {"op": "set_framing", "clips": "all", "fit": "blur"},
        ],
        holds=lambda was, now: (
            (now["width"], now["height"]) == (1080, 1920)
            and {clip.get("fit") for clip in now["clips"]} == {"blur"}
        ),
    ),
    Wish(
        words="closer on the left side of the first",
        send=[{"op": "set_framing", "clips": 1, "zoom": 1.5, "position": {"x": 0.2, "y": 0.5}}],
        holds=lambda was, now: (
            now["clips"][0]["zoom"] == 1.5 and now["clips"][0]["position"] == {"x": 0.2, "y": 0.5}
        ),
    ),
    Wish(
        words="turn the third by a quarter",
        send=[{"op": "set_framing", "clips": 3, "rotate_by": 90}],
        holds=lambda was, now: now["clips"][2]["rotate"] == 90,
    ),
    Wish(
        words="mute the parrot",
        send=[{"op": "set_clip_sound", "clips": "parrot", "mute": True}],
        holds=lambda was, now: {clip["volume"] for clip in _named(now, "parrot")} == {0},
    ),
    Wish(
        words="the surfer at half volume, coming in gently",
        send=[{"op": "set_clip_sound", "clips": "surf", "volume": 0.5, "fade_in_s": 0.5}],
        holds=lambda was, now: all(
            (clip["volume"], clip["fade_in_s"]) == (0.5, 0.5) for clip in _named(now, "surf")
        ),
    ),
    Wish(
        words="title at 2 s for 3 s in yellow, bottom right: Lisbon",
        send=[
            {
                "op": "add_text",
                "text": "Lisbon",
                "start": 2,
                "length": 3,
                "color": "yellow",
                "place": "bottom-right",
            }
        ],
        holds=lambda was, now: (
            [(t["start_s"], t["end_s"], t["place"]) for t in now["texts"]] == [(2, 5, "bottom-right")]
            and now["texts"][0]["color"] == "#ffd400"
        ),
    ),
    Wish(
        words="bigger, and call it Lisboa",
        send=[{"op": "change_text", "texts": "Lisbon", "text": "Lisboa", "size_by": 1.5}],
        holds=lambda was, now: (
            (_text(now, "Lisboa")["size"], _text(now, "Lisboa")["id"]) == (1.5, was["texts"][0]["id"])
        ),
    ),
    Trap(
        words="a caption of two beats, though there is no music",
        send=[{"op": "add_text", "text": "Now", "start": 0, "length": {"beats": 2}}],
        says="music",
    ),
    Wish(
        words="an end card that thanks, and the guide's name under the second cut",
        send=[
            {"op": "add_text", "text": "Thanks", "kind": "end_card", "length": 2},
            {"op": "add_text", "text": "Ana", "kind": "lower_third", "start": {"cut": 2}, "length": 1},
        ],
        holds=lambda was, now: (
            _close(_text(now, "Thanks")["end_s"], now["duration_s"])
            and _text(now, "Ana")["start_s"] == now["clips"][2]["start_s"]
        ),
    ),
    Wish(
        words="the name can go",
        send=[{"op": "remove_text", "texts": "Ana"}],
        holds=lambda was, now: sorted(text["text"] for text in now["texts"]) == ["Lisboa", "Thanks"],
    ),
    Wish(
        words="come from white, end in black over two seconds",
        send=[
            {"op": "fade_film", "at": "in", "length_s": 1, "color": "white"},
            {"op": "fade_film", "at": "out", "length_s": 2},
        ],
        holds=lambda was, now: (
            now["fade_in"]["color"] == "#ffffff"
            and now["fade_out"]["length_s"] == 2
            and now["duration_s"] == was["duration_s"]
        ),
    ),
    Wish(
        words="something calm under it",
        send=[{"op": "set_music", "mood": "ambient"}],
        holds=lambda was, now: (
            now["music"]["mood"] == "ambient"
            and _close(now["music"]["end_s"], now["duration_s"], 0.1)
            and [_length(c) for c in now["clips"]] == [_length(c) for c in was["clips"]]
        ),
    ),
    Wish(
        words="music quieter between 4 and 8 s",
        send=[{"op": "set_music_mix", "range": {"start": 4, "end": 8}, "volume": 0.2}],
        holds=lambda was, now: (
            [(r["start_s"], r["end_s"], r["volume"]) for r in now["music"]["volume_ranges"]] == [(4, 8, 0.2)]
        ),
    ),
    Wish(
        words="and let it fade out over two seconds",
        send=[{"op": "set_music_mix", "fade_out_s": 2}],
        holds=lambda was, now: now["music"]["fade_out_s"] == 2 and now["music"]["volume_ranges"] != [],
    ),
    Wish(
        words="my own song instead, from its fifth second",
        send=[{"op": "set_music", "song": "song.wav", "start": 4}],
        holds=lambda was, now: now["music"]["name"] == "song.wav" and _close(now["music"]["in_s"], 4, 0.3),
    ),
    Trap(
        words="the title a minute in",
        send=[{"op": "add_text", "text": "Late", "start": 60}],
        says="outside the film",
    ),
    Wish(
        words="no music after all",
        send=[{"op": "remove_music"}],
        holds=lambda was, now: "music" not in now,
    ),
)

ON_THE_BEAT: tuple[Wish | Trap, ...] = (
    Wish(
        words="all three clips, upbeat, twelve seconds, cut to the beat",
        send=[
            {"op": "set_music", "mood": "upbeat", "seed": 5},
            {"op": "auto_edit", "sources": ["m1", "m2", "m3"], "length": 12, "cut_to_beat": True},
        ],
        holds=lambda was, now: (
            _lasts(now, 12) and set(_names(now)) == {"bikes", "parrot", "surf"} and _on_the_beat(now)
        ),
    ),
    Wish(
        words="the second shot for just two beats",
        send=[{"op": "set_clip_length", "clips": 2, "length": {"beats": 2}}],
        holds=lambda was, now: (
            _close(_length(now["clips"][1]), 120 / now["music"]["bpm"], 2 * FRAME_S) and _on_the_beat(now)
        ),
    ),
    Wish(
        words="the third about a second, still on the beat",
        send=[{"op": "set_clip_length", "clips": 3, "length": 1.07}],
        holds=lambda was, now: _on_the_beat(now) and 0.4 < _length(now["clips"][2]) < 1.7,
    ),
    Wish(
        words="the words Go from bar 2, for one bar",
        send=[{"op": "add_text", "text": "Go", "start": {"bar": 2}, "length": {"bars": 1}}],
        holds=lambda was, now: (
            _close(_text(now, "Go")["start_s"], 240 / now["music"]["bpm"])
            and _close(_text(now, "Go")["end_s"], 480 / now["music"]["bpm"])
        ),
    ),
    Wish(
        words="the drop on the third clip",
        send=[{"op": "set_music", "mood": "upbeat", "drop_at": {"cut": 2}}],
        holds=lambda was, now: _close(
            now["music"]["drop_s"], now["clips"][2]["start_s"], 30 / now["music"]["bpm"]
        ),
    ),
    Trap(
        words="(a misspelt operation) faster",
        send=[{"op": "set_sped", "clips": 1, "factor": 2}],
        says="set_speed",
    ),
    Trap(
        words="(a field of another operation) faster",
        send=[{"op": "set_speed", "clip": 1, "factor": 2}],
        says="clips",
    ),
    Trap(
        words="(an edit made against a timeline of before) backwards",
        send=[{"op": "reverse_clip", "clips": 1}],
        says="version",
        expect_version=1,
    ),
)


def _kept(clip: Clip) -> Clip:
    return {key: value for key, value in clip.items() if key not in _PLACED}


async def _seen(agent: Agent, project: str) -> View:
    return (await agent.does("get_timeline", project=project))["timeline"]


async def _wish(agent: Agent, project: str, wish: Wish, was: View) -> View:
    answer = await agent.does("edit_timeline", operations=wish.send, project=project)
    assert [done["op"] for done in answer["done"]] == [operation["op"] for operation in wish.send], wish.words
    now = await _seen(agent, project)
    assert wish.holds(was, now), (wish.words, answer["message"], now)
    assert now["version"] == answer["version"], wish.words
    if not any(operation["op"] in _SOLVED for operation in wish.send):
        touched = {clip_id for done in answer["done"] for clip_id in done.get("ids", ())}
        here = {clip["id"]: clip for clip in now["clips"]}
        for clip in was["clips"]:
            if clip["id"] not in touched:
                assert _kept(here[clip["id"]]) == _kept(clip), wish.words
    return now


async def _trap(agent: Agent, project: str, trap: Trap, was: View) -> View:
    more = {} if trap.expect_version is None else {"expect_version": trap.expect_version}
    answer = await agent.is_refused("edit_timeline", operations=trap.send, project=project, **more)
    assert trap.says in answer["message"].lower(), (trap.words, answer["message"])
    assert "export_video" not in answer["next_step"], trap.words
    if trap.nearest:
        assert answer["not_done"][0]["nearest"]["op"] == trap.nearest, trap.words
    now = await _seen(agent, project)
    assert now == was, trap.words
    return now


async def _all(agent: Agent, project: str, wishes: tuple[Wish | Trap, ...]) -> View:
    now: View = {"clips": [], "texts": [], "duration_s": 0}
    for wish in wishes:
        now = await (_trap if isinstance(wish, Trap) else _wish)(agent, project, wish, now)  # pyright: ignore
    return now


def _clips(folder: Path) -> list[str]:
    """A creator's three films, a photo and a song."""
    size = {"width": 160, "height": 90}
    videos = [
        make_video(folder / f"{name}.mp4", duration_ms=8000, pattern=pattern, audio="tone", **size)
        for name, pattern in (("bikes", "moving"), ("parrot", "numbers"), ("surf", "quarters"))
    ]
    song = make_wav(folder / "song.wav", click_track(range(0, 40_000, 500), duration_ms=40_000))
    return [str(path) for path in (*videos, make_image(folder / "beach.png", **size), song)]


def test_there_are_at_least_forty_wishes_and_eight_of_them_are_traps() -> None:
    wishes = (*PLAIN, *ON_THE_BEAT)
    assert len(wishes) >= 40
    assert sum(isinstance(wish, Trap) for wish in wishes) >= 8


async def test_forty_wishes_by_operations_alone(studio_home: Path, tmp_path: Path) -> None:
    clips = _clips(tmp_path / "clips")
    async with hosted(studio_home, cwd=tmp_path / "work") as agent:
        await agent.does("upload_media", files=clips, project="lisbon")
        first = await _all(agent, "lisbon", PLAIN)

        # What would come of an edit is told without doing it; an edit that was done is taken back whole.
        backwards = [{"op": "reverse_clip", "clips": "parrot"}]
        tried = await agent.does("edit_timeline", operations=backwards, dry_run=True, project="lisbon")
        assert [done["op"] for done in tried["done"]] == ["reverse_clip"]
        assert await _seen(agent, "lisbon") == first
        await agent.does("edit_timeline", operations=backwards, project="lisbon")
        await agent.does("restore_version", project="lisbon")
        assert {**await _seen(agent, "lisbon"), "version": 0} == {**first, "version": 0}

        # What is offered in the place of something that cannot be done can be done.
        far = [{"op": "slip_clip", "clip": 1, "in_s": 60}]
        refused = await agent.is_refused("edit_timeline", operations=far, project="lisbon")
        offered = [refused["not_done"][0]["nearest"]]
        await agent.does("edit_timeline", operations=offered, project="lisbon")

        await agent.does("upload_media", files=clips[:3], project="reel")
        await _all(agent, "reel", ON_THE_BEAT)
    edits = [call.seconds for call in agent.calls if call.tool == "edit_timeline"]
    assert len(edits) > 40
