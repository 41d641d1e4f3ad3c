"""Where a published file is: a path on this machine or an address on the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import aiohttp
from yarl import URL

from bot.knowledge.bins.loading.content import CHUNK, Content
from bot.knowledge.bins.loading.refused import LoadRefused

SILENCE = 60.0
NOT_MODIFIED = 304
OK = 200


async def fetch(
    places: Mapping[str, str],
    etags: Mapping[str, str],
    target: Callable[[str], Path],
    progress: Callable[[int], None],
) -> dict[str, Content] | None:
    """The files at `places` (paths or web addresses by role); None when the web has nothing new.

    `etags` are those of the last load by role; `target` gives the working file for a role. The files belong
    together: when one has changed, all are fetched. Raises `LoadRefused` when one cannot be had.
    """
    async with _session() as session:
        found = {
            role: content
            for role, place in places.items()
            if (content := await _get(session, place, etags.get(role, ""), target(role), progress))
        }
        for role in places.keys() - found.keys() if found else ():
            content = await _get(session, places[role], "", target(role), progress)
            if content is None:
                raise LoadRefused(f"{places[role]}: the server says not modified though nobody asked.")
            found[role] = content
    return found or None


async def _get(
    session: aiohttp.ClientSession, place: str, etag: str, target: Path, progress: Callable[[int], None]
) -> Content | None:
    """One file; None when the server says that it is still the one with `etag`."""
    if not place.startswith(("http://", "https://")):
        return Content(Path(place), Path(place).name)
    try:
        async with session.get(place, headers={"If-None-Match": etag} if etag else {}) as response:
            if response.status == NOT_MODIFIED:
                return None
            if response.status != OK:
                raise LoadRefused(f"{place}: the server answers {response.status} {response.reason}.")
            await _save(response, target, progress)
            return Content(target, URL(place).name or place, place, response.headers.get("ETag", ""))
    except TimeoutError:
        raise LoadRefused(f"{place}: the server is silent.") from None
    except aiohttp.ClientError as problem:
        raise LoadRefused(f"{place}: cannot be fetched: {problem}.") from None


async def _save(response: aiohttp.ClientResponse, target: Path, progress: Callable[[int], None]) -> None:
    done = 0
    with target.open("wb") as file:
        async for chunk in response.content.iter_chunked(CHUNK):
            file.write(chunk)
            done += len(chunk)
            progress(done)


def _session() -> aiohttp.ClientSession:
    """A client that waits as long as data keeps coming."""
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=SILENCE, sock_read=SILENCE)
    return aiohttp.ClientSession(timeout=timeout)
