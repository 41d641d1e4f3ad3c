"""One answer: a file of `bot/cities/<name>/answers`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from accessibility.text import Text
from bot.knowledge.dated import GOOD_FOR, Dated, Status
from locales.prose import Paragraph

KINDS = ("phone", "day", "count", "money", "place", "council")
"""What a mark in a paragraph may be: `{phone:main}`, `{day:2026-04-01}`, `{count:12}`, `{money:25}`,
`{place:Civic Hall}`, `{council}`."""

Https = Annotated[str, Meta(pattern=r"^https://[a-z0-9][a-z0-9.-]+\.[a-z]{2,}(:\d+)?(/[\w./~%?=&#+-]*)?$")]


class Front(Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter. `title` names the answer where several would do. `words` choose it among the answers
    of an intent, by language, as `nlu/phrases.py` reads rules; a `general` one only where no other is found.
    `review` is the day from which on it is not told; `phone` an id of `phones.yaml`; `lgsl` the number in the
    list of local government services; `note` is for staff."""

    title: Text
    intents: tuple[str, ...]
    source: str
    link: Https
    checked: dt.date
    review: dt.date
    status: Status
    words: Mapping[str, tuple[str, ...]] = {}
    general: bool = False
    phone: str = "main"
    lgsl: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.intents:
            raise ValueError("an answer is to at least one intent")
        if self.review <= self.checked:
            raise ValueError("the review is before the day on which it was checked")


class Answer(Struct, frozen=True):
    """`id` is the name of its file without the ending: a city's own file stands in place of the country's."""

    id: str
    file: str
    front: Front
    paragraphs: tuple[Paragraph, ...]

    @property
    def ends(self) -> dt.date:
        """From this day on it is not told."""
        return min(self.front.review, self.front.checked + GOOD_FOR)

    def certain(self, on: dt.date) -> bool:
        """Whether it may be told on that day."""
        return self.front.status == "verified" and on < self.ends

    @property
    def dated(self) -> Dated:
        """The same for the list of what is due."""
        front = self.front
        return Dated(
            front.title.msgid,
            self.file,
            front.source,
            front.checked,
            front.status,
            self.ends,
            front.note,
            front.link,
        )
