"""Photos kept in memory: what the tests of channels hand theirs to.

It keeps the promises of `Album`. With a `redraw` of the test's own nothing is decoded. `refuse` makes the
next photo a `NoPhoto`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from channels.message import Media
from channels.photos import PHOTO_LIMIT, NoPhoto, Reason
from channels.picture import KIND, Picture, Redraws

Key = tuple[str, str]


class Shoebox:
    """`channels.photos.Album` without a database. `kept` holds every photo by its owner and its ref."""

    def __init__(self, redraw: Callable[[bytes], Awaitable[Picture]] | None = None, most: int = 10) -> None:
        self.kept: dict[Key, dict[str, Picture]] = {}
        self._redraw = redraw or Redraws()
        self._most = most
        self._refusal: Reason | None = None
        self._known: dict[tuple[Key, bytes], str] = {}

    def refuse(self, reason: Reason) -> None:
        """The next photo is not kept."""
        self._refusal = reason

    async def keep(self, channel: str, address: str, data: bytes) -> Media:
        where, refusal, self._refusal = (channel, address), self._refusal, None
        mine = self.kept.setdefault(where, {})
        ref = self._known.get((where, data), "")
        if len(data) > PHOTO_LIMIT:
            raise NoPhoto("too_large")
        if refusal or (len(mine) >= self._most and ref not in mine):
            raise NoPhoto(refusal or "too_many")
        if ref not in mine:
            ref = self._known[where, data] = f"photo-{len(self._known) + 1:032d}"
            mine[ref] = await self._redraw(data)
        return Media(ref, KIND, len(mine[ref].full))

    async def find(self, channel: str, address: str, refs: Sequence[str]) -> tuple[Media, ...]:
        mine = self.kept.get((channel, address), {})
        return tuple(Media(ref, KIND, len(mine[ref].full)) for ref in dict.fromkeys(refs) if ref in mine)

    async def look(self, channel: str, address: str, ref: str, *, small: bool = False) -> bytes | None:
        found = self.kept.get((channel, address), {}).get(ref)
        if found is None:
            return None
        return found.small if small else found.full

    async def drop(self, channel: str, address: str, ref: str) -> None:
        self.kept.get((channel, address), {}).pop(ref, None)
