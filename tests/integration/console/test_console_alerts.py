"""Alerts on the console: written by one, sent by another, and whom they reached."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec import structs

from bot.store.sealed import Keys
from notifier.subscription import Interest, Place, Wishes
from tests.alerted import WEATHER, Rows, council
from tests.conftest import NOW
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens

HOSTILE = "<script>alert(1)</script>"
NEW = "/helpline/alerts/new"
FIELDS = {
    "topic": "No water in Harehills",
    "level": "3",
    "area": "districts",
    "in-LS9": "yes",
    "start": "",
    "end": "2026-11-24T22:00",
    "words-en": "The water is off in Harehills. Get bottles from the library.",
    "words-pl": "W Harehills nie ma wody.",
}


@pytest.fixture
def rows(helpline: Helpline) -> Rows:
    return Rows(helpline.parts.store.database, Keys(helpline.parts.settings.secrets), NOW)


async def written(zoe: Browser, **fields: str) -> str:
    """Somebody writes an alert; the address of its page."""
    await zoe.open(NEW)
    await zoe.send(NEW, **{**FIELDS, **fields})
    return zoe.path


async def statuses(helpline: Helpline, path: str) -> list[str]:
    number = int(path.rpartition("/")[2])
    return [one.status for one in await helpline.stores.alerts.versions(number)]


async def test_what_is_in_force_waits_is_a_draft_or_over_stands_apart(rows: Rows, enters: Opens) -> None:
    await rows.alert(structs.replace(WEATHER, name="a"))
    await rows.alert(council("council:1"), "waits")
    await rows.alert(structs.replace(council("council:2"), level=2), "draft")
    await rows.alert(structs.replace(WEATHER, name="b", level=0, before=4, phase="clear"))
    amira = await enters("Amira Khan")
    page = await amira.open("/helpline/alerts")
    order = [
        page.index(one) for one in ("Waiting for a second person: 1", "In force: 1", "Drafts: 1", "Over")
    ]
    assert order == sorted(order)
    assert "Rain, wind Weather Amber LS9, LS10 08:00 21:00 1, new Sent" in page
    assert "Over was Red" in page
    assert "Write an alert" not in page, "that is for supervisors"


async def test_an_alert_says_whom_it_was_for_and_whom_it_reached(rows: Rows, enters: Opens) -> None:
    number, version = await rows.alert(recipients=5, segments=7)
    urdu = await rows.body(version, "sms", "ur")
    for status, code, body in (
        ("delivered", "", urdu),
        ("delivered", "", urdu),
        ("suppressed", "quiet", None),
        ("suppressed", "unlinked", None),
        ("undelivered", "30003", urdu),
    ):
        await rows.sent(version, number, await rows.resident(), status=status, code=code, body_id=body)
    amira = await enters("Amira Khan")
    page = await amira.open(f"/helpline/alerts/{number}")
    assert "Estimate 5 people, 7 text messages" in page
    assert "Whom version 1 is for: 5" in page
    assert "Text message Urdu (اردو) 3 Text message English 2" in page
    assert "Text message Delivered 2 Text message Not delivered 1" in page
    assert "Not reached: 3" in page
    assert "Their quiet hours; they are told when these end 1" in page
    assert "/missed" not in amira.page, "one by one they are for supervisors"


async def test_why_not_sent_lists_numbers_and_no_address(rows: Rows, enters: Opens) -> None:
    number, version = await rows.alert()
    people = [await rows.resident() for _ in range(2)]
    for one in people:
        await rows.sent(version, number, one, status="suppressed", code="quiet")
    zoe = await enters("Zoe Mann", "supervisor")
    await zoe.open(f"/helpline/alerts/{number}")
    link = re.search(r'href="([^"]+/missed[^"]+)"', zoe.page)
    assert link
    page = await zoe.open(link[1].replace("&amp;", "&"))
    assert "Not reached: Their quiet hours" in page
    assert [int(one) for one in re.findall(r'<th scope="row">(\d+)</th>', zoe.page)] == [
        subscription for _talk, subscription in people
    ]
    assert "07700" not in zoe.page
    amira = await enters("Amira Khan")
    await amira.open(link[1].replace("&amp;", "&"))
    assert amira.status == 403


async def test_a_version_of_another_alert_is_none_of_this_one(rows: Rows, enters: Opens) -> None:
    first, _ = await rows.alert(structs.replace(WEATHER, name="a"))
    _, other = await rows.alert(structs.replace(WEATHER, name="b"))
    zoe = await enters("Zoe Mann", "supervisor")
    await zoe.open(f"/helpline/alerts/{first}/missed?version={other}&status=suppressed&code=quiet")
    assert zoe.status == 404
    await zoe.open("/helpline/alerts/999999")
    assert (zoe.status, "There is no alert of this number." in zoe.page) == (404, True)


async def test_every_version_is_told_the_newest_first(rows: Rows, enters: Opens) -> None:
    number, _ = await rows.alert(structs.replace(WEATHER, version=2, level=4, phase="upgrade", before=3))
    await rows.version(number, WEATHER)
    amira = await enters("Amira Khan")
    page = await amira.open(f"/helpline/alerts/{number}")
    assert "Worse , Red, 08:00 Version 2. Sent. New , Amber, 08:00 Version 1. Sent." in page


async def test_it_is_written_by_one_and_sent_by_another(helpline: Helpline, enters: Opens) -> None:
    zoe, kim = await enters("Zoe Mann", "supervisor"), await enters("Kim Lowe", "supervisor")
    path = await written(zoe)
    assert "Your draft is kept." in zoe.words
    assert await statuses(helpline, path) == ["draft"]
    page = await zoe.send(f"{path}/submit")
    assert "Nobody has been told yet." in page
    assert "You have written this. A colleague who is a supervisor has to say yes or no." in page
    assert await statuses(helpline, path) == ["waits"]
    assert "LS9" in await kim.open(path)
    assert "You said yes: it is being sent." in await kim.send(f"{path}/approve")
    assert (await statuses(helpline, path))[0] in ("new", "sent")
    assert "written by Zoe Mann, approved by Kim Lowe" in kim.words
    actions = [(one.name, one.action) for one in await helpline.stores.audit.recent(20)]
    assert [one for one in actions if one[1].startswith("alert_")] == [
        ("Kim Lowe", "alert_approved"),
        ("Zoe Mann", "alert_submitted"),
        ("Zoe Mann", "alert_written"),
    ]


async def test_nobody_says_yes_to_what_they_have_written(helpline: Helpline, enters: Opens) -> None:
    """Neither by the button, which is not there, nor by a form that they make themselves."""
    zoe = await enters("Zoe Mann", "supervisor")
    path = await written(zoe)
    await zoe.send(f"{path}/submit")
    assert f"{path}/approve" not in zoe.page
    token = re.search(r'data-token="(\w+)"', zoe.page)
    assert token
    (version,) = await helpline.stores.alerts.versions(int(path.rpartition("/")[2]))
    for name in ("approve", "refuse"):
        fields = {"token": token[1], "version": str(version.id)}
        answer = await zoe.client.post(f"{path}/{name}", data=fields)
        assert answer.status == 409
        assert "a colleague has to say yes or no" in await answer.text()
    assert await statuses(helpline, path) == ["waits"]


async def test_the_second_person_may_say_no(helpline: Helpline, enters: Opens) -> None:
    zoe, kim = await enters("Zoe Mann", "supervisor"), await enters("Kim Lowe", "supervisor")
    path = await written(zoe)
    await zoe.send(f"{path}/submit")
    await kim.open(path)
    assert "You said no: it is not sent." in await kim.send(f"{path}/refuse")
    assert (await statuses(helpline, path))[0] in ("refusing", "refused")
    before = kim.page
    kim.page = before.replace("</main>", f'<form action="{path}/approve"></form></main>')
    (version,) = await helpline.stores.alerts.versions(int(path.rpartition("/")[2]))
    token = re.search(r'data-token="(\w+)"', before)
    assert token
    fields = {"token": token[1], "version": str(version.id)}
    assert (await kim.client.post(f"{path}/approve", data=fields)).status == 409


async def test_of_two_who_say_yes_and_no_the_first_counts(helpline: Helpline, enters: Opens) -> None:
    zoe, kim, lee = [await enters(name, "supervisor") for name in ("Zoe Mann", "Kim Lowe", "Lee Ash")]
    path = await written(zoe)
    await zoe.send(f"{path}/submit")
    for one in (kim, lee):
        await one.open(path)
    await kim.send(f"{path}/approve")
    assert "Somebody else has done it already" in await lee.send(f"{path}/refuse")
    assert lee.status == 409
    assert (await statuses(helpline, path))[0] in ("new", "sent")


async def test_a_form_that_is_sent_twice_makes_one_draft(helpline: Helpline, enters: Opens) -> None:
    zoe = await enters("Zoe Mann", "supervisor")
    await zoe.open(NEW)
    form = zoe.page
    await zoe.send(NEW, **FIELDS)
    zoe.page = form
    await zoe.send(NEW, **FIELDS)
    assert len(await helpline.stores.alerts.in_force()) == 1


async def test_a_draft_is_changed_by_who_wrote_it(helpline: Helpline, enters: Opens) -> None:
    zoe, kim = await enters("Zoe Mann", "supervisor"), await enters("Kim Lowe", "supervisor")
    path = await written(zoe)
    page = await zoe.open(f"{path}/edit")
    assert 'value="No water in Harehills"' in zoe.page
    assert re.search(r'name="in-LS9" value="yes" checked', zoe.page)
    assert 'value="2026-11-24T22:00"' in zoe.page
    assert "W Harehills nie ma wody." in page
    await zoe.send(f"{path}/edit", **{**FIELDS, "topic": "Water is back"})
    assert "Water is back" in zoe.words
    await kim.open(f"{path}/edit")
    assert kim.status == 409
    await zoe.send(f"{path}/submit")
    await zoe.open(f"{path}/edit")
    assert zoe.status == 409, "what a colleague reads is not changed under their eyes"


async def test_the_all_clear_goes_out_without_a_second_person(helpline: Helpline, enters: Opens) -> None:
    zoe, kim = await enters("Zoe Mann", "supervisor"), await enters("Kim Lowe", "supervisor")
    path = await written(zoe)
    await zoe.send(f"{path}/submit")
    await kim.open(path)
    await kim.send(f"{path}/approve")
    await zoe.open(path)
    assert "Tick that you are sure first." in await zoe.send(f"{path}/end")
    assert "The all-clear is being sent" in await zoe.send(f"{path}/end", sure="yes")
    newest = (await helpline.stores.alerts.versions(int(path.rpartition("/")[2])))[0]
    assert (newest.alert.level, newest.alert.phase, newest.alert.before) == (0, "clear", 3)
    assert await helpline.stores.alerts.in_force() == ()


async def sent(zoe: Browser, kim: Browser, **fields: str) -> str:
    """An alert that has gone; the address of its page."""
    path = await written(zoe, **fields)
    await zoe.send(f"{path}/submit")
    await kim.open(path)
    await kim.send(f"{path}/approve")
    return path


async def test_an_update_goes_with_another_yes_and_until_then_the_old_words_stand(
    helpline: Helpline, enters: Opens
) -> None:
    zoe, kim = await enters("Zoe Mann", "supervisor"), await enters("Kim Lowe", "supervisor")
    path = await sent(zoe, kim)
    alerts = helpline.parts.store.alerts
    await kim.open(f"{path}/edit")
    assert "The water is off in Harehills." in kim.page
    page = await kim.send(
        f"{path}/edit", **{**FIELDS, "level": "4", "words-en": "Boil all water. It is dirty."}
    )
    assert "Until somebody else has said yes, version 1 stands." in page
    assert [one.level for one in await alerts.in_force()] == [3]
    await kim.send(f"{path}/submit")
    assert "Waiting for a second person: 1" in await zoe.open("/helpline/alerts")
    assert f"{path}/approve" not in kim.page
    await zoe.open(path)
    assert "DANGER" in zoe.words, "the preview is that of the update"
    assert "You said yes" in await zoe.send(f"{path}/approve")
    (now,) = await alerts.in_force()
    assert (now.version, now.level, now.before, now.phase) == (2, 4, 3, "upgrade")
    assert "Not a version yet" not in zoe.words


async def test_an_update_that_is_refused_changes_nothing(helpline: Helpline, enters: Opens) -> None:
    zoe, kim = await enters("Zoe Mann", "supervisor"), await enters("Kim Lowe", "supervisor")
    path = await sent(zoe, kim)
    await zoe.open(f"{path}/edit")
    await zoe.send(f"{path}/edit", **{**FIELDS, "level": "2"})
    await zoe.send(f"{path}/submit")
    await kim.open(path)
    await kim.send(f"{path}/refuse")
    (now,) = await helpline.parts.store.alerts.in_force()
    assert (now.version, now.level) == (1, 3)
    assert "Write an update" in await zoe.open(path), "another one may be written"


async def test_what_was_wrong_is_taken_back(helpline: Helpline, enters: Opens) -> None:
    zoe, kim = await enters("Zoe Mann", "supervisor"), await enters("Kim Lowe", "supervisor")
    path = await sent(zoe, kim)
    await zoe.open(path)
    await zoe.send(f"{path}/cancel")
    assert zoe.status == 400
    assert "it is taken back" in await zoe.send(f"{path}/cancel", sure="yes")
    newest = (await helpline.stores.alerts.versions(int(path.rpartition("/")[2])))[0]
    assert (newest.alert.level, newest.alert.phase) == (0, "cancelled")
    assert "Write an update" not in zoe.words


async def test_a_warning_of_somebody_else_is_not_ours_to_change(rows: Rows, enters: Opens) -> None:
    number, _version = await rows.alert()
    zoe = await enters("Zoe Mann", "supervisor")
    await zoe.open(f"/helpline/alerts/{number}")
    assert "take it back" not in zoe.page
    token = re.search(r'data-token="(\w+)"', zoe.page)
    assert token
    for name in ("end", "cancel", "edit"):
        fields = {**FIELDS, "token": token[1], "sure": "yes"}
        answer = await zoe.client.post(f"/helpline/alerts/{number}/{name}", data=fields)
        assert answer.status == 409, name


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"topic": ""}, "what it is about"),
        ({"topic": "x" * 61}, "what it is about"),
        ({"level": "0"}, "how much it matters"),
        ({"level": "5"}, "how much it matters"),
        ({"words-en": ""}, "Please write it in English"),
        ({"words-en": "x" * 601}, "601 characters, of at most 600"),
        ({"words-ur": "ا" * 601}, "601 characters, of at most 600"),
        ({"in-LS9": ""}, "tick the districts"),
        ({"end": ""}, "Please give the time"),
        ({"end": "2026-11-24T10:00"}, "later than now"),
        ({"end": "2026-11-24T22:00+05:00"}, "Please give the time"),
        ({"end": "9999-12-31T23:59"}, "Please give the time"),
        ({"end": "2027-11-24T22:00"}, "at most 30 days"),
        ({"start": "2026-11-25T00:00"}, "after it begins"),
    ],
)
async def test_what_is_missing_or_too_much_is_said_and_what_was_typed_stays(
    helpline: Helpline, enters: Opens, fields: dict[str, str], said: str
) -> None:
    zoe = await enters("Zoe Mann", "supervisor")
    await zoe.open(NEW)
    assert said in await zoe.send(NEW, **{**FIELDS, **fields})
    assert zoe.status == 400
    assert "W Harehills nie ma wody." in zoe.words
    assert await helpline.stores.alerts.in_force() == ()


async def test_it_is_shown_in_every_language_and_for_eye_and_ear(helpline: Helpline, enters: Opens) -> None:
    zoe = await enters("Zoe Mann", "supervisor")
    await written(zoe)
    boxes = re.findall(r'<details class="preview".*?</details>', zoe.page, re.S)
    assert len(boxes) == len(helpline.parts.house.languages)
    english, polish = boxes[0], boxes[1]
    for name in ("Text message", "On a screen", "Spoken"):
        assert all(f"<h3>{name}</h3>" in box for box in boxes)
    assert "The water is off in Harehills." in english
    assert "W Harehills nie ma wody." in polish
    assert "The water is off" not in polish
    assert "words in English" in boxes[2]
    assert "<speak" not in zoe.page
    assert "&lt;" not in english


async def test_how_old_a_reader_has_to_be_is_told(enters: Opens) -> None:
    zoe = await enters("Zoe Mann", "supervisor")
    path = await written(
        zoe, **{"words-en": "Do it now. Infrastructural rehabilitation necessitates relocation."}
    )
    page = await zoe.open(f"{path}/edit")
    assert re.search(r"it reads at about age \d+: aim for 9", page)


async def test_its_words_are_words_and_no_markup(enters: Opens) -> None:
    zoe = await enters("Zoe Mann", "supervisor")
    path = await written(zoe, **{"topic": HOSTILE, "words-en": HOSTILE, "words-pl": HOSTILE})
    for page in (path, f"{path}/edit", "/helpline/alerts"):
        assert "alert(1)" in await zoe.open(page)
        assert "<script>alert" not in zoe.page


async def test_writing_and_sending_are_for_supervisors(enters: Opens, rows: Rows) -> None:
    number, _version = await rows.alert(council(), "waits")
    amira = await enters("Amira Khan")
    page = await amira.open(f"/helpline/alerts/{number}")
    assert "No water" in page
    assert '<form method="post" action="/helpline/alerts' not in amira.page
    await amira.open(NEW)
    assert amira.status == 403


async def test_an_adviser_sees_what_a_resident_is_alerted_to(
    helpline: Helpline, rows: Rows, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("talk to a person")
    (waiting,) = (await helpline.stores.queue.look()).waiting
    place = Place("school", "LS9 8AA")
    wishes = Wishes((Interest("weather", 3), Interest("bins", 1)), (place,), channel="sms")
    held = helpline.parts.store.subscriptions(["sms"], lambda code: True)
    made = await held.save(waiting.conversation, wishes, "yes")
    number, version = await rows.alert()
    await rows.sent(version, number, (waiting.conversation, made.id), status="undelivered", code="30003")
    page = await amira.open(f"/helpline/talk/{waiting.reference}")
    assert "They asked for Bins Weather: amber and worse About School, LS9 Sent by Text message" in page
    assert "8AA" not in amira.page, "the district is enough"
    assert "Quiet hours 22:00 to 07:00" in page
    assert "10:00: Rain, wind, amber. Not delivered: 30003, Text message" in page


async def test_who_asked_for_nothing_has_no_such_part(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("talk to a person")
    (waiting,) = (await helpline.stores.queue.look()).waiting
    assert "They asked for" not in await amira.open(f"/helpline/talk/{waiting.reference}")


async def test_the_pages_of_alerts_are_behind_signing_in(browser: Callable[[], Browser]) -> None:
    for page in ("alerts", "alerts/new", "alerts/1", "air", "sensors", "feeds", "damp", "damp.csv"):
        one = browser()
        await one.open(f"/helpline/{page}")
        assert one.path == "/helpline/", page
