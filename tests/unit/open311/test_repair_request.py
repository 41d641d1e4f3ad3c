"""A case as a service request: with what a repair needs, and with nothing more of who lives there."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.clock import UK
from bot.knowledge.repairs.case import PEOPLE, Access, Comes, Where
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.tree import Tree
from bot.open311.repairs import SIGNS, mark, own_number, request
from bot.open311.shapes import LONGEST_DESCRIPTION
from bot.store.case_relay_rows import Relayed


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Repairs.load("leeds", UK).tree


def test_the_mark_is_of_this_request_and_no_other(relayed: Relayed) -> None:
    first = replace(relayed, request="")
    other = replace(first, reference="K7M2QY")
    marks = [mark(one) for one in (first, relayed, other)]
    assert marks[:2] == ["Snicket reference K7M2QX.", "Snicket reference K7M2QX after 7."]
    assert not any(one in another for one in marks for another in marks if one is not another)
    assert all(one.startswith(SIGNS) for one in marks)


def test_it_begins_with_its_mark(relayed: Relayed, tree: Tree) -> None:
    assert request(relayed, tree).description.splitlines()[:2] == [mark(relayed), "Problem: A tap: It drips"]
    assert request(relayed, tree).attribute("external_id") == (own_number(relayed),)


def test_a_hazard_says_when_its_clock_began(relayed: Relayed, tree: Tree) -> None:
    made = request(replace(relayed, severity="significant", priority="urgent"), tree)
    assert "Possible significant hazard: the clock began at 2026-11-20T09:00:00Z" in made.description


def test_an_address_that_is_in_no_list_goes_as_it_was_written(relayed: Relayed, tree: Tree) -> None:
    where = Where("", "the caravan behind 3 Oak Road")
    made = request(replace(relayed, report=replace(relayed.report, where=where)), tree)
    assert (made.address_id, made.address) == ("", "the caravan behind 3 Oak Road")


def test_a_flat_of_who_reported_a_shared_part_is_not_in_it(relayed: Relayed, tree: Tree) -> None:
    where = replace(relayed.report.where, block="Oak Court, Leeds, LS8 1AA")  # type: ignore[type-var]
    made = request(replace(relayed, report=replace(relayed.report, where=where)), tree)
    assert (made.address_id, made.address) == ("", "Oak Court, Leeds, LS8 1AA")
    assert "In a shared part of the building: Oak Court, Leeds, LS8 1AA" in made.description
    assert "Flat 1" not in str(made)


def test_a_problem_that_is_on_no_list_is_sent_all_the_same(relayed: Relayed, tree: Tree) -> None:
    made = request(replace(relayed, report=replace(relayed.report, problem="", detail="")), tree)
    assert "Problem: not said" in made.description


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.text(max_size=6_000),
    people=st.sets(st.sampled_from(PEOPLE)),
    comes=st.sets(st.sampled_from(get_args(Comes))),
    photos=st.lists(st.just("secret-photo"), max_size=3),
    worse=st.sampled_from([True, False, None]),
)
def test_whatever_was_said_it_is_bounded_and_tells_nothing_of_people_or_photos(
    relayed: Relayed,
    tree: Tree,
    said: str,
    people: set[str],
    comes: set[Comes],
    photos: list[str],
    worse: bool | None,
) -> None:
    plain = "".join(letter for letter in said if letter not in "_5")
    report = replace(
        relayed.report,
        said=plain,
        people=tuple(people),
        photos=tuple(photos),
        worse=worse,
        access=Access(tuple(comes)),
    )
    made = request(replace(relayed, report=report), tree)
    assert len(made.description) <= LONGEST_DESCRIPTION
    assert made.description.startswith(mark(relayed))
    rest = made.description.replace(plain, "")
    assert "secret-photo" not in rest
    assert not any(person in rest for person in people)
    assert not made.attribute("people")
    assert (made.email, made.first_name, made.device_id, made.media_url) == ("", "", "", "")
