"""What people say of their address becomes a query; what is about something else becomes an empty one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.address import AddressQuery
from bot.knowledge.bins.bins import Bins
from nlu.understanding import Entity
from tests.unit.bins import town


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("LS5 3NG", AddressQuery("LS5 3NG")),
        ("ls53ng", AddressQuery("LS5 3NG")),
        ("LS5 3NG number 2", AddressQuery("LS5 3NG", "2")),
        ("2, LS5 3NG", AddressQuery("LS5 3NG", "2")),
        ("when is my bin 12a ls5 3ng", AddressQuery("LS5 3NG", "12a")),
        ("12A Abbey Road", AddressQuery("", "12a", "", "abbey road")),
        ("12a abbey rd", AddressQuery("", "12a", "", "abbey rd")),
        ("twelve a, Abbey Road", AddressQuery("", "12a", "", "abbey road")),
        ("dwanaście a abbey road", AddressQuery("", "12a", "", "abbey road")),
        ("۲ abbey road", AddressQuery("", "2", "", "abbey road")),
        ("abbey road 2", AddressQuery("", "2", "", "abbey road")),
        ("mieszkam na abbey road 2", AddressQuery("", "2", "", "abbey road")),
        ("2 abbey road ls5 3ng", AddressQuery("LS5 3NG", "2", "", "abbey road")),
        ("14 church lane, adel", AddressQuery("", "14", "", "church lane, adel")),
        ("14 church lane in meanwood", AddressQuery("", "14", "", "church lane, meanwood")),
        ("flat 15 oakwood court", AddressQuery("", "", "15", "oakwood court")),
        ("15 oakwood court", AddressQuery("", "15", "", "oakwood court")),
        ("apartment 2, 116 domestic street", AddressQuery("", "116", "2", "domestic street")),
        ("lynton, britannia road", AddressQuery("", "lynton", "", "britannia road")),
        ("7 the green", AddressQuery("", "7", "", "the green")),
        ("the green", AddressQuery("", "", "", "the green")),
        ("22a saint mary's road", AddressQuery("", "22a", "", "saint marys road")),
        ("hi wen is brown bin colected at oakwood court", AddressQuery("", "", "", "oakwood court")),
        ("hi wen is brown bin colected at oakwod court", AddressQuery("", "", "", "oakwod court")),
        ("5 harehils lane", AddressQuery("", "5", "", "harehils lane")),
        ("14 zebra street", AddressQuery("", "14", "", "zebra street")),
        ("14 no sorry 15", AddressQuery("", "15")),
        ("not 14, 15", AddressQuery("", "15")),
        ("14 no sorry 15 oakwood court", AddressQuery("", "15", "", "oakwood court")),
        ("ls5 3ng no wait ls27 0dp", AddressQuery("LS27 0DP")),
        ("no, number 14", AddressQuery("", "14")),
        ("fifteen", AddressQuery("", "15")),
        ("flat 3", AddressQuery("", "", "3")),
        ("LS8", AddressQuery("LS8")),
        ("ls8 4 roundhay road", AddressQuery("LS8 4", "", "", "roundhay road")),
        ("M1 1AE", AddressQuery("M1 1AE")),
    ],
)
def test_an_address_is_read(leeds: Bins, text: str, query: AddressQuery) -> None:
    assert leeds.addresses.parse(text) == query


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "yes",
        "bins?",
        "what goes in the green bin?",
        "is the green bin collected tomorrow",
        "is it the bin tomorrow",
        "my bin was missed 3 times",
        "I have 2 bins and 3 kids",
        "it was not emptied 2 weeks ago",
        "can you collect my sofa on friday 12 december",
        "pothole on my street",
        "there is a pothole in the road",
        "the street light is broken",
        "i want a council house",
        "recycling centre opening times",
        "who do i see about the roots of next doors tree",
        "water coming through the bathroom light",
        "my flat is cold and damp",
        "is there mould at home",
        "do my kids get free school dinners",
        "can I talk to someone",
        "1 remind me",
        "2 other address",
        "the bin men came at 7am",
        "what can I put in the brown one",
        "kiedy odbiór śmieci",
        "do którego kosza wrzucić karton",
        "کوڑا کب اٹھایا جائے گا",
        "۳ دن پہلے",
    ],
)
def test_what_is_about_something_else_is_no_address(leeds: Bins, text: str) -> None:
    assert leeds.addresses.parse(text).empty


def entity(kind: str, value: str) -> Entity:
    return Entity(kind, 0, len(value), value, "code")


def test_what_the_understanding_found_is_used(leeds: Bins) -> None:
    said = (entity("house_number", "14"), entity("postcode", "LS5 3NG"))

    assert leeds.addresses.parse("it is the one i told you", said) == AddressQuery("LS5 3NG", "14")


def test_the_words_win_over_the_entities(leeds: Bins) -> None:
    said = (entity("house_number", "14"), entity("house_number", "15"))

    assert leeds.addresses.parse("14 no sorry 15", said) == AddressQuery("", "15")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read_and_searched_for(text: str) -> None:
    book = Bins("leeds", None).addresses

    assert book.find(book.parse(text)).status == "none"


@settings(deadline=None)
@given(
    st.sampled_from([home for home in town.HOMES if home[2].isdigit() and not home[1]]),
    st.sampled_from(["{} {}", "when is my bin at {} {}?", "{}, {} please", "i live at number {} {}"]),
)
def test_number_and_street_are_found_in_many_phrases(leeds: Bins, home: town.Row, phrase: str) -> None:
    text = phrase.format(home[2], home[3].title())

    found = leeds.addresses.find(leeds.addresses.parse(text))

    assert str(home[0]) in [one.id for one in found.homes]
