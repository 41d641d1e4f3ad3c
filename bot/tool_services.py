"""The tool that finds a service for another assistant: a place, an answer that staff own, or whom to call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Text, _
from bot.clock import Clock
from bot.dialogue.heard import Heard
from bot.knowledge.answers.answer import Answer as Known
from bot.knowledge.answers.answers import Answers
from bot.knowledge.answers.values import told_with_line
from bot.knowledge.city import City
from bot.knowledge.directory.asked import POSTCODE, Asked, asked
from bot.knowledge.directory.departments import Departments, reached
from bot.knowledge.directory.kinds import kind_said
from bot.knowledge.directory.phones import MAIN, Phones, call, opening
from bot.knowledge.directory.search import Directory, Match
from bot.knowledge.directory.words import nothing, told, when
from bot.tool_inputs import FindService
from channels.mcp import Answer, Tool
from channels.message import Reply
from locales.languages import SOURCE
from nlu.understanding import Understands

MOST = 3
FIND, CONTACT = "services.find", "services.contact"


class ServiceTools(Struct, frozen=True):
    """Of one city. `card` gives the safety card of a danger; `written` a text as it is read on a screen, in
    English; `public_url` is where the page of each place is."""

    city: City
    directory: Directory
    answers: Answers
    departments: Departments
    phones: Phones
    hears: Understands
    card: Callable[[str], Sequence[Reply]]
    clock: Clock
    written: Callable[[Text], str]
    public_url: str

    def every(self) -> tuple[Tool, ...]:
        """Each tool, described for a model."""
        find = Tool(
            "find_service",
            "Find a council service",
            f"Places such as libraries with their address, opening times and phone; what {self.city.council} "
            "says about council tax and bins; else whom to call about something.",
            FindService,
            self.find_service,
        )
        return (find,)

    async def find_service(self, asked_for: FindService) -> Answer:
        """Up to three places; where the matter is none, the answer that staff own; else the line to call.
        What sounds like a danger gets its safety card: a person may stand behind the question."""
        understood = await self.hears.understand(asked_for.matter, SOURCE)
        hazard = understood.hazard or (understood.intent or "").partition("safety.")[2]
        if hazard:
            card = " ".join(self.written(reply.text) for reply in self.card(hazard))
            return Answer(card, {"status": "danger"})
        heard = Heard(asked_for.matter, self.clock.now(), understood)
        near = self._near(asked_for.place or heard.entity(POSTCODE) or "")
        if near is None:
            text = f"This is no postcode or district of {self.city.place}. Ask for one, or leave it out."
            return Answer(text, {"status": "unknown_place"})
        return self._found(heard, near)

    def _found(self, heard: Heard, near: str) -> Answer:
        what = replace(asked(heard, self._now()), near=near)
        known = self._known(heard)
        if known and not what.kind:
            return self._one_of(heard, known)
        if not what.kind and heard.intent != FIND and self._is_for_a_team(heard):
            return self._line(heard.text)
        what, places = self._places(what, heard.text)
        if places:
            return self._told_places(what, places)
        return self._line(heard.text, nothing(what) if what.kind else None)

    def _is_for_a_team(self, heard: Heard) -> bool:
        """Whether no place is looked for: "register to vote" is no way to the register office."""
        return heard.intent not in ("", CONTACT) or self.departments.found(heard.text) is not None

    def _near(self, said: str) -> str | None:
        """The postcode or district that is meant, empty for all of the city; None for one elsewhere."""
        if not said.strip() or said.strip().casefold() == self.city.place.casefold():
            return ""
        return self.directory.where.inside(said) or None

    def _places(self, what: Asked, text: str) -> tuple[Asked, Sequence[Match]]:
        """The best places and what they were found by: the words that name one, else their kind."""
        for one in (what, replace(what, kind=what.kind or kind_said(text))):
            found = self.directory.find(one.wanted(self.directory.where), self._now().date(), most=MOST)
            if found:
                return one, found
        return one, ()

    def _told_places(self, what: Asked, places: Sequence[Match]) -> Answer:
        now = self._now()
        text = "\n\n".join(self.written(told(one, what, now)) for one in places)
        return Answer(text, {"status": "places", "places": [self._place(one, now) for one in places]})

    def _place(self, match: Match, now: dt.datetime) -> dict[str, Any]:
        service, there = match.service, match.place
        times, origin = service.timetable(match.spot), service.origin
        found: dict[str, Any] = {
            "name": service.name,
            "link": f"{self.public_url}/places/{service.id}",
            "source": {"name": origin.name, "url": origin.url, "read": origin.read.isoformat()},
        }
        if there is not None and there.line:
            found["address"] = there.line
        if times.known:
            found |= {"opening": self.written(when(times, now, None)), "open": times.open_at(_wall(now))}
        if service.phones:
            found["phone"] = service.phones[0]
        if match.metres is not None:
            found["metres"] = round(match.metres)
        return found

    def _known(self, heard: Heard) -> Sequence[Known]:
        """The answers that the matter may mean: the one of that title, else those to what is asked."""
        title = heard.text.strip().casefold()
        named = [one for one in self.answers.all if one.front.title.msgid.casefold() == title]
        return named or self.answers.found(heard.intent, heard.text) or self.answers.of(heard.intent)

    def _one_of(self, heard: Heard, known: Sequence[Known]) -> Answer:
        """The one answer, while it is certain; several are named, none is chosen."""
        if len(known) > 1:
            titles = [one.front.title.msgid for one in known]
            return Answer(f"Ask which of these is meant: {'; '.join(titles)}.", {"options": titles})
        answer, today = known[0], self._now().date()
        front = answer.front
        if not answer.certain(today):
            return self._line(heard.text)
        data = {
            "status": "answer",
            "link": front.link,
            "phone": self.phones.tell(front.phone, today).number,
            "source": {"name": front.source, "url": front.link, "checked": front.checked.isoformat()},
        }
        return Answer(self.written(told_with_line(answer, self.phones, self.city.council, today)), data)

    def _line(self, text: str, first: Text | None = None) -> Answer:
        """The line of the team that the words name, else the main line."""
        now = self._now()
        team = self.departments.found(text)
        line = reached(team, self.phones, now) if team else self.phones.tell(MAIN, now.date())
        if first is None and team is not None:
            first = _("The council's team for %(topic)s may help.", topic=team.name)
        how = (call(line), opening(line, now))
        told_text = first.then(*how) if first else how[0].then(how[1])
        data = {
            "status": "line",
            "phone": line.number,
            "website": self.city.website,
            "source": {"url": line.source, "checked": line.checked.isoformat()},
        }
        return Answer(self.written(told_text), data)

    def _now(self) -> dt.datetime:
        """On the city's wall clock."""
        return self.clock.now().astimezone(self.city.zone)


def _wall(now: dt.datetime) -> dt.datetime:
    return now.replace(tzinfo=None)
