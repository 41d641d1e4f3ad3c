"""What others ask of our server is read strictly, and whatever they send, the answer is one of two."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.open311.asked import SPAN, Declined, new_request, wanted
from bot.open311.client import _fields
from bot.open311.shapes import NewRequest

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
PLAIN = st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc", "Zs"]), max_size=40)
CODES = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=10)


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


def outcome(body: bytes) -> str:
    """The service of a request, or why there is none."""
    try:
        return new_request(body).service
    except Declined as problem:
        return ", ".join(problem.descriptions) if problem.status == 400 else ""


def refused(body: bytes) -> list[str]:
    with pytest.raises(Declined) as problem:
        new_request(body)
    assert problem.value.status == 400
    return list(problem.value.descriptions)


def test_all_that_the_specification_has() -> None:
    found = new_request(
        form(
            ("api_key", "hush"),
            ("jurisdiction_id", "council.test"),
            ("service_code", "tap"),
            ("lat", "53.8"),
            ("long", "-1.5"),
            ("address_string", "1 Oak Road"),
            ("address_id", "1001"),
            ("email", "a@example.org"),
            ("device_id", "d"),
            ("account_id", "a"),
            ("first_name", "Ada"),
            ("last_name", "L"),
            ("phone", "07700 900001"),
            ("description", "it drips\r\nall night"),
            ("media_url", "https://example.org/1.jpg"),
            ("attribute[room]", "kitchen"),
            ("attribute[people][]", "heart"),
            ("attribute[people][]", "under5"),
        )
    )
    assert found == NewRequest(
        service="tap",
        description="it drips\nall night",
        address="1 Oak Road",
        address_id="1001",
        latitude=53.8,
        longitude=-1.5,
        attributes=(("room", "kitchen"), ("people", "heart"), ("people", "under5")),
        first_name="Ada",
        last_name="L",
        email="a@example.org",
        phone="07700 900001",
        device_id="d",
        account_id="a",
        media_url="https://example.org/1.jpg",
    )


def test_an_empty_field_counts_as_none_and_an_unknown_one_is_passed_over() -> None:
    body = form(("service_code", "tap"), ("phone", ""), ("lat", ""), ("utf8", "✓"), ("attribute[a]", ""))
    assert new_request(body) == NewRequest(service="tap")


def test_control_characters_do_not_come_in() -> None:
    found = new_request(form(("service_code", "tap"), ("description", "a\x00b\x1b[31m")))
    assert found.description == "ab[31m"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "service_code was not provided"),
        (b"service_code=", "service_code was not provided"),
        (b"service_code=%FF", "the form cannot be read"),
        (b"service_code=\xff", "the form cannot be read"),
        (b"&".join(b"a%d=1" % n for n in range(101)), "the form cannot be read"),
        (form(("service_code", "tap"), ("lat", "1e9")), "lat must be a number of degrees"),
        (form(("service_code", "tap"), ("long", "inf")), "long must be a number of degrees"),
        (form(("service_code", "tap"), ("address_id", "x" * 501)), "address_id: at most 500 characters"),
        (form(("service_code", "tap"), ("attribute[a]", "x" * 501)), "attribute[a]: at most 500 characters"),
    ],
)
def test_what_is_wrong_is_named(body: bytes, said: str) -> None:
    assert said in refused(body)


def test_all_that_is_wrong_is_named_at_once() -> None:
    assert len(refused(form(("phone", "0" * 501), ("email", "a" * 501)))) == 3


def test_a_name_that_is_too_long_is_not_repeated() -> None:
    [said, _] = refused(form(("x" * 5_000, "y" * 501)))
    assert len(said) < 100


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_request_or_refused(body: bytes) -> None:
    assert outcome(body)


@given(
    description=PLAIN,
    address=PLAIN,
    attributes=st.lists(st.tuples(CODES, PLAIN.filter(bool)), max_size=5, unique=True),
)
def test_what_our_client_writes_our_server_reads(
    description: str, address: str, attributes: list[tuple[str, str]]
) -> None:
    new = NewRequest(
        service="tap", description=description, address=address, attributes=tuple(attributes), latitude=1.5
    )
    assert new_request(urlencode(_fields(new)).encode()) == new


def test_a_list_is_that_of_the_last_ninety_days() -> None:
    found = wanted({}, NOW)
    assert (found.start, found.end) == (NOW - SPAN, NOW)
    assert (found.ids, found.services, found.statuses) == ((), (), ())


def test_one_date_makes_the_other() -> None:
    early = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert wanted({"start_date": "2026-01-01T00:00:00Z"}, NOW).end == early + SPAN
    assert wanted({"end_date": "2026-01-01T00:00:00Z"}, NOW).start == early - SPAN
    assert wanted({"start_date": "2026-11-01T00:00:00 01:00"}, NOW).end == NOW, "a plus arrives as a space"


def test_lists_have_commas_between() -> None:
    found = wanted({"service_code": "a, b,,", "status": "Open,closed", "service_request_id": "1,2"}, NOW)
    assert (found.services, found.statuses, found.ids) == (("a", "b"), ("open", "closed"), ("1", "2"))


@pytest.mark.parametrize(
    "query",
    [
        {"status": "lost"},
        {"start_date": "2026"},
        {"start_date": "2026-01-01T00:00:00"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"end_date": "9999-12-31T00:00:00Z"},
        {"service_request_id": ",".join(map(str, range(101)))},
    ],
)
def test_a_wrong_question_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(Declined) as problem:
        wanted(query, NOW)
    assert problem.value.status == 400
