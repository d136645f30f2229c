"""What a project holds, in words: what would go with it, or what went."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.space import SPACE
from nemovideo_mcp.protocol.models import ProjectContents

__all__ = ["contents_line"]

_NAMED = 6


def contents_line(held: ProjectContents, *, language: str) -> str:
    """Files by name, versions and films; files that stay since another project has them; and the megabytes."""
    going = [file.name for file in held.files if not file.shared]
    staying = [file.name for file in held.files if file.shared]
    parts = [
        _files("holds_files", going, language),
        _count("holds_versions", held.versions, language),
        _count("holds_films", held.films, language),
    ]
    said = say(SPACE, "comma", language).join(part for part in parts if part)
    whole = say(
        SPACE,
        "holds",
        language,
        what=said or say(SPACE, "holds_nothing", language),
        mb=f"{held.freed / 1e6:.1f}",
    )
    more = [
        _count("films_not_fetched", held.films_not_fetched, language),
        _files("files_stay", staying, language),
        say(SPACE, "originals_stay", language),
    ]
    return say(SPACE, "space", language).join([whole, *(part for part in more if part)])


def _count(key: str, number: int, language: str) -> str:
    return say(SPACE, key if number != 1 else f"{key}_1", language, n=number) if number else ""


def _files(key: str, names: list[str], language: str) -> str:
    if not names:
        return ""
    more = say(SPACE, "and_more", language, n=len(names) - _NAMED) if len(names) > _NAMED else ""
    listed = say(SPACE, "comma", language).join(names[:_NAMED]) + more
    return say(SPACE, key if len(names) != 1 else f"{key}_1", language, n=len(names), names=listed)
