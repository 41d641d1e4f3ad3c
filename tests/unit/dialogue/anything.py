"""What a resident of whom nothing can be expected may say and press, besides words that mean nothing."""

from __future__ import annotations

from tests.unit.dialogue.hear import INTENTS, ROOMS

ANSWERS = (
    *ROOMS,
    "25/11",
    "31/12",
    "12 oak road",
    "elm street",
    "3 elm stret",
    "oakwood court",
    "LS8 1AB",
    "4",
    "0113 496 0000",
    "0",
    "9",
    "",
    "1",
    "2",
    "3",
)
VALID = {
    "room": "bathroom",
    "wet": "yes",
    "day": "{soon:%d/%m/%Y}",
    "review": "yes",
    "home": "12 oak road",
    "number": "0113 496 0000",
    "photos": "no",
    "stay": "yes",
}
TASKS = (*INTENTS, "report a repair in the kitchen", "when is my bin at 14 oak road", "a form")
CORRECTIONS = ("no, the bathroom", "no, 14", "no, 26/11", "i meant elm street", "no, ", "no, the balcony")
BUTTONS = (
    "kitchen",
    "yes",
    "no",
    "photo:none",
    "review:yes",
    "review:no",
    "review:change:room",
    "review:change:day",
    "review:change:gone",
    "homes:more",
    "homes:other",
    "home:12-oak-road",
    "home:gone",
    "offer:carry_on",
    "offer:start_again",
    "offer:finish",
    "offer:switch",
    "offer:skill:bins",
    "do:repair",
    "do:bins",
    "do:form",
    "do:gone",
    "word:person",
    "word:gone",
    "language:pl",
)
NEAR = (("repair", 0.4), ("bins", 0.38))
