"""Two advisers and a resident at once, in real Chromium: no page is reloaded, nothing is said twice."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port
from msgspec import structs
from playwright.async_api import Browser, Page, expect

from accessibility import sms
from bot.application import application
from bot.knowledge.bins.schedule_file import database_path
from tests.browser.chatting import PATIENCE, expect_focus, faults, sideways
from tests.conftest import NOW
from tests.helpline import PASSWORD, Helpline
from tests.testbot import put_together

pytestmark = pytest.mark.asyncio(loop_scope="session")

AT_ONCE = 3.0
"""Seconds within which the other side sees what was said: sooner than the page would ask by itself."""


class Site:
    """The whole product on a port: the chat for residents, the console for staff."""

    def __init__(self, helpline: Helpline, url: str, browser: Browser) -> None:
        self.helpline = helpline
        self.url = url
        self._browser = browser
        self._opened: list[Page] = []
        self.faults: list[str] = []

    async def page(self, path: str, **options: object) -> Page:
        """A fresh browser profile on a page. A fault in its script, or anything its own policy blocks, fails
        the test."""
        context = await self._browser.new_context(
            locale="en-GB",
            viewport={"width": 1300, "height": 900},
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on(
            "console",
            lambda line: self.faults.append(line.text) if "Content Security" in line.text else None,
        )
        await page.goto(self.url + path)
        self._opened.append(page)
        return page

    async def adviser(self, name: str, role: str = "adviser", **options: object) -> Page:
        """Somebody who has signed in and begun their shift."""
        login = f"{name.split()[0].lower()}@example.org"
        await self.helpline.member(login, name, role)  # type: ignore[arg-type]
        page = await self.page("/helpline/", **options)
        await page.get_by_label("E-mail address").fill(login)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await page.get_by_role("button", name="Begin your shift").click()
        await expect(page.get_by_text("You are on shift")).to_be_visible()
        return page

    async def close(self) -> None:
        for page in self._opened:
            await page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site(browser: Browser, estate: Path, tmp_path: Path) -> AsyncIterator[Site]:
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW)
    # The chat may be opened by any name of this machine, and its cookie goes over http.
    parts.settings = structs.replace(parts.settings, public_url=f"http://localhost:{parts.settings.port}")
    helpline = Helpline(parts)
    app = await application(parts)
    runner, port = web.AppRunner(app, shutdown_timeout=1), unused_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    made = Site(helpline, f"http://127.0.0.1:{port}", browser)
    yield made
    await made.close()
    await runner.cleanup()
    await parts.close()
    assert made.faults == []


async def say(page: Page, words: str) -> None:
    await page.locator("#text").fill(words)
    await page.locator("#text").press("Enter")


async def taken(adviser: Page) -> str:
    """The adviser takes who waits first; the reference."""
    await adviser.get_by_role("button", name="Take").first.click()
    await expect(adviser.get_by_text("You have this conversation")).to_be_visible()
    return adviser.url.rpartition("/")[2]


async def within(seconds: float, seen: Callable[[], Awaitable[None]]) -> None:
    began = time.perf_counter()
    await seen()
    assert time.perf_counter() - began < seconds


async def test_a_request_shows_itself_and_is_taken_by_one(site: Site, pictures: Path) -> None:
    amira, ben = await site.adviser("Amira Khan"), await site.adviser("Ben Ode")
    resident = await site.page("/")
    await expect(amira.get_by_text("Nobody waits.")).to_be_visible()
    await say(resident, "I want to talk to a person")
    await expect(resident.locator(".line.assistant")).to_contain_text("You are next.")
    button = ben.get_by_role("button", name="Take")
    await within(AT_ONCE, lambda: expect(amira.get_by_role("button", name="Take")).to_be_visible())
    await expect(button).to_be_visible()
    await expect(amira).to_have_title("(1) Queue – Leeds City Council")
    await amira.screenshot(path=pictures / "console-queue.png", full_page=True)
    action = await ben.locator("form[action$='/claim']").get_attribute("action")
    reference = await taken(amira)
    assert action == f"/helpline/talk/{reference}/claim"
    await expect(button).to_have_count(0)
    await ben.goto(f"{site.url}/helpline/talk/{reference}")
    await expect(ben.get_by_text("Amira has this conversation.")).to_be_visible()
    await expect(ben.locator("#words")).to_have_count(0)


async def test_of_two_clicks_at_once_one_is_told_who_was_first(site: Site) -> None:
    amira, ben = await site.adviser("Amira Khan"), await site.adviser("Ben Ode")
    # Without the live script the second page still shows the button when it is pressed.
    await ben.route("**/events", lambda route: route.abort())
    await ben.reload()
    await site.helpline.says("talk to a person")
    await ben.reload()
    await taken(amira)
    await ben.get_by_role("button", name="Take").click()
    await expect(ben.get_by_text("Amira took this.")).to_be_visible()


async def test_words_go_both_ways_at_once(site: Site, pictures: Path) -> None:
    amira = await site.adviser("Amira Khan")
    resident = await site.page("/")
    await say(resident, "my black bin was missed at 15 Oakwood Court")
    await expect(resident.locator(".line.assistant").first).to_be_visible()
    await say(resident, "I want to talk to a person")
    await taken(amira)
    await expect(resident.locator(".line.system")).to_contain_text("You are talking to Amira")
    await amira.locator("#words").fill("Hello, I can see your report.")
    await amira.locator("#reply").get_by_role("button", name="Send").click()
    answer = resident.locator(".line.adviser .text", has_text="Hello, I can see your report.")
    await within(AT_ONCE, lambda: expect(answer).to_be_visible())
    await expect(amira.locator("#words")).to_have_value("")
    await say(resident, "thank you, it still stands there")
    heard = amira.locator(".line.resident .text", has_text="it still stands there")
    await within(AT_ONCE, lambda: expect(heard).to_be_visible())
    await amira.locator("#words").fill("And a second one.")
    await amira.locator("#words").press("Control+Enter")
    await expect(resident.locator(".line.adviser")).to_have_count(2)
    await expect(amira.locator(".line.adviser")).to_have_count(2)
    await expect(resident.locator(".line.assistant", has_text="Sorry")).to_have_count(0)
    await amira.locator("#note").fill("Rang twice this week.")
    await amira.get_by_role("button", name="Keep the note").click()
    await expect(amira.locator(".note")).to_be_visible()
    await amira.screenshot(path=pictures / "console-talk.png", full_page=True)
    assert await faults(amira) == []
    await amira.get_by_role("button", name="Hand back to the assistant").click()
    await expect(amira.get_by_text("The assistant has the conversation again.")).to_be_visible()
    await expect(resident.locator(".line.system").last).to_contain_text("You are back with")
    await expect(resident.get_by_role("button", name="Carry on")).to_be_visible()


async def test_two_who_have_it_open_see_each_other(site: Site) -> None:
    amira, zoe = await site.adviser("Amira Khan"), await site.adviser("Zoe Mann", "supervisor")
    await site.helpline.says("talk to a person")
    reference = await taken(amira)
    await zoe.goto(f"{site.url}/helpline/talk/{reference}")
    await expect(amira.get_by_text("Zoe is also here.")).to_be_visible()
    await expect(zoe.get_by_text("Amira is also here.")).to_be_visible()
    await zoe.goto(f"{site.url}/helpline/queue")
    await expect(amira.get_by_text("Zoe is also here.")).to_have_count(0)
    await expect(zoe.get_by_role("heading", name="Conversations of everybody")).to_be_visible()


async def test_what_is_typed_stays_when_something_else_changes(site: Site) -> None:
    amira, ben = await site.adviser("Amira Khan"), await site.adviser("Ben Ode")
    await site.helpline.says("talk to a person")
    reference = await taken(amira)
    await amira.locator("#words").fill("I am just")
    await ben.goto(f"{site.url}/helpline/talk/{reference}")
    await ben.locator("#note").fill("A note from Ben.")
    await ben.get_by_role("button", name="Keep the note").click()
    await expect(amira.locator(".note")).to_contain_text("A note from Ben.")
    await expect(amira.locator("#words")).to_have_value("I am just")
    await expect_focus(amira, "words")


async def test_the_connection_comes_back_and_misses_nothing(site: Site) -> None:
    amira = await site.adviser("Amira Khan")
    await site.helpline.says("talk to a person")
    await taken(amira)
    for number in range(5):
        await amira.context.set_offline(number % 2 == 0)
        await site.helpline.says(f"line {number}")
    await amira.context.set_offline(False)
    for number in range(5):
        await expect(amira.locator(".line.resident .text", has_text=f"line {number}")).to_have_count(1)


@pytest.mark.parametrize("words", ["Hello", "a" * 161, "zażółć gęślą jaźń " * 5, "€" * 81, "😀" * 36])
async def test_segments_are_counted_as_the_sender_counts_them(site: Site, words: str) -> None:
    amira = await site.adviser("Amira Khan")
    await site.helpline.says("talk to a person", "07700 900123", "sms")
    await taken(amira)
    await amira.locator("#words").fill(words)
    count = sms.measure(words.strip()).segments
    size = amira.locator("#size")
    await expect(size).to_contain_text(f"{count} text message")


async def test_danger_is_said_at_once_and_stands_first(site: Site, pictures: Path) -> None:
    amira = await site.adviser("Amira Khan")
    await site.helpline.says("talk to a person", "first")
    await expect(amira.get_by_role("button", name="Take")).to_have_count(1)
    await site.helpline.says("I can smell gas in my kitchen", "second")
    await expect(amira.get_by_role("alert")).to_contain_text("in danger has joined")
    await expect(amira.locator("tbody tr").first).to_contain_text("Danger: Smell of gas")
    await amira.screenshot(path=pictures / "console-danger.png", full_page=True)
    assert await faults(amira) == []


LISTENS = """
const keep = (name, value) => sessionStorage.setItem(name, JSON.stringify([...kept(name), value]));
const kept = (name) => JSON.parse(sessionStorage.getItem(name) || "[]");
const listen = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (kind, act) {
  listen.call(this, kind, (event) => { act(event); keep(`test.${kind}`, event.data); });
};
const sound = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { keep("test.sound", 1); return sound.call(this); };
document.addEventListener("DOMContentLoaded", () => {
  const said = document.getElementById("alarm");
  const hear = () => said.textContent && keep("test.said", said.textContent);
  new MutationObserver(hear).observe(said, { childList: true });
});
"""
"""Remembers in the tab, over all its pages, what the stream told, what the alert said and what was heard."""


async def remembered(page: Page, name: str, least: int = 0) -> list[str]:
    """What the tab remembers, once there is so much of it."""
    there = "([name, least]) => JSON.parse(sessionStorage.getItem(name) || '[]').length >= least"
    await page.wait_for_function(there, arg=[f"test.{name}", least])
    found: list[str] = await page.evaluate(f"JSON.parse(sessionStorage.getItem('test.{name}') || '[]')")
    return found


async def told_again(page: Page, before: int) -> None:
    """Waits until the page's stream has told of the danger once more, and the script has dealt with it."""
    told = "before => JSON.parse(sessionStorage.getItem('test.danger') || '[]').length > before"
    await page.wait_for_function(told, arg=before)


