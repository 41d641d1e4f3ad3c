""" "Text it to me": what was said, to a number that the resident gives and confirms."""

from __future__ import annotations

from typing import Any

from accessibility.text import Phone, Text, _
from bot.dialogue.questions.phone import national, phone
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.texts import Texted, Texts
from channels.message import Choice, Reply

_SAID: Any = tuple[Reply, ...]
_TEXTED: Any = Texted


@skill("channels.text", topic=_("a text message to you"), at_once=True)
async def text_it(talk: Talk) -> None:
    """Texts the last answer, with consent, once."""
    texts = talk.need(Texts)
    said = await talk.look("said", lambda: texts.said(talk.conversation), _SAID)
    if not texts.works or not said:
        nothing = _("There is nothing to text yet. Ask me something first.")
        talk.say("not", nothing if texts.works else _("I cannot send text messages."))
        return
    number = await _number(talk, texts)
    if number is None:
        talk.say("stopped", _("OK. I have texted nothing."))
        return
    language = talk.opening.understanding.language
    texted = await talk.once(
        "send", lambda key: texts.send(talk.conversation, number, said, language, key), _TEXTED
    )
    talk.say("texted", _told(texted), choices=() if texted == "sent" else _person())


async def _number(talk: Talk, texts: Texts) -> str | None:
    """The number, said back and agreed to."""
    calling = await talk.look("calling", lambda: texts.number(talk.conversation), str)
    if calling:
        own = yes_no(_("Shall I text it to %(phone)s?", phone=_shown(calling)))
        if await talk.ask("own", own):
            return calling
    asks = phone(_("Which number shall I text it to?"), label=_("Phone number"))
    number = await talk.ask("number", asks)
    right = yes_no(_("I will text it once to %(phone)s. Is that right?", phone=_shown(number)))
    return number if await talk.ask("right", right) else None


def _shown(number: str) -> Text:
    """The number as an answer that is said back: no screen in the room shows it."""
    return _("%(phone)s", phone=Phone(national(number)))


def _told(texted: Texted) -> Text:
    if texted == "sent":
        return _("I have texted it to you. It may take a minute.")
    if texted == "unwanted":
        return _("I may not text this number: it has asked us to stop.")
    return _("I have texted enough for today.")


def _person() -> tuple[Choice, ...]:
    return (Choice("word:person", _("Talk to a person")),)
