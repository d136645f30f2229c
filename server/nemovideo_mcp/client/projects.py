"""The book of the user's projects: names, sessions, running exports, downloaded films."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from nemovideo_mcp.client.deliveries import Delivery
from nemovideo_mcp.client.storage import keep_aside, locked, read_json, write_private
from nemovideo_mcp.config import Paths

__all__ = ["FinishedExport", "PendingExport", "Project", "ProjectBook"]

_MAX_NAME = 60
_MOST_EXPORTS = 8


@dataclass(frozen=True, kw_only=True)
class PendingExport:
    """An export that was asked for; `draft_mark` tells whether the timeline is still the one that it shows.

    `handle` is the id that its user knows, where it had to be tried again under another. `delivery` says where its film
    was about to be put, and how that is told from any other file. `options` are those of the export, as JSON.
    """

    render_id: str
    output: str
    draft_mark: str
    handle: str = ""
    delivery: Delivery | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def job_id(self) -> str:
        """What its user asks after it by."""
        return self.handle or self.render_id

    def under(self, render_id: str) -> PendingExport:
        """The same export under a new id."""
        return replace(self, render_id=render_id, handle=self.job_id)


@dataclass(frozen=True, kw_only=True)
class FinishedExport:
    """A film that was delivered: `words` is the receipt as it was told. Whoever asks after it once more finds it.

    `draft_mark` is that of the timeline that it shows; `delivery` tells whether the file is still that film.
    """

    job_id: str
    path: str
    words: str = ""
    duration_s: float | None = None
    draft_mark: str = ""
    delivery: Delivery | None = None


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

    def deliveries_of(self, draft_mark: str) -> tuple[Delivery, ...]:
        """Where films of that timeline were put, or were about to be put, the newest first."""
        entries = (*self.films, *self.exports)
        found = (e.delivery for e in reversed(entries) if e.draft_mark == draft_mark)
        return tuple(delivery for delivery in found if delivery is not None)


class ProjectBook:
    """The projects of one backend, in a file that the user's programs share.

    A file that cannot be read is kept aside by the first who writes; entries that are not understood stay as they are.
    """

    def __init__(self, paths: Paths, *, backend: str) -> None:
        self._path = paths.data / "projects.json"
        self._backend = backend

    def all(self) -> tuple[Project, ...]:
        """Oldest first."""
        return tuple(p for p in _projects(read_json(self._path)) if p.backend == self._backend)

    def film_folders(self) -> frozenset[Path]:
        """The folders that films were put into, or are to be put into."""
        exports = (export for p in self.all() for export in p.exports)
        films = (film for p in self.all() for film in p.films)
        return frozenset(
            Path(place).parent for place in (*(e.output for e in exports), *(f.path for f in films))
        )

    def is_whole(self) -> bool:
        """False where projects may be missing: the file is new, was lost or cannot be read."""
        return self._backend in _whole(read_json(self._path)) or bool(self.all())

    def find(self, wanted: str) -> Project | None:
        """By its name, in any case, or its session id."""
        key = wanted.strip().casefold()
        named = (p for p in self.all() if key in (p.name.casefold(), p.session_id.casefold()))
        return next(named, None)

    def current(self) -> Project | None:
        """The current project, used when none is named."""
        name = _mapping(read_json(self._path).get("current")).get(self._backend)
        return self.find(name) if isinstance(name, str) else None

    def free_name(self, wish: str) -> str:
        """`wish` as a project may be called, with a number after it where the name is taken."""
        return _free_name(wish, {p.name.casefold() for p in self.all()})

    def add(self, project: Project, *, make_current: bool = False) -> Project:
        """Keep a new project, under its name or, where that is taken, with a number after it.

        Another program may have asked the backend for its projects meanwhile, and have added this one already.
        """
        with locked(self._path):
            there = next((p for p in self.all() if p.session_id == project.session_id), None)
            named = replace(project, name=there.name if there else self.free_name(project.name))
            self._write(named, make_current=make_current)
        return named

    def adopt(self, known: Iterable[Project], *, current: str | None) -> None:
        """Add those of `known`, the oldest first, that are missing, and take the list for whole from now on.

        Where there is no current project, it is the one of the session id `current`.
        """
        with locked(self._path):
            file = self._opened()
            had_current = self.current() is not None
            sessions = {p.session_id for p in self.all()}
            for project in known:
                if project.session_id not in sessions:
                    self._write(replace(project, name=self.free_name(project.name)), make_current=False)
            file = self._opened()
            chosen = dict(_mapping(file.get("current")))
            if not had_current and current is not None and (found := self.find(current)) is not None:
                chosen[self._backend] = found.name
            whole = sorted({*_whole(file), self._backend})
            self._put({**file, "current": chosen, "whole": whole})

    def make_current(self, project: Project, *, language: str | None = None) -> Project:
        """Work on `project` from now on, in `language`; what other programs have noted of it stays.

        Nothing is written where that is so already: on a busy disk, taking a file's place waits for its content.
        """
        if language in (None, project.language) and self._is_current(project):
            return project
        return self._changed(
            project, lambda p: replace(p, language=language or p.language), make_current=True
        )

    def note_session_language(self, project: Project, tag: str) -> Project:
        """Remember that the backend was asked to answer in the language `tag`, where it was ever told a language."""
        if project.session_language in ("", tag):
            return project
        return self._changed(project, lambda p: replace(p, session_language=tag))

    def forget(self, project: Project) -> None:
        """Take `project` off the list: its session is gone."""
        with locked(self._path):
            file = self._opened()
            kept = [e for e in _entries(file) if _mapping(e).get("session_id") != project.session_id]
            self._put({**file, "projects": kept})

    def note_export(self, project: Project, export: PendingExport) -> Project:
        """Remember an export that begins, or has come to run under another id."""
        return self._changed(
            project,
            lambda p: replace(p, exports=(*_others(p.exports, export.job_id), export)[-_MOST_EXPORTS:]),
        )

    def note_delivery(self, project: Project, job_id: str, delivery: Delivery) -> None:
        """Remember where the film of an export is about to be put: whoever comes after a kill finds it there."""

        def noted(p: Project) -> Project:
            export = p.pending(job_id)
            if export is None:
                return p
            return replace(
                p, exports=(*_others(p.exports, export.job_id), replace(export, delivery=delivery))
            )

        self._changed(project, noted)

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

    def _write(self, project: Project, *, make_current: bool) -> None:
        file = self._opened()
        key = (project.backend, project.name.casefold())
        before: Mapping[str, Any] = {}
        others: list[object] = []
        for entry in _entries(file):
            known = _project(_mapping(entry))
            if known is not None and (known.backend, known.name.casefold()) == key:
                before = _mapping(entry)
            else:
                others.append(entry)
        current = dict(_mapping(file.get("current")))
        if make_current:
            current[self._backend] = project.name
        # What a later version of the program has noted beside it stays.
        kept = [*others, {**before, **asdict(project)}]
        self._put({**file, "projects": kept, "current": current})

    def _is_current(self, project: Project) -> bool:
        """Whether `project` stands in the file as it is, as the one that was worked on last."""
        file = read_json(self._path)
        last = _project(_mapping(entries[-1])) if (entries := _entries(file)) else None
        return last == project and _mapping(file.get("current")).get(self._backend) == project.name

    def _opened(self) -> dict[str, Any]:
        """What stands in the file; one that cannot be read is renamed, so that it is not overwritten."""
        found = read_json(self._path)
        if not found:
            keep_aside(self._path)
        return found

    def _put(self, file: Mapping[str, Any]) -> None:
        write_private(self._path, json.dumps(file, indent=1))


def _free_name(wish: str, taken: set[str]) -> str:
    base = re.sub(r"\s+", " ", "".join(c for c in wish if c.isprintable())).strip()[:_MAX_NAME] or "project"
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _entries(file: Mapping[str, Any]) -> list[object]:
    listed: object = file.get("projects")
    return cast("list[object]", listed) if isinstance(listed, list) else []


def _projects(file: Mapping[str, Any]) -> list[Project]:
    return [project for item in _entries(file) if (project := _project(_mapping(item))) is not None]


def _whole(file: Mapping[str, Any]) -> tuple[str, ...]:
    """The backends whose projects are all in the file."""
    listed: object = file.get("whole")
    return tuple(str(one) for one in cast("list[object]", listed)) if isinstance(listed, list) else ()


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
            exports=tuple(
                _pending(export) for export in _listed(kept.get("exports")) or _listed([kept.get("export")])
            ),
            films=tuple(_film(film) for film in _listed(kept.get("films"))),
        )
    except (KeyError, TypeError):
        return None


def _pending(kept: Mapping[str, Any]) -> PendingExport:
    known = _fields_of(PendingExport, kept)
    delivery = _delivery(known.pop("delivery", None))
    options = _mapping(known.pop("options", None))
    texts = {key: str(value) for key, value in known.items()}
    return PendingExport(**texts, delivery=delivery, options=options)


def _film(kept: Mapping[str, Any]) -> FinishedExport:
    known = _fields_of(FinishedExport, kept)
    delivery = _delivery(known.pop("delivery", None))
    return FinishedExport(**known, delivery=delivery)


def _delivery(kept: object) -> Delivery | None:
    found = _mapping(kept)
    try:
        return Delivery(
            path=str(found["path"]), size_bytes=int(found["size_bytes"]), sha256=str(found["sha256"])
        )
    except (KeyError, TypeError, ValueError):
        return None


def _fields_of(kind: type[PendingExport | FinishedExport], kept: Mapping[str, Any]) -> dict[str, Any]:
    """What this version knows of an entry that a later one may have written."""
    known = {one.name for one in fields(kind)}
    return {key: value for key, value in kept.items() if key in known}


def _listed(value: object) -> list[Mapping[str, Any]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [found for item in items if (found := _mapping(item))]


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
