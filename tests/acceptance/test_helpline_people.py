"""The commands for those who sign in, as they are typed, and the helpline as it is then opened; all of it is
in the audit."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.acceptance.asking import FORM, Answer, Resident, ask
from tests.acceptance.conftest import Starts
from tests.acceptance.program import Program, run

# Each command is a program of its own, and there are many.
pytestmark = pytest.mark.timeout(240)

BOSS, ADVISER = "kim@example.org", "sam@example.org"
OWN = "violet ladder quietly seven"
PASSPHRASE = re.compile(r"^    ([2-9a-z]{4}(?:-[2-9a-z]{4}){4})$", re.M)


class Staff:
    """A browser without JavaScript at the helpline's door."""

    def __init__(self, program: Program) -> None:
        self._port = program.port
        self._cookie = ""
        self.page = ""
        self.sent = 0

    def open(self, path: str) -> Answer:
        return self._kept(ask(self._port, "GET", f"/helpline/{path}", headers={"Cookie": self._cookie}))

    def send(self, path: str, **fields: str) -> Answer:
        """Sends a form, with the token of the page that was opened last."""
        token = re.search(r'data-token="(\w+)"', self.page)
        self.sent += 1
        once = f"form-{self.sent}"
        body = urlencode({"token": token[1] if token else "", "once": once, **fields}).encode()
        headers = {"Cookie": self._cookie, "Content-Type": FORM}
        return self._kept(ask(self._port, "POST", f"/helpline/{path}", body, headers))

    def sign_in(self, login: str, password: str) -> Answer:
        return self.send("", login=login, password=password)

    def chooses(self, passphrase: str) -> Answer:
        """Replaces the passphrase that others have made."""
        self.open("password")
        return self.send("password", old=passphrase, fresh=OWN, again=OWN)

    def _kept(self, answer: Answer) -> Answer:
        if given := answer.headers.get("set-cookie"):
            self._cookie = given.partition(";")[0]
        self.page = answer.text or self.page  # whoever is led on still has the page that led there
        return answer


def staff(folder: Path, *words: str) -> str:
    """Runs a command for staff; what it printed."""
    ended = run("bot", "staff", *words, folder=folder)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return ended.stdout


def invited(printed: str) -> str:
    """The passphrase in what was printed."""
    [passphrase] = PASSPHRASE.findall(printed)
    return str(passphrase)


def audited(folder: Path) -> list[tuple[str, int | None, str]]:
    """The audit, oldest first, as (action, member, detail)."""
    database = sqlite3.connect(f"file:{folder / 'snicket.db'}?mode=ro", uri=True, timeout=10)
    with closing(database):
        return list(database.execute("SELECT action, staff_id, detail FROM audit ORDER BY id"))


def test_the_first_administrator_comes_in_with_what_the_command_printed(folder: Path, start: Starts) -> None:
    first = staff(folder, "add", BOSS, "--name", "Kim Lowe", "--role", "administrator")
    again = staff(folder, "invite", BOSS)
    program = start(folder)
    kim = Staff(program)
    assert kim.sign_in(BOSS, invited(first)).status == 401, "another one has been made since"
    assert kim.sign_in(BOSS, invited(again)).headers["location"] == "/helpline/password"
    assert kim.open("queue").headers["location"] == "/helpline/password"
    other = Staff(program)
    assert "This passphrase is over" in other.sign_in(BOSS, invited(again)).text, "it lets in once"
    assert kim.chooses(invited(again)).headers["location"].startswith("/helpline/queue")
    assert kim.open("people").status == 200
    assert other.sign_in(BOSS, OWN).status == 303


def test_the_commands_work_beside_the_running_service(folder: Path, start: Starts) -> None:
    program = start(folder)
    passphrase = invited(staff(folder, "add", BOSS, "--name", "Kim Lowe", "--role", "administrator"))
    kim = Staff(program)
    kim.sign_in(BOSS, passphrase)
    kim.chooses(passphrase)
    assert kim.open("people").status == 200
    refused = run("bot", "staff", "disable", BOSS, folder=folder)
    assert (refused.returncode, "last administrator" in refused.stderr) == (1, True)
    for _ in range(5):
        assert Staff(program).sign_in(BOSS, "wrong").status == 401
    assert "too many wrong tries" in Staff(program).sign_in(BOSS, OWN).text
    assert "locked until" in staff(folder, "list")
    staff(folder, "unlock", BOSS)
    assert Staff(program).sign_in(BOSS, OWN).status == 303
    staff(folder, "add", ADVISER, "--name", "Sam Reed", "--role", "administrator")
    staff(folder, "role", BOSS, "adviser")
    assert kim.open("people").status == 403, "from the next click on"
    staff(folder, "disable", BOSS)
    assert kim.open("queue").headers["location"].startswith("/helpline/?")
    assert Staff(program).sign_in(BOSS, OWN).status == 401
    staff(folder, "enable", BOSS)
    fresh = invited(staff(folder, "reset", BOSS))
    assert Staff(program).sign_in(BOSS, fresh).status == 303


