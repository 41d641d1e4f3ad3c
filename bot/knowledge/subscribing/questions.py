"""The questions about alerts: which kinds, where, how bad, for whom, and whether all of it is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from accessibility.text import Place, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Change, Got, Narrow, NoMatch, Outcome
from bot.dialogue.questions.choice import ChoiceQuestion, Option, choice
from bot.dialogue.questions.districts import Code, DistrictsQuestion, districts
from bot.dialogue.questions.review import CHANGE, NO, YES, Review
from bot.dialogue.questions.several import SeveralQuestion, several
from bot.dialogue.questions.yes_no import YesNo
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Followed, Subscriptions
from bot.knowledge.bins.bins import Bins
from bot.knowledge.subscribing.changes import KINDS as ASKED_FOR
from bot.knowledge.subscribing.words import CHANNELS, FROM
from channels.message import Choice, Location, Reply
from notifier.alert import Kind, Level
from notifier.words.names import KINDS

ALERT, HEALTH, LEVEL = "alert", "health", "level"
"""Entities: a kind, a reason to be at risk, how bad."""

OTHER: Final = "review:other"
MOST: Final = 8
"""Sensors that are listed; the others can be named."""


def kinds(*, bins: bool, sensors: bool) -> SeveralQuestion:
    """What to be told about; `bins` where the days are published, `sensors` where some can be followed."""
    missing = {kind for kind, there in (("bins", bins), ("sensor", sensors)) if not there}
    options = [Option(kind, KINDS[kind], (ALERT, kind)) for kind in ASKED_FOR if kind not in missing]
    return several(_("What shall I tell you about?"), options, label=_("What about"))


def where(talk: Talk, asks: Text) -> DistrictsQuestion:
    """Which places, of this city."""
    subscriptions, addresses = talk.need(Subscriptions), talk.need(Bins).addresses

    def known(codes: Sequence[str]) -> Sequence[str | None]:
        return [place.code if place else None for place in subscriptions.places(codes)]

    def near(position: Location) -> str:
        return addresses.near(position).postcode

    return districts(asks, known, near)


def postcode_of(talk: Talk, home: str) -> tuple[Code, ...] | None:
    """The postcode of a home that is remembered, if alerts can be for it."""
    known = talk.need(Bins).addresses.home(home) if home else None
    code = talk.need(Subscriptions).places([known.postcode])[0] if known and known.postcode else None
    return (Code(code.code, "home"),) if code else None


def how_bad(kind: Kind) -> ChoiceQuestion:
    """From which level on."""
    levels: tuple[Level, ...] = (1, 2, 3, 4)
    options = [
        Option(str(level), FROM[kind, level], (LEVEL, str(level)))
        for level in levels
        if (kind, level) in FROM
    ]
    asks = _("How bad must it be: %(what)s?", what=KINDS[kind])
    return choice(asks, options, label=_("How bad: %(what)s", what=KINDS[kind]))


def which_sensor(sensors: Sequence[Followed]) -> ChoiceQuestion:
    """Which of the public sensors. Of one that measures several things all are told."""
    named = {str(one.id): one.name for one in sensors}
    options = [Option(id, _("%(name)s", name=Place(name))) for id, name in named.items()]
    hint = _("You can also say the name of the sensor.")
    return Named(_("Which sensor?"), options, hint=hint, label=_("Sensor"))


class Named(ChoiceQuestion):
    """One of several whose names are data: they are heard in a sentence, too. A city may have more of them
    than a list holds."""

    def prompt(self) -> Reply:
        prompt = super().prompt()
        return replace(prompt, choices=prompt.choices[:MOST])

    def prefill(self, opening: Heard) -> Outcome[str]:
        said = opening.text.casefold()
        named = [one.id for one in self.options if _data(one).casefold() in said]
        return Got(named[0]) if len(named) == 1 else NO_MATCH


def _data(option: Option) -> str:
    name = option.label.values["name"]
    return name.name if isinstance(name, Place) else ""


class AtRisk(YesNo):
    """Whether health advice for people at risk is wanted. Who names an illness is not asked; what they named
    is not kept."""

    def prefill(self, opening: Heard) -> Outcome[bool]:
        return Got(True) if opening.entity(HEALTH) else NO_MATCH

    def echo(self, value: bool) -> Text:
        if not value:
            return _("no health advice")
        said = _("health advice for people at risk")
        return said.before_others(_("health advice"))


def at_risk() -> AtRisk:
    """Asked of those who want to hear of the air."""
    who = _("Bad air is worse for people with heart or lung illness, and for older people.")
    asks = who.then(_("Do you want advice for people at risk?"))
    why = _("I ask so that I can tell you what to do. I keep only your yes or no.")
    return AtRisk(asks, hint=_("Please answer yes or no."), label=_("Health advice"), why=why)


def which_way(channels: Sequence[str]) -> ChoiceQuestion:
    """How alerts come."""
    ways = [Option(name, CHANNELS[name], ("way", name)) for name in channels if name in CHANNELS]
    return choice(_("How shall I send them?"), ways, label=_("How"))


class Agreement(Review):
    """All that was understood in a few sentences, and what is kept of it. `lines` are (key, label, answer),
    each of which can be changed; to choose among them is a step of its own, so that yes, change and no fit
    everywhere."""

    def __init__(self, told: Text, lines: tuple[tuple[str, Text, Text], ...]) -> None:
        super().__init__(lines)
        self.told = told
        self.hint = _("Please say yes, or say what to change.")

    def prompt(self) -> Reply:
        choices = (Choice(YES, _("Yes")), Choice(OTHER, _("Change something")), Choice(NO, _("No, stop")))
        return Reply(self.told.then(self.asks), choices, expects_answer=True)

    def resume(self, partial: Any) -> Reply:
        return self._what() if partial else self.prompt()

    def hear(self, heard: Heard, partial: Any) -> Outcome[bool]:
        found = super().hear(heard, partial)
        if not isinstance(found, NoMatch):
            return found
        if heard.picked == OTHER:
            return Narrow(True, self._what())
        return self._changed(heard)

    def _changed(self, heard: Heard) -> Outcome[bool]:
        """What somebody names has to be asked anew."""
        named = [entity.entity for entity in heard.understanding.entities]
        keys = {"postcode": "places", ALERT: "kinds", HEALTH: "at_risk"}
        wanted = [
            keys[one] for one in named if one in keys and any(line[0] == keys[one] for line in self.lines)
        ]
        return Change(wanted[0]) if wanted else NO_MATCH

    def _what(self) -> Reply:
        choices = tuple(Choice(CHANGE + key, _("%(label)s", label=label)) for key, label, _said in self.lines)
        return Reply(_("What shall I change?"), choices, expects_answer=True)
