"""The registry of phone numbers: what may be told, and when somebody answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from accessibility.text import Day, Phone, Time, _
from bot.knowledge.data import CITIES, DataError
from bot.knowledge.directory.hours import Span, Week, open_until, opens_next
from bot.knowledge.directory.phones import GOOD_FOR, MAIN, PhoneLine, Phones, call, opening

CHECKED = dt.date(2026, 11, 20)
COUNCILS = sorted(path.parent.name for path in CITIES.glob("*/phones.yaml") if path.parent.name != "uk")
NEEDED = (
    "emergency",
    "nhs",
    "gas",
    "samaritans",
    "childline",
    "domestic_abuse",
    "child_at_risk",
    "homeless",
    MAIN,
)

NINE_TO_FIVE = (Span(dt.time(9), dt.time(17)),)
OFFICE = Week(NINE_TO_FIVE, NINE_TO_FIVE, (Span(dt.time(10), dt.time(17)),), NINE_TO_FIVE, NINE_TO_FIVE)


def line(id: str, number: str = "0113 222 0000", **changes: object) -> PhoneLine:
    made = PhoneLine(id, number, _("the council"), "https://example.org", CHECKED, "verified")
    return msgspec.structs.replace(made, **changes)


def at(day: dt.date, hour: int) -> dt.datetime:
    """An hour on the city's wall clock."""
    return dt.datetime.combine(day, dt.time(hour))


@pytest.fixture
def phones() -> Phones:
    return Phones(
        [
            line(MAIN, "0113 222 4444"),
            line("fresh", "0113 111 1111"),
            line("doubtful", "0113 333 3333", status="unverified"),
            line("emergency", "999", lasting=True),
        ]
    )


def test_a_certain_number_is_told(phones: Phones) -> None:
    assert phones.tell("fresh", CHECKED).number == "0113 111 1111"


@pytest.mark.parametrize("id", ["doubtful", "unheard_of"])
def test_for_a_number_that_is_not_certain_the_main_line_is_told(phones: Phones, id: str) -> None:
    assert phones.tell(id, CHECKED).number == "0113 222 4444"


def test_a_number_goes_stale_and_a_lasting_one_does_not(phones: Phones) -> None:
    last, after = CHECKED + GOOD_FOR, CHECKED + GOOD_FOR + dt.timedelta(days=1)
    assert phones.tell("fresh", last).id == "fresh"
    assert phones.tell("fresh", after).id == MAIN
    assert phones.tell("emergency", after + GOOD_FOR).id == "emergency"


def test_staff_see_what_is_not_told(phones: Phones) -> None:
    assert [one.id for one in phones.uncertain(CHECKED)] == ["doubtful"]


def test_the_citys_number_comes_before_the_countrys() -> None:
    phones = Phones([line(MAIN), line("homeless", "1"), line("homeless", "2")])
    assert phones.tell("homeless", CHECKED).number == "1"


def test_without_a_main_line_there_is_no_registry() -> None:
    with pytest.raises(DataError, match="main line"):
        Phones([line("emergency")])


@pytest.mark.parametrize("city", COUNCILS)
@pytest.mark.parametrize("id", NEEDED)
def test_every_city_has_the_numbers_that_cards_need(city: str, id: str) -> None:
    told = Phones.load(city).tell(id, CHECKED)
    assert told.status == "verified"
    assert told.number


@pytest.mark.parametrize(
    ("id", "number"),
    [
        ("child_at_risk", "0113 222 4444"),  # on no page that could be read
        ("homeless", "0113 222 4444"),  # sources disagree
        ("adult_at_risk", "0113 222 4401"),
        ("gas", "0800 111 999"),
        ("domestic_abuse_lgbt", "0113 222 4444"),  # may have changed
    ],
)
def test_what_leeds_may_tell(id: str, number: str) -> None:
    assert Phones.load("leeds").tell(id, CHECKED).number == number


@pytest.mark.parametrize("city", [*COUNCILS, "uk"])
def test_every_number_has_a_source_and_a_plain_form(city: str) -> None:
    registry = Phones.load(city if city != "uk" else "leeds")
    for one in registry._lines.values():
        assert one.source
        assert one.checked <= CHECKED
        assert set(one.number) <= set("0123456789 ")


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "phones.yaml").write_text(
        "- id: main\n  number: 1\n  purpose: !_ the council\n"
        "  source: a\n  checked: 2026-11-20\n  status: sure\n"
    )
    with pytest.raises(DataError, match=r"here/phones\.yaml:\d"):
        Phones.load("here", tmp_path)


MONDAY, WEDNESDAY, FRIDAY, BOXING_DAY = (
    dt.date(2026, 11, 23),
    dt.date(2026, 11, 25),
    dt.date(2026, 11, 20),
    dt.date(2026, 12, 28),  # the substitute day
)


@pytest.mark.parametrize(
    ("day", "time", "until"),
    [
        (MONDAY, dt.time(9), dt.time(17)),
        (MONDAY, dt.time(8, 59), None),
        (MONDAY, dt.time(17), None),
        (WEDNESDAY, dt.time(9, 30), None),
        (WEDNESDAY, dt.time(10), dt.time(17)),
        (dt.date(2026, 11, 22), dt.time(12), None),  # a Sunday
        (BOXING_DAY, dt.time(12), None),
    ],
)
def test_until_when_it_is_open(day: dt.date, time: dt.time, until: dt.time | None) -> None:
    assert open_until(OFFICE, dt.datetime.combine(day, time)) == until


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(dt.date(2026, 11, 23), 8), at(dt.date(2026, 11, 23), 9)),
        (at(dt.date(2026, 11, 24), 18), at(dt.date(2026, 11, 25), 10)),
        (at(dt.date(2026, 11, 20), 18), at(dt.date(2026, 11, 23), 9)),  # over the weekend
        (at(dt.date(2026, 12, 24), 18), at(dt.date(2026, 12, 29), 9)),  # over Christmas
    ],
)
def test_when_it_opens_next(now: dt.datetime, opens: dt.datetime) -> None:
    assert opens_next(OFFICE, now) == opens


def test_a_line_that_never_opens() -> None:
    assert opens_next(Week(), at(dt.date(2026, 11, 20), 12)) is None
    assert opening(line("odd", hours=Week()), at(dt.date(2026, 11, 20), 12)) is None


def test_what_is_said_of_the_hours() -> None:
    office = line(MAIN, hours=OFFICE)
    now = opening(office, at(dt.date(2026, 11, 20), 16))
    later = opening(office, at(dt.date(2026, 11, 20), 18))
    assert now is not None
    assert now.values == {"time": Time(dt.time(17))}
    assert later is not None
    assert later.values == {"day": Day(MONDAY), "time": Time(dt.time(9))}
    assert opening(line("a", hours="always"), at(dt.date(2026, 11, 20), 3)) is not None
    assert opening(line("b"), at(dt.date(2026, 11, 20), 3)) is None


def test_a_number_is_a_value_and_not_part_of_the_words() -> None:
    assert call(line(MAIN, "0113 222 4444")).values == {"phone": Phone("0113 222 4444")}
