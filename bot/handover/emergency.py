"""What is said in every language that we have a few words of, also when nothing else can be said in it."""

from __future__ import annotations

from accessibility.text import Phone, Text, _


def danger(emergency: Phone) -> Text:
    """Where to call when life is in danger."""
    return _("In danger now: call %(phone)s.", phone=emergency)


def interpreter(line: Phone) -> Text:
    """To somebody whose language is not talked in: a person can be spoken to through an interpreter."""
    return _("For an interpreter, call the council: %(phone)s.", phone=line)
