"""The addresses of the server: where it listens, which host names it accepts, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from mcp.server.transport_security import TransportSecuritySettings

from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.errors import InvalidRequest

__all__ = ["Address", "check_url", "origin_of", "parse_address", "security_of"]

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True)
class Address:
    """A host and a port to listen on; port 0 is any free one."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """True if only programs of this machine can reach it."""
        return is_loopback(self.host)

    @property
    def is_everywhere(self) -> bool:
        """True for an address that stands for all of this machine's."""
        return self.host in ("0.0.0.0", "::")  # noqa: S104 - it is recognised here, and refused without auth

    @property
    def netloc(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What a program on this machine calls it by."""
        return f"http://localhost:{self.port}" if self.is_everywhere else f"http://{self.netloc}"


def parse_address(given: str) -> Address:
    """`HOST:PORT`, `:PORT` (loopback), `[V6]:PORT` or a port. Raises `InvalidRequest`."""
    host, _, port = given.strip().rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    bracketed = host.startswith("[") and host.endswith("]")
    if not port.isascii() or not port.isdigit() or int(port) > 65535 or (":" in bare and not bracketed):
        raise InvalidRequest(
            detail={
                "en": f"{given!r} is not an address to listen on.",
                "zh": f"{given!r} 不是可监听的地址。",
            },
            hint={"en": "For example: --http 127.0.0.1:8765", "zh": "例如：--http 127.0.0.1:8765"},
        )
    return Address(host=bare or "127.0.0.1", port=int(port))


def check_url(given: str, option: str) -> str:
    """An http(s) address without a slash at its end. Raises `InvalidRequest`, also for http to another machine."""
    parts = urlsplit(given.strip())
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.query or parts.fragment:
        raise InvalidRequest(
            detail={"en": f"{option} {given!r} is not an address.", "zh": f"{option} {given!r} 不是网址。"},
            hint={"en": f"For example: {option} https://video.example.com", "zh": f"例如：{option} https://video.example.com"},
        )  # fmt: skip
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise InvalidRequest(
            detail={
                "en": f"{option} {given!r} has no TLS: tokens and films would be there for anybody on the way to read.",
                "zh": f"{option} {given!r} 未使用 TLS：令牌和影片会在传输途中暴露。",
            },
            hint={
                "en": "Put a reverse proxy with a certificate in front, use its https address; see docs/hosting.md.",
                "zh": "请在前面设置带证书的反向代理，并使用其 https 地址；参见 docs/hosting.md。",
            },
        )
    return given.strip().rstrip("/")


def origin_of(url: str) -> str:
    """Scheme, host and port of `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def security_of(address: Address, public_urls: Iterable[str]) -> TransportSecuritySettings:
    """The names that requests may call the server by, and the pages that may call it: its own.

    A page in a browser must not reach it by a name that it has pointed at this machine.
    """
    hosts = {f"{name}:{address.port}" for name in _LOOPBACK} | {address.netloc}
    origins = {f"http://{host}" for host in hosts}
    if address.port == _DEFAULT_PORTS["http"]:
        hosts |= set(_LOOPBACK)
    for url in public_urls:
        parts = urlsplit(url)
        default = _DEFAULT_PORTS[parts.scheme]
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else str(parts.hostname)
        hosts |= {f"{name}:{parts.port or default}"} | (
            {name} if (parts.port or default) == default else set()
        )
        origins.add(origin_of(url))
    return TransportSecuritySettings(allowed_hosts=sorted(hosts), allowed_origins=sorted(origins))
