"""Feeds of several documents: a page that links to others, which are fetched one after the other.

A poller fetches the feed's own address, asks `wanted` what else to fetch, fetches that in the order given,
and hands everything to `read_all`. What goes out to the network is decided here, by what came in from it:
so only addresses on the feed's own host are followed, by https, and only so many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from msgspec import Struct

from notifier.feeds.feed import Parsed, Parses
from notifier.refusal import Refusal

MOST = 64
"""Documents that are fetched for one page."""


class Wanted(Struct, frozen=True, omit_defaults=True):
    """`urls` are to be fetched now, in this order. `keep` are all that the page links to: what was read of
    others need not be remembered any longer. With `lasting` their content does not change, and may be kept
    for days and handed in again."""

    urls: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    lasting: bool = False
    refusals: tuple[Refusal, ...] = ()


@runtime_checkable
class Follows(Parses, Protocol):
    """Reads a feed of several documents. Like `Parses` it keeps nothing and asks nobody."""

    def wanted(self, url: str, data: bytes, read: Collection[str]) -> Wanted:
        """What to fetch after the page `data` of `url`; `read` are addresses that were read before."""

    def read_all(self, data: bytes, others: Mapping[str, bytes], received: dt.datetime) -> Parsed:
        """What the page says with `others`, by address, in the order in which they were fetched. Those that
        could not be fetched are left out."""


def same_host(url: str, base: str) -> str:
    """`url` by https when it is on the host of `base`, else empty. The host is compared whole, with its port;
    what carries a user name is not followed. On this machine alone, http stays http."""
    try:
        there, here = urlsplit(url), urlsplit(base)
        ports = {there.port or _usual(there.scheme), here.port or _usual(here.scheme)}
    except ValueError:
        return ""
    if there.scheme not in ("http", "https") or there.hostname != here.hostname or "@" in there.netloc:
        return ""
    if here.scheme == "https":
        # An identifier that is written with http names the same document.
        return there._replace(scheme="https").geturl() if ports <= {80, 443} or len(ports) == 1 else ""
    local = here.hostname in ("localhost", "127.0.0.1", "::1")
    return url if local and len(ports) == 1 and there.scheme == here.scheme else ""


def _usual(scheme: str) -> int:
    return 443 if scheme == "https" else 80
