"""A directory that is published on the web: its pages, and each service in full, saved as files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec
from yarl import URL

from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.directory.oruk.pages import LARGEST, SUFFIXES, services_in

SILENCE, AT_ONCE, MOST_PAGES = 60.0, 4, 2_000
ASKS = {"Accept": "application/json"}


async def fetch(place: str, folder: Path, progress: Callable[[int], None]) -> None:
    """Saves what is at `place` into `folder`: one file (`….json`, `….json.gz`), or all pages
    of a directory (its base address, or that of `/services`) and every service. Raises `LoadRefused`."""
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=SILENCE, sock_read=SILENCE)
    async with aiohttp.ClientSession(timeout=timeout, headers=ASKS) as session:
        if place.endswith(SUFFIXES):
            (folder / "0.json").write_bytes(await _get(session, URL(place)))
            return
        base = URL(place.rstrip("/").removesuffix("/services") + "/services")
        await _pages(session, base, folder, progress)


async def _pages(
    session: aiohttp.ClientSession, base: URL, folder: Path, progress: Callable[[int], None]
) -> None:
    done, limit = 0, asyncio.Semaphore(AT_ONCE)
    for number in range(1, MOST_PAGES + 1):
        body = await _get(session, base.update_query(page=str(number)))
        (folder / f"{number:06}.json").write_bytes(body)
        page = _decoded(body, str(base))
        services = services_in(page) or ()
        await asyncio.gather(*(_whole(session, base, id, folder, limit) for id in _ids(services)))
        done += len(services)
        progress(done)
        if not services or _is_last(page, number):
            return
    raise LoadRefused(f"{base}: more than {MOST_PAGES:,} pages.")


async def _whole(
    session: aiohttp.ClientSession, base: URL, id: str, folder: Path, limit: asyncio.Semaphore
) -> None:
    """One service in full. Where it cannot be had the page's own lines of it stand."""
    async with limit:
        try:
            body = await _get(session, base.joinpath(quote(id, safe=""), encoded=True))
        except LoadRefused:
            return
    name = f"service-{quote(id, safe='')[:100]}.json"
    (folder / name).write_bytes(body)


async def _get(session: aiohttp.ClientSession, url: URL) -> bytes:
    try:
        async with session.get(url) as response:
            if response.status != 200:
                raise LoadRefused(f"{url}: the server answers {response.status} {response.reason}.")
            content = bytearray()
            async for chunk in response.content.iter_chunked(1 << 16):
                content += chunk
                if len(content) > LARGEST:
                    raise LoadRefused(f"{url}: more than {LARGEST:,} bytes.")
            return bytes(content)
    except TimeoutError:
        raise LoadRefused(f"{url}: the server is silent.") from None
    except aiohttp.ClientError as problem:
        raise LoadRefused(f"{url}: cannot be fetched: {problem}.") from None


def _decoded(body: bytes, where: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise LoadRefused(f"{where}: a page is not JSON.") from None


def _ids(services: Sequence[Any]) -> list[str]:
    found = (str(one["id"]) for one in services if isinstance(one, dict) and one.get("id"))
    return [id for id in dict.fromkeys(found) if id.strip(". ")]


def _is_last(page: Any, number: int) -> bool:
    """By whichever of the two versions' words the page has."""
    if not isinstance(page, dict):
        return True
    last = page.get("last_page", page.get("last"))
    total = page.get("total_pages", page.get("totalPages"))
    if isinstance(last, bool) and last:
        return True
    return number >= total if isinstance(total, int) else not isinstance(last, bool)
