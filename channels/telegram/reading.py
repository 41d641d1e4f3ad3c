"""What an update says, in our own few words. Everything in it is somebody else's: each value is looked at
before it is used, and what cannot be used is left out. Raises only `TypeError` and `ValueError`.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from msgspec import Struct
from telegram import CallbackQuery, ChatMemberUpdated, Message, Update

from channels.body import clean
from channels.message import Location
from channels.photos import PHOTO_LIMIT
from channels.telegram import commands

LONGEST = 4_096
"""Characters of one message, Telegram's own limit."""

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
UNREADABLE = (
    *("animation", "audio", "document", "sticker", "story", "video", "video_note", "voice", "contact"),
    *("dice", "game", "poll", "checklist", "live_photo", "paid_media", "rich_message"),
)
"""What a person sends and we cannot read. `live_photo` and the like come from a newer Bot API."""


class Picture(Struct, frozen=True):
    """A picture that can be fetched. `size` in bytes, 0 when Telegram does not say."""

    file_id: str
    size: int


class Said(Struct, frozen=True, kw_only=True):
    """One message of one person. `choice` is a command's, `data` a pressed button's, `query` names the
    press. `edited_after` is the seconds between sending and editing, None when it is no edit."""

    address: str
    text: str = ""
    choice: str = ""
    data: str = ""
    query: str = ""
    picture: Picture | None = None
    location: Location | None = None
    unreadable: bool = False
    edited_after: float | None = None
    language: str = ""


class Group(Struct, frozen=True):
    """We are in a chat of several people. `language` is that of whoever wrote."""

    chat: int
    language: str = ""


class Moved(Struct, frozen=True):
    """Somebody has blocked us, or let us in again."""

    address: str
    blocked: bool


class Nothing(Struct, frozen=True):
    """Nothing to be done; `kind` is for counting."""

    kind: str = "ignored"


Read = Said | Group | Moved | Nothing


def read(update: Update) -> Read:
    """The one thing that an update is about."""
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.message is not None:
        return _message(update.message)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.my_chat_member is not None:
        return _member(update.my_chat_member)
    return Nothing()


def _message(message: Message) -> Read:
    elsewhere = _elsewhere(message)
    if elsewhere is not None:
        return elsewhere
    address, language = str(_whole(message.chat.id)), _language(message.from_user)
    words = _words(message.text) or _words(message.caption)
    place, picture = _place(message), _picture(message)
    if place is not None:
        return Said(address=address, text=_venue(message), location=place, language=language)
    if picture is not None:
        return Said(address=address, text=words, picture=picture, language=language)
    if words.startswith("/") and not message.caption:
        command = commands.read(words)
        return Said(address=address, text=command.text, choice=command.choice, language=language)
    unreadable = any(_has(message, kind) for kind in UNREADABLE)
    if not words and not unreadable:
        return Nothing("service")
    return Said(address=address, text=words, unreadable=unreadable, language=language)


def _edited(message: Message) -> Read:
    """The corrected words; a live position that moves comes as an edit, too, and says nothing new."""
    elsewhere = _elsewhere(message)
    if elsewhere is not None:
        return Nothing() if isinstance(elsewhere, Group) else elsewhere
    words = _words(message.text) or _words(message.caption)
    if not words or words.startswith("/") or not isinstance(message.edit_date, dt.datetime):
        return Nothing("edited")
    after = (message.edit_date - message.date).total_seconds()
    return Said(
        address=str(_whole(message.chat.id)),
        text=words,
        edited_after=after,
        language=_language(message.from_user),
    )


def _elsewhere(message: Message) -> Read | None:
    """Why a message is not one person's to us; None when it is."""
    if message.chat.type in ("group", "supergroup"):
        return Group(_whole(message.chat.id), _language(message.from_user))
    sender = message.from_user
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return Nothing()
    return None


def _pressed(query: CallbackQuery) -> Read:
    message = query.message
    if message is not None and message.chat.type != "private":
        return Nothing()
    chat = message.chat.id if message is not None else query.from_user.id
    data = query.data if isinstance(query.data, str) else ""
    return Said(
        address=str(_whole(chat)),
        text=_label(message, data),
        data=data,
        query=str(query.id),
        language=_language(query.from_user),
    )


def _label(message: Any, data: str) -> str:
    """The words of the pressed button, as they stand in the message that has it."""
    keyboard = getattr(getattr(message, "reply_markup", None), "inline_keyboard", None) or ()
    labels = [button.text for row in keyboard for button in row if button.callback_data == data]
    return _words(labels[0]) if labels and data else ""


def _member(change: ChatMemberUpdated) -> Read:
    status = change.new_chat_member.status
    if change.chat.type == "private":
        return Moved(str(_whole(change.chat.id)), status in ("kicked", "left"))
    inside = change.chat.type in ("group", "supergroup") and status in ("member", "administrator")
    return Group(_whole(change.chat.id), _language(change.from_user)) if inside else Nothing("left")


def _picture(message: Message) -> Picture | None:
    """The largest size that may be kept; a document is one when it says that it is a picture."""
    sizes = [Picture(str(one.file_id), _size(one.file_size)) for one in message.photo or ()]
    fitting = [one for one in sizes if one.size <= PHOTO_LIMIT] or sizes[:1]
    if fitting:
        return fitting[-1]
    paper = message.document
    if paper is not None and str(paper.mime_type).lower() in PICTURES:
        return Picture(str(paper.file_id), _size(paper.file_size))
    return None


def _place(message: Message) -> Location | None:
    place = message.venue.location if message.venue is not None else message.location
    if place is None:
        return None
    latitude, longitude = float(place.latitude), float(place.longitude)
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("a position off the earth")
    return Location(latitude, longitude)


def _venue(message: Message) -> str:
    venue = message.venue
    return _words(f"{venue.title}, {venue.address}") if venue is not None else ""


def _has(message: Message, kind: str) -> bool:
    return bool(getattr(message, kind, None) or message.api_kwargs.get(kind))


def _language(user: Any) -> str:
    code = getattr(user, "language_code", None)
    return code[:35] if isinstance(code, str) else ""


def _words(text: object) -> str:
    return clean(text[:LONGEST]) if isinstance(text, str) else ""


def _size(size: object) -> int:
    return size if isinstance(size, int) and size >= 0 else 0


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError("a chat's id must be a whole number")
    return number
