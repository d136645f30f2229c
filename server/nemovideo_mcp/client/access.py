"""The backend's address and token: found once, renewed by one caller for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

import anyio
from pydantic import SecretStr

from nemovideo_mcp.client.backend import Backend
from nemovideo_mcp.client.credentials import TokenStore
from nemovideo_mcp.errors import RateLimited
from nemovideo_mcp.protocol.models import Token

__all__ = ["Access", "Connect", "OnConnect", "Place"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the backend listens; `secret` opens a studio that was started for this user.

    `is_there` asks a studio to prove once more that it is the one; a port may be somebody else's by now.
    """

    url: str
    secret: str | None = field(default=None, repr=False)
    is_there: Callable[[], Awaitable[bool]] | None = field(default=None, repr=False, compare=False)


Connect = Callable[[], Awaitable[Place]]
OnConnect = Callable[[Literal["connecting", "ready"]], Awaitable[None]]
"""Hears once that the way to the backend is sought, and once that there is one."""


class Access:
    """The way into one backend. Requests that need the place or a token at once wait for the first that gets it."""

    def __init__(
        self,
        *,
        backend: Backend,
        connect: Connect,
        tokens: TokenStore,
        ask: Callable[[Place], Awaitable[Token]],
    ) -> None:
        self._backend = backend
        self._connect = connect
        self._tokens = tokens
        self._ask = ask
        self._place: Place | None = None
        self._token: Token | None = Token(token=backend.own_token) if backend.own_token else None
        self.on_connect: OnConnect | None = None
        self._is_ready = False
        self.limited: RateLimited | None = None
        """Why there is no new token in place of one that was refused."""
        self._placing = anyio.Lock()
        self._renewing = anyio.Lock()

    @property
    def is_anonymous(self) -> bool:
        """True where the token was asked for here, whatever the user's id looks like [protocol.md, Errors, 2001]."""
        return self._backend.own_token is None

    @property
    def user_id(self) -> str:
        """The user that the token belongs to; empty where it is not known."""
        return self._token.user_id if self._token else ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        token = (self._token.token.get_secret_value(),) if self._token else ()
        return (*token, self._place.secret) if self._place and self._place.secret else token

    def belongs_to(self, user_id: str) -> None:
        """Note the user that the backend has named for the token, and keep it where the token is kept."""
        if self._token is None or not user_id or user_id == self._token.user_id:
            return
        self._token = self._token.model_copy(update={"user_id": user_id})
        if self.is_anonymous and not self._backend.is_local:
            self._tokens.note_user(self._backend.key, self._token)

    async def place(self) -> Place:
        async with self._placing:
            known = self._place
            if known is not None and known.is_there and not await known.is_there():
                self._place = None
            if self._place is None:
                if self.on_connect and not self._is_ready:
                    await self.on_connect("connecting")
                self._place = await self._connect()
            return self._place

    def lost(self, place: Place) -> None:
        """Nobody listens at `place` any more: the next request looks for the backend anew."""
        if self._place == place:
            self._place = None

    async def bearer(self) -> SecretStr:
        """The token: the user's own, else the one that is kept and good, else a new anonymous one."""
        async with self._renewing:
            if self._token is None:
                self._token = await self._obtained(bad=None)
            if self.on_connect and not self._is_ready:
                await self.on_connect("ready")
            self._is_ready = True
            return self._token.token

    async def renew(self, bad: SecretStr) -> None:
        """Get another anonymous token in place of `bad`, unless somebody has done so already."""
        async with self._renewing:
            if self._token is None or self._token.token == bad:
                self._token = await self._obtained(bad=bad)

    async def _obtained(self, *, bad: SecretStr | None) -> Token:
        place = await self.place()
        if self._backend.is_local:
            return await self._ask(place)
        key = self._backend.key
        # Another process may be asking as well, and a client gets one token in seven days.
        async with self._tokens.renewing():
            kept = self._tokens.read(key)
            if kept is not None and kept.token != bad:
                return kept
            self.limited = None
            try:
                made = await self._ask(place)
            except RateLimited as error:
                if kept is None:
                    raise
                # There is no other: it is tried once more.
                self.limited = error
                return kept
            self._tokens.write(key, made)
            return made
