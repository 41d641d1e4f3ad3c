"""What else there may be: what was found besides, and whether to ask further."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from accessibility.text import Count, Items, Text, _, _n
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Narrow, Outcome
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.wanted import named
from bot.knowledge.repairs.listed import after, page, wants_more
from channels.message import Choice, Reply

MORE: Final = "next:more"
ENOUGH: Final = "next:enough"
ABOUT: Final = "next:"
MOST_NAMED: Final = 2


class Ahead(Struct, frozen=True):
    """What can be said next: the benefits that they may get and have not been told of, how many others are
    still open, and how many questions about those are put at most before it is said what they have shown."""

    found: tuple[Benefit, ...]
    questions: int
    things: int

    @property
    def any(self) -> bool:
        return bool(self.found) or self.questions > 0


class GoOn(Base[str]):
    """Whether to ask further. The answer is `MORE`, `ENOUGH` or the id of a benefit to be told of."""

    def __init__(self, ahead: Ahead, benefits: Sequence[Benefit], most: int) -> None:
        asks = _("Which one shall I tell you more about?")
        hint = _("You can say yes or no, or name one of them.")
        super().__init__(asks, hint=hint, why=_("There may be help that you have not asked for."))
        self._ahead = ahead
        self._benefits = benefits
        self._most = most
        yes = (Choice(MORE, _("Yes, ask me")),) if ahead.questions else ()
        named = tuple(Choice(ABOUT + one.id, _("%(topic)s", topic=one.name)) for one in ahead.found)
        self._choices = (*yes, Choice(ENOUGH, _("No, thank you")), *named)

    def prompt(self) -> Reply:
        return self._page(0)

    def resume(self, partial: Any) -> Reply:
        return self._page(int(partial or 0))

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        if wants_more(heard):
            following = after(self._choices, self._most, int(partial or 0))
            return Narrow(following, self._page(following))
        picked = heard.picked.removeprefix(ABOUT) if heard.picked.startswith(ABOUT) else ""
        if heard.picked in (MORE, ENOUGH):
            return Got(heard.picked)
        about = picked or next(iter(named(heard, self._benefits)), "")
        if about:
            return Got(about)
        said = heard.word or (heard.intent if heard.rest is None else "")
        if said == "deny":
            return Got(ENOUGH)
        if said == "affirm":
            return Got(MORE) if self._ahead.questions else Got(self._ahead.found[0].id)
        return NO_MATCH

    def correct(self, heard: Heard, value: str) -> Outcome[str]:
        return NO_MATCH

    def _page(self, start: int) -> Reply:
        return Reply(self._text(), page(self._choices, self._most, start), expects_answer=True)

    def _text(self) -> Text:
        """What was found, what is open, and the question."""
        there, asks = self._further()
        if not self._ahead.found:
            return there.then(asks) if there else asks
        names = tuple(one.name for one in self._ahead.found[:MOST_NAMED])
        more = Count(len(self._ahead.found) - len(names))
        besides = (
            _n("There is one more.", "There are %(count)s more.", more).if_room() if more.number else None
        )
        first = _("You may be able to get: %(benefits)s.", benefits=Items(names))
        return first.then(besides, there and there.if_room(), asks)

    def _further(self) -> tuple[Text | None, Text]:
        if not self._ahead.questions:
            return None, self.asks
        things, questions = Count(self._ahead.things), Count(self._ahead.questions)
        there = _n("I can check one more thing.", "I can check %(count)s more things.", things)
        asks = _n("Shall I ask one more question?", "Shall I ask up to %(count)s more questions?", questions)
        return there, asks
