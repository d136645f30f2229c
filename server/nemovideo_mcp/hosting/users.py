"""The users of a hosted server: each has an app, folders, limits and jobs of their own."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken, principal_components

from nemovideo_mcp.errors import TokenInvalid
from nemovideo_mcp.hosting.limits import Limits, OpenSessions, too_many_requests
from nemovideo_mcp.hosting.space import UserSpace
from nemovideo_mcp.serving.bucket import Bucket
from nemovideo_mcp.tools.app import App

__all__ = ["Member", "Users", "user_of"]

ACTIVE_SECONDS = 15 * 60.0


def user_of(token: AccessToken) -> str:
    """The key of the user that a token stands for: 32 hexadecimal digits, the same for ever.

    It is of the issuer and the subject, as a subject is somebody else's at another issuer.
    """
    client, issuer, subject = principal_components(token)
    said = "\0".join((issuer or "", subject or client))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(kw_only=True)
class Member:
    """One user: their files, what they may ask for, and their app, once a tool of it was called."""

    key: str
    space: UserSpace
    calls: Bucket
    requests: Bucket
    sessions: OpenSessions
    app: App | None = None
    seen: float = -float("inf")
    under_way: Counter[str] = field(default_factory=Counter[str])

    @contextmanager
    def request(self, way: str) -> Generator[None]:
        """Count a request while it is being answered. Raises `LimitReached` where there are too many already.

        Those that came by a `token` and by a `link` are counted apart: a link may have been passed on to many.
        """
        if self.under_way[way] >= self.space.limits.requests_at_once:
            raise too_many_requests(self.space.limits.requests_at_once)
        self.under_way[way] += 1
        try:
            yield
        finally:
            self.under_way[way] -= 1


@dataclass(kw_only=True)
class Users:
    """All users that have come. `make_space` makes a user's files, `make_app` their app, in the server's lifespan."""

    limits: Limits
    make_space: Callable[[str], UserSpace]
    make_app: Callable[[Member], App] | None = None
    clock: Callable[[], float] = time.monotonic
    _members: dict[str, Member] = field(default_factory=dict[str, Member])

    def member(self, key: str) -> Member:
        """The user of that key, from now on seen."""
        found = self._members.get(key)
        if found is None:
            found = self._members[key] = Member(
                key=key,
                space=self.make_space(key),
                calls=Bucket(self.limits.calls_per_minute, self.clock),
                requests=Bucket(self.limits.requests_per_minute, self.clock),
                sessions=OpenSessions(self.limits.sessions, self.clock),
            )
        found.seen = self.clock()
        return found

    def caller(self) -> Member:
        """The user whose request is being answered. Raises `TokenInvalid` where there is none."""
        token = get_access_token()
        if token is None:
            raise TokenInvalid
        return self.member(user_of(token))

    def app(self) -> App:
        """The app of the user whose request is being answered."""
        member = self.caller()
        if member.app is None:
            assert self.make_app is not None
            member.app = self.make_app(member)
        return member.app

    def apps(self) -> list[App]:
        return [member.app for member in self._members.values() if member.app is not None]

    @property
    def active(self) -> int:
        """How many have asked for anything in the last 15 minutes."""
        now = self.clock()
        return sum(now - member.seen < ACTIVE_SECONDS for member in self._members.values())
