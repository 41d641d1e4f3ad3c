"""House and flat numbers: `12`, `12A`, `flat 15`. Not dates, times, money, ages or phone numbers."""

from __future__ import annotations

import re

from nlu.normalise import Folded
from nlu.understanding import Entity

_NUMBER = re.compile(
    r"""
    (?<![\w£$€.:/#+⁄-])            # not money, a time, a date, the tail of a word or of a code
    (?P<digits>[1-9]\d{0,3})
    (?P<letter>\s?[a-h](?![\w']))?  # 12A and 12 a; `12 a day` is told apart below
    (?![\w:/%'⁄])
    (?!\.\d)
    (?!-\d)
    """,
    re.VERBOSE,
)
_UNITS = re.compile(
    r"\s*(?:a\s+(?:day|week|month|year)|am|pm|"
    r"oclock|o'clock|th|st|nd|rd|days?|weeks?|hours?|minutes?|months?|years?|yrs?|times?|"
    r"pounds?|quid|"
    r"people|kids|bins?|bags?|dni|dzien|tygodni\w*|godzin\w*|lat|razy|rok\w*|jan\w*|feb\w*|march|april|may|june|"
    r"july|aug\w*|sept\w*|oct\w*|nov\w*|dec\w*|stycz\w*|lut\w*|mar[zc]\w*|kwie\w*|maja|czerw\w*|lip\w*|sierp\w*|"
    r"wrze\w*|pazdz\w*|listopad\w*|grud\w*|din|hafte|hafton|saal|baje|baj|log|دن|ہفتے|ہفتوں|سال|بجے|بج|لوگ)\b"
)
_BEFORE = re.compile(
    r"(?:\b(?:at|after|before|past|half|by|nearly|about|aged?|mam|o|po|przed)\s+|\bls\s*|\ble\s*)$"
)
_PHONE = re.compile(r"\+?\d(?:[ ()-]{0,2}\d){8,}")
_MARKED = re.compile(
    r"\b(?:(?:live|living|stay|address is|is) at|number|no|nr|numer|numeru|flat|house|"
    r"unit|apartment|mieszkanie|dom|ghar|نمبر|گھر|فلیٹ)\s*[.#:]?\s*$"
)


def house_numbers(text: Folded, taken: list[Entity]) -> list[Entity]:
    """Every number that can be a house or flat, in order; digits inside `taken` entities are not."""
    found = []
    phones = [match.span() for match in _PHONE.finditer(text.text)]
    for match in _NUMBER.finditer(text.text):
        start, end = match.span("digits")
        letter = match["letter"] or ""
        if letter and _is_number_with_letter(text.text, match):
            end = match.end("letter")
        else:
            letter = ""
        first, last = text.span(start, end)
        spoken_for = any(low <= start < high for low, high in phones)
        free = not spoken_for and all(last <= other.start or first >= other.end for other in taken)
        if free and _is_home(text.text, start, end):
            value = match["digits"] + letter.strip().upper()
            found.append(Entity("house_number", first, last, value, "numbers"))
    return found


def _is_number_with_letter(text: str, match: re.Match[str]) -> bool:
    """`12a` always; `12 a` only at the end, before a comma, or after `number`."""
    letter, rest = match["letter"], text[match.end("letter") :]
    return (
        not letter[0].isspace()
        or not rest.strip()
        or rest.lstrip()[:1] in ",.;"
        or _MARKED.search(text[: match.start()]) is not None
    )


def _is_home(text: str, start: int, end: int) -> bool:
    before = text[:start]
    if _MARKED.search(before):
        return True
    return not _UNITS.match(text, end) and not _BEFORE.search(before)
