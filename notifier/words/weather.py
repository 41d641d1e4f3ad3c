"""Warnings of the weather, in words: the colour is never said without what it means."""

from __future__ import annotations

from accessibility.text import AnyValue, Plain, Text, _
from notifier.alert import Alert, WeatherFacts
from notifier.words.names import COLOURS, weather
from notifier.words.reader import CHANGED, Reader, below, changed, lasts


def said(alert: Alert, facts: WeatherFacts, to: Reader) -> Text:
    """Who warns of what where, what that means, and until when."""
    if to.over:
        return _over(alert, to, _values(alert, facts, to.where))
    return first(alert, facts, to.where).then(_meaning(alert), lasts(alert), _before(alert, to))


def first(alert: Alert, facts: WeatherFacts, where: Text) -> Text:
    """The fact alone."""
    values = _values(alert, facts, where)
    if alert.level == 4:
        return _("%(publisher)s RED warning of %(weather)s %(where)s.", **values)
    if alert.level == 3:
        return _("%(publisher)s AMBER warning of %(weather)s %(where)s.", **values)
    return _("%(publisher)s YELLOW warning of %(weather)s %(where)s.", **values)


def _meaning(alert: Alert) -> Text:
    if alert.level == 4:
        return _("Danger to life: act now to stay safe.")
    if alert.level == 3:
        return _("It could be dangerous. Be prepared.")
    return _("Be aware: it could get in your way.")


def _before(alert: Alert, to: Reader) -> Text | None:
    """What it was, for those who know it; or that something else about it has changed."""
    if to.told == "update":
        return changed()
    if to.told in CHANGED and alert.before in COLOURS:
        return _("It was %(level)s before.", level=COLOURS[alert.before]).if_room()
    return None


def _over(alert: Alert, to: Reader, values: dict[str, AnyValue]) -> Text:
    if to.told == "cancelled":
        return _("%(publisher)s has cancelled its warning of %(weather)s %(where)s.", **values)
    if alert.level in COLOURS:
        lower = _(
            "%(publisher)s warning of %(weather)s %(where)s: now only %(level)s.",
            level=COLOURS[alert.level],
            **values,
        )
        return lower.then(below())
    return _("%(publisher)s warning of %(weather)s %(where)s: it is over.", **values)


def _values(alert: Alert, facts: WeatherFacts, where: Text) -> dict[str, AnyValue]:
    return {"publisher": Plain(alert.publisher.name), "weather": weather(facts), "where": where}
