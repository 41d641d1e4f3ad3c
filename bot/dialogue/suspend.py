"""The ways out of a skill before its end. The first two are no `Exception`, so that no skill catches them by
accident."""

from __future__ import annotations


class Suspend(BaseException):
    """Leaves the skill until the resident answers."""


class Restart(BaseException):
    """Runs the skill again from the top with an answer taken out."""


class Bug(Exception):
    """A skill breaks a rule of the engine; the message says which and how to mend it."""
