"""All intents of the skill, in their order: a sample belongs to the first that wants it, danger first."""

from __future__ import annotations

from collections.abc import Mapping

from channels.alexa.intent import ANSWER, BIN, LANGUAGE, NUMBER, QUERY, SEARCH, WHICH, Intent
from channels.alexa.tasks import COMMONEST, DANGER

OTHERS = (
    Intent(
        "BinsNextOne",
        "when is my {bin} collected",
        bare="when is my bin collected",
        slots={"bin": BIN},
        samples=(
            "when is my {bin} collected",
            "when is the {bin} collected",
            "when is my {bin}",
            "when is the next {bin}",
            "when do they empty the {bin}",
            "when does my {bin} go out",
            "is it the {bin} this week",
            "is it the {bin} tomorrow",
            "{bin} day",
        ),
    ),
    Intent("HandoverCallback", "can someone ring me back", of="handover.callback"),
    Intent("PrivacyErase", "delete my data", of="privacy.erase"),
    Intent("PrivacyAccess", "what do you know about me", of="privacy.access"),
    Intent(
        "LanguageChange",
        "speak {language}",
        bare="change language",
        word="language",
        slots={"language": LANGUAGE},
        samples=(
            "speak {language}",
            "{language} please",
            "in {language} please",
            "i speak {language}",
            "do you speak {language}",
            "can you speak {language}",
            "help in {language}",
            "switch to {language}",
            "talk in {language}",
            "i need somebody who speaks {language}",
        ),
    ),
    Intent(
        "TextMe",
        "text it to me",
        word="text",
        samples=(
            "text it to me",
            "text that to me",
            "text me",
            "text me the rest",
            "text it to my phone",
            "send it to my phone",
            "send that to my phone",
            "send me a text",
        ),
    ),
    Intent("GoOnElsewhere", "go on somewhere else", word="link"),
    Intent("Slower", "slower", word="slower"),
    Intent("Shorter", "shorter", word="shorter"),
    Intent("GoBack", "go back", word="back"),
    Intent("More", "more", word="more"),
    Intent("CarryOn", "carry on", word="resume"),
    Intent("StartAgain", "start again", word="restart"),
    Intent("WhereFrom", "where from", word="source"),
    Intent("Thanks", "thank you", of="thanks"),
    Intent("Goodbye", "stop", of="goodbye"),
    Intent(
        "Pick",
        "{number}",
        slots={"number": NUMBER},
        samples=("{number}", "number {number}", "option {number}", "house number {number}"),
    ),
    Intent(
        "PickFlat",
        "flat {number}",
        slots={"number": NUMBER},
        samples=("flat {number}", "flat number {number}", "apartment {number}"),
    ),
    Intent(
        "PickWhich",
        "{which}",
        slots={"which": WHICH},
        samples=("{which}", "the {which}", "the {which} one", "{which} please", "the {which} please"),
    ),
    Intent(
        "Ask",
        "{query}",
        slots={QUERY: SEARCH},
        samples=(
            "ask {query}",
            "ask about {query}",
            "about {query}",
            "a question about {query}",
            "i have a question about {query}",
            "tell me about {query}",
            "i want to know {query}",
            "i want to ask {query}",
            "i would like to know {query}",
            "can you tell me {query}",
            "find out {query}",
            "report that {query}",
            "i want to report {query}",
            "my problem is {query}",
            "there is a problem with {query}",
        ),
    ),
    Intent(
        ANSWER,
        "{query}",
        slots={QUERY: SEARCH},
        samples=(
            "the answer is {query}",
            "my answer is {query}",
            "it is {query}",
            "i said {query}",
            "i mean {query}",
            "my address is {query}",
            "the address is {query}",
            "i live at {query}",
            "my postcode is {query}",
            "the postcode is {query}",
            "my number is {query}",
            "my phone number is {query}",
        ),
    ),
)

HELP, STOP, CANCEL = "AMAZON.HelpIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent"
YES, NO, REPEAT = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.RepeatIntent"
FALLBACK, HOME = "AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"

BUILT_IN = (
    Intent(CANCEL, "cancel", word="cancel"),
    Intent(HELP, "help", word="help"),
    Intent(STOP, "stop"),
    Intent(HOME, "stop"),
    Intent(FALLBACK, ""),
    Intent(YES, "yes", word="affirm"),
    Intent(NO, "no", word="deny"),
    Intent(REPEAT, "say that again", word="repeat"),
)
"""Amazon's own intents. What Fallback carries is nothing: not a word of what was said."""

LEAVES = frozenset({STOP, HOME, "Goodbye"})
"""Whoever says these wants to go, not to lose their place."""

ALL: tuple[Intent, ...] = (*DANGER, *BUILT_IN, *COMMONEST, *OTHERS)


KNOWN: Mapping[str, Intent] = {intent.name: intent for intent in ALL}
MEANT: Mapping[str, str] = {
    sample: intent.says for intent in ALL if not intent.slots for sample in intent.samples
}
"""Our words for what only this model has samples for, should it come as free words."""
