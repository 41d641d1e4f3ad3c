"""Strangers' files become plain pictures, or are refused: by the real program, in a process of its own."""

from __future__ import annotations

import asyncio
import time

import pytest
from PIL import Image, features

from channels import picture as module
from channels.photos import PHOTO_LIMIT, NoPhoto, Reason
from channels.picture import Redraws
from channels.redraw import MOST_PIXELS, kind_of
from tests.pictures import BLUE, GREEN, RED, SECRETS, bomb, encoded, from_a_phone, opened, picture

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
WHITE = (255, 255, 255)


def near(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 30 for a, b in zip(one, other, strict=True))


async def refused(data: bytes) -> Reason:
    with pytest.raises(NoPhoto) as caught:
        await Redraws()(data)
    return caught.value.reason


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_becomes_a_jpeg_and_a_small_one(kind: str) -> None:
    made = await Redraws()(encoded(picture(3_000, 1_500), kind))
    full, small = opened(made.full), opened(made.small)
    assert (full.format, full.mode, full.size) == ("JPEG", "RGB", (2_048, 1_024))
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (320, 160))
    for shown in (full, small):
        width, height = shown.size
        assert near(shown.getpixel((width // 10, height // 10)), GREEN)
        assert near(shown.getpixel((width - 9, height // 4)), RED)
        assert near(shown.getpixel((width // 2, height - 9)), BLUE)


@pytest.mark.parametrize("kind", KINDS)
async def test_where_and_with_what_it_was_taken_is_gone(kind: str) -> None:
    sent = from_a_phone(kind)
    assert b"Snicket Phone" in sent
    assert opened(sent).getexif().get_ifd(0x8825)
    made = await Redraws()(sent)
    for kept in (made.full, made.small):
        assert not opened(kept).getexif()
        assert not any(secret in kept for secret in SECRETS)
        assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_it_is_turned_the_way_it_was_taken(orientation: int) -> None:
    undone = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    held = picture().transpose(undone[orientation]) if orientation > 1 else picture()
    made = opened((await Redraws()(encoded(held, exif=exif.tobytes()))).full)
    assert made.size == (640, 480)
    assert near(made.getpixel((20, 20)), GREEN)
    assert near(made.getpixel((20, 460)), BLUE)


async def test_heic_of_a_phone_is_upright_too() -> None:
    held = picture().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    made = opened((await Redraws()(encoded(held, "HEIF", exif=exif.tobytes()))).full)
    assert made.size == (640, 480)
    assert near(made.getpixel((20, 20)), GREEN)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
async def test_every_way_to_write_colour_is_read(mode: str) -> None:
    made = opened((await Redraws()(encoded(Image.new(mode, (60, 40)), "PNG"))).full)
    seen_through = mode in ("LA", "RGBA")
    assert near(made.getpixel((30, 20)), WHITE if seen_through else (0, 0, 0))


async def test_sixteen_bits_are_not_burnt_out() -> None:
    grey = Image.new("I;16", (60, 40), 0x8000)
    assert near(opened((await Redraws()(encoded(grey, "PNG"))).full).getpixel((30, 20)), (128, 128, 128))


async def test_a_printer_s_jpeg_is_read() -> None:
    assert opened((await Redraws()(encoded(picture().convert("CMYK")))).full).mode == "RGB"


@pytest.mark.parametrize("behind", [b"PK\x03\x04 a zip", b"<script>alert(1)</script>", b"%PDF-1.7"])
async def test_a_second_file_behind_the_picture_is_gone(behind: bytes) -> None:
    made = await Redraws()(encoded() + behind)
    assert behind not in made.full
    assert made.full.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\xff\xd8\xff" + bytes(1_000),
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypheic" + bytes(200),
        b"\0\0\0\x18ftypmp42" + bytes(200),
        encoded(picture(), "GIF"),
        encoded(picture(), "TIFF"),
        encoded(picture(), "BMP"),
    ],
    ids=lambda data: repr(data[:12]),
)
async def test_what_is_no_photo_is_refused(data: bytes) -> None:
    assert await refused(data) == "not_a_picture"


@pytest.mark.parametrize("kind", KINDS)
async def test_half_a_file_is_refused(kind: str) -> None:
    whole = encoded(Image.effect_noise((400, 300), 80).convert("RGB"), kind)
    assert await refused(whole[: len(whole) // 2]) == "not_a_picture"


async def test_a_bomb_is_refused_at_once_and_before_it_is_unpacked() -> None:
    sent = bomb()
    assert len(sent) < 1_000_000
    began = time.perf_counter()
    assert await refused(sent) == "too_big_a_picture"
    assert time.perf_counter() - began < 5


async def test_the_largest_photo_of_a_phone_is_kept() -> None:
    side = int(MOST_PIXELS**0.5)
    made = await Redraws()(encoded(Image.new("RGBA", (side, side), (9, 9, 9, 255)), "PNG"))
    assert opened(made.full).size == (2_048, 2_048)


async def test_more_bytes_than_the_limit_are_not_looked_at() -> None:
    assert await refused(encoded() + bytes(PHOTO_LIMIT)) == "too_large"


async def test_a_strip_is_kept() -> None:
    made = await Redraws()(encoded(Image.new("RGB", (9_000, 1))))
    assert opened(made.full).size == (2_048, 1)


async def test_broken_exif_costs_no_photo() -> None:
    sent = bytearray(from_a_phone())
    at = sent.index(b"Exif\0\0") + 6
    sent[at : at + 30] = bytes(range(200, 230))
    assert opened((await Redraws()(bytes(sent))).full).size == (640, 480)


class Watched:
    """Sees the program start, and what it is given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._start = asyncio.create_subprocess_exec
        self.given: list[dict[str, str]] = []
        self.programs: list[asyncio.subprocess.Process] = []
        self.started = asyncio.Event()
        monkeypatch.setattr(asyncio, "create_subprocess_exec", self._watch)

    async def _watch(self, *command: str, env: dict[str, str], **how: int) -> asyncio.subprocess.Process:
        self.given.append(env)
        self.programs.append(await self._start(*command, env=env, **how))
        self.started.set()
        return self.programs[-1]


async def test_the_program_has_no_secret_and_the_loop_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNICKET_SECRET", "a secret")
    watched, ticks = Watched(monkeypatch), 0
    photos = asyncio.gather(*(Redraws()(encoded(picture(4_000, 3_000), "PNG")) for _ in range(3)))
    while not photos.done():
        await asyncio.sleep(0)
        ticks += 1
    assert ticks > 100
    assert len(watched.given) == 3
    assert all(set(env) <= {"PATH", "LD_LIBRARY_PATH", "SYSTEMROOT"} for env in watched.given)


async def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", 0.001)
    assert await refused(encoded(picture(4_000, 3_000), "PNG")) == "too_big_a_picture"
    assert watched.programs[0].returncode is not None


async def test_who_gives_up_leaves_no_program_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    watched, redraws = Watched(monkeypatch), Redraws()
    waiting = asyncio.create_task(redraws(encoded(picture(4_000, 3_000), "PNG")))
    await watched.started.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert watched.programs[0].returncode is not None
    assert opened((await redraws(encoded())).full).size == (640, 480)


def test_the_declared_kind_is_never_asked_for() -> None:
    assert [kind_of(encoded(kind=kind)) for kind in KINDS] == list(KINDS)
    assert features.check("webp")
