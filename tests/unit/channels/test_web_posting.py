"""What is sent, by form and by script: who may, what is taken, and what is refused with which words."""

from __future__ import annotations

import json

import pytest
from aiohttp import ClientResponse

from channels.limits import Rate
from tests.unit.channels.conftest import Browser, MakeBrowser

LONGEST = "ਕ" * 2_000
"""The longest message, in a script whose letters take three bytes."""


async def error(answer: ClientResponse) -> tuple[int, str, str]:
    fault = (await answer.json())["error"]
    return answer.status, fault["field"], fault["problem"]


# Forms


async def test_a_form_leads_back_to_the_latest_message(browser: Browser) -> None:
    answer = await browser.submit(text=" bins\r\n")
    assert answer.status == 303
    assert answer.headers["Location"] == "/#latest"
    [inbound] = browser.assistant.received
    assert (inbound.channel, inbound.address, inbound.text, inbound.choice) == (
        "web",
        browser.address,
        "bins",
        "",
    )
    assert inbound.at == browser.clock.now


async def test_a_pressed_choice_carries_its_id_and_its_words(browser: Browser) -> None:
    await browser.submit(text="bins")
    await browser.submit(choice="home:15")
    assert browser.assistant.received[1].choice == "home:15"
    assert browser.assistant.received[1].text == "15 Oakwood Court"


@pytest.mark.parametrize(
    ("choice", "words"),
    [("word:person", "Talk to a person"), ("language:pl", "Polski"), ("language:ur", "اردو")],
)
async def test_the_page_s_own_choices(browser: Browser, choice: str, words: str) -> None:
    await browser.submit(choice=choice)
    assert [(inbound.choice, inbound.text) for inbound in browser.assistant.received] == [(choice, words)]


async def test_the_same_form_twice_is_one_message(browser: Browser) -> None:
    for _press in range(3):
        assert (await browser.submit(id="pressed-twice", text="bins")).status == 303
    assert len(browser.assistant.received) == 1


async def test_an_old_page_with_other_words_is_another_message(browser: Browser) -> None:
    await browser.submit(id="the-same-id", text="bins")
    await browser.submit(id="the-same-id", text="bulky waste")
    assert [inbound.text for inbound in browser.assistant.received] == ["bins", "bulky waste"]


async def test_two_browsers_with_the_same_id_are_two_messages(browser: Browser) -> None:
    await browser.submit(id="the-same-id", text="bins")
    browser.client.session.cookie_jar.clear()
    await browser.open()
    await browser.submit(id="the-same-id", text="bins")
    ids = {inbound.id for inbound in browser.assistant.received}
    assert len(ids) == 2


async def test_the_secret_of_the_session_is_not_in_the_message_s_id(browser: Browser) -> None:
    await browser.submit(text="bins")
    assert browser.address not in browser.assistant.received[0].id
    assert len(browser.assistant.received[0].id) == 40


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Please type your message first."),
        ({"text": " \n\t "}, "Please type your message first."),
        ({"text": "\x00\x07"}, "Please type your message first."),
        ({"text": "x" * 2_001}, "Your message is too long. Please make it shorter and send it again."),
        (
            {"choice": "home:99"},
            "That choice is no longer there. Please pick another one, or type your answer.",
        ),
        ({"text": "bins", "id": "short"}, "We could not read your message. Please send it again."),
        (
            {"text": "bins", "id": "<script>alert(1)</script>"},
            "We could not read your message. Please send it again.",
        ),
    ],
)
async def test_what_cannot_be_taken_is_said_on_the_page(
    browser: Browser, fields: dict[str, str], words: str
) -> None:
    answer = await browser.submit("/", None, **fields)
    assert answer.status == 400
    assert f'role="alert">{words}</p>' in await answer.text()
    assert browser.assistant.received == []


async def test_what_was_typed_is_given_back(browser: Browser) -> None:
    page = await (await browser.submit(text="<b>" + "x" * 2_000)).text()
    assert "&lt;b&gt;" + "x" * 2_000 + "</textarea>" in page
    assert 'aria-describedby="problem"' in page


async def test_a_refusal_is_in_the_language_of_the_conversation(browser: Browser) -> None:
    await browser.submit(choice="language:pl")
    answer = await browser.submit(text="")
    assert "Najpierw proszę wpisać wiadomość." in await answer.text()


async def test_the_longest_message_fits_in_every_script(browser: Browser) -> None:
    assert (await browser.submit(text=LONGEST)).status == 303
    assert (await browser.fetch(text=LONGEST)).status == 200
    assert [inbound.text for inbound in browser.assistant.received] == [LONGEST, LONGEST]


async def test_a_body_beyond_all_messages_is_not_read(browser: Browser) -> None:
    answer = await browser.submit(text="x" * 33_000)
    assert answer.status == 413
    assert "Your message is too long." in await answer.text()


async def test_another_kind_of_body_is_refused(browser: Browser) -> None:
    answer = await browser.client.post("/", json={"text": "bins", "token": browser.token})
    assert answer.status == 415
    assert "We could not read your message." in await answer.text()


