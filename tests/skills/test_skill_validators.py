"""What the validators on PyPI say of skills, plugins and manifests; those on npm are asked in `tests/clients`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SKILLS = sorted(page.parent for page in (ROOT / "skill").glob("*/SKILL.md"))


def validated(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / "agentskills", "validate", folder], capture_output=True, text=True)


def linted(folder: Path) -> tuple[set[str], list[str]]:
    """The kinds of package that skillsaw saw in `folder`, and what it holds against them: rule, file, message."""
    command = [BIN / "skillsaw", "lint", folder, "--format", "json", "--no-plugins"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    faults = [
        f"{v['rule_id']} {v['file_path']}: {v['message']}"
        for v in found["violations"]
        if v["severity"] in ("error", "warning")
    ]
    return set(found["stats"]["repo_types"]), faults


@pytest.mark.parametrize("folder", SKILLS, ids=lambda folder: folder.name)
def test_agentskills_passes_every_skill(folder: Path) -> None:
    done = validated(folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("clone", ["nemovideo-mcp", "my-videos", "A checkout"])
def test_every_skill_is_valid_whatever_the_repositorys_folder_is_called(clone: str, tmp_path: Path) -> None:
    """A skill bears its folder's name; the folder of the page at the root is named by who clones it."""
    repository = tmp_path / clone
    repository.mkdir()
    for path in tracked():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, repository / path)
    found = [page for page in repository.rglob("*") if page.name.lower() in ("skill.md", "skills.md")]
    pages = [page for page in found if page.parent != repository]
    assert len(pages) == 2 * len(SKILLS) + 1
    for page in pages:
        done = validated(page.parent)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_at_the_root_is_the_skill_that_leads_to_the_others(tmp_path: Path) -> None:
    page = (ROOT / "SKILL.md").read_text(encoding="utf-8")
    folder = "umbrella/nemovideo-mcp"
    of_its_own = (ROOT / folder / "SKILL.md").read_text(encoding="utf-8")
    assert page.replace(f"]({folder}/references/", "](references/") == of_its_own
    for name, is_valid in (("nemovideo-mcp", True), ("my-videos", False)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "SKILL.md").write_text(page, encoding="utf-8")
        done = validated(tmp_path / name)
        assert (done.returncode == 0) is is_valid
        assert is_valid or "must match skill name" in done.stderr


def tracked() -> list[Path]:
    """The files that a clone has where skills stand, and those at the root, as paths in the repository."""
    trees = ("skill", "plugin", "umbrella", "publish")
    files = [file for tree in trees for file in (ROOT / tree).rglob("*") if "__pycache__" not in file.parts]
    return [file.relative_to(ROOT) for file in (*files, *ROOT.iterdir()) if file.is_file()]


def test_skillsaw_passes_the_plugin_in_all_its_formats() -> None:
    kinds, faults = linted(ROOT / "plugin")
    assert {"agent-plugin", "cursor-plugin", "single-plugin", "agentskills"} <= kinds
    assert faults == []


def test_skillsaw_passes_the_marketplaces_and_the_registrys_manifest() -> None:
    kinds, faults = linted(ROOT)
    assert {"marketplace", "cursor-marketplace", "mcp-registry"} <= kinds
    assert [fault for fault in faults if not fault.startswith("content-")] == []


@pytest.mark.parametrize(
    ("folder", "wrong"),
    [
        (
            ".",
            {
                "server.json": ({"version": "latest"}, "mcp-registry-"),
                ".claude-plugin/marketplace.json": ({"plugins": 3}, "marketplace-json-valid"),
                ".cursor-plugin/marketplace.json": ({"name": 3}, "cursor-marketplace-"),
            },
        ),
        (
            "plugin",
            {
                "plugin/plugin.json": ({"name": "Not A Name"}, "agent-plugin-json-"),
                "plugin/mcp.json": ({"mcpServers": {"x": {"type": "stdio"}}}, "agent-plugin-mcp-"),
                "plugin/.cursor-plugin/plugin.json": ({"keywords": 3}, "cursor-plugin-"),
                "plugin/.claude-plugin/plugin.json": ({"version": 3}, "claude-plugin-"),
            },
        ),
    ],
)
def test_manifests_that_are_wrong_would_be_seen(
    folder: str, wrong: dict[str, tuple[dict[str, object], str]], tmp_path: Path
) -> None:
    for name in ("plugin", "server.json", ".claude-plugin", ".cursor-plugin"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    for file, (broken, _) in wrong.items():
        manifest = json.loads((tmp_path / file).read_text(encoding="utf-8"))
        (tmp_path / file).write_text(json.dumps({**manifest, **broken}), encoding="utf-8")
    _, faults = linted(tmp_path / folder)
    assert [rule for _, rule in wrong.values() if not any(rule in fault for fault in faults)] == [], faults


def test_a_page_whose_openclaw_metadata_is_wrong_would_be_seen(tmp_path: Path) -> None:
    folder = tmp_path / "vidmuse-ai"
    shutil.copytree(ROOT / "skill/vidmuse-ai", folder)
    page = folder / "SKILL.md"
    page.write_text(page.read_text(encoding="utf-8").replace("kind: uv", "kind: pip"), encoding="utf-8")
    _, faults = linted(folder)
    assert [fault.split()[0] for fault in faults] == ["openclaw-metadata"]
