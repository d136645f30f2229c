"""A user loses the list of projects: the names, and which was the last one, come back from the studio."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from support.agent import hosted

pytestmark = pytest.mark.anyio

SECONDS = 120


async def test_an_agent_finds_all_projects_again(home: Path, tmp_path: Path) -> None:
    book = home / "data" / "projects.json"
    with anyio.fail_after(SECONDS):
        async with hosted(home, cwd=tmp_path / "work") as agent:
            for name in ("Lisbon", "生日", "Lisbon"):
                await agent.does("open_project", name=name, new=True)
            before = await agent.does("list_projects")
        assert before["projects"] == ["Lisbon", "生日", "Lisbon-2"]
        for lose in (book.unlink, lambda: book.write_text('{"projects": [')):
            lose()
            async with hosted(home, cwd=tmp_path / "work") as agent:
                after = await agent.does("list_projects")
                opened = await agent.does("open_project", name="生日")
                assert after == before
                assert after["current"] == "Lisbon-2"
                assert opened["project"] == "生日"
                await agent.does("open_project", name="Lisbon-2")
