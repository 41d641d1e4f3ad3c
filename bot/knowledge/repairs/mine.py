"""A resident's own cases: which one is meant, and what can be done with it next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from accessibility.text import Reference, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.talk import Talk
from bot.knowledge.reference import find_reference, read_reference
from bot.knowledge.repairs.case import Known
from bot.knowledge.repairs.cases import Cases
from bot.knowledge.repairs.words import FIXED, NOT_FIXED
from channels.message import Choice

BEFORE = "repairs.before"
"""The words of who has reported before and is not found here: a new report takes them along."""

REPORT, STATUS, WHERE = "do:repairs.report", "do:repairs.status", "do:repairs.danger"
WITHDRAW = "do:repairs.withdraw"
ANOTHER = "other"
MOST_OTHERS = 2


async def mine(talk: Talk) -> tuple[Known, ...]:
    """The cases of this conversation, newest first."""
    return await talk.look("mine", partial(talk.need(Cases).of, talk.conversation), tuple[Known, ...])


def named(opening: Heard) -> str:
    """The reference that a pressed choice or the words name, empty for none."""
    about = opening.picked.rpartition(":")[2]
    return (read_reference(about) if opening.picked else find_reference(opening.text)) or ""


def meant(cases: Sequence[Known], reference: str) -> Known | None:
    """The case with this reference; without one the newest that is open, else the newest."""
    if reference:
        return next((one for one in cases if one.reference == reference), None)
    return next((one for one in cases if one.open), cases[0] if cases else None)


def person() -> Choice:
    return Choice("word:person", _("Talk to a person"))


def report() -> Choice:
    return Choice(REPORT, _("Report it now"))


def next_steps(known: Known, others: Sequence[Known] = ()) -> tuple[Choice, ...]:
    """What its tenant can do with a case, and the others of theirs."""
    return (*_with(known), *map(_other, others[:MOST_OTHERS]), person())


def _with(known: Known) -> tuple[Choice, ...]:
    if known.status in ("done", "closed"):
        fixed = (_on(FIXED, known, _("Yes, it is fixed")),) if known.open else ()
        return (*fixed, _on(NOT_FIXED, known, _("It is not fixed")))
    if not known.open:
        return ()
    where = () if known.complete else (_on(WHERE, known, _("Say where it is")),)
    return (
        *where,
        _on(REPORT, known, _("It is worse now")),
        _on(FIXED, known, _("It is fixed now")),
        _on(WITHDRAW, known, _("Take my report back")),
    )


def _on(what: str, known: Known, label: Text) -> Choice:
    return Choice(f"{what}:{known.reference}", label)


def _other(known: Known) -> Choice:
    return _on(STATUS, known, _("Repair %(ref)s", ref=Reference(known.reference)))
