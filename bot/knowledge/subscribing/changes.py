"""How wishes change: one more kind, one place less, another threshold. Nothing is changed in place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from notifier.alert import Kind, Level
from notifier.subscription import MOST_PLACES, Hours, Interest, Label, Place, Wishes

DEFAULTS: Final[Mapping[Kind, Level]] = {
    "air": 3,
    "weather": 3,
    "flood": 3,
    "council": 2,
    "sensor": 2,
    "bins": 1,
    "repairs": 1,
}
"""From which level on somebody is told who has not said otherwise."""

KINDS: Final[tuple[Kind, ...]] = ("air", "weather", "flood", "bins", "council", "sensor")
"""What can be asked for, in the order in which it is said."""


def with_interests(wishes: Wishes, more: Iterable[Interest]) -> Wishes:
    """Also these; of one that was there already the new level counts."""
    new = {(one.kind, one.sensor): one for one in (*wishes.interests, *more)}
    return replace(wishes, interests=tuple(new.values()))


def without(wishes: Wishes, kinds: Collection[str]) -> Wishes:
    """None of these kinds any more."""
    return replace(wishes, interests=tuple(one for one in wishes.interests if one.kind not in kinds))


def at_level(wishes: Wishes, kind: str, level: Level) -> Wishes:
    """This kind from that level on."""
    changed = (replace(one, level=level) if one.kind == kind else one for one in wishes.interests)
    return replace(wishes, interests=tuple(changed))


def level_of(wishes: Wishes | None, kind: str) -> Level | None:
    """From which level on this kind is told so far."""
    return next((one.level for one in wishes.interests if one.kind == kind), None) if wishes else None


def level(said: str) -> Level:
    """A level as a choice keeps it."""
    levels: Mapping[str, Level] = {"1": 1, "2": 2, "3": 3, "4": 4}
    return levels[said]


def with_advice(wishes: Wishes, at_risk: bool) -> Wishes:
    """With the health advice for people at risk, or without."""
    return replace(wishes, at_risk=at_risk)


def on_channel(wishes: Wishes, channel: str, fallback: str | None = None) -> Wishes:
    """By that channel; what it falls back to is never the same."""
    other = wishes.fallback if fallback is None else fallback
    return replace(wishes, channel=channel, fallback="" if other == channel else other)


def quiet_in(wishes: Wishes, hours: Hours | None, override: int) -> Wishes:
    """Nothing within these hours but what is of level `override` or worse."""
    return replace(wishes, quiet=hours, override=override)


def bins_at(wishes: Wishes, minute: int) -> Wishes:
    """The reminder of the bins at that minute of the day before."""
    return replace(wishes, bins_at=minute)


def in_language(wishes: Wishes, tag: str) -> Wishes:
    """In that language; empty for the one that is talked in."""
    return replace(wishes, language=tag)


def with_places(wishes: Wishes, more: Sequence[Place]) -> Wishes:
    """Also these places; one that was there already keeps its label unless a new one is said."""
    places = {place.code: place for place in wishes.places}
    for place in more:
        if place.code not in places or place.label != "other":
            places[place.code] = place
    return replace(wishes, places=tuple(places.values()))


def without_places(wishes: Wishes, codes: Collection[str]) -> Wishes:
    """None of these places any more."""
    return replace(wishes, places=tuple(place for place in wishes.places if place.code not in codes))


def too_many(wishes: Wishes) -> bool:
    """Whether there are more places than are kept for one person."""
    return len(wishes.places) > MOST_PLACES


def labelled(code: str, label: str) -> Place:
    """A place by the word that was said with it."""
    known: Mapping[str, Label] = {"home": "home", "school": "school", "work": "work", "route": "route"}
    return Place(known.get(label, "other"), code)
