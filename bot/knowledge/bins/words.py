"""The bins' answers in words: first line first, grouped by day, with the reason when there is no date."""

from __future__ import annotations

import datetime as dt

from accessibility.text import AnyValue, Count, Day, Items, Text, Time, _, _n
from bot.knowledge.bins.answers import CollectionDay, Container, MaterialAnswer, NextCollections

LATER_DAYS = 3


def names(containers: tuple[Container, ...]) -> Items:
    """The containers as a list in words."""
    return Items(tuple(container.name for container in containers))


def dates(answer: NextCollections, asked: Container | None, now: dt.datetime) -> Text:
    """The day that was asked for, then each other bin's next day, then what is out of season.

    `now` is on the city's wall clock.
    """
    days = coming(answer, now)
    first = next((day for day in days if asked and _has(day, asked)), days[0])
    later = [_later_day(day) for day in days if day is not first][:LATER_DAYS]
    text = _first_day(first, answer, now).then(_moved(first))
    resting = [
        out_of_season(one, answer.today).if_room()
        for one in answer.resting
        if asked is None or one.id != asked.id
    ]
    if asked is not None and not _has(first, asked):
        text = _not_among(asked, answer).then(_next_ones(first))
    return text.then(*later, *resting)


def no_dates(answer: NextCollections, asked: Container | None) -> Text:
    """Why there is no date: said plainly, never guessed."""
    if answer.status == "no_open_schedule":
        return _("Your council does not share its bin days with us. You can look them up on its page.")
    if answer.status == "not_loaded":
        return _("I do not have the bin days at the moment. You can look them up on the council's page.")
    if answer.status == "out_of_date":
        return _("The bin days that I have are too old. You can look them up on the council's page.")
    if answer.status == "unknown_address":
        return _("I do not know this address any more. You can look it up on the council's page.")
    resting = [out_of_season(container, answer.today) for container in answer.resting]
    if resting:
        return resting[0].then(*resting[1:])
    if asked is not None:
        return _not_among(asked, answer)
    return _("No bin days are published for this address.").then(
        _("Flats often share bins. Ask the council if you are not sure.")
    )


def where(answer: MaterialAnswer) -> Text:
    """Where a thing goes; what is disputed is not told as true."""
    if answer.status == "bin" and answer.container is not None and answer.item is not None:
        text = _("%(thing)s: in the %(bin)s.", thing=answer.item, bin=answer.container.name)
        return text.then(answer.note)
    if answer.status == "elsewhere" and answer.item is not None:
        if not answer.verified:
            unsure = _("%(thing)s: I am not sure.", thing=answer.item)
            return unsure.then(answer.instead)
        return _("%(thing)s: not in your bins.", thing=answer.item).then(answer.instead, answer.note)
    return _("I do not know where that goes. Please do not guess.").then(
        _("The council can tell you. A wrong thing can spoil a whole load.")
    )


def _has(day: CollectionDay, container: Container) -> bool:
    return any(one.id == container.id for one in day.containers)


def coming(answer: NextCollections, now: dt.datetime) -> tuple[CollectionDay, ...]:
    """Each container at its next day only, grouped by day. `now` is on the city's wall clock.

    Once it is too late to put something out today, its next day is told as well; when today's collections
    should be over, only what comes after today is, if anything does.
    """
    clock = now.time()
    over = clock >= answer.day_ends and any(day.date > answer.today for day in answer.days)
    seen: set[str] = set()
    found = []
    for day in answer.days:
        if over and day.date == answer.today:
            continue
        new = tuple(container for container in day.containers if container.id not in seen)
        if day.date != answer.today or clock < answer.out_by:
            seen.update(container.id for container in new)
        if new:
            found.append(CollectionDay(day.date, new, day.moved_from))
    return tuple(found)


def _first_day(day: CollectionDay, answer: NextCollections, now: dt.datetime) -> Text:
    """The first line: what, when, and by what time it must be out."""
    values: dict[str, AnyValue] = {
        "bins": names(day.containers),
        "day": Day(day.date),
        "time": Time(answer.out_by),
    }
    count = Count(len(day.containers))
    if day.date == answer.today and now.time() < answer.out_by:
        return _n(
            "Your %(bins)s is collected today, %(day)s. Put it out now, before %(time)s.",
            "Your %(bins)s are collected today, %(day)s. Put them out now, before %(time)s.",
            count,
            **values,
        )
    if day.date == answer.today:
        return _n(
            "Your %(bins)s is collected today, %(day)s. It had to be out by %(time)s.",
            "Your %(bins)s are collected today, %(day)s. They had to be out by %(time)s.",
            count,
            **values,
        )
    if day.date == answer.today + dt.timedelta(days=1):
        return _n(
            "Your %(bins)s is collected tomorrow, %(day)s. Put it out by %(time)s.",
            "Your %(bins)s are collected tomorrow, %(day)s. Put them out by %(time)s.",
            count,
            **values,
        )
    return _n(
        "Your %(bins)s is collected on %(day)s. Put it out by %(time)s.",
        "Your %(bins)s are collected on %(day)s. Put them out by %(time)s.",
        count,
        **values,
    )


def _moved(day: CollectionDay) -> Text | None:
    if day.moved_from is None:
        return None
    return _("It is usually %(day)s.", day=Day(day.moved_from))


def _next_ones(day: CollectionDay) -> Text:
    """What comes instead of the bin that was asked about."""
    moved = _moved(day)
    text = _("Next: %(bins)s on %(day)s.", bins=names(day.containers), day=Day(day.date))
    return text.then(moved.if_room() if moved else None)


def _later_day(day: CollectionDay) -> Text:
    return (
        _("%(bins)s on %(day)s.", bins=names(day.containers), day=Day(day.date)).then(_moved(day)).if_room()
    )


def out_of_season(container: Container, today: dt.date) -> Text:
    """Why nothing is coming for a container, and about when that changes."""
    if container.season is None:
        return _("No day is published for your %(bin)s.", bin=container.name)
    start = Day(container.season.next_start(today))
    return _(
        "The %(bin)s is not collected in winter. It starts again about %(day)s.",
        bin=container.name,
        day=start,
    )


def _not_among(asked: Container, answer: NextCollections) -> Text:
    """What to say of the bin that was asked about when it has no coming day."""
    if any(container.id == asked.id for container in answer.resting):
        return out_of_season(asked, answer.today)
    return _("No day is published for your %(bin)s at this address.", bin=asked.name)
