"""What is said about languages beside an answer: once each, and never between a question and its answer."""

from __future__ import annotations

from msgspec import structs

from accessibility.text import Plain, _
from bot.dialogue.events import AnyEvent, Asked, Noted, Said, replies
from bot.dialogue.scene import LANGUAGE, Scene
from channels.message import Choice, Reply


def note_languages(scene: Scene) -> None:
    """Offers Latin letters to who writes in them, and asks in two languages when it is not clear which one a
    first message was in."""
    _name_an_interpreter(scene)
    said = replies(scene.events)
    if scene.state.waits or any(reply.expects_answer or reply.importance == "safety" for reply in said):
        return
    _offer_latin_letters(scene)
    _ask_which(scene, said)


def _name_an_interpreter(scene: Scene) -> None:
    """To somebody whose language is not talked in, in that language. Who picks what is shown reads it: one
    word of it, such as `none`, may be a word elsewhere."""
    heard = "" if scene.heard.picked else scene.heard.understanding.heard
    if heard in scene.house.briefly and _once(scene, heard):
        scene.events.append(Noted(scene.house.briefly[heard].interpreter(), heard))


def _offer_latin_letters(scene: Scene) -> None:
    """A choice more with the answer: the person can read what they write."""
    tag, name = scene.house.writings.get(scene.language, ("", ""))
    if tag and scene.heard.understanding.romanised and _once(scene, tag):
        _add(scene.events, Choice(LANGUAGE + tag, _("%(name)s", name=Plain(name))))


def _ask_which(scene: Scene, said: tuple[Reply, ...]) -> None:
    other = scene.heard.understanding.also
    names = dict(scene.house.languages)
    if other not in names or scene.language not in names or not _once(scene, "which"):
        return
    choices = [
        Choice(LANGUAGE + tag, _("%(name)s", name=Plain(names[tag]))) for tag in (scene.language, other)
    ]
    if any(reply.choices for reply in said):
        _add(scene.events, choices[1])
    else:
        scene.events.append(Noted(Reply(_("Which language?"), tuple(choices)), scene.language, other))


def _once(scene: Scene, what: str) -> bool:
    if what in scene.state.noted:
        return False
    scene.state.noted += (what,)
    return True


def _add(events: list[AnyEvent], choice: Choice) -> None:
    """Puts a choice behind those of the last reply."""
    for at in range(len(events) - 1, -1, -1):
        event = events[at]
        if isinstance(event, (Said, Asked)):
            reply = structs.replace(event.reply, choices=(*event.reply.choices, choice))
            events[at] = structs.replace(event, reply=reply)
            return
