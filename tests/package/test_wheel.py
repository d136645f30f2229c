"""What is shipped: the package, the skills and the font, in a wheel that a plain pip can install."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from nemovideo_mcp import __version__

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(path)


def test_the_wheel_carries_the_skills_the_font_and_the_marker_for_types(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "nemovideo_mcp/py.typed" in names
    pages = [page.relative_to(ROOT / "skill").as_posix() for page in (ROOT / "skill").rglob("*.md")]
    pictures = [f"{folder.name}/assets/result.jpg" for folder in (ROOT / "skill").iterdir()]
    assert len(pages) == 5 * 8
    assert {f"nemovideo_mcp/_skills/{file}" for file in (*pages, *pictures)} <= set(names)
    assert sum(wheel.getinfo(n).file_size for n in names if n.startswith("nemovideo_mcp/_skills/")) < 800_000
    fonts = [
        n
        for n in names
        if n.startswith("nemovideo_mcp/video/fonts/") and n.endswith((".ttf", ".otf", ".woff2"))
    ]
    assert fonts
    assert any("OFL" in n or "LICENSE" in n for n in names if n.startswith("nemovideo_mcp/video/fonts/"))
    assert sum(wheel.getinfo(n).file_size for n in fonts) < 12_500_000


def test_the_wheel_carries_the_recorded_instruments_with_their_licence(wheel: zipfile.ZipFile) -> None:
    folder = "nemovideo_mcp/audio/compose/instruments/"
    bank = [n for n in wheel.namelist() if n.startswith(folder)]
    assert {f"{folder}{name}" for name in ("index.json", "LICENSE.txt", "README.md", "piano.opus")} <= set(
        bank
    )
    assert sum(wheel.getinfo(n).file_size for n in bank) < 10_000_000


def test_the_wheel_carries_every_part_of_the_timeline_s_page(wheel: zipfile.ZipFile) -> None:
    parts = {p.name for p in (ROOT / "server/nemovideo_mcp/views/pages").iterdir()}
    assert {"timeline.html", "timeline.css", "timeline.js"} <= parts
    assert {f"nemovideo_mcp/views/pages/{name}" for name in parts} <= set(wheel.namelist())


def test_the_wheel_holds_nothing_of_the_tests(wheel: zipfile.ZipFile) -> None:
    assert all(n.startswith(("nemovideo_mcp/", "nemovideo_mcp-")) for n in wheel.namelist())


def test_the_wheel_starts_by_its_own_name_and_by_that_of_its_package(wheel: zipfile.ZipFile) -> None:
    (entries,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    scripts = wheel.read(entries).decode().splitlines()
    assert {"nemovideo = nemovideo_mcp.cli:main", "nemovideo-mcp = nemovideo_mcp.cli:main"} <= set(scripts)


def test_the_version_stands_in_one_place_and_is_found_everywhere(wheel: zipfile.ZipFile) -> None:
    (metadata,) = (name for name in wheel.namelist() if name.endswith("METADATA"))
    assert f"Version: {__version__}" in wheel.read(metadata).decode().splitlines()
    assert f'version: "{__version__}"' in wheel.read("nemovideo_mcp/_skills/vidmuse-ai/SKILL.md").decode()
    assert f'"version": "{__version__}"' in (ROOT / "server.json").read_text(encoding="utf-8")


def test_the_source_distribution_can_be_tested_and_published_from(tmp_path: Path) -> None:
    (path,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    wanted = {
        "SKILL.md",
        "umbrella/nemovideo-mcp/SKILL.md",
        "publish/pictures/vidmuse-ai.jpg",
        "Dockerfile",
        "server.json",
        "publish/generate.py",
        "plugin/plugin.json",
        "plugin/.mcp.json",
        ".claude-plugin/marketplace.json",
        "tests/package/test_wheel.py",
        "docs/privacy.md",
    }
    assert wanted - names == set()