def test_a_network_is_locked_over_a_restart_and_unlocked_by_a_command(folder: Path, start: Starts) -> None:
    program = start(folder)
    for number in range(60):
        assert Staff(program).sign_in(f"{number}@example.org", "wrong").status == 401
    assert "from your network" in Staff(program).sign_in(BOSS, "wrong").text
    program.kill()
    program.start()
    assert "from your network" in Staff(program).sign_in(BOSS, "wrong").text
    staff(folder, "unlock-network")
    assert "from your network" not in Staff(program).sign_in(BOSS, "wrong").text


def test_a_members_and_a_strangers_lock_look_alike_and_outlive_a_restart(folder: Path, start: Starts) -> None:
    staff(folder, "add", BOSS, "--name", "Kim Lowe", "--role", "administrator")
    program = start(folder)
    said: dict[str, list[str]] = {}
    for login in (BOSS, "nobody@example.org"):
        pages = [Staff(program).sign_in(login, "wrong").text.replace(login, "") for _ in range(5)]
        said[login] = pages
    program.kill()
    program.start()
    for login, pages in said.items():
        pages.append(Staff(program).sign_in(login, "wrong").text.replace(login, ""))
    member, stranger = said.values()
    assert member == stranger
    assert "too many wrong tries" in member[-1]


def test_every_sign_in_reading_and_write_leaves_a_line(folder: Path, start: Starts) -> None:
    """A day of an adviser, as the audit tells it."""
    passphrase = invited(staff(folder, "add", ADVISER, "--name", "Sam Reed", "--role", "supervisor"))
    program = start(folder)
    sam = Staff(program)
    sam.sign_in(ADVISER, "wrong")
    sam.sign_in(ADVISER, passphrase)
    sam.chooses(passphrase)
    sam.open("queue")
    sam.send("shift", until="17:00")
    resident = Resident(program.port)
    resident.open()
    resident.write("talk to a person")
    found = re.search(r"/helpline/talk/([A-Z0-9]{6})", sam.open("queue").text)
    assert found
    reference = found[1]
    talk = f"talk/{reference}"
    sam.open(talk)
    sam.send(f"{talk}/claim")
    sam.send(f"{talk}/reply", words="Hello, how can I help?", language="en")
    sam.send(f"{talk}/quick", quick="0")
    sam.send(f"{talk}/note", words="rang the landlord")
    sam.open(f"search?reference={reference}")
    sam.send(f"{talk}/close", outcome=outcome(sam.open(talk).text))
    sam.send("shift/end", sure="yes")
    sam.send("out")
    told = [(action, detail.replace(reference, "REF")) for action, _, detail in audited(folder)]
    assert told == [
        ("staff_changed", "1 added as supervisor"),
        ("sign_in_refused", ""),
        ("sign_in", "password"),
        ("staff_changed", "1 password"),
        ("sign_in", "new password"),
        ("shift", "begun"),
        ("read", "REF"),
        ("claim", "REF"),
        ("reply", "REF"),
        ("reply", "REF quick"),
        ("note", "REF"),
        ("search", "REF"),
        ("close", "REF"),
        ("shift", "ended"),
        ("sign_out", ""),
    ]
    assert {member for _, member, _ in audited(folder)} == {None, 1}
    everything = repr(audited(folder))
    for personal in ("landlord", "Hello", ADVISER, "talk to a person"):
        assert personal not in everything


def outcome(page: str) -> str:
    """The first way to end a conversation that the page offers."""
    found = re.search(r'name="outcome".*?<option value="(\w+)"', page, re.S)
    found = found or re.search(r'name="outcome"[^>]*value="(\w+)"', page)
    assert found
    return found[1]
