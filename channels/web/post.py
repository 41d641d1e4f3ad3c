"""What a resident sends from the page: typed words or a pressed choice, with an id of the client's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

import msgspec
from aiohttp import web
from msgspec import Struct

from accessibility.text import _
from channels.body import BadInput, clean, read_form, read_json
from channels.message import Entry, Media
from channels.web import refusal
from channels.web.refusal import Refusal
from channels.web.settings import FORM_LIMIT, JSON_LIMIT, MESSAGE_LIMIT, PHOTOS_LIMIT
from channels.web.words import PageWords

PERSON = "word:person"
"""The choice of the button that is always there."""

LANGUAGE = "language:"
"""Begins the choice of the language picker; a tag follows."""

TALK_TO_A_PERSON = _("Talk to a person")

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Post(Struct, frozen=True):
    """`id` makes a repeated request the same message; `after` is the last line that the page has, and
    `language` the one that it is shown in: a conversation begins in it. `photos` names those that were sent
    before."""

    id: str
    text: str = ""
    choice: str = ""
    token: str = ""
    after: int = 0
    language: str = ""
    photos: tuple[str, ...] = ()

    def once(self, session: str) -> str:
        """The id for de-duplication. The session is in it, so that no browser can ask for another's answer,
        and the words are, so that an old page shown again by the back button loses nothing."""
        parts = (session, self.id, self.choice, self.text, *self.photos)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


async def from_form(request: web.Request) -> Post:
    """The posted form. Raises `Refusal`."""
    try:
        fields = await read_form(request, FORM_LIMIT)
    except BadInput as fault:
        raise _refused(fault) from None
    return named(fields)


def named(fields: Mapping[str, str], photos: Sequence[Media] = ()) -> Post:
    """The fields of a form, with the photos that came with it."""
    names = ("id", "text", "choice", "token", "language")
    id, text, choice, token, language = (fields.get(name, "") for name in names)
    refs = tuple(photo.ref for photo in photos)
    return Post(id, text, choice, token, language=language, photos=refs)


async def from_json(request: web.Request, token: str) -> Post:
    """The JSON that the page's script sends. Raises `Refusal`."""
    try:
        sent = await read_json(request, Post, JSON_LIMIT)
    except BadInput as fault:
        raise _refused(fault) from None
    return msgspec.structs.replace(sent, token=token)


def checked(post: Post) -> Post:
    """The post with its words cleaned. Raises `Refusal` that carries the words back as a draft."""
    words = clean(post.text)
    fault = _fault(post, words)
    if fault:
        fault.draft = words
        raise fault
    return msgspec.structs.replace(post, text=words)


def label(choice: str, entries: Sequence[Entry], words: PageWords) -> str:
    """What the pressed button said: one of the page's own or one that was offered. Raises `Refusal`."""
    if choice == PERSON:
        return words.say(TALK_TO_A_PERSON)
    for language in words.all:
        if choice == LANGUAGE + language.tag:
            return language.endonym
    offered = (shown for entry in reversed(entries) for shown in entry.choices)
    found = next((shown.label for shown in offered if shown.id == choice), None)
    if found is None:
        raise Refusal(400, refusal.NO_CHOICE, field="choice", problem="was never offered")
    return found


def _fault(post: Post, words: str) -> Refusal | None:
    if not _ID.fullmatch(post.id):
        problem = "must be 8 to 64 letters, digits, - or _"
        return Refusal(400, refusal.UNREADABLE, field="id", problem=problem)
    if not words and not post.choice and not post.photos:
        return Refusal(400, refusal.EMPTY, field="text", problem="is empty")
    if len(words) > MESSAGE_LIMIT:
        problem = f"is longer than {MESSAGE_LIMIT} characters"
        return Refusal(400, refusal.TOO_LONG, field="text", problem=problem)
    if len(post.photos) > PHOTOS_LIMIT:
        problem = f"are more than {PHOTOS_LIMIT}"
        return Refusal(400, refusal.TOO_MANY_AT_ONCE, field="photos", problem=problem)
    return None


def _refused(fault: BadInput) -> Refusal:
    words = refusal.TOO_LONG if fault.status == 413 else refusal.UNREADABLE
    return Refusal(fault.status, words, field=fault.field, problem=fault.problem)
