"""The skills extension: hosts list the skills, read their files, and check each by size and SHA-256 [SEP-2640].

A client need not declare it: the methods are gated by what the server declares, and the files are plain resources.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, unquote

from anyio import to_thread
from mcp.server import MCPServer
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding, ResourceBinding
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.server.mcpserver.resources import FunctionResource
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, PaginatedRequestParams, RequestParams, Resource

from nemovideo_mcp.skills import Skill, find_skills, frontmatter
from nemovideo_mcp.tools.app import App

__all__ = ["EXTENSION_ID", "Skills", "add_skill_files", "file_names", "media_types"]

EXTENSION_ID = "io.modelcontextprotocol/skills"
# The extension is specified for these. Older ones cannot even declare it: there, skills are plain resources.
_VERSIONS = frozenset({"2026-07-28"})
_SCHEME = "skill://"
_PAGE = "SKILL.md"
_MARKDOWN = "text/markdown"
_DIRECTORY = "inode/directory"
# Skills change with the package only, and are the same for every user.
_FRESH = {"ttlMs": 5 * 60 * 1000, "cacheScope": "public"}
# What an editor, a file manager or Python leaves in a folder.
_LEFT_BEHIND = (".", "__pycache__")


class SkillParams(RequestParams):
    """What names a skill: the address of its `SKILL.md`."""

    uri: str


class DirectoryParams(PaginatedRequestParams):
    """What names a folder of a skill."""

    uri: str


class Skills(Extension):
    """Serves the entries of the package's skills, and the children of their folders.

    `skills` are listed among the resources. All else is looked up when it is asked for, so it is as the files are then.
    """

    identifier = EXTENSION_ID

    def __init__(self, skills: Iterable[Skill]) -> None:
        self._skills = tuple(skills)

    def settings(self) -> dict[str, Any]:
        return {"directoryRead": True}

    def resources(self) -> Sequence[ResourceBinding]:
        return [
            ResourceBinding(
                FunctionResource(
                    uri=_page_of(skill),
                    name=skill.name,
                    title=f"{skill.name}/{_PAGE}",
                    description=skill.description,
                    mime_type=_MARKDOWN,
                    fn=partial(_content, _page_of(skill)),
                )
            )
            for skill in self._skills
        ]

    def methods(self) -> Sequence[MethodBinding]:
        return (
            MethodBinding("skills/list", PaginatedRequestParams, self._list, _VERSIONS),
            MethodBinding("skills/get", SkillParams, self._get, _VERSIONS),
            MethodBinding("resources/directory/read", DirectoryParams, self._read_directory, _VERSIONS),
        )

    async def _list(
        self, ctx: ServerRequestContext[Any, Any], params: PaginatedRequestParams
    ) -> HandlerResult:
        del ctx
        _on_the_only_page(params)
        entries = await to_thread.run_sync(lambda: [_entry(skill) for skill in find_skills()])
        return {"skills": entries, **_FRESH}

    async def _get(self, ctx: ServerRequestContext[Any, Any], params: SkillParams) -> HandlerResult:
        del ctx
        return {"skill": await to_thread.run_sync(_entry_at, params.uri), **_FRESH}

    async def _read_directory(
        self, ctx: ServerRequestContext[Any, Any], params: DirectoryParams
    ) -> HandlerResult:
        del ctx
        _on_the_only_page(params)
        children = await to_thread.run_sync(_children, params.uri)
        resources = [child.model_dump(by_alias=True, exclude_none=True) for child in children]
        # The extension asks for no freshness here, but MCP Inspector does.
        return {"resources": resources, **_FRESH}


def add_skill_files(server: MCPServer[App]) -> None:
    """Offer every file of the skills on `server`, beside the pages that the extension lists."""

    # The files are of any kind. `media_types` says of which, once one has been read.
    @server.resource(
        _SCHEME + "{name}/{+file}",
        name="skill_file",
        title="A skill's file",
        mime_type="application/octet-stream",
    )
    def skill_file(name: str, file: str) -> str | bytes:
        """A file of a skill, by its path in the skill's folder."""
        return _content(_address(name, file))


