"""The captions of a film as an `.srt` file beside it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from nemovideo_mcp.messages.system import not_written
from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.timeline.captions import srt_of

__all__ = ["srt_beside"]


def srt_beside(draft: Mapping[str, Any], film: Path) -> Path | None:
    """Write the captions that `draft` shows beside `film`, under its name; None where it shows none.

    A file that is there already stays: the captions get the next free name, but for one that says the same. Raises
    `OutputNotWritable` and `DiskFull`.
    """
    text = srt_of(timeline_of(draft))
    if not text:
        return None
    data = text.encode("utf-8")
    for number in count(1):
        place = film.with_name(f"{film.stem}{'' if number == 1 else f'-{number}'}.srt")
        try:
            with place.open("xb") as file:
                file.write(data)
        except FileExistsError:
            try:
                if place.is_file() and place.read_bytes() == data:
                    return place
            except OSError as error:
                raise not_written(error, place) from error
        except OSError as error:
            raise not_written(error, place) from error
        else:
            return place
    raise AssertionError  # A free name is found.
