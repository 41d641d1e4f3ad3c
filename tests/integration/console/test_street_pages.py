"""The pages about streets: by age, one with all that there is of it, and another status."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.clock import FixedClock
from bot.store.sealed import Keys
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.integration.street.town import HOLE, SPOT, Town, key

LIST = "/helpline/street"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture
def town(helpline: Helpline) -> Town:
    clock = helpline.parts.clock
    assert isinstance(clock, FixedClock)
    return Town(helpline.parts.store, clock, Keys(helpline.parts.settings.secrets))


async def test_the_oldest_stands_first_and_the_dangerous_ones_have_a_list(town: Town, enters: Opens) -> None:
    old = await town.reports.file(replace(HOLE, dangerous=False), key(), 0)
    town.clock.advance(seconds=3600)
    new = await town.reports.file(replace(HOLE, kind="light", detail="wires"), key(), 0)
    amira = await enters("Amira Khan")
    page = await amira.open(LIST)
    assert page.index(old) < page.index(new)
    assert "A street light: Wires can be seen Dangerous" in page
    assert "outside 14 Oak Road" in page
    dangerous = await amira.open(f"{LIST}?which=dangerous")
    assert (old in dangerous, new in dangerous) == (False, True)
    await town.staff(new, "done")
    assert new not in await amira.open(LIST)
    assert new in await amira.open(f"{LIST}?which=over")


async def test_a_report_is_found_by_its_reference_and_shown_whole(town: Town, enters: Opens) -> None:
    spot = replace(SPOT, line=HOSTILE, said=HOSTILE)
    reference = await town.reports.file(replace(HOLE, spot=spot, said=f"it is deep {HOSTILE}"), key(), 0)
    amira = await enters("Amira Khan")
    page = await amira.open(f"{LIST}?reference={reference.lower()}")
    assert amira.path == f"{LIST}/{reference}"
    for one in ("A pothole: Cars swerve round it", "53.8301, -1.5000", "it is deep", "Reported", "Received"):
        assert one in page
    assert "<script>alert" not in amira.page
    await amira.open(f"{LIST}/K7P4MW")
    assert amira.status == 404


async def changed(browser: Browser, reference: str, **fields: str) -> str:
    await browser.open(f"{LIST}/{reference}")
    return await browser.send(f"{LIST}/{reference}/change", **fields)


async def test_another_status_is_kept_and_to_be_told_a_note_is_not(town: Town, enters: Opens) -> None:
    reference = await town.reports.file(HOLE, key(), await town.resident(channel="web"))
    amira = await enters("Amira Khan")
    page = await changed(amira, reference, status="planned", words="on Monday")
    assert "That is done." in page
    assert "Work planned" in page
    assert "on Monday" in page
    assert "Still to be told." in page
    page = await changed(amira, reference, status="planned", words="a note alone")
    assert page.count("Still to be told.") == 1
    assert (await town.row(reference)).status == "planned"


async def test_who_has_not_read_what_is_new_is_told_so_and_loses_nothing(town: Town, enters: Opens) -> None:
    reference = await town.reports.file(HOLE, key(), 0)
    amira = await enters("Amira Khan")
    await amira.open(f"{LIST}/{reference}")
    await town.staff(reference, "looked")
    page = await amira.send(f"{LIST}/{reference}/change", status="done", words="filled <tar>")
    assert amira.status == 409
    assert "Nothing of yours is kept yet" in page
    assert "filled <tar>" in page
    assert (await town.row(reference)).status == "looked"
    await amira.send(f"{LIST}/{reference}/change", status="done", words="filled <tar>")
    assert (await town.row(reference)).status == "done"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "received"}, 400),
        ({"status": "gone"}, 400),
        ({"status": "done", "words": "x" * 2_001}, 400),
    ],
)
async def test_what_says_nothing_or_too_much_changes_nothing(
    town: Town, enters: Opens, fields: dict[str, str], status: int
) -> None:
    reference = await town.reports.file(HOLE, key(), 0)
    amira = await enters("Amira Khan")
    await changed(amira, reference, **fields)
    assert amira.status == status
    assert (await town.row(reference)).revision == 1


async def test_each_look_and_each_change_is_in_the_audit(
    town: Town, enters: Opens, helpline: Helpline
) -> None:
    reference = await town.reports.file(HOLE, key(), 0)
    amira = await enters("Amira Khan")
    await amira.open(LIST)
    await changed(amira, reference, status="done")
    found = [(one.action, one.detail) for one in await helpline.stores.audit.recent(20)]
    for one in (("streets", "open 1"), ("street", reference), ("street_changed", f"{reference} done")):
        assert one in found
