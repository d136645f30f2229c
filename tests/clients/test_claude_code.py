"""Claude Code's own program, without an account: it takes the server's entry, connects, and accepts the plugins."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.programs import PROGRAMS, SERVE, run

pytestmark = pytest.mark.client("claude")

ROOT = Path(__file__).parents[2]
PLUGINS = sorted(
    {page.parents[1] for page in ROOT.glob("**/.claude-plugin/*.json") if ".venv" not in page.parts}
)


@pytest.mark.parametrize("over", ["stdio", "http"])
def test_it_connects_to_the_server(over: str, home: Path, request: pytest.FixtureRequest) -> None:
    claude = PROGRAMS["claude"]
    entry = ["--", *SERVE] if over == "stdio" else [request.getfixturevalue("url"), "--transport", "http"]
    added = run(claude, "mcp", "add", f"nemovideo-{over}", *entry, home=home)
    assert added.code == 0, added.said
    listed = run(claude, "mcp", "list", home=home)
    assert listed.code == 0, listed.said
    line = next(line for line in listed.out.splitlines() if line.startswith(f"nemovideo-{over}:"))
    assert line.endswith("✔ Connected"), listed.said


@pytest.mark.parametrize("folder", [str(folder.relative_to(ROOT)) for folder in PLUGINS])
def test_its_validator_finds_nothing_to_say_about_a_plugin(folder: str, home: Path) -> None:
    done = run(PROGRAMS["claude"], "plugin", "validate", "--strict", str(ROOT / folder), home=home)
    assert done.code == 0, done.said
