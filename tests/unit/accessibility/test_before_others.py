"""What is said where others listen, and what may stand on a screen that they see."""

from __future__ import annotations

from accessibility.others import before_others, public
from accessibility.render_screen import ScreenRenderer
from accessibility.render_speech import SpeechRenderer
from accessibility.renderer import Manner
from accessibility.text import Items, Phone, Place, Plain, Postcode, Reference, Text, _
from locales import catalogue

WORDS = catalogue.shipped()
SPEECH, SCREEN = SpeechRenderer(WORDS), ScreenRenderer(WORDS)
SHARED = Manner(shared=True)
HOME = Place("15 Oakwood Court, LS8 1AA")
WHERE = _("This is for %(place)s.", place=HOME).before_others(_("This is for the address that you gave me."))
NEXT = _("What would you like to know?")


def heard(text: Text, manner: Manner = SHARED) -> str:
    return SPEECH.render(text, "en", manner=manner).text


def test_an_address_gives_way_before_others() -> None:
    assert "Oakwood" not in heard(WHERE)
    assert "the address that you gave me" in heard(WHERE)
    assert "Oakwood" in heard(WHERE, Manner())


def test_lines_that_follow_and_texts_inside_give_way_too() -> None:
    assert "Oakwood" not in heard(NEXT.then(WHERE))
    inside = _("%(label)s: %(answer)s", label=_("Address"), answer=WHERE)
    assert "Oakwood" not in heard(_("Please check.").then(inside))


def test_what_gives_way_keeps_its_place_and_whether_it_can_be_spared() -> None:
    text = before_others(NEXT.then(WHERE.if_room(), NEXT))
    assert [line.msgid for line in text.after] == ["This is for the address that you gave me.", NEXT.msgid]
    assert text.after[0].spare


def test_a_screen_of_ones_own_shows_it() -> None:
    assert "Oakwood" in SCREEN.render(WHERE, "en").text


def test_a_card_has_the_words_for_the_eye() -> None:
    made = SPEECH.render(_("You can call %(phone)s.", phone=Phone("0113 222 4444")), "en", manner=SHARED)
    assert made.card == "You can call 0113 222 4444."


def test_a_card_has_nothing_that_could_be_about_a_person() -> None:
    private = (
        _("Your missed bin is reported. Your reference is %(ref)s.", ref=Reference("K7P4MN")),
        _("Is this for %(postcode)s?", postcode=Postcode("LS8 1AA")),
        _("This is for %(place)s.", place=HOME),
        _("%(answer)s", answer=Plain("my own words")),
        _(
            "%(label)s: %(answer)s",
            label=_("Phone number"),
            answer=_("%(phone)s", phone=Phone("07700 900123")),
        ),
        _("I have understood: %(answers)s.", answers=Items((_("%(place)s", place=HOME),))),
    )
    choices = [("home:1", _("%(place)s", place=HOME)), ("yes", _("Yes"))]
    made = SPEECH.render(NEXT.then(*private), "en", choices, manner=SHARED)
    assert made.card == "What would you like to know?\nYes"
    assert public(private[0]) == []


def test_no_card_is_made_for_one_who_is_alone() -> None:
    assert SPEECH.render(NEXT, "en").card == ""
    assert SCREEN.render(NEXT, "en", manner=SHARED).card == ""
