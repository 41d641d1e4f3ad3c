"""The councils' own lists: sourced, dated, and nothing told that is not confirmed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.knowledge.data import DataError
from bot.knowledge.directory.asked import asked
from bot.knowledge.directory.kinds import kind_said, kinds, kinds_in, lgsl_in
from bot.knowledge.directory.search import Directory
from bot.knowledge.directory.services_file import own_services
from bot.services_checks import look
from tests.services_made_up import directory
from tests.unit.dialogue.hear import hear

TODAY = dt.date(2026, 11, 24)
LIST = Path("../shared/data/services/lgsl_local_services.csv")
CITY_NAMES = ("leeds", "leicester")
ENTRY = "{id: a, name: A, kinds: [library], source: x, checked: 2026-11-20, status: verified%s}"


def own(folder: Path, city: str) -> Directory:
    return directory(folder, own_services(city))


@pytest.mark.parametrize("city", CITY_NAMES)
def test_every_entry_has_a_source_and_none_is_there_twice(city: str) -> None:
    every = own_services(city)

    assert every
    assert len({one.id for one in every}) == len(every)
    assert [one.name for one in every if not one.origin.read or not one.kinds] == []


@pytest.mark.parametrize("city", CITY_NAMES)
def test_what_residents_are_told_has_an_address_and_a_page_that_says_so(city: str) -> None:
    told = [one for one in own_services(city) if one.told(TODAY)]

    assert told
    assert [one.name for one in told if not one.spots or not one.origin.url.startswith("https://")] == []


@pytest.mark.parametrize("city", CITY_NAMES)
def test_what_is_not_confirmed_says_why_or_that_it_is_general_knowledge(city: str) -> None:
    unsure = [one for one in own_services(city) if not one.verified]

    assert [one.name for one in unsure if not one.note and one.origin.url] == []


@pytest.mark.parametrize("city", CITY_NAMES)
def test_staff_see_what_is_not_told(city: str, tmp_path: Path) -> None:
    says = [finding.says for finding in look(own(tmp_path, city), TODAY, "services.yaml")]

    unsure = [one.name for one in own_services(city) if not one.verified]
    assert unsure
    assert [name for name in unsure if not any(name in said for said in says)] == []
    assert any("no directory is loaded" in said for said in says)


def test_a_year_later_nothing_of_it_is_told(tmp_path: Path) -> None:
    assert own(tmp_path, "leeds").every(TODAY + dt.timedelta(days=400)) == ()


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-11-24", "08:00-18:00"),
        ("2027-07-01", "08:00-20:00"),
        ("2026-12-24", "08:00-14:00"),
        ("2026-12-25", ""),
    ],
)
def test_leicesters_recycling_centres_by_season_and_special_day(day: str, hours: str) -> None:
    centre = next(one for one in own_services("leicester") if "recycling_centre" in one.kinds)

    found = centre.times.on(dt.date.fromisoformat(day)) or ()

    assert ",".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in found) == hours


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (", postcode: LS1", "'LS1' is not a postcode"),
        (", phone: '12'", "'12' is not a phone number"),
        (", days: [{day: 13-40}]", "month must be in 1..12"),
        (", colour: red", "unknown field `colour`"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, more: str, what: str) -> None:
    folder = tmp_path / "somewhere"
    folder.mkdir()
    text = f"publisher: P\nurl: https://p.example\nservices:\n- {ENTRY % more}\n"
    (folder / "services.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=r"services\.yaml:\d+: ") as caught:
        own_services("somewhere", tmp_path)

    assert what in str(caught.value)


def test_a_city_without_a_list(tmp_path: Path) -> None:
    assert own_services("nowhere", tmp_path) == ()


def test_kinds_in_terms_names_and_codes() -> None:
    assert kinds_in(["Household waste & recycling: HWRC"]) == ("recycling_centre",)
    assert kinds_in(["Parking permits"]) == ()
    assert kinds_in([], [437]) == ("library",)
    assert lgsl_in(["http://id.esd.org.uk/service/437", "LGSL:461", "http://example.com/437"]) == (437, 461)


@pytest.mark.skipif(not LIST.is_file(), reason="left out: nothing is at ../shared/data/services")
def test_codes_are_those_of_the_published_list() -> None:
    codes = {line.partition(",")[0] for line in LIST.read_text(encoding="utf-8").splitlines()}

    assert {str(kind.lgsl) for kind in kinds().values() if kind.lgsl} <= codes


def test_where_to_park_is_no_park() -> None:
    now = dt.datetime(2026, 11, 24, 10)  # noqa: DTZ001 - city time

    assert asked(hear("can i park near the town hall"), now).kind == ""
    assert asked(hear("parks", entities={"service": "park"}), now).kind == "park"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("somewhere to use a computer", "wifi"),
        ("gdzie jest basen", "leisure_centre"),
        ("انا اريد مكتبة", "library"),
        ("جای ثبت تولد", "register_office"),
        ("我想去游泳", "leisure_centre"),
        ("সাঁতার কোথায়", "leisure_centre"),
        ("the lunch club", ""),
    ],
)
def test_words_that_mean_a_kind_in_any_language(text: str, kind: str) -> None:
    assert kind_said(text) == kind


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("is the library open now", {"at"}),
        ("czy biblioteka jest teraz otwarta", {"at"}),
        ("图书馆现在开门吗", {"at"}),
        ("ਲਾਇਬ੍ਰੇਰੀ ਹੁਣ ਖੁੱਲ੍ਹੀ ਹੈ", {"at"}),
        ("can a wheelchair get in", {"accessible"}),
        ("ویلچر کے ساتھ", {"accessible"}),
        ("how much is the pool", {"cost"}),
        ("where shall i go now", set()),
    ],
)
def test_what_is_asked_of_a_place(text: str, fields: set[str]) -> None:
    heard = asked(hear(text), dt.datetime(2026, 11, 24, 10))  # noqa: DTZ001 - city time

    assert {name for name in ("at", "accessible", "cost") if getattr(heard, name)} == fields
