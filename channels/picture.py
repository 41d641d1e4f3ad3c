"""A photo redrawn: checked, turned upright, scaled down, and stripped of all that is not its pixels.

The work is done by `channels/redraw.py` in a process of its own, so that no file, however it is made, holds
up the service, takes its memory or sees its secrets.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from msgspec import Struct

from channels.photos import PHOTO_LIMIT, NoPhoto
from channels.redraw import TOO_BIG, kind_of

KIND = "image/jpeg"
"""What a kept photo is, whatever it came as."""

PATIENCE = 30.0
"""Seconds for one photo, on a machine that has other things to do."""

AT_ONCE = 2
"""Photos redrawn at the same time; each may take a gigabyte for a moment."""

_PROGRAM = Path(__file__).with_name("redraw.py")
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


class Picture(Struct, frozen=True):
    """A photo as it is kept: JPEG of at most 2,048 pixels a side, and a small one of at most 320."""

    full: bytes
    small: bytes


class Redraws:
    """Redraws photos, two at a time; the others wait."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, data: bytes) -> Picture:
        """Raises `NoPhoto`: `too_large`, `not_a_picture` or `too_big_a_picture`."""
        if len(data) > PHOTO_LIMIT:
            raise NoPhoto("too_large")
        if not kind_of(data):
            raise NoPhoto("not_a_picture")
        async with self._places:
            made = await _run(data)
        length = int.from_bytes(made[:4], "big")
        return Picture(made[4 : 4 + length], made[4 + length :])


async def _run(data: bytes) -> bytes:
    """What the program makes of a file."""
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(_PROGRAM), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    )
    try:
        async with asyncio.timeout(PATIENCE):
            made, _nothing = await process.communicate(data)
    except TimeoutError:
        raise NoPhoto("too_big_a_picture") from None
    finally:
        await _end(process)
    if process.returncode == 0 and made:
        return made
    # Whatever else ends it, a decoder that fell among them, is the file's doing.
    raise NoPhoto("too_big_a_picture" if process.returncode == TOO_BIG else "not_a_picture")


async def _end(process: Process) -> None:
    """Nobody waits for it any more: it ends, and leaves nothing behind."""
    if process.returncode is None:
        process.kill()
        await process.wait()
