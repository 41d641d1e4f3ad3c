"""Reads what carries photos: the form of a page without its script, and the one file that the script sends.

Files are read one at a time and no further than their bound; nothing is read of them before the sender has
shown that they write from our own page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from channels.message import Media
from channels.photos import PHOTO_LIMIT
from channels.web import refusal
from channels.web.post import Post, named
from channels.web.refusal import Refusal
from channels.web.settings import FORM_LIMIT, PHOTOS_LIMIT

MULTIPART = "multipart/form-data"
FIELD = "photos"

PATIENCE = 180.0
"""Seconds for one request: ten megabytes over a slow line."""

_CHUNK = 64 * 1024
_FIELDS = 20
_MALFORMED = (ValueError, AssertionError, RuntimeError, HttpProcessingError, EOFError)

Admit = Callable[[str], None]
"""Checks the token, which comes before the first file. Raises `Refusal`."""

Keep = Callable[[bytes], Awaitable[Media]]


async def from_multipart(request: web.Request, admit: Admit, keep: Keep) -> Post:
    """The posted form with its photos, each kept as it comes. Raises `Refusal`, with the words that had been
    read as a draft."""
    fields: dict[str, str] = {}
    try:
        async with asyncio.timeout(PATIENCE):
            return named(fields, await _read(request, fields, admit, keep))
    except Refusal as fault:
        fault.draft = fault.draft or fields.get("text", "").strip()
        raise
    except TimeoutError:
        raise _unreadable("took too long") from None
    except _MALFORMED:
        raise _unreadable("the form cannot be read") from None


async def read_file(request: web.Request) -> bytes:
    """The body, which is one file. Raises `Refusal` 408 or 413."""
    if (request.content_length or 0) > PHOTO_LIMIT:
        raise _too_large()
    try:
        async with asyncio.timeout(PATIENCE):
            return await _bounded(request.content.iter_chunked(_CHUNK), PHOTO_LIMIT)
    except TimeoutError:
        raise Refusal(408, refusal.UNREADABLE, field=FIELD, problem="took too long") from None


async def _read(request: web.Request, fields: dict[str, str], admit: Admit, keep: Keep) -> tuple[Media, ...]:
    kept: list[Media] = []
    reader, parts, room = await request.multipart(), 0, FORM_LIMIT
    while (part := await reader.next()) is not None:
        parts += 1
        if parts > _FIELDS or not isinstance(part, BodyPartReader) or not part.name:
            raise _unreadable("the form cannot be read")
        if part.name != FIELD:
            words = await _bounded(_chunks(part), room)
            room -= len(words)
            fields[part.name] = words.decode()
            continue
        if not kept:
            admit(fields.get("token", ""))
        if data := await _bounded(_chunks(part), PHOTO_LIMIT):  # a form without a file sends an empty one
            if len(kept) == PHOTOS_LIMIT:
                raise Refusal(400, refusal.TOO_MANY_AT_ONCE, field=FIELD, problem="are too many")
            kept.append(await keep(data))
    return tuple(kept)


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(_CHUNK):
        yield chunk


async def _bounded(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """All of it. Raises `Refusal` 413 when there is more than `limit`."""
    read = bytearray()
    async for chunk in chunks:
        read += chunk
        if len(read) > limit:
            raise _too_large() if limit == PHOTO_LIMIT else Refusal(413, refusal.TOO_LONG, field="text")
    return bytes(read)


def _too_large() -> Refusal:
    problem = f"is larger than {PHOTO_LIMIT} bytes"
    return Refusal(413, refusal.PHOTO_TOO_LARGE, field=FIELD, problem=problem)


def _unreadable(problem: str) -> Refusal:
    return Refusal(400, refusal.UNREADABLE, problem=problem)
