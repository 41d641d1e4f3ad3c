"""What the marks of a paragraph stand for, and the paragraph as it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from accessibility.text import AnyValue, Count, Day, Money, Phone, Place, Text
from bot.knowledge.answers.answer import Answer
from bot.knowledge.directory.phones import Phones, call
from locales.prose import Mark, Paragraph

PHONE, COUNCIL = "phone", "council"
_PLAIN: dict[str, Callable[[str], AnyValue]] = {
    "day": lambda value: Day(dt.date.fromisoformat(value), with_year=True),
    "count": lambda value: Count(int(value)),
    "money": lambda value: Money(Decimal(value)),
    "place": Place,
}


def value(mark: Mark, phones: Phones | None = None, council: str = "", on: dt.date = dt.date.min) -> AnyValue:
    """The fact that a mark stands for; of a phone number that is not certain `on` that day, the main line.
    Raises `ValueError` or `ArithmeticError` when there is none such."""
    if mark.kind == COUNCIL:
        return Place(council)
    if not mark.value:
        raise ValueError(mark.kind)
    if mark.kind == PHONE:
        return Phone(phones.tell(mark.value, on).number if phones else "")
    if mark.kind not in _PLAIN:
        raise ValueError(mark.kind)
    return _PLAIN[mark.kind](mark.value)


def told(answer: Answer, phones: Phones, council: str, on: dt.date) -> Text:
    """The answer: its first paragraph, and the others where there is room."""
    first, *rest = (_said(one, phones, council, on) for one in answer.paragraphs)
    return first.then(*(one.if_room() for one in rest))


def told_with_line(answer: Answer, phones: Phones, council: str, on: dt.date) -> Text:
    """The same with whom to call, where no paragraph has a number of its own."""
    text = told(answer, phones, council, on)
    if any(mark.kind == PHONE for one in answer.paragraphs for mark in one.marks):
        return text
    return text.then(call(phones.tell(answer.front.phone, on)).if_room())


def _said(paragraph: Paragraph, phones: Phones, council: str, on: dt.date) -> Text:
    return Text(paragraph.msgid, {mark.name: value(mark, phones, council, on) for mark in paragraph.marks})
