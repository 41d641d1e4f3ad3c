"""Calls to addresses that others have given go outside, never into our own network."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.client_address import networks
from notifier.outward import NotOutside, Outward, outside, wrong_with

LOOPBACK = networks("127.0.0.0/8, ::1/128")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fd00::1",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001::1",
    ],
)
def test_our_own_network_is_not_outside(address: str) -> None:
    assert not outside(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are(address: str) -> None:
    assert outside(address)


def test_what_is_allowed_may_be_called_and_nothing_beside_it() -> None:
    allowed = networks("10.20.0.0/16")
    assert outside("10.20.3.4", allowed)
    assert outside("::ffff:10.20.3.4", allowed)
    assert not outside("10.21.3.4", allowed)


@given(st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="10.0.0.0/8"))
def test_no_private_address_comes_through_in_any_form(address: object) -> None:
    assert not outside(str(address))
    assert not outside(f"::ffff:{address}")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/alerts",
        "https://example.org:8443/a?token=x",
        "https://93.184.215.14/a",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/a",
    ],
)
def test_a_plain_address_is_taken(url: str) -> None:
    assert wrong_with(url) == ""


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "no plain address"),
        ("example.org", "no plain address"),
        ("https://", "no plain address"),
        ("https://me:hush@example.org/", "no plain address"),
        ("https://example.org/#part", "no plain address"),
        ("http://example.org/", "https://"),
        ("ftp://example.org/", "https://"),
        ("file:///etc/passwd", "no plain address"),
        ("https://example.org/a b", "characters"),
        ("https://example.org/\n", "characters"),
        ("https://exämple.org/", "characters"),
        ("https://example.org/" + "a" * 500, "characters"),
        ("https://example.org:port/", "not an address"),
        ("https://[::1/", "not an address"),
        ("https://10.0.0.1/", "inside our own network"),
        ("https://[::1]/", "inside our own network"),
        ("http://127.0.0.1/", "inside our own network"),
    ],
)
def test_anything_else_is_refused_in_words(url: str, said: str) -> None:
    told = wrong_with(url)
    assert said.removeprefix("no ") in told
    assert "hush" not in told


def test_without_encryption_only_on_this_machine_and_only_where_that_is_allowed() -> None:
    assert wrong_with("http://127.0.0.1:9/", LOOPBACK) == ""
    assert wrong_with("http://localhost:9/", LOOPBACK) == ""
    assert wrong_with("http://10.0.0.1/", networks("10.0.0.0/8")) == "it does not begin with https://"


async def test_a_name_that_leads_inside_is_not_called() -> None:
    with pytest.raises(NotOutside):
        await Outward().resolve("localhost", 80)


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.1"])
async def test_nor_is_an_address_in_another_spelling(host: str) -> None:
    assert wrong_with(f"https://{host}/") == "", "only the look-up knows where it leads"
    with pytest.raises((NotOutside, socket.gaierror)):
        await Outward().resolve(host, 80)


async def test_what_is_allowed_is_found_by_its_name() -> None:
    found = await Outward(LOOPBACK).resolve("localhost", 8080)
    assert found
    assert all(outside(one["host"], LOOPBACK) for one in found)
    assert {one["port"] for one in found} == {8080}
