"""The pages of a published directory: files of a folder, one file, plain or gzipped."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from bot.knowledge.bins.loading.refused import LoadRefused

LARGEST = 64 * 1024 * 1024
"""Bytes of one file, unzipped."""

SUFFIXES = (".json", ".json.gz")
LISTS = ("contents", "content")
"""Where a page has its services: in version 3, in version 1."""


class Page(Struct, frozen=True):
    """`wrong` says why a page cannot be read; `number` counts from 1."""

    file: str
    number: int
    services: Sequence[Any] = ()
    wrong: str = ""


def pages(place: Path) -> Iterator[Page]:
    """Those of a folder in the order of their names, or of one file. Raises `LoadRefused` for none."""
    if not place.is_dir():
        if not place.is_file():
            raise LoadRefused(f"{place}: there is no such file.")
        yield _page(place, 1)
        return
    files = sorted(path for path in place.iterdir() if path.name.endswith(SUFFIXES))
    if not files:
        raise LoadRefused(f"{place}: the folder has no JSON files; name the one that holds the pages.")
    for number, file in enumerate(files, 1):
        yield _page(file, number)


def _page(file: Path, number: int) -> Page:
    try:
        found = msgspec.json.decode(_content(file))
    except (OSError, EOFError, zlib.error) as problem:
        return Page(file.name, number, wrong=f"cannot be read: {problem}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        return Page(file.name, number, wrong=f"is not JSON: {problem}")
    services = services_in(found)
    if services is None:
        return Page(file.name, number, wrong="is neither a page of services nor a service")
    return Page(file.name, _number(found, number), services)


def _content(file: Path) -> bytes:
    with file.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if zipped else raw
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(f"it is larger than {LARGEST:,} bytes")
    return content.removeprefix(codecs.BOM_UTF8)


def services_in(found: Any) -> Sequence[Any] | None:
    """The services of a page, a list or one service; None where it is none of these."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        return None
    inside = next((found[name] for name in LISTS if isinstance(found.get(name), list)), None)
    if inside is None and "id" in found and "name" in found:
        return [found]
    return inside


def _number(found: Any, otherwise: int) -> int:
    """The page's own number where it says one; version 1 counts from 1 as well."""
    own = found.get("page_number", found.get("number")) if isinstance(found, dict) else None
    return own if isinstance(own, int) and own > 0 else otherwise
