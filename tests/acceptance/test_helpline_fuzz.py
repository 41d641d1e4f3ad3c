"""Anything may be sent to the helpline and to Chatwoot's webhook: nothing breaks, nothing is half-written."""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.acceptance.helpline_doors import BASE, Browser, Doors, Reply, opened, routes, secret
from tests.acceptance.test_helpline_routes import everything, filled
from tests.conftest import NOW

pytestmark = pytest.mark.xdist_group("helpline fuzz")

HOOK = "/webhooks/chatwoot"
SECRET = "the secret of a webhook"
WORDS = st.text(st.characters(), max_size=60)
HUGE = "9" * 5000
"""More digits than Python turns into a number."""

NUMBERS = ["", "0", "-1", "1", "2", HUGE, "9" * 15, "٣", "²", "\0"]
ODD = st.one_of(WORDS, st.sampled_from(NUMBERS))
TO = st.one_of(ODD, st.sampled_from([f"staff:{HUGE}", f"staff:{'9' * 30}", "staff:²", "staff:٣", "team:x"]))
NAMES = (
    *("words", "language", "quick", "outcome", "once", "window", "number", "agreed", "call", "run", "key"),
    *("until", "login", "name", "team", "role", "staff", "active", "old", "fresh", "code"),
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NAMES, ODD),
        "to": TO,
        "password": ODD,
        "typed": st.sampled_from(["0", "1", "x"]),
    },
)
HEADER = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"), max_size=80)
QUERY = (
    *("told", "by", "page", "team", "reference", "after", "before", "seen"),
    *("back", "state", "code", "error", "iss", "action", "staff", "day"),
)
HEADERS = (
    *("X-Helpline-Token", "Origin", "Cookie", "Accept"),
    *("Last-Event-ID", "Sec-Fetch-Site", "X-Forwarded-For"),
)
ENOUGH = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ENDS = tuple(f"{BASE}/{end}" for end in ("out", "password", "people/active", "people/role", "shift/end"))
"""What may end a session or a shift, which the examples that follow need."""


def fine(what: str, answer: Reply) -> None:
    """Taken or refused, but not broken."""
    assert answer.status < 500, (what, answer.status, answer.body[:500])
    assert "Traceback" not in answer.body, what


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, estate: Path) -> Iterator[Doors]:
    with opened(tmp_path_factory.mktemp("fuzz"), estate) as one:
        yield one


@pytest.fixture(scope="module")
def boss(doors: Doors) -> Browser:
    return doors.sign_in("administrator")


@pytest.fixture(scope="module")
def reference(doors: Doors, boss: Browser) -> str:
    """A resident whom the administrator has."""
    stores = doors.helpline.stores
    doors.run(stores.shifts.begin(3, NOW + dt.timedelta(hours=6)))
    doors.run(doors.helpline.says("talk to a person"))
    [found] = doors.run(stores.queue.look()).waiting
    place = f"{BASE}/talk/{found.reference}/claim"
    assert doors.ask("POST", place, {"token": boss.token}, boss).status == 303
    reference: str = found.reference
    return reference


@ENOUGH
@given(fields=FIELDS)
def test_every_form(doors: Doors, boss: Browser, reference: str, fields: dict[str, str]) -> None:
    for method, path in routes(doors):
        if method == "POST" and path not in ENDS and path != f"{BASE}/":
            place = filled(path, reference)
            fine(place, doors.ask("POST", place, {**fields, "token": boss.token}, boss))


@ENOUGH
@given(body=st.one_of(st.binary(max_size=200), FIELDS.map(json.dumps).map(str.encode)), kind=HEADER)
def test_every_body(doors: Doors, boss: Browser, reference: str, body: bytes, kind: str) -> None:
    """Nothing of it has the form's token: nothing of it is done."""
    before = everything(doors)
    for method, path in routes(doors):
        if method == "POST":
            place = filled(path, reference)
            for type_ in ("application/x-www-form-urlencoded", kind or "x/y"):
                answer = doors.ask("POST", place, body, boss, Content_Type=type_)
                fine(place, answer)
                assert answer.status >= 400 or path == f"{BASE}/", place
    assert everything(doors) == before


@ENOUGH
@given(login=ODD, password=ODD, code=ODD, back=ODD, words=ODD)
def test_signing_in(doors: Doors, login: str, password: str, code: str, back: str, words: str) -> None:
    doors.run(doors.helpline.stores.tries.forget_addresses())
    fields = {"login": login, "password": password, "code": code, "back": back, "words": words}
    answer = doors.ask("POST", f"{BASE}/", fields)
    fine("sign in", answer)
    assert answer.status == 401
    assert not [cookie for cookie in answer.cookies if "=;" not in cookie]


@ENOUGH
@given(name=st.sampled_from(QUERY), value=ODD, word=WORDS)
def test_every_page_with_any_query(doors: Doors, boss: Browser, name: str, value: str, word: str) -> None:
    query = urlencode({name: value, "told": "taken"}, errors="replace")
    for method, path in routes(doors):
        if method == "GET" and path != f"{BASE}/openid":
            place = filled(path, quote(word[:6], safe="", errors="replace") or "x")
            if not place.endswith("/events") or "/talk/" in place:
                fine(place, doors.ask("GET", f"{place}?{query}", browser=boss))


