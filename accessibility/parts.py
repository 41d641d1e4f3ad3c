"""Walks over a text: its lines, the texts inside it, its links."""

from __future__ import annotations

from collections.abc import Iterator

from accessibility.text import AnyValue, Count, Items, Link, Text, _

WEBSITE = _("the council's website")
"""What a link is called where its address cannot be shown and nobody gave it a name."""


def lines(text: Text) -> Iterator[Text]:
    """The text and what follows it, in order."""
    yield text
    for more in text.after:
        yield from lines(more)


def every(text: Text) -> Iterator[Text]:
    """Every message that must have words before `text` can be said: its lines and the texts inside them."""
    yield text
    for value in text.values.values():
        yield from _inside(value)
    for more in text.after:
        yield from every(more)


def _inside(value: AnyValue) -> Iterator[Text]:
    if isinstance(value, Text):
        yield from every(value)
    elif isinstance(value, Items):
        for item in value.items:
            yield from _inside(item)
    elif isinstance(value, Link):
        yield from every(label_of(value))


def links(text: Text) -> Iterator[Link]:
    """The links inside a text, in order."""
    for one in every(text):
        for value in one.values.values():
            yield from _links(value)


def _links(value: AnyValue) -> Iterator[Link]:
    if isinstance(value, Link):
        yield value
    elif isinstance(value, Items):
        for item in value.items:
            yield from _links(item)


def label_of(link: Link) -> Text:
    """What the link is called."""
    return link.label or WEBSITE


def count_of(text: Text) -> int | None:
    """The number that chooses the plural form, None for a text that does not count."""
    count = text.values.get("count") if text.plural else None
    return count.number if isinstance(count, Count) else None
