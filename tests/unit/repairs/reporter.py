"""A tenant who reports a repair: what is asked, in which order, and what comes of it."""

from __future__ import annotations

from bot.knowledge.repairs.case import Report
from bot.knowledge.repairs.tree import Leaf, Problem
from channels.message import Capabilities
from tests.case_in_memory import Case
from tests.unit.repairs.tenant import REPAIRS, Tenant

WEB = Capabilities(push=True, photos=True)
SMS = Capabilities("sms", buttons=False, push=True, max_choices=3, identity="number")
SPEECH = Capabilities("speech", buttons=False, max_choices=3, shared=True, identity="household")

HOME = "15 oakwood court LS8 1AF"
LINE = "Flat 15, Oakwood Court, Snicket Lane, Oakwood, LS8 1AF"
PHONE = "0113 496 0123"

USUAL = {
    "problem": "the kitchen tap drips",
    "words": "it is just not right",
    "home": HOME,
    "access": "mornings",
    "phone": PHONE,
    "since": "for weeks",
}
PRESSED = {
    "worse": "no",
    "people": "none",
    "photos": "photo:none",
    "anyway": "yes",
    "ours": "yes",
    "join": "yes",
    "room": "kitchen",
    "review": "review:yes",
}
MOST_TURNS = 25
PAGES = 15

SHOWN = [(problem, leaf) for problem in REPAIRS.tree.problems for leaf in problem.in_room("")]
"""Every detail that can be picked from the lists."""
NO_CASE = [(problem, leaf) for problem, leaf in SHOWN if leaf.does != "case"]


class Reporter(Tenant):
    """Writes on a channel that can do `here`; with a `number` it is one that tells the number."""

    def __init__(self, here: Capabilities = WEB, number: str = "") -> None:
        super().__init__()
        self.here.what = here
        self.texts.calling = number

    async def tell(self, text: str, **named: str) -> str:
        """The first words of a report."""
        return await self.say(text, intent="repairs.report", **named)

    @property
    def waiting(self) -> str:
        """The key of the question that waits, empty for none."""
        run = self.chat.state.run
        return run.pending.key if run is not None and run.pending is not None else ""

    async def answer(self, **others: str) -> str:
        """The usual answer to the question that waits, or the one of `others`: a button's id, or words."""
        key = self.waiting
        said = others.get(key) or PRESSED.get(key) or USUAL.get(key)
        if said == "review:yes" and said not in self.buttons:
            return await self.say("no")  # out of the list of what can be changed
        if said in PRESSED.values() and said not in self.buttons and "list:more" in self.buttons:
            return await self.press("list:more")
        if said is None or said in self.buttons:
            return await self.press(said or self.buttons[0])
        return await self.say(said)

    async def finish(self, until: str = "", **others: str) -> list[str]:
        """Answers everything, up to the question `until`; the keys of what was asked, in order."""
        asked: list[str] = []
        while self.waiting and self.waiting != until:
            asked.append(self.waiting)
            assert len(asked) < MOST_TURNS, asked
            await self.answer(**others)
        return asked

    @property
    def case(self) -> Case:
        """The one case that there is."""
        (case,) = self.cases.every
        return case

    @property
    def report(self) -> Report:
        return self.case.report

    @property
    def heard(self) -> str:
        """What was said last."""
        return " ".join(self.chat.said)


async def pick(me: Reporter, choice: str) -> None:
    """Presses it, on whichever page of the list it is."""
    for _page in range(PAGES):
        if choice in me.buttons:
            await me.press(choice)
            return
        await me.press("list:more")
    raise AssertionError(f"{choice} is on no page: {me.buttons}")


async def reach(me: Reporter, problem: Problem, leaf: Leaf) -> None:
    """Down the lists to that detail, as somebody goes whose words say nothing."""
    await me.tell("report a repair")
    await me.say("it is broken")
    if problem.id != "other":
        group = next(one for one in REPAIRS.tree.groups if problem in one.problems)
        await pick(me, f"group:{group.id}")
    if me.waiting == "problem":
        await pick(me, f"problem:{problem.id}")
    await me.finish(until="detail")
    if me.waiting == "detail":
        await pick(me, leaf.id)