@ENOUGH
@given(name=st.sampled_from(HEADERS), value=HEADER)
def test_any_header(doors: Doors, boss: Browser, reference: str, name: str, value: str) -> None:
    for method, place in (
        ("GET", f"{BASE}/queue"),
        ("POST", f"{BASE}/shift"),
        ("POST", f"{BASE}/"),
        ("GET", f"{BASE}/openid/callback"),
        ("POST", f"{BASE}/talk/{reference}/note"),
    ):
        doors.run(doors.helpline.stores.tries.forget_addresses())
        browser = None if name == "Cookie" else boss
        given_ = {name.replace("-", "_"): value}
        fine(f"{name} {place}", doors.ask(method, place, {"words": "x"}, browser, **given_))


@pytest.mark.parametrize("value", [HUGE, "٣", "²", "9" * 30])
def test_numbers_that_are_none(doors: Doors, boss: Browser, reference: str, value: str) -> None:
    """Python takes more for a digit than a database does, and refuses numbers that are too long."""
    for place in ("queue?page=", "queue?told=taken&by=", "audit?before=", "audit?staff="):
        assert doors.ask("GET", f"{BASE}/{place}{quote(value)}", browser=boss).status == 200, place
    fields = {"token": boss.token, "to": f"staff:{value}"}
    assert doors.ask("POST", f"{BASE}/talk/{reference}/pass", fields, boss).status == 400


def test_a_signed_out_cookie_of_any_shape_is_nobody(doors: Doors) -> None:
    for value in ("", "x", "A" * 43, "A" * 4000, "ÿ" * 43, '"; DROP TABLE staff; --'):
        answer = doors.ask("GET", f"{BASE}/queue", browser=Browser("adviser", f"__Host-helpline={value}", ""))
        assert answer.status == 303


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory, estate: Path) -> Iterator[Doors]:
    """The application with Chatwoot's desk; Chatwoot itself never answers."""
    given_ = {
        "desk": "chatwoot",
        "chatwoot_url": "http://127.0.0.1:1",
        "chatwoot_token": secret("a token"),
        "chatwoot_webhook_secret": secret(SECRET),
    }
    with opened(tmp_path_factory.mktemp("hook"), estate, **given_) as one:
        yield one


def signed(doors: Doors, body: bytes) -> Reply:
    """A delivery that is signed as Chatwoot signs."""
    moment = str(int(NOW.timestamp()))
    digest = hmac.new(SECRET.encode(), moment.encode() + b"." + body, "sha256").hexdigest()
    headers = {"X_Chatwoot_Timestamp": moment, "X_Chatwoot_Signature": f"sha256={digest}"}
    return doors.ask("POST", HOOK, body, None, Content_Type="application/json", **headers)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NUMBERED = st.fixed_dictionaries({"id": st.one_of(st.integers(), st.integers(1, 3), VALUES)})
EVENTS = st.fixed_dictionaries(
    {"event": st.sampled_from(["message_created", "conversation_status_changed", "x"])},
    optional={
        "id": st.one_of(st.integers(), VALUES),
        "inbox_id": st.one_of(st.just(1), VALUES),
        "inbox": st.one_of(st.just({"id": 1}), NUMBERED, VALUES),
        "conversation": st.one_of(NUMBERED, VALUES),
        "content": VALUES,
        "message_type": st.one_of(st.sampled_from(["outgoing", "incoming", 1, 0]), VALUES),
        "private": VALUES,
        "sender": VALUES,
        "source_id": VALUES,
        "content_attributes": VALUES,
    },
)


@ENOUGH
@given(body=st.one_of(st.binary(max_size=200), EVENTS.map(json.dumps).map(str.encode)))
def test_chatwoots_webhook_takes_anything_that_is_signed(hooked: Doors, body: bytes) -> None:
    before = everything(hooked)
    answer = signed(hooked, body)
    fine("webhook", answer)
    assert answer.status in (200, 400, 410)
    # The desk begins its own shift, whatever is delivered.
    assert {**everything(hooked), "shifts": before["shifts"]} == before


@ENOUGH
@given(timestamp=HEADER, signature=HEADER, body=st.binary(max_size=100))
def test_chatwoots_webhook_takes_nothing_that_is_not(
    hooked: Doors, timestamp: str, signature: str, body: bytes
) -> None:
    for moment in (timestamp, str(int(NOW.timestamp())), HUGE, ""):
        headers = {"X_Chatwoot_Timestamp": moment, "X_Chatwoot_Signature": signature}
        answer = hooked.ask("POST", HOOK, body, None, Content_Type="application/json", **headers)
        assert (answer.status, answer.body) == (401, ""), (moment, signature)


@pytest.mark.filterwarnings("ignore:Sending a large body")
def test_chatwoots_webhook_reads_no_more_than_it_should(hooked: Doors) -> None:
    assert signed(hooked, b" " * 3_000_000).status == 413
    assert hooked.ask("GET", HOOK).status == 405
    assert hooked.ask("GET", f"{BASE}/queue").status == 404, "one desk at a time"
