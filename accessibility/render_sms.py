"""Replies for a text message: everything in one line, short days, few choices, one link (R19-R23)."""

from __future__ import annotations

from typing import ClassVar

from accessibility import sms
from accessibility.composer import Composer
from accessibility.isolate import CONTROLS, clean, led, marked
from accessibility.renderer import Base, Draft, Manner
from accessibility.values import for_sms
from locales.catalogue import Catalogue

SEGMENTS = {"gsm": 2, "ucs2": 3}
ENDS = frozenset(".!?:;,۔؟،।。！？：；，")
SAFETY_SEGMENTS = {"gsm": 1, "ucs2": 2}
"""How many segments a message may fill (R19)."""


class SmsRenderer(Base):
    """For text messages. The English of a safety message follows on its own line, in its own direction."""

    most: ClassVar[int | None] = 3

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue, for_sms)

    def fits(self, said: str, safety: bool) -> bool:
        """R19. Of a safety message only the first line counts: the English copy is extra."""
        size = sms.measure(said.split("\n")[0] if safety else said)
        return size.segments <= (SAFETY_SEGMENTS if safety else SEGMENTS)[size.encoding]

    def write(
        self, draft: Draft, composer: Composer, english: list[str], tail: list[str], manner: Manner
    ) -> str:
        said = draft.noted(_in_one_line(composer.sentences(draft.text), draft.language.stop))
        opening = f"{clean(manner.prefix)}: {said}" if manner.prefix else said
        closing = [_link(draft, said, composer), _choices(draft, composer), *tail]
        lines = [[opening], english, closing] if english else [[opening, *closing]]
        joined = (" ".join(piece for piece in line if piece) for line in lines)
        whole = led("\n".join(line for line in joined if line), draft.language.rtl)
        fold = draft.language.sms_fold and not manner.accents
        return sms.folded(whole) if fold else sms.without_emoji(whole)


def _in_one_line(sentences: list[str], stop: str) -> str:
    """The lines behind one another; each but the last ends as a sentence does, so that they stay apart."""
    ended = [line if _last(line) in ENDS else f"{line}{stop}" for line in sentences[:-1]]
    return " ".join([*ended, *sentences[-1:]])


def _last(line: str) -> str:
    """Its last character; a mark that steers direction is none."""
    return CONTROLS.sub("", line).rstrip()[-1:]


def _choices(draft: Draft, composer: Composer) -> str:
    """`1 Remind me, 2 Other address, 0 Person`."""
    listed = (f"{option.key} {composer.line(option.label)}" for option in draft.options)
    return draft.language.lists.comma.join(listed)


def _link(draft: Draft, said: str, composer: Composer) -> str:
    """The first link with its label, unless the text has it already: there is at most one (R21)."""
    if not draft.links or any(clean(link.url) in said for link in draft.links):
        return ""
    url = marked(clean(draft.links[0].url), draft.language.rtl)
    label = draft.links[0].label
    return f"{composer.line(label)}: {url}" if label else url
