"""How to reach the council, or the part of it that somebody wants: a certain number, and its hours."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.answers.asking import line, person, unknown, unsure, website
from bot.knowledge.directory.departments import Department, Departments, reached
from bot.knowledge.directory.phones import Phones, council_line
from bot.knowledge.site import Site
from locales.languages import SOURCE


@skill("services.contact", topic=_("reaching the council"), short=True, like_addresses=True)
async def contact(talk: Talk) -> None:
    """The team that the words name; else the main line; else that nobody has written down an answer."""
    departments, said = talk.need(Departments), talk.opening
    found = departments.found(said.text)
    if found is not None:
        _tell(talk, found, asked=departments.wants_any(said.text))
        return
    # Word lists are English: in another language it is not known what was asked, so nothing is denied.
    if said.understanding.language == SOURCE and not said.picked and not departments.wants_any(said.text):
        unknown(talk)
        return
    first, *rest = (text for text in line(talk) if text is not None)
    talk.say("line", first.then(*rest), links=website(talk), choices=(person(),))


def _tell(talk: Talk, department: Department, *, asked: bool) -> None:
    """The line of a team. Who has asked a question and no number hears first that it is not answered here."""
    now = talk.now.astimezone(talk.need(Site).city.zone)
    may = _("The council's team for %(topic)s may help.", topic=department.name)
    phone = reached(department, talk.need(Phones), now)
    if not asked:
        talk.count("unanswered", talk.opening.text)
        unsure(talk, phone.id, may)
        return
    talk.say("team", may.then(*council_line(phone, now)), links=website(talk), choices=(person(),))
