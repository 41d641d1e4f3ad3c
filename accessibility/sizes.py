"""How many text messages each message of the catalogue takes, in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from accessibility import sms
from accessibility.renderers import renderer
from accessibility.samples import sample
from locales.catalogue import Catalogue


class Sized(Struct, frozen=True):
    """One message in one language, with long values filled in and no choices."""

    tag: str
    msgid: str
    size: sms.Size

    def __str__(self) -> str:
        return f"{self.tag}\t{self.size.segments}\t{self.size.encoding}\t{self.size.units}\t{self.msgid}"


def sizes(catalogue: Catalogue) -> Iterator[Sized]:
    """Every message in every language that has words for it."""
    made = renderer("sms", catalogue)
    said = [(message.msgid, sample(message)) for message in catalogue.known()]
    for tag in catalogue.languages:
        for msgid, text in said:
            rendered = made.render(text, tag)
            if rendered.language == tag:
                yield Sized(tag, msgid, sms.measure(rendered.text))


def summary(found: Sequence[Sized]) -> Iterator[str]:
    """A line for each language: how many messages take one segment, two, three …"""
    for tag in dict.fromkeys(one.tag for one in found):
        counts = Counter(one.size.segments for one in found if one.tag == tag)
        each = ", ".join(f"{counts[segments]} of {segments}" for segments in sorted(counts))
        yield f"{tag}: {counts.total()} messages, by segments: {each}"
