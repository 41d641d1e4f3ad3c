"""An adviser sees a resident's photos: those they ask for, in that conversation, and it is written down."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec import structs

from bot.parts import run_id
from channels.message import Inbound, Media
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.integration.console.test_console_talk import waits
from tests.pictures import encoded, from_a_phone, opened


async def sends(
    helpline: Helpline, *photos: bytes, text: str = "", address: str = "resident-1"
) -> list[Media]:
    """A resident sends photos."""
    parts = helpline.parts
    media = [await parts.store.photos.keep("web", address, photo) for photo in photos]
    inbound = Inbound(run_id(), "web", address, text, parts.clock.now())
    await parts.turns.receive(structs.replace(inbound, media=tuple(media)))
    return media


async def test_a_photo_waits_to_be_asked_for(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    one, two = await sends(helpline, encoded(), from_a_phone("HEIF"), text="look at this")
    await amira.open(f"/helpline/talk/{reference}")
    assert "look at this Show photo 1 Show photo 2" in amira.words
    boxes = re.findall(r"<details>(?:(?!</details>).)*</details>", amira.page)
    assert len(boxes) == 2, "closed until they are opened"
    assert all('loading="lazy"' in box for box in boxes)
    for photo, box in zip((one, two), boxes, strict=True):
        found = re.search(r'<a href="([^"]+)"><img src="([^"]+)"', box)
        assert found
        page, small = found.groups()
        answer = await amira.client.get(small)
        assert opened(await answer.read()).size == (320, 240)
        assert "Back to the conversation" in await amira.open(page)
        assert f"{photo.ref}/full" in amira.page
        answer = await amira.client.get(f"{page}/full")
        shown = await answer.read()
        assert len(shown) == photo.size
        assert b"Snicket Phone" not in shown


async def test_the_file_is_a_picture_and_nothing_else(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    (photo,) = await sends(helpline, encoded())
    answer = await amira.client.get(f"/helpline/talk/{reference}/photo/{photo.ref}/full")
    headers = answer.headers
    assert (answer.content_type, headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'none'"} <= set(
        headers["Content-Security-Policy"].split("; ")
    )


async def test_each_photo_that_is_looked_at_is_in_the_audit_once(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    photos = await sends(helpline, encoded(), encoded(kind="PNG"))
    await amira.open(f"/helpline/talk/{reference}")
    audit = helpline.stores.audit
    assert await audit.recent(action="photo") == ()
    for photo in photos:
        for part in ("/small", "", "/full"):
            await amira.open_file(f"/helpline/talk/{reference}/photo/{photo.ref}{part}")
    entries = await audit.recent(action="photo")
    assert [(one.name, one.detail) for one in entries] == [
        ("Amira Khan", f"{reference} {photo.ref[:12]}") for photo in reversed(photos)
    ]


@pytest.mark.parametrize("part", ["", "/small", "/full"])
async def test_it_is_shown_in_its_own_conversation_only(helpline: Helpline, enters: Opens, part: str) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    (theirs,) = await sends(helpline, encoded(), address="resident-2")
    other = await waits(helpline, "resident-2")
    assert (await amira.open_file(f"/helpline/talk/{other}/photo/{theirs.ref}{part}"))[0] == 200
    for path in (f"{reference}/photo/{theirs.ref}", f"{other}/photo/guessed", f"NOSUCH/photo/{theirs.ref}"):
        status, body = await amira.open_file(f"/helpline/talk/{path}{part}")
        assert status == 404
        assert not body.startswith(b"\xff\xd8")


async def test_nobody_sees_it_without_signing_in(
    helpline: Helpline, browser: Callable[[], Browser], enters: Opens
) -> None:
    await enters("Amira Khan")
    reference = await waits(helpline)
    (photo,) = await sends(helpline, encoded())
    for part in ("", "/small", "/full"):
        _status, body = await browser().open_file(f"/helpline/talk/{reference}/photo/{photo.ref}{part}")
        assert b"Sign in" in body


async def test_what_is_erased_is_gone_for_advisers_too(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    (photo,) = await sends(helpline, encoded())
    found = await helpline.stores.handovers.find(reference)
    assert found
    await helpline.parts.store.erase(found.conversation)
    status, _body = await amira.open_file(f"/helpline/talk/{reference}/photo/{photo.ref}/full")
    assert status == 404


async def test_a_photo_while_an_adviser_talks_is_simply_there(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    await sends(helpline, encoded())
    lines = await helpline.parts.store.transcript.read("web", "resident-1")
    assert (lines[-1].who, len(lines[-1].media)) == ("resident", 1), "the assistant says nothing"
    assert "Show photo 1" in await amira.open(f"/helpline/talk/{reference}")
