"""Bearer tokens of known users: a file that holds their hashes, and is read again when it changes."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from mcp.server.auth.provider import AccessToken

from nemovideo_mcp.client.storage import locked, write_private
from nemovideo_mcp.errors import InvalidRequest

__all__ = ["TOKEN_ISSUER", "TokenFile", "new_token"]

TOKEN_ISSUER = "tokens"  # noqa: S105 - the name of where tokens come from
_log = logging.getLogger(__name__)
_PREFIX = "nvt_"
_USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_LINE = re.compile(rf"({_USER.pattern})\s+sha256:([0-9a-f]{{64}})")


@dataclass(frozen=True, kw_only=True)
class _Entry:
    user: str
    digest: bytes


class TokenFile:
    """The verifier of the tokens in a file of lines `USER sha256:HEX`; a line that is gone is a token revoked.

    A file that cannot be read, or that others may read, lets nobody in.
    """

    def __init__(self, path: Path, *, scopes: tuple[str, ...] = ()) -> None:
        self._path = path
        self._scopes = scopes
        self._seen: tuple[int, ...] | None = None
        self._entries: tuple[_Entry, ...] = ()

    def check(self) -> int:
        """How many tokens there are. Raises `InvalidRequest` for a file that cannot be used."""
        self._entries, self._seen = _read(self._path), _mark(self._path)
        return len(self._entries)

    async def verify_token(self, token: str) -> AccessToken | None:
        """The user of the token; None if it is unknown."""
        given = hashlib.sha256(token.encode()).digest()
        found: str | None = None
        # All are compared, and each in constant time: how long it takes says nothing of them.
        for entry in self._current():
            if hmac.compare_digest(entry.digest, given):
                found = entry.user
        if found is None:
            return None
        return AccessToken(
            token=token,
            client_id=found,
            subject=found,
            scopes=list(self._scopes),
            claims={"iss": TOKEN_ISSUER},
        )

    def _current(self) -> tuple[_Entry, ...]:
        if _mark(self._path) != self._seen:
            try:
                self.check()
            except InvalidRequest as error:
                self._entries, self._seen = (), None
                _log.error("No token is good: %s", error.what())
        return self._entries


def new_token(path: Path, user: str) -> str:
    """A new token of `user`, of which the file keeps the hash only. Raises `InvalidRequest`."""
    if not _USER.fullmatch(user):
        raise InvalidRequest(
            detail={"en": f"{user!r} is not a user's name.", "zh": f"{user!r} 不是有效的用户名。"},
            hint={
                "en": "Use up to 64 letters, digits and . _ @ + -",
                "zh": "请使用不超过 64 个字母、数字和 . _ @ + -",
            },
        )
    token = _PREFIX + secrets.token_urlsafe(32)
    with locked(path):
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if path.exists():
            _read(path)
        gap = "" if not before or before.endswith("\n") else "\n"
        write_private(path, f"{before}{gap}{user} sha256:{hashlib.sha256(token.encode()).hexdigest()}\n")
    return token


def _mark(path: Path) -> tuple[int, ...] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_mode)


def _read(path: Path) -> tuple[_Entry, ...]:
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(
            detail={
                "en": f"the file of tokens {path} cannot be read ({type(error).__name__}).",
                "zh": f"无法读取令牌文件 {path}（{type(error).__name__}）。",
            },
            hint={
                "en": f"Make it with: nemovideo serve --new-token USER --tokens {path}",
                "zh": f"请运行：nemovideo serve --new-token 用户名 --tokens {path}",
            },
        ) from None
    if sys.platform != "win32" and mode & 0o077:
        raise InvalidRequest(
            detail={
                "en": f"others may read the file of tokens {path}.",
                "zh": f"其他用户可读取令牌文件 {path}。",
            },
            hint={"en": f"Run: chmod 600 {path}", "zh": f"请运行：chmod 600 {path}"},
        )
    entries: list[_Entry] = []
    for number, line in enumerate(text.splitlines(), start=1):
        plain = line.partition("#")[0].strip()
        if not plain:
            continue
        found = _LINE.fullmatch(plain)
        if found is None:
            raise InvalidRequest(
                detail={
                    "en": f"line {number} of {path} is not a user and a hash.",
                    "zh": f"{path} 第 {number} 行不是用户名和哈希。",
                },
                hint={
                    "en": "Each line reads: USER sha256:64 hexadecimal digits",
                    "zh": "每行格式为：用户名 sha256:64 位十六进制数",
                },
            )
        entries.append(_Entry(user=found[1], digest=bytes.fromhex(found[2])))
    return tuple(entries)
