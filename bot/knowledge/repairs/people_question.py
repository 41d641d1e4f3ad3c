"""Who lives there that a bad home can harm more than others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from accessibility.text import Items, Text, _, _c
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Narrow, Outcome
from bot.knowledge.repairs.case import PEOPLE, Person
from bot.knowledge.repairs.heard import Listens
from bot.knowledge.repairs.listed import after, page, wants_more
from channels.message import Choice, Reply

NOBODY: Final = "none"

WHO: Final[Mapping[Person, Text]] = {
    "under5": _("A child under five"),
    "over65": _("Someone over sixty-five"),
    "lungs": _("Someone with bad lungs"),
    "heart": _("Someone with a bad heart"),
    "pregnant": _("Someone pregnant"),
    "disability": _("Someone disabled"),
}


class People(Base[tuple[Person, ...]]):
    """Who lives there that a bad home can harm more; nobody is an answer, too."""

    kind = tuple[Person, ...]

    def __init__(self, listens: Listens, most: int) -> None:
        asks = _("Is anyone there very young, old, pregnant, ill or disabled?")
        super().__init__(
            asks,
            hint=_("You can choose more than one. Or say: nobody."),
            label=_c("answer", "Who lives there"),
            why=_("It decides how fast we must come."),
        )
        self._listens = listens
        self._most = most
        self._choices = (
            Choice(NOBODY, _("None of these")),
            *(Choice(one, name) for one, name in WHO.items()),
        )

    def prompt(self) -> Reply:
        return self._page(0)

    def resume(self, partial: Any) -> Reply:
        return self._page(int(partial or 0))

    def hear(self, heard: Heard, partial: Any) -> Outcome[tuple[Person, ...]]:
        start = int(partial or 0)
        if wants_more(heard):
            following = after(self._choices, self._most, start)
            return Narrow(following, self._page(following))
        named = self._numbered(heard.text, start) or self._listens.facts(heard).people
        if named and not heard.picked:
            return Got(named)
        if heard.picked in WHO:
            return Got(tuple(one for one in PEOPLE if one == heard.picked))
        if heard.picked == NOBODY or "deny" in (heard.word, heard.intent):
            return Got(())
        if "affirm" in (heard.word, heard.intent):
            return Narrow(1, replace(self._page(1), text=_("Who is it?")))
        return NO_MATCH

    def prefill(self, opening: Heard) -> Outcome[tuple[Person, ...]]:
        named = self._listens.facts(opening).people
        return Got(named) if named else NO_MATCH

    def echo(self, value: tuple[Person, ...]) -> Text:
        if not value:
            return _("None of these")
        said = _("%(items)s", items=Items(tuple(WHO[one] for one in value)))
        return said.before_others(_("what you told me of who lives there"))

    def _numbered(self, said: str, start: int) -> tuple[Person, ...]:
        """`2 3` and `2,3` name choices of the page that is shown."""
        numbers = said.replace(",", " ").replace("+", " ").replace("&", " ").split()
        if len(numbers) < 2 or not all(one.isdecimal() for one in numbers):
            return ()
        shown = dict(enumerate((one.id for one in self._page(start).choices), 1))
        picked = {shown.get(int(one), "") for one in numbers}
        return tuple(one for one in PEOPLE if one in picked)

    def _page(self, start: int) -> Reply:
        choices = page(self._choices, self._most, start)
        return Reply(self.asks, choices, expects_answer=True)
