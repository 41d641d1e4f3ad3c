"""A small catalogue for these tests, and the messages that they say."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accessibility.text import (
    Count,
    Day,
    Items,
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
    _,
    _n,
)
from locales.approvals import Approvals, Role, approve
from locales.catalogue import Catalogue, Translations
from locales.languages import languages
from locales.message import Message

THURSDAY = dt.date(2026, 11, 26)
DAY = Day(THURSDAY)
PHONE = Phone("0113 222 4406")
HOME = Place("15 Oakwood Court, LS8 1AA")

COLLECTED = _("Your %(bin)s is collected on %(day)s.", bin=_("black bin"), day=DAY)
OUT_BY = _("Put it out by %(time)s.", time=Time(dt.time(7)))
RING = _("Ring %(phone)s.", phone=PHONE)
WHICH = _("Which one?")
GAS = _("Go outside. Ring %(phone)s.", phone=Phone("0800 111 999"))
REMIND, OTHER, PERSON = _("Remind me"), _("Other address"), _("Speak to a person")
CHOICES = (("remind", REMIND), ("other", OTHER), ("word:person", PERSON))
BINS_PAGE = Link("https://www.leeds.gov.uk/bins", _("Bins page"))


def bins(count: int) -> Text:
    return _n("%(count)s bin is missing.", "%(count)s bins are missing.", Count(count))


POLISH: Translations = {
    Message("Your %(bin)s is collected on %(day)s."): ("Odbiór: %(bin)s, %(day)s.",),
    Message("black bin"): ("czarny kosz",),
    Message("green bin"): ("zielony kosz",),
    Message("Put it out by %(time)s."): ("Prosimy wystawić do %(time)s.",),
    Message("Ring %(phone)s."): ("Prosimy dzwonić: %(phone)s.",),
    Message("Which one?"): ("Który?",),
    Message("Go outside. Ring %(phone)s."): ("Prosimy wyjść na zewnątrz. Telefon: %(phone)s.",),
    Message("Remind me"): ("Przypomnij",),
    Message("Other address"): ("Inny adres",),
    Message("Speak to a person"): ("Człowiek",),
    Message("Bins page"): ("Strona o koszach",),
    Message("See %(link)s."): ("Zobacz %(link)s.",),
    Message("It costs %(price)s."): ("Koszt: %(price)s.",),
    Message("the council's website"): ("strona rady",),
    Message("Say more to hear the other choices."): ("Prosimy powiedzieć „więcej”, aby usłyszeć resztę.",),
    Message("%(count)s bin is missing.", "%(count)s bins are missing."): (
        "Brakuje %(count)s kosza.", "Brakuje %(count)s koszy.", "Brak %(count)s koszy.",
    ),
}  # fmt: skip
URDU: Translations = {
    Message("Your %(bin)s is collected on %(day)s."): ("آپ کا %(bin)s %(day)s کو اٹھایا جائے گا۔",),
    Message("black bin"): ("کالا کچرا دان",),
    Message("green bin"): ("سبز کچرا دان",),
    Message("Put it out by %(time)s."): ("%(time)s تک باہر رکھیں۔",),
    Message("Ring %(phone)s."): ("%(phone)s پر فون کریں۔",),
    Message("Which one?"): ("کون سا؟",),
    Message("Go outside. Ring %(phone)s."): ("باہر جائیں۔ %(phone)s پر فون کریں۔",),
    Message("Remind me"): ("یاد دلائیں",),
    Message("Other address"): ("دوسرا پتہ",),
    Message("Speak to a person"): ("کسی شخص سے بات",),
    Message("Bins page"): ("کچرا دان کا صفحہ",),
    Message("See %(link)s."): ("%(link)s دیکھیں۔",),
    Message("It costs %(price)s."): ("قیمت %(price)s ہے۔",),
    Message("the council's website"): ("کونسل کی ویب سائٹ",),
    Message("It is at %(place)s, %(postcode)s, %(hours)s."): (
        "یہ %(place)s، %(postcode)s پر ہے، %(hours)s۔",
    ),
    Message("Your reference is %(ref)s."): ("آپ کا حوالہ نمبر %(ref)s ہے۔",),
    Message("Say more to hear the other choices."): ("باقی سننے کے لیے مزید کہیں۔",),
}  # fmt: skip
KNOWN = tuple(POLISH)


def approved(words: Translations, *roles: Role) -> Approvals:
    """All of `words` approved by these roles."""
    day = dt.date(2026, 11, 20)
    return Approvals(
        [approve(message, forms, role, day) for message, forms in words.items() for role in roles]
    )


def catalogue(*roles: Role) -> Catalogue:
    """The words, as approved by `roles` in both languages."""
    approvals = {tag: approved(words, *roles) for tag, words in (("pl", POLISH), ("ur", URDU))}
    return Catalogue(languages(), {"pl": POLISH, "ur": URDU}, approvals, KNOWN)


REPLY = COLLECTED.then(
    OUT_BY,
    RING,
    _("It costs %(price)s.", price=Money(Decimal("62.50"))),
    _(
        "It is at %(place)s, %(postcode)s, %(hours)s.",
        place=HOME,
        postcode=Postcode("LS8 1AA"),
        hours=Span(dt.time(10), dt.time(16)),
    ),
    _("Your reference is %(ref)s.", ref=Reference("7K4P9M")),
)
"""Six parts with ten values."""

TWO_BINS = Items((_("black bin"), _("green bin")))
STRANGE = Plain("<b>&\x00\u2068بلال\n*x* 🙂")
