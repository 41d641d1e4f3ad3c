"""Which bin a household thing goes in. What things are called is the same everywhere; where they go is the
city's own data, with its source and the day it was read."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.bins.answers import MaterialAnswer, MaterialOption
from bot.knowledge.bins.city import BinsCity
from bot.knowledge.bins.things import Translated, read_things, untranslated
from bot.knowledge.data import DataError, read


class Way(Struct, frozen=True):
    """What to do with a thing that goes in no bin; `link` is the page about it, empty for the city's own."""

    text: Text
    link: str = ""


class Rule(Struct, frozen=True):
    """Where some things go: in the container `bin`, or `way`. A rule that is not `confirmed` is not told: the
    resident is asked to check. `source` and `checked` are the file's own unless given."""

    things: tuple[str, ...]
    bin: str = ""
    way: str = ""
    note: str = ""
    status: Literal["confirmed", "unverified"] = "confirmed"
    source: str = ""
    checked: dt.date | None = None


class MaterialsFile(Struct, frozen=True):
    """A city's `materials.yaml`. `unsure` is what is said where a rule is not confirmed."""

    source: str
    checked: dt.date
    unsure: Text
    ways: dict[str, Way]
    notes: dict[str, Text]
    rules: tuple[Rule, ...]


class Materials:
    """The rules of one city. Raises `DataError` when they do not fit together."""

    def __init__(self, path: Path, city: BinsCity, translated: Translated = untranslated) -> None:
        self._path = path
        self._city = city
        self._file = read(path, MaterialsFile)
        self._things = read_things(translated)
        self._check()

    def answer(self, words: str) -> MaterialAnswer:
        """Where the thing goes that `words` name; they may be a whole sentence, or the id of an option."""
        fitting = [thing for thing in self._things.named(words) if thing in self._rules]
        if len(fitting) == 1 or len({self._rules[thing] for thing in fitting}) == 1:
            return self._told(fitting[0])
        if fitting:
            return MaterialAnswer("choose", options=self._options(fitting), link=self._city.links.materials)
        near = [thing for thing in self._things.near(words) if thing in self._rules]
        return MaterialAnswer("unknown", options=self._options(near), link=self._city.links.materials)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {thing: rule for rule in self._file.rules for thing in rule.things}

    def _told(self, thing: str) -> MaterialAnswer:
        rule = self._rules[thing]
        sure = rule.status == "confirmed"
        container = self._city.by_id[rule.bin] if rule.bin and sure else None
        way = self._file.ways[rule.way] if rule.way and sure else None
        return MaterialAnswer(
            status="bin" if container else "elsewhere",
            item=self._things.name(thing),
            container=container,
            instead=way.text if way else None if container else self._file.unsure,
            note=self._file.notes[rule.note] if rule.note and sure else None,
            verified=sure,
            link=(way.link if way else "") or self._city.links.materials,
            source=rule.source or self._file.source,
            checked=rule.checked or self._file.checked,
        )

    def _options(self, things: list[str]) -> tuple[MaterialOption, ...]:
        return tuple(MaterialOption(thing, self._things.name(thing)) for thing in things)

    def _check(self) -> None:
        """Every name that a rule uses exists, and no thing has two rules."""
        seen: set[str] = set()
        for rule in self._file.rules:
            unknown = [thing for thing in rule.things if thing not in self._things or thing in seen]
            if unknown:
                raise DataError(f"{self._path}: {unknown[0]!r} is no known thing, or has two rules")
            if bool(rule.bin) == bool(rule.way) and rule.status == "confirmed":
                raise DataError(
                    f"{self._path}: the rule for {rule.things[0]!r} needs a bin or a way, not both"
                )
            if (rule.bin and rule.bin not in self._city.by_id) or (
                rule.way and rule.way not in self._file.ways
            ):
                raise DataError(f"{self._path}: the rule for {rule.things[0]!r} names an unknown bin or way")
            if rule.note and rule.note not in self._file.notes:
                raise DataError(f"{self._path}: the rule for {rule.things[0]!r} names an unknown note")
            seen.update(rule.things)
