"""A resident's photo arrives on an adviser's open page, closed; it opens when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.chatting import faults
from tests.browser.test_console import Site, say, site, taken
from tests.browser.test_photos import photo

__all__ = ["site"]

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_adviser_opens_a_photo_that_has_just_come(site: Site, pictures: Path) -> None:
    resident, adviser = await site.page("/"), await site.adviser("Amira Khan")
    fetched: list[str] = []
    adviser.on("request", lambda request: fetched.append(request.url))
    await say(resident, "I want to talk to a person")
    reference = await taken(adviser)
    await resident.locator("#photos").set_input_files(photo())
    await expect(resident.locator("#tray img")).to_have_count(1)
    await say(resident, "This is the leak")
    closed = adviser.get_by_text("Show photo 1")
    await expect(closed).to_be_visible()
    assert not [url for url in fetched if "/photo/" in url], "nothing is fetched before it is asked for"
    assert await faults(adviser) == []
    await closed.focus()
    await adviser.keyboard.press("Enter")
    small = adviser.get_by_role("img", name="Photo 1, open it large")
    await expect(small).to_be_visible()
    assert (
        await small.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 320
    )
    await adviser.screenshot(path=pictures / "console-photo-open.png")
    assert await faults(adviser) == []
    await small.click()
    large = adviser.get_by_role("img", name="The resident’s photo")
    assert (
        await large.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 641
    )
    await adviser.screenshot(path=pictures / "console-photo.png")
    assert await faults(adviser) == []
    await adviser.get_by_role("link", name="Back to the conversation").click()
    assert adviser.url.endswith(f"/helpline/talk/{reference}")
    await expect(adviser.get_by_text("Show photo 1")).to_be_visible()
    entries = await site.helpline.stores.audit.recent(action="photo")
    assert [one.name for one in entries] == ["Amira Khan"]
