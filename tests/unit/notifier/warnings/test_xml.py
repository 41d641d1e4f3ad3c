"""XML of others is read without letting it do anything."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.feeds.xml import LARGEST, BadXml, children, read, tag, text, texts
from tests.unit.notifier.warnings.samples import recorded

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{LAUGHS}]><alert>&l9;</alert>'
ATTACKS = {
    "a billion laughs": BOMB.encode(),
    "the same in UTF-16, where no byte is as it seems": BOMB.replace('<?xml version="1.0"?>', "").encode(
        "utf-16"
    ),
    "a file of this machine": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "a parameter entity": b'<!DOCTYPE a [<!ENTITY % r SYSTEM "http://127.0.0.1:9/x"> %r;]><a/>',
    "a DTD from elsewhere": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "behind a comment": b"<!-- well --><?pi?><!DOCTYPE a><a/>",
    "one that never ends": b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 100_000,
}


def refused(data: bytes) -> str:
    with pytest.raises(BadXml) as raised:
        read(data)
    return raised.value.reason


@pytest.mark.parametrize("data", ATTACKS.values(), ids=ATTACKS)
def test_a_document_type_is_refused_before_anything_in_it_is_looked_at(data: bytes) -> None:
    assert refused(data) == "doctype"


def test_the_recorded_attack_is_refused() -> None:
    hostile = recorded("alerts", "cap", "google-cap-library", "xee.cap").read_bytes()
    assert refused(hostile) == "doctype"


def test_words_about_document_types_are_words() -> None:
    root = read(b"<!-- <!DOCTYPE x> --><a><![CDATA[<!DOCTYPE html>]]></a>")
    assert root.text == "<!DOCTYPE html>"


@pytest.mark.parametrize(
    "data",
    [b"", b" ", b"<", b"<a>", b"no", b"<a>&nbsp;</a>", b"\x00" * 9, b"<a>" * 300 + b"</a>" * 300, b"<?pi?>"],
)
def test_what_is_not_xml_is_unreadable(data: bytes) -> None:
    assert refused(data) == "unreadable"


def test_too_much_is_not_even_looked_at() -> None:
    assert refused(b"<a>" + b" " * LARGEST + b"</a>") == "too_big"


@pytest.mark.parametrize(
    "data",
    [
        "<a>Île</a>".encode(),
        "\ufeff<a>Île</a>".encode(),
        b"\n\n" + '<?xml version="1.0" encoding="UTF-8"?><a>Île</a>'.encode(),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>Île</a>'.encode("latin-1"),
        "<a>Île</a>".encode("utf-16"),
        "<a>Île</a>".encode("windows-1252"),
        '<?xml version="1.0" encoding="utf-16"?><a>Île</a>'.encode(),
    ],
    ids=["utf-8", "mark", "blank lines first", "latin-1", "utf-16", "undeclared 1252", "wrongly declared"],
)
def test_encodings_are_read_as_declared_or_as_what_they_are(data: bytes) -> None:
    assert read(data).text == "Île"


def test_elements_are_found_by_name_in_the_namespace_of_their_parent() -> None:
    root = read(
        b'<c:a xmlns:c="urn:c" xmlns:d="urn:d"><d:b>no</d:b><c:b> one </c:b><!-- b --><c:b/>'
        b"<c:b>t<c:i>w</c:i>o</c:b></c:a>"
    )
    assert tag(root) == "a"
    assert text(root, "b") == "one"
    assert texts(root, "b") == ("one", "two")
    assert text(root, "x") == ""
    assert len(list(children(root, "b"))) == 3


@given(st.binary(max_size=200))
def test_nothing_makes_it_fail_in_another_way(data: bytes) -> None:
    with contextlib.suppress(BadXml):
        assert tag(read(b"<a>" + data + b"</a>")) == "a"
