"""The pages of repairs in real Chromium: light and dark, on a phone, by keyboard, and without JavaScript."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port
from msgspec import structs
from playwright.async_api import Browser, Page, expect

from bot.knowledge.bins.schedule_file import database_path
from bot.knowledge.repairs.changes import Summary
from bot.store.sealed import Keys
from tests.alerted import HOUR, Rows
from tests.browser.chatting import expect_focus, faults, sideways
from tests.browser.test_console import Site
from tests.conftest import NOW
from tests.helpline import PASSWORD, Helpline
from tests.repair_estate import Estate
from tests.repaired import HOME, REPORT
from tests.testbot import put_together

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def site(browser: Browser, estate: Path, tmp_path: Path) -> AsyncIterator[Site]:
    """The console alone, on a port."""
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW)
    helpline = Helpline(parts)
    app = web.Application()
    app.add_routes(helpline.console.routes())
    app.on_shutdown.append(helpline.console.close)
    runner, port = web.AppRunner(app, shutdown_timeout=1), unused_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    made = Site(helpline, f"http://127.0.0.1:{port}", browser)
    yield made
    await made.close()
    await runner.cleanup()
    await parts.close()
    assert made.faults == []


FORMS = "details.action"


async def everything(site: Site) -> tuple[str, ...]:
    """The pages, on an installation with something of everything."""
    estate = Estate(site.helpline)
    damp = await estate.full()
    elsewhere = structs.replace(HOME, home="3001", line="7 Elm Row, Leeds, LS8 2AA")
    ready = await estate.filed(structs.replace(REPORT, where=elsewhere))
    await estate.visited(reference=ready)
    await estate.change(ready, Summary("We looked at your home. We found mould.\nYou can call us."))
    sent = (await estate.case(ready)).history[-1].id
    one = f"repairs/{damp}"
    return "repairs", one, f"{one}/summary", f"repairs/{ready}/summary/{sent}", f"{one}/photo/{'p' * 43}"


async def opens_all(page: Page) -> None:
    """Every form of a repair's page at once."""
    await page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_of_repairs_has_a_fault(site: Site, pictures: Path, scheme: str) -> None:
    pages = await everything(site)
    boss = await site.adviser("Zoe Mann", "supervisor", color_scheme=scheme)
    for place, name in enumerate(pages):
        await boss.goto(f"{site.url}/helpline/{name}")
        await boss.screenshot(path=pictures / f"repairs-{place}-{scheme}.png", full_page=True)
        assert await faults(boss) == [], name
    await boss.goto(f"{site.url}/helpline/{pages[1]}")
    await opens_all(boss)
    await boss.screenshot(path=pictures / f"repairs-forms-{scheme}.png", full_page=True)
    assert await faults(boss) == []


async def test_every_page_fits_on_a_phone(site: Site, pictures: Path) -> None:
    pages = await everything(site)
    boss = await site.adviser("Zoe Mann", "supervisor")
    await boss.set_viewport_size({"width": 320, "height": 640})
    for place, name in enumerate(pages):
        await boss.goto(f"{site.url}/helpline/{name}")
        await opens_all(boss)
        await boss.screenshot(path=pictures / f"repairs-{place}-320.png", full_page=True)
        assert await sideways(boss) == 0, name
        assert await faults(boss) == [], name


async def test_forced_colours_keep_late_and_soon_apart(site: Site, pictures: Path) -> None:
    await everything(site)
    boss = await site.adviser("Zoe Mann", "supervisor", forced_colors="active")
    await boss.goto(f"{site.url}/helpline/repairs")
    await boss.screenshot(path=pictures / "repairs-forced.png")
    for row in ("tr.late th", "tr.in-danger th"):
        style = "one => getComputedStyle(one).borderInlineStartWidth"
        assert await boss.locator(row).first.evaluate(style) == "5px"
    await expect(boss.get_by_text("Late by 15 days")).to_be_visible()


async def test_a_note_is_written_by_keyboard_alone(site: Site) -> None:
    reference = await Estate(site.helpline).filed()
    amira = await site.adviser("Amira Khan")
    await amira.goto(f"{site.url}/helpline/repairs")
    await amira.get_by_role("link", name=reference).focus()
    await amira.keyboard.press("Enter")
    await expect(amira.get_by_role("heading", level=1)).to_contain_text(reference)
    await amira.get_by_text("Write a note", exact=True).focus()
    await amira.keyboard.press("Enter")
    await amira.keyboard.press("Tab")
    await expect_focus(amira, "note-words")
    await amira.keyboard.type("Ring the son.")
    await amira.keyboard.press("Tab")
    await amira.keyboard.press("Enter")
    await expect(amira.locator(".history .note")).to_contain_text("Ring the son.")
    await expect(amira.get_by_text("That is done.")).to_be_visible()


