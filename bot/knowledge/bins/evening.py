"""What a resident is told about their bins on an evening, unasked: what is collected tomorrow, and which of
the next collections is not on its usual day. Only published dates; when they run out, that is said once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Count, Day, Link, Text, _, _n
from bot.knowledge.bins.answers import CollectionDay, NextCollections
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.words import dates, names
from bot.knowledge.facts import demo
from channels.message import Reply

SOONEST, LATEST = dt.timedelta(days=2), dt.timedelta(days=3)
"""So many days before the earlier of two days, the usual one and the one in its place, it is told that they
differ: on the first evening that lies between."""

STALE = dt.timedelta(days=7)
"""For so long after the last published date it is said that there are no more."""

DAY = dt.timedelta(days=1)


class Evening(Struct, frozen=True):
    """`name` is the same for what is to be told once: a date, or the reason why there is none."""

    name: str
    reply: Reply


def evening(bins: Bins, home_id: str, now: dt.datetime, checked: dt.date | None) -> Evening | None:
    """What to tell those who live in a home on the evening of `now`; None when there is nothing. `checked` is
    the tomorrow of the evening that this was last asked for, None for the first time."""
    answer = bins.next(home_id, now)
    tomorrow = answer.today + DAY
    coming = tuple(day for day in answer.days if day.date >= tomorrow)
    if coming:
        return _coming(replace(answer, days=coming), bins.city.local(now), tomorrow, checked)
    # What rests is known of tomorrow only when today's collection is behind us.
    answer = bins.next(home_id, now + DAY)
    return _nothing(answer, [day.date for day in bins.published(home_id)], tomorrow)


def _coming(
    answer: NextCollections, local: dt.datetime, tomorrow: dt.date, checked: dt.date | None
) -> Evening | None:
    due = answer.days[0] if answer.days[0].date == tomorrow else None
    moved = [_moved(day) for day in answer.days if day is not due and _ahead(day, tomorrow, checked)]
    if due is not None:
        today = dates(replace(answer, days=(due,), resting=()), None, local)
        return Evening(str(tomorrow), _reply(today.then(*moved), answer))
    return Evening(str(tomorrow), _reply(moved[0].then(*moved[1:]), answer)) if moved else None


def _ahead(day: CollectionDay, tomorrow: dt.date, checked: dt.date | None) -> bool:
    """Whether this is the evening on which it is told that a day stands in for another."""
    if day.moved_from is None:
        return False
    earlier = min(day.date, day.moved_from)
    told = checked is not None and earlier - (checked - DAY) <= LATEST
    return not told and SOONEST <= earlier - (tomorrow - DAY) <= LATEST


def _moved(day: CollectionDay) -> Text:
    usual = day.moved_from or day.date
    return _n(
        "Your %(bins)s is collected %(day)s, not %(usual)s.",
        "Your %(bins)s are collected %(day)s, not %(usual)s.",
        Count(len(day.containers)),
        bins=names(day.containers),
        day=Day(day.date),
        usual=Day(usual),
    )


def _nothing(answer: NextCollections, published: Sequence[dt.date], tomorrow: dt.date) -> Evening | None:
    """Why nobody can be reminded. What rests in its season is no news, and neither is a file that is not
    there for the moment."""
    source = answer.source
    if source is None or answer.status in ("no_open_schedule", "not_loaded"):
        return None
    if answer.status == "unknown_address":
        return Evening("lost", _without(_("Your address is not in the bin days any more."), answer))
    if not published:
        return Evening("none", _without(_("No bin days are published for your address."), answer))
    last = min(published[-1], source.last_day)
    if (answer.resting and source.last_day >= tomorrow) or tomorrow - last > STALE:
        return None
    ended = _("The council has not published your next bin days yet.")
    return Evening(f"ended:{last}", _without(ended, answer))


def _without(why: Text, answer: NextCollections) -> Reply:
    cannot = why.then(_("We cannot remind you until there are new dates."))
    return replace(_reply(cannot, answer), links=(Link(answer.link, _("The council's page")),))


def _reply(text: Text, answer: NextCollections) -> Reply:
    made_up = demo() if answer.source is not None and answer.source.demo else None
    return Reply(text.then(made_up, _("Reply CHANGE or STOP.").if_room()))
