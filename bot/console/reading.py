"""Opens a conversation for a member of staff; every reading is in the audit."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Sequence

import structlog
from msgspec import Struct

from accessibility.text import Text
from bot.console.parts import Parts
from bot.console.visit import Refused, Visit
from bot.dialogue import state as states
from bot.dialogue.state import State
from bot.handover.brief import Brief, Facts, brief
from bot.handover.form import Form, read_form
from bot.handover.request import Handover
from bot.store.conversation import Conversation
from bot.store.talks import Told
from channels.message import Capabilities, Choice, Reply
from locales.languages import SOURCE

log = structlog.get_logger(__name__)

AGAIN = dt.timedelta(minutes=5)
"""A page that is open reads again with each news: within this time that is one reading."""

_REMEMBERED = 10_000
GONE = "This conversation has been erased, or there never was one with this reference."


class Opened(Struct, frozen=True):
    """A hand-over and the conversation behind it. `lookup` is what its pages watch in the hub."""

    handover: Handover
    conversation: Conversation
    lookup: bytes

    @property
    def state(self) -> State:
        return states.load(self.conversation.state)

    def with_(self, staff: int) -> bool:
        """Whether this adviser has it."""
        return self.handover.status == "adviser" and self.handover.adviser == staff


class Field(Struct, frozen=True):
    """An answer of the form, in English. `picked` is the id of the choice that is the answer, empty where it
    is open."""

    key: str
    label: str
    answer: str
    choices: tuple[tuple[str, str], ...]
    picked: str


class Blank(Struct, frozen=True):
    """The question that waits, in English; without choices it is answered in words."""

    key: str
    asks: str
    choices: tuple[tuple[str, str], ...]


class Filled(Struct, frozen=True):
    """A form as it is shown. `blank` is None when every question is answered."""

    run: str
    topic: str
    fields: tuple[Field, ...]
    fixed: bool
    blank: Blank | None


class Reading:
    """Reads for the pages of a conversation."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._read: OrderedDict[tuple[str, int, str], dt.datetime] = OrderedDict()

    async def open(self, visit: Visit, reference: str) -> Opened:
        """Raises `Refused` when there is nothing of this reference."""
        stores = self._parts.stores
        handover = await stores.handovers.find(reference)
        found = handover and await stores.talks.read(handover.conversation)
        if not handover or not found:
            raise Refused(404, GONE)
        await self._audit(visit, handover)
        return Opened(handover, *found)

    async def looked(self, visit: Visit, opened: Opened, photo: str) -> None:
        """A photo was looked at."""
        await self._audit(visit, opened.handover, photo[:12])

    async def brief(self, opened: Opened, told: tuple[Told, ...]) -> Brief:
        """What is read first."""
        found, conversation, settings = opened.handover, opened.conversation, self._parts.settings
        facts = Facts(
            handover=found,
            tongue=self._parts.words.languages.get(conversation.language or found.language),
            can=settings.can.get(found.channel, Capabilities()),
            address=conversation.address,
            kept=conversation.kept,
            retention_days=settings.retention_days,
            lines=[one.entry for one in told],
            all=await self._parts.stores.handovers.of(conversation.id),
        )
        return brief(facts)

    async def form(self, opened: Opened) -> Filled | None:
        """The form so far, in English; None when nothing was being filled in."""
        now = self._parts.clock.now()
        try:
            form = await read_form(opened.state, self._parts.house, now, opened.conversation.id)
        except Exception:
            # What the task reads may be gone; the conversation is still to be answered.
            log.exception("a form could not be read", conversation=opened.conversation.id)
            return None
        return self._filled(form, opened.state) if form else None

    async def seen(self, handover: int, conversation: int) -> str:
        """Changes with all that the page shows beside the lines: who has it, the notes, the form."""
        stores = self._parts.stores
        found = await stores.handovers.read(handover)
        read = await stores.talks.read(conversation)
        notes = await stores.notes.of(conversation)
        shown = (
            found and (found.status, found.adviser, found.team, found.hazard),
            read and (read[0].revision, read[0].state, read[0].language),
            len(notes),
            await stores.talks.reachable(conversation),
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

    def english(self, text: Text) -> str:
        """A text as staff read it."""
        return self._parts.lines.write("web", (Reply(text),), SOURCE)[0].rendered.text

    def _filled(self, form: Form, state: State) -> Filled:
        run = state.run if state.run and state.run.id == form.run else state.parked
        stored = run.answers if run else {}
        fields = tuple(
            Field(
                one.key,
                self.english(one.label) if one.label else one.key.replace("_", " ").capitalize(),
                self.english(one.said),
                self._labels(one.choices),
                _id_of(stored.get(one.key)),
            )
            for one in form.answers
        )
        return Filled(form.run, self.english(form.topic), fields, form.fixed, self._blank(form))

    def _blank(self, form: Form) -> Blank | None:
        one = form.waiting
        return Blank(one.key, self.english(one.asks), self._labels(one.choices)) if one else None

    def _labels(self, choices: Sequence[Choice]) -> tuple[tuple[str, str], ...]:
        return tuple((choice.id, self.english(choice.label)) for choice in choices)

    async def _audit(self, visit: Visit, handover: Handover, photo: str = "") -> None:
        key, now = (str(visit.session.id), handover.conversation, photo), self._parts.clock.now()
        last = self._read.pop(key, None)
        self._read[key] = now
        if last is not None and now - last < AGAIN:
            self._read[key] = last
            return
        if len(self._read) > _REMEMBERED:
            self._read.popitem(last=False)
        audit = self._parts.stores.audit
        detail = f"{handover.reference} {photo}".strip()
        await audit.record("photo" if photo else "read", visit.me, handover.conversation, detail)


def _id_of(stored: object) -> str:
    """The id of the choice that a stored answer is: yes and no are stored as what they are."""
    if isinstance(stored, bool):
        return "yes" if stored else "no"
    return stored if isinstance(stored, str) else ""
