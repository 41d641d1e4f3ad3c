"""How a report of a street stands, for whoever asks: by its reference, else the newest of their own."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.dialogue.talk import Talk
from bot.knowledge.street.report import Known
from bot.knowledge.street.reports import StreetReports
from bot.knowledge.street.street import Street
from bot.knowledge.street.words import next_steps, standing

_MAYBE: Any = Known | None


async def told(talk: Talk, reference: str) -> bool:
    """Says it, if there is such a report; whether there is. A house that takes no such reports has none."""
    try:
        reports, street = talk.need(StreetReports), talk.need(Street)
    except LookupError:
        return False
    known = await talk.look(
        f"street.{reference}", partial(_meant, reports, reference, talk.conversation), _MAYBE
    )
    if known is None:
        return False
    talk.say(f"street.{known.reference}", standing(known, street), choices=next_steps())
    return True


async def _meant(reports: StreetReports, reference: str, conversation: int) -> Known | None:
    if reference:
        return await reports.find(reference)
    mine = await reports.of(conversation)
    return next((one for one in mine if one.open), mine[0] if mine else None)