async def test_the_alert_is_said_and_heard_once_for_each_hand_over(site: Site) -> None:
    """Not again on another page, after a reload, when the connection was lost, nor when somebody else is in
    danger, too."""
    amira = await site.adviser("Amira Khan")
    await amira.add_init_script(LISTENS)
    await amira.reload()
    await site.helpline.says("I can smell gas in my kitchen", "first")
    await expect(amira.get_by_role("alert")).to_contain_text("in danger has joined")
    (first,) = (await site.helpline.stores.queue.look()).waiting
    for path in ("callbacks", "queue", f"talk/{first.reference}", "queue"):
        before = len(await remembered(amira, "danger"))
        await amira.goto(f"{site.url}/helpline/{path}")
        await told_again(amira, before)
    before = len(await remembered(amira, "danger"))
    await amira.context.set_offline(True)
    await amira.context.set_offline(False)
    await amira.reload()
    await told_again(amira, before)
    assert len(await remembered(amira, "said")) == len(await remembered(amira, "sound")) == 1
    await site.helpline.says("I can smell gas in my kitchen", "second")
    await expect(amira.get_by_role("alert")).to_contain_text("in danger has joined")
    told, again = await remembered(amira, "said", 2)
    assert first.reference in told
    assert first.reference not in again
    assert len(await remembered(amira, "sound", 2)) == 2


