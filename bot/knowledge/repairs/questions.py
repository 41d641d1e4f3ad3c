"""The questions of a report, each asked only if the words have not answered it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Text, _, _c
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, NoMatch, Outcome
from bot.dialogue.questions.choice import Option
from bot.dialogue.questions.phone import PhoneQuestion
from bot.dialogue.questions.photo import Photo
from bot.dialogue.questions.yes_no import YesNo
from bot.knowledge.repairs.case import Since, Tenancy
from bot.knowledge.repairs.heard import Listens
from bot.knowledge.repairs.listed import Listed
from bot.knowledge.repairs.tree import Problem
from channels.message import Choice, Media, Reply

COMMUNAL: Final = "communal"
NO_PHONE: Final = "phone:none"

ROOMS: Final[Mapping[str, Text]] = {
    "kitchen": _c("room", "Kitchen"),
    "bathroom": _c("room", "Bathroom"),
    "bedroom": _c("room", "Bedroom"),
    "living_room": _c("room", "Living room"),
    "hall": _c("room", "Hall"),
    "outside": _c("room", "Outside"),
    COMMUNAL: _c("room", "Shared part of the building"),
    "toilet": _c("room", "Toilet"),
    "stairs": _c("room", "Stairs"),
    "loft": _c("room", "Loft"),
    "cellar": _c("room", "Cellar"),
}
SINCE: Final[Mapping[Since, Text]] = {
    "today": _c("how long", "Less than a day"),
    "days": _c("how long", "For days"),
    "weeks": _c("how long", "For weeks"),
    "months": _c("how long", "For months"),
}
TENANCIES: Final[Mapping[Tenancy, Text]] = {
    "council": _c("rent from", "The council"),
    "leaseholder": _c("rent from", "I have a long lease"),
    "other": _c("rent from", "Somebody else, or I own it"),
}


class Course(Struct, frozen=True, omit_defaults=True):
    """Since when it is so and, where that was said in the same breath, whether it is getting worse."""

    since: Since
    worse: bool | None = None


def detail(problem: Problem, room: str, listens: Listens, most: int) -> Listed:
    """What it is like, of what can be in the room."""

    def hears(heard: Heard) -> str:
        return listens.facts(heard).detail_of(problem.id)

    shown = {leaf.id for leaf in problem.in_room(room)}
    options = [Option(leaf.id, leaf.name) for leaf in problem.details]
    unshown = {leaf.id for leaf in problem.details} - shown
    asks, label = _("Which of these fits best?"), _c("answer", "What")
    return Listed(asks, options, most=most, hears=hears, unshown=unshown, label=label)


def room(listens: Listens, most: int) -> Listed:
    """Which room, or a shared part of the building."""

    def hears(heard: Heard) -> str:
        return listens.facts(heard).room

    options = [Option(id, name) for id, name in ROOMS.items()]
    return Listed(_("Where is it?"), options, most=most, hears=hears, label=_c("answer", "Room"))


class SinceQuestion(Base[Course]):
    """How long; whether it gets worse is taken from the same words, and asked on its own otherwise."""

    kind = Course

    def __init__(self, listens: Listens, most: int) -> None:
        asks = _("How long has it been like this?")
        hint = _("You can also say it in your own words.")
        super().__init__(asks, hint=hint, label=_c("answer", "How long"))
        self._listens = listens
        self._listed = Listed(
            asks,
            [Option(id, name) for id, name in SINCE.items()],
            most=most,
            hears=lambda heard: listens.facts(heard).since,
        )

    def prompt(self) -> Reply:
        return self._listed.prompt()

    def resume(self, partial: Any) -> Reply:
        return self._listed.resume(partial)

    def hear(self, heard: Heard, partial: Any) -> Outcome[Course]:
        return self._with_worse(heard, self._listed.hear(heard, partial))

    def prefill(self, opening: Heard) -> Outcome[Course]:
        return self._with_worse(opening, self._listed.prefill(opening))

    def _with_worse(self, heard: Heard, found: Outcome[str]) -> Outcome[Course]:
        if not isinstance(found, Got):
            return found
        since = next(one for one in SINCE if one == found.value)
        worse = None if heard.picked else self._listens.facts(heard).worse
        return Got(Course(since, worse))

    def echo(self, value: Course) -> Text:
        return SINCE.get(value.since, self.asks)


class Worse(YesNo):
    """Whether it is getting worse."""

    def __init__(self, listens: Listens, asks: Text | None = None) -> None:
        hint = _("Please answer yes or no.")
        super().__init__(asks or _("Is it getting worse?"), hint=hint, label=_c("answer", "How it goes on"))
        self._listens = listens

    def hear(self, heard: Heard, partial: Any) -> Outcome[bool]:
        found = super().hear(heard, partial)
        return self.prefill(heard) if isinstance(found, NoMatch) else found

    def prefill(self, opening: Heard) -> Outcome[bool]:
        worse = self._listens.facts(opening).worse
        return NO_MATCH if worse is None else Got(worse)

    def echo(self, value: bool) -> Text:
        return _("It is getting worse") if value else _("It is not getting worse")


class Photos(Photo):
    """Photos of what is wrong; those that came with the first words count."""

    def __init__(self) -> None:
        asks = _("You can send photos now. Or say no.")
        super().__init__(asks, hint=_("Send a photo, or say no."), label=_("Photos"))

    def prefill(self, opening: Heard) -> Outcome[tuple[Media, ...]]:
        found = self.hear(opening, None) if opening.media else NO_MATCH
        return found if isinstance(found, Got) and found.value else NO_MATCH


class OptionalPhone(PhoneQuestion):
    """A number to ring, or none: the answer is then empty."""

    def __init__(self) -> None:
        hint = _("Please give all the numbers, with the zero at the start.")
        super().__init__(_("Which number can we ring?"), hint=hint, label=_("Phone number"))

    def prompt(self) -> Reply:
        return replace(super().prompt(), choices=(Choice(NO_PHONE, _("No phone")),))

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        if heard.picked == NO_PHONE or "deny" in (heard.word, heard.intent):
            return Got("")
        return super().hear(heard, partial)

    def restore(self, stored: Any) -> str | None:
        return "" if stored == "" else super().restore(stored)

    def echo(self, value: str) -> Text:
        if not value:
            return _("No phone")
        return super().echo(value).before_others(_("the number that I have"))


def interpreter() -> YesNo:
    """Whether an interpreter is needed for a visit: known from the language, and only ever changed."""
    return YesNo(_("Do you need an interpreter?"), hint=_("Please answer yes or no."), label=_("Interpreter"))


def tenancy(listens: Listens, most: int) -> Listed:
    """Who lets the home: the council, unless they say otherwise."""

    def hears(heard: Heard) -> str:
        return listens.facts(heard).tenancy or ""

    options = [Option(id, name) for id, name in TENANCIES.items()]
    asks, label = _("Who do you rent your home from?"), _c("answer", "You rent from")
    return Listed(asks, options, most=most, hears=hears, label=label)
