"""The same catalogue for page templates: `{{ _("Send") }}` and `{% trans %}` of Jinja's i18n extension.

A page's words are short labels without values of their own kind, so a missing one is shown in English.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from markupsafe import escape

from locales.catalogue import Catalogue
from locales.phrase import Phrase


class PageWords:
    """The words of pages in every served language."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def languages(self) -> tuple[tuple[str, str, str], ...]:
        """The languages that are talked, in their own letters, as (tag, endonym, direction)."""
        rows = [row for row in self._catalogue.languages.values() if row.talked and not row.writing_of]
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

    def install(self, environment: Environment, tag: str) -> None:
        """Makes the templates of `environment`, which has `jinja2.ext.i18n`, speak language `tag`.

        A translation is only words: it is escaped, though the extension would take it for safe markup.
        """
        install: Any = environment
        install.install_gettext_callables(
            lambda msgid: _safe(self.gettext(tag, msgid)),
            lambda singular, plural, n: _safe(self.ngettext(tag, singular, plural, n)),
            newstyle=True,
            pgettext=lambda context, msgid: _safe(self.pgettext(tag, context, msgid)),
            npgettext=lambda context, one, more, n: _safe(self.npgettext(tag, context, one, more, n)),
        )


def _safe(words: str) -> str:
    return str(escape(words))


def _text(found: Phrase | None) -> str:
    return found.template if found else ""
