"""Residents in danger whom nobody has taken yet, for those who are to be told at once."""

from __future__ import annotations

from bot.console.parts import Stores
from bot.handover.brief import HAZARDS
from bot.handover.people import Member
from bot.handover.request import Handover


async def alarms(stores: Stores, member: Member, danger: int) -> tuple[Handover, ...]:
    """Who waits in danger, longest first, at most a page of them; nobody for a member who is neither a
    supervisor nor on shift. `danger` is how many there are."""
    if not danger or not (member.may("supervisor") or await stores.shifts.on_shift(member.id)):
        return ()
    return tuple(one for one in (await stores.queue.look()).waiting if one.hazard)


def told(waiting: tuple[Handover, ...]) -> list[dict[str, str]]:
    """The same for the page's script: the reference and what was heard."""
    return [{"reference": one.reference, "what": HAZARDS.get(one.hazard, "heard")} for one in waiting]
