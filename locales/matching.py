"""Which served language a client means: by a BCP 47 tag, or by an `Accept-Language` header.

Look-up follows RFC 4647 section 3.4: a tag is shortened from its end until a served language fits, so
`pl-PL` finds Polish and `ur-Latn-GB` finds Urdu.
"""

from __future__ import annotations

from collections.abc import Iterable

from locales.languages import Language, languages

MOST = 32
"""Ranges of a header that are looked at: a longer one is not a person's choice of languages."""


def match(wanted: str, served: Iterable[Language] | None = None) -> str | None:
    """The tag of the served language that `wanted` names, None when there is none. Never raises."""
    tags = {row.tag.casefold(): row.tag for row in (languages() if served is None else served)}
    parts = wanted.strip().replace("_", "-").casefold().split("-")
    while parts:
        found = tags.get("-".join(parts))
        if found:
            return found
        parts.pop()
    return None


def accepted(header: str, served: Iterable[Language] | None = None) -> str | None:
    """The served language that an `Accept-Language` header likes best (RFC 9110 section 12.5.4).

    Equal weights keep the header's order; weight 0 and malformed ranges are passed over; `*` names nobody.
    """
    rows = languages() if served is None else tuple(served)
    ranked = sorted(_ranges(header), key=lambda pair: -pair[1])
    return next((found for tag, _ in ranked if (found := match(tag, rows))), None)


def _ranges(header: str) -> list[tuple[str, float]]:
    ranges = (_range(part) for part in header.split(",")[:MOST])
    return [(tag, weight) for tag, weight in ranges if tag and 0 < weight <= 1]


def _range(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    if not parameter:
        return tag.strip(), 1.0
    try:
        return tag.strip(), float(value) if name.strip().casefold() == "q" else 1.0
    except ValueError:
        return "", 0.0
