"""Questions that are alike stand together, the newest and then the most frequent first."""

from __future__ import annotations

import datetime as dt

from bot.console.likeness import grouped
from bot.store.unanswered import Asked

DAY = dt.date(2026, 11, 20)


def asked(words: str, count: int = 1, after: int = 0, language: str = "en") -> Asked:
    day = DAY + dt.timedelta(days=after)
    return Asked(language, words, count, day, day)


def test_the_same_question_in_other_words_is_one_group() -> None:
    [group] = grouped(
        [
            asked("roots of next doors tree", 2),
            asked("who do i see about the roots of next doors tree", 1, after=2),
        ]
    )
    assert (group.count, group.first, group.last) == (3, DAY, DAY + dt.timedelta(days=2))
    assert group.asked[0].words == "roots of next doors tree"


def test_short_words_in_common_are_no_likeness() -> None:
    assert len(grouped([asked("what is the capital of …"), asked("what is the number of …")])) == 2


def test_languages_are_kept_apart() -> None:
    assert len(grouped([asked("permit for a skip"), asked("permit for a skip", language="pl")])) == 2


def test_the_newest_come_first_and_of_one_day_the_most_frequent() -> None:
    groups = grouped([asked("stray dog", 9), asked("tree roots", 1, after=1), asked("wasp nest", 3, after=1)])
    assert [one.asked[0].words for one in groups] == ["wasp nest", "tree roots", "stray dog"]


def test_words_that_are_all_short_are_still_told_apart() -> None:
    assert len(grouped([asked("a dog"), asked("a cat"), asked("a dog …")])) == 2
