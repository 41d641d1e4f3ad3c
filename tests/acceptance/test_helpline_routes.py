"""Every route of the helpline, as the application has it: who may, and what each answer carries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.handover.people import Role
from bot.store.tables import metadata
from tests.acceptance.helpline_doors import BASE, PUBLIC, Browser, Doors, Reply, opened, routes
from tests.conftest import NOW
from tests.helpline import PASSWORD

pytestmark = pytest.mark.xdist_group("helpline routes")

OPEN = {
    ("GET", BASE): "leads to the sign-in",
    ("GET", f"{BASE}/"): "is the sign-in",
    ("POST", f"{BASE}/"): "signs in",
    ("GET", f"{BASE}/openid"): "leads to the council's sign-in",
    ("GET", f"{BASE}/openid/callback"): "comes back from it",
    ("GET", f"{BASE}/openid/out"): "leads out of it",
}
"""Routes for somebody who is not signed in. Whatever else there is is for members only."""

LEAST: dict[str, Role] = {
    "/audit": "supervisor",
    "/people": "administrator",
    "/damp": "supervisor",
    "/alerts/new": "supervisor",
    "/alerts/{alert}/": "supervisor",
}
"""The lowest role that may, by the beginning of the path; everything else is for all."""

ALERTS = {
    ("GET", "/air"),
    ("GET", "/alerts"),
    ("GET", "/alerts/new"),
    ("POST", "/alerts/new"),
    ("GET", "/alerts/{alert}"),
    ("GET", "/alerts/{alert}/edit"),
    ("POST", "/alerts/{alert}/edit"),
    ("GET", "/alerts/{alert}/missed"),
    ("POST", "/alerts/{alert}/approve"),
    ("POST", "/alerts/{alert}/cancel"),
    ("POST", "/alerts/{alert}/end"),
    ("POST", "/alerts/{alert}/refuse"),
    ("POST", "/alerts/{alert}/submit"),
    ("GET", "/damp"),
    ("GET", "/damp.csv"),
    ("GET", "/damp.jsonld"),
    ("GET", "/feeds"),
    ("GET", "/sensors"),
}
"""The pages of alerts, and what is done on them."""

ANYBODY = ("adviser", "supervisor", "administrator")
REFERENCE = re.compile(r"/helpline/talk/([A-Z0-9]{6})")


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, estate: Path) -> Iterator[Doors]:
    with opened(tmp_path_factory.mktemp("routes"), estate) as one:
        one.run(one.helpline.stores.shifts.begin(1, NOW + dt.timedelta(hours=6)))
        one.run(one.helpline.says("talk to a person"))
        yield one


@pytest.fixture(scope="module")
def browsers(doors: Doors) -> dict[str, Browser]:
    return {role: doors.sign_in(role) for role in ANYBODY}  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def reference(doors: Doors, browsers: dict[str, Browser]) -> str:
    """That of the resident who waits."""
    found = REFERENCE.search(doors.ask("GET", f"{BASE}/queue", browser=browsers["adviser"]).body)
    assert found
    return found[1]


def filled(path: str, reference: str) -> str:
    """The path with the resident who waits in it, and the number one for whatever else it names."""
    made = path.replace("{reference}", reference)
    return re.sub(r"\{[^}]*\}", "1", made)


def guarded(doors: Doors, method: str) -> list[str]:
    """The paths of the routes that are for members only."""
    return [path for verb, path in routes(doors) if verb == method and (verb, path) not in OPEN]


def everything(doors: Doors) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored, but for the audit and for when a browser was last seen."""

    def work(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
        kept = [table for name, table in metadata.tables.items() if name not in ("audit", "tries")]
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(*(column for column in table.columns if column.name != "seen_at"))
                )
            ]
            for table in kept
        }

    found: dict[str, list[tuple[Any, ...]]] = doors.run(doors.parts.store.database.read(work))
    return found


def test_the_table_knows_the_routes(doors: Doors) -> None:
    """A route that is open to all is so on purpose."""
    there = set(routes(doors))
    assert set(OPEN) <= there
    assert {verb for verb, _ in there} <= {"GET", "HEAD", "POST"}
    assert len(guarded(doors, "POST")) > 20
    below = ("/air", "/alerts", "/damp", "/feeds", "/sensors")
    those = {
        (verb, path.removeprefix(BASE))
        for verb, path in there
        if path.startswith(tuple(BASE + one for one in below))
    }
    assert {one for one in those if one[0] != "HEAD"} == ALERTS


def test_a_stranger_sees_no_page(doors: Doors, reference: str) -> None:
    for path in guarded(doors, "GET"):
        place = filled(path, reference)
        answer = doors.ask("GET", place)
        if place.endswith("/events") or answer.status == 401:
            assert answer.status == 401, place
        else:
            leads = answer.headers.get("location", "")
            assert (answer.status, leads.partition("?")[0]) == (303, f"{BASE}/"), place
        assert reference not in answer.body
        assert doors.ask("GET", place, Accept="application/json").status == 401, place


def test_a_stranger_changes_nothing(doors: Doors, reference: str) -> None:
    before = everything(doors)
    for path in guarded(doors, "POST"):
        answer = doors.ask("POST", filled(path, reference), {"token": "0" * 64, "staff": "1", "words": "x"})
        assert answer.status == 401, path
    assert everything(doors) == before


