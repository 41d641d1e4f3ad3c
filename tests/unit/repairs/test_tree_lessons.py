"""What went wrong in Housing Repairs Online, each as a test that it cannot happen here.

Its tree was room, problem, issue, code; the defects are those that show in its code and its data.
"""

from __future__ import annotations

import pytest

from bot.knowledge.repairs.case import PRIORITIES, Person
from tests.unit.repairs.rulebook import at, city, every, law_dates, leaves, leeds, report, triage

WINTER = "2026-12-01T12:00"


def test_damage_to_the_sink_has_an_outcome() -> None:
    assert leeds().leaf("drain", "basin").does == "case"
    assert triage("drain.basin").priority == "routine"


def test_an_outside_light_has_an_outcome_wherever_it_is() -> None:
    problem = leeds().tree.problem("outside_light")

    assert problem is not None
    assert all(problem.in_room(room) == problem.in_room("") for room in ("outside", "communal", "stairs"))
    assert leeds().leaf("outside_light", "out").does == "case"


@pytest.mark.parametrize(
    "leaf",
    ["toilet.overflow", "window.broken", "leak.pipe", "leak.pouring", "leak.ceiling", "drain.overflow"],
)
def test_an_overflowing_toilet_a_smashed_window_and_a_leaking_pipe_are_not_routine(leaf: str) -> None:
    assert PRIORITIES.index(triage(leaf).priority) < PRIORITIES.index("routine")


def test_damp_caused_by_a_leak_is_a_case_of_damp_and_no_dead_end() -> None:
    for leaf in ("damp.leak", "leak.roof", "leak.pipe", "leak.other"):
        found = triage(leaf)
        assert leeds().leaf(*leaf.split(".")).does == "case"
        assert (found.severity, found.hazard) == ("significant", "damp_mould")
        assert law_dates(found, WINTER) == {"investigate": "2026-12-15"}


def test_other_damp_is_not_booked_as_an_ordinary_job() -> None:
    assert triage("damp.other").severity == "significant"
    assert triage("damp.other").priority == "urgent"


def test_an_alarm_for_carbon_monoxide_is_not_an_alarm_for_smoke() -> None:
    repairs = leeds()

    assert repairs.danger(report("alarm.co")) == "gas"
    assert triage("alarm.co").hazard == "carbon_monoxide"
    assert repairs.danger(report("alarm.smoke_beeping")) == ""
    assert triage("alarm.smoke_beeping").hazard == "fire"


def test_an_alarm_that_does_not_work_is_not_one_that_sounds() -> None:
    assert leeds().danger(report("alarm.co_broken")) == ""
    assert triage("alarm.co_broken").priority == "urgent"


@pytest.mark.parametrize("room", ["living_room", "bedroom", "kitchen", "hall", "outside", "communal"])
def test_a_lock_can_be_reported_in_any_room(room: str) -> None:
    lock = leeds().tree.problem("lock")

    assert lock is not None
    assert lock.in_room(room) == lock.details
    assert triage("lock.cannot_lock", room=room).priority == "emergency"


def test_a_blocked_shower_can_be_reached() -> None:
    drain = leeds().tree.problem("drain")

    assert drain is not None
    assert "bath" in [leaf.id for leaf in drain.in_room("bathroom")]
    assert triage("drain.bath").right == "sink_blocked"


@pytest.mark.parametrize("leaf", ["heating.none", "heating.other", "hot_water.none"])
def test_heating_and_hot_water_can_be_reported(leaf: str) -> None:
    assert leeds().leaf(*leaf.split(".")).does == "case"
    assert triage(leaf).right in ("heating", "")


@pytest.mark.parametrize("name", ["leeds", "leicester"])
def test_an_emergency_is_recorded_and_has_a_date(name: str) -> None:
    dangers = [(problem, leaf) for problem, leaf in leaves(city(name)) if leaf.danger]

    assert len(dangers) > 15
    for problem, leaf in dangers:
        found = triage(f"{problem.id}.{leaf.id}", WINTER, name)
        assert leaf.does == "case"
        assert law_dates(found, WINTER, name) == {"safe": "2026-12-02T12:00"}


@pytest.mark.parametrize("leaf", every())
def test_a_shared_part_of_a_building_is_no_dead_end(leaf: str) -> None:
    at_home, shared = triage(leaf), triage(leaf, room="communal")

    assert (shared.hazard, shared.right) == (at_home.hazard, at_home.right)
    assert shared.priority in PRIORITIES


def test_a_tenants_own_job_is_a_case_where_the_tenant_cannot_do_it() -> None:
    seat = leeds().leaf("toilet", "seat")

    assert seat.does == "yours"
    assert seat.unless is not None
    assert triage("toilet.seat").priority == "routine"


def test_a_carpet_under_a_door_is_a_case() -> None:
    assert leeds().leaf("door", "carpet").does == "case"


def test_no_id_that_is_named_is_missing_at_the_end() -> None:
    for leaf in every():
        problem, _, detail = leaf.partition(".")
        assert leeds().leaf(problem, detail).id == detail


@pytest.mark.parametrize("person", ["under5", "over65", "lungs", "heart", "pregnant", "disability"])
def test_who_lives_there_counts(person: Person) -> None:
    assert triage("heating.none", WINTER, people=(person,)).severity == "emergency"


def test_the_clock_begins_with_the_message_and_not_with_the_booking() -> None:
    first = report("damp.mould", "2026-12-01T23:59:30")

    assert first.aware_at == at("2026-12-01T23:59:30")
    assert law_dates(leeds().triage(first), "2026-12-01T23:59:30") == {"investigate": "2026-12-15"}
