"""Alerts by conversation: what is kept of what was said, and what is not asked twice."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from msgspec import structs
from msgspec.structs import replace

from bot import skills
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.knowledge.alerts import Followed, Told
from bot.knowledge.city import city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.linking import Link, Linking
from bot.knowledge.site import Site
from bot.knowledge.subscribing.words import KEEPS
from nlu.understanding import Entity
from notifier.alert import Alert, Area, CouncilFacts, FloodFacts, Publisher, SensorFacts, WeatherFacts
from notifier.subscription import NEVER, Hours, Interest, Place, Wishes
from tests.alerts_in_memory import MemoryAir, MemorySubscriptions, MemoryWarnings
from tests.replays.leeds import estate
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import NOON, hear

SENSOR = Followed(7, "Kirkgate", "pm2_5", (36.0, 54.0, 71.0))


class Codes(Linking):
    """One code for everybody."""

    async def code(self, conversation: int) -> str:
        return "ABCD2345"

    async def join(self, conversation: int, code: str) -> Link:
        return Link("wrong")

    async def unlink(self, conversation: int) -> int:
        return 0


class Resident:
    """Somebody who writes about alerts; `say` names what was understood of the words."""

    def __init__(self, *, number: str = "", **where: object) -> None:
        self.subscriptions = MemorySubscriptions(NOON, **{"sends": ("sms", "telegram"), **where})  # type: ignore[arg-type]
        self.air = MemoryAir(sensors=(SENSOR,))
        ids = itertools.count(1)
        site = Site(city("leeds"), "https://bins.example.org", 30, number)
        parts = (
            estate(),
            Phones.load("leeds"),
            site,
            Codes(),
            self.subscriptions,
            self.air,
            MemoryWarnings(),
        )
        self.chat = Chat(House(Skills(skills.ALL), MemoryJournal(Power()), lambda: f"run-{next(ids)}", parts))

    async def say(self, text: str, intent: str = "", *named: tuple[str, str], word: str | None = None) -> str:
        return " ".join(await self.chat.hear(told(text, intent, *named, word=word)))

    @property
    def wishes(self) -> Wishes:
        return self.subscriptions.held[1].wishes


def told(text: str, intent: str = "", *named: tuple[str, str], word: str | None = None) -> Heard:
    heard = hear(text, intent=intent or None, word=word)
    found = tuple(Entity(name, at, at + 1, value, "test") for at, (name, value) in enumerate(named))
    understanding = structs.replace(heard.understanding, entities=found)
    return structs.replace(heard, understanding=understanding)


AIR = ("alert", "air")
NEAR = ("postcode", "LS9")
ASTHMA = ("health", "at_risk")


@pytest.fixture
def me() -> Resident:
    return Resident()


async def begun(me: Resident, *more: tuple[str, str]) -> Wishes:
    await me.say("…", "alerts.subscribe", AIR, NEAR, ASTHMA, *more)
    await me.say("yes")
    return me.wishes


async def test_one_sentence_and_a_yes_are_enough(me: Resident) -> None:
    said = await me.say("bad air near LS9, asthma", "alerts.subscribe", AIR, NEAR, ASTHMA)
    assert said.startswith("I will tell you about high air pollution near LS9.")
    assert await me.say("yes") == "Done. I will write to you when there is something to tell."
    assert me.wishes == Wishes((Interest("air", 3),), (Place("other", "LS9"),), "sms", at_risk=True)
    assert me.subscriptions.held[1].agreed_to == KEEPS.msgid


async def test_without_a_yes_nothing_is_kept(me: Resident) -> None:
    await me.say("…", "alerts.subscribe", AIR, NEAR, ASTHMA)
    assert await me.say("no") == "OK. I have changed nothing."
    assert not me.subscriptions.held


async def test_how_bad_is_taken_from_the_words(me: Resident) -> None:
    assert (await begun(me, ("level", "4"))).interests == (Interest("air", 4),)


async def test_what_is_there_already_is_kept_and_not_asked_again(me: Resident) -> None:
    await begun(me)
    said = await me.say("floods, too", "alerts.subscribe", ("alert", "flood"))
    assert said.startswith("I will tell you about high air pollution, flood warnings near LS9.")
    await me.say("yes")
    assert me.wishes.at_risk


async def test_a_sixth_place_has_no_room(me: Resident) -> None:
    await begun(me)
    full = tuple(Place("other", f"LS{number}") for number in range(1, 6))
    me.subscriptions.held[1] = replace(me.subscriptions.held[1], wishes=replace(me.wishes, places=full))
    said = await me.say("and LS9", "alerts.subscribe", AIR, NEAR)
    assert said == "I can keep 5 places for you. Please take one away first."
    assert me.wishes.places == full


async def test_a_sensor_is_found_by_its_name(me: Resident) -> None:
    await me.say("the Kirkgate sensor", "alerts.subscribe", ("alert", "sensor"))
    await me.say("yes")
    assert me.wishes.interests == (Interest("sensor", 2, "7"),)
    assert me.wishes.places == ()


async def test_news_of_repairs_is_not_promised(me: Resident) -> None:
    said = await me.say("my repair", "alerts.subscribe", ("alert", "repairs"))
    assert said == "I cannot tell you about that here. A person can help."


async def test_where_nothing_can_be_sent_that_is_said_first() -> None:
    me = Resident(sends=())
    said = await me.say("…", "alerts.subscribe", AIR, NEAR)
    assert said == "I cannot send alerts here yet. A person can tell you what there is."


async def test_a_page_gets_a_code_and_the_number_to_text_it_to() -> None:
    me = Resident(sends=("sms",), here="web", known=("web",), number="+441134960000")
    await me.say("…", "alerts.subscribe", AIR, NEAR, ASTHMA)
    said = await me.say("yes")
    assert "Text this to 0113 496 0000: link ABCD 2345." in said
    assert "Your alerts begin then." in said


async def test_who_is_linked_already_is_not_asked_how() -> None:
    me = Resident(here="web", known=("web", "telegram"))
    await me.say("…", "alerts.subscribe", AIR, NEAR, ASTHMA)
    assert (await me.say("yes")).startswith("Done.")
    assert me.wishes.channel == "telegram"


async def test_who_has_sent_stop_is_told_that_nothing_comes(me: Resident) -> None:
    me.subscriptions.silent = True
    await me.say("…", "alerts.subscribe", AIR, NEAR, ASTHMA)
    assert "Send START to get messages again." in await me.say("yes")
    assert "You sent STOP before" in await me.say("my alerts", "alerts.manage")


async def test_quiet_hours_are_changed_in_one_breath(me: Resident) -> None:
    await begun(me)
    times = (("time", "21:00"), ("time", "08:30"))
    assert (
        await me.say("not 9pm to 8:30", "alerts.manage", *times) == "Shall I still write if there is danger?"
    )
    assert "Nothing comes from 21:00 to 08:30." in await me.say("no")
    assert (me.wishes.quiet, me.wishes.override) == (Hours(21 * 60, 8 * 60 + 30), NEVER)


async def test_a_pause_until_a_day_begins_at_its_midnight_here(me: Resident) -> None:
    await begun(me)
    until = ("date", "2026-12-24")
    said = await me.say("pause until Christmas Eve", "alerts.manage", ("change", "pause"), until)
    assert "They start again on 2026-12-24." in said
    assert me.subscriptions.held[1].paused_until == dt.datetime(2026, 12, 24, tzinfo=dt.UTC)


async def test_the_only_place_is_not_taken_away_unasked(me: Resident) -> None:
    await begun(me)
    said = await me.say("take LS9 away", "alerts.manage", ("change", "remove"), NEAR)
    assert said == "That is your only place. I have changed nothing."
    assert [place.code for place in me.wishes.places] == ["LS9"]


async def test_one_kind_is_stopped_and_the_others_are_named(me: Resident) -> None:
    await begun(me, ("alert", "flood"))
    said = await me.say("stop air alerts", "alerts.unsubscribe", AIR)
    assert said == "Done. You still get alerts about flood warnings."
    assert await me.say("stop air alerts", "alerts.unsubscribe", AIR) == (
        "You do not get alerts about that. I have changed nothing."
    )


async def test_stop_of_several_asks_which(me: Resident) -> None:
    await begun(me, ("alert", "flood"))
    assert await me.say("stop alerts", "alerts.unsubscribe") == "Which alerts shall I stop?"
    assert (await me.chat.press("every"))[0].startswith("Done. You get no more alerts.")
    assert not me.subscriptions.held


@pytest.mark.parametrize("intent", ["alerts.manage", "alerts.unsubscribe"])
async def test_who_has_no_alerts_is_told_so(me: Resident, intent: str) -> None:
    assert (await me.say("…", intent)).startswith("You get no alerts from me.")


AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
PUBLISHER = Publisher("Environment Agency", "https://www.gov.uk/check-flooding")


@pytest.mark.parametrize(
    ("facts", "kind", "said"),
    [
        (
            WeatherFacts(("rain",)),
            "weather",
            "The Environment Agency gave this warning on 2026-11-23 at 09:30. "
            "You asked for alerts about amber weather warnings near LS9.",
        ),
        (
            FloodFacts("River Aire at Leeds"),
            "flood",
            "The Environment Agency gave this warning on 2026-11-23 at 09:30. "
            "You asked for alerts about flood warnings near LS9. It is for River Aire at Leeds.",
        ),
        (
            SensorFacts("7", "Kirkgate", "pm2_5", 60.5, 54.0, AT, demo=True),
            "sensor",
            "Kirkgate measured 60.5 micrograms on 2026-11-23 at 09:30. "
            "You asked for alerts about the sensor Kirkgate near LS9. The mark is 54 micrograms. "
            "It is an indicative sensor. This is made-up demo data.",
        ),
        (
            CouncilFacts({"en": "The water is off."}),
            "council",
            "The council wrote it on 2026-11-23 at 09:30. "
            "You asked for alerts about urgent news from the council near LS9.",
        ),
    ],
)
async def test_why_tells_what_each_kind_rests_on(me: Resident, facts: object, kind: str, said: str) -> None:
    alert = Alert("a", 1, kind, 3, "new", Area(), facts, PUBLISHER, AT)  # type: ignore[arg-type]
    wish = Interest(kind, 3, "7" if kind == "sensor" else "")  # type: ignore[arg-type]
    me.subscriptions.told = Told(alert, AT, "sms", wish, "LS9")
    assert await me.say("why did I get this", "alerts.why") == said


async def test_why_without_an_alert(me: Resident) -> None:
    assert await me.say("why this", "alerts.why") == "I have sent you no alert in the last days."
