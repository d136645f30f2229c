"""A film handed over to another editor: the project file, with the files that it names where that editor finds them."""

from __future__ import annotations

import filecmp
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import quote

import anyio

from nemovideo_mcp.client.outputs import free_output, prepare_output
from nemovideo_mcp.client.transport import Transport, accept_language
from nemovideo_mcp.edit_archive import TIMELINE, VERSION
from nemovideo_mcp.errors import InvalidRequest, NemoError, ServerFailed
from nemovideo_mcp.messages.catalogue import say, words_of
from nemovideo_mcp.messages.interchange import FORMAT_NAMES, INTERCHANGE
from nemovideo_mcp.messages.system import not_written
from nemovideo_mcp.temporary import temporary_folder

__all__ = ["KINDS", "Handover", "MediaPlace", "hand_over", "handover_lines", "kind_of"]

MediaPlace = Literal["link", "copy", "name"]
"""Where the other editor finds the media: where the user has them, in a folder beside the project file, or wherever the
user puts files of these names; then music is beside the project file."""

# Final Cut Pro is said not to find files by relative paths, and Premiere Pro writes absolute ones itself.
_NAMED_ABSOLUTELY = frozenset(("fcpxml", "xml"))
_BUNDLE = "otioz"
KINDS = (*FORMAT_NAMES, _BUNDLE)
"""The formats; an `otioz` is a zip of an `.otio` file and all its media, as OpenTimelineIO defines it."""

_BLOCK = 1 << 20

OnBytes = Callable[[int, int | None], None]


@dataclass(frozen=True, kw_only=True)
class Handover:
    """What was written: the project file, all other files, and lines about what the format leaves out."""

    path: Path
    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    linked: int


@dataclass(frozen=True, kw_only=True)
class _Part:
    file_id: str
    name: str
    kind: str
    url: str
    size: int | None
    stems: Mapping[str, str]


def kind_of(given: str) -> str:
    """The format that a name or an ending means: `otio`, `otioz`, `fcpxml`, `xml`, `edl` or `srt`.

    Raises `InvalidRequest` for anything else.
    """
    wanted = given.strip().lower().lstrip(".")
    named = {
        "opentimelineio": "otio",
        "premiere": "xml",
        "fcp7": "xml",
        "xmeml": "xml",
        "fcp": "fcpxml",
        "finalcut": "fcpxml",
        "final cut pro": "fcpxml",
        "resolve": "fcpxml",
        "davinci": "fcpxml",
        "davinci resolve": "fcpxml",
        "premiere pro": "xml",
    }
    kind = named.get(wanted, wanted)
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise InvalidRequest(
            detail=words_of(INTERCHANGE, "no_format", kind=given[:40]).pair(),
            hint=words_of(INTERCHANGE, "no_format_hint", known=known).pair(),
        )
    return kind


async def hand_over(
    transport: Transport,
    session_id: str,
    kind: str,
    target: Path,
    *,
    media: MediaPlace,
    stems: bool,
    overwrite: bool,
    originals: Sequence[Path],
    language: str,
    on_bytes: OnBytes | None = None,
) -> Handover:
    """Write the project file at `target`, and beside it the music, captions and, if they are wanted there, the media.

    `link` names the user's own files among `originals` by their absolute paths; a file that is not there any more is
    copied. Each file appears whole or not at all, the project file last. Raises `InvalidRequest` where the backend is
    another than the local studio, `OutputExists`, `OutputNotWritable`, `DiskFull`.
    """
    if not await transport.is_studio():
        raise InvalidRequest(
            detail=words_of(INTERCHANGE, "cloud").pair(), hint=words_of(INTERCHANGE, "cloud_hint").pair()
        )
    prepare_output(target, overwrite=overwrite, inputs=originals)
    asked = "otio" if kind == _BUNDLE else kind
    parts = () if kind == "srt" else _parts(await _ask(transport, session_id, {"as": asked}, language))
    folder, named = target.with_name(f"{target.stem}-media"), dict[str, str]()
    if media == "name" and kind != _BUNDLE:
        folder = target.parent
        named = {part.file_id: quote(part.name) for part in parts if part.kind != "music"}
        parts = tuple(part for part in parts if part.kind == "music")
    known = dict[str, Path]()
    if media == "link" and kind != _BUNDLE:
        known = await anyio.to_thread.run_sync(_found, parts, originals)
    copied = [part for part in parts if part.file_id not in known]
    try:
        with temporary_folder(target.parent) as scratch:
            load = _Load(transport, scratch, copied, stems=stems, on_bytes=on_bytes)
            if kind == _BUNDLE:
                places = await load.bundled()
            else:
                places = await load.beside(folder)
            beside = "" if folder == target.parent else f"{quote(folder.name)}/"
            base = "media/" if kind == _BUNDLE else beside
            locations = named | {file_id: path.as_uri() for file_id, path in known.items()}
            is_whole = media == "link" and kind in _NAMED_ABSOLUTELY
            locations |= {
                file_id: (folder / name).absolute().as_uri() if is_whole else f"{base}{quote(name)}"
                for file_id, name in places.items()
            }
            made = await _ask(transport, session_id, {"as": asked, "locations": locations}, language)
            files = list(load.files)
            if captions := made.get("captions"):
                subtitles = free_output(target.parent, target.stem, suffix=".srt")
                files.append(await anyio.to_thread.run_sync(_written, scratch, subtitles, str(captions)))
            if kind == _BUNDLE:
                await anyio.to_thread.run_sync(load.close_bundle, str(made["text"]), target)
            else:
                await anyio.to_thread.run_sync(_written, scratch, target, str(made["text"]))
    except NemoError:
        raise
    except OSError as error:
        raise not_written(error, target) from None
    return Handover(
        path=target,
        files=tuple(files),
        left_out=tuple(str(line) for line in cast("Sequence[object]", made.get("left_out", ()))),
        linked=len(known),
    )


