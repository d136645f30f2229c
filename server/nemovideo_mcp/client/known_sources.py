"""Remembers which files of this machine each project was made of, so that no film is written in their place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from nemovideo_mcp.client.storage import locked, read_json, write_private
from nemovideo_mcp.config import Paths

__all__ = ["KnownSources"]


class KnownSources:
    """The paths of uploaded files, a small file for each project, shared by the user's programs."""

    def __init__(self, paths: Paths) -> None:
        self._folder = paths.data / "sources"

    def note(self, session_id: str, files: Iterable[Path]) -> None:
        """Remember that `files` are sent to the project. Raises `DataFolderUnusable`, `DiskFull`."""
        added = [str(file.absolute()) for file in files]
        if not added:
            return
        path = self._path(session_id)
        with locked(path):
            known = _listed(path)
            wanted = list(dict.fromkeys([*known, *added]))
            if wanted != known:
                # A name that is not in UTF-8 comes back as it was.
                write_private(path, json.dumps({"session_id": session_id, "files": wanted}))

    def of(self, session_id: str | None) -> tuple[Path, ...]:
        """The files of a project, as far as they were sent from here; with None, those of all."""
        places = sorted(self._folder.glob("*.json")) if session_id is None else [self._path(session_id)]
        return tuple(Path(name) for place in places for name in _listed(place))

    def _path(self, session_id: str) -> Path:
        # An id is the backend's, and need not be a name for a file.
        return self._folder / f"{hashlib.sha256(session_id.encode()).hexdigest()[:32]}.json"


def _listed(path: Path) -> list[str]:
    found: object = read_json(path).get("files")
    return (
        [one for one in cast("list[object]", found) if isinstance(one, str)]
        if isinstance(found, list)
        else []
    )