async def media_types(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """A middleware that gives each file of a skill its own media type: a template of the SDK has one for all."""
    result = await call_next(ctx)
    uri = (ctx.params or {}).get("uri")
    if ctx.method != "resources/read" or not isinstance(uri, str) or not uri.startswith(_SCHEME):
        return result
    read = cast("dict[str, Any]", result)
    contents = cast("list[dict[str, Any]]", read["contents"])
    typed = [{**one, "mimeType": _media_type(unquote(uri), text="text" in one)} for one in contents]
    return {**read, "contents": typed}


def file_names() -> list[str]:
    """The files of all skills, by their paths in the skills' folders."""
    paths = {
        path.relative_to(skill.folder).as_posix()
        for skill in find_skills()
        for path in _tree(skill).values()
        if path.is_file()
    }
    return sorted(paths)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What was found in a file."""

    digest: str
    size: int
    text: bool


def _entry(skill: Skill) -> dict[str, Any]:
    """`skill` with its author's words about it, and all its files."""
    files = {uri: _seen(path) for uri, path in _tree(skill).items() if path.is_file()}
    return {
        "uri": _page_of(skill),
        "frontmatter": dict(frontmatter(skill.folder / _PAGE)),
        "resources": [{"uri": uri, "digest": seen.digest, "size": seen.size} for uri, seen in files.items()],
    }


def _entry_at(uri: str) -> dict[str, Any]:
    skill, _ = _found(uri)
    if skill is None or uri != _page_of(skill):
        raise _nothing(f"No skill is served at {uri}", uri)
    return _entry(skill)


def _children(uri: str) -> list[Resource]:
    """What is directly in the folder `uri`."""
    skill, folder = _found(uri)
    if skill is None or folder is None or not folder.is_dir():
        raise _nothing(f"{uri} is not a directory of a skill", uri)
    return [_child(skill, address, path) for address, path in _tree(skill).items() if path.parent == folder]


def _child(skill: Skill, uri: str, path: Path) -> Resource:
    if path.is_dir():
        return Resource(uri=uri, name=path.name, mime_type=_DIRECTORY)
    seen, page = _seen(path), uri == _page_of(skill)
    return Resource(
        uri=uri,
        name=skill.name if page else path.name,
        description=skill.description if page else None,
        mime_type=_media_type(path.name, text=seen.text),
        size=seen.size,
    )


def _content(uri: str) -> str | bytes:
    """What is in the file `uri`, byte for byte: as text where it is UTF-8.

    Only what was found in the folder of a skill has an address, so none leads out of it.
    """
    _, path = _found(uri)
    if path is None or not path.is_file():
        raise ResourceNotFoundError(f"Unknown resource: {uri}")
    found = path.read_bytes()
    return found.decode() if _is_text(found) else found


def _tree(skill: Skill) -> Mapping[str, Path]:
    """The folder of `skill` and what is in it at any depth, by address, in order."""
    inside = sorted((path.relative_to(skill.folder).as_posix(), path) for path in skill.folder.rglob("*"))
    served = {
        _address(skill.name, name): path
        for name, path in inside
        if not any(part.startswith(_LEFT_BEHIND) for part in name.split("/"))
    }
    return {f"{_SCHEME}{skill.name}": skill.folder, **served}


def _found(uri: str) -> tuple[Skill | None, Path | None]:
    """The skill in whose folder `uri` would be, and the file or folder of it that `uri` is."""
    name = uri.removeprefix(_SCHEME).partition("/")[0] if uri.startswith(_SCHEME) else ""
    skill = next((skill for skill in find_skills() if skill.name == name), None)
    return skill, _tree(skill).get(uri) if skill else None


def _page_of(skill: Skill) -> str:
    return _address(skill.name, _PAGE)


def _address(name: str, file: str) -> str:
    return f"{_SCHEME}{name}/{quote(file)}"


def _seen(path: Path) -> _Seen:
    stat = path.stat()
    return _seen_once(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _seen_once(path: Path, changed_ns: int, size: int) -> _Seen:
    """What is in `path` since it was changed: a file that stays as it is, is hashed once."""
    del changed_ns, size
    found = path.read_bytes()
    return _Seen(digest=f"sha256:{sha256(found).hexdigest()}", size=len(found), text=_is_text(found))


def _is_text(found: bytes) -> bool:
    if b"\0" in found:
        return False
    try:
        found.decode()
    except UnicodeDecodeError:
        return False
    return True


def _media_type(name: str, *, text: bool) -> str:
    # What the machine's own tables say of Markdown differs.
    if name.lower().endswith(".md"):
        return _MARKDOWN
    kind, packing = mimetypes.guess_type(name)
    return kind if kind and not packing else "text/plain" if text else "application/octet-stream"


def _on_the_only_page(params: PaginatedRequestParams) -> None:
    if params.cursor:
        raise MCPError(code=INVALID_PARAMS, message="There is no further page, so no cursor is known.")


def _nothing(message: str, uri: str) -> MCPError:
    return MCPError(code=INVALID_PARAMS, message=message, data={"uri": uri})
