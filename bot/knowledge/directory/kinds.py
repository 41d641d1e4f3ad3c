"""The kinds of places that residents ask for, and how they are known in what others publish."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.data import read_once
from nlu.concepts import concepts
from nlu.normalise import fold

HERE = Path(__file__).parent
ESD = re.compile(r"(?:esd\.org\.uk/(?:service|list/englishAndWelshServices/terms)/|lgsl[:#/=])(\d+)", re.I)
_WORD = re.compile(r"[^\W_]+")


class Kind(Struct, frozen=True):
    """`id` is a value of the entity `service`; `lgsl` the code of the Local Government Services List, 0 for
    none; `concept` a word of the understanding that means it in any language."""

    id: str
    label: Text
    words: tuple[str, ...]
    lgsl: int = 0
    concept: str = ""


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """All of them by id. Raises `DataError` naming file, line and field."""
    every: tuple[Kind, ...] = read_once(HERE / "kinds.yaml", tuple[Kind, ...])
    return {one.id: one for one in every}


def plain(text: str) -> str:
    """Words in small letters with one space between, and around them."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def kinds_in(texts: Iterable[str], lgsl: Iterable[int] = ()) -> tuple[str, ...]:
    """The kinds that are named in these, or that have one of these codes, in the order of the list."""
    said, codes = [plain(text) for text in texts], set(lgsl)
    return tuple(
        one.id
        for one in kinds().values()
        if one.lgsl in codes or any(f" {word} " in text for word in one.words for text in said)
    )


def kind_said(text: str) -> str:
    """The kind that a resident's words mean, in any language; empty when they mean none, or several."""
    concepts_said = set(concepts().find(fold(text)))
    found = [one.id for one in kinds().values() if one.concept in concepts_said]
    return found[0] if len(found) == 1 else next(iter(kinds_in([text])), "")


def lgsl_in(uris: Iterable[str]) -> tuple[int, ...]:
    """The codes in addresses of terms, `http://id.esd.org.uk/service/437`."""
    return tuple(dict.fromkeys(int(found[1]) for uri in uris if (found := ESD.search(uri))))
