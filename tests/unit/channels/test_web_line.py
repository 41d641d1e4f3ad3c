"""Lines as the page shows them: which choices are open, and when it was."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from accessibility.text import Rendered
from channels.fake import said
from channels.message import Entry, Speaker
from channels.web.line import lines, moment
from channels.web.transcript_file import as_file
from channels.web.words import PageWords
from tests.unit.channels.words import SmallCatalogue

LEEDS = ZoneInfo("Europe/London")
WORDS, POLISH, URDU = (PageWords(SmallCatalogue(), tag) for tag in ("en", "pl", "ur"))
NOW = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)


def entry(seq: int, who: Speaker, rendered: Rendered) -> Entry:
    return Entry(seq, NOW, who, rendered)


def test_choices_are_open_until_the_resident_writes() -> None:
    question = said("Which home?", ("a", "A"))
    talk = [
        entry(1, "resident", said("hi")),
        entry(2, "assistant", question),
        entry(3, "assistant", question),
    ]
    assert [line.open for line in lines(talk, NOW, LEEDS, WORDS)] == [False, True, True]
    answered = [*talk, entry(4, "resident", said("1")), entry(5, "assistant", question)]
    assert [line.open for line in lines(answered, NOW, LEEDS, WORDS)] == [False, False, False, False, True]


def test_choices_are_over_when_an_adviser_speaks() -> None:
    speakers: tuple[Speaker, ...] = ("resident", "assistant", "adviser", "assistant")
    talk = [entry(seq, who, said("hi", ("a", "A"))) for seq, who in enumerate(speakers, 1)]
    assert [line.open for line in lines(talk, NOW, LEEDS, WORDS)] == [False, False, False, True]


def test_a_line_carries_everything_that_was_rendered() -> None:
    shown = said(
        "Czwartek", ("a", "A"), links={"Kalendarz": "/x"}, language="pl", machine=True, english="Thursday"
    )
    [line] = lines([entry(7, "assistant", shown)], NOW, LEEDS, POLISH)
    assert (line.seq, line.who, line.text, line.language, line.direction) == (
        7,
        "assistant",
        "Czwartek",
        "pl",
        "ltr",
    )
    assert (line.machine, line.english) == (True, "Thursday")
    assert (line.choices[0].key, line.links[0].url) == ("1", "/x")
    assert line.at == "2026-11-20T14:05:00+00:00"


@pytest.mark.parametrize(
    ("at", "tag", "written"),
    [
        (NOW, "en", "14:05"),
        (NOW.replace(month=7, day=1), "en", "1 Jul 2026, 15:05"),
        (NOW - dt.timedelta(days=1), "en", "19 Nov 2026, 14:05"),
        (NOW - dt.timedelta(days=1), "pl", "19 lis 2026, 14:05"),
        (NOW - dt.timedelta(days=1), "no such language", "2026-11-19, 14:05"),
        (dt.datetime(2026, 11, 19, 23, 59, tzinfo=dt.UTC), "en", "19 Nov 2026, 23:59"),
    ],
)
def test_the_time_of_a_line(at: dt.datetime, tag: str, written: str) -> None:
    assert moment(at, NOW, LEEDS, tag) == written


def test_an_adviser_is_named_above_what_they_wrote_by_their_first_name() -> None:
    written = structs.replace(entry(1, "adviser", said("Hello.")), by="Amira")
    [line] = lines([written], NOW, LEEDS, WORDS)
    assert line.by == "Amira, council adviser"
    assert as_file("Chat", [line], WORDS).endswith("Amira, council adviser (14:05)\nHello.\n")


def test_a_line_without_a_name_says_which_side_it_was() -> None:
    talk = [
        entry(seq, who, said("hi"))
        for seq, who in enumerate(("resident", "assistant", "adviser", "system"), 1)
    ]
    assert [line.by for line in lines(talk, NOW, LEEDS, WORDS)] == [
        "You",
        "Council assistant",
        "Adviser",
        "Notice",
    ]
    assert [line.by for line in lines(talk, NOW, LEEDS, POLISH)][:2] == ["Ty", "Asystent urzędu"]


def test_a_name_keeps_its_order_inside_words_that_run_the_other_way() -> None:
    written = structs.replace(entry(1, "adviser", said("Hello.")), by="Amira")
    [line] = lines([written], NOW, LEEDS, URDU)
    assert "\u2068Amira\u2069" in line.by


def test_a_name_is_data_and_no_pattern() -> None:
    written = structs.replace(entry(1, "adviser", said("Hello.")), by="%(name)s <b>")
    [line] = lines([written], NOW, LEEDS, WORDS)
    assert line.by == "%(name)s <b>, council adviser"


def test_nobody_but_an_adviser_is_named() -> None:
    odd = structs.replace(entry(1, "assistant", said("Hello.")), by="Amira")
    assert [line.by for line in lines([odd], NOW, LEEDS, WORDS)] == ["Council assistant"]
