"""What a city changes, and what it may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge.data import DataError
from bot.knowledge.repairs.repairs import Repairs
from tests.unit.repairs.rulebook import LONDON, city, edited, leeds, line_of

UK, LAW, LEEDS, LEICESTER = (
    "uk/repairs.yaml",
    "uk/repairs_law.yaml",
    "leeds/repairs.yaml",
    "leicester/repairs.yaml",
)
DRIPS = "{id: dripping, name: !_ It drips}"
SEAT = "leaf: toilet.seat"


def test_what_leeds_leaves_to_its_tenants_is_theirs_there_and_a_case_elsewhere() -> None:
    own = {change.leaf for change in leeds().council.changes}

    assert len(own) == 12
    for leaf in own:
        assert leeds().leaf(*leaf.split(".")).does == "yours"
        assert city("leicester").leaf(*leaf.split(".")).does == "case"


def test_leeds_list_has_wiping_mould_on_it_and_ours_has_not() -> None:
    assert not [change for change in leeds().council.changes if change.leaf.startswith("damp.")]


@pytest.mark.parametrize(
    ("leaf", "here", "there"),
    [
        ("heating.none", "emergency", "urgent"),
        ("light.all_out", "emergency", "urgent"),
        ("roof.gutter", "planned", "routine"),
        ("path.trip", "planned", "routine"),
    ],
)
def test_leicesters_own_examples_have_its_priority(leaf: str, here: str, there: str) -> None:
    assert city("leicester").leaf(*leaf.split(".")).priority == here
    assert leeds().leaf(*leaf.split(".")).priority == there


def test_a_change_leaves_the_rest_of_a_detail_as_it_was() -> None:
    here, there = (city(name).leaf("heating", "none") for name in ("leicester", "leeds"))

    assert (here.hazard, here.right, here.at_risk, here.name) == (
        there.hazard,
        there.right,
        there.at_risk,
        there.name,
    )


def test_a_change_that_is_not_confirmed_changes_nothing(tmp_path: Path) -> None:
    folder = edited(tmp_path, LEEDS, SEAT, f"{SEAT}\n    status: unverified")
    repairs = Repairs.load("leeds", LONDON, folder)

    assert repairs.leaf("toilet", "seat").does == "case"
    assert repairs.leaf("light", "bulb").does == "yours"


def test_a_change_may_be_for_the_shared_part_alone(tmp_path: Path) -> None:
    old = "leaf: roof.gutter, priority: planned"
    folder = edited(tmp_path, LEICESTER, old, "leaf: roof.gutter, shared: planned, priority: routine")
    gutter = Repairs.load("leicester", LONDON, folder).leaf("roof", "gutter")

    assert (gutter.priority, gutter.shared) == ("routine", "planned")


def test_codes_and_services_are_the_councils_to_fill_in() -> None:
    for name in ("leeds", "leicester"):
        assert city(name).council.codes == {}
        assert city(name).council.services == {}


def refusal(folder: Path, name: str = "leeds") -> str:
    with pytest.raises(DataError) as refused:
        Repairs.load(name, LONDON, folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (DRIPS, "{id: dripping, name: !_ It drips, hazard: dragons}", "no hazard 'dragons'"),
        (DRIPS, "{id: dripping, name: !_ It drips, right: tea}", "no category 'tea' of the Right to Repair"),
        (DRIPS, "{id: dripping, name: !_ It drips, danger: abuse}", "no safety card 'abuse'"),
        (DRIPS, "{id: dripping, name: !_ It drips, does: call}", "`phone` belongs to `does: call`"),
        (DRIPS, "{id: dripping, name: !_ It drips, phone: main}", "`phone` belongs to `does: call`"),
        (
            DRIPS,
            "{id: dripping, name: !_ It drips, does: call, phone: plumber}",
            "no phone number 'plumber' in phones.yaml",
        ),
        (DRIPS, "{id: dripping, name: !_ It drips, does: yours}", "needs `because` and `unless`"),
        (DRIPS, "{id: dripping, name: !_ It drips, severity: significant}", "a class without a hazard"),
        (DRIPS, "{id: cannot_turn, name: !_ It drips}", "'cannot_turn' is there twice"),
        (
            DRIPS,
            "{id: dripping, name: !_ It drips, hazard: gas, severity: emergency}",
            "has the priority emergency",
        ),
        (
            DRIPS,
            "{id: dripping, name: !_ It drips, hazard: gas, danger: gas, priority: emergency}",
            "what has a safety card is an emergency",
        ),
        (
            DRIPS,
            "{id: dripping, name: !_ It drips, hazard: cold, risk_danger: cold}",
            "an emergency for them",
        ),
        (
            "severity: significant, at_risk: significant, hazard: heat",
            "severity: significant, at_risk: '', hazard: heat, does: yours, because: !_ A, unless: !_ B",
            "is always a case",
        ),
        (
            "No water at all, priority: emergency, severity: significant, at_risk: emergency",
            "No water at all, priority: emergency, severity: emergency, at_risk: significant",
            "makes it less grave",
        ),
    ],
)
def test_a_mistake_in_a_detail_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    folder = edited(tmp_path, UK, old, new)
    refused = refusal(folder)

    assert says in refused
    at = re.match(rf"{re.escape(str(folder / UK))}:(\d+): ", refused)
    assert at is not None
    line = line_of(folder, UK, new.partition(",")[0] if new.startswith("{") else new)
    assert abs(int(at.group(1)) - line) <= 1  # a second of two is where the twin is


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (DRIPS, "{id: dripping, name: !_ It drips, does: nothing}", "Invalid enum value 'nothing'"),
        (DRIPS, "{id: dripping}", "missing required field `name`"),
        (DRIPS, "{id: dripping, name: It drips}", "got `str`"),
        (DRIPS, "{id: dripping, name: !_ It drips, priorty: urgent}", "unknown field `priorty`"),
        (DRIPS, "{id: dripping, name: !_ It drips, priority: soon}", "Invalid enum value 'soon'"),
        (DRIPS, "{id: dripping, name: !_ It drips", "not YAML"),
        ("asks: [room]", "asks: [shoe size]", "Invalid enum value 'shoe size'"),
    ],
)
def test_what_does_not_fit_its_type_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    folder = edited(tmp_path, UK, old, new)
    refused = refusal(folder)

    assert says in refused
    assert re.match(rf"{re.escape(str(folder / UK))}:\d+: ", refused)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "name: !_ Another leak, priority: urgent",
            "name: !_ Another leak, shown: false, priority: urgent",
            "leak: the detail 'other'",
        ),
        (
            "- {id: other, name: !_ Another leak",
            "- {id: some, name: !_ Another leak",
            "leak: the detail 'other'",
        ),
        ("shown: false", "shown: true", "drain: 9 details, where 8 can be shown"),
        ("- id: hot\n", "- id: tap\n", "the problem 'tap' is there twice"),
        ("- id: toilet\n    name", "- id: water\n    name", "'water' is there twice"),
        (
            "- id: other\n        name",
            "- id: else\n        name",
            "'other' with the detail 'other' is missing",
        ),
    ],
)
def test_a_tree_with_a_hole_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in refusal(edited(tmp_path, UK, old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (SEAT, "leaf: toilet.throne", "no 'toilet.throne' in the country's tree"),
        (SEAT, "leaf: light.bulb", "'light.bulb' is there twice"),
        (SEAT, "leaf: damp.mould", "is always a case"),
        (SEAT, "leaf: gas.smell", "is always a case"),
        (SEAT, "leaf: tap.other", "what is on no list is a case"),
        ("phone: repairs", "phone: plumber", "no phone number 'plumber'"),
        ("{hours: 24}", "{hours: 24, weeks: 1}", "a limit is exactly one of"),
        ("{hours: 24}", "{}", "a limit is exactly one of"),
        ("{hours: 24}", "{hours: -1}", "a limit is exactly one of"),
        ("priority: urgent", "priority: routine", "'routine finish' is there twice"),
        ("{working_days: 3}", "{working_days: 30}", "more urgent has a longer time"),
        ("region: ENG\n", "", "missing required field `region`"),
    ],
)
def test_a_councils_mistake_is_refused_in_its_own_file(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = edited(tmp_path, LEEDS, old, new)
    refused = refusal(folder)

    assert says in refused
    assert re.match(rf"{re.escape(str(folder / LEEDS))}:\d+: ", refused)


def test_a_councils_mistake_is_found_on_its_line(tmp_path: Path) -> None:
    folder = edited(tmp_path, LEEDS, SEAT, "leaf: damp.mould")
    line = line_of(folder, LEEDS, "damp.mould")

    assert refusal(folder).startswith(f"{folder / LEEDS}:{line - 1}: damp.mould:")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hazard: damp_mould", "hazard: cold", "'cold' is there twice"),
        ("id: power_unsafe", "id: power_total", "'power_total' is there twice"),
        ("limit: {hours: 24}", "limit: {hours: 24, working_days: 1}", "a limit is exactly one of"),
        ("working_days: 3, winter_days: 1", "working_days: 3, winter_days: -1", "at least one working day"),
        ("checked: 2026-11-20", "checked: yesterday", "Invalid RFC3339 encoded date"),
        ("step: safe", "step: dance", "Invalid enum value 'dance'"),
    ],
)
def test_a_mistake_in_the_law_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = edited(tmp_path, LAW, old, new)
    refused = refusal(folder)

    assert says in refused
    assert re.match(rf"{re.escape(str(folder / LAW))}:\d+: ", refused)


@pytest.mark.parametrize("file", [UK, LAW, LEEDS])
def test_a_file_that_is_missing_is_named(tmp_path: Path, file: str) -> None:
    folder = edited(tmp_path, LEEDS, SEAT, SEAT)
    (folder / file).unlink()

    assert refusal(folder) == f"{folder / file}: cannot be read: No such file or directory"
