"""The interpreter card: what somebody who does not speak English shows or says to a person who does."""

from __future__ import annotations

from abc import ABC, abstractmethod

from accessibility.text import Plain, Reference, Text, _
from bot.dialogue.events import Noted, Said
from channels.message import Choice, Reply
from locales.languages import SOURCE
from locales.languages import language as served

CARD = "do:handover.card"


class References(ABC):
    """Knows under which reference staff find a resident."""

    @abstractmethod
    async def reference(self, conversation: int) -> str:
        """That of the hand-over that is under way, else of the call that is booked; empty for neither."""


def card_choice(language: str) -> tuple[Choice, ...]:
    """The offer of the card, to who does not write English. `language` is a tag."""
    return (Choice(CARD, _("Interpreter card")),) if foreign(language) else ()


def foreign(language: str) -> bool:
    """Whether a card is of use to somebody who writes the language with this tag, empty for none yet."""
    return language not in ("", SOURCE)


def card(language: str, reference: str) -> tuple[Said, Noted]:
    """What the card is for, in the resident's language with the tag `language`, and the English words to be
    shown or said. They go without a reference that is empty."""
    mine = _("Your language is %(language)s.", language=Plain(served(language).endonym))
    told = mine.then(_("Show or say these English words to get an interpreter."))
    return Said(Reply(told)), Noted(Reply(_words(language, reference)), SOURCE)


def _words(language: str, reference: str) -> Text:
    """These are no words of the catalogue: whoever reads them reads English, so nobody is to translate them.
    Urdu is Urdu in whichever letters it is written."""
    row = served(language)
    name = served(row.writing_of or language).english
    words = Text("I speak %(language)s. I need an interpreter.", {"language": Plain(name)})
    named = Text("My reference is %(ref)s.", {"ref": Reference(reference)})
    return words.then(named if reference else None)
