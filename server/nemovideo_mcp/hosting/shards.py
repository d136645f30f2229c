"""Which server of several has a user: a file that all of them share, and rendezvous hashing over its servers.

The hash decides where a user begins. Where a user's data lies already, the user stays, until it is moved
(`hosting.homes`, `nemovideo shards`).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.client.storage import locked, write_private
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.shards import SHARDS

__all__ = ["Shard", "ShardMap", "change_shards", "parse_shard", "read_shards", "shared_by"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_KEY_LINE = re.compile(r"key ([0-9a-f]{64})")
_MAP_LINE = re.compile(r"map ([0-9]{1,9})")
_URL = re.compile(r"https?://[^\s/?#]{1,260}")
_SHARD_LINE = re.compile(rf"shard ({_NAME.pattern}) ({_URL.pattern}) maps ([0-9,-]{{2,500}})")
_PERIOD = re.compile(r"([0-9]{1,9})-([0-9]{0,9})")
_LOCAL_ENDINGS = (".internal", ".local")


@dataclass(frozen=True, kw_only=True)
class Shard:
    """One server: its name, the address by which the others reach it, and the maps in which it takes new users.

    Each of `periods` is the number of the first such map, and of the first after it in which it does not, or None.
    """

    name: str
    url: str
    periods: tuple[tuple[int, int | None], ...]

    def takes(self, number: int) -> bool:
        """Whether new users of the map of that number may be this server's."""
        return any(first <= number and (end is None or number < end) for first, end in self.periods)


@dataclass(frozen=True, kw_only=True)
class ShardMap:
    """The servers; `number` grows with each change. `key` is the secret that they share and nobody else knows."""

    shards: tuple[Shard, ...]
    number: int
    key: bytes = field(repr=False)

    def named(self, name: str) -> Shard | None:
        return next((shard for shard in self.shards if shard.name == name), None)

    def owner_of(self, user: str, *, number: int | None = None) -> Shard:
        """The server of a user that is new; `number` is that of an earlier map.

        The server with the highest hash of its name and the user (rendezvous hashing: Thaler and Ravishankar, "Using
        name-based mappings to increase hit rates", IEEE/ACM Transactions on Networking 6(1), 1998). One server more
        among N takes an Nth of each other's users, and no user changes between the others.
        """
        at = self.number if number is None else number
        return max(
            (shard for shard in self.shards if shard.takes(at)), key=lambda one: _score(one.name, user)
        )

    def places_of(self, user: str) -> tuple[Shard, ...]:
        """The owner, and then all that have been the owner in an earlier map: where data of the user may lie."""
        numbers = sorted({n for shard in self.shards for period in shard.periods for n in period if n})
        earlier = [
            self.owner_of(user, number=number)
            for number in reversed(numbers)
            if number <= self.number and any(shard.takes(number) for shard in self.shards)
        ]
        return tuple(dict.fromkeys([self.owner_of(user), *earlier]))

    def secret_for(self, purpose: str) -> bytes:
        """A secret of its own for each purpose."""
        return hmac.digest(self.key, f"nemovideo {purpose}".encode(), "sha256")


def _score(name: str, user: str) -> bytes:
    return hashlib.sha256(f"{name}\0{user}".encode()).digest()


def parse_shard(given: str) -> tuple[str, str]:
    """Name and address of `NAME=URL`. Raises `InvalidRequest`; plain HTTP is for private networks."""
    name, _, url = (part.strip() for part in given.partition("="))
    url = url.rstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _refused("not_shard", given=given) from None
    if not (_NAME.fullmatch(name) and _URL.fullmatch(url) and parts.hostname) or parts.username:
        raise _refused("not_shard", given=given)
    if parts.scheme == "http" and not _is_private(parts.hostname):
        raise _refused("shard_open", url=url)
    return name, url


def _is_private(host: str) -> bool:
    if is_loopback(host):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)


