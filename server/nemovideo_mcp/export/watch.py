"""Messages between an export and its workers, as small files in a shared folder: any executor can run them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nemovideo_mcp.errors import RenderCancelled

__all__ = ["Report", "Watch"]

_CANCEL = "cancel"
_LEAST_S = 0.1


@dataclass(frozen=True)
class Report:
    """What a worker said last: its stage, and the fraction of its work that is done."""

    stage: str = ""
    fraction: float = 0.0


@dataclass
class Watch:
    """One worker's line to its export: progress goes up, the wish to stop comes down. It can be pickled.

    `clock` gives seconds; reports that follow each other faster than ten times a second are left out.
    """

    folder: Path
    name: str
    clock: Callable[[], float] = time.monotonic
    _last_s: float = field(default=float("-inf"), init=False)
    _last_read: Report = field(default_factory=Report, init=False)

    def tick(self, stage: str, fraction: float) -> None:
        """Report, and raise RenderCancelled if the export was called off."""
        now_s = self.clock()
        if now_s - self._last_s < _LEAST_S:
            return
        self._last_s = now_s
        if self.is_cancelled():
            raise RenderCancelled
        try:
            self._path.write_text(f"{stage} {fraction:.4f}", encoding="ascii")
        except FileNotFoundError as error:  # the export is gone, and its folder with it
            raise RenderCancelled from error

    def is_cancelled(self) -> bool:
        return (self.folder / _CANCEL).exists() or not self.folder.exists()

    def cancel(self) -> None:
        """Ask all workers that share the folder to stop."""
        if self.folder.exists():
            (self.folder / _CANCEL).touch()

    def read(self) -> Report:
        """What was reported last, an empty report if nothing was; while a report is being written, the one before."""
        try:
            stage, fraction = self._path.read_text(encoding="ascii").split()
            self._last_read = Report(stage, float(fraction))
        except (FileNotFoundError, ValueError):
            pass
        return self._last_read

    @property
    def _path(self) -> Path:
        return self.folder / f"{self.name}.progress"