async def test_a_form_that_is_not_one_is_refused(browser: Browser) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"\xff\xfe", b"text=%ff%fe", b"&".join(b"a=%d" % n for n in range(40))):
        answer = await browser.client.post("/", data=body, headers=kind)
        assert answer.status == 400
    assert browser.assistant.received == []


# Who may write


async def test_a_form_needs_the_session(browser: Browser) -> None:
    browser.client.session.cookie_jar.clear()
    answer = await browser.submit(text="bins")
    assert answer.status == 403
    page = await answer.text()
    assert "Your browser has lost this chat. Please open the chat page again." in page
    assert "0113\u00a0222\u00a04406" in page
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
async def test_a_form_needs_the_session_s_token(browser: Browser, token: str) -> None:
    answer = await browser.submit(text="bins", token=token)
    assert answer.status == 403
    assert "This message did not come from our chat page." in await answer.text()
    assert browser.assistant.received == []


async def test_the_token_of_another_session_does_not_do(browser: Browser) -> None:
    others = browser.token
    browser.client.session.cookie_jar.clear()
    await browser.open()
    assert (await browser.submit(text="bins", token=others)).status == 403


@pytest.mark.parametrize(
    "origin",
    ["https://evil.test", "null", "http://127.0.0.1.evil.test", "http://127.0.0.1:1", "", "http://["],
)
async def test_another_site_cannot_write(browser: Browser, origin: str) -> None:
    assert (await browser.submit(text="bins", headers={"Origin": origin})).status == 403
    assert (await browser.fetch(text="bins", headers={"Origin": origin})).status == 403
    assert browser.assistant.received == []


async def test_our_own_origin_can(browser: Browser) -> None:
    url = browser.client.make_url("/")
    own = f"http://{url.host}:{url.port}"
    for origin in (own, own.replace("http:", "https:")):  # a proxy may end TLS before us
        assert (await browser.submit(text="bins", headers={"Origin": origin})).status == 303


async def test_with_a_public_address_only_that_origin_can(make_browser: MakeBrowser) -> None:
    browser = await make_browser(public_url="http://chat.leeds.test")
    url = browser.client.make_url("/")
    local = {"Origin": f"http://{url.host}:{url.port}"}
    assert (await browser.submit(text="bins", headers=local)).status == 403
    assert (await browser.submit(text="bins", headers={"Origin": "http://chat.leeds.test"})).status == 303


