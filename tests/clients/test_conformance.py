"""The conformance suite's scenarios that any server can be held to, in both versions of the protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.programs import PROGRAMS, run

pytestmark = pytest.mark.client("conformance")

BOTH = ("2025-11-25", "2026-07-28")
OLD, NEW = BOTH[:1], BOTH[1:]
SCENARIOS = {
    "server-initialize": OLD,
    "server-session-lifecycle": OLD,
    "ping": OLD,
    "tools-list": BOTH,
    "resources-list": BOTH,
    "prompts-list": BOTH,
    "completion-complete": BOTH,
    "caching": NEW,
    "http-header-validation": NEW,
    "dns-rebinding-protection": BOTH,
    "sep-2164-resource-not-found": NEW,
    "server-sse-multiple-streams": BOTH,
    "input-required-result-unsupported-methods": NEW,
}
# The suite runs those of extensions only where it is forced to.
EXTENSIONS = ("sep-2640-skills-enumeration", "sep-2640-skills-manifest", "sep-2640-skills-directory")


@pytest.mark.parametrize(
    ("scenario", "version"), [(name, version) for name, versions in SCENARIOS.items() for version in versions]
)
def test_the_server_conforms(scenario: str, version: str, url: str, home: Path) -> None:
    wanted = ("server", "--url", url, "--scenario", scenario, "--spec-version", version)
    done = run(PROGRAMS["conformance"], *wanted, home=home)
    assert done.code == 0, done.said
    assert "0 failed, 0 warnings" in done.out, done.said
    assert "SKIPPED: scenario" not in done.out, done.said


@pytest.mark.parametrize("scenario", EXTENSIONS)
def test_the_extensions_conform(scenario: str, url: str, home: Path) -> None:
    wanted = ("server", "--url", url, "--scenario", scenario, "--spec-version", *NEW, "--force")
    done = run(PROGRAMS["conformance"], *wanted, home=home)
    assert done.code == 0, done.said
    assert "0 failed, 0 warnings" in done.out, done.said
    assert "SKIPPED" not in done.out, done.said
