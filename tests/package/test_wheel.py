"""What is shipped: the package, the skills and the font, in a wheel that a plain pip can install."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(path)


def test_the_wheel_carries_the_skills_the_font_and_the_marker_for_types(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "nemovideo_mcp/py.typed" in names
    for page in (ROOT / "skill").glob("*/SKILL.md"):
        assert f"nemovideo_mcp/_skills/{page.parent.name}/SKILL.md" in names
    fonts = [
        n
        for n in names
        if n.startswith("nemovideo_mcp/render/fonts/") and n.endswith((".ttf", ".otf", ".woff2"))
    ]
    assert fonts
    assert any("OFL" in n or "LICENSE" in n for n in names if n.startswith("nemovideo_mcp/render/fonts/"))
    assert sum(wheel.getinfo(n).file_size for n in fonts) < 6_000_000


def test_the_wheel_holds_nothing_of_the_tests(wheel: zipfile.ZipFile) -> None:
    assert all(n.startswith(("nemovideo_mcp/", "nemovideo_mcp-")) for n in wheel.namelist())
