"""What an adviser's words become: what the resident reads."""

from __future__ import annotations

from accessibility.text import Plain, Rendered, Text, _
from channels.message import Reply


def typed(words: str, language: str, direction: str = "ltr") -> Rendered:
    """Words as they were typed, in the language that the adviser says they are in. Nobody translates them."""
    return Rendered(words, language, direction)


def joined(first_name: str) -> Reply:
    """Who speaks from here on. It comes before the adviser's first line, so that the assistant's silence is
    understood on channels that show no names."""
    return Reply(_("You are talking to %(name)s from the council.", name=Plain(first_name)))


def passed() -> Reply:
    """A colleague takes over."""
    return Reply(_("I am passing you to a colleague. They can see what you wrote."))


def requeued() -> Reply:
    """Another team is asked, which takes as long as it takes."""
    return Reply(_("I am passing you to another team. They can see what you wrote."))


def closed() -> Text:
    """The talk is over; what is written from here on is a new request."""
    return _("This talk with the council is finished.")


def first_name(name: str) -> str:
    """What an adviser is called in front of residents."""
    return name.split()[0] if name.split() else ""
