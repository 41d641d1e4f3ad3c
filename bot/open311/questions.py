"""What other front ends are asked about a repair: the attributes of its service, and the answers to them."""

from __future__ import annotations

from bot.knowledge.repairs.case import PEOPLE
from bot.knowledge.repairs.questions import ROOMS
from bot.knowledge.repairs.tree import Problem
from bot.open311.asked import Declined
from bot.open311.shapes import EXTERNAL_ID, Attribute, NewRequest, Value

SINCE = (
    ("today", "Less than a day"),
    ("days", "For days"),
    ("weeks", "For weeks"),
    ("months", "For months"),
)
WORSE = (("yes", "It is getting worse"), ("no", "It stays the same"))
RISKS = dict(
    zip(
        PEOPLE,
        (
            "A child under 5",
            "Somebody over 65",
            "Somebody with bad lungs",
            "Somebody with a bad heart",
            "Somebody who is pregnant",
            "Somebody with a disability",
        ),
        strict=True,
    )
)


def answers(new: NewRequest, problem: Problem) -> dict[str, str]:
    """One answer to each question that has one; empty for none. Raises `Declined` 400 for what is no
    answer."""
    asked = [one for one in attributes(problem) if one.values]
    wrong = [
        f"attribute[{one.code}] is none of the values"
        for one in asked
        if set(new.attribute(one.code)) - {value.key for value in one.values}
    ]
    several = [
        f"attribute[{one.code}] has several values"
        for one in asked
        if one.datatype == "singlevaluelist" and len(new.attribute(one.code)) > 1
    ]
    if wrong or several:
        raise Declined(400, *wrong, *several)
    return {one.code: next(iter(new.attribute(one.code)), "") for one in asked}


def attributes(problem: Problem) -> list[Attribute]:
    """The questions of a problem: none is required, for a report is taken however little is known."""
    lists = {
        "detail": ("What is it?", [(leaf.id, leaf.name.msgid) for leaf in problem.details]),
        "room": ("Where is it?", [(id, name.msgid) for id, name in ROOMS.items()]),
        "since": ("For how long?", SINCE),
        "worse": ("Is it getting worse?", WORSE),
        "people": ("Who lives there? Some people are more at risk.", list(RISKS.items())),
    }
    several = ("people",)
    asked = [
        Attribute(
            code=code,
            datatype="multivaluelist" if code in several else "singlevaluelist",
            order=order,
            description=description,
            values=tuple(Value(key, name) for key, name in values),
        )
        for order, (code, (description, values)) in enumerate(lists.items(), 1)
    ]
    own = "Your own number of this request. The same number again makes nothing new."
    return [*asked, Attribute(code=EXTERNAL_ID, order=len(asked) + 1, description=own)]


def names(problem: Problem) -> list[str]:
    return [leaf.name.msgid for leaf in problem.details if leaf.shown and leaf.id != "other"]
