"""Puts the MCPB bundle's folder together: `python publish/bundle.py DIR`, then `mcpb pack DIR nemovideo.mcpb`.

The bundle carries the program itself; uv, which the host brings, makes its environment on the first start.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from generate import HERE, ROOT, source, version
from manifests import bundle_manifest

_CARRIED = ("pyproject.toml", "README.md", "LICENSE", "server", "skill")


def bundle(folder: Path) -> None:
    """Fill `folder`, which must not be there yet."""
    folder.mkdir(parents=True)
    for name in _CARRIED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
            )
        else:
            shutil.copyfile(ROOT / name, folder / name)
    shutil.copyfile(HERE / "icon.png", folder / "icon.png")
    manifest = json.dumps(bundle_manifest(source(), version()), indent=2, ensure_ascii=False)
    (folder / "manifest.json").write_text(manifest + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    bundle(Path(sys.argv[1]))
