"""Only the feed's own host is followed."""

from __future__ import annotations

import pytest

from notifier.feeds.cap import Cap
from notifier.feeds.floods import Floods
from notifier.feeds.follow import Follows, same_host
from notifier.feeds.nswws import Nswws


@pytest.mark.parametrize(
    ("url", "base", "followed"),
    [
        ("https://a.example/x?y=1", "https://a.example/feed", "https://a.example/x?y=1"),
        ("http://a.example/x", "https://a.example/feed", "https://a.example/x"),
        ("https://A.example/x", "https://a.example/feed", "https://A.example/x"),
        ("https://b.example/x", "https://a.example/feed", ""),
        ("https://a.example:444/x", "https://a.example/feed", ""),
        ("https://u:p@a.example/x", "https://a.example/feed", ""),
        ("ftp://a.example/x", "https://a.example/feed", ""),
        ("/x", "https://a.example/feed", ""),
        ("", "https://a.example/feed", ""),
        ("https://a.example:no/x", "https://a.example/feed", ""),
        ("http://127.0.0.1:8001/x", "http://127.0.0.1:8001/feed", "http://127.0.0.1:8001/x"),
        ("http://127.0.0.1:8002/x", "http://127.0.0.1:8001/feed", ""),
        ("http://a.example/x", "http://a.example/feed", ""),
    ],
)
def test_a_link_is_followed_on_the_same_host_by_https(url: str, base: str, followed: str) -> None:
    assert same_host(url, base) == followed


@pytest.mark.parametrize("reads", [Cap(), Nswws(), Floods()])
def test_feeds_with_links_can_be_told_from_others(reads: object) -> None:
    assert isinstance(reads, Follows)
