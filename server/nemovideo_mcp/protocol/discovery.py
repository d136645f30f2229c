"""Discovery of the local studio: a file in the data folder, two locks, and the proof that it is the one."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nemovideo_mcp.config import Paths

__all__ = [
    "DEFAULTS_HEADER",
    "SECRET_HEADER",
    "STUDIO_HEADER",
    "StudioRecord",
    "is_nonce",
    "lock_path",
    "proof_of",
    "read_record",
    "record_path",
    "start_lock_path",
    "write_record",
]

SECRET_HEADER = "X-Studio-Secret"  # noqa: S105 - the name of a header
"""A studio that was started for its user gives tokens only to who sends its secret in this header."""

DEFAULTS_HEADER = "X-Nemo-Defaults"
"""Names the skill whose defaults hold for a new project; only sent where the user has chosen one."""


STUDIO_HEADER = "X-Nemo-Studio"
"""Stands in every reply of a local studio, with its version: by this a client knows that its backend is one."""


@dataclass(frozen=True, kw_only=True)
class StudioRecord:
    """A running studio: where it listens, what opens it, and which process and version it is."""

    url: str
    secret: str = field(repr=False)
    pid: int
    version: str


_NONCE_CHARACTERS = range(16, 129)


def is_nonce(given: str) -> bool:
    """True for what a studio may be asked to prove itself by: 16 to 128 letters, digits, `-` and `_`."""
    plain = given.replace("-", "").replace("_", "")
    return len(given) in _NONCE_CHARACTERS and plain.isascii() and (plain.isalnum() or not plain)


def proof_of(secret: str, *, port: int, nonce: str) -> str:
    """What only a studio of this secret can answer to `nonce`: HMAC-SHA256, in hexadecimal digits.

    The port keeps whoever listens elsewhere from passing the question on to the real one.
    """
    said = f"nemovideo-studio {port} {nonce}"
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()


def record_path(paths: Paths) -> Path:
    return paths.data / "studio.json"


def lock_path(paths: Paths) -> Path:
    """The lock that a studio holds for as long as it lives."""
    return paths.data / "studio.lock"


def start_lock_path(paths: Paths) -> Path:
    """The lock that is held by whoever is starting the studio."""
    return paths.data / "studio-start.lock"


def read_record(paths: Paths) -> StudioRecord | None:
    """The record that stands in the file; None if there is none that can be read. The studio may be gone."""
    try:
        found = json.loads(record_path(paths).read_text(encoding="utf-8"))
        return StudioRecord(
            url=str(found["url"]),
            secret=str(found["secret"]),
            pid=int(found["pid"]),
            version=str(found["version"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(paths: Paths, record: StudioRecord) -> None:
    """Write the file at once (mode 0600): a reader sees the old one or the new one."""
    target = record_path(paths)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Only the studio that holds the lock writes here: whoever began before it is dead.
    for left in target.parent.glob(".studio-*"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".studio-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(record), file)
    Path(name).replace(target)
