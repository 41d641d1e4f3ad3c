"""Lines as the page shows them: which choices are open, and when it was."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from accessibility.text import Rendered
from channels.fake import said
from channels.message import Entry, Speaker
from channels.web.line import lines, moment

LEEDS = ZoneInfo("Europe/London")
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
    assert [line.open for line in lines(talk, NOW, LEEDS, "en")] == [False, True, True]
    answered = [*talk, entry(4, "resident", said("1")), entry(5, "assistant", question)]
    assert [line.open for line in lines(answered, NOW, LEEDS, "en")] == [False, False, False, False, True]


def test_choices_are_over_when_an_adviser_speaks() -> None:
    speakers: tuple[Speaker, ...] = ("resident", "assistant", "adviser", "assistant")
    talk = [entry(seq, who, said("hi", ("a", "A"))) for seq, who in enumerate(speakers, 1)]
    assert [line.open for line in lines(talk, NOW, LEEDS, "en")] == [False, False, False, True]


def test_a_line_carries_everything_that_was_rendered() -> None:
    shown = said(
        "Czwartek", ("a", "A"), links={"Kalendarz": "/x"}, language="pl", machine=True, english="Thursday"
    )
    [line] = lines([entry(7, "assistant", shown)], NOW, LEEDS, "pl")
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
