"""Message ids are found wherever the program says them: Python, page templates, YAML."""

from __future__ import annotations

import pytest

from locales.message import Message
from locales.sources import SourceError, find, unreadable
from tests.unit.locales.project import Project


def found(project: Project) -> list[Message]:
    return [one.message for one in find(project.root)]


def test_python_calls_are_found(project: Project) -> None:
    project.write(
        "bot/skills/bins.py",
        """
hello = _("Hello")
many = _n("%(count)s bin", "%(count)s bins", Count(len(bins)), place=Place("x"))
post = _c("verb", "Post")
long = _(
    "One sentence "
    "in two pieces.",
    day=Day(date),
)
page = words.gettext("Send")
""",
    )
    assert found(project) == [
        Message("%(count)s bin", "%(count)s bins"),
        Message("Hello"),
        Message("One sentence in two pieces."),
        Message("Post", context="verb"),
        Message("Send"),
    ]


def test_what_only_looks_like_a_message_is_not_found(project: Project) -> None:
    project.write(
        "bot/a.py",
        '''
"""_("in a docstring")"""
# _("in a comment")
def _(msgid): ...
for _ in range(3): print(_)
words.gettext(tag, "not the id")
''',
    )
    assert found(project) == []


def test_page_templates_are_found(project: Project) -> None:
    project.write(
        "channels/web/page.html",
        """{{ _("Send") }} {{ pgettext("verb", "Post") }} {{ ngettext("%(num)s day", "%(num)s days", n) }}
{% trans name=who %}Hello {{ name }}{% endtrans %} {# _("not me") #}""",
    )
    assert found(project) == [
        Message("%(num)s day", "%(num)s days"),
        Message("Hello %(name)s"),
        Message("Post", context="verb"),
        Message("Send"),
    ]


def test_yaml_scalars_with_the_tag_are_found(project: Project) -> None:
    project.write(
        "bot/cities/leeds/bins.yaml",
        """
bins:
  - {id: BLACK, name: !_ black bin, holds: [!_ "rubbish: not recycling"]}
  - id: GREEN
    name: !_ >-
      green
      bin
note: not me
""",
    )
    project.write("nlu/data/en.yml", "a: !_ second file\n---\nb: !_ second document\n")
    assert [message.msgid for message in found(project)] == [
        "black bin",
        "green bin",
        "rubbish: not recycling",
        "second document",
        "second file",
    ]


def test_files_are_told_relative_to_the_root_and_once(project: Project) -> None:
    project.write("bot/b.py", '_("Hello")\n_("Hello")\n')
    project.write("bot/a.py", '_("Hello")\n')
    (one,) = find(project.root)
    assert one.files == ("bot/a.py", "bot/b.py")


def test_a_message_that_counts_anywhere_counts_everywhere(project: Project) -> None:
    project.write("bot/a.py", '_("%(count)s bin")\n_n("%(count)s bin", "%(count)s bins", n)\n')
    assert found(project) == [Message("%(count)s bin", "%(count)s bins")]


def test_comments_for_translators_come_along(project: Project) -> None:
    project.write("bot/a.py", '# Translators: on a button\nx = _("Send")\n')
    assert find(project.root)[0].comments == ("on a button",)


@pytest.mark.parametrize(("file", "safety"), [("safety", True), ("cards", True), ("bins", False)])
def test_safety_messages_are_known_by_their_file(project: Project, file: str, safety: bool) -> None:
    project.write(f"bot/handover/{file}.py", '_("Go outside now.")')
    assert find(project.root)[0].safety is safety


@pytest.mark.parametrize(
    "file", ["tests/test_a.py", "scripts/a.py", "bot/notes.txt", "bot/__pycache__/a.pyc"]
)
def test_other_folders_and_files_are_left_alone(project: Project, file: str) -> None:
    project.write(file, '_("Hello")')
    assert found(project) == []


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("channels/a.html", "line\n{% if %}", r"channels/a\.html:2: "),
        ("bot/a.yaml", "a: !_ [", r"bot/a\.yaml: "),
        ("bot/a.html", "\udcff", r"bot/a\.html: "),
    ],
)
def test_a_file_that_cannot_be_read_is_named(project: Project, file: str, text: str, says: str) -> None:
    path = project.write(file, "")
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match=says):
        find(project.root)


@pytest.mark.parametrize(
    "call",
    [
        "_(name)",
        '_(f"Hello {x}")',
        '_n("bin", more, n)',
        "_c(context, 'Post')",
        "_()",
        '_("a" + b)',
        "_n('a')",
    ],
)
def test_an_id_that_is_no_literal_is_told(project: Project, call: str) -> None:
    project.write("bot/a.py", f"x = 1\ny = {call}\n")
    assert list(unreadable(project.root)) == [("bot/a.py", 2)]


def test_a_python_file_that_does_not_parse_is_named(project: Project) -> None:
    project.write("bot/a.py", "def (:\n")
    with pytest.raises(SourceError, match=r"bot/a\.py:1: not Python"):
        list(unreadable(project.root))
