"""The files of one hosted user: what they sent and what was made for them, in a folder of their own."""

from __future__ import annotations

import json
import shlex
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nemovideo_mcp.client.files import OnLeftOut, is_url, plain_url, usable
from nemovideo_mcp.errors import (
    FileMissing,
    FileTooLarge,
    InvalidRequest,
    NemoError,
    QuotaFull,
)
from nemovideo_mcp.hosting.limits import Limits, too_many_exports
from nemovideo_mcp.hosting.links import Links
from nemovideo_mcp.tools.permissions import Allowed

__all__ = ["PART_SUFFIX", "OwnFiles", "UserSpace", "clean_name"]

PART_SUFFIX = ".part"
_MAX_NAME = 120
_QUOTES = "\"'“”‘’`"


def clean_name(given: str) -> str:
    """The name of a file that `given` is; what is in it is another matter. Raises `InvalidRequest`.

    A name is never a path: it has no separators, is not hidden, and can be printed.
    """
    name = unicodedata.normalize("NFC", given.strip().strip(_QUOTES))
    if not name.isprintable() or any(c in name for c in "/\\:") or name.startswith("."):
        raise InvalidRequest(
            detail={"en": f"{name[:80]!r} is not the name of a file.", "zh": f"{name[:80]!r} 不是文件名。"},
            hint={
                "en": "Files on this server have plain names, like clip.mp4, without folders.",
                "zh": "此服务器上的文件只有文件名（如 clip.mp4），不含文件夹。",
            },
        )
    path = Path(name)
    stem = path.stem.encode()[: _MAX_NAME - len(path.suffix)].decode(errors="ignore")
    return f"{stem}{path.suffix}"


@dataclass(kw_only=True)
class UserSpace:
    """The folder of `user`, which is there; `links` open it to them, `limits` bound it."""

    user: str
    folder: Path
    links: Links
    limits: Limits
    _incoming: int = field(default=0, init=False)

    def path_of(self, name: str) -> Path:
        """Where the file of that name is, if there is one."""
        return self.folder / clean_name(name)

    def files(self) -> list[tuple[str, int]]:
        """Names and sizes in bytes, the largest first."""
        kept = [(path.name, path.stat().st_size) for path in self.folder.iterdir() if path.is_file()]
        shown = [(name, size) for name, size in kept if not name.startswith(".")]
        return sorted(shown, key=lambda item: (-item[1], item[0]))

    # --- what the tools ask ----------------------------------------------------------------------------------------

    def media(self, given: Iterable[str], *, on_left_out: OnLeftOut | None = None) -> list[Path | str]:
        """The user's files of these names, and links as they are; `on_left_out` hears why one cannot be used.

        Raises `InvalidRequest` for missing files, and as `client.files.usable` does.
        """
        items: list[Path | str] = []
        for item in given:
            if is_url(item):
                items.append(plain_url(item))
                continue
            path = self.path_of(item)
            if not path.is_file():
                raise self._missing(path.name)
            items.append(path)
        return usable(items, on_left_out=on_left_out)

    def film(self, wanted: Path) -> Path:
        """Where a film goes that is asked for under that name, wherever it is asked to be."""
        name = wanted.name.rpartition("\\")[2]
        return self.folder / clean_name(f"{name.removesuffix('.mp4').lstrip('.') or 'film'}.mp4")

    def link_of(self, path: Path) -> str:
        """The link by which the user fetches the file, for a day."""
        return self.links.make("get", self.user, path.name)

    def admit_export(self, running: int) -> None:
        """Raises `LimitReached` if `running` exports are all that one user may have at a time, and `QuotaFull`."""
        if running >= self.limits.exports:
            raise too_many_exports(self.limits.exports)
        self.room_for(1)

    # --- what comes in ---------------------------------------------------------------------------------------------

    def free(self, name: str) -> Path:
        """A path of that name, or with a number after it where the name is taken."""
        path = self.folder / name
        count = 2
        while path.exists():
            path = self.folder / f"{Path(name).stem}-{count}{Path(name).suffix}"
            count += 1
        return path

    def room_for(self, size: int | None) -> int:
        """How many bytes may come, `size` of them announced. Raises `FileTooLarge` and `QuotaFull`."""
        limit = self.limits.upload_bytes
        if size is not None and size > limit:
            raise self._too_large()
        left = self.limits.quota_bytes - sum(size for _, size in self.files()) - self._incoming
        if left < (size or 1):
            raise self._full()
        return min(limit, left) if size is None else size

    def overrun(self, room: int) -> NemoError:
        """What is wrong with a file that turned out to be larger than the `room` that there was."""
        return self._too_large() if room >= self.limits.upload_bytes else self._full()

    def expect(self, size: int) -> None:
        """Count `size` bytes that are on their way; a negative number when they have come, or will not."""
        self._incoming += size

    def delete(self, name: str) -> None:
        """Delete the file of that name. Raises `FileMissing`."""
        path = self.path_of(name)
        try:
            path.unlink()
        except FileNotFoundError:
            raise FileMissing(path=path.name) from None

    def tidy(self) -> None:
        """Delete what is left of files that a server before this one was receiving."""
        for part in self.folder.glob(f".*{PART_SUFFIX}"):
            part.unlink(missing_ok=True)

    def _too_large(self) -> FileTooLarge:
        return FileTooLarge(limit_mb=round(self.limits.upload_bytes / (1024 * 1024)))

    def _full(self) -> QuotaFull:
        files = self.files()
        return QuotaFull(
            used_mb=round(sum(size for _, size in files) / 1e6),
            quota_mb=round(self.limits.quota_bytes / 1e6),
            files=", ".join(f"{name} ({round(size / 1e6)} MB)" for name, size in files[:3]) or "-",
        )

    def _missing(self, name: str) -> InvalidRequest:
        link = self.links.make("put", self.user, name)
        # The name is somebody's, and the command goes into a shell.
        command, files = shlex.join(["curl", "-T", name, link]), json.dumps([name], ensure_ascii=False)
        listed = ", ".join(known for known, _ in self.files()[:8])
        there = (
            {"en": f" Already there: {listed}.", "zh": f"已有文件：{listed}。"}
            if listed
            else {"en": "", "zh": ""}
        )
        return InvalidRequest(
            detail={
                "en": f"{name} has not been sent to this server, which cannot read the user's own disk.",
                "zh": f"{name} 尚未发送到此服务器；服务器无法读取用户的磁盘。",
            },
            hint={
                "en": f"Where the file is, run: {command} (good for an hour), "
                f"then call upload_media with files={files}.{there['en']}",
                "zh": f"请在文件所在处运行：{command} （一小时内有效），"
                f"然后以 files={files} 调用 upload_media。{there['zh']}",
            },
        )


@dataclass(frozen=True, kw_only=True)
class OwnFiles(Allowed):
    """What the tools may touch for a user who is elsewhere: the files of their `space`, by name, and nothing else."""

    space: UserSpace

    @property
    def most_unpacked_bytes(self) -> int:
        """No more than the user may send: an archive that is packed tightly is no way around it."""
        return self.space.limits.upload_bytes

    def place(self, path: Path) -> Path:
        """The file in the user's folder that the name of `path` stands for."""
        return self.space.film(path)

    def media(self, given: Iterable[str], *, on_left_out: OnLeftOut | None = None) -> list[Path | str]:
        """The user's files of these names, and links as they are."""
        return self.space.media(given, on_left_out=on_left_out)
