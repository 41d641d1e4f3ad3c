"""No text message asks for a word that the provider would keep for itself, in any language."""

from __future__ import annotations

import pytest

from accessibility.rules import check
from accessibility.rules_sms import SWALLOWED, swallowed
from accessibility.text import Rendered, RenderedChoice
from channels.sms.opt_out import STARTS, STOPS
from locales import catalogue


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Say cancel to leave.", ["cancel"]),
        ("Reply with 'QUIT' or wait.", ["QUIT"]),
        ("Type the word “help”.", ["help"]),
        ("Answer 1, or say stop.", ["stop"]),
        ("Text END", ["END"]),
        ("Reply STOP to stop these messages.", []),
        ("To cancel it, ask me for a call.", []),
        ("Please answer yes or no.", []),
        ("To change that, send START.", []),
        ("Say more to hear the other choices.", []),
        ("Turn the water off at the stop tap.", []),
        ("1 Cancel the call, 2 Keep it", []),
        ("", []),
    ],
)
def test_what_asks_for_one_word(text: str, words: list[str]) -> None:
    assert swallowed(text) == words


def test_the_rule_finds_it_in_a_reply() -> None:
    asks = Rendered("Leeds Council: Say quit to leave.", "en")
    offers = Rendered("Leeds Council: 1 Cancel", "en", choices=(RenderedChoice("no", "1", "Cancel."),))
    for rendered in (asks, offers):
        assert [fault.rule for fault in check(rendered, "sms") if "swallows" in fault.message] == ["R22"]
        assert not [fault for fault in check(rendered, "screen") if "swallows" in fault.message]


def test_nothing_in_the_catalogue_does() -> None:
    """As a choice, each message would be an answer; as a text, none asks for such a word."""
    words = catalogue.shipped()
    for message in words.known():
        assert swallowed(message.msgid) == [], message.msgid
        for tag in words.languages:
            said = words.translate(message.msgid, tag, context=message.context) or ""
            assert said.strip(" .!").casefold() not in SWALLOWED, (tag, message.msgid)


def test_the_words_are_those_that_the_channel_knows() -> None:
    assert STOPS | STARTS | {"help", "info"} == SWALLOWED
