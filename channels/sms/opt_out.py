"""STOP and START: the words by which somebody ends or resumes text messages altogether.

The words are Twilio's default keywords (https://help.twilio.com, "Twilio support for opt-out keywords"). They
count only alone in a message. With default handling Twilio acts on all of them and answers by itself; with
the Advanced Opt-Out of a Messaging Service it says in the field `OptOutType` which it has acted on.
"""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

ALWAYS_STOP = frozenset({"stop", "stopall", "unsubscribe"})
"""Nobody means anything else by these, whoever else has heard them."""

STOPS = ALWAYS_STOP | {"end", "quit", "revoke", "optout", "cancel"}
STARTS = frozenset({"start", "unstop"})
YES = "yes"
"""Resumes at Twilio, too, but is the answer to many a question."""


class OptOuts(Protocol):
    """Keeps who wants no messages; handed to the channel when it is made."""

    async def stop(self, channel: str, address: str) -> None:
        """Nothing more is sent to this address. Again changes nothing."""

    async def start(self, channel: str, address: str) -> None:
        """Messages may be sent again. Again changes nothing."""


class Wish(Struct, frozen=True):
    """What somebody wants of all text messages. `answered`: the provider has said all there is to say, and
    the message goes no further."""

    stop: bool = False
    start: bool = False
    answered: bool = False


def wish(text: str, opt_out_type: str = "", *, swallows: bool = False) -> Wish:
    """`opt_out_type` is what the provider says that it has acted on; `swallows`: it acts on all default
    keywords without saying so."""
    word = text.strip().strip(".!").casefold()
    kind = opt_out_type.upper()
    if kind == "STOP" or word in (STOPS if swallows else ALWAYS_STOP):
        return Wish(stop=True, answered=True)
    if kind == "START" or word in STARTS:
        return Wish(start=True, answered=(swallows and word in STARTS) or kind == "START")
    return Wish(start=swallows and word == YES)
