"""What a network address stands for: this machine, its surroundings, or the internet.

The tables are carried here and not taken from `ipaddress.is_global`, whose answers differ between Python 3.11, 3.12
and 3.13 and leave out what clouds and transition mechanisms have put into the public ranges.
"""

from __future__ import annotations

import ipaddress

__all__ = ["is_loopback", "is_public"]

_V4_NOT_PUBLIC = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        # IANA IPv4 Special-Purpose Address Registry, whole blocks: what is anycast within them is somebody's local
        # infrastructure, and no file lies there.
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private use
        "100.64.0.0/10",  # shared address space of carriers; some clouds have their metadata here
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link local, with the metadata of most clouds
        "172.16.0.0/12",  # private use
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private use
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast [RFC 5771]
        "240.0.0.0/4",  # reserved, and the limited broadcast
        # Addresses out of public ranges that clouds route to their own hosts only.
        "168.63.129.16/32",  # Azure's WireServer: DNS, DHCP, health, extensions
        "161.26.0.0/16",  # IBM Cloud's infrastructure services
        "166.8.0.0/14",  # IBM Cloud's private service endpoints
    )
)

_V6_PUBLIC = ipaddress.IPv6Network("2000::/3")
"""The only range that is assigned as global unicast; all that lies outside is special or reserved [RFC 4291]."""

_V6_NOT_PUBLIC = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        # IANA IPv6 Special-Purpose Address Registry, what of it lies in 2000::/3.
        "2001::/23",  # IETF protocol assignments: benchmarking, AMT, AS112, ORCHID and others
        "2001:db8::/32",  # documentation
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TEREDO = ipaddress.IPv6Network("2001::/32")
_6TO4 = ipaddress.IPv6Network("2002::/16")
_V4_BITS = 0xFFFF_FFFF
# The interface identifier of ISATAP, ::0:5efe:a.b.c.d, without its universal/local bit [RFC 5214].
_ISATAP, _ISATAP_MASK = 0x0000_5EFE, 0xFCFF_FFFF


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the internet, on every supported Python alike.

    Not public are this machine, its network, link-local, metadata, multicast, documentation and reserved addresses,
    and addresses with a zone. An IPv4 address within an IPv6 address is judged by what it reaches: mapped ones,
    NAT64, 6to4, Teredo (server and client) and ISATAP. IPv4-compatible and locally translated ones (64:ff9b:1::/48)
    never are public.

    Raises:
        ValueError: `address` is not an address in its usual notation, as `getaddrinfo` gives it.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_public_v4(ip)
    if ip.scope_id is not None:
        return False
    inner = _reached_v4(ip)
    if not all(_is_public_v4(v4) for v4 in inner):
        return False
    if ip in _MAPPED or ip in _NAT64 or ip in _TEREDO:
        return True
    return ip in _V6_PUBLIC and not any(ip in network for network in _V6_NOT_PUBLIC)


def is_loopback(host: str) -> bool:
    """True for a name or an address that only this machine has for itself."""
    if host.lower() == "localhost":
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip in _MAPPED:
        ip = _v4(int(ip))
    return ip.is_loopback


def _is_public_v4(ip: ipaddress.IPv4Address) -> bool:
    return not any(ip in network for network in _V4_NOT_PUBLIC)


def _reached_v4(ip: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that packets to `ip` may end at."""
    number = int(ip)
    if ip in _MAPPED or ip in _NAT64:
        return (_v4(number),)
    if ip in _6TO4:
        return (_v4(number >> 80),)
    if ip in _TEREDO:
        return (_v4(number >> 64), _v4(~number))
    if (number >> 32) & _ISATAP_MASK == _ISATAP:
        return (_v4(number),)
    return ()


def _v4(number: int) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(number & _V4_BITS)
