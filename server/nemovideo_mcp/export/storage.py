"""Where a cluster's media and chunks lie: a folder that all its machines see, or a bucket of S3.

Names in a store are made of hashes and hold nothing of a user's. An object appears whole or not at all, and is never
altered. Credentials for a bucket are those of the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
`AWS_ENDPOINT_URL`, a container's or a machine's role), as `obstore` finds them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from nemovideo_mcp.errors import DiskFull, ExtraMissing, InvalidRequest, NemoError, StoreUnusable
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.cluster import CLUSTER, STORE_REASONS
from nemovideo_mcp.messages.system import FULL, system_reason
from nemovideo_mcp.video.files import whole_file

if TYPE_CHECKING:
    from obstore.store import S3Store

__all__ = ["FolderStore", "S3Bucket", "Store", "open_store"]

Look = Callable[[], None]
"""Called between the pieces of a transfer; it raises to end it."""

_PIECE_BYTES = 8 * 1024**2
_REQUEST_S, _CONNECT_S, _RETRY_S = 60, 5, 60


class Store(Protocol):
    """The objects of a cluster, by name. All methods raise StoreUnusable where the store cannot be reached or used."""

    @property
    def place(self) -> str:
        """What `open_store` makes the same store of."""
        ...

    def has(self, name: str) -> bool: ...

    def put(self, name: str, path: Path, *, look: Look = lambda: None) -> None:
        """Keep the content of `path`; one that is there already stays."""
        ...

    def fetch(self, name: str, path: Path, *, look: Look = lambda: None) -> bool:
        """Write an object to `path`, whole or not at all; False where there is none. Raises DiskFull."""
        ...

    def delete(self, name: str) -> None:
        """One that is not there is no error."""
        ...


def open_store(place: str) -> Store:
    """The store at `place`: the path of a folder, or `s3://BUCKET/PREFIX`.

    Raises InvalidRequest for a place of another kind or with credentials in it, ExtraMissing where the package for
    buckets is not installed.
    """
    if "://" not in place:
        return FolderStore(Path(place).expanduser().absolute())
    parts = urlsplit(place)
    # Never repeated: a place with a password in it is a secret.
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise _wrong("store_secret")
    if parts.scheme != "s3" or not parts.netloc:
        raise _wrong("store_kind")
    bucket = S3Bucket(place.rstrip("/"))
    _ = bucket.opened
    return bucket


def _wrong(name: str) -> InvalidRequest:
    return InvalidRequest(
        detail=words_of(CLUSTER, name).pair(), hint=words_of(CLUSTER, f"{name}_hint").pair()
    )


@dataclass(frozen=True)
class FolderStore:
    """A folder that every machine of the cluster sees, under this path or another."""

    folder: Path

    @property
    def place(self) -> str:
        return str(self.folder)

    def has(self, name: str) -> bool:
        with self._speaking():
            return self._path(name).exists()

    def put(self, name: str, path: Path, *, look: Look = lambda: None) -> None:
        target = self._path(name)
        with self._speaking():
            if target.exists():
                return
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with whole_file(target) as part, path.open("rb") as source:
                    _copy(_pieces(source, look), part)
            except DiskFull as error:  # It is the store's disk, and none of this machine's.
                raise StoreUnusable(place=self.place, reason=STORE_REASONS["full"].pair()) from error

    def fetch(self, name: str, path: Path, *, look: Look = lambda: None) -> bool:
        with self._speaking():
            try:
                source = self._path(name).open("rb")
            except FileNotFoundError:
                if not self.folder.is_dir():
                    raise
                return False
            with source, whole_file(path) as part:
                _copy(_pieces(source, look), part)
        return True

    def delete(self, name: str) -> None:
        with self._speaking():
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / name

    @contextmanager
    def _speaking(self) -> Generator[None]:
        try:
            yield
        except NemoError:
            raise
        except OSError as error:
            if error.errno in FULL:
                raise StoreUnusable(place=self.place, reason=STORE_REASONS["full"].pair()) from error
            raise StoreUnusable(place=self.place, reason=system_reason(error)) from error


@dataclass(frozen=True)
class S3Bucket:
    """A bucket, or the part of it below a prefix."""

    place: str

    @cached_property
    def opened(self) -> S3Store:
        """Raises ExtraMissing. Nothing is sent before the first question."""
        try:
            from obstore.store import S3Store
        except ImportError as error:
            raise ExtraMissing(
                what=words_of(CLUSTER, "bucket").pair(), package="obstore", extra="cluster"
            ) from error
        return S3Store.from_url(
            self.place,
            client_options={
                "timeout": timedelta(seconds=_REQUEST_S),
                "connect_timeout": timedelta(seconds=_CONNECT_S),
                "allow_http": os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://"),
            },
            retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=_RETRY_S)},
        )

    def has(self, name: str) -> bool:
        import obstore

        with self._speaking():
            try:
                obstore.head(self.opened, name)
            except FileNotFoundError:
                return False
            return True

    def put(self, name: str, path: Path, *, look: Look = lambda: None) -> None:
        import obstore

        with self._speaking():
            if path.stat().st_size <= _PIECE_BYTES:
                look()
                obstore.put(self.opened, name, path)
            elif not self.has(name):
                with path.open("rb") as file:
                    # In parts, which become an object when all of them are there.
                    obstore.put(self.opened, name, _pieces(file, look), chunk_size=_PIECE_BYTES)

    def fetch(self, name: str, path: Path, *, look: Look = lambda: None) -> bool:
        with self._speaking():
            pieces = self._ranges(name, look)
            try:
                first = next(pieces)
            except FileNotFoundError:
                return False
            with whole_file(path) as part:
                _copy(_led_by(first, pieces), part)
        return True

    def delete(self, name: str) -> None:
        import obstore

        with self._speaking():
            obstore.delete(self.opened, name)

    def _ranges(self, name: str, look: Look) -> Iterator[bytes]:
        """The object piece by piece, so that no request takes long, and each may be made again by itself."""
        import obstore

        at, size = 0, 1
        while at < size:
            look()
            got = obstore.get(self.opened, name, options={"range": (at, at + _PIECE_BYTES)})
            size = got.meta["size"]
            piece = bytes(got.bytes())
            at += len(piece)
            yield piece

    @contextmanager
    def _speaking(self) -> Generator[None]:
        from obstore import exceptions

        try:
            yield
        except NemoError:
            raise
        except (exceptions.BaseError, FileNotFoundError) as error:
            # By its kind only: the words of a server may repeat what it was asked with.
            kind = type(error).__name__
            reason = STORE_REASONS.get(kind, STORE_REASONS["other"]).pair()
            raise StoreUnusable(place=self.place, reason=reason) from None


def _pieces(file: Any, look: Look) -> Iterator[bytes]:
    look()
    while piece := file.read(_PIECE_BYTES):
        yield piece
        look()


def _led_by(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _copy(pieces: Iterator[bytes], path: Path) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
