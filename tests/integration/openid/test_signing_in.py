"""Somebody signs in with their council account."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bot.clock import FixedClock
from bot.console.openid import NOT_YOURS
from bot.console.openid_pages import BEGIN
from bot.console.passwords import Passwords
from bot.console.sign_in import SignedIn
from tests.integration.openid.conftest import LOGIN, ROLES, SUBJECT, Helpline, OpenHelpline
from tests.integration.openid.provider import enrol, real_provider


async def test_a_member_whom_an_administrator_has_added_comes_in(helpline: Helpline) -> None:
    answer = await helpline.sign()
    assert answer.status == 200
    assert 'content="0; url=/helpline/queue"' in await answer.text()
    assert await helpline.who() == "First Adviser, adviser"
    assert (await helpline.audited())[-2:] == [("staff_changed", "1 linked"), ("sign_in", "openid")]


async def test_the_real_provider_with_nothing_in_between(open_helpline: OpenHelpline) -> None:
    with real_provider() as url:
        helpline = await open_helpline(issuer=url)
        await helpline.people.staff.add(LOGIN, "First Adviser", "adviser")
        await enrol(url, SUBJECT, email=LOGIN, email_verified=True)
        await helpline.sign()
        assert await helpline.who() == "First Adviser, adviser"


async def test_the_page_that_was_wanted_comes_after_signing_in(helpline: Helpline) -> None:
    address = await helpline.started("/helpline/callbacks")
    answer = await helpline.came(await helpline.returned(address=address))
    assert 'url=/helpline/callbacks"' in await answer.text()


async def test_no_page_of_another_site_comes_after_signing_in(helpline: Helpline) -> None:
    address = await helpline.started("https://elsewhere.example/")
    answer = await helpline.came(await helpline.returned(address=address))
    assert 'url=/helpline/queue"' in await answer.text()


async def test_who_is_signed_in_is_not_sent_to_the_provider_again(helpline: Helpline) -> None:
    await helpline.sign()
    assert await helpline.started("/helpline/callbacks") == "/helpline/callbacks"


async def test_the_provider_hears_a_challenge_and_never_the_verifier(helpline: Helpline) -> None:
    address = await helpline.started()
    asked = parse_qs(urlsplit(address).query)
    await helpline.came(await helpline.returned(address=address))
    verifier = helpline.front.sent[0]["code_verifier"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(verifier) == 43
    assert verifier not in address
    assert asked["state"] != asked["nonce"]


async def test_every_sign_in_has_a_state_nonce_and_verifier_of_its_own(helpline: Helpline) -> None:
    first, second = [parse_qs(urlsplit(await helpline.started()).query) for _ in range(2)]
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


async def test_the_cookie_on_the_way_is_sealed_and_short_lived(helpline: Helpline) -> None:
    answer = await helpline.browser.get(BEGIN, allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
    assert re.fullmatch(
        r"helpline-openid=[\w=-]{100,600}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax", cookie
    )
    assert state not in cookie


async def test_the_cookie_on_the_way_is_forgotten_afterwards(helpline: Helpline) -> None:
    answer = await helpline.sign()
    assert any(
        cookie.startswith("helpline-openid=; Path=/; Max-Age=0")
        for cookie in answer.headers.getall("Set-Cookie")
    )


async def test_the_code_in_the_address_goes_nowhere(helpline: Helpline) -> None:
    answer = await helpline.sign()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "code=" not in await answer.text()


async def test_addresses_and_keys_are_asked_for_once_an_hour(helpline: Helpline, clock: FixedClock) -> None:
    places = ("/.well-known/openid-configuration", "/jwks")
    for _ in range(3):
        await helpline.sign()
        helpline.browser.session.cookie_jar.clear()
    assert [helpline.front.asked[place] for place in places] == [1, 1]
    clock.advance(seconds=3600)
    await helpline.started()
    assert helpline.front.asked[places[0]] == 2


async def test_once_linked_they_are_known_by_subject_whatever_their_address(helpline: Helpline) -> None:
    await helpline.sign()
    helpline.browser.session.cookie_jar.clear()
    await enrol(helpline.front.upstream, SUBJECT, email="married@council.example", email_verified=True)
    await helpline.sign()
    assert await helpline.who() == "First Adviser, adviser"


async def test_an_address_that_passed_to_somebody_else_opens_no_account(helpline: Helpline) -> None:
    await helpline.sign()
    helpline.browser.session.cookie_jar.clear()
    await enrol(helpline.front.upstream, "later", email=LOGIN, email_verified=True)
    answer = await helpline.sign("later")
    assert answer.status == 401
    assert await helpline.who() == ""
    assert await helpline.last() == (
        "sign_in_refused",
        "openid: the e-mail is linked to another subject",
    )


async def test_after_unlinking_the_address_counts_once_more(helpline: Helpline) -> None:
    await helpline.sign()
    await helpline.people.links.unlink(1)
    assert await helpline.who() == ""
    await enrol(helpline.front.upstream, "later", email=LOGIN, email_verified=True)
    await helpline.sign("later")
    assert await helpline.who() == "First Adviser, adviser"


async def test_an_unknown_person_stays_outside_and_nothing_is_kept_of_them(helpline: Helpline) -> None:
    await enrol(helpline.front.upstream, "s9", email="stranger@council.example", email_verified=True)
    answer = await helpline.sign("s9")
    assert (answer.status, await answer.text()) == (401, f"{NOT_YOURS}|/helpline/queue")
    assert await helpline.last() == ("sign_in_refused", "openid: unknown")
    assert [account.login for account in await helpline.people.staff.all()] == [LOGIN]


async def test_an_address_that_is_not_verified_proves_nothing(helpline: Helpline) -> None:
    for verified in (False, None, "no", 0):
        await enrol(helpline.front.upstream, "s9", email=LOGIN, email_verified=verified)
        assert (await helpline.sign("s9")).status == 401
        assert await helpline.last() == ("sign_in_refused", "openid: unknown, no verified e-mail")


async def test_an_inactive_member_stays_outside(helpline: Helpline) -> None:
    await helpline.sign()
    await helpline.people.staff.set_active(1, False)
    assert await helpline.who() == ""
    assert await (await helpline.sign()).text() == f"{NOT_YOURS}|/helpline/queue"
    assert await helpline.last() == ("sign_in_refused", "openid: inactive")


async def test_an_inactive_member_is_not_linked_either(helpline: Helpline) -> None:
    await helpline.people.staff.set_active(1, False)
    assert (await helpline.sign()).status == 401
    assert await helpline.last() == ("sign_in_refused", "openid: inactive")
    assert ("staff_changed", "1 linked") not in await helpline.audited()


async def test_a_passphrase_that_somebody_else_made_is_void_after_it(helpline: Helpline) -> None:
    await helpline.people.staff.set_password(1, "hash of a passphrase", invited=True)
    await helpline.sign()
    account = await helpline.people.staff.by_id(1)
    assert account is not None
    assert account.password is None
    assert await helpline.who() == "First Adviser, adviser"


async def test_a_password_of_their_own_stays(helpline: Helpline) -> None:
    password = await _with_password(helpline)
    await helpline.sign()
    assert isinstance(await helpline.sign_in.try_(LOGIN, password), SignedIn)


async def test_roles_are_the_administrators_where_none_are_mapped(helpline: Helpline) -> None:
    await enrol(helpline.front.upstream, SUBJECT, email=LOGIN, email_verified=True, roles=["administrator"])
    await helpline.sign()
    assert await helpline.who() == "First Adviser, adviser"


async def test_a_role_that_changes_there_changes_here_at_the_next_sign_in(
    helpline: Helpline, open_helpline: OpenHelpline
) -> None:
    mapped = await open_helpline(roles=ROLES, role_claim="groups")
    theirs = {"email": LOGIN, "email_verified": True}
    for groups, role in (
        (["Helpline team", "Parks"], "adviser"),
        (["Helpline leads", "Helpline team"], "supervisor"),
        ("Helpline team", "adviser"),
    ):
        await enrol(helpline.front.upstream, SUBJECT, **theirs, groups=groups)
        mapped.browser.session.cookie_jar.clear()
        await mapped.sign()
        assert await mapped.who() == f"First Adviser, {role}"
    changes = [detail for action, detail in await mapped.audited() if action == "staff_changed"]
    assert changes == ["1 added as adviser", "1 linked", "1 role supervisor", "1 role adviser"]


async def test_who_has_no_role_any_more_is_out_everywhere(
    helpline: Helpline, open_helpline: OpenHelpline
) -> None:
    mapped = await open_helpline(roles=ROLES)
    theirs = {"email": LOGIN, "email_verified": True}
    await enrol(helpline.front.upstream, SUBJECT, **theirs, roles=["Helpline team"])
    await mapped.sign()
    elsewhere = await open_helpline(roles=ROLES)
    await enrol(helpline.front.upstream, SUBJECT, **theirs, roles=["Parks"])
    assert (await elsewhere.sign()).status == 401
    assert await mapped.who() == ""
    assert await mapped.last() == ("sign_in_refused", "openid: no role")


async def test_roles_in_a_claim_inside_another(helpline: Helpline, open_helpline: OpenHelpline) -> None:
    mapped = await open_helpline(roles=ROLES, role_claim="realm_access.roles")
    inside = {"roles": ["Helpline leads"]}
    await enrol(helpline.front.upstream, SUBJECT, email=LOGIN, email_verified=True, realm_access=inside)
    await mapped.sign()
    assert await mapped.who() == "First Adviser, supervisor"


async def test_with_the_setting_whoever_has_a_role_is_added(open_helpline: OpenHelpline) -> None:
    helpline = await open_helpline(roles=ROLES, adds_members=True)
    theirs = {"email": "New.One@Council.example", "email_verified": True, "name": "New One"}
    await enrol(helpline.front.upstream, "n1", **theirs, roles=["Helpline leads"])
    await helpline.sign("n1")
    assert await helpline.who() == "New One, supervisor"
    (account,) = await helpline.people.staff.all()
    assert (account.login, account.password) == ("new.one@council.example", None)


async def test_with_the_setting_nobody_is_added_without_a_role_or_an_address(
    open_helpline: OpenHelpline,
) -> None:
    helpline = await open_helpline(roles=ROLES, adds_members=True)
    here = helpline.front.upstream
    await enrol(here, "n2", email="n2@council.example", email_verified=True, roles=["Parks"])
    await enrol(here, "n3", email="n3@council.example", email_verified=False, roles=["Helpline team"])
    await enrol(here, "n4", email="no address", email_verified=True, roles=["Helpline team"])
    for subject in ("n2", "n3", "n4"):
        assert (await helpline.sign(subject)).status == 401
    assert await helpline.people.staff.all() == ()


async def test_without_the_setting_a_role_adds_nobody(open_helpline: OpenHelpline) -> None:
    helpline = await open_helpline(roles=ROLES)
    theirs = {"email": "n6@council.example", "email_verified": True, "roles": ["Helpline leads"]}
    await enrol(helpline.front.upstream, "n6", **theirs)
    assert (await helpline.sign("n6")).status == 401
    assert await helpline.people.staff.all() == ()
    assert await helpline.last() == ("sign_in_refused", "openid: unknown")


async def test_without_a_mapping_the_setting_adds_nobody(open_helpline: OpenHelpline) -> None:
    helpline = await open_helpline(adds_members=True)
    await enrol(helpline.front.upstream, "n5", email="n5@council.example", email_verified=True)
    assert (await helpline.sign("n5")).status == 401
    assert await helpline.people.staff.all() == ()


async def test_the_way_out_of_the_council_account_names_nobody(helpline: Helpline) -> None:
    await helpline.sign()
    place = urlsplit(await helpline.openid.farewell("http://helpline.test/helpline/"))
    assert place.path == "/oauth2/end_session"
    assert parse_qs(place.query) == {
        "client_id": ["snicket"],
        "post_logout_redirect_uri": ["http://helpline.test/helpline/"],
    }


async def _with_password(helpline: Helpline) -> str:
    password = "a long password of their own"
    await helpline.people.staff.set_password(1, await Passwords().hash(password))
    return password
