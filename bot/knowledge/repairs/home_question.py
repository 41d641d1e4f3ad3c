"""Where it is: a home of the city's list or, where the list does not have it, the words for it.

Nobody is turned away because their address is missing from a list: staff read the words.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Place, Plain, Text, _
from bot.dialogue.address import AddressBook, Home
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Narrow, NoMatch, Outcome
from bot.dialogue.questions.address import MORE, OTHER, address
from bot.knowledge.repairs.case import Where
from channels.message import Choice, Reply

WORDS: Final = "homes:words"
SHORTEST, LONGEST = 6, 200
"""How many characters words have that are taken for an address."""


class Partial(Struct, frozen=True, omit_defaults=True):
    """`inner` is what the address question knows, `said` the words that it was made of; `line` an address
    that was not found, as it was written; `free`: the next words are taken as they are."""

    inner: Any = None
    said: str = ""
    line: str = ""
    postcode: str = ""
    free: bool = False


class HomeQuestion(Base[Where]):
    """The answer is a place without its building: a home that is known, or a line in the tenant's words."""

    kind = Where
    takes_digits = True

    def __init__(self, book: AddressBook, *, recalled: bool = False) -> None:
        asks = _("Please send the postcode and house number.")
        super().__init__(asks, label=_("Address"))
        self.inner = address(book, asks, recalled=recalled)
        self.hint = self.inner.hint
        self.book = book

    def prompt(self) -> Reply:
        return self.inner.prompt()

    def again(self, miss: int, why: Text | None = None, partial: Any = None) -> Reply:
        reply = super().again(miss, why, partial)
        return reply if _partial(partial).free else replace(reply, choices=(*reply.choices, NOT_LISTED))

    def resume(self, partial: Any) -> Reply:
        known = _partial(partial)
        if known.free:
            return _write()
        return _as_written(known.line) if known.line else self.inner.resume(known.inner)

    def hear(self, heard: Heard, partial: Any) -> Outcome[Where]:
        known = _partial(partial)
        if heard.picked == WORDS or (known.line and heard.word == "affirm"):
            return self._in_words(known)
        if known.line and heard.word == "deny":
            return Narrow(None, self.prompt())
        found = self.inner.hear(heard, known.inner)
        if isinstance(found, NoMatch):
            return self._unknown(heard, known, found)
        if isinstance(found, Got):
            return Got(where(found.value))
        return self._narrowed(heard, known, found) if isinstance(found, Narrow) else found

    def prefill(self, opening: Heard) -> Outcome[Where]:
        found = self.inner.prefill(opening)
        said = self.book.parse(opening.text, opening.understanding.entities)
        if isinstance(found, Narrow) and not (said.street or said.postcode):
            return NO_MATCH  # a number alone is an age, a reading, anything: not where somebody lives
        if isinstance(found, Narrow):
            return Narrow(_stored(Partial(inner=found.partial)), found.reply)
        return Got(where(found.value)) if isinstance(found, Got) else found

    def correct(self, heard: Heard, value: Where) -> Outcome[Where]:
        home = self.book.home(value.home) if value.home else None
        if home is None:
            return super().correct(heard, value)
        found = self.inner.correct(heard, home)
        return Got(where(found.value)) if isinstance(found, Got) else found

    def restore(self, stored: Any) -> Where | None:
        value = super().restore(stored)
        if value is None or not value.home:
            return value
        home = self.book.home(value.home)
        return where(home) if home else None

    def echo(self, value: Where) -> Text:
        said = _("%(place)s", place=Place(value.line))
        return said.before_others(_("the address that you gave me")) if self.inner.recalled else said

    def _in_words(self, known: Partial) -> Outcome[Where]:
        """The address as it was offered; else what was said of it is offered, or it is asked for."""
        if known.line:
            return Got(Where("", known.line, known.postcode))
        if len(known.said) < SHORTEST:
            return Narrow(_stored(Partial(free=True)), _write())
        code = self.book.parse(known.said).postcode
        return Narrow(
            _stored(Partial(said=known.said, line=known.said, postcode=code)), _as_written(known.said)
        )

    def _narrowed(self, heard: Heard, known: Partial, found: Narrow) -> Narrow:
        """The next question of the address; once a list did not have it, also the way out of the list."""
        reply = found.reply
        if heard.picked in (OTHER, MORE):
            others = tuple(one for one in reply.choices if one.id != OTHER)
            reply = replace(reply, choices=(*others, NOT_LISTED))
        return Narrow(_stored(Partial(found.partial, said=_said(known, heard))), reply)

    def _unknown(self, heard: Heard, known: Partial, found: NoMatch) -> Outcome[Where]:
        """Words that no address was found in: offered as they are, where they may be one."""
        line = _said(known, heard)
        said = self.book.parse(heard.text, heard.understanding.entities)
        if heard.word or heard.picked or len(line) < SHORTEST:
            return found
        if known.line and not _anew(heard.text):
            return found  # it is offered already, and these words are about something else
        if known.free:
            return Got(Where("", line, said.postcode))
        asked = found.why is not None or (bool(known.said) and heard.intent in ("", "repairs.report"))
        if not asked:
            return found
        reply = _as_written(line)
        reply = replace(reply, text=found.why.then(reply.text)) if found.why else reply
        code = said.postcode or known.postcode
        return Narrow(_stored(Partial(said=line, line=line, postcode=code)), reply)


NOT_LISTED: Final = Choice(WORDS, _("My address is not listed"))


def where(home: Home) -> Where:
    """A home as a place."""
    return Where(home.id, home.line, home.postcode)


def _said(known: Partial, heard: Heard) -> str:
    """The words for the address so far. Words with a number are an address anew; a picked choice and a yes or
    no are none."""
    line = "" if heard.picked or heard.word else " ".join(heard.text.split())
    return ", ".join(filter(None, ("" if _anew(line) else known.said, line)))[:LONGEST]


def _anew(text: str) -> bool:
    return any(sign.isdecimal() for sign in text)


def _as_written(line: str) -> Reply:
    choices = (Choice(WORDS, _("Yes, use my words")), Choice(OTHER, _("Another address")))
    asks = _("Shall I use this address: %(place)s?", place=Plain(line))
    return Reply(asks, choices, expects_answer=True)


def _write() -> Reply:
    asks = _("Please write your whole address, with the postcode.")
    return Reply(asks, expects_answer=True, wants="home")


def _partial(stored: Any) -> Partial:
    return msgspec.convert(stored, Partial) if stored else Partial()


def _stored(known: Partial) -> Any:
    return msgspec.to_builtins(known)
