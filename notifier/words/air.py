"""Alerts about the air, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from accessibility.text import AnyValue, Count, Day, Text, _
from notifier.air.daqi import band
from notifier.alert import AirFacts, Alert, Phase
from notifier.words.advice import advice
from notifier.words.names import BANDS, IN_THE_AIR
from notifier.words.reader import UK, Reader, below, demo, minute


def said(alert: Alert, facts: AirFacts, to: Reader) -> Text:
    """The fact, what to do about it, and how far the figure can be trusted."""
    if to.told == "expired":
        return _unknown(facts, to).then(demo(facts.demo))
    if to.told == "cancelled":
        taken = _("We take back our alert about the air %(where)s. It is not right.", where=to.where)
        return taken.then(demo(facts.demo))
    if to.over:
        return _again(alert, facts, to).then(demo(facts.demo))
    steps = advice(band(facts.index), at_risk=to.at_risk, day=facts.at.astimezone(UK).date())
    return _FIRST[to.told](facts, to).then(*steps)


def _new(facts: AirFacts, to: Reader) -> Text:
    return _(
        "Air pollution is %(band)s %(where)s (%(figure)s).",
        **_values(facts, to),
    )


def _update(facts: AirFacts, to: Reader) -> Text:
    return _(
        "Air pollution is still %(band)s %(where)s (%(figure)s).",
        **_values(facts, to),
    )


def _upgrade(facts: AirFacts, to: Reader) -> Text:
    return _(
        "Air pollution is up to %(band)s %(where)s (%(figure)s).",
        **_values(facts, to),
    )


def _downgrade(facts: AirFacts, to: Reader) -> Text:
    return _(
        "Air pollution is down to %(band)s %(where)s (%(figure)s).",
        **_values(facts, to),
    )


_FIRST: Final[Mapping[Phase, Callable[[AirFacts, Reader], Text]]] = {
    "new": _new,
    "update": _update,
    "upgrade": _upgrade,
    "downgrade": _downgrade,
}


def _again(alert: Alert, facts: AirFacts, to: Reader) -> Text:
    """The all-clear, at the level that the reader asked for."""
    if alert.level == 0:
        return _("Air pollution is %(band)s again %(where)s.", **_values(facts, to))
    fallen = _("Air pollution is down to %(band)s %(where)s.", **_values(facts, to))
    return fallen.then(below())


def _unknown(facts: AirFacts, to: Reader) -> Text:
    """Nothing has been measured for so long that nobody can say whether it is over."""
    at = facts.at.astimezone(UK)
    silent = _("We no longer know how bad the air is %(where)s. No new readings come in.", where=to.where)
    last: dict[str, AnyValue] = {"time": minute(at), "day": Day(at.date()), "value": BANDS[band(facts.index)]}
    return silent.then(_("The last one was at %(time)s, %(day)s: %(value)s.", **last).if_room())


def _values(facts: AirFacts, to: Reader) -> dict[str, Text]:
    return {"band": BANDS[band(facts.index)], "where": to.where, "figure": figure(facts)}


def figure(facts: AirFacts) -> Text:
    """The index and what makes it; never without saying so when no reference instrument measured it, or when
    nobody did."""
    index, pollutant = Count(facts.index), IN_THE_AIR[facts.pollutant]
    told = _("index %(index)s, %(pollutant)s", index=index, pollutant=pollutant)
    if facts.indicative:
        told = _("indicative index %(index)s, %(pollutant)s", index=index, pollutant=pollutant)
    return _("made up: %(figure)s", figure=told) if facts.demo else told
