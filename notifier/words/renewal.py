"""The end of a subscription, in words."""

from __future__ import annotations

import datetime as dt

from accessibility.text import Day, _
from channels.message import Reply


def ending(day: dt.date) -> Reply:
    """Told ahead: it ends on that day unless its resident wants it to go on."""
    text = _("Your alerts end on %(day)s.", day=Day(day))
    return Reply(text.then(_("To keep them, reply KEEP."), _("Reply STOP to end them now.").if_room()))


def ended() -> Reply:
    """The last word."""
    text = _("Your alerts have ended.")
    return Reply(text.then(_("You can ask for them again at any time.")))
