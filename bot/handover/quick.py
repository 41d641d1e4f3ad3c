"""Answers that an adviser picks: they read English, the resident reads their own language."""

from __future__ import annotations

from accessibility.text import Text, _

QUICK: tuple[Text, ...] = (
    _("Hello. I have read what you wrote."),
    _("Please give me a moment. I am looking into it."),
    _("Thank you for waiting."),
    _("I am sorry that this happened."),
    _("Can you tell me more about it?"),
    _("What is your address, please?"),
    _("When did it start?"),
    _("Is anybody hurt or in danger?"),
    _("I have passed this to the team that deals with it."),
    _("I have put this right."),
    _("I cannot do this here, but I can tell you who can."),
    _("Would you like somebody to call you back?"),
    _("Do you need an interpreter?"),
    _("Please do not send bank details or passwords here."),
    _("Is there anything else that I can help with?"),
    _("Thank you for getting in touch. Goodbye."),
)
"""In the order of a talk: the beginning, questions, what was done, the end."""
