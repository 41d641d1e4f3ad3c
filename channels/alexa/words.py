"""What the channel says itself: where the conversation behind it has nothing to say, or not yet."""

from __future__ import annotations

from accessibility.text import Postcode, Text, _

GOODBYE = _("Goodbye.")
KEPT = _("Goodbye. I keep your place. Open me again to carry on.")
ANYTHING_ELSE = _("Is there anything else?")
WHAT = _("What would you like to know?")
ALWAYS = _("You can also say: help, or a person.")
WAIT = _("One moment, please. I am looking.")
STILL = _("I am still looking. Say: go on.")
SORRY = _("Sorry, something went wrong here. Please try again.")
CANNOT = _("Sorry, I cannot do that here. You can ask me about your bins.")
NOTHING = _("I have nothing new to tell you.")
PERMIT = _("I can use the postcode of this speaker, if you allow it. Look in the Alexa app.")


def is_it(postcode: str) -> Text:
    """The question before the speaker's postcode is used."""
    return _("Is this for %(postcode)s?", postcode=Postcode(postcode))
