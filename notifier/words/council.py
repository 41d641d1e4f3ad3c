"""What the council itself says: the words of its staff, in the reader's language where they wrote them."""

from __future__ import annotations

from accessibility.text import AnyValue, Key, Plain, Text, _
from notifier.alert import Alert, CouncilFacts
from notifier.words.reader import CHANGED, Reader, changed

ENGLISH = "en"
PERSON = "0"
"""What leads to a person, in every language."""


def said(alert: Alert, facts: CouncilFacts, to: Reader) -> Text:
    """How much it matters, and the words. Who reads another language than they are in is told so."""
    said = _over(to, _values(facts, to.language)) if to.over else first(alert, facts, to.language)
    later = changed() if to.told in ("update", *CHANGED) else None
    known = to.language == ENGLISH or bool(facts.words.get(to.language))
    return said.then(None if known else _only_english(), later)


def first(alert: Alert, facts: CouncilFacts, language: str) -> Text:
    """The words alone."""
    values = _values(facts, language)
    if alert.level == 4:
        return _("DANGER. From the council: %(words)s", **values)
    if alert.level == 3:
        return _("URGENT. From the council: %(words)s", **values)
    if alert.level == 2:
        return _("Important, from the council: %(words)s", **values)
    return _("From the council: %(words)s", **values)


def _over(to: Reader, values: dict[str, AnyValue]) -> Text:
    if to.told == "cancelled":
        return _("The council takes this back: %(words)s", **values)
    return _("This is over: %(words)s", **values)


def _values(facts: CouncilFacts, language: str) -> dict[str, AnyValue]:
    return {"words": Plain(facts.words.get(language) or facts.words[ENGLISH])}


def _only_english() -> Text:
    return _("We have this only in English. For a person, reply %(key)s.", key=Key(PERSON))
