"""Users whose data lies on this server and belongs to another by the map: named, packed, unpacked, and forgotten.

Packing takes the user off this server at once: until the data has arrived, all servers say that it is on its way.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from nemovideo_mcp.config import Paths
from nemovideo_mcp.hosting.forwarding import Sharing
from nemovideo_mcp.hosting.homes import USER_KEY, in_use, moved_folder, serving_alone
from nemovideo_mcp.hosting.shards import Shard, ShardMap
from nemovideo_mcp.protocol.discovery import lock_path
from nemovideo_mcp.studio import parcels
from nemovideo_mcp.studio.files import Files

__all__ = ["Moved", "User", "forget_all", "pack_all", "unpack_all", "users_of"]

# One that was asked to end parks its exports first.
_STUDIO_ENDS_S = 20.0

Done = Literal["packed", "unpacked", "is here", "forgotten", "not there yet"]


@dataclass(frozen=True, kw_only=True)
class User:
    """A user of this server: where the data belongs, whether it was packed already, and bytes beside the studio's."""

    key: str
    owner: Shard
    packed: bool
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What was done with a user's data; `size_bytes` of the parcel, or of what went."""

    key: str
    shard: str
    done: Done
    size_bytes: int = 0


def users_of(data: Path, shards: ShardMap) -> list[User]:
    """All users that have a folder here, packed or not."""
    return [
        User(
            key=folder.name,
            owner=shards.owner_of(folder.name),
            packed=packed,
            size_bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        )
        for packed, parent in ((False, data / "users"), (True, moved_folder(data)))
        for folder in (sorted(parent.iterdir()) if parent.is_dir() else [])
        if folder.is_dir() and USER_KEY.fullmatch(folder.name)
    ]


def pack_all(paths: Paths, shards: ShardMap, own: Shard, target: Path) -> Iterator[Moved]:
    """Write the data of each user of another server to `target`/SERVER/KEY.tar; here the user is gone then.

    The data itself stays until it is forgotten. Raises as `parcels.pack` does, and where the server still runs.
    """
    with _nobody_else(paths):
        for user in users_of(paths.data, shards):
            parcel = target / user.owner.name / f"{user.key}.tar"
            if user.owner == own or (user.packed and parcel.exists()):
                continue
            aside = moved_folder(paths.data) / user.key
            folder = aside if user.packed else paths.data / "users" / user.key
            parcel.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            size = parcels.pack(Files(paths.data), client_id=_client_id(folder), folder=folder, target=parcel)
            aside.parent.mkdir(exist_ok=True, mode=0o700)
            folder.replace(aside)
            yield Moved(key=user.key, shard=user.owner.name, done="packed", size_bytes=size)


def unpack_all(paths: Paths, own: Shard, source: Path) -> Iterator[Moved]:
    """Take in the parcels for this server, `source`/SERVER/KEY.tar; a user who is here already is left as is.

    Raises as `parcels.unpack` does, and where the server still runs.
    """
    with _nobody_else(paths):
        Files(paths.data).prepare()
        for parcel in sorted((source / own.name).glob("*.tar")):
            if not USER_KEY.fullmatch(parcel.stem):
                continue
            folder = paths.data / "users" / parcel.stem
            if folder.exists():
                yield Moved(key=parcel.stem, shard=own.name, done="is here")
                continue
            size = parcel.stat().st_size
            parcels.unpack(Files(paths.data), parcel=parcel, folder=folder)
            # One that comes back was packed here before.
            aside = moved_folder(paths.data) / parcel.stem
            if aside.exists():
                shutil.rmtree(aside)
            yield Moved(key=parcel.stem, shard=own.name, done="unpacked", size_bytes=size)


async def forget_all(
    paths: Paths, shards: ShardMap, own: Shard, *, sharing: Sharing | None = None
) -> list[Moved]:
    """Delete what is left of users that were packed here, of those only that their server says it has."""
    sharing = sharing or Sharing(own=own, shards=shards, data=paths.data)
    gone: list[Moved] = []
    with _nobody_else(paths):
        try:
            for user in (user for user in users_of(paths.data, shards) if user.packed and user.owner != own):
                said = await sharing.homes.ask(user.owner, user.key)
                if said is None or said.presence != "here":
                    gone.append(Moved(key=user.key, shard=user.owner.name, done="not there yet"))
                    continue
                folder = moved_folder(paths.data) / user.key
                freed = parcels.forget(Files(paths.data), client_id=_client_id(folder)) + user.size_bytes
                shutil.rmtree(folder)
                gone.append(Moved(key=user.key, shard=user.owner.name, done="forgotten", size_bytes=freed))
        finally:
            await sharing.others.aclose()
    return gone


@contextmanager
def _nobody_else(paths: Paths) -> Generator[None]:
    """Hold the data folder's locks, so that nobody writes meanwhile. Raises `InvalidRequest` where somebody does."""
    paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with serving_alone(paths.data):
        lock = FileLock(lock_path(paths))
        try:
            lock.acquire(timeout=_STUDIO_ENDS_S)
        except Timeout:
            raise in_use(paths.data) from None
        try:
            yield
        finally:
            lock.release()


def _client_id(folder: Path) -> str:
    """By which the studio knows the user; empty for one who has never asked it for anything."""
    try:
        return (folder / "config" / "client_id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
