"""A case as HACT's RaiseRepair has it: what is required is there, and nothing that is licensed or too
much."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from bot.knowledge.repairs.case import PEOPLE, PRIORITIES, Access, Deadline, Priority, Report, Triage, Where
from bot.knowledge.repairs.hact import raise_repair
from bot.knowledge.repairs.law import Council

AWARE = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
HOME = Where("1001", "Flat 1, Oak Court, Leeds, LS8 1AA", "LS8 1AA")
BLOCK = Where("1001", HOME.line, HOME.postcode, "Oak Court, Leeds, LS8 1AA")
DAMP = Report(
    aware_at=AWARE,
    said="black mould above the cot",
    problem="damp",
    detail="mould",
    room="living_room",
    where=HOME,
    people=("under5", "lungs"),
    access=Access(("morning", "call_first"), keysafe=True, pets=True, note="Ring twice."),
    phone="07700 900001",
    language="pl",
    interpreter=True,
    photos=("photo-1",),
)
TRIAGE = Triage("urgent", "significant", "damp_mould", "", ("at_risk",))
COUNCIL = Council(phone="repairs", region="ENG", targets=(), codes={"damp.mould": "N114001"})
LATER = AWARE + dt.timedelta(days=14)
DEADLINES = (
    Deadline("investigate", "awaab", AWARE + dt.timedelta(days=14)),
    Deadline("work", "awaab", AWARE + dt.timedelta(days=21)),
    Deadline("finish", "council", AWARE + dt.timedelta(days=28)),
)

MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}
TEXT = {"type": "string", "minLength": 1}
REFERENCES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["ID"],
        "properties": {"ID": TEXT, "Description": TEXT, "AllocatedBy": TEXT},
        "additionalProperties": False,
    },
}


def alerts(*types: str) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["Type"],
            "properties": {"Type": {"enum": list(types)}, "Comments": TEXT},
            "additionalProperties": False,
        },
    }


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": [
        "DescriptionOfWork",
        "Priority",
        "WorkClass",
        "AccessInformation",
        "PersonAlert",
        "LocationAlert",
        "DateReported",
    ],
    "additionalProperties": False,
    "properties": {
        "Reference": REFERENCES,
        "DescriptionOfWork": TEXT,
        "Priority": {
            "type": "object",
            "required": ["PriorityCode", "RequiredCompletionDateTime"],
            "properties": {
                "PriorityCode": {"enum": ["1", "2", "3", "4", "5"]},
                "RequiredCompletionDateTime": MOMENT,
            },
            "additionalProperties": False,
        },
        "WorkClass": {
            "type": "object",
            "required": ["WorkClassCode"],
            "properties": {"WorkClassCode": {"enum": ["0", "10", "20", "30", "40", "50", "60"]}},
            "additionalProperties": False,
        },
        "WorkElement": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["RateScheduleItem"],
                "properties": {
                    "RateScheduleItem": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "properties": {
                                "CustomCode": TEXT,
                                "Quantity": {
                                    "type": "object",
                                    "properties": {"Amount": {"type": "array", "items": {"type": "number"}}},
                                },
                            },
                            "additionalProperties": False,
                        },
                    }
                },
                "additionalProperties": False,
            },
        },
        "LocationOfRepair": TEXT,
        "AccessInformation": {
            "type": "object",
            "required": ["Description"],
            "properties": {
                "Description": TEXT,
                "Keysafe": {
                    "type": "object",
                    "properties": {"Location": TEXT, "Code": TEXT},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
        "PersonAlert": alerts(
            *("0", "1", "10", "10-10", "20", "20-10", "20-20", "20-30", "20-40", "20-50"),
            *("20-60", "20-70", "30", "40", "50", "60"),
        ),
        "LocationAlert": alerts("0", "1", "10", "20", "30", "40", "50"),
        "DateReported": MOMENT,
        "SitePropertyUnit": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["Address"],
                "properties": {
                    "Address": {
                        "type": "object",
                        "properties": {
                            "AddressLine": {"type": "array", "maxItems": 7, "items": TEXT},
                            "PostalCode": TEXT,
                        },
                        "additionalProperties": False,
                    },
                    "Reference": REFERENCES,
                },
                "additionalProperties": False,
            },
        },
    },
}
"""RaiseRepair-M3SoR-v7 as far as it is used: required fields, code lists and names are that schema's; what is
always given here is required, too."""

VALID = Draft202012Validator(SCHEMA)


def raised(report: Report = DAMP, triage: Triage = TRIAGE, **more: Any) -> dict[str, Any]:
    given_ = {"deadlines": DEADLINES, "council": COUNCIL, **more}
    return raise_repair("K7M2QX", report, triage, **given_)


def test_a_case_with_all_that_was_said() -> None:
    found = raised()
    VALID.validate(found)
    assert found == {
        "Reference": [{"ID": "K7M2QX", "Description": "Case", "AllocatedBy": "Snicket"}],
        "DescriptionOfWork": "black mould above the cot",
        "Priority": {"PriorityCode": "3", "RequiredCompletionDateTime": "2026-12-11T09:00:00Z"},
        "WorkClass": {"WorkClassCode": "0"},
        "WorkElement": [{"RateScheduleItem": [{"CustomCode": "N114001", "Quantity": {"Amount": [1]}}]}],
        "LocationOfRepair": "living room",
        "AccessInformation": {
            "Description": "Mornings. Call first. Ring twice.",
            "Keysafe": {"Location": "There is a key safe. Ask the tenant where it is."},
        },
        "PersonAlert": [
            {"Type": "0", "Comments": "A child under 5 lives here."},
            {"Type": "0", "Comments": "Somebody with a lung condition lives here."},
            {"Type": "0", "Comments": "An interpreter is needed: pl."},
        ],
        "LocationAlert": [{"Type": "0", "Comments": "There are pets."}],
        "DateReported": "2026-11-20T09:00:00Z",
        "SitePropertyUnit": [
            {
                "Address": {"AddressLine": ["Flat 1, Oak Court, Leeds, LS8 1AA"], "PostalCode": "LS8 1AA"},
                "Reference": [{"ID": "1001", "Description": "Premises"}],
            }
        ],
    }


def test_it_is_plain_json() -> None:
    found = raised()
    assert json.loads(json.dumps(found)) == json.loads(msgspec.json.encode(found))


def test_a_case_of_which_little_is_known() -> None:
    found = raised(
        Report(aware_at=AWARE, said=""), council=Council(phone="repairs", region="ENG", targets=())
    )
    VALID.validate(found)
    assert (found["DescriptionOfWork"], found["LocationOfRepair"]) == ("Not said", "Not said")
    assert (found["AccessInformation"], found["WorkElement"]) == ({"Description": "Not said"}, [])
    assert (found["PersonAlert"], found["LocationAlert"], found["SitePropertyUnit"]) == ([], [], [])


def test_a_shared_part_is_at_its_building_and_not_at_a_flat() -> None:
    found = raised(replace(DAMP, where=BLOCK, room="stairs"))
    VALID.validate(found)
    assert found["LocationOfRepair"] == "Shared part of the building: stairs"
    assert found["SitePropertyUnit"][0]["Address"]["AddressLine"] == ["Oak Court, Leeds, LS8 1AA"]


@pytest.mark.parametrize(
    ("priority", "reasons", "code"),
    [
        ("emergency", ("danger",), "1"),
        ("emergency", (), "2"),
        ("urgent", ("at_risk",), "3"),
        ("routine", (), "4"),
        ("planned", (), "5"),
    ],
)
def test_priorities_are_one_to_five(priority: Priority, reasons: tuple[str, ...], code: str) -> None:
    found = raised(triage=Triage(priority, reasons=reasons))
    assert found["Priority"]["PriorityCode"] == code


def test_the_date_is_the_earliest_on_which_work_must_be_done() -> None:
    met = Deadline("work", "awaab", AWARE + dt.timedelta(days=21), met_at=AWARE + dt.timedelta(days=1))
    for deadlines, date in (
        (DEADLINES, "2026-12-11T09:00:00Z"),
        ((met, DEADLINES[2]), "2026-12-18T09:00:00Z"),
        ((DEADLINES[0],), "2026-12-04T09:00:00Z"),
        ((met,), "2026-12-11T09:00:00Z"),
    ):
        assert raised(deadlines=deadlines)["Priority"]["RequiredCompletionDateTime"] == date


def test_without_any_date_it_cannot_be_raised() -> None:
    with pytest.raises(ValueError, match="no rule says by when"):
        raised(deadlines=())


def test_a_time_in_another_zone_is_written_in_utc() -> None:
    summer = dt.timezone(dt.timedelta(hours=1))
    found = raised(replace(DAMP, aware_at=dt.datetime(2026, 7, 1, 9, 0, tzinfo=summer)))
    assert found["DateReported"] == "2026-07-01T08:00:00Z"


def test_phone_and_photos_are_not_in_it() -> None:
    whole = json.dumps(raised())
    assert "07700" not in whole
    assert "photo-1" not in whole


@pytest.mark.parametrize(
    ("hazard", "told"), [("gas", True), ("water", True), ("suicide", False), ("abuse", False)]
)
def test_a_danger_of_the_place_is_an_alert_and_a_persons_is_not(hazard: str, told: bool) -> None:
    found = raised(replace(DAMP, hazard=hazard))
    assert (hazard in json.dumps(found["LocationAlert"])) is told


def test_asbestos_is_an_alert() -> None:
    found = raised(replace(DAMP, problem="asbestos", detail="damaged"))
    assert {"Type": "0", "Comments": "Asbestos is reported here."} in found["LocationAlert"]


def test_codes_of_a_problem_hold_for_its_details_and_no_wording_goes_with_them() -> None:
    council = Council(phone="repairs", region="ENG", targets=(), codes={"damp": "D1"})
    found = raised(council=council)
    assert found["WorkElement"][0]["RateScheduleItem"][0]["CustomCode"] == "D1"
    assert "CustomName" not in json.dumps(found)


@given(
    said=st.text(max_size=80),
    note=st.text(max_size=40),
    people=st.sets(st.sampled_from(PEOPLE)),
    priority=st.sampled_from(PRIORITIES),
    where=st.sampled_from([HOME, BLOCK, Where("", "somewhere"), None]),
    keysafe=st.booleans(),
)
def test_whatever_was_said_it_has_the_shape(
    said: str, note: str, people: set[Any], priority: Priority, where: Where | None, keysafe: bool
) -> None:
    access = Access(keysafe=keysafe, note=note)
    report = replace(DAMP, said=said, access=access, people=tuple(people), where=where)
    VALID.validate(raised(report, Triage(priority)))
