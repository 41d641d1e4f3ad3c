"""Where a danger is: the remembered home is proposed and never taken; not to know is an answer."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec.structs import replace

from accessibility.text import Place, Text, _
from bot.dialogue.address import AddressBook, Home
from bot.dialogue.heard import Heard
from bot.dialogue.question import Got, Narrow, NoMatch, Outcome
from bot.dialogue.questions.address import OTHER, PICK
from bot.dialogue.questions.address import Partial as Address
from bot.knowledge.repairs.case import Where
from bot.knowledge.repairs.home_question import HomeQuestion, Partial
from channels.message import Choice, Reply

UNKNOWN, NOT_OURS = "where:unknown", "where:not_ours"
NOWHERE: Final = Where("", "")
"""The answer of who does not know where it is."""


class DangerHome(HomeQuestion):
    """The answer is a place; `NOWHERE` where they do not know it, and one whose line is `NOT_OURS` where the
    home is not the council's."""

    def __init__(self, book: AddressBook, proposed: Home | None) -> None:
        super().__init__(book, recalled=proposed is not None)
        self.proposed = proposed

    def prompt(self) -> Reply:
        return replace(super().prompt(), choices=_ways_out())

    def resume(self, partial: Any) -> Reply:
        return self._proposal() if partial == self._confirming() else super().resume(partial)

    def hear(self, heard: Heard, partial: Any) -> Outcome[Where]:
        if heard.picked == UNKNOWN:
            return Got(NOWHERE)
        if heard.picked == NOT_OURS:
            return Got(Where("", NOT_OURS))
        return super().hear(heard, partial)

    def prefill(self, opening: Heard) -> Outcome[Where]:
        found = super().prefill(opening)
        if self.proposed is None or not isinstance(found, NoMatch):
            return found
        return Narrow(self._confirming(), self._proposal())

    def echo(self, value: Where) -> Text:
        return _("I do not know") if value == NOWHERE else super().echo(value)

    def _proposal(self) -> Reply:
        home = self.proposed
        if home is None:
            return self.prompt()
        asks = _("Is it %(place)s?", place=Place(home.line))
        asks = asks.before_others(_("Is it the address that you gave me?"))
        yes_or_no = (Choice(PICK + home.id, _("Yes")), Choice(OTHER, _("No, another address")))
        return Reply(asks, (*yes_or_no, *_ways_out()), expects_answer=True)

    def _confirming(self) -> Any:
        """What is known while the proposal waits for a yes."""
        if self.proposed is None:
            return None
        address = Address(self.book.query(self.proposed.id), self.proposed.id)
        return msgspec.to_builtins(Partial(inner=msgspec.to_builtins(address)))


def _ways_out() -> tuple[Choice, ...]:
    return (
        Choice(NOT_OURS, _("It is not a council home")),
        Choice(UNKNOWN, _("I do not know")),
    )
