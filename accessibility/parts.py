"""Walks over a text: its lines, the texts inside it, its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accessibility.text import AnyValue, Count, Items, Link, Text, _

_WITH_PARTS = (Text, Items, Link)

WEBSITE = _("the council's website")
"""What a link is called where its address cannot be shown and nobody gave it a name."""


def lines(text: Text) -> Iterator[Text]:
    """The text and what follows it, in order."""
    yield text
    for more in text.after:
        yield from lines(more)


def gather(texts: Iterable[Text], links: Iterable[Link] = ()) -> tuple[list[Text], list[Link]]:
    """Every message that must have words before `texts` and `links` can be shown (their lines, the texts
    inside them, the names of links), and every link, each address once."""
    said: list[Text] = []
    found: dict[str, Link] = {}
    for link in links:
        _add(link, said, found)
    for text in texts:
        _add(text, said, found)
    return said, list(found.values())


def _add(value: AnyValue, said: list[Text], found: dict[str, Link]) -> None:
    if isinstance(value, Text):
        said.append(value)
        for inner in (*value.values.values(), *value.after):
            if isinstance(inner, _WITH_PARTS):
                _add(inner, said, found)
    elif isinstance(value, Items):
        for item in value.items:
            _add(item, said, found)
    elif isinstance(value, Link):
        found.setdefault(value.url, value)
        _add(label_of(value), said, found)


def label_of(link: Link) -> Text:
    """What the link is called."""
    return link.label or WEBSITE


def count_of(text: Text) -> int | None:
    """The number that chooses the plural form, None for a text that does not count."""
    count = text.values.get("count") if text.plural else None
    return count.number if isinstance(count, Count) else None
