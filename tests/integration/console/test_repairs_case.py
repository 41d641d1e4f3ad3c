"""One repair on the console: all that is known, and what staff do with it."""

from __future__ import annotations

import json
import re

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from msgspec import structs

from bot.console.case_actions import MEANWHILE
from bot.console.case_forms import FORMS, TELLS
from bot.console.case_reading import GONE
from bot.knowledge.repairs.changes import Note, Visit
from bot.store.case_relays import StoredRelays
from bot.store.sealed import Keys
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.repair_estate import LOOKED, PLAIN, Estate
from tests.repaired import BLOCK, DAY, HOME, REPORT

LIST = "/helpline/repairs"
TODAY = {"day": "2026-11-24", "time": "09:30"}
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture
async def reference(repairs: Estate) -> str:
    """A case of damp."""
    return await repairs.filed()


@pytest.fixture
async def amira(enters: Opens, reference: str) -> Browser:
    """An adviser who has it open."""
    one = await enters("Amira Khan")
    await one.open(f"{LIST}/{reference}")
    return one


async def sends(browser: Browser, reference: str, form: str, **fields: str) -> str:
    """Sends a form of the page that is open."""
    return await browser.send(f"{LIST}/{reference}/{form}", **fields)


async def kinds(repairs: Estate, reference: str) -> list[str]:
    return [one.kind for one in (await repairs.case(reference)).history]


async def test_the_page_has_all_that_was_told_in_their_words_and_as_understood(
    amira: Browser, reference: str
) -> None:
    page = amira.words
    assert f"Repair {reference} – Damp or mould: Mould or black spots" in page
    for fact in (
        "In their own words czarna pleśń na ścianie w sypialni",
        "Understood as Damp or mould: Mould or black spots, bedroom",
        "Where 3 Larch Row, Leeds, LS8 1AA",
        "The council has known since 20 Nov 2026, 09:00",
        "Weeks, getting worse",
        "People at risk Child under 5, Lung illness",
        "Access Mornings pies jest miły",
        "Key safe Yes",
        "Pets Yes",
        "Phone +447700900123",
        "Polish (Polski) An interpreter is needed",
        "Council tenant",
        "Proposed from what was told. Nobody has confirmed it yet.",
        "No adviser has talked with them.",
    ):
        assert fact in page
    assert re.search(r'<dd class="text" lang="pl" dir="auto">czarna', amira.page)
    title = re.search(r"<title>(.*?)</title>", amira.page)
    assert title
    assert title[1] == f"Repair {reference} – Leeds City Council"


async def test_every_date_has_its_rule_and_whether_the_tenant_is_told(amira: Browser) -> None:
    assert (
        "Due Friday 4 December : Investigate Friday 4 December 2026. Awaab’s Law , SI 2025/1042, "
        "regulation 6 for the counting. The rule , read on Friday 20 November 2026."
    ) in amira.words
    assert (
        "Finish the repair Wednesday 25 November 2026. The council’s own time . Not confirmed "
        "The tenant is not told this date."
    ) in amira.words
    assert 'rel="noreferrer">The rule</a>' in amira.page


