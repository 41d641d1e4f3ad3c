"""Long but real values for every message, guessed from the names of its placeholders.

They are for checks that must render a message without the skill that says it. The names are a convention:
a placeholder called `phone` takes a phone number.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accessibility.text import (
    AnyValue,
    Count,
    Day,
    Items,
    Key,
    Link,
    Money,
    Phone,
    Place,
    Plain,
    Postcode,
    Reference,
    Span,
    Text,
    Time,
)
from locales.message import Message
from locales.phrase import placeholders

_PLACE = Place("Flat 15, Oakwood Court, LS8 1AA")
_DAY = Day(dt.date(2026, 9, 30))

SAMPLES: dict[str, AnyValue] = {
    "count": Count(22),
    "day": _DAY,
    "date": _DAY,
    "first": _DAY,
    "last": _DAY,
    "checked": Day(dt.date(2026, 9, 30), with_year=True),
    "time": Time(dt.time(17, 30)),
    "hours": Span(dt.time(9), dt.time(17, 30)),
    "span": Span(dt.time(9), dt.time(17, 30)),
    "money": Money(Decimal("1062.50")),
    "price": Money(Decimal("1062.50")),
    "phone": Phone("0113 222 4406"),
    "postcode": Postcode("LS8 1AA"),
    "place": _PLACE,
    "address": _PLACE,
    "home": _PLACE,
    "link": Link("https://www.leeds.gov.uk/bins"),
    "ref": Reference("7K4P9M"),
    "reference": Reference("7K4P9M"),
    "key": Key("0"),
    "bins": Items((Plain("black bin"), Plain("brown bin"))),
    "items": Items((Plain("black bin"), Plain("brown bin"))),
}
_OTHER = Plain("Oakwood Court")


def sample(message: Message) -> Text:
    """The message with a value for each of its placeholders."""
    names = {name for form in message.english for name in placeholders(form)}
    values = {name: SAMPLES.get(name, _OTHER) for name in names | ({"count"} if message.plural else set())}
    return Text(message.msgid, values, message.plural, message.context)
