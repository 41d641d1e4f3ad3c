"""The question that waits is answered by an adviser, and the form goes on after it with the resident."""

from __future__ import annotations

import re

from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.integration.console.test_console_talk import waits


async def with_a_form(helpline: Helpline, enters: Opens, *said: str) -> tuple[Browser, str]:
    """Amira has a resident who was in the middle of reporting a missed bin."""
    amira = await enters("Amira Khan")
    for words in said or ("my black bin was missed at 3 hollin mews",):
        await helpline.says(words)
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    return amira, reference


def choices(browser: Browser) -> list[str]:
    """The answers that are offered to the question that waits."""
    form = browser.page.partition('/answer"')[2].partition("</form>")[0]
    return re.findall(r'<option value="([^"]+)"', form)


async def test_it_is_asked_on_the_page_with_its_choices(helpline: Helpline, enters: Opens) -> None:
    amira, _reference = await with_a_form(helpline, enters)
    assert "Not answered yet: How was the black bin?" in amira.words
    assert len(choices(amira)) == 3


async def test_it_is_answered_and_the_form_goes_on_after_it(helpline: Helpline, enters: Opens) -> None:
    amira, reference = await with_a_form(helpline, enters)
    page = await amira.send(f"/helpline/talk/{reference}/answer", words=choices(amira)[0])
    assert "The question is answered." in page
    assert "All is answered. The resident checks it" in page
    await amira.send(f"/helpline/talk/{reference}/back", outcome="advice")
    await helpline.says("carry on")
    lines = await helpline.parts.store.transcript.read("web", "resident-1")
    assert lines[-1].text.startswith("Please check.")
    assert "Out in time" in lines[-1].text


async def test_the_audit_says_that_it_was_the_adviser_s_answer(helpline: Helpline, enters: Opens) -> None:
    amira, reference = await with_a_form(helpline, enters)
    await amira.send(f"/helpline/talk/{reference}/answer", words=choices(amira)[0])
    last = (await helpline.stores.audit.recent())[0]
    assert (last.action, last.name) == ("answer", "Amira Khan")
    assert last.detail.startswith(f"{reference} ")


async def test_words_that_answer_nothing_are_refused_and_nothing_changes(
    helpline: Helpline, enters: Opens
) -> None:
    amira, reference = await with_a_form(helpline, enters, "my bin was missed")
    await amira.send(f"/helpline/talk/{reference}/answer", words="nowhere at all")
    assert amira.status == 400
    await amira.open(f"/helpline/talk/{reference}")
    assert "Not answered yet:" in amira.words
    assert all(one.action != "answer" for one in await helpline.stores.audit.recent())


async def test_a_part_of_an_answer_asks_more_closely(helpline: Helpline, enters: Opens) -> None:
    amira, reference = await with_a_form(helpline, enters, "my bin was missed")
    await amira.send(f"/helpline/talk/{reference}/answer", words="oakwood court")
    assert amira.status == 200
    assert "Oakwood Court" in amira.words.partition("Not answered yet:")[2]
    await amira.send(f"/helpline/talk/{reference}/answer", words="15")
    assert "Flat 15, Oakwood Court" in amira.page


async def test_only_who_has_the_resident_answers_for_them(helpline: Helpline, enters: Opens) -> None:
    amira, reference = await with_a_form(helpline, enters)
    ben = await enters("Ben Ode")
    await ben.open(f"/helpline/talk/{reference}")
    assert "Not answered yet: How was the black bin?" in ben.words
    assert '/answer"' not in ben.page
    token = re.search(r'data-token="(\w+)"', ben.page)
    assert token
    hidden = dict(re.findall(r'name="(run|key)" value="([^"]+)"', amira.page.partition('/answer"')[2]))
    sent = {**hidden, "token": token[1], "words": choices(amira)[0]}
    answer = await ben.client.post(f"/helpline/talk/{reference}/answer", data=sent)
    assert answer.status == 409
    await amira.open(f"/helpline/talk/{reference}")
    assert "Not answered yet: How was the black bin?" in amira.words
