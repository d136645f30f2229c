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


@pytest.mark.parametrize("address", ["http://127.0.0.1:8787", "https://studio.example"])
async def test_a_studio_is_told_the_skill_that_was_chosen_wherever_it_is(
    backend: FakeBackend, tmp_path: Path, skill: str, address: str
) -> None:
    backend.is_studio = True
    async with backend.client(tmp_path, NEMO_BACKEND=address, NEMO_SKILL=skill) as nemo:
        session = await nemo.create_session()
        await take_turn(nemo, session.session_id, "combine these clips")

    asked = [r for r in backend.requests if r.url.path != "/api/auth/anonymous-token"]
    assert {r.headers.get("X-Nemo-Defaults") for r in asked} == {"my-skill"}
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


@pytest.mark.parametrize("is_studio", [True, False])
@pytest.mark.parametrize("address", ["http://127.0.0.1:8787", "http://[::1]:1", "https://studio.example"])
async def test_a_backend_is_a_studio_because_it_says_so_wherever_it_is(
    backend: FakeBackend, tmp_path: Path, address: str, is_studio: bool
) -> None:
    backend.is_studio = is_studio
    async with backend.client(tmp_path, NEMO_BACKEND=address) as nemo:
        assert await nemo.is_studio() is is_studio
        assert [r.url.path for r in backend.requests] == ["/healthz"]
        await nemo.credits()
        assert nemo.backend.is_studio is is_studio
        assert await nemo.is_studio() is is_studio
    assert [r.url.path for r in backend.requests].count("/healthz") == 1
    assert choose_backend("local", environ={}).is_studio
