"""The same catalogue for page templates: `{{ _("Send") }}` and `{% trans %}` of Jinja's i18n extension.

A page's words are short labels without values of their own kind, so a missing one is shown in English.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from locales.catalogue import Catalogue
from locales.phrase import Phrase


class PageWords:
    """The words of pages in every served language."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def languages(self) -> tuple[tuple[str, str, str], ...]:
        """The served languages as (tag, endonym, direction), for the language picker."""
        rows = self._catalogue.languages.values()
        return tuple((row.tag, row.endonym, row.direction) for row in rows)

    def gettext(self, tag: str, msgid: str) -> str:
        """The words for `msgid`, the English where there are none."""
        return _text(self._catalogue.phrase(msgid, tag)) or msgid

    def ngettext(self, tag: str, singular: str, plural: str, n: int) -> str:
        """The words for `n` things."""
        return _text(self._catalogue.phrase(singular, tag, plural, n)) or (singular if n == 1 else plural)

    def pgettext(self, tag: str, context: str, msgid: str) -> str:
        """The words for `msgid` with the meaning that `context` tells."""
        return _text(self._catalogue.phrase(msgid, tag, context=context)) or msgid

    def npgettext(self, tag: str, context: str, singular: str, plural: str, n: int) -> str:
        """The words for `n` things with the meaning that `context` tells."""
        found = self._catalogue.phrase(singular, tag, plural, n, context)
        return _text(found) or (singular if n == 1 else plural)

    def install(self, environment: Any, tag: str) -> Environment:
        """An overlay of `environment` (with `jinja2.ext.i18n`) whose templates speak language `tag`.

        It shares the loader and settings but not the compiled templates: keep one for each language.
        """
        spoken = environment.overlay(cache_size=64)
        spoken.globals = dict(environment.globals)
        spoken.install_gettext_callables(
            lambda msgid: self.gettext(tag, msgid),
            lambda singular, plural, n: self.ngettext(tag, singular, plural, n),
            newstyle=True,
            pgettext=lambda context, msgid: self.pgettext(tag, context, msgid),
            npgettext=lambda context, singular, plural, n: self.npgettext(tag, context, singular, plural, n),
        )
        if not isinstance(spoken, Environment):
            raise TypeError("PageWords.install needs a Jinja environment")
        return spoken


def _text(found: Phrase | None) -> str:
    return found.template if found else ""
