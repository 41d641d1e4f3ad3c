"""The questions of a complaint."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from accessibility.text import Text, _, _c
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome
from bot.dialogue.questions.choice import ChoiceQuestion, Option
from bot.dialogue.questions.words import Words
from bot.knowledge.repairs.own_words import joined, kept
from nlu.normalise import fold
from nlu.phrases import Phrases

SERVICE: Final = "service"
ASSISTANT: Final = "assistant"
PRAISE: Final = "praise"
PHONE: Final = "phone"
EMAIL: Final = "email"
NONE: Final = "none"

ENOUGH_WORDS = 12
"""From so many words on the opening says what has happened, and not only that there is a complaint."""

SHOWN = 80
"""Characters of the story that are read out before it is sent."""

NAMES_IT = 5
"""From so many words on it names at least what the complaint is about, and is kept before the story."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}")
_HOW = {
    PHONE: ("phone|telephone|call|ring|mobile",),
    EMAIL: ("email|e_mail",),
    NONE: ("no|not|never|without|dont|don_t answer|reply|contact|phone|call|ring|email",),
}
_ABOUT = {
    ASSISTANT: ("this|the bot|robot|chat|chatbot|app|assistant|machine", "bot|chatbot"),
    PRAISE: ("well_done|good_job|praise|thank*|brilliant|compliment|lovely",),
}


class About(ChoiceQuestion):
    """What it is about. Praise, and words about this assistant, are heard in the opening; English."""

    def __init__(self) -> None:
        options = (
            Option(SERVICE, _("A council service")),
            Option(ASSISTANT, _("This assistant")),
            Option(PRAISE, _("I want to say thank you")),
        )
        super().__init__(_("What is it about?"), options, label=_c("answer", "About"))

    def prefill(self, opening: Heard) -> Outcome[str]:
        named = _phrases().find(fold(opening.text))
        found = next((one for one in (PRAISE, ASSISTANT) if one in named), None)
        return Got(found) if found else NO_MATCH


class Story(Words):
    """What has happened, in the resident's own words: the opening, where it says so already; behind the
    opening, where that names what it is about."""

    def __init__(self, asks: Text, opening: Heard) -> None:
        super().__init__(asks, label=_c("answer", "In your words"))
        words = 0 if opening.picked else len(opening.text.split())
        self._before = opening.text if words >= NAMES_IT else ""
        self._enough = words >= ENOUGH_WORDS

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        says = heard.word != "affirm" and any(map(str.isalpha, heard.text))
        said = kept(heard.text) if says else ""
        return Got(joined(kept(self._before), said)) if said else NO_MATCH

    def prefill(self, opening: Heard) -> Outcome[str]:
        return self.hear(opening, None) if self._enough else NO_MATCH

    def echo(self, value: str) -> Text:
        """The beginning of it: a text message has no room for all."""
        return super().echo(value if len(value) <= SHOWN else f"{value[: SHOWN - 1]}…")


class Email(Base[str]):
    """An e-mail address. Whether somebody reads there only a letter could tell."""

    takes_digits = True

    def __init__(self, asks: Text) -> None:
        super().__init__(
            asks, hint=_("Please write the whole address, with the at sign."), label=_c("answer", "Email")
        )

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        found = _EMAIL.search(heard.text)
        return Got(found.group()) if found else NO_MATCH

    def restore(self, stored: Any) -> str | None:
        return str(stored) if _EMAIL.fullmatch(str(stored)) else None


class How(ChoiceQuestion):
    """How to be answered; by email only where an address can be written. "No" is: not at all."""

    def __init__(self, *, written: bool) -> None:
        email = (Option(EMAIL, _("By email")),) if written else ()
        options = (Option(PHONE, _("By phone")), *email, Option(NONE, _("I want no answer")))
        super().__init__(_("How shall the council answer you?"), options, label=_c("answer", "Answer"))

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        chosen = super().hear(heard, partial)
        if chosen == NO_MATCH:  # "no, by phone"
            chosen = self._named(heard.rest or heard, partial)
        refused = "deny" in (heard.word, heard.intent) or heard.rest is not None
        return Got(NONE) if chosen == NO_MATCH and refused else chosen

    def _named(self, heard: Heard, partial: Any) -> Outcome[str]:
        """The one way that is named in a sentence; in English."""
        named = _phrases().find(fold(heard.text)) & {PHONE, EMAIL, NONE}
        offered = {option.id for option in self.options}
        if len(named) == 1 and named <= offered:
            return Got(next(iter(named)))
        return super().hear(heard, partial)


@cache
def _phrases() -> Phrases:
    made = Phrases()
    for name, rules in (_ABOUT | _HOW).items():
        for rule in rules:
            made.add(name, rule)
    return made
