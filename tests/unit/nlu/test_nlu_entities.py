"""What a text names, and where in it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlu import corpus
from nlu.entities import Entities
from nlu.normalise import fold, folded
from nlu.tokens import words

ALL = frozenset({"en", "pl", "ur", "ur-Latn"})


def values(entities: Entities, text: str, kind: str, languages: frozenset[str] = ALL) -> list[str]:
    return [found.value for found in entities.find(folded(text), languages) if found.entity == kind]


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("ls81aa", "LS8 1AA"),
        ("LS8 1AA", "LS8 1AA"),
        ("Ls8 1 aa", "LS8 1AA"),
        ("l s 8 1 a a", "LS8 1AA"),
        ("my postcode is LS15 0LL thanks", "LS15 0LL"),
        ("LS150LL", "LS15 0LL"),
        ("le5,5qd", "LE5 5QD"),
        ("it's L S eight one double A", "LS8 1AA"),
        ("L S fifteen oh double L", "LS15 0LL"),
        ("LS۸ ۱AA", "LS8 1AA"),
        ("LS٨ ١AA", "LS8 1AA"),
        ("ＬＳ８ １ＡＡ", "LS8 1AA"),
        ("WC2H 7LT", "WC2H 7LT"),
        ("kiedy śmieci LS9 6NF", "LS9 6NF"),
        ("میرا پوسٹ کوڈ LS8 1AA ہے", "LS8 1AA"),
        ("bins in ls8", "LS8"),
        ("l. s. eight one a. d.", "LS8 1AD"),
        ("ls eight one ad", "LS8 1AD"),
        ("l s eighty one a d", "LS8 1AD"),
        ("l s twenty one three a b", "LS21 3AB"),
        ("ls twenty one 3ab", "LS21 3AB"),
        ("l s twenty one a b", "LS20 1AB"),
        ("l s ate won a d", "LS8 1AD"),
        ("l for leeds s for sugar eight one a for apple d for dog", "LS8 1AD"),
        ("it's l as in leeds s as in sugar 8 1 a d", "LS8 1AD"),
        ("twenty one l s eight one a d", "LS8 1AD"),
    ],
)
def test_postcodes_however_typed_or_spoken(entities: Entities, text: str, postcode: str) -> None:
    assert values(entities, text, "postcode") == [postcode]


@pytest.mark.parametrize(
    "text",
    [
        "so 10 2pm",
        "at 5 2pm",
        "a4 paper",
        "b12 vitamins",
        "e10 petrol",
        "xx8 1aa",
        "ls8 1ac 5",
        "no 8",
        "m62",
    ],
)
def test_what_only_looks_like_a_postcode(entities: Entities, text: str) -> None:
    assert " " not in "".join(values(entities, text, "postcode"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("14", ["14"]),
        ("number 14", ["14"]),
        ("12a", ["12A"]),
        ("12 A", ["12A"]),
        ("number 12 a green lane", ["12A"]),
        ("flat 15 oakwood court", ["15"]),
        ("14 no sorry 15", ["14", "15"]),
        ("house 7, LS9 6NF", ["7"]),
        ("numer 14", ["14"]),
        ("mieszkanie 3b", ["3B"]),
        ("گھر نمبر ۱۴", ["14"]),
        ("ghar number 14", ["14"]),
        ("i live at 14", ["14"]),
        ("nie 14 tylko 15", ["14", "15"]),
        ("12 a week", []),
        ("at 5pm", []),
        ("at 7", []),
        ("on 25 november", []),
        ("the 3rd of may", []),
        ("12/11/2026", []),
        ("£62.50", []),
        ("2 weeks ago", []),
        ("we have 2 bins", []),
        ("7 people", []),
        ("ring 0113 222 4444", []),
        ("07700 900123", []),
        ("mam 12 lat", []),
        ("5 baje", []),
        ("100000", []),
    ],
)
def test_house_numbers(entities: Entities, text: str, numbers: list[str]) -> None:
    assert values(entities, text, "house_number") == numbers


@pytest.mark.parametrize(
    ("text", "bins"),
    [
        ("when is the black bin", ["BLACK"]),
        ("green or brown?", ["GREEN", "BROWN"]),
        ("my orange bags", ["ORANGE"]),
        ("12 Green Lane", []),
        ("brown street", []),
        ("blackcurrant jam", []),
        ("kiedy wywożą czarnego kosza", ["BLACK"]),
        ("brazowy i zielony", ["BROWN", "GREEN"]),
        ("pomarańczowych worków", ["ORANGE"]),
        ("کالی بن", ["BLACK"]),
        ("سبز یا براؤن", ["GREEN", "BROWN"]),
        ("kali bin kab jaye gi", ["BLACK"]),
        ("narangi thaila", ["ORANGE"]),
    ],
)
def test_bins_in_every_language(entities: Entities, text: str, bins: list[str]) -> None:
    assert values(entities, text, "bin") == bins


def test_words_of_another_language_stay_quiet(entities: Entities) -> None:
    assert values(entities, "kale and hare soup", "bin", frozenset({"en"})) == []
    assert values(entities, "kale kooray wali", "bin", frozenset({"ur", "ur-Latn"})) == ["BLACK"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("can you speak polish", "pl"),
        ("my mum reads only gujarati", "gu"),
        ("in Urdu please", "ur"),
        ("po polsku proszę", "pl"),
        ("chcę po angielsku", "en"),
        ("moja mama mówi po rumuńsku", "ro"),
        ("اردو میں", "ur"),
        ("پنجابی میں بات کریں", "pa"),
        ("kya aap angrezi mein", "en"),
        ("kurdish sorani", "ckb"),
        ("mandarin", "zh-Hans"),
    ],
)
def test_languages_by_their_names(entities: Entities, text: str, language: str) -> None:
    assert values(entities, text, "language")[0] == language


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("is it today", dt.date(2026, 11, 20)),
        ("tomoz?", dt.date(2026, 11, 21)),
        ("the day after tomorrow", dt.date(2026, 11, 22)),
        ("yesterday", dt.date(2026, 11, 19)),
        ("friday", dt.date(2026, 11, 20)),  # today is a Friday
        ("monday", dt.date(2026, 11, 23)),
        ("last friday", dt.date(2026, 11, 13)),
        ("last monday", dt.date(2026, 11, 16)),
        ("jutro", dt.date(2026, 11, 21)),
        ("w środę", dt.date(2026, 11, 25)),
        ("wczoraj", dt.date(2026, 11, 19)),
        ("آج", dt.date(2026, 11, 20)),
        ("جمعہ کو", dt.date(2026, 11, 20)),
        ("peer ko nahi mangal ko", dt.date(2026, 11, 24)),
    ],
)
def test_day_words_are_dates(entities: Entities, text: str, day: dt.date) -> None:
    assert values(entities, text, "date")[-1] == day.isoformat()


def test_today_is_asked_each_time() -> None:
    days = iter([dt.date(2026, 1, 1), dt.date(2026, 1, 2)])
    entities = Entities((), lambda: next(days))
    assert [values(entities, "today", "date") for _ in range(2)] == [["2026-01-01"], ["2026-01-02"]]


def test_everything_at_once_in_the_order_of_the_text(entities: Entities) -> None:
    text = "12A Green Lane LS8 1AA, is it the black bin tomorrow?"
    found = entities.find(folded(text), ALL)
    assert [(one.entity, text[one.start : one.end]) for one in found] == [
        ("house_number", "12A"),
        ("postcode", "LS8 1AA"),
        ("bin", "black bin"),
        ("date", "tomorrow"),
    ]


PIECES = (
    *("ls81aa", "LS8 1AA", "LS۸ ۱AA", "ls8", "14", "۱۴", "12 A", "flat 3b", "czarny", "کالی بن", "tomorrow"),
    *("środę", "pilny\u0301", "po polsku", "in urdu", "no sorry", "ß", "ﷺ", "🙂", "e\u0301", "\u2067"),
    *(",", "\n", "'", "double A", "¼"),
)


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)))
@example("LS۸ ۱AA")
@example("ﷺ14")
def test_places_are_those_of_the_original(entities: Entities, text: str) -> None:
    """Folding the slice of the original gives words that mean the value, and nothing overlaps."""
    found = entities.find(folded(text), ALL)
    for one in found:
        surface = text[one.start : one.end]
        assert 0 <= one.start < one.end <= len(text)
        again = [other.value for other in entities.find(folded(surface), ALL) if other.entity == one.entity]
        letters = "".join(words(fold(surface))).upper()
        assert again == [one.value] or one.value.replace(" ", "") == letters
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_every_name_of_the_files_is_found_with_its_value(entities: Entities) -> None:
    names = corpus.read(corpus.files()).names
    missed = [
        name
        for name in names
        if name.value not in values(entities, name.words, name.entity, frozenset({name.language}))
    ]
    assert len(missed) <= 0.01 * len(names), missed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("oh seven seven double oh nine hundred one two three", "+447700900123"),
        ("zero one one three two two two four four four four", "+441132224444"),
        ("oh one one three treble two double four oh six", "+441132224406"),
        ("my number is 0 7 7 0 0 nine double oh one two three thanks", "+447700900123"),
        ("o seven seven zero zero nine zero zero one two three", "+447700900123"),
        ("0113 two two two four four four four", "+441132224444"),
        ("ring me on oh double seven double oh ninety oh one twenty three", "+447700900123"),
    ],
)
def test_phone_numbers_as_they_are_spoken(entities: Entities, text: str, number: str) -> None:
    assert values(entities, text, "phone") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "one two three four five six seven eight nine ten",
        "i have seven bins and eight bags and nine boxes",
        "oh no not one two three four five again",
        "two hundred and five elm street l s eight one a d",
        "oh one",
    ],
)
def test_other_numbers_in_words_are_no_phones(entities: Entities, text: str) -> None:
    assert values(entities, text, "phone") == []
