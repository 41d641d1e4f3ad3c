"""Bad requests, over every route: what each gets, and that nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.acceptance.asking import REST, Answer, Resident, ask, say
from tests.acceptance.bad import (
    CHAT,
    CHAT_TABLE,
    FORM_TABLE,
    ID,
    IS_FORM,
    IS_JSON,
    READING,
    REST_TABLE,
    SCRIPT,
    Bad,
    sent,
)
from tests.acceptance.program import Program
from tests.acceptance.stored import rows

pytestmark = pytest.mark.xdist_group("bad requests")


@pytest.fixture
def untouched(service: Program) -> Iterator[Program]:
    """The service; afterwards nothing is stored that was not there before, and nothing broke."""
    before = rows(service.folder)
    yield service
    assert rows(service.folder) == before
    assert "Traceback" not in service.log


@pytest.fixture
def resident(service: Program) -> Resident:
    resident = Resident(service.port)
    resident.open()
    return resident


@pytest.mark.parametrize("bad", REST_TABLE, ids=lambda bad: bad.title)
def test_rest(untouched: Program, bad: Bad) -> None:
    holds(ask(untouched.port, "POST", REST, bad.body, bad.headers), bad)


@pytest.mark.parametrize("bad", CHAT_TABLE, ids=lambda bad: bad.title)
def test_chat(untouched: Program, resident: Resident, bad: Bad) -> None:
    session = {"Cookie": resident.cookie, "X-Chat-Token": resident.page.hidden["token"]}
    answer = ask(untouched.port, "POST", CHAT, bad.body, {**bad.headers, **session})
    holds(answer, bad)
    assert answer.json["error"]["words"], "the resident is told, too"


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({}, "cookie"),
        ({"Cookie": "snicket=short"}, "cookie"),
        ({"Cookie": f"snicket={'A' * 43}"}, "token"),
        ({"Cookie": f"snicket={'A' * 43}", "X-Chat-Token": "0" * 64}, "token"),
        ({"Cookie": f"snicket={'A' * 43}", "Origin": "https://elsewhere.example"}, "Origin"),
        ({"Cookie": f"snicket={'A' * 43}", "Origin": "http://["}, "Origin"),
        ({"Cookie": f"snicket={'A' * 43}", "Sec-Fetch-Site": "cross-site"}, "Sec-Fetch-Site"),
    ],
)
def test_a_stranger_cannot_write(untouched: Program, headers: dict[str, str], field: str) -> None:
    answer = ask(untouched.port, "POST", CHAT, sent(id=ID, text="hi"), {**IS_JSON, **headers})
    assert (answer.status, answer.json["error"]["field"]) == (403, field)


@pytest.mark.parametrize(
    ("title", "fields", "status", "words"), FORM_TABLE, ids=[row[0] for row in FORM_TABLE]
)
def test_form(
    untouched: Program, resident: Resident, title: str, fields: dict[str, str], status: int, words: str
) -> None:
    answer = resident.post(fields)
    assert answer.status == status
    assert words in answer.text
    assert "text/html" in answer.headers["content-type"]


def test_what_was_typed_is_given_back(untouched: Program, resident: Resident) -> None:
    answer = resident.post({"text": "<b>my bin</b>" + "x" * 2000})
    assert "&lt;b&gt;my bin&lt;/b&gt;" in answer.text
    assert "<b>my bin" not in answer.text


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"text=%ff%fe&id=id-of-a-message", IS_FORM, 400),
        ("text=żaba".encode(), IS_FORM, 400),
        (urlencode([(f"field{number}", "x") for number in range(50)]).encode(), IS_FORM, 400),
        (b"text=" + b"x" * 40_000, IS_FORM, 413),
        (b'{"text":"hi"}', IS_JSON, 415),
        (b"--x\r\n\r\n--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        (b"text=x", {"Content-Type": "text/plain"}, 415),
    ],
)
def test_a_form_that_cannot_be_read(
    untouched: Program, resident: Resident, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = ask(untouched.port, "POST", "/", body, {**headers, "Cookie": resident.cookie})
    assert answer.status == status
    assert "text/html" in answer.headers["content-type"]


@pytest.mark.parametrize(("method", "path", "status", "message"), READING, ids=lambda value: str(value)[:50])
def test_reading(untouched: Program, method: str, path: str, status: int, message: str | None) -> None:
    answer = ask(untouched.port, method, path)
    assert answer.status == status
    if message is not None:
        assert answer.json == {"code": status, "userMessage": message}


@pytest.mark.parametrize(("path", "field"), SCRIPT)
def test_the_script_names_a_line(untouched: Program, resident: Resident, path: str, field: str) -> None:
    answer = resident.get(path)
    assert (answer.status, answer.json["error"]["field"]) == (400, field)


def test_a_person_who_is_lost_is_shown_the_way(untouched: Program) -> None:
    answer = ask(untouched.port, "GET", "/nowhere", headers={"Accept": "text/html"})
    assert answer.status == 404
    assert "We could not find this page." in answer.text
    assert "0113\N{NO-BREAK SPACE}222\N{NO-BREAK SPACE}4444" in answer.text


def test_control_characters_are_taken_out_of_what_is_kept(service: Program) -> None:
    assert say(service.port, "typed\0oddly", "hel\0p\x07") == say(service.port, "typedoddly", "help")


def test_other_letters_and_signs_are_words_like_any(service: Program) -> None:
    for words in (
        "🗑️🗑️🗑️",
        "\u202eklop",
        "' OR 1=1 --",
        "%(name)s {0} ${x}",
        "<script>alert(1)</script>",
        "x" * 2000,
    ):
        assert say(service.port, "odd", words)
    assert "Traceback" not in service.log


def holds(answer: Answer, bad: Bad) -> None:
    """The status, and an error that names what was wrong and where."""
    assert answer.status == bad.status, answer.text
    error = answer.json["error"]
    assert (error["field"], error["problem"]) == (bad.field, bad.problem)
