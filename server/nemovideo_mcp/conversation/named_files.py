"""The files that a message names: chosen before anything is done, and called by their names from then on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nemovideo_mcp.client.files import UNUSABLE, OnLeftOut
from nemovideo_mcp.conversation.intents import Action
from nemovideo_mcp.errors import FileMissing, NemoError, PathNotAllowed, UnsupportedFile
from nemovideo_mcp.language.paths import folded, is_path, sources_in
from nemovideo_mcp.protocol.models import UploadedFile

__all__ = ["ChooseFiles", "Sending", "Step", "planned", "renamed"]


class ChooseFiles(Protocol):
    """Turns names into the files to send; `on_left_out` hears why one is not used."""

    def __call__(
        self, given: Iterable[str], *, on_left_out: OnLeftOut | None = None
    ) -> Sequence[Path | str]: ...


_QUOTES = (('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"), ("「", "」"), ("『", "』"), ("`", "`"), ("", ""))
_INSIDE = r"[ \t]?(?:\b(?:in|from|of|at|inside|within|under)\b[ \t]?)?"


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Files that a part of a message stands for: `said` is what it is called there, `left_out` what is not used."""

    said: str
    items: tuple[Path | str, ...]
    left_out: tuple[NemoError, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """An action, with its own words, and the files that are sent before it."""

    action: Action
    text: str
    sendings: tuple[Sending, ...] = ()


def planned(
    text: str, actions: Sequence[Action], *, choose_files: ChooseFiles, known: Iterable[Path]
) -> tuple[Step, ...]:
    """What `actions` are to send, with every file that they name looked at.

    Args:
        text: the whole message.
        choose_files: turns a name into the files to send, or refuses it.
        known: files that the project has already; a bare name that is not found here may mean one of them.

    Raises:
        FileMissing, PathNotAllowed, UnsupportedFile, FileTooLarge: A file that is named cannot be had. It is raised
            before anything is done: the rest of the message without it would be another wish. Where files are only
            handed over, one that cannot be used does not keep the others from being sent.
    """
    names = {folded(path.name) for path in known}
    alone = len(actions) == 1
    chosen: dict[str, Sending] = {}
    steps: list[Step] = []
    for n, action in enumerate(actions):
        words = text if alone else action.text
        if action.kind == "upload":
            said = [mention.text for mention in action.mentions] or [p.text for p in sources_in(words)]
            only_sent = not any(other.kind == "message" for other in actions)
            taken = [
                one
                for name in said
                if (one := _chosen(name, choose_files, names, spare=only_sent)) is not None
            ]
            _check_any(taken)
            chosen |= {one.said: one for one in taken}
            if said and not taken:
                # The project has them: the words are about what to do with them.
                if not any(
                    later.kind == "message" and later.text == action.text for later in actions[n + 1 :]
                ):
                    spoken = Action(kind="message", reason=action.reason, text=action.text)
                    steps.append(Step(action=spoken, text=words))
                continue
            steps.append(Step(action=action, text=words, sendings=tuple(taken)))
        elif action.kind == "message":
            more = [p for p in sources_in(words) if p.text not in chosen and folded(p.name) not in names]
            # What only speaks of a file by its path, as one of the film, is left to whoever has the film.
            spoken_of = {mention.text for mention in action.mentions}
            taken = [
                one
                for path in more
                if path.text not in spoken_of and (one := _chosen(path.text, choose_files, names)) is not None
            ]
            chosen |= {one.said: one for one in taken}
            steps.append(Step(action=action, text=words, sendings=tuple(taken)))
        else:
            steps.append(Step(action=action, text=words))
    return tuple(steps)


def renamed(text: str, sent: Mapping[str, Sequence[UploadedFile]], *, known: Iterable[Path]) -> str:
    """`text` with the names of files in place of their paths, which nobody but this machine has.

    Args:
        sent: what the backend calls the files, by what they were called in the message.
        known: files that were sent before.
    """
    names = {said: files[0].filename if len(files) == 1 else "" for said, files in sent.items()}
    by_name = {folded(path.name): path.name for path in known}
    for path in sources_in(text):
        if path.text not in names and (name := by_name.get(folded(path.name))) is not None:
            names[path.text] = name
    for said in sorted(names, key=len, reverse=True):
        if is_path(said):
            for opening, closing in _QUOTES:
                # Of a folder none is named: it is called by what is said of it, "everything in ~/trip".
                before = "" if names[said] else _INSIDE
                pattern = f"{before}{re.escape(f'{opening}{said}{closing}')}"
                text = re.sub(pattern, lambda _, name=names[said]: name, text)
    return text


def _chosen(said: str, choose_files: ChooseFiles, names: set[str], *, spare: bool = False) -> Sending | None:
    """The files of one name; None for one of the project. `spare`: one that cannot be used is noted, not raised."""
    left_out: list[NemoError] = []
    try:
        items = choose_files([said], on_left_out=left_out.append)
    except (FileMissing, PathNotAllowed, UnsupportedFile) as error:
        if not is_path(said) and folded(said) in names:
            return None
        if spare and isinstance(error, UNUSABLE):
            return Sending(said=said, items=(), left_out=(*left_out, error))
        raise
    return Sending(said=said, items=tuple(items), left_out=tuple(left_out))


def _check_any(taken: Sequence[Sending]) -> None:
    """Raise why nothing can be used, where that is so."""
    if taken and not any(one.items for one in taken):
        raise next(one.left_out[-1] for one in taken)
