"""The lists for who writes the answers: what is due for a look, and what nobody could answer."""

from __future__ import annotations

import datetime as dt

from bot.knowledge.dated import SOON, Dated, due
from tests.helpline import Helpline
from tests.integration.console.conftest import Opens

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
FACTS = (
    Dated("Fine", "fine.md", "a page", TODAY, "verified", TODAY + SOON + DAY),
    Dated("Soon", "soon.md", "a page", TODAY, "verified", TODAY + SOON),
    Dated("Over", "over.md", "a page", TODAY, "verified", TODAY),
    Dated("Nobody has read it", "unread.md", "a page", TODAY, "unverified", TODAY + SOON + DAY),
    Dated("Lasting", "phones.yaml", "the plan", TODAY, "verified"),
)


def test_what_is_not_told_stands_first() -> None:
    assert [one.what for one in due([lambda: FACTS[:3], lambda: FACTS[3:]], TODAY)] == [
        "Over",
        "Nobody has read it",
        "Soon",
        "Fine",
        "Lasting",
    ]


async def test_what_the_product_tells_is_listed_with_its_file_and_source(
    helpline: Helpline, enters: Opens
) -> None:
    amira = await enters("Amira Khan", shift=False)
    page = await amira.open("/helpline/answers")
    assert "a child at risk Sources" not in page
    assert "Phone number 0113 222 4403: a child at risk" in page
    assert "Not confirmed: not told" in page
    assert "council_tax_alone.md" not in page, "it is not due yet"
    page = await amira.open("/helpline/answers?which=all")
    assert "bot/cities/uk/answers/council_tax_alone.md" in page
    assert "Local Government Finance Act 1992, section 11 and schedule 1" in page


async def test_questions_are_shown_in_groups_without_anything_personal(
    helpline: Helpline, enters: Opens
) -> None:
    await helpline.says("who do i see about the roots of next doors tree", "resident-1")
    await helpline.says("roots of next doors tree please, John Smith, 14 Hollin Mews", "resident-2")
    amira = await enters("Amira Khan", shift=False)
    page = await amira.open("/helpline/unanswered")
    assert "roots of next doors tree please …" in page
    assert "1 more like it" in page
    assert "Smith" not in amira.page
    assert "Hollin" not in amira.page
