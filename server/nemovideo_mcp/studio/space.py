"""Room on the disk: what lies there for whom, what may still come, and what goes where room is needed.

What a user gave, and what no client has fetched yet, is never deleted without their wish. What goes by itself: chunks,
music, mixes and pictures that no running export uses, the least recently used first; and films that were delivered.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.errors import NotEnoughSpace, QuotaFull
from nemovideo_mcp.export.cache import prune
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.space import SPACE
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.holdings import Contents, Holdings
from nemovideo_mcp.studio.holdings_on_disk import Kept, kept_in, size_of
from nemovideo_mcp.studio.space_limits import SpaceLimits

__all__ = ["Film", "Space", "Usage", "films_to_go"]

_MB = 1_000_000
# So many bytes come between two looks at the disk.
_LOOK_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Film:
    """A finished film in the studio; `delivered_s` is when it was last fetched, None where it never was."""

    key: str
    size_bytes: int
    delivered_s: float | None


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Bytes on the disk: of one user, of all, what could go at once, and what is free."""

    user_media: int
    user_films: int
    media: int
    films: int
    work: int
    pictures: int
    delivered_films: int
    free: int
    reserve: int
    kept: tuple[Kept, ...] = ()


def films_to_go(
    films: Iterable[Film], *, now_s: float, limits: SpaceLimits, needed_bytes: int = 0
) -> tuple[Film, ...]:
    """The films that may be deleted and have to be, the least recently fetched first.

    They are those delivered `limits.delivered_s` ago, those that are too many for `limits.films_bytes`, and as many
    more as make `needed_bytes`. One that was never delivered is not among them.
    """
    known = list(films)
    excess = sum(film.size_bytes for film in known) - limits.films_bytes
    delivered = [(film.delivered_s, film) for film in known if film.delivered_s is not None]
    going: list[Film] = []
    gone = 0
    for delivered_s, film in sorted(delivered, key=lambda pair: (pair[0], pair[1].key)):
        if now_s - delivered_s < limits.delivered_s and gone >= max(excess, needed_bytes):
            break
        going.append(film)
        gone += film.size_bytes
    return tuple(going)


