"""What the user's programs remember of their projects: names, sessions, and the export that may still run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from nemovideo_mcp.client.storage import locked, read_json, write_private
from nemovideo_mcp.config import Paths

__all__ = ["PendingExport", "Project", "ProjectBook"]

_MAX_NAME = 60


@dataclass(frozen=True, kw_only=True)
class PendingExport:
    """An export that was asked for; `draft_mark` tells whether the timeline is still the one that it shows.

    `handle` is the id that its user knows, where it had to be tried again under another.
    """

    render_id: str
    output: str
    draft_mark: str
    handle: str = ""

    @property
    def job_id(self) -> str:
        """What its user asks after it by."""
        return self.handle or self.render_id

    def under(self, render_id: str) -> PendingExport:
        """The same export under a new id."""
        return replace(self, render_id=render_id, handle=self.job_id)


@dataclass(frozen=True, kw_only=True)
class Project:
    """A session under a name that a person can say. It lives on one backend."""

    name: str
    session_id: str
    backend: str
    task_id: str = ""
    language: str = "en"
    export: PendingExport | None = None


class ProjectBook:
    """The projects of one backend, in a file that the user's programs share."""

    def __init__(self, paths: Paths, *, backend: str) -> None:
        self._path = paths.data / "projects.json"
        self._backend = backend

    def all(self) -> tuple[Project, ...]:
        """Oldest first."""
        return tuple(p for p in _projects(read_json(self._path)) if p.backend == self._backend)

    def find(self, wanted: str) -> Project | None:
        """By its name, in any case, or its session id."""
        key = wanted.strip().casefold()
        named = (p for p in self.all() if key in (p.name.casefold(), p.session_id.casefold()))
        return next(named, None)

    def current(self) -> Project | None:
        """The one that is worked on when nobody names one."""
        name = _mapping(read_json(self._path).get("current")).get(self._backend)
        return self.find(name) if isinstance(name, str) else None

    def add(self, project: Project, *, make_current: bool = False) -> Project:
        """Keep a new project, under its name or, where that is taken, with a number behind it."""
        with locked(self._path):
            taken = {p.name.casefold() for p in self.all()}
            named = replace(project, name=_free_name(project.name, taken))
            self._write(named, make_current=make_current)
        return named

    def keep(self, project: Project, *, make_current: bool = False) -> None:
        """Put `project` in the place of the one with its name."""
        with locked(self._path):
            self._write(project, make_current=make_current)

    def _write(self, project: Project, *, make_current: bool) -> None:
        file = read_json(self._path)
        key = (project.backend, project.name.casefold())
        others = [p for p in _projects(file) if (p.backend, p.name.casefold()) != key]
        current = dict(_mapping(file.get("current")))
        if make_current:
            current[self._backend] = project.name
        kept = [asdict(p) for p in (*others, project)]
        write_private(self._path, json.dumps({"projects": kept, "current": current}, indent=1))

    def forget(self, project: Project) -> None:
        """Take `project` off the list: its session is gone."""
        with locked(self._path):
            file = read_json(self._path)
            kept = [asdict(p) for p in _projects(file) if p.session_id != project.session_id]
            write_private(self._path, json.dumps({**file, "projects": kept}, indent=1))

    def note_export(self, project: Project, export: PendingExport | None) -> Project:
        """Remember the export that runs, or that none does."""
        noted = replace(self.find(project.name) or project, export=export)
        self.keep(noted)
        return noted


def _free_name(wish: str, taken: set[str]) -> str:
    base = re.sub(r"\s+", " ", "".join(c for c in wish if c.isprintable())).strip()[:_MAX_NAME] or "project"
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _projects(file: Mapping[str, Any]) -> list[Project]:
    listed: object = file.get("projects")
    items = cast("list[object]", listed) if isinstance(listed, list) else []
    return [project for item in items if (project := _project(_mapping(item))) is not None]


def _project(kept: Mapping[str, Any]) -> Project | None:
    try:
        export = kept.get("export")
        return Project(
            name=str(kept["name"]),
            session_id=str(kept["session_id"]),
            backend=str(kept["backend"]),
            task_id=str(kept.get("task_id", "")),
            language=str(kept.get("language", "en")),
            export=PendingExport(**{k: str(v) for k, v in _mapping(export).items()}) if export else None,
        )
    except (KeyError, TypeError):
        return None


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
