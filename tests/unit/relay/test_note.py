"""What agents read first: the facts, the transcript, the English where it is known, and no phone number."""

from __future__ import annotations

import datetime as dt

from msgspec import structs

from accessibility.text import Rendered
from bot.handover.brief import Brief
from bot.relay.note import written
from bot.store.talks import Told
from channels.message import Entry, Speaker

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
BRIEF = Brief(
    reason="Danger was heard",
    danger="Smell of gas",
    language="Polish (Polski)",
    script="Latin letters",
    interpreter="Needed on the phone: Polish",
    channel="Text message",
    limits=("Be short",),
    asked=None,
    failed=(),
    consent="Not asked to be remembered",
    contact="+447700900123",
    earlier=(),
)


def told(seq: int, who: Speaker, text: str) -> Told:
    return Told(Entry(seq, AT, who, Rendered(text, "pl")), b"")


def english(line: Told) -> str:
    return {"Proszę czekać.": "Please wait."}.get(line.entry.text, line.entry.text)


def test_the_facts_come_first_then_what_was_said() -> None:
    lines = (told(1, "resident", "Czuję gaz"), told(2, "assistant", "Proszę czekać."))
    assert written("ABC234", BRIEF, lines, english).split("\n") == [
        "Reference: ABC234",
        "DANGER: Smell of gas",
        "Why: Danger was heard",
        "Language: Polish (Polski), Latin letters",
        "Interpreter: Needed on the phone: Polish",
        "Channel: Text message",
        "Mind: Be short",
        "Keeping: Not asked to be remembered",
        "",
        "Resident: Czuję gaz",
        "Assistant: Proszę czekać.",
        "    in English: Please wait.",
    ]


def test_what_is_not_there_is_not_named_and_the_phone_number_never_is() -> None:
    text = written("ABC234", structs.replace(BRIEF, danger="", limits=()), (), english)
    assert "DANGER" not in text
    assert "Mind" not in text
    assert "7700" not in text
