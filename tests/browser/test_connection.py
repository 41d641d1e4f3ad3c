"""When the line is bad: streams break, servers restart, networks go. Nothing is lost and nothing doubled."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from channels.fake import said
from channels.web import WebSettings
from tests.browser.chatting import ask, box, replies
from tests.browser.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_message_from_an_adviser_arrives_by_itself(page: Page, service: Service) -> None:
    await ask(page, "hello")
    service.assistant.push("web", service.session(), said("I can see your report."), "adviser")
    await expect(page.locator(".line.adviser .text")).to_have_text("I can see your report.")
    await expect(page.locator(".line.adviser .who")).to_have_text("Adviser")


async def test_two_tabs_follow_one_conversation(
    page: Page, context: BrowserContext, service: Service
) -> None:
    await ask(page, "hello")
    other = await context.new_page()
    await other.goto(service.url)
    await ask(page, "when is my bin oakwood court")
    await expect(replies(other)).to_have_count(2)
    await expect(other.locator(".line")).to_have_count(4)
    await expect(page.locator(".line")).to_have_count(4)


async def test_the_page_finds_its_way_back_after_a_restart(page: Page, service: Service) -> None:
    await ask(page, "hello")
    await service.stop()
    await expect(page.locator("#status")).to_have_text("The connection is lost. We are trying again.")
    service.assistant.push("web", service.session(), said("Said while you were away."))
    await service.start()
    await expect(replies(page).last.locator(".text")).to_have_text(
        "Said while you were away.", timeout=15_000
    )
    await expect(page.locator("#status")).to_have_text("You are connected again.")
    await expect(replies(page)).to_have_count(2)


async def test_a_message_sent_while_the_server_is_away_is_sent_once(page: Page, service: Service) -> None:
    await ask(page, "hello")
    await service.stop()
    await box(page).fill("are you there")
    await box(page).press("Enter")
    await expect(page.locator("#status")).to_have_text("Your message is not sent yet. We are trying again.")
    await expect(page.locator(".unsent .text")).to_have_text("are you there")
    await service.start()
    await expect(replies(page)).to_have_count(2, timeout=15_000)
    await expect(page.locator(".unsent")).to_have_count(0)
    assert [inbound.text for inbound in service.assistant.received] == ["hello", "are you there"]


async def test_a_message_not_sent_yet_survives_a_reload(
    page: Page, context: BrowserContext, service: Service
) -> None:
    await ask(page, "hello")
    await page.route("**/chat/messages", lambda route: route.abort())
    await box(page).fill("one more thing")
    await box(page).press("Enter")
    await expect(page.locator(".unsent")).to_have_count(1)
    await page.unroute("**/chat/messages")
    await page.reload()
    await expect(replies(page)).to_have_count(2)
    assert [inbound.text for inbound in service.assistant.received] == ["hello", "one more thing"]


async def test_an_answer_lost_on_the_way_is_not_asked_for_twice(page: Page, service: Service) -> None:
    """The first request reaches the server and its answer is lost: the page tries again with the same id."""
    lost = 0

    async def lose_the_first(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/chat/messages", lose_the_first)
    async with page.expect_response("**/chat/messages"):
        await ask(page, "hello")
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator("#status")).to_be_empty()
    assert lost == 2
    assert len(service.assistant.received) == 1
    await expect(page.locator(".line.resident")).to_have_count(1)


async def test_offline_is_said_and_mended(page: Page, context: BrowserContext, service: Service) -> None:
    await ask(page, "hello")
    await context.set_offline(True)
    await box(page).fill("on the train")
    await box(page).press("Enter")
    await expect(page.locator("#status")).to_have_text(
        "You are offline. We will send your message when you are back."
    )
    await context.set_offline(False)
    await expect(replies(page)).to_have_count(2)
    assert len(service.assistant.received) == 2


async def test_a_fault_of_the_assistant_is_tried_again(page: Page, service: Service) -> None:
    service.assistant.fail(1)
    await ask(page, "hello")
    assert [inbound.text for inbound in service.assistant.received] == ["hello"]


async def test_a_refused_message_comes_back_to_the_box(page: Page, service: Service) -> None:
    await page.evaluate("document.getElementById('text').removeAttribute('maxlength')")
    await box(page).fill("x" * 2001)
    await box(page).press("Enter")
    await expect(page.get_by_role("alert")).to_have_text(
        "Your message is too long. Please make it shorter and send it again."
    )
    await expect(box(page)).to_have_value("x" * 2001)
    assert service.assistant.received == []


async def test_without_a_stream_the_page_asks_at_intervals(browser: Browser) -> None:
    service = Service()
    await service.start(streams=False)
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(service.url)
    await ask(page, "hello")
    service.assistant.push("web", service.session(), said("Found by asking."), "adviser")
    await expect(page.locator(".line.adviser .text")).to_have_text("Found by asking.")
    await context.close()
    await service.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def council_site() -> AsyncIterator[tuple[str, Service]]:
    """A council's own page, on an origin of its own, with the chat embedded by the loader."""
    chat = Service()
    site = Service()
    chat.settings = WebSettings(council="Leeds City Council", frame_ancestors=(site.url,), ping_seconds=0.5)
    await chat.start()
    body = (
        "<!doctype html><title>Council</title><h1>Bins</h1>"
        f"<a href='{chat.url}/' data-snicket>Chat with the council</a>"
        f"<script src='{chat.url}/embed.js' defer></script>"
    )

    async def home(request: web.Request) -> web.Response:
        return web.Response(text=body, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", home)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", site.port).start()
    yield site.url, chat
    await runner.cleanup()
    await chat.stop()


async def test_a_council_page_embeds_the_chat(browser: Browser, council_site: tuple[str, Service]) -> None:
    url, chat = council_site
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url)
    link = page.get_by_role("link", name="Chat with the council")
    await link.click()
    frame = page.frame_locator("iframe[title='Chat with the council']")
    await frame.locator("#text").fill("hello")
    await frame.locator("#text").press("Enter")
    await expect(frame.locator(".line.assistant")).to_have_count(1)
    assert chat.assistant.received[0].text == "hello"
    await frame.get_by_role("button", name="Close the chat").click()
    await expect(page.locator("iframe")).to_be_hidden()
    await expect(link).to_be_focused()
    await context.close()


async def test_a_page_that_is_not_on_the_list_cannot_embed_it(
    browser: Browser, council_site: tuple[str, Service]
) -> None:
    url, _ = council_site
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url.replace("127.0.0.1", "localhost"))
    await page.get_by_role("link", name="Chat with the council").click()
    await expect(page.frame_locator("iframe").locator("#text")).to_have_count(0)
    await context.close()
