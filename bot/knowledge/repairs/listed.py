"""One of a list that may be longer than a channel can show: a page at a time, or in one's own words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from msgspec.structs import replace

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Got, Narrow, Outcome
from bot.dialogue.questions.choice import ChoiceQuestion, Option
from channels.message import Choice, Reply

MORE: Final = "list:more"
SHOWN: Final = 8
"""The most that any list shows at once."""

Hears = Callable[[Heard], str]
"""The id that a message names in its own words, empty for none."""


def page(choices: Sequence[Choice], most: int, start: int = 0) -> tuple[Choice, ...]:
    """The choices from `start` that have room, and behind them the one for more. The list is a ring: after
    the last page comes the first."""
    most = min(most, SHOWN)
    if len(choices) <= most:
        return tuple(choices)
    start = start if start < len(choices) else 0
    rest = choices[start:]
    shown = rest if len(rest) < most else rest[: most - 1]
    return (*shown, Choice(MORE, _("More choices")))


def after(choices: Sequence[Choice], most: int, start: int) -> int:
    """Where the page begins that follows the one from `start`."""
    following = start + min(most, SHOWN) - 1
    return following if following < len(choices) else 0


def wants_more(heard: Heard) -> bool:
    """Whether the rest of the list is asked for."""
    return heard.picked == MORE or (heard.word == "more" and not heard.picked)


class Listed(ChoiceQuestion):
    """The answer is the option's id. `most` is how many choices the channel can show; `hears` finds an option
    in free words, also one of `unshown`, which are in no list."""

    def __init__(
        self,
        asks: Text,
        options: Sequence[Option],
        *,
        most: int,
        hears: Hears,
        unshown: Collection[str] = (),
        hint: Text | None = None,
        label: Text | None = None,
        why: Text | None = None,
    ) -> None:
        super().__init__(asks, options, hint=hint or _("You can also say it in your own words."), label=label)
        self.why = why
        self.most = most
        self.hears = hears
        self.choices = tuple(
            Choice(option.id, option.label) for option in options if option.id not in unshown
        )

    def prompt(self) -> Reply:
        return self._page(0)

    def resume(self, partial: Any) -> Reply:
        return self._page(int(partial or 0))

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        start = int(partial or 0)
        if wants_more(heard):
            following = after(self.choices, self.most, start)
            return Narrow(following, self._page(following))
        if any(option.id == heard.picked for option in self.options):
            return Got(heard.picked)
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[str]:
        named = self.hears(opening)
        return Got(named) if any(option.id == named for option in self.options) else NO_MATCH

    def _page(self, start: int) -> Reply:
        reply = Reply(self.asks, expects_answer=True)
        return replace(reply, choices=page(self.choices, self.most, start))
