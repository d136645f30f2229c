"""Where what a tool writes goes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nemovideo_mcp.tools.permissions import home_folder

if TYPE_CHECKING:
    from nemovideo_mcp.tools.app import App

__all__ = ["free_place"]


def free_place(app: App, wanted: Path | None, stem: str, *, suffix: str = ".mp4") -> Path:
    """What was asked for, else `stem` in the working folder, else in the user's home; a name that no file has.

    Raises `OutputNotWritable` and `DiskFull`.
    """
    from nemovideo_mcp.client.outputs import free_output, prepare_output

    if wanted is not None:
        target = free_output(wanted.parent, wanted.stem, suffix=suffix)
    else:
        usable = (f for f in app.output_folders if f.is_dir() and os.access(f, os.W_OK))
        folder = next(usable, None) or home_folder() or Path(tempfile.gettempdir())
        target = free_output(folder, stem, suffix=suffix)
    prepare_output(target, overwrite=False)
    return target
