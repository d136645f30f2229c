"""What was installed where: the record by which `uninstall` takes back exactly that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

from nemovideo_mcp.client.storage import read_json, write_private
from nemovideo_mcp.config import Paths

__all__ = ["InstallBook", "Installed", "InstalledSkill"]


@dataclass(frozen=True, kw_only=True)
class InstalledSkill:
    """A copied folder: the digest of what was copied, and where what stood there before has been set aside."""

    digest: Mapping[str, str]
    backup: str | None = None


@dataclass(frozen=True, kw_only=True)
class Installed:
    """One client's settings file and skills. `wrote` is the entry as it stood after us, `undo` how to take it back,
    `made` the file and folders that were not there before, the innermost first.
    """

    client: str
    config: str
    wrote: Any = None
    undo: Mapping[str, Any] = field(default_factory=dict[str, Any])
    skills: Mapping[str, InstalledSkill] = field(default_factory=dict[str, InstalledSkill])
    made: tuple[str, ...] = ()


class InstallBook:
    """The records, in a file of the user's data folder."""

    def __init__(self, paths: Paths) -> None:
        self.path = paths.data / "installed.json"
        self.backups = paths.data / "backups"

    def all(self) -> tuple[Installed, ...]:
        kept: object = read_json(self.path).get("installed")
        items = cast("list[object]", kept) if isinstance(kept, list) else []
        return tuple(found for item in items if (found := _record(item)) is not None)

    def find(self, client: str, config: Path) -> Installed:
        """The record of that file; an empty one if there is none."""
        same = (r for r in self.all() if (r.client, r.config) == (client, str(config)))
        return next(same, Installed(client=client, config=str(config)))

    def keep(self, record: Installed) -> None:
        """Put `record` in the place of the one of the same file; one of nothing is forgotten."""
        others = [r for r in self.all() if (r.client, r.config) != (record.client, record.config)]
        kept = [*others, record] if record.wrote is not None or record.skills else others
        listed = [asdict(r) for r in kept]
        write_private(self.path, json.dumps({"installed": listed}, indent=1, default=str))


def _record(item: object) -> Installed | None:
    try:
        kept = cast("Mapping[str, Any]", item)
        return Installed(
            client=str(kept["client"]),
            config=str(kept["config"]),
            wrote=kept.get("wrote"),
            undo=dict(kept.get("undo") or {}),
            skills={str(name): InstalledSkill(**skill) for name, skill in kept["skills"].items()},
            made=tuple(str(name) for name in kept.get("made", ())),
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
