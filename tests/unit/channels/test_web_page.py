"""The page as it comes from the server: its markup, its language, its headers and its cookie."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from accessibility.text import _
from channels.fake import said
from channels.web import DEMO_NOTICE
from tests.unit.channels.conftest import Browser, MakeBrowser


def flat(page: str) -> str:
    """The page with its white space folded, so that markup can be compared."""
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", page))


async def test_an_empty_page_greets_and_offers_starters(make_browser: MakeBrowser) -> None:
    browser = await make_browser(notice=DEMO_NOTICE, starters=(_("When is my bin collected?"),))
    page = flat(await browser.open())
    assert '<html lang="en" dir="ltr">' in page
    assert "<title>Ask Leeds City Council</title>" in page
    assert "This is a demonstration. The addresses and collection days are made up." in page
    assert '<section class="welcome">' in page
    assert '<button name="text" value="When is my bin collected?">' in page


async def test_a_message_is_a_list_item_with_speaker_language_and_direction(browser: Browser) -> None:
    await browser.submit(text="bins")
    page = flat(await browser.open())
    assert (
        '<li class="line assistant" data-seq="2" id="line-2">'
        '<p class="by"><span class="who">Council assistant</span>'
        '<time datetime="2026-11-20T14:05:00+00:00" dir="auto">14:05</time></p><div class="bubble">'
        '<div class="said" lang="en" dir="ltr"><p class="text">Which home?</p></div></div>'
    ) in page


async def test_open_choices_are_buttons_with_their_keys(browser: Browser) -> None:
    await browser.submit(text="bins")
    page = flat(await browser.open())
    assert (
        '<li><button name="choice" value="home:15"><span class="key">2</span>'
        '<span class="label">15 Oakwood Court</span></button></li>'
    ) in page


async def test_answered_choices_are_words(browser: Browser) -> None:
    await browser.submit(text="bins")
    await browser.submit(choice="home:15")
    page = flat(await browser.open())
    assert (
        '<li class="closed"><span class="key">2</span><span class="label">15 Oakwood Court</span></li>'
        in page
    )
    assert 'value="home:15"' not in page


async def test_links_are_links(browser: Browser) -> None:
    await browser.submit(text="bins")
    await browser.submit(choice="home:15")
    link = '<a href="https://leeds.test/15.ics" rel="noopener external">Add to my calendar</a>'
    page = await browser.open()
    assert link in page
    assert "target=" not in page


async def test_a_machine_translation_says_so_and_has_the_english_beside_it(browser: Browser) -> None:
    await browser.submit(choice="language:pl")
    page = flat(await browser.open())
    assert (
        '<p class="note machine">To tłumaczenie wykonał komputer. Nikt go jeszcze nie sprawdził.</p>' in page
    )
    assert '<p class="text" lang="en" dir="ltr">Thursday 26 November.</p>' in page


async def test_the_last_own_message_is_where_the_form_leads(browser: Browser) -> None:
    await browser.submit(text="first")
    await browser.submit(text="second")
    page = flat(await browser.open())
    assert 'data-seq="3" id="latest"' in page
    assert page.count('id="latest"') == 1
    assert 'data-seq="1" id="line-1"' in page


async def test_the_way_to_a_person_is_always_the_first_button(browser: Browser) -> None:
    empty = await browser.open()
    await browser.submit(text="bins")
    for page in (empty, await browser.open()):
        first = re.search(r"<button[^>]*>", page)
        assert first is not None
        assert first[0] == '<button name="choice" value="word:person">'


async def test_words_of_a_resident_are_escaped(browser: Browser) -> None:
    await browser.submit(text='<script>alert(1)</script> "quoted" & more')
    page = await browser.open()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &#34;quoted&#34; &amp; more" in page


async def test_words_of_a_translation_are_escaped_too(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tests.unit.channels.words.SmallCatalogue.gettext", lambda self, tag, msgid: "<b>!</b>"
    )
    page = await browser.open()
    assert "<b>" not in page
    assert "&lt;b&gt;!&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("pl", "pl"),
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("ur-PK", "ur"),
        ("fr, ur;q=0.5, pl;q=0.4", "ur"),
        ("en;q=0.1, pl;q=0.9", "pl"),
        ("pl;q=0, en", "en"),
        ("pl;q=wrong, ur", "ur"),
        ("xx", "en"),
        ("", "en"),
        (",;q=,,", "en"),
    ],
)
async def test_a_new_page_is_in_the_language_that_the_browser_asks_for(
    browser: Browser, accepts: str, language: str
) -> None:
    page = await browser.open(**{"Accept-Language": accepts})
    assert f'<html lang="{language}"' in page


async def test_a_link_can_ask_for_a_language(browser: Browser) -> None:
    page = await browser.open("/?lang=ur", **{"Accept-Language": "pl"})
    assert '<html lang="ur" dir="rtl">' in page
    assert "\u2068Leeds City Council\u2069 سے پوچھیں" in page


async def test_the_conversation_s_language_outweighs_the_browser_s(browser: Browser) -> None:
    await browser.submit(choice="language:ur")
    page = await browser.open("/?lang=en", **{"Accept-Language": "pl"})
    assert '<html lang="ur" dir="rtl">' in page


async def test_a_conversation_begins_in_the_language_of_the_page(browser: Browser) -> None:
    await browser.submit(text="hej", language="pl", headers={"Accept-Language": "en"})
    assert browser.assistant.received[0].locale_hint == "pl"


async def test_the_picker_lists_each_language_by_its_own_name(browser: Browser) -> None:
    page = flat(await browser.open("/?lang=pl"))
    assert '<button name="choice" value="language:ur" lang="ur" dir="rtl">' in page
    assert 'value="language:pl" lang="pl" dir="ltr" aria-current="true"' in page
    assert '<span>Język</span><span lang="en" dir="ltr">Language</span>' in page


async def test_an_older_message_shows_its_day(browser: Browser) -> None:
    await browser.submit(text="bins")
    browser.clock.advance(3 * 86_400)
    page = await browser.open()
    assert ">20 Nov 2026, 14:05</time>" in page


async def test_times_are_the_city_s(browser: Browser) -> None:
    browser.clock.now = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)
    await browser.submit(text="bins")
    assert ">13:00</time>" in await browser.open()


async def test_the_page_has_no_inline_script_or_style(browser: Browser) -> None:
    await browser.submit(text="bins")
    page = await browser.open()
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []


async def test_the_headers_of_the_page(browser: Browser) -> None:
    answer = await browser.client.get("/")
    assert answer.status == 200
    assert answer.content_type == "text/html"
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_the_cookie_over_http(make_browser: MakeBrowser) -> None:
    browser = await make_browser()
    browser.client.session.cookie_jar.clear()
    answer = await browser.client.get("/")
    assert re.fullmatch(
        r"snicket=[A-Za-z0-9_-]{43}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax",
        answer.headers["Set-Cookie"],
    )


async def test_the_cookie_over_https_is_bound_to_the_host(make_browser: MakeBrowser) -> None:
    browser = await make_browser(public_url="https://chat.leeds.test")
    answer = await browser.client.get("/")
    assert re.fullmatch(
        r"__Host-snicket=[A-Za-z0-9_-]{43}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure",
        answer.headers["Set-Cookie"],
    )


async def test_every_browser_gets_a_session_of_its_own(browser: Browser) -> None:
    seen = {browser.address}
    for _visit in range(20):
        browser.client.session.cookie_jar.clear()
        await browser.open()
        seen.add(browser.address)
    assert len(seen) == 21


@pytest.mark.parametrize("cookie", ["", "short", "x" * 44, "../../../etc/passwd" + "x" * 24, "é" * 43])
async def test_a_cookie_that_we_never_made_is_replaced(browser: Browser, cookie: str) -> None:
    browser.client.session.cookie_jar.clear()
    answer = await browser.client.get("/", headers={"Cookie": f"snicket={cookie}"})
    assert answer.status == 200
    assert f"snicket={cookie};" not in answer.headers["Set-Cookie"]


async def test_a_conversation_is_kept_over_visits(browser: Browser) -> None:
    before = browser.address
    await browser.submit(text="bins")
    assert "Which home?" in await browser.open()
    assert browser.address == before


async def test_the_transcript_is_a_plain_file(browser: Browser) -> None:
    await browser.submit(text="bins")
    await browser.submit(choice="home:15")
    answer = await browser.client.get("/chat/transcript.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chat.txt"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert await answer.text() == (
        "Ask Leeds City Council\n\n"
        "You (14:05)\nbins\n\n"
        "Council assistant (14:05)\nWhich home?\n1  14 Oakwood Court\n2  15 Oakwood Court\n\n"
        "You (14:05)\n15 Oakwood Court\n\n"
        "Council assistant (14:05)\nThursday 26 November.\nAdd to my calendar: https://leeds.test/15.ics\n"
    )


async def test_the_transcript_is_in_the_reader_s_language(browser: Browser) -> None:
    await browser.submit(choice="language:pl")
    text = await (await browser.client.get("/chat/transcript.txt")).text()
    assert text.startswith("Zapytaj Leeds City Council\n\nTy (14:05)\nPolski\n\nAsystent urzędu (14:05)\n")
    assert "Thursday 26 November." in text


async def test_a_thousand_messages_stay_in_order(browser: Browser) -> None:
    await browser.submit(text="bins")
    for number in range(1_000):
        browser.assistant.push("web", browser.address, said(f"message number {number}"))
    found = re.findall(r"message number (\d+)", await browser.open())
    assert found == [str(number) for number in range(1_000)]
