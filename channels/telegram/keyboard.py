"""What stands under a message: buttons for its choices, or one that shares where the phone is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from accessibility.isolate import CONTROLS
from accessibility.text import Rendered, RenderedChoice
from channels.telegram import data
from channels.telegram.written import LONG_LABEL, is_long, units

MOST = 100
"""Buttons of one message."""

PADDING = 2
MOST_IN_A_ROW = 4
LONGEST_BUTTON = 60

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
Label = Callable[[str], str]
"""The words of the button that shares the location, in a language; empty where that would be of no use."""


def keyboard(message: Rendered, share: Label) -> Markup:
    """The keyboard of a message. One without choices takes away the button that shares the location, which
    would otherwise stay on the screen of somebody who typed instead."""
    if message.choices:
        return InlineKeyboardMarkup(rows(message.choices[:MOST]))
    label = share(message.language) if message.wants == "home" else ""
    if label:
        button = KeyboardButton(label, request_location=True)
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    return ReplyKeyboardRemove()


def rows(choices: Sequence[RenderedChoice]) -> list[list[InlineKeyboardButton]]:
    """Buttons in rows: as many side by side as their longest label leaves room for, all rows alike."""
    long = is_long(choices)
    buttons = [_button(choice, numbered=long) for choice in choices]
    widest = max(units(CONTROLS.sub("", button.text)) for button in buttons) + PADDING
    side_by_side = 1 if long else max(1, min(MOST_IN_A_ROW, LONG_LABEL // widest))
    return [buttons[at : at + side_by_side] for at in range(0, len(buttons), side_by_side)]


def _button(choice: RenderedChoice, *, numbered: bool) -> InlineKeyboardButton:
    label = f"{choice.key}. {choice.label}" if numbered else choice.label
    shown = label if len(label) <= LONGEST_BUTTON else f"{label[: LONGEST_BUTTON - 1]}…"
    return InlineKeyboardButton(shown.strip() or choice.key, callback_data=data.written(choice.id))
