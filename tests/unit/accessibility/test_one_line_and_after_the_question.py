"""Lines stay apart in a text message, and choices may follow a spoken question."""

from __future__ import annotations

from accessibility.render_sms import SmsRenderer
from accessibility.render_speech import SpeechRenderer
from accessibility.rules import check
from accessibility.text import Rendered, RenderedChoice, _
from locales import catalogue

WORDS = catalogue.shipped()
SMS, SPEECH = SmsRenderer(WORDS), SpeechRenderer(WORDS)
LANGUAGE = RenderedChoice("language:ur", "1", "اردو")


def test_lines_without_an_end_get_one_in_a_text_message() -> None:
    text = _("Bin").then(_("Address"), _("Is this right?"))
    assert SMS.render(text, "en").text == "Bin. Address. Is this right?"


def test_urdu_ends_a_line_its_own_way() -> None:
    said = SMS.render(_("Address").then(_("Is this right?")), "ur").text
    assert "۔ " in said
    assert "." not in said


def test_a_line_that_ends_is_left_alone() -> None:
    assert SMS.render(_("Please check.").then(_("Bin")), "en").text == "Please check. Bin"


def test_spoken_choices_may_follow_the_question() -> None:
    rendered = SPEECH.render(
        _("Which bin was not emptied?"), "en", [("a", _("black bin")), ("b", _("green bin"))]
    )
    assert check(rendered, "speech") == []


def test_words_after_a_spoken_question_are_still_found() -> None:
    rendered = SPEECH.render(_("Is this right?").then(_("Bin")), "en", [("a", _("Yes"))])
    assert [fault.rule for fault in check(rendered, "speech")] == ["R04"]


def test_a_reference_is_spelled_and_its_letters_are_no_words() -> None:
    letters = " ".join("ABCDEF")
    spoken = f'<speak><prosody rate="90%">{"one two three " * 8} {letters} {letters}</prosody></speak>'
    assert not [fault for fault in check(Rendered(spoken, "en"), "speech") if fault.rule == "R24"]


def test_a_list_of_languages_names_each_in_its_own_script() -> None:
    listed = Rendered("Which language? 1 اردو", "en", choices=(LANGUAGE,))
    assert "R20" not in {fault.rule for fault in check(listed, "sms")}
    assert "R20" in {fault.rule for fault in check(Rendered("اردو", "en"), "sms")}
