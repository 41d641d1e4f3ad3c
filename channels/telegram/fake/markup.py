"""Telegram's HTML style, as strictly as Telegram reads it: what is shown, and what would be refused with 400.

Only its own tags, closed in order; `<`, `>` and `&` only as entities (Bot API, HTML style).
"""

from __future__ import annotations

import html
import re

TAGS = frozenset(
    [
        *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre"),
        *("a", "span", "tg-spoiler", "tg-emoji", "blockquote"),
    ]
)
_TOKEN = re.compile(
    r"<(/?)([a-z-]+)((?: [a-z-]+(?:=\"[^\"<>]*\")?)*)>|<|>|&(#\d+|#x[0-9a-f]+|lt|gt|amp|quot);|&"
)
_HREF = re.compile(r' href="([^"]*)"')


class BadMarkup(ValueError):
    """The text cannot be parsed."""


def shown(text: str) -> tuple[str, tuple[str, ...]]:
    """The words that a reader sees, and the addresses of the links. Raises `BadMarkup`."""
    links: list[str] = []
    open_tags: list[str] = []
    seen: list[str] = []
    at = 0
    for token in _TOKEN.finditer(text):
        seen.append(text[at : token.start()])
        at = token.end()
        if token[4]:
            seen.append(html.unescape(token[0]))
        elif not token[2]:
            raise BadMarkup(f"Unsupported start tag or unescaped character at {token.start()}")
        else:
            _tag(token[1], token[2], token[3], open_tags, links)
    if open_tags:
        raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join([*seen, text[at:]]), tuple(links)


def _tag(slash: str, name: str, attributes: str, open_tags: list[str], links: list[str]) -> None:
    if name not in TAGS:
        raise BadMarkup(f'Unsupported start tag "{name}"')
    if slash:
        if not open_tags or open_tags.pop() != name:
            raise BadMarkup(f'Unexpected end tag "{name}"')
        return
    open_tags.append(name)
    links += [html.unescape(found) for found in _HREF.findall(attributes)]
