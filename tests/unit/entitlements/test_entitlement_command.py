"""`python -m bot entitlements`: a household a line in, an answer a line out."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
import sys
from typing import Any

import pytest

from bot.__main__ import parser
from bot.entitlement_commands import Checker, answers
from bot.settings import Settings
from tests.unit.entitlements.homes import TODAY

PARENT = {
    "id": "parent",
    "adults": [{"age": 30, "earnings": 14_000}],
    "children": [7, 4],
    "rent": 7_800,
    "tenure": "council",
}
RETIRED = {"id": 7, "adults": [{"age": 72, "state_pension": 9_600}], "savings": 3_000, "rent": 5_200}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker("leeds", TODAY)


def said(checker: Checker, *lines: object) -> tuple[int, list[dict[str, Any]], str]:
    out, errors = io.StringIO(), io.StringIO()
    written = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    code = answers(written, checker, out, errors)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


def verdict(answer: dict[str, Any], benefit: str) -> dict[str, Any]:
    return next(one for one in answer["verdicts"] if one["benefit"] == benefit)


def test_verdicts_come_with_reasons_amounts_and_sources(checker: Checker) -> None:
    code, [answer], errors = said(checker, PARENT)
    credit = verdict(answer, "universal_credit")

    assert (code, errors, answer["id"], answer["on"]) == (0, "", "parent", "2026-11-20")
    assert credit["truth"] == "yes"
    assert credit["amount_year"] == credit["amount_year_least"] == 15531.78
    assert credit["because"]
    assert "savings" in credit["facts"]
    assert credit["link"].startswith("https://")
    assert credit["checked"] == "2026-11-20"
    assert answer["amounts_year"]["child_benefit"] == 2337.40


def test_what_is_not_given_has_no_amount_but_nothing(checker: Checker) -> None:
    _, [answer], _ = said(checker, PARENT)

    assert verdict(answer, "pension_credit")["truth"] == "no"
    assert verdict(answer, "pension_credit")["amount_year"] == 0
    assert verdict(answer, "bus_pass")["amount_year"] is None


def test_what_follows_from_a_benefit_that_they_may_get_is_counted(checker: Checker) -> None:
    _, [parent, retired], _ = said(checker, PARENT, RETIRED)

    assert verdict(parent, "warm_home_discount")["truth"] == "yes"
    assert verdict(parent, "free_school_meals")["truth"] == "yes"
    assert verdict(retired, "warm_home_discount")["truth"] == "yes"
    assert retired["id"] == "7"


def test_wrong_lines_are_said_by_number_and_field_and_the_others_go_on(checker: Checker) -> None:
    code, found, errors = said(
        checker, PARENT, b"nonsense", b"", {"adults": [{"age": "x"}]}, {"adults": [{"age": 20}]}
    )

    assert code == 1
    assert [one["id"] for one in found] == ["parent", "5"]
    first, second = errors.splitlines()
    assert first.startswith("snicket: line 2: not JSON: ")
    assert second == "snicket: line 4: adults[0].age: Expected `int`, got `str`"


def test_out_of_date_figures_give_no_number() -> None:
    _, [answer], _ = said(Checker("leeds", dt.date(2027, 6, 1)), PARENT)

    assert verdict(answer, "universal_credit")["truth"] == "stale"
    assert verdict(answer, "universal_credit")["amount_year"] is None
    assert set(answer["amounts_year"].values()) == {None}


@pytest.mark.parametrize("written", ["tomorrow", "2026-13-01", "20/11/2026"])
def test_a_day_that_is_none_is_refused(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["entitlements", "--on", written])

    assert f"{written!r} is not a day" in capsys.readouterr().err


def test_the_command_reads_standard_input_on_the_day_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Input:
        buffer = io.BytesIO(json.dumps(PARENT).encode() + b"\n{}\n")

    monkeypatch.setattr(sys, "stdin", Input())
    options = parser().parse_args(["entitlements", "--on", "2026-12-01", "--city", "leeds"])
    code = asyncio.run(options.run(options, Settings.read({"SNICKET_CITY": "leeds"})))
    out = capsys.readouterr()

    assert code == 1
    assert json.loads(out.out)["on"] == "2026-12-01"
    assert out.err.startswith("snicket: line 2: the line: ")


def test_without_a_day_it_is_the_day_of_the_clock(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Input:
        buffer = io.BytesIO(json.dumps(PARENT).encode())

    monkeypatch.setattr(sys, "stdin", Input())
    settings = Settings.read({"SNICKET_CITY": "leeds", "SNICKET_NOW": "2026-06-30T23:30:00+00:00"})
    options = parser().parse_args(["entitlements"])
    asyncio.run(options.run(options, settings))

    assert json.loads(capsys.readouterr().out)["on"] == "2026-07-01"
