"""OpenClaw's own program: it takes the server's entry, connects, sees the tools, and installs the skills."""

from __future__ import annotations

import json
from pathlib import Path

import anyio
import pytest

from nemovideo_mcp.tools.server import build_server
from support.programs import PROGRAMS, SERVE, run

pytestmark = pytest.mark.client("openclaw")

ROOT = Path(__file__).parents[2]


def test_it_connects_to_the_server_and_sees_its_tools(home: Path) -> None:
    openclaw = PROGRAMS["openclaw"]
    entry = {
        "command": SERVE[0],
        "args": SERVE[1:],
        "env": {"NEMO_HOME": str(home / "nemovideo")},
    }
    kept = run(openclaw, "mcp", "set", "nemovideo", json.dumps(entry), home=home)
    assert kept.code == 0, kept.said
    probed = run(openclaw, "mcp", "probe", "nemovideo", "--json", home=home)
    assert probed.code == 0, probed.said
    seen = json.loads(probed.out)
    assert seen["diagnostics"] == []
    tools = anyio.run(build_server().list_tools)
    assert {f"nemovideo__{tool.name}" for tool in tools} <= set(seen["tools"])
    assert seen["servers"]["nemovideo"]["tools"] == len(tools)
    assert seen["servers"]["nemovideo"]["resources"] is True
    assert seen["servers"]["nemovideo"]["prompts"] is True
    looked = run(openclaw, "mcp", "doctor", "--probe", home=home)
    assert looked.code == 0, looked.said
    assert "nemovideo: ok" in looked.out


@pytest.mark.parametrize("skill", sorted(page.parent.name for page in (ROOT / "skill").glob("*/SKILL.md")))
def test_it_installs_a_skill_and_shows_it_to_the_model(skill: str, home: Path) -> None:
    openclaw = PROGRAMS["openclaw"]
    done = run(openclaw, "skills", "install", str(ROOT / "skill" / skill), home=home)
    assert done.code == 0, done.said
    shown = run(openclaw, "skills", "info", skill, home=home)
    assert shown.code == 0, shown.said
    assert f"{skill} ✓ Ready" in shown.out
    assert "Visible to model: yes" in shown.out
