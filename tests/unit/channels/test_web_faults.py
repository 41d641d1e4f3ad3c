"""When something breaks on our side: never a stack trace, always a way on and a way to a person."""

from __future__ import annotations

import logging

import pytest

from tests.unit.channels.conftest import Browser


async def broken(*_: object, **__: object) -> None:
    raise RuntimeError("secret detail of the store")


async def test_a_form_that_breaks_the_assistant_gets_a_plain_page(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.assistant.fail(1)
    with caplog.at_level(logging.ERROR):
        answer = await browser.submit(text="bins")
    page = await answer.text()
    assert answer.status == 500
    assert "<h1>Something went wrong on our side. Please try again.</h1>" in page
    assert "You can also talk to a person. Call Leeds City Council on 0113\u00a0222\u00a04406." in page
    assert "told to fail" not in page
    assert "Traceback" not in page
    assert caplog.messages == ["a page of the chat failed"]


async def test_the_same_form_can_be_sent_again(browser: Browser) -> None:
    browser.assistant.fail(1)
    assert (await browser.submit(id="sent-again", text="bins")).status == 500
    assert (await browser.submit(id="sent-again", text="bins")).status == 303
    assert [inbound.text for inbound in browser.assistant.received] == ["bins"]


async def test_a_fetch_that_breaks_the_assistant_gets_json(browser: Browser) -> None:
    browser.assistant.fail(1)
    answer = await browser.fetch(text="bins")
    assert answer.status == 500
    words = "Something went wrong on our side. Please try again."
    assert await answer.json() == {"error": {"field": "", "problem": words, "words": words}}


async def test_a_page_is_served_even_when_the_transcript_is_away(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser.assistant, "language", broken)
    monkeypatch.setattr(browser.assistant, "read", broken)
    answer = await browser.client.get("/", headers={"Accept-Language": "pl"})
    page = await answer.text()
    assert answer.status == 500
    assert "Coś poszło nie tak. Proszę spróbować ponownie." in page
    assert "secret detail" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_the_script_s_answers_too(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.assistant, "language", broken)
    answer = await browser.client.get("/chat/messages", headers={"Accept-Language": "pl"})
    assert answer.status == 500
    assert (await answer.json())["error"]["words"] == "Coś poszło nie tak. Proszę spróbować ponownie."


async def test_an_address_that_is_not_there_leads_back_to_the_chat(browser: Browser) -> None:
    answer = await browser.client.get("/bin-collections", headers={"Accept": "text/html,*/*"})
    page = await answer.text()
    assert answer.status == 404
    assert "<h1>We could not find this page.</h1>" in page
    assert '<a class="button" href="/">Go to the chat</a>' in page
    assert "0113" in page


async def test_programs_get_the_plain_404(browser: Browser) -> None:
    answer = await browser.client.get("/bin-collections")
    assert answer.status == 404
    assert await answer.text() == "404: Not Found"


async def test_what_a_page_does_not_do(browser: Browser) -> None:
    assert (await browser.client.put("/")).status == 405
    assert (await browser.client.get("/chat/end")).status == 405
    assert (await browser.client.head("/chat/events")).status == 405
