"""The forty rules of a good reply, where each is held, and the check of those that a message shows by itself.

Tests call `check` on every reply; so may production, where it costs a fraction of a millisecond.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from accessibility import rules_sms, rules_speech, rules_values, rules_words
from accessibility.fault import Fault, Reading
from accessibility.renderers import Modality
from accessibility.text import Rendered, Text

__all__ = ["CHECKS", "RULES", "Fault", "Rule", "check", "check_text"]

Where = Literal["check", "renderer", "dialogue", "browser", "channel", "understanding"]
Check = Callable[[Reading], Iterator[str]]


class Rule(Struct, frozen=True):
    """`where` holds it: `check` here, the `renderer` by how it is made (with its tests), tests of the
    `dialogue`, of `understanding` or in the `browser`, or, from the step that brings it, a `channel`."""

    id: str
    says: str
    where: tuple[Where, ...]


RULES = (
    Rule("R01", "sentences of 20 words at most, 15 on average; translations 1.3 times as long", ("check",)),
    Rule("R02", "Flesch-Kincaid grade 8 at most, 6 as the aim", ("check",)),
    Rule("R03", "no word of the list", ("check",)),
    Rule("R04", "one question, at the end", ("check",)),
    Rule("R05", "one main action", ("dialogue",)),
    Rule("R06", "a way to a person in every reply, first after two failed turns", ("dialogue",)),
    Rule("R07", "global words understood in every state and language", ("dialogue", "understanding")),
    Rule("R08", "nothing asked twice", ("dialogue",)),
    Rule("R09", "confirmed before it is sent, with a way to change", ("dialogue",)),
    Rule("R10", "no time-out loses work", ("dialogue",)),
    Rule("R11", "dates with weekday, day and month; tomorrow with its date", ("check", "renderer")),
    Rule("R12", "7am, 10am to 4pm, midday, midnight", ("check", "renderer")),
    Rule("R13", "£62 or £62.50", ("check", "renderer")),
    Rule("R14", "values kept in order in right-to-left text", ("check", "renderer")),
    Rule("R15", "one emoji at most, none in text messages, never alone", ("check",)),
    Rule("R16", "no guess at gender", ("check",)),
    Rule("R17", "machine translation is labelled", ("renderer", "browser")),
    Rule("R18", "source and date of a fact on request", ("dialogue",)),
    Rule("R19", "two GSM segments or three UCS-2; safety one or two", ("check",)),
    Rule("R20", "GSM alphabet where the language can be folded", ("check", "renderer")),
    Rule("R21", "council first; one full https link", ("check", "renderer")),
    Rule("R22", "three numbered choices of 30 characters at most", ("check", "renderer")),
    Rule("R23", "phones in right-to-left text messages without isolates", ("check", "renderer")),
    Rule("R24", "30 words and 12 seconds before the question", ("check",)),
    Rule("R25", "three spoken choices at most", ("check", "renderer")),
    Rule("R26", "90 %, with pauses between ideas and choices", ("check", "renderer")),
    Rule("R27", "phones by digit, in groups, twice", ("check", "renderer")),
    Rule("R28", "postcodes by letter", ("check", "renderer")),
    Rule("R29", "references of six clear characters, by letter", ("check", "renderer")),
    Rule("R30", "numbers that identify are never cardinals", ("check", "renderer")),
    Rule("R31", "no address spoken", ("check", "renderer")),
    Rule("R32", "valid SSML without marks, markdown and emoji", ("check", "renderer")),
    Rule("R33", "barge-in and long silence; two reprompts, the second shorter", ("channel",)),
    Rule("R34", "words of the dialect are understood", ("understanding",)),
    Rule("R35", "axe, keyboard, 320 px, 200 % text, right-to-left pages", ("browser",)),
    Rule("R36", "lang and dir on every bubble", ("browser",)),
    Rule("R37", "a live log; focus never moves", ("browser",)),
    Rule("R38", "44 px targets, 7:1 contrast", ("browser",)),
    Rule("R39", "works without JavaScript", ("browser",)),
    Rule("R40", "Telegram: two buttons a row, six at most; a strong letter first", ("renderer", "channel")),
)

ANYWHERE: dict[str, Check] = {
    "R01": rules_words.length,
    "R02": rules_words.grade,
    "R03": rules_words.banned,
    "R04": rules_words.question,
    "R11": rules_values.dates,
    "R12": rules_values.times,
    "R13": rules_values.prices,
    "R14": rules_values.order,
    "R15": rules_words.pictures,
    "R16": rules_words.gender,
}
BY_MODALITY: dict[str, dict[str, Check]] = {
    "screen": {},
    "sms": {
        "R19": rules_sms.size,
        "R20": rules_sms.alphabet,
        "R21": rules_sms.sender,
        "R22": rules_sms.choices,
        "R23": rules_sms.isolates,
    },
    "speech": {
        "R24": rules_speech.length,
        "R25": rules_speech.choices,
        "R26": rules_speech.pace,
        "R27": rules_speech.phones,
        "R28": rules_speech.postcodes,
        "R29": rules_speech.codes,
        "R30": rules_speech.cardinals,
        "R31": rules_speech.links,
        "R32": rules_speech.markup,
    },
}
CHECKS = {**ANYWHERE, **BY_MODALITY["sms"], **BY_MODALITY["speech"]}
"""Every rule that `check` judges."""


def check(
    rendered: Rendered,
    modality: Modality,
    *,
    source: Rendered | None = None,
    safety: bool = False,
    prefix: str = "",
    accents: bool = False,
) -> list[Fault]:
    """The rules that a rendered message breaks; none is the aim. The arguments are those of `Reading`."""
    plain = _plain(rendered.text) if modality == "speech" else rendered.text
    reading = Reading(rendered, modality, plain, source, safety, prefix, accents)
    checks = {**ANYWHERE, **BY_MODALITY[modality]}
    return [Fault(rule, message) for rule, broken in checks.items() for message in broken(reading)]


def check_text(text: Text) -> list[Fault]:
    """The rules that the facts of a text break before it is rendered."""
    return list(rules_values.references(text))


def _plain(ssml: str) -> str:
    """What is heard, without the markup."""
    return html.unescape(re.sub(r"<[^>]*>", " ", ssml))
