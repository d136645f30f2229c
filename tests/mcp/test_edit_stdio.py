"""Edits by operations over real stdio, with the real studio behind: what is named changes, and nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from mcp import Client, StdioServerParameters
from nemovideo_mcp.cli import main
from support.calling import told
from support.media import make_video

pytestmark = pytest.mark.anyio

Clip = Mapping[str, Any]
Check = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]
PLACED = ("start_s", "end_s", "cut")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """One user's folder for all tests here, with one studio; each test has a project of its own."""
    made = tmp_path_factory.mktemp("user") / "home"
    yield made
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEMO_HOME", str(made))
        assert main(["studio", "--stop"]) == 0


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clips")
    return [
        make_video(folder / name, duration_ms=6000, width=160, height=90, pattern=pattern, audio="tone")
        for name, pattern in (("bikes.mp4", "moving"), ("surf.mp4", "numbers"))
    ]


@asynccontextmanager
async def server_with_a_film(home: Path, clips: list[Path], project: str) -> AsyncGenerator[Client]:
    """A film of two clips, cut to composed music, in a server of its own process."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "nemovideo_mcp", "serve", "--backend", "local", "--allow", str(clips[0].parent)],
        env={**os.environ, "NEMO_HOME": str(home)},
        cwd=clips[0].parent,
    )
    async with Client(server) as client:
        await edit(client, "upload_media", files=[str(clip) for clip in clips], project=project)
        await edit(
            client, "send_edit", message="combine these clips, add upbeat music, cut to the beat, 8 seconds"
        )
        yield client


async def edit(client: Client, tool: str = "edit_timeline", /, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result
    return told(result)


async def refused(client: Client, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool("edit_timeline", arguments)
    assert result.is_error, result
    answer = told(result)
    assert "export" not in answer["next_step"]
    return answer


async def seen(client: Client, **arguments: Any) -> dict[str, Any]:
    return (await edit(client, "get_timeline", **arguments))["timeline"]


def clip_of(view: Mapping[str, Any], clip_id: str) -> Clip:
    return next(clip for clip in view["clips"] if clip["id"] == clip_id)


def length(clip: Clip) -> float:
    return round(clip["end_s"] - clip["start_s"], 3)


def kept(clip: Clip) -> Clip:
    """What an edit of another clip may not touch."""
    return {key: value for key, value in clip.items() if key not in PLACED}


async def test_ten_wishes_are_done_by_operations(home: Path, clips: list[Path]) -> None:
    async with server_with_a_film(home, clips, "ten wishes") as client:
        first = await seen(client)
        one, two, three = (clip["id"] for clip in first["clips"][:3])
        last = first["clips"][-1]["id"]
        count = len(first["clips"])
        wishes: list[tuple[str, dict[str, Any], set[str], Check]] = [
            (
                "the second clip drags, keep it to exactly 0.7 seconds",
                {"op": "set_clip_length", "clips": two, "length": 0.7, "snap": "none"},
                {two},
                lambda _, now: length(clip_of(now, two)) == 0.7,
            ),
            (
                "cut the shaky start off the third",
                {"op": "trim_clip", "clip": three, "start_by": 0.2, "snap": "none"},
                {three},
                lambda was, now: (
                    clip_of(now, three)["in_s"] == pytest.approx(clip_of(was, three)["in_s"] + 0.2, abs=0.002)
                    and clip_of(now, three)["out_s"] == pytest.approx(clip_of(was, three)["out_s"], abs=0.04)
                ),
            ),
            (
                "the last one should come first",
                {"op": "move_clips", "clips": -1, "to": "start"},
                {last},
                lambda _, now: now["clips"][0]["id"] == last,
            ),
            (
                "play the opening backwards",
                {"op": "reverse_clip", "clips": last},
                {last},
                lambda _, now: clip_of(now, last)["reversed"],
            ),
            (
                "show the first shot of before again at the end",
                {"op": "duplicate_clips", "clips": one, "to": "end"},
                {one},
                lambda was, now: (
                    len(now["clips"]) == count + 1
                    and now["clips"][-1]["media"] == clip_of(was, one)["media"]
                    and now["clips"][-1]["id"] not in {clip["id"] for clip in was["clips"]}
                ),
            ),
            (
                "mirror it",
                {"op": "set_framing", "clips": one, "flip": "horizontal"},
                {one},
                lambda _, now: clip_of(now, one)["flip"] == "horizontal",
            ),
            (
                "mute the third",
                {"op": "set_clip_sound", "clips": three, "mute": True},
                {three},
                lambda _, now: clip_of(now, three)["volume"] == 0,
            ),
            (
                "‘Day two’ for one bar from bar 2, bottom left",
                {
                    "op": "add_text",
                    "text": "Day two",
                    "start": {"bar": 2},
                    "length": {"bars": 1},
                    "place": "bottom-left",
                },
                set(),
                lambda _, now: (
                    [(t["text"], t["place"]) for t in now["texts"]] == [("Day two", "bottom-left")]
                ),
            ),
            (
                "music at 30 %",
                {"op": "set_music_mix", "volume": 0.3},
                set(),
                lambda _, now: now["music"]["volume"] == 0.3,
            ),
            (
                "fade to black in the last half second",
                {"op": "fade_film", "at": "out", "length_s": 0.5},
                set(),
                lambda _, now: now["fade_out"]["length_s"] == 0.5,
            ),
        ]
        was = first
        for wish, operation, touched, holds in wishes:
            answer = await edit(client, operations=[operation])
            assert [done["op"] for done in answer["done"]] == [operation["op"]], wish
            assert answer["version"] == was["version"] + 1, wish
            now = await seen(client)
            assert now["version"] == answer["version"]
            assert holds(was, now), (wish, now)
            for clip in was["clips"]:
                if clip["id"] not in touched:
                    assert kept(clip_of(now, clip["id"])) == kept(clip), wish
            was = now
        await edit(client, "restore_version", version=first["version"])
        again = await seen(client)
        assert {**again, "version": 0} == {**first, "version": 0}


async def test_what_cannot_be_done_is_refused_in_words_and_changes_nothing(
    home: Path, clips: list[Path]
) -> None:
    async with server_with_a_film(home, clips, "refused") as client:
        before = await seen(client)
        clip = before["clips"][0]["id"]
        good = {"op": "reverse_clip", "clips": clip}
        misspelt = await refused(client, operations=[good, {"op": "set_speed", "clip": clip, "factor": 2}])
        assert misspelt["not_done"][0]["place"] == 2
        assert "did you mean “clips”" in misspelt["message"]
        unknown = await refused(client, operations=[{"op": "set_sped", "clips": clip}])
        assert "did you mean “set_speed”" in unknown["message"]
        nowhere = await refused(client, operations={"op": "reverse_clip", "clips": "c99"})
        assert "c99" in nowhere["message"]
        far = await refused(client, operations=[{"op": "trim_clip", "clip": clip, "out_s": 99}])
        assert far["not_done"][0]["nearest"]["op"] == "trim_clip"
        assert (
            "“length”"
            in (await refused(client, operations='[{"op": "set_clip_length", "clips": 1, "length": NaN}]'))[
                "message"
            ]
        )
        assert "no JSON" in (await refused(client, operations="make it shorter"))["message"]
        assert "at most" in (await refused(client, operations=[good] * 10_000))["message"]
        await refused(client, operations=[{"op": "add_text", "text": "x" * 1_000_000}])
        late = await refused(client, operations=[good], expect_version=0)
        assert (late["error"], late["version"]) == ("EditConflict", before["version"])
        tried = await edit(client, operations=[good], dry_run=True, idempotency_key="one")
        assert tried["dry_run"] is True
        assert tried["done"][0]["ids"] == [clip]
        assert "dry_run" in tried["next_step"]
        assert await seen(client) == before
        # A trial leaves its key free.
        done = await edit(client, operations=[good], expect_version=before["version"], idempotency_key="one")
        assert done["version"] == before["version"] + 1
        assert "export_video" in done["next_step"]


async def test_the_timeline_is_read_by_range_and_sources_are_shown(home: Path, clips: list[Path]) -> None:
    async with server_with_a_film(home, clips, "ranges") as client:
        whole = await seen(client)
        assert {"id", "name", "media", "start_s", "end_s", "in_s", "out_s"} <= set(whole["clips"][0])
        assert whole["clips"][1]["cut"]["off_beat_ms"] == 0
        assert whole["music"]["bpm"] > 60
        part = await seen(client, from_s=whole["clips"][1]["start_s"], to_s=whole["clips"][1]["end_s"])
        assert [clip["id"] for clip in part["clips"]] == [whole["clips"][1]["id"]]
        listed = (await edit(client, "get_media"))["media"]
        assert [(one["name"], one["kind"]) for one in listed] == [
            ("bikes.mp4", "video"),
            ("surf.mp4", "video"),
        ]
        shown = await client.call_tool("get_media", {"media": "surf"})
        assert told(shown)["media"][0]["duration_s"] == 6
        assert [block.type for block in shown.content] == ["text", "text", "image"]
        page = (await client.read_resource("nemo://edits")).contents[0].text  # pyright: ignore
        assert "### `set_clip_length`" in page
