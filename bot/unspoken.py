"""What a channel that speaks only some languages says in place of the others: the truth, and who can help."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import structs

from accessibility.text import Plain, _
from bot.dialogue.events import AnyEvent, Asked, LanguageChanged, Noted, Said
from bot.dialogue.scene import BOTH, LANGUAGE
from channels.message import Choice, Reply
from locales.languages import languages


def bridge(tag: str) -> Reply:
    """To who asks for the language `tag`, or for any other when it is empty."""
    named = {row.tag: row for row in languages()}
    row = named.get(tag)
    person = Choice("word:person", _("Talk to a person"))
    if row is None:
        text = _("I cannot speak other languages here. A person can help you, with an interpreter.")
    else:
        name = Plain(named[row.writing_of or tag].english)
        text = _("I cannot speak %(language)s here.", language=name).then(
            _("A person can help you, with an interpreter.")
        )
    write = _("You can also write to the council in your own language.")
    return Reply(text.then(write.if_room()), (person,))


def sayable(events: Iterable[AnyEvent], spoken: Collection[str]) -> list[AnyEvent]:
    """The events of a turn for a channel that speaks the languages `spoken`. A change to another language is
    none: of what would have been said in it only a question is put again, behind the bridge. Other languages
    are neither offered nor used for a note."""
    kept: list[AnyEvent] = []
    bridged = False
    for event in events:
        if isinstance(event, LanguageChanged) and event.language not in spoken:
            kept.append(Said(bridge(event.language)))
            bridged = True
        elif isinstance(event, Noted) and event.language not in spoken:
            continue
        elif isinstance(event, Said | Asked):
            if not bridged or isinstance(event, Asked):
                kept.append(_offered(event, spoken))
        else:
            kept.append(event)
    return kept


def _offered(event: Said | Asked, spoken: Collection[str]) -> Said | Asked:
    """The event without choices of languages that cannot be spoken; the bridge when that leaves nothing to
    choose from."""
    left = tuple(choice for choice in event.reply.choices if _is_spoken(choice, spoken))
    if len(left) == len(event.reply.choices):
        return event
    if isinstance(event, Asked) and len(left) < 2:
        return Said(bridge(""))
    return structs.replace(event, reply=structs.replace(event.reply, choices=left))


def _is_spoken(choice: Choice, spoken: Collection[str]) -> bool:
    if not choice.id.startswith(LANGUAGE):
        return True
    tag, both, _beside = choice.id.removeprefix(LANGUAGE).partition(BOTH)
    return not both and tag in spoken
