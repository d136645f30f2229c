"""How much a user's disk gives for the program and all that it needs, extras and tests left out."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
OURS = "nemovideo-mcp"
MOST_BYTES = 315_000_000
"""PyAV (with FFmpeg) and NumPy are 60 % of it; the dictionaries of OpenCC and pyspellchecker are 15 MB, fonts 12,
the recorded instruments 8.4."""


def needed(name: str) -> set[str]:
    """The distributions that `name` needs on this machine, itself among them."""
    seen: set[str] = set()
    waiting = [Requirement(name)]
    while waiting:
        wanted = waiting.pop()
        for line in distribution(wanted.name).requires or []:
            requirement = Requirement(line)
            extras = wanted.extras or {""}
            if requirement.marker and not any(requirement.marker.evaluate({"extra": e}) for e in extras):
                continue
            if f"{requirement.name.lower()}{sorted(requirement.extras)}" not in seen:
                waiting.append(requirement)
        seen.add(f"{wanted.name.lower()}{sorted(wanted.extras)}")
    return {name.partition("[")[0] for name in seen}


def size_of(name: str) -> int:
    """Bytes of the files that were installed for the distribution."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return 0
    paths = (Path(str(file.locate())) for file in files)
    return sum(path.stat().st_size for path in paths if path.is_file())


def size_of_ours() -> int:
    """Bytes of the package and its skills, however they are installed.

    An editable installation has the skills among its own files too, and the package not.
    """
    trees = (ROOT / "server/nemovideo_mcp", ROOT / "skill")
    return sum(path.stat().st_size for tree in trees for path in tree.rglob("*") if path.is_file())


def test_the_program_and_what_it_needs_stay_small() -> None:
    sizes = {name: size_of(name) for name in needed(OURS) - {OURS}}
    assert sizes["av"] > 10_000_000
    assert "pytest" not in sizes
    assert sum(sizes.values()) + size_of_ours() < MOST_BYTES, sorted(
        sizes.items(), key=lambda item: -item[1]
    )[:8]
