"""Pictures for tests, made here: no photo of anybody is in the repository."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (40, 60, 200)
GPS = 0x8825
PLACE = {1: "N", 2: (53.0, 47.0, 59.0), 3: "W", 4: (1.0, 32.0, 57.0)}
"""Where a photo was taken, as EXIF says it."""

SECRETS = (b"Exif", b"GPS", b"Snicket Phone", b"http://ns.adobe.com", b"a secret comment", b"ICC_PROFILE")
"""What nothing that is kept may hold."""


def picture(width: int = 640, height: int = 480) -> Image.Image:
    """Red above, blue below, a green corner at the top left: one sees which way up it is."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (0, height // 2, width, height))
    made.paste(GREEN, (0, 0, width // 4, height // 4))
    return made


def tagged(orientation: int = 1) -> Image.Exif:
    """What a phone writes into a photo: its name, how it was held, and where."""
    exif = Image.Exif()
    exif[0x0110] = "Snicket Phone"
    exif[0x0112] = orientation
    exif.get_ifd(GPS).update(PLACE)
    return exif


def encoded(made: Image.Image | None = None, kind: str = "JPEG", **how: object) -> bytes:
    """A file of `kind`: JPEG, PNG, WEBP or HEIF."""
    file = io.BytesIO()
    (made or picture()).save(file, kind, **how)  # type: ignore[arg-type]
    return file.getvalue()


def from_a_phone(kind: str = "JPEG", orientation: int = 1) -> bytes:
    """A photo with all that a phone puts into it."""
    how: dict[str, object] = {"exif": tagged(orientation).tobytes()}
    if kind == "JPEG":
        how |= {"comment": b"a secret comment", "xmp": b"<x xmlns='http://ns.adobe.com/x'>here</x>"}
    return encoded(kind=kind, **how)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that claims, and has, billions of pixels."""
    rows = zlib.compressobj(9)
    body = (
        b"".join(rows.compress(b"\0" * (width // 8 + 1) * 100) for _ in range(height // 100)) + rows.flush()
    )
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def opened(jpeg: bytes) -> Image.Image:
    """A kept photo."""
    return Image.open(io.BytesIO(jpeg))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