async def test_a_request_that_the_browser_calls_cross_site_is_refused(browser: Browser) -> None:
    assert (await browser.submit(text="bins", headers={"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await browser.submit(text="bins", headers={"Sec-Fetch-Site": "same-origin"})).status == 303


# How often


async def test_a_session_may_write_so_often(make_browser: MakeBrowser) -> None:
    browser = await make_browser(per_session=Rate(burst=3, per_second=0.1))
    for _message in range(3):
        assert (await browser.submit(text="bins")).status == 303
    answer = await browser.submit(text="my fourth message")
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "10"
    page = await answer.text()
    assert "You have sent many messages in a short time. Please wait a minute. Then send it again." in page
    assert "my fourth message</textarea>" in page
    browser.clock.advance(10)
    assert (await browser.submit(text="bins")).status == 303


async def test_an_address_may_write_so_often_with_all_its_sessions(make_browser: MakeBrowser) -> None:
    browser = await make_browser(per_address=Rate(burst=2, per_second=0.5))
    statuses = []
    for _visit in range(3):
        browser.client.session.cookie_jar.clear()
        await browser.open()
        statuses.append((await browser.fetch(text="bins")).status)
    assert statuses == [200, 200, 429]


# The script's requests


async def test_a_fetch_answers_with_the_new_lines(browser: Browser) -> None:
    answer = await browser.fetch(text="bins", after=0)
    body = await answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert body["language"] == "en"
    assert [(line["seq"], line["who"], line["text"]) for line in body["lines"]] == [
        (1, "resident", "bins"),
        (2, "assistant", "Which home?"),
    ]
    assert body["lines"][1] == {
        "seq": 2,
        "who": "assistant",
        "at": "2026-11-20T14:05:00+00:00",
        "time": "14:05",
        "text": "Which home?",
        "language": "en",
        "direction": "ltr",
        "machine": False,
        "english": "",
        "choices": [
            {"id": "home:14", "key": "1", "label": "14 Oakwood Court"},
            {"id": "home:15", "key": "2", "label": "15 Oakwood Court"},
        ],
        "links": [],
        "open": True,
        "by": "Council assistant",
        "photos": [],
    }


async def test_a_repeated_fetch_gets_the_same_lines_and_does_nothing_twice(browser: Browser) -> None:
    first = await (await browser.fetch(id="retry-after-a-drop", text="bins")).json()
    again = await (await browser.fetch(id="retry-after-a-drop", text="bins")).json()
    assert first == again
    assert len(browser.assistant.received) == 1


async def test_a_fetch_tells_the_language_that_the_conversation_has_now(browser: Browser) -> None:
    body = await (await browser.fetch(choice="language:ur")).json()
    assert body["language"] == "ur"
    assert body["lines"][-1]["direction"] == "rtl"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", (400, "", "the body is not JSON")),
        ("{", (400, "", "the body is not JSON")),
        ("\udcff", (400, "", "the body is not JSON")),
        ("[]", (400, "", "must be an object")),
        ("{}", (400, "id", "is missing")),
        ('{"id": 5, "text": "bins"}', (400, "id", "must be text")),
        ('{"id": "abcdefgh", "text": ["bins"]}', (400, "text", "must be text")),
        ('{"id": "abcdefgh", "text": null}', (400, "text", "must be text")),
        ('{"id": "abcdefgh", "text": "bins", "after": "1"}', (400, "after", "must be a whole number")),
        ('{"id": "abcdefgh"}', (400, "text", "is empty")),
        ('{"id": "abcdefgh", "text": "  "}', (400, "text", "is empty")),
        ('{"id": "abc", "text": "bins"}', (400, "id", "must be 8 to 64 letters, digits, - or _")),
        ('{"id": "abc defgh", "text": "bins"}', (400, "id", "must be 8 to 64 letters, digits, - or _")),
        (json.dumps({"id": "a" * 65, "text": "b"}), (400, "id", "must be 8 to 64 letters, digits, - or _")),
        (json.dumps({"id": "a" * 8, "text": "b" * 2_001}), (400, "text", "is longer than 2000 characters")),
        ('{"id": "abcdefgh", "choice": "home:99"}', (400, "choice", "was never offered")),
        ('{"id": "abcdefgh", "choice": "language:xx"}', (400, "choice", "was never offered")),
        (json.dumps({"id": "a" * 8, "text": "b" * 17_000}), (413, "", "the body is larger than 16384 bytes")),
    ],
)
async def test_bad_input_names_the_field(browser: Browser, body: str, expected: tuple[int, str, str]) -> None:
    answer = await browser.client.post(
        "/chat/messages",
        data=body.encode("utf-8", "surrogateescape"),
        headers={"Content-Type": "application/json", "X-Chat-Token": browser.token},
    )
    assert await error(answer) == expected
    assert browser.assistant.received == []


async def test_only_json_is_read(browser: Browser) -> None:
    answer = await browser.client.post("/chat/messages", data={"id": "abcdefgh", "text": "bins"})
    assert await error(answer) == (415, "", "the content type must be application/json")


async def test_a_fetch_needs_cookie_and_token(browser: Browser) -> None:
    assert await error(await browser.fetch(text="bins", headers={"X-Chat-Token": ""})) == (
        403,
        "token",
        "the token is not this session's",
    )
    browser.client.session.cookie_jar.clear()
    assert await error(await browser.fetch(text="bins")) == (403, "cookie", "there is no session cookie")


async def test_a_refused_fetch_carries_words_for_the_resident(browser: Browser) -> None:
    await browser.submit(choice="language:pl")
    body = await (await browser.fetch(text="")).json()
    assert body["error"]["words"] == "Najpierw proszę wpisać wiadomość."


async def test_too_many_fetches(make_browser: MakeBrowser) -> None:
    browser = await make_browser(per_session=Rate(burst=1, per_second=0.5))
    assert (await browser.fetch(text="bins")).status == 200
    answer = await browser.fetch(text="bins")
    assert await error(answer) == (429, "", "too many messages")
    assert answer.headers["Retry-After"] == "2"


async def test_asking_for_lines_after_a_number(browser: Browser) -> None:
    await browser.submit(text="bins")
    answer = await browser.client.get("/chat/messages", params={"after": "1"})
    assert answer.headers["Cache-Control"] == "no-store"
    body = await answer.json()
    assert [line["seq"] for line in body["lines"]] == [2]
    nothing = await browser.client.get("/chat/messages", params={"after": "2"})
    assert (await nothing.json())["lines"] == []


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "", "9" * 40, "١"])
async def test_a_number_that_is_none_is_refused(browser: Browser, after: str) -> None:
    answer = await browser.client.get("/chat/messages", params={"after": after})
    assert await error(answer) == (400, "after", "must be a whole number")


async def test_lines_are_only_for_the_session(browser: Browser) -> None:
    await browser.submit(text="bins")
    browser.client.session.cookie_jar.clear()
    answer = await browser.client.get("/chat/messages")
    assert await error(answer) == (403, "cookie", "there is no session cookie")
    await browser.open()
    assert (await (await browser.client.get("/chat/messages")).json())["lines"] == []


# The end


async def test_ending_forgets_the_conversation(browser: Browser) -> None:
    await browser.submit(text="bins")
    before = browser.address
    answer = await browser.submit("/chat/end")
    assert answer.status == 303
    assert answer.headers["Location"] == "/"
    assert "snicket=; Path=/; Max-Age=0;" in answer.headers["Set-Cookie"]
    assert "Which home?" not in await browser.open()
    assert browser.address != before


async def test_ending_needs_the_token(browser: Browser) -> None:
    assert (await browser.submit("/chat/end", token="")).status == 403
