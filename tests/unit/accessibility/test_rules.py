"""The forty rules: where each is held, and that each check finds what it is for."""

from __future__ import annotations

from typing import Any

import pytest

from accessibility.renderers import MODALITIES, Modality, renderer
from accessibility.rules import ANYWHERE, BY_MODALITY, CHECKS, RULES, Fault, check, check_text
from accessibility.rules_words import banned_words
from accessibility.text import Items, Reference, Rendered, RenderedChoice, _
from tests.unit.accessibility.words import CHOICES, GAS, REPLY, catalogue

ISOLATED = "\u2068{}\u2069"


def ssml(words: str) -> str:
    return f'<speak><prosody rate="90%">{words}</prosody></speak>'


def choices(count: int, label: str = "Yes") -> tuple[RenderedChoice, ...]:
    return tuple(RenderedChoice(str(n), str(n), label) for n in range(1, count + 1))


def rules_broken(rendered: Rendered, modality: Modality, **more: Any) -> set[str]:
    return {fault.rule for fault in check(rendered, modality, **more)}


# The table


def test_every_rule_from_r01_to_r40_is_in_the_table_once() -> None:
    assert [rule.id for rule in RULES] == [f"R{n:02}" for n in range(1, 41)]


def test_every_rule_says_what_and_is_held_somewhere() -> None:
    for rule in RULES:
        assert rule.says
        assert rule.where


def test_the_rules_that_are_checked_here_are_exactly_those_with_a_check() -> None:
    assert {rule.id for rule in RULES if "check" in rule.where} == set(CHECKS)


def test_every_check_is_documented_with_its_number() -> None:
    for rule, judge in CHECKS.items():
        assert (judge.__doc__ or "").startswith(f"{rule}:")


def test_every_modality_has_its_checks() -> None:
    assert set(BY_MODALITY) == set(MODALITIES)
    assert not set(ANYWHERE) & {rule for checks in BY_MODALITY.values() for rule in checks}


# Good replies


@pytest.mark.parametrize("modality", ["screen", "sms", "speech"])
@pytest.mark.parametrize("tag", ["en", "pl", "ur"])
def test_a_good_reply_breaks_no_rule(modality: Modality, tag: str) -> None:
    made = renderer(modality, catalogue("translator", "reviewer"))
    rendered = made.render(GAS, tag, CHOICES, safety=True)
    english = made.render(GAS, "en", CHOICES)
    assert check(rendered, modality, source=english if modality == "screen" else None) == []


def test_a_long_reply_on_a_screen_breaks_no_rule() -> None:
    assert check(renderer("screen", catalogue()).render(REPLY, "en"), "screen") == []


# Each rule, broken once

LONG = "We will come to your house and look at the wall and the floor and the roof and the door and more."
MEAN = ("This is one line of words that goes on for far too many words here. " * 2).strip()
JARGON = (
    "Notification of determination necessitates communication. "
    "Reassessment considerations subsequently materialise regarding particular occupational circumstances "
    "herein now."
)

BROKEN: list[tuple[str, str, str]] = [
    ("R01", "screen", LONG),
    ("R01", "screen", MEAN.replace("here", "here and then some more")),
    ("R02", "screen", JARGON),
    ("R03", "screen", "Get in touch with us."),
    ("R03", "sms", "Ensure the receptacle is out."),
    ("R04", "screen", "Is it you? Is it here?"),
    ("R04", "screen", "Is it you? Say yes or no."),
    ("R11", "screen", "It is on 26/11/2026."),
    ("R11", "screen", "It is on 26/11."),
    ("R11", "sms", "It is on 2026-11-26."),
    ("R11", "screen", "It is tomorrow."),
    ("R12", "screen", "Out by 07:00."),
    ("R12", "screen", "Out by 7 am."),
    ("R12", "screen", "Out by 7:00am."),
    ("R12", "screen", "Open 10am - 4pm."),
    ("R12", "screen", "Open until 12pm."),
    ("R13", "screen", "It costs £62.00."),
    ("R13", "screen", "It costs £62.5."),
    ("R13", "screen", "It costs £ 62."),
    ("R15", "screen", "Done 🙂🙂"),
    ("R15", "screen", "👍"),
    ("R15", "sms", "Done 🙂"),
    ("R16", "screen", "I told him, sir."),
    ("R19", "sms", "word " * 62),
    ("R20", "sms", "It’s done – now."),
    ("R21", "sms", "See https://a.uk/x or https://b.uk/y."),
    ("R21", "sms", "See http://www.leeds.gov.uk"),
    ("R21", "sms", "See https://bit.ly/x1"),
    ("R23", "sms", f"Ring {ISOLATED.format('999')}."),
    ("R24", "speech", ssml("word " * 31)),
    ("R24", "speech", ssml("extraordinarily " * 12)),
    ("R26", "speech", "<speak>Hello.</speak>"),
    ("R27", "speech", ssml("Ring 0113 222 4406")),
    ("R27", "speech", ssml("Ring 01132224406")),
    ("R28", "speech", ssml("At LS8 1AA")),
    ("R29", "speech", ssml("It is K7P4M")),
    ("R30", "speech", ssml("Call 999 now")),
    ("R31", "speech", ssml("See www.leeds.gov.uk")),
    ("R31", "speech", ssml("See leeds.gov.uk")),
    ("R32", "speech", "<speak>a & b</speak>"),
    ("R32", "speech", ssml("a \u2068b\u2069")),
    ("R32", "speech", ssml("a *b* c")),
    ("R32", "speech", ssml("a 🙂")),
]


@pytest.mark.parametrize(("rule", "modality", "text"), BROKEN)
def test_a_broken_rule_is_found(rule: str, modality: Modality, text: str) -> None:
    assert rule in rules_broken(Rendered(text, "en"), modality)


