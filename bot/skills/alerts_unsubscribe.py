"""Stop my alerts: all of them, or one kind. Nobody is asked why, and STOP works besides."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.questions.choice import Option
from bot.dialogue.questions.several import several
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Subscriptions
from bot.knowledge.subscribing import changes
from bot.knowledge.subscribing.begin import held, mine
from bot.knowledge.subscribing.questions import ALERT
from bot.knowledge.subscribing.words import things
from channels.message import Choice
from notifier.subscription import Subscription, Wishes
from notifier.words.names import KINDS

EVERY = "every"


@skill("alerts.unsubscribe", topic=_("stopping your alerts"), at_once=True)
async def unsubscribe(talk: Talk) -> None:
    """Ends what is named. What is left is said, so that nobody is told of something they did not want."""
    had = await held(talk)
    if had is None:
        none = _("You get no alerts from me.").then(_("Send STOP to end all other messages, too.").if_room())
        talk.say("none", none)
        return
    gone = await _which(talk, had.wishes)
    if gone is None:
        no = _("You do not get alerts about that. I have changed nothing.")
        talk.say("not", no, choices=mine())
        return
    left = changes.without(had.wishes, gone)
    if not left.interests:
        await talk.once("end", lambda key: talk.need(Subscriptions).end(talk.conversation), bool)
        again = Choice("do:alerts.subscribe", _("Get alerts"))
        talk.say(
            "ended", _("Done. You get no more alerts. What I kept for them is deleted."), choices=(again,)
        )
        return
    save = talk.need(Subscriptions).save
    saved = await talk.once("save", lambda key: save(talk.conversation, left), Subscription)
    told = _("Done. You still get alerts about %(things)s.", things=things(saved.wishes))
    talk.say("fewer", told, choices=mine())


async def _which(talk: Talk, wishes: Wishes) -> tuple[str, ...] | None:
    """The kinds that are to end; None when those that are named are not had anyway."""
    there = tuple(dict.fromkeys(one.kind for one in wishes.interests))
    named = talk.opening.entities(ALERT)
    if named:
        return tuple(kind for kind in there if kind in named) or None
    if len(there) == 1:
        return there
    options = [Option(EVERY, _("All of them"))]
    options += [Option(kind, KINDS[kind], (ALERT, kind)) for kind in there]
    picked = await talk.ask("which", several(_("Which alerts shall I stop?"), options))
    return there if EVERY in picked else picked
