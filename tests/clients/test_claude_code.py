"""Claude Code's own program, without an account: it takes the server's entry and connects."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.programs import PROGRAMS, SERVE, run

pytestmark = pytest.mark.client("claude")


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
