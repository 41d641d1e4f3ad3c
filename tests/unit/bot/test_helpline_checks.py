"""What `python -m bot check` says of the helpline."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec import structs

from bot import helpline_checks
from bot.finding import Finding
from bot.handover.helpline import Helpline
from bot.handover.people import INVITATION, SecondFactor
from bot.helpline_checks import SHIPPED, helpline_findings
from bot.knowledge.directory.hours import Span, Week
from bot.parts import Parts
from bot.store.sealed import Keys
from bot.store.staff import Staff
from channels.client_address import networks
from tests.conftest import NOW
from tests.testbot import put_together


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    made = await put_together(tmp_path, NOW)
    yield made
    await made.close()


@pytest.fixture
def staff(parts: Parts) -> Staff:
    return Staff(parts.store.database, Keys(parts.settings.secrets), parts.clock)


async def says(parts: Parts, about: str = "helpline:") -> list[str]:
    """The findings that begin so, with their marks."""
    found = [one async for one in helpline_findings(parts)]
    return [f"{one.mark.strip()} {one.says}" for one in found if one.says.startswith(about)]


async def test_nobody_can_sign_in(parts: Parts) -> None:
    first, *_ = await says(parts)
    assert first == (
        "look helpline: nobody can sign in, so residents are given the council's line: "
        "python -m bot staff add"
    )


async def test_who_is_disabled_or_has_no_way_in_does_not_count(parts: Parts, staff: Staff) -> None:
    gone = await staff.add("a@example.org", "A", "adviser", hashed="hash")
    await staff.set_active(gone.id, False)
    await staff.add("b@example.org", "B", "adviser")
    assert (await says(parts))[0].startswith("look helpline: nobody can sign in")


async def test_advisers_without_an_administrator(parts: Parts, staff: Staff) -> None:
    await staff.add("a@example.org", "A", "adviser", hashed="hash")
    assert (await says(parts))[:2] == [
        "look helpline: there is no administrator who can sign in: python -m bot staff add",
        "ok helpline: 1 can sign in and take conversations, 0 of them administrators",
    ]


async def test_an_administrator_without_codes_is_a_warning(parts: Parts, staff: Staff) -> None:
    boss = await staff.add("a@example.org", "A", "administrator", hashed="hash")
    bare = "look helpline: 1 of the administrators can sign in without a one-time code"
    assert bare in await says(parts)
    await staff.set_factor(boss.id, SecondFactor("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
    assert bare not in await says(parts)


async def test_an_adviser_without_codes_is_none(parts: Parts, staff: Staff) -> None:
    await staff.add("a@example.org", "A", "adviser", hashed="hash")
    assert not [line for line in await says(parts) if "one-time code" in line]


async def test_an_invitation_that_is_over(parts: Parts, staff: Staff) -> None:
    await staff.add("a@example.org", "A", "administrator", hashed="hash", invited=True)
    assert (await says(parts))[0].startswith("ok helpline: 1 can sign in")
    parts.clock.advance(INVITATION)  # type: ignore[attr-defined]
    found = await says(parts)
    assert found[0].startswith("look helpline: nobody can sign in")


async def test_an_invitation_that_is_over_beside_others(parts: Parts, staff: Staff) -> None:
    await staff.add("a@example.org", "A", "administrator", hashed="hash")
    await staff.add("b@example.org", "B", "adviser", hashed="hash", invited=True)
    parts.clock.advance(INVITATION)  # type: ignore[attr-defined]
    over = "look helpline: 1 never chose a password, and their passphrase is over: staff invite"
    assert over in await says(parts)


async def test_a_secret_that_does_not_open_the_members_is_said(parts: Parts, staff: Staff) -> None:
    await staff.add("a@example.org", "A", "adviser", hashed="hash")
    other = structs.replace(parts.settings, secrets=("another secret, thirty-two characters",))
    parts.settings = other
    [broken] = [line for line in await says(parts) if line.startswith("FAIL")]
    assert "SNICKET_SECRET" in broken
    assert "another secret" not in broken


async def test_behind_https_the_proxies_want_to_be_named(parts: Parts) -> None:
    unset = (
        "look helpline: SNICKET_PROXIES is unset: behind a proxy no network address is limited at the sign-in"
    )
    assert unset in await says(parts)
    parts.settings = structs.replace(parts.settings, proxies=networks("10.0.0.0/8"))
    assert unset not in await says(parts)


def hours(week: Week) -> list[Finding]:
    helpline = structs.replace(Helpline.load("leeds"), hours=week)
    return list(helpline_checks._hours("leeds", helpline))


@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_the_hours_that_come_with_a_city_are_known_as_such(city: str) -> None:
    assert Helpline.load(city).hours == SHIPPED


def test_hours_of_ones_own_are_fine() -> None:
    [default], [own], [never] = (
        hours(SHIPPED),
        hours(Week(mon=(Span(dt.time(8), dt.time(20)),))),
        hours(Week()),
    )
    assert "are they yours? bot/cities/leeds/helpline.yaml" in default.says
    assert [one.mark for one in (default, own, never)] == ["look", "ok  ", "look"]


@pytest.mark.parametrize("year", [2026, 2031])
def test_bank_holidays_are_known_for_this_year_and_the_next(year: int) -> None:
    assert helpline_checks._holidays(year) == Finding(
        f"bank holidays: known for {year} and {year + 1}", fine=True
    )


def test_bank_holidays_that_are_not_known_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    known = helpline_checks.bank_holidays
    monkeypatch.setattr(helpline_checks, "bank_holidays", lambda year: known(year) if year < 2027 else ())
    assert helpline_checks._holidays(2026).says == "bank holidays: not known for 2027: update `holidays`"
