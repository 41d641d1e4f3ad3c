"""Who asks: the far end of the connection, or what a proxy of ours says; nothing that a client makes up."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from channels.client_address import client_address, networks

PROXIES = "10.0.0.0/8, 2001:db8:ffff::/48"


def told(remote: str | None, *forwarded: str, proxies: str = PROXIES) -> str:
    headers = CIMultiDict([("X-Forwarded-For", line) for line in forwarded])
    request = make_mocked_request("GET", "/", headers).clone(remote=remote or "")
    return client_address(networks(proxies))(request)


def test_without_a_proxy_it_is_the_other_end() -> None:
    assert told("203.0.113.9", proxies="") == "203.0.113.9"
    assert told("127.0.0.1", proxies="") == "127.0.0.1"


@pytest.mark.parametrize("proxies", ["", PROXIES])
def test_a_client_from_outside_cannot_say_that_it_is_somebody_else(proxies: str) -> None:
    assert told("203.0.113.9", "198.51.100.7", proxies=proxies) == "203.0.113.9"


def test_a_proxy_of_ours_is_believed_for_the_address_that_it_added() -> None:
    assert told("10.0.0.2", "203.0.113.9") == "203.0.113.9"
    assert told("10.0.0.2", "1.2.3.4, 203.0.113.9") == "203.0.113.9", "what stands before is anybody's"
    assert told("10.0.0.2", "1.2.3.4", "203.0.113.9, 10.0.0.3") == "203.0.113.9", "two proxies, two lines"


@pytest.mark.parametrize(
    "hop", ["203.0.113.9:4711", "[2001:db8:1:2::5]:443", "2001:db8:1:2:aaaa::7", "::ffff:203.0.113.9"]
)
def test_addresses_as_proxies_write_them(hop: str) -> None:
    assert told("10.0.0.2", hop) in ("203.0.113.9", "2001:db8:1:2::/64")


def test_one_home_has_one_address_however_many_it_makes_up() -> None:
    assert told("2001:db8:1:2::5") == told("2001:db8:1:2:dead:beef::1") == "2001:db8:1:2::/64"


@pytest.mark.parametrize("hop", ["", "unknown", "_hidden", "203.0.113.999", "ÿ", "1" * 5000, ",,,"])
def test_what_is_no_address_is_nobody_known(hop: str) -> None:
    assert told("10.0.0.2", hop) == ""


def test_behind_a_proxy_of_ones_own_that_is_not_named_nobody_is_known() -> None:
    """One limit for the whole council would lock everybody out who is behind that proxy."""
    assert told("127.0.0.1", "203.0.113.9", proxies="") == ""
    assert told("192.168.3.4", "203.0.113.9", proxies="") == ""


def test_nothing_but_proxies_is_nobody_known() -> None:
    assert told("10.0.0.2", "10.0.0.3") == ""
    assert told(None, "203.0.113.9") == ""


@pytest.mark.parametrize("text", ["10.0.0.0/99", "proxy.example.org", "10.0.0.1/8"])
def test_a_setting_that_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear|host bits"):
        networks(text)
