"""Stop and start: whether a resident wants to be written to unasked. The words to send for it are the same in
every language, because those who carry text messages know no others."""

from __future__ import annotations

from accessibility.text import _
from channels.message import Reply

STOPS = frozenset({"stop", "stopall", "unsubscribe", "optout", "revoke"})
STARTS = frozenset({"start", "unstop"})

QUIET = Reply(_("I will not write to you unless you write first. To change that, send START."))
BACK = _("OK. I may write to you again.")


def stops(text: str) -> bool:
    """Whether the whole message says so, in the words that every carrier knows."""
    return _bare(text) in STOPS


def starts(text: str) -> bool:
    """Whether the whole message takes it back."""
    return _bare(text) in STARTS


def _bare(text: str) -> str:
    return text.strip().strip(".!").casefold()
