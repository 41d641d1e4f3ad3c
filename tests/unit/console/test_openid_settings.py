"""What an operator says of the council's own sign-in."""

from __future__ import annotations

import pytest

from bot.console.openid_settings import OpenIDSettings, issuer, role_mapping
from bot.secret import Secret


def test_a_mapping_of_groups_to_roles() -> None:
    assert role_mapping("Helpline team=adviser , CN=Leads OU=x=supervisor") == (
        ("Helpline team", "adviser"),
        ("CN=Leads OU=x", "supervisor"),
    )
    assert role_mapping("") == ()


@pytest.mark.parametrize("text", ["team", "team=", "=adviser", "team=boss", "team=Adviser"])
def test_a_mapping_that_is_none_says_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="adviser, supervisor, administrator"):
        role_mapping(text)


@pytest.mark.parametrize("text", ["", "https://login.example/", "https://login.example/tenant/v2.0"])
def test_an_issuer_is_kept_letter_by_letter(text: str) -> None:
    assert issuer(text) == text


@pytest.mark.parametrize(
    "text", ["login.example", "ftp://login.example", "https://u:p@login.example", "https://"]
)
def test_an_issuer_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not an issuer"):
        issuer(text)


def test_the_highest_of_several_roles_counts() -> None:
    settings = OpenIDSettings(
        "https://x", "id", roles=role_mapping("a=administrator, b=supervisor, c=adviser")
    )
    assert settings.role({"roles": ["c", "a", "b"]}) == "administrator"
    assert settings.role({"roles": "b"}) == "supervisor"
    for nothing in ({}, {"roles": None}, {"roles": [7, {"a": 1}]}, {"roles": {"a": 1}}, {"roles": "abc"}):
        assert settings.role(nothing) is None


def test_another_claim_may_say_that_the_address_is_verified() -> None:
    settings = OpenIDSettings("https://x", "id", verified_claim="xms_edov")
    claims = {"email": "a@b.example", "email_verified": True}
    assert settings.email(claims) == ""
    assert settings.email({**claims, "xms_edov": "1"}) == "a@b.example"
    assert settings.email({**claims, "xms_edov": ["1"]}) == ""
    assert settings.email({"email": ["a@b.example"], "xms_edov": True}) == ""


def test_the_secret_shows_itself_nowhere() -> None:
    assert "hidden" not in repr(OpenIDSettings("https://x", "id", Secret("hidden")))
