"""A shared position answers the address question as far as it can, and is never taken without asking."""

from __future__ import annotations

from msgspec.structs import replace

from accessibility.text import _
from bot.dialogue.address import AddressQuery, Found, Home
from bot.dialogue.question import Got, Narrow, NoMatch
from bot.dialogue.questions.address import address
from channels.message import Location
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.tiny_book import TinyBook

NORTH, SOUTH = Location(53.83, -1.5), Location(-53.83, -1.5)


class OneHome(TinyBook):
    """There is a single home at the postcode of every place."""

    def find(self, query: AddressQuery) -> Found:
        return Found("one", (Home("1", "1 Oak Road, LS8 1AA", "1 Oak Road"),), 1)


def test_the_homes_around_it_are_proposed() -> None:
    question = address(TinyBook(), _("What is your address?"))
    found = question.hear(replace(hear(""), location=NORTH), None)
    assert isinstance(found, Narrow)
    text = found.reply.text
    assert (text.msgid, [more.msgid for more in text.after]) == (
        "The nearest postcode is %(postcode)s.",
        ["Which address is it?"],
    )
    assert found.reply.expects_answer
    picked = found.reply.choices[0].id
    assert isinstance(question.hear(hear("x", picked=picked), found.partial), Got)


def test_one_home_is_confirmed_and_not_assumed() -> None:
    question = address(OneHome(), _("What is your address?"))
    found = question.hear(replace(hear(""), location=NORTH), None)
    assert isinstance(found, Narrow)
    assert [choice.id for choice in found.reply.choices] == ["home:1", "homes:other"]


def test_a_place_without_homes_says_so() -> None:
    found = address(TinyBook(), _("What is your address?")).hear(replace(hear(""), location=SOUTH), None)
    assert isinstance(found, NoMatch)
    assert found.why is not None
    assert found.why.msgid == "I do not know an address near there."


def test_words_that_are_an_address_count_more_than_the_place() -> None:
    question = address(TinyBook(), _("What is your address?"))
    found = question.hear(replace(hear("12 oak road"), location=SOUTH), None)
    assert isinstance(found, Got)
    assert "12" in found.value.line
