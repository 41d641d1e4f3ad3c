"""A reply in plain English, as short as tests want to read it. The real renderers have tests of their own."""

from __future__ import annotations

from accessibility.text import (
    AnyValue,
    Command,
    Count,
    Day,
    Items,
    Key,
    Money,
    Phone,
    Place,
    Plain,
    Postcode,
    Reference,
    RenderedChoice,
    Span,
    Text,
    Time,
)
from channels.message import Choice, Reply


def english(text: Text) -> str:
    """The message with its values filled in, and what follows behind it."""
    count = text.values.get("count")
    one = not text.plural or (isinstance(count, Count) and count.number == 1)
    filled = (text.msgid if one else text.plural) % {name: _value(it) for name, it in text.values.items()}
    return " ".join([filled, *map(english, text.after)])


def _value(value: AnyValue) -> str:
    match value:
        case Text():
            return english(value)
        case Items():
            return ", ".join(_value(item) for item in value.items)
    return _fact(value)


def _fact(value: AnyValue) -> str:
    match value:
        case Day():
            return value.date.isoformat()
        case Time():
            return value.time.isoformat("minutes")
        case Span():
            return f"{value.start.isoformat('minutes')} to {value.end.isoformat('minutes')}"
        case Place():
            return value.name
        case Plain():
            return value.words
        case Phone():
            return value.number
        case Count():
            return str(value.number)
        case Reference() | Postcode():
            return value.code
        case Command():
            return value.written
        case Money():
            return f"£{value.pounds}"
        case Key():
            return value.key
    raise TypeError(f"the test skills say no {type(value).__name__}")


def msgids(reply: Reply) -> list[str]:
    """The message ids of a reply, in order: what a recorded run expects."""
    return [reply.text.msgid, *(text.msgid for text in reply.text.after)]


def shown(reply: Reply) -> tuple[RenderedChoice, ...]:
    """The choices as a screen numbers them, from `1`."""
    return tuple(_rendered(number, choice) for number, choice in enumerate(reply.choices, 1))


def _rendered(number: int, choice: Choice) -> RenderedChoice:
    return RenderedChoice(choice.id, str(number), english(choice.label))
