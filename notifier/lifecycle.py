"""How an alert goes on: what a publisher says now, beside what is known of it, makes the next version or
none.

Nothing here asks a clock or a database. Whoever keeps alerts looks a warning up by all of `names`, hands in
what is known, writes the version down, and keeps `order_after` also when there is no new version: what comes
late is then known by it.

- Several warnings that come at once are taken by their `order`.
- What nobody knew and what is in force begins at version 1, `new`. What is over before it was known is
  refused.
- A newer word (`order`) that is worse is an `upgrade`, one that is less bad a `downgrade`; at the same
  level it is an `update` when something changed that a reader would act on (see `matters`), else nothing.
- An end is told once. Its area stays what it was, so that the all-clear reaches those who were alerted.
- What is issued again after its end is `new` again, under its old name.
- Of what is said at one `order`, the first counts; only what was taken for over, because a complete list left
  it out, begins anew when it is listed again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from notifier.alert import (
    AirFacts,
    Alert,
    CouncilFacts,
    Facts,
    FloodFacts,
    Level,
    Phase,
    SensorFacts,
    WeatherFacts,
)
from notifier.refusal import Reason, Refusal
from notifier.warning import Status, Warning

LONGEST = 200
"""Characters of an alert's name."""

_ENDS: Final[Mapping[Status, Phase]] = {"cancelled": "cancelled", "expired": "expired", "over": "clear"}
_MEASURED = ("air", "sensor")
_TOLD_WHOLE = 3
_EXCERPT = 80


class Known(Struct, frozen=True):
    """The newest version of an alert, and the highest `order` of what was said of it."""

    alert: Alert
    order: float


def name(feed: str, id: str) -> str:
    """The name of an alert; one that is too long is cut, and kept apart from others by a digest."""
    whole = f"{feed}:{id}"
    if len(whole) <= LONGEST:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:32]
    return f"{whole[: LONGEST - len(digest) - 1]}~{digest}"


def names(warning: Warning) -> tuple[str, ...]:
    """The names under which it may be known: its own, then those that it takes the place of."""
    return tuple(dict.fromkeys(name(warning.feed, id) for id in (warning.id, *warning.replaces)))


def next_version(
    known: Known | None, warning: Warning, now: dt.datetime, ended: float = -math.inf
) -> Alert | Refusal | None:
    """The next version; why there is none; or None when it says nothing new. `now` is UTC. `ended` is the
    highest `order` of an end that came before anything was known, for those who keep it: what was said
    before that end, and comes after it, then raises nothing."""
    phase = _end(warning, now)
    if known is None:
        if phase or warning.order <= ended:
            return _refused(warning, "over" if phase else "older")
        return _first(warning)
    held = known.alert
    if warning.order < known.order:
        return _refused(warning, "older")
    if warning.order == known.order and not _listed_again(held, phase):
        return None if _same(held, warning, phase, now) else _refused(warning, "repeated")
    if phase:
        return _ended(held, warning, phase) if held.level else None
    return _goes_on(held, warning, now)


def order_after(known: Known | None, warning: Warning) -> float:
    """The `order` to keep once this was taken."""
    return max(known.order, warning.order) if known else warning.order


def expired(known: Known, now: dt.datetime) -> Alert:
    """The version that ends what is in force and has run out, with nobody saying more."""
    return _over(known.alert, "expired", known.alert.expires or now)


def gone(known: Known, now: dt.datetime) -> Alert:
    """The version that ends what is in force and what a complete list no longer has."""
    return expired(known, now) if has_run_out(known.alert, now) else _over(known.alert, "clear", now)


def has_run_out(alert: Alert, now: dt.datetime) -> bool:
    """Whether it is in force no longer because its time is over."""
    return bool(alert.level) and alert.expires is not None and alert.expires <= now


def matters(held: Alert, said: Alert, now: dt.datetime) -> bool:
    """Whether a version at the same level is worth telling: where it holds, until when, from when while
    that is still ahead, or what it is about. `names` of areas, and words that are only put differently, do
    not count."""
    if _where(held) != _where(said) or _minute(held.expires) != _minute(said.expires):
        return True
    if _ahead(held.onset, now) != _ahead(said.onset, now):
        return True
    return _substance(held.facts, said.level) != _substance(said.facts, said.level)


def _first(warning: Warning) -> Alert:
    return Alert(
        name=name(warning.feed, warning.id),
        version=1,
        kind=warning.kind,
        level=warning.level,
        phase="new",
        area=warning.area,
        facts=warning.facts,
        publisher=warning.publisher,
        at=warning.at,
        onset=warning.onset,
        expires=warning.expires,
    )


def _goes_on(held: Alert, warning: Warning, now: dt.datetime) -> Alert | None:
    """The next version of what is in force."""
    said = replace(
        _first(warning), name=held.name, kind=held.kind, version=held.version + 1, before=held.level
    )
    if not held.level:
        return said
    if said.level == held.level:
        return replace(said, phase="update") if matters(held, said, now) else None
    return replace(said, phase="upgrade" if said.level > held.level else "downgrade")


def _ended(held: Alert, warning: Warning, phase: Phase) -> Alert:
    """The end as its publisher says it: of what is measured with the last measurement."""
    measured = held.kind in _MEASURED and warning.kind == held.kind
    last = replace(held, facts=warning.facts) if measured else held
    return _over(last, phase, warning.at)


def _over(held: Alert, phase: Phase, at: dt.datetime) -> Alert:
    return replace(held, version=held.version + 1, level=0, before=held.level, phase=phase, at=at)


def _end(warning: Warning, now: dt.datetime) -> Phase | None:
    """How it ends by this word, None while it is in force."""
    if warning.status != "in_force":
        return _ENDS[warning.status]
    if not warning.level:
        return "clear"
    return "expired" if warning.expires is not None and warning.expires <= now else None


def _listed_again(held: Alert, phase: Phase | None) -> bool:
    return not held.level and held.phase == "clear" and phase is None


def _same(held: Alert, warning: Warning, phase: Phase | None, now: dt.datetime) -> bool:
    """Whether this says no more than is known."""
    if phase or not held.level:
        return bool(phase) and not held.level
    return warning.level == held.level and not matters(held, _first(warning), now)


def _where(alert: Alert) -> tuple[object, ...]:
    area = alert.area
    return area.everywhere, frozenset(area.districts), area.geometry, area.sensor


def _minute(at: dt.datetime | None) -> dt.datetime | None:
    return at.replace(second=0, microsecond=0) if at else None


def _ahead(onset: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """When it begins, None once it has."""
    return _minute(onset) if onset and onset > now else None


def _substance(facts: Facts, level: Level) -> object:
    """What of the facts a reader would act on. Within one level the air's index goes up and down, and is no
    news. A flood alert's message is put in new words every day; that of a warning says when the water
    comes."""
    match facts:
        case AirFacts():
            return facts.zone
        case WeatherFacts():
            return frozenset(facts.types), facts.other
        case FloodFacts():
            return facts.area, facts.message if level >= _TOLD_WHOLE else ""
        case SensorFacts():
            return facts.sensor
        case CouncilFacts():
            return facts.words


def _refused(warning: Warning, reason: Reason) -> Refusal:
    return Refusal(warning.feed, reason, warning.id[:_EXCERPT])
