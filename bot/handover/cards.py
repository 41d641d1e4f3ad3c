"""The safety cards: what to do at once, before anything else is asked (S1 to S5).

The first line is the number and the action; further lines are left out where there is no room. Nothing is
asked for and nothing is kept: a case, where there is to be one, is a matter of its own. Numbers come from the
registry, so one that is not certain gives way to the council's main line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from accessibility.text import Key, Phone, Text, _
from bot.handover import emergency
from bot.knowledge.directory.phones import MAIN, Phones
from channels.message import Reply

HEARD = ("gas", "fire_electric", "water", "health", "suicide", "abuse", "child", "homeless")
"""Dangers that fixed words tell of, in any conversation."""

OF_REPAIRS = ("structure", "lift", "cold", "insecure")
"""Dangers that only what is told of a home brings to light (`Talk.warn`)."""

HAZARDS = (*HEARD, *OF_REPAIRS)

ADVICE = ("cold", "insecure")
"""Cards that help until the repair is done: for them alone nobody is called away from a report."""


class Cards:
    """The cards of one city. `today` is the city's day, for numbers that go stale."""

    def __init__(self, phones: Phones, today: Callable[[], dt.date]) -> None:
        self._phones = phones
        self._today = today
        self._cards: dict[str, Callable[[], Text]] = {
            "gas": self._gas,
            "fire_electric": self._fire,
            "water": self._water,
            "health": self._health,
            "suicide": self._suicide,
            "abuse": self._abuse,
            "child": self._child,
            "homeless": self._homeless,
            "structure": self._structure,
            "lift": self._lift,
            "cold": self._cold,
            "insecure": self._insecure,
        }

    def replies(self, hazard: str) -> Sequence[Reply]:
        """The card for a hazard; for one without a card, the emergency number: never nothing."""
        return (Reply(self._cards.get(hazard, self._danger)(), importance="safety"),)

    def _phone(self, id: str) -> Phone:
        return Phone(self._phones.tell(id, self._today()).number)

    def _gas(self) -> Text:
        first = _("Go outside now. Then call %(phone)s, the gas emergency line.", phone=self._phone("gas"))
        return first.then(
            _("Use no switches, flames or phones indoors. Open windows on your way.").if_room(),
            _("If someone is ill, call %(phone)s.", phone=self._phone("emergency")).if_room(),
            _("Do not go back in until you are told that it is safe.").if_room(),
        )

    def _fire(self) -> Text:
        first = _("Fire, smoke or a shock: get out and call %(phone)s.", phone=self._phone("emergency"))
        return first.then(
            _("Do not touch wires, switches or water near them.").if_room(),
            _("If it is safe, turn the power off at the fuse box.").if_room(),
        )

    def _water(self) -> Text:
        first = _("If someone is in danger, call %(phone)s.", phone=self._phone("emergency"))
        return first.then(
            _("Turn the water off at the stop tap. Keep away from wet lights and plugs.").if_room(),
            _("The council's line is %(phone)s.", phone=self._phone(MAIN)).if_room(),
        )

    def _health(self) -> Text:
        first = _("Life in danger: call %(phone)s now.", phone=self._phone("emergency"))
        return first.then(
            _("If it can wait a little, call %(phone)s.", phone=self._phone("nhs")).if_room(),
            _(
                "If you cannot hear or speak, use the Relay UK app or %(phone)s.", phone=self._phone("relay")
            ).if_room(),
        )

    def _suicide(self) -> Text:
        first = _(
            "You can talk to someone now: %(phone)s, free, day and night.", phone=self._phone("samaritans")
        )
        return first.then(
            _("If you are in danger, call %(phone)s.", phone=self._phone("emergency")).if_room(),
            _(
                "You are not alone. For urgent help with your mind, call %(phone)s.", phone=self._phone("nhs")
            ).if_room(),
        )

    def _abuse(self) -> Text:
        first = self._danger()
        silent = _("If you cannot speak on a mobile, press %(keys)s when you are asked.", keys=Key("55"))
        helpline = _("For help, free, day and night: %(phone)s.", phone=self._phone("domestic_abuse"))
        return first.then(
            helpline, silent.if_room(), _("Delete this chat if somebody could see it.").if_room()
        )

    def _child(self) -> Text:
        first = _("A child in danger now: call %(phone)s.", phone=self._phone("emergency"))
        return first.then(
            _(
                "If you are worried about a child, call %(phone)s.", phone=self._phone("child_at_risk")
            ).if_room(),
            _("Children can call %(phone)s, free.", phone=self._phone("childline")).if_room(),
        )

    def _homeless(self) -> Text:
        first = _("If you have no safe place to sleep, call %(phone)s.", phone=self._phone("homeless"))
        return first.then(
            _("If you are in danger, call %(phone)s.", phone=self._phone("emergency")).if_room()
        )

    def _structure(self) -> Text:
        leave = _(
            "Leave that room now. If somebody is hurt or more may fall, get out and call %(phone)s.",
            phone=self._phone("emergency"),
        )
        return leave.then(_("Keep everybody out of there. Touch nothing that is loose.").if_room())

    def _lift(self) -> Text:
        alarm = _(
            "Press the alarm button in the lift. If somebody is ill, call %(phone)s.",
            phone=self._phone("emergency"),
        )
        return alarm.then(_("Stay inside. Do not force the doors open.").if_room())

    def _cold(self) -> Text:
        room = _(
            "Keep one room warm. If somebody is very cold, sleepy or confused, call %(phone)s.",
            phone=self._phone("emergency"),
        )
        return room.then(
            _("Wear many thin layers. Have warm drinks and food.").if_room(),
            _("If somebody feels ill, call %(phone)s.", phone=self._phone("nhs")).if_room(),
        )

    def _insecure(self) -> Text:
        police = _("If somebody is trying to get in, call %(phone)s.", phone=self._phone("emergency"))
        return police.then(
            _("If you are afraid, stay with somebody, or in a room that locks.").if_room(),
            _("For the police when it can wait, call %(phone)s.", phone=self._phone("police")).if_room(),
        )

    def danger(self) -> Reply:
        """The shortest card there is."""
        return Reply(self._danger(), importance="safety")

    def interpreter(self) -> Reply:
        """How to reach a person in a language that we do not write."""
        return Reply(emergency.interpreter(self._phone(MAIN)))

    def _danger(self) -> Text:
        return emergency.danger(self._phone("emergency"))