def handover_lines(
    made: Handover, language: str, *, shown: Callable[[Path], str] | None = None
) -> tuple[str, ...]:
    """What was written, and what the format does not carry, a line each, for people and agents.

    `shown` gives the place of the project file for readers who have no folders here.
    """
    lines = [say(INTERCHANGE, "handed_over", language, path=shown(made.path) if shown else made.path)]
    if made.files and shown is None:
        folders = ", ".join(dict.fromkeys(str(file.parent) for file in made.files))
        lines.append(say(INTERCHANGE, "with_files", language, count=len(made.files), folder=folders))
    if made.linked:
        lines.append(say(INTERCHANGE, "linked", language, count=made.linked))
    if made.left_out:
        lines.append(say(INTERCHANGE, "left_out_head", language, list="; ".join(made.left_out)))
    return tuple(lines)


class _Load:
    """Fetches files one after the other, beside the project file or into a bundle."""

    def __init__(
        self,
        transport: Transport,
        scratch: Path,
        parts: Sequence[_Part],
        *,
        stems: bool,
        on_bytes: OnBytes | None,
    ) -> None:
        self.files: list[Path] = []
        self._transport = transport
        self._scratch = scratch
        self._on_bytes = on_bytes
        self._total = sum(part.size or 0 for part in parts)
        self._done = 0
        names = _file_names(parts)
        self._wanted = [(part.file_id, names[part.file_id], part.url) for part in parts]
        if stems:
            self._wanted += [
                ("", f"{Path(names[part.file_id]).stem}-{stem}.wav", url)
                for part in parts
                for stem, url in part.stems.items()
            ]

    async def beside(self, folder: Path) -> dict[str, str]:
        """Each file in `folder`; their names there by their ids. A file that stands there already stays as it is."""
        names: dict[str, str] = {}
        for file_id, name, url in self._wanted:
            await anyio.Path(folder).mkdir(exist_ok=True)
            part = await self._fetched(url)
            place = await anyio.to_thread.run_sync(_put, part, folder / name)
            self.files.append(place)
            names[file_id] = place.name
        names.pop("", None)
        return names

    async def bundled(self) -> dict[str, str]:
        """Each file in the bundle, which `close_bundle` finishes; their names there by their ids."""
        with zipfile.ZipFile(self._bundle, "w", zipfile.ZIP_STORED) as bundle:
            for _, name, url in self._wanted:
                part = await self._fetched(url)
                await anyio.to_thread.run_sync(bundle.write, part, f"media/{name}")
        return {file_id: name for file_id, name, _ in self._wanted if file_id}

    def close_bundle(self, text: str, target: Path) -> None:
        """Put the timeline into the bundle, and the bundle in its place."""
        with zipfile.ZipFile(self._bundle, "a", zipfile.ZIP_STORED) as bundle:
            bundle.writestr(TIMELINE, text)
            bundle.writestr(*VERSION)
        self._bundle.replace(target)

    @property
    def _bundle(self) -> Path:
        return self._scratch / "bundle"

    async def _fetched(self, url: str) -> Path:
        place = self._scratch / "part"
        async with self._transport.open("GET", url) as response, await anyio.open_file(place, "wb") as file:
            async for piece in response.aiter_bytes(_BLOCK):
                await file.write(piece)
                self._done += len(piece)
                if self._on_bytes:
                    self._on_bytes(self._done, max(self._total, self._done))
        return place


def _put(part: Path, place: Path) -> Path:
    """`part` at `place`; where another file stands there, at a free name, and where the same one does, that is it."""
    if place.exists():
        if filecmp.cmp(part, place, shallow=False):
            return place
        place = free_output(place.parent, place.stem, suffix=place.suffix)
    part.replace(place)
    return place


def _written(scratch: Path, place: Path, text: str) -> Path:
    part = scratch / "text"
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)
    return place


async def _ask(
    transport: Transport, session_id: str, body: Mapping[str, Any], language: str
) -> Mapping[str, Any]:
    found = await transport.call(
        "POST",
        f"studio/sessions/{quote(session_id, safe='')}/handover",
        body=body,
        headers={"Accept-Language": accept_language(language)},
    )
    if not isinstance(found, Mapping):
        raise ServerFailed("it answered with something that is no project file.")
    return cast("Mapping[str, Any]", found)


def _parts(answer: Mapping[str, Any]) -> tuple[_Part, ...]:
    listed = cast("Sequence[Mapping[str, Any]]", answer.get("files", ()))
    return tuple(
        _Part(
            file_id=str(one["id"]),
            name=str(one["name"]),
            kind=str(one["kind"]),
            url=str(one["url"]),
            size=one.get("size") if isinstance(one.get("size"), int) else None,
            stems=one.get("stems") or {},
        )
        for one in listed
    )


def _found(parts: Sequence[_Part], originals: Sequence[Path]) -> dict[str, Path]:
    """The user's own file of each part: the first of the same name and size."""
    found: dict[str, Path] = {}
    for part in parts:
        for path in originals:
            try:
                if path.name == part.name and path.stat().st_size == part.size:
                    found[part.file_id] = path.absolute()
                    break
            except OSError:
                continue
    return found


def _file_names(parts: Sequence[_Part]) -> dict[str, str]:
    """A name for each part that no other has, also where big and small letters are the same."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for part in parts:
        given = Path(part.name.replace("\\", "/")).name or part.file_id
        stem, suffix = Path(given).stem, Path(given).suffix
        name, number = given, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{suffix}"
        taken.add(name.casefold())
        names[part.file_id] = name
    return names
