"""The list of repairs: what is late first, who may, and what is written down."""

from __future__ import annotations

import csv
import io

import pytest
from msgspec import structs

from bot.knowledge.repairs.case import Deadline
from bot.knowledge.repairs.changes import Confirm
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.repair_estate import Estate
from tests.repaired import DAMP, DAY, HOME, HOUR, REPORT

LIST = "/helpline/repairs"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture
def repairs(helpline: Helpline) -> Estate:
    return Estate(helpline)


async def csv_of(browser: Browser, which: str = "all") -> list[dict[str, str]]:
    status, body = await browser.open_file(f"{LIST}.csv?which={which}")
    assert status == 200
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def in_order(page: str, *words: str) -> None:
    """These stand on the page, one after another."""
    places = [page.index(one) for one in words]
    assert places == sorted(places), words


async def test_what_is_late_stands_first_in_words_and_who_cannot_be_found_before_it(
    repairs: Estate, enters: Opens
) -> None:
    damp = await repairs.full()
    amira = await enters("Amira Khan")
    page = await amira.open(LIST)
    in_order(
        page,
        "No address yet",
        "Late by 15 days Finish the repair Right to Repair",
        "Due today at 10:00 Look at it and make it safe",
        "Due tomorrow at 04:00",
        damp,
        "Due Friday 18 December",
    )
    assert f"{damp} Due tomorrow Finish the repair The council’s own time ( not confirmed )" in page
    assert (
        "Damp or mould: Mould or black spots , bedroom 3 Larch Row, Leeds, LS8 1AA Urgent Significant hazard "
        "Proposed Child under 5, Lung illness Visited Polish (Polski) Interpreter"
    ) in page
    assert "Oakwood Court Shared part" in page
    assert "Visit booked 25 Nov 2026, 10:00 to 12:00" in page
    assert "Repairs 1 to 7 of 7." in page


async def test_a_class_that_was_confirmed_says_by_whom(
    repairs: Estate, enters: Opens, helpline: Helpline
) -> None:
    amira = await enters("Amira Khan")
    me = (await helpline.stores.names()).popitem()[0]
    await repairs.rows.case(confirmed_by=me)
    assert "Confirmed by Amira Khan" in await amira.open(LIST)


async def test_each_kind_is_a_list_of_its_own(repairs: Estate, enters: Opens) -> None:
    damp = await repairs.full()
    amira = await enters("Amira Khan")
    page = await amira.open(LIST)
    assert "All 7 Emergencies 3 Damp and mould 2 No access 0 Waiting for the tenant 0 Incomplete 1" in page
    page = await amira.open(f"{LIST}?which=damp")
    assert f"{damp} " in page
    assert "A leak: Water is pouring out" in page, "it is proposed as damp"
    assert "Repairs 1 to 2 of 2." in page
    assert 'href="?which=damp" aria-current="page"' in amira.page
    assert "There is none." in await amira.open(f"{LIST}?which=tenant")
    assert "Repairs 1 to 7 of 7." in await amira.open(f"{LIST}?which=drop%20table")


async def test_a_long_list_has_pages(repairs: Estate, enters: Opens) -> None:
    rows = repairs.rows
    dues = [Deadline("investigate", "awaab", rows.now + n * HOUR) for n in range(120)]
    await rows.many([rows.row(REPORT, DAMP, [one]) for one in dues])
    amira = await enters("Amira Khan")
    assert "Repairs 1 to 50 of 120." in await amira.open(LIST)
    assert "Repairs 101 to 120 of 120. Emergencies" in await amira.open(f"{LIST}?which=damp&page=3")
    assert 'href="?which=damp&amp;page=2"' in amira.page
    assert "page=4" not in amira.page
    assert "The list is not that long." in await amira.open(f"{LIST}?page=9999")
    for nonsense in ("0", "-1", "x", "99999", "²"):
        assert "Repairs 1 to 50 of 120." in await amira.open(f"{LIST}?page={nonsense}")


async def test_a_reference_is_found_however_it_is_typed(repairs: Estate, enters: Opens) -> None:
    reference = await repairs.filed()
    amira = await enters("Amira Khan")
    for typed in (
        reference,
        reference.lower(),
        f"{reference[:3]}-{reference[3:]}",
        f" {reference[:2]} {reference[2:]} ",
    ):
        await amira.open(f"{LIST}?reference={typed}")
        assert amira.path == f"{LIST}/{reference}"
    await amira.open(f"/helpline/search?reference={reference}")
    assert amira.path == f"{LIST}/{reference}"
    for typed in ("K7P4MV", "nothing", "%3Cscript%3E"):
        assert "No repair has this reference." in await amira.open(f"{LIST}?reference={typed}")
        assert "<script>" not in amira.page


