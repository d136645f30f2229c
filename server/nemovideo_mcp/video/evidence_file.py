"""What was measured on a kept file, kept beside it: values and data in one file that bears its own digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nemovideo_mcp.video.files import whole_file

__all__ = ["Measured", "read_measured", "write_measured"]

Measured = tuple[Mapping[str, Any], bytes]

_DIGEST_SIZE = 32


def write_measured(path: Path, values: Mapping[str, Any], data: bytes, *, version: int, of: str) -> None:
    """Write `values` (plain ones, for JSON) and `data`; `of` is the digest of the file that was measured.

    `version` is that of the measuring. The file appears whole or not at all. Raises what `whole_file` raises.
    """
    head = json.dumps({"version": version, "of": of, "values": values}, separators=(",", ":")).encode()
    body = len(head).to_bytes(4, "big") + head + data
    with whole_file(path) as temporary:
        temporary.write_bytes(_digest(body) + body)


def read_measured(path: Path, *, version: int, of: str | None) -> Measured | None:
    """The values and the data; None where the file is not there, was altered, or is of another version or file."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    body = content[_DIGEST_SIZE:]
    if content[:_DIGEST_SIZE] != _digest(body):
        return None
    start = 4 + int.from_bytes(body[:4], "big")
    head = json.loads(body[4:start])
    if of is None or (head["version"], head["of"]) != (version, of):
        return None
    return head["values"], body[start:]


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST_SIZE).digest()
