"""When somebody can come, and what they must know to get in: one question for all of it."""

from __future__ import annotations

import re
from typing import Any, Final, get_args

from accessibility.text import Items, Plain, Text, _, _c
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome
from bot.knowledge.repairs.case import Access, Comes
from bot.knowledge.repairs.heard import Facts, Listens
from bot.knowledge.repairs.own_words import kept
from channels.message import Choice, Reply

COMES: Final[dict[Comes, Text]] = {
    "any": _c("when can we come", "Any time"),
    "morning": _c("when can we come", "Mornings"),
    "afternoon": _c("when can we come", "Afternoons"),
    "call_first": _c("when can we come", "Ring me first"),
}
LONGEST: Final = 300
_PREFIX: Final = "comes:"
_WORDLESS: Final = re.compile(r"[\W\d_]*")


class AccessQuestion(Base[Access]):
    """Any words answer it: they are kept as a note, without codes, and read for times, key safe and pets."""

    kind = Access
    takes_anything = True

    def __init__(self, listens: Listens) -> None:
        super().__init__(
            _("When can we come?"),
            hint=_("For example: mornings, I have a dog."),
            label=_c("answer", "When we can come"),
            why=_("So that whoever comes can get in, and nobody comes for nothing."),
        )
        self._listens = listens

    def prompt(self) -> Reply:
        also = _("You can tell me about pets or a key safe. Do not send its code.").if_room()
        choices = tuple(Choice(_PREFIX + one, name) for one, name in COMES.items())
        return Reply(also.then(self.asks), choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[Access]:
        picked = heard.picked.removeprefix(_PREFIX) if heard.picked.startswith(_PREFIX) else ""
        if picked:
            return Got(Access(tuple(one for one in get_args(Comes) if one == picked)))
        said = " ".join(heard.text.split())
        if not said or heard.picked or heard.word in ("affirm", "deny") or _WORDLESS.fullmatch(said):
            return NO_MATCH  # a bare yes or no says no time
        facts = self._listens.facts(heard)
        note = kept(said, keysafe=facts.keysafe)[:LONGEST]
        return Got(_access(facts, note))

    def prefill(self, opening: Heard) -> Outcome[Access]:
        facts = self._listens.facts(opening)
        return Got(_access(facts)) if facts.comes else NO_MATCH

    def correct(self, heard: Heard, value: Access) -> Outcome[Access]:
        return self.prefill(heard)

    def echo(self, value: Access) -> Text:
        parts = (
            *(COMES[one] for one in value.comes),
            *((_("a key safe"),) if value.keysafe else ()),
            *((_("pets"),) if value.pets else ()),
        )
        if value.note:
            return _("%(answer)s", answer=Plain(value.note)).before_others(_("what you told me"))
        return _("%(items)s", items=Items(parts)).before_others(_("what you told me"))


def _access(facts: Facts, note: str = "") -> Access:
    return Access(facts.comes, facts.keysafe, facts.pets, note)