async def test_one_that_is_over_is_found_by_its_reference(repairs: Estate, enters: Opens) -> None:
    _, reference = await repairs.rows.case(status="closed", closed_at=repairs.rows.now)
    amira = await enters("Amira Khan")
    assert "There is none." in await amira.open(LIST)
    assert "Closed since 10:00" in await amira.open(f"{LIST}?reference={reference}")


async def test_the_list_is_looked_at_once_in_the_audit_and_never_stored(
    repairs: Estate, enters: Opens, helpline: Helpline
) -> None:
    await repairs.filed()
    amira = await enters("Amira Khan")
    for path in (LIST, LIST, f"{LIST}?which=damp"):
        answer = await amira.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
    entries = await helpline.stores.audit.recent(action="repairs")
    assert [(one.name, one.detail) for one in entries] == [("Amira Khan", "damp 1"), ("Amira Khan", "all 1")]


async def test_the_list_as_a_file_is_for_supervisors_and_in_the_audit(
    repairs: Estate, enters: Opens, helpline: Helpline
) -> None:
    damp = await repairs.full()
    amira, zoe = await enters("Amira Khan"), await enters("Zoe Mann", "supervisor")
    await amira.open(LIST)
    assert ".csv" not in amira.page
    assert (await amira.open_file(f"{LIST}.csv"))[0] == 403
    lines = await csv_of(zoe)
    assert len(lines) == 7
    line = next(one for one in await csv_of(zoe, "damp") if one["reference"] == damp)
    assert line == {
        "reference": damp,
        "what": "Damp or mould: Mould or black spots",
        "room": "Bedroom",
        "where": "3 Larch Row, Leeds, LS8 1AA",
        "postcode": "LS8 1AA",
        "priority": "Urgent",
        "class": "Significant hazard",
        "hazard": "Damp and mould",
        "confirmed": "no",
        "people at risk": "Child under 5, Lung illness",
        "status": "Visited",
        "next step": "Finish the repair",
        "due": "2026-11-25",
        "whose rule": "The council’s own time",
        "rule confirmed": "no",
        "language": "pl",
        "interpreter": "yes",
        "reported": "2026-11-20T09:00+00:00",
        "complete": "yes",
    }
    entries = await helpline.stores.audit.recent(action="export")
    assert [(one.name, one.detail) for one in entries] == [
        ("Zoe Mann", "repairs damp"),
        ("Zoe Mann", "repairs all"),
    ]


@pytest.mark.parametrize("words", ["=1+1", "+44", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x","y")'])
async def test_no_spreadsheet_computes_what_tenants_have_written(
    repairs: Estate, enters: Opens, words: str
) -> None:
    where = structs.replace(HOME, line=words, postcode=words)
    await repairs.filed(structs.replace(REPORT, where=where, language=words))
    zoe = await enters("Zoe Mann", "supervisor")
    (line,) = await csv_of(zoe)
    for cell in ("where", "postcode", "language"):
        assert line[cell].startswith("'")


async def test_what_tenants_have_written_is_words_and_no_markup(repairs: Estate, enters: Opens) -> None:
    where = structs.replace(HOME, line=HOSTILE)
    hostile = {
        "said": HOSTILE,
        "room": HOSTILE[:30],
        "language": HOSTILE,
        "before": HOSTILE,
        "phone": HOSTILE,
    }
    await repairs.rows.case(structs.replace(REPORT, where=where, **hostile))
    amira = await enters("Amira Khan")
    await amira.open(LIST)
    assert "<script>" not in amira.page
    assert "<img src=x" not in amira.page


async def test_a_report_that_cannot_be_read_is_in_the_list_all_the_same(
    repairs: Estate, enters: Opens
) -> None:
    _, reference = await repairs.rows.case(None, place="home")
    amira = await enters("Amira Khan")
    page = await amira.open(LIST)
    assert f"{reference} No date" in page
    assert "The address cannot be read" in page
    assert "Repairs 1 to 1 of 1." in page


async def test_the_day_of_a_date_is_the_citys(repairs: Estate, enters: Opens) -> None:
    midnight = repairs.rows.now.replace(hour=0, minute=0) + 10 * DAY
    await repairs.rows.case(deadlines=[Deadline("investigate", "awaab", midnight)])
    amira = await enters("Amira Khan")
    assert "Due Thursday 3 December Investigate Awaab’s Law" in await amira.open(LIST)


async def test_emergencies_stand_above_the_queue_until_somebody_looks_at_them(
    repairs: Estate, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    assert "emergency repair" not in await amira.open("/helpline/queue")
    await repairs.filed()
    reference = await repairs.stamped()
    assert "1 emergency repair that nobody has looked at" in await amira.open("/helpline/queue")
    await repairs.change(reference, Confirm("emergency", "emergency", "gas"))
    assert "emergency repair" not in await amira.open("/helpline/queue")
