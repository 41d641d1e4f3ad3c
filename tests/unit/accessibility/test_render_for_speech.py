"""A reply for the ear: sound SSML, pauses, three choices, no address."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from accessibility.render_speech import SpeechRenderer, spoken_seconds, spoken_words
from accessibility.renderer import Manner
from accessibility.text import Link, Phone, RenderedChoice, RenderedLink, Text, _
from tests.unit.accessibility.words import (
    BINS_PAGE,
    CHOICES,
    COLLECTED,
    GAS,
    OUT_BY,
    STRANGE,
    WHICH,
    catalogue,
)

SPEECH = SpeechRenderer(catalogue())
READ = SpeechRenderer(catalogue("translator", "reviewer"))


def body(ssml: str) -> str:
    """What is inside speak and prosody."""
    prosody = ElementTree.fromstring(ssml).find("prosody")
    assert prosody is not None
    return ssml.removeprefix('<speak><prosody rate="90%">').removesuffix("</prosody></speak>")


def test_ideas_are_apart_by_400_ms_and_choices_by_700() -> None:
    ssml = SPEECH.render(OUT_BY.then(WHICH), "en", CHOICES[:2]).text
    assert body(ssml) == (
        'Put it out by 7 in the morning.<break time="400ms"/>Which one?'
        '<break time="700ms"/>Remind me<break time="700ms"/>Other address'
    )


@pytest.mark.parametrize(("slower", "rate"), [(False, "90%"), (True, "80%")])
def test_the_pace(slower: bool, rate: str) -> None:
    ssml = SPEECH.render(OUT_BY, "en", manner=Manner(slower=slower)).text
    assert ssml == f'<speak><prosody rate="{rate}">Put it out by 7 in the morning.</prosody></speak>'


def test_three_choices_are_spoken_and_how_to_hear_more() -> None:
    many = [(letter, _("Remind me")) for letter in "abcde"]
    rendered = SPEECH.render(WHICH, "en", many)
    assert rendered.text.count("Remind me") == 3
    assert body(rendered.text).endswith("Say more to hear the other choices.")
    assert [choice.id for choice in rendered.choices] == ["a", "b", "c"]


def test_three_choices_need_no_more() -> None:
    assert "Say more" not in SPEECH.render(WHICH, "en", CHOICES).text


def test_choices_and_links_beside_the_speech_are_for_the_eye() -> None:
    rendered = SPEECH.render(WHICH, "en", [("ring", _("Ring %(phone)s", phone=Phone("999")))], [BINS_PAGE])
    assert rendered.choices == (RenderedChoice("ring", "1", "Ring 999"),)
    assert rendered.links == (RenderedLink("https://www.leeds.gov.uk/bins", "Bins page"),)
    assert "http" not in rendered.text


@pytest.mark.parametrize(
    ("link", "heard"),
    [(BINS_PAGE, "See Bins page."), (Link("https://x.uk"), "See the council's website.")],
)
def test_a_link_is_called_by_its_name(link: Link, heard: str) -> None:
    assert body(SPEECH.render(_("See %(link)s.", link=link), "en").text) == heard


def test_what_is_data_cannot_break_the_markup() -> None:
    ssml = SPEECH.render(_("You wrote %(x)s & more.", x=STRANGE), "en").text
    assert "".join(ElementTree.fromstring(ssml).itertext()) == "You wrote <b>& بلال x & more."


def test_the_english_of_a_safety_message_follows_in_an_english_voice() -> None:
    ssml = SPEECH.render(GAS, "pl", safety=True).text
    english = ElementTree.fromstring(ssml).find("prosody/lang")
    assert english is not None
    assert list(english.attrib.values()) == ["en-GB"]
    assert "".join(english.itertext()).startswith("Go outside. Ring zero eight")


def test_an_approved_safety_message_is_said_once() -> None:
    rendered = READ.render(GAS, "pl", safety=True)
    assert "Go outside" not in rendered.text
    assert not rendered.machine


@pytest.mark.parametrize("tag", ["en", "pl", "ur"])
def test_every_language_is_sound_xml_without_marks(tag: str) -> None:
    ssml = SPEECH.render(COLLECTED.then(OUT_BY), tag, CHOICES).text
    assert ElementTree.fromstring(ssml).tag == "speak"
    assert not any(char in ssml for char in "\u2066\u2067\u2068\u2069\u200e\u200f")


@pytest.mark.parametrize(
    ("ssml", "count"),
    [
        ("<speak>one two</speak>", 2),
        ('one<break time="300ms"/>two', 2),
        ("<speak></speak>", 0),
        ('the <say-as interpret-as="ordinal">26</say-as> of', 3),
    ],
)
def test_words_that_are_heard(ssml: str, count: int) -> None:
    assert spoken_words(ssml) == count


def test_thirteen_characters_take_a_second() -> None:
    assert spoken_seconds("<speak>" + "a" * 13 + "</speak>") == pytest.approx(1.0)


def test_a_message_with_nothing_to_say_is_silent() -> None:
    assert body(SPEECH.render(Text("%(x)s", {"x": _("")}), "en").text) == ""
