"""A message that is not taken, said so that the person who wrote it knows what to do."""

from __future__ import annotations

from accessibility.text import Text, _

TOO_LONG = _("Your message is too long. Please make it shorter and send it again.")
EMPTY = _("Please type your message first.")
TOO_MANY = _("You have sent many messages in a short time. Please wait a minute. Then send it again.")
NO_SESSION = _("Your browser has lost this chat. Please open the chat page again.")
NOT_OURS = _("This message did not come from our chat page. Please open the chat page and send it again.")
UNREADABLE = _("We could not read your message. Please send it again.")
NO_CHOICE = _("That choice is no longer there. Please pick another one, or type your answer.")
PHOTO_TOO_LARGE = _("This photo is too large. Please send a smaller one.")
NOT_A_PHOTO = _("We could not open this file as a photo. Please send another one.")
TOO_MANY_AT_ONCE = _("These are too many photos for one message. Please send fewer.")
TOO_MANY_PHOTOS = _("We cannot keep any more photos now. You can tell us the rest in words.")
NO_PHOTO = _("A photo is no longer there. Please add it again.")
BUSY = _("Many people are sending photos now. Please wait a minute. Then send it again.")
LINK_OVER = _("This link has been used already, or it is too old.")
NOT_FOUND = _("We could not find this page.")
BROKEN = _("Something went wrong on our side. Please try again.")


class Refusal(Exception):
    """`status` is the HTTP status, `words` what the resident reads, `field` and `problem` what a developer
    needs. `seconds` says when to come back."""

    def __init__(
        self, status: int, words: Text, *, field: str = "", problem: str = "", seconds: int = 0
    ) -> None:
        super().__init__(f"{status} {field} {problem}".strip())
        self.status = status
        self.words = words
        self.field = field
        self.problem = problem or words.msgid
        self.seconds = seconds
        self.draft = ""
        """What had been typed: it is given back, never lost."""

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.seconds)} if self.seconds else {}
