"""Downloads a finished film: streams it to a temporary name, resumes after a disconnect, then puts it in its place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

import anyio
import httpx

from nemovideo_mcp.client.deliveries import Delivery, delivery_of
from nemovideo_mcp.client.mp4_boxes import Wholeness, wholeness_of
from nemovideo_mcp.client.outputs import check_room, prepare_output
from nemovideo_mcp.client.transport import Transport
from nemovideo_mcp.errors import (
    ConnectionFailed,
    DiskFull,
    NemoError,
    OutputExists,
    ServerFailed,
)
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import DOWNLOADS
from nemovideo_mcp.messages.system import not_written
from nemovideo_mcp.temporary import temporary_folder

__all__ = ["OnDelivery", "download"]

_BREAKS = 5
_ATTEMPTS = 2
_NOT_WHOLE: Mapping[Wholeness, str] = {
    "no film": "what it sent is no MP4",
    "cut off": "the film that it has is cut off",
}
_TIMEOUT = httpx.Timeout(60.0, connect=15.0)

OnBytes = Callable[[int, int | None], None]
OnDelivery = Callable[[Delivery], None]


async def download(
    transport: Transport,
    urls: Mapping[str, str],
    target: Path,
    *,
    overwrite: bool = False,
    inputs: Iterable[Path] = (),
    size: int | None = None,
    on_bytes: OnBytes | None = None,
    on_delivery: OnDelivery | None = None,
) -> Path:
    """Fetch a whole MP4 from the first of `urls` that gives one; `target` only ever appears whole.

    A broken line is taken up again where it broke (`Range`), five times for each address, with pauses. An address that
    refuses is asked once more: one that was made a moment ago may not be known everywhere yet.

    Args:
        urls: The addresses in the order in which they are tried, by their names for people: keys of `DOWNLOADS`.
        inputs: The sources that are never replaced.
        size: The film's length in bytes, where the backend has said it: for the progress only.
        on_delivery: Notes what is put where, before it is put there.

    Raises:
        ServerFailed, ConnectionFailed: Which addresses failed, and why.
        OutputIsInput, OutputExists, OutputNotWritable, DiskFull: The file cannot be written.
        NotEnoughSpace: The disk has no room for what an address has announced.
    """
    prepare_output(target, overwrite=overwrite, inputs=inputs)
    try:
        with temporary_folder(target.parent) as folder:
            part = folder / "film.part"
            with part.open("x+b") as file:
                await _first_that_works(transport, urls, file, size, on_bytes or _nobody)
                file.flush()
                os.fsync(file.fileno())
            if on_delivery:
                on_delivery(await anyio.to_thread.run_sync(delivery_of, part, target))
            _put_in_place(part, target, overwrite=overwrite)
    except NemoError:
        raise
    except OSError as error:
        raise not_written(error, target) from None
    return target


async def _first_that_works(
    transport: Transport, urls: Mapping[str, str], file: BinaryIO, size: int | None, on_bytes: OnBytes
) -> None:
    failures: dict[str, NemoError] = {}
    for name, url in urls.items():
        for attempt in range(_ATTEMPTS):
            file.seek(0)
            file.truncate()
            try:
                await _whole(transport, url, file, size, on_bytes)
            except ConnectionFailed as error:
                failures[name] = error
                break
            except DiskFull:
                raise
            except NemoError as error:
                failures[name] = error
                if attempt + 1 < _ATTEMPTS:
                    await transport.back_off(attempt + 1)
            else:
                return
    raise _together(failures)


def _together(failures: Mapping[str, NemoError]) -> NemoError:
    """Which address failed and why; an error with a remedy of its own is the answer by itself."""
    if not failures:
        return ServerFailed("the export has no address to fetch it from.")
    last = list(failures.values())[-1]
    if not isinstance(last, ServerFailed | ConnectionFailed):
        return last
    detail = {
        language: separator.join(
            f"{say(DOWNLOADS, name, language)}{colon}{_reason(error, language)}"
            for name, error in failures.items()
        )
        + stop
        for language, colon, separator, stop in (("en", ": ", "; ", "."), ("zh", "：", "；", "。"))
    }
    return type(last)(detail=detail)


def _reason(error: NemoError, language: str) -> str:
    found = error.fields.get("detail")
    return str(found if isinstance(found, str) else error.what(language)).rstrip(".。")


async def _whole(transport: Transport, url: str, file: BinaryIO, size: int | None, on_bytes: OnBytes) -> None:
    """Write all of `url` to `file`, taking it up again after breaks that came with progress."""
    total, tag, resumable = None, "", True
    for breaks in range(_BREAKS + 1):
        done = file.tell()
        headers = {"Accept-Encoding": "identity"}
        if done and resumable:
            headers["Range"] = f"bytes={done}-"
            headers |= {"If-Range": tag} if tag else {}
        try:
            async with transport.open("GET", url, headers=headers, timeout=_TIMEOUT) as response:
                if done and response.status_code != 206:
                    done = 0
                    file.seek(0)
                    file.truncate()
                # Lengths and ranges count the bytes on the wire: of a compressed body they say nothing.
                resumable = response.headers.get("content-encoding", "identity") == "identity"
                total = (_total_of(response, done) or total) if resumable else None
                tag = _strong_tag(response)
                check_room(Path(file.name), (total or done) - done)
                async for piece in response.aiter_bytes():
                    file.write(piece)
                    done += len(piece)
                    on_bytes(done, total or size)
            if total is None or done >= total:
                # The boxes say whether it is whole; a length that somebody has stated may be rounded.
                found = wholeness_of(file, size=done)
                file.seek(done)
                if found == "whole":
                    return
                if found == "no film" or total is not None:
                    # All that there is has come, and it is not what was asked for.
                    raise ServerFailed(_NOT_WHOLE[found])
        except ConnectionFailed:
            if breaks == _BREAKS:
                raise
        await transport.back_off(breaks)
    raise ServerFailed(f"it sent {file.tell()} of {total or size or '?'} bytes.")


def _total_of(response: httpx.Response, done: int) -> int | None:
    found = re.search(r"/(\d+)$", response.headers.get("content-range", ""))
    if found:
        return int(found[1])
    length = response.headers.get("content-length", "")
    return done + int(length) if length.isdecimal() else None


def _strong_tag(response: httpx.Response) -> str:
    tag = response.headers.get("etag", "")
    return "" if tag.startswith("W/") else tag


def _put_in_place(part: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        part.replace(target)
        return
    try:
        # Unlike a rename, a link never takes the place of a file that somebody has made meanwhile.
        os.link(part, target)
    except FileExistsError:
        raise OutputExists(path=str(target)) from None
    except OSError:
        if target.exists():
            raise OutputExists(path=str(target)) from None
        part.replace(target)


def _nobody(done: int, total: int | None) -> None:
    """Nobody wants to know."""
