"""What staff are shown behind a date, and what is kept back where something is not confirmed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import structs

from bot.knowledge.repairs.case import Deadline, Moments, Triage
from bot.knowledge.repairs.law import HazardLimit, Right, Target
from bot.knowledge.repairs.repairs import Repairs
from tests.unit.repairs.rulebook import LONDON, at, city, edited, leeds, wall

PIPE = Triage("urgent", "significant", "damp_mould", "leak")
MOMENTS = Moments(aware_at=at("2026-12-01T12:00"))


def of(repairs: Repairs, proposal: Triage, source: str, step: str) -> Deadline:
    found = repairs.deadlines(proposal, MOMENTS)
    return next(one for one in found if (one.source, one.step) == (source, step))


def with_law(repairs: Repairs, **changes: object) -> Repairs:
    law = structs.replace(repairs.law, **changes)
    return Repairs(repairs.tree, law, repairs.council, LONDON, repairs.listens)


def test_the_rule_of_awaabs_law_is_given_with_its_section() -> None:
    rule = leeds().source(of(leeds(), PIPE, "awaab", "investigate"), PIPE)

    assert isinstance(rule, HazardLimit)
    assert (rule.severity, rule.limit.working_days) == ("significant", 10)
    assert "SI 2025/1042" in rule.section


def test_with_the_triage_it_is_the_very_category_of_the_right_to_repair() -> None:
    rule = leeds().source(of(leeds(), PIPE, "right_to_repair", "finish"), PIPE)

    assert isinstance(rule, Right)
    assert rule.name == "Leaking from water or heating pipe, tank or cistern"


def test_without_the_triage_no_category_is_claimed() -> None:
    rule = leeds().source(of(leeds(), PIPE, "right_to_repair", "finish"))

    assert not isinstance(rule, Right)
    assert rule.section == "SI 1994/133, schedule"
    assert rule.source.startswith("https://www.legislation.gov.uk/")


def test_the_councils_time_is_that_of_the_priority() -> None:
    repairs = city("leicester")
    rule = repairs.source(of(repairs, PIPE, "council", "finish"), PIPE)

    assert isinstance(rule, Target)
    assert (rule.priority, rule.section) == ("urgent", "Priority 2")


def test_a_date_whose_rule_is_gone_says_so() -> None:
    due = dt.datetime(2026, 12, 5, tzinfo=dt.UTC)
    rule = leeds().source(Deadline("safe", "council", due))

    assert rule.status == "unverified"
    assert "no such rule" in rule.note


def test_a_hazard_that_is_not_confirmed_keeps_its_dates_back() -> None:
    scope = tuple(
        structs.replace(one, status="unverified") if one.hazard == "cold" else one
        for one in leeds().law.scope
    )
    repairs = with_law(leeds(), scope=scope)
    cold, damp = Triage("urgent", "significant", "cold"), Triage("urgent", "significant", "damp_mould")

    assert repairs.told([of(repairs, cold, "awaab", "investigate")], cold) == ()
    assert len(repairs.told([of(repairs, damp, "awaab", "investigate")], damp)) == 1
    assert repairs.told([of(repairs, damp, "awaab", "investigate")]) == ()  # it might be of cold


def test_where_it_is_not_known_which_category_it_is_one_that_is_not_confirmed_keeps_all_back() -> None:
    rights = tuple(
        structs.replace(one, status="unverified") if one.id == "fan" else one for one in leeds().law.rights
    )
    repairs = with_law(leeds(), rights=rights)
    finish = of(repairs, PIPE, "right_to_repair", "finish")

    assert repairs.told([finish]) == ()
    assert repairs.told([finish], PIPE) == (finish,)


def test_a_step_that_is_not_confirmed_is_kept_back_alone() -> None:
    limits = tuple(
        structs.replace(one, status="unverified") if one.step == "summary" else one
        for one in leeds().law.limits
    )
    repairs = with_law(leeds(), limits=limits)
    looked = structs.replace(MOMENTS, investigated_at=at("2026-12-02T12:00"))
    told = repairs.told(repairs.deadlines(Triage("urgent", "significant", "damp_mould"), looked))

    assert [one.step for one in told] == ["work", "investigate", "begin"]


def test_a_rule_that_has_ended_sets_no_date_for_what_came_later() -> None:
    limits = tuple(structs.replace(one, until=dt.date(2026, 11, 30)) for one in leeds().law.limits)
    repairs = with_law(leeds(), limits=limits)
    damp = Triage("planned", "significant", "damp_mould")

    def steps(day: str) -> list[str]:
        found = repairs.deadlines(damp, Moments(aware_at=at(day)))
        return [one.step for one in found if one.source == "awaab"]

    assert steps("2026-11-30T23:59:59") == ["investigate"]
    assert steps("2026-12-01T00:00") == []


def test_a_rule_that_changes_holds_by_the_day_of_awareness(tmp_path: Path) -> None:
    old = "  - {<<: *right, id: roof, name: Leaking roof, working_days: 7}"
    ended = "  - {<<: *right, id: roof, name: Leaking roof, working_days: 7, until: 2026-12-31}"
    begun = "  - {<<: *right, id: roof, name: Leaking roofs, working_days: 5, since: 2027-01-01}"
    repairs = Repairs.load("leeds", LONDON, edited(tmp_path, "uk/repairs_law.yaml", old, f"{ended}\n{begun}"))
    roof = Triage("planned", right="roof")

    def due(day: str) -> Deadline:
        [found] = repairs.deadlines(roof, Moments(aware_at=at(day)))
        return found

    assert wall(due("2026-12-14T12:00")) == "2026-12-23"  # 15 16 17 18, 21 22 23
    assert wall(due("2027-01-04T12:00")) == "2027-01-11"  # 5 6 7 8, 11
    assert rights(repairs, due("2026-12-14T12:00"), roof) == "Leaking roof"
    assert rights(repairs, due("2027-01-04T12:00"), roof) == "Leaking roofs"


def rights(repairs: Repairs, deadline: Deadline, proposal: Triage) -> str:
    rule = repairs.source(deadline, proposal)
    assert isinstance(rule, Right)
    return rule.name
