"""The user's credentials: the stored client id, and the anonymous token of each backend."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import cast

import anyio
from filelock import FileLock, Timeout
from pydantic import ValidationError

from nemovideo_mcp.client.storage import in_data_folder, locked, read_json, write_private
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import ConnectionFailed
from nemovideo_mcp.protocol.models import Token

__all__ = ["TokenStore", "client_id"]

_MAX_ID = 64
_RENEWAL_SECONDS = 120.0
_PAUSE_SECONDS = 0.05


def client_id(paths: Paths, *, environ: Mapping[str, str] = os.environ) -> str:
    """`NEMO_CLIENT_ID`, else the id in the user's config folder, which is made on first use and then kept.

    The same id must be used again and again, or the backend's limit of new ones is met. At most 64 characters.
    """
    if given := environ.get("NEMO_CLIENT_ID", "").strip():
        return given[:_MAX_ID]
    path = paths.config / "client_id"
    with locked(path):
        try:
            kept = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            kept = ""
        if 0 < len(kept) <= _MAX_ID and kept.isprintable():
            return kept
        made = str(uuid.uuid4())
        write_private(path, made)
        return made


class TokenStore:
    """The anonymous tokens that backends gave, each kept for its own address only."""

    def __init__(self, paths: Paths) -> None:
        self._path = paths.config / "tokens.json"

    @asynccontextmanager
    async def renewing(self) -> AsyncGenerator[None]:
        """Lock out the user's other programs while asking for tokens; `ConnectionFailed` if that takes too long."""
        with in_data_folder(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(self._path.with_name(f"{self._path.name}.renewal"), thread_local=False)
        deadline = anyio.current_time() + _RENEWAL_SECONDS
        while True:
            try:
                lock.acquire(blocking=False)
                break
            except Timeout:
                if anyio.current_time() > deadline:
                    raise ConnectionFailed(
                        "another program has been asking for a token for too long."
                    ) from None
                await anyio.sleep(_PAUSE_SECONDS)
        try:
            yield
        finally:
            lock.release()

    def read(self, base_url: str) -> Token | None:
        """The token for `base_url`, however old: only the backend knows whether it is still good."""
        try:
            return Token.model_validate(read_json(self._path).get(base_url))
        except ValidationError:
            return None

    def write(self, base_url: str, token: Token) -> None:
        with locked(self._path):
            kept = {**read_json(self._path), base_url: _plain(token)}
            write_private(self._path, json.dumps(kept))

    def note_user(self, base_url: str, token: Token) -> None:
        """Keep the user that the backend has named for `token`, unless another token stands there by now."""
        with locked(self._path):
            kept = read_json(self._path)
            if _token_in(kept.get(base_url)) == token.token.get_secret_value():
                write_private(self._path, json.dumps({**kept, base_url: _plain(token)}))


def _token_in(kept: object) -> object:
    return cast("dict[str, object]", kept).get("token") if isinstance(kept, dict) else None


def _plain(token: Token) -> dict[str, str]:
    return {
        "token": token.token.get_secret_value(),
        "user_id": token.user_id,
        "expires_at": token.expires_at,
    }
