"""What is wrong, in free words first. Words that say nothing known lead to a list, and none lead nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Narrow, Outcome
from bot.knowledge.repairs.listed import after, page, wants_more
from bot.knowledge.repairs.own_words import joined, kept
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.tree import OTHER, Group
from channels.message import Choice, Reply

GROUP, PROBLEM = "group:", "problem:"
OURS: Final = ("", "repairs.report", "repairs.status", "out_of_scope", "affirm", "deny")
"""Intents under which words may be about a repair; any other is a task of its own."""


class Wrong(Struct, frozen=True, omit_defaults=True):
    """The answer: the id of a problem, what was said of it, and when that message arrived. `heard` is the
    message itself where it was not the one that opened the task: it may tell more."""

    problem: str
    at: dt.datetime
    said: str = ""
    heard: Heard | None = None


class Partial(Struct, frozen=True, omit_defaults=True):
    """What is known so far: the message that named no problem and its words, the group that was picked, and
    the page."""

    said: str = ""
    at: dt.datetime | None = None
    heard: Heard | None = None
    group: str = ""
    start: int = 0


class ProblemQuestion(Base[Wrong]):
    """`most` is how many choices the channel can show."""

    kind = Wrong

    def __init__(self, repairs: Repairs, most: int) -> None:
        asks = _("Tell me in your own words: what is wrong?")
        super().__init__(asks, hint=_("For example: the kitchen tap drips."), label=_("Problem"))
        self.repairs = repairs
        self.most = most

    def resume(self, partial: Any) -> Reply:
        known = _partial(partial)
        return self._listed(known) if known != Partial() else self.prompt()

    def hear(self, heard: Heard, partial: Any) -> Outcome[Wrong]:
        known = _partial(partial)
        if known != Partial() and wants_more(heard):
            start = after(self._choices(known), self.most, known.start)
            return self._narrowed(replace(known, start=start))
        picked = self._picked(heard, known)
        if picked is not None:
            return picked
        named = self._named(heard)
        if named:
            said = joined(known.said, _kept(self.repairs, heard))
            return Got(Wrong(named, known.at or heard.at, said, heard.to_keep()))
        return self._unclear(heard, known)

    def prefill(self, opening: Heard) -> Outcome[Wrong]:
        named = self._named(opening)
        return Got(Wrong(named, opening.at, _kept(self.repairs, opening))) if named else NO_MATCH

    def restore(self, stored: Any) -> Wrong | None:
        value = super().restore(stored)
        return value if value and self.repairs.tree.problem(value.problem) else None

    def echo(self, value: Wrong) -> Text:
        found = self.repairs.tree.problem(value.problem)
        return found.name if found else super().echo(value)

    def _named(self, heard: Heard) -> str:
        """The most urgent problem that the words name."""
        said = self.repairs.listens.facts(heard).problems
        return next((one for one in said if self.repairs.tree.problem(one)), "")

    def _picked(self, heard: Heard, known: Partial) -> Outcome[Wrong] | None:
        if heard.picked.startswith(PROBLEM):
            problem = heard.picked.removeprefix(PROBLEM)
            there = self.repairs.tree.problem(problem)
            return Got(Wrong(problem, known.at or heard.at, known.said, known.heard)) if there else NO_MATCH
        group = self._group(heard.picked.removeprefix(GROUP)) if heard.picked.startswith(GROUP) else None
        if group is None:
            return None
        if len(group.problems) == 1:
            return Got(Wrong(group.problems[0].id, known.at or heard.at, known.said, known.heard))
        return self._narrowed(replace(known, group=group.id, start=0, at=known.at or heard.at))

    def _unclear(self, heard: Heard, known: Partial) -> Outcome[Wrong]:
        """Words that name nothing known: the list, and the second time a case with the words as they are."""
        text = _kept(self.repairs, heard)
        if not text or heard.intent not in OURS or heard.word or heard.intent in ("affirm", "deny"):
            return NO_MATCH
        if known.said:
            said = joined(known.said, text)
            return Got(Wrong(OTHER, known.at or heard.at, said, heard.to_keep()))
        words = replace(known, said=text, at=known.at or heard.at, heard=heard.to_keep(), start=0)
        return self._narrowed(words)

    def _narrowed(self, known: Partial) -> Narrow:
        return Narrow(msgspec.to_builtins(known), self._listed(known))

    def _listed(self, known: Partial) -> Reply:
        group = self._group(known.group)
        asks = _("Which of these is it?") if group else _("What is it about?")
        return Reply(asks, page(self._choices(known), self.most, known.start), expects_answer=True)

    def _choices(self, known: Partial) -> tuple[Choice, ...]:
        """The groups, or the problems of one; whatever else there is comes last."""
        group = self._group(known.group)
        if group is not None:
            named = [Choice(PROBLEM + one.id, one.name) for one in group.problems]
        else:
            named = [
                Choice(GROUP + one.id, one.name)
                for one in self.repairs.tree.groups
                if [problem.id for problem in one.problems] != [OTHER]
            ]
        return (*named, Choice(PROBLEM + OTHER, _("Something else")))

    def _group(self, id: str) -> Group | None:
        return next((one for one in self.repairs.tree.groups if id and one.id == id), None)


def _partial(stored: Any) -> Partial:
    return msgspec.convert(stored, Partial) if stored else Partial()


def _kept(repairs: Repairs, heard: Heard) -> str:
    if heard.picked:
        return ""
    return kept(heard.text, keysafe=repairs.listens.facts(heard).keysafe)
