"""What the bins knowledge answers: facts with their source, ready to be put into words by a skill."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from accessibility.text import Text


class Source(Struct, frozen=True):
    """Where facts are from and how old they are.

    `loaded_at` is UTC; `first_day` and `last_day` are the span of published collections; `rows` counts
    collection rows as published; `demo` says that the data is made up.
    """

    name: str
    url: str
    licence: str
    loaded_at: dt.datetime
    first_day: dt.date
    last_day: dt.date
    rows: int
    demo: bool = False


class MonthDay(Struct, frozen=True):
    """A day that comes every year."""

    month: Annotated[int, Meta(ge=1, le=12)]
    day: Annotated[int, Meta(ge=1, le=28)]

    def on_or_after(self, date: dt.date) -> dt.date:
        """The first such day that is not before `date`."""
        this_year = dt.date(date.year, self.month, self.day)
        return this_year if this_year >= date else this_year.replace(year=date.year + 1)


class Season(Struct, frozen=True):
    """The part of the year with collections; both ends are about right, never exact."""

    starts: MonthDay
    ends: MonthDay

    def open(self, date: dt.date) -> bool:
        """Whether `date` is inside the season; a season may run over the new year."""
        return self.ends.on_or_after(date) < self.starts.on_or_after(date) or date == self.starts.on_or_after(
            date
        )

    def next_start(self, date: dt.date) -> dt.date:
        """About when the next season begins, seen from `date`."""
        return self.starts.on_or_after(date)


class Container(Struct, frozen=True, omit_defaults=True):
    """A bin or bag of the city. `id` is what the city's own files call it, `stream` what goes in it
    (`general`, `recycling`, `garden`, `food`), `accepts` one sentence about that. `words` are what people
    call it, in any language, lower case."""

    id: str
    name: Text
    stream: str
    kind: Literal["bin", "bag", "box", "caddy"] = "bin"
    accepts: Text | None = None
    season: Season | None = None
    words: tuple[str, ...] = ()


class CollectionDay(Struct, frozen=True):
    """A published day and what is collected on it. `moved_from` is the usual day that this one stands in
    for (Christmas, bank holidays), None unless the published dates before and after show it clearly."""

    date: dt.date
    containers: tuple[Container, ...]
    moved_from: dt.date | None = None


NextStatus = Literal[
    "scheduled", "none_published", "no_open_schedule", "not_loaded", "out_of_date", "unknown_address"
]


class NextCollections(Struct, frozen=True, omit_defaults=True):
    """The published collections of one home, soonest first.

    `status`: `scheduled`: `days` holds at least one day. `none_published`: the home (or the container asked
    for) has no coming date in the file. `no_open_schedule`: the council publishes no dates as data: see
    `link`. `not_loaded`: it does, but none are loaded. `out_of_date`: every published date has passed.
    `unknown_address`: no home has this id any more.

    `days` starts with today while the wall clock says today: after `out_by` the crew may have been; after
    `day_ends` it should have been. `resting` holds the containers in their closed season: those that this
    home had, or the one that was asked for. `link` is the council's own page.
    """

    status: NextStatus
    today: dt.date
    days: tuple[CollectionDay, ...]
    out_by: dt.time
    day_ends: dt.time
    resting: tuple[Container, ...]
    source: Source | None
    link: str


MissedKind = Literal[
    "no_schedule",
    "not_due",
    "too_early",
    "tagged",
    "not_out",
    "wait_leave_out",
    "take_in",
    "report",
]


class MissedVerdict(Struct, frozen=True):
    """What to do about a bin that was not emptied.

    `no_schedule`: nothing published to judge by: the council decides. `not_due`: no collection of it was due
    (on the day they named). `too_early`: it is due today, the crew has until `until`. `tagged`: the crew left
    a tag: what is in it or its weight was the reason. `not_out`: it was not out in time: next is `next_day`.
    `wait_leave_out`: leave it out until the end of the day `until`. `take_in`: that time is over: take it in
    until `next_day`. `report`: take a report; if `until` is not passed, it also stays out till then.

    `collection_day` is the published day it should have been emptied on; `until` is aware, city time;
    `containers` is what was due that day, or the one asked about. `rule` is the council page with the rule,
    `checked` when it was read.
    """

    kind: MissedKind
    containers: tuple[Container, ...] = ()
    collection_day: dt.date | None = None
    until: dt.datetime | None = None
    next_day: dt.date | None = None
    rule: str = ""
    checked: dt.date | None = None
    source: Source | None = None

    @property
    def container(self) -> Container | None:
        """The one container in question, None when several or none were due."""
        return self.containers[0] if len(self.containers) == 1 else None


class MaterialOption(Struct, frozen=True):
    """A household item to choose; asking for `id` answers for it."""

    id: str
    name: Text


class MaterialAnswer(Struct, frozen=True):
    """Where a thing goes.

    `bin`: in `container`. `elsewhere`: in none of the bins: `instead` says what to do. `choose`: the words
    fit several items: ask which of `options`. `unknown`: nothing fits; `options` may hold near ones.

    `note` is how to put it out. `verified` is False when the fact is disputed or not yet confirmed by the
    council: then `container` is None and `instead` tells the resident to check. `link` is the page to read,
    `source` the page that the fact is from, `checked` when it was read there.
    """

    status: Literal["bin", "elsewhere", "choose", "unknown"]
    item: Text | None = None
    container: Container | None = None
    instead: Text | None = None
    note: Text | None = None
    options: tuple[MaterialOption, ...] = ()
    verified: bool = True
    link: str = ""
    source: str = ""
    checked: dt.date | None = None
