"""Reading and writing .po files: ordinary gettext, in one stable form."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Message as Entry

from locales import pofile
from locales.message import Message
from locales.pofile import CatalogueError
from tests.unit.locales.project import POLISH, URDU

HELLO = Entry("Hello", "Dzień dobry")
BINS = Entry(("%(count)s bin", "%(count)s bins"), ("%(count)s kosz", "%(count)s kosze", "%(count)s koszy"))
POST = Entry("Post", "Wyślij", context="verb")

WHOLE = """\
# The words in Polish.
msgid ""
msgstr ""
"Project-Id-Version: snicket\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: pl\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

#, python-format
msgid "%(count)s bin"
msgid_plural "%(count)s bins"
msgstr[0] "%(count)s kosz"
msgstr[1] "%(count)s kosze"
msgstr[2] "%(count)s koszy"

msgid "Hello"
msgstr "Dzień dobry"

msgctxt "verb"
msgid "Post"
msgstr "Wyślij"

#~ msgid "Bye"
#~ msgstr "Pa"

"""


def test_a_whole_file_looks_like_this() -> None:
    assert pofile.render(POLISH, [POST, HELLO, BINS], [Entry("Bye", "Pa")]) == WHOLE


def test_the_order_given_does_not_matter() -> None:
    assert pofile.render(POLISH, [HELLO, BINS, POST]) == pofile.render(POLISH, [BINS, POST, HELLO])


def test_reading_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    pofile.write(path, POLISH, [HELLO, BINS, POST])
    entries = pofile.entries(pofile.read(path))
    assert {key: pofile.forms_of(entry) for key, entry in entries.items()} == {
        ("", "Hello"): ("Dzień dobry",),
        ("", "%(count)s bin"): ("%(count)s kosz", "%(count)s kosze", "%(count)s koszy"),
        ("verb", "Post"): ("Wyślij",),
    }
    assert pofile.message_of(entries["verb", "Post"]) == Message("Post", context="verb")
    assert pofile.message_of(entries["", "%(count)s bin"]).plural == "%(count)s bins"


def test_writing_says_whether_anything_changed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "messages.po"
    assert pofile.write(path, POLISH, [HELLO]) is True
    assert pofile.write(path, POLISH, [HELLO]) is False
    assert pofile.write(path, POLISH, [HELLO, POST]) is True


def test_long_messages_are_not_wrapped() -> None:
    long = "one two three four five " * 20
    assert f'msgid "{long.strip()}"\n' in pofile.render(URDU, [Entry(long.strip())])


def test_the_template_says_how_it_is_made() -> None:
    text = pofile.render(None, [Entry("Hello")])
    assert text.startswith("# Every message id; made by `python -m locales extract`.\n")
    assert "Plural-Forms" not in text
    assert "Language" not in text


def test_a_sound_file_compiles(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    pofile.write(path, POLISH, [HELLO, BINS])
    assert pofile.compile_errors(pofile.read(path)) == ""


def test_gettexts_own_compiler_agrees(tmp_path: Path) -> None:
    """Where GNU gettext is installed it reads our files without an error."""
    path = tmp_path / "messages.po"
    pofile.write(path, POLISH, [HELLO, BINS, POST], [Entry("Bye", "Pa")])
    msgfmt = shutil.which("msgfmt")
    done = subprocess.run([msgfmt, "-c", "-o", "/dev/null", str(path)], check=False) if msgfmt else None
    assert done is None or done.returncode == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'msgid "a"\nnonsense\n', r"messages\.po:1"),
        (b'msgid "\xff"\nmsgstr ""\n', r"messages\.po: .*utf-8"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "messages.po"
    path.write_bytes(data)
    with pytest.raises(CatalogueError, match=says):
        pofile.read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read: No such file"):
        pofile.read(tmp_path / "messages.po")
