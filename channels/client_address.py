"""The network address of who asks, also behind proxies: for limits, never for a log or the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_FORWARDED = "X-Forwarded-For"
_HOME = 64
"""Bits of an IPv6 address that one customer has; the rest they choose as they like."""


def client_address(proxies: Sequence[Network]) -> Callable[[web.Request], str]:
    """Tells the client's address; an IPv6 one by its network of 64 bits. Empty when it is not known.

    Each of the `proxies` adds the address that it was asked from at the end of `X-Forwarded-For`: the last
    address there that is no proxy is the client's. What stands before it anybody may have written. A request
    that was forwarded by a machine of one's own which is not among the `proxies` is of nobody known: its
    address is that of all.
    """

    def tell(request: web.Request) -> str:
        nearest = _address(request.remote or "")
        passed = ",".join(request.headers.getall(_FORWARDED, []))
        if nearest is None or not _ours(nearest, proxies):
            return "" if passed and nearest and _ours(nearest, _NEAR) else _shown(nearest)
        for hop in reversed(passed.split(",")):
            nearest = _address(hop.strip())
            if nearest is None or not _ours(nearest, proxies):
                return _shown(nearest)
        return ""

    return tell


def networks(text: str) -> tuple[Network, ...]:
    """The networks in a setting, `10.0.0.0/8, 192.0.2.7`. Raises `ValueError`."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


# Loopback, RFC 1918, RFC 6598, RFC 3927, RFC 4193 and RFC 4291: machines of one's own, and of nobody outside.
_NEAR = networks(
    "127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16, "
    "::1/128, fc00::/7, fe80::/10"
)


def _address(text: str) -> Address | None:
    """The address in a hop, without the port that some proxies write; None for anything else."""
    bare = text.rpartition(":")[0] if text.count(":") == 1 else text.partition("]")[0].removeprefix("[")
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _ours(address: Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies)


def _shown(address: Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), _HOME), strict=False))
    return "" if address is None else str(address)
