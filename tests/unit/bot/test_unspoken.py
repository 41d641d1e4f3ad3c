"""A channel that speaks only some languages: what it says in place of the others."""

from __future__ import annotations

from accessibility.text import Text, _
from bot.dialogue.events import AnyEvent, Asked, Counted, LanguageChanged, Noted, Said
from bot.unspoken import bridge, sayable
from channels.message import Choice, Reply

ENGLISH = ("en",)
ANSWER = Said(Reply(_("Thursday.")))
QUESTION = Asked(
    Reply(_("Which bin?"), (Choice("a", _("Black")), Choice("b", _("Green"))), expects_answer=True)
)


def said(events: list[AnyEvent]) -> list[str]:
    return [one.reply.text.msgid for one in events if isinstance(one, Said | Asked | Noted)]


def test_what_can_be_said_stays() -> None:
    events: list[AnyEvent] = [ANSWER, QUESTION, Counted("x"), LanguageChanged("en")]
    assert sayable(events, ENGLISH) == events


def test_another_language_gives_way_to_the_bridge_and_only_the_question_comes_back() -> None:
    kept = sayable([LanguageChanged("pl"), ANSWER, QUESTION, Counted("x")], ENGLISH)
    assert said(kept) == ["I cannot speak %(language)s here.", "Which bin?"]
    assert Counted("x") in kept
    assert not any(isinstance(one, LanguageChanged) for one in kept)


def test_a_language_that_the_channel_says_is_changed_to() -> None:
    events: list[AnyEvent] = [LanguageChanged("pl"), ANSWER]
    assert sayable(events, ("en", "pl")) == events


def test_languages_that_cannot_be_said_are_not_offered() -> None:
    choices = tuple(Choice(f"language:{tag}", Text(tag)) for tag in ("en", "pl", "ur", "ur+en"))
    asked = Asked(Reply(_("Which language?"), choices, expects_answer=True))
    assert said(sayable([asked], ENGLISH)) == [bridge("").text.msgid]
    [left] = sayable([asked], ("en", "pl"))
    assert isinstance(left, Asked)
    assert [choice.id for choice in left.reply.choices] == ["language:en", "language:pl"]
    [alone] = sayable([Said(Reply(_("Thursday."), choices[1:2]))], ENGLISH)
    assert isinstance(alone, Said)
    assert alone.reply.choices == ()


def test_notes_in_such_a_language_are_left_out() -> None:
    assert sayable([ANSWER, Noted(Reply(_("Danger.")), "so")], ENGLISH) == [ANSWER]


def test_the_bridge_names_the_language_in_english_however_it_is_written() -> None:
    names = [bridge(tag).text.values["language"] for tag in ("pl", "ur", "ur-Latn")]
    assert [getattr(name, "words", "") for name in names] == ["Polish", "Urdu", "Urdu"]
    assert [choice.id for choice in bridge("pl").choices] == ["word:person"]
    assert "language" not in bridge("xx").text.values
