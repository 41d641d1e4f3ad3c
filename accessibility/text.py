"""What is said, before it is put into a language: a message id and its typed values.

A `Text` names one catalogue message in plain English and carries the facts that fill it. It is translated
at the last moment, in the reader's language, by the renderer of the reader's channel. Because a reply is
facts and not prose, it can be stored, said again in another language, and explained.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec import Struct, structs


class Value(Struct, frozen=True, tag_field="is", omit_defaults=True):
    """One typed fact inside a message. Each kind knows how it is written and how it is spoken."""


class Day(Value, frozen=True, tag="day"):
    """A calendar day, always told with its weekday (R11). `with_year` where the year could be in doubt."""

    date: dt.date
    with_year: bool = False


class Time(Value, frozen=True, tag="time"):
    """A time of day on the city's wall clock, to the minute (R12)."""

    time: dt.time


class Span(Value, frozen=True, tag="span"):
    """From one time of day to another, `10am to 4pm` (R12)."""

    start: dt.time
    end: dt.time


class Money(Value, frozen=True, tag="money"):
    """Pounds sterling (R13)."""

    pounds: Decimal


class Phone(Value, frozen=True, tag="phone"):
    """A phone number in national form with spaces, `0113 222 4444`."""

    number: str


class Postcode(Value, frozen=True, tag="postcode"):
    """A UK postcode in its spaced form, `LS8 1AA`."""

    code: str


class Place(Value, frozen=True, tag="place"):
    """An address or the name of a place, as data: never translated."""

    name: str


class Link(Value, frozen=True, tag="link"):
    """A web address. Never spoken (R31); at most one in a text message (R21)."""

    url: str
    label: Text | None = None


class Reference(Value, frozen=True, tag="reference"):
    """A case reference of at most six unambiguous characters (R29)."""

    code: str


class Command(Value, frozen=True, tag="command"):
    """What the resident is to send as it stands: a word in Latin letters and a code in groups of four."""

    word: str
    code: str

    @property
    def written(self) -> str:
        groups = (self.code[at : at + 4] for at in range(0, len(self.code), 4))
        return " ".join((self.word, *groups))


class Count(Value, frozen=True, tag="count"):
    """A whole number that may choose the plural form."""

    number: int


class Key(Value, frozen=True, tag="key"):
    """What the resident presses or types to choose: `1`, `0`."""

    key: str


class Plain(Value, frozen=True, tag="plain"):
    """Words that are data: a name, a thing the resident typed. Shown as they are, isolated."""

    words: str


class Items(Value, frozen=True, tag="items"):
    """A list written as the language writes lists: `a, b and c`, or `a, b or c`."""

    items: tuple[AnyValue, ...]
    any_of: bool = False


class Text(Value, frozen=True, tag="text"):
    """One message of the catalogue with its values.

    `msgid` is plain English with `%(name)s` placeholders and no digits, links or phone numbers. `plural` is
    the English plural; its form is chosen by the value `count`. `after` holds what follows: further
    sentences, on lines of their own on a screen, with a pause between when spoken. A `spare` line may be left
    out where there is little room, the last one first. `others` is said in its place where others may listen.
    """

    msgid: str
    values: dict[str, AnyValue] = {}
    plural: str = ""
    context: str = ""
    after: tuple[Text, ...] = ()
    spare: bool = False
    others: Text | None = None

    def then(self, *more: Text | None) -> Text:
        """This text with more behind it, flat; `None` is passed over."""
        after = list(self.after)
        for text in filter(None, more):
            after += [structs.replace(text, after=()), *text.after]
        return structs.replace(self, after=tuple(after))

    def if_room(self) -> Text:
        """This text, to be left out where there is little room (R19, R24)."""
        after = tuple(structs.replace(text, spare=True) for text in self.after)
        return structs.replace(self, after=after, spare=True)

    def before_others(self, text: Text) -> Text:
        """This text, which holds what a person has told us, and what is said instead before others."""
        return structs.replace(self, others=text)


AnyValue = (
    Text
    | Day
    | Time
    | Span
    | Money
    | Phone
    | Postcode
    | Place
    | Link
    | Reference
    | Command
    | Count
    | Key
    | Plain
    | Items
)


def _(msgid: str, /, **values: AnyValue) -> Text:
    """A message; the extractor finds its id here."""
    return Text(msgid, values)


def _n(singular: str, plural: str, /, count: Count, **values: AnyValue) -> Text:
    """A message that counts."""
    return Text(singular, {"count": count, **values}, plural=plural)


def _c(context: str, msgid: str, /, **values: AnyValue) -> Text:
    """A message whose English is used with several meanings: `context` tells the translator which."""
    return Text(msgid, values, context=context)


class RenderedChoice(Struct, frozen=True):
    """A choice as the resident reads it. `key` is what can be typed for it, `id` what a button sends."""

    id: str
    key: str
    label: str


class RenderedLink(Struct, frozen=True):
    """A link beside a message."""

    url: str
    label: str


class Rendered(Struct, frozen=True, omit_defaults=True):
    """A reply in one language for one modality, ready to be sent.

    `text` is plain text for screens and text messages and SSML for speech. `language` and `direction` are
    those that were really used: English when the asked language has no approved words. `machine` says that
    no person has approved the translation (R17). `english` is the English beside it where that is owed.
    `wants` names what a device could answer by itself, empty for nothing. `card` is what may stand on a
    screen that others see, beside a text that is heard. `safety` words are never cut.
    """

    text: str
    language: str
    direction: str = "ltr"
    machine: bool = False
    choices: tuple[RenderedChoice, ...] = ()
    links: tuple[RenderedLink, ...] = ()
    english: str = ""
    wants: str = ""
    card: str = ""
    safety: bool = False
