"""Every detail of the tree, in both cities: it leads somewhere, and to nothing that is not there."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.handover.cards import Cards
from bot.knowledge.directory.phones import Phones
from bot.knowledge.repairs.case import Report
from bot.knowledge.repairs.tree import Leaf, Problem
from bot.knowledge.repairs.triage import DANGERS
from tests.unit.repairs.rulebook import at, city, every, leaves, leeds

CITIES = ("leeds", "leicester")
TODAY = dt.date(2026, 11, 20)

FROZEN = {
    "water": "leak[pouring electrics pipe ceiling roof appliance] "
    "tap[dripping cannot_turn cannot_shut loose] water[none low brown] drain[sink bath outside smell]",
    "toilet": "toilet[overflow blocked_only blocked not_flushing_only not_flushing leaking loose seat] "
    "bath[leak seal broken shower shower_tray]",
    "warm": "heating[none partial radiator controls noise flue] hot_water[none low] "
    "cold[draughts insulation] hot[hot]",
    "electric": "electrics[all_off part_off sparks wires socket switch trips fan shower] "
    "light[out bulb flicker wet] alarm[smoke_broken smoke_beeping co gas_detector] gas[smell none flue]",
    "damp": "damp[mould wall condensation leak]",
    "doors": "door[insecure stuck internal glass fire_door garage carpet] "
    "lock[cannot_lock broken_out lost_keys stiff window_lock] "
    "window[broken cannot_close cannot_open draughty misted sill] entry[door_entry fob]",
    "building": "wall[fallen bulging large_crack small_crack plaster tiles] floor[rotten hole tiles boards] "
    "stairs[step rail banister] roof[leak tiles falling gutter chimney flat]",
    "home": "units[door drawer worktop broken] pests[rats mice insects wasps] smell[sewage damp] "
    "asbestos[damaged worry] adaptation[rail stairlift ramp]",
    "outside": "path[trip steps] fence[fence gate] shed[shed outhouse] outside_light[out]",
    "shared": "lift[stuck_inside broken] shared_area[cleaning bin_store aerial damage]",
    "other": "other[]",
}
"""The ids that word lists, cases and exports are built on."""

ASKS = {
    "tap": ("room",),
    "damp": ("room", "since", "worse", "people"),
    "leak": ("room", "worse", "people"),
    "heating": ("since", "people"),
    "electrics": ("room", "people"),
    "door": ("room", "people"),
    "lock": ("people",),
    "stairs": ("worse", "people"),
    "units": (),
    "fence": (),
    "gas": ("people",),
}


def both(leaf: str) -> list[Leaf]:
    problem, _, detail = leaf.partition(".")
    return [city(name).leaf(problem, detail) for name in CITIES]


@pytest.mark.parametrize(("group", "ids"), FROZEN.items())
def test_the_ids_that_others_build_on_are_there(group: str, ids: str) -> None:
    found = next(one for one in leeds().tree.groups if one.id == group)
    problems = {problem.id: problem for problem in found.problems}
    for each in ids.split("] "):
        id, _, details = each.rstrip("]").partition("[")
        have = {leaf.id for leaf in problems[id].details}
        assert have >= {*details.split(), "other"}


@pytest.mark.parametrize("leaf", every())
def test_every_detail_ends_in_a_case_a_number_or_your_own_job_with_reasons(leaf: str) -> None:
    for found in both(leaf):
        if found.does == "call":
            assert found.phone
        elif found.does == "yours":
            assert found.because is not None
            assert found.unless is not None
        else:
            assert found.does == "case"


@pytest.mark.parametrize("leaf", every())
def test_nobody_with_damp_or_a_hazard_is_sent_away(leaf: str) -> None:
    for found in both(leaf):
        grave = found.hazard or found.severity or found.at_risk or found.danger or found.right
        assert found.does == "case" or not (grave or leaf.startswith("damp."))


@pytest.mark.parametrize("leaf", every())
def test_hazard_right_and_card_exist(leaf: str) -> None:
    law = leeds().law
    for found in both(leaf):
        assert found.hazard in {"", *(scope.hazard for scope in law.scope)}
        assert found.right in {"", *(right.id for right in law.rights)}
        assert found.danger in {"", *DANGERS}
        assert found.risk_danger in {"", *DANGERS}


@pytest.mark.parametrize("leaf", every())
def test_the_class_fits_the_priority_and_the_card(leaf: str) -> None:
    for found in both(leaf):
        assert found.hazard or not (found.severity or found.at_risk)
        assert found.severity != "emergency" or found.priority == "emergency"
        assert not found.danger or found.severity == "emergency"


def test_the_cards_of_repairs_are_these() -> None:
    assert set(DANGERS) == {
        "gas", "fire_electric", "water", "structure", "cold", "insecure", "lift", "health",
    }  # fmt: skip


@pytest.mark.parametrize("hazard", sorted(DANGERS))
@pytest.mark.parametrize("name", CITIES)
def test_every_card_can_be_shown(name: str, hazard: str) -> None:
    cards = Cards(Phones.load(name), lambda: TODAY)

    assert all(reply.importance == "safety" for reply in cards.replies(hazard))


@pytest.mark.parametrize("name", CITIES)
def test_every_number_that_is_given_can_be_told(name: str) -> None:
    phones, repairs = Phones.load(name), city(name)
    given = {leaf.phone for _, leaf in leaves(repairs) if leaf.does == "call"}

    assert given == {"main", "power_cut"}
    assert all(phones.tell(id, TODAY).id == id for id in given)
    assert phones.tell(repairs.council.phone, TODAY).id == "main"  # no number for repairs is confirmed


@pytest.mark.parametrize("problem", tuple(leeds().tree.problems), ids=lambda problem: problem.id)
def test_whatever_is_on_no_list_is_a_case(problem: Problem) -> None:
    for name in CITIES:
        assert city(name).leaf(problem.id, "other").does == "case"
        assert city(name).leaf(problem.id, "no such detail") == city(name).leaf(problem.id, "other")


@pytest.mark.parametrize(("problem", "detail"), [("", ""), ("no such problem", "mould"), ("other", "mould")])
def test_there_always_is_a_leaf(problem: str, detail: str) -> None:
    assert leeds().leaf(problem, detail) == leeds().leaf("other", "other")


@pytest.mark.parametrize("leaf", every())
def test_every_detail_can_be_reported_and_has_a_time_in_leicester(leaf: str) -> None:
    problem, _, detail = leaf.partition(".")
    repairs = city("leicester")
    report = Report(aware_at=at("2026-12-01T12:00"), said="", problem=problem, detail=detail)

    assert repairs.triage(report).priority
    assert repairs.leaf(problem, detail).id == detail


@pytest.mark.parametrize(("problem", "asks"), ASKS.items())
def test_only_what_changes_something_is_asked(problem: str, asks: tuple[str, ...]) -> None:
    found = leeds().tree.problem(problem)

    assert found is not None
    assert found.asks == asks


@pytest.mark.parametrize("problem", tuple(leeds().tree.problems), ids=lambda problem: problem.id)
def test_who_lives_there_is_asked_where_it_changes_the_class_of_the_first_choices(problem: Problem) -> None:
    grave = sum(leaf.at_risk not in ("", leaf.severity) for leaf in problem.details)

    assert "people" in problem.asks or grave <= 1


@pytest.mark.parametrize("leaf", every())
def test_what_is_ours_on_the_stairs_and_theirs_at_home_can_be_told_apart(leaf: str) -> None:
    """Where a detail has a `shared` priority the place is asked before it is called the tenant's own job."""
    found = leeds().leaf(*leaf.split("."))

    assert found.shared is None or found.does != "call"
    assert leeds().leaf("light", "bulb").shared == "urgent"


def test_whatever_is_on_no_list_at_all_has_nothing_to_choose_from() -> None:
    problem = leeds().tree.problem("other")

    assert problem is not None
    assert [leaf.id for leaf in problem.details] == ["other"]
