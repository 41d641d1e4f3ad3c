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

from bot import staff_commands
from bot.console.passwords import Passwords
from bot.handover.people import Account, SecondFactor
from bot.settings import Settings, read_settings
from bot.staff_commands import staff_verbs
from bot.store.database import open_database
from bot.store.sealed import Keys
from bot.store.staff import Staff

T = TypeVar("T")
LOGIN = "first@example.org"
ADD = ["add", LOGIN, "--name", "Sam Reed", "--role", "administrator"]
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
    assert run("disable", LOGIN) == 0
    assert not account(settings).active
    assert run("enable", LOGIN) == 0
    assert account(settings).active


def test_a_role_is_changed_and_one_that_does_not_exist_is_refused(
    run: Callable[..., int], settings: Settings
) -> None:
    run(*ADD)
    assert run("role", LOGIN, "supervisor") == 0
    assert account(settings).member.role == "supervisor"
    with pytest.raises(SystemExit):
        run("role", LOGIN, "king")


@pytest.mark.parametrize("words", [["reset"], ["unlock"], ["disable"], ["enable"], ["role"]])
def test_for_an_address_that_nobody_has_nothing_is_done(
    run: Callable[..., int], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["adviser"] if words == ["role"] else []
    assert run(*words, "nobody@example.org", *more) == 1
    printed = capsys.readouterr()
    assert printed.err == "snicket: nobody signs in with this e-mail address: python -m bot staff list\n"
    assert printed.out == ""


PAGE = (Path(__file__).parents[3] / "docs" / "helpline-people.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", ["add", "list", "reset", "unlock", "disable", "enable", "role"])
def test_every_command_is_documented(verb: str) -> None:
    assert hasattr(staff_commands, "list_all" if verb == "list" else verb)
    assert f"python -m bot staff {verb}" in PAGE
