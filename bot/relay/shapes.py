"""What Chatwoot's API answers and its webhooks send, as far as it is used.

Documented at developers.chatwoot.com (application API, webhook events). A message's type is a word in
webhooks and a number in answers of the API.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

OURS = "snicket-"
"""How the `source_id` of every message begins that was sent from here."""

OUTGOING = ("outgoing", 1)


class Inbox(Struct, frozen=True):
    """An inbox, by the kind of its channel."""

    channel_type: str = ""


class Sender(Struct, frozen=True):
    """Who wrote. `name` is what colleagues see."""

    name: str | None = None
    available_name: str | None = None


class Message(Struct, frozen=True):
    """One message. `private` is a note between agents; None when it is not said."""

    id: int
    content: str | None = None
    message_type: str | int = ""
    private: bool | None = None
    source_id: str | None = None
    content_attributes: dict[str, Any] | None = None
    sender: Sender | None = None

    @property
    def ours(self) -> bool:
        """Whether it was sent from here."""
        return (self.source_id or "").startswith(OURS)

    @property
    def answer(self) -> bool:
        """Whether an agent wrote it for the resident. What is not said to be public is private."""
        deleted = bool((self.content_attributes or {}).get("deleted"))
        return self.message_type in OUTGOING and self.private is False and not self.ours and not deleted

    @property
    def words(self) -> str:
        return (self.content or "").strip()

    @property
    def by(self) -> str:
        """The name of who wrote it, as residents may see it."""
        sender = self.sender or Sender()
        return (sender.available_name or sender.name or "").strip()


class Messages(Struct, frozen=True):
    payload: list[Message]


class Contact(Struct, frozen=True):
    id: int
    identifier: str | None = None


class Contacts(Struct, frozen=True):
    payload: list[Contact]


class NewContact(Struct, frozen=True):
    contact: Contact


class MadeContact(Struct, frozen=True):
    payload: NewContact


class Conversation(Struct, frozen=True):
    """A conversation; `id` is the number that agents see."""

    id: int
    status: str
    custom_attributes: dict[str, Any] = field(default_factory=dict)


class Conversations(Struct, frozen=True):
    payload: list[Conversation]


class Numbered(Struct, frozen=True):
    id: int
