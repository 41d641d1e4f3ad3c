"""What somebody is told about, where and when, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from accessibility.text import Day, Items, Place, Postcode, Span, Text, Time, _, _c
from bot.knowledge.alerts import Followed
from notifier.alert import Kind, Level
from notifier.subscription import NEVER, Hours, Interest, Label, Subscription, Wishes
from notifier.subscription import Place as Spot

KEEPS: Final = _("We keep your places and choices until you stop. Send STOP to end it.")
"""The words that are agreed to. A changed wording is another message id, so that it is known who agreed to
what."""

THINGS: Final[Mapping[tuple[Kind, Level], Text]] = {
    ("air", 2): _c("told about", "moderate air pollution"),
    ("air", 3): _c("told about", "high air pollution"),
    ("air", 4): _c("told about", "very high air pollution"),
    ("weather", 2): _c("told about", "yellow weather warnings"),
    ("weather", 3): _c("told about", "amber weather warnings"),
    ("weather", 4): _c("told about", "red weather warnings"),
    ("flood", 2): _c("told about", "flood alerts"),
    ("flood", 3): _c("told about", "flood warnings"),
    ("flood", 4): _c("told about", "severe flood warnings"),
    ("council", 1): _c("told about", "all news from the council"),
    ("council", 2): _c("told about", "important news from the council"),
    ("council", 3): _c("told about", "urgent news from the council"),
    ("council", 4): _c("told about", "danger"),
    ("bins", 1): _c("told about", "your bin days"),
    ("repairs", 1): _c("told about", "your repairs"),
}

FROM: Final[Mapping[tuple[Kind, Level], Text]] = {
    ("air", 2): _c("how bad", "Moderate or worse"),
    ("air", 3): _c("how bad", "High or worse"),
    ("air", 4): _c("how bad", "Only very high"),
    ("weather", 2): _c("how bad", "Yellow or worse"),
    ("weather", 3): _c("how bad", "Amber or worse"),
    ("weather", 4): _c("how bad", "Only red"),
    ("flood", 2): _c("how bad", "Flood alerts or worse"),
    ("flood", 3): _c("how bad", "Flood warnings or worse"),
    ("flood", 4): _c("how bad", "Only severe warnings"),
    ("council", 1): _c("how bad", "All news"),
    ("council", 2): _c("how bad", "Important or urgent"),
    ("council", 3): _c("how bad", "Only urgent"),
    ("sensor", 2): _c("how bad", "From the first mark"),
    ("sensor", 3): _c("how bad", "From the second mark"),
    ("sensor", 4): _c("how bad", "Only the last mark"),
}
"""How bad it has to be, where somebody can choose that."""

CHANNELS: Final[Mapping[str, Text]] = {
    "sms": _c("how alerts come", "by text message"),
    "telegram": _c("how alerts come", "on Telegram"),
}

_LABELS: Final[Mapping[Label, Text]] = {
    "home": _c("place", "home"),
    "school": _c("place", "school"),
    "work": _c("place", "work"),
    "route": _c("place", "on the way"),
}


def thing(interest: Interest, sensors: Sequence[Followed] = ()) -> Text:
    """What one wish is about."""
    if interest.kind == "sensor":
        name = next((one.name for one in sensors if str(one.id) == interest.sensor), "")
        return _("the sensor %(name)s", name=Place(name)) if name else _c("told about", "a sensor")
    return THINGS.get((interest.kind, interest.level)) or THINGS[interest.kind, 1]


def things(wishes: Wishes, sensors: Sequence[Followed] = ()) -> Items:
    """What all of them are about."""
    return Items(tuple(thing(one, sensors) for one in wishes.interests))


def spot(place: Spot) -> Text:
    """A place as its resident called it. Others do not hear which it is."""
    code = Postcode(place.code)
    label = _LABELS.get(place.label)
    said = _("%(label)s (%(code)s)", label=label, code=code) if label else _("%(code)s", code=code)
    return said.before_others(label or _c("place", "your place"))


def spots(places: Sequence[Spot]) -> Items:
    """All of them, as a list."""
    return Items(tuple(spot(place) for place in places))


def needs_place(wishes: Wishes) -> bool:
    """Whether something is wished for that holds somewhere and not elsewhere."""
    return any(one.kind in ("air", "weather", "flood", "council") for one in wishes.interests)


def promise(wishes: Wishes, sensors: Sequence[Followed] = ()) -> Text:
    """What will be told, in one sentence."""
    about = things(wishes, sensors)
    if needs_place(wishes) and wishes.places:
        return _(
            "I will tell you about %(things)s near %(places)s.", things=about, places=spots(wishes.places)
        )
    return _("I will tell you about %(things)s.", things=about)


def way(channel: str, fallback: str = "") -> Text | None:
    """How it comes."""
    how, other = CHANNELS.get(channel), CHANNELS.get(fallback)
    if how is None:
        return None
    if other is not None:
        return _("It comes %(how)s, and if that fails %(other)s.", how=how, other=other)
    return _("It comes %(how)s.", how=how)


def quiet(wishes: Wishes) -> Text:
    """When nothing comes."""
    if wishes.quiet is None:
        return _("It may come at night, too.")
    hours = span(wishes.quiet)
    if wishes.override >= NEVER:
        return _("Nothing comes from %(hours)s.", hours=hours)
    return _("Nothing comes from %(hours)s, unless there is danger.", hours=hours)


def span(hours: Hours) -> Span:
    """The hours of a day as they are written."""
    return Span(clock(hours.start), clock(hours.end))


def clock(minute: int) -> dt.time:
    """A minute of the day as a time."""
    return dt.time(*divmod(minute % (24 * 60), 60))


def bins_when(wishes: Wishes) -> Text | None:
    """When the bins are told of."""
    if all(one.kind != "bins" for one in wishes.interests):
        return None
    return _("I remind you of the bins at %(time)s the evening before.", time=Time(clock(wishes.bins_at)))


def standing(held: Subscription, zone: ZoneInfo) -> Text | None:
    """Where it stands, if that is not simply on."""
    if held.state == "waiting":
        return _("They have not begun: I have no address for you yet.")
    if held.state != "paused":
        return None
    if held.paused_until is None:
        return _("They are paused until you start them again.")
    return _("They are paused until %(day)s.", day=Day(held.paused_until.astimezone(zone).date()))


def at_risk(wishes: Wishes) -> Text | None:
    """Whether the advice for people at risk comes along."""
    if not wishes.at_risk or all(one.kind != "air" for one in wishes.interests):
        return None
    said = _("You get the health advice for people at risk.")
    return said.before_others(_("You get health advice."))
