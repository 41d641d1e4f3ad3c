"""A sensor that somebody follows has crossed a mark, in words."""

from __future__ import annotations

from accessibility.text import AnyValue, Day, Place, Text, _, _c
from notifier.alert import Alert, SensorFacts
from notifier.words.names import QUANTITIES, measure
from notifier.words.reader import UK, Reader, below, demo, minute


def said(alert: Alert, facts: SensorFacts, to: Reader) -> Text:
    """What it measures now, the mark, and how far the figure can be trusted."""
    values: dict[str, AnyValue] = {
        "what": QUANTITIES.get(facts.quantity, _c("what a sensor measures", "reading")),
        "sensor": Place(facts.name),
        "value": measure(facts.quantity, facts.value),
        "mark": measure(facts.quantity, facts.mark),
    }
    if to.told == "expired":
        return _unknown(facts, values).then(demo(facts.demo))
    if to.told == "cancelled":
        taken = _("We take back our alert about %(sensor)s. It is not right.", **values)
        return taken.then(demo(facts.demo))
    if to.over:
        return _back(alert, values).then(demo(facts.demo))
    return _first(to, values).then(_rough(facts), demo(facts.demo))


def _first(to: Reader, values: dict[str, AnyValue]) -> Text:
    if to.told == "upgrade":
        return _("%(sensor)s: %(what)s is up to %(value)s, over the next mark (%(mark)s).", **values)
    if to.told == "downgrade":
        return _("%(sensor)s: %(what)s is down to %(value)s, still over %(mark)s.", **values)
    if to.told == "update":
        return _("%(sensor)s: %(what)s is still %(value)s, over the mark (%(mark)s).", **values)
    return _("%(sensor)s: %(what)s is %(value)s, over the mark (%(mark)s).", **values)


def _back(alert: Alert, values: dict[str, AnyValue]) -> Text:
    if alert.level == 0:
        return _("%(sensor)s: %(what)s is %(value)s, under the mark again.", **values)
    return _("%(sensor)s: %(what)s is down to %(value)s.", **values).then(below())


def _unknown(facts: SensorFacts, values: dict[str, AnyValue]) -> Text:
    at = facts.at.astimezone(UK)
    silent = _("%(sensor)s: we no longer know the %(what)s. No new readings come in.", **values)
    last: dict[str, AnyValue] = {"time": minute(at), "day": Day(at.date()), "value": values["value"]}
    return silent.then(_("The last one was at %(time)s, %(day)s: %(value)s.", **last).if_room())


def _rough(facts: SensorFacts) -> Text | None:
    if not facts.indicative:
        return None
    return _("It is an indicative sensor.")
