"""Complaints by their pages: who reads them is in the audit; how one stands is what its resident is told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens

LIST = "/helpline/complaints"
HOSTILE = '<script>alert(1)</script> & "they" shouted at my mother'


async def complained(helpline: Helpline, words: str = "the driver swore at my mother") -> str:
    """A resident complains and gives a number; the reference."""
    for text in ("i want to complain", "1", words, "by phone", "0113 496 0000", "yes"):
        await helpline.says(text, "resident-7")
    [complaint] = await helpline.stores.complaints.listed(over=False)
    return complaint.reference


async def test_one_is_read_with_its_words_and_the_number_and_that_is_in_the_audit(
    helpline: Helpline, enters: Opens
) -> None:
    reference = await complained(helpline, HOSTILE)
    amira = await enters("Amira Khan")
    page = await amira.open(LIST)
    assert reference in page
    assert "shouted" not in page, "the list holds no words"
    assert await helpline.stores.audit.recent(action="complaint") == ()
    page = await amira.open(f"{LIST}/{reference}")
    assert HOSTILE in page
    assert "<script>alert" not in amira.page
    assert "Ring 0113 496 0000" in page
    [entry] = await helpline.stores.audit.recent(action="complaint")
    assert (entry.name, entry.detail) == ("Amira Khan", reference)


async def test_how_it_stands_is_what_the_resident_is_told(helpline: Helpline, enters: Opens) -> None:
    reference = await complained(helpline)
    amira = await enters("Amira Khan")
    await amira.open(f"{LIST}/{reference}")
    page = await amira.send(f"{LIST}/{reference}/mark", status="passed")
    assert "Passed on to its team, says Amira Khan" in page
    await helpline.says("i want to complain", "resident-7")
    await helpline.says("1", "resident-7")
    lines = await helpline.parts.store.transcript.read("web", "resident-7")
    assert lines[-1].text == f"Complaint {reference} is with the team that it is about."
    entries = await helpline.stores.audit.recent(action="complaint_changed")
    assert [one.detail for one in entries] == [f"{reference} passed"]
    await amira.send(f"{LIST}/{reference}/mark", status="answered")
    assert reference not in await amira.open(LIST)
    assert reference in await amira.open(f"{LIST}?which=over")


async def test_an_older_page_changes_nothing_and_a_double_click_counts_once(
    helpline: Helpline, enters: Opens
) -> None:
    reference = await complained(helpline)
    amira, bogdan = await enters("Amira Khan"), await enters("Bogdan Nowak")
    for one in (amira, bogdan):
        await one.open(f"{LIST}/{reference}")
    old = bogdan.page
    await amira.send(f"{LIST}/{reference}/mark", status="passed")
    page = await bogdan.send(f"{LIST}/{reference}/mark", status="answered")
    assert bogdan.status == 409
    assert "A colleague has changed this complaint meanwhile." in page
    once = re.findall(r'name="once" value="([^"]+)"', old)[-1]
    bogdan.page = old.replace('name="revision" value="1"', 'name="revision" value="2"')
    await bogdan.send(f"{LIST}/{reference}/mark", status="answered", once=once)
    found = await helpline.stores.complaints.one(reference)
    assert found is not None
    assert found.status == "passed"


@pytest.mark.parametrize("path", ["K7P4MW", "nothing", "K7P4MW/mark"])
async def test_there_is_no_page_for_what_is_not_there(enters: Opens, path: str) -> None:
    amira = await enters("Amira Khan")
    await amira.open(f"{LIST}/{path}")
    assert amira.status in (404, 405)


async def test_a_status_that_is_none_is_refused(helpline: Helpline, enters: Opens) -> None:
    reference = await complained(helpline)
    amira = await enters("Amira Khan")
    await amira.open(f"{LIST}/{reference}")
    for status in ("withdrawn", ""):
        await amira.send(f"{LIST}/{reference}/mark", status=status)
        assert amira.status == 400
        await amira.open(f"{LIST}/{reference}")


async def test_nobody_reads_one_without_signing_in(
    helpline: Helpline, browser: Callable[[], Browser]
) -> None:
    reference = await complained(helpline)
    stranger = browser()
    page = await stranger.open(f"{LIST}/{reference}")
    assert "swore" not in page
    assert "Sign in" in stranger.page