def read_shards(path: Path) -> ShardMap:
    """The map in the file. Raises `InvalidRequest` where it cannot be used, or others may read it."""
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _refused("no_file", path=path, reason=type(error).__name__) from None
    if sys.platform != "win32" and mode & 0o077:
        raise _refused("file_open", path=path)
    key, number = b"", 0
    shards: list[Shard] = []
    for at, line in enumerate(text.splitlines(), start=1):
        plain = line.partition("#")[0].strip()
        if found := _KEY_LINE.fullmatch(plain):
            key = bytes.fromhex(found[1])
        elif found := _MAP_LINE.fullmatch(plain):
            number = int(found[1])
        elif found := _SHARD_LINE.fullmatch(plain):
            periods = [_PERIOD.fullmatch(part) for part in found[3].split(",")]
            taken = tuple((int(p[1]), int(p[2]) if p[2] else None) for p in periods if p)
            if len(taken) < len(periods):
                raise _refused("bad_line", path=path, line=at)
            shards.append(Shard(name=found[1], url=found[2], periods=taken))
        elif plain:
            raise _refused("bad_line", path=path, line=at)
    made = ShardMap(shards=tuple(shards), number=number, key=key)
    names = [shard.name for shard in shards]
    if not key or len(set(names)) < len(names) or not any(shard.takes(number) for shard in shards):
        raise _refused("bad_map", path=path)
    return made


def shared_by(path: Path | None, name: str | None, *, has_users: bool) -> tuple[ShardMap, Shard] | None:
    """The servers of the file, and the one of that name; None where a server shares its users with nobody.

    Raises `InvalidRequest` as `read_shards` does, where one of both is missing or unknown, and where the server does
    not tell users apart (`has_users`).
    """
    if not (path or name):
        return None
    if not (path and name):
        raise _refused("both")
    if not has_users:
        raise _refused("no_users")
    shards = read_shards(path)
    own = shards.named(name)
    if own is None:
        raise _refused("no_shard", name=name, names=", ".join(shard.name for shard in shards.shards))
    return shards, own


def change_shards(
    path: Path, *, add: Iterable[tuple[str, str]] = (), close: Iterable[str] = (), remove: Iterable[str] = ()
) -> ShardMap:
    """Write the next map, in which servers are added, closed for new users, or gone; the first makes the file.

    Raises `InvalidRequest`, and then nothing is changed.
    """
    with locked(path):
        before = read_shards(path) if path.exists() else None
        number = before.number + 1 if before else 1
        shards = {shard.name: shard for shard in before.shards} if before else {}
        for name, url in add:
            known = shards.get(name)
            if known is None or not known.takes(number):
                # Also one that comes back: what it had before, it may still have.
                earlier = known.periods if known else ()
                shards[name] = Shard(name=name, url=url, periods=(*earlier, (number, None)))
            else:
                shards[name] = replace(known, url=url)
        for name in (*close, *remove):
            if name not in shards:
                raise _refused("no_shard", name=name, names=", ".join(shards) or "-")
        for name in close:
            periods = [(first, end or number) for first, end in shards[name].periods]
            shards[name] = replace(shards[name], periods=tuple(periods))
        for name in remove:
            if shards[name].takes(number):
                raise _refused("not_closed", name=name, path=path)
            del shards[name]
        if not any(shard.takes(number) for shard in shards.values()):
            raise _refused("none_left")
        key = before.key if before else secrets.token_bytes(32)
        made = ShardMap(shards=tuple(shards.values()), number=number, key=key)
        write_private(path, _written(made))
    return made


def _written(made: ShardMap) -> str:
    lines = [
        "# The servers that share their users (docs/hosting.md). The same file on each; a secret is in it.",
        f"key {made.key.hex()}",
        f"map {made.number}",
    ]
    for shard in made.shards:
        periods = ",".join(f"{first}-{'' if end is None else end}" for first, end in shard.periods)
        lines.append(f"shard {shard.name} {shard.url} maps {periods}")
    return "\n".join(lines) + "\n"


def _refused(key: str, **fields: object) -> InvalidRequest:
    return InvalidRequest(
        detail=words_of(SHARDS, key, **fields).pair(), hint=words_of(SHARDS, f"{key}_hint", **fields).pair()
    )
