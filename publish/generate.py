"""Writes the skill pages and the manifests of every marketplace from what stands in this folder.

`python publish/generate.py` writes them, `--check` only says which of them are not what it would write. A correction
is made here once; `tests/skills` holds the committed files to it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
API_URL = "https://mega-api-prod.nemovideo.ai"
WEB_URL = "https://nemovideo.com"
_TREES = ("skill", "plugin", "umbrella")
_PICTURE = "assets/result.jpg"


class Page(Template):
    """Text with `%%{name}` in it: dollars and single per cents are the shell's and the reader's."""

    delimiter = "%%"


def version() -> str:
    """The one place where the version stands is the package."""
    words = (ROOT / "server/nemovideo_mcp/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', words, re.MULTILINE)
    if found is None:
        raise SystemExit("the package does not say its version")
    return found.group(1)


def source() -> dict[str, Any]:
    """What `skills.toml` says."""
    return tomllib.loads((HERE / "skills.toml").read_text(encoding="utf-8"))


def rendered() -> dict[str, bytes]:
    """Every file that is made: its path from the root of the repository, and what stands in it."""
    from edits import edit_pages
    from manifests import manifests

    data = source()
    made: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    for skill in data["skill"]:
        for place in ("skill", "plugin/skills"):
            folder = f"{place}/{skill['name']}"
            made |= {f"{folder}/{name}": words for name, words in _skill(skill, data["product"]).items()}
            pictures[f"{folder}/{_PICTURE}"] = (HERE / f"pictures/{skill['name']}.jpg").read_bytes()
    # A skill's name is its folder's, and nobody knows how the repository's folder will be called: the skill that leads
    # to the others has a folder of its name, and the page at the root, for who takes the repository, says the same.
    umbrella = data["umbrella"]
    folder = f"umbrella/{umbrella['name']}"
    made |= {f"{folder}/{name}": words for name, words in _skill(umbrella, data["product"]).items()}
    made["SKILL.md"] = made[f"{folder}/SKILL.md"].replace("](references/", f"]({folder}/references/")
    made["plugin/README.md"] = _fill("plugin", _names(umbrella, data["product"]))
    for path, manifest in manifests(data, version()).items():
        made[path] = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    made |= edit_pages()
    files = {path: words.encode() for path, words in made.items()}
    return {**files, **pictures, "plugin/.claude-plugin/icon.png": (HERE / "icon.png").read_bytes()}


def stale(made: Mapping[str, bytes]) -> list[Path]:
    """What stands where only made files stand, and is not made any more."""
    files = (f for tree in _TREES for f in (ROOT / tree).rglob("*") if f.is_file())
    return sorted(f for f in files if f.relative_to(ROOT).as_posix() not in made)


def _skill(skill: Mapping[str, Any], product: Mapping[str, Any]) -> dict[str, str]:
    names = _names(skill, product)
    made = {"SKILL.md": _frontmatter(skill, product) + "\n" + _fill(skill.get("page", skill["name"]), names)}
    for path in sorted((HERE / "references").glob("*.md")):
        made[f"references/{path.name}"] = Page(path.read_text(encoding="utf-8")).substitute(names)
    return made


def _fill(page: str, names: Mapping[str, str]) -> str:
    parts = {
        path.stem: Page(path.read_text(encoding="utf-8").strip()).substitute(names)
        for path in (HERE / "parts").glob("*.md")
    }
    return Page((HERE / f"pages/{page}.md").read_text(encoding="utf-8")).substitute({**names, **parts})


def _names(skill: Mapping[str, Any], product: Mapping[str, Any]) -> dict[str, str]:
    chosen = f" --skill {skill['name']}" if "defaults" in skill else ""
    return {
        "name": skill["name"],
        "version": version(),
        "package": product["name"],
        "api": API_URL,
        "web": WEB_URL,
        "alt": skill.get("alt", ""),
        "connecting": skill["connecting"],
        "chosen": chosen,
        "chosen_argument": f', "--skill", "{skill["name"]}"' if chosen else "",
        "command": f'nemovideo make a.mp4 b.mov{chosen} -m "their words" -o film.mp4',
    }


def _frontmatter(skill: Mapping[str, Any], product: Mapping[str, Any]) -> str:
    # `metadata.openclaw` is what ClawHub reads; `requires.env` would hide the skill from who has no token.
    defaults = f'  nemovideo-defaults: "{skill["defaults"]}"\n' if "defaults" in skill else ""
    return f"""---
name: {skill["name"]}
description: {json.dumps(skill["description"], ensure_ascii=False)}
license: MIT
compatibility: Works best with the nemovideo MCP server (Python 3.11 to 3.13, offline). Without it, over HTTP with network access.
metadata:
  title: "{skill["title"]}"
  version: "{version()}"
  homepage: "{product["homepage"]}"
{defaults}  openclaw:
    emoji: "{skill["emoji"]}"
    homepage: "{product["homepage"]}"
    primaryEnv: NEMO_TOKEN
    envVars:
      - name: NEMO_TOKEN
        required: false
        description: "Token of NemoVideo's cloud. Not needed: the local studio has no accounts."
    install:
      - id: uv
        kind: uv
        package: {product["name"]}
        bins:
          - nemovideo
---
"""


def main(arguments: list[str]) -> int:
    made = rendered()
    differing = [p for p, content in made.items() if not _holds(ROOT / p, content)]
    gone = stale(made)
    if "--check" in arguments:
        for path in (*differing, *(f.relative_to(ROOT).as_posix() for f in gone)):
            print(f"{path} is not what publish/generate.py makes")
        return 1 if differing or gone else 0
    for path in differing:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(made[path])
    for file in gone:
        file.unlink()
    print(f"{len(made)} files, {len(differing)} written, {len(gone)} removed")
    return 0


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
