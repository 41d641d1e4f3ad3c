"""Repairs as staff read them, on both databases: the order of the list, its kinds, and all of one case."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Deadline, Triage
from bot.store.case_pages import WHICH, AtHome, CasePages, Which
from bot.store.case_shown import UNREADABLE
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.message import Inbound
from tests.databases import SECRET
from tests.repaired import BLOCK, DAMP, DAY, HOME, REPORT, CaseRows

KEYS = Keys([SECRET])
EMERGENCY = Triage("emergency", "emergency", "electrical", "", ("danger",))
PLAIN = Triage("routine")
DONE = {"status": "done"}


@pytest.fixture
def rows(store: Store, clock: FixedClock) -> CaseRows:
    return CaseRows(store.database, KEYS, clock.now())


@pytest.fixture
def pages(store: Store) -> CasePages:
    return CasePages(store.database, KEYS)


def due(rows: CaseRows, days: float, step: str = "investigate", source: str = "awaab") -> Deadline:
    return Deadline(step, source, rows.now + days * DAY)  # type: ignore[arg-type]


async def references(pages: CasePages, which: Which = "all", page: int = 1, most: int = 50) -> list[str]:
    return [one.reference for one in (await pages.open(which, page, most)).cases]


async def test_what_is_late_comes_first_and_what_has_no_date_last(rows: CaseRows, pages: CasePages) -> None:
    _, never = await rows.case()
    _, later = await rows.case(deadlines=[due(rows, 9)])
    _, late = await rows.case(deadlines=[due(rows, -2)])
    _, soon = await rows.case(deadlines=[due(rows, 0.5)])
    assert await references(pages) == [late, soon, later, never]


async def test_an_emergency_that_nobody_can_find_stands_before_all(rows: CaseRows, pages: CasePages) -> None:
    nowhere = structs.replace(REPORT, where=None)
    _, late = await rows.case(deadlines=[due(rows, -2)])
    _, lost = await rows.case(nowhere, EMERGENCY, [due(rows, 1, "safe")], complete=False)
    _, known = await rows.case(REPORT, EMERGENCY, [due(rows, 0.5, "safe")])
    found = (await pages.open()).cases
    assert [one.reference for one in found] == [lost, late, known]
    assert [one.lost for one in found] == [True, False, False]


async def test_of_two_with_the_same_date_the_first_stands_first(rows: CaseRows, pages: CasePages) -> None:
    made = [(await rows.case(deadlines=[due(rows, 1)]))[1] for _ in range(4)]
    assert await references(pages) == made


async def test_what_is_over_is_not_in_the_list(rows: CaseRows, pages: CasePages) -> None:
    await rows.case(status="closed", closed_at=rows.now)
    found = await pages.open()
    assert (found.cases, found.counts["all"], found.more) == ((), 0, False)


async def test_each_kind_has_its_cases_and_its_count(rows: CaseRows, pages: CasePages) -> None:
    light = structs.replace(REPORT, problem="light", detail="out", people=())
    _, damp = await rows.case()
    _, cold = await rows.case(light, structs.replace(DAMP, hazard="damp_mould"))
    _, danger = await rows.case(light, EMERGENCY)
    _, away = await rows.case(light, PLAIN, status="no_access")
    _, done = await rows.case(light, PLAIN, status="done")
    _, half = await rows.case(light, PLAIN, complete=False)
    expected = {
        "all": [damp, cold, danger, away, done, half],
        "emergency": [danger],
        "damp": [damp, cold],
        "no_access": [away],
        "tenant": [done],
        "incomplete": [half],
    }
    assert {which: await references(pages, which) for which in WHICH} == expected
    counts = (await pages.open("damp")).counts
    assert counts == {which: len(its) for which, its in expected.items()}


async def test_pages_follow_each_other_without_a_gap(rows: CaseRows, pages: CasePages) -> None:
    made = [(await rows.case(deadlines=[due(rows, n)]))[1] for n in range(7)]
    pieces = [await pages.open("all", page, 3) for page in (1, 2, 3, 4)]
    assert [[one.reference for one in piece.cases] for piece in pieces] == [
        made[:3],
        made[3:6],
        made[6:],
        [],
    ]
    assert [piece.more for piece in pieces] == [True, True, False, False]


async def test_two_rules_with_one_date_are_both_the_next(rows: CaseRows, pages: CasePages) -> None:
    law, right = due(rows, 1, "finish"), due(rows, 1, "finish", "right_to_repair")
    later, met = due(rows, 2, "begin"), structs.replace(due(rows, 0.5), met_at=rows.now)
    await rows.case(deadlines=[law, right, later, met])
    await rows.case(deadlines=[later])
    first, second = (await pages.open("all", 1, 2)).cases
    assert first.next == (law, right)
    assert second.next == (later,)


async def test_a_line_of_the_list_has_what_was_reported(rows: CaseRows, pages: CasePages) -> None:
    await rows.case(REPORT, DAMP, confirmed_by=4, comes_from=rows.now, comes_until=rows.now + DAY)
    (one,) = (await pages.open()).cases
    assert (one.report, one.triage, one.place) == (REPORT, DAMP, "home")
    assert (one.problem, one.detail, one.room) == ("damp", "mould", "bedroom")
    assert (one.confirmed_by, one.comes_from, one.comes_until) == (4, rows.now, rows.now + DAY)
    assert one.open
    assert not one.emergency


async def test_a_report_that_no_secret_opens_costs_only_itself(store: Store, rows: CaseRows) -> None:
    number, reference = await rows.case(deadlines=[due(rows, 1)])
    await rows.event(number, "note", "rang")
    other = CasePages(store.database, Keys(["another secret that is long enough"]))
    (one,) = (await other.open()).cases
    assert (one.reference, one.report, len(one.next)) == (reference, None, 1)
    case = await other.one(reference)
    assert case
    assert [entry.words for entry in case.history] == [UNREADABLE]


async def test_one_case_has_its_history_dates_photos_and_relay(rows: CaseRows, pages: CasePages) -> None:
    dates = [due(rows, 2, "summary"), structs.replace(due(rows, 1), met_at=rows.now)]
    moved = rows.now + DAY
    number, reference = await rows.case(
        deadlines=dates, revision=7, clock_at=moved, investigated_at=moved, found=True
    )
    first = await rows.event(number, "new", "mould")
    await rows.event(number, "visit", "Wet wall.", staff_id=3, status="visited", tells=True, told_at=moved)
    await rows.photo(number, "photo-1")
    await rows.relayed(number, "sent", request="SR-12", status="open", sent_at=rows.now)
    case = await pages.one(reference)
    assert case
    assert (case.reference, case.revision, case.deadlines) == (reference, 7, (dates[1], dates[0]))
    assert case.listed.next == (dates[0],)
    assert (case.aware_at, case.moments.aware_at) == (REPORT.aware_at, moved)
    assert (case.moments.investigated_at, case.moments.found) == (moved, True)
    assert [(one.kind, one.words, one.staff, one.tells) for one in case.history] == [
        ("new", "mould", None, False),
        ("visit", "Wet wall.", 3, True),
    ]
    assert [one.kind for one in case.since(first)] == ["visit"]
    assert case.last == case.history[-1].id
    assert [(one.ref, one.size) for one in case.photos] == [("photo-1", 4)]
    assert case.relay
    assert (case.relay.state, case.relay.request, case.relay.status) == ("sent", "SR-12", "open")


async def test_a_reference_that_nothing_has_is_nothing(pages: CasePages) -> None:
    assert await pages.one("K7P4MW") is None
    assert not await pages.known("K7P4MW")


async def test_who_has_reported_it_is_named_by_their_last_talk(
    store: Store, rows: CaseRows, pages: CasePages
) -> None:
    opened = await store.open_turn(Inbound("1", "web", "resident-1", "mould", rows.now), "here")
    conversation = opened.conversation.id  # type: ignore[union-attr]
    number, reference = await rows.case()
    await rows.reporter(number, conversation)
    case = await pages.one(reference)
    assert case
    assert [(one.conversation, one.role, one.channel, one.talk) for one in case.reporters] == [
        (conversation, "reported", "web", "")
    ]
    assert await pages.of(conversation) == ((reference, "received"),)
    assert await pages.of(conversation + 1) == ()


async def test_a_case_that_became_a_part_leads_to_the_whole(rows: CaseRows, pages: CasePages) -> None:
    whole, whole_reference = await rows.case()
    _, part = await rows.case(status="closed", closed_at=rows.now, joined_to=whole)
    found, other = await pages.one(part), await pages.one(whole_reference)
    assert found
    assert other
    assert (found.joined_to, found.parts) == (whole_reference, ())
    assert (other.joined_to, other.parts) == ("", (part,))


async def test_a_photo_is_of_its_own_case_only(rows: CaseRows, pages: CasePages) -> None:
    number, reference = await rows.case()
    _, other = await rows.case()
    await rows.photo(number, "photo-1", b"large", b"tiny")
    assert await pages.photo(reference, "photo-1") == b"large"
    assert await pages.photo(reference, "photo-1", small=True) == b"tiny"
    assert await pages.photo(other, "photo-1") is None
    assert await pages.photo(reference, "photo-2") is None


async def test_a_home_is_found_by_its_id_by_its_address_and_under_an_old_secret(
    store: Store, rows: CaseRows, pages: CasePages
) -> None:
    _, damp = await rows.case()
    _, lock = await rows.case(structs.replace(REPORT, problem="lock", detail="stiff"), PLAIN)
    typed = KEYS.find("case.home", "9 elm row leeds")
    _, by_address = await rows.case(home_lookup=typed)
    await rows.case(status="closed", closed_at=rows.now)
    await rows.case(structs.replace(REPORT, where=BLOCK))
    homes = (HOME.home, "9 Elm Row, Leeds", "somewhere else")
    expected = {
        HOME.home: (AtHome(damp, True), AtHome(lock, False)),
        "9 Elm Row, Leeds": (AtHome(by_address, True),),
    }
    assert await pages.at(homes) == expected
    rotated = CasePages(store.database, Keys(["a newer secret that is long enough", SECRET]))
    assert await rotated.at(homes) == expected


async def test_five_thousand_open_cases_are_one_page_and_counted(rows: CaseRows, pages: CasePages) -> None:
    every = [rows.row(REPORT, DAMP, [due(rows, n / 10)]) for n in range(5_000)]
    await rows.many(every)
    found = await pages.open("damp", 100)
    assert [one.reference for one in found.cases] == [one["reference"] for one in every[4_950:]]
    assert (found.counts["all"], found.counts["emergency"], found.more) == (5_000, 0, False)
    assert isinstance(found.cases[0].filed_at, dt.datetime)
