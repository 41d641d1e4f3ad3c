"""What do you hold about me, and forget me: answered at once, on every channel."""

from __future__ import annotations

from accessibility.text import Count, Day, Items, Link, Place, Text, _, _n
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.bins import Bins
from bot.knowledge.facts import HOME
from bot.knowledge.held import Held, Holdings
from bot.knowledge.site import Site
from channels.message import Choice


@skill("privacy.access", topic=_("what we hold about you"), short=True)
async def access(talk: Talk) -> None:
    """Says what is held, why, and until when."""
    held = await talk.look("held", lambda: talk.need(Holdings).held(talk.conversation), Held)
    messages = _n(
        "I hold %(count)s message of this conversation.",
        "I hold %(count)s messages of this conversation.",
        Count(held.messages),
    )
    began = _("The conversation began on %(day)s.", day=Day(held.since, with_year=True))
    why = _("I keep them so that you do not have to say things twice.")
    until = _(
        "All of it is deleted on %(day)s if you write nothing more.", day=Day(held.until, with_year=True)
    )
    alerts = _alerts(held)
    privacy = Link(talk.need(Site).city.privacy, _("How the council uses your data"))
    known = (_address(talk), alerts, _reports(held))
    text = messages.then(*known, until.if_room(), began.if_room(), why.if_room())
    things, delete = _helpline(held), (Choice("do:privacy.erase", _("Delete it now")),)
    talk.say("held", text, links=(privacy,), choices=() if things else delete)
    if things:  # a message of its own: both at once would be too long to be heard
        talk.say("helpline", _("I also hold: %(things)s.", things=Items(things)), choices=delete)


def _address(talk: Talk) -> Text | None:
    home = talk.need(Bins).addresses.home(talk.recall(HOME) or "")
    if home is None:
        return None
    held = _("I also hold this address: %(place)s.", place=Place(home.line))
    return held.before_others(_("I also hold your address."))


def _alerts(held: Held) -> Text | None:
    """That alerts run, and for how many places."""
    if held.alerts_until is None:
        return None
    until = Day(held.alerts_until, with_year=True)
    if not held.places:
        return _("I send you alerts until %(day)s.", day=until)
    return _n(
        "I send you alerts for %(count)s place until %(day)s.",
        "I send you alerts for %(count)s places until %(day)s.",
        Count(held.places),
        day=until,
    )


def _reports(held: Held) -> Text | None:
    if not held.reports:
        return None
    return _n(
        "There is %(count)s report from you.", "There are %(count)s reports from you.", Count(held.reports)
    )


def _helpline(held: Held) -> tuple[Text, ...]:
    """What else is held, as far as there is any, up to what is still to be sent."""
    cases = _n("%(count)s report of a repair", "%(count)s reports of repairs", Count(held.cases))
    street = _n("%(count)s report of a street", "%(count)s reports of streets", Count(held.street))
    complaints = _n("%(count)s complaint", "%(count)s complaints", Count(held.complaints))
    calls = _n("%(count)s booked call", "%(count)s booked calls", Count(held.calls))
    talks = _n("%(count)s talk with an adviser", "%(count)s talks with advisers", Count(held.talks))
    photos = _n("%(count)s photo", "%(count)s photos", Count(held.photos))
    sending = _n(
        "%(count)s message on its way to you", "%(count)s messages on their way to you", Count(held.sending)
    )
    counted = (
        (cases, held.cases),
        (complaints, held.complaints),
        (street, held.street),
        (calls, held.calls),
        (talks, held.talks),
        (photos, held.photos),
        (sending, held.sending),
    )
    return tuple(text for text, count in counted if count)


@skill("privacy.erase", topic=_("deleting your data"), at_once=True)
async def erase(talk: Talk) -> None:
    """Deletes everything of this conversation, after one question. A repair that is still to be done is the
    landlord's duty by law: of that only what points to the person goes."""
    held = await talk.look("held", lambda: talk.need(Holdings).held(talk.conversation), Held)
    if held.open_cases:
        steps = (Choice("do:repairs.status", _("My report")),)
        talk.say("repairs", _stays(), choices=steps)
    sure = yes_no(_("It cannot be undone.").then(_("Shall I delete all that I hold about you?")))
    if not await talk.ask("sure", sure):
        talk.say("kept", _("OK. I have deleted nothing."))
        return
    talk.forgotten()
    nothing = _("It is deleted. I hold nothing about you now.")
    talk.say("done", _kept() if held.open_cases else nothing)


def _stays() -> Text:
    """What becomes of a repair that is not done, as `bot.store.case_forgetting` does it."""
    law = _("The law says the council must do your repair.")
    stays = _("The place, what is broken and who is at risk there stay.")
    goes = _("Your number, your words, your photos and this chat go.")
    return law.then(stays, goes.if_room(), _("To end the repair, too, take your report back first."))


def _kept() -> Text:
    deleted = _("It is deleted. Of your repair I keep the place, what is broken and who is at risk.")
    return deleted.then(_("We cannot tell you about the repair any more."))
