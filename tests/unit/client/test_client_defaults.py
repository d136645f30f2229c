"""The defaults of a chosen skill: the local studio is told the skill's name, another backend what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemovideo_mcp.client.backend import choose_backend
from nemovideo_mcp.conversation.turn import take_turn
from nemovideo_mcp.skills import SkillDefaults
from support.backend import FakeBackend

pytestmark = pytest.mark.anyio


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def skill(tmp_path: Path) -> str:
    folder = tmp_path / "skills" / "my-skill"
    folder.mkdir(parents=True)
    page = '---\nname: my-skill\nmetadata:\n  version: "1"\n  nemovideo-defaults: aspect=9:16 opening=keep\n---\n'
    (folder / "SKILL.md").write_text(page, encoding="utf-8")
    return str(folder)


async def test_a_studio_on_this_machine_is_told_the_skill_that_was_chosen(
    backend: FakeBackend, tmp_path: Path, skill: str
) -> None:
    near = "http://127.0.0.1:8787"
    async with backend.client(tmp_path, NEMO_BACKEND=near, NEMO_SKILL=skill) as nemo:
        session = await nemo.create_session()
        await take_turn(nemo, session.session_id, "combine these clips")

    assert {r.headers.get("X-Nemo-Defaults") for r in backend.requests} == {"my-skill"}
    assert backend.edits == ["combine these clips"]


async def test_the_default_skill_only_signs(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path, NEMO_BACKEND="http://127.0.0.1:8787") as nemo:
        session = await nemo.create_session()
        await take_turn(nemo, session.session_id, "combine these clips")

        assert nemo.defaults == SkillDefaults()
    assert all("X-Nemo-Defaults" not in r.headers for r in backend.requests)
    assert all(r.headers["X-Skill-Source"] for r in backend.requests)


async def test_another_backend_is_told_in_words_until_there_is_a_timeline(
    backend: FakeBackend, tmp_path: Path, skill: str
) -> None:
    async with backend.client(tmp_path, NEMO_SKILL=skill) as nemo:
        session = await nemo.create_session()
        await take_turn(nemo, session.session_id, "combine these clips")
        await take_turn(nemo, session.session_id, "add a title 'Sea'")

    assert all("X-Nemo-Defaults" not in r.headers for r in backend.requests)
    first, second = backend.edits
    assert first == (
        "combine these clips\nWhere I have not said otherwise: make it 9:16, keep the footage's own cuts, order and length."  # noqa: E501
    )
    assert second == "add a title 'Sea'"


def test_a_studio_on_this_machine_is_near_whoever_started_it() -> None:
    near = ("local", "http://127.0.0.1:8787", "http://localhost:1", "http://[::1]:1")
    assert all(choose_backend(address, environ={}).is_near for address in near)
    assert not choose_backend("https://127.0.0.1.example", environ={}).is_near
