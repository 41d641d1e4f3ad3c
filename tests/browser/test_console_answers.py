"""The pages of complaints, answers and streets in real Chromium: light and dark, and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.store.sealed import Keys
from tests.browser.chatting import faults, sideways
from tests.browser.test_console import Site
from tests.browser.test_repairs_page import site
from tests.integration.street.town import HOLE, Town, key

__all__ = ["site"]

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def everything(site: Site) -> tuple[str, ...]:
    """The pages, with a complaint, questions that are alike and a report of a street."""
    parts = site.helpline.parts
    assert isinstance(parts.clock, FixedClock)
    town = Town(parts.store, parts.clock, Keys(parts.settings.secrets))
    hole = await town.reports.file(HOLE, key(), await town.resident(channel="web"))
    for text in ("i want to complain", "the driver swore at me", "by phone", "0113 496 0000", "yes"):
        await site.helpline.says(text, "resident-7")
    for number, text in enumerate(("found a stray dog", "who do i see about a stray dog i found")):
        await site.helpline.says(text, f"resident-{number}")
    [complaint] = await site.helpline.stores.complaints.listed(over=False)
    of_one = f"complaints/{complaint.reference}", f"street/{hole}"
    return "complaints", "answers", "answers?which=all", "unanswered", "street", *of_one


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_has_a_fault_and_each_fits_on_a_phone(site: Site, pictures: Path, scheme: str) -> None:
    pages = await everything(site)
    amira = await site.adviser("Amira Khan", color_scheme=scheme)
    for place, name in enumerate(pages):
        await amira.set_viewport_size({"width": 1280, "height": 800})
        await amira.goto(f"{site.url}/helpline/{name}")
        await amira.screenshot(path=pictures / f"answers-{place}-{scheme}.png")
        assert await faults(amira) == [], name
        await amira.set_viewport_size({"width": 390, "height": 800})
        await amira.screenshot(path=pictures / f"answers-{place}-{scheme}-390.png")
        await amira.set_viewport_size({"width": 320, "height": 640})
        assert await sideways(amira) == 0, name
