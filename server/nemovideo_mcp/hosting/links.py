"""Signed links: each opens one file of one user until it expires."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from nemovideo_mcp.client.storage import locked, write_private

__all__ = ["GET_SECONDS", "PUT_SECONDS", "Links", "link_secret"]

GET_SECONDS = 24 * 3600
PUT_SECONDS = 3600
_USER_BYTES = 16
_TIME_BYTES = 8
_MAC_BYTES = 32

Action = Literal["get", "put"]

_ACTIONS: Mapping[str, Action] = {"GET": "get", "HEAD": "get", "PUT": "put"}
_PATH = re.compile(r"/files/(?P<key>[^/]+)/(?P<name>[^/]+)")


def link_secret(path: Path) -> bytes:
    """The secret in the file, which is made at its first use (mode 0600): links outlive a restart."""
    with locked(path):
        try:
            return bytes.fromhex(path.read_text(encoding="ascii").strip())
        except FileNotFoundError:
            made = secrets.token_bytes(32)
            write_private(path, made.hex())
            return made


class Links:
    """Makes and reads the links of one server.

    A key names its user and its end, and is good for one action and name.
    """

    def __init__(self, *, secret: bytes, base_url: str, clock: Callable[[], float]) -> None:
        self._secret = secret
        self._base_url = base_url
        self._clock = clock

    def make(self, action: Action, user: str, name: str) -> str:
        """The address by which the file of that name is fetched (for a day) or sent (for an hour)."""
        ends = int(self._clock()) + (GET_SECONDS if action == "get" else PUT_SECONDS)
        head = ends.to_bytes(_TIME_BYTES) + bytes.fromhex(user)
        key = base64.urlsafe_b64encode(head + self._mac(action, head, name)).decode().rstrip("=")
        return f"{self._base_url}/files/{key}/{quote(name, safe='')}"

    def user_of(self, action: Action, key: str, name: str) -> str | None:
        """The user whose file the key opens; None if it opens nothing, or no longer."""
        try:
            found = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        except (ValueError, binascii.Error):
            return None
        head, mac = found[: _TIME_BYTES + _USER_BYTES], found[_TIME_BYTES + _USER_BYTES :]
        if not hmac.compare_digest(mac, self._mac(action, head, name)):
            return None
        if int.from_bytes(head[:_TIME_BYTES]) < self._clock():
            return None
        return head[_TIME_BYTES:].hex()

    def user_of_path(self, method: str, path: str) -> str | None:
        """The user whose file a request with a link asks for; None for every other request."""
        found = _PATH.fullmatch(path)
        action = _ACTIONS.get(method)
        return self.user_of(action, found["key"], found["name"]) if found and action else None

    def _mac(self, action: Action, head: bytes, name: str) -> bytes:
        said = b"\0".join((b"nemovideo link", action.encode(), head, name.encode()))
        return hmac.digest(self._secret, said, "sha256")[:_MAC_BYTES]
