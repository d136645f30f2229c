"""Operations out of files and standard input."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from nemovideo_mcp.cli.report import Usage
from nemovideo_mcp.edit.parsing import operations_in
from nemovideo_mcp.messages.system import system_reason

__all__ = ["read_operations"]

_MOST_CHARACTERS = 16 * 1024 * 1024
_EXAMPLE = """echo '{"op": "set_clip_length", "clips": 2, "length": 2}' | nemovideo edit --project NAME -"""


def read_operations(place: str) -> Sequence[Mapping[str, Any]]:
    """The operations in the file `place`, or on standard input where it is `-`.

    Raises:
        Usage: where there is no such file, no UTF-8 in it, or more than 16 MB.
        EditRefused: where it is no JSON.
    """
    try:
        text = sys.stdin.read() if place == "-" else _text_of(Path(place))
    except UnicodeDecodeError as error:
        raise Usage(f"{place}: not UTF-8", hint=_EXAMPLE) from error
    except (OSError, ValueError) as error:
        detail = {language: f"{place}: {reason}" for language, reason in system_reason(error).items()}
        raise Usage(detail=detail, hint=_EXAMPLE) from error
    return cast("Sequence[Mapping[str, Any]]", operations_in(text))


def _text_of(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        text = file.read(_MOST_CHARACTERS + 1)
    if len(text) > _MOST_CHARACTERS:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return text