async def test_everything_is_done_without_javascript(site: Site) -> None:
    """From the visit to the summary that the tenant is sent."""
    await site.helpline.member("amira@example.org", "Amira Khan")
    reference = await Estate(site.helpline).filed()
    amira = await site.page("/helpline/", java_script_enabled=False)
    await amira.get_by_label("E-mail address").fill("amira@example.org")
    await amira.get_by_label("Password").fill(PASSWORD)
    await amira.get_by_role("button", name="Sign in").click()
    await amira.goto(f"{site.url}/helpline/repairs?which=damp")
    await amira.get_by_role("link", name=reference).click()
    await amira.get_by_text("Record a visit", exact=True).click()
    form = amira.locator(FORMS, has_text="Record a visit")
    await form.get_by_label("Who looked").select_option("surveyor")
    await form.get_by_label("Yes").check()
    await form.get_by_label("What was seen").fill("Black mould behind the bed.")
    await form.get_by_role("button", name="Record a visit: keep").click()
    await expect(amira.get_by_text("Visit recorded")).to_be_visible()
    await amira.get_by_role("link", name="Write the summary").click()
    box = amira.get_by_label("The summary, drafted from the record")
    text = await box.input_value()
    assert "Black mould behind the bed." in text
    await box.fill("\n".join(line for line in text.splitlines() if "[" not in line))
    await amira.get_by_label("I have checked it against the record").check()
    await amira.get_by_role("button", name="Send and keep it").click()
    await amira.get_by_role("link", name="Read the summary as it was sent").click()
    await expect(amira.get_by_role("article")).to_contain_text("Black mould behind the bed.")


async def test_a_summary_is_printed_without_the_page_around_it(site: Site, pictures: Path) -> None:
    pages = await everything(site)
    boss = await site.adviser("Zoe Mann", "supervisor")
    await boss.goto(f"{site.url}/helpline/{pages[3]}")
    await boss.emulate_media(media="print")
    await boss.screenshot(path=pictures / "repairs-summary-print.png")
    await expect(boss.get_by_role("article")).to_be_visible()
    await expect(boss.locator(".top")).to_be_hidden()
    await expect(boss.locator(".unprinted")).to_be_hidden()


async def test_a_photo_is_fetched_only_when_it_is_asked_for(site: Site) -> None:
    pages = await everything(site)
    boss = await site.adviser("Zoe Mann", "supervisor")
    fetched: list[str] = []
    boss.on("request", lambda request: fetched.append(request.url))
    await boss.goto(f"{site.url}/helpline/{pages[1]}")
    assert not [url for url in fetched if "/photo/" in url]
    await boss.get_by_text("Show photo 1").focus()
    await boss.keyboard.press("Enter")
    small = boss.get_by_role("img", name="Photo 1, open it large")
    await expect(small).to_be_visible()
    wide = "async (image) => { await image.decode(); return image.naturalWidth; }"
    assert await small.evaluate(wide) == 640
    await small.click()
    await expect(boss.get_by_role("img", name="The tenant’s photo")).to_be_visible()
    await boss.get_by_role("link", name="Back to the repair").click()
    await expect(boss.get_by_role("heading", level=1)).to_be_visible()


async def test_what_is_typed_into_a_form_is_there_again_after_a_colleague_was_faster(site: Site) -> None:
    reference = await Estate(site.helpline).filed()
    amira, ben = await site.adviser("Amira Khan"), await site.adviser("Ben Ode")
    for one, words in ((ben, "Ben was here."), (amira, "Amira, too.")):
        await one.goto(f"{site.url}/helpline/repairs/{reference}")
        await one.get_by_text("Write a note", exact=True).click()
        await one.locator("#note-words").fill(words)
    for one in (ben, amira):
        await one.get_by_role("button", name="Write a note: keep").click()
    await expect(amira.get_by_role("heading", name="New since you opened it")).to_be_visible()
    await expect(amira.locator(".news")).to_contain_text("Ben was here.")
    await expect(amira.locator("#note-words")).to_have_value("Amira, too.")
    assert await faults(amira) == []
    await amira.get_by_role("button", name="Write a note: keep").click()
    await expect(amira.locator(".history .note")).to_have_count(2)


async def test_the_damp_list_leads_to_the_repairs_of_a_home(site: Site, pictures: Path) -> None:
    estate, parts = Estate(site.helpline), site.helpline.parts
    reference = await estate.filed()
    rows = Rows(parts.store.database, Keys(parts.settings.secrets), NOW)
    for home, humidity in ((HOME.home, 85), ("9 Elm Row, Leeds", 80), ("1 Mill Lane, Leeds", 50)):
        sensor = await rows.sensor(home, "indoor", home, label="Bedroom")
        for hour in range(24):
            await rows.hour(sensor, "humidity", rows.now.replace(hour=0) + (hour - 24) * HOUR, humidity)
    boss = await site.adviser("Zoe Mann", "supervisor")
    await boss.goto(f"{site.url}/helpline/damp")
    await boss.screenshot(path=pictures / "repairs-damp.png", full_page=True)
    assert await faults(boss) == []
    await expect(boss.get_by_text("No case yet")).to_have_count(1)
    await boss.get_by_role("link", name=f"Damp case {reference}").click()
    await expect(boss.get_by_role("heading", level=1)).to_contain_text(reference)
