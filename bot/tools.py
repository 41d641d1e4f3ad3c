"""What other assistants may ask: tools that read what is known and know no person.

They say what a resident would be told, in English, with source and age; programs get the same as data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import structs

from accessibility.text import Text
from bot.clock import Clock
from bot.dialogue.address import Home
from bot.knowledge.alerts import Air, Warnings
from bot.knowledge.bins import words
from bot.knowledge.bins.answers import CollectionDay, Container, NextCollections, Source
from bot.knowledge.bins.bins import Bins
from bot.knowledge.city import City
from bot.knowledge.directory.links import links
from bot.knowledge.facts import sourced
from bot.knowledge.subscribing.now import air_data, air_now, unread, warning_data, warnings_now
from bot.tool_inputs import AirNow, NextBins, WarningsNow, WhichBin
from channels.mcp import Answer, Tool
from notifier.subscription import Place

Written = Callable[[Text], str]
"""A text as it is read on a screen, in English."""


class Tools:
    """The tools of one city."""

    def __init__(
        self,
        city: City,
        bins: Bins,
        clock: Clock,
        written: Written,
        air: Air,
        warnings: Warnings,
        places: Callable[[str], Place | None],
    ) -> None:
        self._city = city
        self._bins = bins
        self._clock = clock
        self._written = written
        self._air = air
        self._warnings = warnings
        self._places = places
        self._links = {link.id: link for link in links()}

    def every(self) -> tuple[Tool, ...]:
        """Each tool, described for a model."""
        council = self._city.council
        return (
            Tool(
                "next_bins",
                "Next bin collections",
                f"When the bins of a home are next collected by {council}: published days, never a guess.",
                NextBins,
                self.next_bins,
            ),
            Tool(
                "which_bin",
                "What goes in which bin",
                f"Which bin of {council} a household item goes in, or what else to do with it.",
                WhichBin,
                self.which_bin,
            ),
            Tool(
                "air_now",
                "Air quality now",
                f"How clean the air in {self._city.place} is: the index, its source and hour, and advice.",
                AirNow,
                self.air_now,
            ),
            Tool(
                "warnings_now",
                "Weather and flood warnings now",
                f"Weather and flood warnings that are in force for {self._city.place}, and who gave them.",
                WarningsNow,
                self.warnings_now,
            ),
        )

    async def next_bins(self, asked: NextBins) -> Answer:
        """The next day of every bin of one home. Several homes that fit are named, none is chosen."""
        now = self._clock.now()
        if not self._bins.publishes_days or self._bins.source is None:
            nowhere = self._bins.next("", now)
            return self._told(words.no_dates(nowhere, None), {"status": nowhere.status, "page": nowhere.link})
        query = self._bins.addresses.parse(f"{asked.house}, {asked.postcode}")
        found = self._bins.addresses.find(query) if not query.empty else None
        if found is None or found.status != "one" or not found.sure:
            return _not_one(found.homes if found else ())
        home = found.homes[0]
        answer = self._bins.next(home.id, now)
        if answer.status != "scheduled":
            return self._told(words.no_dates(answer, None), {"status": answer.status, "page": answer.link})
        return self._days(home, answer)

    def _days(self, home: Home, answer: NextCollections) -> Answer:
        zone = self._city.zone
        now = self._clock.now().astimezone(zone)
        days = words.coming(answer, now)
        text = words.dates(_only(answer, days), None, now).then(sourced(answer.source))
        data = {
            "address": home.line,
            "collections": [self._day(day) for day in days],
            "out_by": answer.out_by.isoformat("minutes"),
            "source": _source(answer.source),
        }
        return Answer(f"{home.line}: {self._written(text)}", data)

    def _day(self, day: CollectionDay) -> dict[str, Any]:
        moved = day.moved_from.isoformat() if day.moved_from else None
        bins = [self._container(one) for one in day.containers]
        return {"date": day.date.isoformat(), "usual_date": moved, "bins": bins}

    def _container(self, container: Container) -> str:
        return self._written(container.name)

    async def which_bin(self, asked: WhichBin) -> Answer:
        """Where a thing goes. A disputed fact is told as one to check."""
        answer = self._bins.material(asked.item)
        if answer.options:
            names = [self._written(option.name) for option in answer.options]
            return Answer(f"Ask which of these is meant: {', '.join(names)}.", {"options": names})
        data: dict[str, Any] = {"status": answer.status, "page": answer.link, "verified": answer.verified}
        if answer.container is not None:
            data["bin"] = self._container(answer.container)
        if answer.checked is not None:
            data["source"] = {"url": answer.source, "checked": answer.checked.isoformat()}
        return self._told(words.where(answer), data)

    async def air_now(self, asked: AirNow) -> Answer:
        """The air near a place of the city; who publishes it where nothing fresh is held."""
        place = self._place(asked.place)
        if place is None:
            return self._not_here()
        there = await self._air.near(place)
        near, zone = place.partition(" ")[0], self._city.zone
        told = air_now(there, near, self._city.place, zone)
        if told is None or there.facts is None:
            return self._elsewhere("air")
        return self._told(told, air_data(there.facts, there.expected, zone))

    async def warnings_now(self, asked: WarningsNow) -> Answer:
        """What is in force; who publishes it where no feed is read."""
        place = self._place(asked.place)
        if place is None:
            return self._not_here()
        alerts, reads = await self._warnings.near(place), await self._warnings.reads()
        told = warnings_now(alerts, place.partition(" ")[0], self._city.place, reads)
        if not told:
            return self._elsewhere("weather")
        missing = [self._links[kind].url for kind in unread(reads)]
        data = {"warnings": [warning_data(one, self._city.zone) for one in alerts], "not_read": missing}
        return Answer(" ".join(self._written(text) for text in told), data)

    def _place(self, said: str) -> str | None:
        """The postcode or district that is meant, empty for all of the city; None for one elsewhere."""
        if not said.strip() or said.strip().casefold() == self._city.place.casefold():
            return ""
        found = self._places(said)
        return found.code if found else None

    def _not_here(self) -> Answer:
        text = f"This is no postcode or district of {self._city.place}. Ask for one, or leave the place out."
        return Answer(text, {"status": "unknown_place"})

    def _elsewhere(self, id: str) -> Answer:
        link = self._links[id]
        text = f"This assistant holds no figures for that. {self._written(link.name)}: {link.url}"
        return Answer(text, {"status": "not_held", "page": link.url})

    def _told(self, text: Text, data: dict[str, Any]) -> Answer:
        return Answer(self._written(text), data)


def _only(answer: NextCollections, days: tuple[CollectionDay, ...]) -> NextCollections:
    return structs.replace(answer, days=days)


def _source(source: Source | None) -> dict[str, Any]:
    if source is None:
        return {}
    read = source.loaded_at.date().isoformat()
    return {"name": source.name, "url": source.url, "read": read, "demo": source.demo}


def _not_one(homes: Sequence[Home]) -> Answer:
    """No home, or several: the resident has to say which, nobody guesses."""
    if not homes:
        text = "No home is known there. Ask for the whole postcode and the house number."
        return Answer(text, {"status": "unknown_address"})
    lines = [home.line for home in homes]
    return Answer(f"Ask which of these it is: {'; '.join(lines)}.", {"status": "choose", "homes": lines})
