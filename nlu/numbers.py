"""House and flat numbers: `12`, `12A`, `flat 15`, `15号`. Not dates, times, money, ages or phone numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from nlu.affixes import Neighbours
from nlu.normalise import Folded
from nlu.understanding import Entity
from nlu.vocabulary import Vocabulary, vocabularies

_NUMBER = re.compile(
    r"""
    (?<![a-z\d_£$€.:/#+⁄-])         # not money, a time, a date, the tail of a word or of a code
    (?P<digits>[1-9]\d{0,3})
    (?P<letter>\s?[a-h](?![\w']))?  # 12A and 12 a; `12 a day` is told apart below
    (?![a-z\d_:/%'⁄])
    (?!\.\d)
    (?!-\d)
    """,
    re.VERBOSE,
)
_EACH = re.compile(r"\s*a\s+(?:day|week|month|year)\b")
_POSTCODE_SO_FAR = re.compile(r"\bl[se]\s*$")
_GUJARATI_IS = "6e"  # how `chhe` is typed on a phone
_PHONE = re.compile(r"\+?\d(?:[ ()-]{0,2}\d){8,}")


class HouseNumbers:
    """Finds numbers that can be a house or a flat, by the words around them in every language."""

    def __init__(self, known: Mapping[str, Vocabulary] | None = None) -> None:
        languages = (vocabularies() if known is None else known).values()
        months = chain.from_iterable(chain.from_iterable(each.days.months.values() for each in languages))
        self._units = Neighbours([*chain.from_iterable(each.house.units for each in languages), *months])
        self._marked = Neighbours(chain.from_iterable(each.house.marked for each in languages))
        self._before = Neighbours(chain.from_iterable(each.house.before for each in languages))

    def find(self, text: Folded, taken: list[Entity]) -> list[Entity]:
        """Every such number in order; digits inside `taken` entities are not."""
        if not any(map(str.isdigit, text.text)):
            return []
        found = []
        phones = [match.span() for match in _PHONE.finditer(text.text)]
        for match in _NUMBER.finditer(text.text):
            start, end = match.span("digits")
            letter = match["letter"] or ""
            if letter and self._has_letter(text.text, match):
                end = match.end("letter")
            else:
                letter = ""
            first, last = text.span(start, end)
            spoken_for = any(low <= start < high for low, high in phones)
            free = not spoken_for and all(last <= other.start or first >= other.end for other in taken)
            if free and self._is_home(text.text, start, end):
                value = match["digits"] + letter.strip().upper()
                found.append(Entity("house_number", first, last, value, "numbers"))
        return found

    def _has_letter(self, text: str, match: re.Match[str]) -> bool:
        """`12a` always; `12 a` only at the end, before a comma, or after `number`."""
        letter, rest = match["letter"], text[match.end("letter") :]
        return (
            not letter[0].isspace()
            or not rest.strip()
            or rest.lstrip()[:1] in ",.;"
            or self._marked.before(text, match.start())
        )

    def _is_home(self, text: str, start: int, end: int) -> bool:
        if self._marked.before(text, start):
            return True
        if text[start:end] == _GUJARATI_IS:
            return False
        counted = self._units.after(text, end) or _EACH.match(text, end)
        return not (counted or self._before.before(text, start) or _POSTCODE_SO_FAR.search(text[:start]))
