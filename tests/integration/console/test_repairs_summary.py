"""The written summary of an investigation: drafted from the record, checked by staff, kept as it was sent."""

from __future__ import annotations

import re
from html import unescape

import pytest
from msgspec import structs

from bot.console.case_actions import MEANWHILE
from bot.console.summary_page import BLANKS, HARD, NO_VISIT, UNCHECKED
from bot.knowledge.repairs.changes import Note
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.repair_estate import PLAIN, Estate
from tests.repaired import REPORT

LIST = "/helpline/repairs"
EASY = "We looked at your home. We found mould. We will clean it on Monday. You can call us."
HARD_WORDS = (
    "Following the investigation that was undertaken by our surveyor, we regret to inform you that "
    "considerable quantities of particularly persistent fungal contamination were identified. "
    "Remediation is anticipated."
)


@pytest.fixture
async def reference(repairs: Estate) -> str:
    """A case that was investigated."""
    return await repairs.visited()


@pytest.fixture
async def amira(enters: Opens, reference: str) -> Browser:
    """An adviser who writes its summary."""
    one = await enters("Amira Khan")
    await one.open(f"{LIST}/{reference}/summary")
    return one


def draft(browser: Browser) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", browser.page, re.S)
    assert found
    return unescape(found[1])


async def sends(browser: Browser, reference: str, words: str, **more: str) -> str:
    ticked = {"checked": "yes", "tells": "yes"}
    return await browser.send(f"{LIST}/{reference}/summary", words=words, **{**ticked, **more})


async def test_the_draft_is_made_of_the_record(amira: Browser, reference: str) -> None:
    assert draft(amira).split("\n\n") == [
        "What we found when we looked\nLeeds City Council\nPlace: 3 Larch Row, Leeds, LS8 1AA\n"
        f"Reference: {reference}",
        "What you told us\nYou told us about the damp or mould.\n"
        "That was on Friday 20 November 2026, 09:00.\n"
        "You told us who lives there: a child under 5 and somebody with a lung illness.",
        "When we looked\nWe looked at it on Tuesday 24 November 2026, 09:00.\nA surveyor looked at it.",
        "What we found\nWe found a hazard. This means that it could harm your health or safety.\n"
        "There is black mould behind the bed.",
        "What happens next\n[Say what work will be done.]\nWe will make it safe by Tuesday 1 December 2026.\n"
        "More work will start on [the day, by Tuesday 16 February 2027 at the latest].\n"
        "We plan to finish by [the day].",
        "How to contact us\nYou can call 0113 222 4444.\nPlease say your reference: "
        f"{reference}.\nTell us at once if it gets worse, or if somebody feels ill.",
        "If you are not happy\nYou can complain to Leeds City Council.\n"
        "If that does not help, you can go to the Housing Ombudsman. It is free.\n"
        "You can also ask us to come and look, if we only rang you.",
    ]
    assert "Amira" not in draft(amira), "who looked is told by their role only"


async def test_the_page_says_that_the_contents_are_not_confirmed_and_what_the_tenant_reads(
    amira: Browser,
) -> None:
    assert "Not confirmed: what a summary has to contain was not checked against the text" in amira.words
    assert (
        "This tenant reads Polish (Polski). The summary is in English: a translation or an interpreter is "
        "needed, and the tenant has asked for one."
    ) in amira.words
    assert "Still to be filled in: 3" in amira.words
    assert "Hard to read" not in amira.words, "what the record gives is easy"


async def test_who_reads_english_needs_no_translation(repairs: Estate, enters: Opens) -> None:
    reference = await repairs.visited(reference=await repairs.filed(structs.replace(REPORT, **PLAIN)))
    amira = await enters("Amira Khan")
    assert "translation" not in await amira.open(f"{LIST}/{reference}/summary")


async def test_without_a_hazard_it_says_why_nothing_is_done(repairs: Estate, enters: Opens) -> None:
    reference = await repairs.visited(found=False)
    amira = await enters("Amira Khan")
    await amira.open(f"{LIST}/{reference}/summary")
    text = draft(amira)
    assert "We did not find a hazard." in text
    assert "We do not plan any work, because [say why]." in text
    assert "make it safe" not in text


