"""The book of the user's projects: names, sessions, running exports, downloaded films."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar, cast

from nemovideo_mcp.client.storage import locked, read_json, write_private
from nemovideo_mcp.config import Paths

__all__ = ["FinishedExport", "PendingExport", "Project", "ProjectBook"]

_MAX_NAME = 60
_MOST_EXPORTS = 8


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
class FinishedExport:
    """A film that was delivered: `words` is the receipt as it was told. Whoever asks after it once more finds it."""

    job_id: str
    path: str
    words: str = ""
    duration_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Project:
    """A session under a name that a person can say. It lives on one backend. Exports: the newest comes last.

    `language` is that of the user's last words; `session_language` is the one that the backend was
    last asked to answer in.
    """

    name: str
    session_id: str
    backend: str
    task_id: str = ""
    language: str = "en"
    session_language: str = ""
    exports: tuple[PendingExport, ...] = ()
    films: tuple[FinishedExport, ...] = ()

    @property
    def export(self) -> PendingExport | None:
        """The export that was asked for last and may still run."""
        return self.exports[-1] if self.exports else None

    def pending(self, job_id: str) -> PendingExport | None:
        """The export of this handle, if it may still run."""
        return next((e for e in self.exports if job_id in (e.job_id, e.render_id)), None)

    def film(self, job_id: str) -> FinishedExport | None:
        """The film of this handle, if it was delivered."""
        return next((f for f in self.films if f.job_id == job_id), None)


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
        """The current project, used when none is named."""
        name = _mapping(read_json(self._path).get("current")).get(self._backend)
        return self.find(name) if isinstance(name, str) else None

    def add(self, project: Project, *, make_current: bool = False) -> Project:
        """Keep a new project, under its name or, where that is taken, with a number after it."""
        with locked(self._path):
            taken = {p.name.casefold() for p in self.all()}
            named = replace(project, name=_free_name(project.name, taken))
            self._write(named, make_current=make_current)
        return named

    def make_current(self, project: Project, *, language: str | None = None) -> Project:
        """Work on `project` from now on, in `language`; what other programs have noted of it stays."""
        return self._changed(
            project, lambda p: replace(p, language=language or p.language), make_current=True
        )

    def note_session_language(self, project: Project, tag: str) -> Project:
        """Remember that the backend was asked to answer in the language `tag`, where it was ever told a language."""
        if project.session_language in ("", tag):
            return project
        return self._changed(project, lambda p: replace(p, session_language=tag))

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

    def note_export(self, project: Project, export: PendingExport) -> Project:
        """Remember an export that begins, or has come to run under another id."""
        return self._changed(
            project,
            lambda p: replace(p, exports=(*_others(p.exports, export.job_id), export)[-_MOST_EXPORTS:]),
        )

    def end_export(self, project: Project, job_id: str, film: FinishedExport | None = None) -> Project:
        """Remember that an export is over, and where its film is if there is one."""
        return self._changed(
            project,
            lambda p: replace(
                p,
                exports=_others(p.exports, job_id),
                films=(*_others(p.films, job_id), film)[-_MOST_EXPORTS:] if film else p.films,
            ),
        )

    def _changed(
        self, project: Project, change: Callable[[Project], Project], *, make_current: bool = False
    ) -> Project:
        """Change the stored entry of `project` under the book's lock."""
        with locked(self._path):
            changed = change(self.find(project.name) or project)
            self._write(changed, make_current=make_current)
        return changed


def _free_name(wish: str, taken: set[str]) -> str:
    base = re.sub(r"\s+", " ", "".join(c for c in wish if c.isprintable())).strip()[:_MAX_NAME] or "project"
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _projects(file: Mapping[str, Any]) -> list[Project]:
    listed: object = file.get("projects")
    items = cast("list[object]", listed) if isinstance(listed, list) else []
    return [project for item in items if (project := _project(_mapping(item))) is not None]


_Export = TypeVar("_Export", PendingExport, FinishedExport)


def _others(exports: tuple[_Export, ...], job_id: str) -> tuple[_Export, ...]:
    return tuple(e for e in exports if e.job_id != job_id)


def _project(kept: Mapping[str, Any]) -> Project | None:
    try:
        return Project(
            name=str(kept["name"]),
            session_id=str(kept["session_id"]),
            backend=str(kept["backend"]),
            task_id=str(kept.get("task_id", "")),
            language=str(kept.get("language", "en")),
            session_language=str(kept.get("session_language", "")),
            exports=tuple(_pending(e) for e in _listed(kept.get("exports")) or _listed([kept.get("export")])),
            films=tuple(FinishedExport(**f) for f in _listed(kept.get("films"))),
        )
    except (KeyError, TypeError):
        return None


def _pending(kept: Mapping[str, Any]) -> PendingExport:
    return PendingExport(**{key: str(value) for key, value in kept.items()})


def _listed(value: object) -> list[Mapping[str, Any]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [found for item in items if (found := _mapping(item))]


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
