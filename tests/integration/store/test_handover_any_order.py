"""Advisers, residents and the assistant in any order: one has the conversation, and only they write into it.

What should be is kept beside the store, in plain Python, and the store has to agree after every step.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import Struct, field, structs
from sqlalchemy import select

from bot.clock import FixedClock
from bot.handover.request import LEASE, NewHandover, NotYours, OffShift
from bot.store.conversation import Superseded
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.tables import conversations, handovers
from bot.store.turn import Moved, Opened
from tests.databases import SECRET, START
from tests.integration.store.handing_over import (
    adviser,
    adviser_says,
    begin_shift,
    end_shift,
    joining,
    marker,
)
from tests.integration.store.talking import HOLDER, line, message, outcome, read

T = TypeVar("T")
pytestmark = pytest.mark.timeout(180)  # it waits for the disk some thousand times
ADDRESSES = ("1", "2")
PEOPLE = (1, 2, 3)
HOLDER_OF_IT = 0  # else those who try are nearly always refused, and nothing goes on
residents = st.sampled_from(ADDRESSES)
people = st.sampled_from(PEOPLE)
WANTS = ("writes", "writes", "asks_for_a_person", "asks_for_a_person", "is_forgotten")
DOES = (
    "claims",
    "claims",
    "writes",
    "gives_a_sign_of_life",
    "passes",
    "passes_to_a_team",
    "hands_back",
    "hands_back_late",
    "closes",
)
anybody = st.sampled_from((HOLDER_OF_IT, HOLDER_OF_IT, *PEOPLE))


class Talk(Struct):
    """A conversation as it should be. `handover` is the id of the live one, `turn` the turn that is open."""

    id: int = 0
    owner: str = "bot"
    revision: int = 0
    lease: dt.datetime = START
    handover: int = 0
    lines: list[tuple[str, str]] = field(default_factory=list)
    turn: Opened | None = None

    def goes_to(self, owner: str) -> None:
        self.owner = owner
        self.revision += 1
        if not owner.startswith("adviser") and owner != "queue":
            self.handover = 0


async def refusal(work: Coroutine[Any, Any, Any]) -> Exception | None:
    """Why the store does not do it; None when it has done it."""
    try:
        await work
    except (NotYours, OffShift, Superseded) as refused:
        return refused
    return None


class Helpline(RuleBasedStateMachine):
    """Two residents, three advisers, one store."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = TemporaryDirectory()
        self.clock = FixedClock(START)
        self.talks = {address: Talk() for address in ADDRESSES}
        self.there = set(PEOPLE)
        self.said = 0

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def opens(self) -> None:
        url = f"sqlite:///{Path(self.folder.name) / 'town.db'}"
        self.store = self.run(Store.open(url, Keys([SECRET]), self.clock))
        for who in PEOPLE:
            assert self.run(adviser(self.store, who)) == who
        for address in ADDRESSES:
            self.resident_asks_for_a_person(address)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.loop.close()
        self.folder.cleanup()

    def words(self, who: str) -> str:
        self.said += 1
        return f"{who}, line {self.said}"

    # The resident and the assistant.

    @rule(address=residents, what=st.sampled_from(WANTS))
    def resident_does(self, address: str, what: str) -> None:
        getattr(self, f"resident_{what}")(address)

    def resident_writes(self, address: str) -> None:
        talk = self.talks[address]
        if talk.turn is not None:  # it would wait for the turn before it
            return
        turn = self.run(self.store.open_turn(message(self.words("resident"), address=address), HOLDER))
        assert isinstance(turn, Opened)
        talk.id, talk.turn = turn.conversation.id, turn
        talk.lines.append(("resident", turn.inbound.text))
        assert turn.conversation.owner == talk.owner

    @rule(address=residents, what=st.sampled_from(["answer", "person", "person", "danger", "leave"]))
    def assistant_decides(self, address: str, what: str) -> None:
        """The end of a turn, however long ago it began and whatever has happened since."""
        talk = self.talks[address]
        turn, talk.turn = talk.turn, None
        if turn is None:
            return
        owner, words = turn.conversation.owner, self.words("assistant")
        if owner.startswith("adviser"):
            self.run(self.store.leave_turn(turn))
            return
        write = structs.replace(outcome(turn, line(words)), owner=owner)
        if what in ("person", "danger"):
            write = joining(turn, NewHandover("asked", "gas" if what == "danger" else ""), line(words))
        if what == "leave":
            write = structs.replace(write, moved=Moved("bot", leaves=True))
        current = turn.conversation.id == talk.id and turn.conversation.revision == talk.revision
        dropped = self.run(refusal(self.store.commit_turn(write)))
        assert (dropped is None) == current, "it is written for its own owner and revision only"
        if isinstance(dropped, Superseded):
            assert dropped.owner == (talk.owner if turn.conversation.id == talk.id else "erased")
            return
        talk.lines.append(("assistant", words))
        talk.goes_to(write.moved.new_owner or owner)
        if talk.owner == "queue" and not talk.handover:
            talk.handover = self.run(self.store.handovers.of(talk.id))[0].id

    def resident_asks_for_a_person(self, address: str) -> None:
        self.resident_writes(address)
        self.assistant_decides(address, "person")

    def resident_is_forgotten(self, address: str) -> None:
        turn = self.talks[address].turn
        self.run(self.store.erase(self.talks[address].id))
        self.talks[address] = Talk(turn=turn)

    # The advisers. Each may try anything at any time.

    def tries(self, talk: Talk, allowed: bool, work: Coroutine[Any, Any, Any]) -> bool:
        """Whether it went through, which it does exactly when it is `allowed`."""
        refused = self.run(refusal(work))
        assert (refused is None) == allowed, refused
        if isinstance(refused, NotYours) and refused.holder:
            assert talk.owner == f"adviser:{refused.holder}", "it names who has it"
        return allowed

    @rule(address=residents, who=anybody, what=st.sampled_from(DOES))
    def adviser_tries(self, address: str, who: int, what: str) -> None:
        talk = self.talks[address]
        if who == HOLDER_OF_IT:
            owner = talk.owner.partition(":")[2]
            who = int(owner) if owner else min(self.there, default=PEOPLE[0])
        getattr(self, what)(talk, who)

    @rule(address=residents, who=people, then=st.sampled_from(DOES))
    def adviser_takes_who_asks(self, address: str, who: int, then: str) -> None:
        """The usual way: left to chance alone, hardly anything would get this far."""
        self.resident_asks_for_a_person(address)
        self.adviser_tries(address, who, "claims")
        self.adviser_tries(address, HOLDER_OF_IT, then)

    def has(self, talk: Talk, who: int) -> bool:
        return talk.owner == f"adviser:{who}" and talk.lease > self.clock.now()

    def keeps(self, talk: Talk, words: tuple[str, str] | None = None) -> None:
        talk.lease = self.clock.now() + LEASE
        talk.lines += [words] if words else []

    def claims(self, talk: Talk, who: int) -> None:
        words = self.words("system")
        allowed = talk.owner == "queue" and who in self.there
        if self.tries(talk, allowed, self.store.handovers.claim(talk.handover, who, (marker(words),))):
            talk.goes_to(f"adviser:{who}")
            self.keeps(talk, ("system", words))

    def writes(self, talk: Talk, who: int) -> None:
        words = self.words(f"adviser {who}")
        work = self.store.handovers.write(talk.handover, who, (adviser_says(words),))
        if self.tries(talk, self.has(talk, who), work):
            self.keeps(talk, ("adviser", words))

    def gives_a_sign_of_life(self, talk: Talk, who: int) -> None:
        if self.tries(talk, self.has(talk, who), self.store.handovers.renew(talk.handover, who)):
            self.keeps(talk)

    def passes(self, talk: Talk, who: int) -> None:
        colleague = PEOPLE[self.said % len(PEOPLE)]
        words = self.words("system")
        work = self.store.handovers.pass_to(talk.handover, who, colleague, (marker(words),))
        if self.tries(talk, self.has(talk, who) and colleague in self.there, work):
            if who != colleague:
                talk.goes_to(f"adviser:{colleague}")
            self.keeps(talk, ("system", words))

    def passes_to_a_team(self, talk: Talk, who: int) -> None:
        work = self.store.handovers.pass_to_team(talk.handover, who, "housing")
        if self.tries(talk, self.has(talk, who), work):
            talk.goes_to("queue")

    def hands_back(self, talk: Talk, who: int, late: bool = False) -> None:
        words = self.words("system")
        work = self.store.handovers.hand_back(
            talk.handover, who, "answered", b"{}", talk.revision - late, (marker(words),)
        )
        if self.tries(talk, self.has(talk, who) and not late, work):
            talk.lines.append(("system", words))
            talk.goes_to("bot")

    def hands_back_late(self, talk: Talk, who: int) -> None:
        """What is handed back was computed before something else happened."""
        self.hands_back(talk, who, late=True)

    def closes(self, talk: Talk, who: int) -> None:
        words = self.words("system")
        work = self.store.handovers.close(talk.handover, who, "solved", (marker(words),))
        if self.tries(talk, self.has(talk, who), work):
            talk.lines.append(("system", words))
            talk.goes_to("closed")

    # The clock, and those who come and go.

    @rule(minutes=st.sampled_from([1, 4, 6]))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(seconds=60 * minutes)

    @rule(who=people)
    def goes_home(self, who: int) -> None:
        self.run(end_shift(self.store, who, self.clock.now()))
        self.there.discard(who)

    @precondition(lambda self: len(self.there) < len(PEOPLE))
    @rule()
    def comes_back(self) -> None:
        (who, *_) = sorted(set(PEOPLE) - self.there)
        self.run(begin_shift(self.store, who))
        self.there.add(who)

    @rule()
    def leases_expire(self) -> None:
        lost = {one.id for one in self.run(self.store.handovers.expire())}
        now, owners = self.clock.now(), {f"adviser:{who}" for who in self.there}
        over = [
            talk
            for talk in self.talks.values()
            if talk.owner.startswith("adviser") and (talk.lease <= now or talk.owner not in owners)
        ]
        assert lost == {talk.handover for talk in over}
        for talk in over:
            talk.goes_to("queue")

    @invariant()
    def owner_and_hand_over_agree(self) -> None:
        live = handovers.c.status.in_(("queued", "adviser"))
        its = select(handovers.c.conversation_id, handovers.c.status, handovers.c.adviser_id).where(live)
        all_of_them = select(conversations.c.id, conversations.c.owner, conversations.c.last_seq)
        wanted = self.run(self.store.database.read(lambda c: c.execute(its).all()))
        assert len({one.conversation_id for one in wanted}) == len(wanted), "at most one is live"
        status = {
            one.conversation_id: "queue" if one.status == "queued" else f"adviser:{one.adviser_id}"
            for one in wanted
        }
        rows = self.run(self.store.database.read(lambda c: c.execute(all_of_them).all()))
        for row in rows:
            assert status.pop(row.id, row.owner) == row.owner
            assert row.owner in ("bot", "closed") or row.id in {one.conversation_id for one in wanted}
        assert status == {}
        assert {row.id: (row.owner, row.last_seq) for row in rows} == {
            talk.id: (talk.owner, len(talk.lines)) for talk in self.talks.values() if talk.id
        }

    @invariant()
    def every_line_is_there_once_in_order_and_no_other(self) -> None:
        for address, talk in self.talks.items():
            expected = [(seq, *words) for seq, words in enumerate(talk.lines, 1)]
            assert self.run(read(self.store, address)) == expected


TestHelpline = Helpline.TestCase
TestHelpline.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