async def test_the_conversation_is_one_click_away_in_both_directions(
    helpline: Helpline, repairs: Estate, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    talk = await repairs.resident()
    await helpline.says("talk to a person", "tenant-1")
    reference = await repairs.filed(conversation=talk)
    await amira.open(f"{LIST}/{reference}")
    link = re.search(r'<a href="(/helpline/talk/\w+)">conversation', amira.page)
    assert link
    assert f"Repairs {reference} : Received" in await amira.open(link[1])
    assert f'href="{LIST}/{reference}"' in amira.page


@pytest.mark.parametrize("path", ["K7P4MV", "AAAAAA", "1", "%27%20or%201=1", "K7P4MW/summary", "K7P4MW.json"])
async def test_what_is_no_repair_is_not_found(enters: Opens, path: str) -> None:
    amira = await enters("Amira Khan")
    await amira.open(f"{LIST}/{path}")
    assert amira.status == 404
    assert GONE in amira.page or "404" in amira.page


async def test_a_look_is_in_the_audit_once(amira: Browser, reference: str, helpline: Helpline) -> None:
    await amira.open(f"{LIST}/{reference}")
    entries = await helpline.stores.audit.recent(action="repair")
    assert [(one.name, one.detail) for one in entries] == [("Amira Khan", reference)]


FILLED = {
    "confirm": {"priority": "emergency", "severity": "emergency", "hazard": "damp_mould", "right": ""},
    "status": {"status": "sent", "words": "to the crew", "tells": "yes"},
    "book": {"day": "2026-11-25", "from": "10:00", "until": "12:00", "tells": "yes"},
    "visit": {**TODAY, "who": "surveyor", "found": "yes", "words": "The wall is wet."},
    "attempt": {**TODAY, "told-card": "yes", "told-rang": "yes"},
    "contact": {"way": "phone", "reached": "no", "words": "no answer"},
    "safe": {**TODAY, "words": "dried"},
    "begun": {**TODAY},
    "done": {**TODAY},
    "note": {"words": "ring the son"},
    "close": {"words": "all is done", "sure": "yes"},
}
CAME = {
    "confirm": ("confirmed", "received", "", False),
    "status": ("status", "sent", "to the crew", True),
    "book": ("booked", "appointment", "", True),
    "visit": ("visit", "visited", "A surveyor looked at it. The wall is wet.", False),
    "attempt": (
        "attempt",
        "no_access",
        "24 November 2026, 09:30: nobody came to the door; we left a card and rang the tenant.",
        True,
    ),
    "contact": ("contact", "received", "By phone, not reached. no answer", False),
    "safe": ("safe", "received", "dried", True),
    "begun": ("begun", "received", "", True),
    "done": ("done", "done", "", True),
    "note": ("note", "received", "ring the son", False),
    "close": ("closed", "closed", "all is done", True),
}


@pytest.mark.parametrize("form", list(FORMS))
async def test_each_form_is_one_entry_of_the_history_and_of_the_audit(
    amira: Browser, reference: str, repairs: Estate, helpline: Helpline, form: str
) -> None:
    page = await sends(amira, reference, form, **FILLED[form])
    assert (amira.status, amira.path) == (200, f"{LIST}/{reference}")
    assert "That is done." in page
    case = await repairs.case(reference)
    newest = case.history[-1]
    assert (newest.kind, newest.status, newest.words, newest.tells) == CAME[form]
    assert newest.staff == (await helpline.stores.staff.all())[0].member.id
    entries = await helpline.stores.audit.recent(action="repair_changed")
    assert [(one.name, one.detail) for one in entries] == [("Amira Khan", f"{reference} {CAME[form][0]}")]


def test_every_form_is_tried_here_and_the_page_says_which_of_them_tell() -> None:
    assert set(FILLED) == set(FORMS) == set(CAME)
    ticked = {form for form, fields in FILLED.items() if "tells" in fields}
    assert set(TELLS) == {form for form, came in CAME.items() if came[3]} - ticked


async def test_staff_confirm_the_class_and_the_dates_follow(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    await sends(amira, reference, "confirm", **FILLED["confirm"])
    case = await repairs.case(reference)
    assert (case.listed.triage.priority, case.listed.triage.severity) == ("emergency", "emergency")
    assert {one.step for one in case.deadlines if one.source == "awaab"} >= {"safe"}
    assert "Confirmed by Amira Khan" in amira.words
    assert "Late by 3 days : Look at it and make it safe" in amira.words


async def test_a_visit_counts_from_when_it_took_place(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    await sends(amira, reference, "visit", **FILLED["visit"] | {"day": "2026-11-23", "time": "15:20"})
    case = await repairs.case(reference)
    assert case.moments.investigated_at
    assert case.moments.investigated_at.isoformat() == "2026-11-23T15:20:00+00:00"
    assert case.moments.found is True
    assert "Due Thursday 26 November : Send the written summary" in amira.words
    assert "Done in time, Monday 23 November 2026, 15:20 : Investigate" in amira.words


async def test_a_booked_visit_stands_on_the_page(amira: Browser, reference: str) -> None:
    page = await sends(amira, reference, "book", **FILLED["book"])
    assert "Visit booked since 10:00 Visit: 25 Nov 2026, 10:00 to 12:00" in page


REFUSED = [
    ("book", {"day": "2026-11-25", "from": "12:00", "until": "10:00"}, "The visit ends before it begins."),
    ("book", {"day": "2026-11-23", "from": "10:00", "until": "12:00"}, "That time is over."),
    ("book", {"day": "2028-11-23", "from": "10:00", "until": "12:00"}, "more than a year away"),
    ("book", {"day": "2027-03-28", "from": "01:30", "until": "03:00"}, "Give the day of the visit"),
    ("book", {"day": "tomorrow", "from": "10", "until": ""}, "Give the day of the visit"),
    ("visit", {**TODAY, "who": "surveyor", "found": "maybe"}, "Choose whether a hazard was found."),
    ("visit", {**TODAY, "who": "me", "found": "yes"}, "Choose who looked at it."),
    (
        "visit",
        {"day": "2026-11-25", "time": "09:00", "who": "surveyor", "found": "no"},
        "That is still to come.",
    ),
    (
        "visit",
        {"day": "2026-11-19", "time": "09:00", "who": "surveyor", "found": "no"},
        "That was before this",
    ),
    ("attempt", {"day": "", "time": ""}, "Give the day and the time when it was."),
    ("contact", {"way": "owl", "reached": "yes"}, "Choose how you contacted the tenant."),
    ("confirm", {"priority": "urgent", "severity": "significant", "hazard": ""}, "Say which hazard it is."),
    ("confirm", {"priority": "now", "severity": "", "hazard": ""}, "Choose one of the list."),
    ("confirm", {"priority": "urgent", "severity": "", "hazard": "dragons"}, "Choose one of the list."),
    ("status", {"status": "appointment"}, "Choose where it stands."),
    ("note", {"words": "  "}, "There is nothing to keep yet."),
    ("note", {"words": "x" * 2_001}, "This is too long"),
    ("close", {"words": "it is over"}, "Tick that you are sure first."),
    ("close", {"sure": "yes", "words": ""}, "Say why it is closed."),
]


@pytest.mark.parametrize(("form", "fields", "why"), REFUSED)
async def test_what_cannot_be_is_refused_in_words_with_what_was_typed(
    amira: Browser, reference: str, repairs: Estate, form: str, fields: dict[str, str], why: str
) -> None:
    page = await sends(amira, reference, form, **{"words": "kept <b>words</b>", **fields})
    assert amira.status == 400
    assert why in page
    assert await kinds(repairs, reference) == ["new"]
    assert re.search(r'<details class="action" open>(?:(?!</details>).)*role="alert"', amira.page, re.S)
    if form in ("visit", "contact", "attempt", "status") and "words" not in fields:
        assert "kept &lt;b&gt;words&lt;/b&gt;</textarea>" in amira.page


async def test_of_two_at_once_the_second_sees_what_has_changed_and_loses_no_words(
    amira: Browser, reference: str, enters: Opens, repairs: Estate
) -> None:
    ben = await enters("Ben Ode")
    await ben.open(f"{LIST}/{reference}")
    await sends(amira, reference, "status", status="sent", words="with the crew")
    page = await sends(ben, reference, "note", words="I rang them.")
    assert ben.status == 409
    assert MEANWHILE in page
    assert (
        "New since you opened it Status set : With the repairs team 10:00, Amira Khan with the crew" in page
    )
    assert "I rang them.</textarea>" in ben.page
    assert await kinds(repairs, reference) == ["new", "status"]
    await sends(ben, reference, "note", words="I rang them.")
    assert await kinds(repairs, reference) == ["new", "status", "note"]


async def test_a_double_click_counts_once(amira: Browser, reference: str, repairs: Estate) -> None:
    page = amira.page
    for _ in range(2):
        amira.page = page
        await sends(amira, reference, "note", words="once")
        assert amira.status == 200
    assert await kinds(repairs, reference) == ["new", "note"]


async def test_a_form_without_its_token_or_its_revision_changes_nothing(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    for fields, status in (({"words": "x"}, 403), ({"words": "x", "token": "wrong", "revision": "1"}, 403)):
        answer = await amira.client.post(f"{LIST}/{reference}/note", data=fields)
        assert answer.status == status
    found = re.search(r'name="token" value="([^"]+)"', amira.page)
    assert found
    answer = await amira.client.post(f"{LIST}/{reference}/note", data={"words": "x", "token": found[1]})
    assert answer.status == 400
    assert await kinds(repairs, reference) == ["new"]


async def test_who_is_signed_out_comes_back_to_the_repair(
    amira: Browser, reference: str, browser: object, repairs: Estate
) -> None:
    amira.client.session.cookie_jar.clear()
    page = await sends(amira, reference, "note", words="I had typed this")
    assert amira.status == 401
    assert "You were signed out." in page
    assert f'value="{LIST}/{reference}"' in amira.page
    assert "I had typed this" in amira.page


async def test_a_case_that_became_a_part_is_changed_in_the_whole(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    whole = (await repairs.case(reference)).listed.id
    now = repairs.rows.now
    _, part = await repairs.rows.case(None, status="closed", closed_at=now, joined_to=whole)
    page = await amira.open(f"{LIST}/{part}")
    assert f"This became a part of repair {reference} ." in page
    assert "/note" not in amira.page
    await amira.open(f"{LIST}/{reference}")
    assert f"Also holds {part}" in amira.words
    hidden = amira._hidden(f"{LIST}/{reference}/note")
    answer = await amira.client.post(f"{LIST}/{part}/note", data={**hidden, "words": "x"})
    assert answer.status == 409
    assert await kinds(repairs, part) == []


async def test_one_cannot_be_opened_again_beside_its_successor(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    await sends(amira, reference, "close", **FILLED["close"])
    newer = await repairs.filed()
    assert newer != reference
    page = await sends(amira, reference, "status", status="sent")
    assert amira.status == 409
    assert f"the same thing is open there as repair {newer}" in page


async def test_who_can_be_told_stands_beside_what_tells(repairs: Estate, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    told = await repairs.filed()
    await repairs.filed(structs.replace(REPORT, said="me, too"))
    page = await amira.open(f"{LIST}/{told}")
    assert "Tell all 2 who reported it" in page
    assert "The tenant is told and asked whether it is fixed." in page
    assert "Reported again 10:00, by the tenant" in page
    _, nobody = await repairs.rows.case()
    page = await amira.open(f"{LIST}/{nobody}")
    assert "Nobody whose conversation is still here." in page
    assert "Nobody can be told from here" in page
    assert 'name="tells"' not in amira.page


async def test_a_photo_is_closed_until_it_is_asked_for_and_each_look_is_written_down(
    amira: Browser, reference: str, repairs: Estate, helpline: Helpline
) -> None:
    ref = "p" * 43
    await repairs.rows.photo((await repairs.case(reference)).listed.id, ref, b"large", b"tiny")
    await amira.open(f"{LIST}/{reference}")
    box = re.search(r"<details>(?:(?!</details>).)*</details>", amira.page)
    assert box
    assert 'loading="lazy"' in box[0]
    assert await helpline.stores.audit.recent(action="photo") == ()
    base = f"{LIST}/{reference}/photo/{ref}"
    answer = await amira.client.get(f"{base}/full")
    assert (answer.status, answer.content_type, await answer.read()) == (200, "image/jpeg", b"large")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert (await amira.open_file(f"{base}/small")) == (200, b"tiny")
    assert "Back to the repair" in await amira.open(base)
    assert (await amira.open_file(f"{LIST}/{reference}/photo/{'q' * 43}/full"))[0] == 404
    _, other = await repairs.rows.case()
    assert (await amira.open_file(f"{LIST}/{other}/photo/{ref}/full"))[0] == 404
    entries = await helpline.stores.audit.recent(action="photo")
    assert [one.detail for one in entries] == [f"{reference} {ref[:12]}"]


async def test_hacts_json_is_handed_out_and_written_down(
    amira: Browser, reference: str, helpline: Helpline
) -> None:
    answer = await amira.client.get(f"{LIST}/{reference}.json")
    assert (answer.status, answer.content_type) == (200, "application/json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="repair-{reference}.json"'
    raised = json.loads(await answer.read())
    assert raised["DescriptionOfWork"] == REPORT.said
    assert raised["Priority"]["RequiredCompletionDateTime"]
    assert "AccessInformation" in raised
    entries = await helpline.stores.audit.recent(action="export")
    assert [one.detail for one in entries] == [f"{reference} json"]


async def test_without_a_date_or_a_report_there_is_no_json(amira: Browser, repairs: Estate) -> None:
    _, dateless = await repairs.rows.case()
    _, forgotten = await repairs.rows.case(None)
    for one, status in ((dateless, 409), (forgotten, 404)):
        assert (await amira.open_file(f"{LIST}/{one}.json"))[0] == status
    page = await amira.open(f"{LIST}/{forgotten}")
    assert "What was reported is not here any more" in page
    assert "No rule gives a date." in page


async def test_a_repair_of_a_shared_part_names_the_building(repairs: Estate, enters: Opens) -> None:
    reference = await repairs.filed(structs.replace(REPORT, where=BLOCK, problem="lift", detail="broken"))
    amira = await enters("Amira Khan")
    page = await amira.open(f"{LIST}/{reference}")
    assert "Shared part Oakwood Court" in page


async def test_an_emergency_that_nobody_can_find_says_so_and_which_card_was_shown(
    repairs: Estate, enters: Opens
) -> None:
    reference = await repairs.stamped("gas")
    amira = await enters("Amira Khan")
    page = await amira.open(f"{LIST}/{reference}")
    assert "An emergency, and nobody knows the address yet." in page
    assert "Safety card shown Smell of gas" in page
    assert "Incomplete" in page


async def test_for_who_is_no_council_tenant_the_page_says_what_does_not_hold(
    repairs: Estate, enters: Opens
) -> None:
    reference = await repairs.filed(structs.replace(REPORT, tenancy="leaseholder"))
    amira = await enters("Amira Khan")
    page = await amira.open(f"{LIST}/{reference}")
    assert "Leaseholder Awaab’s Law and the Right to Repair are for council tenants." in page


async def test_where_it_stands_in_the_councils_own_system(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    number = (await repairs.case(reference)).listed.id
    await repairs.rows.relayed(number, "refused", problem="They want another service.", request="SR-12")
    page = await amira.open(f"{LIST}/{reference}")
    assert "They did not take it, number SR-12. They want another service." in page
    assert "/resend" not in amira.page, "there is no such system here"
    hidden = amira._hidden(f"{LIST}/{reference}/note")
    assert (await amira.client.post(f"{LIST}/{reference}/resend", data=hidden)).status == 409


async def test_what_their_system_refused_is_sent_there_again(helpline: Helpline) -> None:
    parts = helpline.parts
    relays = StoredRelays(
        parts.store.database,
        Keys(parts.settings.secrets),
        parts.clock,
        parts.store.postbox,
        lambda problem, detail: problem,
    )
    mine = Helpline(parts, resend=relays.again)
    repairs = Estate(mine)
    reference = await repairs.filed()
    await repairs.rows.relayed((await repairs.case(reference)).listed.id, "unsure")
    app = web.Application()
    app.add_routes(mine.console.routes())
    app.on_shutdown.append(mine.console.close)
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
        amira = Browser(client)
        await mine.member("amira@example.org", "Amira Khan")
        await amira.sign_in("amira@example.org")
        assert "Nobody knows whether they have it" in await amira.open(f"{LIST}/{reference}")
        page = await sends(amira, reference, "resend")
        assert "That is done." in page
        assert "Waiting to be sent" in page
        assert "/resend" not in amira.page
    entries = await mine.stores.audit.recent(action="repair_changed")
    assert [one.detail for one in entries] == [f"{reference} resend"]


async def test_what_was_before_a_new_report_does_not_count(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    """The clocks of a case that was reported anew begin anew, and what was before does not count for them."""
    case = await repairs.case(reference)
    moved = LOOKED
    await repairs.rows.event(case.listed.id, "renewed", "it is much worse")
    _, other = await repairs.rows.case(clock_at=moved)
    page = await amira.open(f"{LIST}/{other}")
    assert "The dates count from 09:00, when it was reported anew." in page
    await sends(amira, other, "visit", **FILLED["visit"] | {"day": "2026-11-23"})
    assert amira.status == 400


async def test_nothing_that_was_written_becomes_markup(repairs: Estate, enters: Opens) -> None:
    where = structs.replace(HOME, line=HOSTILE, block=HOSTILE)
    access = structs.replace(REPORT.access, note=HOSTILE)
    hostile = {"said": HOSTILE, "before": HOSTILE, "phone": HOSTILE, "language": HOSTILE, "access": access}
    number, reference = await repairs.rows.case(
        structs.replace(REPORT, where=where, **hostile), room=HOSTILE[:30]
    )
    for kind in ("note", "summary", HOSTILE[:16]):
        await repairs.rows.event(number, kind, HOSTILE)
    await repairs.rows.relayed(number, "refused", problem=HOSTILE, request=HOSTILE, status=HOSTILE[:32])
    amira = await enters("Amira Khan")
    await amira.open(f"{LIST}/{reference}")
    assert amira.status == 200
    sent = (await repairs.case(reference)).history[1].id
    for path in ("", f"/summary/{sent}", "/summary"):
        await amira.open(f"{LIST}/{reference}{path}")
        assert amira.status == 200
        assert "<script>" not in amira.page
        assert "<img src=x" not in amira.page


async def test_old_entries_are_news_only_to_who_had_not_seen_them(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    await repairs.change(reference, Note("one"), Visit(None, "", LOOKED))
    page = await amira.open(f"{LIST}/{reference}")
    assert "New since you opened it" not in page
    await sends(amira, reference, "visit", **TODAY, who="surveyor", found="")
    assert amira.status == 400
    assert "New since you opened it" not in amira.words


async def test_a_late_case_says_by_how_much(repairs: Estate, enters: Opens) -> None:
    old = structs.replace(
        REPORT, **PLAIN, problem="heating", detail="none", aware_at=REPORT.aware_at - 12 * DAY
    )
    reference = await repairs.filed(old)
    amira = await enters("Amira Khan")
    assert "Late by 15 days : Finish the repair" in await amira.open(f"{LIST}/{reference}")
