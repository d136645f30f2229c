"""Operations out of files and standard input."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from nemovideo_mcp.cli.report import Usage
from nemovideo_mcp.edit.parsing import operations_in
from nemovideo_mcp.messages.system import system_reason

__all__ = ["read_operations"]

_EXAMPLE = """echo '{"op": "set_clip_length", "clips": 2, "length": 2}' | nemovideo edit --project NAME -"""


def read_operations(place: str) -> Sequence[Mapping[str, Any]]:
    """The operations in the file `place`, or on standard input where it is `-`.

    Raises:
        Usage: where there is no such file, or no UTF-8 in it.
        EditRefused: where it is no JSON.
    """
    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Usage(f"{place}: not UTF-8", hint=_EXAMPLE) from error
    except (OSError, ValueError) as error:
        detail = {language: f"{place}: {reason}" for language, reason in system_reason(error).items()}
        raise Usage(detail=detail, hint=_EXAMPLE) from error
    return cast("Sequence[Mapping[str, Any]]", operations_in(text))
