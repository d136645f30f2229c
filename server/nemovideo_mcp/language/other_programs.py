"""Wishes about files of other programs in a message: edits to open, beats to use for a song.

They are taken out of a message before the rules read it: to the rules such a file has no name, and a wish that names
one ("use the beats in beats.txt for the song") would be done without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Literal

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.film import AutoEdit
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.edit.operations.open_edit import OpenEdit
from nemovideo_mcp.edit.operations.song_beats import HEARD, SetBeats
from nemovideo_mcp.edit.wording import Words, names_of
from nemovideo_mcp.language.caption_clauses import without_fillers
from nemovideo_mcp.language.normalize import Folded, fold, plain_marks
from nemovideo_mcp.language.readings import Refusal
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.spelling import is_frequent
from nemovideo_mcp.language.vocabulary.other_programs import ABSENT, BEATS, EDIT, PATTERNS, SIGNS
from nemovideo_mcp.timeline.media import MediaItem

__all__ = ["FileWish", "file_wish", "names_file"]

_LONGEST = 2000
_SPLIT = re.compile(r"([,.;!?，。；！？、\n]+ ?| and then | and | then |然后|并且|接着)")
_MOST_ATOMS, _WINDOW = 60, 6
_FOREIGN = re.compile(r"[\w\-]{1,80}\.(?:fcpxml|otioz?|edl|als|svl|csv)(?![\w.])")
_LOOSE = re.compile(r"[\w\-]{1,80}\.(?:txt|xml|tsv|lab)(?![\w.])")
_WORD = re.compile(r"\w")
_NOUNS = frozenset(
    {"timeline", "edit", "project", "sequence", "rough cut", "soundtrack", "edl", "xml", "otio", "fcpxml"}
)


@dataclass(frozen=True, kw_only=True)
class FileWish:
    """What a message wants of a file: the operations, or why they cannot be done; and the words beside it."""

    operations: tuple[Operation, ...] = ()
    refusal: Refusal | None = None
    rest: str = ""


def file_wish(message: str, scene: Scene) -> FileWish | None:
    """The wish about a file of another program in `message`; None where there is none."""
    if len(message) > _LONGEST:
        return None
    folded = plain_marks(fold(message))
    text = _masked(folded.text, scene)
    is_named = re.search(f"[{EDIT}{BEATS}{ABSENT}]", text) is not None
    may_be_meant = any(item.info.kind == "edit" for item in scene.media) and not scene.clips
    if not (is_named or may_be_meant or scene.timeline.song_beats):
        return None
    atoms = _atoms(text)
    if len(atoms) > _MOST_ATOMS:
        return None
    for first, last, said in _windows(text, atoms):
        for kind, patterns in PATTERNS.items():
            for pattern in patterns:
                if (found := pattern.fullmatch(said)) is not None:
                    clause = _Said(folded, message, scene, said, text.index(said))
                    wish = _wish(kind, found, clause)
                    if wish is not None:
                        rest = [_rest(message, folded, atoms, first, last)]
                        then = _groups(found).get("then")
                        rest += [clause.original(*then)] if then else []
                        return replace(wish, rest=", ".join(part for part in rest if part))
    return None


def names_file(message: str, scene: Scene) -> str | None:
    """The first edit or file of beats of the project that `message` names; None where it names none."""
    text = _masked(plain_marks(fold(message[:_LONGEST])).text, scene)
    found = re.search(f"{EDIT}+|{BEATS}+", text)
    if found is None:
        return None
    kind = "edit" if found[0][0] == EDIT else "beats"
    said = plain_marks(fold(message[:_LONGEST])).text[found.start() : found.end()]
    item = _named(said, [one for one in scene.media if one.info.kind == kind])
    return item.name if item else None


def _masked(text: str, scene: Scene) -> str:
    """`text` with signs over the names of files, as long as they are."""
    masked = list(text)
    kinds = [item for item in scene.media if item.info.kind in SIGNS]
    stems = [PurePath(item.name).stem.casefold() for item in scene.media]
    names = [(_folded(item.name), SIGNS[item.info.kind]) for item in kinds]
    names += [
        (_folded(PurePath(item.name).stem), SIGNS[item.info.kind])
        for item in kinds
        if stems.count(stem := PurePath(item.name).stem.casefold()) == 1 and not _is_word(stem, item)
    ]
    for name, sign in sorted(names, key=lambda pair: -len(pair[0])):
        at = text.find(name) if len(name) > 1 else -1
        while at >= 0:
            end = at + len(name)
            if _is_apart(text, at, end) and not any(char >= "\ue000" for char in masked[at:end]):
                masked[at:end] = sign * len(name)
            at = text.find(name, end)
    for pattern in (_FOREIGN, _LOOSE):
        for found in pattern.finditer("".join(masked)):
            masked[found.start() : found.end()] = ABSENT * len(found[0])
    # Quotation marks around a name say nothing more.
    return re.sub(
        f'["“”「」《》\'](?=[{EDIT}-{ABSENT}])|(?<=[{EDIT}-{ABSENT}])["“”「」《》]', _same, "".join(masked)
    )


def _is_word(stem: str, item: MediaItem) -> bool:
    """Whether a file's name without its ending is said of other things as well ("song", "beats", "open")."""
    return item.info.kind == "beats" or stem in _NOUNS or is_frequent(stem)


