"""Puts the pages together: templates, escaped by default, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import escape
from msgspec import Struct

from accessibility.text import RenderedChoice, RenderedLink
from channels.message import Speaker
from channels.photos import PHOTO_LIMIT
from channels.web.assets import Assets
from channels.web.door import Door, Session
from channels.web.line import PHOTO, SPEAKERS, Line
from channels.web.post import LANGUAGE, PERSON, TALK_TO_A_PERSON
from channels.web.refusal import PHOTO_TOO_LARGE, TOO_MANY_AT_ONCE, Refusal
from channels.web.settings import MESSAGE_LIMIT, PHOTOS_LIMIT, WebSettings
from channels.web.words import PageWords

FOLDER = Path(__file__).parent / "templates"


class View(Struct, frozen=True):
    """What one page shows. `parent` is the origin of the page around the frame, empty without one."""

    door: Door
    session: Session
    words: PageWords
    lines: Sequence[Line] = ()
    refusal: Refusal | None = None
    parent: str = ""


class Pages:
    """The templates, compiled once. `new_id` names the message of each form, so that a form sent twice is
    one message. `photos`: the page takes them."""

    def __init__(
        self, settings: WebSettings, assets: Assets, new_id: Callable[[], str], *, photos: bool
    ) -> None:
        self._settings = settings
        self._env = Environment(
            loader=FileSystemLoader(FOLDER),
            extensions=["jinja2.ext.i18n"],
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
        self._env.globals |= {
            "asset": assets.url,
            "settings": settings,
            "new_id": new_id,
            "SPEAKERS": SPEAKERS,
            "TALK_TO_A_PERSON": TALK_TO_A_PERSON,
            "PERSON": PERSON,
            "LANGUAGE": LANGUAGE,
            "MESSAGE_LIMIT": MESSAGE_LIMIT,
            "PHOTO_LIMIT": PHOTO_LIMIT,
            "PHOTOS_LIMIT": PHOTOS_LIMIT,
            "PHOTO": PHOTO,
            "PHOTO_TOO_LARGE": PHOTO_TOO_LARGE,
            "TOO_MANY_AT_ONCE": TOO_MANY_AT_ONCE,
            "photos": photos,
        }

    def chat(self, view: View) -> str:
        """The conversation. Its last message of the resident is what `#latest` leads to."""
        own = [line.seq for line in view.lines if line.who == "resident"]
        return self._render("chat.html", view, latest=max(own, default=0))

    def problem(self, view: View) -> str:
        """A plain page that says what went wrong and how to reach a person."""
        return self._render("problem.html", view)

    def go(self, view: View, action: str) -> str:
        """The page that offers to go on with a conversation from elsewhere; its button posts to `action`."""
        return self._render("go.html", view, action=action)

    def _render(self, name: str, view: View, **more: Any) -> str:
        return self._env.get_template(name).render(
            council=isolated(self._settings.council, view.words),
            phone=isolated(self._settings.phone.replace(" ", "\u00a0"), view.words),
            door=view.door,
            session=view.session,
            words=view.words,
            lines=view.lines,
            refusal=view.refusal,
            parent=view.parent,
            samples=[_sample(who, view.words) for who in SPEAKERS],
            **more,
        )


def isolated(value: str, words: PageWords) -> str:
    """Data inside a sentence: FSI … PDI keep its own order where the sentence runs right to left (R14)."""
    return f"\u2068{value}\u2069" if words.language.direction == "rtl" else value


@pass_context
def _gettext(context: Context, msgid: str) -> str:
    """The message in the reader's language. Escaped here: the extension takes translations for safe
    markup, and a translation is only words."""
    words: PageWords = context["words"]
    return str(escape(words.gettext(msgid)))


@pass_context
def _ngettext(context: Context, singular: str, plural: str, n: int) -> str:
    """Page words do not count anything; the extension asks for the callable all the same."""
    return _gettext(context, singular if n == 1 else plural)


def _sample(who: Speaker, words: PageWords) -> Line:
    """A line with every part, from which the script makes new ones."""
    choices = (RenderedChoice("", "", ""),)
    links = (RenderedLink("", ""),)
    return Line(0, who, "", "", "", "", "", True, " ", choices, links, True, words.say(SPEAKERS[who]), ("",))
