"""Fetching a file from a web address for a user: never from this machine or its network, and never too much."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from nemovideo_mcp.config import media_type_of
from nemovideo_mcp.errors import FileTooLarge, InvalidRequest

__all__ = ["Fetched", "fetch", "is_public"]

_REDIRECTS = 5
_TIMEOUT_S = 20.0
_WHOLE_S = 10 * 60.0
_BLOCK = 256 * 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORTS: Mapping[str, int] = {"http": 80, "https": 443}
_EXTENSIONS: Mapping[str, str] = {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/x-msvideo": "avi",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/mp4": "m4a",
    "audio/x-m4a": "m4a",
    "audio/aac": "aac",
}

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What an address gives: the name that the file has there, and its bytes, piece by piece."""

    name: str
    blocks: Iterable[bytes]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def is_public(address: str) -> bool:
    """True for an address of the internet; False for this machine, its network, link-local and metadata addresses.

    An IPv4 address in an IPv6 coat (mapped, 6to4, Teredo, NAT64) is judged by what it would reach.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@contextmanager
def fetch(
    url: str,
    *,
    limit_bytes: int,
    allow_private: bool = False,
    resolve: Resolve = resolve,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Fetched]:
    """Open `url`; blocks. At most five redirects, each checked like the first address, 20 s of silence, 10 min in all.

    The connection goes to the very address that was looked at. Raises `InvalidRequest` and, while `blocks` are read,
    `FileTooLarge`.
    """
    deadline = clock() + _WHOLE_S
    at = url
    for _ in range(_REDIRECTS + 1):
        parts = _split(at)
        connection = _connect(parts, allow_private=allow_private, resolve=resolve)
        with closing(connection), closing(_ask(connection, parts, at)) as reply:
            if reply.status in _MOVED and (target := reply.getheader("Location")):
                at = urljoin(at, target)
                continue
            if reply.status != 200:
                raise _failed(at, f"HTTP {reply.status}")
            name = _name(parts, reply)
            length = reply.getheader("Content-Length") or ""
            if length.isdecimal() and int(length) > limit_bytes:
                raise FileTooLarge(name=name, limit_mb=limit_bytes // (1024 * 1024))
            blocks = _blocks(reply, at, name, limit_bytes, lambda: clock() > deadline)
            yield Fetched(name=name, blocks=blocks)
            return
    raise _failed(url, "too many redirects")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
        parts = urlsplit("")
    if not good or parts.username is not None:
        raise InvalidRequest(
            detail={"en": f"{url!r} is not a web address.", "zh": f"{url!r} 不是网址。"},
            hint={"en": "Give an address that begins with https://.", "zh": "请提供以 https:// 开头的网址。"},
        )
    return parts


def _connect(parts: SplitResult, *, allow_private: bool, resolve: Resolve) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise _failed(parts.geturl(), "its host is not known")
    # All of them: a name that stands for a public and a private address is a trick.
    if not allow_private and not all(is_public(address) for address in addresses):
        raise InvalidRequest(
            detail={
                "en": f"{host} is an address of this machine or of its network.",
                "zh": f"{host} 是本机或内网地址。",
            },
            hint={
                "en": "Give a public address, or download the file and upload it from disk.",
                "zh": "请提供公网地址，或先下载文件再上传。",
            },
        )
    if parts.scheme == "https":
        return _PinnedHTTPS(host, port, timeout=_TIMEOUT_S, address=addresses[0])
    return _PinnedHTTP(host, port, timeout=_TIMEOUT_S, address=addresses[0])


class _PinnedHTTP(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name stands for by now."""

    def __init__(self, host: str, port: int, *, timeout: float, address: str) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _PinnedHTTPS(_PinnedHTTP):
    """The same with TLS; the certificate must be of the name."""

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _ask(connection: http.client.HTTPConnection, parts: SplitResult, url: str) -> http.client.HTTPResponse:
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    headers = {"User-Agent": "nemovideo-studio", "Accept": "*/*", "Accept-Encoding": "identity"}
    try:
        connection.request("GET", target, headers=headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise _failed(url, _reason(error)) from None


def _blocks(
    reply: http.client.HTTPResponse, url: str, name: str, limit_bytes: int, late: Callable[[], bool]
) -> Generator[bytes]:
    done = 0
    while True:
        try:
            block = reply.read(_BLOCK)
        except (OSError, http.client.HTTPException) as error:
            raise _failed(url, _reason(error)) from None
        if not block:
            # `read(n)` takes a line that breaks off for the end of the file.
            if reply.length:
                raise _failed(url, "the connection broke off")
            return
        done += len(block)
        if done > limit_bytes:
            raise FileTooLarge(name=name, limit_mb=limit_bytes // (1024 * 1024))
        if late():
            raise _failed(url, "it took more than ten minutes")
        yield block


def _name(parts: SplitResult, reply: http.client.HTTPResponse) -> str:
    """The name that the file has there, with an accepted extension if the server says of what type it is."""
    message = Message()
    message["Content-Disposition"] = reply.getheader("Content-Disposition") or ""
    name = message.get_filename() or unquote(parts.path.rsplit("/", 1)[-1]) or parts.hostname or "download"
    if media_type_of(name) is not None:
        return name
    content_type = (reply.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    extension = _EXTENSIONS.get(content_type)
    return f"{Path(name).stem or 'download'}.{extension}" if extension else name


def _failed(url: str, reason: str) -> InvalidRequest:
    shown = url.partition("?")[0]
    return InvalidRequest(
        detail={"en": f"{shown} cannot be fetched: {reason}.", "zh": f"无法下载 {shown}：{reason}。"},
        hint={
            "en": "Check the address in a browser, or download the file and upload it from disk.",
            "zh": "请在浏览器中检查网址，或先下载文件再上传。",
        },
    )


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "nobody answered in time"
    return str(error) or type(error).__name__
