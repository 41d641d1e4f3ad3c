"""A resident sends photos, with the page's script and without it, by keyboard, and takes them back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, Route, expect

from channels.web.refusal import NOT_A_PHOTO, PHOTO_TOO_LARGE, TOO_MANY_AT_ONCE
from tests.browser.chatting import box, faults, focused, replies, sideways
from tests.browser.service import Service
from tests.pictures import encoded, from_a_phone, picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


def photo(number: int = 1, kind: str = "JPEG") -> FilePayload:
    made = encoded(picture(640 + number, 480), kind)
    return {"name": f"photo{number}.jpg", "mimeType": "image/jpeg", "buffer": made}


async def loaded(page: Page, selector: str) -> list[int]:
    """The widths of pictures that are really there."""
    await page.wait_for_function(
        "all => [...document.querySelectorAll(all)].every((one) => one.complete && one.naturalWidth)",
        arg=selector,
    )
    widths: list[int] = await page.eval_on_selector_all(selector, "all => all.map((one) => one.naturalWidth)")
    return widths


async def test_photos_are_shown_sent_and_seen_again(page: Page, service: Service, pictures: Path) -> None:
    await page.locator("#photos").set_input_files([photo(1), photo(2)])
    await expect(page.locator("#tray img")).to_have_count(2)
    assert await loaded(page, "#tray img") == [320, 320]
    await box(page).fill("The bin is broken")
    await page.screenshot(path=pictures / "photos-picked.png")
    assert await faults(page) == []
    await box(page).press("Enter")
    await expect(page.locator(".line.resident .photos img")).to_have_count(2)
    await expect(page.locator("#tray")).to_be_hidden()
    await expect(replies(page)).to_have_count(1)
    assert await loaded(page, ".line.resident .photos img") == [320, 320]
    await page.screenshot(path=pictures / "photos-sent.png")
    assert await faults(page) == []
    assert len(service.assistant.received[-1].media) == 2
    await page.reload()
    assert await loaded(page, ".line.resident .photos img") == [320, 320]


async def test_a_photo_alone_is_a_message(page: Page, service: Service) -> None:
    await page.locator("#photos").set_input_files(photo())
    await expect(page.locator("#tray img")).to_have_count(1)
    await page.get_by_role("button", name="Send").click()
    await expect(replies(page)).to_have_count(1)
    await expect(page.locator(".line.resident")).to_have_count(1)
    assert (service.assistant.received[-1].text, len(service.assistant.received[-1].media)) == ("", 1)


async def test_the_whole_photo_opens(page: Page, service: Service) -> None:
    await page.locator("#photos").set_input_files(photo())
    await expect(page.locator("#tray img")).to_have_count(1)
    await page.get_by_role("button", name="Send").click()
    async with page.expect_response(re.compile(r"/photos/[^/]+$")) as answer:
        await page.get_by_role("link", name="Photo 1").click()
    headers = (await answer.value).headers
    assert headers["content-type"] == "image/jpeg"
    assert "sandbox" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    await page.wait_for_url(re.compile(r"/photos/[^/]+$"))
    assert await loaded(page, "img") == [641]


async def test_it_works_without_the_script(browser: Browser, service: Service, pictures: Path) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 800, "height": 700})
    page = await context.new_page()
    await page.goto(service.url)
    await page.screenshot(path=pictures / "photos-without-script.png")
    await page.locator("#photos").set_input_files([photo(1), photo(2)])
    await box(page).fill("Look")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".line.resident .photos img")).to_have_count(2)
    await expect(page.locator(".line.resident .text")).to_have_text("Look")
    await page.screenshot(path=pictures / "photos-sent-without-script.png")
    await box(page).fill("And in words")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".line.resident")).to_have_count(2)
    assert [len(one.media) for one in service.assistant.received] == [2, 0]
    await context.close()


async def test_without_the_script_a_refused_photo_leaves_the_words(
    browser: Browser, service: Service
) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(service.url)
    text: FilePayload = {
        "name": "photo.jpg",
        "mimeType": "image/jpeg",
        "buffer": b"<script>alert(1)</script>",
    }
    await page.locator("#photos").set_input_files(text)
    await box(page).fill("My door is broken")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("#problem")).to_have_text(NOT_A_PHOTO.msgid)
    await expect(box(page)).to_have_value("My door is broken")
    assert service.assistant.received == []
    await context.close()


async def test_a_photo_is_taken_back_by_keyboard(page: Page, service: Service) -> None:
    await page.locator("#photos").set_input_files([photo(1), photo(2)])
    await expect(page.locator("#tray img")).to_have_count(2)
    await page.get_by_role("button", name="Remove: Photo 1").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#tray img")).to_have_count(1)
    assert await focused(page) == "Remove"
    await expect(page.locator("#status")).to_have_text("The photo is removed.")
    async with page.expect_response("**/remove"):
        await page.keyboard.press("Enter")
    await expect(page.locator("#tray")).to_be_hidden()
    assert await focused(page) == "photos"
    assert [len(kept) for kept in service.album.kept.values()] == [0]


async def test_what_is_no_photo_is_said_and_the_rest_stays(page: Page) -> None:
    text: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"not a photo"}
    large: FilePayload = {
        "name": "b.jpg",
        "mimeType": "image/jpeg",
        "buffer": b"\xff\xd8\xff" + bytes(11 << 20),
    }
    await page.locator("#photos").set_input_files(photo())
    await expect(page.locator("#tray img")).to_have_count(1)
    for file, words in ((text, NOT_A_PHOTO), (large, PHOTO_TOO_LARGE)):
        await page.locator("#photos").set_input_files(file)
        await expect(page.locator("#problem")).to_have_text(words.msgid)
        await expect(page.locator("#tray li")).to_have_count(1)
    await page.locator("#photos").set_input_files([photo(number) for number in range(2, 8)])
    await expect(page.locator("#problem")).to_have_text(TOO_MANY_AT_ONCE.msgid)
    await expect(page.locator("#tray img")).to_have_count(5)


async def test_a_message_waits_for_its_photo(page: Page, service: Service) -> None:
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route("**/chat/photos", hold)
    await page.locator("#photos").set_input_files(photo())
    await expect(page.locator("#tray progress")).to_have_count(1)
    await box(page).fill("With a photo")
    await box(page).press("Enter")
    await expect(page.locator("#status")).to_have_text("We are sending your photo.")
    assert await faults(page) == []
    assert service.assistant.received == []
    await held[0].continue_()
    await expect(page.locator(".line.resident .photos img")).to_have_count(1)
    await expect(page.locator(".line.assistant")).to_have_count(1)  # the line stands there before it is sent
    assert (service.assistant.received[-1].text, len(service.assistant.received)) == ("With a photo", 1)


async def test_picked_photos_survive_a_reload(page: Page) -> None:
    await page.locator("#photos").set_input_files(photo())
    await expect(page.locator("#tray img")).to_have_count(1)
    await page.reload()
    await expect(page.locator("#tray img")).to_have_count(1)
    assert await loaded(page, "#tray img") == [320]


async def test_another_browser_sees_nothing(page: Page, browser: Browser, service: Service) -> None:
    await page.locator("#photos").set_input_files(photo())
    address = await page.locator("#tray img").get_attribute("src")
    other = await browser.new_context()
    answer = await (await other.new_page()).goto(f"{service.url}{address}")
    assert answer is not None
    assert answer.status == 404
    await other.close()


async def test_a_photo_from_a_phone_is_upright_and_says_nothing_of_its_place(
    page: Page, service: Service
) -> None:
    file: FilePayload = {"name": "x.heic", "mimeType": "", "buffer": from_a_phone("JPEG", orientation=6)}
    await page.locator("#photos").set_input_files(file)
    await expect(page.locator("#tray img")).to_have_count(1)
    (kept,) = (picture for photos in service.album.kept.values() for picture in photos.values())
    assert b"Snicket Phone" not in kept.full
    await loaded(page, "#tray img")
    assert await page.eval_on_selector("#tray img", "image => image.naturalHeight > image.naturalWidth")


@pytest.mark.parametrize("width", [320, 390])
async def test_it_fits_a_phone(page: Page, pictures: Path, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 740})
    await page.locator("#photos").set_input_files([photo(1), photo(2), photo(3)])
    await expect(page.locator("#tray img")).to_have_count(3)
    await loaded(page, "#tray img")
    await page.screenshot(path=pictures / f"photos-phone-{width}.png")
    assert await sideways(page) == 0
    label = await page.locator(".attach label").bounding_box()
    assert label is not None
    assert min(label["width"], label["height"]) >= 44