@pytest.mark.parametrize("token", ["", "0" * 64, "ÿ" * 64, "x" * 5000])
def test_a_form_without_its_token_is_refused_and_changes_nothing(
    doors: Doors, browsers: dict[str, Browser], reference: str, token: str
) -> None:
    before = everything(doors)
    for path in guarded(doors, "POST"):
        for given in ({"token": token}, {}):
            fields = {**given, "staff": "1", "words": "x", "role": "administrator", "active": "no"}
            answer = doors.ask("POST", filled(path, reference), fields, browsers["administrator"])
            assert answer.status == 403, path
    assert everything(doors) == before


def test_the_token_of_somebody_else_is_none(
    doors: Doors, browsers: dict[str, Browser], reference: str
) -> None:
    for path in guarded(doors, "POST"):
        fields = {"token": browsers["administrator"].token}
        assert doors.ask("POST", filled(path, reference), fields, browsers["adviser"]).status == 403, path


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}]
)
def test_a_form_of_another_site_is_refused(
    doors: Doors, browsers: dict[str, Browser], reference: str, headers: dict[str, str]
) -> None:
    before = everything(doors)
    for path in (*guarded(doors, "POST"), f"{BASE}/"):
        browser = browsers["administrator"]
        fields = {"token": browser.token, "login": "adviser@example.org", "password": PASSWORD}
        assert doors.ask("POST", filled(path, reference), fields, browser, **headers).status == 403, path
    assert everything(doors) == before


def test_nobody_does_what_is_for_a_higher_role(
    doors: Doors, browsers: dict[str, Browser], reference: str
) -> None:
    """By the table above; a page that is not in it is for every member."""
    before = everything(doors)
    refused = 0
    for method, path in routes(doors):
        if (method, path) in OPEN or method == "HEAD":
            continue
        found = (role for start, role in LEAST.items() if path.startswith(BASE + start))
        least = next(found, "adviser")
        for role in ANYBODY[: ANYBODY.index(least)]:
            fields = {"token": browsers[role].token, "staff": "1", "role": "administrator", "active": "no"}
            answer = doors.ask(method, filled(path, reference), fields, browsers[role])
            assert answer.status == 403, (role, path)
            refused += 1
    assert refused > 8
    assert everything(doors) == before


def test_a_role_counts_from_the_next_click_on(doors: Doors) -> None:
    staff = doors.helpline.stores.staff
    kim = doors.run(doors.helpline.member("kim@example.org", "Kim Lowe", "administrator"))
    fields = {"login": "kim@example.org", "password": PASSWORD}
    cookie = doors.ask("POST", f"{BASE}/", fields).cookies[0].partition(";")[0]
    browser = Browser("administrator", cookie, "")
    assert doors.ask("GET", f"{BASE}/people", browser=browser).status == 200
    doors.run(staff.set_role(kim.id, "adviser"))
    assert doors.ask("GET", f"{BASE}/people", browser=browser).status == 403
    doors.run(staff.set_active(kim.id, False))
    assert doors.ask("GET", f"{BASE}/queue", browser=browser).status == 303


def answers(doors: Doors, browsers: dict[str, Browser], reference: str) -> Iterator[tuple[str, Reply]]:
    """Something of every route: as a stranger, as an administrator, and of forms that are wrong."""
    for method, path in routes(doors):
        place = filled(path, reference)
        yield f"{method} {place}", doors.ask(method, place)
        if method == "HEAD" or place.endswith("/out") or place == f"{BASE}/shift/end":
            continue
        for role in ANYBODY:
            fields = {"token": browsers[role].token}
            yield f"{role} {method} {place}", doors.ask(method, place, fields, browsers[role])
    for place in (f"{BASE}/talk/ZZZZZZ", f"{BASE}/search?reference=ZZZZZZ", f"{BASE}/queue?page=x"):
        yield place, doors.ask("GET", place, browser=browsers["adviser"])
    yield "too large", doors.ask("POST", f"{BASE}/", {"password": "x" * 100_000})
    yield "no form", doors.ask("POST", f"{BASE}/", b"{}", Content_Type="application/json")


def test_every_answer_carries_its_headers(doors: Doors, browsers: dict[str, Browser], reference: str) -> None:
    for what, answer in answers(doors, browsers, reference):
        policy = answer.headers.get("content-security-policy", "")
        directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert directives.get("default-src") == "'none'", what
        assert directives.get("frame-ancestors") == "'none'", what
        assert directives.get("form-action") == "'self'", what
        assert "unsafe" not in policy, what
        assert "*" not in policy, what
        assert answer.headers["x-content-type-options"] == "nosniff", what
        assert answer.headers["x-frame-options"] == "DENY", what
        assert "no-store" in answer.headers["cache-control"], what
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer"), what
        assert answer.status < 500, (what, answer.body)


def test_no_page_has_a_script_or_a_style_of_its_own(
    doors: Doors, browsers: dict[str, Browser], reference: str
) -> None:
    for what, answer in answers(doors, browsers, reference):
        if "text/html" in answer.headers.get("content-type", ""):
            assert not re.search(r"<script(?![^>]*\bsrc=)", answer.body), what
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", answer.body), what


def test_every_cookie_is_bound_to_the_host(doors: Doors) -> None:
    fields = {"login": "adviser@example.org", "password": PASSWORD}
    [came] = doors.ask("POST", f"{BASE}/", fields, Origin=PUBLIC).cookies
    [gone] = doors.ask("GET", f"{BASE}/openid/callback?state=x").cookies
    for cookie, site in ((came, "Strict"), (gone, "Lax")):
        assert cookie.startswith("__Host-helpline"), cookie
        parts = cookie.split("; ")
        assert {"Path=/", "HttpOnly", "Secure", f"SameSite={site}"} <= set(parts), cookie
        assert not any(part.startswith("Domain") for part in parts)
