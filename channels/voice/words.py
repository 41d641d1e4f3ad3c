"""What a caller hears that the conversation does not say: the greeting, silence, and being put through."""

from __future__ import annotations

from collections.abc import Callable

from accessibility.text import Key, Plain, Text, _
from channels.voice.twiml import Spoken

PERSON_KEY, LANGUAGE_KEY, REPEAT_KEY = "0", "9", "*"

Speaks = Callable[[Text, str], Spoken]
"""Writes a text as speech in a language."""


def greeting(council: str) -> Text:
    """The first words of a call."""
    hello = _("Hello. This is the assistant of %(council)s.", council=Plain(council))
    keys = _(
        "For a person, press %(person)s. For another language, press %(language)s.",
        person=Key(PERSON_KEY),
        language=Key(LANGUAGE_KEY),
    )
    return hello.then(keys, _("How can I help you?"))


UNFINISHED = _("We had not finished last time. To hear my question again, say repeat.")
SILENT = _("I did not hear you. Take your time.")
STILL_SILENT = _("I still cannot hear you. For a person, press %(person)s.", person=Key(PERSON_KEY))
GOODBYE = _("I will stop here. Nothing of what you told me is lost. You can call again at any time.")
LOOKING = _("One moment, please. I am looking.")
NO_ANSWER = _("Nobody could answer your call.")
SORRY = _("Sorry, something went wrong. Please say it again.")
THANKS = _("Thank you for your call. Goodbye.")
