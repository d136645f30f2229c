"""Ways of reading messages that hang and die; readers in processes of their own import them from here."""

from __future__ import annotations

import os
import re
from pathlib import Path

from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene


def understand_or_hang(message: str, scene: Scene) -> Understanding:
    """Understands every message to wish a vertical film, without the rules, which take their time to load.

    But "hang" or "卡住" holds the interpreter as a bad pattern does, and "die" ends the process;
    "die once PATH" ends it only where there is no file PATH yet, and makes one.
    """
    if message in ("hang", "卡住"):
        re.fullmatch(r"(?:a|a)+", "a" * 100 + "b")
    if message == "die":
        os._exit(9)
    words, _, path = message.partition(" once ")
    if words == "die" and not Path(path).exists():
        Path(path).touch()
        os._exit(9)
    if message == "raise":
        raise ValueError("a bug")
    del scene
    return Understanding(operations=parse_operations([{"op": "set_canvas", "ratio": "9:16"}]))
