"""What a published file holds, as bytes that are ASCII where the format is.

The council has published UTF-8, Windows-1252 and UTF-16 with a byte order mark, plain and gzipped.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

from bot.knowledge.bins.loading.refused import LoadRefused

CHUNK = 1 << 22
GZIP = b"\x1f\x8b"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Content(Struct, frozen=True):
    """A file on disk: `name` is what errors call it, `url` where it was fetched, `etag` the server's."""

    path: Path
    name: str
    url: str = ""
    etag: str = ""

    def sha256(self) -> str:
        """The digest of the file as it is stored."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as problem:
            raise LoadRefused(f"{self.name}: cannot be read: {problem.strerror}.") from None

    def chunks(self) -> Iterator[bytes]:
        """Its bytes unzipped, UTF-16 turned into UTF-8, without a byte order mark.

        Raises `LoadRefused` when it cannot be read or unzipped.
        """
        try:
            with self.path.open("rb") as raw:
                yield from _decoded(_unzipped(raw))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise LoadRefused(f"{self.name}: the gzip data is broken or ends too early.") from None
        except UnicodeDecodeError:
            raise LoadRefused(f"{self.name}: the UTF-16 text is broken or ends too early.") from None
        except OSError as problem:
            raise LoadRefused(f"{self.name}: cannot be read: {problem.strerror}.") from None


def _unzipped(raw: IO[bytes]) -> IO[bytes] | gzip.GzipFile:
    zipped = raw.read(2) == GZIP
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if zipped else raw


def _decoded(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    chunk = file.read(CHUNK)
    if not chunk.startswith(UTF16):
        yield chunk.removeprefix(codecs.BOM_UTF8)
        yield from iter(lambda: file.read(CHUNK), b"")
        return
    decoder = codecs.getincrementaldecoder("utf-16")()
    while chunk:
        yield decoder.decode(chunk).encode()
        chunk = file.read(CHUNK)
    decoder.decode(b"", final=True)
