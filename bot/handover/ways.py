"""The ways out of the queue, as they are offered."""

from __future__ import annotations

from accessibility.text import Text, _
from channels.message import Choice

LEAVE = "queue:leave"
CALL = "do:handover.callback"


def leave_choice() -> Choice:
    """The assistant alone has the resident again."""
    return Choice(LEAVE, _("Leave the queue"))


def call_choice() -> Choice:
    """Somebody rings at a time of their choice."""
    return Choice(CALL, _("Ask for a call"))


def carry_on() -> Text:
    """What is written meanwhile is not lost."""
    return _("You can carry on typing. The adviser will see all of it.").if_room()
