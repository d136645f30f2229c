"""What comes broken, too long, too large or in letters that nobody has: a clear answer each, and nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from support.media import make_image
from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio

# An emoji of Unicode 16, and somebody's own: no font here has them.
NOBODY_HAS = "\U0001fae9\U000f1235"
SRT = "1\n00:00:00,200 --> 00:00:02,000\n{}\n\n2\n00:00:01,000 --> 00:00:02,500\n{}\n"


@pytest.fixture
async def caller(tmp_path: Path, clip: Path, other_clip: Path) -> AsyncGenerator[Caller]:
    """A project with two shots of two seconds."""
    async with in_process(make_studio(tmp_path / "data")) as http:
        caller = Caller(http=http)
        await caller.begin(name="trip")
        await caller.upload(clip, other_clip)
        await edit(
            caller,
            {"op": "add_clips", "media": "m1", "length": 2},
            {"op": "add_clips", "media": "m2", "length": 2},
        )
        yield caller


async def edit(caller: Caller, *operations: dict[str, Any]) -> dict[str, Any]:
    reply = await caller.post(f"/studio/sessions/{caller.session_id}/edits", {"operations": list(operations)})
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


async def timeline(caller: Caller) -> dict[str, Any]:
    return (await caller.get(f"/studio/sessions/{caller.session_id}/timeline")).json()["data"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("gb18030", "大家好，欢迎来到里斯本"),
        ("utf-16", "大家好 hello"),
        ("latin-1", "café déjà vu señor"),
    ],
)
async def test_captions_in_any_encoding_with_times_that_overlap_are_all_there(
    caller: Caller, encoding: str, words: str
) -> None:
    await caller.upload(("talk.srt", SRT.format(words, words).encode(encoding)))
    answer = await edit(caller, {"op": "add_captions", "media": "talk.srt"})
    assert "1 caption overlaps an earlier one; they are shown above each other" in answer["message"]
    captions = (await timeline(caller))["captions"]
    assert [(c["text"], c["start_s"], c["end_s"]) for c in captions] == [(words, 0.2, 2), (words, 1, 2.5)]


async def test_a_transition_longer_than_its_shots_is_as_long_as_they_allow_and_that_is_said(
    caller: Caller,
) -> None:
    before = await timeline(caller)
    answer = await edit(caller, {"op": "set_transition", "clips": 2, "kind": "dissolve", "length": 4})
    after = await timeline(caller)
    assert after["clips"][1]["transition_in"]["length_s"] <= 2
    assert f"{after['clips'][1]['transition_in']['length_s']:g} s" in answer["message"]
    assert [(c["start_s"], c["end_s"]) for c in after["clips"]] == [
        (c["start_s"], c["end_s"]) for c in before["clips"]
    ]


async def test_a_logo_larger_than_the_frame_is_made_to_fit_and_that_is_said(
    caller: Caller, tmp_path: Path
) -> None:
    logo = make_image(tmp_path / "tall.png", color=(200, 30, 30), width=400, height=3000)
    await caller.upload(logo)
    answer = await edit(caller, {"op": "add_overlay", "media": "tall.png", "width": 1, "place": "center"})
    found = await timeline(caller)
    (overlay,) = found["overlays"]
    height = overlay["width"] * found["width"] * 3000 / 400
    assert height == pytest.approx(found["height"], rel=0.02)
    assert "would be larger than the frame, so it is scaled to fit" in answer["message"]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "add_text", "text": f"Hi {NOBODY_HAS}"},
        {"op": "add_captions", "lines": [{"text": f"Hi {NOBODY_HAS}", "start": 0, "end": 1}]},
    ],
)
async def test_characters_that_no_font_has_are_named_and_stay_in_the_words(
    caller: Caller, operation: dict[str, Any]
) -> None:
    answer = await edit(caller, operation)
    assert "No font here has these characters" in answer["message"]
    found = await timeline(caller)
    texts = [*found["texts"], *found.get("captions", ())]
    assert [one["text"] for one in texts] == [f"Hi {NOBODY_HAS}"]
