"""Photos on the page: sent one by one by its script, or with the form; shown to nobody but their sender."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence

from aiohttp import web

from accessibility.text import Text
from channels.message import Media
from channels.photos import Album, NoPhoto, Reason
from channels.picture import KIND
from channels.web import refusal
from channels.web.door import Door, Session
from channels.web.refusal import Refusal

AT_ONCE = 32
"""Photos that are being sent at the same time, by everybody: each is in memory until it is drawn anew."""

HEADERS: Mapping[str, str] = {
    # The browser's own page around a picture has a style of its own.
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
"""The headers of every photo: it is a picture and nothing else, for this browser alone."""

_REF = re.compile(r"[A-Za-z0-9_-]{16,64}")
_SAID: Mapping[Reason, tuple[int, Text]] = {
    "too_large": (413, refusal.PHOTO_TOO_LARGE),
    "too_big_a_picture": (413, refusal.PHOTO_TOO_LARGE),
    "not_a_picture": (400, refusal.NOT_A_PHOTO),
    "too_many": (400, refusal.TOO_MANY_PHOTOS),
}


class Photographs:
    """The photos of the page's conversations; `name` is the channel's."""

    def __init__(self, name: str, album: Album) -> None:
        self._name = name
        self._album = album
        self._coming = 0

    async def keep(self, session: Session, data: bytes) -> Media:
        """Raises `Refusal`."""
        try:
            return await self._album.keep(self._name, session.id, data)
        except NoPhoto as fault:
            status, words = _SAID[fault.reason]
            raise Refusal(status, words, field="photos", problem=fault.reason) from None

    async def find(self, session: Session, refs: Sequence[str]) -> tuple[Media, ...]:
        """The photos that a message carries. Raises `Refusal` when one is not this browser's, or gone."""
        found = await self._album.find(self._name, session.id, refs) if refs else ()
        if len(found) != len(set(refs)):
            raise Refusal(400, refusal.NO_PHOTO, field="photos", problem="is not there")
        return found

    async def drop(self, session: Session, ref: str) -> None:
        """Deletes a photo that has not been sent."""
        if _REF.fullmatch(ref):
            await self._album.drop(self._name, session.id, ref)

    async def show(self, door: Door, session: Session | None, ref: str, *, small: bool) -> web.Response:
        """The photo. Whoever may not see it is told what they would be if there were none."""
        shown = None
        if session is not None and _REF.fullmatch(ref):
            shown = await self._album.look(self._name, session.id, ref, small=small)
        if shown is None:
            return web.Response(status=404, text="There is no such photo.\n", headers=_headers(door))
        return web.Response(body=shown, content_type=KIND, headers=_headers(door))

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """One place among those who are sending a photo. Raises `Refusal` 503."""
        if self._coming >= AT_ONCE:
            raise Refusal(503, refusal.BUSY, field="photos", problem="too many at once", seconds=60)
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1


def _headers(door: Door) -> dict[str, str]:
    """The headers of a photo: a page that may frame the chat frames what is opened in it, too."""
    framers = " ".join(door.framers) or "'none'"
    policy = f"{HEADERS['Content-Security-Policy']}; frame-ancestors {framers}"
    return {**HEADERS, "Content-Security-Policy": policy}
