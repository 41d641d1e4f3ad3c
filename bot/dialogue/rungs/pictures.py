"""Photos that no question has asked for: kept for an adviser, and said so. The assistant cannot see them."""

from __future__ import annotations

from accessibility.text import Count, Text, _, _n
from bot.dialogue.scene import Scene
from channels.message import Choice


async def pictures(scene: Scene) -> bool:
    """Says what becomes of photos. Words that came with them are heard as ever; without any the waiting
    question is put again, or a person is offered."""
    count = len(scene.heard.media)
    if not count or await _asked_for(scene):
        return False
    kept = _n("I have kept %(count)s photo.", "I have kept %(count)s photos.", Count(count))
    blind = kept.then(_("I cannot look at pictures."), _("An adviser can, if you talk to one.").if_room())
    if scene.heard.text.strip():
        scene.say(blind)
        return False
    waits = scene.waiting is not None or scene.state.offer is not None
    person = () if waits else (Choice("word:person", _("Talk to a person")),)
    scene.say(blind if waits else blind.then(_in_words()), *person)
    await scene.put_again()
    return True


def _in_words() -> Text:
    return _("Please tell me in words what it is about.")


async def _asked_for(scene: Scene) -> bool:
    """Whether the waiting question is one for photos."""
    waiting = scene.waiting if scene.state.offer is None else None
    return waiting is not None and await scene.engine.takes_photos(waiting)
