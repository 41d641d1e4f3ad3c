"""Page templates and the bot share one catalogue."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from locales.catalogue import Catalogue
from locales.message import Message
from locales.pages import PageWords
from tests.unit.locales.project import POLISH, URDU, served

WORDS = {
    Message("Send"): ("Wyślij",),
    Message("Hello %(name)s"): ("Witaj, %(name)s",),
    Message("%(num)s bin", "%(num)s bins"): ("%(num)s kosz", "%(num)s kosze", "%(num)s koszy"),
    Message("Post", context="verb"): ("Nadaj",),
    Message("All of it, 100%%"): ("Wszystko, 100%%",),
}
PAGES = PageWords(Catalogue(served(POLISH, URDU), {"pl": WORDS}))


def page(tag: str, source: str, **values: object) -> str:
    return speaking(tag).from_string(source).render(**values)


def speaking(tag: str) -> Environment:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    PAGES.install(environment, tag)
    return environment


@pytest.mark.parametrize(
    ("tag", "source", "shown"),
    [
        ("pl", '{{ _("Send") }}', "Wyślij"),
        ("en", '{{ _("Send") }}', "Send"),
        ("ur", '{{ _("Send") }}', "Send"),
        ("pl", '{{ _("Hello %(name)s", name="<Ewa>") }}', "Witaj, &lt;Ewa&gt;"),
        ("pl", '{{ ngettext("%(num)s bin", "%(num)s bins", 3) }}', "3 kosze"),
        ("en", '{{ ngettext("%(num)s bin", "%(num)s bins", 1) }}', "1 bin"),
        ("ur", '{{ ngettext("%(num)s bin", "%(num)s bins", 3) }}', "3 bins"),
        ("ur", '{{ ngettext("%(num)s bin", "%(num)s bins", 1) }}', "1 bin"),
        ("pl", '{{ pgettext("verb", "Post") }}', "Nadaj"),
        ("pl", '{{ npgettext("verb", "%(num)s x", "%(num)s xs", 2) }}', "2 xs"),
        ("pl", '{{ _("All of it, 100%%") }}', "Wszystko, 100%"),
        ("pl", "{% trans name='Jan' %}Hello {{ name }}{% endtrans %}", "Witaj, Jan"),
    ],
)
def test_a_template_speaks_the_language(tag: str, source: str, shown: str) -> None:
    assert page(tag, source) == shown


def test_a_translation_cannot_bring_markup_into_a_page() -> None:
    words = {Message("Send"): ("<b onclick=x>",)}
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    PageWords(Catalogue(served(POLISH), {"pl": words})).install(environment, "pl")
    assert environment.from_string('{{ _("Send") }}').render() == "&lt;b onclick=x&gt;"


def test_the_picker_lists_endonyms_with_their_direction() -> None:
    assert PAGES.languages() == (("en", "English", "ltr"), ("pl", "Polski", "ltr"), ("ur", "اردو", "rtl"))
