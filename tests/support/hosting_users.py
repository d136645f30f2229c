"""Users of a hosted server by what it knows them by, and names whose homes are where a test wants them."""

from __future__ import annotations

import itertools

from mcp.server.auth.provider import AccessToken

from nemovideo_mcp.hosting.shards import ShardMap
from nemovideo_mcp.hosting.users import user_of


def key_of(user: str) -> str:
    """The key of the user of that name in a file of tokens."""
    return user_of(AccessToken(token="", client_id=user, subject=user, scopes=[], claims={"iss": "tokens"}))


def named(shards: ShardMap, first: str, second: str) -> str:
    """A user whose home is `first` by the first map of `shards` and `second` by the one that they have."""
    return next(
        name
        for name in (f"user{n}" for n in itertools.count())
        if shards.owner_of(key_of(name), number=1).name == first
        and shards.owner_of(key_of(name)).name == second
    )
