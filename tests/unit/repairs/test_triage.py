"""What the facts of a report suggest: priority, class, hazard, right, and why."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.knowledge.repairs.case import PEOPLE, PRIORITIES, Moments, Person, Priority, Report, Triage, Where
from bot.knowledge.repairs.triage import DANGERS, more_urgent
from tests.unit.repairs.rulebook import city, every, law_dates, leeds, report, triage

SUMMER, WINTER = "2026-07-01T12:00", "2026-12-01T12:00"


def sources(proposal: Triage) -> set[str]:
    moments = Moments(aware_at=report(when=WINTER).aware_at)
    return {one.source for one in city("leicester").deadlines(proposal, moments)}


def test_an_ordinary_repair_is_routine_and_no_hazard() -> None:
    assert triage("tap.dripping") == Triage("routine")


def test_mould_is_proposed_as_a_significant_hazard_and_urgent() -> None:
    assert triage("damp.mould") == Triage("urgent", "significant", "damp_mould")


@pytest.mark.parametrize("person", get_args(Person))
def test_whoever_is_at_risk_is_a_reason(person: Person) -> None:
    assert triage("damp.mould", people=(person,)).reasons == ("at_risk",)


def test_somebody_at_risk_changes_nothing_about_a_tap() -> None:
    assert triage("tap.dripping", people=PEOPLE) == Triage("routine")


def test_somebody_at_risk_makes_a_hazard_of_what_is_none_for_others() -> None:
    alone, frail = triage("floor.boards"), triage("floor.boards", people=("over65",))

    assert (alone.priority, alone.severity) == ("routine", "")
    assert (frail.priority, frail.severity, frail.reasons) == ("urgent", "significant", ("at_risk",))


def test_no_heating_in_winter_with_a_child_is_an_emergency() -> None:
    found = triage("heating.none", WINTER, people=("under5",))

    assert found == Triage("emergency", "emergency", "cold", "heating", ("at_risk", "winter"))
    assert law_dates(found, WINTER) == {"safe": "2026-12-02T12:00"}


def test_no_heating_in_winter_without_anybody_at_risk_is_urgent_and_a_significant_hazard() -> None:
    found = triage("heating.none", WINTER)

    assert found == Triage("urgent", "significant", "cold", "heating", ("winter",))
    assert law_dates(found, WINTER) == {"investigate": "2026-12-15"}


@pytest.mark.parametrize("people", [(), ("under5", "over65")])
def test_no_heating_in_summer_is_no_hazard_for_anybody(people: tuple[Person, ...]) -> None:
    assert triage("heating.none", SUMMER, people=people) == Triage("urgent", "", "cold", "heating")


@pytest.mark.parametrize(
    ("when", "priority"),
    [
        ("2026-10-31T23:59:30", "routine"),
        ("2026-11-01T00:00", "urgent"),
        ("2027-04-30T23:59:30", "urgent"),  # summer time: still 30 April on the city's clock
        ("2027-05-01T00:00", "routine"),
    ],
)
def test_winter_is_that_of_the_day_of_the_message(when: str, priority: Priority) -> None:
    found = triage("heating.partial", when)

    assert found.priority == priority
    assert ("winter" in found.reasons) == (priority == "urgent")


def test_it_gets_worse_raises_routine_to_urgent() -> None:
    assert triage("wall.small_crack", worse=True) == Triage("urgent", reasons=("worse",))
    assert triage("wall.small_crack", worse=False) == Triage("routine")


def test_it_gets_worse_raises_planned_by_one() -> None:
    assert triage("fence.fence").priority == "planned"
    assert triage("fence.fence", worse=True).priority == "routine"


@pytest.mark.parametrize("leaf", ["damp.mould", "leak.pouring"])
def test_it_gets_worse_makes_no_emergency(leaf: str) -> None:
    before, after = triage(leaf), triage(leaf, worse=True)

    assert after.priority == before.priority
    assert "worse" not in after.reasons


def test_a_detail_with_a_safety_card_is_an_emergency() -> None:
    assert triage("gas.smell") == Triage("emergency", "emergency", "gas", "", ("danger",))


@pytest.mark.parametrize("card", sorted(DANGERS))
def test_a_card_that_was_shown_makes_an_emergency_of_whatever_follows(card: str) -> None:
    found = triage("tap.dripping", hazard=card)

    assert (found.priority, found.severity, found.reasons) == ("emergency", "emergency", ("danger",))


@pytest.mark.parametrize("card", ["suicide", "abuse", "child", "homeless"])
def test_a_card_about_a_person_says_nothing_about_the_repair(card: str) -> None:
    assert triage("tap.dripping", hazard=card) == Triage("routine")


@pytest.mark.parametrize(("card", "hazard"), sorted(DANGERS.items()))
def test_a_report_that_was_only_stamped_has_the_24_hours(card: str, hazard: str) -> None:
    found = triage(hazard=card)

    assert (found.severity, found.hazard) == ("emergency", hazard)
    assert law_dates(found, "2026-11-20T12:00") == {"safe": "2026-11-21T12:00"}


def test_the_hazard_of_the_detail_counts_before_that_of_the_card() -> None:
    assert triage("floor.hole", hazard="health").hazard == "falls"


@pytest.mark.parametrize("tenancy", ["leaseholder", "other"])
@pytest.mark.parametrize("leaf", ["damp.mould", "leak.pouring", "heating.none"])
def test_who_is_no_tenant_of_the_council_has_no_date_of_the_law(leaf: str, tenancy: str) -> None:
    theirs, tenants = triage(leaf, tenancy=tenancy), triage(leaf)

    assert (theirs.hazard, theirs.right) == ("", "")
    assert (theirs.priority, theirs.severity) == (tenants.priority, tenants.severity)
    assert sources(theirs) == {"council"}
    assert sources(tenants) > {"council"}


def test_a_light_is_more_urgent_on_shared_stairs() -> None:
    block = Where("1", "1 High Street", "LS8 1AA", block="High Street 1 to 20")

    assert triage("light.out").priority == "routine"
    assert triage("light.out", room="communal").priority == "urgent"
    assert triage("light.out", where=block).priority == "urgent"


def test_an_insecure_home_has_24_hours_though_intruders_are_no_significant_hazard_yet() -> None:
    door, window = triage("door.insecure"), triage("window.cannot_close")

    assert law_dates(door, WINTER) == {"safe": "2026-12-02T12:00"}
    assert (window.severity, law_dates(window, WINTER)) == ("significant", {})


def test_leicester_counts_a_loss_of_heating_as_an_emergency_all_year() -> None:
    assert triage("heating.none", SUMMER, "leicester") == Triage("emergency", "", "cold", "heating")
    assert triage("heating.none", SUMMER, "leeds").priority == "urgent"


def test_the_card_of_the_cold_is_for_those_at_risk_in_winter() -> None:
    repairs = leeds()

    assert repairs.danger(report("heating.none", WINTER, people=("over65",))) == "cold"
    assert repairs.danger(report("heating.none", WINTER)) == ""
    assert repairs.danger(report("heating.none", SUMMER, people=("over65",))) == ""
    assert repairs.danger(report("gas.smell", SUMMER)) == "gas"
    assert repairs.danger(report("tap.dripping", people=("over65",))) == ""


def test_a_leaf_can_be_given_instead_of_that_of_the_report() -> None:
    repairs = leeds()

    assert repairs.triage(report("tap.dripping"), repairs.leaf("damp", "mould")).hazard == "damp_mould"


@pytest.mark.parametrize("leaf", every())
def test_facts_never_make_a_report_less_urgent(leaf: str) -> None:
    plain, grave = triage(leaf), triage(leaf, people=("under5",), worse=True)

    assert more_urgent(plain.priority, grave.priority) == grave.priority
    assert plain.severity in ("", grave.severity) or grave.severity == "emergency"


@pytest.mark.parametrize("leaf", every())
def test_winter_never_makes_a_report_less_urgent(leaf: str) -> None:
    summer, winter = triage(leaf, SUMMER), triage(leaf, WINTER)

    assert more_urgent(summer.priority, winter.priority) == winter.priority


@pytest.mark.parametrize("leaf", every())
def test_an_emergency_of_the_law_has_the_priority_and_a_significant_hazard_is_urgent(leaf: str) -> None:
    for people in ((), PEOPLE):
        found = triage(leaf, people=people)
        least = {"emergency": "emergency", "significant": "urgent", "": "planned"}[found.severity]
        assert PRIORITIES.index(found.priority) <= PRIORITIES.index(least)


def test_the_same_report_gives_the_same_proposal() -> None:
    one: Report = report("leak.ceiling", people=("under5",))

    assert leeds().triage(one) == leeds().triage(one)
