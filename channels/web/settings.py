"""How one council runs its web chat."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from accessibility.text import Text, _
from channels.limits import Rate

DEMO_NOTICE = _("This is a demonstration. The addresses and collection days are made up.")

MESSAGE_LIMIT = 2_000
"""Characters in one message."""

JSON_LIMIT = 16 * 1024
"""Bytes of a JSON body: the longest message is at most 8,000 bytes of UTF-8."""

FORM_LIMIT = 32 * 1024
"""Bytes of a form body. A form writes each byte of Bengali or Chinese as three characters, so the longest
message that JSON carries in 8,000 bytes takes up to 24,000 here."""


PHOTOS_LIMIT = 5
"""Photos in one message."""


class WebSettings(Struct, frozen=True, kw_only=True):
    """`public_url` is where residents reach us, empty when it is not known; with https the cookies are
    bound to the host. `frame_ancestors` are the origins that may embed the chat. `phone` is the council's
    verified line, told when something fails. `starters` are questions offered before the first message."""

    council: str
    public_url: str = ""
    frame_ancestors: tuple[str, ...] = ()
    notice: Text | None = None
    phone: str = ""
    starters: tuple[Text, ...] = ()
    zone: ZoneInfo = ZoneInfo("Europe/London")
    keep: dt.timedelta = dt.timedelta(days=1)
    """How long the browser remembers its conversation after the last page: no time-out loses work (R10)."""
    per_session: Rate = Rate(burst=20, per_second=0.5)
    per_address: Rate = Rate(burst=200, per_second=10)
    ping_seconds: float = 15.0
    stream_seconds: float = 3_600.0
    streams_per_session: int = 4
    streams: int = 2_000

    def __post_init__(self) -> None:
        """Raises `ValueError` for an address that is not an http(s) origin."""
        for url in (*self.frame_ancestors, *filter(None, [self.public_url])):
            if not origin_of(url):
                raise ValueError(f"{url!r} is not an http or https address")
        for url in self.frame_ancestors:
            if origin_of(url) != url:
                raise ValueError(f"{url!r} is not an origin (https://www.example.org): no path, no slash")

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        return origin_of(self.public_url)


def origin_of(url: str) -> str:
    """`https://host:port` of an address, empty when it has none."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}" if valid else ""
