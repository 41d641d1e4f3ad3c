"""The written summary of an investigation (SI 2025/1042, regulation 9), drafted from the record of a repair.

What it has to contain was not read in the text of the regulation: pages of others say whether a hazard was
found and which, what will be done and when that begins and ends, why nothing is done where nothing is, and
how to contact the landlord. Staff check every word; what the record does not know stands in brackets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from msgspec import Struct

from accessibility import readability
from accessibility.rules_words import MOST_WORDS, banned_words
from bot.console import case_words as words
from bot.console.case_forms import WHO
from bot.knowledge.repairs.case import Step
from bot.store.case_shown import Case

PEOPLE_TOLD = {
    "under5": "a child under 5",
    "over65": "somebody over 65",
    "lungs": "somebody with a lung illness",
    "heart": "somebody with a heart illness",
    "pregnant": "somebody who is pregnant",
    "disability": "somebody with a disability",
}
OPEN = "["
"""What begins a blank that staff are to fill in."""

EASY = 5.0
"""The school grade that is aimed at; 4 is about a reading age of 9, and a name of a street costs one."""


class Known(Struct, frozen=True):
    """What stands in a draft besides the case: the council, how the problem is called in a sentence, the
    address, and the number to call."""

    council: str
    problem: str
    where: str
    phone: str
    zone: ZoneInfo


def draft(case: Case, known: Known) -> str:
    """The summary of a case that was investigated. Raises `ValueError` for one that was not."""
    at = case.moments.investigated_at
    if at is None:
        raise ValueError("it was not investigated")
    parts = (
        _head(case, known),
        ("What you told us", *_told(case, known)),
        ("When we looked", *_looked(case, known, at)),
        ("What we found", *_found(case)),
        ("What happens next", *_next(case, known)),
        ("How to contact us", *_contact(case, known)),
        ("If you are not happy", *_unhappy(known)),
    )
    return "\n\n".join("\n".join(lines) for lines in parts)


def blanks(text: str) -> list[str]:
    """What is still to be filled in."""
    return [line for line in text.splitlines() if OPEN in line]


def hard(text: str) -> list[str]:
    """What is hard to read in it, in words for who writes it."""
    found = [f"This sentence has {count} words: “{one}”" for one, count in _long(text)]
    grade = readability.grade(_prose(text))
    if grade > EASY:
        found.append(f"It reads like a text for age {round(grade) + 5}. Shorter words and sentences help.")
    known = banned_words()
    said = {word.strip(".,:;!?").lower() for word in readability.words(text)}
    return found + [f"“{word}”: write “{known[word]}”" for word in sorted(said & known.keys())]


def _long(text: str) -> Iterator[tuple[str, int]]:
    for one in readability.sentences(text):
        count = len(readability.words(one))
        if count > MOST_WORDS:
            yield one, count


def _prose(text: str) -> str:
    """Without headings and lists of facts: a line that ends no sentence says nothing about how it reads."""
    return "\n".join(line for line in text.splitlines() if line.rstrip().endswith((".", "!", "?")))


def _head(case: Case, known: Known) -> tuple[str, ...]:
    where = f"Place: {known.where or '[the address]'}"
    return ("What we found when we looked", known.council, where, f"Reference: {case.reference}")


def _told(case: Case, known: Known) -> Iterator[str]:
    report = case.listed.report
    yield f"You told us about {known.problem}."
    yield f"That was on {words.day(case.aware_at, known.zone)}."
    if case.moments.aware_at > case.aware_at:
        yield f"You told us more on {words.day(case.moments.aware_at, known.zone)}."
    if report and report.people:
        who = words.joined([PEOPLE_TOLD[one] for one in report.people])
        yield f"You told us who lives there: {who}."


def _looked(case: Case, known: Known, at: dt.datetime) -> Iterator[str]:
    yield f"We looked at it on {words.day(at, known.zone)}."
    yield from _who(case)


def _found(case: Case) -> Iterator[str]:
    if case.moments.found is None:
        yield "[Say whether you found a hazard.]"
    elif case.moments.found:
        yield "We found a hazard. This means that it could harm your health or safety."
    else:
        yield "We did not find a hazard."
    said = _visited(case)
    for who in _who(case):
        said = said.removeprefix(who).strip()
    yield said or "[Say in plain words what you saw.]"


def _next(case: Case, known: Known) -> Iterator[str]:
    moments = case.moments
    if moments.found is False:
        yield "We do not plan any work, because [say why]."
        return
    yield "[Say what work will be done.]"
    if moments.safe_at:
        yield f"We made it safe on {words.day(moments.safe_at, known.zone)}."
    elif by := _by(case, known, "work"):
        yield f"We will make it safe by {by}."
    if moments.begun_at:
        yield f"More work began on {words.day(moments.begun_at, known.zone)}."
    else:
        by = _by(case, known, "begin")
        yield f"More work will start on [the day{f', by {by} at the latest' if by else ''}]."
    if moments.done_at:
        yield f"The work was finished on {words.day(moments.done_at, known.zone)}."
    else:
        yield "We plan to finish by [the day]."


def _contact(case: Case, known: Known) -> Iterator[str]:
    yield f"You can call {known.phone}."
    yield f"Please say your reference: {case.reference}."
    yield "Tell us at once if it gets worse, or if somebody feels ill."


def _unhappy(known: Known) -> Iterator[str]:
    yield f"You can complain to {known.council}."
    yield "If that does not help, you can go to the Housing Ombudsman. It is free."
    yield "You can also ask us to come and look, if we only rang you."


def _visited(case: Case) -> str:
    """What the newest record of the investigation says."""
    return next((one.words for one in reversed(case.history) if one.kind == "visit"), "")


def _who(case: Case) -> list[str]:
    """In which capacity somebody looked: nobody is named."""
    return [one for one in WHO.values() if _visited(case).startswith(one)]


def _by(case: Case, known: Known, step: Step) -> str:
    """The last day of a step, the law's before the council's own; empty where no rule gives one."""
    found = [one for one in case.deadlines if one.step == step]
    found.sort(key=lambda one: (one.source == "council", one.due))
    return words.last_day(found[0], known.zone) if found else ""
