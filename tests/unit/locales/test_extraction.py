"""Extraction writes a stable template and keeps translations exactly as long as their English."""

from __future__ import annotations

import re

from locales import pofile
from locales.extract import extract
from tests.unit.locales.project import POLISH, URDU, Project, served

ROWS = served(POLISH, URDU)


def run(project: Project) -> list[str]:
    return [path.relative_to(project.root).as_posix() for path in extract(project.root, project.folder, ROWS)]


def words(project: Project, tag: str = "pl") -> dict[str, tuple[str, ...]]:
    entries = pofile.entries(pofile.read(project.po(tag)))
    return {msgid: pofile.forms_of(entry) for (_, msgid), entry in entries.items()}


def test_template_and_one_file_a_language_are_written(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n')
    assert run(project) == [
        "locales/messages.pot",
        "locales/en/LC_MESSAGES/messages.po",
        "locales/pl/LC_MESSAGES/messages.po",
        "locales/ur/LC_MESSAGES/messages.po",
    ]
    assert words(project) == {"Hello": ("",)}


def test_a_second_run_changes_nothing(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n_n("%(count)s bin", "%(count)s bins", n)\n_c("verb", "Post")\n')
    run(project)
    project.translate("pl", {"Hello": "Dzień dobry"})
    assert run(project) == []


def test_files_hold_no_dates_line_numbers_or_absolute_paths(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n')
    run(project)
    for path in (project.po("pl"), project.folder / "messages.pot"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"20\d\d|\.py:\d|Date", text)
        assert str(project.root) not in text
        assert "#: bot/a.py\n" in text


def test_moving_a_message_inside_its_file_changes_nothing(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n_("Bye")\n')
    run(project)
    project.write("bot/a.py", '# moved\n\n_("Bye")\n_("Hello")\n')
    assert run(project) == []


def test_the_header_carries_our_own_plural_rule(project: Project) -> None:
    run(project)
    assert f'"Plural-Forms: {POLISH.plural.header}\\n"' in project.po("pl").read_text(encoding="utf-8")


def test_a_translation_is_kept_when_another_message_comes(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n')
    run(project)
    project.translate("pl", {"Hello": "Dzień dobry"})
    project.write("bot/a.py", '_("Hello")\n_("Bye")\n')
    run(project)
    assert words(project) == {"Bye": ("",), "Hello": ("Dzień dobry",)}


def test_a_changed_english_is_not_given_the_old_words(project: Project) -> None:
    project.write("bot/a.py", '_("Put it out by 7am")\n'.replace("7am", "%(time)s"))
    run(project)
    project.translate("pl", {"Put it out by %(time)s": "Wystaw do %(time)s"})
    project.write("bot/a.py", '_("Take it in by %(time)s")\n')
    run(project)
    assert words(project) == {"Take it in by %(time)s": ("",)}
    assert '#~ msgstr "Wystaw do %(time)s"' in project.po("pl").read_text(encoding="utf-8")


def test_a_message_that_comes_back_finds_its_words(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n')
    run(project)
    project.translate("pl", {"Hello": "Dzień dobry"})
    project.write("bot/a.py", "")
    run(project)
    assert words(project) == {}
    project.write("bot/a.py", '_("Hello")\n')
    run(project)
    assert words(project) == {"Hello": ("Dzień dobry",)}
    assert "#~" not in project.po("pl").read_text(encoding="utf-8")


def test_a_message_that_begins_to_count_keeps_its_old_words_aside(project: Project) -> None:
    project.write("bot/a.py", '_("%(count)s bin")\n')
    run(project)
    project.translate("pl", {"%(count)s bin": "%(count)s kosz"})
    project.write("bot/a.py", '_n("%(count)s bin", "%(count)s bins", n)\n')
    run(project)
    assert words(project) == {"%(count)s bin": ("", "", "")}
    assert '#~ msgstr "%(count)s kosz"' in project.po("pl").read_text(encoding="utf-8")


def test_plural_messages_get_as_many_forms_as_the_language_has(project: Project) -> None:
    project.write("bot/a.py", '_n("%(count)s bin", "%(count)s bins", n)\n')
    run(project)
    assert [len(words(project, tag)["%(count)s bin"]) for tag in ("en", "pl", "ur")] == [2, 3, 2]


def test_a_translators_remarks_and_doubts_stay(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n')
    run(project)
    project.replace("pl", "#: bot/a.py\n", "# to be asked\n#: bot/a.py\n#, fuzzy\n")
    project.translate("pl", {"Hello": "Cześć"})
    assert run(project) == []


def test_messages_of_values_alone_are_not_asked_for(project: Project) -> None:
    project.write("bot/a.py", '_("%(day)s")\n')
    run(project)
    assert words(project) == {}


def test_quotes_backslashes_and_right_to_left_words_survive(project: Project) -> None:
    project.write("bot/a.py", r"""_("Say \"yes\" \\ no")""")
    run(project)
    entry = next(iter(pofile.entries(pofile.read(project.po("ur"))).values()))
    entry.string = 'کہیں "ہاں" \\ نہیں'
    pofile.write(project.po("ur"), URDU, [entry])
    assert words(project, "ur") == {'Say "yes" \\ no': ('کہیں "ہاں" \\ نہیں',)}
    assert run(project) == []
