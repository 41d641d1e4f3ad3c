"""What is wrong in the street, in free words first. Words that say nothing known lead to a list, and the
second time they are a report as they are."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Narrow, Outcome
from bot.knowledge.repairs.listed import after, page, wants_more
from bot.knowledge.repairs.own_words import joined, kept
from bot.knowledge.street.kinds import OTHER
from bot.knowledge.street.street import Street
from channels.message import Choice, Reply

KIND: Final = "kind:"
OURS: Final = ("", "street.report", "repairs.report", "repairs.status", "bins.missed", "out_of_scope")
"""Intents under which words may be about a street; any other is a task of its own."""

TOLD: Final = 4
"""Words that, said to a list, are no other task: somebody tells it again."""


class What(Struct, frozen=True, omit_defaults=True):
    """The answer: the id of a kind, the detail that was heard with it, and what was said."""

    kind: str
    detail: str = ""
    said: str = ""


class Unclear(Struct, frozen=True, omit_defaults=True):
    """Words that named nothing, and the page of the list that is shown."""

    said: str = ""
    start: int = 0


class KindQuestion(Base[What]):
    """`most` is how many choices the channel can show."""

    kind = What

    def __init__(self, street: Street, most: int) -> None:
        hint = _("For example: a hole in the road outside number nine.")
        super().__init__(_("What is wrong in the street?"), hint=hint, label=_("Problem"))
        self.street = street
        self.most = most
        self.choices = tuple(Choice(KIND + one.id, one.name) for one in street.kinds.kinds)

    def resume(self, partial: Any) -> Reply:
        return self._listed(_unclear(partial)) if partial else self.prompt()

    def hear(self, heard: Heard, partial: Any) -> Outcome[What]:
        known = _unclear(partial)
        if partial and wants_more(heard):
            return self._narrowed(replace(known, start=after(self.choices, self.most, known.start)))
        if heard.picked.startswith(KIND):
            kind = heard.picked.removeprefix(KIND)
            return Got(What(kind, said=known.said)) if self.street.kinds.kind(kind) else NO_MATCH
        named = self._named(heard, known.said)
        return named if isinstance(named, Got) else self._again(heard, known)

    def prefill(self, opening: Heard) -> Outcome[What]:
        return self._named(opening, "")

    def restore(self, stored: Any) -> What | None:
        value = super().restore(stored)
        return value if value and self.street.kinds.kind(value.kind) else None

    def echo(self, value: What) -> Text:
        return self.street.kind(value.kind).name

    def _named(self, heard: Heard, before: str) -> Outcome[What]:
        """The most urgent kind that the words name."""
        found = self.street.heard(heard)
        if heard.picked or not found.kind:
            return NO_MATCH
        return Got(What(found.kind, found.detail, joined(before, kept(heard.text))))

    def _again(self, heard: Heard, known: Unclear) -> Outcome[What]:
        said = "" if heard.picked else kept(heard.text)
        if not said or heard.word:
            return NO_MATCH
        ours = heard.intent in OURS
        if known.said and (ours or len(said.split()) >= TOLD):
            return Got(What(OTHER, said=joined(known.said, said)))
        return self._narrowed(Unclear(said)) if ours and not known.said else NO_MATCH

    def _narrowed(self, known: Unclear) -> Narrow:
        return Narrow(msgspec.to_builtins(known), self._listed(known))

    def _listed(self, known: Unclear) -> Reply:
        choices = page(self.choices, self.most, known.start)
        return Reply(_("Which of these is it?"), choices, expects_answer=True)


def _unclear(stored: Any) -> Unclear:
    return msgspec.convert(stored, Unclear) if stored else Unclear()
