"""The rules of plain words, for every modality: R01 to R04 and R15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from accessibility import readability
from accessibility.fault import Reading
from accessibility.sms import PICTURE
from locales.languages import languages

MOST_WORDS, MEAN_WORDS, LONGER = 20, 15, 1.3
HARDEST = 8.0
FEW_WORDS = 15

_QUESTION = re.compile(r"[?？؟]")


def length(reading: Reading) -> Iterator[str]:
    """R01: a sentence has 20 words at most, 15 on average; a translation 1.3 times the English words."""
    if reading.modality == "speech":
        return
    if reading.source and not reading.english:
        limit = max(LONGER * len(readability.words(reading.source.text)), MOST_WORDS)
        count = len(readability.words(reading.plain))
        if count > limit:
            yield f"{count} words where the English allows {limit:.0f}"
    if not reading.english:
        return
    counts = [len(readability.words(sentence)) for sentence in readability.sentences(reading.words)]
    if counts and max(counts) > MOST_WORDS:
        yield f"a sentence of {max(counts)} words"
    if counts and sum(counts) / len(counts) > MEAN_WORDS:
        yield f"sentences of {sum(counts) / len(counts):.0f} words on average"


def grade(reading: Reading) -> Iterator[str]:
    """R02: Flesch-Kincaid grade 8 at most for two sentences or more; 6 is the aim.

    Below fifteen words a single long one decides the figure, and it says nothing.
    """
    few = len(readability.sentences(reading.words)) < 2 or len(readability.words(reading.words)) < FEW_WORDS
    if not reading.english or reading.modality == "speech" or few:
        return
    hard = readability.grade(reading.words)
    if hard > HARDEST:
        yield f"Flesch-Kincaid grade {hard:.1f}"


def banned(reading: Reading) -> Iterator[str]:
    """R03: no word of the list."""
    if reading.english:
        for found in _pattern().finditer(reading.plain):
            yield f"{found.group()!r}: write {banned_words()[found.group().lower()]}"


def question(reading: Reading) -> Iterator[str]:
    """R04: one question, at the end."""
    asked = [bool(_QUESTION.search(one)) for one in readability.sentences(reading.words)]
    if len(_QUESTION.findall(reading.words)) > 1:
        yield "more than one question"
    elif any(asked) and not asked[-1]:
        yield "words after the question"


def pictures(reading: Reading) -> Iterator[str]:
    """R15: one emoji at most, none in a text message or speech, and never without words."""
    count = len(PICTURE.findall(reading.plain))
    if count > (1 if reading.modality == "screen" else 0):
        yield f"{count} emoji"
    if count and not any(map(str.isalpha, reading.plain)):
        yield "an emoji without words"


def gender(reading: Reading) -> Iterator[str]:
    """R16: nobody's gender is guessed."""
    row = next((row for row in languages() if row.tag == reading.rendered.language), None)
    for pattern in row.gendered if row else ():
        for found in re.finditer(pattern, reading.plain):
            yield f"{found.group()!r} guesses at gender"


@cache
def banned_words() -> dict[str, str]:
    """The words that are not used, each with what to write instead."""
    path = Path(__file__).with_name("banned.yaml")
    table: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return table


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(banned_words(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
