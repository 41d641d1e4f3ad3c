"""The pages of alerts in real Chromium: light and dark, on a phone, by keyboard, and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.store.sealed import Keys
from tests.alerted import HOUR, WEATHER, Rows, council
from tests.browser.chatting import expect_focus, faults, sideways
from tests.browser.test_console import Site, site
from tests.conftest import NOW
from tests.helpline import PASSWORD

__all__ = ["site"]

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = ("alerts", "alerts/1", "alerts/2", "alerts/new", "air", "sensors", "feeds", "damp")


async def made(site: Site) -> Rows:
    """Something on every page."""
    parts = site.helpline.parts
    rows = Rows(parts.store.database, Keys(parts.settings.secrets), NOW)
    number, version = await rows.alert(WEATHER, recipients=5, segments=9)
    body = await rows.body(version, "sms", "ur")
    for status, code in (("delivered", ""), ("suppressed", "quiet"), ("undelivered", "30003")):
        resident = await rows.resident()
        await rows.sent(version, number, resident, status=status, code=code, body_id=body)
    await rows.alert(council(), "waits")
    await rows.feed("uk-air", heard_at=rows.now, answered_at=rows.now, tried_at=rows.now, believed=12345)
    await rows.feed("mqtt", alarmed_at=rows.now, heard_at=rows.now - 30 * HOUR)
    await rows.refused("mqtt", "no_unit", 3, "a-sensor-with-a-very-long-name-" * 6, "co")
    for place, kind in enumerate(("reference", "indicative", "indicative")):
        at = {"latitude": 53.80 + place / 30, "longitude": -1.5 - place / 25}
        silent = {"last_at": rows.now - 9 * HOUR} if place == 2 else {}
        sensor = await rows.sensor(f"dev-{place}", kind, label=f"Lamp {place}", **at, **silent)
        await rows.reading(sensor, "pm2_5", 12.3)
    home = await rows.sensor("in-1", "indoor", "3 Hollin Mews", label="Bedroom")
    for ahead in range(72):
        await rows.air("leeds", rows.now - (72 - ahead) * HOUR, 1 + ahead // 8, indicative=True)
        if ahead < 24:
            await rows.hour(home, "humidity", rows.now.replace(hour=0) + (ahead - 24) * HOUR, 60 + ahead)
    return rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_of_alerts_has_a_fault(site: Site, pictures: Path, scheme: str) -> None:
    await made(site)
    boss = await site.adviser("Zoe Mann", "supervisor", color_scheme=scheme)
    for name in PAGES:
        await boss.goto(f"{site.url}/helpline/{name}")
        plain = name.replace("/", "-")
        await boss.screenshot(path=pictures / f"console-{plain}-{scheme}.png", full_page=True)
        assert await faults(boss) == [], name


async def test_every_page_fits_on_a_phone(site: Site, pictures: Path) -> None:
    await made(site)
    boss = await site.adviser("Zoe Mann", "supervisor")
    await boss.set_viewport_size({"width": 320, "height": 640})
    for name in PAGES:
        await boss.goto(f"{site.url}/helpline/{name}")
        plain = name.replace("/", "-")
        await boss.screenshot(path=pictures / f"console-{plain}-320.png", full_page=True)
        assert await sideways(boss) == 0, name
        assert await faults(boss) == [], name


async def test_on_a_phone_a_chart_begins_with_the_newest_hours(site: Site) -> None:
    await made(site)
    boss = await site.adviser("Zoe Mann", "supervisor")
    await boss.set_viewport_size({"width": 320, "height": 640})
    await boss.goto(f"{site.url}/helpline/air")
    await boss.wait_for_function(
        """() => {
            const edge = document.querySelector(".latest").getBoundingClientRect();
            const bar = [...document.querySelectorAll("svg.hours rect")].at(-1).getBoundingClientRect();
            return edge.left <= bar.left && bar.left <= edge.right;
        }"""
    )


async def test_the_list_beside_the_map_leads_to_the_sensor_by_keyboard(site: Site) -> None:
    await made(site)
    boss = await site.adviser("Zoe Mann", "supervisor")
    await boss.goto(f"{site.url}/helpline/sensors")
    await boss.get_by_role("link", name="Lamp 1").focus()
    await boss.keyboard.press("Enter")
    assert boss.url.endswith("#sensor-2")
    await expect(boss.locator("tr:target")).to_contain_text("Lamp 1")


async def test_every_hour_stands_in_a_table_that_opens_by_keyboard(site: Site) -> None:
    await made(site)
    boss = await site.adviser("Zoe Mann", "supervisor")
    await boss.goto(f"{site.url}/helpline/air")
    await expect(boss.get_by_role("table")).to_have_count(0)
    await boss.get_by_text("Every hour as a table").focus()
    await boss.keyboard.press("Enter")
    await expect(boss.get_by_role("row")).to_have_count(73)
    assert await faults(boss) == []


async def test_an_alert_is_written_and_sent_without_javascript(site: Site) -> None:
    await site.helpline.member("zoe@example.org", "Zoe Mann", "supervisor")
    await site.helpline.member("kim@example.org", "Kim Lowe", "supervisor")
    zoe, kim = await entered(site, "zoe"), await entered(site, "kim")
    await zoe.goto(f"{site.url}/helpline/alerts/new")
    await zoe.get_by_label("What it is about").fill("No water in Harehills")
    await zoe.get_by_label("These postcode districts").check()
    await zoe.get_by_label("LS9", exact=True).check()
    await zoe.get_by_label("Until").fill("2026-11-24T22:00")
    await zoe.get_by_label("The words, in English").fill("The water is off. Get bottles at the library.")
    await zoe.get_by_role("button", name="Keep the draft").click()
    await expect(zoe.get_by_text("Your draft is kept.")).to_be_visible()
    await zoe.get_by_text("Urdu").first.click()
    await expect(zoe.locator("details[open] h3", has_text="Text message")).to_have_count(2)
    await zoe.get_by_role("button", name="Send to a colleague").click()
    await expect(zoe.get_by_text("Nobody has been told yet.")).to_be_visible()
    await kim.goto(f"{site.url}/helpline/alerts")
    await kim.get_by_role("link", name="No water in Harehills").click()
    await kim.get_by_role("button", name="Yes, send it").click()
    await expect(kim.get_by_text("You said yes: it is being sent.")).to_be_visible()


async def test_what_was_typed_is_given_back_by_the_page(site: Site) -> None:
    """An alert is long to write: a reload by mistake costs none of its words."""
    zoe = await site.adviser("Zoe Mann", "supervisor")
    await zoe.goto(f"{site.url}/helpline/alerts/new")
    await zoe.locator("#words-en").fill("The water is off.")
    await zoe.reload()
    await expect(zoe.locator("#words-en")).to_have_value("The water is off.")
    await zoe.keyboard.press("Tab")
    await expect_focus(zoe, "Skip to the page")


async def entered(site: Site, who: str) -> Page:
    """Somebody who is signed in, with a browser that runs no scripts."""
    page = await site.page("/helpline/", java_script_enabled=False)
    await page.get_by_label("E-mail address").fill(f"{who}@example.org")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    return page
