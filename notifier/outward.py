"""Where calls to addresses that others have given may go: to the outside, and to nothing of our own network.

The name is resolved by the very call that connects, so that it cannot be one address when it is looked at and
another when it is used.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from channels.client_address import Network, networks

_CARRIES_IPV4 = tuple(
    one
    for one in networks("64:ff9b::/96, 64:ff9b:1::/48, 2002::/16, 2001::/32")
    if isinstance(one, IPv6Network)
)
"""NAT64, 6to4 and Teredo: each has an IPv4 address inside, which may be one of ours."""

LONGEST = 500


class NotOutside(OSError):
    """An address is not one that may be called."""


def outside(address: str, allowed: Sequence[Network] = ()) -> bool:
    """Whether the IP address is public, or within `allowed`."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if any(found in network for network in allowed):
        return True
    if isinstance(found, IPv6Address) and any(found in network for network in _CARRIES_IPV4):
        return False
    return found.is_global and not found.is_multicast


def wrong_with(url: str, allowed: Sequence[Network] = ()) -> str:
    """What keeps a receiver's address from being used; empty for a good one. Names are looked up later."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "it is not an address"
    if len(url) > LONGEST or not url.isascii() or any(char <= " " for char in url):
        return f"it is longer than {LONGEST} characters or has some that no address has"
    if not host or parts.fragment or parts.username or parts.password:
        return "it is not a plain address such as https://example.org/alerts"
    here = _literal(host)
    near = host == "localhost" or (here is not None and here.is_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and near):
        return "it does not begin with https://"
    if here is not None and not outside(host, allowed):
        return "it is inside our own network: SNICKET_HOOKS_NETWORKS says where calls may go"
    return ""


class Outward(AbstractResolver):
    """Resolves names to addresses outside, and to those in `allowed`."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises `NotOutside` when not one of its addresses may be called."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        good = [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, protocol, _, address in found
            if outside(str(address[0]), self._allowed)
        ]
        if not good:
            raise NotOutside("the name leads to no address outside")
        return good

    async def close(self) -> None:
        """There is nothing to let go of."""


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
