"""Finds the paths of files and folders in a message, as they are written on any system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from nemovideo_mcp.file_types import named_type

__all__ = [
    "PATH",
    "ROOT",
    "SaidPath",
    "folded",
    "foreign_path",
    "is_path",
    "paths_in",
    "sources_in",
    "with_names",
]

ROOT = re.compile(
    r"(?:(?<![\w.~/\\:])|(?<=[㐀-鿿]))(?:~/|\.{1,2}/|/(?=[^\s/])|[A-Za-z]:[\\/]|\\\\(?=\w)|~\\|%\w+%\\)"
)
"""Where a path can begin; what stands before it is a word of the sentence."""

PATH = re.compile(ROOT.pattern + r"[^\s,;\"'，。；、！？“”「」]*")

_FILE = re.compile(r"file://[^\s,;\"'<>，。；、！？“”「」]+", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:[A-Za-z][A-Za-z0-9]{1,4}|3g[p2])$", re.IGNORECASE)
# "把/root/a.mp4放到最后": behind the ending of a medium another word begins.
_WORD_BEHIND = re.compile(r"\.[A-Za-z0-9]{2,5}(?=[㐀-鿿])")
_SAVES = re.compile(
    r"\b(?:save|export|render|download|write)\b|导出|保存|存[到为成]|输出|渲染|匯出|儲存", re.IGNORECASE
)
_FILM = re.compile(r"\.(?:mp4|m4v|mov)$", re.IGNORECASE)
_TO = re.compile(r"(?:\b(?:to|as|into|in|under|at)|[到为成在至為])[\s\"'“‘「]{0,3}$", re.IGNORECASE)
_NEXT_WORD = re.compile(r" [^\s,;\"'，。；、！？“”「」]{1,80}")
_TRAILING = ".,:!?)]}*"
# Words that seldom stand in a file's name, and often behind one.
_STOPS = frozenset(
    ("and", "then", "as", "with", "but", "or", "plus", "so", "put", "add", "use", "make", "cut", "style")
)
# "and/or", "/r/videos" and "中文/英文" are no paths: a first slash needs a folder that systems have, or an ending.
_TOPS = frozenset(
    ("root", "home", "users", "volumes", "mnt", "media", "tmp", "var", "etc", "usr", "opt", "srv", "data", "proc",
     "sys", "dev", "private", "run", "boot", "lib", "app", "work", "sdcard", "storage")
)  # fmt: skip
_QUOTES = "\"'“”‘’「」『』`"
_MOST_WORDS = 8
# Each opening quotation mark with the words up to the next closing one.
_QUOTED = re.compile(r"[\"'“‘「『《`](?=([^\"'”’」』》`\n]{1,200})[\"'”’」』》`])")
_LEAD = 24
_TEXT_BEFORE = re.compile(
    r"\b(?:titles?|titled|texts?|captions?|subtitles?|words?|labels?|says?|saying|reads?|reading|called|write|type)"
    r"(?: with| of| as)?[\s:]{0,3}$|(?:标题|字幕|文字|文案|字|写着?|写上|叫|说|名为)[是为：:\s]{0,3}$",
    re.IGNORECASE,
)
_SONG_BEFORE = re.compile(
    r"\b(?:use|using|play|song|track|tune|music|beats? of)[\s:]{0,3}$|(?:歌曲?|曲子?|音乐|用|配上?|换成)[\s：:]{0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class SaidPath:
    """A path as it stands in a message, from `start` to `end`, with the quotation marks around it."""

    start: int
    end: int
    text: str

    @property
    def name(self) -> str:
        """Its last part."""
        return re.split(r"[\\/]", self.text.rstrip("\\/"))[-1]


def paths_in(message: str) -> tuple[SaidPath, ...]:
    """The paths in `message`, in order; a quoted one without an ending is somebody's words. Linear in its length.

    A path with spaces goes on up to its ending, as far as it is near.
    """
    found: list[SaidPath] = []
    at = 0
    starts = sorted({(m.start(), m.end()) for pattern in (PATH, _FILE) for m in pattern.finditer(message)})
    for start, end in starts:
        if start < at:
            continue
        quote = message[start - 1] if start and message[start - 1] in _QUOTES else ""
        end = _quoted_end(message, start) or end if quote else _end(message, start, end)
        said = message[start:end].rstrip(_TRAILING)
        if not is_path(said) or (quote and not _ENDING.search(said)):
            continue
        at = start + len(said)
        if quote and message[at : at + 1] and message[at] in _QUOTES:
            found.append(SaidPath(start=start - 1, end=at + 1, text=said))
        else:
            found.append(SaidPath(start=start, end=at, text=said))
    return tuple(found)


def sources_in(message: str) -> tuple[SaidPath, ...]:
    """The paths in `message` that something is to be read from; where a film is to be saved is none of them."""
    saves = _SAVES.search(message) is not None
    return tuple(
        said
        for said in paths_in(message)
        if not (
            saves and _FILM.search(said.text) and _TO.search(message[max(0, said.start - 12) : said.start])
        )
    )


def foreign_path(message: str, names: Iterable[str]) -> str | None:
    """The first path in `message` that leads to none of the media `names`."""
    known = {folded(name) for name in names}
    return next((said.text for said in sources_in(message) if folded(said.name) not in known), None)


def with_names(message: str, names: Iterable[str]) -> str:
    """`message` with the names of media in place of the paths that lead to them, and without quotes around them.

    A name that is quoted behind a word for a title or a caption is its words, and stays quoted.
    """
    known = {folded(name): name for name in names}
    for said in reversed(paths_in(message)):
        if (name := known.get(folded(said.name))) is not None:
            message = f"{message[: said.start]}{name}{message[said.end :]}"
    songs = {folded(PurePath(name).stem): name for name in known.values() if named_type(name) == "audio"}
    for quoted in reversed(list(_QUOTED.finditer(message))):
        before, words = message[max(0, quoted.start() - _LEAD) : quoted.start()], folded(quoted[1].strip())
        name = known.get(words) or (songs.get(words) if _SONG_BEFORE.search(before) else None)
        if name is not None and not _TEXT_BEFORE.search(before):
            message = f"{message[: quoted.start()]}{name}{message[quoted.end(1) + 1 :]}"
    return message


def _end(message: str, start: int, end: int) -> int:
    """Where a path that is not quoted ends: a name with spaces is followed to the ending of a medium that is near."""
    for match in _WORD_BEHIND.finditer(message, start, end):
        if named_type(message[start : match.end()]):
            return match.end()
    if _ENDING.search(message[start:end].rstrip(_TRAILING)):
        return end
    at = end
    for _ in range(_MOST_WORDS):
        more = _NEXT_WORD.match(message, at)
        word = more[0].strip().casefold() if more else ""
        if more is None or word in _STOPS or "://" in word or ROOT.match(message, more.start() + 1):
            break
        at = more.end()
        if named_type(message[start:at].rstrip(_TRAILING)):
            return at
    return end


def _quoted_end(message: str, start: int) -> int | None:
    closing = {"“": "”", "‘": "’", "「": "」", "『": "』"}.get(message[start - 1], message[start - 1])
    end = message.find(closing, start, start + 400)
    return end if end > start and "\n" not in message[start:end] else None


def is_path(said: str) -> bool:
    """True for what begins as a path does, and is no figure of speech."""
    if ROOT.match(said) is None and not said.lower().startswith("file:"):
        return False
    if said.lower().startswith("file:"):
        return True
    if said.startswith("/"):
        top, _, rest = said[1:].partition("/")
        return (top.casefold() in _TOPS and bool(rest)) or bool(_ENDING.search(said))
    return bool(re.search(r"\w", re.sub(r"^(?:~|\.{1,2}|[A-Za-z]:|%\w+%)", "", said)))


def folded(name: str) -> str:
    """What two spellings of one name have in common: neither case, nor width, nor how accents are composed."""
    return unicodedata.normalize("NFKC", name).casefold()
