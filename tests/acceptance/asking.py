"""Residents and other clients over HTTP, without a browser. Each request has a connection of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

REST = "/webhooks/rest/webhook"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Answer(Struct, frozen=True):
    """What came back. The names of `headers` are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    port: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """One request, sent as it is given."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body or None, dict(headers or {}))
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    finally:
        connection.close()


def say(port: int, sender: str, message: str, **more: Any) -> list[dict[str, Any]]:
    """One message over the REST channel; the replies."""
    body = json.dumps({"sender": sender, "message": message, **more}).encode()
    answer = ask(port, "POST", REST, body, {"Content-Type": JSON})
    assert answer.status == 200, answer.text
    replies: list[dict[str, Any]] = answer.json
    return replies


class Resident:
    """A browser without JavaScript: it keeps its cookie, sends the page's forms and reads what is shown."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.cookie = ""
        self.page = Page("")

    def open(self, path: str = "/") -> Page:
        """Opens the page, or loads it anew."""
        self.page = Page(self.get(path).text)
        return self.page

    def get(self, path: str) -> Answer:
        return self._asked(ask(self._port, "GET", path, headers=self._headers))

    def write(self, words: str) -> Page:
        """Types into the box and sends the form."""
        return self._sent({"text": words})

    def press(self, label: str) -> Page:
        """Presses the button that is labelled so."""
        name, value = self.page.buttons[label]
        return self._sent({name: value})

    def post(self, fields: Mapping[str, str]) -> Answer:
        """Posts these fields beside the hidden ones of the page."""
        body = urlencode({**self.page.hidden, **fields}).encode()
        return self._asked(ask(self._port, "POST", "/", body, {**self._headers, "Content-Type": FORM}))

    def _sent(self, fields: Mapping[str, str]) -> Page:
        answer = self.post(fields)
        assert (answer.status, answer.headers["location"]) == (303, "/#latest"), answer.text
        return self.open()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "Accept": "text/html"} if self.cookie else {"Accept": "text/html"}

    def _asked(self, answer: Answer) -> Answer:
        if given := answer.headers.get("set-cookie"):
            self.cookie = given.partition(";")[0]
        return answer


class Page(HTMLParser):
    """The chat page as it is read: `hidden` fields, `buttons` by their label, `links` by their words, `lines`
    as (who, words), the page's `language` and `direction`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self.links: dict[str, str] = {}
        self.lines: list[tuple[str, str]] = []
        self.language = self.direction = ""
        self._who = self._inside = ""
        self._target = ("", "")
        self.html = html
        self.feed(html.partition("<template")[0])

    @property
    def replies(self) -> list[str]:
        return [words for who, words in self.lines if who == "assistant"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "")
        if tag == "html":
            self.language, self.direction = given["lang"], given["dir"]
        elif tag == "input" and given.get("type") != "file":
            self.hidden[given["name"]] = given["value"]
        elif tag == "li" and kind.startswith("line "):
            self._who = kind.removeprefix("line ")
        elif tag == "button" and "name" in given:
            self._target = (given["name"], given["value"])
        elif tag == "a":
            self._target, self._inside = (given.get("href", ""), ""), "a"
        elif kind in ("text", "label"):
            self._inside = kind

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "text" and self._who:
            self.lines.append((self._who, data))
            self._who = ""
        elif self._inside == "label":
            self.buttons[data] = self._target
        elif self._inside == "a":
            self.links[data] = self._target[0]