def test_every_check_is_seen_to_find_something() -> None:
    elsewhere = {"R14", "R22", "R25"}
    assert {rule for rule, _, _ in BROKEN} | elsewhere == set(CHECKS)


@pytest.mark.parametrize(
    ("rule", "modality", "text"),
    [
        ("R01", "screen", "One short line. And one more."),
        ("R03", "screen", "We partnered nobody and viable."),
        ("R04", "sms", "Is it you? 1 Yes"),
        ("R11", "screen", "Tomorrow, Thursday 26 November."),
        ("R11", "screen", "12-14 Oakwood Lane"),
        ("R12", "screen", "7am, 5:30pm, 10am to 4pm, midday."),
        ("R13", "screen", "£62, £62.50 and £1,200."),
        ("R15", "screen", "Done 🙂"),
        ("R21", "sms", "See https://www.leeds.gov.uk/bins"),
        ("R27", "speech", ssml("zero one one three")),
        ("R30", "speech", ssml("22 bins on the 26 of May 2026")),
    ],
)
def test_what_is_well_said_is_left_alone(rule: str, modality: Modality, text: str) -> None:
    rendered = Rendered(text, "en", choices=choices(1) if modality == "sms" and rule == "R04" else ())
    assert rule not in rules_broken(rendered, modality)


def test_r01_a_translation_is_not_much_longer_than_the_english() -> None:
    english = Rendered("one two three four five six seven eight nine ten " * 2, "en")
    assert "R01" in rules_broken(Rendered("słowo " * 27, "pl"), "screen", source=english)
    assert "R01" not in rules_broken(Rendered("słowo " * 26, "pl"), "screen", source=english)


def test_r14_facts_in_urdu_text_are_kept_in_order() -> None:
    bare, held = "0113 222 4406 پر فون کریں۔", f"{ISOLATED.format('0113 222 4406')} پر فون کریں۔"
    assert rules_broken(Rendered(bare, "ur", "rtl"), "screen") == {"R14"}
    assert rules_broken(Rendered(held, "ur", "rtl"), "screen") == set()


@pytest.mark.parametrize(
    ("tag", "text", "safety", "broken"),
    [
        ("en", "a" * 306, False, False),
        ("en", "a" * 307, False, True),
        ("ur", "ک" * 201, False, False),
        ("ur", "ک" * 202, False, True),
        ("en", "a" * 161, True, True),
        ("ur", "ک" * 134, True, False),
        ("ur", "ک" * 135, True, True),
    ],
)
def test_r19_segments_by_alphabet_and_importance(tag: str, text: str, safety: bool, broken: bool) -> None:
    assert ("R19" in rules_broken(Rendered(text, tag), "sms", safety=safety)) is broken


def test_r19_does_not_count_the_english_copy_of_a_safety_message() -> None:
    text = "ک" * 100 + "\n" + "a" * 100
    assert "R19" not in rules_broken(Rendered(text, "ur", english="a" * 100), "sms", safety=True)


def test_r20_lets_a_resident_keep_their_accents() -> None:
    rendered = Rendered("Zażółć", "pl")
    assert "R20" in rules_broken(rendered, "sms")
    assert "R20" not in rules_broken(rendered, "sms", accents=True)
    assert "R20" not in rules_broken(Rendered("کل", "ur"), "sms")


def test_r21_the_council_is_named_first_when_it_is_asked_for() -> None:
    assert "R21" in rules_broken(Rendered("Hello", "en"), "sms", prefix="Leeds Council")
    assert "R21" not in rules_broken(Rendered("Leeds Council: Hello", "en"), "sms", prefix="Leeds Council")


@pytest.mark.parametrize(
    ("listed", "broken"),
    [(choices(3), False), (choices(4), True), (choices(1, "x" * 28), False), (choices(1, "x" * 29), True)],
)
def test_r22_few_and_short_choices(listed: tuple[RenderedChoice, ...], broken: bool) -> None:
    assert ("R22" in rules_broken(Rendered("Which one?", "en", choices=listed), "sms")) is broken


def test_r24_does_not_count_what_is_spelled() -> None:
    spelled = "zero one one three two two two four four zero six " * 2
    assert "R24" not in rules_broken(Rendered(ssml("Ring " + spelled), "en"), "speech")


def test_r25_three_spoken_choices() -> None:
    pauses = '<break time="700ms"/>Yes' * 4
    assert "R25" in rules_broken(Rendered(ssml(pauses), "en", choices=choices(4)), "speech")
    assert "R26" in rules_broken(Rendered(ssml("Yes"), "en", choices=choices(1)), "speech")


@pytest.mark.parametrize(
    ("code", "broken"), [("K7P4M", False), ("K7P4M9X", True), ("K0P4M", True), ("OIL", True)]
)
def test_r29_a_reference_is_short_and_clear(code: str, broken: bool) -> None:
    text = _("It is %(ref)s.", ref=Reference(code))
    faults = check_text(_("x").then(text)) + check_text(_("%(items)s", items=Items((Reference(code),))))
    assert [fault.rule for fault in faults] == (["R29", "R29"] if broken else [])


def test_a_fault_says_rule_and_reason() -> None:
    assert check(Rendered("It costs £62.00.", "en"), "screen") == [
        Fault("R13", "'£62.00': pounds alone, or with two digits of pence")
    ]


def test_every_banned_word_has_something_to_write_instead() -> None:
    for word, instead in banned_words().items():
        assert instead, word
        assert word == word.lower()
        assert "R03" in rules_broken(Rendered(f"Now {word} it.", "en"), "screen")


def test_only_english_is_held_to_english_words() -> None:
    assert rules_broken(Rendered("via regarding", "pl"), "screen") == set()
