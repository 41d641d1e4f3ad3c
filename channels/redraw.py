"""Makes a fresh JPEG of a photo that somebody sent. Run as a program, in a process of its own.

A photo is a stranger's file, and decoders of pictures have had holes. So it is decoded where there is nothing
to be had: no secret in the environment, no open database, a bound on memory and time. The file comes on
standard input; on standard output come the length of the picture in four bytes, the picture, and behind it
its small version. The exit status says why there is none.

It must import nothing of the project: it is started by its path, and quickly.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys

from PIL import Image, ImageOps

SIDE = 2_048
"""Pixels of the longer side at most: enough to read a meter."""

SMALL = 320
MOST_PIXELS = 50_000_000
"""Pixels that are decoded at most, which is what the cameras of phones make."""

MEMORY = 1024**3
"""Bytes that the process may take; the largest photo allowed needs half of it."""

SECONDS = 20
"""Of computing time."""

NOT_A_PICTURE, TOO_BIG = 3, 4
"""Exit statuses."""

_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class TooBig(Exception):
    """The picture has more pixels than are decoded."""


def kind_of(data: bytes) -> str:
    """What the first bytes say the file is: JPEG, PNG, WEBP or HEIF; empty for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return "HEIF" if data[4:8] == b"ftyp" and data[8:12] in _HEIC else ""


def redrawn(data: bytes) -> tuple[bytes, bytes]:
    """The picture and its small version, both JPEG. Raises `TooBig`, and whatever a decoder raises."""
    kind = kind_of(data)
    if kind == "HEIF":
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    with Image.open(io.BytesIO(data), formats=[kind] if kind else []) as sent:
        if sent.width * sent.height > MOST_PIXELS:
            raise TooBig
        picture = _upright(sent)
    small = picture.copy()
    small.thumbnail((SMALL, SMALL))
    return _jpeg(picture), _jpeg(small)


def _upright(sent: Image.Image) -> Image.Image:
    """The pixels alone, scaled down and turned the way it was taken."""
    sent.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than it is needed
    picture = _opaque(sent)
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    # What a camera wrote about the photo may be broken where the photo is not.
    with contextlib.suppress(Exception):
        picture.info = {"exif": sent.getexif().tobytes()}
        picture = ImageOps.exif_transpose(picture)
    return Image.frombytes("RGB", picture.size, picture.tobytes())


def _opaque(sent: Image.Image) -> Image.Image:
    """Red, green and blue. What can be seen through is seen on white."""
    if sent.mode.startswith("I"):  # sixteen bits of grey
        return sent.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if not sent.has_transparency_data:
        return sent.convert("RGB")
    seen = sent.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _jpeg(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=82, optimize=True)
    return made.getvalue()


def _bounded() -> None:
    """Takes what it does not need from this process, where the system has a way to."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(5)


def main() -> int:
    _bounded()
    Image.MAX_IMAGE_PIXELS = None  # counted above, more strictly
    try:
        picture, small = redrawn(sys.stdin.buffer.read())
    except (TooBig, MemoryError):
        return TOO_BIG
    except Exception:
        return NOT_A_PICTURE
    sys.stdout.buffer.write(len(picture).to_bytes(4, "big") + picture + small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
