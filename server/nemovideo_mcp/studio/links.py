"""Web addresses as users give them: read strictly, and brought into the one spelling that is looked up and sent."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.fetching import FETCHING, FETCHING_HINTS

__all__ = ["Link", "parse_link", "shown_link"]

_PORTS: Mapping[str, int] = {"http": 80, "https": 443}
_LONGEST_LINK = 8192
_LONGEST_HOST = 253
_LONGEST_SHOWN = 200
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
# What the URL standard takes for an IPv4 address: the last part is a decimal, octal or hexadecimal number.
_NUMERIC = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")
# Everything that may stand in a path or query as it is [RFC 3986, 3.3 and 3.4], and what is encoded already.
_KEPT = "/?:@!$&'()*+,;=-._~%[]"


@dataclass(frozen=True, kw_only=True)
class Link:
    """An http or https address; `host` is in ASCII and lower case, an IP address in its usual notation."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def numeric(self) -> str | None:
        """The host where that is an IP address."""
        try:
            return str(ipaddress.ip_address(self.host))
        except ValueError:
            return None

    @property
    def netloc(self) -> str:
        """The host, and the port where it is not the usual one, as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def name(self) -> str:
        """The last part of the path; the host where that is empty."""
        path = self.target.partition("?")[0]
        return unquote(path.rsplit("/", 1)[-1]) or self.host

    def joined(self, location: str) -> Link:
        """The link that a redirection from here to `location` leads to. Raises `InvalidRequest`."""
        return parse_link(urljoin(self.url, location.strip()))


def parse_link(url: str) -> Link:
    """Read an address.

    Names of users, control characters, percent signs and backslashes in the host and ports out of range are refused.
    Hosts in other scripts become their ASCII form, full-width digits and dots too; 2130706433, 0x7f.1 and 127.1
    become 127.0.0.1.

    Raises:
        InvalidRequest: It is no http or https address, or longer than 8,192 characters.
    """
    given = url.strip()
    if len(given) > _LONGEST_LINK:
        raise _refused("too_long", given, limit=_LONGEST_LINK)
    if not given.isprintable():
        raise _refused("no_address", given)
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise _refused("no_address", given) from None
    host = _host_of(parts)
    if parts.scheme not in _PORTS or host is None or port == 0 or "@" in parts.netloc:
        raise _refused("no_address", given)
    query = f"?{parts.query}" if parts.query else ""
    return Link(
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        target=quote(f"{parts.path or '/'}{query}", safe=_KEPT),
    )


def shown_link(url: str) -> str:
    """`url` as it may be repeated: without its query, which may hold keys, and not too long."""
    bare = url.partition("?")[0].partition("#")[0].strip()
    return bare if len(bare) <= _LONGEST_SHOWN else f"{bare[:_LONGEST_SHOWN]}…"


def _host_of(parts: SplitResult) -> str | None:
    given = parts.hostname or ""
    if "[" in parts.netloc:
        # A zone means something on one machine only.
        try:
            return None if "%" in given else str(ipaddress.IPv6Address(given))
        except ValueError:
            return None
    if not 0 < len(given) <= _LONGEST_HOST:
        return None
    try:
        host = given.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return None
    if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
        return None
    if not _NUMERIC.fullmatch(host):
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def _refused(reason: str, url: str, **fields: object) -> InvalidRequest:
    shown = repr(shown_link(url))
    words = words_of(FETCHING, reason, url=shown, **fields)
    return InvalidRequest(detail=words.pair(), hint=words_of(FETCHING_HINTS, "address").pair())
