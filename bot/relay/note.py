"""The brief as one text: what Chatwoot's agents read first. It has neither phone number nor address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.handover.brief import Brief
from bot.store.talks import Told

_WHO = {"resident": "Resident", "assistant": "Assistant", "adviser": "Adviser", "system": "Notice"}


def written(reference: str, brief: Brief, lines: Sequence[Told], english: Callable[[Told], str]) -> str:
    """The facts, then the transcript. `english` gives what a line means in English, empty where it is not
    known or the line is in English."""
    facts = {
        "Reference": reference,
        "DANGER": brief.danger,
        "Why": brief.reason,
        "Language": f"{brief.language}, {brief.script}" if brief.script else brief.language,
        "Interpreter": brief.interpreter,
        "Channel": brief.channel,
        "Mind": "; ".join(brief.limits),
        "Keeping": brief.consent,
        "Earlier requests": ", ".join(one.reference for one in brief.earlier),
    }
    top = [f"{name}: {value}" for name, value in facts.items() if value]
    return "\n".join([*top, "", *(_line(told, english(told)) for told in lines)])


def _line(told: Told, english: str) -> str:
    entry = told.entry
    meaning = f"\n    in English: {english}" if english and english != entry.text else ""
    words = " ".join([entry.text, *("[photo]" for _one in entry.media)]).strip()
    return f"{_WHO[entry.who]}: {words}{meaning}"
