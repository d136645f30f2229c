"""The client's edits: to the local studio over real HTTP, and as sentences to a backend that takes words."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.conversation.edits import edit
from nemovideo_mcp.errors import EditConflict, EditRefused, InvalidRequest

pytestmark = pytest.mark.anyio


async def test_operations_go_to_the_local_studio_as_they_are(
    nemo: NemoClient, clip: Path, other_clip: Path
) -> None:
    session_id = (await nemo.create_session(name="trip")).session_id
    await nemo.upload(session_id, [clip, other_clip])

    answer = await edit(nemo, session_id, [{"op": "add_clips", "media": ["m1", "m2"]}], author="claude")
    film = await nemo.timeline(session_id)

    assert answer["version"] == film["version"] == 1
    assert [c["media"] for c in film["clips"]] == ["m1", "m2"]
    second = await nemo.timeline(session_id, from_s=film["clips"][1]["start_s"])
    assert [c["id"] for c in second["clips"]] == ["c2"]
    assert [m["id"] for m in (await nemo.media(session_id))["media"]] == ["m1", "m2"]
    assert (await nemo.media(session_id, "m2"))["name"] == other_clip.name
    with pytest.raises(EditRefused, match="m7"):
        await nemo.media(session_id, "m7")


async def test_a_clip_that_is_given_three_times_is_three_shots(nemo: NemoClient, clip: Path) -> None:
    session_id = (await nemo.create_session(name="thrice")).session_id
    there_again = clip.parent / ".." / clip.parent.name / clip.name
    sent = await nemo.upload(session_id, [clip, there_again, str(clip)])
    assert [file.filename for file in sent] == ["city.mp4", "city (2).mp4", "city (3).mp4"]

    await nemo.edit(session_id, [{"op": "auto_edit"}])
    film = await nemo.timeline(session_id)
    assert [shot["media"] for shot in film["clips"]] == ["m1", "m2", "m3"]
    assert film["duration_s"] == pytest.approx(6, abs=0.1)

    await nemo.upload(session_id, [clip])  # once more, as after a broken line
    assert len((await nemo.media(session_id))["media"]) == 3


async def test_a_conflict_and_a_refusal_come_over(nemo: NemoClient, clip: Path) -> None:
    session_id = (await nemo.create_session(name="trip", language="zh")).session_id
    await nemo.upload(session_id, [clip])
    await nemo.edit(session_id, [{"op": "add_clips", "media": "m1"}])
    await nemo.edit(session_id, [{"op": "reverse_clip", "clips": 1}])

    refused = await nemo.edit(session_id, [{"op": "set_speed", "clips": 1, "factor": float("nan")}])
    with pytest.raises(EditConflict) as conflict:
        await nemo.edit(session_id, [{"op": "reverse_clip", "clips": 1}], expect_version=1)

    assert refused["not_done"][0]["place"] == 1
    assert conflict.value.version == 2
    chinese = await nemo.edit(session_id, [{"op": "reverse_clip", "clips": 5}], language="zh")
    assert "没有第 5 个片段" in chinese["message"]


async def test_a_dry_run_is_no_version(nemo: NemoClient, clip: Path) -> None:
    session_id = (await nemo.create_session()).session_id
    await nemo.upload(session_id, [clip])

    answer = await nemo.edit(session_id, [{"op": "add_clips", "media": "m1"}], dry_run=True)

    assert answer["done"]
    assert (await nemo.timeline(session_id))["clips"] == []


async def test_the_cloud_takes_no_operations(tmp_path: Path) -> None:
    environ = {"NEMO_HOME": str(tmp_path), "NEMO_TOKEN": "nmv_usr_x"}
    transport = httpx.MockTransport(lambda _: httpx.Response(404))
    async with NemoClient.from_env(backend="cloud", environ=environ, transport=transport) as nemo:
        with pytest.raises(InvalidRequest, match="send_edit"):
            await nemo.edit("s", [{"op": "remove_music"}])
        with pytest.raises(InvalidRequest, match="expect_version"):
            await edit(nemo, "s", [{"op": "remove_music"}], dry_run=True)
