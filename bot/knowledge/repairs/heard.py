"""What a tenant's own words say of a repair: the problem, the room, who is there, since when.

The word lists are `nlu/data/<language>/repairs.yml`; rooms are an entity of the model's own lists.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from itertools import chain
from typing import Any, get_args

from msgspec import Struct

from bot.dialogue.heard import Heard
from bot.knowledge.repairs.case import PEOPLE, Comes, Person, Since, Tenancy
from nlu.repairs import RepairWords

ROOM = "room"


class Facts(Struct, frozen=True, kw_only=True):
    """What was heard; empty what was not. `problems` are ids of the tree in the order of their urgency,
    `details` are `problem.detail`. `comes` are times that suit, `ends` whether they say it is over."""

    problems: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    room: str = ""
    people: tuple[Person, ...] = ()
    since: Since = ""
    worse: bool | None = None
    comes: tuple[Comes, ...] = ()
    keysafe: bool = False
    pets: bool = False
    tenancy: Tenancy | None = None
    before: bool = False

    def detail_of(self, problem: str) -> str:
        """The detail of this problem that was said, empty for none."""
        return next((one.partition(".")[2] for one in self.details if one.startswith(f"{problem}.")), "")


class Listens:
    """Hears repairs in all languages; the same words are read once. The lists are loaded when the first are:
    that takes most of a second, which every start would otherwise take longer."""

    def __init__(self, words: RepairWords | None = None) -> None:
        self._words = words
        self._find = lru_cache(maxsize=512)(self._found)

    def _found(self, text: str, language: str) -> tuple[str, ...]:
        self._words = self._words or RepairWords.load()
        return self._words.find(text, language)

    def facts(self, heard: Heard) -> Facts:
        """What a message says of a repair."""
        names = self._find(heard.text, heard.understanding.language)
        details = _of("detail", names)
        problems = (*(one.partition(".")[0] for one in details), *_of("problem", names))
        people, since = _of("people", names), _of("since", names)
        tenancy = [one for one in _of("tenancy", names) if one in get_args(Tenancy)]
        said = set(_of("says", names))
        return Facts(
            problems=tuple(dict.fromkeys(problems)),
            details=details,
            room=heard.entity(ROOM) or "",
            people=tuple(one for one in PEOPLE if one in people),
            since=next((one for one in ("months", "weeks", "days", "today") if one in since), ""),
            worse=True if "worse" in said else False if "same" in said else None,
            comes=tuple(one for one in get_args(Comes) if one in _of("comes", names)),
            keysafe="keysafe" in said,
            pets="pets" in said,
            tenancy=tenancy[0] if tenancy else None,  # type: ignore[arg-type]
            before="before" in said,
        )


def together(*said: Facts) -> Facts:
    """What several messages say: of each fact the first that says it counts; whoever is named is there."""

    def one(name: str) -> Any:
        return next((value for facts in said if (value := getattr(facts, name)) not in ("", (), None)), None)

    return Facts(
        problems=tuple(dict.fromkeys(chain.from_iterable(facts.problems for facts in said))),
        details=tuple(dict.fromkeys(chain.from_iterable(facts.details for facts in said))),
        room=one("room") or "",
        people=tuple(who for who in PEOPLE if any(who in facts.people for facts in said)),
        since=one("since") or "",
        worse=one("worse"),
        comes=one("comes") or (),
        keysafe=any(facts.keysafe for facts in said),
        pets=any(facts.pets for facts in said),
        tenancy=one("tenancy"),
        before=any(facts.before for facts in said),
    )


def _of(kind: str, names: Collection[str]) -> tuple[str, ...]:
    return tuple(one.partition(":")[2] for one in names if one.startswith(f"{kind}:"))
