"""What was said, out of a request: words for the conversation, and the few things the channel does itself."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from channels.alexa.intents import CANCEL, HELP, KNOWN, LEAVES, MEANT, REPEAT
from channels.alexa.request import AlexaRequest
from channels.alexa.tasks import COMMONEST
from channels.body import clean
from nlu.words import Words

OPENED, OPENING = "hello", "word:open"
"""What a transcript shows for an opened skill, and the choice that tells the conversation of it."""


class What(Struct, frozen=True):
    """`text` for the conversation, with `choice` when it is no words of a person's. `word` is the global word
    that all of it is, if it is one. `leaves`: they want to go. `opens`: nothing was said yet. `guide`: what
    comes back ends by asking what is wanted."""

    text: str = ""
    choice: str = ""
    word: str = ""
    leaves: bool = False
    cancels: bool = False
    opens: bool = False
    guide: bool = False


def what(request: AlexaRequest) -> What:
    """What a launch or an intent says. A session that begins with "say that again" is opened: whoever says so
    may not be the one who heard it."""
    if request.kind == "LaunchRequest" or (request.new and request.intent == REPEAT):
        return What(OPENED, OPENING, opens=True, guide=True)
    intent = KNOWN.get(request.intent)
    text = clean(intent.words(request.slots)) if intent else ""
    text = MEANT.get(text.lower(), text)
    word = _words().find(text, "en") if text else ""
    leaves = request.intent in LEAVES or word == "stop"
    cancels = request.intent == CANCEL or word == "cancel"
    return What(text, "", word, leaves, cancels, guide=request.intent == HELP)


def can_answer(request: AlexaRequest) -> bool:
    """Whether a question that names no skill is one for this skill, with all that it needs."""
    intent = next((one for one in COMMONEST if one.name == request.intent), None)
    return intent is not None and bool(intent.words(request.slots))


@cache
def _words() -> Words:
    return Words()
