"""A message as Telegram shows it: HTML with three characters escaped, or plain where HTML was refused."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility.text import Rendered, RenderedChoice, RenderedLink

LONG_LABEL = 34
"""Units of a label that a button shows in full on a narrow phone."""

MANY = 8
LONGEST_LIST = 2_000
LONGEST_LABEL = 200


def units(text: str) -> int:
    """UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped(text: str) -> str:
    """Text inside HTML: only these three characters mean something there (Bot API, HTML style)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def words(message: Rendered) -> str:
    """The words, and the English beside them in a paragraph of its own."""
    return "\n\n".join(part for part in (message.text.strip(), message.english.strip()) if part)


def html(message: Rendered) -> str:
    """The whole message with its links as anchors and, where they are long, its choices as a list."""
    links = [_anchor(link) for link in message.links]
    return _together(escaped(words(message)), links, [escaped(line) for line in listed(message.choices)])


def plain(message: Rendered, *, spelt: bool = False, always: bool = False) -> str:
    """The same without markup. `spelt` writes the addresses of links; `always` lists the choices even where
    they are short, for a message without buttons."""
    links = [f"{_label(link)}: {link.url}" if spelt else _label(link) for link in message.links]
    return _together(words(message), links, listed(message.choices, always=always))


def is_long(choices: Sequence[RenderedChoice]) -> bool:
    """Whether buttons alone would not show what there is to choose."""
    return len(choices) > MANY or any(units(choice.label) > LONG_LABEL for choice in choices)


def listed(choices: Sequence[RenderedChoice], *, always: bool = False) -> list[str]:
    """The choices with the numbers that can be typed for them; none where the buttons say it all."""
    if not choices or not (always or is_long(choices)):
        return []
    lines = [f"{choice.key}. {choice.label[:LONGEST_LABEL]}" for choice in choices]
    return lines if sum(map(len, lines)) <= LONGEST_LIST else []


def _together(text: str, *lists: list[str]) -> str:
    return "\n\n".join(part for part in (text, *("\n".join(lines) for lines in lists)) if part)


def _label(link: RenderedLink) -> str:
    return (link.label or link.url)[:LONGEST_LABEL]


def _anchor(link: RenderedLink) -> str:
    address = escaped(link.url).replace('"', "&quot;")
    return f'<a href="{address}">{escaped(_label(link))}</a>'
