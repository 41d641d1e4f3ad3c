"""The brief says what is known, and no more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec import structs

from accessibility.text import Rendered
from bot.handover.brief import HAZARDS, REASONS, Brief, Facts, brief
from bot.handover.cards import HAZARDS as CARDS
from bot.handover.request import Handover
from channels.can import CAN
from channels.message import Capabilities, Entry
from locales.languages import languages

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
ROWS = {row.tag: row for row in languages()}


def handover(**more: Any) -> Handover:
    """Somebody who has just joined the queue."""
    found = Handover(
        1, "K7P4MW", 5, "web", "en", "asked", "", "", 2, "queued", None, None, NOW, None, None, ""
    )
    return structs.replace(found, **more)


def said(seq: int, text: str, minutes: int = -1, who: Any = "resident") -> Entry:
    return Entry(seq, NOW + dt.timedelta(minutes=minutes), who, Rendered(text, "en"))


def made(found: Handover | None = None, lines: tuple[Entry, ...] = (), **more: Any) -> Brief:
    facts = Facts(
        handover=found or handover(),
        tongue=ROWS["en"],
        can=Capabilities(push=True, photos=True),
        address="07700 900123",
        kept=False,
        retention_days=30,
        lines=lines,
        all=(),
    )
    return brief(structs.replace(facts, **more))


def test_every_reason_and_danger_has_words() -> None:
    assert set(HAZARDS) == set(CARDS)
    assert set(REASONS) == {"asked", "misses", "safety", "reopened"}


def test_the_language_is_named_in_english_and_by_itself() -> None:
    polish = made(tongue=ROWS["pl"], handover=handover(language="pl"))
    assert (polish.language, polish.script) == ("Polish (Polski)", "Latin letters")
    assert polish.interpreter == "Needed on the phone: Polish"
    assert made().interpreter.startswith("Not needed")


def test_a_language_that_is_not_served_is_told_by_its_tag() -> None:
    assert made(tongue=None, handover=handover(language="cy")).language == "cy"


def test_a_phone_number_is_shown_only_where_the_channel_is_a_phone() -> None:
    assert made(handover(channel="sms"), can=CAN["sms"]).contact == "07700 900123"
    assert made(handover(channel="web"), can=CAN["web"]).contact == ""


def test_the_limits_of_the_channel_are_told() -> None:
    limits = made(can=Capabilities(modality="sms", push=False)).limits
    assert any("160" in limit for limit in limits)
    assert any("only when they write again" in limit for limit in limits)


@pytest.mark.parametrize("channel", CAN)
def test_how_sure_it_is_who_writes_comes_first(channel: str) -> None:
    first, *_ = made(handover(channel=channel), can=CAN[channel]).limits
    assert first.startswith("Known ")


def test_the_last_messages_are_told_when_they_were_not_understood() -> None:
    lines = tuple(said(seq, f"message {seq}", minutes=seq - 10) for seq in range(1, 6))
    lines += (said(6, "Sorry?", who="assistant"), said(7, "written later", minutes=5))
    assert [one.text for one in made(handover(reason="misses"), lines).failed] == [
        "message 3",
        "message 4",
        "message 5",
    ]
    assert made(handover(), lines).failed == ()


def test_what_was_asked_first_is_of_this_day() -> None:
    lines = (said(1, "last week", minutes=-7 * 24 * 60), said(2, "my bin"), said(3, "a person"))
    asked = made(lines=lines).asked
    assert asked
    assert asked.text == "my bin"


def test_earlier_talks_are_listed_without_this_one() -> None:
    before = handover(id=0, reference="A2B3C4", status="closed")
    assert [one.reference for one in made(all=(handover(), before)).earlier] == ["A2B3C4"]
