"""What is said where others listen: a loudspeaker in a shared room, and the screen beside it."""

from __future__ import annotations

from msgspec import structs

from accessibility.parts import lines
from accessibility.text import AnyValue, Command, Items, Phone, Place, Plain, Postcode, Reference, Text

_PERSONAL = (Command, Reference, Postcode, Place, Plain)


def before_others(text: Text) -> Text:
    """The text with what is said instead before others; in what it holds and in what follows it, too."""
    if text.others is not None:
        text = structs.replace(text.others, spare=text.spare, after=text.after)
    values = {name: _value(value) for name, value in text.values.items()}
    return structs.replace(text, values=values, after=tuple(map(before_others, text.after)))


def _value(value: AnyValue) -> AnyValue:
    return before_others(value) if isinstance(value, Text) else value


def public(text: Text) -> list[Text]:
    """The lines of a text that can be about nobody: without a reference, a postcode, a place or words that a
    person has given. A phone number is the council's, unless it is an answer that is said back."""
    return [
        structs.replace(line, after=())
        for line in lines(text)
        if not any(_personal(value) for value in line.values.values())
    ]


def _personal(value: AnyValue) -> bool:
    if isinstance(value, Text):
        inside = [inner for line in lines(value) for inner in line.values.values()]
        return any(isinstance(inner, Phone) or _personal(inner) for inner in inside)
    if isinstance(value, Items):
        return any(map(_personal, value.items))
    return isinstance(value, _PERSONAL)
