"""What advisers and residents see of each other: answers, names, one line a click, danger at night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from tests.browser import test_console
from tests.browser.chatting import faults
from tests.browser.test_console import Site, say, taken
from tests.helpline import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="session")

site = test_console.site


async def test_the_question_that_waits_is_answered_and_the_form_goes_on(site: Site, pictures: Path) -> None:
    amira = await site.adviser("Amira Khan")
    resident = await site.page("/")
    await say(resident, "my black bin was missed at 3 hollin mews")
    await expect(resident.locator(".line.assistant").last).to_contain_text("How was the black bin?")
    await say(resident, "I want to talk to a person")
    await taken(amira)
    await amira.screenshot(path=pictures / "console-answer.png", full_page=True)
    assert await faults(amira) == []
    await amira.get_by_label("How was the black bin?").select_option("Out in time, with no tag")
    await amira.get_by_role("button", name="Answer for the resident").click()
    await expect(amira.get_by_text("All is answered.")).to_be_visible()
    await expect(amira.get_by_label("How it was", exact=True)).to_be_visible()
    await amira.get_by_role("button", name="Hand back to the assistant").click()
    await resident.get_by_role("button", name="Carry on").click()
    await expect(resident.locator(".line.assistant").last).to_contain_text("Please check.")
    await expect(resident.locator(".line.assistant").last).to_contain_text("Out in time, with no tag")


async def test_the_resident_reads_who_wrote(site: Site, pictures: Path) -> None:
    amira = await site.adviser("Amira Khan")
    resident = await site.page("/")
    await say(resident, "I want to talk to a person")
    await taken(amira)
    await amira.locator("#words").fill("Hello, I am reading what you wrote.")
    await amira.locator("#words").press("Control+Enter")
    above = resident.locator(".line.adviser .who")
    await expect(above).to_have_text("Amira, council adviser")
    await expect(amira.locator(".line.adviser .who")).to_have_text("Adviser Amira")
    await resident.screenshot(path=pictures / "chat-adviser-name.png", full_page=True)
    assert await faults(resident) == []
    await resident.reload()
    await expect(above).to_have_text("Amira, council adviser")
    kept = await resident.request.get(f"{site.url}/chat/transcript.txt")
    assert "Amira, council adviser (" in await kept.text()
    assert "Khan" not in await kept.text()


async def test_two_quick_clicks_send_one_line(site: Site) -> None:
    amira = await site.adviser("Amira Khan")
    resident = await site.page("/")
    await say(resident, "I want to talk to a person")
    await taken(amira)
    await amira.locator("#words").fill("Only once.")
    await amira.locator("#reply").get_by_role("button", name="Send").dblclick()
    await expect(amira.locator("#words")).to_have_value("")
    await amira.locator("#words").fill("And then this.")
    await amira.locator("#words").press("Control+Enter")
    await expect(resident.locator(".line.adviser")).to_have_text(
        [re.compile("Only once"), re.compile("And then")]
    )


async def test_a_lost_answer_and_another_try_send_one_line(site: Site) -> None:
    """The line arrives, its answer does not: the words are still there, and are sent again."""
    amira = await site.adviser("Amira Khan")
    resident = await site.page("/")
    await say(resident, "I want to talk to a person")
    await taken(amira)

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await amira.route("**/reply", lose, times=1)
    await amira.locator("#words").fill("Did this arrive?")
    await amira.locator("#words").press("Control+Enter")
    await expect(amira.get_by_text("The connection is lost.")).to_be_visible()
    await expect(amira.locator("#words")).to_have_value("Did this arrive?")
    await amira.locator("#words").press("Control+Enter")
    await expect(amira.locator("#words")).to_have_value("")
    await expect(resident.locator(".line.adviser")).to_have_count(1)


async def test_danger_with_nobody_on_shift_is_told_honestly_and_alarms(site: Site, pictures: Path) -> None:
    await site.helpline.member("zoe@example.org", "Zoe Mann", "supervisor")
    zoe = await site.page("/helpline/")
    await zoe.get_by_label("E-mail address").fill("zoe@example.org")
    await zoe.get_by_label("Password").fill(PASSWORD)
    await zoe.get_by_role("button", name="Sign in").click()
    await expect(zoe.get_by_text("Nobody is on shift")).to_be_visible()
    resident = await site.page("/")
    await say(resident, "I can smell gas in my kitchen")
    told = resident.locator(".line.assistant").filter(has_text="No adviser is here now.")
    await expect(told).to_contain_text("You are first in the queue for an adviser.")
    await expect(zoe.get_by_role("alert")).to_contain_text("in danger has joined")
    await resident.screenshot(path=pictures / "chat-danger-alone.png", full_page=True)
    await zoe.screenshot(path=pictures / "console-danger-alone.png", full_page=True)
    await say(resident, "when is my bin")
    await expect(resident.locator(".line.assistant").last).to_contain_text("postcode")
    assert await faults(zoe) == []
