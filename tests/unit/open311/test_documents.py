"""What goes out comes in again, in both formats, whatever is written in it; and nothing harmful comes in."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.open311 import documents, reading, writing
from bot.open311.documents import LARGEST, Unreadable
from bot.open311.shapes import (
    Accepted,
    Attribute,
    Definition,
    Fault,
    Format,
    Request,
    Service,
    Value,
)
from tests.open311_server import BOMB, ENTITY

WORDS = st.text(max_size=60)
CODES = st.text("abcdefghijklmnopqrstuvwxyz0123456789._-é", min_size=1, max_size=20)
FORMATS = st.sampled_from(("xml", "json"))
MOMENTS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2200, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=dt.UTC)
)


def there(text: str, format: Format) -> str:
    """A text as it arrives: trimmed, and in XML without what cannot stand there and with one kind of line
    end."""
    if format == "json":
        return text.strip()
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return kept.strip()


def again(format: Format, root: str, document: object) -> object:
    return documents.read(format, documents.write(format, root, document))


@given(WORDS, FORMATS)
def test_any_words_survive(text: str, format: Format) -> None:
    request = Request(id="1", status="open", description=text, notes=text, address=text)
    [found] = reading.requests(again(format, "service_requests", writing.requests([request])))
    assert found.description == found.notes == found.address == there(text, format)


@given(WORDS)
def test_xml_is_well_formed_whatever_is_written_in_it(text: str) -> None:
    body = documents.write("xml", "errors", writing.faults([Fault("400", text)]))
    root = etree.fromstring(body)
    assert [one.tag for one in root.iter()] == ["errors", "error", "code", "description"]
    assert body.startswith(b"<?xml")


@given(st.lists(st.tuples(CODES, WORDS), max_size=4), FORMATS)
def test_services_come_back(pairs: list[tuple[str, str]], format: Format) -> None:
    services = [Service(code=code, name="Name", description=words, metadata=True) for code, words in pairs]
    found = reading.services(again(format, "services", writing.services(services)))
    assert [one.code for one in found] == [code.strip() for code, _ in pairs]
    assert [one.description for one in found] == [there(words, format) for _, words in pairs]
    assert all(one.metadata for one in found)


@given(st.lists(st.tuples(CODES, WORDS), min_size=1, max_size=4), FORMATS)
def test_definitions_come_back(pairs: list[tuple[str, str]], format: Format) -> None:
    values = tuple(Value(code, there(words, format)) for code, words in pairs)
    asked = tuple(
        Attribute(code=code, datatype="multivaluelist", order=order, values=values, required=bool(order % 2))
        for order, (code, _) in enumerate(pairs, 1)
    )
    whole = Definition("damp", asked)
    assert reading.definition(again(format, "service_definition", writing.definition(whole))) == whole


@given(MOMENTS, FORMATS)
def test_moments_come_back(at: dt.datetime, format: Format) -> None:
    request = Request(id="1", status="open", requested=at, expected=at, latitude=53.8, longitude=-1.5)
    [found] = reading.requests(again(format, "service_requests", writing.requests([request])))
    assert found == request


@pytest.mark.parametrize("format", ["xml", "json"])
def test_numbers_and_tokens_come_back(format: Format) -> None:
    for given_ in (Accepted("ABC123"), Accepted(token="t-1", notice="Soon.")):
        assert reading.accepted(again(format, "service_requests", writing.accepted(given_))) == given_
    assert reading.accepted(again(format, "service_requests", writing.token("t", ""))).id == ""
    assert reading.accepted(again(format, "service_requests", writing.token("t", "7"))).id == "7"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1994-11-05T08:15:30-05:00", dt.datetime(1994, 11, 5, 13, 15, 30, tzinfo=dt.UTC)),
        ("1994-11-05T13:15:30Z", dt.datetime(1994, 11, 5, 13, 15, 30, tzinfo=dt.UTC)),
        ("2026-11-20T09:00:00.123+00:00", dt.datetime(2026, 11, 20, 9, 0, 0, 123000, tzinfo=dt.UTC)),
        ("2026-11-20T09:00:00", None),
        ("20/11/2026", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_are_w3cs_and_have_an_offset(text: str, moment: dt.datetime | None) -> None:
    assert reading.moment(text) == moment


@pytest.mark.parametrize("body", [BOMB, ENTITY, b"<!DOCTYPE services><services/>"])
def test_document_types_are_refused_before_anything_in_them(body: bytes) -> None:
    with pytest.raises(Unreadable) as problem:
        documents.read("xml", body)
    assert "root:" not in str(problem.value)


@pytest.mark.parametrize(
    ("format", "body"),
    [
        ("xml", b""),
        ("xml", b"<services><service></services>"),
        ("xml", b"{}"),
        ("xml", b"<a>" * 100_000),
        ("xml", b"<a>" * 200 + b"</a>" * 200),
        ("json", b""),
        ("json", b"<services/>"),
        ("json", b"[" * 100_000),
        ("json", b"[" * 50 + b"]" * 50),
        ("json", b'{"a":"\xff"}'),
        ("xml", b"<a>" + b" " * LARGEST + b"</a>"),
        ("json", b"[" + b" " * LARGEST + b"]"),
    ],
)
def test_what_is_no_document_is_refused_without_repeating_it(format: Format, body: bytes) -> None:
    with pytest.raises(Unreadable) as problem:
        documents.read(format, body)
    assert len(str(problem.value)) < 60


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
        lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS, below, max_size=3),
        max_leaves=12,
    )
)
def test_no_document_breaks_the_reading(document: object) -> None:
    reading.services(document)
    reading.definition(document)
    reading.requests(document)
    reading.accepted(document)
    reading.faults(document)


def test_a_number_that_is_too_long_is_none() -> None:
    assert reading.accepted([{"service_request_id": "1" * 101}]).id == ""
    assert reading.accepted([{"service_request_id": "a\x00b"}]).id == ""
    assert reading.accepted([{"service_request_id": 293944}]).id == "293944"


def test_lists_may_have_their_name_around_them() -> None:
    row = {"service_request_id": 5, "status": "Open"}
    wrapped = {"service_requests": {"request": row}}
    for document in (
        [row],
        row,
        {"service_requests": [row]},
        {"service_requests": {"request": [row]}},
        wrapped,
    ):
        assert [one.id for one in reading.requests(document)] == ["5"]


def test_a_namespace_is_passed_over() -> None:
    body = b'<services xmlns="http://wiki.open311.org/GeoReport_v2"><service><service_code>1</service_code></service></services>'
    assert [one.code for one in reading.services(documents.read("xml", body))] == ["1"]
