"""What `python -m bot check` finds about answers: faults of the files, what nobody has confirmed or looked at
for too long, and what is hard to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from accessibility.catalogue_checks import WORDS
from accessibility.readability import grade
from accessibility.renderers import renderer
from accessibility.rules import check
from bot.finding import Finding
from bot.knowledge.answers.answer import Answer
from bot.knowledge.answers.answers import Answers
from bot.knowledge.answers.values import PHONE, told
from bot.knowledge.city import City
from bot.knowledge.data import CITIES, DataError
from bot.knowledge.dated import Dated
from bot.knowledge.directory.departments import Department, Departments
from bot.knowledge.directory.phones import Phones
from bot.parts import Parts
from locales import catalogue
from locales.languages import SOURCE

HARDEST = 6.0
"""The Flesch-Kincaid grade that an answer should not be above: a reading age of about eleven (R02)."""

KNOWN_HOSTS = ("gov.uk", "nhs.uk", "legislation.gov.uk", "lgo.org.uk", "biffaleicester.co.uk")
"""Sites that residents may be sent to, with all below them; and the council's own."""


def answer_findings(parts: Parts) -> Iterator[Finding]:
    """Looks at everything in turn."""
    return look(parts.city, parts.phones, parts.clock.today(parts.city.zone))


def look(city: City, phones: Phones, today: dt.date, folder: Path = CITIES) -> Iterator[Finding]:
    """The same for a city on a day of it."""
    try:
        answers, departments = Answers.load(city.id, folder), Departments.load(folder)
    except DataError as problem:
        yield Finding(f"answers: {problem}", broken=True)
        return
    told_today = sum(one.certain(today) for one in answers.all)
    yield Finding(f"answers: {len(answers.all)}, of which {told_today} are told", fine=True)
    for answer in answers.all:
        for says in faults(answer, city, phones, today):
            yield Finding(f"answers: {answer.file}: {says}", broken=True)
        if stands := standing(answer.dated, today):
            yield Finding(f"answers: {answer.file}: {stands}")
    for department in departments.all:
        yield from _of(department, phones)


def faults(answer: Answer, city: City, phones: Phones, today: dt.date) -> Iterator[str]:
    """What is wrong with one answer whatever its facts: its link, its phone numbers, its words."""
    host = (urlsplit(answer.front.link).hostname or "").removeprefix("www.")
    ours = (urlsplit(city.website).hostname or "").removeprefix("www.")
    if not any(host == one or host.endswith(f".{one}") for one in (*KNOWN_HOSTS, ours)):
        yield f"residents are not sent to {host}: is the link right? KNOWN_HOSTS in bot/answer_checks.py"
    known = {line.id for line in phones.all}
    marks = [mark for paragraph in answer.paragraphs for mark in paragraph.marks]
    for id in {answer.front.phone, *(mark.value for mark in marks if mark.kind == PHONE)} - known:
        yield f"no phone number is called {id!r} in phones.yaml"
    yield from _hard(answer, city, phones, today)


def standing(fact: Dated, today: dt.date) -> str:
    """Why a fact is not told, or soon will not be; empty where all is well."""
    says = {
        "unconfirmed": "nobody has confirmed it, so it is not told",
        "over": f"it should have been looked at by {fact.review}, so it is not told",
        "soon": f"it is due for a look by {fact.review}",
    }
    return says.get(fact.standing(today), "")


def _hard(answer: Answer, city: City, phones: Phones, today: dt.date) -> Iterator[str]:
    text = told(answer, phones, city.council, today)
    said = renderer("screen", catalogue.shipped()).render(text, SOURCE)
    for fault in check(said, "screen"):
        if fault.rule in WORDS:
            yield f"{fault.rule}: {fault.message}"
    if (found := grade(said.text)) > HARDEST:
        yield f"it reads at grade {found:.1f}, of at most {HARDEST:.0f}: shorter words and sentences"


def _of(department: Department, phones: Phones) -> Iterable[Finding]:
    known = {line.id for line in phones.all}
    if department.phone not in known:
        why = f"departments: no number of its own for {department.id}: the main line is told"
        yield Finding(why)
