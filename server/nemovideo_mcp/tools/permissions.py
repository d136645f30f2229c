"""Which files of this machine the tools may touch: an agent is told what to read by texts that nobody has vetted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nemovideo_mcp.config import MAX_UNPACKED_BYTES
from nemovideo_mcp.errors import PathNotAllowed

if TYPE_CHECKING:
    from nemovideo_mcp.client.files import OnLeftOut

__all__ = ["Allowed", "allowed_folders", "home_folder", "working_folder"]

_HIDDEN = {
    "en": "folders and files that begin with a dot are private",
    "zh": "以点开头的文件夹和文件属于隐私",
}
_OURS = {"en": "it belongs to NemoVideo itself", "zh": "它属于 NemoVideo 自身"}


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Folders that may be read from and written to, with all that is in them but dot-folders and dot-files.

    `kept_out` is never touched, wherever it stands.
    """

    folders: tuple[Path, ...]
    kept_out: tuple[Path, ...] = ()

    @property
    def most_unpacked_bytes(self) -> int:
        """What the media of an archive may take when they are taken out of it."""
        return MAX_UNPACKED_BYTES

    def place(self, path: Path) -> Path:
        """`path`, absolute, if it may be touched, links followed. Raises `PathNotAllowed`."""
        absolute = path.absolute()
        real = _real(absolute)
        if any(real.is_relative_to(_real(folder)) for folder in self.kept_out):
            raise self._refused(path, reason=_OURS)
        inner = [
            real.relative_to(root).parts for root in map(_real, self.folders) if real.is_relative_to(root)
        ]
        if not inner:
            raise self._refused(path)
        if all(any(part.startswith(".") for part in parts) for parts in inner):
            raise self._refused(path, reason=_HIDDEN)
        return absolute

    def media(self, given: Iterable[str], *, on_left_out: OnLeftOut | None = None) -> list[Path | str]:
        """The files and links that `given` stands for, in order, each of which may be read and uploaded.

        Nothing outside is looked at, so that no answer tells what is there. `on_left_out` hears why a file cannot be
        used, and the others are given without it. Raises `PathNotAllowed`, and what `client.files.checked` raises.
        """
        from nemovideo_mcp.client.files import checked, is_url, plain_path

        allowed = [item if is_url(item) else str(self.place(plain_path(item))) for item in given]
        found = checked(allowed, on_left_out=on_left_out)
        return [self.place(item) if isinstance(item, Path) else item for item in found]

    def _refused(self, path: Path, **fields: object) -> PathNotAllowed:
        return PathNotAllowed(path=str(path), folders=", ".join(map(str, self.folders)) or "-", **fields)


def allowed_folders(
    given: Iterable[str], *, home: Path | None, here: Path | None, kept_out: Iterable[Path] = ()
) -> Allowed:
    """What the user has opened: home, the working folder, and `given`.

    A working folder that is the root of the disk is none: desktop hosts start their servers there.
    """
    usable = [] if here is None or here == Path(here.anchor) else [here]
    named = [Path(folder).expanduser().absolute() for folder in given if folder.strip()]
    homes = [home] if home is not None else []
    folders = tuple(dict.fromkeys([*homes, *usable, *named]))
    return Allowed(folders=folders, kept_out=tuple(kept_out))


def home_folder() -> Path | None:
    """The user's home; None where there is none, as in some containers."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def working_folder() -> Path | None:
    """The folder that the program runs in; None where it was deleted."""
    try:
        return Path.cwd()
    except OSError:
        return None


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        # A loop of links, or a name that no file can have: nothing is there.
        return path.absolute()