async def test_without_an_investigation_there_is_none_to_write(repairs: Estate, enters: Opens) -> None:
    reference = await repairs.filed()
    amira = await enters("Amira Khan")
    page = await amira.open(f"{LIST}/{reference}/summary")
    assert NO_VISIT in page
    assert "<textarea" not in amira.page


async def test_it_is_kept_exactly_as_it_was_sent_and_counts(
    amira: Browser, reference: str, repairs: Estate, helpline: Helpline
) -> None:
    words = f'{EASY}\n\n  <b>It is</b> "wet" & dark.'
    page = await sends(amira, reference, words)
    assert amira.path == f"{LIST}/{reference}"
    assert "Done in time, Tuesday 24 November 2026, 10:00 : Send the written summary" in page
    case = await repairs.case(reference)
    sent = case.history[-1]
    assert (sent.kind, sent.words, sent.tells) == ("summary", words, True)
    assert case.moments.summary_at == repairs.rows.now
    await amira.open(f"{LIST}/{reference}/summary/{sent.id}")
    letter = re.search(r'<article class="letter text"[^>]*>(.*?)</article>', amira.page, re.S)
    assert letter
    assert unescape(letter[1]) == words
    entries = await helpline.stores.audit.recent(action="repair_changed")
    assert [one.detail for one in entries] == [f"{reference} summary"]


async def test_what_was_handed_over_in_another_way_is_not_sent(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    await sends(amira, reference, EASY, tells="")
    sent = (await repairs.case(reference)).history[-1]
    assert (sent.kind, sent.tells) == ("summary", False)
    assert "Handed over in another way" in await amira.open(f"{LIST}/{reference}/summary/{sent.id}")


@pytest.mark.parametrize(
    ("words", "more", "why"),
    [
        (f"{EASY} [Say why.]", {}, BLANKS),
        (EASY, {"checked": ""}, UNCHECKED),
        (HARD_WORDS, {}, HARD),
        ("", {}, "There is nothing to send yet."),
        ("x" * 4_001, {}, "This is too long"),
    ],
)
async def test_what_is_not_ready_is_not_sent_and_not_lost(
    amira: Browser, reference: str, repairs: Estate, words: str, more: dict[str, str], why: str
) -> None:
    page = await sends(amira, reference, words, **more)
    assert amira.status == 400
    assert why in page
    assert (await repairs.case(reference)).history[-1].kind == "visit"
    if words:
        assert draft(amira) == words


async def test_what_is_hard_to_read_is_said_and_can_be_sent_all_the_same(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    page = await amira.send(f"{LIST}/{reference}/summary", words=HARD_WORDS, checked="yes")
    assert "This sentence has 24 words" in page
    assert "It reads like a text for age" in page
    await sends(amira, reference, HARD_WORDS, anyway="yes")
    assert (await repairs.case(reference)).history[-1].words == HARD_WORDS


async def test_how_it_reads_is_told_before_it_is_sent(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    path = f"{LIST}/{reference}/summary"
    fields = {**amira._hidden(path), "words": EASY}
    answer = await amira.client.post(f"{path}/check", data=fields)
    assert answer.status == 200
    assert "This is easy to read." in await answer.text()
    answer = await amira.client.post(f"{path}/check", data={**fields, "words": "We will utilise assistance."})
    page = await answer.text()
    assert "“assistance”: write “help”" in unescape(page)
    assert (await repairs.case(reference)).history[-1].kind == "visit"


async def test_of_two_who_write_at_once_the_second_is_told(
    amira: Browser, reference: str, repairs: Estate
) -> None:
    await repairs.change(reference, Note("a colleague was faster"))
    page = await sends(amira, reference, EASY)
    assert amira.status == 409
    assert MEANWHILE in page
    assert draft(amira) == EASY
    await sends(amira, reference, EASY)
    assert (await repairs.case(reference)).history[-1].kind == "summary"


async def test_only_a_summary_is_shown_as_one(amira: Browser, reference: str, repairs: Estate) -> None:
    visit = (await repairs.case(reference)).history[-1].id
    for entry in (str(visit), "999999", "0"):
        await amira.open(f"{LIST}/{reference}/summary/{entry}")
        assert amira.status == 404