def _same(found: re.Match[str]) -> str:
    at = found.start()
    text = found.string
    return text[at + 1] if at + 1 < len(text) and EDIT <= text[at + 1] <= ABSENT else text[at - 1]


def _folded(name: str) -> str:
    return plain_marks(fold(name)).text


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether what stands between is no part of a longer Latin word, or of another file's name."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    first, last = text[start], text[end - 1]
    glued = (before.isascii() and before.isalnum() and first.isascii() and first.isalnum()) or (
        behind.isascii() and behind.isalnum() and last.isascii() and last.isalnum()
    )
    return not glued and not re.match(r"\.[a-z0-9]{1,6}\b", text[end : end + 8])


def _atoms(text: str) -> list[tuple[int, int]]:
    """The stretches of `text` between marks and connectives."""
    found: list[tuple[int, int]] = []
    at = 0
    for mark in _SPLIT.finditer(text):
        if mark.start() > at:
            found.append((at, mark.start()))
        at = mark.end()
    if at < len(text):
        found.append((at, len(text)))
    return [(start, end) for start, end in found if _WORD.search(text, start, end) or text[start] >= EDIT]


def _windows(text: str, atoms: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Runs of stretches as they are said, the longest first."""
    runs = [
        (first, last)
        for first in range(len(atoms))
        for last in range(first, min(first + _WINDOW, len(atoms)))
    ]
    runs.sort(key=lambda run: run[0] - run[1])
    return [
        (first, last, without_fillers(text[atoms[first][0] : atoms[last][1]].strip())) for first, last in runs
    ]


def _rest(message: str, folded: Folded, atoms: Sequence[tuple[int, int]], first: int, last: int) -> str:
    """The message without a run of its stretches."""
    origins = folded.origins
    before = message[: origins[atoms[first - 1][1]]] if first else ""
    behind = message[origins[atoms[last + 1][0]] :] if last + 1 < len(atoms) else ""
    return ", ".join(part.strip() for part in (before, behind) if part.strip(" ,.;!?，。；！？、\n"))


@dataclass(frozen=True)
class _Said:
    """A clause in signs, and where its words stand in the message."""

    folded: Folded
    message: str
    scene: Scene
    text: str
    at: int

    @property
    def words(self) -> str:
        return self.original(0, len(self.text))

    def original(self, start: int, end: int) -> str:
        """The user's own words, without quotation marks around them."""
        origins = self.folded.origins
        return self.message[origins[self.at + start] : origins[self.at + end]].strip("\"'“”「」《》 ")

    def items(self, kind: str) -> list[MediaItem]:
        return [item for item in self.scene.media if item.info.kind == kind]

    def refused(self, en: str, zh: str, say: Words | None = None) -> FileWish:
        return FileWish(refusal=Refusal(words=self.words[:80], because=Words(en, zh), say=say))


def _groups(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The groups that matched, without their numbers, and where."""
    matched = {name: found.span(name) for name, text in found.groupdict().items() if text is not None}
    return {name.rpartition("_")[0]: span for name, span in reversed(matched.items())}


def _wish(kind: str, found: re.Match[str], said: _Said) -> FileWish | None:
    groups = _groups(found)
    if kind == "open_edit":
        return _open(groups, said)
    if kind == "heard_beats":
        if not said.scene.timeline.song_beats:
            return (
                None
                if "own" in groups
                else said.refused("no song has its beats from a file.", "没有歌曲使用文件中的节拍。")
            )
        return FileWish(operations=(SetBeats(media=HEARD),))
    file = _file(groups["beats"], "beats", said)
    if isinstance(file, FileWish):
        return file
    song = _song(groups, said)
    if isinstance(song, FileWish):
        return song
    beats = SetBeats(media=file.name, song=song)
    if kind == "song_and_beats" and song is not None:
        return FileWish(operations=(beats, SetMusic(song=song)))
    if kind == "cut_to_beats" and not said.scene.timeline.is_beat_cut:
        return FileWish(operations=(beats, *_music_for(said.scene, song), AutoEdit(cut_to_beat=True)))
    return FileWish(operations=(beats,))


def _music_for(scene: Scene, song: str | None) -> tuple[Operation, ...]:
    """The song as the music, where the film has none yet."""
    if scene.timeline.music is not None:
        return ()
    names = [song] if song else [item.name for item in scene.songs]
    return (SetMusic(song=names[0]),) if len(names) == 1 else ()


def _open(groups: Mapping[str, tuple[int, int]], said: _Said) -> FileWish | None:
    edits = said.items("edit")
    if "edit" in groups:
        file = _file(groups["edit"], "edit", said)
    elif not edits or said.scene.clips:
        # "This timeline" is the film that is there.
        return None
    elif len(edits) > 1:
        listed = names_of([item.name for item in edits])
        return said.refused(
            f"there are {len(edits)} edits: {listed.en}.",
            f"有 {len(edits)} 个工程：{listed.zh}。",
            say=Words(f"Open {edits[0].name}", f"打开 {edits[0].name}"),
        )
    else:
        file = edits[0]
    if isinstance(file, FileWish):
        return file
    song = _song(groups, said)
    if isinstance(song, FileWish):
        return song
    snap: Literal["bar", "beat", "none"] = (
        "bar" if "bar" in groups else "beat" if "snap" in groups else "none"
    )
    if snap != "none" and song is None and len(said.scene.songs) == 1 and said.scene.timeline.music is None:
        song = said.scene.songs[0].name if not _has_music(file, said.scene.songs) else None
    return FileWish(operations=(OpenEdit(media=file.name, song=song, snap=snap),))


def _has_music(edit: MediaItem, songs: Sequence[MediaItem]) -> bool:
    """Whether the edit, as far as it was read, plays one of the songs itself."""
    used = {name.casefold() for name in edit.edit.media} if edit.edit else set[str]()
    return any(song.name.casefold() in used for song in songs)


def _file(span: tuple[int, int], kind: str, said: _Said) -> MediaItem | FileWish:
    """The file that is named; a refusal where the project has none of that name."""
    words = said.original(*span)
    items = said.items(kind)
    if (item := _named(_folded(words), items)) is not None:
        return item
    what = Words("edit", "工程") if kind == "edit" else Words("file of beats", "节拍文件")
    if not items:
        return said.refused(
            f"there is no {what.en} “{words}” in the project; upload it first.",
            f"项目里没有{what.zh}“{words}”，请先上传。",
        )
    listed = names_of([one.name for one in items])
    say = (
        Words(f"Open {items[0].name}", f"打开 {items[0].name}")
        if kind == "edit"
        else Words(f"Use the beats in {items[0].name}", f"用 {items[0].name} 里的节拍")
    )
    return said.refused(
        f"there is no {what.en} “{words}” in the project; it has {listed.en}.",
        f"项目里没有{what.zh}“{words}”；有{listed.zh}。",
        say=say,
    )


def _song(groups: Mapping[str, Any], said: _Said) -> str | FileWish | None:
    """The song that is named; None where any may be meant; a refusal where one is spoken of and there is none."""
    songs = said.scene.songs
    if "song" in groups:
        item = _named(_folded(said.original(*groups["song"])), songs)
        return item.name if item else None
    if "a_song" not in groups:
        return None
    if not songs:
        return said.refused("there is no song in the project; upload it first.", "项目里没有歌曲，请先上传。")
    return songs[0].name if len(songs) == 1 else None


def _named(folded: str, items: Sequence[MediaItem]) -> MediaItem | None:
    """The medium of this name, with or without its ending; the latest of several."""
    whole = [item for item in items if _folded(item.name) == folded]
    bare = [item for item in items if _folded(PurePath(item.name).stem) == folded]
    return next(reversed(whole or bare), None)