PAGES = ("queue", "shift", "callbacks", "search", "figures", "audit", "people", "password", "codes")


@pytest.mark.parametrize("name", PAGES)
async def test_each_page_has_no_fault(site: Site, pictures: Path, name: str) -> None:
    boss = await site.adviser("Olu Bell", "administrator")
    await site.helpline.says("can you bake me a cake for my birthday", "resident-2")
    await site.helpline.says("talk to a person")
    await site.helpline.says("I can smell gas", "resident-2")
    await site.helpline.member("amira@example.org", "Amira Khan", team="homes")
    await boss.goto(f"{site.url}/helpline/{name}")
    await boss.screenshot(path=pictures / f"console-{name}.png", full_page=True)
    assert await faults(boss) == []
    await boss.set_viewport_size({"width": 320, "height": 640})
    await boss.screenshot(path=pictures / f"console-{name}-320.png", full_page=True)
    assert await sideways(boss) == 0


async def test_a_right_to_left_conversation_on_a_narrow_page(site: Site, pictures: Path) -> None:
    amira = await site.adviser("Amira Khan", color_scheme="dark")
    await site.helpline.says("میرا کالا ڈبہ نہیں اٹھایا گیا")
    await site.helpline.says("مجھے کسی انسان سے بات کرنی ہے")
    await taken(amira)
    await expect(amira.locator(".line.assistant .text[dir=rtl]").first).to_be_visible()
    await amira.screenshot(path=pictures / "console-urdu-dark.png", full_page=True)
    assert await faults(amira) == []
    await amira.set_viewport_size({"width": 320, "height": 640})
    await amira.screenshot(path=pictures / "console-urdu-320.png", full_page=True)
    assert await sideways(amira) == 0


async def test_the_sign_in_page_has_no_fault(site: Site, pictures: Path) -> None:
    page = await site.page("/helpline/queue")
    await page.get_by_label("E-mail address").fill("nobody@example.org")
    await page.get_by_label("Password").fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("is not right")
    await page.screenshot(path=pictures / "console-sign-in.png")
    assert await faults(page) == []


async def test_the_keyboard_alone_is_enough(site: Site) -> None:
    amira = await site.adviser("Amira Khan")
    await site.helpline.says("talk to a person")
    await expect(amira.get_by_role("button", name="Take")).to_be_visible()
    await amira.reload()
    await amira.keyboard.press("Tab")
    await expect_focus(amira, "Skip to the page")
    await amira.keyboard.press("Enter")
    await expect_focus(amira, "main")
    await amira.get_by_role("button", name="Take").focus()
    await amira.keyboard.press("Enter")
    await expect(amira.get_by_text("You have this conversation")).to_be_visible()
    await amira.locator("#words").focus()
    await amira.keyboard.type("By keyboard.")
    await amira.keyboard.press("Control+Enter")
    await expect(amira.locator(".line.adviser")).to_have_count(1)
    await expect_focus(amira, "words")
