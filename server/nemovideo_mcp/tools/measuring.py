"""The receipt of a film that came without one: measured on this machine, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

if TYPE_CHECKING:
    from nemovideo_mcp.views.receipt import Receipt

__all__ = ["measured"]

_SECONDS = 15 * 60.0


async def measured(path: Path) -> Receipt | None:
    """What the film at `path` holds, as `nemovideo receipt` finds it; None where it cannot be measured.

    The server itself loads no decoder: the film comes from outside, and start-up would pay for it.
    """
    from nemovideo_mcp.views.receipt import Receipt

    # -P: the folder that the server runs in is not a place for modules.
    command = [sys.executable, "-P", "-m", "nemovideo_mcp", "receipt", "--json", str(path)]
    with anyio.move_on_after(_SECONDS):
        try:
            process = await anyio.run_process(command, stderr=subprocess.DEVNULL, check=False)
            found = json.loads(process.stdout)
        except (OSError, ValueError):
            return None
        return Receipt.from_json(found) if process.returncode == 0 else None
    return None
