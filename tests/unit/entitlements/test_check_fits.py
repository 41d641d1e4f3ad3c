"""All that is said of every benefit, and every question, keeps the rules of screen, text and speech."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import pytest

from accessibility.renderer import Manner
from accessibility.renderers import renderer
from accessibility.rules import check
from accessibility.text import Text
from bot.dialogue.question import Question
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Fact
from bot.knowledge.entitlements.going_on import Ahead, GoOn
from bot.knowledge.entitlements.questions import question
from bot.knowledge.entitlements.verdict import Extent, Leaf, Truth, Verdict
from bot.knowledge.entitlements.wanted import wanted
from bot.knowledge.entitlements.words import told
from channels.can import CAN
from channels.message import Reply
from locales import catalogue
from locales.catalogue import Catalogue
from tests.unit.entitlements.asker import HEARS, READ

TODAY = READ
CHANNELS = ("telegram", "sms", "voice")
TRUTHS: tuple[Truth, ...] = ("yes", "no", "unknown")


@lru_cache(maxsize=1)
def words() -> Catalogue:
    return catalogue.load()


@lru_cache(maxsize=2)
def rules(city: str) -> Entitlements:
    return Entitlements.load(city)


def broken(reply: Reply, channel: str) -> list[str]:
    """The rules that it breaks on that channel; labels that no text message lists are not too long for it."""
    can = CAN[channel]
    manner = Manner(prefix="Leeds Council" if can.modality == "sms" else "", shared=can.shared)
    choices = [(one.id, one.label) for one in reply.choices]
    drawn = renderer(can.modality, words()).render(reply.text, "en", choices, reply.links, manner=manner)
    found = check(drawn, can.modality, source=drawn, prefix=manner.prefix)
    listed = all(one.label in drawn.text for one in drawn.choices)
    return [f"{fault} in {drawn.text}" for fault in found if listed or fault.rule != "R22"]


def verdicts(benefit: Benefit, because: tuple[Text, ...]) -> list[Verdict]:
    """Every kind of answer for a benefit, with as many reasons as it could have."""
    source = {"source": benefit.source, "link": benefit.link, "checked": benefit.checked}
    proof = tuple(Leaf("age", "yes", text) for text in because)
    extents = (Extent(Decimal(52), Decimal(80)), Extent(Decimal("52.5"), Decimal("52.5")), None)
    found = [Verdict(benefit.id, truth, proof, (), extents[0], **source) for truth in TRUTHS]
    found += [Verdict(benefit.id, "yes", proof, (), extent, **source) for extent in extents[1:]]
    return [*found, Verdict(benefit.id, "stale", **source)]


def reasons(benefit: Benefit) -> tuple[Text, ...]:
    """What the leaves of its rule say."""
    found, left = [], [benefit.rule] if benefit.rule else []
    while left:
        rule = left.pop()
        found += [rule.because] if rule.because else []
        left += [*rule.all, *rule.any, *([rule.not_] if rule.not_ else [])]
    return tuple(found)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_every_answer_keeps_the_rules(city: str, channel: str) -> None:
    faults = []
    for benefit in rules(city).benefits(TODAY):
        depends = tuple(fact.label for fact in rules(city).book.facts if fact.label)[:3]
        for verdict in verdicts(benefit, reasons(benefit)[:2]):
            faults += broken(Reply(told(benefit, verdict, depends)), channel)
    assert not faults


def asked(fact: Fact, most: int) -> Question[object]:
    return question(fact, HEARS, TODAY, most)  # type: ignore[return-value]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_question_keeps_the_rules(channel: str) -> None:
    most, faults = CAN[channel].max_choices, []
    for fact in rules("leeds").book.facts:
        asks = asked(fact, most)
        replies = [asks.prompt(), asks.again(1), asks.again(2), Reply(fact.why)]
        faults += [fault for reply in replies for fault in broken(reply, channel)]
    assert not faults


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("found", [0, 1, 2, 9])
@pytest.mark.parametrize("open_", [0, 1, 7])
def test_going_on_keeps_the_rules(found: int, open_: int, channel: str) -> None:
    most, faults = CAN[channel].max_choices, []
    benefits = rules("leeds").benefits(TODAY)
    for at in range(0, len(benefits) - found, 3):
        ahead = Ahead(benefits[at : at + found], min(open_, 6), open_ * 3)
        asks = GoOn(ahead, benefits, most)
        faults += broken(asks.prompt(), channel) if ahead.any else []
    assert not faults


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_kinds_of_help_keep_the_rules(channel: str) -> None:
    asks = wanted(rules("leeds").benefits(TODAY), CAN[channel].max_choices, HEARS.unsure)
    assert not [
        fault for reply in (asks.prompt(), asks.again(1), asks.again(2)) for fault in broken(reply, channel)
    ]
