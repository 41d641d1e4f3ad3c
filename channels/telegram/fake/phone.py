"""What one person's Telegram shows, and the updates that come of what they do with it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

Json = dict[str, Any]


class Message(Struct):
    """A message as it is seen. `text` is without marks; `html` tells whether it came with them; `buttons`
    are rows of (label, data); `shares` is the label of the button for the location."""

    id: int
    text: str
    links: tuple[str, ...] = ()
    buttons: list[list[tuple[str, str]]] = field(default_factory=list)
    shares: str = ""
    raw: Json = field(default_factory=dict)
    html: bool = False


class Phone:
    """One person with one chat with the bot: `user` is both ids. Methods give the content of an update."""

    def __init__(self, user: int, language: str = "en", name: str = "Sam") -> None:
        self.user = user
        self.language = language
        self.name = name
        self.seen: list[Message] = []
        self.notes: list[str] = []
        self.actions: list[str] = []
        self.blocked = False
        self._messages = 0

    @property
    def chat(self) -> Json:
        return {"id": self.user, "type": "private", "first_name": self.name}

    @property
    def person(self) -> Json:
        return {
            "id": self.user,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    def message(self, at: int, **content: Any) -> Json:
        self._messages += 1
        base = {"message_id": self._messages, "date": at, "chat": self.chat, "from": self.person}
        return {"message": {**base, **content}}

    def edit(self, sent: Json, at: int, **content: Any) -> Json:
        return {"edited_message": {**sent["message"], "edit_date": at, **content}}

    def press(self, label: str, number: int) -> Json:
        """Presses the button with this label on the last message that has one."""
        for message in reversed(self.seen):
            for row in message.buttons:
                for words, data in row:
                    if words == label or words.endswith(f". {label}"):
                        return self._pressed(message, data, number)
        raise LookupError(label)

    def _pressed(self, message: Message, data: str, number: int) -> Json:
        return {
            "callback_query": {
                "id": str(number),
                "from": self.person,
                "chat_instance": "1",
                "message": message.raw,
                "data": data,
            }
        }

    def moved(self, status: str, at: int, bot: Json) -> Json:
        """Blocks the bot (`kicked`) or lets it in again (`member`)."""
        self.blocked = status == "kicked"
        new: Json = {"status": status, "user": bot}
        old: Json = {"status": "member", "user": bot}
        for one in (new, old):
            if one["status"] == "kicked":
                one["until_date"] = 0
        change = {"chat": self.chat, "from": self.person, "date": at}
        return {"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}}
