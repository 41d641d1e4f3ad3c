"""Warnings of severe weather, of the Met Office: https://metoffice.github.io/nswws-public-api/.

An Atom feed links to documents in GeoJSON. `related` is the one of everything that was in force when
something last changed; its address changes each time, and it is not there when nothing is in force. Each
entry is one change, and stays for a day: from those it is known whether a warning was cancelled or ran out.
The feed itself warns of nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from lxml import etree
from msgspec import Struct

from notifier.feeds.feed import Parsed
from notifier.feeds.fields import decode, excerpt, inside
from notifier.feeds.follow import MOST, Wanted, same_host
from notifier.feeds.nswws_document import warnings
from notifier.feeds.parsed import parsed
from notifier.feeds.xml import LARGEST, BadXml, children, namespace, read, tag, text
from notifier.refusal import Reason, Refusal
from notifier.warning import Warning

ATOM = "http://www.w3.org/2005/Atom"


class Links(Struct, frozen=True):
    """What the Atom feed links to: `issued` lists all that is in force, empty when there is none; `changes`
    are the latest changes, the oldest first."""

    issued: str
    changes: tuple[str, ...]


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """The feed's settings. `complete`: a document that is read by itself lists all that is in force; it
    does not say so itself."""

    complete: bool = False


class Nswws:
    """Reads the feed and its documents."""

    def __init__(self, feed: str = "nswws", options: Options | None = None) -> None:
        self._feed = feed
        self._options = options or Options()

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`. The Atom feed itself has nothing to tell: it is followed."""
        if data.lstrip()[:1] in (b"{", b"["):
            return self._document(data, self._options.complete)
        found = self.links(data)
        return parsed(found) if isinstance(found, Refusal) else Parsed()

    def links(self, data: bytes) -> Links | Refusal:
        """What the Atom feed links to, or why it cannot be read."""
        try:
            root = read(data)
        except BadXml as bad:
            return self._refused(bad.reason, "", bad.detail)
        if tag(root) != "feed" or namespace(root) != ATOM:
            return self._refused("unreadable", "", f"<{tag(root)}> is no Atom feed")
        entries = list(children(root, "entry"))
        # The newest come first; of two within one second, too.
        entries.reverse()
        entries.sort(key=lambda entry: text(entry, "updated"))
        changes = (_link(entry, "alternate") for entry in entries)
        return Links(_link(root, "related"), tuple(dict.fromkeys(filter(None, changes))))

    def wanted(self, url: str, data: bytes, read: Collection[str]) -> Wanted:
        """As `Follows`: the changes that were not read yet, then all that is in force when that has
        changed."""
        found = self.links(data)
        if isinstance(found, Refusal):
            return Wanted()  # reading it says why
        linked = list(filter(None, (*found.changes[1 - MOST :], found.issued)))
        there = {link: same_host(link, url) for link in linked}
        good = tuple(address for address in there.values() if address)
        strange = [link for link, address in there.items() if not address]
        return Wanted(
            tuple(address for address in good if address not in read),
            good,
            lasting=True,
            refusals=tuple(self._refused("elsewhere", link, "not on the feed's host") for link in strange),
        )

    def read_all(self, data: bytes, others: Mapping[str, bytes], received: dt.datetime) -> Parsed:
        """As `Follows`: of each warning the newest word."""
        found = self.links(data)
        if isinstance(found, Refusal):
            return parsed(found)
        linked = {_path(link): link == found.issued for link in (*found.changes, found.issued)}
        # What an earlier page linked to is out of date.
        current = {_path(url): other for url, other in others.items() if _path(url) in linked}
        pages = [self._document(other, linked[path]) for path, other in current.items()]
        refusals = [refusal for page in pages for refusal in page.refusals]
        # Where something could not be read, what is missing from the list may be just that.
        whole = any(page.complete for page in pages) and not refusals
        return parsed(*_newest(pages), *refusals, complete=whole)

    def _document(self, data: bytes, complete: bool) -> Parsed:
        found, refusal = decode(data, self._feed, LARGEST)
        if refusal:
            return parsed(refusal)
        features = inside(found, "features")
        if not isinstance(features, list):
            return parsed(self._refused("unreadable", "", "it lists no features"))
        read = [one for feature in features for one in warnings(feature, self._feed)]
        return parsed(*read, complete=complete and not any(isinstance(one, Refusal) for one in read))

    def _refused(self, reason: Reason, what: str, detail: str = "") -> Refusal:
        return Refusal(self._feed, reason, excerpt(what), excerpt(detail))


def _path(url: str) -> str:
    """An address without its scheme: a link that is written with http was fetched by https."""
    return url.partition("://")[2]


def _newest(pages: Iterable[Parsed]) -> Iterable[Warning]:
    found: dict[str, Warning] = {}
    for warning in (one for page in pages for one in page.warnings):
        held = found.get(warning.id)
        if held is None or warning.order > held.order:
            found[warning.id] = warning
    return found.values()


def _link(holder: etree._Element, relation: str) -> str:
    links: Iterable[etree._Element] = children(holder, "link")
    return next((str(link.get("href") or "") for link in links if link.get("rel") == relation), "")
