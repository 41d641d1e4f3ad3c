"""The catalogue that we ship. A failure here prints what `python -m locales check` prints."""

from __future__ import annotations

import subprocess
import sys

from locales import catalogue
from locales.checks import check
from locales.languages import FOLDER


def test_it_has_no_faults() -> None:
    faults = check()
    assert not faults, "\n" + "\n".join(map(str, faults))


def test_it_loads_and_knows_its_messages() -> None:
    loaded = catalogue.load()
    assert set(loaded.languages) >= {"en", "pl", "ur"}
    assert loaded.known()


def test_serving_does_not_import_the_extractors() -> None:
    """What only translators' commands need is not in memory while serving."""
    code = (
        "import sys, locales.catalogue, locales.pages; locales.catalogue.load();"
        "print([m for m in sys.modules if m in ('babel.messages.extract', 'locales.checks')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
