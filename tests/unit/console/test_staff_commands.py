"""`python -m bot staff …`: what each command does, prints and refuses."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.console.passwords import Passwords
from bot.handover.people import Account, Locked, SecondFactor
from bot.settings import Settings, read_settings
from bot.staff_commands import staff_verbs
from bot.store.database import open_database
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.staff_links import StaffLinks
from bot.store.staff_sessions import StaffSessions
from bot.store.tries import ADDRESS_TRIES, Tries

T = TypeVar("T")
LOGIN = "first@example.org"
ADD = ["add", LOGIN, "--name", "Sam Reed", "--role", "administrator"]
SECOND = ["add", "other@example.org", "--name", "Ada Finch", "--role", "administrator"]
PASSPHRASE = re.compile(r"\b[2-9a-z]{4}(?:-[2-9a-z]{4}){4}\b")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"SNICKET_DATA": str(tmp_path)})


@pytest.fixture
def run(settings: Settings) -> Callable[..., int]:
    """Runs a command as it is typed; its exit code."""
    parser = argparse.ArgumentParser()
    staff_verbs(parser.add_subparsers(required=True))

    def typed(*words: str) -> int:
        options = parser.parse_args(["staff", *words])
        code: int = asyncio.run(options.run(options, settings))
        return code

    return typed


def ask(settings: Settings, work: Callable[[Staff], Coroutine[Any, Any, T]]) -> T:
    """What the store says."""

    async def asked() -> T:
        database = await open_database(settings.database_url)
        try:
            return await work(Staff(database, Keys(settings.secrets), settings.clock()))
        finally:
            await database.close()

    return asyncio.run(asked())


def account(settings: Settings) -> Account:
    found = ask(settings, lambda staff: staff.by_login(LOGIN))
    assert found is not None
    return found


def test_the_first_administrator_is_added_with_a_passphrase_that_is_shown_once(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*ADD, "--team", "housing") == 0
    printed = capsys.readouterr()
    [passphrase] = PASSPHRASE.findall(printed.out)
    assert printed.err == ""
    found = account(settings)
    assert (found.member.name, found.member.role, found.member.team) == (
        "Sam Reed",
        "administrator",
        "housing",
    )
    assert found.invited
    assert asyncio.run(Passwords().check(passphrase, found.password))
    assert run("list") == 0
    assert passphrase not in capsys.readouterr().out


def test_the_same_address_again_is_refused(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)
    before = account(settings).password
    capsys.readouterr()
    assert run(*ADD) == 1
    printed = capsys.readouterr()
    assert printed.err == "snicket: there is an account with this e-mail address\n"
    assert printed.out == "", "no passphrase for an account that was not made"
    assert account(settings).password == before


def test_what_is_no_address_is_refused(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "sam", "--name", "Sam Reed", "--role", "adviser") == 1
    assert capsys.readouterr().err == "snicket: that is not an e-mail address\n"


def test_everybody_is_listed_with_how_they_stand(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list") == 0
    assert "Nobody can sign in yet" in capsys.readouterr().out
    run(*ADD)
    run("add", "second@example.org", "--name", "Kim Lowe", "--role", "adviser", "--team", "waste")
    run("disable", "second@example.org")
    capsys.readouterr()
    run("list")
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == [LOGIN, "administrator", "-", "invited", "Sam", "Reed"]
    assert second.split() == ["second@example.org", "adviser", "waste", "disabled", "Kim", "Lowe"]


def test_reset_makes_another_passphrase_and_unlocks(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)

    async def wrong(staff: Staff) -> None:
        for _ in range(5):
            await staff.trying(1)

    ask(settings, wrong)
    assert account(settings).locked_until is not None
    capsys.readouterr()
    assert run("reset", LOGIN.upper()) == 0
    [passphrase] = PASSPHRASE.findall(capsys.readouterr().out)
    found = account(settings)
    assert asyncio.run(Passwords().check(passphrase, found.password))
    assert found.invited
    assert found.locked_until is None


def test_reset_keeps_codes_and_says_so_unless_it_is_told_otherwise(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)
    factor = SecondFactor("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    ask(settings, lambda staff: staff.set_factor(1, factor))
    assert run("reset", LOGIN) == 0
    assert "still asked for a code" in capsys.readouterr().out
    assert account(settings).factor == factor
    assert run("reset", LOGIN, "--without-codes") == 0
    assert account(settings).factor is None


def test_somebody_who_is_locked_is_shown_as_such_and_unlocked(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)

    async def wrong(staff: Staff) -> dt.datetime | None:
        return [(await staff.trying(1)).locked_until for _ in range(5)][-1]

    assert ask(settings, wrong) is not None
    capsys.readouterr()
    run("list")
    assert "locked until" in capsys.readouterr().out
    assert run("unlock", LOGIN) == 0
    assert account(settings).locked_until is None


def test_a_member_is_disabled_and_enabled(run: Callable[..., int], settings: Settings) -> None:
    run(*ADD)
    run(*SECOND)
    assert run("disable", LOGIN) == 0
    assert not account(settings).active
    assert run("enable", LOGIN) == 0
    assert account(settings).active


def test_a_role_is_changed_and_one_that_does_not_exist_is_refused(
    run: Callable[..., int], settings: Settings
) -> None:
    run(*ADD)
    run(*SECOND)
    assert run("role", LOGIN, "supervisor") == 0
    assert account(settings).member.role == "supervisor"
    with pytest.raises(SystemExit):
        run("role", LOGIN, "king")


@pytest.mark.parametrize("words", [["disable", LOGIN], ["role", LOGIN, "adviser"]])
def test_the_last_administrator_stays_one(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    run(*ADD)
    capsys.readouterr()
    assert run(*words) == 1
    printed = capsys.readouterr()
    assert printed.err == "snicket: this is the last administrator: make somebody else one first\n"
    assert printed.out == ""
    found = account(settings)
    assert found.active
    assert found.member.role == "administrator"


def test_an_invitation_says_where_and_until_when(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)
    printed = capsys.readouterr().out
    assert "\n    http://localhost:8080/helpline/\n" in printed
    assert re.search(r"lets in once, until\n[A-Z][a-z]+day \d+ [A-Z][a-z]+, \d\d:\d\d,", printed)


def test_who_has_not_chosen_a_password_is_invited_again(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)
    [first] = PASSPHRASE.findall(capsys.readouterr().out)
    assert run("invite", LOGIN) == 0
    [again] = PASSPHRASE.findall(capsys.readouterr().out)
    assert again != first
    assert asyncio.run(Passwords().check(again, account(settings).password))
    assert not asyncio.run(Passwords().check(first, account(settings).password))


def test_who_has_a_password_is_not_invited(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)
    ask(settings, lambda staff: staff.set_password(1, "their own"))
    capsys.readouterr()
    assert run("invite", LOGIN) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("snicket: they have chosen a password, or need none")
    assert printed.out == ""
    assert account(settings).password == "their own"


def test_an_invitation_that_is_over_is_listed_as_such(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(*ADD)

    async def used(settings: Settings) -> None:
        database, keys = await open_database(settings.database_url), Keys(settings.secrets)
        await StaffSessions(database, keys, settings.clock(), lambda: "T" * 43).begin(1)
        await database.close()

    asyncio.run(used(settings))
    capsys.readouterr()
    run("list")
    assert "invitation over" in capsys.readouterr().out
    assert run("invite", LOGIN) == 0
    capsys.readouterr()
    run("list")
    assert " invited " in capsys.readouterr().out


def test_a_link_to_the_councils_sign_in_is_taken_away(
    run: Callable[..., int], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*ADD)
    assert run("unlink", LOGIN) == 1
    assert "not linked" in capsys.readouterr().err

    async def linked() -> None:
        database, keys = await open_database(settings.database_url), Keys(settings.secrets)
        assert await StaffLinks(database, keys, settings.clock()).link(1, "https://login.example", "42")
        await database.close()

    asyncio.run(linked())
    assert account(settings).linked
    assert run("unlink", LOGIN) == 0
    assert not account(settings).linked


def test_network_addresses_are_unlocked_and_the_audit_says_so(
    run: Callable[..., int], settings: Settings
) -> None:
    async def locked() -> bool:
        database, keys = await open_database(settings.database_url), Keys(settings.secrets)
        tries = Tries(database, keys, settings.clock())
        try:
            for _ in range(ADDRESS_TRIES):
                await tries.address("198.51.100.7")
        except Locked:
            return True
        else:
            return False
        finally:
            await database.close()

    assert not asyncio.run(locked())
    assert asyncio.run(locked())
    assert run("unlock-network") == 0
    assert not asyncio.run(locked())


WITH_LOGIN = [["reset"], ["unlock"], ["disable"], ["enable"], ["role"], ["invite"], ["unlink"]]


@pytest.mark.parametrize("words", WITH_LOGIN)
def test_for_an_address_that_nobody_has_nothing_is_done(
    run: Callable[..., int], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["adviser"] if words == ["role"] else []
    assert run(*words, "nobody@example.org", *more) == 1
    printed = capsys.readouterr()
    assert printed.err == "snicket: nobody signs in with this e-mail address: python -m bot staff list\n"
    assert printed.out == ""


PAGE = (Path(__file__).parents[3] / "docs" / "helpline-people.md").read_text(encoding="utf-8")


def test_every_command_is_documented() -> None:
    parser = argparse.ArgumentParser()
    staff_verbs(parser.add_subparsers(required=True))
    verbs = parser._subparsers._group_actions[0].choices["staff"]._subparsers._group_actions[0].choices
    assert {"add", "list", "invite", "reset", "unlock", "unlink"} < set(verbs)
    assert [verb for verb in verbs if f"`python -m bot staff {verb}" not in PAGE] == []
