"""Records every pattern that the package compiles, in an interpreter of its own: `python -m support.recorded_patterns`.

Elsewhere most modules have been imported already.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from pathlib import Path
from typing import Any

_compile = re._compile  # type: ignore[attr-defined]
_found: list[tuple[str, int, str, int]] = []


def _recorded(pattern: Any, flags: int) -> re.Pattern[Any]:
    made = _compile(pattern, flags)
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == "re":
        frame = frame.f_back
    module = str(frame.f_globals.get("__name__", ""))
    if module.split(".")[0] == "nemovideo_mcp" and isinstance(made.pattern, str):
        _found.append((module, frame.f_lineno, made.pattern, made.flags))
    return made


def _use() -> None:
    """Read messages that need the patterns which are made of names and words when they are first needed."""
    from nemovideo_mcp.conversation.delivery import is_place_for
    from nemovideo_mcp.conversation.intents import route
    from nemovideo_mcp.install.tomledit import _sections  # type: ignore[attr-defined]
    from nemovideo_mcp.language.offers import understand_or_offer
    from nemovideo_mcp.language.scene import Scene
    from support.films import PROJECTS, film, media_of

    is_place_for(Path("film-2.mp4"), Path("film.mp4"))
    route("speed up clip 2 plese and export it")
    for setup in PROJECTS:
        scene = Scene(timeline=film(setup), media=media_of(setup))
        understand_or_offer("change the title to Bye and use the other song", scene)
    list(_sections(["[mcp.servers]\n"], ("mcp", "servers")))


def main() -> None:
    re._compile = _recorded  # type: ignore[attr-defined]
    import nemovideo_mcp

    for module in pkgutil.walk_packages(nemovideo_mcp.__path__, "nemovideo_mcp."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    _use()
    json.dump(_found, sys.stdout)


if __name__ == "__main__":
    main()
