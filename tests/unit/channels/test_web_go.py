"""A conversation from elsewhere goes on in the browser: opened by a button, once."""

from __future__ import annotations

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from channels.fake import Assistant, by_words
from channels.web import Web, WebSettings
from tests.unit.channels.conftest import ANSWERS, DIRECTIONS, Browser, SmallCatalogue, Ticker

CODE = "2345679CDFGHJKMN"


class Links:
    """The store's promises, in memory: a code links one address, once."""

    def __init__(self) -> None:
        self.codes = {CODE}
        self.linked: list[str] = []

    async def works(self, code: str) -> bool:
        return code in self.codes

    async def take(self, code: str, address: str) -> bool:
        if code not in self.codes:
            return False
        self.codes.remove(code)
        self.linked.append(address)
        return True


@pytest.fixture
def links() -> Links:
    return Links()


@pytest.fixture
async def browser(aiohttp_client: AiohttpClient, links: Links) -> Browser:
    clock = Ticker()
    assistant = Assistant(by_words(ANSWERS), clock, languages=DIRECTIONS)
    settings = WebSettings(council="Leeds City Council", phone="0113 222 4406")
    channel = Web(transcript=assistant, words=SmallCatalogue(), settings=settings, clock=clock, linking=links)
    app = web.Application(middlewares=[channel.not_found])
    app.add_routes(channel.routes(assistant.receive))
    app.on_shutdown.append(channel.close)
    return Browser(await aiohttp_client(app), assistant, channel, clock)


async def test_opening_the_link_does_nothing_yet(browser: Browser, links: Links) -> None:
    page = await browser.open(f"/go/{CODE}")
    assert "Open my conversation" in page
    assert links.codes == {CODE}


async def test_the_button_opens_the_conversation_in_a_session_of_its_own(
    browser: Browser, links: Links
) -> None:
    await browser.open("/")
    before = browser.address
    await browser.open(f"/go/{CODE}")
    answer = await browser.submit(f"/go/{CODE}")
    assert answer.status == 303
    assert answer.headers["Location"] == "/#latest"
    assert links.linked == [browser.address]
    assert browser.address != before


async def test_the_link_works_once(browser: Browser, links: Links) -> None:
    await browser.open(f"/go/{CODE}")
    await browser.submit(f"/go/{CODE}")
    answer = await browser.client.get(f"/go/{CODE}")
    assert answer.status == 410
    page = await answer.text()
    assert "This link has been used already, or it is too old." in page
    assert "0113" in page


async def test_a_code_that_is_used_while_the_page_is_open(browser: Browser, links: Links) -> None:
    await browser.open(f"/go/{CODE}")
    links.codes.clear()
    assert (await browser.submit(f"/go/{CODE}")).status == 410
    assert links.linked == []


@pytest.mark.parametrize("code", ["x", "2345", "%3Cscript%3E", "2" * 33, "22222222"])
async def test_a_code_that_is_none(browser: Browser, code: str) -> None:
    answer = await browser.client.get(f"/go/{code}")
    assert answer.status == 410
    assert "<script>" not in await answer.text()


async def test_another_site_cannot_press_the_button(browser: Browser, links: Links) -> None:
    await browser.open(f"/go/{CODE}")
    answer = await browser.submit(f"/go/{CODE}", headers={"Origin": "https://evil.test"})
    assert answer.status == 403
    answer = await browser.submit(f"/go/{CODE}", token="0" * 64)
    assert answer.status == 403
    assert links.codes == {CODE}


async def test_without_a_cookie_the_button_does_nothing(browser: Browser, links: Links) -> None:
    await browser.open(f"/go/{CODE}")
    browser.client.session.cookie_jar.clear()
    assert (await browser.submit(f"/go/{CODE}")).status == 403
    assert links.codes == {CODE}