class Space:
    """Keeps the studio's folders within `limits`. `free_bytes` tells what is free on the disk of a folder."""

    def __init__(
        self,
        *,
        files: Files,
        holdings: Holdings,
        limits: SpaceLimits,
        clock: Callable[[], float],
        free_bytes: Callable[[Path], int],
    ) -> None:
        self._files = files
        self._holdings = holdings
        self._limits = limits
        self._clock = clock
        self._free_bytes = free_bytes
        self._incoming: Counter[str] = Counter()

    # --- what may come -------------------------------------------------------------------------------------------

    async def admit_film(self, user_id: str, *, disk_bytes: int, film_bytes: int) -> None:
        """See to it that there is room for an export: `disk_bytes` for the work, of which `film_bytes` stay.

        Raises `NotEnoughSpace`, or `QuotaFull` for a user of a shared studio.
        """
        await self._check_user(user_id, film_bytes)
        short = await asyncio.to_thread(self._short_of, disk_bytes)
        if short > 0:
            await asyncio.to_thread(self._make_room, short)
            if await asyncio.to_thread(self._short_of, disk_bytes) > 0:
                raise self._no_room(disk_bytes, largest=await self._largest(user_id))

    @asynccontextmanager
    async def incoming(self, user_id: str) -> AsyncGenerator[Callable[[int], None]]:
        """While a user sends files: call what is given with the bytes that have come.

        It raises `NotEnoughSpace` or `QuotaFull` where they are too many; so does this, where nothing more may come.
        """
        await self._check_user(user_id, 0)
        if await asyncio.to_thread(self._short_of, 1) > 0:
            await asyncio.to_thread(self._make_room, _LOOK_BYTES)
        limit = self._limits.user_bytes
        # Only who has a quota is counted, at each upload.
        used = await self._user_bytes(user_id) if limit is not None else 0
        largest = await self._largest(user_id) if limit is not None else ""
        taken, unseen = 0, _LOOK_BYTES

        def take(size_bytes: int) -> None:
            nonlocal taken, unseen
            taken += size_bytes
            unseen += size_bytes
            self._incoming[user_id] += size_bytes
            if limit is not None and used + self._incoming[user_id] > limit:
                raise _user_full(used + taken, limit, largest)
            if unseen >= _LOOK_BYTES:
                unseen = 0
                if self._short_of(size_bytes) > 0:
                    raise self._no_room(size_bytes)

        try:
            yield take
        finally:
            self._incoming[user_id] -= taken
            if self._incoming[user_id] <= 0:
                del self._incoming[user_id]

    # --- what goes -----------------------------------------------------------------------------------------------

    async def tidy(self) -> int:
        """Bring everything within its limits; the bytes that it has freed."""
        return await asyncio.to_thread(self._tidy, self._limits, 0)

    async def clean(self) -> int:
        """Delete all that the studio can make again or has delivered; the bytes that it has freed."""
        nothing = SpaceLimits(work_bytes=0, pictures_bytes=0, films_bytes=0, delivered_s=0.0)
        return await asyncio.to_thread(self._tidy, nothing, 0)

    def note_delivered(self, key: str) -> None:
        """The film of this key has been fetched, to its end."""
        path, now_s = self._files.delivered_path(key), self._clock()
        path.touch()
        os.utime(path, (now_s, now_s))

    def remove(self, contents: Contents) -> None:
        """Delete the files that go with a project."""
        for file in contents.own_files:
            _unlink(self._files.media_path(file.content_hash, file.extension))
        for key in contents.film_keys:
            _unlink(self._files.render_path(key))
            _unlink(self._files.delivered_path(key))

    # --- what is there -------------------------------------------------------------------------------------------

    async def usage(self, user_id: str) -> Usage:
        """What lies on the disk for this user and for all."""
        media, keys = await self._holdings.media_bytes(user_id), set(await self._holdings.film_keys(user_id))

        def measure() -> Usage:
            films = list(self._films())
            return Usage(
                user_media=media,
                user_films=sum(film.size_bytes for film in films if film.key in keys),
                media=_bytes_below(self._files.data / "media"),
                films=sum(film.size_bytes for film in films),
                work=_bytes_below(self._files.work, flat=True),
                pictures=_bytes_below(self._files.pictures),
                delivered_films=sum(f.size_bytes for f in films if f.delivered_s is not None),
                free=self._free_bytes(self._files.data),
                reserve=self._limits.reserve_bytes,
                kept=kept_in(self._files, films=[(f.size_bytes, f.delivered_s is not None) for f in films]),
            )

        return await asyncio.to_thread(measure)

    async def films_of(self, contents: Contents) -> tuple[Film, ...]:
        """The films of a project that are still in the studio."""
        paths = [self._files.render_path(key) for key in contents.film_keys]
        return await asyncio.to_thread(lambda: tuple(self._films(paths)))

    def _films(self, paths: Iterable[Path] | None = None) -> Iterator[Film]:
        for path in self._files.renders.glob("*.mp4") if paths is None else paths:
            with contextlib.suppress(OSError):
                mark = self._files.delivered_path(path.stem)
                delivered_s = mark.stat().st_mtime if mark.exists() else None
                yield Film(key=path.stem, size_bytes=path.stat().st_size, delivered_s=delivered_s)

    async def _user_bytes(self, user_id: str) -> int:
        media, keys = await self._holdings.media_bytes(user_id), await self._holdings.film_keys(user_id)
        paths = [self._files.render_path(key) for key in keys]
        return media + await asyncio.to_thread(lambda: sum(size_of(path) for path in paths))

    async def _check_user(self, user_id: str, more_bytes: int) -> None:
        limit = self._limits.user_bytes
        if limit is None:
            return
        used = await self._user_bytes(user_id) + self._incoming[user_id]
        if used + more_bytes >= limit:
            keys = set(await self._holdings.film_keys(user_id))
            used -= await asyncio.to_thread(self._drop_delivered, keys)
        if used + more_bytes >= limit:
            raise _user_full(used, limit, await self._largest(user_id))

    async def _largest(self, user_id: str) -> str:
        held = await self._holdings.largest_projects(user_id)
        return ", ".join(f"{name} ({_mb(size_bytes)} MB)" for name, size_bytes in held) or "-"

    def _drop_delivered(self, keys: set[str]) -> int:
        return self._drop(film for film in self._films() if film.key in keys and film.delivered_s is not None)

    def _short_of(self, needed_bytes: int) -> int:
        """How many bytes are missing for `needed_bytes` beside the reserve; 0 or less where there is room."""
        return needed_bytes + self._limits.reserve_bytes - self._free_bytes(self._files.data)

    def _make_room(self, short_bytes: int) -> None:
        """Free `short_bytes`, if so many can be."""
        work = _bytes_below(self._files.work, flat=True)
        freed = prune(self._files.work, max(0, work - short_bytes))
        if freed < short_bytes:
            pictures = _bytes_below(self._files.pictures, flat=True)
            freed += prune(self._files.pictures, max(0, pictures - (short_bytes - freed)))
        if freed < short_bytes:
            self._tidy(self._limits, short_bytes - freed)

    def _tidy(self, limits: SpaceLimits, needed_bytes: int) -> int:
        freed = prune(self._files.work, limits.work_bytes)
        freed += prune(self._files.pictures, limits.pictures_bytes)
        going = films_to_go(self._films(), now_s=self._clock(), limits=limits, needed_bytes=needed_bytes)
        return freed + self._drop(going)

    def _drop(self, films: Iterable[Film]) -> int:
        freed = 0
        for film in films:
            # The mark stays: it says that the film was there, and was fetched.
            if _unlink(self._files.render_path(film.key)):
                freed += film.size_bytes
        return freed

    def _no_room(self, needed_bytes: int, *, largest: str = "-") -> NotEnoughSpace:
        """What can be made again has gone already: the projects are what is left to delete."""
        known = {} if largest == "-" else {"remedy": words_of(SPACE, "room_remedy", largest=largest).pair()}
        return NotEnoughSpace(
            **known,
            needed_mb=_mb(needed_bytes),
            free_mb=_mb(self._free_bytes(self._files.data)),
            reserve_mb=_mb(self._limits.reserve_bytes),
        )


def _user_full(used: int, limit: int, largest: str) -> QuotaFull:
    return QuotaFull(
        used_mb=_mb(used),
        quota_mb=_mb(limit),
        files=largest,
        remedy=words_of(SPACE, "quota_remedy").pair(),
    )


def _mb(size_bytes: int) -> int:
    return max(1, round(size_bytes / _MB))


def _bytes_below(folder: Path, *, flat: bool = False) -> int:
    paths = folder.iterdir() if flat else folder.rglob("*")
    return sum(size_of(path) for path in paths if path.is_file())


def _unlink(path: Path) -> bool:
    """Whether the file was there and is gone; one that somebody reads is left on systems that want it so."""
    try:
        path.unlink()
    except OSError:
        return False
    return True
