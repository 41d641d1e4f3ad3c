"""A reply as a text message: one line, the council first, few choices, one link, in the GSM alphabet."""

from __future__ import annotations

import pytest

from accessibility.render_sms import SmsRenderer
from accessibility.renderer import Manner
from accessibility.sms import gsm, measure
from accessibility.text import Link, Plain, _
from tests.unit.accessibility.words import (
    BINS_PAGE,
    CHOICES,
    COLLECTED,
    GAS,
    OUT_BY,
    RING,
    WHICH,
    catalogue,
)

SMS = SmsRenderer(catalogue())
READ = SmsRenderer(catalogue("translator", "reviewer"))
LEEDS = Manner(prefix="Leeds Council")


def test_a_whole_reply_in_one_segment() -> None:
    rendered = SMS.render(COLLECTED.then(OUT_BY), "en", CHOICES, manner=LEEDS)
    assert rendered.text == (
        "Leeds Council: Your black bin is collected on Thu 26 Nov. Put it out by 7am. "
        "1 Remind me, 2 Other address, 0 Speak to a person"
    )
    assert measure(rendered.text).segments == 1


def test_polish_is_folded_to_the_gsm_alphabet() -> None:
    rendered = SMS.render(COLLECTED.then(OUT_BY), "pl", manner=LEEDS)
    assert rendered.text == "Leeds Council: Odbior: czarny kosz, czw. 26 lis. Prosimy wystawic do 7:00."
    assert gsm(rendered.text)


def test_who_wants_accents_gets_them() -> None:
    rendered = SMS.render(OUT_BY, "pl", manner=Manner(accents=True))
    assert rendered.text == "Prosimy wystawić do 7:00."
    assert measure(rendered.text).encoding == "ucs2"


def test_urdu_has_no_isolates_and_no_break_spaces_in_the_phone_number() -> None:
    text = SMS.render(RING, "ur").text
    assert text == "0113\u00a0222\u00a04406 پر فون کریں۔"


def test_urdu_after_the_councils_name_still_reads_from_the_right() -> None:
    assert SMS.render(OUT_BY, "ur", manner=LEEDS).text.startswith("\u200fLeeds Council: ")


def test_urdu_choices_have_urdu_commas() -> None:
    assert SMS.render(WHICH, "ur", CHOICES).text == "کون سا؟ 1 یاد دلائیں، 2 دوسرا پتہ، 0 کسی شخص سے بات"


def test_three_choices_are_listed_and_a_person_is_one_of_them() -> None:
    many = [(letter, _("Remind me")) for letter in "abcd"] + [CHOICES[2]]
    rendered = SMS.render(WHICH, "en", many)
    assert rendered.text == "Which one? 1 Remind me, 2 Remind me, 0 Speak to a person"
    assert [choice.id for choice in rendered.choices] == ["a", "b", "word:person"]


def test_one_link_after_the_text_with_its_label() -> None:
    rendered = SMS.render(OUT_BY, "en", links=[BINS_PAGE, Link("https://www.leeds.gov.uk/other")])
    assert rendered.text == "Put it out by 7am. Bins page: https://www.leeds.gov.uk/bins"
    assert len(rendered.links) == 2


def test_a_link_in_the_text_is_not_said_again() -> None:
    rendered = SMS.render(_("See %(link)s.", link=BINS_PAGE), "en", CHOICES[:1])
    assert rendered.text == "See https://www.leeds.gov.uk/bins. 1 Remind me"


def test_a_link_without_a_label_is_only_its_address() -> None:
    assert SMS.render(OUT_BY, "en", links=[Link("https://x.uk")]).text == "Put it out by 7am. https://x.uk"


def test_an_unapproved_safety_message_is_followed_by_the_english_on_its_own_line() -> None:
    rendered = SMS.render(GAS, "ur", CHOICES[2:], safety=True)
    assert rendered.text.split("\n") == [
        "باہر جائیں۔ 0800\u00a0111\u00a0999 پر فون کریں۔",
        "Go outside. Ring 0800 111 999.",
        "0 کسی شخص سے بات",
    ]
    assert rendered.english == "Go outside. Ring 0800 111 999."


def test_an_approved_safety_message_stands_alone() -> None:
    rendered = READ.render(GAS, "ur", safety=True)
    assert "\n" not in rendered.text
    assert rendered.english == ""


def test_a_name_in_another_script_keeps_its_letters() -> None:
    text = SMS.render(_("Hello %(name)s – welcome.", name=Plain("بلال")), "en").text
    assert text == "Hello بلال - welcome."


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_emoji_are_not_sent(tag: str) -> None:
    assert SMS.render(_("%(x)s", x=Plain("ok 🙂")), tag).text.strip("\u200e\u200f ") in ("Ok", "ok")
