"""Days and times as a language writes and says them, from the patterns of its row (R11, R12)."""

from __future__ import annotations

import datetime as dt

from locales.languages import Language, TimeWords


def day_written(language: Language, date: dt.date, with_year: bool = False, short: bool = False) -> str:
    """`Thursday 26 November`; `Thu 26 Nov` when `short`."""
    words = language.day
    weekdays, months = (words.short_weekdays, words.short_months) if short else (words.weekdays, words.months)
    text = (words.short if short else words.written).format(
        weekday=weekdays[date.weekday()], day=date.day, month=months[date.month - 1]
    )
    return words.with_year.format(text=text, year=date.year) if with_year else text


def day_spoken(language: Language, date: dt.date, with_year: bool = False) -> str:
    """SSML, in words and with the number of the day as an ordinal where the language says it so."""
    text = language.day.spoken.format(
        weekday=language.day.weekdays[date.weekday()],
        day=date.day,
        ordinal=f'<say-as interpret-as="ordinal">{date.day}</say-as>',
        month=language.day.months[date.month - 1],
    )
    return language.day.with_year.format(text=text, year=date.year) if with_year else text


def time_written(language: Language, time: dt.time) -> str:
    """`7am`, `5:30pm`, `midday`."""
    words = language.time
    return _named(words, time) or _filled(words, time, words.periods, words.hour, words.minutes)


def time_spoken(language: Language, time: dt.time) -> str:
    """`7 in the morning`: the half of the day in words, since letters are easily misheard."""
    words = language.time
    return _named(words, time) or _filled(
        words, time, words.spoken_periods, words.spoken_hour, words.spoken_minutes
    )


def span_written(language: Language, start: dt.time, end: dt.time) -> str:
    """`10am to 4pm`."""
    return language.time.span.format(start=time_written(language, start), end=time_written(language, end))


def span_spoken(language: Language, start: dt.time, end: dt.time) -> str:
    """`10 in the morning to 4 in the afternoon`."""
    return language.time.span.format(start=time_spoken(language, start), end=time_spoken(language, end))


def _named(words: TimeWords, time: dt.time) -> str:
    return {(12, 0): words.midday, (0, 0): words.midnight}.get((time.hour, time.minute), "")


def _filled(
    words: TimeWords, time: dt.time, periods: tuple[tuple[int, str], ...], whole: str, minutes: str
) -> str:
    period = next(word for start, word in reversed(periods) if time.hour >= start)
    hour = (time.hour % 12 or 12) if words.clock == 12 else time.hour
    return (minutes if time.minute else whole).format(hour=hour, minute=f"{time.minute:02}", period=period)
