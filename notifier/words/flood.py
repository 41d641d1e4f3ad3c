"""Flood alerts and warnings, in words."""

from __future__ import annotations

from accessibility.text import AnyValue, Phone, Place, Plain, Text, _
from notifier.alert import Alert, FloodFacts
from notifier.words.names import FLOODS
from notifier.words.reader import CHANGED, Reader, below, changed


def said(alert: Alert, facts: FloodFacts, to: Reader) -> Text:
    """Who warns of what where, what to do, and whom to ask."""
    if to.over:
        return _over(alert, to, _values(alert, facts, to.where))
    return first(alert, facts, to.where).then(_steps(alert, to), _ask(alert, to), _before(alert, to))


def first(alert: Alert, facts: FloodFacts, where: Text) -> Text:
    """The fact alone."""
    values = _values(alert, facts, where)
    if alert.level == 4:
        return _("%(publisher)s SEVERE FLOOD WARNING %(where)s: %(area)s.", **values)
    if alert.level == 3:
        return _("%(publisher)s FLOOD WARNING %(where)s: %(area)s.", **values)
    return _("%(publisher)s FLOOD ALERT %(where)s: %(area)s.", **values)


def _steps(alert: Alert, to: Reader) -> Text:
    """What each of the three asks people to do."""
    if alert.level == 4 and to.numbers.emergency:
        number = Phone(to.numbers.emergency)
        return _("Danger to life. Leave if told to. In danger, call %(phone)s.", phone=number)
    if alert.level == 4:
        return _("Danger to life. Leave if told to.")
    if alert.level == 3:
        return _("Flooding is expected: act now.")
    return _("Flooding is possible: be prepared.")


def _before(alert: Alert, to: Reader) -> Text | None:
    if to.told == "update":
        return changed()
    if to.told in CHANGED and alert.before in FLOODS:
        return _("It was %(level)s before.", level=FLOODS[alert.before]).if_room()
    return None


def _ask(alert: Alert, to: Reader) -> Text | None:
    """The number to ask, where a verified one is known. In danger another one matters."""
    if not to.numbers.flood or alert.level == 4:
        return None
    return _("Floodline: %(phone)s.", phone=Phone(to.numbers.flood)).if_room()


def _over(alert: Alert, to: Reader, values: dict[str, AnyValue]) -> Text:
    if to.told == "cancelled":
        return _("%(publisher)s has cancelled its flood warning %(where)s: %(area)s.", **values)
    if alert.level in FLOODS:
        lower = _(
            "%(publisher)s: now only a %(level)s %(where)s: %(area)s.",
            level=FLOODS[alert.level],
            **values,
        )
        return lower.then(below())
    return _("%(publisher)s: the flood warning is over %(where)s: %(area)s.", **values)


def _values(alert: Alert, facts: FloodFacts, where: Text) -> dict[str, AnyValue]:
    return {"publisher": Plain(alert.publisher.name), "area": Place(facts.area), "where": where}
